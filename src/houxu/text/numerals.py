"""Numerals at a place of a folded text: Arabic, Chinese, mixed and English, exact and vague."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
SMALL = {w: float(i) for i, w in enumerate(_WORDS.split())}
TENS = {
    w: 10.0 * (i + 2)
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
ENGLISH_SCALES = {
    "dozen": 12.0, "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_SHORT_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
}
_FEW_LOW, _FEW_HIGH, _FEW = 2.0, 9.0, 4.0  # 几, 数, several
_UNDER_NEXT = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral that ends at `end`. `kind`: arabic, chinese or english. `bare`: only a scale, as in 百万 or 亿.

    `sense` is eq, range, gt or approx; `step` is the place of its last digit that is not nought, `grain` that of
    the last digit told (0 when written in full); `scale` is what its digits were multiplied by.
    """

    end: int
    value: float
    low: float
    high: float
    kind: str
    sense: str = "eq"
    step: float = 1.0
    grain: float = 0.0
    scale: float = 1.0
    bare: bool = False
    vague: bool = False


def _exactly(end: int, value: float, kind: str, step: float, grain: float, scale: float = 1.0) -> Number:
    return Number(end, value, value, value, kind, step=step, grain=grain, scale=scale)


def read(folded: str, at: int) -> Number | None:
    """The numeral that begins at `at`, or None."""
    first = folded[at]
    if "0" <= first <= "9":
        return _arabic(folded, at)
    return _english(folded, at) if first.isascii() else _chinese(folded, at)


_ARABIC = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,15})(\.[0-9]{1,9})?")
_ZH_SCALE = re.compile(
    r" ?([多余几来]?)(万亿|[十百千]?[万亿](?!科|达|兴|维|物)|[十百千](?![克瓦米卡赫帕伏分兆]))((?:(?:[0-9]{1,4}(?:\.[0-9]+)?)[千百]?[万千百](?![克瓦米元名]))?)"
)
_EN_SCALE = re.compile(
    r"(?:[ -](hundred|thousand|million|billion|trillion|bn|mn|mln|bln|tn|dozen)|(k|mn|mln|mio|m|bn|bln|b|trn|tn))(?![a-z0-9])"
    r"(?: (thousand|million|billion|trillion)(?![a-z]))?"
)


def _place(whole: str, fraction: str | None) -> float:
    """The place of the last digit that is not nought: 20 has 10, 1.5 has 0.1."""
    if fraction:
        return 10.0 ** (1 - len(fraction))
    stripped = whole.rstrip("0")
    return 10.0 ** (len(whole) - len(stripped)) if stripped else 1.0


def _arabic(folded: str, at: int) -> Number | None:
    match = _ARABIC.match(folded, at)
    if match is None:
        return None
    whole = match[1].replace(",", "")
    value = float(whole + (match[2] or ""))
    grain = 10.0 ** (1 - len(match[2])) if match[2] else 0.0
    number = Number(match.end(), value, value, value, "arabic", step=_place(whole, match[2]), grain=grain)
    scale = _ZH_SCALE.match(folded, match.end())
    if scale is not None:
        return _scaled_zh(number, scale)
    english = _EN_SCALE.match(folded, match.end())
    if english is not None:
        factor = ENGLISH_SCALES.get(english[1] or "") or _SHORT_SCALES[english[1] or english[2]]
        return _times(number, factor * ENGLISH_SCALES.get(english[3] or "", 1.0), english.end())
    return number


def _times(number: Number, factor: float, end: int) -> Number:
    value = _exact(number.value * factor)
    grain = (number.grain or 1.0) * factor
    return replace(
        number, end=end, value=value, low=_exact(number.low * factor), high=_exact(number.high * factor),
        step=number.step * factor, grain=grain, scale=factor,
    )  # fmt: skip


def _exact(value: float) -> float:
    """Products of decimals and powers of ten are whole: 4.35 million is 4,350,000, not 4,349,999.9999."""
    near = round(value)
    return float(near) if near and abs(value - near) < 1e-6 * max(1.0, abs(value)) ** 0.5 else value


def _scaled_zh(number: Number, match: re.Match[str]) -> Number:
    inner = number
    if match[1] in ("多", "余", "几"):
        inner = replace(number, high=number.value + number.step * (1 - 1e-9), sense="gt", vague=True)
    elif match[1] == "来":
        inner = replace(number, low=number.value * 0.9, high=number.value * 1.1, sense="approx", vague=True)
    scale = 1.0
    for character in match[2]:
        scale *= SCALES[character]
    scaled = _times(inner, scale, match.end())
    rest = match[3]
    if not rest:
        return scaled
    digits = rest.rstrip("万千百")
    factor = 1.0
    for character in rest[len(digits) :]:
        factor *= SCALES[character]
    extra = float(digits) * factor
    if extra >= scale:
        return replace(scaled, end=match.end() - len(rest))
    value = scaled.value + extra
    return replace(scaled, value=value, low=value, high=value, step=factor, grain=factor)


# In 百万千瓦 the 千 is the unit's; in 三千瓦 it is the number's.
_ZH_RUN = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿]*[十百万亿](?=千(?:瓦|克|米|卡|赫|帕|伏))|[零〇一二两三四五六七八九十百千万亿]+"
)
_ZH_MORE = re.compile(
    r"([多余来])(万亿|[万亿](?!科|达|兴|维|物))()"
)  # 五十余万: what is left open lies below the place of the 十
_ZH_DECIMAL = re.compile(r"点([零〇一二三四五六七八九]+)(?![点分])([十百千]?[万亿]|万亿)?")
_VAGUE = re.compile(r"(?:(?P<head>好几|几|数|上|成|[二三四五六七八九]?十几)(?P<scale>万亿|[十百千]?[万亿]|[十百千]))")
_VAGUE_TEEN = re.compile(r"([二三四五六七八九]?)十几")
_FEW_ZH = re.compile(r"好?几|数")
_COUNTLESS = re.compile(r"数以(万亿|[十百千]?[万亿]|[十百千])计|(成千上万)|(成百上千)")
_PAIR = re.compile(
    r"(十?)([一二两三四五六七八九])([二三四五六七八九])(?![零〇一二三四五六七八九])(万亿|[十百千]?[万亿]|[十百千])?"
)
_HALF = re.compile(r"半")


def _chinese(folded: str, at: int) -> Number | None:
    if folded[at] == "半":
        return Number(at + 1, 0.5, 0.5, 0.5, "chinese", step=0.5)
    for reader in (_countless, _vague, _pair):
        if (number := reader(folded, at)) is not None:
            more = _ZH_MORE.match(folded, number.end) if folded[number.end - 1] in "十百千" else None
            return _times(number, _scale_of(more[2]), more.end()) if more else number
    run = _ZH_RUN.match(folded, at)
    if run is None:
        return _few(folded, at)
    return _plain(folded, run)


def _scale_of(characters: str | None) -> float:
    scale = 1.0
    for character in characters or "":
        scale *= SCALES[character]
    return scale


def _countless(folded: str, at: int) -> Number | None:
    match = _COUNTLESS.match(folded, at)
    if match is None:
        return None
    low = _scale_of(match[1]) if match[1] else 1e3 if match[2] else 100.0
    return Number(match.end(), low, low, low * 99, "chinese", "range", low, vague=True)


def _vague(folded: str, at: int) -> Number | None:
    match = _VAGUE.match(folded, at)
    if match is None:
        teen = _VAGUE_TEEN.match(folded, at)
        return _teen(teen[1], 1.0, teen.end()) if teen else None
    head, scale = match["head"], _scale_of(match["scale"])
    if head in ("上", "成"):
        return Number(match.end(), scale, scale, 9.99 * scale, "chinese", "ge", scale, vague=True)
    if head.endswith("十几"):
        return _teen(head[:-2], scale, match.end())
    return Number(match.end(), _FEW * scale, _FEW_LOW * scale, 9.99 * scale, "chinese", "range", scale, vague=True)


def _teen(tens: str, scale: float, end: int) -> Number:
    base = DIGITS.get(tens, 1) * 10
    return Number(
        end, (base + 5) * scale, (base + 1) * scale, (base + 9) * scale, "chinese", "range", scale, vague=True
    )


def _pair(folded: str, at: int) -> Number | None:
    """两三百, 七八十, 十七八: two neighbouring digits are a range."""
    match = _PAIR.match(folded, at)
    if match is None:
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    base, scale = (10 if match[1] else 0), _scale_of(match[4])
    a, b = (base + low) * scale, (base + high) * scale
    return Number(match.end(), (a + b) / 2, a, b, "chinese", "range", scale, vague=True)


def _few(folded: str, at: int) -> Number | None:
    match = _FEW_ZH.match(folded, at)
    return Number(match.end(), _FEW, _FEW_LOW, _FEW_HIGH, "chinese", "range", vague=True) if match else None


def _plain(folded: str, run: re.Match[str]) -> Number | None:
    characters = run[0]
    decimal = _ZH_DECIMAL.match(folded, run.end())
    if decimal is not None and (value := value_of(characters)) is not None:
        fraction = "".join(str(DIGITS[c]) for c in decimal[1])
        number = _exactly(
            decimal.end(), value + float("0." + fraction), "chinese", 10.0 ** -len(fraction), 10.0 ** -len(fraction)
        )
        return _times(number, _scale_of(decimal[2]), decimal.end()) if decimal[2] else number
    value = value_of(characters)
    if value is None:
        return None
    step = _zh_step(characters)
    more = _ZH_MORE.match(folded, run.end()) if characters[-1] in "十百千" else None
    if more is not None:
        return _scaled_zh(_exactly(run.end(), value, "chinese", step, 0.0), more)
    bare = characters[0] in SCALES and characters[0] != "十"
    scale = step if characters[-1] in "万亿" else 1.0
    grain = scale if scale >= 1e4 else 0.0
    return Number(run.end(), value, value, value, "chinese", step=step, grain=grain, scale=scale, bare=bare)


def _zh_step(characters: str) -> float:
    tail = len(characters.rstrip("十百千万亿"))
    return _scale_of(characters[tail:])


def value_of(characters: str) -> float | None:
    """The value of a Chinese numeral; None for what is none (一二三, 万一, 二〇二四)."""
    if len(characters) > 1 and not any(c in SCALES for c in characters):
        return None
    total = section = 0.0  # up to the last 万 or 亿; since then
    digit: float | None = None
    large = last = 0.0
    for character in characters:
        if character in DIGITS:
            if digit not in (None, 0):
                return None
            digit = float(DIGITS[character])
            continue
        scale = SCALES[character]
        if scale < 1e4:
            section = (
                section * scale if digit is None and section else section + (1.0 if digit is None else digit) * scale
            )
        else:
            section += digit or 0.0
            total = (total + section or 1.0) * scale if scale > large else total + section * scale
            section, large = 0.0, scale
        digit, last = None, scale
    if digit and last >= 100 and characters[-2] in SCALES:
        digit *= last / 10  # 两百五, 三万五: the place after the scale
    return total + section + (digit or 0.0)


_TOKEN = re.compile(r"[a-z]+")
_VAGUE_EN = re.compile(
    r"(?:tens|dozens|hundreds|thousands|millions|billions)(?: (?:and|upon) (?:\w+))?(?: of (thousands|millions|billions))?(?![a-z])"
    r"|(?:several|a few|few|a couple(?: of)?|a handful of)(?: (dozen|hundred|thousand|million|billion)(?![a-z]))?(?![a-z])"
)
_FRACTION = re.compile(
    r"(?P<top>an?|one|two|three|four|five|seven|nine)[ -]"
    r"(?P<bottom>half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?|hundredths?)(?![a-z])"
)
BOTTOMS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "hundredth": 100}
_AND_A_HALF = re.compile(r" and a half(?![a-z])")


def _english(folded: str, at: int) -> Number | None:
    vague = _VAGUE_EN.match(folded, at)
    if vague is not None:
        return _vague_english(vague)
    half = re.compile(r"half (?:an? )?(million|billion|dozen|thousand|trillion)(?![a-z])").match(folded, at)
    if half is not None:
        scale = ENGLISH_SCALES[half[1]]
        return _exactly(half.end(), scale / 2, "english", scale / 10, scale / 10, scale)
    return _spelled(folded, at)


def _vague_english(match: re.Match[str]) -> Number:
    head = match[0].split(" ")[0]
    plural = ENGLISH_SCALES.get((match[1] or "x").rstrip("s"), 1.0)
    if head in ("tens", "dozens", "hundreds", "thousands", "millions", "billions"):
        base = {"tens": 10.0}.get(head) or ENGLISH_SCALES[head.rstrip("s")]
        scale = base * plural
        high = 9.99 if head in ("tens", "hundreds", "dozens") or match[1] else 99.9
        return Number(match.end(), _FEW * scale, 2 * scale, high * scale, "english", "range", scale, vague=True)
    scale = ENGLISH_SCALES.get(match[2] or "x", 1.0)
    high = 3.0 if "couple" in match[0] else _FEW_HIGH if scale == 1 else 9.99
    value = 2.0 if "couple" in match[0] else _FEW
    return Number(match.end(), value * scale, 2 * scale, high * scale, "english", "range", scale, vague=True)


def _spelled(folded: str, at: int) -> Number | None:
    """Number words in a row: "one hundred and fifty", "twenty-five", "a hundred million", "two and a half million"."""
    total = current = 0.0
    end, scale, words = at, 1.0, 0
    position = at
    while (token := _TOKEN.match(folded, position)) is not None:
        word = token[0]
        if word in ("a", "an"):
            if words:
                break
            current = 1.0
        elif word in SMALL:
            if (current % 10 and current % 100) or (current and current % 100 in (10.0,)):
                break
            current += SMALL[word]
        elif word in TENS:
            if current % 100:
                break
            current += TENS[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1.0) * ENGLISH_SCALES[word]
        elif word in ENGLISH_SCALES:
            scale = ENGLISH_SCALES[word]
            total += (current or 1.0) * scale
            current = 0.0
        elif word == "and" and words and (half := _AND_A_HALF.match(folded, position - 1)):
            current += 0.5
            end = half.end()
            position = end + 1
            continue
        elif not (word == "and" and words and (total or current >= 100)):
            break
        words += word != "and"
        end = token.end() if word != "and" else end
        if folded[token.end() : token.end() + 1] not in (" ", "-"):
            break
        position = token.end() + 1
    if not words or end == at:
        return None
    value = total + current
    return Number(end, value, value, value, "english", grain=scale if scale >= 1e3 else 0.0, scale=scale)
