"""Other bearers of a name: what stands before and behind it tells them apart, for products and not for companies."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from houxu.analysis import ClaimIndex
from houxu.claims.baseline import load
from houxu.claims.glossary import load_glossary
from houxu.judge.cascade import judge
from houxu.match.mentions import Names
from houxu.model import Article, Passage, Verdict

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    return ClaimIndex(load(ROOT / "db/baselines/sora-2024.yaml"), load_glossary())


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Sora School is now open to every pupil.", True),
        ("Sora Schools have opened to all.", True),
        ("Sora学院今天向所有人开放。", True),
        ("一家名叫 Sora 的餐厅开门了。", True),
        ("A restaurant called Sora opened.", True),
        ("Sora is now open to every school.", False),
        ("Sora 向学校开放。", False),
        ("The model called Sora opened.", False),
    ],
)
def test_another_bearer_of_a_products_name(index: ClaimIndex, text: str, other: bool) -> None:
    (mention,) = [m for m in index.names.find(text) if "sora" in m.ids]
    assert mention.namesake is other


def test_a_companys_branch_is_the_company(index: ClaimIndex) -> None:
    assert [m.namesake for m in index.names.find("Google Health and Microsoft Ventures")] == [False, False]


ARTICLE = Article(
    "https://n.example/1", "叫 Sora 的不只一个",
    "一家名叫 Sora 的线上学校与视频生成无关。校长说,Sora 三年前就已向公众开放,每堂课最长 45 分钟。"
    "短片也是它教的内容,Sora 每段视频最长 30 秒。",
    datetime(2024, 12, 20, tzinfo=UTC), "meta", language="zh",
)  # fmt: skip


def test_a_namesakes_article_raises_no_flag_even_where_it_speaks_of_the_trade(index: ClaimIndex) -> None:
    assert [f for f in index.analyse(ARTICLE) if f.judgement.verdict.is_flag] == []
    theirs = replace(
        ARTICLE, text="OpenAI 在 12 月 9 日向公众开放了 Sora。Sora 每段视频最长 20 秒。", title="Sora 开放"
    )
    assert {f.claim_id for f in index.analyse(theirs) if f.judgement.verdict.is_flag} >= {"sora-not-public", "sora-60s"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sora now lets Europeans make clips of at most 20 seconds.", Verdict.UPDATES),
        ("Sora gives Canada's subscribers clips of at most 20 seconds.", Verdict.UPDATES),
        ("Sora topped Apple's charts with clips of at most 20 seconds.", Verdict.UPDATES),
        ("Kling now lets Europeans make clips of at most 20 seconds.", Verdict.MENTIONS),
    ],
)
def test_peoples_and_shops_take_nothing_from_the_thing(index: ClaimIndex, text: str, expected: Verdict) -> None:
    passage = Passage(text, 0, len(text), published=date(2025, 3, 1))
    assert judge(index.readings["sora-60s"], passage, index.names).verdict is expected


@pytest.mark.parametrize(
    "text", ["手指可灵活弯曲", "官网放出高清影片", "早餐铺的红豆包", "每个字节八位", "他随即梦见大海", "阿里山日出"]
)
def test_an_ordinary_word_that_holds_a_name_names_nothing(text: str) -> None:
    assert Names(load_glossary()).find(text) == []


@pytest.mark.parametrize(
    ("text", "entity"), [("可灵更新了", "kling"), ("清影放出影片", "qingying"), ("豆包上线", "doubao")]
)
def test_the_name_itself_is_still_found(text: str, entity: str) -> None:
    assert [m.ids for m in Names(load_glossary()).find(text)] == [frozenset({entity})]
