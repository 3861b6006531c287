"""What several test layers share: the team's material and services, skipped with a reason where they are missing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def _missing(what: str, switch: str) -> None:
    if os.environ.get(switch) == "1":
        pytest.fail(f"{what}, and {switch}=1 demands it")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's shared material beside the checkout (seed article, archived coverage, gold pairs)."""
    if not (SHARED / "gold" / "dev.jsonl").exists():
        _missing("the shared material is not beside this checkout", "HOUXU_REQUIRE_SHARED")
    return SHARED


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A fresh, empty PostgreSQL database on the standard local port, dropped afterwards."""
    psycopg = pytest.importorskip("psycopg")
    base = os.environ.get("HOUXU_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
    try:
        admin = psycopg.connect(base, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        _missing(f"no PostgreSQL on its standard local port: {error}", "HOUXU_REQUIRE_SERVICES")
    name = f"houxu_test_{uuid.uuid4().hex[:12]}"
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield base.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://") + f"/{name}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No HOUXU_* setting of the machine reaches a test; the test switches stay."""
    for name in list(os.environ):
        if name.startswith("HOUXU_") and not name.startswith(("HOUXU_REQUIRE_", "HOUXU_TEST_")):
            monkeypatch.delenv(name)
