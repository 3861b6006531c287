"""What in a passage speaks for or against a claim that stands alone: numbers, times, words that exclude each other.

Every detector yields `Sign`s: how likely (0 to 1) this one place decides the pair in that direction, and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from houxu.judge.alignment import Aligned
from houxu.judge.opinion import UNASSERTED
from houxu.judge.wording import Hit, Word, name_kind
from houxu.text import times
from houxu.text.times import TimeRef

AGAINST, FOR, OPEN = "against", "for", "open"
SIDES_AT = 0.18  # nearness from which a word of the passage is about the same thing as the claim's


@dataclass(frozen=True, slots=True)
class Sign:
    """One observation. `way` is for, against or open (does not settle it); `force` 0 to 1."""

    way: str
    force: float
    reason: str


def signs(pair: Aligned) -> Iterator[Sign]:
    """All signs that do not need arithmetic."""
    for detector in DETECTORS:
        yield from detector(pair)


def _opposites(pair: Aligned) -> Iterator[Sign]:
    groups = {h.group for h in pair.claim.hits}
    for group in groups:
        if group.startswith(("#", ">")):
            continue
        theirs = [h for h in pair.passage.hits if h.group == group]
        for ours in (h for h in pair.claim.hits if h.group == group):
            yield from _opposite(pair, ours, theirs)


def _opposite(pair: Aligned, ours: Hit, theirs: Sequence[Hit]) -> Iterator[Sign]:
    if not theirs:
        if not ours.ordinary and ours.text not in pair.passage.folded:
            yield Sign(OPEN, 0.25, f"报道没有说“{ours.text}”")
        return
    near = [(pair.nearness(ours.start, h.start, [t.start for t in theirs if t is not h]), h) for h in theirs]
    best, told = max(near, key=lambda n: n[0] + (0.02 if _same_side(ours, n[1]) else 0))
    if _same_side(ours, told):
        yield Sign(FOR, 0.3, f"“{told.text}”与主张一致")
    elif not any(_same_side(ours, h) and n > 0.8 * best for n, h in near) and best >= SIDES_AT:
        force = 0.92 if not ours.ordinary else 0.8
        yield Sign(AGAINST, force, f"主张“{_said(ours)}”,报道“{_said(told)}”")


def _same_side(a: Hit, b: Hit) -> bool:
    return (a.side == b.side) == (a.negated == b.negated)


def _said(hit: Hit) -> str:
    return ("不/未" if hit.negated else "") + hit.text


_PASSIVE = re.compile(r"被|遭|受到|为.{0,6}所|\bby\b")


def _relations(pair: Aligned) -> Iterator[Sign]:
    """Who beat whom: the order of two names, the verb's side and a passive must fit together."""
    for ours in (h for h in pair.claim.hits if h.group.startswith(">")):
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
    for said in ours:
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


def _days(pair: Aligned) -> Iterator[Sign]:
    for ours in pair.claim.times:
        if not pair.passage.times:
            yield Sign(OPEN, 0.3 if ours.precision != "year" else 0.2, f"报道没有给出“{ours.text}”")
            continue
        yield from _day(pair, ours)


def _day(pair: Aligned, ours: TimeRef) -> Iterator[Sign]:
    rivals = [t.start for t in pair.passage.times]
    ranked = sorted(
        pair.passage.times, key=lambda t: -pair.nearness(ours.start, t.start, [r for r in rivals if r != t.start])
    )
    fits = [(times.agreement(ours, t), t) for t in ranked]
    if any(fit == "inside" for fit, _ in fits):
        yield Sign(FOR, 0.3, f"时间一致:“{ours.text}”")
    elif any(fit == "overlap" for fit, _ in fits):
        yield Sign(OPEN, 0.15, f"报道的时间不如“{ours.text}”确切")
    else:
        yield Sign(AGAINST, 0.88, f"时间不符:主张“{ours.text}”,报道“{fits[0][1].text}”")


_CLOCK = re.compile(r"(凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜里)?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:时|点|:)(?!间|候|长|期|代|多|赞|评)(?:(\d{1,2})分?|(半)|整)?")
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")}


def _clock_times(folded: str) -> list[tuple[int, str]]:
    """Times of day as minutes, with their words."""
    found = []
    for m in _CLOCK.finditer(folded):
        hour = int(m[2]) if m[2].isdigit() else _han_hour(m[2])
        if m[1] and m[1][0] in "下傍晚夜" and hour < 12:
            hour += 12
        if hour <= 24 and ("点" in m[0] or "时" in m[0] or m[3] and len(m[3]) == 2 and m[1]):
            found.append((hour * 60 + (30 if m[4] else int(m[3] or 0)), m[0]))
    return found


def _han_hour(text: str) -> int:
    if text[0] == "十":
        return 10 + (_HAN[text[1]] if len(text) > 1 else 0)
    if len(text) > 1 and text[1] == "十":
        return 10 * _HAN[text[0]] + (_HAN[text[2]] if len(text) > 2 else 0)
    return _HAN[text[0]]


def _hours(pair: Aligned) -> Iterator[Sign]:
    theirs = _clock_times(pair.passage.folded)
    for ours, words in _clock_times(pair.claim.folded):
        if not theirs:
            continue
        exact = ours % 60 != 0
        if any(abs(t - ours) % 720 == 0 or (not exact and "许" in words and abs(t - ours) < 40) for t, _ in theirs):
            yield Sign(FOR, 0.3, f"时刻一致:“{words}”")
        else:
            yield Sign(AGAINST, 0.85, f"时刻不符:主张“{words}”,报道“{theirs[0][1]}”")


def _denials(pair: Aligned) -> Iterator[Sign]:
    """A shared word that one text denies and the other states."""
    ours, theirs = _denied(pair, True), _denied(pair, False)
    for place, word in ours:
        if not any(w == word.text for _, w in theirs) and pair.found[word.start][0] >= 0.8:
            if not _in_opposite(pair, word) and pair.coverage > 0.45:
                yield Sign(AGAINST, 0.8, f"主张否定“{word.text}”,报道没有否定")
            return
    wanted = {p: w for w in pair.claim.words if pair.found[w.start][0] >= 0.8 for p in pair.found[w.start][1]}
    stated = {word.text for _, word in ours}
    for at, _ in theirs:
        word = wanted.get(at)
        if word and word.text not in stated and len(pair.found[word.start][1]) == 1 and not _in_opposite(pair, word):
            yield Sign(AGAINST, 0.82, f"报道否定“{word.text}”")
            return


def _in_opposite(pair: Aligned, word: Word) -> bool:
    """The lexicon judges its own words, denials included."""
    groups = {h.group for h in pair.claim.hits if h.start <= word.start < h.end}
    return any(h.group in groups for h in pair.passage.hits)


def _denied(pair: Aligned, of_claim: bool) -> list[tuple[int, Word]]:
    """The first content word right behind each negation."""
    text = pair.claim if of_claim else pair.passage
    found = []
    for cue in text.cues:
        if cue.kind != "negation" or cue.text in ("不是", "并非"):
            continue
        behind = [w for w in text.words if cue.end <= w.start < min(cue.last, cue.end + 5)]
        if behind:
            found.append((behind[0].start, behind[0]))
    return found


_DONE = re.compile(r"已经?(?!知)|完成|正式|成功|了(?=$|[,。;])")
_NOT_YET = frozenset({"plan", "rumour", "condition", "hope", "question"})


def _moods(pair: Aligned) -> Iterator[Sign]:
    """A plan, a rumour or a denial is not the fact that the claim states."""
    ours, theirs = _mood(pair, True), _mood(pair, False)
    if "denial" in theirs and "denial" not in ours:
        yield Sign(AGAINST, 0.85, "报道转述的是否认")
    fresh = (theirs & _NOT_YET) - ours
    if fresh and not ours & _NOT_YET:
        done = _DONE.search(pair.claim.folded)
        yield Sign(AGAINST, 0.5 if done else 0.25, "报道说的还不是事实(计划、传闻或假设)")
        yield Sign(OPEN, 0.45, "报道说的还不是事实(计划、传闻或假设)")
    if ours & {"plan"} and not theirs & UNASSERTED and re.search(r"已经?(?!知|有)", pair.passage.folded):
        yield Sign(AGAINST, 0.25, "主张是计划,报道说已经发生")


def _mood(pair: Aligned, of_claim: bool) -> frozenset[str]:
    """The moods over the words that both texts share, by weight: half of them must be under one."""
    text = pair.claim if of_claim else pair.passage
    weights: dict[str, float] = {}
    whole = 0.0
    for word in pair.claim.words:
        degree, places = pair.found[word.start]
        if degree < 0.8 or not places:
            continue
        at = word.start if of_claim else places[0]
        whole += word.weight
        for kind in text.mood(at, at + len(word.text)):
            weights[kind] = weights.get(kind, 0.0) + word.weight
    share = 0.34
    return frozenset(k for k, w in weights.items() if whole and w / whole >= share)


def _swaps(pair: Aligned) -> Iterator[Sign]:
    """Where the passage has another word in the claim's place, with the same words on both sides of it."""
    ours, theirs = pair.claim.words, pair.passage.words
    matcher = SequenceMatcher(None, [w.text for w in ours], [w.text for w in theirs], autojunk=False)
    blocks = matcher.get_opcodes()
    for number, (tag, a1, a2, b1, b2) in enumerate(blocks):
        if tag != "replace" or a2 - a1 > 3 or b2 - b1 > 4:
            continue
        held = (number > 0) + (number + 1 < len(blocks))
        yield from _swap(pair, ours[a1:a2], theirs[b1:b2], held)


def _swap(pair: Aligned, ours: Sequence[Word], theirs: Sequence[Word], held: int) -> Iterator[Sign]:
    lost = [w for w in ours if pair.found[w.start][0] < 0.45 and not _in_opposite(pair, w)]
    fresh = [w for w in theirs if w.text not in pair.claim.folded]
    if not lost or not fresh or not held:
        return
    said, told = "".join(w.text for w in lost), "".join(w.text for w in fresh)
    if set(said) <= set(told) or set(told) <= set(said):
        return
    kinds = {name_kind(w.text) for w in lost} & {name_kind(w.text) for w in fresh} - {""}
    if kinds:
        yield Sign(AGAINST, 0.85 if held == 2 else 0.75, f"名称不同:主张“{said}”,报道“{told}”")
    elif pair.coverage > 0.6:
        similar = bool(set(said) & set(told)) and len(said) == len(told)
        yield Sign(AGAINST, 0.6 if similar else 0.45, f"用词不同:主张“{said}”,报道“{told}”")


def _absent_names(pair: Aligned) -> Iterator[Sign]:
    """A name of the claim that the passage lacks: with another name of its kind there, likely a swap, else open."""
    for word in pair.claim.words:
        if not word.name or pair.found[word.start][0] >= 0.45 or word.text in pair.title:
            continue
        kind = name_kind(word.text)
        others = [w for w in pair.passage.words if name_kind(w.text) == kind and w.text not in pair.claim.folded]
        if others and pair.coverage > 0.6 and kind != "x":
            yield Sign(AGAINST, 0.6, f"主张说“{word.text}”,报道说“{others[0].text}”")
        else:
            yield Sign(OPEN, 0.5, f"报道没有提到“{word.text}”")


DETECTORS: tuple[Callable[[Aligned], Iterator[Sign]], ...] = (
    _opposites, _relations, _shares, _days, _hours, _denials, _moods, _swaps, _absent_names,
)  # fmt: skip
