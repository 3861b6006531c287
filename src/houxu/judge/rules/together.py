"""Predictions that two launches will coincide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold, hold
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import Opinion, asserted
from houxu.judge.rules.absent import absent, in_vain
from houxu.judge.rules.happened import LAUNCHES, day_of, happened, span
from houxu.judge.rules.pair import Pair
from houxu.model import Verdict

COINCIDENCE = timedelta(days=7)


APART = timedelta(days=14)


def together(pair: Pair) -> Iterator[Opinion]:
    """Predictions that two launches will coincide."""
    partner = pair.claim.partner
    assert partner is not None
    for event, held in happened(pair, LAUNCHES - {"approval"}):
        day = day_of(pair, event)
        if held not in (Hold.NAMED, Hold.CARRIED) or day is None or day.days > 31:
            continue
        known = min((pair.context.released[i] for i in partner.ids if i in pair.context.released), default=None)
        if known is not None and (day.first - known > APART or known - day.last > APART):
            reason = f"{event.concept.label_zh}于 {span(day)},而另一方早在 {known.isoformat()} 发布,并非同时"
            yield Opinion(Verdict.REFUTES, 0.88, reason, "prediction:together")
        elif known is not None and day.days == 0 and abs(day.first - known) <= COINCIDENCE:
            reason = f"{event.concept.label_zh}于 {span(day)},与另一方的 {known.isoformat()} 相隔不过一周"
            yield Opinion(Verdict.SUPPORTS, 0.85, reason, "prediction:together")
        elif (neighbour := _neighbour_beside(pair, event)) is not None:
            reason = f"与之同时发布的是 {neighbour},不是主张所说的那一代"
            yield Opinion(Verdict.REFUTES, 0.85, reason, "prediction:together")


_GAP = re.compile(
    r"(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|several|many) (?P<unit>years?|months?)(?: and a half)? (?:after|behind|later than|before|ahead of) (?:the )?$"
)


_GAP_ZH = re.compile(
    r"^[^,。;]{0,4}(?:晚|早|迟)了?(?:近|约|将近|整整|大约|足足)?(?P<n>[一二两三四五六七八九十半\d]+)个?(?:多)?(?:年|月)"
)


_OLD = re.compile(
    r"早?(?:已|就)?(?:经)?是[^,。;]{0,6}(?:年|月)(?:之)?前的|\s(?:had|has) (?:already )?been (?:out|available|around|on sale)(?: for)? (?:about |over |more than |nearly |almost )?(?:a|one|two|\w+) (?:years?|months?)"
)


_THAN = re.compile(r"比\s*$")


def apart(pair: Pair) -> Iterator[Opinion]:
    """ "Nearly a year after Claude 3": how far apart the two came is said outright."""
    partner = pair.claim.partner
    assert partner is not None
    out = [e for e, held in happened(pair, LAUNCHES - {"approval"}) if held is Hold.NAMED]
    for mention in (m for m in pair.passage.mentions if partner.named_by(m)):
        sentence = pair.passage.sentence_at(mention.start)
        near = [e for e in out if sentence[0] <= e.start < sentence[1]]
        old = _OLD.match(pair.passage.folded, mention.end)
        before = _GAP.search(pair.passage.folded[sentence[0] : mention.start])
        after = _GAP_ZH.search(pair.passage.folded[mention.end : sentence[1]])
        told = before or old or (after if _THAN.search(pair.passage.folded[: mention.start]) else None)
        if near and told:
            said = told[0].strip()
            yield Opinion(Verdict.REFUTES, 0.85, f"报道说两者相隔“{said}”,并非同时", "prediction:together")
            return


def alone(pair: Pair) -> Iterator[Opinion]:
    """The partner came out and the passage says that the subject did not."""
    partner = pair.claim.partner
    assert partner is not None
    out = occurrences(pair.passage, "events", sorted(LAUNCHES - {"approval"}))
    came = [e for e in out if e.positive and hold(pair.passage, partner, e.start, e.end, pair.names) is Hold.NAMED]
    for event in (*absent(pair), *in_vain(pair)):
        if came and asserted(pair.passage.mood(came[0].start, came[0].end)):
            said = pair.passage.text[event.start : event.end].strip()
            yield Opinion(Verdict.REFUTES, 0.85, f"对方发布之时它并未发布:“{said}”", "prediction:together")
            return
    for event in came:
        instead = _all_there_was(pair, event)
        if instead is not None and asserted(pair.passage.mood(event.start, event.end)):
            yield Opinion(
                Verdict.REFUTES, 0.82, f"对方发布之时,它的公司拿出的只有别的:“{instead}”", "prediction:together"
            )
            return


_THAT_DAY = re.compile(
    r"当天|当日|同一天|同日|那天|那一天|这一天|第二天|次日|转天|昨天|昨日|今天|今日|\b(?:that|the(?: very)?(?: same| next)?) day\b|\byesterday\b|\btoday\b|\bhours later\b"
)


_MERELY = re.compile(
    r"^[^。;.]{0,12}(?:只有?|仅仅?|不过是?|无非是?|顶多)(?!要|能说)[^。;,]{0,8}(?:给|拿|放|推|发|上|加|更新|端|宣布|带来|是|添)"
    r"|^(?:['’]s)? (?:answer(?:ed)?|repl(?:y|ied)|respon(?:se|ded)|countered|only|merely|just|had|offered|showed|put out|shipped|released|added|was|came)\b[^.;]{0,40}\b(?:nothing (?:more than|but|bigger than)|no more than|only|merely|just)\b"
    r"|^(?:['’]s)? (?:only|merely|just) (?:\w+ )?(?:added|gave|put|released|shipped|showed|offered|had|announced|posted)\b"
)


_ALL_IT_HAD = re.compile(r"\ball (?:that )?$")


def _all_there_was(pair: Pair, event: Occurrence) -> str | None:
    """ "The day the rival came out, all its maker had was a button": the words that say so, and nothing of the subject."""
    passage = pair.passage
    if any(pair.claim.subject.named_by(m) for m in passage.mentions):
        return None
    first, last = passage.sentence_at(event.start)
    following = passage.sentence_at(last + 1) if last + 1 < len(passage.folded) else (last, last)
    if _THAT_DAY.search(passage.folded, first, following[1]) is None:
        return None
    for mention in passage.mentions:
        if not mention.ids & pair.claim.subject.owners or not first <= mention.start < following[1]:
            continue
        said = _MERELY.search(passage.folded[mention.end : following[1]])
        if said is None and _ALL_IT_HAD.search(passage.folded[: mention.start]):
            said = re.search(r"^[^.;]{0,24}\b(?:was|is)\b", passage.folded[mention.end : following[1]])
        end = mention.end + said.end() if said is not None else 0
        if said is not None and not passage.mood(mention.start, end) & {"rumour", "question", "condition", "plan"}:
            return passage.text[mention.start : end].strip()
    return None


def _neighbour_beside(pair: Pair, event: Occurrence) -> str | None:
    """A version neighbour of the partner launched in the same breath (Claude 3.7 beside, so not Claude 3)."""
    partner = pair.claim.partner
    assert partner is not None
    if any(partner.named_by(m) for m in pair.passage.mentions):
        return None
    stems = {_stem(pair, i) for i in partner.ids} - {""}
    for mention in pair.passage.within(pair.passage.sentence_at(event.start), pair.passage.mentions):
        stem = _letters(mention.text)
        if mention.ids | mention.base and any(stem.startswith(s) for s in stems) and re.search(r"\d", mention.text):
            return mention.text
    return None


def _stem(pair: Pair, entity_id: str) -> str:
    entity = pair.names.entities.get(entity_id)
    return _letters(entity.name) if entity else ""


def _letters(text: str) -> str:
    return re.sub(r"[\s\d.\-]+.*$", "", text.lower())
