"""One question to an OpenAI-compatible server (DeepSeek, Qwen, Ollama, vLLM, llama.cpp): POST {url}/chat/completions."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from houxu.errors import JudgeError
from houxu.judge.llm import SCHEMA

TRIES = 2  # of one question, when the server is busy or breaks off
LONGEST_WAIT = 10.0  # seconds to wait when the server says when to come back
MOST_TOKENS = 400  # of an answer
MOST_BYTES = 256 * 1024
# How an answer's form is asked for, the strictest first. A server that knows it not says 400 or 422; llama-cpp-python, which takes the
# second, answers the first with 500 and names the field.
FORMS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA}},
    {"type": "json_object", "schema": SCHEMA},
    {"type": "json_object"},
    None,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """The text of an answer and the tokens that it cost, question included (0 when the server did not say)."""

    text: str
    tokens: int


@dataclass(slots=True)
class Client:
    """A server and one of its models. Use as a context manager; not for several threads at once."""

    url: str
    model: str
    key: str = ""
    timeout: float = 30.0
    _form: int = 0
    _http: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        self._http = httpx.Client(timeout=self.timeout, headers=headers, follow_redirects=False)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, messages: list[dict[str, str]]) -> Answered:
        """Raises JudgeError: unreachable, too slow, refused, or an answer in another form. The key is in no message."""
        while True:
            response = self._post(messages)
            if _form_refused(response) and self._form + 1 < len(FORMS):
                self._form += 1  # remembered: the next question begins there
                continue
            return self._read(response)

    def _post(self, messages: list[dict[str, str]]) -> httpx.Response:
        body: dict[str, Any] = {"model": self.model, "messages": messages, "temperature": 0, "max_tokens": MOST_TOKENS}
        if (form := FORMS[self._form]) is not None:
            body["response_format"] = form
        for attempt in range(TRIES):
            try:
                response = self._http.post(f"{self.url.rstrip('/')}/chat/completions", json=body)
            except httpx.TimeoutException as error:
                raise JudgeError(f"no answer within {self.timeout:g} s", where=self.url) from error
            except httpx.HTTPError as error:
                if attempt + 1 == TRIES:
                    raise JudgeError(f"no answer: {type(error).__name__}", where=self.url) from error
                continue
            busy = response.status_code == 429 or response.status_code >= 500
            if not busy or _form_refused(response) or attempt + 1 == TRIES:
                return response
            time.sleep(_wait(response))
        raise AssertionError("unreachable")

    def _read(self, response: httpx.Response) -> Answered:
        if response.status_code != 200:
            hint = "check the key" if response.status_code in (401, 403) else None
            raise JudgeError(f"HTTP {response.status_code}", where=self.url, hint=hint)
        if len(response.content) > MOST_BYTES:
            raise JudgeError("the answer is too long", where=self.url)
        try:
            body = response.json()
            text = body["choices"][0]["message"]["content"]
            usage = body.get("usage") or {}
            tokens = int(usage.get("total_tokens") or 0)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise JudgeError("not an answer of the chat completions interface", where=self.url) from error
        if not isinstance(text, str):
            raise JudgeError("the answer holds no text", where=self.url)
        return Answered(text, tokens)


def _form_refused(response: httpx.Response) -> bool:
    return response.status_code in (400, 422) or (
        response.status_code == 500 and b"response_format" in response.content[:4096]
    )


def _wait(response: httpx.Response) -> float:
    said = response.headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if said.replace(".", "", 1).isdigit() else 1.0
