"""The schema: made, upgraded, compared with the models, and refused when it is not this program's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import IntegrityError

from houxu.errors import StoreError
from houxu.store.engine import Store, _revisions, _scripts, head, open_store
from houxu.store.evidence import STATUS_COLUMNS
from houxu.store.tables import Base

CONTRACT = {
    "claim_status": set(STATUS_COLUMNS),
    "claim_status_history": {"claim_id", "status", "previous", "confidence", "at", "evidence_id", "reason"},
    "claim_evidence": {
        "evidence_id", "claim_id", "verdict", "confidence", "reasons", "passage", "article_url", "article_title",
        "outlet", "tier", "published", "reprint_of", "judged_by", "reviewed_by", "at",
    },
}  # fmt: skip


def test_the_migrations_make_what_the_models_say(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_every_check_of_the_models_is_in_the_database(store: Store) -> None:
    """Alembic's comparison does not see these."""
    inspector = inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in inspector.get_check_constraints(table.name)} >= wanted, table.name


@pytest.mark.parametrize("name", CONTRACT)
def test_what_people_query_has_the_columns_of_the_contract(store: Store, name: str) -> None:
    columns = {c["name"] for c in inspect(store.engine).get_columns(name)}
    assert columns >= CONTRACT[name]


def test_a_word_outside_its_list_is_refused(store: Store) -> None:
    sql = (
        "INSERT INTO article (url, title, text, published_precision, tier, items, first_seen)"
        " VALUES ('u', 't', 'x', 'day', 'rumour', '[]', '2024-01-01')"
    )
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.execute(text(sql))


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    sql = "INSERT INTO claim_revision (claim_id, text, valid_from) VALUES (999, 'x', '2024-01-01')"
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        connection.execute(text(sql))


def test_the_revisions_by_their_file_names_are_alembic_s_chain() -> None:
    chain = [s.revision for s in _scripts().walk_revisions()]
    assert _revisions() == list(reversed(chain))
    assert head() == _scripts().get_current_head()


def test_upgrading_again_changes_nothing(store: Store) -> None:
    assert store.upgrade() == (head(), head())
    store.check()


def test_an_upgrade_leaves_the_program_s_logging_alone(database_url: str) -> None:
    import logging

    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    Store(database_url).upgrade()
    assert (root.level, list(root.handlers)) == before


def test_each_revision_can_be_upgraded_from(database_url: str) -> None:
    from alembic import command

    from houxu.store.engine import _config

    store = Store(database_url)
    for script in reversed(list(_scripts().walk_revisions())):
        with store.engine.begin() as connection:
            command.upgrade(_config(connection), script.revision)
    store.check()


def test_an_empty_database_says_what_to_run(database_url: str) -> None:
    with pytest.raises(StoreError, match="houxu init"):
        open_store(database_url)


@pytest.mark.parametrize(
    ("found", "message"),
    [("9999", "newer than this program knows"), (None, "holds no houxu tables")],
)
def test_a_schema_that_is_not_ours_is_told_from_ours(store: Store, found: str | None, message: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if found:
            connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": found})
    with pytest.raises(StoreError, match=message):
        store.check()


def test_an_older_schema_says_so_and_is_upgraded(database_url: str) -> None:
    from alembic import command

    from houxu.store.engine import _config

    store = Store(database_url)
    with store.engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
    with pytest.raises(StoreError, match=r"older \(0001\).*houxu init"):
        store.check()
    assert store.upgrade() == ("0001", head())
    store.check()


def test_a_newer_schema_is_not_touched_by_an_upgrade(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="upgrade houxu"):
        store.upgrade()


def test_four_processes_upgrading_at_once_make_one_schema(database_url: str) -> None:
    code = "import sys; from houxu.store.engine import Store; Store(sys.argv[1]).upgrade()"
    command = [sys.executable, "-c", code, database_url]
    started = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    errors = [p.communicate(timeout=120)[1] for p in started]
    assert [p.returncode for p in started] == [0, 0, 0, 0], errors
    Store(database_url).check()


def test_sqlite_is_opened_for_many_readers_and_checked_references(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new folder' / 'houxu.db'}")
    store.upgrade()
    with store.engine.connect() as connection:
        pragmas = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "foreign_keys")}
        assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}
