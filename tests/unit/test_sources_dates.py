"""Dates of feeds and lists are read as their writers meant them, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.sources.dates import find, read, zone_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEEN = datetime(2024, 3, 5, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


WHOLE = [
    ("RFC 822", "Mon, 04 Mar 2024 10:20:30 +0800", "2024-03-04T02:20:30", "minute"),
    ("RFC 822 without seconds or weekday", "4 Mar 2024 10:20 GMT", "2024-03-04T10:20", "minute"),
    ("RFC 822 with an American zone", "Mon, 04 Mar 2024 10:20:30 EST", "2024-03-04T15:20:30", "minute"),
    ("CST of a Chinese source is China", "Mon, 04 Mar 2024 10:20:30 CST", "2024-03-04T02:20:30", "minute"),
    ("GMT with an offset behind it", "Mon, 04 Mar 2024 10:20:30 GMT+0800", "2024-03-04T02:20:30", "minute"),
    ("a zone with a comment", "Mon, 04 Mar 2024 10:20:30 +0800 (CST)", "2024-03-04T02:20:30", "minute"),
    ("no zone: the source's", "Mon, 04 Mar 2024 10:20:30", "2024-03-04T02:20:30", "minute"),
    ("a Chinese month in RFC 822", "周一, 04 三月 2024 10:20:30 +0800", "2024-03-04T02:20:30", "minute"),
    ("the same with a number", "星期一, 04 12月 2023 10:20:30 +0000", "2023-12-04T10:20:30", "minute"),
    ("ISO 8601", "2024-03-04T10:20:30+08:00", "2024-03-04T02:20:30", "minute"),
    ("ISO 8601 with fractions", "2024-03-04T10:20:30.123456Z", "2024-03-04T10:20:30", "minute"),
    ("ISO 8601 with a compact offset", "2024-03-04T10:20:30+0800", "2024-03-04T02:20:30", "minute"),
    ("a space for the T", "2024-03-04 10:20:30", "2024-03-04T02:20:30", "minute"),
    ("a day alone stays that day", "2024-03-04", "2024-03-04T00:00", "day"),
    ("slashes", "2024/03/04", "2024-03-04T00:00", "day"),
    ("slashes, one digit, time", "2024/3/4 9:05", "2024-03-04T01:05", "minute"),
    ("dots", "2024.03.04", "2024-03-04T00:00", "day"),
    ("digits alone", "20240304", "2024-03-04T00:00", "day"),
    ("Chinese", "2024年3月4日", "2024-03-04T00:00", "day"),
    ("Chinese with a time", "2024年03月04日 10:20", "2024-03-04T02:20", "minute"),
    ("Chinese with an afternoon", "2024年3月4日 下午3:05", "2024-03-04T07:05", "minute"),
    ("Chinese with full-width colon", "2024年3月4日10：20", "2024-03-04T02:20", "minute"),
    ("English month first", "March 4, 2024", "2024-03-04T00:00", "day"),
    ("English with time and zone", "Mar 4, 2024, 10:20 PM PST", "2024-03-05T06:20", "minute"),
    ("midnight in American", "Mar. 4, 2024 12:05 AM", "2024-03-03T16:05", "minute"),
    ("German dots", "04.03.2024", "2024-03-04T00:00", "day"),
    ("seconds since 1970", "1709518830", "2024-03-04T02:20:30", "minute"),
    ("milliseconds since 1970", "1709518830000", "2024-03-04T02:20:30", "minute"),
]


@pytest.mark.parametrize(("raw", "expected", "precision"), [c[1:] for c in WHOLE], ids=[c[0] for c in WHOLE])
def test_a_date_of_a_chinese_source(raw: str, expected: str, precision: str) -> None:
    moment = read(raw, zone=SHANGHAI, language="zh")
    assert moment is not None
    assert (moment.at, moment.precision) == (utc(expected), precision)


def test_cst_of_an_english_source_is_chicago() -> None:
    moment = read("Mon, 04 Mar 2024 10:20:30 CST", language="en")
    assert moment is not None
    assert moment.at == utc("2024-03-04T16:20:30")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("03/04/2024", "March or April"),
        ("2024-13-04", "no such month"),
        ("2024-02-30", "no such day"),
        ("2024-03-04T25:00:00Z", "no such hour"),
        ("Mon, 04 Mar 2024 10:20:30 XYZ", "no such zone"),
        ("© 2024 Example", "a footer"),
        ("3月4日", "no year, and no day to count from"),
        ("昨天", "no day to count from"),
        ("", "nothing"),
        (None, "nothing"),
        ("2024年3月4日 来源：新华社", "more than a date"),
    ],
)
def test_what_is_not_understood_stays_unknown(raw: str | None, reason: str) -> None:
    assert read(raw, zone=SHANGHAI, language="zh") is None, reason


RELATIVE = [
    ("3小时前", "2024-03-04T22:30", "minute"),
    ("10分钟前", "2024-03-05T01:20", "minute"),
    ("3 hours ago", "2024-03-04T22:30", "minute"),
    ("2天前", "2024-03-03T00:00", "day"),
    ("刚刚", "2024-03-05T01:30", "minute"),
    ("昨天", "2024-03-04T00:00", "day"),
    ("昨天 10:20", "2024-03-04T02:20", "minute"),
    ("yesterday", "2024-03-04T00:00", "day"),
    ("今天 08:00", "2024-03-05T00:00", "minute"),
    ("3月4日", "2024-03-04T00:00", "day"),
    ("03-04 10:20", "2024-03-04T02:20", "minute"),
    ("12月9日", "2023-12-09T00:00", "day"),
]


@pytest.mark.parametrize(("raw", "expected", "precision"), RELATIVE)
def test_relative_dates_count_from_the_fetch_in_the_sources_zone(raw: str, expected: str, precision: str) -> None:
    moment = read(raw, zone=SHANGHAI, language="zh", seen=SEEN)
    assert moment is not None
    assert (moment.at, moment.precision) == (utc(expected), precision)


def test_half_an_hour_is_half_an_hour() -> None:
    moment = read("半小时前", zone=SHANGHAI, language="zh", seen=SEEN)
    assert moment is not None
    assert moment.at == utc("2024-03-05T01:00")


def test_the_one_date_in_a_row_is_found_and_two_are_not_chosen_from() -> None:
    found = find("OpenAI发布Sora 2024-03-04 10:20 阅读(12)", zone=SHANGHAI, language="zh")
    assert found is not None
    assert found[1].at == utc("2024-03-04T02:20")
    assert find("从2024-03-04到2024-03-09的展会", zone=SHANGHAI) is None
    assert find("编号12024-03-04", zone=SHANGHAI) is None


def test_the_zone_of_a_source() -> None:
    assert zone_of("Europe/Paris", "zh") == ZoneInfo("Europe/Paris")
    assert zone_of(None, "zh-Hant") == SHANGHAI
    assert zone_of(None, None) is UTC
    assert zone_of("Nowhere/None", "en") is UTC


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)), st.sampled_from(range(5)))
def test_every_spelling_of_a_moment_reads_back(moment: datetime, spelling: int) -> None:
    moment = moment.replace(microsecond=0, second=0)
    raw = [
        moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        moment.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}",
        f"{moment.year}/{moment.month}/{moment.day} {moment:%H:%M:%S}",
        f"{moment:%B} {moment.day}, {moment.year} {moment:%I:%M %p}",
    ][spelling]
    found = read(raw, zone=UTC)
    assert found is not None, raw
    assert found.at == moment.replace(tzinfo=UTC)


@given(st.text(max_size=90))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    read(raw, seen=SEEN)
    find(raw, seen=SEEN)
