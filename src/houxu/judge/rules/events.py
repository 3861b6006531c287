"""Events: what happened to whom and on which day; release is not opening, a tender offer is not a round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houxu.judge.attribution import Hold
from houxu.judge.opinion import Opinion
from houxu.judge.rules.dated import dated
from houxu.judge.rules.deeds import EXCLUDES, deal, done
from houxu.judge.rules.foretold import foretold
from houxu.judge.rules.happened import LAUNCHES, happened
from houxu.judge.rules.pair import Pair
from houxu.judge.rules.together import alone, apart, together
from houxu.model import Kind, Verdict


def opinions(pair: Pair) -> Iterator[Opinion]:
    """All that the passage's events say about the claim's events."""
    reading = pair.claim
    if not reading.events:
        return
    if reading.claim.kind is Kind.COMPARISON and any(_EARLIER.search(t.folded) for t in reading.texts):
        yield from _order(pair)
    elif reading.partner is not None:
        yield from together(pair)
        yield from apart(pair)
        yield from alone(pair)
    elif reading.is_prediction:
        yield from foretold(pair)
    elif reading.event_ids() & set(EXCLUDES):
        pass  # a deal's day is told by its report, not by what the company launched
    elif (
        reading.stated is not None
        and reading.stated.precision != "year"
        and reading.claim.kind in (Kind.DATE, Kind.FACT)
        and {o.concept.id for o in reading.events if o.positive} & (LAUNCHES | {"upgrade"})
    ):
        told = list(dated(pair))
        met = [o for o in told if o.verdict is Verdict.SUPPORTS]
        yield from met or told  # what the same passage also dates otherwise is another step of the same story
    if reading.claim.kind is Kind.FACT:
        yield from deal(pair)
        yield from done(pair)


_EARLIER = re.compile(r"早于|先于|早过|\bearlier than\b|\bbefore\b|\bahead of\b")


def _order(pair: Pair) -> Iterator[Opinion]:
    """Claims that one thing came out before others: the passage must say it outright, or date them all."""
    reading, passage = pair.claim, pair.passage
    for event, held in happened(pair, LAUNCHES, subject_only=False):
        sentence = passage.sentence_at(event.start)
        here = passage.within(sentence, passage.mentions)
        first = next((m for m in here if reading.subject.named_by(m)), None)
        said = _EARLIER.search(passage.folded, *sentence)
        if first is None or said is None or held is Hold.UNNAMED:
            continue
        after = [m for m in here if m.start > said.end()]
        if (
            first.end <= said.start()
            and all(any(o.named_by(m) for m in after) for o in reading.others)
            and reading.others
        ):
            yield Opinion(
                Verdict.SUPPORTS, 0.84, f"报道说的先后相同:“{passage.text[slice(*sentence)].strip()}”", "event:order"
            )
            return
