"""Judgements of degree: physics right or wrong, ahead or overtaken, cheaper or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.reading import Occurrence, occurrences
from houxu.judge.rules.pair import Pair
from houxu.model import Verdict



def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare each quality the claim asserts with what the passage says of the same subject."""
    for claimed in pair.claim.qualities:
        for found in occurrences(pair.passage, "qualities", [claimed.concept.id]):
            if (opinion := _weigh(pair, claimed, found)) is not None:
                yield opinion


def _weigh(pair: Pair, claimed: Occurrence, found: Occurrence) -> Opinion | None:
    concept = claimed.concept
    held = pair.hold(found.start, found.end, by_product=concept.by_product)
    if held in (Hold.OTHER, Hold.UNNAMED) or (held is Hold.OWNER and not concept.specific):
        held = _overtaken(pair, found) if concept.contrary and not found.positive else Hold.OTHER
    if held is Hold.OTHER or not asserted(pair.passage.mood(found.start, found.end)) or _too_early(pair, found):
        return None
    name = f"quality:{concept.id}"
    if found.positive == claimed.positive:
        reason = f"报道也说到“{concept.label_zh}”:“{_quote(pair, found)}”"
        return Opinion(Verdict.SUPPORTS, 0.82 * HOLD_WEIGHT[held], reason, name)
    if concept.contrary:
        reason = f"报道说的与“{concept.label_zh}”相反:“{_quote(pair, found)}”"
        return Opinion(Verdict.REFUTES, 0.78, reason, name)
    return None


def _overtaken(pair: Pair, found: Occurrence) -> Hold:
    """Who is overtaken is seldom the nearest name: the others are. It is whom the passage spoke of before."""
    subject = pair.claim.subject.with_products()
    before = [m for m in pair.passage.mentions if m.end <= found.start]
    return Hold.CARRIED if any(subject.named_by(m) for m in before[:2]) else Hold.OTHER


def _too_early(pair: Pair, found: Occurrence) -> bool:
    when, days = pair.told(found.start, found.end), pair.claim_days
    return when is not None and days is not None and when.last < days[0] - timedelta(days=60)


def _quote(pair: Pair, found: Occurrence) -> str:
    return pair.passage.text[found.start : found.end].strip()
