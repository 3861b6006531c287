"""From the database to a digest's values: what changed in some days, for a reader of some baselines, in his time zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy.orm import Session

from houxu.digest.build import (
    AGAINST,
    GROUNDS,
    ChangedClaim,
    Cited,
    Correction,
    Digest,
    DueClaim,
    Missed,
    NewArticle,
    SourceHealth,
    in_reading_order,
    strongest,
)
from houxu.model import Evidence, Status, Tier
from houxu.status import current
from houxu.store import addresses, articles, baselines, daybook, evidence
from houxu.store.baselines import claim_value
from houxu.store.daybook import Coverage, Fallen, Known
from houxu.store.engine import Store
from houxu.store.overdue import overdue
from houxu.store.tables import BaselineRow, ClaimRow, ClaimStatusHistoryRow

DUE_WITHIN = timedelta(days=14)
MOST_NEWS = 5
FELL = 0.1  # a confidence that fell by less is noise
_TIERS = list(Tier)


@dataclass(frozen=True, slots=True)
class Days:
    """The span of a digest: whole days of the reader's zone, or what was learned in (start, end]."""

    first: date
    day: date
    start: datetime
    end: datetime
    zone: tzinfo
    learned_only: bool = False

    def holds(self, at: datetime | None) -> bool:
        """Whether a moment lies in the span."""
        if at is None:
            return False
        return self.start < at <= self.end if self.learned_only else self.start <= at < self.end

    def tells(self, step: ClaimStatusHistoryRow) -> bool:
        """Whether a change of status belongs in the digest. A change is dated by day, so its hour has no zone."""
        return self.holds(step.recorded_at) or (not self.learned_only and self.first <= step.at.date() <= self.day)


def build(
    store: Store,
    day: date,
    now: datetime,
    *,
    since: date | None = None,
    baselines: Sequence[str] = (),
    zone: tzinfo = UTC,
    learned: tuple[datetime, datetime] | None = None,
) -> Digest:
    """Everything the digest of a day (or of the days since another) says to a reader of these baselines (none: all).

    Days begin and end in `zone`. With `learned` the digest holds exactly what runs learned in (start, end] of it, so that
    digests follow each other without gap or overlap; `day` is then the last day that is known.
    """
    days = _days(day, since, zone, learned)
    with store.reading() as session:
        return _Builder(session, days, tuple(baselines), now).digest()


def tell(store: Store, digest: Digest) -> None:
    """Note what a digest tells, so that a later one can take it back. Telling it twice changes nothing."""
    flags = [
        (c.baseline, c.claim_id, c.status.value, c.cited[0].evidence_id)
        for c in digest.changed
        if c.status in GROUNDS and c.cited
    ]
    with store.session() as session:
        daybook.tell(session, digest.day, flags, [f"{c.baseline}/{c.claim_id}" for c in digest.corrections])


def _days(day: date, since: date | None, zone: tzinfo, learned: tuple[datetime, datetime] | None) -> Days:
    first = since or day
    if learned is not None:
        start, end = learned
        return Days(min(since or start.astimezone(zone).date(), day), day, start, end, zone, learned_only=True)
    start = datetime.combine(first, time(), zone).astimezone(UTC)
    return Days(first, day, start, datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC), zone)


class _Builder:
    """What the sections of one digest share, read once."""

    def __init__(self, session: Session, days: Days, slugs: tuple[str, ...], now: datetime) -> None:
        self.session, self.days, self.slugs, self.now = session, days, slugs, now
        self.claims = daybook.followed(session, slugs)
        rows = evidence.status_rows(session, as_of=days.day)
        self.standing = {(r["baseline"], r["claim_id"]): r for r in rows}
        self.passages = daybook.passages(session, self.claims)

    def digest(self) -> Digest:
        changed = in_reading_order(self._changed())
        told = {(c.baseline, c.claim_id) for c in changed}
        rows = [r for c, b in self.claims.values() if (r := self._stands(c, b)) is not None]
        news = self._news()
        health = list(self._health())
        return Digest(
            day=self.days.day,
            first_day=self.days.first,
            baselines=tuple(dict.fromkeys(b.title for _, b in self.claims.values())),
            changed=changed,
            doubtful=in_reading_order(c for c in self._doubtful() if (c.baseline, c.claim_id) not in told),
            corrections=tuple(self._corrections()),
            due_soon=tuple(sorted(self._due(), key=lambda d: (d.due, d.claim_id))),
            news=news[:MOST_NEWS],
            more_news=max(len(news) - MOST_NEWS, 0),
            health=tuple(health),
            missed=tuple(self._missed()),
            counts=_tally(rows),
            articles=articles.counts(self.session, self.days.start, self.days.end)["articles"],
            failures=len(health),
        )

    def _stands(self, claim: ClaimRow, baseline: BaselineRow) -> Mapping[str, Any] | None:
        return self.standing.get((baseline.slug, claim.key))

    def _changed(self) -> Iterable[ChangedClaim]:
        """Each claim that stands elsewhere after the span than before it."""
        start = min(self.days.start, datetime.combine(self.days.first, time(), UTC))
        end = max(self.days.end, datetime.combine(self.days.day + timedelta(days=1), time(), UTC))
        steps: dict[int, list[ClaimStatusHistoryRow]] = {}
        for step in evidence.changes_between(self.session, start, end + timedelta(microseconds=1)):
            if step.claim_row in self.claims and self.days.tells(step):
                steps.setdefault(step.claim_row, []).append(step)
        for claim_row, taken in steps.items():
            claim, baseline = self.claims[claim_row]
            stands, last = self._stands(claim, baseline), taken[-1]
            if stands is not None and taken[0].previous != last.status:
                previous = Status(taken[0].previous) if taken[0].previous else None
                yield self._claim(claim, baseline, previous, Status(last.status), last.reason, last.evidence_id)

    def _claim(
        self, claim: ClaimRow, baseline: BaselineRow, previous: Status | None, status: Status, reason: str,
        cause: int | None, before: float | None = None,
    ) -> ChangedClaim:  # fmt: skip
        stands = self._stands(claim, baseline) or {}
        known = [_cited(p) for p in self.passages.get(claim.id, ()) if self._known(p)]
        telling = [c for c in known if c.verdict.is_flag]
        grounds = GROUNDS.get(status, ()) if previous is not status else AGAINST.get(status, ())
        shown = strongest(telling, grounds, cause)
        return ChangedClaim(
            claim_id=claim.key,
            baseline=baseline.slug,
            text=claim.text,
            text_en=claim.text_en,
            speaker=claim.speaker,
            asserted=claim.asserted,
            previous=previous,
            status=status,
            reason=reason,
            independent_outlets=stands.get("independent_outlets", 0),
            cited=shown,
            more=max(len(telling) - sum(1 + c.reprints for c in shown), 0),
            language=baseline.language,
            confidence=stands.get("confidence", 0.0),
            confidence_before=before,
            due=claim.due,
        )

    def _known(self, passage: Known) -> bool:
        return (passage.published or passage.first_seen).date() <= self.days.day

    def _doubtful(self) -> Iterable[ChangedClaim]:
        """Claims that stand where they stood, with new evidence against it or less confidence than before."""
        for claim_row, (claim, baseline) in self.claims.items():
            found = self.passages.get(claim_row, ())
            new = [p for p in found if self.days.holds(p.learned_at) and p.verdict.is_flag]
            stands = self._stands(claim, baseline)
            if stands is None or not new:
                continue
            status = Status(stands["status"])
            against = [p for p in new if p.verdict in AGAINST.get(status, ())]
            before = self._fell(claim, status, {p.evidence_id for p in new}, stands["confidence"])
            if against or before is not None:
                cause = max(against or new, key=lambda p: (p.confidence, -p.evidence_id))
                reason = _reason(cause)
                yield self._claim(claim, baseline, status, status, reason, cause.evidence_id, before)

    def _fell(self, claim: ClaimRow, status: Status, new: set[int], confidence: float) -> float | None:
        """The confidence without what is new, where the status was the same and the confidence higher."""
        known: list[Evidence] = [e for e in evidence.evidence_of(self.session, claim.id) if e.id not in new]
        was = current(claim_value(claim), known, as_of=self.days.day)
        return was.confidence if was.status is status and was.confidence - confidence >= FELL else None

    def _due(self) -> Iterable[DueClaim]:
        for claim, baseline in self.claims.values():
            stands = self._stands(claim, baseline)
            due: date | None = stands["due"] if stands and stands["status"] == "open" else None
            if due is not None and self.days.day <= due <= self.days.day + DUE_WITHIN:
                left = (due - self.days.day).days
                yield DueClaim(claim.key, claim.text, claim.text_en, due, left, baseline.slug, baseline.language)

    def _news(self) -> tuple[NewArticle, ...]:
        start, end = self.days.start, self.days.end
        if self.days.learned_only:
            start, end = start + timedelta(microseconds=1), end + timedelta(microseconds=1)
        found = daybook.unsettling(self.session, start, end, self.claims)
        ranked = sorted(found, key=lambda c: (-len(c.claim_rows), _TIERS.index(Tier(c.tier)), c.url))
        return tuple(self._article(c) for c in ranked)

    def _article(self, c: Coverage) -> NewArticle:
        day = c.published.date() if c.published else None
        keys = tuple(self.claims[row][0].key for row in c.claim_rows)
        return NewArticle(c.title, c.url, c.outlet, c.tier, day, c.language, keys, c.reprints)

    def _corrections(self) -> Iterable[Correction]:
        for f in daybook.fallen(self.session, self.slugs):
            if f.told_on < self.days.day and self._due_to_be_corrected(f):
                yield _correction(f)

    def _due_to_be_corrected(self, f: Fallen) -> bool:
        """When a flag fell is known for reviews and rewordings; else it is told until some digest has told it."""
        if f.at is not None:
            return self.days.holds(f.at)
        return f.corrected_on is None or f.corrected_on >= self.days.first

    def _health(self) -> Iterable[SourceHealth]:
        """Failing sources of jobs that watch what the reader follows."""
        watched = {j.name: set(j.watch) for j in baselines.jobs(self.session)}
        zone = self.days.zone
        for h in addresses.health(self.session, self.now):
            if h.failures and (not self.slugs or watched.get(h.job, set()) & set(self.slugs)):
                since = h.failing_since.astimezone(zone) if h.failing_since else None
                last_ok = h.last_ok_at.astimezone(zone) if h.last_ok_at else None
                yield SourceHealth(h.source, h.outlet, since, h.failures, h.message or h.code or "", last_ok)

    def _missed(self) -> Iterable[Missed]:
        """What should have run for the baselines that the reader follows, and did not."""
        watched = {j.name: set(j.watch) for j in baselines.jobs(self.session)}
        zone = self.days.zone
        for task in overdue(self.session, self.now):
            if not self.slugs or watched.get(task.job, set()) & set(self.slugs):
                last_ok = task.last_ok.astimezone(zone) if task.last_ok else None
                yield Missed(task.job, task.kind, task.since.astimezone(zone), last_ok)


def _reason(p: Known) -> str:
    """In the form in which a status gives its reason."""
    day = (p.published or p.first_seen).date()
    return f"{p.outlet or '来源不明'}({day}):{p.reasons[0] if p.reasons else ''}"


def _cited(p: Known) -> Cited:
    return Cited(
        evidence_id=p.evidence_id,
        verdict=p.verdict,
        passage=p.passage,
        reason="; ".join(p.reasons),
        outlet=p.outlet,
        tier=p.tier,
        published=p.published.date() if p.published else None,
        url=p.url,
        title=p.title,
        confidence=p.confidence,
        reviewed_by=p.reviewed_by,
        decision=p.decision,
        note=p.note,
        language=p.language,
        voice=str(p.voice),
    )


def _correction(f: Fallen) -> Correction:
    return Correction(
        claim_id=f.claim.key,
        baseline=f.baseline.slug,
        text=f.claim.text,
        text_en=f.claim.text_en,
        language=f.baseline.language,
        told_on=f.told_on,
        told=Status(f.told),
        status=Status(f.status) if f.status else None,
        cause=f.cause,
        by=f.by,
        note=f.note,
        outlet=f.outlet,
        url=f.url,
    )


def _tally(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[Status, int], ...]:
    counts = Counter(r["status"] for r in rows)
    return tuple((s, counts[s.value]) for s in Status if counts[s.value])
