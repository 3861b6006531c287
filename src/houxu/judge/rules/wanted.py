"""What a passage must hold for any rule to speak on a claim: matching looks for nothing else, and nothing less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from houxu.judge.claim_reading import ClaimReading
from houxu.judge.concepts import Concept, lexicon
from houxu.judge.rules import deeds, quantity, states


def concepts(reading: ClaimReading) -> tuple[Concept, ...]:
    """Every concept whose wording may bear on the claim, each once."""
    return tuple({(c.family, c.id): c for c in _all(reading)}.values())


def _all(reading: ClaimReading) -> Iterator[Concept]:
    yield from (o.concept for o in (*reading.events, *reading.states, *reading.qualities))
    for quality in reading.qualities:
        yield from _named("states", quality.concept.compares)
    for measure in reading.measures:
        yield measure.metric
        yield from _named("metrics", quantity.ACCEPTS.get(measure.metric.id, ()))
    for event in reading.events:
        yield from _named("events", event.concept.neighbours)
        yield from _named("events", deeds.EXCLUDES.get(event.concept.id, ()))
        yield from _named("events", deeds.DEEDS.get(event.concept.id, ()))
    for state in reading.states:
        yield from _named("events", [e for e in (states.ENDED_BY.get(state.concept.id),) if e])
        if states.leaves_open(reading):
            yield from _named("states", states.SHOWN_BY.get(state.concept.id, ()))


def _named(family: str, ids: Iterable[str]) -> list[Concept]:
    return [lexicon()[family][i] for i in sorted(ids)]
