"""`houxu doctor`: every trouble has its line, and a mend."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from tests.stores import NOW, loaded

from houxu.commands.doctor import doctor
from houxu.errors import ConfigError
from houxu.settings import Settings
from houxu.store import addresses, firings, locks, runs
from houxu.store.engine import Store
from houxu.store.tables import SourcePaceRow
from houxu.terminal import Format

Rows = dict[str, dict[str, str]]


def told(store: Store, capsys: pytest.CaptureFixture[str], now: datetime = NOW) -> Rows:
    status = doctor(Settings(db=store.engine.url.render_as_string(hide_password=False), now=now), Format.JSON)
    rows = json.loads(capsys.readouterr().out)
    assert status == (1 if any(r["state"] == "wrong" for r in rows) else 0)
    return {r["check"]: r for r in rows}


def test_a_fresh_database_lacks_baselines_and_jobs_and_says_how_to_load_them(store: Store, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    found = told(store, capsys)
    assert found["database"]["state"] == "ok"
    assert found["database"]["found"].endswith(" MB")
    assert "houxu load" in found["jobs"]["mend"]
    assert found["database clock"]["state"] == "ok"
    assert (found["service"]["state"], found["mail"]["state"]) == ("off", "off")


def test_all_is_well_after_a_run(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.session() as session:
        loaded(session)
        runs.finish(session, runs.begin(session, "watch-sora", NOW), NOW, {})
    assert {r["check"] for r in told(store, capsys).values() if r["state"] == "wrong"} == set()


def test_a_job_that_stopped_running(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.session() as session:
        loaded(session)
        runs.finish(session, runs.begin(session, "watch-sora", NOW), NOW, {})
    found = told(store, capsys, NOW + timedelta(hours=2))["job watch-sora fetch"]
    assert (found["state"], found["found"]) == ("wrong", "nothing since 2024-12-20 08:00 UTC")


def test_a_source_whose_circuit_is_open(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.session() as session:
        loaded(session)
        source = addresses.source_rows(session, "watch-sora")["portal"]
        addresses.source_failed(session, source.id, NOW, "http-503", "it is closed", "https://portal.example")
        session.execute(update(SourcePaceRow).values(breaker="open"))
    found = told(store, capsys)["source portal"]
    assert "http-503 x1, left alone until 2024-12-20" in found["found"]
    assert "it is closed" in found["mend"]


def test_a_service_that_led_and_leads_no_more(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.session() as session:
        loaded(session)
        entry = firings.begin(session, "watch-sora", "fetch", NOW, NOW, owner="x")
        assert entry is not None
        firings.finish(session, entry, NOW, "done")
    assert told(store, capsys)["service"]["state"] == "wrong"
    lock = locks.leader(store)
    assert lock.acquire()
    assert told(store, capsys)["service"]["found"] == "one leads"
    lock.release()


def test_a_database_that_is_not_there(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(Store(f"sqlite:///{tmp_path}/none.db"), capsys)
    assert (found["database"]["state"], found["database"]["mend"]) == ("wrong", "run: houxu init")


def test_wrong_settings_are_a_line_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    error = ConfigError("there is no setting 'smpt_host'", where="houxu.toml:3", hint="did you mean smtp_host?")
    assert doctor(error, Format.JSON) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["check"], row["found"], row["mend"]) == ("configuration", "houxu.toml:3: there is no setting 'smpt_host'", "did you mean smtp_host?")  # fmt: skip
