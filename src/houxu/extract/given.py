"""Articles that a person already has: one JSON object a line, for `houxu ingest`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from houxu.errors import InputError
from houxu.extract.page import Hints, extract, from_text
from houxu.model import Article, Tier
from houxu.sources.dates import Moment, read, zone_of

KEYS = ("url", "title", "text", "html", "published", "outlet", "tier", "language", "author", "credit")


def from_row(
    row: Mapping[str, Any], *, now: datetime | None = None, timezone: str = "Asia/Shanghai", where: str | None = None
) -> Article:
    """The article that one row gives; what the row says outranks what its page says.

    `now` (aware; the wall clock if None) is where relative dates count from, `where` (file:line) goes into errors. Keys
    beyond the contract's are left alone, unless they look like a slip of one of them. Raises InputError that names the
    wrong key, and ParseError when html holds no usable text.
    """
    if not isinstance(row, Mapping):
        raise InputError(f"a row must be an object with {', '.join(KEYS)}, not {type(row).__name__}", where=where)
    _refuse_slips(row, where)
    url = _string(row, "url", where)
    if not url:
        raise InputError("key 'url' is missing", where=where)
    text, html = _string(row, "text", where), _string(row, "html", where)
    if not text and not html:
        raise InputError("key 'text' (or 'html') is missing", where=where)
    seen = now or datetime.now(UTC)
    published = _published(row, seen, timezone, where)
    hints = Hints(
        title=_string(row, "title", where),
        published=published.at if published else None,
        published_precision=published.precision if published else "minute",
        outlet=_string(row, "outlet", where),
        tier=_tier(row, where),
        language=_string(row, "language", where),
    )
    if text:
        article = from_text(text, url=url, fetched_at=seen, timezone=timezone, hints=hints)
    else:
        article = extract(
            (html or "").encode("utf-8", "replace"),
            url=url,
            content_type="text/html; charset=utf-8",
            fetched_at=seen,
            timezone=timezone,
            hints=hints,
        )
    return _as_given(article, hints, published, _string(row, "author", where), _string(row, "credit", where))


def _as_given(
    article: Article, hints: Hints, published: Moment | None, author: str | None, credit: str | None
) -> Article:
    """The article with everything that the row states put over what was read."""
    if published is not None:
        article = replace(
            article, published=published.at, published_from="given", published_precision=published.precision
        )
    return replace(
        article,
        title=hints.title or article.title,
        outlet=hints.outlet or article.outlet,
        language=hints.language or article.language,
        author=author or article.author,
        credit=credit or article.credit,
    )


def _refuse_slips(row: Mapping[str, Any], where: str | None) -> None:
    for key in row:
        if key in KEYS:
            continue
        meant = [m for m in difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.8) if m not in row]
        if meant:
            raise InputError(f"unknown key {key!r}", where=where, hint=f"did you mean {meant[0]!r}?")


def _string(row: Mapping[str, Any], key: str, where: str | None) -> str | None:
    value = row.get(key)
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    raise InputError(f"key {key!r} must be a string, not {type(value).__name__}", where=where)


def _tier(row: Mapping[str, Any], where: str | None) -> Tier:
    given = _string(row, "tier", where)
    try:
        return Tier(given) if given else Tier.TRADE
    except ValueError:
        raise InputError(f"key 'tier': {given!r} is none of {', '.join(Tier)}", where=where) from None


def _published(row: Mapping[str, Any], now: datetime, timezone: str, where: str | None) -> Moment | None:
    given = _string(row, "published", where)
    if given is None:
        return None
    language = _string(row, "language", where)
    moment = read(given, zone=zone_of(timezone, language), language=language, seen=now)
    if moment is None:
        raise InputError(
            f"key 'published': {given!r} is not a date", where=where, hint="2024-03-04 or 2024-03-04T10:20+08:00"
        )
    return moment
