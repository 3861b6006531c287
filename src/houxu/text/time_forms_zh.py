"""How Chinese news writes times; patterns over folded (simplified, half-width) text."""

from __future__ import annotations

import re
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

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3}
_WEEKDAY = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}
_YEARS = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "今年": 0,
    "本年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
_DAYS = {"大前天": -3, "前天": -2, "前日": -2, "昨": -1, "今": 0, "明": 1, "后天": 2}
_UNITS = (
    ("年", "year"),
    ("月", "month"),
    ("季", "month"),
    ("周", "week"),
    ("星", "week"),
    ("礼", "week"),
    ("天", "day"),
    ("日", "day"),
)

_YEAR = (
    r"(?:(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})\s?(?:财?年度?|(?=q[1-4]))|(?<![0-9.])(?P<short>[12][0-9])年(?=[0-9]{1,2}月|[底初末])"
    r"|(?P<spelt>[一二][零〇○九][零〇○一二三四五六七八九]{2})年"
    r"|(?P<ryear>大前年|(?<![以之年月天日])前年|去年|上年度?(?!纪)|今年|本年度?|明年|来年|后年|同年|当年|次年|翌年|第二年))"
)
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月份?"
_DAY = r"(?P<day>[12][0-9]|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])\s?[日号](?!楼|线|院)(?:\s?[(]?(?:周|星期)[一二三四五六日天][)]?)?"
_MPART = r"(?P<mpart>初(?!创|步|始|级|中)|上旬|中旬|下旬|底(?!层|座)|末(?!端)|中(?=[,。、;的]|$))"
_NOT_MONTH = r"(?![活薪均费租光度刊嫂球子饼壳入销供票卡]|亮(?!相))"
_YPART = r"年?(?P<ypart>早些时候|晚些时候|稍晚|稍早|初(?!创|心|步|始|级|衷|现|次|版|代|选|中|高)|底(?!座|部|层|线|气|价)|末(?!端|日|位|班)|终(?!端|于|止|极)|中(?=[,。、;的前后]|$|推|发布|上线|开|才|将|就|左右))"
_QUARTER = (
    r"(?:第?(?P<quarter>[一二三四1-4])个?(?P<fq>财季|季度|季(?=末|初|财报))|(?<![a-z/])q(?P<qn>[1-4])(?![0-9a-z_]))"
)
_HALF = r"(?P<half>[上下])半年(?!以上)"
_SEASON = r"(?P<season>[春夏秋冬])(?:季|天|(?![节晚奥招运游]))"
_N = r"(?P<n>[0-9]{1,3}(?:\.5)?|[几数]?十[几数]?[一二三四五六七八九]?|[一二两三四五六七八九]十?[一二三四五六七八九]?|半|[几数]|[俩仨](?=月|星期|礼拜|小时|钟头))"
_UNIT = r"(?P<unit>[多余]?(?:年|周|星期|天|小时|分钟)|[多余]?个[半多]?(?:月|星期|礼拜|小时|季度)|(?<=[几数俩仨])月)(?P<tail>[半多余])?"


def numeral(words: str) -> int:
    """A whole number under a hundred in Chinese or Arabic numerals."""
    if words.isascii():
        return int(words)
    tens, ten, units = words.rpartition("十")
    return (_DIGIT.get(tens, 1) * 10 if ten else 0) + _DIGIT.get(units, 0)


def _count(match: re.Match[str]) -> tuple[float, float]:
    """The lowest and highest count meant by 半, 几, 三, 一...多, 近两."""
    words, extra = match["n"], f"{match['unit']}{match['tail'] or ''}"
    vague = {"半": (0.5, 0.5), "几": (2.0, 9.0), "数": (2.0, 9.0), "几十": (20.0, 90.0), "数十": (20.0, 90.0)}
    if words in vague:
        return vague[words]
    if words in ("十几", "十数"):
        return 11.0, 19.0
    value = float(words) if words.isascii() else float(numeral(words))
    if "半" in extra:
        value += 0.5
    if "多" in extra or "余" in extra:
        return value, value + (9 if words in ("十", "10") else 1)
    near = match["near"]
    if near in ("近", "将近", "不到", "不足"):
        return value * 0.75, value
    return (value, value * 1.3) if near in ("超过", "逾") else (value, value)


def _unit(words: str) -> str:
    return next(unit for character, unit in _UNITS if character in words)


def _year(match: re.Match[str], setting: Setting) -> tuple[int | None, str, bool]:
    """The year that the words name, its basis, and whether it was named at all."""
    if match["year"]:
        return int(match["year"]), "absolute", True
    if match["short"]:
        return 2000 + int(match["short"]), "absolute", True
    if match["spelt"]:
        return int("".join(str(_DIGIT.get(c, 9)) for c in match["spelt"])), "absolute", True
    words = match["ryear"]
    if not words:
        return None, "partial", False
    if words in ("同年", "当年", "次年", "翌年", "第二年"):
        base = setting.running[0].year if setting.running else None
        return (base + (words[0] in "次翌第") if base else None), "relative", True
    base = setting.anchor.year if setting.anchor else None
    return (base + _YEARS[words[:3] if words == "大前年" else words[:2]] if base else None), "relative", True


def _dated(match: re.Match[str], setting: Setting) -> Named | None:
    """Anything that may hang on a year: month, day, part, quarter, half, season, or the year itself."""
    year, basis, named = _year(match, setting)
    if named and year is None:
        return None
    if match["month"]:
        day = numeral(match["day"]) if match["day"] else None
        part = _part(match["mpart"]) if match["mpart"] else None
        return month_named(setting, numeral(match["month"]), day, part, year, basis)
    if match["quarter"] or match["qn"]:
        fiscal = "财" in match.group()
        return stretch_named(setting, "quarter", numeral(match["quarter"] or match["qn"]), year, basis, fiscal)
    if match["half"]:
        return stretch_named(setting, "half", 1 if match["half"] == "上" else 2, year, basis)
    if match["season"]:
        return stretch_named(setting, "season", "春夏秋冬".index(match["season"]) + 1, year, basis)
    if match["ypart"]:
        return _part_of_year(match["ypart"], setting, year, basis)
    if year is None:
        return None
    fiscal = "财" in match.group()
    return Named(days.year(year), "year", "relative" if fiscal else basis, dated=True, fiscal=fiscal)


def _part(words: str) -> str:
    return {"初": "start", "上": "early", "中": "mid", "下": "late"}.get(words[0], "end")


def _part_of_year(words: str, setting: Setting, year: int | None, basis: str) -> Named | None:
    if words in ("早些时候", "晚些时候", "稍晚", "稍早"):
        whole = Named(days.year(year), "year", basis, dated=True) if year else None
        return up_to_now(setting, whole, words[:1] == "晚" or words == "稍晚")
    return part_named(setting, "early" if words == "初" else _part(words), year, basis)


def _bare(match: re.Match[str], setting: Setting) -> Named | None:
    """A month, quarter, half or part of the year without the year."""
    groups = match.re.groupindex
    if "month" in groups:
        day = numeral(match["day"]) if match["day"] else None
        part = _part(match["mpart"]) if match["mpart"] else None
        return month_named(setting, numeral(match["month"]), day, part, None, "partial")
    if "quarter" in groups:
        fiscal = "财" in match.group()
        return stretch_named(setting, "quarter", numeral(match["quarter"] or match["qn"]), None, "partial", fiscal)
    if "half" in groups:
        return stretch_named(setting, "half", 1 if match["half"] == "上" else 2, None, "partial")
    return part_named(setting, "early" if match["ypart"] == "初" else _part(match["ypart"]), None, "relative")


def _months(match: re.Match[str], setting: Setting) -> Named | None:
    first, last = int(match["first"]), int(match["last"])
    year = int(match["year"]) if match["year"] else year_of(setting, last)
    if year is None or first > last:
        return None
    return Named(
        days.months(year, first, last),
        "quarter",
        "absolute" if match["year"] else "partial",
        bool(match["year"]),
    )


def _first_months(match: re.Match[str], setting: Setting) -> Named | None:
    """前三个月, 今年前三季度: from New Year on."""
    last = 3 * numeral(match["quarters"]) if match["quarters"] else numeral(match["months"])
    year, basis, named = _year(match, setting)
    year = year if named else year_of(setting, min(last, 12))
    if year is None or not 1 < last < 12:
        return None
    return Named(days.months(year, 1, last), "half" if last < 9 else "year", basis if named else "partial", named)


def _new_year(match: re.Match[str], setting: Setting) -> Named | None:
    """元旦 is the first of January."""
    year, basis, named = _year(match, setting)
    if named and year is None:
        return None
    return month_named(setting, 1, 1, None, year, basis if named else "partial")


def year_of(setting: Setting, month: int) -> int | None:
    """The year of a month that names none."""
    named = month_named(setting, month, None, None, None, "partial")
    return named.span[0].year if named else None


def _day_alone(match: re.Match[str], setting: Setting) -> Named | None:
    """ "4日": in the month named before in the sentence, else the nearest past one."""
    day = int(match["day"])
    if setting.carried_month is not None:
        return Named((date(*setting.carried_month, day),) * 2, "day", "partial")
    if setting.anchor is None:
        return None
    month = setting.anchor if day <= (setting.anchor + timedelta(days=1)).day else days.shift_months(setting.anchor, -1)
    if setting.future and day < setting.anchor.day:
        month = days.shift_months(setting.anchor, 1)
    return Named((month.replace(day=day),) * 2, "day", "partial")


def _relative_month(match: re.Match[str], setting: Setting) -> Named | None:
    """上个月, 本月4日, 下月底, 月初."""
    way = match["way"] or ""
    named = moved(setting, "month", -way.count("上") + way.count("下"))
    if named is None:
        return None
    month = named.span[0]
    if match["day"]:
        return Named((month.replace(day=numeral(match["day"])),) * 2, "day", "relative")
    if match["mpart"]:
        return Named(days.part_of_month(month.year, month.month, _part(match["mpart"])), "week", "relative")
    return up_to_now(setting, named, match["when"] == "晚些时候") if match["when"] else named


def _relative_week(match: re.Match[str], setting: Setting) -> Named | None:
    weeks = match["way"].count("下") - match["way"].count("上")
    if match["weekday"] == "末":
        named = weekday_named(setting, 5, weeks)
        return named and Named((named.span[0], named.span[0] + timedelta(days=1)), "week", "relative")
    if match["weekday"]:
        return weekday_named(setting, _WEEKDAY[match["weekday"]], weeks)
    return moved(setting, "week", weeks)


def _weekday(match: re.Match[str], setting: Setting) -> Named | None:
    return weekday_named(setting, _WEEKDAY[match["weekday"]], None)


def _relative_day(match: re.Match[str], setting: Setting) -> Named | None:
    words = match.group()
    return moved(setting, "day", next(n for start, n in _DAYS.items() if words.startswith(start)))


def _relative_quarter(match: re.Match[str], setting: Setting) -> Named | None:
    return moved(setting, "quarter", match["way"].count("下") - match["way"].count("上"))


def _from_running(match: re.Match[str], setting: Setting) -> Named | None:
    """同日, 次日, 当月: leans on the time named before, never on publication."""
    if setting.running is None:
        return None
    words = match.group()
    unit = "month" if "月" in words else "day"
    if unit == "day" and setting.running[0] != setting.running[1]:
        return None
    step = 1 if words[0] in "次翌第隔" else -1 if words[0] == "前" else 0
    return moved(setting, unit, step, setting.running[0])


def _distant(match: re.Match[str], setting: Setting) -> Named | None:
    low, high = _count(match)
    way = {"前": "ago", "后": "later"}[match["way"]]
    if "小时" in match["unit"] or "分钟" in match["unit"]:
        return hours_ago(setting, high if "小时" in match["unit"] else high / 60) if way == "ago" else None
    factor = 3 if "季" in match["unit"] else 1
    return distant(setting, low * factor, high * factor, _unit(match["unit"]), way)


def _years_back(match: re.Match[str], setting: Setting) -> Named | None:
    """ "两年前的3月16日": the month of a year that is counted back from the day of publication."""
    if setting.anchor is None:
        return None
    year = setting.anchor.year - numeral(match["back"])
    day = numeral(match["day"]) if match["day"] else None
    part = _part(match["mpart"]) if match["mpart"] else None
    return month_named(setting, numeral(match["month"]), day, part, year, "relative")


def _reaching(match: re.Match[str], setting: Setting) -> Named | None:
    if "小时" in match["unit"] or "分钟" in match["unit"]:
        return None
    lead = match["lead"] or ""
    way = "past" if lead[:1] in ("过", "最") else "next" if lead else "within"
    return reaching(setting, _count(match)[1], _unit(match["unit"]), way)


def _within_period(match: re.Match[str], setting: Setting) -> Named | None:
    named = moved(setting, "year" if match.group()[0] == "年" else "month", 0)
    return named and Named(named.span, named.precision, "relative", relation="within")


_CENTURIES = {"19": 19, "20": 20, "21": 21, "十九": 19, "二十": 20, "二十一": 21}


def _decade(match: re.Match[str], setting: Setting) -> Named | None:
    tens, century = match["tens"], match["century"]
    hundreds = 100 * (_CENTURIES[century] - 1) if century else 1900 if match["last"] else 2000
    start = int(match["decade"]) if match["decade"] else hundreds + numeral(tens)
    return Named((date(start, 1, 1), date(start + 9, 12, 31)), "decade", "absolute", dated=False)


_NUMBER_BEFORE = r"(?<![0-9./\-个数几多半第每])(?<![0-9],)(?<!每年)"
_NEAR = r"(?P<near>将近|近|不到|不足|大约|约|超过|逾)?"
_TAILS = rf"(?:\s?{_MONTH}{_NOT_MONTH}(?:\s?{_DAY}|{_MPART})?|的?{_QUARTER}|的?{_HALF}|的?{_SEASON}|的?{_YPART})"

FORMS: tuple[Form, ...] = (
    form(
        rf"(?:{_YEAR}|(?<![以之此年眼目月周天日提]))(?:前|头)(?:(?P<months>十一|1[01]|[2-9]|[二两三四五六七八九十])个月|(?P<quarters>[23二两三])个?季度)(?!前|内)",
        _first_months,
    ),
    form(rf"{_YEAR}?元旦(?!晚会|档|假|节?期间)", _new_year),
    form(
        r"(?:(?P<decade>(?:19|20)[0-9]0)|(?:(?P<century>19|20|21|十九|二十|二十一)世纪|(?P<last>上)?(?:个)?世纪)(?P<tens>[0-9]0|[二三四五六七八九]十))年代",
        _decade,
    ),
    form(
        rf"(?:(?P<year>(?:19|20)[0-9]{{2}})年)?(?<![0-9./\-])(?<![0-9],)(?P<first>[1-9]|1[0-2])月?[-~至到—](?P<last>[1-9]|1[0-2])月(?![0-9]){_NOT_MONTH}",
        _months,
    ),
    form(
        rf"(?<![0-9.十])(?P<back>[0-9]|[一二两三四五六七八九十])年(?:之|以)?前的?(?:那个(?:周[一二三四五六日天]|星期[一二三四五六日天])?,?)?\s?{_MONTH}{_NOT_MONTH}(?:\s?{_DAY}|{_MPART})?",
        _years_back,
    ),
    form(
        rf"{_NEAR}(?<![0-9.]){_N}{_UNIT}(?:之|以)?(?P<way>前(?![0-9一二三四五六七八九十往线端沿景瞻])|后(?![续来台端面者方期]))",
        _distant,
    ),
    form(
        rf"(?P<lead>未来|今后|接下来的?|过去的?|最近的?){_NEAR}{_N}{_UNIT}(?:之内|以内|内|里|间|来)?",
        _reaching,
    ),
    form(rf"(?P<lead>)?{_NEAR}(?<![0-9.]){_N}{_UNIT}(?:之内|以内|内)(?![部容地在存])", _reaching),
    form(rf"{_YEAR}{_TAILS}?", _dated),
    form(
        r"(?<![以])(?P<way>上上个?|上个?|本|这个?|下下个?|下个?)月份?"
        + _NOT_MONTH
        + rf"(?:{_DAY}|{_MPART}|(?P<when>早些时候|晚些时候))?",
        _relative_month,
    ),
    form(rf"(?<![0-9一二三四五六七八九十个上下本岁满])(?P<way>)(?P<day>)(?P<when>)月{_MPART}", _relative_month),
    form(
        r"(?<![以])(?P<way>上上|上|本|这|下下|下)一?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])?(?!期|年|边|遭)",
        _relative_week,
    ),
    form(
        r"(?<![每一二两三四五六七八九十几各单双隔该庄])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?![围次更年个人]|日?活)",
        _weekday,
    ),
    form(r"(?P<way>上|本|这|下)一?个?季度", _relative_quarter),
    form(
        r"大前天|前天|前日(?!本)|昨(?:[天日晚夜晨早]|儿个?)|今(?:天|日(?!头条|资本|俄罗斯)|晨|早|晚|夜)|明(?:天|日|晚|早)|后天(?![性培失形])",
        _relative_day,
    ),
    form(r"当[天日晚](?!地)|同一?[日天]|[次翌]日|隔天|第二天|前一[天日]|[当同]月|[次翌]月", _from_running),
    form(_NUMBER_BEFORE + rf"{_MONTH}{_NOT_MONTH}(?:\s?{_DAY}|{_MPART})?", _bare),
    form(  # the digit before is a name's: "Claude 3三月"
        r"(?:(?<=[a-z][0-9])|(?<=[a-z0-9][ .][0-9]))(?=[一二三四五六七八九十])"
        + rf"{_MONTH}{_NOT_MONTH}(?:\s?{_DAY}|{_MPART})?",
        _bare,
    ),
    form(_QUARTER, _bare),
    form(r"(?<![一二两三四五六七八九十几数0-9])" + _HALF, _bare),
    form(
        r"(?<![0-9一二三四五六七八九十半去今明上个多每成])" + r"(?=[年岁])" + _YPART.replace("年?", "[年岁]", 1),
        _bare,
    ),
    form(
        r"(?<![0-9一二三四五六七八九十半去今明上个多每成])年内(?!部)|(?<![0-9一二三四五六七八九十个])月内(?!部)",
        _within_period,
    ),
    form(
        r"(?<![0-9一二三四五六七八九十月.\-/第近达期历满约])(?<![0-9],)(?P<day>[12][0-9]|3[01]|[1-9])日(?![前均活后内间元本程志报游常语韩用产薪子益])",
        _day_alone,
    ),
)
SCAN = scanner(
    FORMS,
    r"(?=[0-9零〇○一二两三四五六七八九十半几数俩仨大前头元去上今本明来后同当次翌第未接过最近将不约超逾这下昨隔年岁月周星礼世q])",
)

RELATION_BEFORE = re.compile(r"(?:(?P<since>自从?|(?<![不])从|始于)|(?P<until>截至|截止到?|直[至到]|[到至]|—))\s?$")
RELATION_AFTER = re.compile(
    r"(?P<on>前后|前夕)|(?P<since>以来|起(?![源初草步])|开始)|(?P<before>(?:之|以)?前(?![往线端沿景身言台任瞻总员首副高0-9一二三四五]))"
    r"|(?P<after>(?:之|以)?后(?![续来台端面者方卫果悔期0-9]))|(?P<until>为止)|(?P<within>之内|内(?![部容地在存测]))"
)
