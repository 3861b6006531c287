"""Extraction in processes of its own, so that no page can hang or kill a run.

Parsers written in C may loop, or take the process with them, on input made for it. Each worker takes one page at a
time; one that overruns its time or dies is replaced, and only its page fails.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import threading
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from houxu.errors import ParseError
from houxu.extract.page import Hints, extract
from houxu.model import Article

_SPAWN = multiprocessing.get_context("spawn")  # a fork would copy the run's threads' locks and database handles
_START_SECONDS = 60.0  # a worker's first answer includes importing the parsers on a busy machine


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page to extract; the fields are those of `houxu.extract.page.extract`."""

    body: bytes
    url: str
    fetched_at: datetime
    content_type: str | None = None
    timezone: str = "Asia/Shanghai"
    hints: Hints | None = None


def extract_page(page: Page) -> Article:
    """`houxu.extract.page.extract` on one value. Raises ParseError."""
    return extract(
        page.body,
        url=page.url,
        content_type=page.content_type,
        fetched_at=page.fetched_at,
        timezone=page.timezone,
        hints=page.hints,
    )


class Extractor:
    """Extracts pages in `workers` processes (0: in this one), each page within `timeout` seconds.

    A context manager; workers start at the first page. `extract` may be called from several threads at once.
    """

    def __init__(self, workers: int = 1, timeout: float = 30.0) -> None:
        self._timeout = timeout
        self._workers = workers
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()  # the last used is warm; None: not yet started
        self._lock = threading.Lock()
        self._alive: set[_Worker] = set()
        self._closed = False
        for _ in range(workers):
            self._idle.put(None)

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def extract(self, page: Page) -> Article:
        """The article on the page. Raises ParseError, also for a page that overran its time or killed its worker."""
        if self._workers == 0:
            return _guarded(page)
        worker = self._idle.get()
        try:
            if worker is None:
                worker = self._start()
            article = worker.run(page, self._timeout)
        except BaseException as error:
            if not isinstance(error, ParseError) or isinstance(error, _WorkerLost):
                self._discard(worker)
                worker = None
            raise
        finally:
            self._idle.put(worker)
        return article

    def close(self) -> None:
        """Stop all workers."""
        with self._lock:
            self._closed = True
            alive, self._alive = self._alive, set()
        for worker in alive:
            worker.kill()

    def _start(self) -> _Worker:
        if self._closed:
            raise RuntimeError("the extractor is closed")
        worker = _Worker()
        with self._lock:
            self._alive.add(worker)
        return worker

    def _discard(self, worker: _Worker | None) -> None:
        if worker is not None:
            with self._lock:
                self._alive.discard(worker)
            worker.kill()


class _WorkerLost(ParseError):
    """The worker hung or died over this page."""


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs,), name="houxu-extract", daemon=True)
        self._process.start()
        theirs.close()
        self._fresh = True

    @property
    def pid(self) -> int | None:
        """The process id."""
        return self._process.pid

    def run(self, page: Page, timeout: float) -> Article:
        """Extract one page. Raises _WorkerLost (a ParseError) when the worker is of no more use."""
        try:
            if self._fresh and not self._pipe.poll(_START_SECONDS):
                raise _WorkerLost("the extraction worker did not start", where=page.url)
            if self._fresh:
                self._pipe.recv()
                self._fresh = False
            self._pipe.send(page)
            if not self._pipe.poll(timeout):
                raise _WorkerLost(f"extraction took longer than {timeout:g} s", where=page.url)
            answer: Any = self._pipe.recv()
        except (EOFError, OSError):
            raise _WorkerLost("the extraction worker died over this page", where=page.url) from None
        if isinstance(answer, Article):
            return answer
        what, where, hint = answer
        raise ParseError(what, where=where, hint=hint)

    def kill(self) -> None:
        """End the process at once and wait for it."""
        self._pipe.close()
        self._process.kill()
        self._process.join(10)


def _guarded(page: Page) -> Article:
    """Extraction whose every failure is a ParseError."""
    try:
        return extract_page(page)
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(f"extraction failed: {type(error).__name__}: {error}", where=page.url) from error


def _serve(pipe: Connection) -> None:
    """A worker's life: answer pages until the pipe closes. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        pipe.send("ready")
        while True:
            page = pipe.recv()
            try:
                answer: object = _guarded(page)
            except ParseError as error:
                answer = (error.what, error.where, error.hint)
            pipe.send(answer)
