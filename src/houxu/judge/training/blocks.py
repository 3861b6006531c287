"""The form of the texts written for training: blocks of a heading and lines that each begin with a key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_LINE = re.compile(r"^(?P<key>\w+)[::]\s*(?P<text>.+)$")


def read(text: str, keys: Sequence[str], where: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """(heading without "#", text by key) of every block. Raises ValueError for one whose lines are not a heading and `keys`."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        told = {m["key"]: m["text"].strip() for line in lines if (m := _LINE.match(line))}
        if tuple(told) != tuple(keys) or not lines[0].startswith("#") or len(lines) != len(keys) + 1:
            raise ValueError(f"{where}: an item needs #, {', '.join(keys)}: {lines[:2]}")
        yield lines[0].lstrip("# "), told
