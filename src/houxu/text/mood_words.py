"""The words that set the mood of a clause, as data: what each says, and how far it reaches.

Patterns run over folded text (simplified, half-width, lower case). Order matters: at one place the first
wording that matches wins, so look-alikes stand first with no kind at all ("不仅" is no negation). Every
Chinese wording starts with a plain character or a [set] of them and looks back from behind it
(`会(?<!社会)`), so that the scan can skip by first character.
"""

from __future__ import annotations

from dataclasses import dataclass

AFTER, ONWARD, CLAUSE, REST, SENTENCE, BACK, SELF = "after", "onward", "clause", "rest", "sentence", "back", "self"
"""Reach: from the cue to the end of its clause; to that of its sentence; its whole clause; its clause and the
rest of the sentence; the whole sentence; from the start of the sentence to the cue; nothing."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words, the moods that they set (none for a look-alike), and their reach."""

    kinds: tuple[str, ...]
    reach: str
    words: tuple[str, ...]


def wording(kinds: str, reach: str, *words: str) -> Wording:
    """A wording; `kinds` are separated by blanks."""
    return Wording(tuple(kinds.split()), reach, words)
