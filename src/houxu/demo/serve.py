"""The sample news sites on loopback: what was published up to a day, and not a page more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from houxu.demo import listings
from houxu.demo.render import content_type, page_bytes
from houxu.demo.sites import FIRST, Outlet, SamplePage, days, outlets, pages
from houxu.model import Job, Source

ROBOTS = "User-agent: *\nDisallow: /*/members/\n"
ITEM = "ul.news-list a.headline"  # the links of a list page


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says to one request."""

    status: HTTPStatus
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        """A strong validator: the digest of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


class DemoSites:
    """A context manager: `with DemoSites() as sites:` serves on a free port of 127.0.0.1 until the block ends."""

    def __init__(self, until: date | None = None) -> None:
        """Show what was published up to the end of `until`; by default the first day alone."""
        self._until = until or FIRST
        self._pages = {page.path: page for page in pages()}
        self._asked: list[tuple[str, int]] = []
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> DemoSites:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, it: BaseException | None, at: TracebackType | None) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """The server's address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def advance(self, day: date) -> None:
        """Show what was published up to the end of `day`, in each outlet's own zone."""
        self._until = day

    def days(self) -> list[date]:
        """Every day on which something appears or a broken source recovers."""
        return days(pages())

    def job(self) -> Job:
        """The job that watches these sites."""
        return job(self.base_url)

    def asked(self) -> list[tuple[str, int]]:
        """Every request so far: its path with the query, and the status it got."""
        with self._lock:
            return list(self._asked)

    def note(self, path: str, status: int) -> None:
        """Remember one request."""
        with self._lock:
            self._asked.append((path, status))

    def answer(self, target: str) -> Answer:
        """What the sites have at this path today."""
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            return Answer(HTTPStatus.OK, ROBOTS.encode())
        page = self._pages.get(parts.path)
        if page is not None and page.day <= self._until:
            return Answer(HTTPStatus.OK, page_bytes(page), content_type(page), page.published.astimezone(UTC))
        return self._listing(parts.path, parse_qs(parts.query).get("q", [""])[0])

    def _listing(self, path: str, query: str) -> Answer:
        outlet = next((o for o in outlets() if path.startswith(f"/{o.slug}/")), None)
        if outlet is None:
            return _missing()
        shown = [p for p in pages() if p.outlet is outlet and p.day <= self._until]
        if path == f"/{outlet.slug}/{listings.FORMS[outlet.discovery][0]}":
            return self._list(outlet, shown, query)
        year = path.removeprefix(f"/{outlet.slug}/sitemaps/").removesuffix(".xml.gz")
        of_year = [p for p in shown if outlet.discovery == "sitemap" and str(p.day.year) == year]
        return _listed(listings.sitemap(self.base_url, of_year), of_year) if of_year else _missing()

    def _list(self, outlet: Outlet, shown: list[SamplePage], query: str) -> Answer:
        if outlet.broken_until is not None and self._until < outlet.broken_until:
            return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, b"the database is being repaired")
        listed = listings.found(shown, query) if outlet.discovery == "search" else shown
        return _listed(listings.FORMS[outlet.discovery][1](self.base_url, listed), listed)


def job(base_url: str) -> Job:
    """The job that watches the sample sites at this address. Its name is `demo`."""
    return Job(name="demo", watch=("sora-2024",), sources=tuple(_source(base_url, outlet) for outlet in outlets()))


def _source(base_url: str, outlet: Outlet) -> Source:
    kind = outlet.discovery if outlet.discovery in ("list", "sitemap", "search") else "feed"
    query = "?q={query}" if kind == "search" else ""
    return Source(
        id=outlet.slug,
        outlet=outlet.name,
        kind=kind,
        url=f"{base_url}/{outlet.slug}/{listings.FORMS[outlet.discovery][0]}{query}",
        tier=outlet.tier,
        language=outlet.language,
        item=ITEM if kind == "list" else None,
        match=f"/{outlet.slug}/20" if kind == "sitemap" else None,
        query="auto" if kind == "search" else None,
        timezone=outlet.zone,
    )


def _listed(listing: listings.Listing, shown: listings.Shown) -> Answer:
    newest = shown[-1].published if shown else datetime.combine(FIRST, time(), UTC)
    return Answer(HTTPStatus.OK, *listing, modified=newest.astimezone(UTC))


def _missing() -> Answer:
    return Answer(HTTPStatus.NOT_FOUND, "此页不存在 / no such page".encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up in mid-answer is no news."""


def _handler(sites: DemoSites) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "SampleNews/1"

        def do_GET(self) -> None:
            self._reply(with_body=True)

        def do_HEAD(self) -> None:
            self._reply(with_body=False)

        def log_message(self, format: str, *args: object) -> None:
            return None  # requests are kept in `asked`, not printed

        def _reply(self, *, with_body: bool) -> None:
            answer = sites.answer(self.path)
            unchanged = answer.status is HTTPStatus.OK and self._known(answer)
            status = HTTPStatus.NOT_MODIFIED if unchanged else answer.status
            sites.note(self.path, status)
            self.send_response(status)
            if answer.status is HTTPStatus.OK:
                self._validators(answer)
            body = b"" if unchanged else answer.body
            if not unchanged:
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def _validators(self, answer: Answer) -> None:
            self.send_header("ETag", answer.etag)
            if answer.modified is not None:
                self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))

        def _known(self, answer: Answer) -> bool:
            """RFC 9110, 13.2.2: an entity tag decides, else the date does."""
            tags = self.headers.get("If-None-Match")
            if tags is not None:
                return answer.etag in tags or tags.strip() == "*"
            since = self.headers.get("If-Modified-Since")
            if since is None or answer.modified is None:
                return False
            try:
                return answer.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
            except (ValueError, TypeError):
                return False

    return Handler
