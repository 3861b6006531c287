"""A person's `expect:` laid over what was read from the claim's text: what is said there holds, the rest stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from houxu.claims import expect as said
from houxu.judge.claim_reading import ClaimReading, deadline_of, predicted_partner, subject_of
from houxu.judge.concepts import lexicon
from houxu.judge.measures import Measure
from houxu.judge.occurrences import Occurrence
from houxu.match.mentions import Names


def overlay(read: ClaimReading, names: Names) -> ClaimReading:
    """The reading with the claim's `expect` over it; the same reading when there is none.

    An `attribute` or an `event` replaces every measure, event, state and quality read from the text: a person who
    says what the claim asserts says all of it. `subject`, `object`, `date` and `horizon_days` replace just themselves.
    """
    expect = read.claim.expect
    if not expect:
        return read
    return replace(read, **_asserted(expect), **_who(read, expect, names), **_when(read, expect))


def _asserted(expect: Mapping[str, Any]) -> dict[str, Any]:
    if "attribute" not in expect and "event" not in expect:
        return {}
    fresh: dict[str, tuple[Any, ...]] = {"measures": (), "events": (), "states": (), "qualities": ()}
    positive = said.POLARITIES[expect.get("polarity", True)]
    events = expect.get("event", [])
    fresh["events"] = tuple(
        _occurrence("events", e, positive) for e in ([events] if isinstance(events, str) else events)
    )
    attribute = expect.get("attribute")
    family = said.family_of(str(attribute)) if attribute else None
    if family == "metrics" and (number := said.quantity(expect)) is not None:
        fresh["measures"] = (Measure(lexicon()["metrics"][str(attribute)], number),)
    elif family in ("states", "qualities"):
        fresh[family] = (_occurrence(family, str(attribute), positive),)
    return fresh


def _occurrence(family: str, concept: str, positive: bool) -> Occurrence:
    return Occurrence(lexicon()[family][concept], 0, 0, positive)


def _who(read: ClaimReading, expect: Mapping[str, Any], names: Names) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "subject" in expect:
        found["subject"] = subject_of((str(expect["subject"]),), read.claim, read.texts, names)
    if "object" in expect:
        objects = expect["object"] if isinstance(expect["object"], list) else [expect["object"]]
        found["others"] = tuple(subject_of((str(o),), read.claim, read.texts, names) for o in objects)
        found["partner"] = predicted_partner(read.claim, read.texts, found["others"])
    return found


def _when(read: ClaimReading, expect: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    stated = said.day(expect, read.claim.asserted)
    if stated is not None:
        found |= {"stated": stated, "period": (stated.first, stated.last)}
    if "horizon_days" in expect:
        found["deadline"] = deadline_of(read.claim, horizon=int(expect["horizon_days"]))
    return found
