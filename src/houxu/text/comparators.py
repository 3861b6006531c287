"""Words before and after a number that say how it bounds the true value: 近, 超, 不足, up to, at least."""

from __future__ import annotations

import math
import re

from houxu.text.numerals import Number

_UNDER = 1 - 1e-9
_APPROX, _NEAR = 0.1, 0.9  # about 60 is 54 to 66; nearly 80 is 72 to 80

_ZH_BEFORE = {
    "near": "将近|接近|逼近|直逼|趋近|迫近|几近|近乎|几乎|快要|快|(?<![最附靠临远相亲新])近",
    "lt": "(?<=[跑游骑滑划])进|跌破|跌穿|不足|不到|不及|未满|不满|未到|未达到?|低于|少于|小于|短于|没到|没有达到|不够",
    "le": "不超过?|未超过?|没有?超过|没超|不高于|不大于|不多于|不长于|控制在|限于|以内",
    "max": "上看|最多|至多|最长|最高|最大|上限为?|上限|可长达|顶多|最远|最久|可达|封顶",
    "gt": "超出|超越|超过|远超|(?<!不)超|逾|突破|冲破|(?<![打爆识跌])破|高于|多于|大于|长于|高过|越过|跨过|不止|不只|迈过|(?<=[已均都年月日户人量值额数部条款个家活房丝])过|(?<=已经)过",
    "ge": "至少|起码|不低于|不少于|不小于|不下于?|最少|最低|最短|少说|不短于",
    "approx": "大约|大概|大致|约莫|估计|差不多|约合?|估算|粗略",
}  # fmt: skip
_ZH_FILL = "(?:了|达到?|至|为|有|着|是|在|可|约|人民币|:)?"
_ZH_BEFORE_RE = re.compile(
    "(?:"
    + "|".join(f"(?P<{sense}>{words})" for sense, words in _ZH_BEFORE.items())
    + rf"|[~≈](?P<tilde>)|(?P<sign>[<>≤≥]=?)){_ZH_FILL}\s?$"
)
_EN_BEFORE = {
    "max": r"(?:for |of )?up to|at most|(?:a )?maximum(?: length)?(?: of)?|as (?:many|much|long|high|far) as|capped at|limited to|max(?:imum)?|"
    r"no longer than|tops? out at|maxe[sd] out at|(?:an? )?(?:upper )?limit of|(?:a )?cap of",
    "le": "no (?:more|greater|higher) than|not (?:more|exceeding)(?: than)?|not (?:to )?exceed|within",
    "lt": "under|fewer than|less than|below|shorter than|lower than|smaller than|not even|short of|shy of",
    "ge": "at least|no (?:fewer|less) than|not less than|(?:a )?minimum(?: of)?|upwards? of",
    "gt": "(?:well |far |just |slightly |a little )?(?:more than|over|above|beyond|greater than|higher than|longer than|north of|in excess of)|"
    "exceed(?:s|ed|ing)?|topp(?:ed|ing)|tops|surpass(?:es|ed|ing)?|crossed|crossing|(?<!the )(?<!this )past|passed|upwards of|better than",
    "near": "nearly|near(?= )|almost|close to|approach(?:es|ed|ing)?|nearing|just (?:under|below|shy of|short of)|not quite|virtually|verging on",
    "approx": r"about|around|roughly|some|approximately|approx\.?|circa|ca?\.|an estimated|estimated|somewhere around|in the region of|"
    r"or so|broadly|give or take|more or less",
}
_EN_BEFORE_RE = re.compile(
    "(?<![a-z])(?:" + "|".join(f"(?P<{s}>{w})" for s, w in _EN_BEFORE.items()) + r")(?: (?:an?|the|about|some))?[ ]$"
)
_BEFORE_REACH_ZH, _BEFORE_REACH_EN = 9, 30  # characters

_AFTER = re.compile(
    r"[ ]?(?:(?P<approx>左右|上下|来(?=[人个名家万岁])|or so(?![a-z])|-odd(?![a-z]))|(?P<from>起步?(?![来诉到步因源初点飞码伏草案]))|(?P<ge>以上|之上|及以上|or (?:more|longer|above|higher|older)(?![a-z])|and (?:above|up|over)(?![a-z])|(?<=[0-9万亿kmb%])\+|(?<= )plus(?![a-z]))"
    r"|(?P<gt>有余|还要?多|多(?![少数年种方元样次云伦么])|余(?![下额年地热生])|出头|开外)|(?P<lt>不到|不足)(?=[,.。;、)!?]|$)"
    r"|(?P<le>以下|以内|之内|之下|封顶|or (?:less|fewer|under|below|shorter)(?![a-z])|at most(?![a-z])|max(?![a-z])))"
)
_INSIDE_TIME = re.compile(r"内(?![容存部地外测涵阁需置])")


def before(folded: str, start: int) -> tuple[str, int]:
    """The sense of the words that end at `start`, and where they begin; ("", start) when there are none."""
    if not start:
        return "", start
    last = folded[start - 1]
    if not (last.isascii() and (last.isalpha() or last == " ") and start > 1 and folded[start - 2].isascii()):
        low = max(0, start - _BEFORE_REACH_ZH)
        match = _ZH_BEFORE_RE.search(folded[low:start]) if last not in ",。;、)!?" else None
        if match is not None:
            return _zh_sense(match), low + match.start()
    if last in " ~" or last == "-":
        low = max(0, start - _BEFORE_REACH_EN)
        match = _EN_BEFORE_RE.search(folded[low:start])
        if match is not None:
            return str(match.lastgroup), low + match.start()
    return "", start


def _zh_sense(match: re.Match[str]) -> str:
    sign = match["sign"]
    if sign:
        return {"<": "lt", "<=": "le", "≤": "le", ">": "gt", ">=": "ge", "≥": "ge"}.get(
            sign, "le" if sign[0] == "≤" else "ge"
        )
    return "approx" if match.lastgroup == "tilde" else str(match.lastgroup)


def after(folded: str, end: int, is_time: bool) -> tuple[str, int]:
    """The sense of the words that begin at `end`, and where they end; ("", end) when there are none."""
    match = _AFTER.match(folded, end)
    if match is not None:
        return str(match.lastgroup), match.end()
    if is_time and (inside := _INSIDE_TIME.match(folded, end)) is not None:
        return "le", inside.end()
    return "", end


def bounds(sense: str, number: Number, factor: float) -> tuple[float, float]:
    """The closed interval of values, in the unit that `factor` converts to."""
    value, low, high = number.value * factor, number.low * factor, number.high * factor
    if sense == "approx":
        return low * (1 - _APPROX), high * (1 + _APPROX)
    if sense == "near":
        return low * _NEAR, high
    floor = 0.0 if value >= 0 else -math.inf
    if sense == "lt":
        return floor, value - abs(value) * (1 - _UNDER)
    if sense == "le":
        return floor, high
    if sense in ("gt", "ge") and not number.vague:
        return low, math.inf
    return low, high


def a_little_more(number: Number) -> tuple[float, float]:
    """多, 余: above the number by less than one step of its last digit, 20多 is 20 to 29."""
    return number.value, number.value + number.step * _UNDER
