"""Settings: who wins, where each comes from, and what is said of names and values that are wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from houxu.commands.config import example_text, reference, value
from houxu.configfile import find
from houxu.errors import ConfigError
from houxu.settings import SECRETS, Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine that runs the tests: none in its environment, none in its files."""
    for name in [n for n in os.environ if n.startswith("HOUXU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.chdir(tmp_path)


def toml(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_each_place_yields_to_the_one_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def look(**command_line: object) -> None:
        loaded = read_settings(**command_line)
        told.append((loaded.settings.db, loaded.given.origin("db")))

    look()
    toml(tmp_path / "houxu.toml", "# the desk's\n\ndb = 'sqlite:///file.db'\n")
    look()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "run"))
    toml(tmp_path / "run" / "db", "sqlite:///credential.db\n")
    look()
    monkeypatch.setenv("HOUXU_DB", "sqlite:///environment.db")
    look()
    look(db="sqlite:///line.db")
    assert told == [
        ("sqlite:///houxu.db", "default"),
        ("sqlite:///file.db", "houxu.toml:3"),
        ("sqlite:///credential.db", "credential db"),
        ("sqlite:///environment.db", "HOUXU_DB"),
        ("sqlite:///line.db", "command line"),
    ]


def test_the_file_is_looked_for_in_a_fixed_order(tmp_path: Path) -> None:
    there = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert find(None, there) is None or str(find(None, there)).startswith("/etc")
    home = toml(tmp_path / "config" / "houxu" / "houxu.toml", "")
    assert find(None, there) == home
    toml(tmp_path / "houxu.toml", "")
    assert find(None, there) == Path("houxu.toml")
    named = toml(tmp_path / "named.toml", "")
    assert find(None, there | {"HOUXU_CONFIG": str(named)}) == named
    other = toml(tmp_path / "other.toml", "")
    assert find(other, there | {"HOUXU_CONFIG": str(named)}) == other


@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_named_file_must_be_there(by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "none.toml"
    monkeypatch.setenv("HOUXU_CONFIG", str(missing) if by == "variable" else "")
    with pytest.raises(ConfigError, match=r"none\.toml.*no such file"):
        read_settings(missing if by == "option" else None)


WRONG_FILES = [
    ("\nsmtp-host = 'x'\n", ":2", "did you mean smtp_host", "a dash for an underscore"),
    ("# hosts\nalow_hosts = []\n", ":2", "did you mean allow_hosts", "a letter left out"),
    ("retries = 1\n[smtp]\nhost = 'x'\n", ":2", "did you mean smtp_", "a table, as other programs have them"),
    ("zzz = 1\n", ":1", "houxu config lists them", "nothing like it"),
    ("\n\nretries = 'many'\n", ":3", "valid integer", "a word for a number"),
    ("log = 'yaml'\n", ":1", "auto", "none of the choices"),
    ("db = \n", "", "not TOML", "no TOML"),
]


@pytest.mark.parametrize(("text", "line", "says", "why"), WRONG_FILES, ids=[w[-1] for w in WRONG_FILES])
def test_what_is_wrong_in_the_file_is_named_with_its_line(text: str, line: str, says: str, why: str, tmp_path: Path) -> None:  # fmt: skip
    path = toml(tmp_path / "houxu.toml", text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}{line}: ")
    assert says in str(caught.value)


WRONG_VARIABLES = [
    ("HOUXU_SMPT_HOST", "did you mean HOUXU_SMTP_HOST"),
    ("HOUXU_DATABASE", "no such setting"),
    ("HOUXU_LISTEN_FILE", "did you mean HOUXU_LISTEN"),  # only secrets are read from files
]


@pytest.mark.parametrize(("name", "says"), WRONG_VARIABLES)
def test_a_variable_that_is_no_setting_is_an_error(name: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(ConfigError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{name}: ")
    assert says in str(caught.value)


def test_variables_of_the_tests_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUXU_REQUIRE_SERVICES", "1")
    monkeypatch.setenv("HOUXU_TEST_POSTGRES", "x")
    assert read_settings().given.variables == {}


def test_secrets_come_from_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUXU_PING_URL_FILE", str(toml(tmp_path / "ping", "https://ping.example/abc\n")))
    loaded = read_settings()
    assert loaded.settings.ping_url.get_secret_value() == "https://ping.example/abc"
    assert loaded.given.origin("ping_url").startswith("HOUXU_PING_URL_FILE")


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUXU_PING_URL_FILE", "/nowhere/ping")
    with pytest.raises(ConfigError, match=r"/nowhere/ping: HOUXU_PING_URL_FILE: cannot be read"):
        read_settings()


def test_a_wrong_value_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOUXU_SMTP_PORT", "hunter2-secret")
    with pytest.raises(ConfigError) as caught:
        read_settings()
    assert "hunter2" not in str(caught.value)


def test_secrets_are_masked_for_people() -> None:
    held = Settings(smtp_password="hunter2", db="postgresql://desk:hunter2@db/houxu")  # type: ignore[arg-type]
    told = [value(name, getattr(held, name)) for name in Settings.model_fields]
    assert "********" in told
    assert not any("hunter2" in text for text in told)
    assert {"db", "smtp_password", "ping_url"} <= SECRETS


def test_hosts_may_be_a_list_or_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = toml(tmp_path / "houxu.toml", 'allow_hosts = ["Localhost", "127.0.0.1"]\n')
    assert read_settings(path).settings.allow_hosts == {"localhost", "127.0.0.1"}
    monkeypatch.setenv("HOUXU_ALLOW_HOSTS", "localhost, ::1")
    assert read_settings(path).settings.allow_hosts == {"localhost", "::1"}


def test_the_example_changes_nothing_and_uncommented_is_the_defaults(tmp_path: Path) -> None:
    text = example_text()
    assert read_settings(toml(tmp_path / "as-it-is.toml", text)).settings == Settings()
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line and "# nothing" not in line]
    assert len(lines) > 20
    assert read_settings(toml(tmp_path / "opened.toml", "\n".join(lines))).settings == Settings()


def test_example_file_and_reference_page_are_in_step_with_the_model() -> None:
    hint = "write it anew: houxu config --example > deploy/houxu.toml.example"
    assert (ROOT / "deploy" / "houxu.toml.example").read_text(encoding="utf-8") == example_text(), hint
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert reference() in page, "put houxu.commands.config.reference() under 'All settings'"
    assert all(field.description for field in Settings.model_fields.values())
