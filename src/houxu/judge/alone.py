"""Judge a claim that stands alone: no baseline, no entities, perhaps no dates. Used by `houxu eval` for bare pairs.

The claim is laid beside the passage (alignment.py); detectors give signs for, against and open (contrast.py,
frames.py, occasion.py, figures.py, arithmetic.py). They combine as independent chances:

    a = addressed, a logistic of the share of the claim's words that the passage has
    r = 1 - product(1 - force) over signs against, u the same over open signs
    refutes = a * r * (1 - 0.35 u)      supports = a * (1 - r) * (1 - u)      mentions = the rest

The learned opinion, where its weights are there, is pooled in with a weight by language (logarithmic pooling); for a Chinese
claim that turns on a number so is the learned weighing of what the passage's numbers reach (weighing.py). Nobody
acts on such a flag, so the verdict is simply the likeliest; the judge of baselines (cascade.py) is stricter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from houxu.judge import agents, contrast, figures, frames, learned, measured, occasion, realis, slots, weighing
from houxu.judge.alignment import Aligned
from houxu.judge.pieces import HAN
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.judge.wording import Wording, dateline, take_apart
from houxu.model import Claim, Judgement, Passage, Verdict
from houxu.text.script import fold

STEEP, MIDDLE = 9.0, 0.42  # the logistic of coverage
# How much the learned opinion counts (docs/learned.md): little where the claim turns on numbers, which it cannot read in
# Chinese, and where a rule has found a sure contradiction; else much, since the rules miss what is told in other words.
NUMBERS_WEIGHT, SURE_WEIGHT, FIGURE_WEIGHT, CHINESE_WEIGHT, ENGLISH_WEIGHT = 0.1, 0.3, 0.5, 0.8, 0.95
SURE = 0.8  # force of a sign against from which the rules are sure
LATER = timedelta(days=10)
Scores = Mapping[Verdict, float]
ROOMS = (contrast, realis, frames, slots, agents, occasion, figures)


def judge_alone(claim: Claim, passage: Passage, *, use_learned: bool = True, use_weighing: bool = True) -> Judgement:
    """Judge one pair. Pure; `use_learned=False` leaves out all that is learned, `use_weighing=False` the trees (for ablation)."""
    pair = lay(claim, passage)
    found = _found(pair)
    scores = weigh(found, pair.coverage)
    if _is_news(claim, passage):
        scores = _as_update(scores, found)
    by = "rules"
    if use_learned and learned.available():
        view = _opinion(claim, passage)
        scores = _pool(scores, view, _learned_weight(pair.claim, found))
        by = "rules+learned"
        if use_weighing and _turns_on_number(pair) and scores[Verdict.UPDATES] <= UPDATED:
            scores = _pool(scores, weighing.chances(measured.measures(pair, found, _named(view))), WEIGHED)
    verdict = max(scores, key=lambda v: scores[v])
    return Judgement(verdict, round(scores[verdict], 3), _reasons(found, verdict), scores, by)


def _found(pair: Aligned) -> list[Sign]:
    return settle([s for room in ROOMS for s in room.signs(pair)], measured=_is_measured(pair.claim))


def _turns_on_number(pair: Aligned) -> bool:
    """The trees are there, and the claim is what they were grown on."""
    return bool(weighing.available() and pair.claim.figures and HAN.search(pair.claim.text))


WEIGHED = 0.5  # how much the learned weighing counts where a claim turns on a number (docs/evaluation.md)
UPDATED = 0.1  # chance of an update from which the weighing, which knows no dates, is not asked


def measure(claim: Claim, passage: Passage) -> dict[str, float]:
    """The measures of a pair by name, as the learned weighing looks at them."""
    pair = lay(claim, passage)
    return measured.measures(pair, _found(pair), _named(_opinion(claim, passage)))


def _named(view: Scores) -> dict[str, float]:
    return {v.value: view[v] for v in weighing.ORDER}


def lay(claim: Claim, passage: Passage) -> Aligned:
    """The two texts, taken apart and laid side by side."""
    day = passage.published
    ours = take_apart(claim.text, claim.asserted or day)
    theirs = take_apart(passage.text, day or claim.asserted, passage.published_precision if day else "day")
    ours, theirs = frames.without_former(ours), frames.without_former(theirs)
    around = fold(" ".join(t for t in (passage.title, passage.heading, passage.before) if t))
    return Aligned(ours, theirs, around, dated=bool(day or claim.asserted or dateline(theirs.folded)))


def _is_measured(claim: Wording) -> bool:
    """The claim asserts a number, more than a handful: its time says when that number held."""
    return any(
        q.dimension not in ("rank", "age") and not (q.dimension == "count" and q.high <= 10) for q in claim.figures
    )


def settle(found: list[Sign], *, measured: bool = False) -> list[Sign]:
    """Signs that explain one another: what arithmetic reached from another year's number needs that other year."""
    numbers = {(s.kind, s.way) for s in found}
    if any(s.way == FOR and s.force >= 0.5 for s in found):
        found = [replace(s, force=0.5 * s.force) if s.kind == "swap" else s for s in found]
    if ("rest", FOR) in numbers:
        found = [s for s in found if s.kind not in ("word", "swap") or s.way != AGAINST]
    if any(s.kind in ("derived", "rest") for s in found):
        found = [s for s in found if s.kind != "time" or s.way == FOR]
    if ("derived", FOR) in numbers:
        found = [s for s in found if s.kind != "order"]  # "before" and "after" are the two ends of one change
    if measured and any(_is_plan(s) for s in found):
        found = [_foretold(s) for s in found]
    if measured and numbers & {("number", FOR), ("within", FOR), ("derived", FOR), ("rest", FOR)}:
        found = [_met(s) for s in found]
    if ("derived", AGAINST) in numbers:
        found = [
            replace(s, force=0.3) if s.way == OPEN and s.kind != "derived" and _is_measure(s) else s for s in found
        ]
    if ("derived", FOR) in numbers or ("rest", FOR) in numbers:
        found = [s for s in found if not (s.kind in ("word", "swap", "attribute") and s.force < 0.5)]
        found = [
            replace(s, force=0.3) if s.kind == "attribute" and s.way == OPEN and _is_measure(s) else s for s in found
        ]
    told = ("number", FOR) in numbers or numbers & {("derived", FOR), ("reckoned", FOR)}
    if ("time", AGAINST) in numbers and (numbers & {("number", AGAINST), ("within", FOR)} or (measured and not told)):
        found = [s for s in found if s.kind not in ("number", "within", "time")]
        found += [
            Sign(OPEN, 0.7, "数字与时间都不同,说的是另一回事", "time"),
            Sign(AGAINST, 0.35, "数字与时间都不同", "time"),
        ]
    if ("attribute", AGAINST) in numbers:
        found = [replace(s, force=max(s.force, 0.5)) if s.kind == "attribute" and s.way == OPEN else s for s in found]
    if any(s.kind == "attribute" and s.way == OPEN and s.force >= 0.5 for s in found):
        found = [replace(s, force=0.2) if s.kind in ("number", "derived") and s.way == AGAINST else s for s in found]
    if any(s.way == OPEN and s.kind == "number" for s in found):
        found = [*found, Sign(AGAINST, 0.3, "数字不足以判断", "number")]
    if any(kind == "reckoned" for kind, _ in numbers):
        found = [_beside_reckoning(s, ("reckoned", FOR) in numbers) for s in found]
    return found


def _beside_reckoning(sign: Sign, fits: bool) -> Sign:
    """What the claim asks for was worked out from the numbers it speaks of: words that the passage lacks matter little,
    nor do its other changes when the result fits."""
    if sign.kind in ("word", "swap", "attribute", "number") and (sign.way == OPEN or (fits and sign.way == AGAINST)):
        return replace(sign, force=min(sign.force, 0.15))
    return sign


def _is_plan(sign: Sign) -> bool:
    """realis.py is sure enough that the passage only plans, forecasts or asks what the claim has happened."""
    return sign.kind == "mood" and sign.way == OPEN and sign.force >= PLANNED


PLANNED = 0.4


def _foretold(sign: Sign) -> Sign:
    """A number that is only planned or forecast neither keeps nor breaks one that is claimed as reached."""
    if _is_plan(sign):
        return replace(sign, force=max(sign.force, 0.8))
    return replace(sign, force=0.4 * sign.force) if sign.kind in ("number", "derived") and sign.way == AGAINST else sign


def _met(sign: Sign) -> Sign:
    """The number is met: a word that only sets the scene and that the passage lacks matters less."""
    scene = sign.kind in ("attribute", "word") and sign.way == OPEN and sign.force < MISSED_WORD
    return replace(sign, force=0.5 * sign.force) if scene else sign


MISSED_WORD = 0.5  # force from which a missing word says of whom or what the number is
_MEASURE = re.compile(r"“[^”]*(?:价|率|额|量|均|薪|费|数|比|差|长|龄|速|总|共|幅|分|积|程|人口|收入|作者|时间)”")


def _is_measure(sign: Sign) -> bool:
    """The missing word is the measure itself, which arithmetic has just supplied; not of whom it is."""
    return _MEASURE.search(sign.reason) is not None


_WORTH = {"number": 0.1, "derived": 0.6, "reckoned": 0.8}  # a number that contradicts is also about the matter


def weigh(found: Iterable[Sign], coverage: float) -> dict[Verdict, float]:
    """The formula of the module's docstring. Signs for the claim raise the chance that it is addressed at all."""
    miss = {AGAINST: 1.0, OPEN: 1.0}
    agreed = 0.0
    for sign in found:
        if sign.way == FOR:
            agreed = min(
                1.0,
                agreed
                + (1.6 if sign.kind == "reckoned" else 1.2 if sign.kind in ("derived", "rest") else 0.25) * sign.force,
            )
        else:
            miss[sign.way] *= 1 - sign.force
            agreed = min(1.0, agreed + _WORTH.get(sign.kind, 0.0) * (sign.way == AGAINST))
    addressed = 1 / (1 + math.exp(-STEEP * (coverage + agreed - MIDDLE)))
    refutes = addressed * (1 - miss[AGAINST]) * (1 - 0.35 * (1 - miss[OPEN]))
    supports = addressed * miss[AGAINST] * miss[OPEN]
    raw = {
        Verdict.SUPPORTS: supports,
        Verdict.REFUTES: refutes,
        Verdict.UPDATES: 0.0,
        Verdict.MENTIONS: max(0.0, 1 - supports - refutes),
    }
    floor = 0.01
    return {v: (p + floor) / (1 + 4 * floor) for v, p in raw.items()}


def _is_news(claim: Claim, passage: Passage) -> bool:
    return bool(claim.asserted and passage.published and passage.published > claim.asserted + LATER)


def _as_update(scores: Scores, found: Iterable[Sign]) -> dict[Verdict, float]:
    """A later passage with another number tells what has become of the claim, not that it was wrong."""
    moved = dict(scores)
    if any(s.way == AGAINST and s.kind == "number" for s in found):
        share = 0.8 * moved[Verdict.REFUTES]
        moved[Verdict.REFUTES] -= share
        moved[Verdict.UPDATES] += share
    return moved


def _opinion(claim: Claim, passage: Passage) -> Scores:
    text = f"{passage.title} {passage.text}" if passage.title and passage.title not in passage.text else passage.text
    view = learned.opinion(claim.text, text, language=passage.language)
    return {
        Verdict.SUPPORTS: view.supports,
        Verdict.REFUTES: view.refutes,
        Verdict.UPDATES: 0.02,
        Verdict.MENTIONS: view.neutral,
    }


_WORKED_OUT = frozenset({"within", "derived", "reckoned", "rest", "longer"})
_TURNS_ON_NUMBERS = frozenset({"number", "time", "attribute"})


def _learned_weight(claim: Wording, found: Iterable[Sign]) -> float:
    if HAN.search(claim.text) is None:
        return ENGLISH_WEIGHT
    if any(s.kind in _WORKED_OUT for s in found):
        return NUMBERS_WEIGHT
    if claim.figures:
        turns = any(s.kind in _TURNS_ON_NUMBERS and s.way != FOR for s in found)
        return NUMBERS_WEIGHT if turns else FIGURE_WEIGHT
    return SURE_WEIGHT if any(s.way == AGAINST and s.force >= SURE for s in found) else CHINESE_WEIGHT


def _pool(rules: Scores, view: Scores, weight: float) -> dict[Verdict, float]:
    """Logarithmic pooling: each side's probabilities to the power of its weight, made to sum to one."""
    raw = {v: max(rules[v], 0.005) ** (1 - weight) * max(view[v], 0.005) ** weight for v in Verdict}
    whole = sum(raw.values())
    return {v: p / whole for v, p in raw.items()}


_WAY = {Verdict.SUPPORTS: FOR, Verdict.REFUTES: AGAINST, Verdict.UPDATES: AGAINST, Verdict.MENTIONS: OPEN}


def _reasons(found: Iterable[Sign], verdict: Verdict) -> tuple[str, ...]:
    told = sorted((s for s in found if s.way == _WAY[verdict]), key=lambda s: -s.force)
    return tuple(dict.fromkeys(s.reason for s in told[:3])) or (
        "主张的内容在报道里都有" if verdict is Verdict.SUPPORTS else "报道没有谈到主张的内容",
    )
