"""What two texts are made of, for comparing them word by word: words, numbers, times, word pairs that exclude each other.

Chinese is cut with jieba (its cache in a private folder, loaded at first use), English at word borders.
"""

from __future__ import annotations

import os
import re
import tempfile
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import ahocorasick
from ruamel.yaml import YAML

from houxu.text import modality, quantities, times
from houxu.text.modality import Cue
from houxu.text.quantities import Quantity
from houxu.text.script import fold
from houxu.text.times import TimeRef

ANCHOR = date(2024, 7, 1)  # days without a year, in two texts without a date, are read against one common day
_SENTENCE = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,:、。!?;\n()]|\.(?=\s|$)|(?:但|而|却|其中)")
_LATIN = re.compile(r"[a-z0-9][a-z0-9.+'-]*")
_STOP = frozenset(
    "的 了 在 是 为 和 与 及 等 将 已 已经 把 对 从 到 至 于 以 并 且 其 该 这 那 个 一个 一 也 还 又 都 就 才 而 或 则 由 向 "
    "给 让 使 称 表示 据 报道 介绍 日前 近日 记者 获悉 目前 当前 此次 本次 这次 进行 实现 达到 达 约 共 仅 只 又 之 所 地 得 着 "
    "过 呢 吗 吧 啊 上 下 中 里 内 外 时 后 前 来 去 说 指出 认为 显示 公布 数据 消息 透露 宣布 有 不 没 没有 未 无 非 被 比 较 "
    "同比 环比 左右 以上 以下 超过 超 不到 不足 近 逾 每 各 两 名 位 家 条 项 元 人 次 年 月 日 号 期间 方面 情况 其中 一共 总共 "
    "the a an of in on at to for by with and or is was are were be been has have had it its that this from as will would said says "
    "say his her their he she they who which not no than into about after before over under more less up down".split()
)


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
def _name_words() -> Mapping[str, str]:
    """Names that jieba's own dictionary marks: persons nr, places ns, bodies nt, other names nz."""
    names: dict[str, str] = {}
    with _jieba().get_dict_file() as lines:
        for line in lines:
            parts = line.decode("utf-8").split()
            if len(parts) == 3 and parts[2][:2] in ("nr", "ns", "nt", "nz") and len(parts[0]) > 1:
                names[parts[0]] = parts[2][:2]
    return names


_NAME_TAIL = re.compile(r".{1,6}(?:市|省|县|区|镇|村|州|国|岛|山|河|湖|江|公司|集团|银行|大学|学院|医院|队|部|局|院|社|报|站|路|街|桥|寺|馆)$")


def name_kind(word: str) -> str:
    """nr, ns, nt, nz for a name, "x" for Latin letters, "" for any other word."""
    if word[0].isascii():
        return "x" if word[0].isalpha() else ""
    return _name_words().get(word, "")


def take_apart(text: str, anchor: date | None = None, precision: str = "day") -> Wording:
    """Read a text. `anchor` is the day that its relative times count from."""
    folded = fold(text)
    cues = tuple(modality.cues(text))
    figures = tuple(quantities.find(text))
    when = tuple(times.find(text, anchor or ANCHOR, precision))
    figures = tuple(q for q in figures if not any(t.start < q.end and q.start < t.end for t in when))
    pieces = _pieces(folded)
    return Wording(
        text, folded, _words(pieces, figures, when), figures, when, _hits(text, folded, cues, pieces), cues,
        tuple(m.end() for m in _SENTENCE.finditer(folded)), tuple(m.end() for m in _CLAUSE.finditer(folded)),
    )  # fmt: skip


def _pieces(folded: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    position = 0
    for piece in _cut(folded):
        found.append((piece, position, position + len(piece)))
        position += len(piece)
    return found


def _words(
    pieces: Sequence[tuple[str, int, int]], figures: Sequence[Quantity], when: Sequence[TimeRef]
) -> tuple[Word, ...]:
    taken = [(x.start, x.end) for x in (*figures, *when)]
    found: list[Word] = []
    for piece, start, end in pieces:
        if piece in _STOP or not piece[0].isalnum() or any(s < end and start < e for s, e in taken):
            continue
        kind = name_kind(piece)
        weight = 1.6 if kind and kind != "x" else 0.7 if len(piece) == 1 else 1.0
        found.append(Word(piece, start, end, weight, bool(kind)))
    return tuple(found)


def _cut(folded: str) -> list[str]:
    if folded.isascii():
        return re.findall(r"[a-z0-9][a-z0-9.'+-]*[a-z0-9]|[a-z0-9]|.", folded, re.DOTALL)
    pieces: list[str] = list(_jieba().cut(folded))
    return pieces


def _hits(
    text: str, folded: str, cues: Sequence[Cue], pieces: Sequence[tuple[str, int, int]]
) -> tuple[Hit, ...]:
    book = lexicon()
    singles = {start for piece, start, _ in pieces if len(piece) == 1}
    raw = [(end + 1 - len(word), end + 1, word) for end, word in book.automaton.iter(folded)]
    raw = [r for r in raw if (_bounded(folded, r[0], r[1]) if r[2].isascii() else len(r[2]) > 1 or r[0] in singles)]
    found: list[Hit] = []
    last = 0
    for start, end, word in sorted(raw, key=lambda r: (r[0], -r[1])):
        if start < last:
            continue
        last = end
        negated = modality.negated(text, cues, start, end)
        for group, side in book.sides[word]:
            found.append(Hit(group, side, start, end, word, negated, word in book.ordinary))
    return tuple(found)


def _bounded(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (before.isalnum() and before.isascii()) and not (after.isalnum() and after.isascii())
