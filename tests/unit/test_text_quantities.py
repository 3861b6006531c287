"""Numbers in news: what they measure, which values their words allow, and what only looks like a number."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.text.quantities import Quantity, agreement, comparable, find

YEAR, MONTH = 31557600.0, 2629800.0
INF = math.inf


def only(text: str) -> Quantity:
    found = find(text)
    assert len(found) == 1, [q.text for q in found]
    return found[0]


VALUES = [
    ("新厂雇了1200人", "count", "person", 1200, "plain digits"),
    ("新厂雇了1,200人", "count", "person", 1200, "thousands mark"),
    ("新厂雇了１２００人", "count", "person", 1200, "full-width digits"),
    ("新厂雇了一千二百人", "count", "person", 1200, "Chinese numeral"),
    ("新廠僱了一千二百人", "count", "person", 1200, "traditional"),
    ("平台有一千二百万用户", "count", "user", 1.2e7, "Chinese numeral with 万"),
    ("平台有1.2亿用户", "count", "user", 1.2e8, "decimal with 亿"),
    ("平台有3千万用户", "count", "user", 3e7, "digits with 千万"),
    ("平台有1亿2000万用户", "count", "user", 1.2e8, "亿 and 万 together"),
    ("平台有兩億用戶", "count", "user", 2e8, "traditional 億"),
    ("预算为三点五亿元", "money", "CNY", 3.5e8, "spoken decimal"),
    ("预算为2万亿元", "money", "CNY", 2e12, "万亿"),
    ("两百五十家门店", "count", "company", 250, "两 as a digit"),
    ("一共三万五千册", "count", "", 35000, "nested scales"),
    ("一共一百零五册", "count", "", 105, "零 as a gap"),
    ("排练了半小时", "duration", "s", 1800, "half of a unit"),
    ("修了一年半", "duration", "s", 1.5 * YEAR, "half after the unit"),
    ("开了两个半小时", "duration", "s", 9000, "half before the unit"),
    ("等了三个月", "duration", "s", 3 * MONTH, "months need 个"),
    ("合同期半年", "duration", "s", 0.5 * YEAR, "half a year"),
    ("全程1小时30分钟", "duration", "s", 5400, "two units make one duration"),
    ("反应要300毫秒", "duration", "s", 0.3, "milliseconds"),
    ("三分之二的会员续费", "ratio", "1", 2 / 3, "fraction"),
    ("七成会员续费", "ratio", "1", 0.7, "tenths"),
    ("九成五会员续费", "ratio", "1", 0.95, "tenths and hundredths"),
    ("会员续费率为12.5%", "ratio", "1", 0.125, "percent sign"),
    ("会员续费率为百分之八", "ratio", "1", 0.08, "percent in words"),
    ("会员续费率为百分之八点五", "ratio", "1", 0.085, "percent with a spoken decimal"),
    ("次品率为千分之三", "ratio", "1", 0.003, "per mille"),
    ("一半会员续费", "ratio", "1", 0.5, "half of them"),
    ("占比提高3个百分点", "points", "pp", 0.03, "points are not per cent"),
    ("利率下调25个基点", "points", "pp", 0.0025, "basis points"),
    ("产量翻番", "multiple", "x", 2, "doubled"),
    ("产量翻一番", "multiple", "x", 2, "doubled once"),
    ("产量翻两番", "multiple", "x", 4, "doubled twice"),
    ("产量是去年的3倍", "multiple", "x", 3, "times"),
    ("奖金80亿美元", "money", "USD", 8e9, "dollars in Chinese"),
    ("奖金3000万港元", "money", "HKD", 3e7, "Hong Kong dollars"),
    ("奖金￥300万", "money", "CNY", 3e6, "full-width yuan sign"),
    ("奖金RMB 5 million", "money", "CNY", 5e6, "RMB before"),
    ("奖金65亿元人民币", "money", "CNY", 6.5e9, "元人民币"),
    ("奖金20万欧元", "money", "EUR", 2e5, "euros"),
    ("画面可到1080p", "resolution", "p", 1080, "lines"),
    ("画面可到720P", "resolution", "p", 720, "capital P"),
    ("画面可到4K", "resolution", "p", 2160, "4K is 2160 lines"),
    ("画面为1920×1080", "resolution", "p", 1080, "width by height"),
    ("流畅度30帧", "rate", "fps", 30, "帧"),
    ("流畅度60fps", "rate", "fps", 60, "fps"),
    ("支持128k tokens", "tokens", "token", 128000, "k tokens"),
    ("支持200k上下文", "tokens", "token", 200000, "context in Chinese"),
    ("模型有1750亿参数", "parameters", "parameter", 1.75e11, "parameters"),
    ("显存24GB", "bytes", "B", 2.4e10, "gigabytes"),
    ("楼高120米", "length", "m", 120, "metres"),
    ("货重3.5吨", "mass", "kg", 3500, "tonnes"),
    ("占地20公顷", "area", "m2", 200000, "hectares"),
    ("气温降到零下12.3℃", "temperature", "degC", -12.3, "below zero"),
    ("她在榜上排名第三", "rank", "", 3, "a place in a list"),
    ("It hired 1,200 people", "count", "person", 1200, "thousands mark in English"),
    ("It has 45 million users", "count", "user", 4.5e7, "million"),
    ("It has half a million users", "count", "user", 5e5, "half a million"),
    ("It has a hundred million users", "count", "user", 1e8, "a hundred million"),
    ("It has two and a half million users", "count", "user", 2.5e6, "and a half"),
    ("It has one hundred and fifty employees", "count", "employee", 150, "spelled out with and"),
    ("It has twenty-five developers", "count", "developer", 25, "hyphenated tens"),
    ("It sold a dozen cars", "count", "vehicle", 12, "a dozen"),
    ("It is worth $80bn", "money", "USD", 8e10, "bn"),
    ("It is worth $1.5 billion", "money", "USD", 1.5e9, "dollar sign and billion"),
    ("It raised US$6.6 billion", "money", "USD", 6.6e9, "US$"),
    ("It raised £300m", "money", "GBP", 3e8, "m attached"),
    ("It raised 20 million euros", "money", "EUR", 2e7, "euros behind"),
    ("It raised 80 billion dollars", "money", "USD", 8e10, "dollars behind"),
    ("It earned 250 million yuan", "money", "CNY", 2.5e8, "yuan"),
    ("Sales rose 12.5 per cent", "ratio", "1", 0.125, "per cent in two words"),
    ("Two thirds of members renewed", "ratio", "1", 2 / 3, "fraction in English"),
    ("One in five members renewed", "ratio", "1", 0.2, "one in five"),
    ("Sales doubled", "multiple", "x", 2, "doubled in English"),
    ("It is three times as large", "multiple", "x", 3, "times as"),
    ("It runs 3x faster", "multiple", "x", 3, "3x"),
    ("It makes 60-second clips", "duration", "s", 60, "hyphenated second"),
    ("It makes a two-minute film", "duration", "s", 120, "hyphenated words"),
    ("It took 2 hours and 17 minutes", "duration", "s", 8220, "two units in English"),
    ("It was a 45-minute talk", "duration", "s", 2700, "hyphenated minute"),
    ("It renders within a 256K context window", "tokens", "token", 256000, "context window"),
    ("It trained a 70B model", "parameters", "parameter", 7e10, "bare B is parameters"),
    ("It trained 175 billion parameters", "parameters", "parameter", 1.75e11, "parameters in English"),
    ("It is 10 miles away", "length", "m", 16093.44, "miles"),
    ("It came No. 2", "rank", "", 2, "number as a place"),
]


@pytest.mark.parametrize(("text", "dimension", "unit", "value", "why"), VALUES, ids=[c[4] for c in VALUES])
def test_value_and_unit(text: str, dimension: str, unit: str, value: float, why: str) -> None:
    q = only(text)
    assert (q.dimension, q.unit) == (dimension, unit), why
    assert q.value == pytest.approx(value), why


BOUNDS = [
    ("估值近800亿美元", "near", 7.2e10, 8e10, "近 is just below"),
    ("估值逼近800亿美元", "near", 7.2e10, 8e10, "逼近 likewise"),
    ("月活破亿", "gt", 1e8, INF, "破 with a bare scale"),
    ("月活突破1亿", "gt", 1e8, INF, "突破"),
    ("月活超过了1亿", "gt", 1e8, INF, "超过 with 了"),
    ("月活逾1亿", "gt", 1e8, INF, "逾"),
    ("月活已过亿", "gt", 1e8, INF, "过 after an adverb"),
    ("月活过亿", "gt", 1e8, INF, "过 after what is counted"),
    ("用户已经过千万", "gt", 1e7, INF, "已经 and 过"),
    ("月活不到1000万", "lt", 0, 1e7, "不到"),
    ("月活不足一千万", "lt", 0, 1e7, "不足"),
    ("月活在千万以下", "le", 0, 1e7, "以下 behind a bare scale"),
    ("长度不超过10秒", "le", 0, 10, "不超过 is not 超过"),
    ("只收10秒以内的短片", "le", 0, 10, "以内"),
    ("三天内修好", "le", 0, 259200, "内 behind a time"),
    ("至少3家公司", "ge", 3, INF, "至少"),
    ("不低于5000元", "ge", 5000, INF, "不低于 is not 低于"),
    ("3000人以上", "ge", 3000, INF, "以上"),
    ("30秒左右", "approx", 27, 33, "左右"),
    ("约30秒", "approx", 27, 33, "约"),
    ("大约在千万级别", "approx", 9e6, 1.1e7, "about, of the order of"),
    ("千万级播放", "range", 1e7, 9.99e7, "order of magnitude"),
    ("分钟级视频", "range", 60, 600, "some minutes"),
    ("20多人", "gt", 20, 30, "多 stays below the next ten"),
    ("3万多人", "gt", 30000, 40000, "多 behind the scale"),
    ("20多万人", "gt", 200000, 300000, "多 before the scale"),
    ("五十多万人", "gt", 500000, 600000, "the same with Chinese digits"),
    ("一百七十来万人", "approx", 1377000, 2057000, "来 before the scale"),
    ("三千余万元", "gt", 3e7, 4e7, "余 before the scale"),
    ("数十余万人", "range", 200000, 999000, "nor does a vague number lose it"),
    ("百余家企业", "gt", 100, 200, "余 behind a bare scale"),
    ("两个多小时", "gt", 7200, 10800, "个多"),
    ("十几个人", "range", 11, 19, "十几"),
    ("数十亿参数", "range", 2e9, 9.99e9, "数 before a scale"),
    ("几千人", "range", 2000, 9990, "几 before a scale"),
    ("上百万次下载", "ge", 1e6, 9.99e6, "上 before a scale"),
    ("两三百人", "range", 200, 300, "neighbouring digits"),
    ("十七八个人", "range", 17, 18, "neighbouring digits after ten"),
    ("30-60秒", "range", 30, 60, "hyphen"),
    ("10到20亿元", "range", 1e9, 2e9, "the scale belongs to both ends"),
    ("800-1000万元", "range", 8e6, 1e7, "the scale belongs to both ends of a hyphen"),
    ("3000到1万元", "range", 3000, 10000, "unless the first is the larger digit"),
    ("5至8年", "range", 5 * YEAR, 8 * YEAR, "至"),
    ("三成到四成", "range", 0.3, 0.4, "shares"),
    ("零下3℃到5℃", "range", -3, 5, "below zero at one end, each with its unit"),
    ("零下3到5度", "range", -5, -3, "below zero at both, with one unit"),
    ("前十名", "le", 1, 10, "ten or better"),
    ("up to 60 seconds", "le", 0, 60, "up to"),
    ("at most 10 people", "le", 0, 10, "at most"),
    ("no more than five minutes", "le", 0, 300, "no more than is not more than"),
    ("fewer than 200 staff", "lt", 0, 200, "fewer than"),
    ("under an hour", "lt", 0, 3600, "under"),
    ("more than 3 million users", "gt", 3e6, INF, "more than"),
    ("topped 100 million users", "gt", 1e8, INF, "topped"),
    ("at least 3 firms", "ge", 3, INF, "at least"),
    ("nearly $80 billion", "near", 7.2e10, 8e10, "nearly"),
    ("approaching 80 billion dollars", "near", 7.2e10, 8e10, "approaching"),
    ("about 45 million users", "approx", 4.05e7, 4.95e7, "about"),
    ("some 45 million users", "approx", 4.05e7, 4.95e7, "some"),
    ("between 5 and 10 million users", "range", 5e6, 1e7, "between"),
    ("from 30 to 60 seconds", "range", 30, 60, "from and to"),
    ("$10 million to $20 million", "range", 1e7, 2e7, "signs on both ends"),
    ("hundreds of employees", "range", 200, 999, "hundreds"),
    ("tens of millions of users", "range", 2e7, 9.99e7, "tens of millions"),
    ("100,000+ downloads", "ge", 1e5, INF, "plus sign"),
    ("a minute-long clip", "approx", 54, 66, "minute-long"),
    ("a whole minute of film", "eq", 60, 60, "a whole minute"),
    ("拍满一整分钟", "eq", 60, 60, "一整分钟"),
]


@pytest.mark.parametrize(("text", "comparator", "low", "high", "why"), BOUNDS, ids=[c[4] for c in BOUNDS])
def test_bounds_of_the_words(text: str, comparator: str, low: float, high: float, why: str) -> None:
    q = only(text)
    assert q.comparator == comparator, why
    assert (q.low, q.high) == pytest.approx((low, high), rel=2e-3), why


NONE = [
    ("GPT-4.5 发布", "version joined by a hyphen"), ("Claude 3 发布", "version after a name"),
    ("Gemini 1.5 Pro", "version between words"), ("Sora 2用户", "a version does not count users"),
    ("Veo 2 users complained", "nor in English"), ("升级到4.0版", "版"), ("GPT-4o 很快", "letter attached"),
    ("用的是H100", "letter before"), ("科目三很火", "title of a dance"), ("2024年2月15日", "date"),
    ("2024-02-15", "date with hyphens"), ("12月9日开售", "day"), ("去年10月开售", "month"), ("晚上8:30开播", "clock time"),
    ("8点30分开播", "clock time in words"), ("三月上线", "month in words"), ("在2024年", "year"), ("In 2024 it grew", "bare year"),
    ("On February 15 it shipped", "day after a month"), ("电话010-62345678", "telephone"),
    ("见https://houxu.example/2024/300元", "address"), ("第一次见面", "ordinal"), ("第三代产品", "generation"),
    ("第二季度", "quarter"), ("十分重要", "very"), ("万一失败", "in case"), ("千万别买", "by all means"),
    ("百度与三星合作", "names"), ("五常大米", "place"), ("看一下", "a bit"), ("都一样", "same"), ("一直在线", "always"),
    ("一款产品", "the article a"), ("昆仑万维", "name"), ("零一万物", "name"), ("一带一路", "slogan"), ("两会召开", "event"),
    ("这一年很难", "this year"), ("有一天", "one day"), ("iPhone 15 Pro", "product"), ("a second model", "another"),
    ("in the first half", "period"), ("one of them", "pronoun"), ("2.3.1 版", "three-part version"), ("几乎没有", "almost"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), NONE, ids=[c[1] for c in NONE])
def test_no_quantity(text: str, why: str) -> None:
    assert [q.text for q in find(text)] == [], why


def test_a_maximum_told_is_marked_as_limit() -> None:
    assert [only(t).limit for t in ("最长60秒", "up to 60 seconds", "60秒", "不超过60秒")] == [True, True, False, False]


def test_an_increase_by_twice_is_told_apart_from_twice_as_much() -> None:
    assert [only(t).note for t in ("产量增长两倍", "产量增至两倍", "产量提高了1.5倍")] == ["added", None, "added"]


def test_old_and_new_value_of_a_change_are_two_numbers() -> None:
    assert [q.value for q in find("营收从10亿元增至20亿元")] == [1e9, 2e9]
    assert [q.value for q in find("Revenue rose from $10 million to $20 million")] == [1e7, 2e7]


def test_the_last_three_years_are_not_nearly_three_years() -> None:
    assert (only("近三年产量稳定").comparator, only("工程历时近三年").comparator) == ("eq", "near")


def test_an_hour_of_a_rate_is_no_duration() -> None:
    assert [q.dimension for q in find("It costs $50 a minute")] == ["money"]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("1.2亿月活用户", "月活用户"), ("80万条视频", "视频"), ("月活达到1.72亿", "月活"), ("45 million monthly active users", "users"),
        ("八百万開發者", "开发者"), ("3 million downloads", "downloads"), ("12 new offices", "offices"),
    ],
)  # fmt: skip
def test_counted_thing_beside_the_number(text: str, noun: str) -> None:
    assert only(text).noun == noun


AGREE = [
    ("估值近800亿美元", "It is valued at 80 billion dollars", "inside", "near covers the number itself"),
    ("月活破亿", "月活为8000万", "outside", "short of the mark"),
    ("逾三成会员续费", "35%的会员续费", "inside", "tenths against per cent"),
    ("约60秒", "one minute", "inside", "about, in another unit"),
    ("不到1000万用户", "980万用户", "inside", "below the bound"),
    ("980万用户", "不到1000万用户", "overlap", "a bound does not settle a number"),
    ("月活破亿", "月活近一亿", "outside", "beyond and short of the same mark"),
    ("月活近一亿", "月活突破一亿", "outside", "the same the other way round"),
    ("最长60秒", "up to 20 seconds", "outside", "another limit"),
    ("最长60秒", "up to one minute", "inside", "the same limit"),
    ("60秒", "60秒", "inside", "the same"),
    ("60秒", "20秒", "outside", "another"),
    ("1.72亿用户", "1.7亿用户", "inside", "rounding in the last digit told"),
    ("1.72亿用户", "1.4亿用户", "outside", "more than rounding"),
    ("120人", "121人", "outside", "numbers in full are exact"),
    ("800亿美元", "about $80 billion", "inside", "a careful report of the same number"),
    ("逼近800亿美元", "about $80 billion", "inside", "both are careful about the same number"),
    ("1亿用户", "超过1亿用户", "overlap", "more than it may be anything"),
    ("超过1亿用户", "5亿用户", "overlap", "far above is another matter"),
    ("30-60秒", "45秒", "inside", "in the range"),
    ("30-60秒", "90秒", "outside", "out of the range"),
    ("产量增长两倍", "产量增至三倍", "inside", "an increase by two makes three"),
    ("产量翻番", "产量增长一倍", "inside", "doubling is an increase by one"),
    ("产量增长两倍", "产量增至两倍", "outside", "which is an increase by one"),
    ("一年", "12 months", "inside", "calendar units"),
    ("一年", "365天", "inside", "calendar units are not exact"),
    ("至少3家公司", "两家公司", "outside", "fewer than the least"),
    ("10 miles", "16公里", "inside", "converted measures are rounded"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "answer", "why"), AGREE, ids=[c[3] for c in AGREE])
def test_agreement(claim: str, passage: str, answer: str, why: str) -> None:
    a, b = only(claim), only(passage)
    assert comparable(a, b)
    assert agreement(a, b) == answer, why


@pytest.mark.parametrize(
    ("a", "b", "answer", "why"),
    [
        ("80亿美元", "80亿元", False, "exchange rates are not known"),
        ("80亿美元", "$8 billion", True, "one currency in two languages"),
        ("60秒", "60人", False, "dimensions"),
        ("3%", "3个百分点", False, "points are not per cent"),
        ("3亿用户", "3亿", True, "a count of nothing named"),
        ("500名员工", "500人", True, "people in general"),
        ("500名员工", "500万用户", False, "kinds of people"),
        ("500辆车", "500人", False, "kinds of things"),
        ("12家公司", "12 firms", True, "one kind in two languages"),
        ("超过百亿", "120亿元", True, "a sum without its currency"),
        ("1750亿参数", "175B parameters", True, "parameters"),
    ],
)
def test_comparable(a: str, b: str, answer: bool, why: str) -> None:
    assert comparable(only(a), only(b)) is answer, why
    assert comparable(only(b), only(a)) is answer, why


DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """The way a Chinese reporter writes a whole number below 10^12."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return in_chinese(high) + "亿" + (("零" if low < 10**7 else "") + in_chinese(low) if low else "")
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return in_chinese(high) + "万" + (("零" if low < 10**3 else "") + in_chinese(low) if low else "")
    for scale, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            high, low = divmod(number, scale)
            return DIGITS[high] + word + (("零" if low < scale // 10 else "") + in_chinese(low) if low else "")
    return DIGITS[number]


@given(st.integers(min_value=2, max_value=10**12 - 1))
def test_a_number_reads_back_from_any_notation(number: int) -> None:
    for text in (f"{number}元", f"{number:,}元", in_chinese(number) + "元", f"${number:,}", f"{number} yuan"):
        assert only(text).value == pytest.approx(number, rel=1e-11), text


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=0, max_value=2))
def test_scaled_numbers_read_the_same_in_both_languages(digits: int, places: int) -> None:
    decimal = f"{digits / 10**places:.{places}f}"
    value = float(decimal)
    for text, scale in (
        ("{}亿美元", 1e8),
        ("${} billion", 1e9),
        ("{} million dollars", 1e6),
        ("{}万美元", 1e4),
        ("${}bn", 1e9),
    ):
        assert only(text.format(decimal)).value == pytest.approx(value * scale), text


ALPHABET = "0123456789.,%-~ 一二三十百千万亿半几数多余成倍元美秒分年月个人近超约不到到至第前翻番上以内$¥kKbBmpx aonehundredmillionhalf\n"


@settings(max_examples=300)
@given(st.one_of(st.text(), st.text(alphabet=ALPHABET, max_size=60)))
def test_any_text_is_read_and_offsets_slice_back(text: str) -> None:
    found = find(text)
    for q in found:
        assert text[q.start : q.end] == q.text
        hair = 1e-6 * abs(q.value)  # 不到1 names 1, which is just out of reach
        assert q.low - hair <= q.value <= q.high + hair
        assert comparable(q, q)
        assert agreement(q, q) in ("inside", "overlap")
    assert all(a.end <= b.start for a, b in pairwise(found))
