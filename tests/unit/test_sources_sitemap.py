"""Sitemaps give pages, indexes give sitemaps, and nothing in their XML is trusted."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.errors import ParseError
from houxu.sources import sitemap

URL = "https://news.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/2024/1 </loc><lastmod>2024-03-05</lastmod><news:news>
 <news:publication><news:name>N</news:name></news:publication>
 <news:publication_date>2024-03-04T10:20:00+08:00</news:publication_date>
 <news:title>Sora &amp; others</news:title></news:news></url>
<url><loc>/2024/2</loc></url><url><priority>1</priority></url></urlset>"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_news_sitemap_gives_titles_and_dates(pack) -> None:  # type: ignore[no-untyped-def]
    found = sitemap.parse(pack(NEWS.encode()), url=URL)
    first, second = found.links
    assert (first.url, first.title) == ("https://news.example/2024/1", "Sora & others")
    assert first.published == datetime(2024, 3, 4, 2, 20, tzinfo=UTC)
    assert first.modified == datetime(2024, 3, 5, tzinfo=UTC)
    assert (second.url, second.title, second.published) == ("https://news.example/2024/2", None, None)
    assert found.problems == ()


def test_a_day_of_modification_is_no_day_of_publication() -> None:
    text = f"<urlset {NS}><url><loc>https://n.example/1</loc><lastmod>2024-03-04</lastmod></url></urlset>"
    (link,) = sitemap.parse(text.encode(), url=URL).links
    assert (link.published, link.modified) == (None, datetime(2024, 3, 4, tzinfo=UTC))


def test_an_index_gives_its_sitemaps_with_the_newest_first() -> None:
    entries = [("a", "2023-01-01"), ("b", "2024-03-04T01:00:00Z"), ("c", None), ("b", "2024-03-04T01:00:00Z")]
    inner = "".join(
        f"<sitemap><loc>/{name}.xml.gz</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in entries
    )
    found = sitemap.parse(f"<sitemapindex {NS}>{inner}</sitemapindex>".encode(), url=URL)
    assert found.links == ()
    assert found.children == tuple(f"https://news.example/{name}.xml.gz" for name in "bac")


def test_a_sitemap_without_its_namespace_is_read() -> None:
    text = "<urlset><url><loc>https://n.example/1</loc></url></urlset>"
    assert len(sitemap.parse(text.encode(), url=URL).links) == 1


def test_a_sitemap_that_breaks_off_gives_what_was_read() -> None:
    found = sitemap.parse(NEWS.encode()[:-30], url=URL)
    assert len(found.links) >= 1
    assert found.problems[0].startswith("the sitemap is damaged: line ")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no sitemap can be read here"),
        (b"nothing here", "no sitemap can be read here"),
        (b"<!doctype html><html></html>", "this is a web page, not a sitemap"),
        (b"<rss version='2.0'></rss>", "its root element is <rss>"),
        (
            gzip.compress(b"<urlset/>")[:-9],
            "the gzipped sitemap cannot be read: the gzip body ends too early",
        ),
        (b"\x1f\x8bjunk", "the gzipped sitemap cannot be read"),
    ],
)
def test_what_is_no_sitemap_says_why(body: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        sitemap.parse(body, url=URL)
    assert caught.value.where == URL


def test_a_file_of_the_machine_is_not_read_into_a_sitemap(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    text = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><urlset><url><loc>/&e;</loc></url></urlset>'
    assert "hunter2" not in repr(sitemap.parse(text.encode(), url=URL))


@given(st.binary(max_size=200), st.sampled_from([b"", b"<urlset>", b"<sitemapindex><sitemap>", b"\x1f\x8b"]))
def test_any_bytes_are_a_sitemap_or_a_parse_error(body: bytes, head: bytes) -> None:
    try:
        sitemap.parse(head + body, url=URL)
    except ParseError as error:
        assert error.where == URL  # noqa: PT017
