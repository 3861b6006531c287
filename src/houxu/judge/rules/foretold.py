"""Predictions of a launch: met in time, or met so late that the prediction failed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houxu.judge.attribution import Hold
from houxu.judge.occurrences import Occurrence
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.rules.absent import BELONGS, absent, is_attribute, still_to_come
from houxu.judge.rules.happened import LAUNCHES, compatible, day_of, happened, span
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period, publication
from houxu.model import Verdict


def foretold(pair: Pair) -> Iterator[Opinion]:
    """Predictions of a launch: met in time, or met so late that the prediction failed."""
    reading = pair.claim
    wanted = compatible(reading) & LAUNCHES
    asserted_on, deadline = reading.claim.asserted, reading.deadline
    if not wanted or asserted_on is None or deadline is None:
        return
    for event, held in happened(pair, wanted - {"approval"}):
        if not (held is Hold.NAMED or (held is Hold.CARRIED and _goes_on(pair, event))) or not _itself(pair, event):
            continue
        shown = event.concept.id == "unveil"  # to be shown is not yet to be out; but what is first shown late is late
        day = day_of(pair, event)
        if day is None and pair.published is not None and not shown and held is Hold.NAMED:
            day = _no_later_than(pair, deadline)
        if day is None or day.last < asserted_on:
            continue
        if day.last <= deadline and not shown:
            reason = f"预测的{event.concept.label_zh}已发生({span(day)}),在期限 {deadline.isoformat()} 之内"
            yield Opinion(Verdict.SUPPORTS, 0.9 * HOLD_WEIGHT[held], reason, "prediction:met")
        elif day.first > deadline:
            reason = f"到 {span(day)} 才{event.concept.label_zh},已过期限 {deadline.isoformat()}"
            yield Opinion(Verdict.REFUTES, 0.88 * HOLD_WEIGHT[held], reason, "prediction:late")
            return
    if pair.published is not None and publication(pair.published, pair.precision).first > deadline:
        for event in (*absent(pair), *still_to_come(pair)):
            said = pair.passage.text[event.start : event.end].strip()
            reason = f"期限 {deadline.isoformat()} 已过,报道称仍未{event.concept.label_zh}:“{said}”"
            yield Opinion(Verdict.REFUTES, 0.82, reason, "prediction:absent")
            return


_GOES_ON = re.compile(
    r"\W*(?:(?:first|finally|officially|only|and|but) )*"
    r"|\W*(?:这|该|此)(?:款|个|一|代)?[^，。；,;]{0,8}(?:模型|产品|系统|工具)(?:是|直|一)?[^，。；,;]{0,8}"
)


def _goes_on(pair: Pair, event: Occurrence) -> bool:
    """ "Shown in February, gone by July": a sentence without a subject of its own, or with "this model", goes on about the one before."""
    start = pair.passage.sentence_at(event.start)[0]
    return _GOES_ON.fullmatch(pair.passage.folded[start : event.start]) is not None


_OTHER_OBJECT = re.compile(
    r"指南|教程|博客|文章|论文|课程|播客|\bguides?\b|\btutorials?\b|\bblog\b|\bpapers?\b|\bcourses?\b"
)


_PART = re.compile(
    r"的(?!(?:正式|首次|全面)$|(?:模型|产品|系统)(?:[从自在于今去昨]|$))[一-鿿a-z ]{1,10}$"
)  # "a new guide to it is out": the guide is


# "A page about it lands in the index": the page does.
_ABOUT_IT = re.compile(
    r"\b(?:pages?|posts?|articles?|notes?|hints?|listings?|references?|entr(?:y|ies)|rumou?rs?|news|talk|questions?|reports?|reviews?|books?) "
    r"(?:\w+ )?(?:about|on|of|for|to|naming|mentioning|called) (?:the |an? )?$"
)


def _itself(pair: Pair, event: Occurrence) -> bool:
    """The subject itself came out, not something of its ("a guide to Claude 3's uses is out")."""
    clause = pair.passage.clause_at(event.start)
    near = [m for m in pair.passage.within(clause, pair.passage.mentions) if pair.claim.subject.named_by(m)]
    near = near or [m for m in pair.passage.mentions if pair.claim.subject.named_by(m)]
    return any(
        not BELONGS.match(pair.passage.folded[m.end : m.end + 40])
        and not _PART.search(pair.passage.folded[m.end : event.start])
        and not _ABOUT_IT.search(pair.passage.folded[max(0, m.start - 40) : m.start])
        and not is_attribute(pair.passage.folded[m.end : event.start])
        and not _OTHER_OBJECT.search(pair.passage.folded, event.end, min(len(pair.passage.folded), event.end + 16))
        and asserted(pair.passage.mood(m.start, m.end))
        for m in near
    )


def _no_later_than(pair: Pair, deadline: object) -> Period | None:
    """An undated report proves only that the event came before the report."""
    assert pair.published is not None
    told = publication(pair.published, pair.precision)
    return told if told.last <= deadline else None  # type: ignore[operator]
