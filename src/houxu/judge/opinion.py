"""What one rule thinks: a verdict, how sure, and why in both languages. Opinions are weighed in cascade.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from houxu.judge.attribution import Hold
from houxu.model import Verdict


@dataclass(frozen=True, slots=True)
class Opinion:
    """One rule's view of one pair. `phenomenon` names the rule for tables and for learning which rules err."""

    verdict: Verdict
    confidence: float
    reason: str
    phenomenon: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the pair: first dates of events that earlier evidence established, by entity id."""

    released: Mapping[str, date] = field(default_factory=dict)


HOLD_WEIGHT = {Hold.NAMED: 1.0, Hold.CARRIED: 0.9, Hold.OWNER: 0.8, Hold.UNNAMED: 0.8, Hold.OTHER: 0.0}

# Moods in which a sentence does not assert what it says (FactBank's less than "certain").
UNASSERTED = frozenset({"plan", "rumour", "question", "condition", "hope", "denial", "obligation", "hedge"})


def asserted(mood: frozenset[str]) -> bool:
    """True when the words stand as fact, or as somebody's statement of fact."""
    return not mood & UNASSERTED
