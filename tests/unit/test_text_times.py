"""Times in news text: which days words name, in what relation, and when a number is no time at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.text.times import TimeRef, agreement, before, contains, find, overlaps

PUBLISHED = date(2024, 8, 15)  # a Thursday


def only(text: str, anchor: date | None = PUBLISHED, precision: str = "day") -> TimeRef:
    found = find(text, anchor, precision)
    assert len(found) == 1, found
    return found[0]


def interval(ref: TimeRef) -> str:
    return f"{ref.first}" if ref.first == ref.last else f"{ref.first}..{ref.last}"


NAMED = [
    # text, days, precision, basis, why
    ("2023年前十个月出口增长", "2023-01-01..2023-10-31", "year", "absolute", "the first ten months"),
    ("去年前三季度营收", "2023-01-01..2023-09-30", "year", "relative", "the first three quarters"),
    ("2023年元旦起施行", "2023-01-01", "day", "absolute", "New Year's Day"),
    ("展会于2023年5月9日开幕", "2023-05-09", "day", "absolute", "full Chinese date"),
    (
        "展会于 2023 年 5 月 9 日开幕",
        "2023-05-09",
        "day",
        "absolute",
        "blanks between Latin digits and Chinese",
    ),
    ("展会于２０２３年５月９日开幕", "2023-05-09", "day", "absolute", "full-width digits"),
    ("更新日志 2023-05-09 版", "2023-05-09", "day", "absolute", "ISO"),
    ("Logged at 2023-05-09T08:00:00Z.", "2023-05-09", "day", "absolute", "ISO with a time of day"),
    ("更新日志 2023/5/9 版", "2023-05-09", "day", "absolute", "slashes"),
    ("更新日志 2023.5.9 版", "2023-05-09", "day", "absolute", "dots, as in Chinese datelines"),
    ("二〇二三年五月九日", "2023-05-09", "day", "absolute", "spelt out"),
    ("工廠在2023年5月動工", "2023-05-01..2023-05-31", "month", "absolute", "traditional script"),
    ("23年底动工", "2023-11-01..2023-12-31", "quarter", "absolute", "two-digit year with a part"),
    ("2023年下半年动工", "2023-07-01..2023-12-31", "half", "absolute", "half-year"),
    ("2023年第三季度营收", "2023-07-01..2023-09-30", "quarter", "absolute", "quarter with ordinal"),
    ("2023Q3营收", "2023-07-01..2023-09-30", "quarter", "absolute", "quarter in Latin"),
    ("2023年中国市场", "2023-01-01..2023-12-31", "year", "absolute", "年中 is not read across 年|中国"),
    ("上世纪90年代", "1990-01-01..1999-12-31", "decade", "absolute", "decade"),
    ("工厂5月9日动工", "2024-05-09", "day", "partial", "day without a year: nearest past"),
    ("工厂11月9日动工", "2023-11-09", "day", "partial", "a day still ahead belongs to last year"),
    ("工厂将于11月9日动工", "2024-11-09", "day", "partial", "unless the clause speaks of the future"),
    ("工厂8月16日动工", "2024-08-16", "day", "partial", "one day ahead is a time zone, not eleven months"),
    ("工厂9日动工", "2024-08-09", "day", "partial", "day alone: this month"),
    ("工厂28日动工", "2024-07-28", "day", "partial", "day alone ahead of publication: last month"),
    ("工厂5月动工", "2024-05-01..2024-05-31", "month", "partial", "month alone"),
    ("工厂十二月动工", "2023-12-01..2023-12-31", "month", "partial", "spelt month, nearest past"),
    ("工厂5月底动工", "2024-05-21..2024-05-31", "week", "partial", "end of a month"),
    ("工厂5月上旬动工", "2024-05-01..2024-05-10", "week", "partial", "first third of a month"),
    ("1-3月营收", "2024-01-01..2024-03-31", "quarter", "partial", "range of months"),
    ("去年10月动工", "2023-10-01..2023-10-31", "month", "relative", "month of last year"),
    ("今年2月动工", "2024-02-01..2024-02-29", "month", "relative", "leap year's February"),
    ("前年动工", "2022-01-01..2022-12-31", "year", "relative", "year before last"),
    ("明年年初动工", "2025-01-01..2025-03-31", "quarter", "relative", "start of next year"),
    ("上半年动工", "2024-01-01..2024-06-30", "half", "partial", "first half, past"),
    ("三季度将动工", "2024-07-01..2024-09-30", "quarter", "partial", "a quarter under way is not over"),
    ("上个月动工", "2024-07-01..2024-07-31", "month", "relative", "last month"),
    ("本月4日动工", "2024-08-04", "day", "relative", "day of this month"),
    ("下月底将动工", "2024-09-21..2024-09-30", "week", "relative", "end of next month"),
    ("月初动工", "2024-08-01..2024-08-10", "week", "relative", "start of this month"),
    ("上周四动工", "2024-08-08", "day", "relative", "weekday of last week"),
    ("上週四動工", "2024-08-08", "day", "relative", "the same in traditional script"),
    ("周二动工", "2024-08-13", "day", "relative", "weekday alone: nearest past"),
    ("将在周二动工", "2024-08-20", "day", "relative", "weekday in a plan: the next"),
    ("本周动工", "2024-08-12..2024-08-18", "week", "relative", "this week"),
    ("昨日动工", "2024-08-14", "day", "relative", "yesterday"),
    ("今天凌晨动工", "2024-08-15", "day", "relative", "early today"),
    ("前天动工", "2024-08-13", "day", "relative", "the day before yesterday"),
    ("两周前动工", "2024-07-29..2024-08-04", "week", "relative", "weeks ago are meant loosely"),
    ("俩月前动工", "2024-05-31..2024-06-30", "month", "relative", "俩 holds its classifier"),
    ("仨月前动工", "2024-04-30..2024-05-30", "month", "relative", "仨 too"),
    ("三天前动工", "2024-08-12", "day", "relative", "days ago are meant exactly"),
    ("半年前动工", "2024-01-31..2024-03-01", "month", "relative", "half a year counts in months"),
    ("一年多前动工", "2022-08-15..2023-08-15", "year", "relative", "more than a year: between one and two"),
    ("两小时前动工", "2024-08-14..2024-08-15", "day", "relative", "hours may reach over midnight"),
    ("三个月后将动工", "2024-10-31..2024-11-30", "month", "relative", "later, in a plan: from publication"),
    ("年底将动工", "2024-11-01..2024-12-31", "quarter", "relative", "coming end of year"),
    ("今年早些时候动工", "2024-01-01..2024-08-15", "year", "relative", "earlier this year ends today"),
    ("The fair opened on May 9, 2023.", "2023-05-09", "day", "absolute", "American order"),
    ("The fair opened on 9 May 2023.", "2023-05-09", "day", "absolute", "British order"),
    ("The fair opened on 9th of May, 2023.", "2023-05-09", "day", "absolute", "with ordinal and of"),
    ("2023年5月9日(星期二)动工", "2023-05-09", "day", "absolute", "a weekday behind its date adds nothing"),
    (
        "It opened on Tuesday, May 9, 2023.",
        "2023-05-09",
        "day",
        "absolute",
        "a weekday before its date adds nothing",
    ),
    ("The fair opened on Feb. 15.", "2024-02-15", "day", "partial", "abbreviation with stop"),
    ("The fair opened in May.", "2024-05-01..2024-05-31", "month", "partial", "May after in"),
    (
        "The fair opened in November.",
        "2023-11-01..2023-11-30",
        "month",
        "partial",
        "month ahead: last year's",
    ),
    ("The fair will open in November.", "2024-11-01..2024-11-30", "month", "partial", "unless planned"),
    ("Critics liked February's menu.", "2024-02-01..2024-02-29", "month", "partial", "month as a possessor"),
    ("The fair opened last February.", "2024-02-01..2024-02-29", "month", "relative", "last: nearest past"),
    (
        "The fair opened last October.",
        "2023-10-01..2023-10-31",
        "month",
        "relative",
        "last, over the new year",
    ),
    ("The fair opened this March.", "2024-03-01..2024-03-31", "month", "relative", "this"),
    (
        "The fair opened in October last year.",
        "2023-10-01..2023-10-31",
        "month",
        "relative",
        "year told after",
    ),
    ("It opened in early February 2023.", "2023-02-01..2023-02-10", "week", "absolute", "part of a month"),
    ("It opened in late 2023.", "2023-10-01..2023-12-31", "quarter", "absolute", "part of a year"),
    ("It opened in mid-2023.", "2023-05-01..2023-08-31", "half", "absolute", "hyphenated part"),
    ("It opened in 2023.", "2023-01-01..2023-12-31", "year", "absolute", "year alone after in"),
    ("It opened in the 1990s.", "1990-01-01..1999-12-31", "decade", "absolute", "decade"),
    ("It opened earlier this month.", "2024-08-01..2024-08-15", "month", "relative", "earlier ends today"),
    ("It opened two weeks ago.", "2024-07-29..2024-08-04", "week", "relative", "weeks ago"),
    (
        "It opened more than a year ago.",
        "2022-08-15..2023-08-15",
        "year",
        "relative",
        "more than: one to two",
    ),
    ("It has been out for two weeks.", "2024-07-29..2024-08-04", "week", "relative", "out for: since then"),
    ("It had been available for over a year.", "2022-08-15..2023-08-15", "year", "relative", "available for"),
    ("It opened yesterday.", "2024-08-14", "day", "relative", "yesterday"),
    ("It opened on Tuesday.", "2024-08-13", "day", "relative", "weekday, past"),
    ("It will open on Tuesday.", "2024-08-20", "day", "relative", "weekday, planned"),
    ("It opened last Thursday.", "2024-08-08", "day", "relative", "last is never today"),
    ("It opened in the third quarter of 2023.", "2023-07-01..2023-09-30", "quarter", "absolute", "quarter"),
    ("It opened in the summer of 2023.", "2023-06-01..2023-08-31", "quarter", "absolute", "season"),
    ("It opened in the first half of 2023.", "2023-01-01..2023-06-30", "half", "absolute", "half"),
    (
        "It hoped to open at the start of the year.",
        "2024-01-01..2024-02-29",
        "quarter",
        "relative",
        "bare start: this year's",
    ),
]


@pytest.mark.parametrize(("text", "days", "precision", "basis", "why"), NAMED, ids=[c[4] for c in NAMED])
def test_words_name_these_days(text: str, days: str, precision: str, basis: str, why: str) -> None:
    ref = only(text)
    assert (interval(ref), ref.precision, ref.basis) == (days, precision, basis), why


RELATED = [
    ("自2023年5月起开放", "since", "2023-05-01..2023-05-31", "自…起"),
    ("3月以来", "since", "2024-03-01..2024-03-31", "以来"),
    ("截至2023年6月", "until", "2023-06-01..2023-06-30", "as of"),
    ("将在年底前开放", "by", "2024-11-01..2024-12-31", "底前 is a deadline"),
    ("before the year is over", "before", "2024-11-01..2024-12-31", "a bound looks ahead without a verb that says so"),
    ("赶在年底前交付", "by", "2024-11-01..2024-12-31", "the same in Chinese"),
    ("2023年6月之前", "before", "2023-06-01..2023-06-30", "之前"),
    ("2023年6月以后", "after", "2023-06-01..2023-06-30", "以后"),
    ("未来五年", "within", "2024-08-15..2029-08-15", "stretch ahead"),
    ("过去三个月", "within", "2024-05-15..2024-08-15", "stretch behind"),
    ("计划三个月内开放", "within", "2024-08-15..2024-11-15", "a plan with a limit"),
    ("open since last autumn", "since", "2023-09-01..2023-11-30", "since a season"),
    ("open by the end of 2024", "by", "2024-11-01..2024-12-31", "by"),
    ("closed until June", "until", "2024-06-01..2024-06-30", "until"),
    ("The pool stayed shut right up to June 2024", "until", "2024-06-01..2024-06-30", "right up to"),
    ("not until June 2024", "since", "2024-06-01..2024-06-30", "not until opens the time"),
    ("It will open within five years", "within", "2024-08-15..2029-08-15", "within, ahead"),
    ("prior to March 2024", "before", "2024-03-01..2024-03-31", "prior to"),
    ("after March 3, 2024", "after", "2024-03-03", "after"),
]


@pytest.mark.parametrize(("text", "relation", "days", "why"), RELATED, ids=[c[3] for c in RELATED])
def test_words_around_a_time_give_its_relation(text: str, relation: str, days: str, why: str) -> None:
    ref = only(text)
    assert (ref.relation, interval(ref)) == (relation, days), why


NO_TIMES = [
    ("It went out for two weeks of tests.", "out for, not been out for"),
    ("评分3.5", "a score"),
    ("GPT-4.5 与 Claude 3.7", "versions"),
    ("营收10.24亿元", "an amount"),
    ("视频长30秒", "a duration in seconds"),
    ("训练用了三个月", "a duration"),
    ("It took five years to build.", "a duration in English"),
    ("It hit the mark within two months.", "told as a story: a duration"),
    ("三个月后销量破百万", "counted from something undated"),
    ("Three months later sales doubled.", "the same in English"),
    ("版本 2024.1.2.3", "a long version number"),
    ("今日头条的用户", "a brand with 今日"),
    ("日活超千万", "daily users"),
    ("3月活跃用户", "月活 is a metric"),
    ("每周五更新", "a habit, not a day"),
    ("一周一次", "a frequency"),
    ("春节期间", "a feast without a fixed date"),
    ("龙年", "a zodiac year"),
    ("第二季节目", "a season of a show"),
    ("模型 IQ3_XSS 与 Q4_K_M", "names of quantised weights"),
    ("The Q4_K_M file", "the same in English"),
    ("2000 users joined", "a round count"),
    ("It may march on.", "verbs that look like months"),
    ("2023年2月30日", "a day that does not exist"),
    ("次年3月", "counted from a year that is not told"),
]


@pytest.mark.parametrize(("text", "why"), NO_TIMES, ids=[c[1] for c in NO_TIMES])
def test_no_time_is_read_into(text: str, why: str) -> None:
    assert find(text, PUBLISHED) == [], why


CHAINS = [
    (
        "产品在2月亮相,十个月后开放",
        "2024-11-30..2024-12-30",
        "later counts from the month before it, not from today",
    ),
    ("产品8月上线,三个月后破百万", "2024-11-01..2024-11-30", "a month wide base is loose enough"),
    (
        "In June 2023 it opened. Three months later it closed.",
        "2023-08-31..2023-10-01",
        "over a sentence border",
    ),
    ("It opened in 2022. A year on, it closed.", "2023-01-01..2023-12-31", "a year on"),
    ("产品2022年11月发布,次年3月收费", "2023-03-01..2023-03-31", "the year after the one named"),
    ("产品2022年2月亮相,12月9日开放", "2022-12-09", "a year named in the sentence carries"),
    ("产品2022年5月3日亮相,次日开放", "2022-05-04", "the day after the one named"),
    ("活动1月15日至18日举行", "2024-01-18", "the month carries to a day alone"),
    ("特展本月5日开幕,25日闭幕", "2024-08-25", "a month of publication that is named carries"),
    ("特展两年前的3月5日开幕,25日闭幕", "2022-03-25", "a month counted back carries"),
    ("大桥2023年8月验收,同月通车", "2023-08-01..2023-08-31", "the same month"),
]


@pytest.mark.parametrize(("text", "days", "why"), CHAINS, ids=[c[2] for c in CHAINS])
def test_the_last_time_leans_on_the_one_before(text: str, days: str, why: str) -> None:
    assert interval(find(text, PUBLISHED)[-1]) == days, why


def test_a_year_does_not_carry_into_the_next_sentence() -> None:
    assert interval(find("产品2021年2月亮相。5月9日开放。", PUBLISHED)[-1]) == "2024-05-09"


def test_fiscal_periods_are_calendar_ones_with_a_flag() -> None:
    ref = only("Revenue in Q3 FY2024 rose.")
    assert (interval(ref), ref.precision, ref.basis, ref.fiscal) == (
        "2024-07-01..2024-09-30",
        "quarter",
        "relative",
        True,
    )
    assert only("2024财年第三财季").fiscal
    assert not only("2024年第三季度").fiscal


@pytest.mark.parametrize("text", ["昨天", "去年10月", "3月4日", "两周前", "in February", "last week", "on Monday"])
def test_without_a_publication_date_nothing_is_invented(text: str) -> None:
    assert find(text) == []


def test_a_publication_date_known_to_the_month_widens_what_counts_from_it() -> None:
    ref = only("上个月开放", date(2024, 8, 1), "month")
    assert interval(ref) == "2024-07-01..2024-07-31"
    assert interval(only("昨天开放", date(2024, 8, 1), "month")) == "2024-07-31..2024-08-30"
    vague = only("opened last month", date(2024, 1, 1), "year")
    assert (interval(vague), vague.precision) == ("2023-12-01..2024-11-30", "year")


def test_may_the_verb_and_may_the_month_are_told_apart() -> None:
    assert [r.text for r in find("It may open in May.", PUBLISHED)] == ["May"]


AGREEMENT = [
    ("2024年2月", "2024年2月15日", "inside", "a month claim is met by a day in it"),
    ("2024年2月15日", "2024年2月", "overlap", "a month does not settle a day"),
    ("2024年2月15日", "2024年3月1日", "outside", "another day"),
    ("2024年2月", "2024年1月至今", "outside", "another month"),
    ("by the end of 2024", "October 3, 2024", "inside", "before a deadline"),
    ("by the end of 2024", "March 3, 2025", "outside", "after a deadline"),
    ("2024年12月9日", "自2024年12月9日起", "inside", "a beginning compared with a date is that date"),
    ("2024年11月3日", "after December 9, 2024", "outside", "after excludes what came before"),
    ("2024年11月", "2024年12月之前", "overlap", "before reaches back without end"),
    ("since March 2024", "April 3, 2024", "inside", "since reaches on"),
]


@pytest.mark.parametrize(("claim", "passage", "expected", "why"), AGREEMENT, ids=[c[3] for c in AGREEMENT])
def test_how_a_passage_meets_the_time_of_a_claim(claim: str, passage: str, expected: str, why: str) -> None:
    assert agreement(only(claim), find(passage, PUBLISHED)[0]) == expected, why


def test_interval_relations() -> None:
    year, month, later = only("2023年"), only("2023年5月"), only("2024年1月")
    assert contains(year, month)
    assert not contains(month, year)
    assert overlaps(month, year)
    assert before(month, later)
    assert not before(later, month)


NOTATIONS = [
    "{d.year}年{d.month}月{d.day}日",
    "{d.year} 年 {d.month} 月 {d.day} 日",
    "{d.year}年{d.month:02d}月{d.day:02d}日",
    "{d.year}-{d.month:02d}-{d.day:02d}",
    "{d.year}/{d.month}/{d.day}",
    "{d.year}.{d.month}.{d.day}",
    "{d:%B} {d.day}, {d.year}",
    "{d.day} {d:%B} {d.year}",
    "{d:%b}. {d.day}, {d.year}",
    "{d.day} {d:%b} {d.year}",
]


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(NOTATIONS))
def test_every_notation_of_a_date_reads_back_the_same(day: date, notation: str) -> None:
    ref = only(f"({notation.format(d=day)})", None)
    assert (ref.first, ref.last, ref.precision, ref.basis) == (day, day, "day", "absolute")


_PIECES = st.sampled_from(
    [
        "年",
        "月",
        "日",
        "号",
        "前",
        "后",
        "内",
        "上",
        "下",
        "周",
        "去年",
        "今年",
        "底",
        "初",
        "半",
        "多",
        "个",
        "3",
        "12",
        "2024",
        "99",
        "-",
        "/",
        ".",
        ",",
        "last",
        "next",
        "May",
        "in",
        "two",
        "years",
        "ago",
        "Q3",
    ]
)


@settings(max_examples=200)
@given(
    st.one_of(st.text(), st.lists(_PIECES, max_size=12).map("".join), st.lists(_PIECES, max_size=12).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(["day", "month", "year"]),
)
def test_any_text_is_read_without_failing_and_offsets_slice_back(
    text: str, anchor: date | None, precision: str
) -> None:
    end = 0
    for ref in find(text, anchor, precision):
        assert text[ref.start : ref.end] == ref.text
        assert end <= ref.start < ref.end
        assert ref.first <= ref.last
        end = ref.end
