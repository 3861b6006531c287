"""Where settings come from: houxu.toml, HOUXU_* variables, credential files. Unknown names are errors with the nearest one."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from houxu.errors import ConfigError

PREFIX = "HOUXU_"
FILE_NAME = "houxu.toml"
CHOOSES_FILE = "HOUXU_CONFIG"
_OF_TESTS = ("HOUXU_REQUIRE_", "HOUXU_TEST_")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A read houxu.toml: its values, and the line each stands at."""

    path: Path
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def where(self, key: str) -> str:
        """`file:line` of a key."""
        return f"{self.path}:{self.lines.get(key, 1)}"


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that was said about settings, strongest first: command line, environment, credentials, file."""

    command_line: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)  # field → name of the variable that holds it
    secrets: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field → (value, where it was read)
    file: ConfigFile | None = None

    def origin(self, name: str) -> str:
        """Where the value in force of a field comes from, in words."""
        if name in self.command_line:
            return "command line"
        if name in self.variables:
            return self.variables[name]
        if name in self.secrets:
            return self.secrets[name][1]
        if self.file is not None and name in self.file.values:
            return self.file.where(name)
        return "default"


def gather(
    names: Collection[str], secret: Collection[str], command_line: Mapping[str, object], chosen: Path | None
) -> Given:
    """All that is given for the settings `names`. Raises ConfigError for a name that is none of them, or an unreadable file."""
    return Given(
        command_line={k: v for k, v in command_line.items() if v is not None},
        variables=_variables(names, secret),
        secrets=_secrets(names, secret),
        file=_file(names, chosen),
    )


def find(chosen: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file in force: the chosen one (it must be there), or the first of the usual places that exists."""
    named = chosen or (Path(environment[CHOOSES_FILE]) if environment.get(CHOOSES_FILE) else None)
    if named is not None:
        if not named.is_file():
            said = "--config" if chosen else CHOOSES_FILE
            raise ConfigError(f"{said}: there is no such file", where=str(named))
        return named
    home = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    places = (Path(FILE_NAME), home / "houxu" / FILE_NAME, Path("/etc/houxu") / FILE_NAME)
    return next((p for p in places if p.is_file()), None)


def nearest(name: str, names: Collection[str]) -> str | None:
    """The known name that was probably meant: by its letters, else one that begins alike."""
    close = get_close_matches(name, sorted(names), n=1, cutoff=0.6)
    return close[0] if close else next((n for n in sorted(names) if n.startswith(f"{name}_")), None)


def _file(names: Collection[str], chosen: Path | None) -> ConfigFile | None:
    path = find(chosen)
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}", where=str(path), hint="houxu config --example shows one") from error
    read = ConfigFile(path, values, {key: _line(text, key) for key in values})
    for key in values:
        if key not in names:
            meant = nearest(key, names)
            hint = f"did you mean {meant}?" if meant else "houxu config lists them"
            raise ConfigError(f"there is no setting '{key}'", where=read.where(key), hint=hint)
    return read


def _line(text: str, key: str) -> int:
    here = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(key)}["']?\s*[.=\]]""")
    return next((n for n, line in enumerate(text.splitlines(), 1) if here.match(line)), 1)


def _variables(names: Collection[str], secret: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    allowed = {PREFIX + n.upper() for n in names} | {f"{PREFIX}{n.upper()}_FILE" for n in secret} | {CHOOSES_FILE}
    for variable in sorted(os.environ):
        upper = variable.upper()
        if not upper.startswith(PREFIX) or upper.startswith(_OF_TESTS):
            continue
        if upper not in allowed:
            meant = nearest(upper, allowed)
            hint = f"did you mean {meant}?" if meant else "houxu config lists them"
            raise ConfigError("there is no such setting", where=variable, hint=hint)
        name = upper.removeprefix(PREFIX).lower()
        if name in names:
            found[name] = variable
    return found


def _secrets(names: Collection[str], secret: Collection[str]) -> dict[str, tuple[str, str]]:
    """Secrets in files of their own: HOUXU_X_FILE, else systemd's credentials, where the file is named like the setting."""
    folder, found = os.environ.get("CREDENTIALS_DIRECTORY"), {}
    for name in secret:
        variable = f"{PREFIX}{name.upper()}_FILE"
        own = f"{name}_file" in names  # a setting by itself: whoever owns it reads the file
        if os.environ.get(variable) and not own:
            found[name] = (_first_line(Path(os.environ[variable]), variable), f"{variable} ({os.environ[variable]})")
        elif folder and (path := Path(folder) / name).is_file():
            found[name] = (_first_line(path, "credential"), f"credential {name}")
    return found


def _first_line(path: Path, said: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{said}: cannot be read: {error}", where=str(path)) from error
