"""Whatever a site does: a page or one clear error, bounded time and memory, and nothing private is asked."""

from __future__ import annotations

import asyncio
import gzip
import resource
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore
import pytest
from tests.servers import Reply, Script, Site, certificates, floods, gzip_bomb, resets, sends, site, trickles

from houxu.errors import FetchError, HttpStatusError, ParseError, Refused, TransportError
from houxu.fetch.client import Fetched, Fetcher, FetchSettings
from houxu.model import Source
from houxu.sources import discover

MIB = 1024 * 1024


class Pauses(list[float]):
    """Stands for sleeping: remembers how long, and takes no time."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


class WatchedDialler(httpcore.AnyIOBackend):
    """Connects like the real one, and remembers where to."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        return await super().connect_tcp(host, port, timeout, local_address, socket_options)


def settings(**changed: object) -> FetchSettings:
    given: dict[str, object] = {
        "per_host_interval": 0.0,
        "allow_hosts": frozenset({"127.0.0.1", "localhost"}),
        **changed,
    }
    return FetchSettings(**given)  # type: ignore[arg-type]


async def fetch(paths: dict[str, Script], path: str = "/", **changed: object) -> tuple[Fetched, Site]:
    async with site(paths) as it, Fetcher(settings(**changed), sleep=Pauses()) as fetcher:
        return await fetcher.get(it.url(path)), it


def failure(paths: dict[str, Script], path: str = "/", **changed: object) -> FetchError:
    """The error that fetching ends in; it names the address."""

    async def attempt() -> tuple[FetchError, str]:
        async with site(paths) as it, Fetcher(settings(**changed), sleep=Pauses()) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(it.url(path))
            return caught.value, it.url(path)

    error, url = asyncio.run(attempt())
    assert str(error).startswith(url)
    return error


# --- bodies ---


def test_a_gzip_bomb_stops_at_the_bound_and_costs_no_more_memory_than_that() -> None:
    bomb = gzip_bomb(400 * MIB)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = failure({"/": bomb})
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert isinstance(error, Refused)
    assert (error.code, error.retry) == ("decompressed-too-large", False)
    assert "beyond the bound of 10,485,760 bytes" in str(error)
    assert grown < 100


def test_a_page_of_twenty_megabytes_is_refused_by_its_announcement_before_it_is_read() -> None:
    error = failure({"/": Reply(b"x" * (20 * MIB))})
    assert error.code == "too-large"
    assert "the body has 20,971,520 bytes beyond the bound of 10,485,760 bytes" in str(error)


def test_a_page_that_does_not_say_how_large_it_is_is_refused_at_the_bound() -> None:
    error = failure({"/": floods}, max_body_bytes=MIB)
    assert error.code == "too-large"
    assert "the body goes on beyond the bound of 1,048,576 bytes" in str(error)


def test_an_endless_slow_body_ends_with_the_deadline() -> None:
    error = failure({"/": trickles}, deadline=0.3)
    assert isinstance(error, TransportError)
    assert (error.code, error.retry) == ("deadline", True)
    assert "no complete answer within 0.3 s" in str(error)


def test_a_server_that_falls_silent_times_out() -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    error = failure({"/": silent}, timeout=0.1, retries=0)
    assert error.code == "timeout"
    assert "stopped answering" in str(error)


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    error = failure({"/": Reply(b"\x0b\x02\x80hi\x03", headers={"Content-Encoding": "br"})})
    assert error.code == "encoding"
    assert "encoded as br, though only gzip was asked for" in str(error)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (gzip.compress(b"page" * 1000)[:-12], "ends too early"),
        (b"<html>plain</html>", "not the gzip it claims to be"),
    ],
)
def test_a_broken_gzip_body_is_no_page(body: bytes, words: str) -> None:
    error = failure({"/": Reply(body, headers={"Content-Encoding": "gzip"})})
    assert error.code == "protocol"
    assert words in str(error)


def test_a_good_gzip_body_is_read_and_padding_behind_it_is_nothing() -> None:
    body = gzip.compress(b"first ") + gzip.compress(b"second") + b"\0\0"
    fetched, it = asyncio.run(fetch({"/": Reply(body, headers={"Content-Encoding": "gzip"})}))
    assert fetched.body == b"first second"
    assert it.requests[-1].headers["accept-encoding"] == "gzip"


# --- connections ---


def test_a_reset_is_tried_again_and_then_named() -> None:
    error = failure({"/": resets, "/robots.txt": Reply()})
    assert isinstance(error, TransportError)
    assert error.code in {"reset", "protocol"}
    assert error.retry


def test_a_page_that_comes_after_two_resets_comes() -> None:
    fetched, it = asyncio.run(fetch({"/": [resets, resets, Reply("at last")]}))
    assert fetched.body == b"at last"
    assert it.asked("/") == 3


def test_a_body_shorter_than_announced_is_no_page() -> None:
    error = failure({"/": Reply("short", headers={"Content-Length": "500"})})
    assert error.code == "protocol"
    assert "not proper HTTP" in str(error)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\nbody",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\nabcde",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc",
    ],
    ids=[
        "another protocol",
        "a header that is none",
        "a header without end",
        "two lengths",
        "a chunk that is none",
    ],
)
def test_header_junk_is_named_as_such(answer: bytes) -> None:
    error = failure({"/": sends(answer)})
    assert error.code == "protocol"
    assert "not proper HTTP" in str(error)


def test_a_port_without_a_server() -> None:
    async def attempt() -> FetchError:
        async with site({}) as gone:
            url = gone.url()
        async with Fetcher(settings(), sleep=Pauses()) as fetcher:
            with pytest.raises(TransportError) as caught:
                await fetcher.get(url)
        return caught.value

    error = asyncio.run(attempt())
    assert error.code == "connect"
    assert "no connection" in str(error)


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    async def attempt() -> FetchError:
        server, _ = certificates("localhost", "127.0.0.1")
        async with site({"/": Reply("x")}, tls=server, host="localhost") as it:
            async with Fetcher(settings(), sleep=Pauses()) as fetcher:
                with pytest.raises(TransportError) as caught:
                    await fetcher.get(it.url())
            assert it.requests == []
        return caught.value

    error = asyncio.run(attempt())
    assert error.code == "tls"
    assert "TLS failed: " in str(error)
    assert "certificate" in str(error)


def test_a_certificate_for_another_name_is_refused_although_the_address_is_right() -> None:
    async def attempt() -> FetchError:
        server, client = certificates("elsewhere.example")
        away = site({"/": Reply("x")}, tls=server, host="localhost")
        async with away as it, Fetcher(settings(), sleep=Pauses(), context=client) as fetcher:
            with pytest.raises(TransportError) as caught:
                await fetcher.get(it.url())
        return caught.value

    error = asyncio.run(attempt())
    assert error.code == "tls"
    assert "ostname mismatch" in str(error)


def test_tls_is_verified_by_name_while_the_checked_address_is_dialled() -> None:
    async def attempt() -> tuple[Fetched, list[str]]:
        server, client = certificates("news.example")
        dialler = WatchedDialler()
        async with (
            site({"/": Reply("hello")}, tls=server, host="news.example") as it,
            Fetcher(
                settings(), sleep=Pauses(), context=client, dialler=dialler, resolver=resolving("127.0.0.1")
            ) as fetcher,
        ):
            return await fetcher.get(it.url()), dialler.dialled

    fetched, dialled = asyncio.run(attempt())
    assert fetched.body == b"hello"
    assert set(dialled) == {"127.0.0.1"}


# --- addresses ---


def resolving(*addresses: str, **by_name: str):  # type: ignore[no-untyped-def]
    """A name server of our own: `by_name` with dots written as underscores, else `addresses`."""

    async def resolver(host: str, port: int) -> Sequence[str]:
        known = by_name.get(host.replace(".", "_"))
        return [known] if known else list(addresses)

    return resolver


def refusal(url: str, *addresses: str) -> tuple[FetchError, list[str]]:
    async def attempt() -> tuple[FetchError, list[str]]:
        dialler = WatchedDialler()
        async with Fetcher(
            FetchSettings(per_host_interval=0),
            sleep=Pauses(),
            dialler=dialler,
            resolver=resolving(*addresses),
        ) as fetcher:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(url)
        return caught.value, dialler.dialled

    return asyncio.run(attempt())


@pytest.mark.parametrize(
    ("addresses", "reason"),
    [
        (["127.0.0.1"], "loopback"),
        (["10.1.2.3"], "a private range"),
        (["169.254.169.254"], "the clouds' metadata service"),
        (["100.100.100.200"], "another cloud's metadata service"),
        (["168.63.129.16"], "a host agent in a public range"),
        (["::1"], "loopback"),
        (["::ffff:10.0.0.1"], "private, wrapped as mapped"),
        (["2002:0a00:0001::1"], "private, wrapped as 6to4"),
        (["64:ff9b::a00:1"], "private, wrapped for NAT64"),
        (["fe80::1%eth0"], "link-local with a scope"),
        (["93.184.216.34", "192.168.1.1"], "several addresses, the last one private"),
        (["2606:4700::1", "fd00:ec2::254"], "several addresses, one a metadata service"),
        (["0.0.0.0"], "this host"),
        (["224.0.0.1"], "everybody here"),
    ],
)
def test_a_name_with_any_address_that_is_not_public_is_never_dialled(addresses: list[str], reason: str) -> None:
    error, dialled = refusal("http://news.example/", *addresses)
    assert isinstance(error, Refused), reason
    assert (error.code, error.retry) == ("private-address", False)
    assert f"news.example resolves to {addresses[-1]}, which is not a public address" in str(error)
    assert "HOUXU_ALLOW_HOSTS=news.example" in str(error)
    assert dialled == []


def test_a_redirect_to_a_private_address_is_never_dialled() -> None:
    async def attempt() -> tuple[FetchError, list[str], Site]:
        dialler = WatchedDialler()
        resolver = resolving("127.0.0.1", intranet_example="10.0.0.7")
        async with site({"/": Reply(status=302, headers={"Location": "http://intranet.example/admin"})}) as it:
            it.host = "localhost"
            async with Fetcher(settings(), sleep=Pauses(), dialler=dialler, resolver=resolver) as fetcher:
                with pytest.raises(FetchError) as caught:
                    await fetcher.get(it.url())
            return caught.value, dialler.dialled, it

    error, dialled, it = asyncio.run(attempt())
    assert error.code == "private-address"
    assert "intranet.example resolves to 10.0.0.7" in str(error)
    assert "redirected to http://intranet.example/admin" in str(error)
    assert str(error).startswith(it.url())
    assert set(dialled) == {"127.0.0.1"}


def test_a_robots_file_that_redirects_into_a_private_range_is_never_followed() -> None:
    async def attempt() -> tuple[FetchError, list[str]]:
        dialler = WatchedDialler()
        resolver = resolving("127.0.0.1", intranet_example="10.0.0.7")
        robots = Reply(status=301, headers={"Location": "http://intranet.example/robots.txt"})
        async with site({"/robots.txt": robots, "/": Reply("x")}, host="localhost") as it:
            async with Fetcher(settings(), sleep=Pauses(), dialler=dialler, resolver=resolver) as fetcher:
                with pytest.raises(FetchError) as caught:
                    await fetcher.get(it.url())
            assert it.asked("/") == 0
        return caught.value, dialler.dialled

    error, dialled = asyncio.run(attempt())
    assert error.code == "private-address"
    assert set(dialled) == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/passwd", "scheme 'file' is not fetched"),
        ("gopher://x/", "scheme 'gopher' is not fetched"),
        ("http://user:secret@127.0.0.1/", "holds a user name"),
    ],
)
def test_a_redirect_to_what_is_never_fetched(location: str, words: str) -> None:
    error = failure({"/": Reply(status=302, headers={"Location": location})})
    assert error.code == "scheme"
    assert words in str(error)
    assert "secret" not in str(error)


def test_a_second_answer_of_the_name_server_changes_nothing() -> None:
    answers = [["127.0.0.1"], ["10.0.0.7"], ["10.0.0.7"]]
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    async def attempt() -> list[str]:
        dialler = WatchedDialler()
        async with (
            site({"/": Reply("x")}, host="rebind.example") as it,
            Fetcher(
                settings(allow_hosts=frozenset({"127.0.0.1"})),
                sleep=Pauses(),
                dialler=dialler,
                resolver=rebinding,
            ) as fetcher,
        ):
            with pytest.raises(Refused):  # the second connection is resolved, and checked, anew
                await fetcher.get(it.url())
        return dialler.dialled

    assert asyncio.run(attempt()) == ["127.0.0.1"]
    assert asked == ["rebind.example", "rebind.example"]


def test_a_name_that_does_not_resolve() -> None:
    error, dialled = refusal("http://gone.example/")
    assert error.code == "dns"
    assert "gone.example has no address" in str(error)
    assert dialled == []


# --- redirects ---


def test_a_redirect_loop_is_named_with_its_path() -> None:
    paths: dict[str, Script] = {
        "/a": Reply(status=302, headers={"Location": "/b"}),
        "/b": Reply(status=302, headers={"Location": "/a"}),
    }
    error = failure(paths, "/a")
    assert error.code == "redirect-loop"
    assert "redirected in a loop" in str(error)
    assert str(error).count("/a") >= 2


def test_redirects_without_end_are_given_up() -> None:
    paths: dict[str, Script] = {f"/{n}": Reply(status=301, headers={"Location": f"/{n + 1}"}) for n in range(9)}
    error = failure(paths, "/0")
    assert error.code == "too-many-redirects"
    assert "more than 5 redirects" in str(error)


# --- servers that say no ---


def test_429_hands_the_servers_wish_to_the_caller_and_is_not_repeated() -> None:
    async def attempt() -> tuple[FetchError, FetchError, Site]:
        async with site({"/": Reply(status=429, headers={"Retry-After": "120"}), "/b": Reply("b")}) as it:
            async with Fetcher(settings(), sleep=Pauses()) as fetcher:
                with pytest.raises(HttpStatusError) as first:
                    await fetcher.get(it.url())
                with pytest.raises(HttpStatusError) as second:
                    await fetcher.get(it.url("/b"))
            return first.value, second.value, it

    first, second, it = asyncio.run(attempt())
    assert (first.code, first.retry, first.retry_after) == ("http-429", True, 120)
    assert "answered 429 and asks for 120 s of rest" in str(first)
    assert it.asked("/") == 1
    assert second.code == "http-429"
    assert "has asked to be left alone" in str(second)
    assert it.asked("/b") == 0


def test_retry_after_as_a_date_counts_from_the_servers_own_clock() -> None:
    then = datetime(2020, 1, 1, tzinfo=UTC)
    headers = {
        "Date": format_datetime(then, usegmt=True),
        "Retry-After": format_datetime(then + timedelta(seconds=90), usegmt=True),
    }
    error = failure({"/": Reply(status=503, headers=headers)})
    assert (error.code, error.retry_after) == ("http-503", 90)


def test_a_short_wish_is_granted_in_place() -> None:
    async def attempt() -> tuple[bytes, Pauses]:
        pauses = Pauses()
        busy = Reply(status=429, headers={"Retry-After": "2"})
        async with site({"/": [busy, Reply("now")]}) as it, Fetcher(settings(), sleep=pauses) as fetcher:
            return (await fetcher.get(it.url())).body, pauses

    body, pauses = asyncio.run(attempt())
    assert body == b"now"
    assert pauses == [2]


def test_500s_are_tried_again_with_growing_pauses() -> None:
    async def attempt() -> tuple[bytes, Pauses]:
        pauses = Pauses()
        ill = site({"/": [Reply(status=500), Reply(status=502), Reply("well again")]})
        async with ill as it, Fetcher(settings(), sleep=pauses, chance=lambda: 0.5) as fetcher:
            return (await fetcher.get(it.url())).body, pauses

    body, pauses = asyncio.run(attempt())
    assert body == b"well again"
    assert pauses == [0.5, 1.0]


def test_500s_without_end_are_one_error() -> None:
    error = failure({"/": Reply(status=500)})
    assert (error.code, error.retry) == ("http-500", True)
    assert "the server answered 500" in str(error)


@pytest.mark.parametrize(("status", "retry"), [(404, False), (410, False), (403, True), (418, True)])
def test_an_error_status_says_whether_a_later_try_may_help(status: int, retry: bool) -> None:
    error = failure({"/": Reply(status=status)})
    assert (error.code, error.retry) == (f"http-{status}", retry)


# --- robots.txt ---


def test_robots_refuses_an_address_before_it_is_asked_for() -> None:
    async def attempt() -> tuple[FetchError, Site]:
        robots = Reply("User-agent: *\nDisallow: /private/\n")
        async with site({"/robots.txt": robots, "/private/x": Reply("x")}) as it:
            async with Fetcher(settings(), sleep=Pauses()) as fetcher:
                with pytest.raises(Refused) as caught:
                    await fetcher.get(it.url("/private/x"))
            return caught.value, it

    error, it = asyncio.run(attempt())
    assert (error.code, error.retry) == ("robots", False)
    assert "robots.txt does not allow this address" in str(error)
    assert it.asked("/private/x") == 0


def test_robots_is_obeyed_behind_a_redirect_too() -> None:
    paths: dict[str, Script] = {
        "/robots.txt": Reply("User-agent: houxu\nDisallow: /private/\n"),
        "/": Reply(status=302, headers={"Location": "/private/x"}),
        "/private/x": Reply("x"),
    }
    error = failure(paths)
    assert error.code == "robots"
    assert "/private/x" in str(error)


def test_a_robots_file_that_fails_means_no_for_this_run() -> None:
    async def attempt() -> tuple[FetchError, Site]:
        async with site({"/robots.txt": Reply(status=500), "/": Reply("x")}) as it:
            async with Fetcher(settings(), sleep=Pauses()) as fetcher:
                for _ in range(2):
                    with pytest.raises(Refused) as caught:
                        await fetcher.get(it.url())
            return caught.value, it

    error, it = asyncio.run(attempt())
    assert (error.code, error.retry) == ("robots", True)
    assert "cannot be read: the server answered 500" in str(error)
    assert it.asked("/") == 0
    assert it.asked("/robots.txt") == 3  # one try and two retries, once for both pages


def test_an_endless_robots_file_counts_as_far_as_it_must_be_read() -> None:
    robots = b"User-agent: *\nDisallow: /private/\n" + b"# nothing\n" * 200_000
    error = failure({"/robots.txt": Reply(robots), "/private/": Reply("x")}, "/private/")
    assert error.code == "robots"


# --- sources ---


def discovered(body: str | bytes, kind: str = "feed", **changed: str) -> discover.Discovery:
    async def attempt() -> discover.Discovery:
        async with site({"/s": Reply(body)}) as it, Fetcher(settings(), sleep=Pauses()) as fetcher:
            source = Source("s", "S", kind, it.url("/s"), **changed)  # type: ignore[arg-type]
            return discover.parse(source, await fetcher.get(source.url))

    return asyncio.run(attempt())


def test_a_feed_that_breaks_off_gives_what_was_read_and_says_so() -> None:
    whole = "".join(f"<item><title>N{n}</title><link>/n/{n}</link></item>" for n in range(3))
    found = discovered(f'<rss version="2.0"><channel><title>t</title>{whole}<item><title>half')
    assert [link.title for link in found.links] == ["N0", "N1", "N2"]
    assert any("the feed is damaged: line 1" in problem for problem in found.problems)


def test_a_feed_that_is_a_web_page_says_so_and_names_the_feed_it_points_at() -> None:
    page = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/real.xml"></head>'
    with pytest.raises(ParseError, match=r"this is a web page, not a feed \(the page names a feed: http.*/real\.xml\)"):
        discovered(page)


def test_a_bomb_of_entities_has_no_fuse() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'
    rss = bomb + '<rss version="2.0"><channel><item><title>&l9;</title><link>/n</link></item></channel></rss>'
    urlset = bomb + "<urlset><url><loc>http://127.0.0.1/n</loc><x>&l9;</x></url></urlset>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(discovered(rss).links[0].title or "") < 100
    assert [link.url for link in discovered(urlset, "sitemap").links] == ["http://127.0.0.1/n"]
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 100


def test_a_sitemap_file_that_is_a_bomb_is_refused() -> None:
    with pytest.raises(ParseError, match=r"gzipped sitemap cannot be read: .* beyond the bound"):
        discovered(gzip.compress(bytes(120 * MIB), 9), "sitemap")
