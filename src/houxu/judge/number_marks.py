"""Which numbers of two English texts meet, and how they compare: marks that the learned opinion reads beside the words.

A small encoder sees that two figures differ but not which is larger; each number is therefore marked against its
nearest counterpart of the same kind (year, day of a month, share, other) on the other side.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from houxu.judge.english_words import MONTH

EQUAL, LESS, MORE, ALONE = 3, 4, 5, 6  # this number beside its counterpart; marks 0 to 2 are those of plain words
_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {w: float(i + 1) for i, w in enumerate([*_ONES, *_TEENS])} | {w: 10.0 * (i + 2) for i, w in enumerate(_TENS)}
_WORDS = rf"(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONES)})|{'|'.join(_VALUES)}"
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6}
_SCALES |= {"billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12}
_NUMBER = re.compile(
    rf"(?P<before>\b{MONTH}\s+)?(?<![\w.])"
    rf"(?:(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:st|nd|rd|th)?|\b(?P<word>{_WORDS})\b)"
    r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|[kmb])\b)?"
    rf"(?P<share>\s?%|\s?per\s?cent\b)?(?P<after>\s+{MONTH})?"
)


@dataclass(frozen=True)
class Number:
    """A number where it stands: characters [start, end), its kind and its value."""

    start: int
    end: int
    kind: str
    value: float


def numbers(text: str) -> list[Number]:
    """The numbers of a lower-case English text."""
    return [_number(m) for m in _NUMBER.finditer(text)]


def _number(m: re.Match[str]) -> Number:
    digits, word = m["digits"], m["word"]
    value = float(digits.replace(",", "")) if digits else sum(_VALUES[w] for w in word.split("-"))
    value *= _SCALES.get(m["scale"] or "", 1.0)
    start = m.start("digits") if digits else m.start("word")
    end = m.end("share") if m["share"] else m.end("scale") if m["scale"] else m.end("digits" if digits else "word")
    return Number(start, end, _kind(m, value), value)


def _kind(m: re.Match[str], value: float) -> str:
    if m["share"]:
        return "share"
    if m["digits"] and not m["scale"] and m["digits"].isdigit():
        if len(m["digits"]) == 4 and 1500 <= value <= 2100:
            return "year"
        if (m["before"] or m["after"]) and value <= 31:
            return "day"
    return "other"


def marks(ours: list[Number], theirs: list[Number]) -> list[int]:
    """One mark for each of `ours`: EQUAL, or LESS or MORE than its nearest counterpart, or ALONE."""
    met = {(n.kind, n.value) for n in ours} & {(n.kind, n.value) for n in theirs}
    return [EQUAL if (n.kind, n.value) in met else _beside(n, theirs, met) for n in ours]


def _beside(number: Number, others: list[Number], met: set[tuple[str, float]]) -> int:
    same = [o.value for o in others if o.kind == number.kind and (o.kind, o.value) not in met]
    if not same:
        return ALONE
    nearest = min(same, key=lambda v: abs(math.log((v + 0.5) / (number.value + 0.5))))
    return LESS if number.value < nearest else MORE
