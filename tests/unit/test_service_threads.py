"""A thread that lasts: work one by one, errors told, and nobody waits for it at the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from houxu.service.threads import Worker, one_arena


def test_all_work_is_done_in_one_thread_in_its_order() -> None:
    async def work() -> list[tuple[int, int]]:
        worker: Worker[tuple[int, int]] = Worker("lane")
        return await asyncio.gather(*[worker.do(lambda n=n: (n, threading.get_ident())) for n in range(20)])  # type: ignore[misc]

    done = asyncio.run(work())
    assert [n for n, _ in done] == list(range(20))
    assert len({thread for _, thread in done}) == 1
    assert done[0][1] != threading.get_ident()


def test_an_error_is_the_callers_and_the_thread_goes_on() -> None:
    async def work() -> int:
        worker: Worker[int] = Worker("lane")
        with pytest.raises(ZeroDivisionError):
            await worker.do(lambda: 1 // 0)
        return await worker.do(lambda: 7)

    assert asyncio.run(work()) == 7


def test_a_process_ends_without_waiting_for_it() -> None:
    words = (
        "import asyncio, time\n"
        "from houxu.service.threads import Worker\n"
        "async def main():\n"
        "    Worker('lane').do(lambda: time.sleep(3600))\n"
        "    await asyncio.sleep(0.05)\n"
        "asyncio.run(main())\n"
    )
    assert subprocess.run([sys.executable, "-c", words], timeout=60, check=False).returncode == 0


def test_the_heap_can_be_bound_or_says_that_it_cannot() -> None:
    assert one_arena() in (True, False)
