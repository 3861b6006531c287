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
from houxu.judge.reckoning import changes, listed, means, priced, rows, shares, spans, totals
from houxu.judge.signs import Sign

if TYPE_CHECKING:
    from houxu.judge.figures import Figure

Step = Callable[[Aligned, "Figure", Sequence["Figure"]], Iterator[Result]]
# The most particular first: the first operation that finds its operands speaks.
STEPS: tuple[Step, ...] = (
    priced.exchanged, changes.before, totals.rest_of_year, listed.rest, listed.complement, spans.age, spans.at_rate,
    spans.clock, spans.late, spans.between, means.yearly, means.of_row, changes.points, shares.against_year,
    shares.share, changes.growth, shares.times, changes.lead, changes.amount, means.one_for_so_many, means.mean,
    means.per_time, totals.medals, totals.of_periods, totals.of_listed_periods, totals.both_sides, totals.of_a_year,
    totals.apiece, priced.so_many_each, totals.product, totals.both_ways, totals.of_a_row, totals.of_a_series,
    totals.parts, rows.in_a_row,
)  # fmt: skip


def reckon(pair: Aligned, ours: Figure, theirs: Sequence[Figure]) -> Sign | None:
    """The sign of the first operation that the claim asks for and whose operands the passage has; else None."""
    for whole in (listed.all_of, listed.ends):
        if (sign := whole(pair, ours, theirs)) is not None:
            return sign
    for step in STEPS:
        for result in step(pair, ours, theirs):
            # What was before needs the number of another time, so the times need not agree.
            return replace(verdict_on(ours, result), kind="derived" if step is changes.before else "reckoned")
    return None
