"""The operator's commands as they are run: settings, logs, backup, pruning, metrics, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.newsroom import newsroom

BASELINE = Path(__file__).resolve().parents[2] / "db" / "baselines" / "sora-2024.yaml"


class Desk:
    """A folder with a houxu.toml of its own, and houxu in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "houxu.toml").write_text('db = "sqlite:///desk.db"\nallow_hosts = ["127.0.0.1"]\nhost_interval = 0.0\nlog_level = "info"\n')  # fmt: skip

    def __call__(self, *words: str, expect: int = 0, **variables: str) -> tuple[str, str]:
        bare = {k: v for k, v in os.environ.items() if not k.startswith("HOUXU_")}
        done = subprocess.run(
            [sys.executable, "-m", "houxu", *words], env=bare | variables, cwd=self.folder, capture_output=True, text=True
        )  # fmt: skip
        assert done.returncode == expect, done.stderr + done.stdout
        return done.stdout, done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_config_says_what_is_in_force_and_where_from_without_secrets(desk: Desk) -> None:
    out, _ = desk("--db", "sqlite:///other.db", "config", "--format", "json", HOUXU_SMTP_PASSWORD="hunter2", HOUXU_RETRIES="5")  # fmt: skip
    rows = {row["setting"]: row for row in json.loads(out)}
    assert (rows["db"]["value"], rows["db"]["from"]) == ("sqlite:///other.db", "command line")
    assert (rows["retries"]["value"], rows["retries"]["from"]) == ("5", "HOUXU_RETRIES")
    assert rows["allow_hosts"]["from"] == "houxu.toml:2"
    assert rows["concurrency"]["from"] == "default"
    assert rows["smtp_password"]["value"] == "********"
    assert "hunter2" not in out


def test_a_wrong_file_stops_every_command_but_the_ones_that_explain_it(desk: Desk) -> None:
    (desk.folder / "houxu.toml").write_text("retrys = 1\n")
    for command in ("init", "config", "run"):
        _, err = desk(command, expect=2)
        assert "houxu.toml:1: there is no setting 'retrys' (did you mean retries?)" in err
    assert "# retries = 2" in desk("config", "--example")[0]
    assert "retrys" in desk("doctor", expect=1)[0]


def test_from_a_run_to_a_restored_and_pruned_database(desk: Desk) -> None:
    with newsroom() as room:
        (desk.folder / "room.yaml").write_text(room.job())
        desk("init")
        desk("load", str(BASELINE), "room.yaml")
        _, err = desk("run", "--now", "2025-01-10T00:00:00Z", "--no-digest")
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert lines
    assert len({line["run"] for line in lines}) == 1
    before = desk("status", "--format", "json")[0]
    desk("backup", "kept.db")
    assert "--force" in desk("backup", "kept.db", expect=2)[1]
    assert "keep_articles_days is 0" in desk("prune", expect=2)[1]
    days = {"HOUXU_KEEP_ARTICLES_DAYS": "30"}
    assert "4 article texts older than 30 days would be emptied" in desk("prune", "--dry-run", "--now", "2025-03-01T00:00:00Z", **days)[1]  # fmt: skip
    desk("prune", "--now", "2025-03-01T00:00:00Z", **days)
    assert "0 article texts" in desk("prune", "--now", "2025-03-01T00:00:00Z", **days)[1]
    assert desk("status", "--format", "json")[0] == before
    desk("restore", "kept.db", "--force")
    assert "4 article texts" in desk("prune", "--dry-run", "--now", "2025-03-01T00:00:00Z", **days)[1]
    assert "houxu_articles_total 4.0" in desk("metrics")[0]


def test_postgresql_s_own_tools_are_named(desk: Desk) -> None:
    out, _ = desk("--db", "postgresql://desk:hunter2@127.0.0.1/houxu", "backup", "b.dump", expect=2)
    assert out.startswith("pg_dump --format=custom")
    assert "hunter2" not in out
