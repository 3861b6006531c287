"""Title, text, author, outlet, credit and language of a page, and the pages that are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from houxu.errors import ParseError
from houxu.extract.byline import without_site
from houxu.extract.credit import credit, original_title
from houxu.extract.page import Hints, extract
from houxu.model import Article, Tier

FETCHED = datetime(2024, 3, 5, 4, 0, tzinfo=UTC)
BODY = (
    "<p>研究人员在周一的发布会上介绍了这款视频模型的训练方式、适用范围以及已知的不足之处，并回答了现场记者的提问。</p>"
    "<p>他们说，模型可以根据一段文字生成画面，但在复杂的物理场景中仍会出错，团队正在收集更多反馈意见以便继续改进。</p>"
)


def read(html: str | bytes, content_type: str = "text/html; charset=utf-8", **given: object) -> Article:
    body = html.encode() if isinstance(html, str) else html
    arguments: dict[str, object] = {"url": "https://n.example/a", "fetched_at": FETCHED, **given}
    return extract(body, content_type=content_type, **arguments)  # type: ignore[arg-type]


def test_a_news_page_gives_every_field() -> None:
    article = read(
        '<html lang="zh"><head><title>视频模型发布会纪要_科技频道_某某网</title>'
        '<meta property="og:site_name" content="某某网">'
        '</head><body><nav><a href="/">首页</a></nav><h1>视频模型发布会纪要</h1>'
        f"<div class='info'>2024-03-04 10:20　来源：新华社　作者：王小明</div>{BODY}"
        "<footer>版权所有 某某网</footer></body></html>",
        hints=Hints(tier=Tier.MAJOR, outlet="某某"),
    )
    assert (article.title, article.outlet, article.author, article.credit) == (
        "视频模型发布会纪要",
        "某某网",
        "王小明",
        "新华社",
    )
    assert (article.tier, article.language) == (Tier.MAJOR, "zh")
    assert "物理场景" in article.text
    assert "版权所有" not in article.text
    assert "首页" not in article.text
    assert [(item.start, item.end) for item in article.items] == [(0, len(article.text))]


def test_a_page_in_gb18030_reads_the_same() -> None:
    head = '<head><meta charset="gb2312"><title>视频模型发布会纪要</title></head>'
    html = f"<html>{head}<body><h1>视频模型发布会纪要</h1>{BODY}</body></html>"
    assert "物理场景" in read(html.encode("gb18030"), "text/html").text


@pytest.mark.parametrize(
    ("full", "site", "heading", "expected"),
    [
        ("OpenAI 推出视频模型_科技_某某网", None, None, "OpenAI 推出视频模型"),
        ("Video model released | The Daily Wire", None, None, "Video model released"),
        ("Video model released - The Daily Wire", "The Daily Wire", None, "Video model released"),
        ("Video model released - Daily", None, "Video model released", "Video model released"),
        ("Claude 3 - the long road to a release that nobody expected", None, None,
         "Claude 3 - the long road to a release that nobody expected"),  # the tail is no site's name
        ("GPT-4.5 released", None, None, "GPT-4.5 released"),
    ],
)  # fmt: skip
def test_the_sites_name_is_no_part_of_the_title(
    full: str, site: str | None, heading: str | None, expected: str
) -> None:
    assert without_site(full, site, heading) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("来源：新华社", "新华社"),
        ("2024-03-04 10:20　来源: 第一财经日报　　网友评论 0", "第一财经日报"),
        ("2004年7月16日08:19 来源：[ 国际金融报 ] 作者：黄宇", "国际金融报"),
        ("（来源：人民网）", "人民网"),
        ("本文转载自微信公众号“机器之心”，作者张三。", "机器之心"),
        ("转自：证券时报网", "证券时报网"),
        ("本文来自 36氪", "36氪"),
        ("稿源：中新社", "中新社"),
        ("This article was originally published at The Verge.", "The Verge"),
        ("Originally published by Reuters and is republished with permission.", "Reuters"),
        ("Source: Reuters", "Reuters"),
        ("via: TechCrunch", "TechCrunch"),
        ("来源：转载文章", None),  # names nobody
        ("来源：网络", None),
        ("资料来源：公司财报", None),  # of a figure, not of the article
        ("能源来源多样，公司表示将继续投资清洁电力并降低成本。", None),
        ("The open-source: a movement", None),
    ],
)
def test_a_credit_names_the_origin(line: str, expected: str | None) -> None:
    assert credit([line], "") == expected


def test_an_original_title_is_a_credit_where_no_name_is_given() -> None:
    found = credit([], "正文第一段。\n（原标题：视频模型今日开放）")
    assert found == "原标题：视频模型今日开放"
    assert original_title(found) == "视频模型今日开放"


def test_running_text_credits_nobody() -> None:
    prose = "他解释说，" + "这些数据的可靠性取决于" * 12 + "来源：报告没有给出说明。"
    assert credit([prose], prose) is None


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty"),
        (b"  \n ", "text/html", "empty"),
        (b"<html><body><div id='app'></div><script>render()</script></body></html>", "text/html", "no usable text"),
        ("<p>请登录后查看全文内容，登录之后才能继续阅读本文</p>".encode(), "text/html; charset=utf-8", "wall"),
        (b"<html><body><p>Please enable JavaScript and cookies to continue reading this page. Checking your browser"
         b" before you access the site, this takes a few seconds.</p></body></html>", "text/html", "wall"),
        (b"%PDF-1.7 ...", "application/pdf", "not a page"),
        (b"\x89PNG....", "image/png", "not a page"),
        (b'{"a": 1}', "application/json", "not a page"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_an_error_that_names_the_address(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as caught:
        read(body, content_type)
    assert caught.value.where == "https://n.example/a"


def test_a_front_page_of_links_is_not_cut_into_items() -> None:
    links = "".join(f"<li><a href='/{n}'>第{n}条新闻的标题写得足够长以便看起来像一条新闻</a></li>" for n in range(400))
    try:
        article = read(f"<html><body><h1>某某网首页</h1>{BODY}<ul>{links}</ul></body></html>")
    except ParseError:
        return
    assert len(article.items) <= 1 or all(item.end > item.start for item in article.items)


def test_plain_text_is_an_article_of_lines() -> None:
    article = read(
        "视频模型发布\n\n2024-03-04 10:20\n" + BODY.replace("<p>", "").replace("</p>", "\n"),
        "text/plain; charset=utf-8",
    )
    assert article.title == "视频模型发布"
    assert article.published == datetime(2024, 3, 4, 2, 20, tzinfo=UTC)
