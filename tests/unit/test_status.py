"""From evidence to status: each rule by an example with its reason, then what must hold for any evidence at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.model import Claim, Evidence, Kind, Review, Status, Tier, Verdict
from houxu.status import current, replay

FACT = Claim("sora-closed", "Sora is not open to the public", Kind.LIMITATION, asserted=date(2024, 2, 15))
PREDICTION = Claim("claude-3", "Claude 3 is about to be released", Kind.PREDICTION, due=date(2024, 6, 30))
OPINION = Claim("chance", "Sora is a chance", Kind.OPINION)
LATER = date(2025, 6, 30)
S, R, U, M = Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES, Verdict.MENTIONS


def seen(
    number: int, verdict: Verdict, day: date = date(2024, 3, 1), *, outlet: str | None = None, voice: str | None = None,
    tier: Tier = Tier.MAJOR, confidence: float = 0.9, hour: int = 8, review: Review | None = None,
) -> Evidence:  # fmt: skip
    """One piece of evidence; its own outlet and voice unless told otherwise."""
    at = datetime.combine(day, time(hour), UTC)
    return Evidence(
        number, FACT.id, verdict, confidence, day, at, voice or f"v{number}", outlet or f"outlet {number}", tier,
        ("60 s against 20 s",), review,
    )  # fmt: skip


def said(decision: str, verdict: Verdict | None = None, day: int = 2) -> Review:
    return Review(decision, "Li", datetime(2024, 4, day, 9, tzinfo=UTC), "checked", verdict)


CASES = [
    ("no evidence leaves a claim open", FACT, [], Status.OPEN),
    ("a mention says nothing", FACT, [seen(1, M)], Status.OPEN),
    ("one major outlet is enough to confirm", FACT, [seen(1, S)], Status.CONFIRMED),
    ("one major outlet is enough to contradict", FACT, [seen(1, R)], Status.CONTRADICTED),
    ("a half-sure aggregator is not", FACT, [seen(1, R, tier=Tier.AGGREGATOR, confidence=0.6)], Status.OPEN),
    (
        "two half-sure aggregators of their own are",
        FACT,
        [seen(n, R, tier=Tier.AGGREGATOR, confidence=0.6) for n in (1, 2)],
        Status.CONTRADICTED,
    ),
    (
        "the same half-sure outlet twice is one voice",
        FACT,
        [seen(n, R, outlet="Repeater", tier=Tier.AGGREGATOR, confidence=0.6) for n in (1, 2)],
        Status.OPEN,
    ),
    (
        "a reprint of a half-sure report is the same voice, whoever prints it",
        FACT,
        [
            seen(1, R, voice="a", tier=Tier.AGGREGATOR, confidence=0.6),
            seen(2, R, date(2024, 3, 2), voice="a", tier=Tier.MAJOR),
        ],
        Status.OPEN,
    ),
    ("both sides strong is a dispute", FACT, [seen(1, S), seen(2, R)], Status.DISPUTED),
    ("four against one is not", FACT, [*[seen(n, S) for n in range(1, 5)], seen(5, R)], Status.CONFIRMED),
    ("a newer value supersedes", FACT, [seen(1, U)], Status.SUPERSEDED),
    ("a confirmed claim may change", FACT, [seen(1, S), seen(2, U, date(2024, 12, 9))], Status.SUPERSEDED),
    (
        "support of the past day does not undo a change",
        FACT,
        [seen(1, U), *[seen(n, S, date(2024, 12, n)) for n in range(2, 6)]],
        Status.SUPERSEDED,
    ),
    (
        "an outlet that announced a change and later looks back has not taken it back",
        FACT,
        [seen(1, U, outlet="OpenAI"), seen(2, S, date(2025, 1, 5), outlet="OpenAI")],
        Status.SUPERSEDED,
    ),
    (
        "an outlet that corrects itself counts with its last word",
        FACT,
        [seen(1, S, outlet="A"), seen(2, R, date(2024, 3, 9), outlet="a")],
        Status.CONTRADICTED,
    ),
    ("a prediction past its day is expired", PREDICTION, [], Status.EXPIRED),
    ("mentions do not save it", PREDICTION, [seen(1, M)], Status.EXPIRED),
    ("one confirmed in time is confirmed", PREDICTION, [seen(1, S)], Status.CONFIRMED),
    ("contradiction needs evidence, and has it", PREDICTION, [seen(1, R)], Status.CONTRADICTED),
    ("a fact has no day to expire on", replace(FACT, due=date(2024, 6, 30)), [], Status.OPEN),
    ("an opinion stays one whatever is found", OPINION, [seen(1, R), seen(2, S)], Status.OPINION),
    ("a rejected verdict is gone", FACT, [seen(1, R, review=said("reject"))], Status.OPEN),
    ("a relabelled one is what the person says", FACT, [seen(1, R, review=said("relabel", S))], Status.CONFIRMED),
    ("relabelled to a mention is no flag", FACT, [seen(1, R, review=said("relabel", M))], Status.OPEN),
    (
        "an accepted verdict outweighs any number of machine ones",
        FACT,
        [seen(1, R, tier=Tier.BLOG, confidence=0.5, review=said("accept")), *[seen(n, S) for n in range(2, 30)]],
        Status.CONTRADICTED,
    ),
    (
        "a rejection is of the words, so it holds for reprints of them too",
        FACT,
        [seen(1, R, voice="a", review=said("reject")), seen(2, R, date(2024, 3, 2), voice="a")],
        Status.OPEN,
    ),
    (
        "of two reviews of the same words the later stands",
        FACT,
        [
            seen(1, R, voice="a", review=said("reject", day=1)),
            seen(2, R, date(2024, 3, 2), voice="a", review=said("accept", day=3)),
        ],
        Status.CONTRADICTED,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "evidence", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_rule(claim: Claim, evidence: list[Evidence], expected: Status) -> None:
    assert current(claim, evidence, as_of=LATER).status is expected


def test_an_aggregator_that_reprints_two_outlets_does_not_make_them_one_voice() -> None:
    reprints = [
        seen(3, R, date(2024, 3, 2), voice="v1", outlet="Portal"),
        seen(4, R, date(2024, 3, 2), voice="v2", outlet="Portal"),
    ]
    standing = current(FACT, [seen(1, R), seen(2, R), *reprints], as_of=LATER)
    assert (standing.refutes, standing.independent_outlets) == (2, 2)


def test_a_prediction_is_open_on_its_day_and_expired_the_day_after() -> None:
    due = PREDICTION.due
    assert due is not None
    assert current(PREDICTION, [], as_of=due).status is Status.OPEN
    after = current(PREDICTION, [], as_of=due + timedelta(days=1))
    assert (after.status, after.changed_at) == (Status.EXPIRED, datetime(2024, 7, 1, tzinfo=UTC))


def test_as_of_knows_only_what_was_published_by_then() -> None:
    evidence = [seen(1, S, date(2024, 3, 1)), seen(2, U, date(2024, 12, 9))]
    days = {date(2024, 2, 29): Status.OPEN, date(2024, 3, 1): Status.CONFIRMED, date(2024, 12, 9): Status.SUPERSEDED}
    assert {d: current(FACT, evidence, as_of=d).status for d in days} == days


def test_history_names_the_evidence_behind_each_change_and_none_for_time_alone() -> None:
    steps = replay(PREDICTION, [seen(7, S, date(2024, 8, 1))], as_of=LATER)
    assert [(c.status, c.previous, c.evidence_id) for c in steps] == [
        (Status.EXPIRED, Status.OPEN, None),
        (Status.CONFIRMED, Status.EXPIRED, 7),
    ]


def test_a_standing_counts_voices_and_dates_flags_only() -> None:
    mention = seen(1, M, date(2024, 2, 20))
    flags = [seen(2, S, date(2024, 3, 1)), seen(3, S, date(2024, 3, 5), voice="v2"), seen(4, U, date(2024, 12, 9))]
    standing = current(FACT, [mention, *flags], as_of=LATER)
    assert (standing.supports, standing.refutes, standing.updates, standing.independent_outlets) == (1, 0, 1, 2)
    assert (standing.first_evidence_at, standing.last_evidence_at) == (flags[0].at, flags[-1].at)


# --- for any evidence at all ------------------------------------------------------------------------------------------
_reviews = st.none() | st.builds(said, st.sampled_from(["accept", "reject"]), day=st.integers(1, 28))
_evidence = st.lists(
    st.builds(
        seen,
        st.just(0),
        st.sampled_from(Verdict),
        st.dates(date(2024, 1, 1), date(2024, 1, 20)),
        outlet=st.sampled_from(["A", "B", "C", "D"]),
        voice=st.none() | st.sampled_from(["x", "y"]),
        tier=st.sampled_from(Tier),
        confidence=st.floats(0.3, 1),
        hour=st.integers(0, 22),
        review=_reviews,
    ),
    max_size=12,
).map(lambda rows: [replace(e, id=n, voice=f"v{n}" if e.voice == "v0" else e.voice) for n, e in enumerate(rows, 1)])
_claims = st.sampled_from([FACT, PREDICTION, OPINION])


@given(_claims, _evidence, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(claim: Claim, evidence: list[Evidence], chance: object) -> None:
    shuffled = list(evidence)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(claim, shuffled, as_of=LATER) == replay(claim, evidence, as_of=LATER)


@given(_claims, _evidence)
def test_the_order_in_which_evidence_arrived_does_not_matter(claim: Claim, evidence: list[Evidence]) -> None:
    """Row numbers follow arrival, which differs between a run and its repetition after a kill."""
    renumbered = [replace(e, id=100 - e.id) for e in evidence]
    before, after = (current(claim, e, as_of=LATER) for e in (evidence, renumbered))
    assert (before.status, before.supports, before.refutes, before.updates) == (
        after.status, after.supports, after.refutes, after.updates,
    )  # fmt: skip


@given(_claims, _evidence, st.data())
def test_reprints_never_change_the_outcome(claim: Claim, evidence: list[Evidence], data: st.DataObject) -> None:
    if not evidence:
        return
    printed = data.draw(st.sampled_from(evidence))
    reprint = replace(
        printed,
        id=99,
        at=printed.at + timedelta(days=data.draw(st.integers(1, 9))),
        outlet=data.draw(st.sampled_from(["A", "B", "Portal"])),
        tier=data.draw(st.sampled_from(Tier)),
        review=None,
    )
    reprint = replace(reprint, day=reprint.at.date())
    alone, reprinted = (current(claim, e, as_of=LATER) for e in (evidence, [*evidence, reprint]))
    assert (alone.status, alone.supports, alone.refutes, alone.updates, alone.independent_outlets) == (
        reprinted.status, reprinted.supports, reprinted.refutes, reprinted.updates, reprinted.independent_outlets,
    )  # fmt: skip


@given(_claims, _evidence, st.dates(date(2023, 12, 1), date(2025, 1, 1)))
def test_the_last_step_is_where_the_claim_stands(claim: Claim, evidence: list[Evidence], day: date) -> None:
    steps = replay(claim, evidence, as_of=day)
    start = Status.OPINION if claim is OPINION else Status.OPEN
    assert current(claim, evidence, as_of=day).status is (steps[-1].status if steps else start)
    assert all(s.previous is not s.status for s in steps)
    assert [s.previous for s in steps[1:]] == [s.status for s in steps[:-1]]


@given(_claims, _evidence, st.dates(date(2023, 12, 1), date(2025, 1, 1)))
def test_a_shorter_replay_is_the_beginning_of_a_longer_one(claim: Claim, evidence: list[Evidence], day: date) -> None:
    short, long = (replay(claim, evidence, as_of=d) for d in (day, LATER))
    assert long[: len(short)] == short


@given(_evidence)
def test_confidence_is_a_share(evidence: list[Evidence]) -> None:
    assert all(0 <= c.confidence <= 1 for c in replay(FACT, evidence, as_of=LATER))
