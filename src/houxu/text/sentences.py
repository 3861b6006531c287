"""Sentences of Chinese and English news, as spans of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a text."""

    start: int
    end: int


_CLOSERS = "\"'”’」』）)】》〉"
# Where a sentence may end. Full stops need space or Chinese after them: 4.5, houxu.org and e.g. are passed over.
_MARK = re.compile(
    rf"(?P<line>\s*\n\s*)|(?P<full>[。！？｡!?]+(?:…+)?[{_CLOSERS}]*)|(?P<dots>(?:…+|\.{{3,}})[{_CLOSERS}]*)"
    rf"|(?P<stop>\.[{_CLOSERS}]*(?=\s|$|[㐀-鿿“「『]))|(?P<semi>；)"
)
_LONG = 60  # characters; a Chinese sentence longer than this is cut at its semicolons
_ALWAYS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "sen",
        "rep",
        "gov",
        "st",
        "mt",
        "fig",
        "vs",
        "e.g",
        "i.e",
        "eq",
        "approx",
        "capt",
        "col",
        "lt",
        "sgt",
        "rev",
        "hon",
        "messrs",
        "mme",
        "cf",
    ]
)  # a name or a number follows: never an end
_NUMBERED = frozenset(
    [
        "no",
        "nos",
        "vol",
        "p",
        "pp",
        "art",
        "sec",
        "ch",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_OFTEN = frozenset(
    [
        "inc",
        "corp",
        "ltd",
        "co",
        "llc",
        "plc",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "d.c",
        "a.m",
        "p.m",
        "jr",
        "sr",
        "etc",
        "al",
        "dept",
        "univ",
        "est",
        "bros",
        "ph.d",
        "m.d",
        "b.a",
        "a.i",
    ]
)  # an end only when a new sentence clearly begins
_STARTERS = re.compile(
    r"[\"“'(]?(?:The|A|An|In|It|He|She|They|We|But|And|This|That|These|Those|On|At|For|As|Its|His|Her|Their|There"
    r"|However|Meanwhile|When|While|After|Before|Since|If|Last|Earlier|Now|Some|Many|Most|I|You|What|By|To|So|Still|Yet)\b"
)
_WORD = re.compile(r"(?:[A-Za-z](?:\.[A-Za-z])+|[A-Za-z]+)$")
_LONGEST_WORD = 12  # characters looked at before a full stop
_SPACE = re.compile(r"\s*")


def split(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Sentence spans of text[start:end], without surrounding space, in order; offsets count characters of `text`.

    A line break always ends a sentence. Closing quotes and brackets stay with their sentence.
    """
    end = len(text) if end is None else min(end, len(text))
    spans: list[Span] = []
    at = start
    for mark in _MARK.finditer(text, start, end):
        if _ends(text, mark, at, end):
            _add(spans, text, at, mark.end())
            at = mark.end()
    _add(spans, text, at, end)
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        start += len(piece) - len(piece.lstrip())
        spans.append(Span(start, start + len(kept)))


def _ends(text: str, mark: re.Match[str], at: int, end: int) -> bool:
    kind = mark.lastgroup
    if kind == "line":
        return True
    if kind == "semi":
        return mark.start() - at >= _LONG
    after = _SPACE.match(text, mark.end(), end)
    follows = text[after.end() : after.end() + 1] if after and after.end() < end else ""
    if not follows:
        return True
    if kind == "full":
        return not (follows.islower() and mark[0][0] in "!?！？")  # "Really?" he asked
    if kind == "dots":
        return bool(after and after[0] and not follows.islower()) or mark[0][-1] in _CLOSERS
    return _full_stop(text, mark.start(), after.end() if after else mark.end(), follows)


def _full_stop(text: str, stop: int, next_at: int, follows: str) -> bool:
    """Whether the full stop at `stop` ends a sentence, by the word before and what comes next."""
    if follows.islower() and follows.isascii():
        return False
    word = _WORD.search(text, max(0, stop - _LONGEST_WORD), stop)
    if word is None:
        return True
    name = word[0].lower()
    if name in _ALWAYS:
        return False
    if name in _NUMBERED:
        return not (follows.isdigit() or follows in "(#")
    if name in _OFTEN:
        return bool(_STARTERS.match(text, next_at)) or not follows.isascii()
    initial = len(name) == 1 and word[0].isupper() and text[max(0, word.start() - 1) : word.start()] in ("", " ", ".")
    return not (initial and follows.isupper()) or bool(_STARTERS.match(text, next_at) and name != "j")
