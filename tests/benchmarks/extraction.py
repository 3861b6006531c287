"""Pages a second: our whole reading of a page (text, items, date, byline) against the main-text extractor alone."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from houxu.errors import ParseError
from houxu.extract.page import extract

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One stored page."""

    url: str
    html: str


def stored_pages(shared: Path, name: str) -> list[Page]:
    """`extraction/zh`, `coverage/en` ...: the shared pages of one set."""
    with gzip.open(shared / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Page(row.get("url", "http://127.0.0.1/p"), _whole(row)) for row in rows]


def _whole(row: dict[str, str]) -> str:
    if "title" not in row:
        return row["html"]
    title = f"<title>{row['title']}</title>"
    return f"<html><head>{title}</head><body><article><h1>{row['title']}</h1>{row['html']}</article></body></html>"


def measure(pages: Sequence[Page], rounds: int = 3) -> dict[str, float]:
    """Pages a second of CPU by each, best of `rounds`; `ratio` is our cost per page over the bare extractor's."""
    best = {"ours": 0.0, "trafilatura": 0.0}
    for _ in range(rounds):
        best["trafilatura"] = max(best["trafilatura"], _rate(_bare, pages))
        best["ours"] = max(best["ours"], _rate(_ours, pages))
    return {**best, "ratio": best["trafilatura"] / best["ours"], "pages": float(len(pages))}


def _rate(read: Callable[[Page], None], pages: Sequence[Page]) -> float:
    started = time.process_time()
    for page in pages:
        read(page)
    return len(pages) / (time.process_time() - started)


def _bare(page: Page) -> None:
    trafilatura.extract(page.html)


def _ours(page: Page) -> None:
    try:
        extract(page.html.encode(), url=page.url, content_type="text/html; charset=utf-8", fetched_at=FETCHED)
    except ParseError:
        return
