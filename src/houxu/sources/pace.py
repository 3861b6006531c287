"""How often a source is asked: a decision over its state and what came back. Pure; the clock and the chance come in.

A source that brings nothing new is asked less and less often, down to a sixteenth of its schedule but at least daily, and
at every firing again once it brings something. One that fails rests, twice as long each time up to a day; from the fourth
failure in a row its breaker is open, until one trial (half-open) succeeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from houxu.sources.wishes import Wishes

SLOWEST = 16  # times the schedule
DAY = timedelta(days=1)
PATIENCE = 3  # answers in a row without news before the pace halves
OPENS_AT = 4  # failures in a row
FIRST_REST = timedelta(minutes=15)
GRACE = timedelta(minutes=1)  # a wish of an hour is met by a schedule of an hour that starts a few seconds early


@dataclass(frozen=True, slots=True)
class Pace:
    """A source's state: asked every `factor`-th firing after `steady` answers without news; `open`: the breaker."""

    factor: int = 1
    steady: int = 0
    failures: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """It answered; `new` addresses were in it."""

    new: int
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not answer as it should; `retry_after` is the server's wish in seconds."""

    code: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The new state, when to ask next (None: at the next firing), and why."""

    pace: Pace
    next_try: datetime | None
    reason: str


def decide(old: Pace, came: Answered | Failed, *, every: timedelta, now: datetime, chance: float) -> Decision:
    """What follows from an answer or a failure. `every` is the schedule's spacing, `chance` in [0, 1) spreads failures."""
    if isinstance(came, Failed):
        return _rest(old, came, now, chance)
    return _ask(old, came, every, now)


def breaker(is_open: bool, next_try: datetime | None, now: datetime) -> str:
    """closed, open, or half-open: the rest is over and one trial is due."""
    if not is_open:
        return "closed"
    return "half-open" if next_try is None or next_try <= now else "open"


def _rest(old: Pace, came: Failed, now: datetime, chance: float) -> Decision:
    failures = old.failures + 1
    is_open = old.open or failures >= OPENS_AT
    rest = min(FIRST_REST * 2 ** min(failures - 1, 10), DAY)
    rest = min(rest * (0.75 + chance / 2), DAY)  # so that what failed together is not asked together
    wish = min(timedelta(seconds=came.retry_after or 0), DAY)
    why = f"{came.code}, {failures} in a row" + (", breaker open" if is_open else "")
    if wish > rest:
        rest, why = wish, f"{why}; the server asks for {_words(wish)}"
    return Decision(replace(old, failures=failures, open=is_open), now + rest, f"{why}; rests {_words(rest)}")


def _ask(old: Pace, came: Answered, every: timedelta, now: datetime) -> Decision:
    most = max(min(every * SLOWEST, DAY), every)
    pace, why = _changed(old, came, most // every)
    wait, wish = every * pace.factor, min(timedelta(seconds=came.wishes.seconds), most)
    at = (
        now + wait - every / 2 if pace.factor > 1 else now
    )  # between two firings: a start early or late does not matter
    if wish > wait:
        why = f"{why}; it wants {_words(wish)} between two requests"
    at = max(at, now + wish - GRACE) if wish > every / 2 else at
    kept = _outside(max(at, now + every / 2), came.wishes, now + most)
    if kept > max(at, now + every / 2):
        return Decision(pace, kept, f"{why}; it wants to be left alone until {kept:%H:%M} UTC")
    return Decision(pace, at if at > now + every / 2 else None, why)


def _changed(old: Pace, came: Answered, slowest: int) -> tuple[Pace, str]:
    if came.new:
        return Pace(), f"{came.new} new"
    steady = old.steady + 1
    slower = old.factor * 2 if steady % PATIENCE == 0 else old.factor
    factor = max(1, min(slower, SLOWEST, slowest))
    return Pace(factor, steady), f"nothing new, {steady} in a row"


def _outside(at: datetime, wishes: Wishes, latest: datetime) -> datetime:
    """The first full hour from `at` on that the feed does not skip, `latest` at the latest."""
    while at < latest and (at.hour in wishes.skip_hours or at.weekday() in wishes.skip_days):
        at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(at, latest)


def _words(span: timedelta) -> str:
    minutes = max(round(span.total_seconds() / 60), 1)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.3g} h"
