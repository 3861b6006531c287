"""What every rule is given: the two readings, and who holds what in the passage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from houxu.judge.attribution import Hold, hold
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

    def hold(self, start: int, end: int) -> Hold:
        """Whether a span of the passage is about the claim's subject."""
        found = hold(self.passage, self.claim.subject, start, end, self.names)
        if found is Hold.OTHER and self.claim.topical and not self._any_subject():
            return Hold.UNNAMED
        return found

    def _any_subject(self) -> bool:
        return any(self.claim.subject.named_by(m) for m in self.passage.mentions)

    def told(self, start: int, end: int) -> Period | None:
        """The days a span of the passage speaks of."""
        return told(self.passage, start, end, self.published, self.precision)

    @property
    def claim_days(self) -> tuple[date, date] | None:
        """The days the claim speaks of."""
        return self.claim.period
