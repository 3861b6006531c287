"""Pages made, or broken, so as to hang, blow up or fool extraction: each ends in an article or a ParseError, soon."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from houxu.errors import ParseError
from houxu.extract.page import extract
from houxu.model import Article

FETCHED = datetime(2024, 3, 5, tzinfo=UTC)
SENTENCE = "The company said on Monday that the model is open to the public and makes clips of twenty seconds. "
BODY = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 3}</p>"


def read(html: str | bytes) -> Article:
    body = html.encode() if isinstance(html, str) else html
    return extract(body, url="https://n.example/a", content_type="text/html; charset=utf-8", fetched_at=FETCHED)


def read_within(seconds: float, html: str | bytes) -> Article:
    started = time.process_time()
    article = read(html)
    assert time.process_time() - started < seconds
    return article


@pytest.mark.parametrize("depth", [300, 1_000, 3_000, 50_000])
@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul><li"])
def test_nesting_of_any_depth_loses_no_text(tag: str, depth: int) -> None:
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    article = read_within(20, f"<html><body><h1>Open</h1>{f'<{tag}>' * depth}{BODY}{closing * depth}</body></html>")
    assert "twenty seconds" in article.text


@pytest.mark.parametrize(
    ("what", "html"),
    [
        ("20 MB of paragraphs", "<h1>Long</h1>" + f"<p>{SENTENCE * 20}</p>" * 10_000),
        ("20 MB in one paragraph", f"<h1>Long</h1><p>{SENTENCE * 200_000}</p>"),
        ("5 MB of links", "<h1>Links</h1>" + BODY + "<a href='/x'>more</a> " * 220_000),
        ("5 MB of list entries", "<article><h1>List</h1><ul>" + f"<li>{SENTENCE}</li>" * 50_000 + "</ul></article>"),
        ("10 MB of script", f"<h1>Script</h1>{BODY}<script>{'var a = 1;' * 1_000_000}</script>"),
        ("5 MB of table cells", f"<h1>Cells</h1>{BODY}<table><tr>" + "<td>1</td>" * 500_000 + "</tr></table>"),
        ("a million open brackets", f"<h1>Open</h1>{BODY}" + "<" * 1_000_000),
        ("unclosed tags", f"<h1>Open</h1>{BODY}" + "<p><b><i>" * 20_000),
    ],
    ids=lambda value: value if len(value) < 40 else "",
)
def test_a_huge_page_is_bounded(what: str, html: str) -> None:
    article = read_within(30, html)
    assert "twenty seconds" in article.text, what
    assert len(article.text) <= 8_000_000


@pytest.mark.parametrize(
    "text",
    [
        "来源：" + " " * 50_000 + "x",
        "发布时间：" + "2024-" * 20_000,
        "a" * 100_000,
        "- " * 50_000,
        "[" * 50_000 + "](",
        "[x](" + "(" * 50_000,
        "本文转载自" * 20_000,
        "作者：" + "王 " * 30_000,
        "<p>" * 30_000,
        "_|-" * 40_000,
    ],
    ids=range(10),
)
def test_no_line_makes_a_pattern_run_away(text: str) -> None:
    code = f"<pre>{text}\n- a\n- b\n- c</pre>"
    title = f"<title>{text[:60_000]}</title>"
    html = f"<html><head>{title}</head><body><h1>Open</h1><p>{text}</p>{code}{BODY}</body></html>"
    read_within(10, html)


def test_broken_json_ld_costs_nothing_but_itself() -> None:
    for broken in (
        "{",
        "[" * 5_000,
        '{"@type": "NewsArticle", "datePublished": {"a": []}}',
        '{"@graph": ' * 400,
        "null",
        "3",
    ):
        article = read(
            f'<html><head><script type="application/ld+json">{broken}</script></head>'
            f"<body><h1>Open</h1>{BODY}</body></html>"
        )
        assert "twenty seconds" in article.text


@pytest.mark.parametrize("number", ["0000-00-00", "2024-13-45", "9999-99-99T99:99", "99999999999999999999", "1e400"])
def test_an_impossible_date_is_no_date(number: str) -> None:
    head = f'<meta property="article:published_time" content="{number}"><meta name="date" content="{number}">'
    article = read(f"<html><head>{head}</head><body><h1>Open</h1><p>{number}</p>{BODY}</body></html>")
    assert article.published is None or article.published <= FETCHED


def test_null_bytes_and_lone_surrogates_are_survived() -> None:
    article = read(
        b"<html><body><h1>Op\x00en</h1>"
        + BODY.encode()
        + b"<p>\xed\xa0\x80 \xff&#xD800;&#0;&#x110000;</p></body></html>"
    )
    article.text.encode("utf-8")
    assert "twenty seconds" in article.text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2_000))
def test_any_bytes_give_an_article_or_a_parse_error(body: bytes) -> None:
    try:
        article = read(body)
    except ParseError:
        return
    assert all(0 <= item.start <= item.end <= len(article.text) for item in article.items)


_PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<table><tr><td>", "</td></tr></table>", "<pre>",
        "</pre>", "<h2>", "</h2>", "<br>", "<hr>", "<nav>", "</nav>", "<article>", "</article>", SENTENCE,
        "视频模型今日开放。", "- **a**: b\n", "2024年3月4日 10:20", "来源：新华社", "<!-- x -->",
        "<time datetime='2024-03-04'>", "&nbsp;", "<strong>", "</strong>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=60))
def test_any_soup_of_tags_keeps_items_in_order_and_apart(pieces: list[str]) -> None:
    try:
        article = read("<html><body><h1>AI daily digest</h1>" + "".join(pieces) + BODY + "</body></html>")
    except ParseError:
        return
    assert article.text
    ends = 0
    for item in article.items:
        assert ends <= item.start < item.end <= len(article.text)
        ends = item.end
