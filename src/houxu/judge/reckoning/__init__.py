"""What a claim's own words ask to be worked out, and which of a passage's numbers to work it out from.

A share needs a part and its whole, a rise a before and an after, a mean a sum and what it is spread over. The operands are
found by the words that stand around them (roles.py), not by trying all numbers until one fits; arithmetic.py tries more freely
where nothing here applies. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from houxu.judge.alignment import Aligned
from houxu.judge.arithmetic import Result, verdict_on
from houxu.judge.reckoning import changes, means, rows, shares, spans, totals
from houxu.judge.signs import Sign

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

Step = Callable[[Aligned, "Figure", Sequence["Figure"]], Iterator[Result]]
# The most particular first: the first operation that finds its operands speaks.
STEPS: tuple[Step, ...] = (
    totals.rest_of_year, spans.age, spans.at_rate, spans.clock, spans.between, changes.points, shares.against_year,
    shares.share, changes.growth, shares.times, changes.lead, changes.amount, means.one_for_so_many, means.mean,
    means.per_time, totals.of_a_year, totals.apiece, totals.product, totals.both_ways, totals.of_a_row, totals.of_a_series,
    totals.parts, rows.in_a_row,
)  # fmt: skip


def reckon(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Sign | None:
    """The sign of the first operation that the claim asks for and whose operands the passage has; else None."""
    for step in STEPS:
        for result in step(pair, ours, theirs):
            return replace(verdict_on(ours, result), kind="reckoned")
    return None
