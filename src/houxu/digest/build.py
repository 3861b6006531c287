"""What a digest says, as plain values. Reading them from the database, rendering and sending are elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from houxu.digest.words import STATUS_WORDS, VERDICT_WORDS, tongue, words
from houxu.model import Status, Verdict

__all__ = ["STATUS_WORDS", "VERDICT_WORDS", "subject_line"]

# Bad news first: a reader must not miss that a claim fell.
ORDER = (
    Status.CONTRADICTED,
    Status.CONFIRMED,
    Status.SUPERSEDED,
    Status.DISPUTED,
    Status.OPEN,
    Status.EXPIRED,
    Status.OPINION,
)
# The verdicts that a status rests on.
GROUNDS = {
    Status.CONTRADICTED: (Verdict.REFUTES,),
    Status.CONFIRMED: (Verdict.SUPPORTS,),
    Status.SUPERSEDED: (Verdict.UPDATES,),
    Status.DISPUTED: (Verdict.REFUTES, Verdict.SUPPORTS),
}
# The verdicts that speak against where a claim stands.
AGAINST = {
    Status.OPEN: (Verdict.REFUTES, Verdict.UPDATES),
    Status.CONFIRMED: (Verdict.REFUTES, Verdict.UPDATES),
    Status.SUPERSEDED: (Verdict.REFUTES,),
    Status.CONTRADICTED: (Verdict.SUPPORTS,),
}


@dataclass(frozen=True, slots=True)
class Cited:
    """One passage shown in a digest. `verdict` is a person's where one was given; `decision` accept or relabel then."""

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
    decision: str | None = None
    note: str = ""
    language: str | None = None
    voice: str = ""  # reprints of one article share it
    reprints: int = 0  # further articles that say the same in the same words


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """A claim whose status changed, or (with `previous` equal to `status`) one that has become doubtful."""

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
    language: str = "zh"  # of `text`
    confidence: float = 0.0
    confidence_before: float | None = None  # set where it fell
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DueClaim:
    """A prediction whose day is near."""

    claim_id: str
    text: str
    text_en: str | None
    due: date
    days_left: int
    baseline: str = ""
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class NewArticle:
    """Coverage that touches claims without settling any, told once however often it was reprinted."""

    title: str
    url: str
    outlet: str | None
    tier: str
    published: date | None
    language: str | None
    claims: tuple[str, ...]
    reprints: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """A flag that an earlier digest told and that holds no more.

    `cause` is rejected or relabelled (by a person), reworded, reread or withdrawn (the claim), gone (the passage no longer decides).
    """

    claim_id: str
    baseline: str
    text: str
    text_en: str | None
    language: str
    told_on: date
    told: Status
    status: Status | None  # where the claim stands now; None when it was withdrawn
    cause: str
    by: str | None = None
    note: str = ""
    outlet: str | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source that does not work at present. Times are in the reader's zone."""

    source_id: str
    outlet: str
    since: datetime | None
    failures: int
    message: str
    last_ok: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A scheduled task of a job (fetch or digest) that did not run since a moment. Times are in the reader's zone."""

    job: str
    task: str
    since: datetime
    last_ok: datetime | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything one digest says. Sections are ordered as they are read."""

    day: date
    first_day: date
    baselines: tuple[str, ...]
    changed: tuple[ChangedClaim, ...]
    due_soon: tuple[DueClaim, ...]
    health: tuple[SourceHealth, ...]
    counts: tuple[tuple[Status, int], ...]
    articles: int
    failures: int
    doubtful: tuple[ChangedClaim, ...] = ()
    news: tuple[NewArticle, ...] = ()
    more_news: int = 0
    corrections: tuple[Correction, ...] = ()
    missed: tuple[Missed, ...] = ()

    @property
    def quiet(self) -> bool:
        """True when there is nothing that a reader should act on: no change, no doubt, no correction."""
        return not (self.changed or self.doubtful or self.corrections)


def in_reading_order(changed: Iterable[ChangedClaim]) -> tuple[ChangedClaim, ...]:
    """Contradicted first, then confirmed, superseded, disputed; within one status by baseline and claim id."""
    rank = {status: n for n, status in enumerate(ORDER)}
    return tuple(sorted(changed, key=lambda c: (rank[c.status], c.baseline, c.claim_id)))


def strongest(
    cited: Iterable[Cited], grounds: Sequence[Verdict] = (), cause: int | None = None, most: int = 3
) -> tuple[Cited, ...]:
    """The passages to show: what decided, then one of each verdict that the status rests on, then the reviewed and sure.

    One voice speaks once: of its reprints the reviewed or surest is shown, with the number of the others.
    """
    ranked = sorted(
        _voices(cited, cause),
        key=lambda c: (
            c.evidence_id != cause, c.verdict not in grounds, not c.verdict.is_flag, c.reviewed_by is None, -c.confidence,
            c.evidence_id,
        ),
    )  # fmt: skip
    first = [next((c for c in ranked if c.verdict is v), None) for v in grounds]
    lead = [c for c in ranked if c.evidence_id == cause or c in first]
    return tuple((lead + [c for c in ranked if c not in lead])[:most])


def _voices(cited: Iterable[Cited], cause: int | None) -> list[Cited]:
    """One a voice and verdict, with the number of further articles of that voice."""
    groups: dict[tuple[str, Verdict], list[Cited]] = {}
    for c in cited:
        groups.setdefault((c.voice or f"evidence:{c.evidence_id}", c.verdict), []).append(c)
    return [_one_of(group, cause) for group in groups.values()]


def _one_of(group: Sequence[Cited], cause: int | None) -> Cited:
    best = min(group, key=lambda c: (c.evidence_id != cause, c.reviewed_by is None, -c.confidence, c.evidence_id))
    return replace(best, reprints=len({c.url for c in group}) - 1)


def subject_line(digest: Digest, language: str) -> str:
    """The news in one line: how many claims changed, and to what."""
    w, weekly = words(language), digest.first_day != digest.day
    if digest.quiet:
        days = f"{digest.first_day} ~ {digest.day}" if weekly else f"{digest.day}"
        return w["subject_quiet"].format(day=days)
    parts = [w["subject_doubtful"].format(n=len(digest.doubtful))] if digest.doubtful else []
    parts += [w["subject_corrected"].format(n=len(digest.corrections))] if digest.corrections else []
    if not digest.changed:
        return w["subject_lead"].format(parts=w["join"].join(parts))
    n = len(digest.changed)
    said = w["subject_changed" if n > 1 else "subject_changed_one"].format(n=n)
    return w["subject_news"].format(
        span=w["subject_span"] if weekly else "",
        said=said,
        parts=w["join"].join([*_counted(digest.changed, language), *parts]),
    )


def _counted(changed: Sequence[ChangedClaim], language: str) -> list[str]:
    w, names = words(language), STATUS_WORDS[tongue(language)]
    tally = [(status, sum(c.status is status for c in changed)) for status in ORDER]
    return [w["count"].format(n=n, status=names[s]) for s, n in tally if n]
