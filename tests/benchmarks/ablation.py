"""What each part of the judge brings for baseline claims: flags right and raised, and recall, with one part taken out at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from houxu.analysis import ClaimIndex
from houxu.claims import baseline as baselines
from houxu.claims.glossary import load_glossary
from houxu.evaluation import LabelledPair, read_pairs, score
from houxu.judge import around, cascade, concepts, occurrences, opinion
from houxu.judge import reading as readings
from houxu.judge.attribution import Hold
from houxu.judge.rules import events, pair, qualities, quantity, sensed, standing, states

ROOT = Path(__file__).resolve().parents[2]
Sets = Sequence[tuple[str, Path, Sequence[LabelledPair]]]


@contextmanager
def _whole() -> Iterator[None]:
    yield


def _without(rule: Callable[..., Any]) -> Any:
    return patch.object(cascade, "RULES", tuple(r for r in cascade.RULES if r is not rule))


def _no_parts(_reading: object, _concept: concepts.Concept) -> Iterator[tuple[int, int, bool]]:
    yield from ()


def _anybody(self: pair.Pair, _start: int, _end: int, *, by_product: bool = False) -> Hold:
    return Hold.NAMED


@contextmanager
def _no_moods() -> Iterator[None]:
    with (
        patch.object(readings.Reading, "mood", lambda self, start, end: frozenset()),
        patch.object(opinion, "UNASSERTED", frozenset()),
        patch.object(quantity, "UNASSERTED", frozenset()),
    ):
        yield


FORMS: dict[str, Callable[[], Any]] = {
    "all": _whole,
    "no numbers": lambda: _without(quantity.opinions),
    "no events": lambda: _without(events.opinions),
    "no states": lambda: _without(states.opinions),
    "no qualities": lambda: _without(qualities.opinions),
    "no standing": lambda: _without(standing.opinions),
    "no reader of properties": lambda: patch.object(sensed, "opinions", lambda _pair: iter(())),
    "no parts": lambda: patch.object(occurrences, "_met_together", _no_parts),
    "no attribution": lambda: patch.object(pair.Pair, "hold", _anybody),
    "no moods": _no_moods,
    "no neighbours": lambda: patch.object(around, "doubt", lambda _passage: None),
    "no glossary": _whole,
}


def measure(shared: Path) -> list[dict[str, object]]:
    """A row a form: on the gold pairs, and on our own newsroom prose."""
    sets: Sets = [
        ("gold", shared / "gold/baseline.yaml", read_pairs(shared / "gold/dev.jsonl")),
        ("own", ROOT / "db/baselines/sora-2024.yaml", read_pairs(ROOT / "tests/data/follow_ups.jsonl")),
    ]
    return [{"form": form} | _row(form, taken_out, sets) for form, taken_out in FORMS.items()]


def _row(form: str, taken_out: Callable[[], Any], sets: Sets) -> dict[str, object]:
    row: dict[str, object] = {}
    glossary = () if form == "no glossary" else load_glossary()
    for name, path, pairs in sets:
        with taken_out():
            index = ClaimIndex(baselines.load(path), glossary)
            done = score(pairs, lambda p, i=index: cascade.judge(i.readings[p.claim_id or ""], p.passage, i.names))  # type: ignore[misc]
        flags = [s for s in done if s.judgement.verdict.is_flag]
        right = [s for s in flags if s.judgement.verdict.value == s.expected]
        due = [s for s in done if s.expected not in ("mentions", "none")]
        row |= {name: f"{len(right)}/{len(flags)}", f"{name} recall": len(right) / len(due)}
    return row
