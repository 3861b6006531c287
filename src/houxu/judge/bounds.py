"""What the words around an English number make of it (more than, before, about), and whether two such bounds agree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from houxu.judge.english_words import word_set

UP = word_set(
    "more over above exceed exceeded exceeding exceeds surpass surpassed surpassing beyond least after since "
    "later higher greater past better longer larger bigger"
)
DOWN = word_set("less fewer under below most before until prior earlier lower smaller nearly almost worse shorter")
ABOUT = word_set("about around approximately roughly some circa nearly almost")
EXACT, ABOVE, BELOW, NEAR = "exact", "above", "below", "near"
KEPT, BROKEN, OPEN = "kept", "broken", "open"
_MORE, _LESS = frozenset({"more", "later", "higher", "above"}), frozenset({"less", "fewer", "earlier"})
_WORD = re.compile(r"[a-z']+")
_CLOSE = 0.12  # of the larger value: how far "about" reaches


@dataclass(frozen=True, slots=True)
class Bound:
    """A value and what is said of it: exactly it, above it, below it or near it."""

    way: str
    value: float


def bound(text: str, start: int, end: int, value: float) -> Bound:
    """The bound that a number at [start, end) of a lower-case text states."""
    before = _WORD.findall(text[max(0, start - 28) : start])[-3:]
    after = _WORD.findall(text[end : end + 16])[:2]
    up, down = _ways(before, after)
    if up != down:
        return Bound(ABOVE if up else BELOW, value)
    return Bound(NEAR if ABOUT.intersection(before) else EXACT, value)


def _ways(before: list[str], after: list[str]) -> tuple[bool, bool]:
    if "least" in before:
        return True, False
    if before[-2:] in (["at", "most"], ["up", "to"]):
        return False, True
    other = after[1] if after[:1] == ["or"] and len(after) > 1 else ""
    up, down = bool(UP.intersection(before)) or other in _MORE, bool(DOWN.intersection(before)) or other in _LESS
    return (down, up) if {"not", "no"}.intersection(before) else (up, down)


def agreement(claim: Bound, passage: Bound) -> str:
    """KEPT when the passage's bound implies the claim's, BROKEN when both cannot be, OPEN otherwise."""
    ours, theirs = claim.value, passage.value
    if claim.way == EXACT:
        return _of_exact(ours, passage)
    if claim.way == NEAR:
        if abs(ours - theirs) <= _CLOSE * max(ours, theirs, 1.0):
            return KEPT
        return OPEN if _reaches(passage, ours) else BROKEN
    sign = 1 if claim.way == ABOVE else -1
    gap = sign * (theirs - ours)
    if passage.way == claim.way:
        return KEPT if gap >= 0 else OPEN
    if passage.way in (EXACT, NEAR):
        return KEPT if gap > 0 or (passage.way == NEAR and gap == 0) else BROKEN
    return BROKEN if gap <= 0 else OPEN


def _of_exact(value: float, passage: Bound) -> str:
    if passage.way in (ABOVE, BELOW):
        return OPEN if _reaches(passage, value) or passage.value == value else BROKEN
    if value == passage.value:
        return KEPT
    near = abs(value - passage.value) <= 0.1 * max(value, passage.value)
    return OPEN if passage.way == NEAR and near else BROKEN


def _reaches(passage: Bound, value: float) -> bool:
    return value > passage.value if passage.way == ABOVE else passage.way == BELOW and value < passage.value
