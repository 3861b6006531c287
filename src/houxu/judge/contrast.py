"""What in a passage speaks for or against a claim that stands alone: numbers, times, words that exclude each other.

Every detector yields `Sign`s: how likely (0 to 1) this one place decides the pair in that direction, and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from houxu.judge.alignment import Aligned, other_kind
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.judge.slots import base_of, on_the_same_base, tells_base, tells_order
from houxu.judge.word_lists import GENERIC
from houxu.judge.wording import Hit, Word, Wording, beside_verb, is_thing, is_unknown, name_kind, stands_aside
from houxu.text import modality

SIDES_AT = 0.18  # nearness from which a word of the passage is about the same thing as the claim's


def signs(pair: Aligned) -> Iterator[Sign]:
    """All signs that do not need arithmetic."""
    for detector in DETECTORS:
        yield from detector(pair)


def _opposites(pair: Aligned) -> Iterator[Sign]:
    groups = {h.group for h in pair.claim.hits}
    if tells_base(pair):
        groups -= {"rise"}
    if tells_order(pair):
        groups -= {"before"}  # slots.py lays the two events side by side
    for group in groups:
        if group.startswith(("#", ">", "same_words")) or (group in ("single", "cumulative") and pair.claim.figures):
            continue
        theirs = [h for h in pair.passage.hits if h.group == group]
        mine = [h for h in pair.claim.hits if h.group == group]
        if len({h.side ^ h.negated for h in mine}) > 1:
            continue  # "the highest and the lowest": which is said of what, only the slots tell
        for ours in mine:
            yield from _opposite(pair, ours, theirs)


def _opposite(pair: Aligned, ours: Hit, theirs: Sequence[Hit]) -> Iterator[Sign]:
    if not theirs:
        if not ours.ordinary and ours.text not in pair.passage.folded:
            narrows = pair.claim.figures and ours.group in _NARROWING
            yield Sign(OPEN, 0.6 if narrows else 0.25, f"报道没有说“{ours.text}”", "attribute" if narrows else "word")
        return
    part = ours.text in pair.passage.folded and not any(h.text == ours.text for h in theirs)
    theirs = [h for h in _of_the_same(pair, ours, theirs) if _same_side(ours, h) or not _rival_clause(pair, h)]
    if not theirs:
        return
    if ours.group == "rise":
        theirs = on_the_same_base(pair, ours, theirs)
        bases = {base_of(pair.passage, h) for h in theirs}
        if (base := base_of(pair.claim, ours)) and "" not in bases and base not in bases:
            yield Sign(OPEN, 0.7, "同比与环比不是一回事")
            return
    near = [(pair.nearness(ours.start, h.start, [t.start for t in theirs if t is not h]), h) for h in theirs]
    best, told = max(near, key=lambda n: n[0] + (0.02 if _same_side(ours, n[1]) else 0))
    if _same_side(ours, told):
        yield Sign(FOR, 0.3, f"“{told.text}”与主张一致")
    elif part:
        return  # 新的条例 beside 新规: said as part of another word
    elif not any(_same_side(ours, h) and n > 0.8 * best for n, h in near) and (
        best >= SIDES_AT or (told.text == ours.text and len(ours.text) > 1)
    ):
        if pair.claim.figures and ours.group in _NARROWING:
            yield Sign(OPEN, 0.7, f"报道说的是“{told.text}”", "attribute")
            yield Sign(AGAINST, 0.4, f"主张“{_said(ours)}”,报道“{_said(told)}”", "attribute")
            return
        force = 0.92 if not ours.ordinary else 0.8
        kind = "order" if ours.group == "before" else "word"
        yield Sign(AGAINST, force, f"主张“{_said(ours)}”,报道“{_said(told)}”", kind)


def _of_the_same(pair: Aligned, ours: Hit, theirs: Sequence[Hit]) -> Sequence[Hit]:
    """Of several hits those that speak of what the claim speaks of: not of the opposite subject, in the very word, in the
    clause that names whom the claim's clause names (李雪夺冠,张雨亚军)."""
    if len({h.side ^ h.negated for h in theirs}) < 2:
        return theirs
    theirs = [h for h in theirs if not _other_subject(pair, ours, h)] or theirs
    if (part := _part(pair)) is not None:
        theirs = [h for h in theirs if h.start > part] or theirs
    if not ours.ordinary and len(ours.text) > 1:
        theirs = [h for h in theirs if h.text == ours.text and _own_subject(pair, h)] or theirs
    shared = [(_shared(pair, h), h) for h in theirs]
    most = max(n for n, _ in shared)
    theirs = [h for n, h in shared if n >= most - _MARGIN]
    clause = pair.claim.clause(ours.start)
    for word in pair.claim.words:
        if pair.claim.clause(word.start) != clause or name_kind(word.text) not in ("nr", "ns", "nt"):
            continue
        places = pair.found[word.start][1] if pair.found[word.start][0] >= 0.8 else ()
        if len(places) == 1:
            here = [h for h in theirs if pair.passage.clause(h.start) == pair.passage.clause(places[0])]
            if here:
                return here
    return theirs


_MARGIN = 1.2  # weight of shared words by which one clause speaks more of the claim than another


def _shared(pair: Aligned, hit: Hit) -> float:
    """The weight of the claim's words in the clause of a hit, the hit aside."""
    clause = pair.passage.clause(hit.start)
    return sum(
        w.weight
        for w in pair.claim.words
        if pair.found[w.start][0] >= 0.8
        and any(pair.passage.clause(p) == clause and not hit.start <= p < hit.end for p in pair.found[w.start][1])
    )


def _part(pair: Aligned) -> int | None:
    """汽车出口下降,其中新能源汽车出口上升: where the part begins that the claim speaks of."""
    at = pair.passage.folded.find("其中")
    mine = any(len(w.text) > 1 and (p := pair.found[w.start][1]) and min(p) > at for w in pair.claim.words)
    return at if at >= 0 and mine else None


def _own_subject(pair: Aligned, hit: Hit) -> bool:
    """What opens the clause of a hit is of the claim's words, or nothing is named there."""
    clause = pair.passage.clause(hit.start)
    opens = [w for w in pair.passage.words if pair.passage.clause(w.start) == clause and is_thing(w.text)]
    return not opens or opens[0].start >= hit.start or opens[0].text in pair.claim.folded


_MEANWHILE = re.compile(r"^(?:同期|此外|另外|另一方面|与此同时|相比之下|其余|其他)|^[^,。;]{1,6}则")


def _rival_clause(pair: Aligned, hit: Hit) -> bool:
    """The clause speaks of somebody else: a name of the claim's kind that the claim does not know, while the claim's own
    stands elsewhere; or it opens with "meanwhile" and another clause has more of the claim's words."""
    first, last = pair.passage.clause_span(hit.start)
    if _MEANWHILE.search(pair.passage.folded[first:last]) and _shared(pair, hit) <= 1.0 < pair.coverage * sum(
        w.weight for w in pair.claim.words
    ):
        return True
    mine = {k for w in pair.claim.words if (k := name_kind(w.text)) in ("nr", "ns", "nt") and pair.found[w.start][1]}
    here = [w for w in pair.passage.words if first <= w.start < last and name_kind(w.text) in mine]
    strangers = [w for w in here if w.text not in pair.claim.folded]
    return bool(strangers) and len(strangers) == len(here) and _shared(pair, hit) < 1.0


def _other_subject(pair: Aligned, ours: Hit, told: Hit) -> bool:
    """结婚登记回升,离婚登记下降: the clause speaks of the opposite of what the claim speaks of."""
    clause = pair.passage.clause(told.start)
    here = [h for h in pair.passage.hits if h.group != ours.group and pair.passage.clause(h.start) == clause]
    mine = [h for h in pair.claim.hits if h.group != ours.group]
    return any(h.group == m.group and not _same_side(h, m) for h in here for m in mine)


# Groups that say whose or which number it is.
_NARROWING = frozenset(
    [
        *("first", "period", "gender", "town", "home", "age", "import", "gross", "medal", "compass", "game_half"),
        *("holiday", "first_span"),
    ]
)


def _same_side(a: Hit, b: Hit) -> bool:
    return (a.side == b.side) == (a.negated == b.negated)


def _said(hit: Hit) -> str:
    return ("不/未" if hit.negated else "") + hit.text


_PASSIVE = re.compile(r"被|遭|受到|为.{0,6}所|\bby\b")


def _relations(pair: Aligned) -> Iterator[Sign]:
    """Who beat whom: the order of two names, the verb's side and a passive must fit together."""
    ordered = tells_order(pair)
    for ours in (h for h in pair.claim.hits if h.group.startswith(">")):
        if ordered and ours.group == ">precede":
            continue
        names = _sides_of(pair, ours)
        if names is None:
            continue
        for told in (h for h in pair.passage.hits if h.group == ours.group):
            turn = _turned(pair, names, told)
            if turn is None:
                continue
            same = (ours.side == told.side) == (ours.negated == told.negated)
            if _passive(pair.claim.folded, ours) != _passive(pair.passage.folded, told):
                same = not same
            if same != turn:
                yield Sign(FOR, 0.5, f"“{told.text}”的双方与主张一致")
            else:
                yield Sign(AGAINST, 0.9, f"“{told.text}”的双方与主张相反")
            return


def _passive(folded: str, hit: Hit) -> bool:
    return bool(_PASSIVE.search(folded, max(0, hit.start - 10), hit.start))


def _sides_of(pair: Aligned, hit: Hit) -> tuple[Word, Word] | None:
    """The words nearest before and after the verb that the passage has too."""
    words = [w for w in pair.claim.words if pair.found[w.start][0] >= 0.5 and pair.found[w.start][1]]
    before = [w for w in words if w.end <= hit.start]
    after = [w for w in words if w.start >= hit.end]
    if not before or not after:
        return None
    return max(before, key=lambda w: (w.name, w.start)), min(after, key=lambda w: (not w.name, w.start))


def _turned(pair: Aligned, names: tuple[Word, Word], told: Hit) -> bool | None:
    """True when the passage names the two in the other order around its verb; None when it is not about them."""
    first, second = (pair.found[w.start][1] for w in names)
    nearest = [min(p, key=lambda x: abs(x - told.start)) for p in (first, second)]
    if any(pair.passage.sentence(p) != pair.passage.sentence(told.start) for p in nearest):
        return None
    if nearest[0] < told.start < nearest[1]:
        return False
    if nearest[1] < told.start < nearest[0]:
        return True
    return None if nearest[0] == nearest[1] else nearest[1] < nearest[0]


_SHARES = ("全部", "多数", "部分", "无一")


def _shares(pair: Aligned) -> Iterator[Sign]:
    """All, most, some, none: any two exclude each other in a news sentence about the same people or things."""
    ours = [h for h in pair.claim.hits if h.group == "#share"]
    theirs = [h for h in pair.passage.hits if h.group == "#share"]
    counted = _counted_share(pair) if ours else None
    rest = None if counted or _REST.search(pair.claim.folded) else _REST.search(pair.passage.folded)
    if rest and any(h.side == 0 for h in ours) and not any(h.side == 0 for h in theirs):
        yield Sign(AGAINST, 0.75, f"报道说“{rest[0]}”,不是全部")
    for said in ours:
        if counted is not None:
            side, words = counted
            fits = side in (1, 2) if said.side == 2 and said.text.startswith(_NOT_ALL) else side == said.side
            yield Sign(FOR, 0.5, f"范围一致:{words}") if fits else Sign(AGAINST, 0.8, f"范围不同:{words}")
            continue
        near = [(pair.nearness(said.start, h.start), h) for h in theirs]
        if not near:
            if not said.ordinary:
                yield Sign(OPEN, 0.3, f"报道没有说“{said.text}”")
            continue
        best, told = max(near, key=lambda n: n[0] + (0.02 if n[1].side == said.side else 0))
        if best < SIDES_AT:
            continue
        if told.side == said.side:
            yield Sign(FOR, 0.3, f"范围一致:{_SHARES[told.side]}")
        elif told.side < said.side < 3 and not said.text.startswith(("少", "个", "几", "极")):
            yield Sign(AGAINST, 0.65, f"范围不同:主张“{said.text}”,报道“{told.text}”")
        else:
            yield Sign(AGAINST, 0.85, f"范围不同:主张“{said.text}”,报道“{told.text}”")


_REST = re.compile(
    r"除[^,。;]{1,8}(?:外|以外|之外)[^,。;]{0,4}(?:均|都|全|其余|皆)|(?:另有?|还有|尚有|仍有|其余|剩下|剩余|其他|余下)的?[\d一二两三四五六七八九十几数百千万]+[^,。;\d]{0,6}(?:仍|尚|还|未|没|无|下落|失踪|被困|除外|另)"
)
_NOT_ALL = ("不", "并", "未", "没")
_OF_THEM = re.compile(r"[^,。;\d]{0,8}(?:里|中|当中|之中|内|的),?[^,。;\d]{0,4}$")


def _counted_share(pair: Aligned) -> tuple[int, str] | None:
    """12条线路里有11条: the side of 全部, 多数, 部分, 无一 that two counts of one kind tell, and their words."""
    figures = pair.passage.figures
    for whole, part in pairwise(figures):
        between = pair.passage.folded[whole.end : part.start]
        if whole.dimension == part.dimension and 0 <= part.value <= whole.value and _OF_THEM.match(between):
            share = part.value / whole.value if whole.value else 0.0
            side = 0 if share == 1 else 3 if share == 0 else 1 if share > 0.5 else 2
            return side, pair.passage.folded[whole.start : part.end]
    return None


_SOLELY = re.compile(r"(?:只|仅|唯有|单单)(?:对|向|给|限|有|面向|允许|供|适用于)(?P<who>[^,。;]{2,8})")
_TO_ALL = re.compile(r"(?:所有|全部|全体|任何|每一?[位名个])(?P<who>[^,。;]{2,8})")


def _only_or_all(pair: Aligned) -> Iterator[Sign]:
    """只对会员免费 against 所有顾客免费."""
    for ours, theirs in ((_SOLELY, _TO_ALL), (_TO_ALL, _SOLELY)):
        mine, told = ours.search(pair.claim.folded), theirs.search(pair.passage.folded)
        if mine and told and not theirs.search(pair.claim.folded) and mine["who"][:2] != told["who"][:2]:
            yield Sign(AGAINST, 0.7, f"范围不同:主张“{mine[0]}”,报道“{told[0]}”")
            return


def _denials(pair: Aligned) -> Iterator[Sign]:
    """A shared word that one text denies and the other states."""
    ours_direct = {w.start for w in _denied(pair.claim)}
    theirs_direct = {w.start for w in _denied(pair.passage)}
    for word in pair.claim.words:
        degree, places = pair.found[word.start]
        if degree < 0.8 or not places or len(word.text) < 2 or _in_opposite(pair, word):
            continue
        near = any(abs(p - d) <= 1 for p in places for d in theirs_direct)
        if word.start not in ours_direct and not near:
            continue
        if word.start not in ours_direct and ours_direct:
            continue  # both deny something: 没有关联, and 未显示更易失眠
        ours = _is_denied(pair.claim, word.start, word.end)
        told = {_is_denied(pair.passage, p, p + len(word.text)) for p in places}
        if told == {not ours}:
            yield Sign(AGAINST, 0.82, f"主张否定“{word.text}”,报道没有否定" if ours else f"报道否定“{word.text}”")
            return


def _is_denied(text: Wording, start: int, end: int) -> bool:
    return modality.negated(text.text, [c for c in text.cues if c.text not in ("不是", "并非")], start, end)


def _in_opposite(pair: Aligned, word: Word) -> bool:
    """The lexicon judges its own words, denials included."""
    groups = {
        h.group for h in pair.claim.hits if h.start <= word.start < h.end and not h.group.startswith("same_words")
    }
    return any(h.group in groups for h in pair.passage.hits)


def _denied(text: Wording) -> list[Word]:
    """The first content word right behind each negation; behind a preposition (不必为商家担责) the first verb."""
    found = []
    for cue in text.cues:
        if cue.kind != "negation":
            continue
        aside = beside_verb(text.folded, [(w.text, w.start, w.end) for w in text.words], cue)
        governed = [w for w in text.words if cue.end < w.end and w.start < cue.last]
        if aside is None and stands_aside(text.folded, cue):
            found += governed[-1:]
        else:
            at = aside[1] if aside else cue.end
            near = [w for w in governed if at < w.end and w.start < at + 5]
            whom = cue.text in ("没有", "无", "没") and near and is_thing(near[0].text)
            found += near[: 2 if whom else 1]  # 没有人员死亡: whom, and what did not befall them
    return found


def _swaps(pair: Aligned) -> Iterator[Sign]:
    """Where the passage has another word in the claim's place, with the same words on both sides of it.

    A passage in other words differs in several places, so only the place that tells most counts in full.
    """
    ours, theirs = pair.claim.words, pair.passage.words
    matcher = SequenceMatcher(None, [w.text for w in ours], [w.text for w in theirs], autojunk=False)
    blocks = matcher.get_opcodes()
    found: list[Sign] = []
    for number, (tag, a1, a2, b1, b2) in enumerate(blocks):
        if tag != "replace" or a2 - a1 > 4 or b2 - b1 > 5:
            continue
        held = (number > 0) + (number + 1 < len(blocks))
        found.extend(_swap(pair, ours[a1:a2], theirs[b1:b2], held))
    found.sort(key=lambda s: -s.force)
    yield from found[:1]
    yield from (replace(s, force=s.force * _FURTHER) for s in found[1:])


_FURTHER = 0.3  # of its force, for every place but the first


def _swap(pair: Aligned, ours: Sequence[Word], theirs: Sequence[Word], held: int) -> Iterator[Sign]:
    lost = [
        w
        for w in ours
        if not _POINTS.match(w.text)
        and pair.found[w.start][0] < 0.45
        and not _in_opposite(pair, w)
        and not any(h.group == "#share" and h.start <= w.start < h.end for h in pair.claim.hits)
        and w.text not in GENERIC
    ]
    fresh = [w for w in theirs if w.text not in pair.claim.folded and w.text not in GENERIC]
    lost = [w for w in lost if not _counts(pair, w)]
    if not lost or not fresh or not held:
        return
    said, told = "".join(w.text for w in lost), "".join(w.text for w in fresh)
    if set(said) <= set(told) or set(told) <= set(said):
        return
    names = [w for w in lost if name_kind(w.text) not in ("", "x")]
    if pair.claim.figures and not names:
        things = [w for w in lost if is_thing(w.text)]
        if things and any(is_thing(w.text) for w in fresh):
            yield Sign(AGAINST, 0.3, f"用词不同:主张“{said}”,报道“{told}”", "attribute")
    elif names and any(_may_be_name(w.text) for w in fresh):
        yield Sign(AGAINST, 0.85 if held == 2 else 0.75, f"名称不同:主张“{said}”,报道“{told}”", "name")
    elif any(name_kind(w.text) not in ("", "x") for w in fresh) and any(is_thing(w.text) for w in lost):
        yield Sign(AGAINST, 0.7, f"名称不同:主张“{said}”,报道“{told}”", "name")
    elif pair.coverage > 0.45:
        similar = any(_twins(a.text, b.text) for a in lost for b in fresh)
        yield Sign(AGAINST, 0.65 if similar else 0.25, f"用词不同:主张“{said}”,报道“{told}”", "swap")


def _may_be_name(text: str) -> bool:
    """A name, or a word that no dictionary has."""
    return bool(name_kind(text)) or (2 <= len(text) <= 4 and is_unknown(text))


_POINTS = re.compile(r"[这该此本其某那][一-鿿]?$")  # 这起, 该市: words that point say nothing themselves


def _twins(a: str, b: str) -> bool:
    """Two words of one pattern, one character apart: 南方 and 东方, 甲班 and 乙班."""
    if min(len(a), len(b)) < 2 or {a[0], b[0]} & set("该本此这那各某因新一"):
        return False
    return len(a) == len(b) and (
        other_kind(a, b) or (is_thing(a) and is_thing(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1)
    )


def _attributes(pair: Aligned) -> Iterator[Sign]:
    """In a claim with a number, a thing that the passage does not know makes it another number."""
    for word in pair.claim.words:
        plain = word.text in GENERIC or word.text.startswith("每") or len(word.text) < 2
        if not pair.claim.figures or word.name or plain or not is_thing(word.text):
            continue
        if pair.found[word.start][0] < 0.45 and not _in_opposite(pair, word):
            close = _beside_head(pair, word)
            yield Sign(
                OPEN,
                0.85 if word.text in _SUBGROUPS else 0.55 if close else 0.3,
                f"报道没有提到“{word.text}”",
                "attribute",
            )
            if other := _counterpart(pair, word):
                yield Sign(AGAINST, 0.25, f"主张说“{word.text}”,报道说“{other.text}”", "attribute")
            return


# Of whom or what a number is one part: another number, whatever the whole is.
_SUBGROUPS = frozenset(
    [
        "女生",
        "男生",
        "女性",
        "男性",
        "女子",
        "男子",
        "女孩",
        "男孩",
        "境外",
        "海外",
        "国外",
        "国际",
        "国内",
        "境内",
        "农村",
        "城镇",
        "乡村",
        "城市",
        "线上",
        "线下",
        "新增",
        "二手",
        "外籍",
        "本科",
        "硕士",
        "博士",
        "儿童",
        "老人",
        "青年",
    ]
)


def _beside_head(pair: Aligned, word: Word) -> bool:
    """Directly before what is counted, the word says which of its kind; further off it only sets the scene."""
    heads = [pair.head(q.start) for q in pair.claim.figures]
    return any(h is not None and (h is word or word.end == h.start) for h in heads)


def _counterpart(pair: Aligned, word: Word) -> Word | None:
    """A word of the passage alone that is of the same pattern: 汉代 and 唐代, 贪污罪 and 受贿罪."""
    for other in pair.passage.words:
        if other_kind(word.text, other.text) and other.text not in pair.claim.folded:
            return other
    return None


def _twin_beside(pair: Aligned) -> Iterator[Sign]:
    """取自月球正面,与背面样品不同: the claim's word is there, but its twin stands where the claim's neighbours stand."""
    for word in pair.claim.words:
        degree, places = pair.found[word.start]
        if degree < 0.9 or len(places) != 1 or len(word.text) < 2 or not is_thing(word.text):
            continue
        twins = [w for w in pair.passage.words if w.text not in pair.claim.folded and _twins(word.text, w.text)]
        near = [
            w
            for w in pair.claim.words
            if w is not word
            and abs(w.start - word.start) <= _BESIDE
            and pair.found[w.start][0] >= 0.9
            and len(pair.found[w.start][1]) == 1
        ]
        for twin in twins[:1] if len(near) > 1 else ():
            gaps = [(abs(p - twin.start), abs(p - places[0])) for w in near for p in pair.found[w.start][1]]
            if all(a + 4 < b for a, b in gaps) and pair.passage.clause(twin.start) != pair.passage.clause(places[0]):
                yield Sign(AGAINST, 0.75, f"主张说“{word.text}”,报道说“{twin.text}”")
                return


_BESIDE = 8  # characters

_ORIGIN = re.compile(r"(?:从|由|自|起自)$")
_GOAL = re.compile(r"(?:飞往|开往|前往|驶往|运往|发往|迁往|迁至|赴|到|至|抵达|往|向|改为|变为|变成)$")


def _way(text: Wording, place: int) -> int:
    before = text.folded[max(0, place - 3) : place]
    return 1 if _GOAL.search(before) else -1 if _ORIGIN.search(before) else 0


def _ways(pair: Aligned) -> Iterator[Sign]:
    """From here to there, and from there to here."""
    for word in pair.claim.words:
        places = pair.found[word.start][1]
        ours = _way(pair.claim, word.start)
        if ours and places and all(_way(pair.passage, p) == -ours for p in places):
            yield Sign(AGAINST, 0.85, f"“{word.text}”的方向相反")
            return


def _counts(pair: Aligned, word: Word) -> bool:
    """The word right before a number says what is counted: figures.py looks at it."""
    return any(0 <= q.start - word.end <= 3 for q in pair.claim.figures)


def _absent_names(pair: Aligned) -> Iterator[Sign]:
    """A name of the claim that the passage lacks: with another name of its kind there, likely a swap, else open."""
    for word in pair.claim.words:
        if not word.name or word.text in GENERIC or pair.found[word.start][0] >= 0.45 or word.text in pair.title:
            continue
        if _in_opposite(pair, word):
            continue
        kind = name_kind(word.text)
        others = [w for w in pair.passage.words if name_kind(w.text) == kind and w.text not in pair.claim.folded]
        if others and pair.coverage > (0.35 if kind == "nr" else 0.5) and kind != "x":
            yield Sign(AGAINST, 0.7, f"主张说“{word.text}”,报道说“{others[0].text}”", "name")
        else:
            yield Sign(OPEN, 0.5, f"报道没有提到“{word.text}”", "name")
            yield Sign(AGAINST, 0.2, f"报道没有提到“{word.text}”", "name")


DETECTORS: tuple[Callable[[Aligned], Iterator[Sign]], ...] = (
    _opposites, _relations, _shares, _only_or_all, _denials, _swaps, _absent_names, _attributes, _twin_beside, _ways,
)  # fmt: skip
