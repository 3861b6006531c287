"""Sitemaps (sitemaps.org 0.9), news sitemaps and sitemap indexes, plain or gzipped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from houxu.errors import FetchError, ParseError
from houxu.fetch.body import gunzip
from houxu.fetch.charset import decode
from houxu.sources import dates, feed
from houxu.sources.links import Discovery, Link, plain

MAX_BYTES = 50 * 1024 * 1024  # sitemaps.org: 50 MB uncompressed
_MAX_LINKS = 50_000  # sitemaps.org: 50,000 addresses
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    zone: tzinfo | None = None,
    language: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Discovery:
    """The pages that a sitemap lists, or the sitemaps that an index lists (newest first) as `children`.

    At most `max_bytes` are decompressed. Raises ParseError when it is no sitemap.
    """
    try:
        unpacked = gunzip(body, max_decoded=max_bytes)
    except FetchError as error:
        raise ParseError(f"the gzipped sitemap cannot be read: {error.what}", where=url) from None
    text, _ = decode(unpacked, content_type)
    text = text.lstrip("\ufeff").strip()
    if feed.is_html(text):
        raise ParseError("this is a web page, not a sitemap", where=url)
    root, problems = _tree(text, url)
    moments = _Moments(zone or dates.zone_of(None, language), language)
    name = etree.QName(root).localname.lower()
    if name == "sitemapindex":
        return Discovery(problems=problems, children=_children(root, url, moments))
    if name != "urlset":
        raise ParseError(f"this is no sitemap: its root element is <{name}>", where=url)
    links = tuple(_links(root, url, moments))
    empty = () if links or problems else ("the sitemap lists no pages",)
    return Discovery(links[:_MAX_LINKS], (*problems, *empty))


def _tree(text: str, url: str) -> tuple[etree._Element, tuple[str, ...]]:
    """The root element; entities stay unexpanded, so that a bomb of them has no fuse."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    content = _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(f"no sitemap can be read here: {error.msg}", where=url) from None
    if root is None:
        raise ParseError("no sitemap can be read here: no XML element", where=url)
    errors = [entry for entry in parser.error_log if entry.level_name != "WARNING"]
    problems = (f"the sitemap is damaged: line {errors[0].line}: {errors[0].message}",) if errors else ()
    return root, problems


class _Moments:
    def __init__(self, zone: tzinfo, language: str | None) -> None:
        self._zone, self._language = zone, language

    def read(self, raw: str | None) -> dates.Moment | None:
        """The moment of a W3C date."""
        return dates.read(raw, zone=self._zone, language=self._language)


def _children(root: etree._Element, url: str, moments: _Moments) -> tuple[str, ...]:
    """Addresses of the listed sitemaps, the most lately changed first, undated ones last in their order."""
    found: list[tuple[float, str]] = []
    for element in root.iterchildren("{*}sitemap"):
        location = _text(element, "{*}loc")
        if location:
            changed = moments.read(_text(element, "{*}lastmod"))
            found.append((-changed.at.timestamp() if changed else 0.0, urljoin(url, location)))
    return tuple(dict.fromkeys(address for _, address in sorted(found, key=lambda pair: pair[0])))


def _links(root: etree._Element, url: str, moments: _Moments) -> Iterable[Link]:
    for element in root.iterchildren("{*}url"):
        location = _text(element, "{*}loc")
        if not location:
            continue
        raw = _text(element, "{*}news/{*}publication_date")
        published = moments.read(raw)
        modified = moments.read(_text(element, "{*}lastmod"))
        yield Link(
            url=urljoin(url, location),
            title=plain(_text(element, "{*}news/{*}title")),
            published=published.at if published else None,
            published_precision=published.precision if published else "minute",
            published_raw=raw,
            modified=_stamp(modified),
        )


def _stamp(moment: dates.Moment | None) -> datetime | None:
    return moment.at if moment else None


def _text(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    return "".join(str(piece) for piece in found.itertext()).strip() or None if found is not None else None
