"""Judgements of degree: physics right or wrong, ahead or overtaken, cheaper or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.reading import Occurrence, occurrences
from houxu.judge.rules.pair import Pair
from houxu.model import Kind, Verdict

# Only where the opposite cannot also be true does it contradict; a tool may follow physics and still slip.
CONTRARY = frozenset({"lead"})
# A claim in two halves ("physics errors") is read as the `no` side of the quality.
NEGATIVE_KINDS = frozenset({Kind.LIMITATION})


def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare each quality the claim asserts with what the passage says of the same subject."""
    for claimed in pair.claim.qualities:
        for found in occurrences(pair.passage, "qualities", [claimed.concept.id]):
            if (opinion := _weigh(pair, claimed, found)) is not None:
                yield opinion


def _weigh(pair: Pair, claimed: Occurrence, found: Occurrence) -> Opinion | None:
    held = pair.hold(found.start, found.end)
    if held is Hold.OTHER or (held is Hold.UNNAMED and not pair.claim.topical):
        return None
    if not asserted(pair.passage.mood(found.start, found.end)) or _too_early(pair, found):
        return None
    concept = claimed.concept
    name = f"quality:{concept.id}"
    if found.positive == claimed.positive:
        reason = f"报道也说到“{concept.label_zh}”:“{_quote(pair, found)}”"
        return Opinion(Verdict.SUPPORTS, 0.82 * HOLD_WEIGHT[held], reason, name)
    if concept.id in CONTRARY and held is Hold.NAMED:
        reason = f"报道说的与“{concept.label_zh}”相反:“{_quote(pair, found)}”"
        return Opinion(Verdict.REFUTES, 0.78, reason, name)
    return None


def _too_early(pair: Pair, found: Occurrence) -> bool:
    when, days = pair.told(found.start, found.end), pair.claim_days
    return when is not None and days is not None and when.last < days[0] - timedelta(days=60)


def _quote(pair: Pair, found: Occurrence) -> str:
    return pair.passage.text[found.start : found.end].strip()
