"""A page of links gives those that the selector names, each with its own title and date."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from houxu.errors import ParseError
from houxu.sources import listpage
from houxu.sources.links import Discovery

URL = "https://news.example/tech/"
SEEN = datetime(2024, 3, 5, 1, 30, tzinfo=UTC)
MORNING = datetime(2024, 3, 4, 2, 20, tzinfo=UTC)


def parse(html: str, item: str | None) -> Discovery:
    zone = ZoneInfo("Asia/Shanghai")
    return listpage.parse(html.encode(), url=URL, item=item, zone=zone, language="zh", seen=SEEN)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            '<a href="/n/1">Sora 开放</a> <time datetime="2024-03-04T10:20:00+08:00">昨天</time>',
            "a time element",
        ),
        ('<a href="/n/1">Sora 开放</a><span>2024-03-04 10:20</span>', "a span"),
        (
            '<span class="d">[2024年3月4日 10:20]</span><a href="/n/1">Sora 开放</a>',
            "before the link, in brackets",
        ),
        ('<a href="/n/1">Sora 开放</a><em>昨天 10:20</em>', "a day that counts from the fetch"),
        (
            '<a href="/n/1">Sora 开放</a> 来源：新华社 2024-03-04 10:20 评论(3)',
            "bare text among other things",
        ),
        ('<h3><a href="/n/1"> Sora\n开放 </a></h3><p>摘要</p><p><i>03-04 10:20</i></p>', "deeper in the row"),
    ],
)
def test_title_and_date_of_a_row(row: str, reason: str) -> None:
    html = f'<ul class="list"><li>{row}</li><li><a href="/n/2">另一条</a></li></ul>'
    for selector in ("ul.list li", "ul.list a"):
        first, second = parse(html, selector).links
        assert (first.url, first.title, first.published) == (
            "https://news.example/n/1",
            "Sora 开放",
            MORNING,
        ), reason
        assert (second.url, second.published) == ("https://news.example/n/2", None), "no date of a neighbour"


def test_a_date_without_a_time_keeps_its_day() -> None:
    (link,) = parse('<li><a href="1.html">a</a><span>2024-03-04</span></li>', "li a").links
    assert (link.published, link.published_precision) == (datetime(2024, 3, 4, tzinfo=UTC), "day")


def test_the_base_of_the_page_counts() -> None:
    html = '<base href="https://cdn.example/x/"><li><a href="1.html">a</a></li>'
    assert parse(html, "li a").links[0].url == "https://cdn.example/x/1.html"


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        ('<a href="/1" title="国产视频模型的全名">国产视频模…</a>', "国产视频模型的全名"),
        ('<a href="/1"><h3>Headline</h3><p>and a teaser</p></a>', "Headline"),
        ('<a href="/1"><img src="x" alt="picture of it"></a>', "picture of it"),
        ('<a href="/1" title="open in a new window">Headline</a>', "Headline"),
    ],
)
def test_the_title_is_the_headline(anchor: str, title: str) -> None:
    assert parse(f"<li>{anchor}</li>", "li a").links[0].title == title


def test_of_several_links_in_a_row_the_one_with_the_headline_counts() -> None:
    html = '<li><a href="/cat">AI</a><a href="/n/1">The headline</a><a href="javascript:x()">share this page</a></li>'
    assert [link.url for link in parse(html, "li").links] == ["https://news.example/n/1"]


def test_without_a_selector_all_links_count() -> None:
    assert len(parse('<a href="/1">a</a><a href="#top">b</a><a href="/2">c</a>', None).links) == 2


@pytest.mark.parametrize(
    ("html", "item", "words"),
    [
        ('<a href="/1">a</a>', "ul.list a", r"the selector 'ul.list a' selects nothing .*item:"),
        ('<a href="/1">a</a>', "ul..list", r"the selector 'ul..list' is not CSS"),
        ('<a href="/1">a</a>', "a:contains(", r"is not CSS"),
        ("<p>maintenance</p>", "a", r"the page has no links"),
        ("", "a", r"the page has no links"),
        ("<li>a</li><a href='/x'>x</a>", "li", r"selects 1 elements, none with a link"),
    ],
)
def test_a_selector_that_finds_nothing_is_named(html: str, item: str, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        parse(html, item)
    assert caught.value.where == URL


def test_a_gb18030_list_is_read() -> None:
    html = '<meta charset="gb2312"><li><a href="/1">镕字与视频模型的新闻</a></li>'.encode("gb18030")
    assert listpage.parse(html, url=URL, item="li a").links[0].title == "镕字与视频模型的新闻"


def test_a_deep_page_is_no_danger() -> None:
    page = b"<div>" * 50_000 + b"<a href=/x>x</a>"
    assert [link.url for link in listpage.parse(page, url=URL, item="a").links] == ["https://news.example/x"]
