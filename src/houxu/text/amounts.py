"""A numeral together with the unit or measure word right behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from houxu.text import comparators, units
from houxu.text.numerals import Number, read

_UNIT = re.compile(
    r"(?P<more>个?[多余]|个?来(?=[年天万亿个分秒小月]))?[ -]?(?P<unit>"
    + units.alternation(units.UNITS | units.CURRENCIES)
    + r")(?P<half>半(?!年|[小天]|价))?"
)


_NOT_UNIT = re.compile(
    r"元(?:旦|素|老|宇|件|首|器|勋)|升(?:级|至|到|为|温|值|降|幅)|周(?:年|[一二三四五六日末])|克(?:隆|服|拉)|米(?:其|哈|兰)|度(?:假|过|小满)|角(?:色|度|落)"
    r"|年(?:级|度|代|轻|会|报|终|限)|天(?:使|然|津|猫|工|才|眼)|秒(?:杀|懂|拍)|倍(?:数|受)|分(?:钟)?级|小时级|秒级|字(?:典|母|幕|符)|成(?:为|立)|岁月|x[0-9]|s [a-z]{0}(?!)|股(?:东|价|市)|次(?:日|年|要|元)"
)


_CLASSIFIER = re.compile(
    r"(?P<more>[多余]|来(?=[个名家人]))?[ ]?(?P<word>" + units.alternation(units.CLASSIFIERS) + ")"
)


_NOT_CLASSIFIER = re.compile(
    r"人(?:民|工|类|均|马|力|才)|家(?:庭|长|族|具|电)|位(?:于|居|列|置)|名(?:单|字|为)|分(?:之|钟|别|析|布|享|为)|次(?:日|年|要|元)|期(?:间|待|货|望)|起(?:来|诉|到|步|源)"
    r"|部(?:分|门|署)|项目|本(?:次|月|周|年|身|地|土|来)|票房|口(?:径|碑|气)|台(?:湾|北|积|风)|只(?:有|能|要|是)|股(?:东|价|市)|行(?:业|情|动|为|政)|条(?:件|例)|座谈|场(?:景|所)|届时"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with what stands right behind it; `unit` is (dimension, unit, factor)."""

    number: Number
    end: int
    unit: tuple[str, str, float] | None
    word: str = ""
    classifier: bool = False


def read_amount(folded: str, at: int) -> Amount | None:
    """The amount that begins at `at`, or None when no numeral does."""
    number = read(folded, at)
    if number is None:
        return None
    end = number.end
    match = _UNIT.match(folded, end)
    if match is not None and not _NOT_UNIT.match(folded, match.start("unit")) and _fits(folded, number, match):
        return _with_unit(number, match)
    half = _HALF_CLASSIFIER.match(folded, end)
    if half is not None:
        number = replace(number, value=number.value + 0.5, low=number.low + 0.5, high=number.high + 0.5)
        unit = _UNIT.match(folded, half.end())
        if unit is not None:
            return _with_unit(number, unit)
    match = _CLASSIFIER.match(folded, end)
    if match is not None and not _NOT_CLASSIFIER.match(folded, match.start("word")):
        number = with_more(number, match["more"])
        return Amount(number, match.end(), ("count", units.CLASSIFIERS[match["word"]], 1.0), match["word"], True)
    return Amount(number, end, None)


_HALF_CLASSIFIER = re.compile(r"个半(?=[小月星钟])")


_SECONDS = re.compile(r" s(?![\w'’])")  # "60 s", not "the 60 s's"


def _fits(folded: str, number: Number, match: re.Match[str]) -> bool:
    word = match["unit"]
    if word in ("s", "x"):
        near = match.start("unit") == number.end or (
            word == "s" and number.value < 1000 and _SECONDS.match(folded, number.end)
        )
        return number.kind == "arabic" and bool(near) and number.value < 10000
    if word in ("second", "quarters"):
        return (
            (folded[number.end] in " -" and number.kind != "english")
            or folded[number.end] == "-"
            or word != "second"
            or number.value == 1
        )
    return not (word == "年" and number.kind == "arabic" and 1900 <= number.value <= 2100 and number.scale == 1)


def with_more(number: Number, more: str | None) -> Number:
    """The number as 多, 余 or 来 behind it widens it."""
    if more in ("多", "余", "个多", "个余"):
        low, high = comparators.a_little_more(number)
        return replace(number, low=low, high=high, sense="gt", vague=True)
    if more in ("来", "个来"):
        return replace(number, low=number.low * 0.9, high=number.high * 1.1, sense="approx", vague=True)
    return number


def _with_unit(number: Number, match: re.Match[str]) -> Amount:
    word = match["unit"]
    unit = units.UNITS.get(word) or units.CURRENCIES[word]
    number = with_more(number, match["more"])
    if match["half"]:
        number = replace(number, value=number.value + 0.5, low=number.low + 0.5, high=number.high + 0.5)
    if word in ("pounds",) and number.scale >= 1e6:
        unit = ("money", "GBP", 1.0)
    return Amount(number, match.end(), unit, word)
