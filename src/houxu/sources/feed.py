"""RSS 0.9x and 2.0, RDF, Atom and JSON Feed -> links. Bytes in, values out."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urljoin

import feedparser
from bs4 import BeautifulSoup

from houxu.errors import ParseError
from houxu.fetch.charset import decode
from houxu.sources import dates
from houxu.sources.links import Discovery, Link, plain, shortened

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.I)
_PROLOGUE = re.compile(r"\s+|<\?xml[^>]*\?>|<!--.*?-->", re.S)
_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_NOT_A_FAULT = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)


def parse(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    zone: tzinfo | None = None,
    language: str | None = None,
    seen: datetime | None = None,
) -> Discovery:
    """The entries of a feed. `url` is where it was read, `zone` and `language` the source's, `seen` when.

    A damaged feed gives what could be read, and a problem. Raises ParseError when it is no feed at all.
    """
    text, _ = decode(body, content_type)
    text = text.lstrip("\ufeff").strip()
    if not text:
        raise ParseError("the feed is empty", where=url)
    when = _Dates(zone or dates.zone_of(None, language), language, seen)
    if text.startswith(("{", "[")):
        return _json_feed(text, url, when)
    if is_html(text):
        raise _html_instead(text, url)
    return _xml_feed(text, url, when)


def is_html(text: str) -> bool:
    """True for a web page where a feed should be."""
    head = text[:4096]
    start = 0
    while piece := _PROLOGUE.match(head, start):
        start = piece.end()
    return _HTML_ROOT.match(head, start) is not None and _FEED_ROOT.search(head) is None


class _Dates:
    """Reads a date as this source means it."""

    def __init__(self, zone: tzinfo, language: str | None, seen: datetime | None) -> None:
        self._zone, self._language, self._seen = zone, language, seen

    def of(self, raw: str | None) -> dict[str, Any]:
        """The three date fields of a Link."""
        moment = dates.read(raw, zone=self._zone, language=self._language, seen=self._seen)
        if moment is None:
            return {"published_raw": raw or None}
        return {"published": moment.at, "published_precision": moment.precision, "published_raw": raw}


def _html_instead(text: str, url: str) -> ParseError:
    soup = BeautifulSoup(text[:500_000], "lxml")
    for link in soup.find_all("link", href=True):
        rel = [word.lower() for word in link.get_attribute_list("rel") if word]
        if "alternate" in rel and str(link.get("type", "")).lower().strip() in _FEED_TYPES:
            feed = urljoin(url, str(link["href"]))
            return ParseError("this is a web page, not a feed", where=url, hint=f"the page names a feed: {feed}")
    return ParseError("this is a web page, not a feed", where=url, hint="it names no feed; try kind: list")


def _xml_feed(text: str, url: str, when: _Dates) -> Discovery:
    parsed = feedparser.parse(
        # As a stream: feedparser takes a string for an address or a file name where it can.
        io.BytesIO(_DECLARATION.sub("", text, count=1).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    fault = parsed.get("bozo_exception") if parsed.get("bozo") else None
    fault = None if isinstance(fault, _NOT_A_FAULT) else fault
    if not parsed.entries and (fault is not None or not parsed.get("version")):
        raise ParseError(f"no feed can be read here: {_words(fault) or 'no feed element'}", where=url)
    problems = [f"the feed is damaged: {_words(fault)}"] if fault is not None else []
    links = [link for link in (_entry(entry, url, when) for entry in parsed.entries) if link is not None]
    if not parsed.entries:
        problems.append("the feed has no entries")
    elif len(links) < len(parsed.entries):
        problems.append(f"{len(parsed.entries) - len(links)} of {len(parsed.entries)} entries have no link")
    return Discovery(tuple(links), tuple(problems))


def _words(fault: BaseException | None) -> str:
    line = getattr(fault, "getLineNumber", lambda: None)()
    message = getattr(fault, "getMessage", lambda: str(fault or ""))()
    return f"line {max(line - 1, 1)}: {message}" if line else message  # feedparser puts a line of its own on top


def _entry(entry: Mapping[str, Any], url: str, when: _Dates) -> Link | None:
    href = _href(entry)
    if not href:
        return None
    raw = entry.get("published") or entry.get("updated") or entry.get("created")
    summary = entry.get("summary") or next((part.get("value") for part in entry.get("content") or []), None)
    return Link(
        url=urljoin(url, href.strip()),
        title=plain(entry.get("title")),
        summary=shortened(plain(summary)),
        **when.of(raw),
    )


def _href(entry: Mapping[str, Any]) -> str | None:
    original = entry.get("feedburner_origlink")
    if original:
        return str(original)
    if entry.get("link"):
        return str(entry["link"])
    identity = str(entry.get("id") or "")
    return identity if identity.startswith(("http://", "https://")) else None


def _json_feed(text: str, url: str, when: _Dates) -> Discovery:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"the JSON feed cannot be read: {error}", where=url) from None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise ParseError("this is JSON, but no JSON feed: it has no list of items", where=url)
    links = [link for link in (_json_item(item, url, when) for item in items) if link is not None]
    problems = ["the feed has no entries"] if not items else []
    if len(links) < len(items):
        problems.append(f"{len(items) - len(links)} of {len(items)} entries have no link")
    return Discovery(tuple(links), tuple(problems))


def _json_item(item: object, url: str, when: _Dates) -> Link | None:
    if not isinstance(item, dict):
        return None
    identity = item.get("id")
    href = item.get("url") or (identity if str(identity).startswith(("http://", "https://")) else None)
    if not isinstance(href, str) or not href.strip():
        return None
    raw = item.get("date_published") or item.get("date_modified")
    summary = item.get("summary") or item.get("content_text") or item.get("content_html")
    return Link(
        url=urljoin(url, href.strip()),
        title=plain(str(item["title"])) if item.get("title") else None,
        summary=shortened(plain(str(summary))) if summary else None,
        **when.of(str(raw) if raw else None),
    )
