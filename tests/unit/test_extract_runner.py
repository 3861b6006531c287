"""Extraction in worker processes: a page that hangs or kills its worker costs that page alone."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from houxu.errors import ParseError
from houxu.extract.runner import Extractor, Page

GOOD = Page(
    b"<html><body><h1>Sora opens</h1><p>OpenAI opened Sora to the public on Monday, the company said in a post on its"
    b" own site. Clips may last up to twenty seconds, and more is to come later this year.</p></body></html>",
    "https://n.example/good",
    datetime(2024, 12, 10, tzinfo=UTC),
    "text/html",
)
EMPTY = Page(b"", "https://n.example/empty", datetime(2024, 12, 10, tzinfo=UTC))


@pytest.mark.parametrize("workers", [0, 1])
def test_a_page_gives_the_same_article_in_and_out_of_process(workers: int) -> None:
    with Extractor(workers=workers) as extractor:
        assert "twenty seconds" in extractor.extract(GOOD).text
        with pytest.raises(ParseError, match="empty") as caught:
            extractor.extract(EMPTY)
    assert caught.value.where == "https://n.example/empty"


def only_worker(extractor: Extractor) -> int:
    (worker,) = extractor._alive
    assert worker.pid is not None
    return worker.pid


def test_a_hung_worker_is_replaced_and_only_its_page_fails() -> None:
    with Extractor(workers=1, timeout=1.0) as extractor:
        extractor.extract(GOOD)
        stopped = only_worker(extractor)
        os.kill(stopped, signal.SIGSTOP)  # what a parser that loops looks like from outside
        with pytest.raises(ParseError, match="longer than 1 s"):
            extractor.extract(GOOD)
        extractor._timeout = 30
        assert extractor.extract(GOOD).title == "Sora opens"
        assert only_worker(extractor) != stopped


def test_a_killed_worker_is_replaced_and_only_its_page_fails() -> None:
    with Extractor(workers=1) as extractor:
        extractor.extract(GOOD)
        os.kill(only_worker(extractor), signal.SIGKILL)
        with pytest.raises(ParseError, match="died over this page"):
            extractor.extract(GOOD)
        assert extractor.extract(GOOD).title == "Sora opens"


def test_threads_share_the_workers() -> None:
    with Extractor(workers=2) as extractor, ThreadPoolExecutor(6) as threads:
        titles = list(threads.map(lambda _: extractor.extract(GOOD).title, range(12)))
    assert titles == ["Sora opens"] * 12


def test_no_worker_outlives_the_extractor() -> None:
    with Extractor(workers=1) as extractor:
        extractor.extract(GOOD)
        pid = only_worker(extractor)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not [t for t in threading.enumerate() if "houxu" in t.name]
