"""The demo's statuses are right claim by claim, each with the reason that stands in expected.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from houxu.commands.demo import LAST, replay
from houxu.demo.serve import DemoSites
from houxu.demo.sites import expected, justified, pages
from houxu.model import Verdict
from houxu.settings import Settings
from houxu.store import evidence
from houxu.store.engine import Store
from houxu.store.tables import ArticleRow, ClaimRow, EvidenceRow

MISSED = 3  # of the flags that traps must raise; only ever less


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demo replayed once."""
    with DemoSites() as sites:
        return replay(sites, f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}", Settings())[0]


@pytest.fixture(scope="module")
def outcome(replayed: Store) -> dict[str, dict[str, object]]:
    """Claim id -> its row."""
    with replayed.reading() as session:
        return {row["claim_id"]: row for row in evidence.status_rows(session, as_of=LAST)}


@pytest.fixture(scope="module")
def flags(replayed: Store) -> dict[tuple[str, str, Verdict], str]:
    """(claim id, page id, verdict) -> the passage, for every flag that was raised."""
    query = (
        select(ClaimRow.key, ArticleRow.url, EvidenceRow.verdict, EvidenceRow.passage)
        .join(ClaimRow, ClaimRow.id == EvidenceRow.claim_id)
        .join(ArticleRow, ArticleRow.id == EvidenceRow.article_id)
        .where(EvidenceRow.verdict != "mentions")
    )
    with replayed.reading() as session:
        return {(r.key, Path(r.url).stem, Verdict(r.verdict)): r.passage for r in session.execute(query)}


def test_no_trap_raises_a_flag_that_its_page_does_not_bear_out(flags: dict[tuple[str, str, Verdict], str]) -> None:
    traps = {(claim, p.id) for p in pages() if p.trap and not p.trap.must_flag for claim in p.claims}
    assert len(traps) > 30
    raised = {flag: passage for flag, passage in flags.items() if flag[:2] in traps}
    assert {f: p for f, p in raised.items() if f not in justified()} == {}


def test_most_traps_that_must_raise_a_flag_do(flags: dict[tuple[str, str, Verdict], str]) -> None:
    due = {(claim, p.id) for p in pages() if p.trap and p.trap.must_flag for claim in p.claims}
    assert len(due - {flag[:2] for flag in flags}) <= MISSED


@pytest.mark.parametrize("claim", expected(), ids=lambda e: e.claim_id)
def test_status_of_each_claim_at_the_end(claim: object, outcome: dict[str, dict[str, object]]) -> None:
    row = outcome[claim.claim_id]  # type: ignore[attr-defined]
    assert row["status"] == claim.status, f"{claim.why}; the run says: {row['reason']}"  # type: ignore[attr-defined]


def test_the_demo_covers_every_claim(outcome: dict[str, dict[str, object]]) -> None:
    assert {e.claim_id for e in expected()} == set(outcome)


def test_bundled_pages_are_where_the_job_says(tmp_path: Path) -> None:
    with DemoSites() as sites:
        assert len(sites.job().sources) >= 5
