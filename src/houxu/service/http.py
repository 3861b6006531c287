"""A small HTTP server inside the service's event loop. Its routes come from a list; it has none of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from houxu.errors import ConfigError

log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Leaves the signals to the service: uvicorn would take SIGTERM and SIGINT for itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def address(listen: str) -> tuple[str, int]:
    """`host:port` or `[v6]:port` as a pair; port 0 takes a free one. Raises ConfigError."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ConfigError(f"HOUXU_LISTEN: {listen!r} is not host:port", hint="such as 127.0.0.1:8787")
    return host.strip("[]"), int(port)


@asynccontextmanager
async def serving(listen: str, routes: Sequence[BaseRoute]) -> AsyncIterator[str | None]:
    """Serve `routes` at `listen` until the block ends; yields the base URL, or None with an empty `listen`.

    Raises ConfigError when the address is taken or cannot be used.
    """
    if not listen:
        yield None
        return
    host, port = address(listen)
    config = uvicorn.Config(
        Starlette(routes=list(routes)), host=host, port=port, lifespan="off", log_config=None, access_log=False,
        timeout_graceful_shutdown=2, server_header=False,
    )  # fmt: skip
    try:
        socket = config.bind_socket()
    except SystemExit:  # uvicorn logs the reason and leaves the program
        raise ConfigError(f"HOUXU_LISTEN: {listen} cannot be listened at", hint="is another program there?") from None
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[socket]))
    try:
        yield f"http://{listen.rpartition(':')[0]}:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await task
        socket.close()
