"""What a look at a source yields."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime

_TAG = re.compile(r"<(?:!--.*?--|[/!a-zA-Z][^<>]*)>", re.S)
LONGEST_SUMMARY = 1000  # characters
_LONGEST_MARKUP = 20_000  # characters that are looked at for a title or a summary


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a source points at. `published` is aware, in UTC.

    With `published_precision` "day" only the day is known: `published` is then midnight UTC of that day.
    `published_raw` is what the source wrote. `modified` is a sitemap's lastmod.
    """

    url: str
    title: str | None = None
    published: datetime | None = None
    summary: str | None = None
    published_raw: str | None = None
    published_precision: str = "minute"  # minute | day
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """The links of one answer, in the source's order; what was wrong; and further pages to look at."""

    links: tuple[Link, ...] = ()
    problems: tuple[str, ...] = ()
    children: tuple[str, ...] = ()  # sitemaps named by a sitemap index


def plain(markup: str | None) -> str | None:
    """Markup as one line of text; None when nothing is left."""
    if not markup:
        return None
    markup = markup[:_LONGEST_MARKUP]
    text = html.unescape(_TAG.sub(" ", html.unescape(markup) if "&lt;" in markup else markup))
    return " ".join(text.split()) or None


def shortened(text: str | None, limit: int = LONGEST_SUMMARY) -> str | None:
    """At most `limit` characters of the text."""
    return text if text is None or len(text) <= limit else text[: limit - 1] + "…"
