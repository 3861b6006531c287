"""Whatever the kind of source, only new web addresses come out, each once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from houxu.errors import ParseError
from houxu.fetch.client import Fetched
from houxu.model import Source
from houxu.sources.discover import parse
from houxu.sources.links import Discovery

URL = "https://news.example/s"


def answer(body: str, *, not_modified: bool = False) -> Fetched:
    return Fetched(URL, URL, 200, {}, body.encode(), datetime(2024, 3, 5, tzinfo=UTC), not_modified=not_modified)


def source(kind: str, **changed: str) -> Source:
    return Source("s", "S", kind, URL, **changed)  # type: ignore[arg-type]


def links(*hrefs: str) -> str:
    return "".join(f'<li><a href="{href}">title</a></li>' for href in hrefs)


def urls(found: Discovery) -> list[str]:
    return [link.url for link in found.links]


def test_one_page_under_two_addresses_is_one_link() -> None:
    found = parse(source("list", item="li a"), answer(links("/n/1?utm_source=a", "/n/1#top", "/n/2")))
    assert urls(found) == ["https://news.example/n/1?utm_source=a", "https://news.example/n/2"]


def test_the_source_itself_is_no_article() -> None:
    assert urls(parse(source("list", item="li a"), answer(links("/s", "/n/2")))) == ["https://news.example/n/2"]


def test_addresses_that_are_none_of_the_web_are_dropped_and_counted() -> None:
    found = parse(source("list", item="li a"), answer(links("ftp://x/1", "weixin://dl/2", "/n/3")))
    assert urls(found) == ["https://news.example/n/3"]
    assert found.problems == ("2 links are no web addresses",)


@pytest.mark.parametrize("wanted", ["/2024/", r"/20\d\d/0[34]/", "?id="])
def test_match_is_a_piece_of_the_address_or_a_pattern(wanted: str) -> None:
    found = parse(source("list", item="li a", match=wanted), answer(links("/2024/03/a?id=1", "/about")))
    assert urls(found) == ["https://news.example/2024/03/a?id=1"]


def test_a_match_that_nothing_matches_is_a_problem() -> None:
    found = parse(source("list", item="li a", match="/2019/"), answer(links("/2024/1")))
    assert found == Discovery((), ("none of 1 links matches '/2019/'",))


def test_match_is_for_pages_and_not_for_the_sitemaps_that_list_them() -> None:
    body = "<sitemapindex><sitemap><loc>/map-1.xml</loc></sitemap></sitemapindex>"
    assert parse(source("sitemap", match="/2024/"), answer(body)).children == ("https://news.example/map-1.xml",)


def test_an_unchanged_source_gives_nothing() -> None:
    assert parse(source("feed"), answer("", not_modified=True)) == Discovery()


RSS = "<rss version='2.0'><channel><item><title>a</title><link>/n/1</link></item></channel></rss>"


def test_a_search_answers_with_a_feed_or_with_a_page() -> None:
    assert urls(parse(source("search"), answer(RSS))) == ["https://news.example/n/1"]
    page = f"<!doctype html><html><body><nav><a href='/x'>x</a></nav><ul>{links('/n/1')}</ul></body></html>"
    assert urls(parse(source("search", item="ul a"), answer(page))) == ["https://news.example/n/1"]
    assert len(parse(source("search"), answer(page)).links) == 2


def test_a_kind_that_nobody_knows() -> None:
    with pytest.raises(ParseError, match="kind 'fax'"):
        parse(source("fax"), answer(RSS))
