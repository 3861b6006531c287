"""Long pages of short pieces are cut so that no passage mixes two; ordinary articles stay whole."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from houxu.extract.blocks import blocks_of
from houxu.extract.items import split
from houxu.extract.page import extract
from houxu.model import Article

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def items_of(markup: str, title: str) -> list[tuple[str | None, str]]:
    text, items = split(blocks_of(lxml_html.fromstring(f"<article>{markup}</article>")), title)
    return [(item.heading, text[item.start : item.end]) for item in items]


def test_an_ordinary_article_is_one_item_with_its_headings_and_lists_as_lines() -> None:
    markup = "<p>首段。</p><h2>背景</h2><p>第二段。</p><ul><li>甲</li><li>乙</li></ul>"
    assert items_of(markup, "公司发布新模型") == [(None, "首段。\n背景\n第二段。\n甲\n乙")]


def test_each_entry_of_a_round_up_is_an_item_under_its_heading() -> None:
    markup = (
        "<h2>OpenAI</h2><ul><li>Sora opens to some testers.</li><li>A new office in Tokyo.</li></ul>"
        "<h2>Anthropic</h2><ul><li>Claude 3 is out.</li><li>It comes in three sizes.</li></ul>"
    )
    assert items_of(markup, "AI newsletter") == [
        ("OpenAI", "Sora opens to some testers."),
        ("OpenAI", "A new office in Tokyo."),
        ("Anthropic", "Claude 3 is out."),
        ("Anthropic", "It comes in three sizes."),
    ]


def test_a_headed_brief_keeps_its_headline_and_paragraphs_together() -> None:
    brief = "".join(f"<h3>第{n}条新闻的标题内容</h3><p>第{n}条的首段。</p><p>第{n}条的次段。</p>" for n in range(1, 5))
    pieces = items_of(brief, "AI早报")
    assert [text for _, text in pieces] == [
        f"第{n}条新闻的标题内容\n第{n}条的首段。\n第{n}条的次段。" for n in range(1, 5)
    ]


def test_numbered_paragraphs_of_a_round_up_are_items() -> None:
    markup = "".join(f"<p>{n}、第{n}家公司今天宣布了一件事情。</p>" for n in range(1, 6))
    assert len(items_of(markup, "科技早报")) == 5


def test_a_line_in_bold_heads_the_list_below_it_until_a_rule() -> None:
    entries = "".join(f"<li>entry no. {n}</li>" for n in range(4))
    pieces = items_of(f"<p><b>Sora</b></p><ul>{entries}</ul><hr><p>Something else altogether.</p>", "Weekly digest")
    assert [heading for heading, _ in pieces] == ["Sora"] * 4 + [None]


def test_a_nested_entry_is_its_own_item_and_knows_the_entry_above() -> None:
    nested = "<li>Claude 3 is out<ul><li>It is quick.</li><li>It is cheap.</li></ul></li>"
    entries = nested + "<li>Sora is open</li><li>Gemini is new</li>"
    assert items_of(f"<ul>{entries}</ul>", "Daily recap")[:3] == [
        (None, "Claude 3 is out"),
        ("Claude 3 is out", "It is quick."),
        ("Claude 3 is out", "It is cheap."),
    ]


def test_a_list_pasted_as_code_or_markdown_is_cut_at_its_marks() -> None:
    pasted = (
        "<pre><code>- **Sora**: a [clip](https://x.example/(1)) of 60 s\n  and more of it\n- **Claude**: new\n"
        "&lt;li&gt;tagged&lt;/li&gt;</code></pre>"
    )
    markdown = "<p>### Videos\n- **Kling** is out\n    - it is quick\n- Runway\n- Pika</p>"
    assert items_of(pasted + markdown, "Weekly digest") == [
        (None, "Sora: a clip of 60 s and more of it"),
        (None, "Claude: new"),
        (None, "tagged"),
        ("Videos", "Kling is out"),
        ("Kling is out", "it is quick"),
        ("Videos", "Runway"),
        ("Videos", "Pika"),
    ]


def test_lines_of_one_paragraph_are_items_of_a_round_up() -> None:
    line = "某公司今天发布了一个可以生成视频的新模型"
    assert (
        len(
            items_of(
                f"<p>{line}甲<br>{line}乙<br>{line}丙<br>{line}丁</p><ul>{'<li>短讯</li>' * 4}</ul>"
                + "<p>1. 甲</p>" * 4,
                "每日速览",
            )
        )
        >= 8
    )


def test_source_line_ends_are_no_spaces_between_chinese_characters() -> None:
    assert items_of("<p>视频\n      模型 and\n an end</p>", "t") == [(None, "视频模型 and an end")]


def test_blank_lines_between_sentences_of_a_long_pasted_text_part_its_items() -> None:
    first, second = "Alibaba released a model with open weights today. " * 4, "Groq showed how fast it answers. " * 5
    pieces = items_of(
        f"<p>{first}\n\n{second}</p>" + "<ul>" + "<li>a short piece of news</li>" * 4 + "</ul>", "Daily recap"
    )
    assert [text for _, text in pieces[:2]] == [first.strip(), second.strip()]


@pytest.fixture(scope="module", params=["zh", "en"])
def archive(shared: Path, request: pytest.FixtureRequest) -> list[tuple[str, Article]]:
    with gzip.open(shared / "coverage" / f"{request.param}.jsonl.gz", "rt", encoding="utf-8") as lines:
        issues = [json.loads(line) for line in lines][::8]
    return [(issue["html"], as_article(issue)) for issue in issues]


def as_article(issue: dict[str, str]) -> Article:
    html = (
        f"<html><head><title>{issue['title']}</title></head><body><nav><a href='/'>Home</a></nav><main><article>"
        f"<h1>{issue['title']}</h1>{issue['html']}</article></main><footer>All rights reserved</footer></body></html>"
    )
    return extract(html.encode(), url="http://127.0.0.1/p", content_type="text/html; charset=utf-8", fetched_at=FETCHED)


def words(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+", text.lower())


def test_nearly_all_words_of_an_archived_issue_stay_in_items(archive: list[tuple[str, Article]]) -> None:
    for source, article in archive:
        shown = re.sub(r"<[^>\n]{1,300}>|\]\(\S+?\)", " ", lxml_html.fromstring(f"<div>{source}</div>").text_content())
        kept = set(words("\n".join(article.text[i.start : i.end] for i in article.items)))
        there = words(shown)
        assert sum(word in kept for word in there) / len(there) > 0.97


def test_items_of_an_archived_issue_are_many_short_ordered_and_apart(archive: list[tuple[str, Article]]) -> None:
    for _, article in archive:
        spans = [(item.start, item.end) for item in article.items]
        assert len(spans) > 300
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert max(end - start for start, end in spans) < 3_000
        assert article.text[: article.items[0].end].strip()


def test_no_item_of_an_archived_issue_holds_two_list_entries(archive: list[tuple[str, Article]]) -> None:
    for source, article in archive:
        of_item = {}
        for number, item in enumerate(article.items):
            for line in article.text[item.start : item.end].split("\n"):
                of_item.setdefault(line, number)
        tree = lxml_html.fromstring(f"<div>{source}</div>")
        entries = [
            " ".join(li.text_content().split()) for li in tree.iter("li") if not li.xpath(".//li|.//p|.//br|.//pre")
        ]
        numbers = [of_item[entry] for entry in dict.fromkeys(entries) if entry in of_item]
        assert len(numbers) > 100
        assert len(set(numbers)) == len(numbers)
