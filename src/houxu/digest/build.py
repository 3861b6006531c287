"""What a day's digest says, as plain values. Rendering and sending are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from houxu.model import Status, Verdict

# Bad news first: a reader must not miss that a claim fell.
ORDER = (
    Status.CONTRADICTED,
    Status.DISPUTED,
    Status.SUPERSEDED,
    Status.CONFIRMED,
    Status.EXPIRED,
    Status.OPEN,
    Status.OPINION,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One passage shown in a digest."""

    evidence_id: int
    verdict: Verdict
    passage: str
    reason: str
    outlet: str | None
    tier: str
    published: date | None
    url: str
    title: str
    confidence: float
    reviewed_by: str | None = None


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim whose status changed on the day, with the passages behind it."""

    claim_id: str
    baseline: str
    text: str
    text_en: str | None
    speaker: str | None
    asserted: date | None
    previous: Status | None
    status: Status
    reason: str
    independent_outlets: int
    cited: tuple[Cited, ...]
    more: int = 0  # passages not shown


@dataclass(frozen=True, slots=True)
class DueClaim:
    """A prediction whose day is near."""

    claim_id: str
    text: str
    text_en: str | None
    due: date
    days_left: int


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source that does not work at present."""

    source_id: str
    outlet: str
    since: datetime | None
    failures: int
    message: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything one day's digest says. Sections are ordered as they are read."""

    day: date
    first_day: date
    baselines: tuple[str, ...]
    changed: tuple[ChangedClaim, ...]
    new_evidence: tuple[ChangedClaim, ...]
    due_soon: tuple[DueClaim, ...]
    health: tuple[SourceHealth, ...]
    counts: tuple[tuple[Status, int], ...]
    articles: int
    failures: int

    @property
    def quiet(self) -> bool:
        """True when no status changed."""
        return not self.changed


def in_reading_order(changed: Iterable[ChangedClaim]) -> tuple[ChangedClaim, ...]:
    """Contradicted first, then disputed, superseded, confirmed; within one status by claim id."""
    rank = {status: n for n, status in enumerate(ORDER)}
    return tuple(sorted(changed, key=lambda c: (rank[c.status], c.baseline, c.claim_id)))


def strongest(cited: Iterable[Cited], most: int = 3) -> tuple[Cited, ...]:
    """The passages to show: flags before mentions, reviewed and confident ones first, one per outlet while there is choice."""
    ranked = sorted(cited, key=lambda c: (not c.verdict.is_flag, c.reviewed_by is None, -c.confidence, c.evidence_id))
    seen: set[str | None] = set()
    first = [c for c in ranked if not (c.outlet in seen or seen.add(c.outlet))]  # type: ignore[func-returns-value]
    rest = [c for c in ranked if c not in first]
    return tuple((first + rest)[:most])


def subject_line(digest: Digest, language: str) -> str:
    """The news in one line: how many claims changed, and to what."""
    words = _WORDS["zh" if language.startswith("zh") else "en"]
    if digest.quiet:
        return words["quiet"].format(day=digest.day.isoformat())
    parts = _counted(digest.changed, language)
    return words["changed"].format(n=len(digest.changed), parts=words["join"].join(parts))


def _counted(changed: Sequence[ChangedClaim], language: str) -> list[str]:
    names = STATUS_WORDS["zh" if language.startswith("zh") else "en"]
    tally = [(status, sum(c.status is status for c in changed)) for status in ORDER]
    return [f"{n} 条{names[s]}" if language.startswith("zh") else f"{n} {names[s]}" for s, n in tally if n]


STATUS_WORDS = {
    "zh": {
        Status.OPEN: "待定",
        Status.CONFIRMED: "已证实",
        Status.CONTRADICTED: "被推翻",
        Status.DISPUTED: "有争议",
        Status.SUPERSEDED: "已过时",
        Status.EXPIRED: "已到期",
        Status.OPINION: "观点",
    },
    "en": {s: s.value for s in Status},
}
VERDICT_WORDS = {
    "zh": {Verdict.SUPPORTS: "支持", Verdict.REFUTES: "反驳", Verdict.UPDATES: "更新", Verdict.MENTIONS: "提及"},
    "en": {v: v.value for v in Verdict},
}
_WORDS = {
    "zh": {"quiet": "后续:{day} 没有主张变化", "changed": "{n} 条主张有变:{parts}", "join": ","},
    "en": {"quiet": "houxu: no claim changed on {day}", "changed": "{n} claims changed: {parts}", "join": ", "},
}
