"""The log: one JSON object a line, the run's id in each, words for people, and no secret anywhere."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from houxu.ops import logs
from houxu.settings import Settings

SECRETS = {"smtp_password": "hunter2-hunter2", "ping_url": "https://ping.example/f00dface", "notify_urls": "tg://a1b2c3d4 slack://e5f6a7b8"}  # fmt: skip


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines()]


def test_away_from_a_terminal_each_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(Settings(log_level="info"))
    logging.getLogger("houxu.x").info("来源 %s 无应答", "openai-news")
    logging.getLogger("houxu.x").debug("too fine")
    (line,) = lines(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("来源 openai-news 无应答", "info", "houxu.x")
    assert line["timestamp"].endswith("Z")
    assert len(line["run"]) == 12


def test_a_person_gets_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(Settings(log="human"))
    logging.getLogger("houxu.x").warning("leading")
    told = capsys.readouterr().err
    assert "warning" in told
    assert "leading" in told
    assert "{" not in told


def test_an_error_keeps_its_trace_on_its_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(Settings())
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("houxu.x").exception("it failed")
    (line,) = lines(capsys.readouterr().err)
    assert "ValueError: broken" in line["exception"]


def test_a_firing_has_an_id_of_its_own_that_its_tasks_and_threads_share(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(Settings(log_level="info"))
    log = logging.getLogger("houxu.x")

    async def firing(job: str) -> None:
        with logs.bound(job=job):
            log.info("begins")
            await asyncio.gather(asyncio.to_thread(log.info, "thread"), asyncio.create_task(_say(log)))

    async def both() -> None:
        await asyncio.gather(firing("a"), firing("b"))

    asyncio.run(both())
    log.info("after")
    told = lines(capsys.readouterr().err)
    ids = {job: {line["run"] for line in told if line.get("job") == job} for job in ("a", "b")}
    assert [len(found) for found in ids.values()] == [1, 1]
    assert ids["a"] != ids["b"]
    assert "job" not in told[-1]
    assert len(told) == 7


async def _say(log: logging.Logger) -> None:
    log.info("task")


LEAKS = [
    ("login with %s failed", "hunter2-hunter2", "the password as an argument"),
    ("pinging https://ping.example/f00dface", None, "an address that is a secret"),
    ("telling slack://e5f6a7b8", None, "the second of several addresses"),
    ("opening postgresql://desk:s3cr3t@db/houxu", None, "a password that no setting holds, in a URL"),
]


@pytest.mark.parametrize(("message", "argument", "why"), LEAKS, ids=[row[-1] for row in LEAKS])
@pytest.mark.parametrize("form", ["json", "human"])
def test_secrets_are_masked(form: str, message: str, argument: str | None, why: str, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    logs.begin(Settings(log=form, **SECRETS))  # type: ignore[arg-type]
    log = logging.getLogger("houxu.x")
    try:
        raise RuntimeError(message % argument if argument else message)
    except RuntimeError:
        log.exception(message, *([argument] if argument else []))
    told = capsys.readouterr().err
    assert logs.MASK in told
    for secret in ("hunter2", "f00dface", "a1b2c3d4", "e5f6a7b8", "s3cr3t"):
        assert secret not in told
