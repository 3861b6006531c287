"""What stands with what in two texts: the base of a comparison, the giver and the taker, the earlier and the later, and whose
deed it was (who did it to whom: agents.py). One changed slot turns a claim round although all its words are there. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from houxu.judge.alignment import Aligned
from houxu.judge.signs import AGAINST, FOR, Sign
from houxu.judge.word_lists import GENERIC
from houxu.judge.wording import Hit, Word, Wording, is_thing, name_kind
from houxu.text.times import TimeRef


def signs(pair: Aligned) -> Iterator[Sign]:
    """All signs from slots."""
    for detector in DETECTORS:
        yield from detector(pair)


# -- year on year, month on month ------------------------------------------------------------------------------------

_YEAR_ON_YEAR = r"同比|(?:[比较]|(?<![高低多少大小快慢好差优强弱])于|与)?(?:去年|上年|上一年|前一年)(?:同期|同月|同季|同一时期|的?水平)?(?:相比)?|一年前|year on year|a year earlier"
_STEP_ON_STEP = r"环比|(?:[比较]|(?<![高低多少大小快慢好差优强弱])于|与)?(?:上个?月|上月|前一个?月|上个?季度?|上一季度?|前一季度?|上周|前一周|前一(?:个)?交易日|前一日|前一天)(?:相比)?|month on month"
_BASE = re.compile(rf"(?P<year>{_YEAR_ON_YEAR})|(?P<step>{_STEP_ON_STEP})")
_MONTH_BEFORE = re.compile(r"(?P<now>\d{1,2})月份?[^,。;]{0,14}[比较](?P<then>\d{1,2})月")
_REACH = 12  # characters from a base to the direction it is told with


def base_of(text: Wording, hit: Hit) -> str:
    """ "year" or "step" when a rise or fall is told against the year or the month before; "" when it is not said."""
    start = max(text.clause_span(hit.start)[0], hit.start - _REACH)
    found = list(_BASE.finditer(text.folded, start, hit.start)) or list(
        _BASE.finditer(text.folded, hit.end, min(len(text.folded), hit.end + 1))
    )
    if found:
        return "year" if found[-1]["year"] else "step"
    months = _MONTH_BEFORE.search(text.folded, text.clause_span(hit.start)[0], hit.start)
    return "step" if months and (int(months["now"]) - int(months["then"])) % 12 == 1 else ""


def base_before(text: Wording, place: int, least: int) -> str:
    """The same for a number: the base told between the number before it and itself, in its clause."""
    start = max(text.clause_span(place)[0], least, place - 2 * _REACH)
    found = list(_BASE.finditer(text.folded, start, place))
    return ("year" if found[-1]["year"] else "step") if found else ""


def on_the_same_base(pair: Aligned, ours: Hit, theirs: Sequence[Hit]) -> Sequence[Hit]:
    """Of the passage's rises and falls those that are told against what the claim is told against."""
    base = "" if _said_of_another(pair) else base_of(pair.claim, ours)
    return [h for h in theirs if base_of(pair.passage, h) == base] or theirs if base else theirs


_HIGHER = r"高于|多于|超过|上升|上涨|增长|增加|提高|回升|走高|走强|上行|涨|增|升|快于|好于"
_LOWER = r"低于|少于|不及|下降|下跌|减少|降低|回落|走低|走弱|下行|跌|减|降|慢于|差于|不如"
_WAY = re.compile(rf"(?P<flat>持平|基本不变|变化不大|变化很小|相当)|(?P<up>{_HIGHER})|(?P<down>{_LOWER})")


def _ways_by_base(text: Wording) -> dict[str, str]:
    """Which way each base is told: {"year": "down", "step": "up"}; a base told two ways is left out."""
    told: dict[str, set[str]] = {}
    for base in _BASE.finditer(text.folded):
        kind = "year" if base["year"] else "step"
        stop = text.clause_span(base.start())[1]
        way = _WAY.search(text.folded, base.end(), min(stop, base.end() + _REACH))
        compared = base[0].endswith("相比") or text.folded.startswith("相比", base.end())
        if way is None and compared and text.folded.startswith((",", "相比,"), base.end()):  # 与去年同期相比,...回落
            start = text.folded.index(",", base.end()) + 1
            way = _WAY.search(text.folded, start, text.clause_span(start)[1])
        if way is None:  # 低于去年同期: the way stands before the base
            ahead = list(
                _WAY.finditer(text.folded, max(text.clause_span(base.start())[0], base.start() - 4), base.start())
            )
            way = ahead[-1] if ahead else None
        if way is not None:
            told.setdefault(kind, set()).add(next(k for k, v in way.groupdict().items() if v))
    return {k: next(iter(v)) for k, v in told.items() if len(v) == 1}


_SLIGHTLY = re.compile(r"微[增降升涨跌]|略[增降升涨有]|小幅|稍[增降有]")


def _against_base(pair: Aligned) -> Iterator[Sign]:
    """低于去年同期, and 同比增长 beside 环比下降: only the same base answers."""
    ours, theirs = _ways_by_base(pair.claim), _ways_by_base(pair.passage)
    if pair.claim.figures or len(ours) != 1:
        return
    base, way = next(iter(ours.items()))
    if base in theirs and not _said_of_another(pair):
        name = "同比" if base == "year" else "环比"
        if "flat" in (way, theirs[base]) and _SLIGHTLY.search(pair.passage.folded):
            return
        if theirs[base] == way:
            yield Sign(FOR, 0.5, f"{name}方向一致")
        else:
            yield Sign(AGAINST, 0.9, f"{name}方向不符")


def _said_of_another(pair: Aligned) -> bool:
    """汽车出口下降,其中新能源汽车出口上升: a part of it goes another way."""
    return re.search(r"其中[^,。;]{0,16}(?:逆势|反而|却|不降反|不增反)", pair.passage.folded) is not None


def tells_base(pair: Aligned) -> bool:
    """Both texts tell which way something went against the same base."""
    ours, theirs = _ways_by_base(pair.claim), _ways_by_base(pair.passage)
    return not pair.claim.figures and len(ours) == 1 and next(iter(ours)) in theirs and not _said_of_another(pair)


# -- from whom to whom -------------------------------------------------------------------------------------------------

_TARGET = re.compile(
    r"向(?P<to>[^,。;]{2,14}?)(?=提供|支付|出售|转让|借|捐|交付|供应|发出|提出|索赔|道歉|致歉|赔礼|赔偿|求助|求援|投诉|举报|开火|宣战|捐赠|赠送|索取|追讨|求婚|通报|透露|汇报|出口|输出|输送|开放|采购|购买|提起|发起|申请|投)"
)


_SENT = re.compile(r"(?:输往|销往|运往|出口到|卖给|送给|借给|转让给|输送给|发往|捐给|交给)(?P<to>[^,。;的]{2,10})")


def _givers(pair: Aligned) -> Iterator[Sign]:
    """甲向乙提供借款 is not 乙向甲提供借款."""
    ours, theirs = (_TARGET.search(t.folded) or _SENT.search(t.folded) for t in (pair.claim, pair.passage))
    if ours is None or theirs is None:
        return
    giver, taker = last_thing(pair.claim, ours.start()), first_thing(pair.claim, ours.span("to"))
    if giver is None or taker is None:
        return
    first = max((e for e in pair.passage.sentences if e <= theirs.start()), default=0)
    there = (first, theirs.start())
    sent, got = stands_in(pair, giver, there), stands_in(pair, taker, theirs.span("to"))
    turned = stands_in(pair, taker, there) and stands_in(pair, giver, theirs.span("to"))
    if sent and got:
        yield Sign(FOR, 0.4, f"“{theirs[0]}”与主张一致")
    elif turned and not sent:
        yield Sign(AGAINST, 0.9, f"双方相反:主张“{giver.text}{ours[0]}”,报道“{theirs[0]}”")


def last_thing(text: Wording, end: int) -> Word | None:
    """The last noun before a place, in its clause."""
    start = text.clause_span(end)[0]
    found = [w for w in text.words if start <= w.start and w.end <= end and is_thing(w.text)]
    return found[-1] if found else None


def first_thing(text: Wording, span: tuple[int, int]) -> Word | None:
    """The first noun in a span."""
    return next((w for w in text.words if span[0] <= w.start < span[1] and is_thing(w.text)), None)


def stands_in(pair: Aligned, word: Word, span: tuple[int, int]) -> bool:
    """True when the passage has a word of the claim in a span."""
    return any(span[0] <= p < span[1] for p in pair.found[word.start][1])


# -- which came first ---------------------------------------------------------------------------------------------------

_AFTER = re.compile(
    r"^(?P<late>[^,。;]{2,18}?)(?:发生|出现|是|安排)?在(?P<early>[^,。;]{2,18}?)(?:之后|以后|后)(?:。|$|才|发生|进行|举行)"
    r"|^(?P<early2>[^,。;先]{2,18}?)(?:之后|以后|后),?(?:才|再|又|随后|随即)?(?P<late2>[^,。;]{2,18})"
    r"|先(?P<early3>[^,。;先]{2,16}?)[,、]?(?:之后|而后|然后|后来|再|后|才)(?:才|再)?(?P<late3>[^,。;]{2,16})"
)
_BEFORE = re.compile(
    r"^(?P<early>[^,。;]{2,18}?)(?:发生|出现|是|安排)?在(?P<late>[^,。;]{2,18}?)(?:之前|以前|前)(?:。|$|就|已|完成|发生|进行|举行)"
    r"|^(?P<late2>[^,。;]{2,18}?)(?:之前|以前),?(?P<early2>[^,。;]{2,18})"
)
_THEN = re.compile(
    r"中午|下午|傍晚|当晚|晚上|夜里|第二天|随后|之后|然后|而后|再(?=[^现度次])|才|接着|其后|第二步|后来|次日|翌日|(?:分钟|小时|天|日|周|个?月|年)(?:之)?后"
)


def _order(pair: Aligned) -> Iterator[Sign]:
    """What the claim puts first and the passage puts second."""
    told = _two_events(pair)
    same = _passage_order(pair, *told[1]) if told else None
    if told is None or same is None:
        return
    words = "、".join(pair.claim.folded[a:b] for a, b in told[0])
    yield Sign(FOR, 0.5, f"先后一致:{words}") if same else Sign(AGAINST, 0.9, f"先后相反:{words}")


def tells_order(pair: Aligned) -> bool:
    """The claim says which of two events came first, and the passage does too."""
    told = _two_events(pair)
    return told is not None and _passage_order(pair, *told[1]) is not None


Spans = tuple[tuple[int, int], tuple[int, int]]


def _two_events(pair: Aligned) -> tuple[Spans, tuple[int, int]] | None:
    """The claim's earlier and later event, and where the passage speaks of each."""
    spans = _earlier_later(pair.claim)
    if spans is None:
        return None
    early, late = (_place(pair, span) for span in spans)
    if early is None or late is None or early == late:
        return None
    together = pair.passage.sentence(early) == pair.passage.sentence(late)
    return (spans, (early, late)) if together or (_when(pair, early) and _when(pair, late)) else None


def _earlier_later(text: Wording) -> Spans | None:
    for pattern in (_BEFORE, _AFTER):
        if found := pattern.search(text.folded.rstrip("。")):
            names = [n for n in found.groupdict() if found[n]]
            early = next(found.span(n) for n in names if n.startswith("early"))
            late = next(found.span(n) for n in names if n.startswith("late"))
            return early, late
    return None


def _place(pair: Aligned, span: tuple[int, int]) -> int | None:
    """Where the passage speaks of a phrase of the claim: the place of its last telling word that only this phrase has."""
    here = [w for w in pair.claim.words if span[0] <= w.start < span[1] and w.text not in GENERIC]
    there = {w.text for w in pair.claim.words if not span[0] <= w.start < span[1]}
    said = [w for w in here if w.text not in there and len(w.text) > 1 and pair.found[w.start][0] >= 0.8]
    once = [w for w in said if len(pair.found[w.start][1]) == 1] or said
    return pair.found[once[-1].start][1][0] if once and pair.found[once[-1].start][1] else None


def _when(pair: Aligned, place: int) -> TimeRef | None:
    return next((t for t in pair.passage.times if pair.passage.clause(t.start) == pair.passage.clause(place)), None)


def _passage_order(pair: Aligned, early: int, late: int) -> bool | None:
    """True when the passage has the two in the claim's order, False when in the other one, None when it does not say."""
    first, second = _when(pair, early), _when(pair, late)
    if first is not None and second is not None and first is not second and first.precision == second.precision:
        if first.last < second.first:
            return True
        if second.last < first.first:
            return False
    low, high = sorted((early, late))
    between = pair.passage.folded[low : high + 2]
    if re.search(r"(?:之前|以前|前)[,,]?", between) and not _THEN.search(between):
        return early > late
    if _THEN.search(between) or re.search(r"先(?!后|生|进|锋|手|前)", pair.passage.folded[max(0, low - 8) : high]):
        return early < late
    return None


_FIRST = re.compile(r"率先|首开|第一[个家位座所例批]|首[个家位座例批]|最早|头一[个家]")


def _first_of_all(pair: Aligned) -> Iterator[Sign]:
    """江苏率先推行,浙江跟进: who was the first."""
    ours, theirs = _FIRST.search(pair.claim.folded), _FIRST.search(pair.passage.folded)
    if ours is None or theirs is None:
        return
    mine = [w for w in pair.claim.words if w.end <= ours.start() and is_actor(w.text)]
    told = [w for w in pair.passage.words if w.end <= theirs.start() and is_actor(w.text)]
    if not mine or not told or pair.passage.clause(told[-1].start) != pair.passage.clause(theirs.start()):
        return
    here = pair.found[mine[-1].start][1]
    if any(told[-1].start <= p < told[-1].end for p in here):
        yield Sign(FOR, 0.5, f"最先的一致:“{told[-1].text}”")
    elif here and min(here) > theirs.end():
        yield Sign(AGAINST, 0.85, f"最先的不同:主张“{mine[-1].text}”,报道“{told[-1].text}”", "name")


# -- whose deed ------------------------------------------------------------------------------------------------------------

_KINDS = frozenset({"nr", "ns", "nt", "nz"})
_BODY = re.compile(
    r"(?!该|本|这|那|其).{2,10}(?:部|局|委|委员会|院|所|会|社|署|厅|司|行|大学|学院|公司|集团|队|医院|法院|协会|中心)$"
)


def is_actor(text: str) -> bool:
    """A person, place or body, by the dictionary or by its last syllable."""
    return name_kind(text) in _KINDS or _BODY.match(text) is not None


def _kind(text: str) -> str:
    return "body" if _BODY.match(text) else name_kind(text)


def _rivals(pair: Aligned) -> Iterator[Sign]:
    """The claim's name stands in the passage, but the deed stands with another name of its kind."""
    for name in pair.claim.words:
        kind = _kind(name.text)
        places = pair.found[name.start][1]
        if not is_actor(name.text) or not places or pair.found[name.start][0] < 0.85:
            continue
        deed = _deed_beside(pair, name)
        at = pair.found[deed.start][1][0] if deed else None
        counted = kind == "ns" and (at is None or pair.passage.clause(at) in {pair.passage.clause(p) for p in places})
        if counted:
            at = _ordinal_beside(pair)
        counted = counted or (deed is not None and deed.text[0] in "第首")
        if at is None:
            continue
        mine = {pair.passage.clause(p) for p in places}
        if pair.passage.clause(at) in mine or (pair.passage.clause(at) - 1 in mine and not counted):
            return  # 再赴欧洲,在布鲁塞尔巡演: the place it belongs to, or who goes on
        rivals = [
            w
            for w in pair.passage.words
            if pair.passage.clause(w.start) == pair.passage.clause(at)
            and _kind(w.text) == kind
            and w.text not in pair.claim.folded
            and (w.start < at or counted)
        ]
        if rivals:
            said = deed.text if deed else name.text
            yield Sign(AGAINST, 0.7, f"“{said}”在报道里说的是“{rivals[0].text}”,不是“{name.text}”", "name")
            return


def _ordinal_beside(pair: Aligned) -> int | None:
    """Where the passage has the claim's "second" (第二座工厂), when in one place only."""
    ours = [h for h in pair.claim.hits if h.group == "first"]
    theirs = [h for h in pair.passage.hits if h.group == "first" and len(ours) == 1 and h.side == ours[0].side]
    return theirs[0].start if len(theirs) == 1 else None


def _deed_beside(pair: Aligned, name: Word) -> Word | None:
    """The claim's verb nearest to a name, when the passage has it in just one place."""
    verbs = [
        w
        for w in pair.claim.words
        if len(w.text) > 1
        and not is_thing(w.text)
        and pair.found[w.start][0] >= 0.85
        and len(pair.found[w.start][1]) == 1
    ]
    return min(verbs, key=lambda w: abs(w.start - name.start), default=None)


# -- the most of all, by numbers -------------------------------------------------------------------------------------------

_MOST = re.compile(r"(?:最(?P<high>高|大|多|长|快|贵|强)|最(?P<low>低|小|少|短|慢|便宜)|第一大|首位|居首|榜首|第一位)")


def _superlatives(pair: Aligned) -> Iterator[Sign]:
    """ "Coffee sells most", and a passage in which copper has 31 per cent, coffee 27."""
    asked = _MOST.search(pair.claim.folded)
    if asked is None or pair.claim.figures:
        return
    names = [w for w in pair.claim.words if is_thing(w.text) and len(w.text) > 1 and len(pair.found[w.start][1]) == 1]
    figures = [q for q in pair.passage.figures if q.dimension not in ("rank", "multiple", "points")]
    told = {}
    for name in names:
        at = pair.found[name.start][1][0]
        behind = [
            q
            for q in figures
            if 0 <= q.start - at - len(name.text) <= 3 and pair.passage.clause(q.start) == pair.passage.clause(at)
        ]
        if behind:
            told[name.text] = behind[0]
    if len(told) != 1:
        return
    leader, mine = next(iter(told.items()))
    rivals = [
        q
        for q in figures
        if q is not mine
        and (q.unit, q.dimension) == (mine.unit, mine.dimension)
        and pair.passage.sentence(q.start) == pair.passage.sentence(mine.start)
    ]
    if not rivals:
        return
    way = -1 if asked["low"] else 1
    first = all((mine.value - q.value) * way >= 0 for q in rivals)
    said = f"“{leader}”{mine.text.strip()}"
    yield Sign(FOR, 0.5, f"比较一致:{said}", "derived") if first else Sign(AGAINST, 0.85, f"比较不符:{said}", "derived")


DETECTORS: tuple[Callable[[Aligned], Iterator[Sign]], ...] = (
    _givers, _order, _first_of_all, _rivals, _superlatives, _against_base,
)  # fmt: skip
