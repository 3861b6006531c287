"""What meets the eye in an English pair: words missing and added, and how each number, date and cue compares.

These measures see what a small encoder reads badly (which number changed, and which bound it breaks); boosted trees
weigh them (trees.py). `measures` gives them by name, in a fixed order.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from houxu.judge.bounds import DOWN, UP
from houxu.judge.english_words import COMMON, stem, word_set
from houxu.judge.number_marks import Number, numbers
from houxu.judge.number_measures import number_measures
from houxu.judge.pieces import tidy

WINDOW = 25  # words of the passage that may hold what the claim says
_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:'[a-z]+)?|[%$£€]")
_NEGATION = word_set(
    "not no never none nobody nothing neither nor without cannot didn't doesn't isn't wasn't aren't weren't won't "
    "wouldn't couldn't hasn't haven't hadn't don't failed fails fail refused denied denies deny false fake hoax "
    "untrue lack lacks lacking unable"
)
_HEDGE = word_set(
    "may might could possibly reportedly allegedly alleged claims claim claimed rumor rumors rumour rumours "
    "rumored unconfirmed unverified apparently report reports likely suspected purported expected planned "
    "considering potentially"
)
_DENIAL = word_set(
    "hoax fake false debunk debunked debunks denies denied deny untrue satire no not isn't didn't wasn't"
)
_EXTREME = word_set(
    "first last only highest lowest largest smallest best worst most least biggest longest second third final all "
    "every both"
)
CUES = {"negation": _NEGATION, "hedge": _HEDGE, "denial": _DENIAL, "extreme": _EXTREME, "up": UP, "down": DOWN}
_OPPOSITES = [
    (pair.partition("/")[0], pair.partition("/")[2])
    for pair in word_set(
        "increase/decrease rise/fall rose/fell up/down win/lose won/lost gain/loss high/low higher/lower more/less "
        "more/fewer over/under above/below before/after positive/negative success/fail accept/reject approve/reject "
        "alive/dead first/last best/worst largest/smallest male/female man/woman he/she his/her start/end began/ended "
        "open/close opened/closed favorable/unfavorable north/south east/west left/right least/most mixed/positive "
        "mixed/negative good/bad true/false major/minor single/multiple son/daughter brother/sister home/away "
        "former/current early/late earlier/later"
    )
]


@dataclass(frozen=True)
class Side:
    """One text: lower case without accents, its words outside numbers, their stems and its numbers."""

    text: str
    words: Sequence[str]
    stems: Sequence[str]
    numbers: Sequence[Number]

    @property
    def lower(self) -> frozenset[str]:
        """The words in lower case."""
        return frozenset(w.lower() for w in self.words)


def side(text: str) -> Side:
    """Take a text apart."""
    spread = unicodedata.normalize("NFD", tidy(text))
    plain = "".join(c for c in spread if unicodedata.category(c) != "Mn")
    lower = plain.lower()
    found = numbers(lower)
    inside = {i for n in found for i in range(n.start, n.end)}
    words = [m[0] for m in _TOKEN.finditer(plain) if m.start() not in inside]
    return Side(lower, words, [stem(w.lower()) for w in words], found)


def measures(claim: str, passage: str) -> dict[str, float]:
    """All measures of a pair by name."""
    ours, theirs = side(claim), side(passage)
    compared = number_measures(ours.text, ours.numbers, theirs.text, theirs.numbers)
    return {**_words(ours, theirs), **_order(ours, theirs), **_cues(ours, theirs), **compared}


def _is_content(word: str) -> bool:
    return word.lower() not in COMMON


def _is_name(word: str) -> bool:
    return word[:1].isupper() and _is_content(word)


def _share(part: float, whole: float) -> float:
    return part / max(1.0, whole)


def _words(ours: Side, theirs: Side) -> dict[str, float]:
    there, here = set(theirs.stems), set(ours.stems)
    begun = {s[:5] for s in there}
    content = [s for w, s in zip(ours.words, ours.stems, strict=True) if _is_content(w)]
    missing = [s for s in content if s not in there]
    lost = [s for s in missing if len(s) <= 4 or s[:5] not in begun]
    names = [w for w in ours.words[1:] if _is_name(w)]
    absent = [w for w in names if stem(w.lower()) not in there]
    told = [s for w, s in zip(theirs.words, theirs.stems, strict=True) if _is_content(w)]
    added = sum(s not in here for s in told)
    others = [w for w, s in zip(theirs.words[1:], theirs.stems[1:], strict=True) if _is_name(w) and s not in here]
    return {
        "claim words": len(ours.words),
        "passage words": len(theirs.words),
        "covered": 1 - _share(len(missing), len(content)),
        "covered by beginnings": 1 - _share(len(lost), len(content)),
        "missing": len(lost),
        "added": added,
        "added share": _share(added, len(told)),
        "names": len(names),
        "names missing": len(absent),
        "names covered": 1 - _share(len(absent), len(names)),
        "names added": len(others),
        "first word met": float(bool(ours.stems) and ours.stems[0] in there),
    }


def _order(ours: Side, theirs: Side) -> dict[str, float]:
    here = set(ours.stems) - COMMON
    hits = [i for i, s in enumerate(theirs.stems) if s in here]
    first = {s: i for i, s in reversed(list(enumerate(theirs.stems)))}
    places = [first[s] for s in dict.fromkeys(ours.stems) if s in first and s not in COMMON]
    windows = (set(theirs.stems[at : at + WINDOW]) for at in range(0, max(1, len(theirs.stems) - WINDOW + 1), 4))
    pairs, letters = _grams(ours.stems, 2), _grams(ours.text, 4)
    return {
        "span": hits[-1] - hits[0] if hits else 0,
        "turned": _share(sum(a > b for a, b in itertools.pairwise(places)), len(places) - 1),
        "densest": _share(max(len(w & here) for w in windows), len(here)),
        "word pairs": _share(len(pairs & _grams(theirs.stems, 2)), len(pairs)),
        "letters": _share(len(letters & _grams(theirs.text, 4)), len(letters)),
    }


def _grams(items: Sequence[str], size: int) -> set[tuple[str, ...]]:
    return set(zip(*(items[i:] for i in range(size)), strict=False))


def _cues(ours: Side, theirs: Side) -> dict[str, float]:
    left, right = ours.lower, theirs.lower
    found: dict[str, float] = {}
    for name, cues in CUES.items():
        said, told = sum(w.lower() in cues for w in ours.words), sum(w.lower() in cues for w in theirs.words)
        found |= {f"{name} said": said, f"{name} told": told, f"{name} apart": float((said > 0) - (told > 0))}
    found["extreme missing"] = len((left & _EXTREME) - right)
    found["opposite"] = sum(_turned(a, b, left, right) or _turned(b, a, left, right) for a, b in _OPPOSITES)
    found["asked"] = float("?" in theirs.text)
    return found


def _turned(said: str, told: str, left: frozenset[str], right: frozenset[str]) -> bool:
    return said in left and told in right and said not in right
