"""What two texts are made of, for comparing them: words, numbers, times, word pairs that exclude each other.

Chinese is cut with jieba (its cache in a private folder, loaded at first use), English at word borders.
"""

from __future__ import annotations

import os
import re
import tempfile
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import ahocorasick
from ruamel.yaml import YAML

from houxu.judge.word_lists import GENERIC, STOP, SURNAMES
from houxu.text import modality, quantities, times
from houxu.text.modality import Cue
from houxu.text.quantities import Quantity
from houxu.text.script import fold
from houxu.text.times import TimeRef

ANCHOR = date(2024, 7, 1)  # days without a year, in two texts without a date, are read against one common day
_SENTENCE = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,:、。!?;\n()]|\.(?=\s|$)|(?:但|而|却|其中)")
_LATIN = re.compile(r"[a-z0-9][a-z0-9.+'-]*")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word; `weight` is how much it says (a name more than a common word)."""

    text: str
    start: int
    end: int
    weight: float
    name: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the lexicon of exclusions: which group, which side of it, and whether a denial turned it round."""

    group: str
    side: int
    start: int
    end: int
    text: str
    negated: bool
    ordinary: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """One text, taken apart."""

    text: str
    folded: str
    words: tuple[Word, ...]
    figures: tuple[Quantity, ...]
    times: tuple[TimeRef, ...]
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]
    gone: tuple[Hit, ...] = ()  # words and times of a plan that has been given up
    gone_times: tuple[TimeRef, ...] = ()

    def sentence(self, position: int) -> int:
        """The number of the sentence at a position."""
        return bisect_right(self.sentences, position)

    def clause(self, position: int) -> int:
        """The number of the clause at a position."""
        return bisect_right(self.clauses, position)

    def clause_span(self, position: int) -> tuple[int, int]:
        """Where the clause at a position begins and ends."""
        at = self.clause(position)
        start = self.clauses[at - 1] if at else 0
        return start, self.clauses[at] if at < len(self.clauses) else len(self.folded)

    def mood(self, start: int, end: int) -> frozenset[str]:
        """The moods that govern a span."""
        return modality.scope(self.text, self.cues, start, end)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """db/glossary/antonyms.yaml, ready for search."""

    automaton: Any
    ordinary: frozenset[str]
    sides: Mapping[str, Sequence[tuple[str, int]]]  # word -> groups and sides


@cache
def lexicon() -> Lexicon:
    """The words that exclude each other."""
    raw = resources.files("houxu._db").joinpath("glossary/antonyms.yaml").read_text(encoding="utf-8")
    table = YAML(typ="safe").load(raw)
    sides: dict[str, list[tuple[str, int]]] = {}
    for family in ("opposites", "relations"):
        mark = ">" if family == "relations" else ""
        for group, lines in table[family].items():
            for side, line in enumerate(lines):
                for word in line.split():
                    sides.setdefault(word.replace("_", " "), []).append((mark + group, side))
    for side, line in enumerate(table["quantifiers"].values()):
        for word in line.split():
            sides.setdefault(word.replace("_", " "), []).append(("#share", side))
    automaton = ahocorasick.Automaton()
    for word in sides:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return Lexicon(automaton, frozenset(table["ordinary"].split()), sides)


@cache
def _jieba() -> Any:
    import jieba

    folder = Path(tempfile.gettempdir()) / f"houxu-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(mode=0o700, exist_ok=True)
    jieba.setLogLevel(60)
    jieba.dt.tmp_dir = str(folder)
    jieba.initialize()
    return jieba


@cache
def _tagged() -> tuple[Mapping[str, str], frozenset[str]]:
    """What jieba's dictionary marks: names (persons nr, places ns, bodies nt, others nz); verbs and the like."""
    names: dict[str, str] = {}
    verbs: set[str] = set()
    with _jieba().get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").split()
            if tag[:2] in ("nr", "ns", "nt", "nz"):
                if len(word) > 1:
                    names[word] = tag[:2]
            elif tag[0] in "vadpcrumqfyz" and tag != "vn":
                verbs.add(word)
    return names, frozenset(verbs)


def is_thing(word: str) -> bool:
    """True for a noun or a name, as far as the dictionary knows; unknown words count as things."""
    return word not in _tagged()[1]


_NAME_TAIL = re.compile(
    r".{1,6}(?:市|省|县|区|镇|村|州|国|岛|山|河|湖|江|公司|集团|银行|大学|学院|医院|队|部|局|院|社|报|站|路|街|桥|寺|馆)$"
)


def is_unknown(word: str) -> bool:
    """True when the dictionary does not have the word."""
    return not _jieba().dt.FREQ.get(word)


def _is_name(word: str, kind: str) -> bool:
    """The dictionary tags many ordinary words as names (晋级, 老太太 as persons; 普通, 曝光 as brands)."""
    often = int(_jieba().dt.FREQ.get(word) or 0)
    if kind == "nz":
        return often < COMMON_BRAND
    return word[0] in SURNAMES and len(word) <= 4 and (len(word) > 2 or often < COMMON_PERSON)


COMMON_BRAND, COMMON_PERSON = 300, 100  # times in the dictionary's corpus


def name_kind(word: str) -> str:
    """nr, ns, nt, nz for a name, "x" for Latin letters, "" for any other word."""
    if word[0].isascii():
        return "x" if word[0].isalpha() else ""
    kind = _tagged()[0].get(word, "")
    if kind and (kind not in ("nr", "nz") or _is_name(word, kind)):
        return kind
    if 2 <= len(word) <= 3 and word[0] in SURNAMES and not _jieba().dt.FREQ.get(word):
        return "nr"
    return ""


def take_apart(text: str, anchor: date | None = None, precision: str = "day") -> Wording:
    """Read a text. `anchor` is the day that its relative times count from."""
    folded = fold(text)
    anchor = anchor or dateline(folded)
    partly = [m.span() for m in _NOT_ALL.finditer(folded)]
    cues = tuple(
        c
        for c in modality.cues(text)
        if not _MOVES.match(folded, c.start) and not any(a <= c.start < b for a, b in partly)
    )
    when = tuple(times.find(text, anchor or ANCHOR, precision))
    taken = [(t.start, t.end) for t in when] + [m.span() for m in SCORE.finditer(folded)]
    figures = _joined(
        [q for q in quantities.find(text) if not any(start < q.end and q.start < end for start, end in taken)],
        folded,
    )
    pieces = _pieces(folded)
    return Wording(
        text, folded, _words(text, pieces, figures, when), figures, when,
        _outside(_some(partly, _hits(text, folded, cues, pieces), folded), figures, when), cues,
        tuple(m.end() for m in _SENTENCE.finditer(folded)), tuple(m.end() for m in _CLAUSE.finditer(folded)),
    )  # fmt: skip


# "Not all": the denial is of the share, not of what is said of it.
_NOT_ALL = re.compile(
    r"(?:并非|并不是|不是|不|并未|未|没有?)(?:所有|全部|全体|全都|全|都|每一?[个位名条家]|人人|一律)(?!然|球|国|省|市|面|新|力|年|天)"
)


def _some(partly: Sequence[tuple[int, int]], hits: tuple[Hit, ...], folded: str) -> tuple[Hit, ...]:
    """并非所有, 没有全部: some of them."""
    kept = [h for h in hits if not any(a <= h.start < b for a, b in partly)]
    told = [Hit("#share", 2, a, b, folded[a:b], False, False) for a, b in partly]
    return tuple(sorted([*kept, *told], key=lambda h: h.start))


_DATELINE = re.compile(r"^[^,。;]{0,12}?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:讯|电|消息)")


def dateline(folded: str) -> date | None:
    """The day that a report says it was written on: 本报3月18日讯. Its year is not told; the common one stands for it."""
    found = _DATELINE.search(folded)
    try:
        return date(ANCHOR.year, int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


# The score of a game; a number on both sides.
SCORE = re.compile(
    r"(?<![\d.])(\d{1,3}|[零一二三四五六七八九十])(?:比|:|-|–)(\d{1,3}|[零一二三四五六七八九十])(?![\d.年月分点]|(?:元|%|人))"
)

# 将 as a preposition: what follows is moved, not planned.
_MOVES = re.compile(
    r"将[^,。;]{1,14}(?:从|由)|将[^,。;]{1,8}(?:上调|下调|升级|降级|调整|提前|推迟|增至|降至|交给|送|保持|维持|定[为在]|设[为在]|列[为入]|判|改[为成]|移|推[至向到]|"
    r"带|放[在到]|置于|缩|延[长期至]|提高|降低|扩大|减[至为少]|纳入|视为|转[为交给]|归还|拆|卖|出售|救|踢|投[给向])"
)


def _joined(found: Sequence[Quantity], folded: str) -> tuple[Quantity, ...]:
    """2小时17分钟 is one duration."""
    joined: list[Quantity] = []
    for q in found:
        q = _minutes(_hundredths(q, folded), joined, folded)
        last = joined[-1] if joined else None
        if last and _is_range(last, q, folded):
            joined[-1] = replace(
                q, start=last.start, text=folded[last.start : q.end], value=(last.value + q.value) / 2,
                low=min(last.low, q.low), high=max(last.high, q.high), comparator="range",
            )  # fmt: skip
        elif last and last.end == q.start and last.dimension == q.dimension == "duration" and last.value > q.value:
            joined[-1] = replace(
                last, end=q.end, text=last.text + q.text, value=last.value + q.value,
                low=last.value + q.low, high=last.value + q.high, comparator=last.comparator,
            )  # fmt: skip
        else:
            joined.append(q)
    return tuple(joined)


_BETWEEN = re.compile(r"(?:介于|从|在)[^,。;]{0,4}$")
_AND = re.compile(r"(?:/[^,。;\d]{1,4})?(?:和|与|至|到)")
_UP_TO = re.compile(r"[^,。;]{0,6}(?:之间|不等)")


def _is_range(first: Quantity, second: Quantity, folded: str) -> bool:
    """介于18600元和24300元之间, 从385万元到562万元不等."""
    kin = first.dimension == second.dimension and first.unit == second.unit
    plain = first.comparator == second.comparator == "eq" and first.value < second.value
    between = _AND.fullmatch(folded, first.end, second.start) is not None
    lead = _BETWEEN.search(folded, max(0, first.start - 6), first.start) is not None
    return kin and plain and between and lead and _UP_TO.match(folded, second.end) is not None


def _minutes(q: Quantity, before: Sequence[Quantity], folded: str) -> Quantity:
    """2小时28分47秒: the 分 of a duration is a minute, elsewhere a point."""
    last = before[-1] if before else None
    hours = last is not None and last.end == q.start and last.dimension == "duration" and last.value >= 3600
    seconds = re.match(r"\d{1,2}秒", folded[q.end :]) is not None
    if q.unit != "point" or not (hours or seconds) or q.text.strip()[-1:] != "分":
        return q
    value = q.value * 60
    return replace(q, value=value, low=value, high=value, unit="s", dimension="duration")


_HUNDREDTHS = re.compile(r"\d{2}(?![\d.%])")


def _hundredths(q: Quantity, folded: str) -> Quantity:
    """10秒85: the way sports copy writes hundredths of a second."""
    if q.dimension == "duration" and folded[q.end - 1] == "秒" and (m := _HUNDREDTHS.match(folded, q.end)):
        value = q.value + int(m[0]) / 100
        return replace(q, end=m.end(), text=q.text + m[0], value=value, low=value, high=value)
    return q


def _spans(figures: Sequence[Quantity], when: Sequence[TimeRef]) -> list[tuple[int, int]]:
    return [*((q.start, q.end) for q in figures), *((t.start, t.end) for t in when)]


def _outside(hits: Sequence[Hit], figures: Sequence[Quantity], when: Sequence[TimeRef]) -> tuple[Hit, ...]:
    """Words inside a number or a time ("第二", "上半年"), and comparatives right before a number, belong to it."""
    spans = _spans(figures, when)
    return tuple(
        h
        for h in hits
        if h.group == "weekend"
        or (
            not any(a <= h.start < b for a, b in spans)
            and not (h.group in ("more", ">exceed", "rich") and any(0 <= q.start - h.end <= 1 for q in figures))
        )
    )


def _pieces(folded: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    position = 0
    for piece in _cut(folded):
        found.append((piece, position, position + len(piece)))
        position += len(piece)
    return found


def _words(
    text: str, pieces: Sequence[tuple[str, int, int]], figures: Sequence[Quantity], when: Sequence[TimeRef]
) -> tuple[Word, ...]:
    taken = _spans(figures, when)
    found: list[Word] = []
    for piece, start, end in pieces:
        if piece in STOP or not piece[0].isalnum() or any(s < end and start < e for s, e in taken):
            continue
        kind = name_kind(piece)
        weight = 1.6 if kind and kind != "x" else 0.35 if piece in GENERIC else 0.7 if len(piece) == 1 else 1.0
        found.append(Word(piece, start, end, weight, bool(kind) and (kind != "x" or _capital(text, start))))
    return tuple(found)


def _capital(text: str, start: int) -> bool:
    """An English name begins with a capital inside a sentence; Latin letters in Chinese copy are a name as they are."""
    return not text.isascii() or (start > 0 and text[start].isupper())


def _cut(folded: str) -> list[str]:
    if folded.isascii():
        return re.findall(r"[a-z0-9][a-z0-9.'+-]*[a-z0-9]|[a-z0-9]|.", folded, re.DOTALL)
    pieces: list[str] = list(_jieba().cut(folded))
    return pieces


def _hits(text: str, folded: str, cues: Sequence[Cue], pieces: Sequence[tuple[str, int, int]]) -> tuple[Hit, ...]:
    book = lexicon()
    singles = {start for piece, start, _ in pieces if len(piece) == 1}
    starts, ends = {start for _, start, _ in pieces}, {end for _, _, end in pieces}
    raw = [(end + 1 - len(word), end + 1, word) for end, word in book.automaton.iter(folded)]
    raw = [
        r
        for r in raw
        if (
            _bounded(folded, r[0], r[1])
            if r[2].isascii()
            else (r[0] in starts or r[1] in ends)
            if len(r[2]) > 1
            else r[0] in singles
        )
    ]
    found: list[Hit] = []
    last = 0
    spared = [span for c in cues if c.kind == "negation" and (span := beside_verb(folded, pieces, c)) is not None]
    for start, end, word in sorted(raw, key=lambda r: (r[0], -r[1])):
        if start < last:
            continue
        last = end
        aside = any(a <= start < b for a, b in spared)
        negated = not aside and modality.negated(text, cues, start, end) != _is_disowned(text, cues, start, end)
        for group, side in book.sides[word]:
            if word == "淘汰" and group == "enter" and _BEATS.match(folded, end) and not _IS_OUT.search(folded[:start]):
                continue  # 甲淘汰乙: 甲 goes on
            direct = _DIRECTLY.search(folded[:start]) or not (
                group in _ATTRIBUTES or _TAKES_OBJECT.search(folded, max(0, start - 6), start)
            )
            found.append(Hit(group, side, start, end, word, negated and bool(direct), word in book.ordinary))
    return tuple(found)


# Groups that say which of its kind something is: a denial of the verb before it ("不再受理进口申报") is none of it.
_ATTRIBUTES = frozenset(["first", "period", "gender", "town", "home", "age", "import", "gross", "medal", "compass"])
_TAKES_OBJECT = re.compile(r"(?:包括|包含|涉及|受理|针对|采用|使用|接收|录取|招收|聘用|影响到?)[^,。;]{0,3}$")
_DIRECTLY = re.compile(r"(?:不|未|非|没有?|无|不是)$")
_BEATS = re.compile(r"(?![出了])[一-鿿]")
_IS_OUT = re.compile(r"(?:被|遭|遭到|惨遭|首轮|遗憾)$")
_PREPOSITION = re.compile(
    r"(?:必|会|能|得|应|需|用|再|是|曾|想|愿)?(?:为|对|向|在|把|将|被|给|因|由|与|和|同|跟|从|于|按|以|就)(?!是|于|此)"
)


def stands_aside(folded: str, cue: Cue) -> bool:
    """A preposition stands right behind the negation."""
    return _PREPOSITION.match(folded, cue.end) is not None


def beside_verb(folded: str, pieces: Sequence[tuple[str, int, int]], cue: Cue) -> tuple[int, int] | None:
    """不必为商家的行为担责: from the preposition right behind a negation to the verb that is denied; None without one."""
    if not stands_aside(folded, cue):
        return None
    seen_thing = False
    for piece, start, _ in pieces:
        if start <= cue.end or len(piece) < 2:
            continue
        if start >= cue.last:
            break
        if not is_thing(piece) and seen_thing:
            return cue.end, start
        seen_thing = seen_thing or is_thing(piece)
    behind = [at for piece, at, _ in pieces if cue.end < at < cue.last and len(piece) > 1]
    return (cue.end, behind[-1]) if len(behind) > 1 else None


def _is_disowned(text: str, cues: Sequence[Cue], start: int, end: int) -> bool:
    """否认裁员 says 裁员 is not so; the word of denial itself stays as it is."""
    within = [c for c in cues if c.kind == "denial" and c.end <= start]
    return "denial" in modality.scope(text, within, start, end)


def _bounded(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (before.isalnum() and before.isascii()) and not (after.isalnum() and after.isascii())
