"""The program as its users run it: `python -m houxu` in a process of its own, against a real site and database."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.newsroom import Newsroom, newsroom

ROOT = Path(__file__).resolve().parents[2]
BASELINE = ROOT / "db" / "baselines" / "sora-2024.yaml"
NOW = "2025-01-10T00:00:00Z"


@dataclass
class Program:
    """houxu with a database of its own."""

    folder: Path

    def environment(self) -> dict[str, str]:
        return {k: v for k, v in os.environ.items() if not k.startswith("HOUXU_")} | {
            "HOUXU_DB": f"sqlite:///{self.folder / 'houxu.db'}",
            "HOUXU_ALLOW_HOSTS": "127.0.0.1",
            "HOUXU_HOST_INTERVAL": "0",
            "HOUXU_DIGEST_FOLDER": str(self.folder / "digests"),
            "COLUMNS": "120",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "houxu", *words], env=self.environment(), cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, *words: str, expect: int = 0) -> tuple[str, str]:
        process = self.start(*words)
        out, err = process.communicate(timeout=120)
        assert process.returncode == expect, err + out
        return out, err

    def statuses(self) -> dict[str, str]:
        out, _ = self("status", "--format", "json")
        return {row["claim_id"]: row["status"] for row in json.loads(out)}

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables, to compare two states by."""
        with sqlite3.connect(self.folder / "houxu.db") as connection:
            names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {n: sorted(connection.execute(f'SELECT * FROM "{n}"'), key=repr) for n in sorted(names)}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with newsroom() as site:
        yield site


def ready(program: Program, room: Newsroom) -> None:
    job = program.folder / "room.yaml"
    job.write_text(room.job(), encoding="utf-8")
    program("init")
    program("load", str(BASELINE), str(job))


def test_a_run_ends_with_the_right_statuses(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", NOW)
    statuses = program.statuses()
    assert statuses["sora-60s"] == "superseded", "a minute when shown, 20 seconds when opened"
    assert statuses["sora-not-public"] == "superseded", "closed in February, opened in December"
    assert statuses["claude3-soon"] == "confirmed", "came within the quarter"
    assert statuses["gpt45-soon"] == "expired", "the quarter passed, and nothing was reported"
    assert statuses["ernie-mar-2023"] == "open", "no page speaks of it"
    assert statuses["sora-brute-force"] == "opinion"


def test_a_second_run_fetches_nothing_again_and_adds_no_row(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", NOW)
    before, asked = program.rows(), len(room.requests)
    program("run", "--now", NOW)
    again = [r for r in room.requests[asked:] if r[0] != "/robots.txt"]
    assert again == [("/feed.xml", 304)]
    assert program.rows() == before


def test_as_of_shows_the_table_as_it_stood(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", NOW)
    out, _ = program("status", "--as-of", "2024-06-30", "--format", "json")
    then = {row["claim_id"]: row["status"] for row in json.loads(out)}
    assert then["sora-not-public"] == "confirmed"
    assert then["claude3-soon"] == "confirmed"


def _content(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, object]:
    """What must not depend on how often a run was killed: texts, verdicts, statuses (not the numbers of rows)."""
    return {
        "articles": sorted(str(r[1]) for r in rows["article"]),
        "evidence": sorted(repr(r[3:]) for r in rows["evidence"]),
        "status": sorted(repr(r[1:]) for r in rows["claim_status"]),
        "history": sorted(repr((r[3], r[4], r[5], r[6], r[7], r[9])) for r in rows["claim_status_history"]),
        "addresses": sorted(repr((r[1], r[6])) for r in rows["address"]),
    }


def test_killed_at_any_point_and_started_again_it_ends_in_the_same_state(tmp_path: Path, room: Newsroom) -> None:
    undisturbed = Program(tmp_path / "a")
    undisturbed.folder.mkdir()
    ready(undisturbed, room)
    undisturbed("run", "--now", NOW)
    killed = Program(tmp_path / "b")
    killed.folder.mkdir()
    ready(killed, room)
    room.slow = 0.15
    for delay in (0.6, 1.0, 1.4, 1.8, 2.2):
        process = killed.start("run", "--now", NOW)
        time.sleep(delay)  # not a wait for something: the moment of death is what varies
        process.send_signal(signal.SIGKILL)
        process.communicate()
    room.slow = 0.0
    killed("run", "--now", NOW)
    assert _content(killed.rows()) == _content(undisturbed.rows())


def test_two_runs_beside_each_other_double_nothing(program: Program, room: Newsroom) -> None:
    ready(program, room)
    both = [program.start("run", "--now", NOW) for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    rows = program.rows()
    assert len(rows["article"]) == 4
    assert program.statuses()["sora-not-public"] == "superseded"


def test_a_site_that_is_down_is_recorded_and_retried_later(program: Program, room: Newsroom) -> None:
    ready(program, room)
    room.down = True
    _, err = program("run", "--now", "2025-01-09T00:00:00Z", expect=1)
    assert "503" in err
    out, _ = program("doctor", "--format", "json", expect=1)
    assert any("room" in row["check"] and "503" in row["mend"] for row in json.loads(out)), "its reason is shown"
    room.down = False
    program("run", "--now", NOW)
    assert program.statuses()["sora-not-public"] == "superseded"


def test_a_review_outranks_the_machine_and_the_status_follows(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", NOW)
    out, _ = program("status", "sora-not-public", "--format", "json")
    update = next(e for e in json.loads(out)["evidence"] if e["verdict"] == "updates")
    number = str(update["evidence_id"])
    program("review", number, "reject", "--by", "desk", "--note", "wrong product", "--now", NOW)
    assert program.statuses()["sora-not-public"] == "confirmed"
    program("review", number, "relabel", "refutes", "--by", "desk", "--note", "really", "--now", NOW)
    assert program.statuses()["sora-not-public"] == "contradicted"
    _, err = program("review", "99999", "accept", "--by", "desk", expect=2)
    assert "no evidence 99999" in err


def test_articles_at_hand_are_judged_without_fetching(program: Program) -> None:
    program("init")
    program("load", str(BASELINE))
    rows = [
        {"url": "https://example.org/1", "title": "Sora opens", "published": "2024-12-09", "outlet": "Wire", "tier": "agency",
         "language": "en", "text": "Sora is now available to ChatGPT Plus subscribers. It makes clips of up to 20 seconds."},
        {"url": "https://example.org/2", "title": "x", "txt": "a slip of a key"},
    ]  # fmt: skip
    file = program.folder / "articles.jsonl"
    file.write_text("\n".join(json.dumps(r) for r in rows) + "\nnot json\n", encoding="utf-8")
    _, err = program("ingest", str(file), "--now", NOW, expect=1)
    assert "articles.jsonl:2" in err
    assert "'txt'" in err
    assert "articles.jsonl:3" in err
    assert program.statuses()["sora-not-public"] == "superseded"
    program("ingest", str(file), "--now", NOW, expect=1)
    assert len(program.rows()["article"]) == 1


def test_listings_come_as_table_json_and_csv(program: Program, room: Newsroom) -> None:
    ready(program, room)
    table, _ = program("status")
    assert "sora-60s" in table
    assert max(len(line) for line in table.splitlines()) <= 160
    out, _ = program("status", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"claim_id", "status", "confidence", "independent_outlets", "reason"} <= set(rows[0])
    assert "\x1b[" not in table, "no colour where there is no terminal"


def test_the_digest_of_a_day_says_what_changed(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", NOW)
    text, _ = program("digest", "--day", "2024-12-09", "--now", NOW)
    assert "Sora" in text
    assert "http://127.0.0.1" in text
    page = program.folder / "d.html"
    program("digest", "--day", "2024-12-09", "--language", "en", "--out", str(page), "--now", NOW)
    assert '<html lang="en">' in page.read_text(encoding="utf-8")
    quiet, _ = program("digest", "--day", "2024-07-07", "--now", NOW)
    assert "没有" in quiet


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status"], "houxu init"),
        (["load", "missing.yaml"], "missing.yaml"),
        (["--db", "nonsense", "init"], "not a database URL"),
        (["--db", "sqlite:////proc/nowhere/houxu.db", "init"], "folder cannot be made"),
        (["run", "--now", "tomorrow"], "'tomorrow' is not a time"),
        (["status", "--as-of", "soon"], "'soon' is not a date"),
        (["review", "1", "relabel", "--by", "x"], "relabel needs a verdict"),
        (["review", "1", "accept"], "--by"),
        (["eval", "missing.jsonl"], "missing.jsonl"),
        (["status", "--format", "xml"], "xml"),
    ],
)
def test_wrong_usage_says_what_to_do(program: Program, words: list[str], said: str) -> None:
    process = program.start(*words)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (1, 2)
    assert said in err
    assert "Traceback" not in err


def test_every_command_teaches_in_its_help(program: Program) -> None:
    out, _ = program("--help")
    for command in (
        "demo",
        "init",
        "load",
        "run",
        "ingest",
        "status",
        "review",
        "digest",
        "eval",
        "sources",
        "doctor",
        "draft",
    ):
        assert command in out
        text, _ = program(command, "--help")
        assert len(text.splitlines()) > 4


def test_a_claim_shows_how_it_is_read(program: Program) -> None:
    out, _ = program("load", "--explain", str(BASELINE), "--format", "json")
    rows = {r["claim_id"]: r["reading"] for r in json.loads(out)}
    assert "60 秒" in rows["sora-60s"]
    assert "2024-05-26" in rows["claude3-soon"]


def test_a_reworded_claim_is_held_against_the_coverage_that_is_there(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", NOW)
    assert program.statuses()["sora-60s"] == "superseded"
    text = BASELINE.read_text(encoding="utf-8")
    reworded = program.folder / "reworded.yaml"
    reworded.write_text(
        text.replace("Sora 按照文字描述生成的视频最长可达 60 秒", "Sora 生成的视频最长可达 20 秒").replace(
            "60 seconds", "20 seconds"
        ),
        encoding="utf-8",
    )
    program("load", str(reworded))
    assert program.statuses()["sora-60s"] == "confirmed", "what updated the old wording supports the new one"
    rows = program.rows()
    assert len([r for r in rows["claim_revision"] if "Sora" in str(r) and "20 秒" in str(r)]) == 1
    program("load", str(BASELINE))
    assert program.statuses()["sora-60s"] == "superseded", "the old wording has its old evidence back"


def test_the_sources_are_listed_with_state_pace_and_breaker(program: Program, room: Newsroom) -> None:
    ready(program, room)
    program("run", "--now", "2025-01-09T00:00:00Z", "--no-digest")
    room.down = True
    for day, expected in ((10, "closed"), (11, "closed"), (12, "closed"), (13, "half-open")):
        program("run", "--now", f"2025-01-{day}T00:00:00Z", "--no-digest", expect=1)
        out, _ = program("sources", "--format", "json", expect=1)
        (row,) = json.loads(out)
        assert (row["state"], row["failures"]) == ("failing", day - 9)
        assert row["breaker"] == expected, "by the real clock its rest is long over"
        assert "503" in row["why"]
    room.down = False
    program("run", "--now", "2025-01-14T00:00:00Z", "--no-digest")
    out, _ = program("sources", "--format", "json")
    (row,) = json.loads(out)
    assert (row["state"], row["breaker"], row["pace"]) == ("ok", "closed", "1/1")
