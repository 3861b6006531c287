"""A real HTTP server on loopback that speaks the chat completions interface by script, and misbehaves by script."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """One answer: a status with a body of text, cut off after `cut` bytes, or held back until the test ends."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    hang: bool = False


def chat(content: object, tokens: int | None = 50) -> Say:
    """A well-formed answer whose message is `content` (an object is sent as JSON)."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    if tokens is not None:
        body["usage"] = {"total_tokens": tokens}
    return Say(json.dumps(body, ensure_ascii=False))


Script = Sequence[Say] | Callable[[dict[str, Any]], Say]


@dataclass
class LlmServer:
    """What is asked is kept in `asked`; a list of answers is worked through, its last one stays."""

    url: str
    script: Script
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def answer(self, body: dict[str, Any]) -> Say:
        self.asked.append(body)
        if callable(self.script):
            return self.script(body)
        return self.script[min(len(self.asked), len(self.script)) - 1]


@contextlib.contextmanager
def llm_server(script: Script) -> Iterator[LlmServer]:
    """A server that runs as long as the block."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            it.keys.append(self.headers.get("authorization"))
            say = it.answer(body) if self.path.endswith("/chat/completions") else Say(status=404)
            if say.hang:
                ended.wait()
                return
            data = say.text.encode()
            self.send_response(say.status)
            for name, value in {
                "content-type": "application/json",
                "content-length": str(len(data)),
                **say.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data[: say.cut])

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    it = LlmServer(f"http://127.0.0.1:{server.server_address[1]}/v1", script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield it
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
