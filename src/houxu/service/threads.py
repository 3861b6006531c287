"""Threads that last, and the memory that threads hold: what keeps a process that lives for months from growing."""

from __future__ import annotations

import asyncio
import ctypes
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
_M_ARENA_MAX = -8  # malloc.h of glibc


class Worker(Generic[T]):
    """One daemon thread for work that comes one by one. A process that must end does not wait for it, unlike an executor's."""

    def __init__(self, name: str) -> None:
        """The thread begins with the first work."""
        self._name = name
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def do(self, act: Callable[[], T]) -> asyncio.Future[T]:
        """Do it after what waits; the future belongs to the running loop, which may be gone when the work ends."""
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if ended.cancelled():
                return
            if error is None:
                ended.set_result(result)  # type: ignore[arg-type]
            else:
                ended.set_exception(error)

        def work() -> None:
            result, error = None, None
            try:
                result = act()
            except BaseException as raised:
                error = raised
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, result, error)

        if self._thread is None:
            self._thread = threading.Thread(target=self._live, name=self._name, daemon=True)
            self._thread.start()
        self._waiting.put(work)
        return ended

    def _live(self) -> None:
        while True:
            self._waiting.get()()


def one_arena() -> bool:
    """Let all threads share one heap: with glibc's heap a thread, a service of months grows by what lies free in each.

    Measured in docs/service.md; the same as MALLOC_ARENA_MAX=1 in the environment. False where the C library has none.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1))
    except (OSError, AttributeError):
        return False
