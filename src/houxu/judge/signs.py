"""One observation about a claim that stands alone and its passage: for it, against it, or not settling it."""

from __future__ import annotations

from dataclasses import dataclass

AGAINST, FOR, OPEN = "against", "for", "open"


@dataclass(frozen=True, slots=True)
class Sign:
    """One observation. `way` is for, against or open (does not settle it); `force` 0 to 1."""

    way: str
    force: float
    reason: str
    kind: str = "word"  # word, name, time, number, derived, rest (of a whole), mood
