"""One host is asked slowly, many hosts at once; a wish to be left alone is understood in both its forms."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.fetch.politeness import HostGate, backoff, retry_after

NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)


class Hours:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def test_requests_to_one_host_start_an_interval_apart_and_other_hosts_do_not_wait() -> None:
    async def attempt() -> list[tuple[str, float]]:
        hours = Hours()
        gate = HostGate(concurrency=1, clock=hours, sleep=hours.sleep)
        starts = []
        for host in ("a", "a", "a", "b"):
            async with gate.slot(host, 2.0):
                starts.append((host, hours.now - 100))
        return starts

    assert asyncio.run(attempt()) == [("a", 0), ("a", 2), ("a", 4), ("b", 4)]


def test_no_more_than_the_allowed_number_is_under_way_at_one_host() -> None:
    async def attempt() -> int:
        hours = Hours()
        gate = HostGate(concurrency=2, clock=hours, sleep=hours.sleep)
        inside = most = 0

        async def ask() -> None:
            nonlocal inside, most
            async with gate.slot("a", 0.0):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(ask() for _ in range(10)))
        return most

    assert asyncio.run(attempt()) == 2


def test_a_host_stays_closed_for_the_longest_rest_it_asked_for() -> None:
    hours = Hours()
    gate = HostGate(concurrency=1, clock=hours, sleep=hours.sleep)
    gate.close("a", 60)
    gate.close("a", 10)
    assert gate.closed_for("a") == 60
    hours.now += 61
    assert gate.closed_for("a") == 0
    assert gate.closed_for("b") == 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "Mon, 04 Mar 2024 12:01:30 GMT"}, 90),
        ({"retry-after": "Mon, 04 Mar 2024 11:00:00 GMT"}, 0),
        ({"retry-after": "Wed, 01 Jan 2020 00:01:00 GMT", "date": "Wed, 01 Jan 2020 00:00:00 GMT"}, 60),
        ({"retry-after": "99999999"}, 24 * 3600),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_is_a_bounded_number_or_nothing(wish: str, date: str) -> None:
    seconds = retry_after({"retry-after": wish, "date": date}, NOW)
    assert seconds is None or 0 <= seconds <= timedelta(days=1).total_seconds()


def test_pauses_grow_and_are_spread() -> None:
    assert [backoff(n, 0.5) for n in range(3)] == [0.5, 1.0, 2.0]
    assert backoff(0, 0.0) < backoff(0, 0.9)
