"""The whole analysis of an article (extract, reprint signature, match, judge) against the main-text extractor alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import trafilatura
from tests.benchmarks.extraction import FETCHED, Page

from houxu.analysis import ClaimIndex
from houxu.claims import baseline as baseline_files
from houxu.claims.glossary import load_glossary
from houxu.errors import ParseError
from houxu.extract.page import extract
from houxu.reprints import signature

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = 100


def hundred_claims() -> ClaimIndex:
    """The bundled baseline, its claims repeated under other ids up to a hundred."""
    baseline = baseline_files.load(ROOT / "db" / "baselines" / "sora-2024.yaml")
    claims = [replace(claim, id=f"{claim.id}-{n}") for n in range(2) for claim in baseline.claims][:CLAIMS]
    return ClaimIndex(replace(baseline, claims=tuple(claims)), load_glossary())


def measure(pages: Sequence[Page], index: ClaimIndex, rounds: int = 2) -> dict[str, float]:
    """Articles a second of CPU by each, best of `rounds`; `ratio` is the whole analysis' cost over the extractor's."""

    def whole(page: Page) -> None:
        try:
            article = extract(
                page.html.encode(), url=page.url, content_type="text/html; charset=utf-8", fetched_at=FETCHED
            )
        except ParseError:
            return
        signature(article.text)
        index.analyse(article)

    best = {"trafilatura": 0.0, "whole": 0.0}
    for _ in range(rounds):
        best["trafilatura"] = max(best["trafilatura"], _rate(lambda p: trafilatura.extract(p.html), pages))
        best["whole"] = max(best["whole"], _rate(whole, pages))
    return {**best, "ratio": best["trafilatura"] / best["whole"], "pages": float(len(pages)), "claims": float(CLAIMS)}


def _rate(read: Callable[[Page], object], pages: Sequence[Page]) -> float:
    started = time.process_time()
    for page in pages:
        read(page)
    return len(pages) / (time.process_time() - started)
