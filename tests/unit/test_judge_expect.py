"""`expect:` drives the reading: what a person says outright holds, the rest is read from the text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from houxu.claims.baseline import loads
from houxu.claims.glossary import load_glossary
from houxu.judge.cascade import judge
from houxu.judge.claim_reading import ClaimReading, read_claim
from houxu.judge.expect import overlay
from houxu.match.mentions import Names
from houxu.model import Passage, Verdict

FILE = """\
baseline: {{slug: s, title: t, published: 2024-02-26, language: zh}}
entities:
  - {{id: sora, name: Sora, owner: openai, kind: product}}
  - {{id: openai, name: OpenAI, kind: company}}
claims:
  - {{id: c, text: "{text}", kind: {kind}, asserted: 2024-02-26, about: [{about}], expect: {expect}}}
"""


def read(text: str, expect: str = "{}", kind: str = "fact", about: str = "sora") -> tuple[ClaimReading, Names]:
    baseline = loads(FILE.format(text=text, kind=kind, about=about, expect=expect))
    names = Names([*baseline.entities, *load_glossary()])
    return overlay(read_claim(baseline.claims[0], names), names), names


def verdict(passage: str, published: date, **claim: Any) -> Verdict:
    reading, names = read(**claim)
    return judge(reading, Passage(passage, 0, len(passage), published=published), names).verdict


def test_without_expect_the_text_alone_is_read() -> None:
    reading, _ = read("Sora 最长能生成 60 秒的视频", kind="capability")
    assert [(m.metric.id, m.quantity.value) for m in reading.measures] == [("film_length", 60.0)]


VALUES = [
    # (expect, value, comparator, low, high, why)
    ("{attribute: film_length, value: 60, unit: s}", 60, "eq", 60, 60, "number and unit apart"),
    ("{attribute: film_length, value: 1, unit: 分钟, comparator: max}", 60, "le", 0, 60, "a maximum of a minute"),
    ("{attribute: valuation, value: 近800亿美元}", 80e9, "near", 72e9, 80e9, "words are read as in a sentence"),
    ("{attribute: monthly_users, value: 10000000, unit: 人, comparator: lt}", 1e7, "lt", 0, 1e7, "an upper bound"),
    ("{attribute: monthly_users, value: 1, unit: 亿人, comparator: gt}", 1e8, "gt", 1e8, float("inf"), "a lower bound"),
]


@pytest.mark.parametrize(("expect", "value", "comparator", "low", "high", "why"), VALUES, ids=[v[-1] for v in VALUES])
def test_a_value_is_read_as_in_a_sentence(
    expect: str, value: float, comparator: str, low: float, high: float, why: str
) -> None:
    reading, _ = read("后来的事谁也说不好", expect)
    (measure,) = reading.measures
    assert (measure.quantity.value, measure.quantity.comparator) == (value, comparator), why
    assert measure.quantity.low == pytest.approx(low, abs=1), why
    assert measure.quantity.high == pytest.approx(high, abs=1), why


def test_a_person_who_says_what_is_asserted_says_all_of_it() -> None:
    reading, _ = read("Sora 于 2024 年 2 月发布,最长 60 秒", "{attribute: open_public, polarity: false}")
    assert not reading.measures
    assert not reading.events
    assert [(o.concept.id, o.positive) for o in reading.states] == [("open_public", False)]


def test_a_horizon_alone_leaves_the_rest_as_read() -> None:
    reading, _ = read("OpenAI 很快会发布 Sora", "{horizon_days: 365}", kind="prediction")
    assert reading.event_ids() == {"release"}
    assert reading.deadline == date(2025, 2, 25)


def test_a_subject_and_a_date_replace_just_themselves() -> None:
    reading, _ = read("OpenAI 发布了它的模型", "{subject: sora, date: 2024-02}", about="openai, sora")
    assert "sora" in reading.subject.ids
    assert reading.period == (date(2024, 2, 1), date(2024, 2, 29))
    assert reading.event_ids() >= {"release"}


DRIVES = [
    # (claim text, expect, passage, published, verdict, why)
    ("Sora 的片子长不过一首短歌的前奏", "{attribute: film_length, value: 60s, comparator: max}",
     "Sora 最长可生成一分钟的视频。", date(2024, 2, 28), Verdict.SUPPORTS, "a figure of speech told as a number"),
    ("Sora 的片子长不过一首短歌的前奏", "{attribute: film_length, value: 60s, comparator: max}",
     "Sora 正式版最长只能生成20秒的视频。", date(2024, 12, 10), Verdict.UPDATES, "the same number overtaken"),
    ("Sora 还是水里的月亮", "{attribute: open_public, polarity: false}",
     "OpenAI 今天宣布 Sora 正式向所有用户开放。", date(2024, 12, 9), Verdict.UPDATES, "a state told in a picture"),
    ("Sora 还是水里的月亮", "{attribute: open_public, polarity: false}",
     "Sora 目前仍未向公众开放。", date(2024, 3, 1), Verdict.SUPPORTS, "and confirmed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expect", "passage", "published", "wanted", "why"), DRIVES, ids=[d[-1] for d in DRIVES]
)
def test_expect_drives_the_verdict(
    text: str, expect: str, passage: str, published: date, wanted: Verdict, why: str
) -> None:
    kind = "capability" if "film_length" in expect else "fact"
    assert verdict(passage, published, text=text, kind=kind) is Verdict.MENTIONS, "the text alone says nothing"
    assert verdict(passage, published, text=text, kind=kind, expect=expect) is wanted, why
