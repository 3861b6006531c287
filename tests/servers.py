"""Real HTTP servers on loopback whose every byte a test decides: plain or TLS, well-behaved or not.

A `Site` answers each path with a script: a `Reply`, or a list of them for one request after another (the last
one stays), or a coroutine that writes to the socket itself. It keeps what it was asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import trustme

REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    404: "Not Found",
    429: "Slow",
}


@dataclass(frozen=True)
class Reply:
    """One well-formed answer; Content-Length is right unless `headers` says otherwise."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None  # answers 304 by itself when asked with it

    def encoded(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {
            "content-type": "text/html; charset=utf-8",
            "content-length": str(len(body)),
            "connection": "close",
        }
        if self.etag:
            headers["etag"] = self.etag
        headers.update({name.lower(): value for name, value in self.headers.items()})
        lines = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'X')}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


Raw: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Script: TypeAlias = Reply | Raw | Sequence[Reply | Raw]


@dataclass(frozen=True)
class Request:
    """What a client asked; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Site:
    """A server that runs; `paths` may be changed while it does. A path without a script is a 404."""

    paths: dict[str, Script]
    host: str = "127.0.0.1"
    port: int = 0
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.requests)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            request = await _read_request(reader)
            seen = self.asked(request.path)
            self.requests.append(request)
            reply = _pick(self.paths.get(request.path, Reply("not here", 404)), seen)
            if isinstance(reply, Reply):
                if reply.etag and request.headers.get("if-none-match") == reply.etag:
                    reply = Reply(status=304, etag=reply.etag)
                writer.write(reply.encoded())
                await writer.drain()
            else:
                await reply(reader, writer)
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            writer.close()
            await writer.wait_closed()


def _pick(script: Script, seen: int) -> Reply | Raw:
    if isinstance(script, Reply) or callable(script):
        return script
    return script[min(seen, len(script) - 1)]


async def _read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    pairs = (line.split(":", 1) for line in head[1:] if ":" in line)
    return Request(method, path, {name.lower(): value.strip() for name, value in pairs})


@contextlib.asynccontextmanager
async def site(
    paths: Mapping[str, Script], *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Site]:
    """Start a site on a free port; it ends with the block, with whatever it was sending."""
    it = Site(dict(paths), host=host, scheme="https" if tls else "http")
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await it.serve(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            running.discard(task)

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    it.port = server.sockets[0].getsockname()[1]
    try:
        yield it
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def certificates(*names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server context with a fresh certificate for `names`, and a client context that trusts its issuer."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


def sends(*pieces: bytes) -> Raw:
    """Write these bytes as they are, then hang up."""

    async def reply(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return reply


async def resets(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection instead of answering."""
    writer.transport.abort()


async def trickles(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An answer that never ends: a few bytes, again and again."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>and so on</p>")
        await writer.drain()
        await asyncio.sleep(0.01)


async def floods(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An answer that never ends, as fast as it is read."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


def gzip_bomb(size: int) -> Reply:
    """`size` zero bytes, a thousandth of it on the wire."""
    return Reply(gzip.compress(bytes(size), 9), headers={"Content-Encoding": "gzip"})
