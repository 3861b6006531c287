"""From evidence to a claim's status. Pure: the same evidence and day give the same status and history.

Rules
-----
1. Evidence counts from the day it was published. `as_of` replays any day: what was published later is not known yet.
2. A person outranks the machine: `reject` removes a piece of evidence, `relabel` replaces its verdict, `accept` pins
   it; reviewed evidence weighs more than any number of machine verdicts.
3. Voices count once. All reprints of one article speak with the voice of the earliest, and one outlet is one voice
   however often it writes; where a voice both supports and refutes, its latest word counts. A portal that reprints two
   outlets does not make them one. A review is of the words, so it holds for every reprint with the same verdict.
4. A voice weighs its tier times its confidence. A side stands when its voices together reach `SETTLES`.
5. Both sides standing and neither three times as strong: `disputed`. Refutation stronger: `contradicted`. Otherwise an
   update makes it `superseded` (the claim may have been right for its day; support of that day does not undo the
   change), and support makes it `confirmed`.
6. A prediction whose day has passed without either is `expired`; contradiction needs evidence.
7. An `opinion` collects evidence but stays `opinion`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any

from houxu.model import Change, Claim, Evidence, Kind, Review, Status, Tier, Verdict

WEIGHTS = {
    Tier.OFFICIAL: 1.0,
    Tier.AGENCY: 0.95,
    Tier.MAJOR: 0.9,
    Tier.TRADE: 0.8,
    Tier.BLOG: 0.65,
    Tier.AGGREGATOR: 0.5,
}
SETTLES = 0.35  # one sure voice of the lowest tier; half-sure ones need company
ONE_SIDED = 3.0  # a side this many times as strong as the other is not disputed
REVIEWED = 100.0  # a person's word against any number of machines


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands on a day. Counts are independent voices, not pages."""

    status: Status
    confidence: float
    supports: int
    refutes: int
    updates: int
    independent_outlets: int
    first_evidence_at: datetime | None
    last_evidence_at: datetime | None
    changed_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Voice:
    evidence: Evidence
    verdict: Verdict
    weight: float
    speaker: str


def current(claim: Claim, evidence: Sequence[Evidence], *, as_of: date) -> Standing:
    """The claim's standing at the end of a day."""
    changes = replay(claim, evidence, as_of=as_of)
    flags = _flags(_known(evidence, as_of))
    times = sorted(f.evidence.at for f in flags)
    voices = _voices(flags)
    status, confidence, reason, _ = _decide(claim, flags, as_of)
    return Standing(
        status=status,
        confidence=confidence,
        supports=_count(voices, Verdict.SUPPORTS),
        refutes=_count(voices, Verdict.REFUTES),
        updates=_count(voices, Verdict.UPDATES),
        independent_outlets=len({v.speaker for v in voices}),
        first_evidence_at=times[0] if times else None,
        last_evidence_at=times[-1] if times else None,
        changed_at=changes[-1].at if changes else None,
        reason=reason,
    )


def replay(claim: Claim, evidence: Sequence[Evidence], *, as_of: date) -> tuple[Change, ...]:
    """Every change of status up to the end of a day, in order of time, each with the evidence that caused it."""
    flags = _flags(_known(evidence, as_of))
    days = sorted({f.evidence.day for f in flags} | _expiry(claim, as_of))
    changes: list[Change] = []
    previous: Status | None = None
    for day in days:
        so_far = [f for f in flags if f.evidence.day <= day]
        status, confidence, reason, cause = _decide(claim, so_far, day)
        if status is not (previous or _initial(claim)):
            at = datetime.combine(day, time(), UTC)
            changes.append(Change(claim.id, status, previous or _initial(claim), confidence, at, cause, reason))
            previous = status
    return tuple(changes)


def _initial(claim: Claim) -> Status:
    return Status.OPINION if claim.kind is Kind.OPINION else Status.OPEN


def _expiry(claim: Claim, as_of: date) -> set[date]:
    if claim.kind is not Kind.PREDICTION or claim.due is None or claim.due >= as_of:
        return set()
    return {claim.due + timedelta(days=1)}


def _verdict(evidence: Evidence) -> Verdict | None:
    review = evidence.review
    if review is None or review.decision == "accept":
        return evidence.verdict
    return None if review.decision == "reject" else review.verdict


def _known(evidence: Sequence[Evidence], as_of: date) -> list[Evidence]:
    """What was published by the day, each with the review that holds for its words, without what was rejected."""
    reviews: dict[tuple[str, Verdict], tuple[datetime, str, Review]] = {}
    for e in evidence:
        if e.review is not None:
            key, given = (e.voice, e.verdict), (e.review.at, e.review.decision, e.review)
            reviews[key] = max(reviews.get(key, given), given, key=lambda r: r[:2])
    reviewed = (
        replace(e, review=reviews[key][2]) if (key := (e.voice, e.verdict)) in reviews else e
        for e in evidence
        if e.day <= as_of
    )
    return [e for e in reviewed if _verdict(e) is not None]


def _speakers(known: Iterable[Evidence]) -> dict[str, str]:
    """Who speaks in each cluster: the outlet of its earliest article, else the cluster itself."""
    first: dict[str, Evidence] = {}
    for e in sorted(known, key=lambda e: (e.at, e.outlet or "", e.id)):
        first.setdefault(e.voice, e)
    return {voice: f"outlet:{e.outlet.casefold()}" if e.outlet else f"article:{voice}" for voice, e in first.items()}


def _flags(known: Sequence[Evidence]) -> list[_Voice]:
    """The evidence that says something, with its weight and whose voice it is."""
    speakers = _speakers(known)
    flags = []
    for e in known:
        verdict = _verdict(e)
        if verdict is not None and verdict.is_flag:
            weight = REVIEWED if e.review is not None else WEIGHTS[e.tier] * e.confidence
            flags.append(_Voice(e, verdict, weight, speakers[e.voice]))
    return flags


def _voices(flags: Iterable[_Voice]) -> list[_Voice]:
    """One entry a voice and verdict: its latest stand for or against, and its latest update."""
    latest: dict[tuple[str, bool], _Voice] = {}
    for word in _words(flags):
        key = (word.speaker, word.verdict is Verdict.UPDATES)
        latest[key] = max(latest.get(key, word), word, key=_authority)
    return list(latest.values())


def _words(flags: Iterable[_Voice]) -> Iterable[_Voice]:
    """What each cluster says: its earliest flag for or against, and its earliest update; reprints add nothing."""
    said: dict[tuple[str, bool], _Voice] = {}
    for word in flags:
        key = (word.evidence.voice, word.verdict is Verdict.UPDATES)
        said[key] = min(said.get(key, word), word, key=_precedence)
    return said.values()


def _precedence(word: _Voice) -> tuple[Any, ...]:
    e = word.evidence
    return e.review is None, e.at, -word.weight, word.verdict.value, e.id


def _authority(word: _Voice) -> tuple[Any, ...]:
    e = word.evidence
    return e.review is not None, e.day, word.weight, word.verdict.value, -e.id


def _count(voices: Iterable[_Voice], verdict: Verdict) -> int:
    return sum(v.verdict is verdict for v in voices)


def _decide(claim: Claim, flags: Sequence[_Voice], day: date) -> tuple[Status, float, str, int | None]:
    """Status, confidence, reason and the evidence that decided."""
    if claim.kind is Kind.OPINION:
        return Status.OPINION, 1.0, "观点,不作判定", None
    voices = _voices(flags)
    side = {v: [x for x in voices if x.verdict is v] for v in (Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES)}
    strength = {v: sum(x.weight for x in rows) for v, rows in side.items()}
    supports, refutes, updates = strength[Verdict.SUPPORTS], strength[Verdict.REFUTES], strength[Verdict.UPDATES]
    if min(supports, refutes) >= SETTLES and max(supports, refutes) < ONE_SIDED * min(supports, refutes):
        return _because(Status.DISPUTED, side[Verdict.REFUTES] + side[Verdict.SUPPORTS], 0.0)
    if refutes >= SETTLES and refutes > supports:
        return _because(Status.CONTRADICTED, side[Verdict.REFUTES], supports)
    if updates >= SETTLES:
        return _because(Status.SUPERSEDED, side[Verdict.UPDATES], 0.0)
    if supports >= SETTLES:
        return _because(Status.CONFIRMED, side[Verdict.SUPPORTS], refutes)
    if claim.kind is Kind.PREDICTION and claim.due is not None and claim.due < day:
        return Status.EXPIRED, 1.0, f"期限 {claim.due.isoformat()} 已过,没有证据表明应验", None
    return Status.OPEN, 0.0, "还没有足够的证据", None


def _because(status: Status, voices: Sequence[_Voice], against: float) -> tuple[Status, float, str, int | None]:
    strongest = max(voices, key=lambda v: (v.weight, -v.evidence.id))
    doubt = prod(1 - min(v.weight, 0.999) for v in voices)
    total = sum(v.weight for v in voices)
    confidence = round((1 - doubt) * total / (total + against), 3)
    who = strongest.evidence.outlet or "来源不明"
    reviewed = strongest.evidence.review
    first = strongest.evidence.reasons[0] if strongest.evidence.reasons else ""
    reason = f"{who}({strongest.evidence.day}):{first}"
    if reviewed is not None:
        reason = f"{reviewed.by} 复核:{reviewed.note or first}"
    return status, min(confidence, 0.99), reason, strongest.evidence.id
