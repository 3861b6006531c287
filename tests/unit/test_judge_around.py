"""The sentences around a passage: what the next one takes back, and what the one before tells as hearsay, is no verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from houxu.analysis import ClaimIndex
from houxu.claims.baseline import load
from houxu.claims.glossary import load_glossary
from houxu.judge.around import doubt
from houxu.judge.cascade import judge
from houxu.model import Passage, Verdict

ROOT = Path(__file__).resolve().parents[2]
TOLD = Passage("OpenAI opened Sora to paying users on Monday.", 0, 45, published=date(2024, 12, 9), language="en")
SAID = Passage("OpenAI 周一向付费用户开放了 Sora。", 0, 24, published=date(2024, 12, 9), language="zh")


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    return ClaimIndex(load(ROOT / "db/baselines/sora-2024.yaml"), load_glossary())


def verdict(index: ClaimIndex, passage: Passage) -> Verdict:
    return judge(index.readings["sora-not-public"], passage, index.names).verdict


@pytest.mark.parametrize(
    "after",
    [
        "It is not.",
        "It isn't true, the company says.",
        "But that was a hoax.",
        "Not so.",
        "OpenAI quickly denied it.",
        "并非如此。",
        "但这是误传。",
        "該消息不實。",
        "OpenAI 随后出面否认了此事。",
        "其实没这回事。",
    ],
)
def test_what_the_next_sentence_takes_back_is_no_verdict(index: ClaimIndex, after: str) -> None:
    assert verdict(index, TOLD) is Verdict.UPDATES
    said = judge(index.readings["sora-not-public"], replace(TOLD, after=after), index.names)
    assert said.verdict is Verdict.MENTIONS
    assert said.reasons[0] == "下一句否认了这段话"


@pytest.mark.parametrize(
    "after",
    [
        "It is not cheap.",
        "It was not the first such tool.",
        "That is a turning point for film.",
        "The company denied access to Europeans.",
        "It does not work in the EU yet, though.",
        "这是今年最大的发布。",
        "不过欧洲用户还要等。",
        "它并不便宜。",
        "OpenAI 否认会提价。",
        "",
    ],
)
def test_a_next_sentence_that_says_something_else_changes_nothing(index: ClaimIndex, after: str) -> None:
    assert verdict(index, replace(TOLD, after=after)) is Verdict.UPDATES
    assert verdict(index, replace(SAID, after=after)) is Verdict.UPDATES


@pytest.mark.parametrize(
    "before", ["The rumour of the day:", "Imagine this headline:", "网传消息如下:", "我的愿望清单:"]
)
def test_what_the_sentence_before_calls_hearsay_is_no_verdict(index: ClaimIndex, before: str) -> None:
    assert verdict(index, replace(TOLD, before=before)) is Verdict.MENTIONS


@pytest.mark.parametrize(
    "before", ["The rumours were right.", "The news of the day:", "传闻终于落定。", "今日要闻:", "Users had waited."]
)
def test_other_sentences_before_it_change_nothing(index: ClaimIndex, before: str) -> None:
    assert verdict(index, replace(TOLD, before=before)) is Verdict.UPDATES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Some users on X cheered that Sora was "finally out".', Verdict.MENTIONS),
        ("Fans thought Sora had opened to everyone.", Verdict.MENTIONS),
        ("网友纷纷欢呼 Sora 已经向所有人开放。", Verdict.MENTIONS),
        ("群里一度以为 Sora 全面开放了。", Verdict.MENTIONS),
        ("Some users got in on the first day: Sora is open to everyone.", Verdict.UPDATES),
        ("Sora 今天向所有付费用户开放,网友一片欢呼。", Verdict.UPDATES),
    ],
)
def test_what_a_crowd_calls_out_is_no_report(index: ClaimIndex, text: str, expected: Verdict) -> None:
    assert verdict(index, Passage(text, 0, len(text), published=date(2024, 12, 9))) is expected


def test_a_passage_without_neighbours_stands() -> None:
    assert doubt(TOLD) is None
