"""A digest to a thousand readers against the same to one: renderings, connections, time and memory, as ratios."""

from __future__ import annotations

import shutil
import tempfile
import time
import tracemalloc
from pathlib import Path

from tests import mailroom
from tests.mailservers import Stepper

from houxu.mail.delivery import Rendered
from houxu.mail.due import Span
from houxu.mail.message import UNSUBSCRIBE_HERE, Letter
from houxu.store.engine import Store

KILOBYTES = 60  # of HTML, as on a busy day


def measure(readers: int, *, memory: bool = False) -> dict[str, float]:
    """One morning's delivery on SQLite to a plain server on loopback: seconds and counts; or Python's peak, which costs time."""
    folder = Path(tempfile.mkdtemp(prefix="houxu-mail-"))
    rendered: list[str] = []

    def render(language: str, baselines: tuple[str, ...], span: Span) -> Rendered:
        rendered.append(language)
        body = "主张" * (KILOBYTES * 1024 // 6)
        return Rendered(
            Letter("1 条主张有变", f"主张\n{UNSUBSCRIBE_HERE}\n", f"<p>{body}{UNSUBSCRIBE_HERE}</p>\n"), False
        )

    store = Store(f"sqlite:///{folder / 'houxu.db'}")
    store.upgrade()
    mailroom.add(store, *mailroom.names(readers))
    stepper = Stepper()
    if memory:
        tracemalloc.start()
    began, cpu = time.perf_counter(), time.process_time()
    try:
        done = mailroom.deliver(store, mailroom.server(stepper.port), rendering=render)
        took, burnt = time.perf_counter() - began, time.process_time() - cpu
        peak = tracemalloc.get_traced_memory()[1] if memory else 0
    finally:
        tracemalloc.stop()
        stepper.close()
        store.engine.dispose()
        shutil.rmtree(folder)
    assert done.sent == len(stepper.taken) == readers
    held = sum(len(t.raw) for t in stepper.taken)  # the server of the benchmark keeps all mails in this process
    return {
        "readers": float(readers),
        "renderings": float(len(rendered)),
        "connections": float(done.connections),
        "seconds": took,
        "cpu": burnt,
        "MiB": max(peak - held, 0) / 2**20,
    }


def rows() -> list[dict[str, float]]:
    """One reader, then a thousand; `ms/reader` falls as the rendering and the connection are shared."""
    found = []
    for readers in (1, 1000):
        timed, weighed = measure(readers), measure(readers, memory=True)
        found.append({**timed, "MiB": weighed["MiB"], "ms/reader": 1000 * timed["seconds"] / readers})
    return found
