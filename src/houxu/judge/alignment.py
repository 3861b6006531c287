"""Which place of a passage answers to which place of a claim: by the words that stand around both.

Nothing here knows what the words mean; it counts which of the claim's words the passage has, and how near they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from houxu.judge.word_lists import GENERIC
from houxu.judge.wording import Word, Wording, is_thing, lexicon

EXACT, SYNONYM, ABBREVIATION, SIMILAR, TWIN = 1.0, 0.9, 0.85, 0.5, 0.4
_NEAR = 12.0  # characters at which nearness has halved


@dataclass(frozen=True)
class Aligned:
    """A claim laid beside a passage. `others` holds the words of the passage's title and neighbouring sentences."""

    claim: Wording
    passage: Wording
    title: str = ""
    dated: bool = False  # a day is known that relative times count from

    @cached_property
    def found(self) -> dict[int, tuple[float, tuple[int, ...]]]:
        """For each word of the claim (by its start): how well the passage has it (0 to 1), and where."""
        return {w.start: self._find(w) for w in self.claim.words}

    def _find(self, word: Word) -> tuple[float, tuple[int, ...]]:
        folded = self.passage.folded
        if places := _places(folded, word.text):
            return EXACT, places
        if places := self._synonyms(word):
            return SYNONYM, places
        best: tuple[float, tuple[int, ...]] = (0.0, ())
        for other in self.passage.words:
            degree = likeness(word.text, other.text)
            if degree > best[0]:
                best = degree, (other.start,)
        if best[0] < ABBREVIATION and (at := self._shortened(word)) is not None:
            return ABBREVIATION, (at,)
        if not best[0] and word.text in self.title:
            return 0.8, ()
        return best

    def _shortened(self, word: Word) -> int | None:
        """亚冬会 for 亚洲冬季运动会: where the passage has the first characters of words in a row, or with the last one's end."""
        row = [w for w in self.claim.words if not w.text.isascii()]
        here = row.index(word) if word in row else -1
        for size in (4, 3, 2) if here >= 0 else ():
            for first in range(max(0, here - size + 1), here + 1):
                run = row[first : first + size]
                if len(run) < size or any(a.end != b.start for a, b in pairwise(run)):
                    continue
                short = "".join(w.text[0] for w in run)
                for made in (short + run[-1].text[-1], short) if len(run[-1].text) > 1 else (short,):
                    if len(made) > 2 and (at := self.passage.folded.find(made)) >= 0:
                        return at
        return None

    def _synonyms(self, word: Word) -> tuple[int, ...]:
        ours = {(h.group, h.side ^ h.negated) for h in self.claim.hits if h.start <= word.start < h.end}
        return tuple(h.start for h in self.passage.hits if (h.group, h.side ^ h.negated) in ours)

    @cached_property
    def coverage(self) -> float:
        """The share of what the claim says in words that the passage has, 0 to 1; numbers and times stand apart."""
        whole = sum(w.weight for w in self.claim.words)
        return sum(w.weight * self._addressed(w) for w in self.claim.words) / whole if whole else 0.5

    def _addressed(self, word: Word) -> float:
        """A word of the lexicon is addressed by its opposite as well."""
        degree = self.found[word.start][0]
        if degree < EXACT:
            groups = {h.group for h in self.claim.hits if h.start <= word.start < h.end}
            if any(h.group in groups for h in self.passage.hits):
                return 0.9
        return degree

    def nearness(self, here: int, there: int, rivals: Sequence[int] = ()) -> float:
        """How much the words around `here` in the claim stand around `there` in the passage, 0 to 1.

        A rival (another number, say) that stands between a word and `there` takes the word away.
        """
        whole = got = 0.0
        head = self.head(here)
        for word in self.claim.words:
            if word.start <= here < word.end:
                continue
            gap = max(0, here - word.end) if word.start < here else word.start - here
            weight = word.weight / (1 + gap / _NEAR) * (2 if word is head else 1)
            degree, places = self.found[word.start]
            whole += weight
            if degree and places:
                got += weight * degree * max(self._pull(p, there, len(word.text), rivals) for p in places)
        return got / whole if whole else 0.5

    def _pull(self, place: int, there: int, length: int, rivals: Sequence[int]) -> float:
        passage = self.passage
        gap = max(0, there - place - length) if place < there else place - there
        pull = 1 / (1 + gap / (3 * _NEAR))
        if passage.sentence(place) != passage.sentence(there):
            pull *= 0.6
        elif passage.clause(place) != passage.clause(there):
            pull *= 0.75 if place < there else 0.3
        low, high = sorted((place, there))
        if any(low < r < high for r in rivals):
            pull *= 0.5
        return pull

    def head(self, here: int) -> Word | None:
        """The claim's nearest word before a place in its clause, or else after it: what a number is the number of."""
        words = [
            w
            for w in self.claim.words
            if not self._is_change(w) and w.text not in GENERIC and (is_thing(w.text) or self._in_lexicon(w))
        ]
        before = [w for w in words if w.end <= here and self.claim.clause(w.start) == self.claim.clause(here)]
        return before[-1] if before else None

    def _in_lexicon(self, word: Word) -> bool:
        return any(h.start <= word.start < h.end for h in self.claim.hits)

    def _is_change(self, word: Word) -> bool:
        return any(
            h.start <= word.start < h.end and h.group in ("rise", "more", ">exceed", "cumulative", "best", "early")
            for h in self.claim.hits
        )


def _places(folded: str, word: str) -> tuple[int, ...]:
    found = []
    at = folded.find(word)
    while at >= 0:
        if not word.isascii() or _whole_word(folded, at, at + len(word)):
            found.append(at)
        at = folded.find(word, at + 1)
    return tuple(found)


def _whole_word(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end : end + 3]
    return not (before.isascii() and before.isalnum()) and (
        not after or not (after[0].isascii() and after[0].isalnum()) or after.startswith(("s", "ed", "'s"))
    )


def likeness(a: str, b: str) -> float:
    """How alike two words look: abbreviations and words that share most of their characters, or an English stem."""
    if a == b:
        return EXACT
    if a.isascii() or b.isascii():
        stem = 4 if min(len(a), len(b)) >= 5 else 9
        return (
            ABBREVIATION if a[:stem] == b[:stem] and abs(len(a) - len(b)) <= 4 and a.isalpha() and b.isalpha() else 0.0
        )
    short, long = sorted((a, b), key=len)
    if len(short) == 1 and len(long) == 2 and long[0] == short:
        return SIMILAR  # 产苹果九十吨 for 产量
    if len(short) < 2 or _excluding(a, b):
        return 0.0
    if _subsequence(short, long):
        return ABBREVIATION
    if len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return SIMILAR if not is_thing(a) and not is_thing(b) else TWIN
    if other_kind(a, b):
        return TWIN
    shared = len(set(short) & set(long))
    return SIMILAR if shared / len(long) >= 0.5 else 0.0


def other_kind(a: str, b: str) -> bool:
    """Two things of one class whose names part before it: 协和医院 and 华西医院, 汉代 and 唐代."""
    same = 0
    while same < min(len(a), len(b)) - 1 and a[-1 - same] == b[-1 - same]:
        same += 1
    ours, theirs = a[: len(a) - same], b[: len(b) - same]
    return bool(same and not set(ours) & set(theirs) and is_thing(a) and is_thing(b))


def _excluding(a: str, b: str) -> bool:
    sides = lexicon().sides
    return any(g == h and s != t for g, s in sides.get(a, ()) for h, t in sides.get(b, ()))


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)
