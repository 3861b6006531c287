"""One answer of a source -> the article addresses in it, whatever kind of source it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from houxu.errors import FetchError, ParseError
from houxu.fetch.charset import decode
from houxu.fetch.client import Fetched
from houxu.fetch.urls import canonical
from houxu.model import Source
from houxu.sources import dates, feed, listpage, sitemap
from houxu.sources.links import Discovery, Link


def parse(source: Source, fetched: Fetched) -> Discovery:
    """The links that this answer of `source` gives: web addresses only, each page once, `match` applied.

    An answer that is not modified gives nothing. Raises ParseError when the answer is not what it should be.
    """
    if fetched.not_modified:
        return Discovery()
    found = _PARSERS.get(source.kind, _unknown)(source, fetched)
    links, dropped = _cleaned(found.links, fetched)
    wanted = [link for link in links if _matches(source.match, link.url)]
    problems = list(found.problems)
    if dropped:
        problems.append(f"{dropped} links are no web addresses")
    if links and not wanted:
        problems.append(f"none of {len(links)} links matches {source.match!r}")
    return replace(found, links=tuple(wanted), problems=tuple(problems), children=_web(found.children))


def _feed(source: Source, fetched: Fetched) -> Discovery:
    return feed.parse(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
        zone=dates.zone_of(source.timezone, source.language),
        language=source.language,
        seen=fetched.fetched_at,
    )


def _list(source: Source, fetched: Fetched) -> Discovery:
    return listpage.parse(
        fetched.body,
        url=fetched.final_url,
        item=source.item,
        content_type=fetched.content_type,
        zone=dates.zone_of(source.timezone, source.language),
        language=source.language,
        seen=fetched.fetched_at,
    )


def _sitemap(source: Source, fetched: Fetched) -> Discovery:
    return sitemap.parse(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
        zone=dates.zone_of(source.timezone, source.language),
        language=source.language,
    )


def _search(source: Source, fetched: Fetched) -> Discovery:
    """Many searches answer with a feed; with `item`, or a web page, it is a list."""
    if source.item is None and not feed.is_html(decode(fetched.body[:8192], fetched.content_type)[0].strip()):
        return _feed(source, fetched)
    return _list(source, fetched)


def _unknown(source: Source, fetched: Fetched) -> Discovery:
    raise ParseError(f"no way to read a source of kind {source.kind!r}", where=fetched.url)


_PARSERS: dict[str, Callable[[Source, Fetched], Discovery]] = {
    "feed": _feed,
    "list": _list,
    "sitemap": _sitemap,
    "search": _search,
}


def _cleaned(links: Iterable[Link], fetched: Fetched) -> tuple[list[Link], int]:
    """The web addresses, the first of each page, without the source itself; and how many fell out."""
    own = {canonical(fetched.url), canonical(fetched.final_url)}
    kept: dict[str, Link] = {}
    dropped = 0
    for link in links:
        key = _key(link.url)
        if key is None:
            dropped += 1
        elif key not in own:
            kept.setdefault(key, link)
    return list(kept.values()), dropped


def _key(url: str) -> str | None:
    try:
        return canonical(url)
    except FetchError:
        return None


def _web(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(address for address in addresses if _key(address) is not None)


def _matches(wanted: str | None, url: str) -> bool:
    """True if the address holds `wanted`, as it stands or as a regular expression."""
    if not wanted or wanted in url:
        return True
    try:
        return re.search(wanted, url) is not None
    except re.error:
        return False
