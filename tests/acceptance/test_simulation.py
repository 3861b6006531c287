"""A week of the service in accelerated time, with everything going wrong that does; the quarter is `python -m tests.simulation`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.simulation.verdict import check
from tests.simulation.world import World, quiet, troubled

DAYS, EVERY = 5, "0 */6 * * *"
START = date(2024, 10, 24)  # the clocks go back on the fourth day


def test_a_troubled_week_ends_like_a_quiet_one(tmp_path: Path) -> None:
    calm = World(quiet(START, DAYS, EVERY), tmp_path / "calm", f"sqlite:///{tmp_path / 'calm.db'}")
    rough = World(troubled(4, START, DAYS, EVERY), tmp_path / "rough", f"sqlite:///{tmp_path / 'rough.db'}")
    calm.live()
    rough.live()
    assert rough.died["SIGKILL"] >= 2, "the seed sees to it"
    check(calm.outcome(), rough.outcome(), days=DAYS)
