"""What the sample sites list: feeds of three kinds, a page of links, a sitemap with its index, a search."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape

from houxu.demo.render import listing_page
from houxu.demo.sites import SamplePage

Shown = Sequence[SamplePage]  # what is published so far, the earliest first
Listing = tuple[bytes, str]  # body and content type


def rss(base: str, shown: Shown) -> Listing:
    """RSS 2.0, the newest first."""
    items = "".join(
        f"<item><title>{escape(p.title)}</title><link>{base}{p.path}?utm_source=rss</link><guid>{p.id}</guid>"
        f"<pubDate>{format_datetime(p.published)}</pubDate><description>{escape(p.paragraphs[0])}</description></item>"
        for p in reversed(shown)
    )
    name = escape(shown[0].outlet.name) if shown else ""
    head = f"<title>{name}</title><link>{base}</link><description>{name}</description>"
    return _xml(f'<rss version="2.0"><channel>{head}{items}</channel></rss>'), "application/rss+xml; charset=utf-8"


def atom(base: str, shown: Shown) -> Listing:
    """Atom 1.0, the newest first."""
    entries = "".join(
        f'<entry><title>{escape(p.title)}</title><id>tag:sample,{p.id}</id><link href="{base}{p.path}"/>'
        f"<published>{p.published.isoformat()}</published><updated>{p.published.isoformat()}</updated></entry>"
        for p in reversed(shown)
    )
    updated = f"<updated>{shown[-1].published.isoformat()}</updated>" if shown else ""
    name = f"<title>{escape(shown[0].outlet.name)}</title><id>tag:sample,{shown[0].outlet.slug}</id>" if shown else ""
    return _xml(f'<feed xmlns="http://www.w3.org/2005/Atom">{name}{updated}{entries}</feed>'), "application/atom+xml"


def json_feed(base: str, shown: Shown) -> Listing:
    """JSON Feed 1.1, the newest first."""
    items = [
        {"id": p.id, "url": base + p.path, "title": p.title, "date_published": p.published.isoformat()}
        for p in reversed(shown)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shown[0].outlet.name if shown else "",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False).encode(), "application/feed+json"


def links(_base: str, shown: Shown) -> Listing:
    """A page of links in the outlet's own charset, which only its meta element names."""
    if not shown:
        return b"<ul class='news-list'></ul>", "text/html"
    return listing_page(shown).encode(shown[0].outlet.encoding, "xmlcharrefreplace"), "text/html"


def sitemap_index(base: str, shown: Shown) -> Listing:
    """A sitemap index with one gzipped sitemap a year."""
    rows = "".join(
        f"<sitemap><loc>{base}/{p.outlet.slug}/sitemaps/{p.day.year}.xml.gz</loc><lastmod>{p.day}</lastmod></sitemap>"
        for p in {p.day.year: p for p in shown}.values()
    )
    return _xml(f'<sitemapindex xmlns="{_SITEMAP}">{rows}</sitemapindex>'), "application/xml"


def sitemap(base: str, shown: Shown) -> Listing:
    """One gzipped sitemap; the same pages give the same bytes."""
    rows = "".join(f"<url><loc>{base}{p.path}</loc><lastmod>{p.published.isoformat()}</lastmod></url>" for p in shown)
    return gzip.compress(_xml(f'<urlset xmlns="{_SITEMAP}">{rows}</urlset>'), mtime=0), "application/gzip"


def found(shown: Shown, query: str) -> Shown:
    """The pages that hold any word of the query, as a news search answers."""
    words = query.casefold().split()
    return [p for p in shown if any(w in f"{p.title} {p.text}".casefold() for w in words)]


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode()


_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
FORMS: dict[str, tuple[str, Callable[[str, Shown], Listing]]] = {
    "rss": ("rss.xml", rss),
    "atom": ("atom.xml", atom),
    "jsonfeed": ("feed.json", json_feed),
    "list": ("list.html", links),
    "sitemap": ("sitemap.xml", sitemap_index),
    "search": ("search.xml", rss),
}
"""How each form of discovery is named and made; a search is an RSS feed of its hits."""
