"""Which concepts of the lexicon a text can hold at all, told by the strings that their wordings need.

A concept is some hundred regular expressions, and most texts hold none of them. One look at the triples of characters of a
text tells which required strings (text/literals.py) may stand in it, so that only the wordings of those need be run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from houxu.judge.concepts import Concept, lexicon
from houxu.text.literals import Literals, best, required


def key(concept: Concept, which: str = "") -> str:
    """How a concept is called among `possible`; its wordings are "yes", "no", and "0", "1" ... of `together`."""
    return f"{concept.family}/{concept.id}{which and ':'}{which}"


def wordings(concept: Concept) -> Iterator[tuple[str, Literals | None]]:
    """(key, required literals) of each of a concept's wordings; one that is told by parts needs all of them."""
    yield key(concept, "yes"), required(concept.yes)
    if concept.no is not None:
        yield key(concept, "no"), required(concept.no)
    for number, wording in enumerate(concept.together):
        yield key(concept, str(number)), best([required(part) for part in wording.parts])


@cache
def _index() -> tuple[frozenset[str], Mapping[str, Sequence[tuple[str, str]]]]:
    """(keys that nothing rules out, (literal, key) by a few characters of the literal that few others hold)."""
    always: set[str] = set()
    wanted: list[tuple[str, str]] = []
    for family in lexicon().values():
        for concept in family.values():
            for name, literals in wordings(concept):
                if literals is None:
                    always |= {name, key(concept)}
                else:
                    wanted += [(literal, name) for literal in literals]
    common = Counter(gram for literal, _ in wanted for gram in _longest_grams(literal))
    index: dict[str, list[tuple[str, str]]] = {}
    for literal, name in sorted(wanted):
        index.setdefault(min(_longest_grams(literal), key=lambda g: (common[g], g)), []).append((literal, name))
    return frozenset(always), index


GRAM = 3  # characters by which a literal is found


def _longest_grams(literal: str) -> list[str]:
    size = min(GRAM, len(literal))
    return [literal[i : i + size] for i in range(len(literal) - size + 1)]


@lru_cache(maxsize=256)
def possible(folded: str) -> frozenset[str]:
    """What may stand in a folded text: keys of concepts (`key`), and of their wordings (`key` with which). Pure, remembered."""
    always, index = _index()
    found = set(always)
    grams = {folded[i : i + size] for size in range(1, GRAM + 1) for i in range(len(folded) - size + 1)}
    for gram in index.keys() & grams:
        for literal, name in index[gram]:
            if name not in found and literal in folded:
                found |= {name, name.split(":")[0]}
    return frozenset(found)
