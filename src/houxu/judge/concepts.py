"""The concept lexicon (db/glossary/concepts.yaml): what metrics, events, states and qualities the judge can recognise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry. `family` is metric, event, state or quality; labels are for reasons shown to readers."""

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


def _union(patterns: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


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
    )


@cache
def lexicon() -> Mapping[str, Mapping[str, Concept]]:
    """All concepts by family ("metrics", "events", "states", "qualities") and id."""
    raw = resources.files("houxu._db").joinpath("glossary/concepts.yaml").read_text(encoding="utf-8")
    tables = YAML(typ="safe").load(raw)
    return {
        family: {name: _concept(family, name, entry) for name, entry in entries.items()}
        for family, entries in tables.items()
    }
