"""Strings that a regular expression needs: of them every match holds at least one.

With them a text is looked through before the expression is run ("required literals", as in RE2's prefilter: Cox, "Regular
Expression Matching with a Trigram Index", 2012). They never rule out a match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

try:  # the parsed form of an expression is the standard library's, but not of its public part
    from re import _constants, _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - then nothing is ruled out
    _constants = _parser = None

Literals = frozenset[str]
FEW = 6  # characters of a class that are told one by one


def required(pattern: re.Pattern[str]) -> Literals | None:
    """Strings of which every match of the expression holds at least one; None when none are known."""
    if _parser is None or pattern.flags & re.IGNORECASE:
        return None
    return _of_sequence(_parser.parse(pattern.pattern, pattern.flags))


def _of_sequence(items: Iterable[Any]) -> Literals | None:
    """All items follow one another, so the best of what any of them needs."""
    found: list[Literals | None] = []
    runs: list[str] = [""]  # the strings that the literals up to here may spell
    for op, value in items:
        letters = _letters(op, value)
        if letters and len(runs) * len(letters) <= FEW:
            runs = [run + letter for run in runs for letter in letters]
            continue
        found.append(_spelt(runs))
        runs = letters or [""]
        if not letters:
            found.append(_of_item(op, value))
    return best([*found, _spelt(runs)])


def _spelt(runs: Sequence[str]) -> Literals | None:
    return frozenset(runs) if all(runs) else None


def _letters(op: Any, value: Any) -> list[str]:
    """The characters one of which an item is, when they are few."""
    if op is _constants.LITERAL:
        return [chr(value)]
    if op is _constants.IN and len(value) <= FEW and all(o is _constants.LITERAL for o, _ in value):
        return [chr(v) for _, v in value]
    return []


def _of_item(op: Any, value: Any) -> Literals | None:
    if op is _constants.SUBPATTERN:
        return None if value[1] & re.IGNORECASE else _of_sequence(value[3])
    if op is _constants.BRANCH:
        return either([_of_sequence(branch) for branch in value[1]])
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of_sequence(value[2])
    return _of_sequence(value) if op is _constants.ATOMIC_GROUP else None


def either(sets: Iterable[Literals | None]) -> Literals | None:
    """What is needed when any of several may match: everything that any of them needs."""
    together: set[str] = set()
    for one in sets:
        if one is None:
            return None
        together |= one
    return frozenset(together)


def best(sets: Sequence[Literals | None]) -> Literals | None:
    """Of several that are all needed the one that rules out most: long strings, then few."""
    known = [s for s in sets if s]
    return max(known, key=lambda s: (min(_weight(x) for x in s), -len(s)), default=None)


def _weight(literal: str) -> float:
    """How rare a string is, by its length: a Chinese character tells as much as three Latin letters."""
    return min(sum(1 if c.isascii() else 3 for c in literal), 9)


@cache
def _needed(pattern: re.Pattern[str]) -> Literals | None:
    return required(pattern)


def may_match(pattern: re.Pattern[str], text: str) -> bool:
    """False only when `pattern.search(text)` would find nothing; far cheaper than that for long expressions."""
    needed = _needed(pattern)
    return needed is None or any(literal in text for literal in needed)
