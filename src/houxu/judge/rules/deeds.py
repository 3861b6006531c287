"""Claims that somebody did something, and what sort of deal a deal was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold
from houxu.judge.concepts import lexicon
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.rules.happened import NOTHING, happened
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period
from houxu.model import Verdict

# Two names for the same kind of deal cannot both be right about one deal.
EXCLUDES = {"funding_round": ("share_sale",), "share_sale": ("funding_round",)}


# Events that a report of the same event settles, and what else reports them.
DEEDS = {
    "appointment": frozenset({"appointment", "step_down"}),
    "demonstration": frozenset({"demonstration"}),
    "training": frozenset({"training"}),
}


def deal(pair: Pair) -> Iterator[Opinion]:
    """Claims about what sort of deal it was."""
    days = pair.claim_days
    for event_id in pair.claim.event_ids() & set(EXCLUDES):
        for event, held in happened(pair, frozenset({event_id, *EXCLUDES[event_id]})):
            when = pair.told(event.start, event.end)
            if (
                not (held is Hold.NAMED or _between_partners(pair, event))
                or when is None
                or days is None
                or not _same_deal(pair, when)
            ):
                continue
            if event.concept.id == event_id:
                continue  # a page may call any deal a round; only the exact opposite settles it
            reason = f"报道把这笔交易称为{event.concept.label_zh},而非{_label(pair, event_id)}"
            yield Opinion(Verdict.REFUTES, 0.82, reason, "event:deal")


def _between_partners(pair: Pair, event: Occurrence) -> bool:
    """A deal that both sides are named for in its sentence is theirs, whoever stands nearest."""
    here = pair.passage.within(pair.passage.sentence_at(event.start), pair.passage.mentions)
    sides = (pair.claim.subject, *pair.claim.others)
    strange = [m for m in here if not m.pronoun and not any(s.named_by(m) for s in sides)]
    told = pair.passage.mentions if not strange else here  # "the buyer, led by Thrive" goes on about the same deal
    return len(sides) > 1 and all(any(s.named_by(m) for m in told) for s in sides)


def _same_deal(pair: Pair, when: Period) -> bool:
    days = pair.claim_days
    assert days is not None
    slack = timedelta(days=60)
    partners = [o for o in pair.claim.others if any(o.named_by(m) for m in pair.passage.mentions)]
    in_time = when.first <= days[1] + slack and when.last >= days[0] - slack
    return in_time and (bool(partners) or not pair.claim.others)


def done(pair: Pair) -> Iterator[Opinion]:
    """Claims that somebody did something: the same deed, told of the same people and things."""
    for event_id in pair.claim.event_ids() & set(DEEDS):
        for event in occurrences(pair.passage, "events", sorted(DEEDS[event_id])):
            held = pair.hold(event.start, event.end)
            if held is Hold.OTHER and event_id == "demonstration" and _shown_by_host(pair, event):
                held = Hold.CARRIED
            mood = pair.passage.mood(event.start, event.end)
            if event_id == "appointment":
                mood -= {"plan"}  # a decided move is told as one to come
            if held not in (Hold.NAMED, Hold.CARRIED) or not event.positive or not asserted(mood):
                continue
            if NOTHING.match(pair.passage.folded, event.end) or (event_id == "appointment" and _elsewhere(pair)):
                continue
            if _all_named(pair) and not _out_of_time(pair, event):
                reason = f"报道同样说到{event.concept.label_zh}:“{pair.passage.text[event.start : event.end].strip()}”"
                yield Opinion(Verdict.SUPPORTS, 0.82 * HOLD_WEIGHT[held], reason, "event:deed")
                return


_KEEPS = re.compile(
    r"(?:仍|依旧|依然|还是|继续|照旧)[^，。；,;]{0,4}(?:由|归)|(?:没有?|未|并未|不)(?:转任|接手|接管|出任|调任|执掌|掌管)"
    r"|\b(?:stays? with|remains? (?:under|with|in the hands)|did not (?:take|move|join)|has not taken)\b"
)


def _elsewhere(pair: Pair) -> bool:
    """Somebody leaves one post, and the other is told to stay in other hands, or not to be taken."""
    return _KEEPS.search(pair.passage.folded) is not None


def _shown_by_host(pair: Pair, event: Occurrence) -> bool:
    """The product that has the feature, at work on stage in the claim's trade: the feature needs no name."""
    here = pair.passage.within(pair.passage.sentence_at(event.start), pair.passage.mentions)
    host = any(o.named_by(m) for o in pair.claim.others for m in here)
    made = lexicon()["qualities"]["enter_field"].yes.search(pair.passage.folded, *pair.passage.sentence_at(event.start))
    return host and made is not None


def _all_named(pair: Pair) -> bool:
    """Everything the claim is about stands in the passage (a lone subject is too little to tell one deed from another)."""
    others = pair.claim.others
    if not others:  # a landmark of the claim's own words serves as well ("after GPT-3, it trained ...")
        told = [m.ids for t in pair.claim.texts for m in t.mentions if m.ids and not pair.claim.subject.named_by(m)]
        return bool(told) and all(any(m.ids & ids for m in pair.passage.mentions) for ids in told)
    return all(any(o.named_by(m) for m in pair.passage.mentions) for o in others)


def _out_of_time(pair: Pair, event: Occurrence) -> bool:
    when, days = pair.told(event.start, event.end), pair.claim_days
    if when is None or days is None:
        return False
    return when.explicit and (when.first > days[1] + timedelta(days=60) or when.last < days[0] - timedelta(days=400))


def _label(pair: Pair, event_id: str) -> str:
    return next(o.concept.label_zh for o in pair.claim.events if o.concept.id == event_id)
