"""Whether what a claim states as a fact is told as one: planned, put off, denied, or named only to be ruled out.

The term is that of event factuality (Saurí and Pustejovsky 2009): an event in a text may be a fact, a possibility or a
counterfact. A claim that is itself about a plan is not judged here. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from houxu.judge.alignment import Aligned
from houxu.judge.opinion import UNASSERTED
from houxu.judge.signs import AGAINST, OPEN, Sign
from houxu.judge.wording import Word, is_thing

_DONE = re.compile(r"已经?(?!知)|完成|正式|成功|了(?=$|[,。;])|(?<=[一-鿿])了(?=[一-鿿\d])")
_NOT_YET = frozenset({"plan", "rumour", "condition", "hope", "question"})
_TO_COME = re.compile(
    r"将(?!军|近|士)|计划|拟|预计|有望|打算|准备|明年|后年|下个?月|下周|届时|未来|即将|推迟|延期|暂缓|取消|考虑|可能|或|会在|就会|希望|要求|建议|提议"
)
NOT_FACT = "报道说的还不是事实(计划、传闻或假设)"


def signs(pair: Aligned) -> Iterator[Sign]:
    """All signs from the moods of the passage."""
    for detector in DETECTORS:
        yield from detector(pair)


def _moods(pair: Aligned) -> Iterator[Sign]:
    """A plan, a rumour or a denial is not the fact that the claim states."""
    ours, theirs = _mood(pair, True), _mood(pair, False)
    if _CONFIRMED.search(pair.passage.folded):
        theirs -= {"rumour", "denial"}  # 针对网传停诊的消息,院方称确已停诊
    if "denial" in theirs and "denial" not in ours:
        yield Sign(AGAINST, 0.85, "报道转述的是否认", "mood")
    fresh = (theirs & _NOT_YET) - ours
    if not fresh and not _TO_COME.search(pair.claim.folded) and _planned(pair):
        fresh = frozenset({"plan"})
    if fresh and not ours & _NOT_YET:
        yield from _not_yet(pair, fresh)
    if ours & {"plan"} and not theirs & UNASSERTED and re.search(r"已经?(?!知|有)", pair.passage.folded):
        yield Sign(AGAINST, 0.25, "主张是计划,报道说已经发生", "mood")


_CONFIRMED = re.compile(r"确已|确有其事|确属|(?<!不)属实|证实(?!后)|确实已|承认")


def _not_yet(pair: Aligned, fresh: frozenset[str]) -> Iterator[Sign]:
    done = _DONE.search(pair.claim.folded)
    if pair.claim.figures or (pair.claim.times and not done):  # "it opens on 8 March" may itself be to come
        yield Sign(AGAINST, 0.45 if done else 0.2, NOT_FACT, "mood")
        yield Sign(OPEN, 0.65 if done else 0.4 if fresh & {"rumour", "question"} else 0.25, NOT_FACT, "mood")
    else:
        yield Sign(AGAINST, 0.75 if done else 0.35, NOT_FACT, "mood")
        yield Sign(OPEN, 0.4 if fresh & {"rumour", "question"} else 0.25, NOT_FACT, "mood")


def _mood(pair: Aligned, of_claim: bool) -> frozenset[str]:
    """The moods over the words that both texts share, by weight: half of them must be under one."""
    text = pair.claim if of_claim else pair.passage
    predicate = _predicate(pair)
    weights: dict[str, float] = {}
    whole = 0.0
    for word in pair.claim.words:
        degree, places = pair.found[word.start]
        if degree < 0.8 or not places:
            continue
        at = word.start if of_claim else places[0]
        whole += word.weight
        for kind in text.mood(at, at + len(word.text)):
            weights[kind] = weights.get(kind, 0.0) + (10 if word is predicate else word.weight)
    share = 0.34
    return frozenset(k for k, w in weights.items() if whole and w / whole >= share)


def _predicate(pair: Aligned) -> Word | None:
    """The last verb of the claim that the passage has: whether it has happened is the claim."""
    verbs = [w for w in pair.claim.words if len(w.text) > 1 and not is_thing(w.text) and pair.found[w.start][0] >= 0.8]
    found = [w for w in pair.claim.words if pair.found[w.start][0] >= 0.8]
    return verbs[-1] if verbs else found[-1] if found else None


def _planned(pair: Aligned) -> bool:
    """大规模接种拟于明年启动: the clause with most of the claim's words is told as a plan, whichever side of the cue they
    stand on."""
    passage = pair.passage
    told: dict[int, float] = {}
    for word in pair.claim.words:
        degree, places = pair.found[word.start]
        for clause in {passage.clause(p) for p in places} if degree >= 0.8 else ():
            told[clause] = told.get(clause, 0.0) + word.weight
    whole = sum(w.weight for w in pair.claim.words)
    best = max(told.values(), default=0.0)
    return any(
        cue.kind == "plan" and told.get(passage.clause(cue.start), 0.0) == best and best >= 0.4 * whole
        for cue in passage.cues
    )


_PUT_OFF = re.compile(
    r"推迟|推后|延期|延后|改期|押后|暂缓|暂停|搁置|叫停|流产|告吹|夭折|泡汤|未能成行|作罢|落空|择机再|仍在(?:招标|审议|审批|谈判|磋商|筹备|论证|评估)"
)


def _put_off(pair: Aligned) -> Iterator[Sign]:
    """原定昨晚的出舱活动因故推迟: what the claim has happened was put off."""
    if (
        _PUT_OFF.search(pair.claim.folded)
        or re.search("晚|迟|延", pair.claim.folded)
        or _TO_COME.search(pair.claim.folded)
    ):
        return
    predicate = _predicate(pair)
    places = [p for w in pair.claim.words if pair.found[w.start][0] >= 0.8 for p in pair.found[w.start][1]]
    for found in _PUT_OFF.finditer(pair.passage.folded):
        here = pair.passage.sentence(found.start())
        before = [p for p in places if pair.passage.sentence(p) == here and p < found.start()]
        whole = sum(1 for w in pair.claim.words if pair.found[w.start][0] >= 0.8)
        if predicate is not None and whole and len(set(before)) >= max(2, 0.5 * whole):
            yield Sign(AGAINST, 0.7 if _DONE.search(pair.claim.folded) else 0.5, f"报道说“{found[0]}”", "mood")
            return


_INSTEAD = re.compile(
    r"(?:而非|而不是|并非|不是|而并非|并不是|绝非|推翻了?|撤销了?|排除了?)(?P<ruled>(?!所有|全部|每|人人)[^,。;而]{2,24})"
)


# What somebody only asked for in vain: 驳回要求赔偿的请求.
_REJECTED = re.compile(
    r"(?:驳回|不支持|不予支持|未支持|拒绝|回绝|否决)了?(?P<ruled>[^,。;]{2,30}?)的?(?:全部|部分|各项)?(?:诉讼)?"
    r"(?:请求|诉求|诉请|要求|申请|提议|动议|主张|呼吁)"
)


def _ruled_out(pair: Aligned) -> Iterator[Sign]:
    """低了近四成,而非更高: what sets the claim apart stands in the passage only to be ruled out."""
    if _INSTEAD.search(pair.claim.folded) or _REJECTED.search(pair.claim.folded):
        return
    for found in (*_INSTEAD.finditer(pair.passage.folded), *_REJECTED.finditer(pair.passage.folded)):
        span = found.span("ruled")
        only = [
            w
            for w in pair.claim.words
            if len(w.text) > 1
            and pair.found[w.start][0] >= 0.8
            and pair.found[w.start][1]
            and all(span[0] <= p < span[1] for p in pair.found[w.start][1])
        ]
        if only:
            yield Sign(AGAINST, 0.7, f"报道说“{found[0]}”", "mood")
            return


DETECTORS: tuple[Callable[[Aligned], Iterator[Sign]], ...] = (_moods, _put_off, _ruled_out)
