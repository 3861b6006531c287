"""How far two sides have come, where nobody compares them: one sells its product, the other does not or does too."""

from __future__ import annotations

from collections.abc import Iterator

from houxu.judge.attribution import Hold, Subject, hold
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import Opinion, asserted
from houxu.judge.rules.pair import Pair
from houxu.model import Verdict


def opinions(pair: Pair) -> Iterator[Opinion]:
    """A side said to be level with another is so once it has come as far; that the other has not come so far is no
    news against it. What one member of a group has not done says nothing of the group, so nothing refutes here."""
    for claimed in pair.claim.qualities:
        sides = _sides(pair)
        if not claimed.concept.compares or not claimed.positive or sides is None:
            continue
        measured, against = _reached(pair, sides, 0, claimed), _reached(pair, sides, 1, claimed)
        if measured is True and against is not None:
            reason = f"两边的进度都说到了:一方已对外提供,另一方{'也已' if against else '尚未'}"
            yield Opinion(Verdict.SUPPORTS, 0.78, reason, f"quality:{claimed.concept.id}")


def _sides(pair: Pair) -> tuple[Subject, Subject] | None:
    """Who is measured, named first in the claim's own words, and against whom."""
    if len(pair.claim.others) != 1 or not pair.claim.texts:
        return None
    both = (pair.claim.subject, pair.claim.others[0])
    first = next((s for m in pair.claim.texts[0].mentions for s in both if s.named_by(m)), None)
    if first is None:
        return None
    return both if first is both[0] else (both[1], both[0])


def _reached(pair: Pair, sides: tuple[Subject, Subject], which: int, claimed: Occurrence) -> bool | None:
    """Whether a side has reached one of the states; None when the passage does not say, or says both."""
    said: set[bool] = set()
    for found in occurrences(pair.passage, "states", claimed.concept.compares):
        held = hold(pair.passage, sides[which], found.start, found.end, pair.names)
        if _shared(pair, sides[1 - which], sides[which], found):
            continue
        if held in (Hold.NAMED, Hold.CARRIED) and _stands(pair, found):
            said.add(found.positive)
    return said.pop() if len(said) == 1 else None


def _shared(pair: Pair, other: Subject, own: Subject, found: Occurrence) -> bool:
    """Whether the clause is the other side's, or the wording reaches over both."""
    first, last = pair.passage.clause_at(found.start), pair.passage.clause_at(max(found.end - 1, found.start))
    here = pair.passage.within((first[0], last[1]), pair.passage.mentions)
    told = pair.passage.within((found.start, found.end), pair.passage.mentions)
    if not any(other.named_by(m) for m in here):
        return False
    return not any(own.named_by(m) for m in here) or first != last or any(other.named_by(m) for m in told)


def _stands(pair: Pair, found: Occurrence) -> bool:
    mood = pair.passage.mood(found.start, found.end)
    return asserted(mood - {"plan", "hope"} if not found.positive else mood)
