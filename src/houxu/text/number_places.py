"""Digits that are no quantities: dates, clock times, versions, names, list numbers, addresses."""

from __future__ import annotations

import re

# Matched from the place of a numeral; what matches is passed over.
SKIP = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-/.年][ ]?[0-9]{1,2}(?:[-/.月][ ]?[0-9]{1,2}[日号]?)?(?![0-9%万亿])|(?:[-–~至]|财|学)?[0-9]{0,4}(?:财|学)?年(?![多半以之来间内]|级别)[代底初末中度]?)"
    r"|[0-9]{2}年(?=[0-9]{1,2}月|[底初末]|[上下]半年|第?[一二三四]季)|(?:[0-9]{1,2}|十?[一二三四五六七八九十])月(?:份|底|初|末|中|[0-9一二三四五六七八九十]{1,3}[日号]|(?![均活销产租入度子球亮]))(?:[0-9]{1,2}[日号])?"
    r"|[0-9]{1,2}[日号](?![均活])|[0-9]{1,2}[:点][0-9]{2}(?![0-9]*[万亿倍%])(?:[:分][0-9]{0,2})?|[0-9]{1,2}点(?:半|整|[0-9]|钟)?|[0-9]+\.[0-9]+\.[0-9.]+"
    r"|[0-9]{3,4}-[0-9]{7,8}|1[3-9][0-9]{9}(?![0-9万亿元,.%]| ?[a-z$])|[0-9]{3}-[0-9]{3}-[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"
    r"|[0-9.]+(?:版(?![权税])|代(?!币|表|码|言|理|价)|号(?!召)|系列)|[0-9]+(?:st|nd|rd|th)(?![a-z])(?: place)?(?! place)"
    r"|[一二三四五六七八九〇零]{4}年|[0-9]{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])"
    r"|(?:19|20)[0-9]{2}s(?![a-z])|[0-9]{2}后(?![0-9])"
)
# Words that begin like a numeral.
WORDS = re.compile(
    r"(?<=每)千(?:瓦时?|克|米|卡)|(?<![0-9一二两三四五六七八九十]小时)(?<!个小时)十分(?![钟之])|万一|千万(?=[别不要记注小莫勿])|百度|百川|千问|千帆|万科|万达|万维|万兴|万物|万象|万能|万事|零一万|百货|百姓|百科|百分(?!之)|千禧|千里|千家万户|亿纬|百年(?!来)"
    r"|零下(?=[0-9一二三四五六七八九十])|三星|五常|三国|三体|三一重|九章|九安|七牛|七夕|六一|八达|四川|四处|四大(?=名)|五一|十一(?=黄金|假期|长假|国庆)|两会|两岸|三亚|三峡|三农|三观|三思|一带一路"
    r"|一(?=[下样直些旦般致起切定共向时边面方经再度味番律路线流贯举点线手系带道同旁天])|一半天|一(?=个(?![小月百半多星]))|双十[一二]|科目[一二三四]|[一二三四五六七八九]线|二手|二次|二维|三维|零售|零食|零部|零件|零度|零和|零距|零成|零门"
    r"|半(?![年天小个数价月分秒]|年)|几乎|几何|几近|数(?![十百千万亿名个位家分秒小月年天周倍次款])|上(?![百千万亿])|成(?!千上万|百上千|[百千万亿])|万元户|一(?=[种款名位条项家部台场段张幅组支位篇本套块座只头匹次])|十足|十字|十佳|十全|千变|百态|一年一度|一[天月日年](?=[天月日年])"
    r"|[一二三四五六七八九]季度|[一二两三四五六七八九十]月(?!活)|[一二三四五六七八九十]{1,3}[日号]|二〇[〇一二三四五六七八九]{2}|[一二三四五六七八九十]+点(?=[半整钟,。]|[一二三四五六七八九十]+分)|[一二三四五六七八九]+星级"
)
NAME_BEFORE = re.compile(r"(?:[a-z0-9_#@/]|[a-z]-|\.|[0-9][-–:/]|[0-9],)$")
_CAPITALISED = re.compile(r"(?:^|[^A-Za-z])([A-Z][A-Za-z]*|[a-z]+[A-Z][A-Za-z]*) ?$")
_FUNCTION = frozenset(
    ["A", "An", "The", "In", "On", "At", "By", "For", "From", "To", "Of", "With", "And", "Or", "But", "About", "Around", "Over", "Under", "Nearly", "Almost", "Some", "More", "Less", "Up", "Only", "Just", "Between", "After", "Before", "Within", "Into", "Than", "As", "Is", "It", "Its", "Was", "Were", "Are", "Has", "Had", "Have", "That", "This", "Those", "These", "Their", "His", "Her", "Our", "Roughly", "Approximately", "Another", "All", "Every", "Each", "Last", "First", "Next", "Past", "Some", "Most", "Fewer", "Exactly", "RMB", "USD", "CNY", "EUR", "GBP", "HKD", "Top", "US", "NT"]
)  # fmt: skip
MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? $")
_ORDINAL_BEFORE = re.compile(
    r"第$|(?:no\.?|number|version|chapter|figure|table|page|phase|step|day|level|series|round|section|article|v|ver\.?) ?$"
)
_DAY_IDIOM = re.compile(r"(?:[这那有某每同当另前后上新首]|(?<![省留剩花余])下)$")


def url_spans(text: str) -> list[tuple[int, int]]:
    """Addresses of pages and of mail, inside which no number counts."""
    if "://" not in text and "www." not in text and "@" not in text:
        return []
    return [m.span() for m in re.finditer(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.]+", text)]


def follows_name(text: str, at: int) -> bool:
    """Whether a capitalised name stands right before: "Claude 3", "Sora 2", "Veo 2"."""
    match = _CAPITALISED.search(text, max(0, at - 24), at)
    return match is not None and match[1] not in _FUNCTION


def is_ordinal(folded: str, at: int) -> bool:
    """第三, No. 3, version 3, page 3."""
    return _ORDINAL_BEFORE.search(folded, max(0, at - 9), at) is not None


def is_day_idiom(folded: str, at: int) -> bool:
    """这一年, 有一天, 每一天: no duration."""
    return _DAY_IDIOM.search(folded, max(0, at - 1), at) is not None
