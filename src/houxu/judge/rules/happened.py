"""Events that a passage asserts as facts about the claim's subject, and the day they took place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houxu.judge.attribution import Hold
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import asserted
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period, is_fresh, linked_time, publication

LAUNCHES = frozenset({"release", "unveil", "open_public", "approval"})


# Words around an event that make it a thing to come or a mere landmark ("before the release", 发布前夕).
_PENDING = re.compile(
    r"等待|有待|静候|期待|等[着著]|坐等|苦等|盼[着著]|盼望|守[着著]|守候|翘首|没等[来到]|前夕|在即|之前|以前|传闻|押注|预测|何时|什么时候|倒计时|难产|跳票|推迟|"
    r"猜测|暗示|讨论|热议|疑似|发布日期|窗口|\banticipat|\bspeculat|\bdiscuss|\blooking forward|\bexpect|\bpredict|"
    r"\bawait|\bupcoming\b|\bdelay|\bpostpon|\bwhen will\b|\bwait(?:s|ing|ed)? (?:for|to see)\b|\bhop(?:ed|ing) (?:to see|for)\b|\bleak|\brumou?r"
)


_UNTIL = re.compile(
    r"\b(?:ahead of|before|until|till)\b"
)  # in front of the event; behind it, "launched before Christmas" is a fact


def happened(pair: Pair, wanted: frozenset[str], *, subject_only: bool = True) -> Iterator[tuple[Occurrence, Hold]]:
    """Events of the passage that are asserted as facts about the claim's subject."""
    for event in occurrences(pair.passage, "events", sorted(wanted)):
        held = pair.hold(event.start, event.end)
        if (held is Hold.OTHER and subject_only) or _of_another_sort(pair, held, event):
            continue
        if NOTHING.match(pair.passage.folded, event.end) or _something_else(pair, event) or _unnamed_came(pair, event):
            continue
        if event.positive and asserted(pair.passage.mood(event.start, event.end)) and not _pending(pair, event):
            yield event, held


_CHATBOT = re.compile(r"聊天机器人|对话机器人|智能助手|\b(?:chat ?bot|assistant|app)\b|(?<![一-鿿])应用(?=[^场程])")


_BOT_NAMES = re.compile(r"bot\b|chat|助手|一言|app\b|应用|豆包|\bcici\b")


def _of_another_sort(pair: Pair, held: Hold, event: Occurrence) -> bool:
    """Its maker's chatbot is not its model: a subject that nobody names, and a sentence on another sort of thing."""
    if held not in (Hold.OWNER, Hold.CARRIED):
        return False
    names = {
        n.lower() for i in pair.claim.subject.ids if (e := pair.names.entities.get(i)) for n in (e.name, *e.aliases)
    }
    spoken = _CHATBOT.search(pair.passage.folded, pair.passage.sentence_at(event.start)[0], event.start)
    return spoken is not None and not any(_BOT_NAMES.search(n) for n in names)


NOTHING = re.compile(
    r"\s*(?:no\b(?! (?:longer|sooner|fewer|less|doubt))|nothing\b|none\b|neither\b)"
)  # "showed no generator"


_TURNED_OUT = re.compile(
    r"[^.;。]{0,24}?\b(?:was|is|were)\b(?: called| named)?[^.;,。a-z0-9]{0,3}|(?:了|出来|的)?的?(?:却|其实|竟|反而)?是"
)


_WHAT = re.compile(r"\b(?:what|all)\b[^.;,]{0,40}$|[^，。；,;]{0,14}$")


_OWN_SUBJECT = re.compile(
    r"^\W*(?:(?!and\b|when\b|once\b|after\b|as\b|since\b|first\b|just\b|newly\b|officially\b)[a-z'’-]+ )+$"
)


def _unnamed_came(pair: Pair, event: Occurrence) -> bool:
    """ "Spring came, and the model did not": a verb with a subject of its own is not of the name in a later clause."""
    first, last = pair.passage.clause_at(event.start)
    named = any(first <= m.start < last for m in pair.passage.mentions)
    later = any(last <= m.start < pair.passage.sentence_at(event.start)[1] for m in pair.passage.mentions)
    return later and not named and _OWN_SUBJECT.match(pair.passage.folded[first : event.start]) is not None


def _something_else(pair: Pair, event: Occurrence) -> bool:
    """ "What it unveiled on Monday was GPT-4o", 登场的是别的: the thing named behind is what came."""
    passage = pair.passage
    told = _TURNED_OUT.match(passage.folded, event.end)
    if told is None or not _WHAT.search(passage.folded[passage.sentence_at(event.start)[0] : event.start]):
        return False
    if passage.folded[event.end : told.end()].isascii() and not re.search(
        r"\b(?:what|all)\b", passage.folded[passage.clause_at(event.start)[0] : event.start]
    ):
        return False
    behind = [m for m in passage.mentions if told.end() <= m.start <= told.end() + 14]
    return bool(behind) and not pair.claim.subject.named_by(behind[0])


def _pending(pair: Pair, event: Occurrence) -> bool:
    clause = pair.passage.clause_at(event.start)
    start, end = max(clause[0], event.start - 24), min(clause[1], event.end + 12)
    folded = pair.passage.folded
    return bool(_PENDING.search(folded, start, end) or _UNTIL.search(folded, start, event.start))


def compatible(reading: ClaimReading) -> frozenset[str]:
    """The claim's events, and those that may tell of the same."""
    wanted = reading.event_ids()
    near = {n for o in reading.events for n in o.concept.neighbours}
    return wanted | near


def day_of(pair: Pair, event: Occurrence) -> Period | None:
    """When an event of the passage took place: its time words; else the day of the news, if told as news."""
    ref = linked_time(pair.passage, event.start, event.end)
    if ref is not None:
        return Period(ref.first, ref.last, True, ref)
    if pair.published is not None and is_fresh(pair.passage, event.start):
        return publication(pair.published, pair.precision)
    return None


def span(day: Period) -> str:
    """A period as reasons write it."""
    return day.first.isoformat() if day.days == 0 else f"{day.first.isoformat()}~{day.last.isoformat()}"
