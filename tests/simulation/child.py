"""One life of the service under a simulated clock: `python -m tests.simulation.child SETTINGS.json`.

The clock stands still while a firing is under way and leaps to the next beat when there is none. Each leap is told to the
world (an HTTP request to the site, answered before time goes on), which shows new articles, breaks things, or kills us.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import resource
import signal
import sys
import urllib.parse
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from houxu.commands.serve import deliver, send_digest
from houxu.service.loop import Service
from houxu.service.threads import one_arena
from houxu.service.work import Work
from houxu.settings import load_settings
from houxu.store.engine import Store

BEAT = timedelta(minutes=20)


class WorldClock:
    """What the machine's clock shows: the world's time, and an error while somebody has set it wrongly."""

    def __init__(self, start: datetime, base: str, errors: list[tuple[datetime, datetime, timedelta]]) -> None:
        self.true, self._base, self._errors = start, base, errors
        self.service: Service | None = None

    def now(self) -> datetime:
        return self.true + sum((e for a, b, e in self._errors if a <= self.true < b), timedelta())

    async def wait(self, until: datetime, wake: asyncio.Event) -> None:
        """Leap to `until` unless something is under way; then wait for that."""
        while self.service is not None and self.service.working and not wake.is_set():
            await wake.wait()
        if wake.is_set():
            return
        self.true += max(until - self.now(), timedelta(seconds=1))
        await asyncio.to_thread(self.tell)
        await asyncio.sleep(0)

    def tell(self) -> None:
        query = urllib.parse.urlencode({"t": self.true.isoformat(), **self._footprint()})
        with urllib.request.urlopen(f"{self._base}/__time?{query}", timeout=60) as answer:
            if answer.read() == b"over" and self.service is not None:
                self.service.stop()

    def _footprint(self) -> dict[str, int]:
        """Resident memory in KiB and open files."""
        with open("/proc/self/statm") as statm:
            pages = int(statm.read().split()[1])
        return {"rss": pages * resource.getpagesize() // 1024, "fds": len(os.listdir("/proc/self/fd"))}


async def live(given: dict[str, Any]) -> None:
    settings = load_settings(
        db=given["db"], allow_hosts=frozenset({"127.0.0.1"}), host_interval=0.0, host_concurrency=8, retries=0,
        extract_workers=0, digest_folder=Path(given["digests"]), smtp_host="127.0.0.1", smtp_port=given["smtp"],
        smtp_security="none", mail_from="houxu <houxu@example.org>", jitter=given["jitter"], stop_limit=60.0,
    )  # fmt: skip
    store = Store(settings.db, busy_seconds=0.3)
    errors = [
        (datetime.fromisoformat(a), datetime.fromisoformat(b), timedelta(seconds=s)) for a, b, s in given["errors"]
    ]
    clock = WorldClock(datetime.fromisoformat(given["start"]), given["base"], errors)
    await asyncio.to_thread(clock.tell)
    clock.service = Service(Work(store, settings, clock.now, send_digest, deliver), clock, beat=BEAT.total_seconds())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, clock.service.stop)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, clock.service.reload)
    await clock.service.run()
    gc.collect()
    await asyncio.to_thread(clock.tell)


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    logging.basicConfig(filename=given["log"], level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    for noisy in ("httpx", "httpcore", "jieba", "trafilatura", "htmldate"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    one_arena()  # as `houxu serve` does
    asyncio.run(live(given))


if __name__ == "__main__":
    main()
