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
