"""What a well-behaved site sees of us, and what comes back from it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived
from tests.servers import Reply, Script, certificates, site

from houxu.errors import Refused
from houxu.fetch.client import Fetcher, FetchSettings, Validators

LOCAL = frozenset({"127.0.0.1"})
NOW = datetime(2024, 3, 4, tzinfo=UTC)


class Hours:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def fetcher(**changed: object) -> tuple[Fetcher, Hours]:
    hours = Hours()
    given: dict[str, object] = {"per_host_interval": 0.0, "allow_hosts": LOCAL, **changed}
    settings = FetchSettings(**given)  # type: ignore[arg-type]
    return Fetcher(settings, clock=hours, sleep=hours.sleep, now=lambda: NOW), hours


def test_a_page_comes_with_its_provenance() -> None:
    async def attempt() -> None:
        paths: dict[str, Script] = {
            "/a": Reply(status=302, headers={"Location": "/b"}),
            "/b": Reply("text", headers={"Content-Type": "text/html; charset=gbk", "Last-Modified": "yesterday"}),
        }
        polite, _ = fetcher(user_agent="houxu/1 (+desk@example.org)")
        async with site(paths) as it, polite:
            page = await polite.get(it.url("/a"))
            assert (page.url, page.final_url, page.redirects) == (it.url("/a"), it.url("/b"), (it.url("/a"),))
            assert (page.status, page.body, page.fetched_at) == (200, b"text", NOW)
            assert page.content_type == "text/html; charset=gbk"
            assert page.validators == Validators(None, "yesterday")
            assert {request.headers["user-agent"] for request in it.requests} == {"houxu/1 (+desk@example.org)"}

    asyncio.run(attempt())


def test_an_unchanged_page_is_not_sent_again() -> None:
    async def attempt() -> None:
        polite, _ = fetcher()
        async with site({"/a": Reply("text", etag='"v1"')}) as it, polite:
            first = await polite.get(it.url("/a"))
            assert (first.not_modified, first.validators.etag) == (False, '"v1"')
            again = await polite.get(it.url("/a"), first.validators)
            assert (again.not_modified, again.body, again.validators) == (True, b"", first.validators)
            it.paths["/a"] = Reply("new text", etag='"v2"')
            changed = await polite.get(it.url("/a"), first.validators)
            assert (changed.not_modified, changed.body, changed.validators.etag) == (
                False,
                b"new text",
                '"v2"',
            )

    asyncio.run(attempt())


def test_a_304_without_validators_keeps_those_that_were_sent() -> None:
    async def attempt() -> None:
        polite, _ = fetcher()
        async with site({"/a": Reply(status=304)}) as it, polite:
            sent = Validators('"v1"', "Mon, 04 Mar 2024 00:00:00 GMT")
            page = await polite.get(it.url("/a"), sent)
            assert (page.not_modified, page.validators) == (True, sent)
            assert it.requests[-1].headers["if-modified-since"] == sent.last_modified

    asyncio.run(attempt())


def test_pages_of_one_host_are_spaced_and_robots_is_read_once() -> None:
    async def attempt() -> None:
        polite, hours = fetcher(per_host_interval=3.0)
        async with site({f"/{n}": Reply("x") for n in range(3)}) as it, polite:
            await asyncio.gather(*(polite.get(it.url(f"/{n}")) for n in range(3)))
            assert hours.now == 6.0
            assert it.asked("/robots.txt") == 1

    asyncio.run(attempt())


@pytest.mark.parametrize(("delay", "waited"), [(7, 7.0), (86400, 30.0), (0.1, 1.0)])
def test_a_crawl_delay_is_honoured_within_reason(delay: float, waited: float) -> None:
    async def attempt() -> float:
        polite, hours = fetcher(per_host_interval=1.0)
        paths: dict[str, Script] = {
            "/robots.txt": Reply(f"User-agent: *\nCrawl-delay: {delay}\n"),
            "/a": Reply("x"),
        }
        async with site(paths) as it, polite:
            await polite.get(it.url("/a"))
            await polite.get(it.url("/a"))
        return hours.now

    assert asyncio.run(attempt()) == waited


def test_rules_for_our_name_outrank_those_for_all() -> None:
    async def attempt() -> None:
        polite, _ = fetcher()
        rules = "User-agent: *\nDisallow: /\n\nUser-agent: houxu\nDisallow: /b\n"
        async with site({"/robots.txt": Reply(rules), "/a": Reply("a"), "/b": Reply("b")}) as it, polite:
            assert (await polite.get(it.url("/a"))).body == b"a"
            with pytest.raises(Refused, match=r"robots\.txt does not allow"):
                await polite.get(it.url("/b"))

    asyncio.run(attempt())


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_rules_allows_everything(status: int) -> None:
    async def attempt() -> bytes:
        polite, _ = fetcher()
        async with site({"/robots.txt": Reply("Disallow: /", status), "/a": Reply("a")}) as it, polite:
            return (await polite.get(it.url("/a"))).body

    assert asyncio.run(attempt()) == b"a"


def test_cookies_are_not_kept() -> None:
    async def attempt() -> None:
        polite, _ = fetcher()
        async with site({"/a": Reply("a", headers={"Set-Cookie": "id=1; Path=/"})}) as it, polite:
            await polite.get(it.url("/a"))
            await polite.get(it.url("/a"))
            assert all("cookie" not in request.headers for request in it.requests)

    asyncio.run(attempt())


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async def attempt() -> bytes:
        polite, _ = fetcher(timeout=2.0)
        async with site({"/a": Reply("a")}) as it, polite:
            return (await polite.get(it.url("/a"))).body

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert asyncio.run(attempt()) == b"a"


async def speak_http_2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that knows nothing but HTTP/2: "two" for every path, no robots.txt."""
    connection = H2Connection(H2Configuration(client_side=False))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    while received := await reader.read(65536):
        for event in connection.receive_data(received):
            if isinstance(event, RequestReceived):
                missing = (b":path", b"/robots.txt") in event.headers
                connection.send_headers(event.stream_id, [(":status", "404" if missing else "200")])
                connection.send_data(event.stream_id, b"two", end_stream=True)
        writer.write(connection.data_to_send())
        await writer.drain()
    writer.close()


def test_http_2_is_spoken_where_a_server_speaks_it() -> None:
    async def attempt() -> bytes:
        server, client = certificates("127.0.0.1")
        server.set_alpn_protocols(["h2"])
        listening = await asyncio.start_server(speak_http_2, "127.0.0.1", 0, ssl=server)
        port = listening.sockets[0].getsockname()[1]
        settings = FetchSettings(allow_hosts=LOCAL, per_host_interval=0, retries=0, deadline=10)
        async with listening, Fetcher(settings, context=client) as polite:
            return (await polite.get(f"https://127.0.0.1:{port}/a")).body

    assert asyncio.run(attempt()) == b"two"
