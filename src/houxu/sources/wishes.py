"""How often a server wants to be asked: its caching headers, and what a feed says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from houxu.fetch.client import Fetched

_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.I)  # minutes, RSS 2.0
_PERIOD = re.compile(
    rb"<(?:\w+:)?updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.I
)  # RSS syndication module
_FREQUENCY = re.compile(rb"<(?:\w+:)?updateFrequency>\s*(\d{1,4})\s*<", re.I)
_SKIP_HOURS = re.compile(
    rb"<skipHours>(.*?)</skipHours>", re.I | re.S
)  # RSS 2.0: 0-23, GMT; 0.91 wrote 24 for midnight
_SKIP_DAYS = re.compile(rb"<skipDays>(.*?)</skipDays>", re.I | re.S)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.I)
_DAY = re.compile(rb"<day>\s*(\w+)\s*</day>", re.I)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.I)
_HEAD = 262_144  # bytes of a feed that are looked at


@dataclass(frozen=True, slots=True)
class Wishes:
    """Seconds between two requests, and hours (UTC) and weekdays (Monday 0) to leave out. None and empty: no wish."""

    fresh: int | None = None  # how long the answer may be kept, by its headers
    every: int | None = None  # how often the feed changes, by its own account
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()

    @property
    def seconds(self) -> int:
        """The longer of the two."""
        return max(self.fresh or 0, self.every or 0)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From JSON."""
        lists = {k: tuple(stored.get(k, ())) for k in ("skip_hours", "skip_days")}
        return cls(fresh=stored.get("fresh"), every=stored.get("every"), **lists)


def of(fetched: Fetched, before: Wishes | None = None) -> Wishes:
    """The wishes of an answer. One that is not modified repeats no body: what the feed said `before` still holds."""
    fresh = _fresh(fetched.headers, fetched.fetched_at)
    if fetched.not_modified:
        return replace(before or Wishes(), fresh=fresh)
    head = fetched.body[:_HEAD]
    hours, days = _SKIP_HOURS.search(head), _SKIP_DAYS.search(head)
    return Wishes(
        fresh=fresh,
        every=_every(head),
        skip_hours=tuple(sorted({int(h) % 24 for h in _HOUR.findall(hours[1]) if int(h) <= 24})) if hours else (),
        skip_days=tuple(sorted({_DAYS.index(d) for d in _day_names(days[1])})) if days else (),
    )


def _day_names(inside: bytes) -> list[str]:
    names = [d.decode("ascii", "replace").lower() for d in _DAY.findall(inside)]
    return [n for n in names if n in _DAYS]


def _every(head: bytes) -> int | None:
    ttl, period, frequency = _TTL.search(head), _PERIOD.search(head), _FREQUENCY.search(head)
    minutes = int(ttl[1]) * 60 if ttl else 0
    times = max(int(frequency[1]), 1) if frequency else 1
    syndication = _PERIODS[period[1].decode().lower()] // times if period else 0
    return max(minutes, syndication) or None


def _fresh(headers: Mapping[str, str], now: datetime) -> int | None:
    """RFC 9111, 4.2.1: max-age before Expires; less the Age that it has already; nothing with no-cache or no-store."""
    control = headers.get("cache-control", "")
    if re.search(r"\bno-(?:cache|store)\b", control, re.I):
        return None
    match = _MAX_AGE.search(control)
    if match:
        age = headers.get("age", "0").strip()
        return max(int(match[1]) - (int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0), 0) or None
    expires, date = _http_date(headers.get("expires")), _http_date(headers.get("date"))
    if expires is None:
        return None
    return max(int((expires - (date or now)) / timedelta(seconds=1)), 0) or None


def _http_date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo is not None else None
