"""Judgements of degree: physics right or wrong, ahead or overtaken, cheaper or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold, Subject
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
    if concept.contrary and not found.positive:
        held = _overtaken(pair, found)
    else:
        held = pair.hold(found.start, found.end, by_product=concept.by_product)
        if held is Hold.UNNAMED or (held is Hold.OWNER and not concept.specific):
            held = Hold.OTHER
    mood = pair.passage.mood(found.start, found.end)
    past = "past_state" in mood and not (concept.outgrown and not found.positive)  # "no longer" ends a state today
    if held is Hold.OTHER or not asserted(mood) or past or _too_early(pair, found):
        return None
    if not _partner_named(pair) or (concept.asserts is not None and not _product_beside(pair, found)):
        return None
    name = f"quality:{concept.id}"
    if found.positive == claimed.positive:
        reason = f"报道也说到“{concept.label_zh}”:“{_quote(pair, found)}”"
        return Opinion(Verdict.SUPPORTS, 0.82 * HOLD_WEIGHT[held], reason, name)
    if (
        concept.denied is not None
        and claimed.positive
        and concept.denied.search(pair.passage.folded, found.start, found.end)
    ):
        return Opinion(Verdict.REFUTES, 0.8 * HOLD_WEIGHT[held], f"报道断然否认:“{_quote(pair, found)}”", name)
    outgrown = concept.outgrown and concept.yes.search(pair.passage.folded, found.start, found.end) is not None
    if outgrown and held is Hold.NAMED and _later(pair, found):
        reason = f"后来情况变了:“{_quote(pair, found)}”"
        return Opinion(Verdict.UPDATES, 0.78, reason, name)
    if concept.contrary:
        reason = f"报道说的与“{concept.label_zh}”相反:“{_quote(pair, found)}”"
        return Opinion(Verdict.REFUTES, 0.78, reason, name)
    return None


def _partner_named(pair: Pair) -> bool:
    """A prediction about what somebody will bring about needs both named ("with her at the helm, X will speed up")."""
    reading = pair.claim
    if not reading.is_prediction or reading.topical or not reading.others:
        return True
    return any(o.named_by(m) for o in reading.others for m in pair.passage.mentions)


def _product_beside(pair: Pair, found: Occurrence) -> bool:
    """A company enters a field by a product of its own, named where the field is named."""
    subject = pair.claim.subject.with_products()
    for mention in pair.passage.within(pair.passage.sentence_at(found.start), pair.passage.mentions):
        kinds = {e.kind for i in mention.ids if (e := pair.names.entities.get(i)) is not None}
        if subject.named_by(mention) and kinds & {"product", "model"}:
            return True
    return False


def _overtaken(pair: Pair, found: Occurrence) -> Hold:
    """Who is overtaken is seldom the nearest name: the others are. It is whom the passage spoke of before."""
    reading = pair.claim
    named = frozenset(i for t in reading.texts for m in t.mentions for i in m.ids)
    overtaken = Subject(reading.subject.products & named or reading.subject.ids)
    sentence = pair.passage.sentence_at(found.start)
    after = [m for m in pair.passage.mentions if found.end <= m.start < sentence[1]]
    if after and after[0].start - found.end <= 24:  # "surpassed Sora": whom it names is overtaken
        return Hold.NAMED if any(overtaken.named_by(m) for m in after[:2]) else Hold.OTHER
    before = [m for m in pair.passage.mentions if m.end <= found.start]
    first = next(iter(before), None)
    return (
        Hold.CARRIED
        if first is not None and overtaken.named_by(first) and reading.subject.products & named
        else Hold.OTHER
    )


def _later(pair: Pair, found: Occurrence) -> bool:
    when, days = pair.told(found.start, found.end), pair.claim_days
    return when is not None and days is not None and when.first > days[1] + timedelta(days=60)


def _too_early(pair: Pair, found: Occurrence) -> bool:
    when, days = pair.told(found.start, found.end), pair.claim_days
    return when is not None and days is not None and when.last < days[0] - timedelta(days=60)


def _quote(pair: Pair, found: Occurrence) -> str:
    return pair.passage.text[found.start : found.end].strip()
