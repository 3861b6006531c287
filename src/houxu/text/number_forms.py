"""Quantities with a form of their own: shares (三成, two thirds), multiples (翻番), screens (1080p), ranks, levels."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from houxu.text.numerals import BOTTOMS, SMALL, TENS, read, value_of

_DIGIT = "一二三四五六七八九"
_NUM = rf"(?:[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百]+(?:点[零{_DIGIT}]+)?)"
# What a form may begin with; the reader stops at these places besides at numerals.
TRIGGER = (
    r"百分之|[千万]分之|翻(?=[番倍了一两三四几]|[0-9])|第(?=[0-9一二三四五六七八九十])|前(?=[0-9一二三四五六七八九十]+(?:名|位|强|大|$|[,。;]))|过半|半数|大半|倍增"
    r"|(?<![0-9一-鿿])(?:分钟|秒|小时|毫秒)级|(?<=[的到了成为现与是至])(?:分钟|秒|小时|毫秒)级"
    r"|(?<![a-z])(?:doubl(?:ed|es|ing)|tripl(?:ed|es|ing)|quadrupl(?:ed|es|ing)|twice|halv(?:ed|es|ing)|(?:two|three|four|five|ten)fold|"
    r"top (?=[0-9]+|three|five|ten)|no\. ?(?=[0-9])|(?:second|minute|hour|day|week|month|year|decade)-?long|half(?= of| the| an | a |-hour|[,.;)]|$)|minutes-long)(?![a-z])"
    r"|top (?=ten|five|three|[0-9])|no\. ?(?=[0-9])|(?<![a-z])(?:an?|the) (?=(?:full|whole|entire|solid|good) (?:minute|hour|day|week|month|year)(?![a-z]))"
)
SIGN_AHEAD = re.compile(r"(?:us\$|\$|¥|€|£)")


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says; a `dimension` of "none" passes over look-alikes. `fixed`: no bounding word applies."""

    end: int
    value: float
    low: float
    high: float
    unit: str
    dimension: str
    sense: str = "eq"
    step: float = 1.0
    more: str = ""
    fixed: bool = False
    note: str | None = None


Reader = Callable[[re.Match[str]], Form | None]


def _number(words: str) -> float | None:
    if words[0].isdigit() and words[0].isascii():
        return float(words)
    whole, _, fraction = words.partition("点")
    value = value_of(whole)
    if value is None or not fraction:
        return value
    digits = "".join(str("零一二三四五六七八九".index(c)) for c in fraction)
    return value + float("0." + digits)


def _exact(end: int, value: float, unit: str, dimension: str, **rest: object) -> Form:
    return Form(end, value, value, value, unit, dimension, **rest)  # type: ignore[arg-type]


def _over(match: re.Match[str]) -> Form | None:
    """百分之八, 千分之三."""
    whole = {"百": 100.0, "千": 1000.0, "万": 10000.0}[match["whole"]]
    value = _number(match["num"])
    if value is None:
        return None
    return _exact(match.end(), value / whole, "1", "ratio", step=1 / whole, more=match["more"] or "")


def _part(match: re.Match[str]) -> Form | None:
    """三分之二."""
    bottom, top = _number(match["bottom"]), _number(match["top"])
    return (
        _exact(match.end(), top / bottom, "1", "ratio", step=0.0)
        if bottom and top is not None and top < bottom
        else None
    )


def _tenths(match: re.Match[str]) -> Form | None:
    """三成, 九成五, 七八成, 三成多."""
    if match["pair"]:
        low, high = (_DIGIT.index(c) + 1 for c in match["pair"])
        return (
            Form(match.end(), (low + high) / 20, low / 10, high / 10, "1", "ratio", "range")
            if high - low == 1
            else None
        )
    if match["low"]:
        first, last = _number(match["low"]), _number(match["high"])
        if first is None or last is None or first >= last:
            return None
        return Form(match.end(), (first + last) / 20, first / 10, last / 10, "1", "ratio", "range")
    tenths = _number(match["num"])
    if tenths is None or tenths > 10:
        return None
    value = tenths / 10 + (_DIGIT.index(match["half"]) + 1) / 100 if match["half"] in tuple(_DIGIT) else tenths / 10
    if match["half"] == "半":
        value += 0.05
    return _exact(match.end(), round(value, 4), "1", "ratio", step=0.1, more=match["more"] or "")


def _half(match: re.Match[str]) -> Form | None:
    words = match[0]
    if words in ("过半", "大半", "过半数", "多半"):
        return Form(match.end(), 0.5, 0.5, 1.0, "1", "ratio", "gt", fixed=True)
    return _exact(match.end(), 0.5, "1", "ratio", step=0.1)


def _turned(match: re.Match[str]) -> Form | None:
    """翻番 and 翻倍 make twice, 翻两番 four times, 翻了三倍 three times as much."""
    count = {"几": None, "": 1.0}.get(match["num"] or "", 0.0)
    if match["num"] and match["num"] != "几":
        count = _number(match["num"])
    if count is None or count <= 0 or count > 20:
        return None
    if match["kind"] == "番":
        return _exact(match.end(), 2.0**count, "x", "multiple")
    return _exact(match.end(), max(2.0, count), "x", "multiple")


def _screen(match: re.Match[str]) -> Form | None:
    """1080p, 1920×1080, 4K: lines from top to bottom."""
    if match["side"]:
        return _exact(match.end(), float(min(int(match["side"]), int(match["other"]))), "p", "resolution")
    if match["lines"]:
        return _exact(match.end(), float(match["lines"]), "p", "resolution")
    return _exact(match.end(), {"2": 1440.0, "4": 2160.0, "8": 4320.0}[match["k"]], "p", "resolution")


_NAMED_LENGTHS = {"分钟": (60.0, 600.0), "秒": (1.0, 59.999), "小时": (3600.0, 86399.0), "毫秒": (0.001, 0.999)}


def _length_level(match: re.Match[str]) -> Form | None:
    """分钟级: some minutes."""
    low, high = _NAMED_LENGTHS[match["unit"]]
    return Form(match.end(), low, low, high, "s", "duration", "range", fixed=True)


_SECONDS = {
    "second": 1.0,
    "minute": 60.0,
    "hour": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
    "month": 2629800.0,
    "year": 31557600.0,
    "decade": 315576000.0,
}


def _long(match: re.Match[str]) -> Form | None:
    """minute-long, hourlong."""
    value = _SECONDS[match["unit"]]
    return Form(match.end(), value, value, value, "s", "duration", "approx")


_ZH_SECONDS = {"秒": 1.0, "分钟": 60.0, "小时": 3600.0, "个小时": 3600.0, "天": 86400.0, "年": 31557600.0}


def _whole(match: re.Match[str]) -> Form | None:
    """A full minute, the entire hour, 一整分钟."""
    value = _SECONDS[match["unit"]] if match["unit"] in _SECONDS else _ZH_SECONDS[match["unit"]]
    return Form(match.end(), value, value, value, "s", "duration", "eq")


_PLACE_WORDS = re.compile(
    r"[排名列居位榜占得获球界国内业场第]$|(?:排名|位居|位列|排在|名列|高居|升至|跌至|全[球国]|世界|行业)[^,。;]{0,4}$"
)


def _rank(match: re.Match[str]) -> Form | None:
    """第三名, 位列第一, No. 2. 第一次, 第三代 and 第二季度 are none."""
    number = read(match.string, match.start("num"))
    if number is None:
        return None
    after = match.string[match.end() : match.end() + 1]
    told = (
        match["mark"]
        or match[0].startswith("no")
        or _PLACE_WORDS.search(match.string, max(0, match.start() - 8), match.start())
    )
    if not (
        match["mark"]
        or match[0].startswith("no")
        or (told and (not after or after in ",。;、)!?的 " or after in "大高"))
    ):
        return Form(match.end(), 0, 0, 0, "", "none")
    return _exact(match.end(), number.value, "", "rank", fixed=True)


def _first_places(match: re.Match[str]) -> Form | None:
    """前十名, top 10: a rank of ten or better."""
    words = match["num"]
    value = SMALL.get(words) or TENS.get(words) or _number(words) if words else None
    return Form(match.end(), value, 1.0, value, "", "rank", "le", fixed=True) if value else None


_FOLD = {
    "doubl": 2.0,
    "twice": 2.0,
    "tripl": 3.0,
    "quadr": 4.0,
    "halv": 0.5,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "ten": 10.0,
}


def _times_english(match: re.Match[str]) -> Form | None:
    words = match[0]
    value = next(v for k, v in _FOLD.items() if words.startswith(k))
    return _exact(match.end(), value, "x", "multiple", fixed=words.startswith(("doubl", "tripl", "quadr", "halv")))


def _times_number(match: re.Match[str]) -> Form | None:
    number = read(match.string, match.start("num"))
    return _exact(match.end("times"), number.value, "x", "multiple", step=number.step) if number else None


def _fraction_english(match: re.Match[str]) -> Form | None:
    top = 1.0 if match["top"] in ("a", "an") else SMALL[match["top"]]
    bottom = BOTTOMS[match["bottom"].rstrip("s") if match["bottom"] != "half" else "half"]
    return _exact(match.end(), top / bottom, "1", "ratio", step=0.0) if top < bottom else None


def _out_of(match: re.Match[str]) -> Form | None:
    """One in five, nine out of ten."""
    values = [float(w) if w.isdigit() else SMALL.get(w) or TENS.get(w) or 0.0 for w in (match["top"], match["bottom"])]
    return _exact(match.end(), values[0] / values[1], "1", "ratio") if 0 < values[0] < values[1] else None


_WHICH_HALF = re.compile(r"(?:first|second|last|other|latter|back)[ -]$| a $|[0-9a-z]-$")


def _half_english(match: re.Match[str]) -> Form | None:
    words = match[0]
    if _WHICH_HALF.search(match.string, max(0, match.start() - 8), match.start()):
        return Form(match.end(), 0, 0, 0, "", "none")
    if (
        "hour" in words
        or "minute" in words
        or "year" in words
        or "day" in words
        or "century" in words
        or "decade" in words
    ):
        unit = re.search(r"hour|minute|year|day|decade", words)
        return _exact(match.end(), _SECONDS[unit[0]] / 2, "s", "duration") if unit else None
    return _exact(match.end(), 0.5, "1", "ratio", step=0.1)


def _every(match: re.Match[str]) -> Form | None:
    """每秒30帧."""
    return _exact(match.end(), float(match["num"]), "fps", "rate")


_EN_NUM = "one|two|three|four|five|six|seven|eight|nine|ten|twenty|[0-9]+"
_FORMS: tuple[tuple[str, re.Pattern[str], Reader], ...] = (
    ("百千万", re.compile(rf"(?P<whole>[百千万])分之(?P<num>{_NUM})(?P<more>[多余])?"), _over),
    ("零一二两三四五六七八九十0123456789", re.compile(rf"(?P<bottom>[0-9]+|[二三四五六七八九十]+)分之(?P<top>{_NUM})"), _part),
    (
        "一二两三四五六七八九十半0123456789",
        re.compile(rf"(?:(?P<pair>[{_DIGIT}][{_DIGIT}])|(?P<low>[0-9]|[{_DIGIT}两])(?:到|至|-|~)(?P<high>[0-9]|[{_DIGIT}])(?=成)|(?P<num>[0-9](?:\.[0-9])?|[{_DIGIT}两十]))成(?P<half>[{_DIGIT}半])?(?P<more>[多余])?(?![为立员功本交了都长熟果分品])"),
        _tenths,
    ),
    ("一过半大多", re.compile("一半|过半数?|半数|大半(?!年)"), _half),
    ("翻", re.compile(rf"翻了?(?P<num>{_NUM}|几)?(?P<kind>[番倍])"), _turned),
    ("0123456789", re.compile(r"每秒"), lambda _: None),
    (
        "0123456789",
        re.compile(r"(?P<side>[0-9]{3,5}) ?[x×*] ?(?P<other>[0-9]{3,5})(?![0-9])|(?P<lines>144|240|360|480|540|576|720|768|1080|1440|2160|4320)[pi](?![a-z0-9])|(?P<k>[248])k(?![a-z0-9]| ?(?:tokens?|users|people|context|上下文|的?上下文|downloads|个|人|元|员|字|多|stars|[a-z]+ tokens))"),
        _screen,
    ),
    ("分秒小毫", re.compile("(?P<unit>分钟|毫秒|秒|小时)级别?"), _length_level),
    ("at", re.compile(r"(?:an?|the) (?:full|whole|entire|solid|good) (?P<unit>minute|hour|day|week|month|year)(?![a-z])"), _whole),
    ("一", re.compile(r"一整(?P<unit>秒|分钟|个?小时|天|年)"), _whole),
    ("smhdwy", re.compile(r"(?P<unit>second|minute|hour|day|week|month|year|decade)-?long(?![a-z])"), _long),
    ("第n", re.compile(r"(?:第|no\. ?)(?P<num>[0-9]{1,3}(?![0-9.])|[一二三四五六七八九十]{1,3})(?P<mark>名(?!单)|位(?!于))?"), _rank),
    ("前t", re.compile(r"(?:前|top )(?P<num>[0-9]{1,3}(?![0-9.])|[一二三四五六七八九十]{1,3}|three|five|ten|twenty)(?:名|位|强|大)?(?![a-z年月天周个])"), _first_places),
    ("dtqhf", re.compile(r"doubl(?:ed|es|ing)|tripl(?:ed|es|ing)|quadrupl(?:ed|es|ing)|twice(?! a)|halv(?:ed|es|ing)|(?:two|three|four|five|ten)fold"), _times_english),
    (
        "0123456789otfsen",
        re.compile(r"(?P<num>[0-9]+(?:\.[0-9]+)?|two|three|four|five|six|seven|eight|nine|ten)(?P<times> times)(?= (?:as|the|more|larger|bigger|faster|higher|greater|longer|cheaper|that|its|their|what|better|smaller|over))"),
        _times_number,
    ),
    ("aotfsen0123456789", re.compile(rf"(?P<top>{_EN_NUM}) (?:in|out of)(?: every)? (?P<bottom>three|four|five|six|seven|eight|nine|ten|twenty|10|100|20|5|4|3)(?![a-z0-9])(?! (?:years|months|days|weeks|minutes|seconds|hours|countries|cities|january))"), _out_of),
    (
        "aotfsne",
        re.compile(r"(?P<top>an?|one|two|three|four|five|seven|nine)[ -](?P<bottom>half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)(?![a-z])(?=[ ,.;]of|[ ]the|[,.;)]|$| more| less| in| as| its| their)"),
        _fraction_english,
    ),
    ("h", re.compile(r"half(?:[- ]an?[- ](?:hour|minute|year|day|decade)|-(?:hour|day|year)|(?= of (?!20)| the |[,.;)]|$))(?![a-z])"), _half_english),
)  # fmt: skip


def _by_first() -> dict[str, list[tuple[re.Pattern[str], Reader]]]:
    table: dict[str, list[tuple[re.Pattern[str], Reader]]] = {}
    for firsts, pattern, reader in _FORMS:
        for first in firsts:
            table.setdefault(first, []).append((pattern, reader))
    return table


_READERS = _by_first()


def read_form(folded: str, start: int) -> Form | None:
    """The form that begins at `start`, or None."""
    for pattern, reader in _READERS.get(folded[start], ()):
        match = pattern.match(folded, start)
        if match is not None and (form := reader(match)) is not None:
            return form
    return None


_CHANGE = re.compile(
    r"增|升|涨|降|减|扩|延长|提高|拉长|缩|rose|grew|grow|increas|rais|jump|climb|soar|surg|fell|drop|cut|up |down |extend|expand|doubl|went|moved|from [^,.;]*$"
)
_FROM = re.compile(r"(?:从|由|自|from )[^,。;]{0,24}$")
_BETWEEN = re.compile(r"between [^,.;]{0,24}$")
_SPREAD = re.compile(r"不等|之间|区间|范围|rang|anywhere|vary|varies")


def is_range(folded: str, end: int, link: re.Match[str]) -> bool:
    """Whether the link joins two ends of a range rather than the old and the new value of a change."""
    before = folded[max(0, end - 40) : end]
    if link[0].strip() == "and":
        return _BETWEEN.search(before) is not None
    if link["and"]:
        return "之间" in folded[link.end() : link.end() + 12]
    if _FROM.search(before) is None:
        return True
    around = folded[max(0, end - 40) : link.end() + 24]
    return (
        _SPREAD.search(around) is not None
        or _CHANGE.search(_FROM.sub("", before) + folded[link.end() : link.end() + 24]) is None
    )


_MEASURE_BEFORE = re.compile(
    r"(?<![a-z])(?:for|in|within|than|over|about|nearly|almost|under|takes|took|taking|lasting|lasts|least|most|to|after|of|only|just|every|around|roughly|into|past|and)[ ]$|^$|[,.;(\"“]\s?$"
)


def is_measure(folded: str, start: int, end: int, sense: str) -> bool:
    """Whether "a minute", "an hour" is a length of time, not a rate ("$50 a minute") or an ordinal ("a second model")."""
    word = folded[start:end]
    if word.endswith("second") and folded[end : end + 2].strip()[:1].isalpha():
        return False
    return (
        bool(sense)
        or _MEASURE_BEFORE.search(folded, max(0, start - 10), start) is not None
        or folded[end : end + 4] == " of "
        or "-" in word
    )
