"""`houxu sources`: how each source fares; `houxu sources check`: try every source once, storing nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from houxu.claims.job import load_job
from houxu.errors import FetchError, ParseError
from houxu.fetch.client import Fetcher
from houxu.model import Baseline, Job, Source
from houxu.pipeline import fetch_settings
from houxu.settings import Settings
from houxu.sources import discover, search
from houxu.store import addresses, baselines
from houxu.store.engine import open_store
from houxu.terminal import Format, progress, show


def listing(settings: Settings, form: Format) -> int:
    """The state of each loaded source: its breaker, its pace and why, failing ones first. Returns 1 when one fails."""
    now = settings.clock()
    with open_store(settings.db).reading() as session:
        rows = [_row(h) for h in addresses.health(session, now)]
    columns = ["job", "source", "state", "breaker", "pace", "last_ok", "next_try", "why"]
    show(rows, form, columns=columns, wide="why")
    return 1 if any(r["state"] == "failing" for r in rows) else 0


def _row(h: addresses.Health) -> dict[str, Any]:
    return {
        "job": h.job,
        "source": h.source,
        "outlet": h.outlet,
        "state": h.state,
        "breaker": h.breaker,
        "pace": f"1/{h.factor}",
        "failures": h.failures,
        "last_ok": h.last_ok_at,
        "next_try": h.next_try_at,
        "why": "; ".join(part for part in (h.reason, h.message) if part),
    }


def check(settings: Settings, jobfile: Path | None, form: Format) -> int:
    """Ask each source of a job file, or of the loaded jobs. Returns 1 when one failed."""
    jobs, known = _jobs(settings, jobfile)
    rows = asyncio.run(_check(settings, jobs, known))
    columns = ["source", "outlet", "kind", "result", "links", "newest", "message"]
    show(rows, form, columns=columns, wide="message")
    return 1 if any(r["result"] != "ok" for r in rows) else 0


def _jobs(settings: Settings, jobfile: Path | None) -> tuple[list[Job], list[Baseline]]:
    if jobfile is not None:
        return [load_job(jobfile)], []
    with open_store(settings.db).reading() as session:
        return baselines.jobs(session), [s.baseline for s in baselines.baselines(session)]


async def _check(settings: Settings, jobs: Sequence[Job], known: Sequence[Baseline]) -> list[dict[str, Any]]:
    now = settings.clock()
    asked = [s for job in jobs for s in job.sources]
    async with Fetcher(fetch_settings(settings), now=lambda: now) as fetcher:
        with progress() as bar:
            task = bar.add_task("sources", total=len(asked))

            async def one(source: Source) -> dict[str, Any]:
                row = await _try(fetcher, source, known)
                bar.advance(task)
                return row

            return list(await asyncio.gather(*[one(s) for s in asked]))


async def _try(fetcher: Fetcher, source: Source, known: Sequence[Baseline]) -> dict[str, Any]:
    row: dict[str, Any] = {"source": source.id, "outlet": source.outlet, "kind": source.kind, "url": source.url}
    url = source.url
    if source.kind == "search":
        url = (search.addresses(known, source) or [source.url.replace("{query}", "Sora")])[0]
    try:
        found = discover.parse(source, await fetcher.get(url))
    except (FetchError, ParseError) as error:
        code = getattr(error, "code", "parse")
        return row | {"result": code, "links": 0, "newest": None, "message": str(error)}
    dates = [link.published for link in found.links if link.published]
    message = "; ".join(found.problems) or (f"index of {len(found.children)} sitemaps" if found.children else "")
    return row | {"result": "ok", "links": len(found.links), "newest": max(dates, default=None), "message": message}
