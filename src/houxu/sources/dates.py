"""Dates as feeds, lists and sitemaps write them, in English and Chinese.

Common parsers read 2024年3月4日 and 2024/03/04 as another day without a word and take CST for Chicago. A
wrong date turns `updates` into `refutes`, so whatever is not understood as a whole stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_CHINA = ZoneInfo("Asia/Shanghai")
_MONTHS = {
    name: n
    for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_HAN_MONTHS = {
    name: n for n, name in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1)
}
# RFC 822's names and those of news outlets; CST is settled by the source's language.
_ZONE_HOURS: dict[str, float] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "ist": 5.5, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "北京时间": 8,
}  # fmt: skip
_CLOCK = r"""
    (?:\s*(?:T|,|，|at|-|\s|&nbsp;)?\s*
       (?P<ampm_zh>凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*
       (?P<hour>\d{1,2})[:：时点](?P<minute>\d{2})?分?(?:[:：](?P<second>\d{2}))?秒?(?:[.,]\d+)?
       \s*(?P<ampm>[ap]\.?m\.?)?
    )?
    \s*(?P<zone>Z|[+\-−]\d{1,2}:?\d{2}|[+\-−]\d{1,2}|\(?[A-Za-z]{2,5}\)?(?:\s*[+\-]\d{1,2}:?\d{2})?|北京时间)?
    (?:\s*\([^)]{0,40}\))?
"""
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*|(?:星期|周|週)[一二三四五六日天],?\s*)?"
_MONTH_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAYS = (
    r"(?P<year>\d{4})\s*(?P<sep>[-/.])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*(?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]?",
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+" + _MONTH_NAME + r",?[\s-]+(?P<year>\d{4})",
    _WEEKDAY + r"(?P<day>\d{1,2})\s+(?P<han>十[一二]|[一二三四五六七八九十])月\s+(?P<year>\d{4})",
    _WEEKDAY + r"(?P<day>\d{1,2})\s+(?P<month>\d{1,2})月\s+(?P<year>\d{4})",
    _WEEKDAY + _MONTH_NAME + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
)
_WHOLE = tuple(re.compile(_WEEKDAY + day + _CLOCK, re.I | re.X) for day in _DAYS)
_WITHOUT_YEAR = re.compile(
    r"(?:(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号號]?|(?P<m2>\d{2})-(?P<d2>\d{2}))" + _CLOCK, re.I | re.X
)
_AGO = re.compile(
    r"""(?P<n>\d{1,3}|an?|半)\s*个?\s*
    (?P<unit>秒|分钟|分鐘|小时|小時|天|日|周|星期|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)
    (?:之?前|\s+ago)""",
    re.I | re.X,
)
_NAMED_DAY = re.compile(r"(?P<name>刚刚|剛剛|just\ now|今天|今日|today|昨天|昨日|yesterday|前天)" + _CLOCK, re.I | re.X)
_NAMED_BACK = {"今天": 0, "今日": 0, "today": 0, "昨天": 1, "昨日": 1, "yesterday": 1, "前天": 2}
_EPOCH = re.compile(r"1\d{9}(\d{3})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC; with precision "day" midnight UTC of the day as the source names it."""

    at: datetime
    precision: str  # minute | day


def zone_of(timezone_name: str | None, language: str | None) -> tzinfo:
    """The zone in which a source writes dates without one: its own, China's for Chinese, else UTC."""
    if timezone_name:
        try:
            return ZoneInfo(timezone_name)
        except (ZoneInfoNotFoundError, ValueError):
            pass
    return _CHINA if (language or "").lower().startswith("zh") else UTC


def read(
    raw: str | None, *, zone: tzinfo = UTC, language: str | None = None, seen: datetime | None = None
) -> Moment | None:
    """The moment that a date string names, or None where it is not understood as a whole.

    `zone` is for strings without one; `seen` (aware) is the moment of fetching, from which 3小时前, 昨天 and
    dates without a year count: without it they stay unknown.
    """
    text = " ".join((raw or "").split())
    if not text or len(text) > 80:
        return None
    if _EPOCH.fullmatch(text):
        return Moment(datetime.fromtimestamp(int(text[:10]), UTC), "minute")
    for pattern in _WHOLE:
        found = pattern.fullmatch(text)
        if found is not None:
            return _moment(found, _day(found), zone, language)
    return _relative(text, zone, language, seen.astimezone(zone)) if seen is not None else None


def find(
    text: str, *, zone: tzinfo = UTC, language: str | None = None, seen: datetime | None = None
) -> tuple[str, Moment] | None:
    """The one date that stands in a short text, with its wording; None for none or several."""
    found: dict[Moment, str] = {}
    patterns = (*_WHOLE[:1], _WHOLE[2], _WHOLE[3], _WHOLE[6], _AGO, _NAMED_DAY)
    for pattern in patterns:
        for match in pattern.finditer(text[:2000]):
            wording = match.group().strip(" ,，-(")
            moment = _standing(text, match) and read(wording, zone=zone, language=language, seen=seen)
            if moment:
                found.setdefault(moment, wording)
    if len(found) != 1:
        return None
    ((moment, wording),) = found.items()
    return wording, moment


def _standing(text: str, match: re.Match[str]) -> bool:
    """False for digits cut out of a longer number."""
    before = text[match.start() - 1 : match.start()]
    return not (before.isdigit() or before in {"/", "-", "."})


def _day(found: re.Match[str]) -> date | None:
    groups = found.groupdict()
    if groups.get("name"):
        month = _MONTHS[groups["name"].lower()]
    elif groups.get("han"):
        month = _HAN_MONTHS[groups["han"]]
    else:
        month = int(groups["month"])
    try:
        return date(int(groups["year"]), month, int(groups["day"]))
    except ValueError:
        return None


def _moment(found: re.Match[str], day: date | None, zone: tzinfo, language: str | None) -> Moment | None:
    if day is None or not 1970 <= day.year <= 2100:
        return None
    given = found.group("zone")
    offset = _offset(given, zone, language) if given else zone
    if offset is None:
        return None
    if found.group("hour") is None:
        return Moment(datetime.combine(day, time(), UTC), "day")
    clock = _clock(found)
    return Moment(datetime.combine(day, clock, offset).astimezone(UTC), "minute") if clock is not None else None


def _clock(found: re.Match[str]) -> time | None:
    hour, minute = int(found.group("hour")), int(found.group("minute") or 0)
    second = min(int(found.group("second") or 0), 59)  # leap seconds
    afternoon = (found.group("ampm") or "").lower().startswith("p") or found.group("ampm_zh") in _LATE
    morning = (found.group("ampm") or "").lower().startswith("a")
    if afternoon and hour < 12:
        hour += 12
    if morning and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


_LATE = frozenset({"下午", "傍晚", "晚上", "晚"})


def _offset(given: str, zone: tzinfo, language: str | None) -> tzinfo | None:
    """The zone that a name or a number stands for; None for an unknown name."""
    name = given.strip("() ").lower()
    number = re.search(r"([+\-−])(\d{1,2}):?(\d{2})?$", name)
    if number is not None:
        seconds = int(number.group(2)) * 3600 + int(number.group(3) or 0) * 60
        return timezone(timedelta(seconds=seconds if number.group(1) == "+" else -seconds)) if seconds < 86400 else None
    if name == "cst" and ((language or "").lower().startswith("zh") or _is_chinese(zone)):
        return _CHINA
    hours = _ZONE_HOURS.get(name)
    return timezone(timedelta(hours=hours)) if hours is not None else None


def _is_chinese(zone: tzinfo) -> bool:
    return isinstance(zone, ZoneInfo) and zone.key in {
        "Asia/Shanghai",
        "Asia/Taipei",
        "Asia/Hong_Kong",
        "Asia/Macau",
        "PRC",
    }


def _relative(text: str, zone: tzinfo, language: str | None, seen: datetime) -> Moment | None:
    ago = _AGO.fullmatch(text)
    if ago is not None:
        return _ago(ago, seen)
    named = _NAMED_DAY.fullmatch(text)
    if named is not None:
        back = _NAMED_BACK.get(named.group("name").lower())
        if back is None:  # just now
            return Moment(seen.astimezone(UTC), "minute")
        return _moment(named, seen.date() - timedelta(days=back), zone, language)
    partial = _WITHOUT_YEAR.fullmatch(text)
    return _moment(partial, _latest(partial, seen.date()), zone, language) if partial is not None else None


def _ago(found: re.Match[str], seen: datetime) -> Moment:
    word, unit = found.group("n").lower(), found.group("unit").lower()
    count = 0.5 if word == "半" else 1.0 if word in {"a", "an"} else float(word)
    if unit in {"天", "日", "周", "星期"} or unit.startswith(("day", "week")):
        days = count * (7 if unit in {"周", "星期"} or unit.startswith("week") else 1)
        return Moment(datetime.combine(seen.date() - timedelta(days=round(days)), time(), UTC), "day")
    seconds = 3600 if unit[0] in "小h" else 60 if unit[0] in "分m" else 1
    return Moment((seen - timedelta(seconds=count * seconds)).astimezone(UTC), "minute")


def _latest(found: re.Match[str], today: date) -> date | None:
    """The last day of that month and day that is not after tomorrow."""
    month, day = int(found.group("month") or found.group("m2")), int(found.group("day") or found.group("d2"))
    for year in (today.year, today.year - 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= today + timedelta(days=1):
            return candidate
    return None
