"""The judge's reasons for a reader of either language: a table of its fixed forms, and "60 seconds → 20 seconds" from them.

The rules give their reasons in Chinese. Each form they use has one entry here (tests read the rules' source and fail
when one has none); labels are translated with the lexicon, quoted words stay as they were written. A reason without
an entry, such as a free one, is shown as it is, marked with its own language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from houxu.judge.concepts import lexicon
from houxu.text.quantities import find

_HAN = re.compile(r"[㐀-鿿]")
_Q = r"“(.*?)”"  # quoted words


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why. `short` is the change in a few signs, where the reason names two values; `translated` tells truth."""

    text: str
    short: str = ""
    translated: bool = True


def reason(text: str, language: str) -> Reason:
    """A reason for a reader of this language; several, joined by semicolons, each for itself."""
    zh = language.startswith("zh")
    parts = [p for p in re.split(r";\s?(?![^“]*”)", text) if p.strip()]
    short = next((s for p in parts if (s := _short(p, zh))), "")
    if zh:
        return Reason(_WIDE.sub(lambda m: _SIGNS[m[0]], "；".join(p.strip() for p in parts)), short)
    said = [_english(p.strip()) for p in parts]
    whole = "; ".join(s if s is not None else p.strip() for s, p in zip(said, parts, strict=True))
    return Reason(whole, short, all(s is not None for s in said))


_VALUES = re.compile(rf"(?:后来有了新值|不符)[::]主张{_Q}[,,].*?报道为?{_Q}$")


def _short(text: str, zh: bool) -> str:
    found = _VALUES.search(text)
    if not found:
        return ""
    was, now = (value(v, zh) for v in found.groups())
    return f"{was} → {now}" if was != now else ""


def value(words: str, zh: bool) -> str:
    """The number that some quoted words name, in the reader's language; the words themselves where that is unsure."""
    words = words.strip()
    if zh or not _HAN.search(words):
        return words
    found = find(words)
    if len(found) != 1 or found[0].unit not in ("s", "USD", "CNY", ""):
        return words
    q = found[0]
    bound = _BOUNDS.get(q.comparator)
    if bound is None:
        return words
    sign = {"USD": "$", "CNY": "¥"}.get(q.unit, "")
    return bound + (_duration(q.value) if q.unit == "s" else f"{sign}{_big(q.value)}")


_BOUNDS = {
    "eq": "",
    "approx": "about ",
    "near": "nearly ",
    "lt": "under ",
    "le": "up to ",
    "gt": "over ",
    "ge": "at least ",
}


def _duration(seconds: float) -> str:
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds > size and seconds % size == 0:
            return f"{seconds / size:g} {name}s"
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"


def _big(number: float) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{number / size:g} {name}"
    return f"{number:,g}" if number >= 1000 else f"{number:g}"


# The rules write half-width signs between Chinese words; a reader of Chinese expects wide ones.
_WIDE = re.compile(r"(?<=[㐀-鿿”)])[,:]|[,:](?=[㐀-鿿“])")
_SIGNS = {",": "，", ":": "："}

Said = Callable[[re.Match[str]], str]


def _label(zh: str) -> str:
    return _labels().get(zh, f"“{zh}”")


@cache
def _labels() -> dict[str, str]:
    return {c.label_zh: c.label_en for family in lexicon().values() for c in family.values()}


def _quoted(words: str) -> str:
    shown = value(words, zh=False)
    return f"“{words}”" if shown == words else shown


_FORMS: tuple[tuple[str, Said], ...] = (
    (rf"(.+?)时间一致[::]主张{_Q}[,,]报道{_Q}", lambda m: f"{_label(m[1])} on the same date: claim “{m[2]}”, report “{m[3]}”"),
    (rf"(.+?)时间不符[::]主张{_Q}[,,]报道{_Q}", lambda m: f"{_label(m[1])} on another date: claim “{m[2]}”, report “{m[3]}”"),
    (rf"(.+?)一致[::]主张{_Q}[,,]报道{_Q}", lambda m: f"{_label(m[1])} agrees: claim {_quoted(m[2])}, report {_quoted(m[3])}"),
    (rf"(.+?)后来有了新值[::]主张{_Q}[,,](.*?)报道{_Q}", lambda m: f"{_label(m[1])} has a new value since: claim {_quoted(m[2])}, report{_of(m[3])} {_quoted(m[4])}"),
    (rf"(.+?)不符[::]主张{_Q}[,,]此前[((]([^))]*)[))]报道已{_Q}", lambda m: f"{_label(m[1])} differs: claim {_quoted(m[2])}, reported {_quoted(m[4])} before that ({m[3]})"),
    (rf"(.+?)不符[::]主张{_Q}[,,]同一时间报道为{_Q}", lambda m: f"{_label(m[1])} differs: claim {_quoted(m[2])}, reported for the same time as {_quoted(m[3])}"),
    (r"预测的(.+?)已发生\((.*?)\)[,,]在期限 (.+?) 之内", lambda m: f"foretold and come about ({_label(m[1])}, {_days(m[2])}), within the deadline of {m[3]}"),
    (r"到 (.+?) 才(.+?)[,,]已过期限 (.+)", lambda m: f"{_label(m[2])} only on {_days(m[1])}, after the deadline of {m[3]}"),
    (rf"报道说的先后相同[::]{_Q}", lambda m: f"the report gives the same order: “{m[1]}”"),
    (r"(.+?)于 (.+?)[,,]而另一方早在 (.+?) 发布[,,]并非同时", lambda m: f"{_label(m[1])} on {_days(m[2])}, but the other had come out on {m[3]} already: not together"),
    (rf"报道说两者相隔{_Q}[,,]并非同时", lambda m: f"the report puts them apart (“{m[1]}”): not together"),
    (r"(.+?)于 (.+?)[,,]与另一方的 (.+?) 相隔不过一周", lambda m: f"{_label(m[1])} on {_days(m[2])}, within a week of the other's {m[3]}"),
    (r"与之同时发布的是 (.+?)[,,]不是主张所说的那一代", lambda m: f"what came out beside it is {m[1]}, not the generation that the claim names"),
    (r"报道把这笔交易称为(.+?)[,,]而非(.+)", lambda m: f"the report calls the deal: {_label(m[1])}, not: {_label(m[2])}"),
    (rf"报道同样说到(.+?)[::]{_Q}", lambda m: f"the report tells the same ({_label(m[1])}): “{m[2]}”"),
    (r"当时说不准的事有了进展[::](.+?)\((.*?)\)", lambda m: f"what was anyone's guess has come about: {_label(m[1])} ({_days(m[2])})"),
    (r"报道称当时(仍?)(未?)(.+)", lambda m: f"the report says that it was {'still ' if m[1] else ''}{'not ' if m[2] else ''}so at that time: {_label(m[3])}"),
    (r"后来情况变了[::]([^“]+?)\((.*?)\)", lambda m: f"it changed later: {_label(m[1])} ({_days(m[2])})"),
    (r"报道称当时情形相反[::](.+?)\((.*?)\)", lambda m: f"the report says the opposite for that time: {_label(m[1])} ({_days(m[2])})"),
    (r"后来情况又变[::](.+)", lambda m: f"it changed once more: {_label(m[1])}"),
    (rf"报道也说到“(.+?)”[::]{_Q}", lambda m: f"the report says so too ({_label(m[1])}): “{m[2]}”"),
    (rf"报道断然否认[::]{_Q}", lambda m: f"the report flatly denies it: “{m[1]}”"),
    (rf"后来情况变了[::]{_Q}已成过去", lambda m: f"it changed later: “{m[1]}” is past"),
    (rf"后来情况变了[::]{_Q}", lambda m: f"it changed later: “{m[1]}”"),
    (rf"报道说的与“(.+?)”相反[::]{_Q}", lambda m: f"the report says the opposite ({_label(m[1])}): “{m[2]}”"),
    (rf"报道说到其新出的模型[::]{_Q}", lambda m: f"the report tells of a new model of its own: “{m[1]}”"),
    (rf"报道说到其自家产品[::]{_Q}", lambda m: f"the report names a product of its own: “{m[1]}”"),
    (rf"(.+?)[,,]倒推是 (.+?)[,,]与主张{_Q}一致", lambda m: f"{_quoted(m[1]).strip('“”')}, which works out at {m[2]}: as the claim says, “{m[3]}”"),
    (rf"对方发布之时它并未发布[::]{_Q}", lambda m: f"it had not come out when the other did: “{m[1]}”"),
    (rf"对方发布之时,它的公司拿出的只有别的[::]{_Q}", lambda m: f"when the other came out, its maker had only something else to show: “{m[1]}”"),
    (r"两边的进度都说到了[::]一方已对外提供[,,]另一方也已", lambda m: "the report tells how far both have come: both offer it to the public"),
    (r"两边的进度都说到了[::]一方已对外提供[,,]另一方尚未", lambda m: "the report tells how far both have come: one offers it to the public, the other not yet"),
    (rf"期限 (.+?) 已过[,,]报道称仍未(.+?)[::]{_Q}", lambda m: f"the deadline of {m[1]} has passed, and by the report it still has not come about ({_label(m[2])}): “{m[3]}”"),
    (r"没有可比的断言", lambda m: "nothing in it can be compared"),
    (r"同一段话里说法不一", lambda m: "the passage says both"),
    (r"报道说后来等了很久才开放", lambda m: "the report tells that it opened only after a long wait"),
    (r"下一句否认了这段话", lambda m: "the next sentence takes it back"),
    (r"上一句说这是传闻或设想", lambda m: "the sentence before calls it hearsay or a supposition"),
    (r"把握不足", lambda m: "not sure enough"),
    # What a status says of itself (status.py).
    (r"观点[,,]不作判定", lambda m: "an opinion: no verdict"),
    (r"期限 (.+?) 已过[,,]没有证据表明应验", lambda m: f"the deadline of {m[1]} has passed, and nothing shows that it came true"),
    (r"还没有足够的证据", lambda m: "not enough evidence yet"),
)  # fmt: skip


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Said], ...]:
    return tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in _FORMS)


_SOURCE = re.compile(r"(.*?)\((\d{4}-\d\d-\d\d)\)[::](.*)", re.DOTALL)
_REVIEW = re.compile(r"(.+?) 复核[::](.*)", re.DOTALL)


def _english(text: str) -> str | None:
    """The reason in English; None where its form is not known."""
    if not _HAN.search(text):
        return text
    if found := _SOURCE.fullmatch(text):
        who = "unknown source" if found[1] == "来源不明" else found[1]
        rest = _english(found[3])
        return f"{who} ({found[2]}): {rest}" if rest is not None else None
    for pattern, said in _forms():
        if found := pattern.fullmatch(text):
            return said(found)
    if found := _REVIEW.fullmatch(text):
        rest = _english(found[2])
        return (
            f"reviewed by {found[1]}: {found[2] if rest is None else rest}"  # a person's note is in the person's words
        )
    return None


def _days(span: str) -> str:
    return span.replace("~", " to ")


def _of(day: str) -> str:
    return f" of {_days(day)}" if day else ""
