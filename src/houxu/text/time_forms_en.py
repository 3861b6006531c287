"""How English news writes times, and the numeric notations of both languages; patterns over folded text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from houxu.text import days
from houxu.text.time_forms import (
    Form,
    Named,
    Setting,
    distant,
    form,
    hours_ago,
    month_named,
    moved,
    part_named,
    reaching,
    scanner,
    stretch_named,
    up_to_now,
    weekday_named,
)

_MONTHS = {
    m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_WEEKDAYS = {d: i for i, d in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "opening": 1,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_PARTS = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "end",
    "close": "end",
    "start": "start",
    "beginning": "start",
    "turn": "start",
}
_NUMBERS = {
    n: i
    for i, n in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
}

_MON = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)"
)
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z:%]|[.,][0-9])"
_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[.,][0-9])|(?:of )?(?P<ryear>last|this|next|the same|that|the following) year)"
_PART = r"(?P<part>early|mid|late|middle|end|close|start|beginning)(?:[- ](?:(?:of|in) )?(?:the )?)"
_ORD = r"(?P<ord>first|second|third|fourth|final|1st|2nd|3rd|4th)"
_COUNT = (
    r"(?:(?P<near>nearly|almost|about|around|roughly|some|just over|a little over|slightly over|more than|over|less than|under|barely|just|only) )?"
    r"(?P<n>[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|many"
    r"|a couple of|half an?)(?P<half> and a half)?[ -](?P<unit>day|week|month|quarter|year|decade)s?"
)


def _month_number(words: str) -> int:
    return _MONTHS[words[:3]]


def _year(match: re.Match[str], setting: Setting) -> tuple[int | None, str, bool]:
    if match["year"]:
        return int(match["year"]), "absolute", True
    words = match["ryear"]
    if not words:
        return None, "partial", False
    if words in ("that", "the same", "the following"):
        base = setting.running[0].year if setting.running else None
        return (base + (words == "the following") if base else None), "relative", True
    return (setting.anchor.year + _STEPS[words] if setting.anchor else None), "relative", True


def _iso(match: re.Match[str], setting: Setting) -> Named | None:
    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return Named((day, day), "day", "absolute", dated=True)


def _iso_month(match: re.Match[str], setting: Setting) -> Named | None:
    return Named(days.month(int(match["y"]), int(match["m"])), "month", "absolute", dated=True)


def _month_day(match: re.Match[str], setting: Setting) -> Named | None:
    year, basis, named = _year(match, setting)
    if named and year is None:
        return None
    return month_named(setting, _month_number(match["month"]), int(match["day"]), None, year, basis)


def _month(match: re.Match[str], setting: Setting) -> Named | None:
    """A month that is sure to be one: it has a year, a part, or a capital and the right company."""
    year, basis, named = _year(match, setting)
    if named and year is None:
        return None
    part = _PARTS[match["part"]] if match["part"] else None
    if not named and part is None and not _LEANS.search(setting.before) and not _surely(match["month"], setting.after):
        return None
    return month_named(setting, _month_number(match["month"]), None, part, year, basis)


_LEANS = re.compile(
    r"(?:^|[^a-z])(?:in|since|until|till|by|from|of|during|before|after|throughout|through|for|to|and|between|around|"
    r"in the|as of|than|a|an|its|their|the|on|every)\s$"
)
_SURE = frozenset(["january", "february", "september", "october", "november", "december"])


def _surely(words: str, after: str) -> bool:
    return words in _SURE or (len(words) > 4 and after.startswith(("'s ", "’s ")))


def _relative_month(match: re.Match[str], setting: Setting) -> Named | None:
    """Last October (the nearest past one), this March, next June."""
    if setting.anchor is None:
        return None
    number, a = _month_number(match["month"]), setting.anchor
    year = {
        "last": a.year - (number >= a.month),
        "past": a.year - (number >= a.month),
        "this": a.year,
        "next": a.year + (number <= a.month),
        "coming": a.year + (number < a.month),
    }[match["way"]]
    part = _PARTS[match["part"]] if match["part"] else None
    return month_named(setting, number, None, part, year, "relative")


def _season(match: re.Match[str], setting: Setting) -> Named | None:
    number, words = _SEASONS[match["season"] or match["of"]], match["way"]
    year, basis, named = _year(match, setting)
    if named or words is None:
        return stretch_named(setting, "season", number, year, basis) if year is not None else None
    if setting.anchor is None:
        return None
    a = setting.anchor
    year = a.year + _STEPS[words]
    season = days.season(a.year, number)
    if (words == "last" and season[1] < a) or (words == "next" and season[0] > a):
        year = a.year
    return stretch_named(setting, "season", number, year, "relative")


def _quarter(match: re.Match[str], setting: Setting) -> Named | None:
    words = match.group()
    fiscal = "fiscal" in words or re.search(r"\bfy", words) is not None
    year, basis, named = _year(match, setting)
    if match["fy"]:
        year, basis, named = 2000 + int(match["fy"][-2:]), "absolute", True
    if named and year is None:
        return None
    if match["half"]:
        return stretch_named(setting, "half", 1 if match["half"] in ("first", "h1") else 2, year, basis, fiscal)
    number = int(match["qn"]) if match["qn"] else _ORDINALS[match["ord"]]
    return stretch_named(setting, "quarter", number, year, basis, fiscal)


def _fiscal_year(match: re.Match[str], setting: Setting) -> Named | None:
    year = 2000 + int(match["fy"][-2:])
    if match["qn"]:
        return stretch_named(setting, "quarter", int(match["qn"]), year, "absolute", fiscal=True)
    return Named(days.year(year), "year", "relative", dated=True, fiscal=True)


def _part_of(match: re.Match[str], setting: Setting) -> Named | None:
    """Late 2023, the end of last year, early next month, year-end."""
    part = _PARTS[match["part"]] if match["part"] else "end"
    if match["year"]:
        return part_named(setting, part, int(match["year"]), "absolute")
    way, unit = match["way"], match["unit"] or "year"
    if way is None and unit == "year":
        return part_named(setting, part, None, "relative")
    named = moved(setting, unit, _STEPS.get(way or "this", 0))
    if named is None:
        return None
    first = named.span[0]
    if unit == "year":
        return part_named(setting, part, first.year, "relative")
    if unit == "month":
        return Named(days.part_of_month(first.year, first.month, part), "week", "relative")
    return named


def _relative_period(match: re.Match[str], setting: Setting) -> Named | None:
    """This month, last week, next year; earlier and later narrow them to one side of publication."""
    named = moved(setting, match["unit"], _STEPS[match["way"]])
    side = match["side"]
    if side in ("earlier", "later") and match["way"] in ("this", "current"):
        return up_to_now(setting, named, side == "later")
    return named


def _weekday(match: re.Match[str], setting: Setting) -> Named | None:
    number, way = _WEEKDAYS[match["weekday"][:3]], match["way"]
    if way in ("next", "this", "coming"):
        return weekday_named(setting, number, 1 if way == "next" else 0)
    named = weekday_named(setting, number, None)
    if way and named and setting.anchor == named.span[0]:
        return Named((named.span[0] - timedelta(days=7),) * 2, "day", "relative")
    return named


_NEAR_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
}
_NEAR_DAYS |= {f"this {p}": 0 for p in ("morning", "afternoon", "evening")}


def _near_day(match: re.Match[str], setting: Setting) -> Named | None:
    return moved(setting, "day", _NEAR_DAYS[match.group()])


def _from_running(match: re.Match[str], setting: Setting) -> Named | None:
    if setting.running is None:
        return None
    unit = match["unit"]
    if unit == "day" and setting.running[0] != setting.running[1]:
        return None
    return moved(setting, unit, match["way"] in ("the next", "the following"), setting.running[0])


def _count(match: re.Match[str]) -> tuple[float, float]:
    words = match["n"]
    if words.startswith("half"):
        return 0.5, 0.5
    if words in ("several", "few", "a few", "many"):
        return (3.0, 9.0) if words != "many" else (3.0, 20.0)
    if words == "a couple of":
        return 2.0, 2.5
    value = float(words) if words.isdigit() else float(_NUMBERS.get(words, 1))
    value += 0.5 if match["half"] else 0.0
    near = match["near"]
    if near in ("nearly", "almost", "less than", "under", "barely"):
        return value * 0.75, value
    return (
        (value, value + 1)
        if near in ("just over", "a little over", "slightly over", "more than", "over")
        else (value, value)
    )


def _measured(match: re.Match[str]) -> tuple[float, float, str]:
    low, high = _count(match)
    unit = match["unit"]
    factor = {"quarter": 3, "decade": 10}.get(unit, 1)
    return low * factor, high * factor, {"quarter": "month", "decade": "year"}.get(unit, unit)


def _distant(match: re.Match[str], setting: Setting) -> Named | None:
    low, high, unit = _measured(match)
    way = {"ago": "ago", "back": "ago", "earlier": "earlier", "before": "earlier"}.get(match["way"], "later")
    if match["way"] == "from now":
        setting = replace(setting, running=None)
    return distant(setting, low, high, unit, way, ahead=match["way"] == "from now")


def _since_then(match: re.Match[str], setting: Setting) -> Named | None:
    """ "Has been out for a little over a month": since when."""
    low, high, unit = _measured(match)
    return distant(setting, low, high, unit, "ago")


def _years_to_the_month(match: re.Match[str], setting: Setting) -> Named | None:
    """ "Five years ago this month", "two years ago today": the month or day itself, that many years back."""
    years, _, unit = _measured(match)
    if setting.anchor is None or unit != "year" or years != int(years):
        return None
    day = setting.anchor.day if match["same"] == "today" else None
    return month_named(setting, setting.anchor.month, day, None, setting.anchor.year - int(years), "relative")


def _hours(match: re.Match[str], setting: Setting) -> Named | None:
    count = int(match["n"]) if match["n"].isdigit() else _NUMBERS.get(match["n"], 1)
    return hours_ago(setting, float(count) if match["unit"] == "hour" else count / 60)


def _reaching(match: re.Match[str], setting: Setting) -> Named | None:
    _, high, unit = _measured(match)
    way = {"within": "within", "in": "within", "last": "past", "past": "past"}.get(match["way"], "next")
    return None if setting.after.startswith(" of ") and way == "within" else reaching(setting, high, unit, way)


_YEAR_AFTER = re.compile(
    r"(?:^|[^a-z])(?:in|since|by|until|till|from|of|during|before|after|throughout|through|to|and|for|circa|"
    r"as of|around|between|the|early in|late in|back in|spring|summer|autumn|fall|winter|a)[ -]$|\($"
)
_ROUND_AFTER = re.compile(r"(?:^|[^a-z])(?:in|since|until|by|during|back in)[ -]$")
_THINGS = re.compile(
    r" (?:[a-z]+ )?(?:users|people|videos?|words|clips|hours|tokens|employees|jobs|staff|companies|models|questions|pixels)\b"
)


def _year_alone(match: re.Match[str], setting: Setting) -> Named | None:
    """A bare four-digit number is a year only after words that lead to years, and before no counted thing."""
    number = int(match["year"])
    leads = (_ROUND_AFTER if number % 50 == 0 else _YEAR_AFTER).search(setting.before)
    if not leads or _THINGS.match(setting.after):
        return None
    return Named(days.year(number), "year", "absolute", dated=True)


def _decade(match: re.Match[str], setting: Setting) -> Named | None:
    start = int(match["decade"])
    return Named((date(start, 1, 1), date(start + 9, 12, 31)), "decade", "absolute")


_W = r"(?<![a-z0-9])"
_NUMERIC = r"(?<![0-9a-z.\-/])"
_NUMERIC_END = r"(?=t[0-9]{2}:|[^0-9a-z\-/.]|\.(?![0-9])|$)"
_WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![a-z])"
_QYEAR = rf"(?:,? (?:of )?(?:the )?(?:fiscal (?:year )?)?(?:{_YEAR}|(?P<fy>fy ?(?:20)?[0-9]{{2}})))?"

# fmt: off
FORMS: tuple[Form, ...] = (
    *(
        form(
            _NUMERIC
            + rf"(?P<y>(?:19|20)[0-9]{{2}}){sep}(?P<m>[01]?[0-9]){sep}(?P<d>[0-3]?[0-9]){_NUMERIC_END}",
            _iso,
        )
        for sep in ("-", "/", r"\.")
    ),
    form(_NUMERIC + r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>0[1-9]|1[0-2])(?![0-9a-z\-/.]|\.[0-9])", _iso_month),
    form(_W + r"(?P<year>(?:19|20)[0-9]{2})(?P<ryear>)?-?(?P<ord>)?(?P<half>)?q(?P<qn>[1-4])(?P<fy>)?(?![a-z0-9_])", _quarter),
    form(_W + rf"(?:{_WEEKDAY},? )?(?:{_PART})?{_MON}[ .]{{1,2}}{_DAY}(?:,? {_YEAR})?".replace(r"(?P<part>", "(?:"), _month_day),
    form(_W + rf"(?:{_WEEKDAY},? )?{_DAY} (?:of )?{_MON}(?:,? {_YEAR})?(?![a-z])", _month_day),
    form(_W + rf"(?:{_PART})?(?P<way>last|this|next|past|coming) {_MON}(?![a-z])", _relative_month),
    form(_W + rf"(?:{_PART})?{_MON}(?:,? (?:of )?{_YEAR})?(?![a-z])", _month),
    form(_W + rf"(?P<ord>)?(?P<qn>)?(?P<half>first|second|h1|h2)(?:[- ]half|(?<=h[12])(?= ?(?:20|of))){_QYEAR}(?![a-z0-9_])", _quarter),
    form(_W + rf"(?P<half>)?(?:q(?P<qn>[1-4])|(?:fiscal )?{_ORD}[- ](?:fiscal )?quarter){_QYEAR}(?![a-z0-9_])", _quarter),
    form(_W + r"(?P<fy>fy ?(?:20)?[0-9]{2}|fiscal (?:year )?20[0-9]{2})(?: q(?P<qn>[1-4]))?(?![0-9a-z])", _fiscal_year),
    form(_W + rf"(?:(?P<way>last|this|next) (?P<season>spring|summer|autumn|fall|winter)|(?P<of>spring|summer|autumn|fall|winter) (?:of )?{_YEAR})(?![a-z])", _season),
    form(_W + rf"{_PART}(?:the )?(?:(?P<year>(?:19|20)[0-9]{{2}})(?![0-9s]|[.,][0-9])|(?P<way>last|this|next)? ?(?P<unit>year|month|quarter|week)(?![a-z]))", _part_of),
    form(_W + r"(?:the |this )?(?P<part>)(?P<way>)(?P<year>)year(?P<unit>)(?:[’']s)?[- ]end(?![a-z])|the year is (?:over|out)", _part_of),
    form(_W + r"the day before yesterday|(?<![a-z])(?:yesterday|tomorrow|today|tonight|last night|this (?:morning|afternoon|evening))(?![a-z])", _near_day),
    form(_W + rf"(?:(?P<way>last|this|next|coming|past) )?{_WEEKDAY}", _weekday),
    form(_W + rf"{_COUNT} ago (?P<same>this month|today)(?![a-z])", _years_to_the_month),
    form(_W + rf"{_COUNT} (?P<way>ago|back(?=[,.;]|$)|earlier|before(?=[,.;]|$)|later|from now|on(?=[,.;:]|$)|after that)(?![a-z])", _distant),
    form(_W + rf"(?<=been )(?:out|available|public|on sale|on the market)(?: for)? {_COUNT}(?! (?:ago|later|earlier))(?![a-z])", _since_then),
    form(_W + r"(?P<n>[0-9]{1,3}|an?|one|two|three|four|five|six) (?P<unit>hour|minute)s? ago(?![a-z])", _hours),
    form(_W + rf"(?P<way>next|coming|past|last) {_COUNT}(?![a-z])", _reaching),
    form(_W + rf"(?P<way>within|in)(?: the (?:next|coming))? {_COUNT}(?![a-z])", _reaching),
    form(_W + r"(?P<way>(?:the|that) same|that|the next|the following) (?P<unit>day|month)(?![a-z])", _from_running),
    form(_W + r"(?:(?P<side>earlier|later|early|late|sometime) )?(?P<way>last|this|next|current|coming) (?P<unit>day|week|month|quarter|year)(?![a-z])", _relative_period),
    form(_W + r"(?P<decade>(?:19|20)[0-9]0)['’]?s(?![a-z])", _decade),
    form(_W + r"(?<![0-9]\.)(?<![0-9],)(?<![$£€¥.\-])(?P<year>(?:19|20)[0-9]{2})(?![0-9a-z%]|[.,][0-9]|-[0-9])", _year_alone),
)
# fmt: on

_STARTS = (
    r"[0-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|early|earlier|mid|late|end|close|"
    r"start|beginning|last|this|next|past|coming|current|first|second|third|four|final|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|one|two|three|several|few|many|an? |half|[qh][1-4]|fy|fiscal|spring|summer|autumn|fall|winter|year|the year|yesterday|to[dmn]|"
    r"nearly|almost|about|around|roughly|some|just|more|over|less|under|barely|only|within|in |a little over|slightly over|(?<=been )(?:out|available|public|on sale|on the market) |that |the (?:day|same|next|fol)"
)
SCAN = scanner(FORMS, rf"(?<![a-z0-9])(?={_STARTS})")

RELATION_BEFORE = re.compile(
    r"(?:^|[^a-z])(?:(?P<since>since|from|starting(?: in| on| from)?|not until|beginning)|(?P<after>after|following)|"
    r"(?P<before>before|prior to|ahead of)|(?P<by>by|no later than|not later than)|"
    r"(?P<until>until|till|as of|through|up to|right up to))\s(?:(?:the|around|about) )?$"
)
