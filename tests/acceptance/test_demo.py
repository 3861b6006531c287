"""The demo's statuses are right claim by claim, each with the reason that stands in expected.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from houxu.commands.demo import LAST, replay
from houxu.demo.serve import DemoSites
from houxu.demo.sites import expected
from houxu.settings import Settings
from houxu.store import evidence


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """The demo replayed once: claim id -> its row."""
    with DemoSites() as sites:
        store, _ = replay(sites, f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}", Settings())
    with store.session() as session:
        return {row["claim_id"]: row for row in evidence.status_rows(session, as_of=LAST)}


@pytest.mark.parametrize("claim", expected(), ids=lambda e: e.claim_id)
def test_status_of_each_claim_at_the_end(claim: object, outcome: dict[str, dict[str, object]]) -> None:
    row = outcome[claim.claim_id]  # type: ignore[attr-defined]
    assert row["status"] == claim.status, f"{claim.why}; the run says: {row['reason']}"  # type: ignore[attr-defined]


def test_the_demo_covers_every_claim(outcome: dict[str, dict[str, object]]) -> None:
    assert {e.claim_id for e in expected()} == set(outcome)


def test_bundled_pages_are_where_the_job_says(tmp_path: Path) -> None:
    with DemoSites() as sites:
        assert len(sites.job().sources) >= 5
