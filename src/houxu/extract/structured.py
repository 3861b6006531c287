"""What a page says about itself for machines: JSON-LD, meta tags and microdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_LARGEST_SCRIPT = 500_000  # characters of one JSON-LD block
_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|NewsItem|WebPage|LiveBlog|VideoObject|Review")
_PUBLISHED_PATTERN = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
# By how exactly the name means "first published"; lower-case. Names that CMSs of news sites use, seen in the wild.
PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "bytedance:published_time", "og:release_date", "release_date", "publishdate", "pubdate", "publish_date",
    "publish-date", "publication_date", "published_time", "published-time", "published_at", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "dc.date.created", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "weibo:article:create_at", "weibo:webpage:create_at",
    "article.published", "article:publish_time", "article_date_original", "originalpublicationdate",
    "citation_publication_date", "citation_online_date", "citation_date", "prism.publicationdate",
    "displaydate", "firstpublishdate", "firstpublishedtime", "firstcreatetime", "pub_date", "date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """What the page's head says. `meta` maps lower-case names to the first non-empty content."""

    meta: Mapping[str, str] = field(default_factory=dict)
    article: Mapping[str, Any] = field(default_factory=dict)  # the JSON-LD object that describes the article
    loose_date: str | None = None  # a datePublished in JSON-LD too broken to parse

    def first(self, *names: str) -> str | None:
        """The content of the first of these meta names that the page has."""
        return next((self.meta[name] for name in names if self.meta.get(name)), None)

    @property
    def json_date(self) -> str | None:
        """JSON-LD's date of publication, as written."""
        value = self.article.get("datePublished") or self.article.get("uploadDate") or self.article.get("dateCreated")
        return value if isinstance(value, str) else self.loose_date

    @property
    def meta_dates(self) -> Iterator[str]:
        """Dates of publication in meta tags, best name first, as written."""
        return (self.meta[name] for name in PUBLISHED_NAMES if self.meta.get(name))

    @property
    def author(self) -> str | None:
        """Authors as JSON-LD or meta tags name them, joined by commas."""
        named = _names(self.article.get("author"))
        return named or self.first(
            "author", "article:author_name", "dc.creator", "citation_author", "parsely-author", "byl"
        )

    @property
    def publisher(self) -> str | None:
        """The site's own name."""
        return self.first("og:site_name") or _names(self.article.get("publisher")) or self.first("application-name")


def read(tree: etree._Element, title: str | None) -> SelfDescription:
    """Read the page's own description. `title` tells the article's JSON-LD object from those of related ones."""
    loose: str | None = None
    objects: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text or "")[:_LARGEST_SCRIPT]
        try:
            objects.extend(_objects(json.loads(raw.strip().strip(";"), strict=False)))
        except (ValueError, RecursionError):
            found = _PUBLISHED_PATTERN.search(raw)
            loose = loose or (found.group(1) if found else None)
    return SelfDescription(_metas(tree), _best(objects, title), loose)


def _metas(tree: etree._Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content and len(content) <= 2_000:
                metas.setdefault(name, content)
    return metas


def _objects(node: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every typed object in a JSON-LD document, but not those in lists of other pages."""
    if depth > 6:
        return
    if isinstance(node, list):
        for child in node[:200]:
            yield from _objects(child, depth + 1)
    elif isinstance(node, dict):
        if _ARTICLE_TYPES.search(str(node.get("@type", ""))):
            yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(node.get(key), depth + 1)


def _best(objects: list[Mapping[str, Any]], title: str | None) -> Mapping[str, Any]:
    dated = [o for o in objects if o.get("datePublished")] or objects
    same = [o for o in dated if title and _alike(str(o.get("headline", "")), title)]
    articles = [o for o in dated if "WebPage" not in str(o.get("@type"))]
    chosen = same or articles or dated
    return chosen[0] if chosen else {}


def _alike(one: str, other: str) -> bool:
    one, other = re.sub(r"\W", "", one).lower(), re.sub(r"\W", "", other).lower()
    return len(one) >= 6 and (one in other or other in one)


def _names(value: Any) -> str | None:
    """The name or names of a JSON-LD person or organisation."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        named = [name for name in (_names(entry) for entry in value[:10]) if name]
        return ", ".join(dict.fromkeys(named)) or None
    return None
