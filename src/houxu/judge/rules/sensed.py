"""What is told in words that the lexicon does not know: asked of the learned reader, when the other rules say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from houxu.judge.attribution import Hold, holder, is_yardstick
from houxu.judge.concepts import Concept, lexicon
from houxu.judge.measures import Measure, measures
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import UNASSERTED, Opinion
from houxu.judge.rules import qualities, quantity, states
from houxu.judge.rules.happened import LAUNCHES, span
from houxu.judge.rules.pair import Pair
from houxu.judge.sensed import is_english, sensed, value_told
from houxu.judge.when import Period
from houxu.match.mentions import Mention
from houxu.model import Kind, Verdict
from houxu.text.quantities import Quantity, comparable
from houxu.text.times import TimeRef
from houxu.text.times import agreement as time_agreement


def opinions(pair: Pair) -> Iterator[Opinion]:
    """What the passage says of each number, day, state or quality that the claim asserts, by sense and not by wording."""
    name = _name(pair)
    if name is None:
        return
    yield from _numbers(pair, name)
    yield from _days(pair, name)
    for claimed in pair.claim.states:
        if states.leaves_open(pair.claim):
            yield from _come_about(pair, claimed, name)
        elif pair.claim.claim.kind is not Kind.PREDICTION:
            yield from _heard(pair, claimed, name, states.judged)
    for claimed in pair.claim.qualities:
        yield from _heard(pair, claimed, name, qualities.weigh)


Weigh = Callable[[Pair, Occurrence, Occurrence], Opinion | None]


def _heard(pair: Pair, claimed: Occurrence, name: str, weigh: Weigh) -> Iterator[Opinion]:
    """What was heard, weighed as if it had been worded."""
    found = _found(pair, claimed, name)
    opinion = weigh(pair, claimed, found) if found is not None else None
    if found is not None and opinion is not None:
        clause = pair.passage.text[found.start : found.end].strip()
        sentence = pair.passage.text[slice(*pair.passage.sentence_at(found.start))].strip()
        reason = opinion.reason.replace(f"“{clause}”", f"“{sentence}”")
        yield Opinion(opinion.verdict, HEARD, reason, f"sensed:{claimed.concept.id}")


HEARD = 0.78  # 9 of the 12 flags that it added on unseen sets were right (docs/evaluation.md)


def _name(pair: Pair) -> str | None:
    """What the passage calls the subject; else the subject's own name."""
    subject = pair.claim.subject.with_products()
    here = [m.text for m in pair.passage.mentions if not m.pronoun and subject.named_by(m)]
    if here:
        version = next(iter(sorted(pair.claim.subject.versions)), "")
        return here[0] if version in here[0] else f"{here[0]} {version}"
    if pair.claim.topical:
        made = [m.text for m in pair.passage.mentions if _of_field(pair, m)]
        return made[0] if made else _tools_of(pair)
    ids = sorted(pair.claim.subject.ids)
    return pair.names.entities[ids[0]].name if ids and ids[0] in pair.names.entities else None


def _of_field(pair: Pair, mention: Mention) -> bool:
    """A named product of the claim's trade."""
    found = [pair.names.entities.get(i) for i in mention.ids | mention.base]
    return any(e is not None and e.field == trade.id for e in found for trade in pair.claim.fields)


def _come_about(pair: Pair, claimed: Occurrence, name: str) -> Iterator[Opinion]:
    """What was anyone's guess, and is told as a fact of a later day."""
    since = pair.claim.claim.asserted
    for concept in (claimed.concept, *(lexicon()["states"][i] for i in states.SHOWN_BY.get(claimed.concept.id, ()))):
        found = _found(pair, replace(claimed, concept=concept), name)
        if found is None or not found.positive or since is None:
            continue
        when = pair.told(found.start, found.end)
        if when is not None and when.first > since + states.BEFORE:
            reason = f"当时说不准的事有了进展:{concept.label_zh}({span(when)})"
            yield Opinion(Verdict.UPDATES, HEARD, reason, f"sensed:{concept.id}")
            return


# Metrics by which the cues of a number are often mistaken: these the reader may hear otherwise.
_OFTEN_MISTAKEN = frozenset({"valuation", "share_sale_volume", "funds_raised", "film_length"})


def _numbers(pair: Pair, name: str) -> Iterator[Opinion]:
    for claimed in pair.claim.measures:
        if claimed.metric.asks is None:
            continue
        numbers = _candidates(pair, claimed)
        told = value_told(pair.passage, claimed.metric.asks, name, [n.text for n in numbers])
        if told is None:
            continue
        limit = replace(numbers[told], limit=True)
        opinion = quantity.compare_held(pair, claimed, Measure(claimed.metric, limit))
        if opinion is not None:
            yield replace(opinion, confidence=HEARD, phenomenon=f"sensed:{claimed.metric.id}")


def _candidates(pair: Pair, claimed: Measure) -> list[Quantity]:
    """Numbers of the subject that may be the claimed measure: asserted, of its kind, and told by no cue as something else."""
    taken = {m.quantity.start: m.metric.id for m in measures(pair.passage)}
    if claimed.metric.veto is not None and claimed.metric.veto.search(pair.passage.folded):
        return []
    return [
        number
        for number in pair.passage.quantities
        if comparable(claimed.quantity, number)
        and taken.get(number.start, claimed.metric.id) in _OFTEN_MISTAKEN | {claimed.metric.id}
        and not any(t.start < number.end and number.start < t.end for t in pair.passage.times)
        and not (
            claimed.metric.no and claimed.metric.no.search(pair.passage.folded, *pair.passage.clause_at(number.start))
        )
        and not pair.passage.mood(number.start, number.end) & UNASSERTED
        and pair.hold(number.start, number.end) in (Hold.NAMED, Hold.CARRIED)
    ]


_HEARSAY = re.compile(r"\b(?:leak|hoax|rumou?r|speculat)|传闻|传言|泄[露漏]|疑似|网传|爆料|谣言")


def _days(pair: Pair, name: str) -> Iterator[Opinion]:
    launched = {o.concept.id for o in pair.claim.events if o.positive} & (LAUNCHES | {"upgrade"})
    asks = lexicon()["events"]["release"].asks_when
    if not launched or asks is None or pair.claim.partner is not None or _HEARSAY.search(pair.passage.folded):
        return
    days = [
        t
        for t in pair.passage.times
        if t.relation in ("on", "since") and pair.hold(t.start, t.end) in (Hold.NAMED, Hold.CARRIED)
    ]
    if any(_day(pair, t) is not None for t in days):
        told = value_told(pair.passage, asks, name, [t.text for t in days])
        opinion = _day(pair, days[told]) if told is not None else None
        if opinion is not None:
            yield opinion


def _day(pair: Pair, when: TimeRef) -> Opinion | None:
    claim, label = pair.claim, lexicon()["events"]["release"].label_zh
    days = span(Period(when.first, when.last, True, when))
    if claim.is_prediction:
        if claim.deadline is None or claim.claim.asserted is None:
            return None
        if when.first > claim.deadline:
            reason = f"到 {days} 才{label},已过期限 {claim.deadline.isoformat()}"
            return Opinion(Verdict.REFUTES, HEARD, reason, "sensed:release")
        if claim.claim.asserted <= when.first and when.last <= claim.deadline:
            reason = f"预测的{label}已发生({days}),在期限 {claim.deadline.isoformat()} 之内"
            return Opinion(Verdict.SUPPORTS, HEARD, reason, "sensed:release")
        return None
    if claim.stated is not None and claim.stated.precision != "year" and time_agreement(claim.stated, when) == "inside":
        reason = f"{label}时间一致:主张“{claim.stated.text.strip()}”,报道“{when.text.strip()}”"
        return Opinion(Verdict.SUPPORTS, HEARD, reason, "sensed:release")
    return None


def _found(pair: Pair, claimed: Occurrence, name: str) -> Occurrence | None:
    concept = claimed.concept
    if concept.asks is None or not _may_tell(pair, concept):
        return None
    # Where a wording stands the rules have looked at it, and found it to be somebody else's, or no fact.
    if occurrences(pair.passage, concept.family, [concept.id]):
        return None
    trades = _trades(pair)
    called = trades[-1] if concept.of_trade else name
    found = sensed(pair.passage, concept, called, trades[0])
    if found is None or not _is_held(pair, found.start, found.end, by_product=concept.by_product):
        return None
    return found if _is_told(pair, found) else None


# What the tools of a trade are called in the sentences that the reader was taught on, Chinese and English.
_TOOLS = {"video": ("AI 视频", "AI video")}


def _tools_of(pair: Pair) -> str:
    trade = pair.claim.fields[0].id if pair.claim.fields else ""
    return _TOOLS[trade][is_english(pair.passage)] if trade in _TOOLS else _trades(pair)[0]


def _trades(pair: Pair) -> list[str]:
    """The trades of the claim in the language of the passage; where it has none, the first of the lexicon stands in."""
    trades = pair.claim.fields or tuple(lexicon()["fields"].values())[:1]
    return [t.label_en if is_english(pair.passage) else t.label_zh for t in trades]


def _may_tell(pair: Pair, concept: Concept) -> bool:
    """Whether it is worth asking: some sentence is the subject's, and the passage is of the claim's trade."""
    if concept.asks_where is not None and not concept.asks_where.search(pair.passage.folded):
        return False
    if not any(_is_held(pair, *span, by_product=concept.by_product) for span in pair.passage.sentences):
        return False
    of_trade = pair.claim.topical or concept.own_product
    if of_trade and not (pair.in_field() or any(_of_field(pair, m) for m in pair.passage.mentions)):
        return False
    if concept.own_product and qualities.BORROWED.search(pair.passage.folded):
        return False
    if concept.of_trade and pair.claim.others:  # "with X, films will cost less": not whatever makes films cheaper
        return any(o.named_by(m) for o in pair.claim.others for m in pair.passage.mentions)
    return concept.family != "qualities" or concept.alone or qualities.partner_named(pair)


_CONTESTED = re.compile(
    r"(?:一些|有些?|部分)(?:人|用户|网友|观众)[^，。；,;]{0,4}(?:认为|觉得|说)|另一些|各执一词|众说纷纭"
    r"|\bsome (?:\w+ )?(?:argue|think|believe|feel|say|suggest|wonder)|\bothers (?:\w+ )?(?:argue|think|believe|feel|say|see|find)"
)


# Words under which a list of mishaps is one of mishaps that do not happen.
_PRAISED = re.compile(
    r"\b(?:no (?:trouble|problem)|any more|anymore|no longer|not once|never once|handles? [^.;,]{0,24}well|gets? [^.;,]{0,24}right)\b"
    r"|不再|再也(?:没|不)|没再|毫无问题|难不倒|一次也?没"
)


def _is_told(pair: Pair, found: Occurrence) -> bool:
    """As a fact that nobody in the passage contests, of the subject and not of what beats it, and of the public."""
    nearest = holder(pair.passage, found.start, found.end)
    here = pair.passage.within(pair.passage.sentence_at(found.start), pair.passage.mentions)
    if _CONTESTED.search(pair.passage.folded) or (nearest and is_yardstick(pair.passage, nearest, here)):
        return False
    if not found.positive:
        of_region = found.concept.id in states.ENDED_BY and states.REGION.search(pair.passage.folded)
        praised = found.concept.ability and _PRAISED.search(pair.passage.folded)
        return not (of_region or praised)  # closed in one country says nothing of the public
    cues = [c for c in pair.passage.cues if found.start <= c.start < found.end]
    open_ended = {"question", "rumour", "condition", "hope", "denial"}
    return not any(c.kind in open_ended for c in cues) and not (
        found.concept.id in states.ENDED_BY and states.NOT_THE_PUBLIC.search(pair.passage.folded)
    )


def _is_held(pair: Pair, start: int, end: int, *, by_product: bool = False) -> bool:
    """The subject stands in the sentence, or nobody else does: whose it is there, the reader was asked."""
    sentence = pair.passage.sentence_at(start)
    here = pair.passage.within((sentence[0], max(sentence[1], end)), pair.passage.mentions)
    subject = pair.claim.subject.with_products() if by_product else pair.claim.subject
    if any(subject.named_by(m) or _its_people(pair, m) for m in here):
        return True
    held = pair.hold(start, end, by_product=by_product)
    return held in (Hold.NAMED, Hold.CARRIED) or (held is Hold.UNNAMED and pair.in_field())


def _its_people(pair: Pair, mention: Mention) -> bool:
    """ "At the staff party its chief called the company slow"."""
    found = [pair.names.entities.get(i) for i in mention.ids]
    return any(e is not None and e.kind == "person" and e.owner in pair.claim.subject.ids for e in found)
