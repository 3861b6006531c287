"""From settings to an LLM judge that is ready to be asked, or to none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from houxu.errors import ConfigError
from houxu.llm.client import Client
from houxu.llm.second import Memory, SecondJudge
from houxu.settings import Settings


@contextmanager
def second_judge(settings: Settings, memory: Memory) -> Iterator[SecondJudge | None]:
    """The LLM judge for a run; None unless both its address and its model are set. Raises ConfigError."""
    if bool(settings.llm_url) != bool(settings.llm_model):
        missing = "HOUXU_LLM_MODEL" if settings.llm_url else "HOUXU_LLM_URL"
        raise ConfigError(f"{missing} is missing", hint="the LLM judge needs both HOUXU_LLM_URL and HOUXU_LLM_MODEL")
    if not settings.llm_url:
        yield None
        return
    if not settings.llm_url.startswith(("http://", "https://")):
        raise ConfigError("HOUXU_LLM_URL is no http(s) address", hint="such as http://127.0.0.1:11434/v1")
    with Client(settings.llm_url, settings.llm_model, _key(settings), settings.llm_timeout) as client:
        day = settings.clock().date()
        yield SecondJudge(client, memory, day, settings.llm_tokens_a_day, settings.llm_seconds)


def _key(settings: Settings) -> str:
    path = settings.llm_key_file
    if path is None:
        return settings.llm_key.get_secret_value()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("HOUXU_LLM_KEY_FILE cannot be read", where=str(path)) from error
    return lines[0].strip() if lines else ""
