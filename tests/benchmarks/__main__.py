"""`python -m tests.benchmarks [NAME...]`: each benchmark's table, with its ratios measured in one run.

A benchmark is a function that takes the shared folder and returns rows of one table; add it to BENCHMARKS.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks import ablation, analysis, extraction, judging, mail, reading, startup

SHARED = Path(__file__).resolve().parents[3] / "shared"
Row = Mapping[str, object]


def extraction_rows(shared: Path) -> Sequence[Row]:
    """The whole reading of a page against trafilatura alone."""
    sets = ("extraction/zh", "extraction/en", "coverage/zh", "coverage/en")
    return [{"set": name, **extraction.measure(extraction.stored_pages(shared, name), rounds=2)} for name in sets]


def analysis_rows(shared: Path) -> Sequence[Row]:
    """The whole analysis of an article with 100 claims against trafilatura alone (at most 2)."""
    index = analysis.hundred_claims()
    sets = ("extraction/zh", "extraction/en", "coverage/zh", "coverage/en")
    return [{"set": name, **analysis.measure(extraction.stored_pages(shared, name), index)} for name in sets]


def ablation_rows(shared: Path) -> Sequence[Row]:
    """What each part of the judge brings: flags right of flags raised, and recall, with it taken out."""
    return ablation.measure(shared)


def reading_rows(_shared: Path) -> Sequence[Row]:
    """Sentences, moods, numbers and times against the word cutter on the same text; growth above 1 is more than linear."""
    return reading.measure()


def judging_rows(shared: Path) -> Sequence[Row]:
    """One pair: at most 2 ms of one core for the rules, 15 ms for the learned opinion (95th percentile against it)."""
    return judging.measure(shared)


def startup_rows(_shared: Path) -> Sequence[Row]:
    """Seconds from the start of the service to its first firing, and to its first request."""
    return [startup.measure()]


def mail_rows(_: Path) -> Sequence[Row]:
    """One digest to a thousand readers against the same to one."""
    return mail.rows()


BENCHMARKS: dict[str, Callable[[Path], Sequence[Row]]] = {
    "extraction": extraction_rows,
    "analysis": analysis_rows,
    "ablation": ablation_rows,
    "reading": reading_rows,
    "mail": mail_rows,
    "startup": startup_rows,
    "judging": judging_rows,
}


def show(rows: Sequence[Row]) -> None:
    """Print rows under the keys of the first."""
    keys = list(rows[0])
    print("  ".join(f"{key:>14}" for key in keys))
    for row in rows:
        print("  ".join(f"{row[k]:14.2f}" if isinstance(row[k], float) else f"{row[k]!s:>14}" for k in keys))


def main(names: Sequence[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or BENCHMARKS:
        print(f"== {name}: {(BENCHMARKS[name].__doc__ or '').splitlines()[0]}")
        show(BENCHMARKS[name](SHARED))
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main(sys.argv[1:])
