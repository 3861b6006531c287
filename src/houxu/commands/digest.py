"""`houxu digest`: what changed on a day, from the database to a file."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from houxu.digest.build import ChangedClaim, Cited, Digest, DueClaim, SourceHealth, in_reading_order, strongest
from houxu.digest.render import as_html, as_text
from houxu.errors import InputError
from houxu.model import Status, Verdict
from houxu.settings import Settings
from houxu.store import addresses, articles, baselines, evidence
from houxu.store.engine import Store, open_store
from houxu.store.tables import ClaimRow
from houxu.terminal import err

DUE_WITHIN = timedelta(days=14)


def write(settings: Settings, day: date | None, out: Path | None, language: str) -> None:
    """Write the digest of a day: .txt or .html by the file's ending, text to stdout without a file."""
    if language not in ("zh", "en"):
        raise InputError(f"--language: '{language}' is neither zh nor en")
    store = open_store(settings.db)
    digest = build(store, day or settings.clock().date(), settings.clock())
    if out is None:
        print(as_text(digest, language), end="")
    else:
        put(out, digest, language)
        err().print(f"digest: {out}", markup=False, soft_wrap=True)


def put(out: Path, digest: Digest, language: str) -> None:
    """Write a digest file. Raises InputError when the path cannot be written."""
    text = as_text(digest, language) if out.suffix == ".txt" else as_html(digest, language)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"the digest cannot be written: {error.strerror}", where=str(out)) from error


def write_day(store: Store, settings: Settings) -> Path:
    """The file of today's digest, written after a run that changed something."""
    day = settings.clock().date()
    out = settings.digest_folder / f"houxu-{day.isoformat()}.html"
    put(out, build(store, day, settings.clock()), "zh")
    return out


def build(store: Store, day: date, now: datetime, *, since: date | None = None) -> Digest:
    """Everything the digest of a day (or of the days since another) says."""
    first = since or day
    start, end = datetime.combine(first, time(), UTC), datetime.combine(day + timedelta(days=1), time(), UTC)
    with store.session() as session:
        rows = evidence.status_rows(session, as_of=day)
        keyed = {(r["baseline"], r["claim_id"]): r for r in rows}
        changed = [_changed(session, h, keyed, start, end) for h in _last_changes(session, start, end)]
        failing = [h for h in addresses.health(session) if h.failures]
        return Digest(
            day=day,
            first_day=first,
            baselines=tuple(s.baseline.title for s in baselines.baselines(session)),
            changed=in_reading_order(c for c in changed if c is not None),
            new_evidence=(),
            due_soon=tuple(_due(session, r, day) for r in rows if r["status"] == "open" and _is_near(r["due"], day)),
            health=tuple(
                SourceHealth(h.source, h.outlet, h.failing_since, h.failures, h.message or "") for h in failing
            ),
            counts=_tally(rows),
            articles=articles.counts(session, start, end)["articles"],
            failures=sum(h.failures for h in failing),
        )


def _last_changes(session: Session, start: datetime, end: datetime) -> list[Any]:
    """The first and last step of each claim that changed in the span, as (claim row, before, last step)."""
    steps: dict[int, list[Any]] = {}
    for row in evidence.changes_between(session, start, end):
        steps.setdefault(row.claim_row, []).append(row)
    return [
        (row_id, rows[0].previous, rows[-1]) for row_id, rows in steps.items() if rows[0].previous != rows[-1].status
    ]


def _changed(
    session: Session, change: Any, keyed: dict[tuple[str, str], dict[str, Any]], start: datetime, end: datetime
) -> ChangedClaim | None:
    claim_row, previous, step = change
    claim = session.get_one(ClaimRow, claim_row)
    row = next((r for (_, key), r in keyed.items() if key == claim.key), None)
    if row is None or claim.withdrawn_at is not None:
        return None
    passages = [_cited(p) for p in evidence.evidence_rows(session, claim_row) if p["at"] < end]
    telling = [c for c in passages if c.verdict.is_flag]
    shown = strongest([c for c in telling if c.published and c.published >= start.date()] or telling)
    return ChangedClaim(
        claim_id=claim.key,
        baseline=row["baseline"],
        text=claim.text,
        text_en=claim.text_en,
        speaker=claim.speaker,
        asserted=claim.asserted,
        previous=Status(previous) if previous else None,
        status=Status(step.status),
        reason=step.reason,
        independent_outlets=row["independent_outlets"],
        cited=shown,
        more=max(len(telling) - len(shown), 0),
    )


def _cited(p: dict[str, Any]) -> Cited:
    return Cited(
        evidence_id=p["evidence_id"],
        verdict=Verdict(p["verdict"]),
        passage=p["passage"].strip(),
        reason="; ".join(p["reasons"]),
        outlet=p["outlet"],
        tier=p["tier"],
        published=p["published"].date() if p["published"] else None,
        url=p["article_url"],
        title=p["article_title"],
        confidence=p["confidence"],
        reviewed_by=p["review"],
    )


def _is_near(due: date | None, day: date) -> bool:
    return due is not None and day <= due <= day + DUE_WITHIN


def _due(session: Session, row: dict[str, Any], day: date) -> DueClaim:
    claim = evidence.claim_rows(session, row["claim_id"])[0]
    return DueClaim(claim.key, claim.text, claim.text_en, row["due"], (row["due"] - day).days)


def _tally(rows: list[dict[str, Any]]) -> tuple[tuple[Status, int], ...]:
    counts = Counter(r["status"] for r in rows)
    return tuple((s, counts[s.value]) for s in Status if counts[s.value])
