"""A draft proposes what is worth checking, says why, and is a baseline file that loads."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.claims.baseline import loads
from houxu.claims.checkworthy import guess_kind, worth
from houxu.claims.draft import draft, guess_speaker, named_in
from houxu.model import Article, Baseline, Kind
from houxu.text.script import fold

SEEN = date(2025, 1, 2)
CHINESE = """快手在6月6日发布了视频模型可灵,单条最长两分钟。
你觉得它会取代导演吗?
据某报报道,OpenAI 很快会推出 GPT-5。
点击关注我们,扫码加入读者群。
今天天气不错。
"""
ENGLISH = """Anthropic released Claude 3.5 Sonnet on June 20, 2024. What does it mean for OpenAI?
Sam Altman said the company will ship GPT-5 soon. Lovely weather, is it not, in the Bay Area.
Subscribe to our newsletter for more news about OpenAI and Google in 2024.
"""


def drafted(text: str, **fields: object) -> Baseline:
    article = Article(url="https://a.example/1", title="一篇文章", text=text, **fields)  # type: ignore[arg-type]
    return loads(draft(article, seen=SEEN))


def test_checkable_sentences_are_proposed_and_the_rest_is_left_out() -> None:
    assert [claim.text for claim in drafted(CHINESE).claims] == [
        "快手在6月6日发布了视频模型可灵,单条最长两分钟。",
        "据某报报道,OpenAI 很快会推出 GPT-5。",
    ]


def test_english_articles_are_drafted_by_the_same_rules() -> None:
    assert [claim.text for claim in drafted(ENGLISH).claims] == [
        "Anthropic released Claude 3.5 Sonnet on June 20, 2024.",
        "Sam Altman said the company will ship GPT-5 soon.",
    ]


def test_every_field_has_a_guess() -> None:
    first, second = drafted(CHINESE, author="某人").claims
    assert (first.kind, first.speaker, first.about) == (Kind.DATE, "某人", ("kuaishou", "kling"))
    assert (second.kind, second.speaker, second.about) == (Kind.PREDICTION, "某报", ("openai", "gpt-5"))


def test_the_person_who_says_it_is_not_what_it_is_about() -> None:
    said = drafted(ENGLISH).claims[1]
    assert (said.speaker, said.about) == ("Sam Altman", ("gpt-5",))


def test_the_entities_of_the_draft_are_those_its_claims_name() -> None:
    baseline = drafted(CHINESE)
    assert {entity.id for entity in baseline.entities} == {"kuaishou", "kling", "openai", "gpt-5"}


def test_the_day_is_the_articles_own_or_else_the_day_it_was_read() -> None:
    published = datetime(2024, 6, 7, 1, tzinfo=UTC)
    assert drafted(CHINESE, published=published).claims[0].asserted == date(2024, 6, 7)
    undated = Article(url="", title="t", text=CHINESE)
    assert "shows no date of its own" in draft(undated, seen=SEEN)
    assert loads(draft(undated, seen=SEEN)).published == SEEN


def test_each_proposal_shows_its_reasons() -> None:
    text = draft(Article(url="", title="t", text=CHINESE), seen=SEEN)
    assert "# 6.5: number, date, event, known name\n- id: c01\n" in text


def test_an_article_without_anything_to_check_gives_an_empty_baseline() -> None:
    assert drafted("今天天气不错。").claims == ()


def test_a_sentence_that_stands_twice_is_proposed_once() -> None:
    assert len(drafted(CHINESE * 2).claims) == 2


@pytest.mark.parametrize(("sentence", "ids"), [
    ("Claude 3.5 发布", ("claude-3-5",)),
    ("Claude 3 发布", ("claude-3",)),
    ("GPT4.5 与 GPT-4o", ("gpt-4-5", "gpt-4o")),
    ("百度文心一言升级", ("baidu", "ernie-bot")),
    ("OpenAI的Sora 2来了", ("openai", "sora-2")),
    ("用sora生成", ("sora",)),
    ("a meta analysis of sparks", ()),
    ("Claudette and GPT-45", ()),
    ("文心一言4.0", ("ernie-4-0",)),
])  # fmt: skip
def test_names_are_told_apart(sentence: str, ids: tuple[str, ...]) -> None:
    assert named_in(sentence) == ids


@pytest.mark.parametrize(("sentence", "speaker"), [
    ("据晚点报道,公司训练过模型。", "晚点"),
    ("根据OpenAI的官方报告,时长很长。", "OpenAI"),
    ("一位投资人对本刊表示,估值过高。", "一位投资人"),
    ("但周亚辉认为会很快。", "周亚辉"),
    ("他表示会很快。", None),
    ("According to Reuters, the deal closed.", "Reuters"),
    ("Dario Amodei said it would ship.", "Dario Amodei"),
    ("He said it would ship.", None),
    ("模型今天发布。", None),
])  # fmt: skip
def test_the_cited_speaker_is_guessed(sentence: str, speaker: str | None) -> None:
    assert guess_speaker(sentence) == speaker


@pytest.mark.parametrize(("sentence", "kind"), [
    ("公司将在明年发布新模型", Kind.PREDICTION),
    ("公司于2023年3月发布模型", Kind.DATE),
    ("月活用户仍然在千万以下", Kind.QUANTITY),
    ("目前无法生成带人像的视频", Kind.LIMITATION),
    ("模型能够让静态图片动起来", Kind.CAPABILITY),
    ("它的进展比对手更慢", Kind.COMPARISON),
    ("模型有三千万用户", Kind.QUANTITY),
    ("这似乎很惊艳", Kind.OPINION),
    ("他负责剪映", Kind.FACT),
    ("The company released it in March 2023.", Kind.DATE),
    ("It cannot render human faces.", Kind.LIMITATION),
    ("The model will arrive next week.", Kind.PREDICTION),
])  # fmt: skip
def test_the_kind_is_guessed(sentence: str, kind: Kind) -> None:
    assert guess_kind(fold(sentence)) is kind


def test_a_score_is_the_sum_of_its_named_reasons() -> None:
    found = worth("公司估值逼近800亿美元", named=True, chinese=True)
    assert found.score == 6.0
    assert found.reasons == ("number", "event", "comparison", "known name")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60), st.none() | st.text(max_size=20))
def test_any_article_gives_a_file_that_loads(text: str, title: str, author: str | None) -> None:
    article = Article(url="https://a.example/1", title=title, text=text, author=author or None)
    loads(draft(article, seen=SEEN))


def test_the_seed_article_yields_its_known_claims(shared: Path) -> None:
    text = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    claims = drafted(text, author="胡家铭").claims
    assert 40 <= len(claims) <= 70
    wanted = ["60秒", "800亿", "2020年6月", "破亿", "一镜流影", "全身照", "GPT4.5"]
    assert [w for w in wanted if not any(w in claim.text for claim in claims)] == []
