"""SIGKILL at each step of sending, more than a hundred times: no digest is lost, and one comes twice only where SMTP cannot tell.

The mail server ends the client's process when the conversation has come to a named point, so the program holds no hooks
for this. The processes are forked from one that has everything imported: a start costs milliseconds.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from tests import mailroom
from tests.mailservers import STEPS, Stepper, killing

from houxu.store.engine import Store

READERS = 5
IN_DOUBT = {"stored", "replied"}
"""The server has the mail, and we have not committed: nobody can know whether to send it again, so it is sent."""


TIMES = {"connect": 1, "ehlo": 1, "next": READERS - 1}  # how often an undisturbed run comes by; else once a reader
POINTS = [(step, at) for step in STEPS for at in range(TIMES.get(step, READERS))]


def _send(url: str, port: int) -> None:
    mailroom.deliver(Store(url), mailroom.server(port))


@pytest.fixture(scope="module")
def processes() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.hostile.test_hostile_mail"])
    return context


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with readers who are due."""
    path = tmp_path_factory.mktemp("mail") / "houxu.db"
    store = Store(f"sqlite:///{path}")
    store.upgrade()
    mailroom.add(store, *mailroom.names(READERS))
    store.engine.dispose()  # the last connection writes everything into the one file that is copied
    return path


@pytest.fixture
def fresh(template: Path, tmp_path: Path) -> str:
    """The URL of a copy of it."""
    shutil.copy(template, tmp_path / "houxu.db")
    return f"sqlite:///{tmp_path / 'houxu.db'}"


def _run(processes: Any, url: str, stepper: Stepper, running: list[BaseProcess]) -> int:
    process = processes.Process(target=_send, args=(url, stepper.port))
    running[:] = [process]
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return int(process.exitcode)


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize(("step", "at"), POINTS)
def test_killed_anywhere_every_digest_arrives(processes: Any, fresh: str, step: str, at: int, again: bool) -> None:
    """`twice`: the process that takes over is killed at the same step as well."""
    running: list[BaseProcess] = []
    stepper = Stepper(step, at, killing(lambda: running[0].pid or -1))
    try:
        killed = _run(processes, fresh, stepper, running)
        assert (killed, stepper.acted) == (-signal.SIGKILL, True), "it was killed, and where it should be"
        if again:
            stepper.acted, stepper.at = False, stepper.seen[step]
            killed = _run(processes, fresh, stepper, running)
            # Where the first kill came at the last mail, there may be no such step left.
            assert killed == (-signal.SIGKILL if stepper.acted else 0)
        assert _run(processes, fresh, stepper, running) == 0
    finally:
        stepper.close()
    arrived = Counter(t.to for t in stepper.taken)
    assert set(arrived) == set(mailroom.names(READERS)), "nothing is lost"
    doubled = [address for address, times in arrived.items() if times > 1]
    assert len(doubled) <= (1 + again if step in IN_DOUBT else 0), "nothing comes twice but what is in doubt"
    assert doubled or step != "stored", "a mail that the server has and never confirmed must be sent again"
    for address in doubled:
        first, *others = [t.raw for t in stepper.taken if t.to == address]
        assert all(other == first for other in others), "and then it is the same mail, Message-ID and all"
    assert set(mailroom.states(Store(fresh))) == {"sent"}


def test_two_processes_at_once_send_each_mail_once(processes: Any, fresh: str) -> None:
    stepper = Stepper()
    try:
        both = [processes.Process(target=_send, args=(fresh, stepper.port)) for _ in range(3)]
        for process in both:
            process.start()
        for process in both:
            process.join(60)
        assert [p.exitcode for p in both] == [0, 0, 0]
    finally:
        stepper.close()
    assert Counter(t.to for t in stepper.taken) == Counter(mailroom.names(READERS))
