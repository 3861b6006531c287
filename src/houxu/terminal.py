"""What people see in a terminal: tables with right widths for Chinese, colour only on a terminal, progress on stderr."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

STATUS_STYLES = {
    "confirmed": "green",
    "contradicted": "bold red",
    "disputed": "yellow",
    "superseded": "magenta",
    "expired": "dim",
    "open": "blue",
    "opinion": "dim",
    "supports": "green",
    "refutes": "bold red",
    "updates": "magenta",
    "mentions": "dim",
}


class Format(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def out() -> Console:
    """The console for results. Not a terminal: no colour, and wide enough that nothing is folded away."""
    console = Console(file=sys.stdout, highlight=False)
    return console if console.is_terminal else Console(file=sys.stdout, highlight=False, width=160, color_system=None)


def err() -> Console:
    """The console for progress, notes and errors."""
    return Console(file=sys.stderr, highlight=False)


def plain(value: object) -> object:
    """A value as JSON and CSV show it: ISO dates, enum words."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset | set):
        return [plain(v) for v in value]
    return value


def show(
    rows: Sequence[Mapping[str, Any]], form: Format, *, columns: Sequence[str], title: str = "", wide: str = ""
) -> None:
    """Print rows. JSON and CSV carry every key; the table shows `columns`, of which `wide` takes the room left."""
    if form is Format.JSON:
        print(json.dumps([{k: plain(v) for k, v in row.items()} for row in rows], ensure_ascii=False, indent=2))
    elif form is Format.CSV:
        _csv(rows, columns)
    else:
        out().print(_table(rows, columns, title, wide))


def _csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    keys = list(rows[0]) if rows else list(columns)
    writer = csv.writer(sys.stdout)
    writer.writerow(keys)
    for row in rows:
        writer.writerow([_cell(row.get(k)) for k in keys])


def _cell(value: object) -> str:
    shown = plain(value)
    if shown is None:
        return ""
    if isinstance(shown, list | dict):
        return json.dumps(shown, ensure_ascii=False)
    return f"{shown:.2f}" if isinstance(shown, float) else str(shown)


def _table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], title: str, wide: str) -> Table:
    table = Table(title=title or None, title_justify="left", header_style="bold", expand=bool(wide), pad_edge=False)
    for name in columns:
        if name == wide:
            table.add_column(name, ratio=1, overflow="fold")
        else:
            table.add_column(name, no_wrap=name in ("status", "verdict", "claim_id"), overflow="fold")
    for row in rows:
        table.add_row(*[_styled(row.get(c)) for c in columns])
    return table


def _styled(value: object) -> Text:
    text = _cell(value)
    if isinstance(value, datetime):
        text = text[:16].replace("T", " ")
    return Text(text, style=STATUS_STYLES.get(text, ""))


def progress(console: Console | None = None) -> Progress:
    """A progress bar on stderr; silent where stderr is not a terminal."""
    console = console or err()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
