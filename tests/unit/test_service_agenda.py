"""Which firings are due: fresh jobs, missed ones, clocks that jump. All of it reckoned, nothing waited for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from houxu.model import Job, Schedule
from houxu.service.agenda import Agenda, Due, Entry, entry
from houxu.service.state import FiringKind
from houxu.service.work import pause

NOW = datetime(2026, 6, 1, 12, 10, tzinfo=UTC)
JOB = Job("j", ("s",), (), "UTC", Schedule("*/30 * * * *", "0 8 * * *"))
FETCH, DIGEST = FiringKind.FETCH, FiringKind.DIGEST


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-{text}:00+00:00")


def made(kind: FiringKind, *, loaded: str, last: str | None = None, now: datetime = NOW, jitter: float = 0.0) -> Entry:
    return entry(JOB, kind, loaded_at=at(loaded), last=at(last) if last else None, now=now, jitter=jitter)


CASES = [
    (FETCH, "01 12:10", None, (at("01 12:10"), 0), "a fresh job fetches at once, as of its loading"),
    (FETCH, "01 12:05", "01 12:00", (at("01 12:05"), 0), "and so does a changed one"),
    (FETCH, "01 09:00", "01 12:00", None, "nothing is due between 12:00 and 12:30"),
    (FETCH, "01 09:00", "01 10:00", (at("01 12:00"), 3), "four were missed: the last stands for three others"),
    (FETCH, "01 13:00", None, None, "loaded under a clock that was ahead: it waits for the schedule"),
    (DIGEST, "01 12:05", None, None, "a fresh job sends no digest of a morning before it"),
    (DIGEST, "01 07:00", None, (at("01 08:00"), 0), "but one that it missed since"),
    (DIGEST, "01 07:00", "01 08:00", None, "once a day"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "loaded", "last", "expected", "why"), CASES, ids=[c[-1] for c in CASES])
def test_what_is_due(
    kind: FiringKind, loaded: str, last: str | None, expected: tuple[datetime, int] | None, why: str
) -> None:
    found = Agenda([made(kind, loaded=loaded, last=last)]).due(NOW)
    assert found == ([] if expected is None else [Due("j", kind, *expected)]), why


def test_a_firing_comes_up_until_it_is_settled_and_then_no_more() -> None:
    agenda = Agenda([made(FETCH, loaded="01 09:00", last="01 11:30")])
    (due,) = agenda.due(NOW)
    assert agenda.due(NOW + timedelta(minutes=5)) == [due]
    agenda.settled(due)
    assert agenda.due(NOW + timedelta(minutes=5)) == []
    assert agenda.due(at("01 12:30")) == [Due("j", FETCH, at("01 12:30"))]


def test_while_a_firing_lasts_the_next_ones_fold_into_one() -> None:
    agenda = Agenda([made(FETCH, loaded="01 09:00", last="01 12:00")])
    (first,) = agenda.due(at("01 12:30"))
    agenda.settled(first)
    assert agenda.due(at("01 14:10")) == [Due("j", FETCH, at("01 14:00"), folded=2)]


def test_a_clock_set_back_brings_the_same_firings_again_for_the_ledger_to_refuse() -> None:
    agenda = Agenda([made(FETCH, loaded="01 09:00", last="01 12:00")])
    assert agenda.due(at("01 11:50")) == []
    assert agenda.due(at("01 12:00")) == [Due("j", FETCH, at("01 12:00"))]


def test_a_machine_that_slept_for_a_week_owes_one_digest() -> None:
    agenda = Agenda([made(DIGEST, loaded="01 07:00", last="01 08:00")])
    assert agenda.due(at("08 12:00")) == [Due("j", DIGEST, at("08 08:00"), folded=6)]


def test_fetches_come_before_digests_that_are_due_with_them() -> None:
    agenda = Agenda([made(DIGEST, loaded="01 07:00"), made(FETCH, loaded="01 07:00", last="01 07:30")])
    assert [d.kind for d in agenda.due(at("01 08:00"))] == [FETCH, DIGEST]


def test_jitter_delays_the_start_and_leaves_the_due_time_alone() -> None:
    agenda = Agenda([made(FETCH, loaded="01 09:00", last="01 12:00", jitter=20.0)])
    (upcoming,) = agenda.upcoming(NOW)
    assert upcoming.due == at("01 12:30")
    assert timedelta(0) < upcoming.starts_at - upcoming.due <= timedelta(seconds=20)
    assert agenda.due(upcoming.starts_at - timedelta(microseconds=1)) == []
    assert agenda.due(upcoming.starts_at) == [Due("j", FETCH, at("01 12:30"))]
    assert agenda.upcoming(at("01 12:30"))[0].due == at("01 12:30"), "due and not yet started is still the next"


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 2), (4, 8), (7, 60), (1000, 60)])
def test_a_failed_firing_is_tried_again_after_a_pause_that_grows(attempt: int, minutes: int) -> None:
    assert pause(attempt) == timedelta(minutes=minutes)
