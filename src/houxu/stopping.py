"""Ending a run from outside: a value that the run and whoever may stop it share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from threading import Event, Lock
from typing import Any, TypeVar

from houxu.errors import Interrupted

T = TypeVar("T")


class Stop:
    """Ends a run from another thread, at the next moment at which it waits; what it committed stays."""

    def __init__(self) -> None:
        """Not asked yet."""
        self.asked = Event()
        self._lock = Lock()
        self._cancel: Callable[[], object] | None = None

    def ask(self) -> None:
        """Ask for the end. Safe from any thread, before, during and after a run."""
        with self._lock:
            self.asked.set()
            if self._cancel is not None:
                self._cancel()

    async def around(self, work: Coroutine[Any, Any, T]) -> T:
        """Await `work`. Raises Interrupted when the end was asked for first."""
        task, loop = asyncio.ensure_future(work), asyncio.get_running_loop()
        with self._lock:
            self._cancel = partial(loop.call_soon_threadsafe, task.cancel)
            if self.asked.is_set():
                task.cancel()
        try:
            return await task
        except asyncio.CancelledError:
            raise Interrupted("the run was told to stop", hint="the next one goes on from there") from None
        finally:
            with self._lock:
                self._cancel = None
