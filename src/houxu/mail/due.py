"""Who is due at a time, and for what span: pure, from a reader's zone, hour and rhythm and what he was last told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=31)
"""A reader who was away longer is told of the last month; older news is in the status table."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a reader wants to be told."""

    timezone: str
    hour: int
    weekday: int | None = None  # Monday is 0; None is every day

    @property
    def length(self) -> timedelta:
        """The time between two digests."""
        return timedelta(days=1 if self.weekday is None else 7)


@dataclass(frozen=True, slots=True)
class Span:
    """What one digest covers: what was learned in (start, end]; `day` is the reader's own day, which it is filed under."""

    day: date
    start: datetime
    end: datetime


def latest(rhythm: Rhythm, now: datetime) -> date:
    """The reader's day whose hour struck last."""
    zone = ZoneInfo(rhythm.timezone)
    day = now.astimezone(zone).date()
    # An hour that the clocks skip is read with the offset before, which is an hour later on the clock: it still comes.
    if datetime.combine(day, time(rhythm.hour), zone).astimezone(UTC) > now:
        day -= timedelta(days=1)
    back = 0 if rhythm.weekday is None else (day.weekday() - rhythm.weekday) % 7
    return day - timedelta(days=back)


def span(
    rhythm: Rhythm, now: datetime, learned: datetime | None, last_day: date | None, told_until: datetime | None
) -> Span | None:
    """What is due at `now`, or None. `last_day` is the day of the reader's last digest, `told_until` the end of its span.

    However many days a machine slept, one digest is due when it wakes, and it goes on where the last one ended. It ends
    with what was last learned, not with `now`: a run under way writes down what it learns only when it ends.
    """
    day = latest(rhythm, now)
    if last_day is not None and last_day >= day:
        return None
    start = told_until if told_until is not None else now - rhythm.length
    return Span(day, max(start, now - LONGEST), min(learned or now, now))


def whole_day(day: date, rhythm: Rhythm) -> Span:
    """The span of a day that a person names: that day in UTC, or the week that ends with it."""
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    return Span(day, end - rhythm.length, end)
