"""States that hold for a while: open to the public or not, ready for industrial use or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from houxu.judge.attribution import Hold
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.reading import Occurrence, occurrences
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period, linked_time
from houxu.model import Kind, Verdict

# An end of service changes the same attribute once more.
ENDED_BY = {"open_public": "shutdown"}
_OWN_PRODUCT = re.compile(r"产品|工具|\bproduct|\btool")
BEFORE = timedelta(days=60)  # a state reported up to two months before the claim still speaks of it


def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare each state that the claim asserts with what the passage says of it, and when."""
    for claimed in pair.claim.states:
        if pair.claim.claim.kind is Kind.PREDICTION:
            continue
        said = [o for o in _said(pair, claimed) if o is not None]
        yield from said
        if not said and (ended := _ended(pair, claimed)) is not None:
            yield ended


def _said(pair: Pair, claimed: Occurrence) -> Iterator[Opinion | None]:
    for found in occurrences(pair.passage, "states", [claimed.concept.id]):
        held = pair.hold(found.start, found.end)
        when = pair.told(found.start, found.end)
        if (
            held is Hold.OWNER
            and not found.positive
            and _OWN_PRODUCT.search(pair.passage.folded, found.start, found.end)
        ):
            held = Hold.CARRIED  # "the company has no product that can be used" names none, and means them all
        if held in (Hold.NAMED, Hold.CARRIED) and when is not None and _stands(pair, found):
            yield _weigh(pair, claimed, found, held, when)


def _stands(pair: Pair, found: Occurrence) -> bool:
    """Asserted as fact; for a `no` wording the plan or hope it denies does not matter."""
    mood = pair.passage.mood(found.start, found.end)
    if "past_state" in mood and linked_time(pair.passage, found.start, found.end) is None:
        return False  # "once closed": nobody says until when
    return asserted(mood) if found.positive else not mood & {"question", "condition", "rumour", "denial"}


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
