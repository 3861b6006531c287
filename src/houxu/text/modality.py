"""In what mood a text says what it says: denied, planned, rumoured, asked, supposed, hoped, quoted ...

The words stand in `mood_words`; here they are found, and it is worked out how far each one reaches. A
negation that stands inside a span does not govern it: "不开放" is a wording of its own, not a negated
"不开放". Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from houxu.text.mood_words import AFTER, BACK, CLAUSE, ONWARD, REST, SENTENCE, Wording
from houxu.text.mood_words_en import ENGLISH
from houxu.text.mood_words_zh import CHINESE
from houxu.text.script import fold


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that sets a mood.

    `kind` is one of negation, plan, rumour, question, condition, hope, denial, hedge, quotation,
    obligation, ability, past_state, correction, irony. `text[start:end]` is the word; it governs what
    begins in [first, last).
    """

    kind: str
    start: int
    end: int
    text: str
    first: int
    last: int


def _scanner(wordings: Sequence[Wording], before: str, after: str) -> re.Pattern[str]:
    groups = (f"(?P<w{number}>{'|'.join(wording.words)})" for number, wording in enumerate(wordings))
    return re.compile(f"{before}(?:{'|'.join(groups)}){after}")


def _first_characters(wordings: Sequence[Wording]) -> str:
    """The characters that wordings start with, as a set; the scan passes over all others at once."""
    starts = (re.match(r"\[([^\]]+)\]|(.)", word) for wording in wordings for word in wording.words)
    return "[" + re.escape("".join(sorted({c for m in starts if m for c in m[1] or m[2]}))) + "]"


_ZH = _scanner(CHINESE, f"(?={_first_characters(CHINESE)})", "")
_EN = _scanner(ENGLISH, r"(?<![a-z0-9_])(?=[a-z])", r"(?![a-z0-9_])")
_SENTENCE_END = re.compile(r"[。!?\n]+[”」’\"』)]*|\.(?<![ .][a-z]\.)(?<!mr\.)(?<!dr\.)(?<!vs\.)[”\"’)]*(?=\s|$)")
_CLAUSE_END = re.compile(
    r",(?![0-9]{3}(?![0-9]))|[;:—…|()]|\s-\s|、(?=[不没未无已也将仍还])"
    r"|(?<![a-z0-9])(?:but|while|though|although|whereas|which|because|however|yet(?! to)|"
    r"and (?=(?:it|they|he|she|we|is|was|has|have|will|now|also|instead|then|the company)\b))(?![a-z])"
    r"|(?:但(?!愿)|却(?!步)|而(?!且|言|后|非|来|易|已|成)|虽然|尽管|不过|然而|也(?=[不没未无])(?<!再也)|又(?=[不没未无]))"
)
_QUOTED = re.compile(r"“([^“”\n]{1,400})”|「([^「」\n]{1,400})」|(?<![a-z0-9])\"([^\"\n]{1,400})\"")
_NAME_LIKE = re.compile(r"[A-Z0-9]")
_CHAIN_GAP_ZH, _CHAIN_GAP_EN = 2, 12  # characters between two negations that still answer each other
_LONG_QUOTE_ZH, _LONG_QUOTE_EN = 12, 4  # characters, words


def cues(text: str) -> list[Cue]:
    """All mood cues of a text, in order of position; offsets count characters of `text`."""
    folded = fold(text)
    ground = _Ground(folded)
    found = [*_worded(text, folded, ground), *_quoted(text)]
    return sorted(found, key=lambda c: (c.start, c.end, c.kind))


def scope(text: str, cues: Sequence[Cue], start: int, end: int) -> frozenset[str]:
    """The kinds of the cues that govern the span [start, end) of `text`.

    A negation that another one cancels is left out, as in "并非没有".
    """
    kinds = {c.kind for c in cues if c.first <= start < c.last}
    if "negation" in kinds and not negated(text, cues, start, end):
        kinds.discard("negation")
    return frozenset(kinds)


def negated(text: str, cues: Sequence[Cue], start: int, end: int) -> bool:
    """True when an odd number of negations that answer each other governs the span.

    Only negations close together cancel ("never fails to"); in "没有公布,也没有开放" each stands for itself.
    """
    governing = [c for c in cues if c.kind == "negation" and c.first <= start < c.last]
    count = 0
    for index in range(len(governing) - 1, -1, -1):
        count += 1
        if index == 0 or not _answers(text, governing[index - 1], governing[index]):
            break
    return count % 2 == 1


def _answers(text: str, earlier: Cue, later: Cue) -> bool:
    if later.text.lower() in ("nor", "or"):
        return False
    limit = _CHAIN_GAP_EN if later.text.isascii() else _CHAIN_GAP_ZH
    between = text[earlier.end : later.start]
    return later.start - earlier.end <= limit and " and " not in between and "," not in between


class _Ground:
    """Where the sentences and clauses of a folded text begin and end."""

    def __init__(self, folded: str) -> None:
        ends = [m.end() for m in _SENTENCE_END.finditer(folded)]
        self._sentences = _borders(ends, len(folded))
        self._clauses = _borders(sorted([*ends, *(m.end() for m in _CLAUSE_END.finditer(folded))]), len(folded))

    def sentence(self, position: int) -> tuple[int, int]:
        return _around(self._sentences, position)

    def clause(self, position: int) -> tuple[int, int]:
        return _around(self._clauses, position)


def _borders(ends: list[int], length: int) -> list[int]:
    return [0, *(e for e in ends if e < length), length]


def _around(borders: list[int], position: int) -> tuple[int, int]:
    index = max(1, bisect_right(borders, position, hi=len(borders) - 1))
    return borders[index - 1], borders[min(index, len(borders) - 1)]


def _worded(text: str, folded: str, ground: _Ground) -> Iterator[Cue]:
    for scanner, wordings in ((_ZH, CHINESE), (_EN, ENGLISH)):
        for match in scanner.finditer(folded):
            wording = wordings[int(str(match.lastgroup)[1:])]
            if wording.kinds and not _is_name(text, match):
                first, last = _reach(wording, match, folded, ground)
                for kind in wording.kinds:
                    yield Cue(kind, *match.span(), text[match.start() : match.end()], first, last)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """May is a month and Will a man when they begin with a capital inside a sentence."""
    word = text[match.start() : match.end()]
    return word == "May" or (
        word == "Will" and text[max(0, match.start() - 2) : match.start()].strip() not in ("", ".")
    )


def _reach(wording: Wording, match: re.Match[str], folded: str, ground: _Ground) -> tuple[int, int]:
    start, end = match.span()
    sentence, clause = ground.sentence(start), ground.clause(start)
    if wording.reach == AFTER:
        return end, _past_aside(end, clause[1], sentence[1], folded)
    if wording.reach == ONWARD:
        return end, sentence[1]
    if wording.reach == CLAUSE:
        return clause
    if wording.reach == REST:
        return clause[0], sentence[1]
    if wording.reach == BACK:
        return sentence[0], start
    if wording.reach == SENTENCE and "question" in wording.kinds:
        return _asked_from(folded, sentence[0], start), sentence[1]
    return sentence if wording.reach == SENTENCE else (start, end)


_COLON = re.compile(r"[^\d\s][:](?!//)(?=\D)")


def _asked_from(folded: str, sentence: int, cue: int) -> int:
    """ "It is out, and readers ask: where is the other one?" What stands before the last colon is told, not asked, unless the
    question is about just that ("it is out: is that true?")."""
    colons = [m.end() for m in _COLON.finditer(folded, sentence, cue)]
    told = bool(colons) and colons[-1] - sentence >= SHORT_LEAD and not _IS_IT_SO.search(folded, colons[-1], cue)
    return colons[-1] if told else sentence


_IS_IT_SO = re.compile(
    r"真的|真假|是真|属实|可信|靠谱|谣言|传言|消息|说法|这(?:是|件|回|话|算|一)|是否如此|对吗|"
    r"\b(?:true|truth|false|fact|really|rumou?rs?|reports?|fake|hoax|that|this|it)\b"
)


SHORT_LEAD = 12  # characters before a colon that may be a mere announcement of the question


def _past_aside(end: int, clause_end: int, sentence_end: int, folded: str) -> int:
    """A cue right before a comma looks over it: "Perhaps, ..." / "事实上,..."."""
    if clause_end - end <= 1 and clause_end < sentence_end:
        following = _CLAUSE_END.search(folded, clause_end, sentence_end)
        return following.end() if following else sentence_end
    return clause_end


def _quoted(text: str) -> Iterator[Cue]:
    for match in _QUOTED.finditer(text):
        inner = next(g for g in match.groups() if g is not None)
        words = len(inner.split())
        long = words > _LONG_QUOTE_EN if inner.isascii() else len(inner) > _LONG_QUOTE_ZH
        if long:
            yield Cue("quotation", *match.span(), match.group(), *match.span())
        elif not _NAME_LIKE.search(inner):
            yield Cue("irony", *match.span(), match.group(), *match.span())
