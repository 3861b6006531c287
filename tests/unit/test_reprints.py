"""Which articles are one voice: altered copies are, reports of the same event or on the same form are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.model import Article
from houxu.reprints import (
    ALGORITHM,
    BANDS,
    containment,
    credit_names,
    is_credited_copy,
    is_reprint,
    numbers_agree,
    signature,
)

CHINESE = (
    "视频生成公司周一宣布，其新模型即日起向公众开放，用户可以按文字描述生成最长20秒的片段。"
    "公司负责人在发布会上表示，过去10个月里共有300多名艺术家参与了内部测试，他们提出的意见促成了多项改动。"
    "新版本的生成速度比2月展示的版本快得多，分辨率最高可达1080p，订阅用户每月可生成50段视频。"
    "不过，评论者指出，模型在复杂的物理场景中仍会出错，人物行走时偶尔会出现肢体错位的情况。"
    "公司承认这些不足，并称出于安全考虑，暂不开放上传真人照片生成视频的功能，欧洲用户还需等待一段时间。"
)
ENGLISH = (
    "The video company said on Monday that its new model is open to the public, and that users can make clips of up to "
    "20 seconds from a line of text. More than 300 artists took part in tests over the past 10 months, the head of the "
    "company told reporters, and their complaints led to several changes. The new version is much faster than the one "
    "shown in February and reaches 1080p; subscribers may make 50 clips a month. Reviewers noted that the model still "
    "fails in complex physical scenes, and that people at times walk with limbs out of place. The company admitted as "
    "much and said that, for reasons of safety, photographs of real people cannot be used for now."
)
SAME_EVENT = (
    "等待近一年之后，这家初创企业终于放开了旗下文生视频工具的使用限制。记者实测发现，注册当天服务器一度拥堵，"
    "不少人排队两小时仍未能登录。业内分析师认为，此举是为了应对国内外同类产品的追赶，"
    "短视频平台与影视公司将最先受到影响，而版权问题依旧悬而未决，多家媒体已就训练素材提出质询。"
)


def report(shop: str, month: str, sales: str, growth: str) -> str:
    return (
        f"{shop}今日公布{month}月经营数据。公告显示，公司当月实现销售收入{sales}亿元，同比增长{growth}%，"
        f"主要系线上渠道持续放量以及新品陆续上市所致。公司提示，上述数据为内部初步核算结果，未经审计，"
        f"与定期报告披露的数据可能存在差异，敬请广大投资者注意投资风险。公司将继续按照既定战略推进各项工作。"
    )


ALTERED = {
    "another headline": "终于来了！视频模型开放\n" + CHINESE,
    "a lead added": "本报讯 记者获悉，一则消息引发业内关注，下面是详细情况以及各方的反应。\n" + CHINESE,
    "trimmed": CHINESE[: len(CHINESE) * 6 // 10],
    "boilerplate added": CHINESE + "\n版权声明：转载请注明出处，未经授权不得用于商业用途。责任编辑：王某",
    "traditional script": opencc.OpenCC("s2t").convert(CHINESE),
    "full-width digits and spaces": CHINESE.replace("20", "２０").replace("，", "， "),
    "paragraphs swapped": CHINESE[150:] + CHINESE[:150],
    "another clock in the byline": "2024-12-10 08:00 来源：某某网\n" + CHINESE,
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_copy_is_found_and_known_as_a_reprint(how: str) -> None:
    original = "2024-12-09 21:30 来源：某某社\n" + CHINESE if "clock" in how else CHINESE
    assert set(signature(original).bands) & set(signature(ALTERED[how]).bands)
    assert is_reprint(original, ALTERED[how])
    assert is_reprint(ALTERED[how], original)


def test_an_english_copy_with_a_new_lead_is_a_reprint() -> None:
    copy = "SAN FRANCISCO (Wire) - Here is what there is to know. " + ENGLISH[: len(ENGLISH) * 8 // 10]
    assert set(signature(ENGLISH).bands) & set(signature(copy).bands)
    assert is_reprint(ENGLISH, copy)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (CHINESE, "20秒", "60秒"),
        (CHINESE, "300多名", "3000多名"),
        (CHINESE, "2月展示", "3月展示"),
        (CHINESE, "视频生成公司周一", "视频生成公司周三"),
        (ENGLISH, "20 seconds", "60 seconds"),
        (ENGLISH, "on Monday", "on Friday"),
        (ENGLISH, "in February", "in March"),
    ],
)
def test_a_copy_with_another_number_or_day_says_something_else(text: str, old: str, new: str) -> None:
    assert old in text
    assert not is_reprint(text, text.replace(old, new))


def test_reports_on_one_form_with_other_numbers_are_not_one_voice() -> None:
    reports = [
        report("某某商城", m, s, g) for m, s, g in (("1", "12.5", "8.1"), ("2", "9.7", "3.3"), ("3", "14.2", "11"))
    ]
    assert not any(is_reprint(a, b) for n, a in enumerate(reports) for b in reports[:n])


def test_two_reports_of_one_event_are_two_voices() -> None:
    assert not is_reprint(CHINESE, SAME_EVENT)


def test_a_digest_that_holds_a_whole_article_is_not_its_reprint() -> None:
    digest = CHINESE + "".join(report(f"第{n}家公司", str(n), f"{n}.5", f"{n}") for n in range(1, 13))
    assert not is_reprint(CHINESE, digest)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("OpenAI 今日向公众开放 Sora。", "OpenAI今日向公众开放Sora", True),  # spacing and a full stop
        ("OpenAI 今日向公众开放 Sora。", "OpenAI 今日暂停向公众开放 Sora。", False),
        ("公司第三季度营收30亿元。", "公司第三季度营收35亿元。", False),
        ("", "", False),
        ("。。。", "！", False),
    ],
)
def test_short_texts_must_be_nearly_equal(one: str, other: str, same: bool) -> None:
    assert is_reprint(one, other) is same


def test_signatures_do_not_change_between_runs_or_machines() -> None:
    """Stored bands are compared for years: if this fails, raise reprints.VERSION and rebuild the table."""
    found = signature("Sora is open to the public in most countries today.")
    assert ALGORITHM == "rensa-r2/128x64/seed20240226/v1"
    assert found.bands[:3] == FIRST_BANDS
    assert len(found.bands) == BANDS
    assert len(found.minhash) == 512


FIRST_BANDS = (2342773207172667025, 6773890360810508341, 5976379347691100967)


@given(st.text(max_size=400))
def test_any_text_is_its_own_reprint_if_it_says_anything(text: str) -> None:
    assert signature(text) == signature(text)
    assert all(-(2**63) <= band < 2**63 for band in signature(text).bands)
    assert numbers_agree(text, text)
    assert is_reprint(text, text) == (containment(text, text) == 1.0)


@given(st.text(alphabet="甲乙丙丁 ab12。", max_size=200), st.text(alphabet="甲乙丙丁 ab12。", max_size=200))
def test_the_order_of_the_two_texts_does_not_matter(one: str, other: str) -> None:
    assert is_reprint(one, other) == is_reprint(other, one)
    assert 0.0 <= containment(one, other) <= 1.0


@pytest.mark.parametrize(
    ("credit", "outlet", "same"),
    [
        ("新华社", "新华网", True),  # one house
        ("新华社", "Xinhua", True),
        ("Reuters", "路透社", True),
        ("機器之心", "机器之心", True),
        ("机器之心公众号", "机器之心", True),
        ("The Verge", "theverge.com", True),
        ("中国网", "中国新闻网", False),  # two houses, alike in name
        ("北京日报", "北京晚报", False),
        ("新浪科技", "新浪财经", False),
        (None, "新华社", False),
        ("新华社", None, False),
    ],
)
def test_a_credit_names_an_outlet(credit: str | None, outlet: str | None, same: bool) -> None:
    assert credit_names(credit, outlet) is same


NOON = datetime(2024, 12, 10, 4, tzinfo=UTC)
ORIGINAL = Article("https://a.example", "视频模型今日向公众开放", CHINESE, published=NOON, outlet="新华社")
HALF = CHINESE[: len(CHINESE) // 2] + SAME_EVENT
COPY = Article(
    "https://b.example", "开放了", HALF, published=NOON + timedelta(hours=5), outlet="某某网", credit="新华网"
)


@pytest.mark.parametrize(
    ("copy", "counts", "why"),
    [
        (COPY, True, "credited, same day, half the text"),
        (replace(COPY, credit=None), False, "no credit: overlap of that size alone proves nothing"),
        (replace(COPY, credit="路透社"), False, "credits another"),
        (replace(COPY, text=SAME_EVENT), False, "credits it, perhaps for a picture, but says other things"),
        (replace(COPY, text=SAME_EVENT, title=ORIGINAL.title), True, "the same headline"),
        (
            replace(COPY, text=SAME_EVENT, credit="原标题：视频模型今日向公众开放"),
            True,
            "names the original's headline",
        ),
        (replace(COPY, published=NOON + timedelta(days=30)), False, "a month later is a story of its own"),
        (replace(COPY, published=NOON - timedelta(days=3)), False, "older than what it is said to copy"),
        (replace(COPY, published=None), False, "no day, no order"),
        (replace(COPY, text=HALF.replace("20秒", "60秒")), False, "another number"),
    ],
)
def test_a_credit_counts_only_with_the_text_or_the_headline(copy: Article, counts: bool, why: str) -> None:
    assert is_credited_copy(copy, ORIGINAL) is counts, why
