"""How often one host is asked: spacing, concurrency, backoff, and the server's own wish to be left alone."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime

Clock = Callable[[], float]  # monotonic seconds
Sleep = Callable[[float], Awaitable[object]]

_LONGEST_WISH = 24 * 3600.0  # seconds; a Retry-After of a year is a mistake


class HostGate:
    """Lets requests to one host through one `interval` apart, at most `concurrency` at a time."""

    def __init__(self, *, concurrency: int, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._slots: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(concurrency))
        self._free_at: dict[str, float] = {}
        self._closed_until: dict[str, float] = {}

    @asynccontextmanager
    async def slot(self, host: str, interval: float) -> AsyncIterator[None]:
        """Wait for a turn at `host`; the next turn comes `interval` seconds after this one starts."""
        async with self._slots[host]:
            now = self._clock()
            start = max(now, self._free_at.get(host, now))
            self._free_at[host] = start + interval
            if start > now:
                await self._sleep(start - now)
            yield

    def close(self, host: str, seconds: float) -> None:
        """Remember that the host asked for `seconds` of rest."""
        self._closed_until[host] = max(self._closed_until.get(host, 0.0), self._clock() + seconds)

    def closed_for(self, host: str) -> float:
        """Seconds of rest that the host still wants; 0 when it is open."""
        return max(0.0, self._closed_until.get(host, 0.0) - self._clock())


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3), or None.

    A date counts from the server's own Date header where there is one, else from `now` (aware): its clock may
    be wrong, and ours may be set to replay an archive.
    """
    wish = headers.get("retry-after", "").strip()
    if wish.isascii() and wish.isdigit():
        return min(float(wish[:18]), _LONGEST_WISH)
    until = _http_date(wish)
    if until is None:
        return None
    start = _http_date(headers.get("date", "")) or now
    return min(max(0.0, (until - start).total_seconds()), _LONGEST_WISH)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo is not None else None


def backoff(attempt: int, chance: float) -> float:
    """Seconds to wait after failed attempt number `attempt` (0, 1, ...); `chance` in [0, 1) spreads them.

    Half to one and a half times 0.5, 1, 2 ... seconds, so that what failed together is not retried together.
    """
    return float(0.5 * 2**attempt * (0.5 + chance))
