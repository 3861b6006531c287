"""When a job file's cron expressions fire: pure reckoning with APScheduler's CronTrigger, right across clock changes.

Three things are set right on the way (all seen with APScheduler 3.11): it counts weekdays from Monday = 0 where cron counts
from Sunday = 0 (its issue 286), it fires a fixed hour twice on the day on which that hour happens twice, and asked
within the hour after a skipped firing's old time it passes that firing over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from apscheduler.triggers.cron import CronTrigger

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST_LOOK = timedelta(days=366 * 5)  # 29 February, at most eight years apart around 2100, is beyond it
_SKIPPED = timedelta(hours=3)  # longer than any change of clocks


@lru_cache(maxsize=1024)
def trigger(expression: str, zone: str) -> CronTrigger:
    """The five fields of a crontab line as a trigger. Raises ValueError when they are none."""
    fields = expression.split()
    if len(fields) == 5:
        fields[4] = _weekdays(fields[4])
    return CronTrigger.from_crontab(" ".join(fields), timezone=zone)


def _weekdays(field: str) -> str:
    """Cron's 0-7 from Sunday as names; a range over Sunday (5-7, 6-0) as a list, since names must rise from Monday."""
    return ",".join(_named(part) for part in field.split(","))


def _named(part: str) -> str:
    match = re.fullmatch(r"(\d)(?:-(\d))?(?:/(\d+))?", part)
    if match is None:
        return part
    first = int(match[1])
    if match[2] is None and match[3] is None:
        return _DAYS[first] if first < 8 else part
    last = int(match[2]) if match[2] is not None else 6
    if max(first, last) > 7:
        return part
    last += 7 if last < first else 0
    return ",".join(dict.fromkeys(_DAYS[day % 7] for day in range(first, last + 1, int(match[3] or 1))))


def after(expression: str, zone: str, moment: datetime) -> datetime | None:
    """The first firing later than `moment` (aware), in UTC; None when there is none within five years.

    A fixed hour that a clock change skips fires once, an hour later by the new clock; one that happens twice fires the first
    time only. Where the hour field begins with `*`, every real half hour counts, as in Vixie cron.
    """
    cron = trigger(expression, zone)
    every_hour = expression.split()[1].startswith("*")
    since: datetime = moment.astimezone(UTC)
    at: datetime = since
    before = since - _SKIPPED
    if before.astimezone(cron.timezone).utcoffset() != since.astimezone(cron.timezone).utcoffset():
        at = before  # asked from within the hours after a change, the trigger forgets what the change put off
    while (found := cron.get_next_fire_time(at, at + timedelta(microseconds=1))) is not None:
        at = found.astimezone(UTC)
        local = at.astimezone(cron.timezone)
        if at - since > _LONGEST_LOOK:
            return None
        if at > since and (every_hour or not local.fold):
            return at
    return None


def between(expression: str, zone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """The firings later than `start`, up to and including `end`, in UTC."""
    at = after(expression, zone, start)
    while at is not None and at <= end:
        yield at
        at = after(expression, zone, at)


def latest(expression: str, zone: str, start: datetime, end: datetime) -> tuple[datetime | None, int]:
    """The last firing in (start, end], and how many there are: what is left after coalescing, and what it stands for.

    After a long sleep only the last month is counted, unless nothing fired in it.
    """
    for begin in (max(start, end - timedelta(days=32)), start):
        last, count = None, 0
        for last in between(expression, zone, begin, end):  # noqa: B007
            count += 1
        if last is not None or begin == start:
            return last, count
    return None, 0


def spacing(expression: str, zone: str, moment: datetime) -> timedelta:
    """The time between the next two firings after `moment`; a day where there are none."""
    first = after(expression, zone, moment)
    second = after(expression, zone, first) if first else None
    return second - first if first and second else timedelta(days=1)


def jitter(name: str, due: datetime, most: float) -> timedelta:
    """A delay within [0, most] seconds, the same for the same firing in every process: it spreads many jobs of one minute."""
    digest = hashlib.sha256(f"{name}@{due.timestamp():.0f}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:4], "big") / 2**32 * most)
