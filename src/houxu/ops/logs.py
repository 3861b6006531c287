"""The log: for people on a terminal, JSON lines otherwise, with the run's id in every line, and never a secret.

structlog formats what the standard `logging` brings, so rooms and libraries go on logging as they do; its context variables
carry the run id through tasks and threads started by asyncio.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import structlog
from pydantic import SecretStr
from structlog.typing import Processor

from houxu.settings import Settings

MASK = "***"
_NOISY = ("httpx", "httpcore", "jieba", "trafilatura", "htmldate", "hpack")
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^\s:/@]*):[^\s@/]+(?=@)")
_SHORTEST = 4  # characters: a shorter secret would mask words of every line


def begin(settings: Settings, *, verbose: bool = False) -> None:
    """Set up the log of this process on stderr, and give the run its id."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings, human=_human(settings)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if verbose else settings.log_level.upper())
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.ERROR)
    structlog.contextvars.bind_contextvars(run=run_id())


def run_id() -> str:
    """A fresh id for a run or a firing."""
    return uuid4().hex[:12]


@contextmanager
def bound(**values: str) -> Iterator[None]:
    """Put these values, and a run id of its own, into every line of the block."""
    with structlog.contextvars.bound_contextvars(**{"run": run_id(), **values}):
        yield


def formatter(settings: Settings, *, human: bool) -> logging.Formatter:
    """How one record becomes a line. Times are UTC."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        Masked(settings),
    ]
    if human:
        last += [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)]
    else:
        last += [structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
    return structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=common)


def _human(settings: Settings) -> bool:
    return sys.stderr.isatty() if settings.log == "auto" else settings.log == "human"


class Masked:
    """Replaces the secrets in force, and any password in a URL, wherever they turn up in a line."""

    def __init__(self, settings: Settings) -> None:
        """Takes the values of all secret settings, also word by word where one holds several addresses."""
        found = {v.get_secret_value() for n in type(settings).model_fields if isinstance(v := getattr(settings, n), SecretStr)}  # fmt: skip
        words = {word for value in found for word in (value, *value.split())}
        self._secrets = sorted((w for w in words if len(w) >= _SHORTEST), key=len, reverse=True)

    def __call__(self, _: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """See structlog's processors."""
        return {key: self.clean(value) if isinstance(value, str) else value for key, value in event.items()}

    def clean(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _PASSWORD_IN_URL.sub(rf"\1:{MASK}", text)
