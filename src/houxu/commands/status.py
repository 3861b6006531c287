"""`houxu status` and `houxu review`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from rich.text import Text

from houxu.errors import InputError
from houxu.model import Status, Verdict
from houxu.settings import Settings
from houxu.store import baselines, evidence
from houxu.store.engine import Store, open_store
from houxu.store.tables import ClaimStatusRow
from houxu.terminal import STATUS_STYLES, Format, err, out, plain, show

COLUMNS = ["claim_id", "status", "text", "+", "-", "↻", "outlets", "changed"]


def table(settings: Settings, *, baseline: str | None, of: Status | None, as_of: date | None, form: Format) -> None:
    """The claim-status table."""
    store = open_store(settings.db)
    with store.reading() as session:
        if baseline is not None and not baselines.baselines(session, [baseline]):
            raise InputError(f"baseline '{baseline}' is not loaded", hint="houxu status lists all")
        rows = evidence.status_rows(session, baseline=baseline, status=of, as_of=as_of)
    print_table(rows, form, f"as of {as_of}" if as_of else "")


def print_table(rows: list[dict[str, Any]], form: Format, title: str = "") -> None:
    """Print status rows; the table shows + supports, - refutes, ↻ updates as independent voices."""
    if form is not Format.TABLE:
        show(rows, form, columns=list(evidence.STATUS_COLUMNS))
        return
    short = [
        row
        | {
            "+": row["supports"] or "",
            "-": row["refutes"] or "",
            "↻": row["updates"] or "",
            "outlets": row["independent_outlets"] or "",
            "changed": row["changed_at"].date() if row["changed_at"] else "",
        }
        for row in rows
    ]
    show(short, form, columns=COLUMNS, wide="text", title=title)


def one(settings: Settings, claim_id: str, *, as_of: date | None, form: Format) -> None:
    """One claim: its standing, its history, its evidence in time order."""
    store = open_store(settings.db)
    with store.reading() as session:
        found = evidence.claim_rows(session, claim_id)
        if not found:
            raise InputError(f"there is no claim '{claim_id}'", hint="houxu status lists them")
        for row in found:
            stands = [r for r in evidence.status_rows(session, as_of=as_of) if r["claim_id"] == claim_id]
            passages = evidence.evidence_rows(session, row.id, as_of)
            steps = [(h.at.date(), h.previous, h.status, h.reason) for h in evidence.history_rows(session, row.id)]
            if form is Format.TABLE:
                _tell(stands[0] if stands else {}, steps, passages, as_of)
            elif form is Format.JSON:
                _json(stands, steps, passages)
            else:
                show(passages, form, columns=["evidence_id", "verdict", "passage"])


def _json(stands: list[dict[str, Any]], steps: list[tuple[Any, ...]], passages: list[dict[str, Any]]) -> None:
    whole = {k: plain(v) for k, v in (stands[0] if stands else {}).items()}
    whole["history"] = [dict(zip(("at", "previous", "status", "reason"), map(plain, s), strict=True)) for s in steps]
    whole["evidence"] = [{k: plain(v) for k, v in p.items()} for p in passages]
    print(json.dumps(whole, ensure_ascii=False, indent=2))


def _tell(
    stand: dict[str, Any], steps: list[tuple[Any, ...]], passages: list[dict[str, Any]], as_of: date | None
) -> None:
    screen = out()
    if stand:
        head = Text.assemble((stand["status"], STATUS_STYLES.get(stand["status"], "")), f"  {stand['text']}")
        screen.print(head)
        screen.print(
            f"{stand['speaker'] or ''}  asserted {stand['asserted']}  confidence {stand['confidence']:.2f}",
            markup=False,
        )
        screen.print(stand["reason"], markup=False)
    for at, previous, status, reason in steps:
        if as_of is None or at <= as_of:
            screen.print(f"  {at}  {previous} → {status}  {reason}", markup=False)
    for p in passages:
        screen.print()
        day = p["published"].date() if p["published"] else "?"
        line = Text(f"[{p['evidence_id']}] {day}  ")
        line.append(p["verdict"], STATUS_STYLES.get(p["verdict"], ""))
        line.append(f" {p['confidence']:.2f}  {p['outlet'] or '?'} ({p['tier']})")
        if p["reprint_of"]:
            line.append(f"  reprint of {p['reprint_of']}", "dim")
        if p["review"]:
            line.append(f"  reviewed: {p['review']}", "bold")
        screen.print(line)
        screen.print(f"    “{p['passage'].strip()}”", markup=False)
        screen.print(f"    {'; '.join(p['reasons'])}", markup=False)
        screen.print(f"    {p['article_title']}  {p['article_url']}", markup=False, style="dim")


def review(settings: Settings, evidence_id: int, decision: str, verdict: Verdict | None, by: str, note: str) -> None:
    """Store a person's decision, and let the status follow."""
    store = open_store(settings.db)
    with store.session() as session:
        claim_row = evidence.put_review(session, evidence_id, decision, verdict, by, note, settings.clock())
    changed = _follow(settings, store, claim_row)
    err().print(
        f"evidence {evidence_id}: {decision}{f' {verdict}' if verdict else ''} by {by}; {changed}", markup=False
    )


def _follow(settings: Settings, store: Store, claim_row: int) -> str:
    from houxu.pipeline import watch

    deadline = watch(store).deadlines().get(claim_row)
    with store.session() as session:
        evidence.refresh(session, {claim_row: deadline}, settings.clock().date(), settings.clock())
        row = session.get_one(ClaimStatusRow, claim_row)
        return f"{row.claim_id} is {row.status}"
