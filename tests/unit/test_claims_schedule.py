"""When cron expressions fire, across clock changes. Every expectation is reckoned by hand from the zone's rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.claims.schedule import after, between, jitter, latest, spacing, trigger


def firings(expression: str, zone: str, start: str, count: int) -> list[str]:
    """The next firings as UTC, start being local."""
    at, found = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)), []
    for _ in range(count):
        following = after(expression, zone, at)
        assert following is not None
        found.append(following.strftime("%m-%d %H:%M"))
        at = following
    return found


CLOCK_CHANGES = [
    # an hour that does not exist: once, an hour later by the new clock (02:30 CET is 03:30 CEST)
    ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", ["03-29 01:30", "03-30 00:30", "03-31 00:30"]),
    # an hour that happens twice: the first time only
    ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["10-25 00:30", "10-26 01:30", "10-27 01:30"]),
    ("0 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["10-25 00:00", "10-26 01:00"]),
    ("*/20 2 * * *", "Europe/Berlin", "2026-10-25T00:00", ["10-25 00:00", "10-25 00:20", "10-25 00:40", "10-26 01:00"]),
    # eight in the morning stays eight in the morning
    ("0 8 * * *", "Europe/Berlin", "2026-03-28T00:00", ["03-28 07:00", "03-29 06:00", "03-30 06:00"]),
    ("0 8 * * *", "Europe/Berlin", "2026-10-24T00:00", ["10-24 06:00", "10-25 07:00", "10-26 07:00"]),
    # every half hour is every real half hour: none is left out and none is doubled
    ("*/30 * * * *", "Europe/Berlin", "2026-03-29T01:00", ["03-29 00:30", "03-29 01:00", "03-29 01:30", "03-29 02:00"]),
    ("*/30 * * * *", "Europe/Berlin", "2026-10-25T01:30",
     ["10-25 00:00", "10-25 00:30", "10-25 01:00", "10-25 01:30", "10-25 02:00"]),
    # New York: 8 March 2026 forward, 1 November 2026 back
    ("30 2 * * *", "America/New_York", "2026-03-07T12:00", ["03-08 07:30", "03-09 06:30"]),
    ("30 1 * * *", "America/New_York", "2026-10-31T12:00", ["11-01 05:30", "11-02 06:30"]),
    ("0 8 * * *", "America/New_York", "2026-10-31T00:00", ["10-31 12:00", "11-01 13:00", "11-02 13:00"]),
    # Shanghai has had no clock changes since 1991
    ("0 8 * * *", "Asia/Shanghai", "2026-03-28T00:00", ["03-28 00:00", "03-29 00:00", "03-30 00:00"]),
    ("0 8 * * *", "Asia/Shanghai", "2026-10-24T00:00", ["10-24 00:00", "10-25 00:00", "10-26 00:00"]),
    # and in 1991 it had one: 14 April, 02:00 to 03:00 by Beijing time
    ("30 2 * * *", "Asia/Shanghai", "1991-04-13T12:00", ["04-13 18:30", "04-14 17:30"]),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "zone", "start", "expected"), CLOCK_CHANGES)
def test_firings_across_clock_changes(expression: str, zone: str, start: str, expected: list[str]) -> None:
    assert firings(expression, zone, start, len(expected)) == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("expression", ["30 2 * * *", "0 8 * * *", "45 1 * * *"])
def test_a_daily_digest_comes_once_on_every_day_of_a_year(expression: str, zone: str) -> None:
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    found = list(between(expression, zone, start, start.replace(year=2027)))
    days = [at.astimezone(ZoneInfo(zone)).date() for at in found]
    assert len(days) == len(set(days)) == 365


WEEKDAYS = [
    ("0 8 * * 1", "Mon", "cron's 1 is Monday, APScheduler's is Tuesday"),
    ("0 8 * * 0", "Sun", "cron's 0 is Sunday"),
    ("0 8 * * 7", "Sun", "and so is 7"),
    ("0 8 * * 1-5", "Mon Tue Wed Thu Fri", "a working week"),
    ("0 8 * * 5-7", "Fri Sat Sun", "a range up to 7"),
    ("0 8 * * 6-1", "Mon Sat Sun", "a range over Sunday"),
    ("0 8 * * 1,3", "Mon Wed", "a list"),
    ("0 8 * * mon-wed", "Mon Tue Wed", "names as they are"),
    ("0 8 * * 0-6/2", "Tue Thu Sat Sun", "steps"),
    ("0 8 * * *", "Mon Tue Wed Thu Fri Sat Sun", "every day"),
]


@pytest.mark.parametrize(("expression", "days", "why"), WEEKDAYS)
def test_weekdays_are_counted_as_cron_does(expression: str, days: str, why: str) -> None:
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    found = list(between(expression, "UTC", monday, monday + timedelta(days=7)))
    in_order = sorted({at.strftime("%a") for at in found}, key="MonTueWedThuFriSatSun".index)
    assert in_order == days.split(), why


@pytest.mark.parametrize("expression", ["61 * * * *", "* * *", "0 8 * * 8", "0 8 * * x"])
def test_what_is_no_crontab_line_is_refused(expression: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - APScheduler's own words
        trigger(expression, "UTC")


def test_a_day_that_hardly_ever_comes_is_found() -> None:
    found = after("0 0 29 2 *", "UTC", datetime(2026, 3, 1, tzinfo=UTC))
    assert found == datetime(2028, 2, 29, tzinfo=UTC)
    assert after("0 0 31 2 *", "UTC", datetime(2026, 3, 1, tzinfo=UTC)) is None, "31 February never comes"


def test_what_was_missed_is_one_firing_that_stands_for_the_others() -> None:
    start = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert latest("*/30 * * * *", "UTC", start, start + timedelta(hours=3)) == (start + timedelta(hours=3), 6)
    assert latest("0 8 * * *", "UTC", start, start + timedelta(hours=3)) == (None, 0)
    yearly = latest("0 0 1 1 *", "UTC", datetime(2024, 6, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
    assert yearly == (datetime(2026, 1, 1, tzinfo=UTC), 2), "a sleep of years is looked through"


def test_a_firing_that_a_clock_change_put_off_is_not_lost_by_a_restart_just_before_it() -> None:
    due = datetime(2021, 3, 14, 7, 30, tzinfo=UTC)  # 2:30 does not exist that night in New York; 3:30 stands for it
    for minutes in (1, 20, 45, 100, 300):
        assert after("30 2 * * *", "America/New_York", due - timedelta(minutes=minutes)) == due
    assert after("30 2 * * *", "America/New_York", due) == due + timedelta(hours=23)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["*/30 * * * *", "0 8 * * *", "30 2 * * *", "15 */6 * * 1-5", "0 0 1 * *"]),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"]),
)
def test_the_next_firing_is_later_and_none_lies_between(at: datetime, expression: str, zone: str) -> None:
    following = after(expression, zone, at)
    assert following is not None
    assert following > at
    assert after(expression, zone, following - timedelta(seconds=1)) == following
    assert list(islice(between(expression, zone, at, following), 5)) == [following]


def test_spacing_is_the_time_between_two_firings() -> None:
    at = datetime(2026, 6, 1, 12, 10, tzinfo=UTC)
    assert spacing("*/30 * * * *", "UTC", at) == timedelta(minutes=30)
    assert spacing("0 8 * * *", "UTC", at) == timedelta(days=1)


def test_jitter_is_the_same_for_the_same_firing_and_spreads_different_ones() -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    delays = {jitter(f"job {n}", at, 20.0) for n in range(50)}
    assert jitter("job 1", at, 20.0) == jitter("job 1", at, 20.0)
    assert len(delays) == 50
    assert all(timedelta(0) <= d <= timedelta(seconds=20) for d in delays)
    assert max(delays) - min(delays) > timedelta(seconds=10)
