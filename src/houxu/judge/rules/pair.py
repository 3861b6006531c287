"""What every rule is given: the two readings, and who holds what in the passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from houxu.judge.attribution import Hold, hold, holder
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.opinion import Context
from houxu.judge.reading import Reading
from houxu.judge.when import Period, told
from houxu.match.mentions import Names


@dataclass(frozen=True, slots=True)
class Pair:
    """One (claim, passage) pair, read."""

    claim: ClaimReading
    passage: Reading
    names: Names
    published: date | None = None
    precision: str = "day"
    context: Context = field(default_factory=Context)

    def hold(self, start: int, end: int, *, by_product: bool = False) -> Hold:
        """Whether a span of the passage is about the claim's subject (or, `by_product`, about what it makes).

        A topic such as film-making need not be named: what is said in general is said about it.
        """
        subject = self.claim.subject.with_products() if by_product else self.claim.subject
        found = hold(self.passage, subject, start, end, self.names)
        if self.claim.topical and found in (Hold.UNNAMED, Hold.OTHER):
            general = not self.passage.mentions or found is Hold.UNNAMED or self._is_product(start, end)
            return Hold.CARRIED if general else Hold.OTHER
        return found

    def _is_product(self, start: int, end: int) -> bool:
        """What is said of one tool of a field is said of the field."""
        nearest = holder(self.passage, start, end)
        entities = [self.names.entities.get(i) for i in (nearest.ids | nearest.base if nearest else ())]
        return any(e is not None and e.kind in ("product", "model") for e in entities)

    def told(self, start: int, end: int) -> Period | None:
        """The days a span of the passage speaks of."""
        return told(self.passage, start, end, self.published, self.precision)

    @property
    def claim_days(self) -> tuple[date, date] | None:
        """The days the claim speaks of."""
        return self.claim.period
