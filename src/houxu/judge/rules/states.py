"""States that hold for a while: open to the public or not, ready for industrial use or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.reading import Occurrence, occurrences
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period, linked_time
from houxu.model import Kind, Verdict

# An end of service changes the same attribute once more.
ENDED_BY = {"open_public": "shutdown"}
# What shows that a state has come about without naming it.
SHOWN_BY = {"commercial_grade": ("paying_trade",)}
_OWN_PRODUCT = re.compile(r"产品|工具|\bproduct|\btool")
BEFORE = timedelta(days=60)  # a state reported up to two months before the claim still speaks of it


def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare each state that the claim asserts with what the passage says of it, and when."""
    for claimed in pair.claim.states:
        if leaves_open(pair.claim):
            yield from _unsettled(pair, claimed)
            continue
        if pair.claim.claim.kind is Kind.PREDICTION:
            continue
        said = [o for o in _said(pair, claimed) if o is not None]
        yield from said
        if not said and (ended := _ended(pair, claimed)) is not None:
            yield ended


_OPEN = re.compile(
    r"说不准|说不好|说不清|没有?(?:人|谁)?(?:有)?(?:把握|敢打包票|敢保证)|难以预料|不得而知|未知数|尚无定论"
    r"|\b(?:nobody|no one|none) can (?:say|tell|know)|anyone.s guess|\bunclear whether\b|\buncertain whether\b|remains to be seen"
)


def leaves_open(claim: ClaimReading) -> bool:
    """Whether the claim says that nobody knows if a state will come about."""
    return any(_OPEN.search(t.folded) for t in claim.texts)


def _unsettled(pair: Pair, claimed: Occurrence) -> Iterator[Opinion]:
    """What was anyone's guess is news once it has come about; that it has not yet is no news."""
    since = pair.claim.claim.asserted
    shown = [claimed.concept.id, *SHOWN_BY.get(claimed.concept.id, ())]
    for found in occurrences(pair.passage, "states", shown):
        held, when = pair.hold(found.start, found.end), pair.told(found.start, found.end)
        if held not in (Hold.NAMED, Hold.CARRIED) or when is None or since is None or not found.positive:
            continue
        if when.first > since + BEFORE and asserted(pair.passage.mood(found.start, found.end)):
            text = f"当时说不准的事有了进展:{found.concept.label_zh}({_day(when)})"
            yield Opinion(Verdict.UPDATES, 0.82 * HOLD_WEIGHT[held], text, f"state:{claimed.concept.id}")


def _said(pair: Pair, claimed: Occurrence) -> Iterator[Opinion | None]:
    for found in occurrences(pair.passage, "states", [claimed.concept.id]):
        held = pair.hold(
            found.start, found.end, by_product=found.positive and not claimed.positive and _no_product(pair)
        )
        when = pair.told(found.start, found.end)
        if (
            held is Hold.OWNER
            and not found.positive
            and _OWN_PRODUCT.search(pair.passage.folded, found.start, found.end)
        ):
            held = Hold.CARRIED  # "the company has no product that can be used" names none, and means them all
        if held in (Hold.NAMED, Hold.CARRIED) and when is not None and _stands(pair, found):
            yield _weigh(pair, claimed, found, held, when)


def names_product(claim: ClaimReading) -> bool:
    """Whether a claim on a state speaks of a company's products in general."""
    return bool(claim.states) and any(_OWN_PRODUCT.search(t.folded) for t in claim.texts)


def _no_product(pair: Pair) -> bool:
    """The claim says that a company has no product: any of its products of the field that opens speaks to it."""
    return names_product(pair.claim)


def _stands(pair: Pair, found: Occurrence) -> bool:
    """Asserted as fact; for a `no` wording the plan or hope it denies does not matter."""
    mood = pair.passage.mood(found.start, found.end)
    if "past_state" in mood and linked_time(pair.passage, found.start, found.end) is None:
        return False  # "once closed": nobody says until when
    if found.positive:
        return asserted(mood)
    asked = (
        "question" in mood and _ASKED.search(pair.passage.folded, *pair.passage.sentence_at(found.start)) is not None
    )
    return not asked and not mood & {"condition", "rumour", "denial"}


_ASKED = re.compile(r"[?？]|[吗呢](?=[。!！”」\s]|$)")  # "has not said when" asks nothing


def _weigh(pair: Pair, claimed: Occurrence, found: Occurrence, held: Hold, when: Period) -> Opinion | None:
    days = pair.claim_days
    if days is None:
        return None
    label = claimed.concept.label_zh
    name = f"state:{claimed.concept.id}"
    if found.positive == claimed.positive:
        if when.last < days[0] - BEFORE:
            return None
        if claimed.positive and when.first > days[1] + BEFORE:
            return None  # true later does not make it true then
        then = "仍" if when.first > days[1] else ""
        text = f"报道称当时{then}{'' if claimed.positive else '未'}{label}"
        return Opinion(Verdict.SUPPORTS, 0.88 * HOLD_WEIGHT[held], text, name)
    if when.first > days[1]:
        return Opinion(Verdict.UPDATES, 0.88 * HOLD_WEIGHT[held], f"后来情况变了:{label}({_day(when)})", name)
    if when.explicit and when.last <= days[1] and when.first >= days[0] - BEFORE and held is Hold.NAMED:
        return Opinion(Verdict.REFUTES, 0.8, f"报道称当时情形相反:{label}({_day(when)})", name)
    return None


def _ended(pair: Pair, claimed: Occurrence) -> Opinion | None:
    ended = ENDED_BY.get(claimed.concept.id)
    days = pair.claim_days
    if ended is None or days is None or claimed.positive:
        return None
    for event in occurrences(pair.passage, "events", [ended]):
        held = pair.hold(event.start, event.end)
        when = pair.told(event.start, event.end)
        mood = pair.passage.mood(event.start, event.end) - {"plan", "obligation"}
        told = event.positive and held not in (Hold.OTHER, Hold.UNNAMED) and asserted(mood)
        if told and when is not None and when.first > days[1]:
            confidence = 0.82 * HOLD_WEIGHT[held]
            return Opinion(Verdict.UPDATES, confidence, f"后来情况又变:{event.concept.label_zh}", "state:ended")
    return None


def _day(when: Period) -> str:
    return when.first.isoformat() if when.days == 0 else f"{when.first.isoformat()}~{when.last.isoformat()}"
