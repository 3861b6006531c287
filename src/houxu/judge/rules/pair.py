"""What every rule is given: the two readings, and who holds what in the passage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from houxu.judge.attribution import Hold, hold, holder
from houxu.judge.claim_reading import TOPIC_KINDS, ClaimReading
from houxu.judge.concepts import lexicon
from houxu.judge.opinion import Context
from houxu.judge.reading import Reading
from houxu.judge.when import Period, told
from houxu.match.mentions import Names
from houxu.text.script import fold

_ITS = re.compile(r"(?:['’]s|的|旗下的?|自家的?) ?(?:own |new |ai |popular )*")


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
        if found is Hold.OWNER and self._only_of_its_kind():
            return Hold.CARRIED
        if self.claim.topical and found in (Hold.UNNAMED, Hold.OTHER):
            return Hold.CARRIED if self._of_field(start, end) else Hold.OTHER
        return found

    def _only_of_its_kind(self) -> bool:
        """ "OpenAI is building software that makes videos": nobody names Sora, and its maker makes no other of the kind."""
        made = lexicon()["qualities"]["enter_field"].yes.search(self.passage.folded)
        ours = {e.field for i in self.claim.subject.ids if (e := self.names.entities.get(i)) is not None}
        return made is not None and "video" in ours and not any(m.base or m.version for m in self.passage.mentions)

    def in_field(self) -> bool:
        """What is said of nobody is said of the claim's trade only where the passage speaks of that trade."""
        return any(trade.yes.search(self.passage.folded) for trade in self.claim.fields)

    def _of_field(self, start: int, end: int) -> bool:
        """A sentence that names nobody speaks in general; what is said of one tool of a field is said of the field."""
        nearest = holder(self.passage, start, end)
        found = [self.names.entities.get(i) for i in (nearest.ids | nearest.base if nearest else ())]
        made = [e for e in found if e is not None and e.kind in ("product", "model")]
        if any(e.field == trade.id for e in made for trade in self.claim.fields):
            return True
        if nearest is not None and any(trade.yes.fullmatch(fold(nearest.text)) for trade in self.claim.fields):
            return True  # the trade itself is named
        topics = [e for e in found if e is not None and e.owner is None and e.kind in TOPIC_KINDS | {None}]
        if topics and self.in_field():
            return (
                True  # by a longer name ("AI video"), or beside another trade that holds nothing ("no use for films")
            )
        if nearest is not None and self._product_of_field(nearest.end):
            return True
        stranger = nearest is not None and not nearest.ids and not nearest.base
        return (nearest is None or stranger or bool(made)) and self.in_field()

    def _product_of_field(self, end: int) -> bool:
        """ "Kuaishou's video generator": a company by what it makes in the claim's trade."""
        its = _ITS.match(self.passage.folded, end)
        return its is not None and any(trade.yes.match(self.passage.folded, its.end()) for trade in self.claim.fields)

    def told(self, start: int, end: int) -> Period | None:
        """The days a span of the passage speaks of."""
        return told(self.passage, start, end, self.published, self.precision)

    @property
    def claim_days(self) -> tuple[date, date] | None:
        """The days the claim speaks of."""
        return self.claim.period
