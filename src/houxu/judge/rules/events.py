"""Events: what happened to whom and on which day; release is not opening, a tender offer is not a round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold, hold
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.concepts import lexicon
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.reading import Occurrence, occurrences
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period, is_fresh, linked_time, publication
from houxu.model import Kind, Verdict
from houxu.text.time_forms_zh import numeral
from houxu.text.times import TimeRef
from houxu.text.times import agreement as time_agreement

# Words around an event that make it a thing to come or a mere landmark ("before the release", 发布前夕).
_PENDING = re.compile(
    r"等待|有待|静候|期待|等[着著]|坐等|苦等|盼[着著]|盼望|守[着著]|守候|翘首|没等[来到]|前夕|在即|之前|以前|传闻|押注|预测|何时|什么时候|倒计时|难产|跳票|推迟|"
    r"猜测|暗示|讨论|热议|疑似|发布日期|窗口|\banticipat|\bspeculat|\bdiscuss|\blooking forward|\bexpect|\bpredict|"
    r"\bawait|\bupcoming\b|\bdelay|\bpostpon|\bwhen will\b|\bwait(?:s|ing|ed)? (?:for|to see)\b|\bhop(?:ed|ing) (?:to see|for)\b|\bleak|\brumou?r"
)
_UNTIL = re.compile(
    r"\b(?:ahead of|before|until|till)\b"
)  # in front of the event; behind it, "launched before Christmas" is a fact
# Two names for the same kind of deal cannot both be right about one deal.
EXCLUDES = {"funding_round": ("share_sale",), "share_sale": ("funding_round",)}
LAUNCHES = frozenset({"release", "unveil", "open_public", "approval"})
COINCIDENCE = timedelta(days=7)
APART = timedelta(days=14)


def opinions(pair: Pair) -> Iterator[Opinion]:
    """All that the passage's events say about the claim's events."""
    reading = pair.claim
    if not reading.events:
        return
    if reading.claim.kind is Kind.COMPARISON and any(_EARLIER.search(t.folded) for t in reading.texts):
        yield from _order(pair)
    elif reading.partner is not None:
        yield from _together(pair)
        yield from _apart(pair)
        yield from _alone(pair)
    elif reading.is_prediction:
        yield from _foretold(pair)
    elif reading.event_ids() & set(EXCLUDES):
        pass  # a deal's day is told by its report, not by what the company launched
    elif (
        reading.stated is not None
        and reading.stated.precision != "year"
        and reading.claim.kind in (Kind.DATE, Kind.FACT)
        and {o.concept.id for o in reading.events if o.positive} & (LAUNCHES | {"upgrade"})
    ):
        dated = list(_dated(pair))
        met = [o for o in dated if o.verdict is Verdict.SUPPORTS]
        yield from met or dated  # what the same passage also dates otherwise is another step of the same story
    if reading.claim.kind is Kind.FACT:
        yield from _deal(pair)
        yield from _done(pair)


def happened(pair: Pair, wanted: frozenset[str], *, subject_only: bool = True) -> Iterator[tuple[Occurrence, Hold]]:
    """Events of the passage that are asserted as facts about the claim's subject."""
    for event in occurrences(pair.passage, "events", sorted(wanted)):
        held = pair.hold(event.start, event.end)
        if (held is Hold.OTHER and subject_only) or _of_another_sort(pair, held, event):
            continue
        if _NOTHING.match(pair.passage.folded, event.end) or _something_else(pair, event) or _unnamed_came(pair, event):
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


_NOTHING = re.compile(
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


def _compatible(reading: ClaimReading) -> frozenset[str]:
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


def _dated(pair: Pair) -> Iterator[Opinion]:
    """Claims that name the day or month of a launch."""
    stated = pair.claim.stated
    if stated is None:
        return
    yield from _anniversary(pair, stated)
    yield from _age(pair, stated)
    exact = pair.claim.event_ids()
    told_otherwise = _dated_otherwise(pair, stated)
    for event, held in happened(pair, _compatible(pair.claim)):
        if told_otherwise and event.concept.id not in exact:
            continue
        when = linked_time(pair.passage, event.start, event.end)
        if when is None:
            if pair.precision != "day" or pair.published is None or not is_fresh(pair.passage, event.start):
                continue
            when_fit = "inside" if stated.first <= pair.published <= stated.last else "unknown"
            told = pair.published.isoformat()
        else:
            when_fit, told = _fit(stated, when), when.text.strip()
        if when_fit == "inside" and told_otherwise:
            continue
        if when_fit == "inside":
            reason = f"{event.concept.label_zh}时间一致:主张“{stated.text.strip()}”,报道“{told}”"
            yield Opinion(Verdict.SUPPORTS, 0.9 * HOLD_WEIGHT[held], reason, "event:date")
        elif when_fit == "outside" and held is Hold.NAMED and event.concept.id in exact and _settles(pair, when, event):
            reason = f"{event.concept.label_zh}时间不符:主张“{stated.text.strip()}”,报道“{told}”"
            yield Opinion(Verdict.REFUTES, 0.78, reason, "event:date")


_MERELY_THEN = re.compile(r"^\s*(?:只是|不过是|仅是|仅仅是|只不过是|其实是|\b(?:is|was) (?:merely|only|just)\b)")


def _dated_otherwise(pair: Pair, stated: TimeRef) -> bool:
    """The claim's month is told as that of another step only ("August was merely when the filing passed")."""
    inside = [t for t in pair.passage.times if t.last >= stated.first and t.first <= stated.last]
    return any(_MERELY_THEN.match(pair.passage.folded[t.end : t.end + 14]) for t in inside)


_YEARS_ON = re.compile(
    r"(?:满|滿)?(?P<zh>[一二两兩三四五六七八九十]|\d{1,2})\s?(?:周岁|周歲|周年|週年|岁生日|歲生日|岁了)"
    r"|(?:上线|发布|推出|问世|面世|亮相)(?:以来)?(?:整整|恰好|正好|刚好|刚刚?满|满)(?P<since>[一二两三四五六七八九十]|\d{1,2})\s?年"
    r"|(?:整整)?(?P<back>[一二两三四五六七八九十]|\d{1,2})\s?年前的今天"
    r"|\b(?P<day>one|two|three|four|five) years? (?:ago today|to the day (?:after|since))"
    r"|\b(?P<nth>first|second|third|fourth|fifth|one|two|three|four|five)(?:-year|[- ]year)? ?(?:anniversary|birthday)"
    r"|\bturn(?:s|ed|ing)? (?P<turned>one|two|three|four|five)\b"
)
_YEARS = {w: n for n, ws in enumerate(("一 one first", "二 两 兩 two second", "三 three third", "四 four fourth", "五 five fifth", "六", "七", "八", "九", "十"), 1) for w in ws.split()}  # fmt: skip
_ABOUT_A_MONTH = timedelta(days=20)  # a birthday is told a few days before or after it


def _anniversary(pair: Pair, stated: TimeRef) -> Iterator[Opinion]:
    """A second birthday in March tells of a birth in March two years before."""
    if pair.published is None or pair.precision != "day":
        return
    for found in _YEARS_ON.finditer(pair.passage.folded):
        word = next(w for w in found.groups() if w)
        years = _YEARS.get(word) or (int(word) if word.isdigit() else 0)
        if not years or pair.hold(*found.span()) not in (Hold.NAMED, Hold.CARRIED):
            continue
        born = pair.published.replace(year=pair.published.year - years, day=min(pair.published.day, 28))
        if stated.first - _ABOUT_A_MONTH <= born <= stated.last + _ABOUT_A_MONTH:
            reason = f"{found.group().strip()},倒推是 {born:%Y-%m},与主张“{stated.text.strip()}”一致"
            yield Opinion(Verdict.SUPPORTS, 0.8, reason, "event:anniversary")
            return


_LAUNCHED = r"(?:上线|发布|推出|问世|面世|亮相|登场|开放|公测|出道|诞生)"
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_AGE = re.compile(
    rf"{_LAUNCHED}(?:至今|到现在|以来|之后|后|已有|已经|已|才|刚好?|仅|不过|满|整整|恰好|正好|算来)*"
    rf"(?:(?P<years>{_N})年(?:零|又|多?)?)?(?:(?P<months>{_N})个(?P<half>半)?月)"
    r"|\b(?P<en>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|eighteen) months?(?: on)? "
    r"(?:after|since|into|from) (?:its|the|it)[^.;,]{0,24}(?:launch|debut|release|unveil|appear|came out|arriv|life|open)\w*"
)
_EN_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
)  # fmt: skip


def _age(pair: Pair, stated: TimeRef) -> Iterator[Opinion]:
    """One year and one month old in April tells of a birth in March of the year before."""
    if pair.published is None or pair.precision != "day":
        return
    for found in _AGE.finditer(pair.passage.folded):
        months = 12 * _number(found["years"]) + _number(found["months"] or found["en"])
        mood = pair.passage.mood(*found.span())
        if not months or not asserted(mood) or pair.hold(*found.span()) not in (Hold.NAMED, Hold.CARRIED):
            continue
        born = pair.published - timedelta(days=months * 30.44 + (15 if found["half"] else 0))
        if stated.first - _ABOUT_A_MONTH <= born <= stated.last + _ABOUT_A_MONTH:
            reason = f"{found.group().strip()},倒推是 {born:%Y-%m},与主张“{stated.text.strip()}”一致"
            yield Opinion(Verdict.SUPPORTS, 0.8, reason, "event:age")
            return


def _number(words: str | None) -> int:
    if not words:
        return 0
    if words in _EN_NUMBERS:
        return _EN_NUMBERS.index(words) + 1
    return int(words) if words.isdigit() else numeral(words)


def _fit(stated: TimeRef, when: TimeRef) -> str:
    fit = time_agreement(stated, when)
    both_days = stated.precision == "day" and when.precision == "day"
    if fit == "outside" and both_days and abs((stated.first - when.first).days) == 1:
        return "inside"  # Beijing and San Francisco date the same hour differently
    return fit


def _settles(pair: Pair, when: TimeRef | None, event: Occurrence) -> bool:
    """Only one explicit date about one event can contradict; a page that lists several dates tells a longer story."""
    return (
        when is not None
        and when.basis == "absolute"
        and _only_time_of_its_item(pair, event)
        and event.concept.id in {"release", "upgrade"}
        and when.precision in ("day", "month", "year")
    )


_ITEM_END = re.compile(r"[;；。\n]|\.\s")


def _only_time_of_its_item(pair: Pair, event: Occurrence) -> bool:
    """A chronicle dates each of its items: what counts is that no other time stands in this one."""
    ends = [0, *(m.end() for m in _ITEM_END.finditer(pair.passage.folded)), len(pair.passage.folded)]
    start = max(e for e in ends if e <= event.start)
    stop = min(e for e in ends if e >= event.end)
    return sum(start <= t.start < stop for t in pair.passage.times) == 1


def _foretold(pair: Pair) -> Iterator[Opinion]:
    """Predictions of a launch: met in time, or met so late that the prediction failed."""
    reading = pair.claim
    wanted = _compatible(reading) & LAUNCHES
    asserted_on, deadline = reading.claim.asserted, reading.deadline
    if not wanted or asserted_on is None or deadline is None:
        return
    for event, held in happened(pair, wanted - {"approval", "unveil"}):
        if held is not Hold.NAMED or not _itself(pair, event):
            continue
        day = day_of(pair, event)
        if day is None and pair.published is not None:
            day = _no_later_than(pair, deadline)
        if day is None or day.last < asserted_on:
            continue
        if day.last <= deadline:
            reason = f"预测的{event.concept.label_zh}已发生({_span(day)}),在期限 {deadline.isoformat()} 之内"
            yield Opinion(Verdict.SUPPORTS, 0.9 * HOLD_WEIGHT[held], reason, "prediction:met")
        elif day.first > deadline:
            reason = f"到 {_span(day)} 才{event.concept.label_zh},已过期限 {deadline.isoformat()}"
            yield Opinion(Verdict.REFUTES, 0.88 * HOLD_WEIGHT[held], reason, "prediction:late")
            return
    if pair.published is not None and publication(pair.published, pair.precision).first > deadline:
        for event in (*_absent(pair), *_still_to_come(pair)):
            said = pair.passage.text[event.start : event.end].strip()
            reason = f"期限 {deadline.isoformat()} 已过,报道称仍未{event.concept.label_zh}:“{said}”"
            yield Opinion(Verdict.REFUTES, 0.82, reason, "prediction:absent")
            return


_BELONGS = re.compile(
    r"^(?:['’]s\b|的)(?!\s*(?:(?:正式)?(?:发布|推出|上线|问世|面世|亮相|开放|研究预览)|(?:official |public |research )?(?:release|launch|debut|arrival|rollout|preview)))"
)
_OTHER_OBJECT = re.compile(
    r"指南|教程|博客|文章|论文|课程|播客|\bguides?\b|\btutorials?\b|\bblog\b|\bpapers?\b|\bcourses?\b"
)
_PART = re.compile(r"的(?!(?:正式|首次|全面)$)[一-鿿a-z ]{1,10}$")  # "a new guide to it is out": the guide is


# "A page about it lands in the index": the page does.
_ABOUT_IT = re.compile(
    r"\b(?:pages?|posts?|articles?|notes?|hints?|listings?|references?|entr(?:y|ies)|rumou?rs?|news|talk|questions?|reports?|reviews?|books?) "
    r"(?:\w+ )?(?:about|on|of|for|to|naming|mentioning|called) (?:the |an? )?$"
)


_NONE_OF = re.compile(r"(?:\bno|\bwithout(?: any)?|没有|没等[来到]|没见[到着]?|不见|并无|仍无)\s*[“\"]?$")


_AWAITED = re.compile(
    r"(?:等[着著待]?|期待|盼[着著望]?|以为|指望)[^。;]{0,16}$|\b(?:wait|hop|count|expect|bet|bank|look)\w*[^.;]{0,40}$"
)
_VAIN = re.compile(
    r"^[^。;]{0,24}(?:等来的?却|却[只仅]|结果[只仅却]|[只仅]等来|落空|没有?等到|扑了?个?空)"
    r"|^[^.;]{0,60}\b(?:left waiting|in vain|were disappointed|got (?:only|nothing|a \w+ instead)|came away (?:with nothing|empty))\b"
)


def _in_vain(pair: Pair) -> Iterator[Occurrence]:
    """看客都等着 GPT-4.5,等来的却只是一个按钮: what was awaited on that day did not come."""
    folded = pair.passage.folded
    for mention in (m for m in pair.passage.mentions if pair.claim.subject.named_by(m)):
        first, _ = pair.passage.sentence_at(mention.start)
        awaited = _AWAITED.search(folded[first : mention.start]) is not None
        if awaited and _VAIN.search(folded[mention.end : mention.end + 90]) is not None:
            yield Occurrence(lexicon()["events"]["release"], mention.start, mention.end, positive=False)


def _absent(pair: Pair) -> Iterator[Occurrence]:
    """Places where the passage says that the claim's subject has not come out."""
    for mention in pair.passage.mentions:
        if pair.claim.subject.named_by(mention) and _NONE_OF.search(pair.passage.folded[: mention.start]):
            yield Occurrence(lexicon()["events"]["release"], mention.start, mention.end, positive=False)
    for event in occurrences(pair.passage, "events", ["release"]):
        mood = pair.passage.mood(event.start, event.end) - {"negation", "denial", "hedge"}
        if (
            not event.positive
            and pair.hold(event.start, event.end) is Hold.NAMED
            and not mood & {"question", "condition"}
        ):
            yield event


_THING_OF = re.compile(
    r"\s*的?\s*(?:最新|官方|完整)?(?:排名|榜单|报告|评测|测评|论文|系统卡|指南|教程|价格|定价|白皮书|样片|演示|视频|博客|文档|跑分|成绩|细节|参数)(?:正式|今天|昨天|已|也)?$"
)
_NOUNS_BETWEEN = re.compile(r" (?:[a-z][a-z\-]+ ){1,2}$")
_STILL_ITSELF = re.compile(
    r" (?:models?|famil(?:y|ies)|series|preview|research|versions?|editions?|opus|sonnet|haiku|turbo|pro|plus|mini|max|ultra|lite|app|api|tool|"
    r"itself|now|has|have|had|was|were|is|are|been|being|will|would|did|does|do|can|may|finally|officially|just|also|then|still|later|soon|today|"
    r"yesterday|suddenly|quietly|first|at|last|to|which|that|who|not|never|only|already|and|text-to-video|video|generator|chatbot|bot) "
)


def _still_to_come(pair: Pair) -> Iterator[Occurrence]:
    """Places where the subject's launch is announced as something to come, so that it has not come yet."""
    for event in occurrences(pair.passage, "events", ["release"]):
        mood = pair.passage.mood(event.start, event.end)
        announced = "plan" in mood and not mood & {"rumour", "question", "condition", "denial", "hedge", "hope"}
        named = pair.hold(event.start, event.end) is Hold.NAMED
        if event.positive and announced and named and _by_its_maker(pair, event) and _itself_planned(pair, event):
            yield event
    for event in _next(pair):
        mood = pair.passage.mood(event.start, event.end)
        unsure = mood & {"rumour", "question", "condition", "denial", "hedge", "hope", "negation"}
        named = pair.hold(event.start, event.end) is Hold.NAMED
        if not unsure and named and _by_its_maker(pair, event) and _itself_planned(pair, event):
            yield event


# A launch told as the next thing, or as so far off, without a word for it.
_NEXT = re.compile(
    r"\bthe next (?:thing|model|one|release|launch)\b[^.;]{0,24}\b(?:is|will be)\b"
    r"|\b(?:is|was|comes?|goes|go(?:es)? (?:in|out)|arriv\w+|due|lands?)(?: up)? next\b|\bnext (?:up|in line|on the list)\b|\bup next\b"
    r"|\b(?:some |a few |several )?(?:weeks|months) (?:away|off|out|from now)\b|\bin (?:the coming |a few |a matter of )?(?:weeks|months)\b"
    r"|(?:下一个|下个)(?:就是|是|轮到|登场|上场)|(?:几|数)(?:周|个月|个星期)(?:之|以)?(?:内|后)(?:就|便|会|见|到|来|登|上|推|发)|接下来(?:就|便)?是|随后就到|排在下一"
)


def _next(pair: Pair) -> Iterator[Occurrence]:
    for found in _NEXT.finditer(pair.passage.folded):
        yield Occurrence(lexicon()["events"]["release"], found.start(), found.end(), positive=True)


_GUESSED = re.compile(
    r"猜测|推测|暗示|讨论|热议|疑似|传闻|爆料|预测|期待|speculat|\bhint|\bdiscuss|\bleak|\brumou?r|\bmay\b|\bmight\b|\bcould\b|\bexpect"
)


def _by_its_maker(pair: Pair, event: Occurrence) -> bool:
    """Announced by the maker or its people, not guessed by others."""
    sentence = pair.passage.sentence_at(event.start)
    if _GUESSED.search(pair.passage.folded, *sentence):
        return False
    owners = pair.claim.subject.owners
    here = pair.passage.within(sentence, pair.passage.mentions)
    return any(
        m.ids & owners or any(pair.names.owner(i) in owners for i in m.ids - pair.claim.subject.ids) for m in here
    )


def _itself_planned(pair: Pair, event: Occurrence) -> bool:
    """The subject as such is to come, not an edition of it for somebody or something of its."""
    near = pair.passage.within(pair.passage.clause_at(event.start), pair.passage.mentions)
    before = [m for m in pair.passage.mentions if m.end <= event.start and pair.claim.subject.named_by(m)]
    near = near or before[-1:]
    return any(
        pair.claim.subject.named_by(m)
        and not _BELONGS.match(pair.passage.folded[m.end : m.end + 40])
        and not _is_attribute(pair.passage.folded[m.end : event.start])
        for m in near
    ) and not _TO_SOME.search(pair.passage.folded, *pair.passage.sentence_at(event.start))


_TO_SOME = re.compile(
    r"向|给|面向|扩大|更多|其他|免费用户|plus|team|企业|教育|欧洲|地区|\bto (?:plus|team|free|edu|enterprise|more|all|other)\b|\bmore\b|\bother\b|\balso\b|\bapi\b|接口"
)


def _is_attribute(between: str) -> bool:
    """ "The Claude 3 ranking is here", Claude 3 排名发布: the ranking is, not the model."""
    if _THING_OF.match(between):
        return True
    return bool(_NOUNS_BETWEEN.match(between)) and not _STILL_ITSELF.search(between)


def _itself(pair: Pair, event: Occurrence) -> bool:
    """The subject itself came out, not something of its ("a guide to Claude 3's uses is out")."""
    clause = pair.passage.clause_at(event.start)
    near = [m for m in pair.passage.within(clause, pair.passage.mentions) if pair.claim.subject.named_by(m)]
    near = near or [m for m in pair.passage.mentions if pair.claim.subject.named_by(m)]
    return any(
        not _BELONGS.match(pair.passage.folded[m.end : m.end + 40])
        and not _PART.search(pair.passage.folded[m.end : event.start])
        and not _ABOUT_IT.search(pair.passage.folded[max(0, m.start - 40) : m.start])
        and not _is_attribute(pair.passage.folded[m.end : event.start])
        and not _OTHER_OBJECT.search(pair.passage.folded, event.end, min(len(pair.passage.folded), event.end + 16))
        and asserted(pair.passage.mood(m.start, m.end))
        for m in near
    )


def _no_later_than(pair: Pair, deadline: object) -> Period | None:
    """An undated report proves only that the event came before the report."""
    assert pair.published is not None
    told = publication(pair.published, pair.precision)
    return told if told.last <= deadline else None  # type: ignore[operator]


def _span(day: Period) -> str:
    return day.first.isoformat() if day.days == 0 else f"{day.first.isoformat()}~{day.last.isoformat()}"


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


def _together(pair: Pair) -> Iterator[Opinion]:
    """Predictions that two launches will coincide."""
    partner = pair.claim.partner
    assert partner is not None
    for event, held in happened(pair, LAUNCHES - {"approval"}):
        day = day_of(pair, event)
        if held not in (Hold.NAMED, Hold.CARRIED) or day is None or day.days > 31:
            continue
        known = min((pair.context.released[i] for i in partner.ids if i in pair.context.released), default=None)
        if known is not None and (day.first - known > APART or known - day.last > APART):
            reason = f"{event.concept.label_zh}于 {_span(day)},而另一方早在 {known.isoformat()} 发布,并非同时"
            yield Opinion(Verdict.REFUTES, 0.88, reason, "prediction:together")
        elif known is not None and day.days == 0 and abs(day.first - known) <= COINCIDENCE:
            reason = f"{event.concept.label_zh}于 {_span(day)},与另一方的 {known.isoformat()} 相隔不过一周"
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


def _apart(pair: Pair) -> Iterator[Opinion]:
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


def _alone(pair: Pair) -> Iterator[Opinion]:
    """The partner came out and the passage says that the subject did not."""
    partner = pair.claim.partner
    assert partner is not None
    out = occurrences(pair.passage, "events", sorted(LAUNCHES - {"approval"}))
    came = [e for e in out if e.positive and hold(pair.passage, partner, e.start, e.end, pair.names) is Hold.NAMED]
    for event in (*_absent(pair), *_in_vain(pair)):
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


def _deal(pair: Pair) -> Iterator[Opinion]:
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


# Events that a report of the same event settles, and what else reports them.
DEEDS = {
    "appointment": frozenset({"appointment", "step_down"}),
    "demonstration": frozenset({"demonstration"}),
    "training": frozenset({"training"}),
}


def _done(pair: Pair) -> Iterator[Opinion]:
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
            if _NOTHING.match(pair.passage.folded, event.end) or (event_id == "appointment" and _elsewhere(pair)):
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
