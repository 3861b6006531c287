"""When a page says it was published: each form that news pages use, and the dates that must not be believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.extract.dates import from_url
from houxu.extract.page import Hints, extract
from houxu.model import Article

FETCHED = datetime(2024, 3, 5, 4, 0, tzinfo=UTC)  # noon in Shanghai
BODY = (
    "<p>研究人员在周一的发布会上介绍了这款视频模型的训练方式、适用范围以及已知的不足之处，并回答了现场记者的提问。</p>"
    "<p>他们说，模型可以根据一段文字生成画面，但在复杂的物理场景中仍会出错，团队正在收集更多反馈意见以便继续改进。</p>"
)


def page(
    byline: str = "", head: str = "", after: str = "", url: str = "https://news.example/a", **given: object
) -> Article:
    html = (
        f"<html><head><title>视频模型发布会纪要</title>{head}</head><body><h1>视频模型发布会纪要</h1>{byline}"
        f"<article>{BODY}</article>{after}</body></html>"
    )
    arguments: dict[str, object] = {"fetched_at": FETCHED, **given}
    return extract(html.encode(), url=url, content_type="text/html; charset=utf-8", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("byline", "expected", "precision"),
    [
        ("<p>2024年3月4日 10:20</p>", "2024-03-04T02:20", "minute"),
        ("<p>2024年03月04日10:20　来源：新华社</p>", "2024-03-04T02:20", "minute"),
        ("<span>2024-03-04 10:20:31</span>", "2024-03-04T02:20", "minute"),
        ("<div>发布时间：2024/03/04 10:20 编辑：王某</div>", "2024-03-04T02:20", "minute"),
        ("<div>2024-03-04</div>", "2024-03-04T00:00", "day"),
        ("<p>3小时前</p>", "2024-03-05T01:00", "minute"),
        ("<p>15分钟前 · 科技</p>", "2024-03-05T03:45", "minute"),
        ("<p>昨天 08:15</p>", "2024-03-04T00:15", "minute"),
        ("<p>刚刚</p>", "2024-03-05T04:00", "minute"),
        ("<p>3月4日</p>", "2024-03-04T00:00", "day"),
        ("<p>03-04 10:20</p>", "2024-03-04T02:20", "minute"),
        ("<p>March 4, 2024 10:20 am ET</p>", "2024-03-04T15:20", "minute"),
        ("<p>Mon, 4 March 2024, 10:20 GMT</p>", "2024-03-04T10:20", "minute"),
        ("<p>By Jane Roe | Mar 4, 2024</p>", "2024-03-04T00:00", "day"),
        ("<p>2 hours ago</p>", "2024-03-05T02:00", "minute"),
    ],
)
def test_a_date_near_the_headline_is_read_in_the_outlets_zone(byline: str, expected: str, precision: str) -> None:
    found = page(byline)
    assert found.published is not None
    assert found.published.isoformat()[:16] == expected
    assert (found.published_from, found.published_precision) == ("text", precision)


@pytest.mark.parametrize(
    ("head", "expected", "source"),
    [
        ('<meta property="article:published_time" content="2024-03-04T10:20:00+08:00">', "2024-03-04T02:20", "meta"),
        ('<meta name="publishdate" content="2024-03-04">', "2024-03-04T00:00", "meta"),
        ('<meta name="PubDate" content="2024-03-04 00:00:00">', "2024-03-04T00:00", "meta"),  # midnight pads a day
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-04T10:20Z"}</script>',
            "2024-03-04T10:20",
            "json-ld",
        ),
        (  # a broken object still says when
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a "b"","datePublished":"2024-03-04"}'
            "</script>",
            "2024-03-04T00:00",
            "json-ld",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],'
            '"datePublished":"2024-03-04T10:20+08:00"}]}</script>',
            "2024-03-04T02:20",
            "json-ld",
        ),
    ],
)
def test_what_the_page_tells_machines_outranks_its_words(head: str, expected: str, source: str) -> None:
    found = page("<p>2023-01-09 08:00</p>", head)
    assert found.published is not None
    assert (found.published.isoformat()[:16], found.published_from) == (expected, source)


def test_a_time_element_of_the_article_counts_and_those_of_a_list_beside_it_do_not() -> None:
    beside = "".join(f'<li><time datetime="2024-03-0{n}">x</time></li>' for n in range(1, 6))
    inside = page('<time datetime="2024-03-02T08:00:00Z">vor drei Tagen</time>')
    assert (inside.published, inside.published_from) == (datetime(2024, 3, 2, 8, tzinfo=UTC), "time")
    assert page(after=f"<aside><ul>{beside}</ul></aside>").published is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://n.example/2024/03/04/story.html", "2024-03-04"),
        ("https://n.example/2024-03/04/content_1.htm", "2024-03-04"),
        ("https://n.example/202403/t20240304_99.html", "2024-03-04"),
        ("https://n.example/a/20240304A03XYZ00", "2024-03-04"),
        ("https://n.example/2024/03/story.html", None),  # a month is not a day
        ("https://n.example/id/9120240304551", None),  # a number that holds a date by chance
        ("https://n.example/2024/02/30/x", None),  # no such day
    ],
)
def test_an_address_may_name_the_day(url: str, expected: str | None) -> None:
    moment = from_url(url)
    assert (moment.at.date().isoformat() if moment else None) == expected


def test_a_date_ahead_of_the_fetch_is_refused_and_the_next_statement_taken() -> None:
    ahead = '<meta property="article:published_time" content="2024-06-01T00:10:00Z">'
    only = page(head=ahead)
    assert (only.published, only.published_from) == (None, "future-ignored")
    backed = page("<p>2024-03-04 10:20</p>", ahead)
    assert backed.published_from == "text"


def test_tomorrow_by_the_clock_of_a_zone_further_east_is_no_future() -> None:
    found = page(head='<meta property="article:published_time" content="2024-03-05T20:00:00Z">')
    assert found.published == datetime(2024, 3, 5, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "after",
    ["<footer>Copyright © 2019 某某网 版权所有</footer>", "<footer>京ICP备2019000000号 2001-2019</footer>"],
)
def test_no_first_of_january_is_made_from_a_copyright_line(after: str) -> None:
    assert page(after=after).published is None


def test_dates_of_events_in_the_text_are_not_dates_of_publication() -> None:
    html = (
        "<h1>公司回顾大事记</h1><article>"
        + "<p>公司成立于2015年12月11日，"
        + "此后数年间不断推出新的模型与产品。" * 12
        + "</p></article>"
    )
    found = extract(html.encode(), url="https://n.example/x", content_type="text/html", fetched_at=FETCHED)
    assert found.published is None or found.published_from != "text"


def test_the_feeds_date_decides_where_loose_words_differ_by_days() -> None:
    feed = datetime(2024, 3, 4, 9, tzinfo=UTC)
    found = page("<p>2021-07-01 09:00</p>", hints=Hints(published=feed))
    assert (found.published, found.published_from) == (feed, "feed")


def test_the_sites_calendar_above_the_headline_is_no_date_of_publication() -> None:
    calendar = "<div>今天是2024年3月5日 星期二</div><div>2024年3月5日</div>"
    html = f"<html><body>{calendar}<h1>视频模型发布会纪要</h1>{BODY}</body></html>"
    assert extract(html.encode(), url="https://n.example/x", fetched_at=FETCHED).published is None


def test_a_missing_zone_is_the_sources() -> None:
    found = page("<p>2024-03-04 10:20</p>", timezone="America/New_York")
    assert found.published == datetime(2024, 3, 4, 15, 20, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2024, 3, 4)))
def test_any_day_written_in_an_address_is_found_again(moment: datetime) -> None:
    found = from_url(f"https://n.example/{moment:%Y/%m/%d}/story.html")
    assert found is not None
    assert found.at.date() == moment.date()


@given(st.text(max_size=120))
def test_no_address_breaks_the_reading_of_dates(path: str) -> None:
    moment = from_url("https://n.example/" + path)
    assert moment is None or moment.precision == "day"
