"""Invented news facts in Chinese and English, for training and checking the learned opinion.

Every name, figure and sentence pattern in invented.yaml was written for it; nothing is taken from a labelled
set. A fact is one pattern with its places filled; a pair is two tellings of it (same or other language, other
wording, another way to write the number), with one thing changed for `refute`, or with the assertion taken
back for `neutral`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Words = tuple[tuple[str, ...], tuple[str, ...]]  # ways to say it in Chinese, in English


@dataclass(frozen=True)
class InventedPair:
    """One labelled pair; `family` names the sentence pattern, so that patterns can be held out together."""

    claim: str
    passage: str
    label: str
    family: str
    change: str
    languages: str


def _ways(line: str) -> Words:
    chinese, english = line.split(" = ")
    return tuple(chinese.split("|")), tuple(english.split("|"))


def _frame(forms: dict[str, list[str]]) -> Words:
    return tuple(forms["zh"]), tuple(forms["en"])


@dataclass(frozen=True)
class Pattern:
    """One sentence pattern: its name and its tellings in Chinese and in English."""

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def tellings(self, chinese: bool) -> tuple[str, ...]:
        """The tellings in one language."""
        return self.zh if chinese else self.en


_MATERIAL: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("invented.yaml"))
LISTS: dict[str, list[Words]] = {kind: [_ways(w) for w in words] for kind, words in _MATERIAL["names"].items()}
POLES: dict[str, list[Words]] = {name: [_ways(w) for w in pair] for name, pair in _MATERIAL["poles"].items()}
PATTERNS = [Pattern(name, tuple(p["zh"]), tuple(p["en"])) for name, p in _MATERIAL["patterns"].items()]
CONFIRM, HEDGE, DENY, FILLER = (_frame(_MATERIAL["frames"][n]) for n in ("confirm", "hedge", "deny", "filler"))
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Place:
    """What fills one place of a pattern: its kind and its value (an index, numbers, a date, a pole)."""

    kind: str
    value: tuple[float, ...]


Draw = Callable[[], tuple[float, ...]]


def _draw(kind: str, rng: random.Random) -> Place:
    if kind in LISTS:
        return Place(kind, (rng.randrange(len(LISTS[kind])),))
    if kind in POLES:
        return Place(kind, (rng.randrange(2),))
    draws: dict[str, Draw] = {
        "money": lambda: (
            rng.choice([1, 1.2, 2, 2.5, 3, 4, 5, 6.6, 8, 9.1]) * 10 ** rng.randrange(6, 12),
            rng.randrange(2),
        ),
        "people": lambda: (rng.choice([1, 1.5, 2, 3, 3.6, 4, 5, 6, 8, 9]) * 10 ** rng.randrange(4, 9),),
        "tokens": lambda: (rng.choice([1, 2, 3, 5, 8]) * 10 ** rng.randrange(4, 7),),
        "ratio": lambda: (rng.choice([rng.randrange(1, 99), rng.randrange(10, 900) / 10]),),
        "dead": lambda: (rng.choice([rng.randrange(2, 99), rng.randrange(100, 4000)]),),
        "duration": lambda: (rng.choice([5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800, 3600, 7200]),),
        "magnitude": lambda: (rng.randrange(40, 85) / 10,),
        "small": lambda: (rng.randrange(1, 41),),
        "score": lambda: tuple(sorted(rng.sample(range(0, 8), 2), reverse=True)),
        "time": lambda: (rng.randrange(2015, 2026), rng.choice([0, 0, *range(1, 17)])),
        "day": lambda: (rng.randrange(2015, 2026), rng.randrange(1, 13), rng.randrange(1, 29)),
    }
    return Place(kind, draws[kind]())


def _chinese_digits(n: int) -> str:
    if n < 10:
        return DIGITS[n]
    if n < 100:
        return ("" if n < 20 else DIGITS[n // 10]) + "十" + (DIGITS[n % 10] if n % 10 else "")
    return str(n)


def _plain(x: float) -> str:
    return f"{x:.4f}".rstrip("0").rstrip(".")


def _big(x: float, zh: bool, rng: random.Random) -> str:
    steps = ((1e8, "亿"), (1e4, "万")) if zh else ((1e9, " billion"), (1e6, " million"), (1e3, ",000"))
    for step, word in steps:
        if x >= step and (word != ",000" or x % 1e3 == 0):
            head = x / step
            if zh and head == int(head) and head < 100 and rng.random() < 0.2:
                return _chinese_digits(int(head)) + word
            return _plain(head) + word
    return f"{x:,.0f}" if not zh else f"{x:.0f}"


def _duration(s: float, zh: bool) -> str:
    for step, name, english in ((3600, "小时", "hour"), (60, "分钟", "minute"), (1, "秒", "second")):
        if s >= step and s % step == 0 and (s != step or step != 60):
            n = int(s // step)
            return f"{n}{name}" if zh else f"{n} {english}" + ("s" if n > 1 else "")
    return f"{s:.0f}秒" if zh else f"{s:.0f} seconds"


def _time(v: tuple[float, ...], zh: bool) -> str:
    year, part = int(v[0]), int(v[1])
    if part == 0:
        return f"{year}年" if zh else str(year)
    if part <= 12:
        return f"{year}年{part}月" if zh else f"{MONTHS[part - 1]} {year}"
    quarter = part - 12
    return (
        f"{year}年第{'一二三四'[quarter - 1]}季度"
        if zh
        else f"the {('first', 'second', 'third', 'fourth')[quarter - 1]} quarter of {year}"
    )


def _day(v: tuple[float, ...], zh: bool, rng: random.Random) -> str:
    year, month, day = (int(x) for x in v)
    if zh:
        return f"{year}年{month}月{day}日"
    return rng.choice([f"{MONTHS[month - 1]} {day}, {year}", f"{day} {MONTHS[month - 1]} {year}"])


def _say(place: Place, zh: bool, rng: random.Random) -> str:
    side, kind, value = (0 if zh else 1), place.kind, place.value
    if kind in LISTS:
        return rng.choice(LISTS[kind][int(value[0])][side])
    if kind in POLES:
        return rng.choice(POLES[kind][int(value[0])][side])
    if kind == "money":
        unit = (("美元", "$"), ("元", " yuan"))[int(value[1])][side]
        amount = _big(value[0], zh, rng)
        return unit + amount if unit == "$" else amount + unit
    if kind in ("people", "tokens"):
        return _big(value[0], zh, rng) + ("人" if zh and kind == "people" else "")
    if kind == "ratio":
        return _plain(value[0]) + (
            rng.choice(["%", "%", "％"]) if zh else rng.choice(["%", "%", " percent", " per cent"])
        )
    if kind == "duration":
        return _duration(value[0], zh)
    if kind == "score":
        return f"{int(value[0])}比{int(value[1])}" if zh and rng.random() < 0.5 else f"{int(value[0])}-{int(value[1])}"
    if kind == "time":
        return _time(value, zh)
    return _day(value, zh, rng) if kind == "day" else _plain(value[0])


def _places(telling: str) -> list[tuple[str, str]]:
    return re.findall(r"\{(\w):(\w+)\}", telling)


def _fill(telling: str, fact: dict[str, Place], zh: bool, rng: random.Random) -> str:
    for name, kind in _places(telling):
        telling = telling.replace("{" + name + ":" + kind + "}", _say(fact[name + kind], zh, rng), 1)
    return telling


def _change(place: Place, rng: random.Random) -> Place:
    if place.kind in POLES:
        return replace(place, value=(1 - place.value[0],))
    if place.kind == "people" or place.kind == "money":
        factor = rng.choice([0.1, 0.5, 2, 3, 10, 1.5, 0.8, 1.3])
        return replace(place, value=(round(place.value[0] * factor), *place.value[1:]))
    while (other := _draw(place.kind, rng)) == place:
        pass
    if place.kind in ("day", "time") and rng.random() < 0.5:
        other = replace(other, value=(place.value[0], *other.value[1:]))
        return other if other != place else _change(place, rng)
    return other


def _compared(fact: dict[str, Place], name: str, rng: random.Random) -> tuple[dict[str, Place], str] | None:
    """A passage with an exact figure against a claim that says more than or less than: the label follows."""
    other = dict(fact)
    factor = rng.choice([0.5, 0.7, 0.9, 1.1, 1.3, 2])
    place = fact[name]
    other[name] = replace(place, value=(round(place.value[0] * factor), *place.value[1:]))
    above = fact["pmore"].value[0] == 0
    return other, "support" if (factor > 1) == above else "refute"


def _wrap(text: str, words: Words, zh: bool, rng: random.Random) -> str:
    form = rng.choice(words[0 if zh else 1])
    return form.replace("{x}", text).replace("{y}", rng.choice(FILLER[0 if zh else 1]))


def _telling(pattern: Pattern, zh: bool, rng: random.Random) -> str:
    return rng.choice(pattern.tellings(zh))


def _tellings(pattern: Pattern, zh_claim: bool, zh_passage: bool, rng: random.Random) -> tuple[str, str]:
    """Two tellings, the passage's saying all that the claim's does."""
    if zh_claim == zh_passage and rng.random() < 0.3:
        same = _telling(pattern, zh_claim, rng)
        return same, same
    claims, passages = (pattern.tellings(zh) for zh in (zh_claim, zh_passage))
    covered = [(c, p) for c in claims for p in passages if set(_places(c)) <= set(_places(p))]
    return rng.choice(covered or [(c, p) for c in claims for p in passages])


def _subject(pattern: Pattern) -> str:
    return _places(pattern.zh[0])[0][1]


def _neutral(pattern: Pattern, fact: dict[str, Place], zh: bool, rng: random.Random) -> tuple[str, str]:
    way = rng.choice(["hedge", "hedge", "subject", "other", "changed_hedge"])
    if way == "other":
        subject = _subject(pattern)
        pattern = rng.choice([p for p in PATTERNS if p is not pattern and _subject(p) == subject] or PATTERNS)
        fact = {**_fact(pattern, rng), **{k: v for k, v in fact.items() if k.startswith("a")}}
    elif way == "subject":
        key = next(k for k in fact if k.startswith("a"))
        fact = {**fact, key: _change(fact[key], rng)}
    text = _fill(_telling(pattern, zh, rng), fact, zh, rng)
    return way, _wrap(text, HEDGE if "hedge" in way else CONFIRM, zh, rng)


def _fact(pattern: Pattern, rng: random.Random) -> dict[str, Place]:
    slots = {n + k: k for telling in (*pattern.zh, *pattern.en) for n, k in _places(telling)}
    return {key: _draw(kind, rng) for key, kind in slots.items()}


def _refuting(fact: dict[str, Place], shared: list[str], rng: random.Random) -> tuple[dict[str, Place], str]:
    poles = [k for k in shared if fact[k].kind in POLES and fact[k].kind != "more"]
    free = [k for k in shared if not k.startswith("a") and fact[k].kind != "more"]
    key = rng.choice(poles) if poles and rng.random() < 0.6 else rng.choice(free or shared)
    return {**fact, key: _change(fact[key], rng)}, fact[key].kind


def invent(rng: random.Random, patterns: list[Pattern] | None = None) -> InventedPair:
    """One pair. Labels: 38 % support, 38 % refute, 24 % neutral; half are Chinese on both sides."""
    pattern = rng.choice(patterns or PATTERNS)
    zh_claim, zh_passage = rng.choice(
        [(True, True), (True, True), (True, False), (False, True), (True, True), (False, False)]
    )
    fact = _fact(pattern, rng)
    claim_form, passage_form = _tellings(pattern, zh_claim, zh_passage, rng)
    claim = _fill(claim_form, fact, zh_claim, rng)
    shared = [n + k for n, k in _places(claim_form) if (n, k) in _places(passage_form)]
    label, change, told = _decide(pattern, fact, shared, rng)
    if label == "neutral":
        change, passage = _neutral(pattern, fact, zh_passage, rng)
    else:
        text = _fill(passage_form, told, zh_passage, rng)
        if change == "exact":
            text = _fill(passage_form, {**told, "pmore": fact["pmore"]}, zh_passage, rng)
            for word in (w for pole in POLES["more"] for w in pole[0 if zh_passage else 1]):
                text = text.replace(word + ("" if zh_passage else " "), "")
        passage = _wrap(text, DENY if change == "denied" else CONFIRM, zh_passage, rng)
    languages = ("zh" if zh_claim else "en") + "-" + ("zh" if zh_passage else "en")
    return InventedPair(claim, passage, label, pattern.name, change, languages)


def _decide(
    pattern: Pattern, fact: dict[str, Place], shared: list[str], rng: random.Random
) -> tuple[str, str, dict[str, Place]]:
    draw = rng.random()
    if draw > 0.76:
        return "neutral", "", fact
    if "pmore" in fact:
        name = next(k for k in fact if fact[k].kind in ("people", "money"))
        told, label = _compared(fact, name, rng) or (fact, "support")
        return label, "exact", told
    if draw < 0.38:
        return "support", "same", fact
    if draw < 0.43:
        return "refute", "denied", fact
    told, change = _refuting(fact, shared, rng)
    return "refute", change, told


def _alternatives() -> list[tuple[str, str]]:
    text = Path(__file__).with_name("alternatives.txt").read_text(encoding="utf-8")
    lines = [line.split(" ;; ") for line in text.splitlines() if line and not line.startswith("#")]
    return [(claim, passage) for claim, passage in lines]


def _take(text: str, side: int) -> str:
    return re.sub(r"\[([^\]/]*)/([^\]]*)\]", lambda way: way[side + 1], text)


def _is_chinese(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text))


def alternate(rng: random.Random, kept: list[tuple[str, str]]) -> InventedPair:
    """One pair from a sentence with two ways out; a fifth are neutral (held open, or of another sentence)."""
    claim_form, passage_form = rng.choice(kept)
    side, said = rng.randrange(2), rng.randrange(2)
    label, change = ("support", "same") if side == said else ("refute", "side")
    text = _take(passage_form, said)
    zh, draw = _is_chinese(passage_form), rng.random()
    if draw < 0.12:
        label, change = "neutral", "hedge"
        text = _wrap(text.rstrip("。."), HEDGE, zh, rng)
    elif draw < 0.22:
        label, change = "neutral", "other"
        text = _take(rng.choice([p for c, p in kept if c != claim_form]), said)
    elif draw < 0.6:
        text = _wrap(text.rstrip("。."), CONFIRM, zh, rng)
    languages = ("zh" if _is_chinese(claim_form) else "en") + "-" + ("zh" if zh else "en")
    return InventedPair(_take(claim_form, side), text, label, claim_form, change, languages)


def stream_alternatives(seed: int, count: int, *, held_out: bool) -> Iterator[InventedPair]:
    """`count` pairs from alternatives.txt; every tenth sentence is held out."""
    rng = random.Random(seed)
    kept = [line for i, line in enumerate(_alternatives()) if (i % 10 == 4) is held_out]
    for _ in range(count):
        yield alternate(rng, kept)


def stream(seed: int, count: int, *, held_out: bool | None = None) -> Iterator[InventedPair]:
    """`count` pairs; held_out True gives the patterns kept for checking, False the others, None all."""
    rng = random.Random(seed)
    kept = [p for i, p in enumerate(PATTERNS) if held_out is None or (i % 5 == 2) is held_out]
    for _ in range(count):
        yield invent(rng, kept)
