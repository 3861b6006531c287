"""Numbers of news in Chinese and English: what they measure and which values their words allow.

`find` reads them, `comparable` and `agreement` (intervals.py) compare them. Dates, versions, names and list
numbers are left out (number_places.py); numerals, units and bounding words have their own modules.
"""

from __future__ import annotations

import re
from dataclasses import replace

from houxu.text import comparators, number_forms, number_places, units
from houxu.text.amounts import Amount, read_amount, with_more
from houxu.text.counted import noun_beside
from houxu.text.intervals import PEOPLE, Quantity, agreement, comparable
from houxu.text.numerals import Number
from houxu.text.script import fold

__all__ = ["Quantity", "agreement", "comparable", "find"]

_SCAN = re.compile(
    r"[0-9]|[零〇一二两三四五六七八九十百千万亿半几]|好几|数(?=[十百千万亿名个位家分秒小月年天周倍次款以])|[上成](?=[百千万亿])"
    r"|"
    + number_forms.TRIGGER
    + r"|(?<![a-z0-9])(?:an?(?= (?:(?:second|minute|hour|day|week|month|year|decade)(?!-?long)|dozen|hundred|thousand|million|billion|trillion|"
    r"third|quarter|fifth|half|tenth|few|couple|handful))|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|tens|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|several|few)(?![a-z])"
)
_SIGN = re.compile(
    r"(?<![a-z])(?:" + "|".join(re.escape(s) for s in sorted(units.SIGNS, key=len, reverse=True)) + r") ?$"
)
_LINK = re.compile(r"[ ]?(?P<dash>-|–|—|~|～|至|到|to(?= ))[ ]?|[ ](?P<to>to|and)[ ]|(?P<and>和|与)")
_LEVEL = re.compile(r"(?:数量|量)?级别?(?!别人)|-level")
_CONTEXT_AFTER = re.compile(r"[ -]?(?:tokens?[ -])?(?:的?上下文|的?长文本|context|window)")
_CONTEXT_BEFORE = re.compile(r"(?:上下文[^,。;0-9]{0,10}|context (?:window|length)[a-z ]{0,20})$")
_PARAMETERS_BEFORE = re.compile(r"参数[量数规模]{0,3}[^,。;0-9]{0,5}$|parameter count[a-z ]{0,12}$")


def find(text: str) -> list[Quantity]:
    """All quantities of a text in order of position; offsets count characters of `text`. Never raises."""
    folded = fold(text)
    barred = number_places.url_spans(text)
    found: list[Quantity] = []
    at = 0
    while (candidate := _SCAN.search(folded, at)) is not None:
        start = candidate.start()
        inside = next((end for begin, end in barred if begin <= start < end), 0)
        if inside or (skip := _skipped(folded, start)):
            at = inside or skip
            continue
        quantity, at = _at(text, folded, start, found)
        if quantity is not None:
            _add(folded, found, quantity)
    return found


def _skipped(folded: str, start: int) -> int:
    """The end of a date, version or word that only looks like a number; 0 when there is none."""
    pattern = number_places.SKIP if folded[start].isdigit() and folded[start].isascii() else number_places.WORDS
    match = pattern.match(folded, start) or (
        number_places.SKIP.match(folded, start)
        if pattern is number_places.WORDS and folded[start] in "一二三四五六七八九十"
        else None
    )
    return match.end() if match and match.end() > start else 0


def _add(folded: str, found: list[Quantity], q: Quantity) -> None:
    """1小时30分钟 is one duration, 2 hours and 17 minutes too."""
    last = found[-1] if found else None
    if last is not None and _continues(folded, last, q):
        found[-1] = replace(
            last, end=q.end, text=last.text + folded[last.end : q.start] + q.text, value=last.value + q.value,
            low=last.low + q.low, high=last.high + q.high,
        )  # fmt: skip
    elif last is not None and (span := _spanned(folded, last, q)) is not None:
        found[-1] = span
    elif last is None or q.start >= last.end:
        found.append(q)


def _spanned(folded: str, last: Quantity, q: Quantity) -> Quantity | None:
    """三成到四成 is one range."""
    link = _LINK.fullmatch(folded, last.end, q.start) if 0 < q.start - last.end < 6 else None
    same = last.comparator == q.comparator == "eq" and (last.dimension, last.unit) == (q.dimension, q.unit)
    if link is None or not same or q.dimension == "rank" or last.value >= q.value:
        return None
    if not number_forms.is_range(folded, last.end, link):
        return None
    text, middle = last.text + folded[last.end : q.start] + q.text, (last.value + q.value) / 2
    return replace(q, start=last.start, text=text, value=_tidy(middle), low=last.low, high=q.high, comparator="range")


def _continues(folded: str, last: Quantity, q: Quantity) -> bool:
    together = last.dimension == q.dimension == "duration" and last.value > q.value and q.comparator == "eq"
    gap = folded[last.end : q.start]
    return (
        together
        and last.comparator != "range"
        and gap in ("", " ", " and ", ", ", "零")
        and (gap != "" or last.end == q.start)
    )


def _at(text: str, folded: str, start: int, found: list[Quantity]) -> tuple[Quantity | None, int]:
    """The quantity that begins at `start`, if any, and where to look on."""
    special = number_forms.read_form(folded, start)
    floor = found[-1].end if found else 0
    if special is not None:
        return _from_form(text, folded, start, special, floor)
    amount = read_amount(folded, start)
    if amount is None:
        return None, _past(folded, start)
    if number_places.is_ordinal(folded, start):
        return None, amount.number.end
    amount, joined = _range(folded, amount)
    quantity = _build(text, folded, start, amount, joined, floor)
    return quantity, max(amount.end if quantity else amount.number.end, start + 1, quantity.end if quantity else 0)


_REST = re.compile(r"[0-9.,]+|[零〇一二两三四五六七八九十百千万亿]+|[a-z]+")


def _past(folded: str, start: int) -> int:
    rest = _REST.match(folded, start)
    return rest.end() if rest else start + 1


def _range(folded: str, first: Amount) -> tuple[Amount, bool]:
    """30-60秒, 10到20亿, $5 million to $8 million: one amount with both ends; else the first alone."""
    link = _LINK.match(folded, first.end)
    if link is None or first.number.vague:
        return first, False
    begin = link.end()
    sign = number_forms.SIGN_AHEAD.match(folded, begin)
    begin = sign.end() if sign else begin
    if begin >= len(folded) or not _SCAN.match(folded, begin):
        return first, False
    second = read_amount(folded, begin)
    if second is None or second.number.vague or not number_forms.is_range(folded, first.end, link):
        return first, False
    if first.unit is not None and second.unit is not None and first.unit[:2] != second.unit[:2]:
        return first, False
    if first.unit is not None and second.unit is None:
        return first, False
    low = first.number.value * (first.unit[2] if first.unit else 1.0)
    factor = second.unit[2] if second.unit else 1.0
    if first.unit is None:
        shared = (
            first.number.scale == 1 and second.number.scale > 1 and low <= second.number.value / second.number.scale
        )
        low *= (second.number.scale if shared else 1.0) * factor
    high = second.number.value * factor
    if not low < high:
        return first, False
    a, b = low / factor, high / factor
    number = replace(second.number, value=(a + b) / 2, low=a, high=b, sense="range", vague=True)
    return replace(second, number=number), True


def _build(text: str, folded: str, start: int, amount: Amount, joined: bool, floor: int) -> Quantity | None:
    number, unit, end = amount.number, amount.unit, amount.end
    sign = _SIGN.search(folded, max(0, start - 6), start)
    begin = start
    if sign is not None and (unit is None or unit[0] in ("money", "count")):
        begin = sign.start()
        keep = amount.end if unit is not None and unit[0] == "money" else number.end
        unit, end = ("money", units.SIGNS[sign[0].strip()], 1.0), keep
    below = (
        _BELOW_ZERO.search(folded, max(0, begin - 2), begin)
        if unit is not None and unit[0] in ("temperature", "ratio")
        else None
    )
    if below is not None:
        if joined and len(_DEGREE.findall(folded, start, end)) > 1:  # 零下3℃到5℃: the sign is the first end's
            number = replace(number, value=(number.high - number.low) / 2, low=-number.low)
        else:
            number = replace(number, value=-number.value, low=-number.high, high=-number.low)
        begin = below.start()
    sense, begin_words = comparators.before(folded, begin)
    if sense == "near" and begin_words == begin - 1 and unit is not None and _recent(folded, begin, unit):
        sense, begin_words = "", begin
    if begin_words < floor:
        sense, begin_words = "", begin
    if unit is None or unit[0] == "count":
        unit = _reinterpreted(folded, number, begin, end, unit)
    noun, kind = noun_beside(folded, amount.end if unit is None or unit[0] == "count" else end, begin_words, floor)
    if not _counts(text, folded, start, amount, unit, sense, noun):
        return None
    if unit is not None and unit[1] == "person" and kind not in PEOPLE and kind:
        kind = ""  # "公司12名高管": the classifier counts people, whatever stands before it
    if unit is None or (unit[0] == "count" and kind and unit[1] in ("", "person", "company", "point", "page", "line")):
        unit = ("count", kind or (unit[1] if unit else ""), unit[2] if unit else 1.0)
    end, level = _level(folded, end)
    tail, stop = comparators.after(folded, end, unit[0] in ("duration", "length", "age"))
    q = _quantity(text, (begin_words, stop), number, unit, (sense, tail, level), noun, amount.word)
    if (
        q.dimension == "multiple"
        and amount.word == "倍"
        and _ADDED.search(folded, max(0, begin_words - 8), begin_words)
    ):
        return replace(q, note="added")
    return q


_BELOW_ZERO = re.compile(r"零下$|负$|(?<![0-9a-z%])-$")
_DEGREE = re.compile(r"℃|°|度|%|degrees?")
_ADDED = re.compile(r"(?:增长|增加|提高|提升|上升|上涨|高出|多出|涨|增|快|扩大)(?:了|幅?度?约?)?$")
_SPENT = re.compile(r"[长历达时耗了经续满隔]$")


def _recent(folded: str, begin: int, unit: tuple[str, str, float]) -> bool:
    """近三年 is the last three years, 历时近三年 nearly three years."""
    whole_days = unit[0] == "duration" and unit[2] >= units.DAY
    return whole_days and folded[begin - 1] == "近" and _SPENT.search(folded, max(0, begin - 2), begin - 1) is None


def _level(folded: str, end: int) -> tuple[int, bool]:
    match = _LEVEL.match(folded, end)
    return (match.end(), True) if match else (end, False)


def _reinterpreted(
    folded: str, number: Number, begin: int, end: int, unit: tuple[str, str, float] | None
) -> tuple[str, str, float] | None:
    """Bare numbers whose meaning stands beside them: 128k context, a 70B model."""
    if unit is None and number.scale > 1:
        if _CONTEXT_AFTER.match(folded, end) or _CONTEXT_BEFORE.search(folded, max(0, begin - 32), begin):
            return ("tokens", "token", 1.0)
        if _PARAMETERS_BEFORE.search(folded, max(0, begin - 20), begin):
            return ("parameters", "parameter", 1.0)
        if folded[end - 1] == "b" and number.kind == "arabic":
            return ("parameters", "parameter", 1.0)
    return unit


def _counts(
    text: str,
    folded: str,
    start: int,
    amount: Amount,
    unit: tuple[str, str, float] | None,
    sense: str,
    noun: str | None,
) -> bool:
    """Whether the numeral is a quantity at all, rather than a version, a year, an idiom or a bare figure."""
    number = amount.number
    hard = unit is not None and unit[0] != "count"
    if number.kind == "arabic":
        if unit is None or unit[0] == "count" or unit[0] == "parameters":
            after = folded[amount.end : amount.end + 1]
            if amount.end == number.end and number.scale == 1 and after.isascii() and after.isalpha():
                return False
        if number_places.NAME_BEFORE.search(folded, max(0, start - 2), start) and not _SIGN.search(
            folded, max(0, start - 6), start
        ):
            return False
        if hard or number.scale > 1:
            return True
        if number_places.follows_name(text, start) or number_places.MONTHS.search(folded, max(0, start - 11), start):
            return False
        if amount.classifier:
            return True
        if 1900 <= number.value <= 2100 and "," not in folded[start : number.end] and not sense:
            return noun is not None and number.value % 100 == 0
        return noun is not None or bool(sense) or "," in folded[start : number.end]
    if number.kind == "english":
        return _counts_english(folded, start, amount, hard, sense, noun)
    return _counts_chinese(folded, start, amount, hard, sense, noun)


def _counts_english(folded: str, start: int, amount: Amount, hard: bool, sense: str, noun: str | None) -> bool:
    number = amount.number
    words = folded[start : number.end]
    if words in ("a", "an"):
        return hard and number_forms.is_measure(folded, start, amount.end, sense)
    if words in ("half", "few"):
        return False
    if hard:
        return not (words == "one" and amount.word == "day" and not sense)
    if number.scale > 1 or number.value >= 100:
        return True
    return noun is not None and (words != "one" or bool(sense))


def _counts_chinese(folded: str, start: int, amount: Amount, hard: bool, sense: str, noun: str | None) -> bool:
    number = amount.number
    words = folded[start : number.end]
    if hard:
        idiom = words in ("一", "半", "几") and number_places.is_day_idiom(folded, start)
        return not idiom and not (words == "半" and amount.word not in _HALVED)
    if words in ("半", "几", "数", "好几"):
        return amount.classifier and words != "半"
    if number.bare:
        following = _LEVEL.match(folded, number.end) or comparators.after(folded, number.end, False)[0]
        return bool(sense or noun or amount.classifier or following)
    if words == "一":
        return False
    return amount.classifier or noun is not None or number.scale > 1 or bool(sense) or number.vague or len(words) > 2


_HALVED = frozenset(["年", "天", "小时", "分钟", "秒", "个月", "个小时", "个钟头", "公里", "斤", "公斤", "吨", "倍"])


def _quantity(
    text: str, place: tuple[int, int], number: Number, unit: tuple[str, str, float], senses: tuple[str, str, bool],
    noun: str | None, word: str,
) -> Quantity:  # fmt: skip
    before, after, level = senses
    factor = unit[2]
    told_from = after == "from"
    after = "" if told_from else after
    comparator, limit = _comparator(before, after, number)
    if after == "gt" and not before:
        low, high = (factor * v for v in comparators.a_little_more(number))
    elif level and comparator in ("eq", "ge", "gt"):
        low, high, comparator = number.value * factor, number.value * 9.99 * factor, "range"
    else:
        low, high = comparators.bounds(comparator, number, factor)
    grain = number.grain * factor
    if units.IMPERIAL.search(word):
        grain = max(grain, units.IMPERIAL_GRAIN * number.value * factor)
    start, end = place
    value = _tidy(number.value * factor)
    return Quantity(
        start,
        end,
        text[start:end],
        value,
        _tidy(low),
        _tidy(high),
        unit[1],
        unit[0],
        noun,
        comparator,
        limit,
        None,
        grain,
    )


def _tidy(value: float) -> float:
    """12.5 per cent is 0.125, without the dust of binary fractions."""
    return float(f"{value:.12g}") if value == value and abs(value) != float("inf") else value


def _comparator(before: str, after: str, number: Number) -> tuple[str, bool]:
    if before == "max":
        return "le", True
    if before or after:
        return before or after, False
    return number.sense, False


def _from_form(text: str, folded: str, start: int, form: number_forms.Form, floor: int) -> tuple[Quantity | None, int]:
    """A quantity that number and unit words do not make up: 三成, 翻番, 1080p, two thirds."""
    if form.dimension == "none":
        return None, form.end
    number = Number(form.end, form.value, form.low, form.high, "form", form.sense, form.step, vague=form.sense != "eq")
    if form.more:
        number = with_more(replace(number, vague=False), form.more)
    sense, begin = comparators.before(folded, start)
    if begin < floor or form.fixed:
        sense, begin = "", start
    tail, stop = comparators.after(folded, form.end, form.dimension == "duration") if not form.fixed else ("", form.end)
    noun, _ = noun_beside(folded, stop, begin, floor) if form.dimension == "ratio" else (None, "")
    if form.dimension == "rank" and form.sense == "le":
        return Quantity(
            start, form.end, text[start : form.end], form.value, 1.0, form.value, "", "rank", None, "le"
        ), form.end
    q = _quantity(text, (begin, stop), number, (form.dimension, form.unit, 1.0), (sense, tail, False), noun, "")
    return replace(q, note=form.note or q.note), max(stop, start + 1)
