"""What must hold at the end of a simulated time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import numpy as np

from tests.simulation.world import Outcome


def check(calm: Outcome, rough: Outcome, *, days: int) -> None:
    """The troubled time ended like the undisturbed one, with nothing lost and nothing doubled."""
    assert sorted(rough.articles) == sorted(calm.articles), set(calm.articles) ^ set(rough.articles)
    assert len(rough.articles) == len(set(rough.articles)), "every article once"
    assert rough.statuses == calm.statuses, {
        k: (calm.statuses.get(k), v) for k, v in rough.statuses.items() if calm.statuses.get(k) != v
    }
    assert rough.evidence == calm.evidence
    for name, outcome in (("undisturbed", calm), ("troubled", rough)):
        doubled = [d for d, n in Counter(outcome.digests).items() if n > 1]
        assert not doubled, f"{name}: digests done twice: {doubled}"
        assert len(outcome.digests) + outcome.folded >= days - 1, (name, len(outcome.digests), outcome.folded)
        doubled = [d for d, n in Counter(outcome.told).items() if n > 1]
        assert not doubled, f"{name}: days told twice: {doubled}"
        assert len(outcome.told) >= len(outcome.digests) - 1, (name, len(outcome.told), len(outcome.digests))
    assert len(calm.mails) == len(set(calm.mails)), "undisturbed, no mail is sent twice"
    assert calm.folded == 0


def footprint(samples: list[tuple[datetime, int, int]]) -> str:
    """Memory and open files of one long life, after the first tenth. Raises AssertionError when either grows."""
    kept = samples[len(samples) // 10 :]
    days = np.array([(at - kept[0][0]).total_seconds() / 86400 for at, _, _ in kept])
    rss, fds = np.array([r for _, r, _ in kept]) / 1024, np.array([f for _, _, f in kept])
    slope = float(np.polyfit(days, rss, 1)[0])
    noise = float(np.std(rss - np.polyval(np.polyfit(days, rss, 1), days)))
    said = (
        f"memory {rss[0]:.0f} -> {rss[-1]:.0f} MiB, slope {slope:+.3f} MiB a day, noise {noise:.1f} MiB;"
        f" open files {fds.min()} to {fds.max()}, median {int(np.median(fds))}"
    )
    growth = slope * float(days[-1])
    assert growth <= max(3 * noise, 0.05 * float(rss[0])), f"memory grows: {said}"
    halves = np.median(fds[: len(fds) // 2]), np.median(fds[len(fds) // 2 :])
    assert halves[0] == halves[1], f"open files grow: {said}"
    return said
