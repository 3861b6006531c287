"""The concept lexicon (db/glossary/concepts/): what metrics, events, states and qualities the judge can recognise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from houxu.claims.expect import concept_entries


@dataclass(frozen=True, slots=True)
class Together:
    """Words that say the concept when all of `parts` stand in one sentence, each near the next, in whatever order.

    `telling` is the part that a negation would have to govern: the last one written.
    """

    parts: tuple[re.Pattern[str], ...]
    positive: bool

    @property
    def telling(self) -> re.Pattern[str]:
        """The part that asserts."""
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry. `family` is metrics, events, states, qualities or fields; labels are for reasons shown to readers."""

    id: str
    family: str
    label_zh: str
    label_en: str
    yes: re.Pattern[str]
    no: re.Pattern[str] | None = None
    dimension: str | None = None
    neighbours: tuple[str, ...] = ()
    veto: re.Pattern[str] | None = None  # metrics: words that, anywhere in the clause, make it another metric
    asserts: re.Pattern[str] | None = None  # words a claim must use to assert it, where `yes` is wider
    by_product: bool = False  # a company's products count as the company
    specific: bool = False  # so rare that naming the vendor alone is enough
    needs: re.Pattern[str] | None = None  # words of the field that must stand in the passage
    unless: re.Pattern[str] | None = None  # words in the clause under which a `no` wording says less than it seems
    ability: bool = False  # `yes` says something can be done; a limitation denies it
    denied: re.Pattern[str] | None = None  # flat denials among the `no` wordings: they contradict
    outgrown: bool = False  # its opposite, told later, updates a claim
    contrary: bool = False  # its opposite contradicts it
    alone: bool = False  # a prediction of it needs nobody but its subject named
    own_product: bool = False  # a product of the claim's field, named, shows it
    general: re.Pattern[str] | None = None  # words by which a claim speaks of the whole and not of some `kinds`
    kinds: tuple[re.Pattern[str], ...] = ()  # a claim of some of these is met by a passage of one of the same
    own_launch: bool = False  # the launch of a model that the subject makes shows it
    loses: re.Pattern[str] | None = None  # `no` wordings of which the nearest name is the loser
    elsewhere: re.Pattern[str] | None = None  # other trades: words before it in its sentence that make it theirs
    versus: bool = False  # all that the claim speaks of must stand in its sentence
    compares: tuple[str, ...] = ()  # states by which two sides are found level where nobody says so
    asks: tuple[str, str] | None = (
        None  # the concept put into words about "{}" (in a "{field}", with a "{value}"), zh and en
    )
    asks_when: tuple[str, str] | None = None  # events: put into words with a "{value}" for the day
    asks_where: re.Pattern[str] | None = None  # words without which a passage is hardly about it, and is not asked
    of_trade: bool = False  # said of a trade, not of a tool of it
    together: tuple[Together, ...] = ()  # wordings told by parts in any order; those of `no` have positive False


_BORDER = "(?:(?<![a-z0-9])|(?![a-z]))"  # not in the middle of an English word; Chinese knows no such border
_ESCAPE = re.compile(r"\\[a-zA-Z]")


def _union(patterns: list[str] | None) -> re.Pattern[str] | None:
    if not patterns:
        return None
    free = [p for p in patterns if not _begins_words(p)]
    bound = [p for p in patterns if _begins_words(p)]
    return re.compile("|".join([*(f"(?:{p})" for p in free), *([_bordered("|".join(bound))] if bound else [])]))


def _begins_words(pattern: str) -> bool:
    """Whether a wording holds English, which begins where a word begins; "n't" alone may stand within one."""
    return "n['’]t|" not in pattern and re.search("[a-z]", _ESCAPE.sub("", pattern)) is not None


def _bordered(pattern: str) -> str:
    return f"{_BORDER}(?:{pattern})" if _begins_words(pattern) else f"(?:{pattern})"


def _together(entries: list[list[str]] | None, positive: bool) -> Iterator[Together]:
    for parts in entries or ():
        yield Together(tuple(re.compile(_bordered(p)) for p in parts), positive)


def _in_words(entry: Mapping[str, str] | None) -> tuple[str, str] | None:
    return (entry["zh"], entry["en"]) if entry else None


def _concept(family: str, name: str, entry: Mapping[str, Any]) -> Concept:
    yes = _union(entry.get("cues") or entry.get("strict") or entry.get("yes"))
    if yes is None:
        raise ValueError(f"concept {name} has no wording")
    return Concept(
        id=name,
        family=family,
        label_zh=entry["label"]["zh"],
        label_en=entry["label"]["en"],
        yes=yes,
        no=_union(entry.get("not") or entry.get("no")),
        dimension=entry.get("dimension"),
        neighbours=tuple(entry.get("neighbours", ())),
        veto=_union(entry.get("veto")),
        asserts=_union(entry.get("asserts")),
        by_product=bool(entry.get("by_product")),
        specific=bool(entry.get("specific")),
        needs=_union(entry.get("needs")),
        unless=_union(entry.get("unless")),
        ability=bool(entry.get("ability")),
        denied=_union(entry.get("denied")),
        outgrown=bool(entry.get("outgrown")),
        contrary=bool(entry.get("contrary")),
        alone=bool(entry.get("alone")),
        own_product=bool(entry.get("own_product")),
        own_launch=bool(entry.get("own_launch")),
        general=_union(entry.get("general")),
        kinds=tuple(re.compile(_bordered(p)) for p in entry.get("kinds", ())),
        loses=_union(entry.get("loses")),
        elsewhere=_union(entry.get("elsewhere")),
        versus=bool(entry.get("versus")),
        compares=tuple(entry.get("compares", ())),
        asks_where=_union(entry.get("asks_where")),
        of_trade=bool(entry.get("of_trade")),
        asks=_in_words(entry.get("asks")),
        asks_when=_in_words(entry.get("asks_when")),
        together=(*_together(entry.get("yes_parts"), True), *_together(entry.get("no_parts"), False)),
    )


@cache
def lexicon() -> Mapping[str, Mapping[str, Concept]]:
    """All concepts by family ("metrics", "events", "states", "qualities", "fields") and id."""
    return {
        family: {name: _concept(family, name, entry) for name, entry in entries.items()}
        for family, entries in concept_entries().items()
    }
