"""The service's clock: the machine's, or one that a simulation turns."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is, and waiting for a time."""

    def now(self) -> datetime:
        """Aware, UTC."""

    async def wait(self, until: datetime, wake: asyncio.Event) -> None:
        """Return at `until`, or as soon as `wake` is set."""


class SystemClock:
    """The machine's clock. Waits are short (a beat), so a clock that jumps or sleeps is noticed within one."""

    def now(self) -> datetime:
        """See `Clock`."""
        return datetime.now(UTC)

    async def wait(self, until: datetime, wake: asyncio.Event) -> None:
        """See `Clock`."""
        try:
            async with asyncio.timeout(max((until - self.now()).total_seconds(), 0.0)):
                await wake.wait()
        except TimeoutError:
            return
