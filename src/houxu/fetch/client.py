"""Polite, guarded, conditional HTTP: an address goes in, bytes with their provenance come out."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpcore
import httpx

from houxu import __version__
from houxu.errors import FetchError, HttpStatusError, Refused, TransportError
from houxu.fetch.body import BoundedBody
from houxu.fetch.guard import GuardedBackend, Resolver, resolve
from houxu.fetch.politeness import Clock, HostGate, Sleep, backoff, retry_after
from houxu.fetch.robots import MAX_BYTES, Robots, refusal
from houxu.fetch.transport import GuardedTransport
from houxu.fetch.urls import Target, shown, target

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FINAL = frozenset({400, 404, 405, 410, 414, 451})  # statuses that a later try will not mend
_WORTH_ANOTHER_TRY = frozenset({"connect", "reset", "timeout", "protocol", "dns"})
_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, application/feed+json;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Manners and bounds. Times in seconds, sizes in bytes."""

    user_agent: str = f"houxu/{__version__}"  # an operator adds where to complain: "houxu/1.0 (+desk@example.org)"
    timeout: float = 20.0  # for a connection, and between two pieces of an answer
    deadline: float = 60.0  # for an address in all, redirects and retries included, waiting for a turn not
    max_body_bytes: int = 10 * 1024 * 1024
    max_decoded_bytes: int = 10 * 1024 * 1024
    per_host_interval: float = 2.0
    per_host_concurrency: int = 2
    concurrency: int = 16
    max_redirects: int = 5
    retries: int = 2
    longest_wait: float = 5.0  # a Retry-After up to this is waited for in place
    longest_crawl_delay: float = 30.0  # a Crawl-delay beyond this is taken as this
    allow_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers of a conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the decoded body and where it came from. Header names are lower-case."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime  # aware, UTC
    validators: Validators = field(default_factory=Validators)
    not_modified: bool = False
    redirects: tuple[str, ...] = ()  # the addresses passed through, `url` first

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, if there was one."""
        return self.headers.get("content-type")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str | None:
        return self.headers.get("location") if self.status in _REDIRECTS else None


class _Budget:
    """The seconds that one address may still take."""

    def __init__(self, seconds: float) -> None:
        self.whole = self.left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        started = time.monotonic()
        try:
            async with asyncio.timeout(max(self.left, 0.0)):
                yield
        except TimeoutError:
            raise TransportError(f"no complete answer within {self.whole:g} s", code="deadline") from None
        finally:
            self.left -= time.monotonic() - started


class Fetcher:
    """An async context manager that fetches addresses; one for a run, shared by all of its tasks.

    `clock` (monotonic seconds), `sleep`, `chance` (random in [0, 1)) and `now` (aware) can be replaced, as
    can the `resolver` and `dialler` under the address guard and the TLS `context`.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolver: Resolver = resolve,
        dialler: httpcore.AsyncNetworkBackend | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.settings = settings or FetchSettings()
        self._sleep = sleep
        self._chance = chance
        self._now = now
        self._gate = HostGate(concurrency=self.settings.per_host_concurrency, clock=clock, sleep=sleep)
        self._everywhere = asyncio.Semaphore(self.settings.concurrency)
        self._robots = Robots(self._read_robots)
        backend = GuardedBackend(self.settings.allow_hosts, resolver=resolver, dialler=dialler)
        self._client = self._make_client(backend, context or httpx.create_ssl_context(trust_env=False))

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, error, trace)

    async def get(self, url: str, validators: Validators | None = None) -> Fetched:
        """Fetch one address. With `validators`, an unchanged page comes back `not_modified`, without a body.

        Raises the FetchError family; each error names the address, and the redirect that led to it.
        """
        budget = _Budget(self.settings.deadline)
        try:
            return await self._follow(url, validators or Validators(), budget)
        except FetchError as error:
            error.where = shown(url)
            raise

    async def _follow(self, url: str, validators: Validators, budget: _Budget) -> Fetched:
        passed: list[str] = []
        here = url
        while True:
            try:
                checked = target(here)
                interval = await self._permitted(checked)
                answer = await self._try(checked, validators.headers(), budget, interval)
            except FetchError as error:
                if passed:
                    error.what = f"{error.what} (redirected to {shown(here)})"
                raise
            if answer.location is None:
                return self._fetched(url, checked.url, answer, tuple(passed), validators)
            passed.append(here)
            here = self._next(urljoin(checked.url, answer.location), passed)

    def _next(self, there: str, passed: list[str]) -> str:
        if there in passed:
            raise Refused(f"redirected in a loop: {' -> '.join([*passed, there])}", code="redirect-loop")
        if len(passed) > self.settings.max_redirects:
            raise Refused(
                f"more than {self.settings.max_redirects} redirects, the last to {there}",
                code="too-many-redirects",
            )
        return there

    async def _permitted(self, checked: Target) -> float:
        """Seconds to keep between requests to this host. Raises Refused when robots.txt says no."""
        rules = await self._robots.rules(checked.origin)
        if not rules.allow(checked.url):
            raise refusal(checked.url)
        wanted = min(rules.delay, self.settings.longest_crawl_delay)
        return max(self.settings.per_host_interval, wanted)

    async def _read_robots(self, url: str) -> bytes:
        """The body of a robots.txt, redirects followed (RFC 9309, 2.3.1.2) under the same guard."""
        budget = _Budget(self.settings.deadline)
        passed: list[str] = []
        here = url
        while True:
            checked = target(here)
            answer = await self._try(checked, {}, budget, 0.0, at_most=MAX_BYTES)
            if answer.location is None:
                return answer.body
            passed.append(here)
            here = self._next(urljoin(checked.url, answer.location), passed)

    async def _try(
        self,
        checked: Target,
        headers: dict[str, str],
        budget: _Budget,
        interval: float,
        at_most: int | None = None,
    ) -> _Answer:
        """One hop, tried again after errors that pass, as long as the budget lasts."""
        attempt = 0
        while True:
            try:
                return await self._exchange(checked, headers, budget, interval, at_most)
            except FetchError as error:
                pause = self._pause(error, attempt)
                if pause is None or budget.left <= 0:
                    raise
            await self._sleep(pause)
            attempt += 1

    def _pause(self, error: FetchError, attempt: int) -> float | None:
        """Seconds to wait before another try, or None when another try is for a later run."""
        if attempt >= self.settings.retries or isinstance(error, Refused):
            return None
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= self.settings.longest_wait else None
        if isinstance(error, TransportError) and error.code not in _WORTH_ANOTHER_TRY:
            return None
        if isinstance(error, HttpStatusError) and not error.code.startswith("http-5"):
            return None
        return backoff(attempt, self._chance())

    async def _exchange(
        self, checked: Target, headers: dict[str, str], budget: _Budget, interval: float, at_most: int | None
    ) -> _Answer:
        self._stay_away(checked.host)
        async with self._gate.slot(checked.host, interval), self._everywhere, budget.spend():
            try:
                async with self._client.stream("GET", checked.url, headers=headers) as response:
                    return await self._received(response, checked.host, at_most)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise TransportError(f"not proper HTTP: {error}", code="protocol") from error

    def _stay_away(self, host: str) -> None:
        rest = self._gate.closed_for(host)
        if rest > self.settings.longest_wait:
            what = f"{host} has asked to be left alone for another {rest:.0f} s"
            raise HttpStatusError(what, code="http-429", retry_after=rest)

    async def _received(self, response: httpx.Response, host: str, at_most: int | None) -> _Answer:
        """Status and headers, and the body where it matters. Raises HttpStatusError for 4xx and 5xx."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        unchanged = response.status_code == 304 and _is_conditional(response.request)
        if unchanged or (response.status_code in _REDIRECTS and "location" in headers):
            return _Answer(response.status_code, headers, b"")
        if not 200 <= response.status_code < 300:
            raise self._bad_status(response.status_code, headers, host)
        limits = self.settings
        body = BoundedBody(
            headers.get("content-encoding", ""),
            max_wire=at_most or limits.max_body_bytes,
            max_decoded=at_most or limits.max_decoded_bytes,
            truncate=at_most is not None,
        )
        body.expect(headers.get("content-length"))
        async for chunk in response.aiter_raw():
            body.feed(chunk)
            if body.full:
                break
        return _Answer(response.status_code, headers, body.finish())

    def _bad_status(self, status: int, headers: Mapping[str, str], host: str) -> HttpStatusError:
        wish = retry_after(headers, self._now()) if status in (429, 503) else None
        if wish is not None:
            self._gate.close(host, wish)
        what = f"the server answered {status}" + (f" and asks for {wish:.0f} s of rest" if wish is not None else "")
        return HttpStatusError(what, code=f"http-{status}", retry=status not in _FINAL, retry_after=wish)

    def _fetched(self, url: str, final: str, answer: _Answer, passed: tuple[str, ...], asked: Validators) -> Fetched:
        given = Validators(answer.headers.get("etag"), answer.headers.get("last-modified"))
        if answer.status == 304 and not given.headers():
            given = asked  # a 304 need not repeat them
        return Fetched(
            url=url,
            final_url=final,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._now(),
            validators=given,
            not_modified=answer.status == 304,
            redirects=passed,
        )

    def _make_client(self, backend: GuardedBackend, context: ssl.SSLContext) -> httpx.AsyncClient:
        settings = self.settings
        headers = {"User-Agent": settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        return httpx.AsyncClient(
            transport=GuardedTransport(backend, context, max_connections=settings.concurrency),
            headers=headers,
            timeout=httpx.Timeout(settings.timeout, pool=None),
            follow_redirects=False,
            trust_env=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # nothing is remembered about us
        )


def _is_conditional(request: httpx.Request) -> bool:
    return "if-none-match" in request.headers or "if-modified-since" in request.headers
