"""`expect:` of a claim: what a person says outright where the text would be read wrongly. Checked when a file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from houxu.claims.positions import Table, nearest
from houxu.text import quantities, times
from houxu.text.quantities import Quantity
from houxu.text.times import TimeRef

KEYS = (
    "subject", "object", "attribute", "comparator", "value", "unit", "event", "polarity", "date", "horizon_days",
)  # fmt: skip
# How each comparator is said, so that the reader of numbers reads an `expect` as it reads a sentence.
COMPARATORS = {
    "eq": "", "approx": "约", "near": "近", "lt": "不到", "le": "不超过", "max": "最长", "gt": "超过", "ge": "至少",
}  # fmt: skip
POLARITIES: Mapping[Any, bool] = {True: True, False: False, "positive": True, "negative": False}
FAMILIES = ("metrics", "states", "qualities")  # what `attribute` may name; events have a key of their own


@cache
def concept_entries() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The entries of db/glossary/concepts/ by family and id, as written there."""
    entries: dict[str, dict[str, Mapping[str, Any]]] = {}
    folder = resources.files("houxu._db").joinpath("glossary/concepts")
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name):
        for family, concepts in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items():
            entries.setdefault(family, {}).update(concepts)
    return entries


def family_of(attribute: str) -> str | None:
    """The family of an attribute's id: metrics, states or qualities."""
    return next((f for f in FAMILIES if attribute in concept_entries()[f]), None)


def quantity(expect: Mapping[str, Any]) -> Quantity | None:
    """The number that `comparator`, `value` and `unit` name, read as in a sentence; None when it cannot be read."""
    before = COMPARATORS.get(str(expect.get("comparator", "eq")), "")
    value, unit = str(expect.get("value", "")), str(expect.get("unit", ""))
    for text in (f"{before}{value}{unit}", f"{before}{value} {unit}"):
        if found := quantities.find(text):
            return found[0]
    return None


def day(expect: Mapping[str, Any], anchor: date | None) -> TimeRef | None:
    """The time that `date` names (a day, a month, a quarter, a year or words for one); None when it cannot be read."""
    said = expect.get("date")
    if said is None:
        return None
    if isinstance(said, date):
        text = said.isoformat()
        return times.TimeRef(0, len(text), text, said, said, "day", "on", "absolute")
    text = str(said).strip()
    found = times.find(f"{text}年" if text.isdigit() and len(text) == 4 else text, anchor)
    return found[0] if found else None


def check(table: Table, expect: Mapping[str, Any] | None, entities: Sequence[str], anchor: date | None) -> None:
    """Note every value of `expect` that means nothing here."""
    if not expect:
        return
    _check_names(table, expect, entities)
    _check_value(table, expect)
    if "date" in expect and day(expect, anchor) is None:
        table.wrong("expect", f"date: {expect['date']!r} names no time", "write 2024-02-15, 2024-02 or 2024 Q1")
    if "polarity" in expect and _key(expect["polarity"]) not in POLARITIES:
        table.wrong("expect", f"polarity: {expect['polarity']!r} is neither true nor false")
    horizon = expect.get("horizon_days", 1)
    if not isinstance(horizon, int) or isinstance(horizon, bool) or not 0 < horizon <= 36_500:
        table.wrong("expect", f"horizon_days: {horizon!r} is not a number of days", "write a whole number such as 180")


def _key(value: Any) -> Any:
    return value if isinstance(value, (bool, str)) else None


def _check_names(table: Table, expect: Mapping[str, Any], entities: Sequence[str]) -> None:
    known = {"event": list(concept_entries()["events"]), "comparator": list(COMPARATORS)}
    known["attribute"] = [name for family in FAMILIES for name in concept_entries()[family]]
    known |= {"subject": list(entities), "object": list(entities)}
    for key in [k for k in known if k in expect]:
        said = expect[key] if key in ("object", "event") and isinstance(expect[key], list) else [expect[key]]
        for name in said:
            if str(name) not in known[key]:
                table.wrong("expect", f"{key}: {name!r} is not known here", nearest(str(name), known[key]))


def _check_value(table: Table, expect: Mapping[str, Any]) -> None:
    attribute = str(expect.get("attribute", ""))
    is_metric = family_of(attribute) == "metrics"
    if "value" not in expect:
        if is_metric:
            table.wrong("expect", f"attribute {attribute!r} is measured", "say its value and unit as well")
        return
    found = quantity(expect)
    if found is None:
        table.wrong(
            "expect", f"value: {expect['value']!r} cannot be read as a quantity", "write it with its unit: 近800亿美元"
        )
    elif "attribute" not in expect:
        table.wrong("expect", "value: of what?", "name the attribute that is measured")
    elif not is_metric:
        table.wrong("expect", f"attribute {attribute!r} has no value", "leave value out, or name a metric")
    elif found.dimension != (wanted := concept_entries()["metrics"][attribute]["dimension"]):
        table.wrong("expect", f"value: {found.text.strip()!r} is a {found.dimension}", f"{attribute} is a {wanted}")
