"""How the numbers and dates of an English claim fare in a passage: kept, broken or left open, by kind and in context."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from houxu.judge.bounds import (
    ABOUT,
    ABOVE,
    BELOW,
    BROKEN,
    DOWN,
    EXACT,
    KEPT,
    OPEN,
    UP,
    Bound,
    agreement,
    bound,
)
from houxu.judge.english_words import COMMON, MONTH, stem
from houxu.judge.number_marks import Number

KINDS = ("year", "day", "share", "other")
_LETTERS = re.compile(r"[a-z']+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    rf"\b(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{MONTH})(?:,?\s+(?P<y2>\d{{4}}))?"
    rf"|\b(?P<m3>{MONTH}),?\s+(?P<y3>\d{{4}})\b"
)
_GROUPS = frozenset(_DATE.groupindex)


def number_measures(claim: str, said: Sequence[Number], passage: str, told: Sequence[Number]) -> dict[str, float]:
    """Measures by name from two lower-case texts and their numbers."""
    left = [(n, bound(claim, n.start, n.end, n.value)) for n in said]
    right = [(n, bound(passage, n.start, n.end, n.value)) for n in told]
    found = {f"{way} said": float(sum(b.way == way for _, b in left)) for way in (EXACT, ABOVE, BELOW)}
    found["exact told"] = sum(b.way == EXACT for _, b in right)
    for kind in KINDS:
        found |= _of_kind(kind, left, right)
    for outcome in (KEPT, BROKEN, OPEN):
        found[f"{outcome} in all"] = sum(found[f"{outcome} {kind}"] for kind in KINDS)
    return {**found, **_in_context(claim, passage, left, right), **_dates(claim, passage)}


Bounded = Sequence[tuple[Number, Bound]]


def _of_kind(kind: str, left: Bounded, right: Bounded) -> dict[str, float]:
    said = [b for n, b in left if n.kind == kind]
    told = [b for n, b in right if n.kind == kind]
    outcomes = [_nearest(b, told) for b in said if told]
    gaps = [min(_distance(b.value, o.value) for o in told) for b in said if told]
    found = {f"{way} {kind}": float(outcomes.count(way)) for way in (KEPT, BROKEN, OPEN)}
    found |= {f"{kind} said": len(said), f"{kind} told": len(told), f"{kind} gap": max(gaps, default=0.0)}
    found[f"{kind} alone"] = float(len(said) - len(outcomes))
    return found


def _distance(a: float, b: float) -> float:
    return abs(math.log((a + 0.5) / (b + 0.5)))


def _nearest(ours: Bound, told: Sequence[Bound]) -> str:
    outcomes = {agreement(ours, other) for other in told}
    if ours.way == EXACT and KEPT in outcomes:
        return KEPT
    return agreement(ours, min(told, key=lambda other: _distance(ours.value, other.value)))


def _in_context(claim: str, passage: str, left: Bounded, right: Bounded) -> dict[str, float]:
    told = [(n, b, _context(passage, n)) for n, b in right]
    outcomes, best, same = [], 0.0, 0
    for number, said in left:
        around = _context(claim, number)
        likes = [
            (_likeness(around, c) + 0.3 / (1 + _distance(number.value, n.value)), n, b)
            for n, b, c in told
            if n.kind == number.kind
        ]
        if not likes:
            continue
        like, number_told, bound_told = max(likes, key=lambda found: found[0])
        outcomes.append(agreement(said, bound_told))
        best, same = max(best, like), same + (number_told.value == number.value)
    found = {f"{way} in context": float(outcomes.count(way)) for way in (KEPT, BROKEN, OPEN)}
    return {**found, "context": best, "same in context": same, "alone in context": float(len(left) - len(outcomes))}


Context = tuple[frozenset[str], frozenset[str], str]


def _context(text: str, number: Number) -> Context:
    before = _LETTERS.findall(text[max(0, number.start - 40) : number.start])[-5:]
    after = _stems(_LETTERS.findall(text[number.end : number.end + 40])[:5])
    return frozenset(_stems(w for w in before if w not in UP | DOWN | ABOUT)), frozenset(after), (after or [""])[0]


def _stems(words: Iterable[str]) -> list[str]:
    return [stem(w) for w in words if w not in COMMON]


def _likeness(a: Context, b: Context) -> float:
    across = len(a[0] & b[1]) + len(a[1] & b[0])
    return len(a[0] & b[0]) + 1.5 * len(a[1] & b[1]) + 0.5 * across + 1.5 * (a[2] != "" and a[2] == b[2])


@dataclass(frozen=True)
class _Date:
    start: int
    end: int
    year: int
    month: int
    day: int

    def beside(self, other: _Date) -> int:
        """A number to compare with the other's: only what both dates state counts."""
        year, day = self.year * bool(other.year), self.day * bool(other.day)
        return year * 372 + self.month * 31 + day


def _read_dates(text: str) -> list[_Date]:
    found = []
    for m in _DATE.finditer(text):
        month, day, year = (
            next((m[f"{p}{i}"] for i in "123" if f"{p}{i}" in _GROUPS and m[f"{p}{i}"]), None) for p in "mdy"
        )
        found.append(_Date(m.start(), m.end(), int(year or 0), _MONTHS.index(str(month)[:3]), int(day or 0)))
    return found


def _dates(claim: str, passage: str) -> dict[str, float]:
    said, told = _read_dates(claim), _read_dates(passage)
    outcomes = []
    for ours in said if told else []:
        theirs = min(told, key=lambda d: abs(ours.beside(d) - d.beside(ours)))
        left = bound(claim, ours.start, ours.end, ours.beside(theirs))
        outcomes.append(agreement(left, bound(passage, theirs.start, theirs.end, theirs.beside(ours))))
    found = {f"{way} date": float(outcomes.count(way)) for way in (KEPT, BROKEN)}
    return {**found, "dates said": len(said), "dates told": len(told)}
