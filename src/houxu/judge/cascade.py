"""From readings to one verdict: the rules speak, their opinions are weighed, doubts make it `mentions`.

Where no rule speaks, the learned reader is asked (rules/sensed.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from houxu.judge import around
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.opinion import Context, Opinion
from houxu.judge.reading import Reading, read
from houxu.judge.rules import events, qualities, quantity, sensed, standing, states
from houxu.judge.rules.pair import Pair
from houxu.match.mentions import Names
from houxu.model import Judgement, Passage, Verdict

FLAG_FROM = 0.72  # a wrong flag costs three missed ones, so a flag must be right three times in four
RULES = (quantity.opinions, events.opinions, states.opinions, qualities.opinions, standing.opinions)
_FLAGS = (Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES)


def judge(
    claim: ClaimReading, passage: Passage, names: Names, context: Context | None = None, *, use_learned: bool = True
) -> Judgement:
    """Judge one pair. Pure: the same values in give the same judgement out. `use_learned` False leaves the learned reader out."""
    topic = frozenset(i for text in (passage.heading, passage.title) if text for m in names.find(text) for i in m.ids)
    reading = read(passage.text, names, anchor=passage.published, precision=passage.published_precision, topic=topic)
    return judge_reading(claim, reading, passage, names, context or Context(), use_learned=use_learned)


def judge_reading(
    claim: ClaimReading,
    reading: Reading,
    passage: Passage,
    names: Names,
    context: Context,
    *,
    use_learned: bool = True,
) -> Judgement:
    """The same for a passage that was read before (one reading serves many claims)."""
    pair = Pair(claim, reading, names, passage.published, passage.published_precision, context)
    found = weigh([o for rule in RULES for o in rule(pair)])
    if use_learned and UNDECIDED in found.reasons:
        found = weigh(list(sensed.opinions(pair)))
    if found.verdict.is_flag and (why := around.doubt(passage)) is not None:
        return _mentions(found.reasons, why)
    return found


def weigh(opinions: Sequence[Opinion]) -> Judgement:
    """Combine opinions: the strongest flag wins unless another kind of flag stands nearly as strong."""
    best: dict[Verdict, Opinion] = {}
    for opinion in opinions:
        if opinion.verdict not in best or opinion.confidence > best[opinion.verdict].confidence:
            best[opinion.verdict] = opinion
    if Verdict.UPDATES in best and Verdict.SUPPORTS in best and Verdict.REFUTES not in best:
        del best[Verdict.SUPPORTS]  # "was a minute, is twenty seconds now": the news is the change
    ranked = sorted(best.values(), key=lambda o: -o.confidence)
    if not ranked:
        return _mentions((), UNDECIDED)
    if len(ranked) > 1:
        return _mentions(tuple(o.reason for o in ranked), AT_ODDS)
    top = ranked[0]
    if top.confidence < FLAG_FROM:
        return _mentions((top.reason,), UNSURE)
    return Judgement(top.verdict, round(top.confidence, 3), (top.reason,), _scores(top), f"rules:{top.phenomenon}")


UNDECIDED, AT_ODDS, UNSURE = "没有可比的断言", "同一段话里说法不一", "把握不足"


def is_open(judgement: Judgement) -> bool:
    """Whether the rules left the pair undecided: nothing comparable was read, readings are at odds, or too unsure."""
    return judgement.verdict is Verdict.MENTIONS and bool(set(judgement.reasons) & {UNDECIDED, AT_ODDS, UNSURE})


def _mentions(reasons: tuple[str, ...], why: str) -> Judgement:
    scores = {Verdict.MENTIONS: 0.85} | dict.fromkeys(_FLAGS, 0.05)
    return Judgement(Verdict.MENTIONS, 0.85, (why, *reasons), scores, "rules")


def _scores(top: Opinion) -> Mapping[Verdict, float]:
    rest = (1 - top.confidence) / 3
    scores: dict[Verdict, float] = defaultdict(lambda: rest, {top.verdict: top.confidence})
    return {v: scores[v] for v in Verdict}
