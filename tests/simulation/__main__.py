"""`python -m tests.simulation [--days 90] [--seed 7]`: the whole quarter, undisturbed and troubled, and what came of both."""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from tests.simulation.verdict import check, footprint
from tests.simulation.world import World, quiet, troubled

START = date(2024, 10, 1)


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.simulation")
    words.add_argument("--days", type=int, default=90)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--every", default="0 * * * *", help="the fetch schedule")
    words.add_argument("--db", help="SQLAlchemy URL of an empty PostgreSQL database for the troubled quarter")
    words.add_argument("--folder", type=Path)
    given = words.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="houxu-quarter-"))
    calm = _lived(
        "undisturbed", World(quiet(START, given.days, given.every), folder / "calm", f"sqlite:///{folder / 'calm.db'}")
    )
    plan = troubled(given.seed, START, given.days, given.every)
    rough = _lived("troubled", World(plan, folder / "rough", given.db or f"sqlite:///{folder / 'rough.db'}"))
    for world in (calm, rough):
        outcome = world.outcome()
        print(f"{len(outcome.articles)} articles, {outcome.evidence} pieces of evidence, {outcome.firings} firings, "
              f"{len(outcome.digests)} digests done (+{outcome.folded} folded), {len(set(outcome.mails))} mails"
              f" ({len(outcome.mails) - len(set(outcome.mails))} taken twice)")  # fmt: skip
    print(f"troubles: {len(plan.sites)} site outages, {len(plan.mail)} of mail, {len(plan.database)} of the database, "
          f"{len(plan.clock)} wrong clocks; signals: {dict(rough.died)}")  # fmt: skip
    check(calm.outcome(), rough.outcome(), days=given.days)
    print("undisturbed:", footprint(calm.footprints))
    print("every check holds")


def _lived(name: str, world: World) -> World:
    world.folder.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    world.live()
    print(
        f"{name}: {(world.plan.end - world.plan.start).days} days in {time.monotonic() - began:.0f} s, in {world.folder}",
        flush=True,
    )
    return world


if __name__ == "__main__":
    main()
