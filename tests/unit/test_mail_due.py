"""Who is due when: zones, hours, weeks, missed days, and the two days a year on which clocks jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.mail.due import LONGEST, Rhythm, Span, latest, span, whole_day

SHANGHAI = Rhythm("Asia/Shanghai", 8)
LONDON, NEW_YORK = Rhythm("Europe/London", 1), Rhythm("America/New_York", 2)
MONDAYS = Rhythm("Asia/Shanghai", 8, 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "now", "day", "reason"),
    [
        (SHANGHAI, "2024-12-10T00:00", "2024-12-10", "eight in Shanghai is midnight UTC, to the second"),
        (SHANGHAI, "2024-12-09T23:59", "2024-12-09", "a minute before, yesterday's was the last"),
        (Rhythm("America/New_York", 20), "2024-12-10T01:00", "2024-12-09", "the reader's own date, not that of UTC"),
        (Rhythm("Pacific/Kiritimati", 0), "2024-12-09T10:00", "2024-12-10", "fourteen hours ahead"),
        (MONDAYS, "2024-12-09T00:00", "2024-12-09", "Monday, the hour strikes"),
        (MONDAYS, "2024-12-08T23:59", "2024-12-02", "not yet: last week's"),
        (MONDAYS, "2024-12-15T12:00", "2024-12-09", "Sunday still belongs to Monday's"),
        (LONDON, "2024-03-31T00:59", "2024-03-30", "one o'clock is skipped that night: it does not strike early"),
        (LONDON, "2024-03-31T01:00", "2024-03-31", "but it comes, as two o'clock"),
        (NEW_YORK, "2024-11-03T07:00", "2024-11-03", "two o'clock after the repeated hour"),
        (Rhythm("America/New_York", 1), "2024-11-03T05:00", "2024-11-03", "the first of two one o'clocks"),
    ],
)
def test_the_day_whose_hour_struck_last(rhythm: Rhythm, now: str, day: str, reason: str) -> None:
    assert latest(rhythm, at(now)) == date.fromisoformat(day), reason


NOW, LEARNED = at("2024-12-10T00:05"), at("2024-12-09T20:00")
TODAY = date(2024, 12, 10)


@pytest.mark.parametrize(
    ("last_day", "told_until", "start", "reason"),
    [
        (None, None, NOW - timedelta(days=1), "a new reader is told of the last day"),
        (date(2024, 12, 9), at("2024-12-08T21:00"), at("2024-12-08T21:00"), "go on where the last one ended"),
        (
            date(2024, 12, 4),
            at("2024-12-03T21:00"),
            at("2024-12-03T21:00"),
            "five days slept: one mail for all of them",
        ),
        (date(2024, 9, 1), at("2024-09-01T00:00"), NOW - LONGEST, "away for long: the last month"),
    ],
)
def test_one_digest_is_due_and_goes_on_where_the_last_one_ended(
    last_day: date | None, told_until: datetime | None, start: datetime, reason: str
) -> None:
    assert span(SHANGHAI, NOW, LEARNED, last_day, told_until) == Span(TODAY, start, LEARNED), reason


@pytest.mark.parametrize("last_day", [TODAY, date(2024, 12, 11)])
def test_nothing_is_due_twice(last_day: date) -> None:
    assert span(SHANGHAI, NOW, LEARNED, last_day, LEARNED) is None


def test_a_named_day_is_that_day_in_utc_or_the_week_that_ends_with_it() -> None:
    assert whole_day(TODAY, SHANGHAI) == Span(TODAY, at("2024-12-10T00:00"), at("2024-12-11T00:00"))
    assert whole_day(TODAY, MONDAYS).start == at("2024-12-04T00:00")


ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia"])


@given(
    zone=ZONES,
    hour=st.integers(0, 23),
    start=st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1)),
    waits=st.lists(st.integers(1, 3000), min_size=2, max_size=30),
)
def test_looking_at_any_times_tells_every_moment_once(zone: str, hour: int, start: datetime, waits: list[int]) -> None:
    """The spans of one reader follow each other without a gap and without overlap, whenever somebody looks."""
    now, last = start.replace(tzinfo=UTC), None
    spans: list[Span] = []
    for wait in waits:
        now += timedelta(minutes=wait)
        found = span(Rhythm(zone, hour), now, now, last, spans[-1].end if spans else None)
        if found is not None:
            assert last is None or found.day > last
            spans.append(found)
            last = found.day
    assert all(a.end == b.start for a, b in pairwise(spans))
