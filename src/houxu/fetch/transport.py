"""httpx on top of a guarded httpcore pool; what goes wrong below comes out as houxu's own errors."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from typing import cast

import anyio
import httpcore
import httpx

from houxu.errors import TransportError


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with translated():
            async for chunk in self._stream:
                yield chunk

    async def aclose(self) -> None:
        close = getattr(self._stream, "aclose", None)
        if close is not None:
            with translated():
                await close()


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests over connections that `backend` has dialled; no proxies, no environment."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, *, max_connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=max_connections,
            max_keepalive_connections=max_connections,
            keepalive_expiry=30.0,
            http1=True,
            http2=True,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One request and the head of its answer. Raises the FetchError family."""
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=cast("AsyncIterable[bytes]", request.stream),
            extensions=request.extensions,
        )
        with translated():
            answer = await self._pool.handle_async_request(asked)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(cast("AsyncIterable[bytes]", answer.stream)),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


@contextmanager
def translated() -> Iterator[None]:
    """Turn httpcore's errors into TransportError with a code and words for a person."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _named(error) from error


def _named(error: Exception) -> TransportError:
    certificate = _cause(error, ssl.SSLError)
    if certificate is not None:
        reason = getattr(certificate, "verify_message", "") or getattr(certificate, "reason", "") or certificate
        return TransportError(f"TLS failed: {reason}", code="tls")
    if isinstance(error, httpcore.ConnectTimeout):
        return TransportError("no connection in time", code="timeout")
    if isinstance(error, httpcore.TimeoutException):
        return TransportError("the server stopped answering", code="timeout")
    if isinstance(error, httpcore.ConnectError):
        if _cause(error, anyio.EndOfStream) or _cause(error, anyio.BrokenResourceError):
            return TransportError("TLS failed: the server hung up during the handshake", code="tls")
        return TransportError(f"no connection: {_words(error)}", code="connect")
    if isinstance(error, httpcore.ProtocolError):
        return TransportError(f"not proper HTTP: {_words(error)}", code="protocol")
    return TransportError(f"the connection broke: {_words(error)}", code="reset")


def _cause(error: BaseException | None, kind: type[Exception]) -> Exception | None:
    while error is not None:
        if isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None


def _words(error: BaseException) -> str:
    system = _cause(error, OSError)
    if isinstance(system, OSError) and system.strerror:
        return system.strerror
    return str(error) or "closed by the other side"
