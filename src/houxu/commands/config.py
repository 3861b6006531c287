"""`houxu config`: every setting in force with its origin, and an example file made from the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from houxu.settings import Loaded, Settings
from houxu.store.engine import shown
from houxu.terminal import Format, err, show

MASK = "********"


def show_all(loaded: Loaded, form: Format) -> None:
    """Print each setting, its value and where it comes from."""
    rows = [
        {
            "setting": name,
            "value": value(name, getattr(loaded.settings, name)),
            "from": loaded.given.origin(name),
            "meaning": field.description or "",
        }
        for name, field in Settings.model_fields.items()
    ]
    if form is Format.TABLE:
        file = loaded.given.file
        err().print(f"file: {file.path if file else 'none found'}", markup=False, soft_wrap=True)
    show(rows, form, columns=["setting", "value", "from", "meaning"], wide="meaning")


def value(name: str, held: object) -> str:
    """A value as people read it; secrets never."""
    if isinstance(held, SecretStr):
        return MASK if held.get_secret_value() else ""
    if name == "db":
        return shown(str(held))
    if isinstance(held, frozenset):
        return ",".join(sorted(held))
    return "" if held is None else str(held)


def example() -> None:
    """Print a houxu.toml with every setting explained and its default."""
    print(example_text(), end="")


def example_text() -> str:
    """The example file: every line is commented out, so that as it is it changes nothing."""
    parts = [
        "# houxu.toml: settings of houxu. Made by: houxu config --example",
        "# Command line > environment (HOUXU_DB for db, and so on) > credential files > this file > default.",
        "# Secrets are better kept out of this file: see docs/configuration.md.",
    ]
    for name, field in Settings.model_fields.items():
        default = None if field.default is PydanticUndefined else field.default
        parts += ["", f"# {field.description}", f"# {name} = {_toml(default)}"]
    return "\n".join(parts) + "\n"


def _toml(default: Any) -> str:
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if isinstance(default, frozenset):
        return json.dumps(sorted(default), ensure_ascii=False)
    if isinstance(default, Path):
        default = str(default)
    return '""  # nothing by default' if default is None else json.dumps(default, ensure_ascii=False)


def reference() -> str:
    """The table of docs/configuration.md: a test keeps the two in step."""
    lines = ["| in houxu.toml | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = _toml(field.default).removesuffix("  # nothing by default")
        shown_default = "" if default in ('""', "[]") else f"`{default}`"
        lines.append(f"| `{name}` | {shown_default} | {field.description} |")
    return "\n".join(lines) + "\n"
