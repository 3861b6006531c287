"""When a page was published: the best statement the page makes, and where it was made.

A wrong date is worse than none, for it turns `updates` into `refutes`. So statements are tried from the most to the
least deliberate, a date later than the fetch is never believed, and nothing is made up: no first of January for a
page that only says 2024. Relative words (3小时前, 昨天) count from the moment of fetching, in the outlet's zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml import etree  # type: ignore[import-untyped]

from houxu.extract.blocks import Block
from houxu.extract.structured import SelfDescription
from houxu.sources.dates import Moment, read

FUTURE = "future-ignored"  # published_from when the only dates named lie ahead
_AHEAD = timedelta(days=1)  # a page of a zone further east may rightly be "tomorrow"
_DISAGREE = timedelta(days=3)
_BEFORE, _AFTER = 6, 14  # blocks around the headline that may hold its date
_BODY = 160  # characters: a longer block is running text, whose dates are those of events
_SCANNED = 500  # characters of a line that are searched
_CLOCK = r"(?:\s*[T,，/|]?\s*(?:at\s+)?(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?"
_CLOCK += r"\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s*[AP]\.?M\.?(?![a-z]))?"
_ZONES = r"(?:\s*(?:Z\b|UTC(?:[+-]\d{1,2})?|GMT(?:[+-]\d{1,2})?|[ECMP][SD]?T\b|BST\b|CES?T\b"
_ZONES += r"|HKT\b|[+-]\d{2}:?\d{2}\b|北京时间))?)?"
_WEEKDAY = r"(?:\s*[,，(（]?\s*(?:星期|周|週)[一二三四五六日天]\s*[)）]?)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WHOLE = re.compile(
    rf"""(?<![\d/.-])(?:
      (?:19|20)\d\d\s?(?:-\s?\d{{1,2}}\s?-|/\s?\d{{1,2}}\s?/|\.\s?\d{{1,2}}\s?\.)\s?\d{{1,2}}(?!\d)
    | (?:19|20)\d\d\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号號]?
    | {_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b
    | \d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?:19|20)\d\d\b
    ){_WEEKDAY}{_CLOCK}{_ZONES}""",
    re.I | re.X,
)
_AMERICAN = re.compile(
    r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)(?P<clock>\s+\d{1,2}:\d{2}(?::\d{2})?\s*[AP]M)",
    re.I,
)
_NEAR = re.compile(
    r"(?:\d{1,3}|半|an?)\s*个?\s*(?:秒钟?|分钟|分鐘|小时|小時|天|周|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?)(?:之?前|\s+ago)"
    r"|(?:刚刚|剛剛|just now)|(?:今天|今日|昨天|昨日|前天|today|yesterday)" + _CLOCK + r")?"
    r"|(?<![\d年/.-])(?:\d{1,2}月\d{1,2}[日号號]|\d{2}-\d{2}(?=\s+\d{1,2}:))" + _CLOCK + r")?",
    re.I,
)
_LABEL = re.compile(
    r"(?:发布|發布|发表|發表|刊发|发稿|上传|创建|公布)\s*(?:时间|時間|日期|于|於|在)?\s*[:：]?\s*$|(?:时间|時間|日期)\s*[:：]\s*$"
    r"|(?:published|posted|first published|created|release date|date)\s*(?:on|at|:)?\s*$",
    re.I,
)
_UPDATE_LABEL = re.compile(r"(?:更新|修改|updated|modified|edited)\s*(?:时间|日期|于|on|at)?\s*[:：]?\s*$", re.I)
_TODAY_BANNER = re.compile(r"今天是|今日是|现在是|现在时间|today is|copyright|©|版权所有|备案|许可证", re.I)
_IN_URL = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/_-]?)(?P<m>0[1-9]|1[0-2])(?P<s2>[/_-]?)(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-]|$|[a-z]|\?)",
    re.I,
)
_MIDNIGHT = re.compile(r"[T\s]0{1,2}:00(?::00)?(?:[.:]0+)?\s*(?:Z|[+-]\d{2}:?\d{2}|UTC|GMT)?$")
_MONTH_ONLY = re.compile(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>0?[1-9]|1[0-2])")
_AFTER_HEADLINE = etree.XPath(
    "following::time[@datetime][not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::li)][1]"
)
_US_ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}


@dataclass(frozen=True, slots=True)
class Published:
    """`at` is UTC; with precision day (month) midnight UTC of the named (first) day. `source` says where it stood."""

    at: datetime | None
    source: str | None
    precision: str = "minute"


@dataclass(frozen=True, slots=True)
class Clues:
    """All that a page and its finder offer for dating it. `headline` is its block's index, None when not found."""

    described: SelfDescription
    blocks: Sequence[Block]
    headline: int | None
    url: str
    fetched_at: datetime
    zone: tzinfo
    language: str | None = None
    hint: Moment | None = None
    tree: etree._Element | None = None


def published(clues: Clues) -> Published:
    """The day or moment of publication.

    In order: JSON-LD, meta tags, <time> near the headline, words near the headline, the address, the finder's date
    (a feed's pubDate is the publisher's own word, so it goes before the guess), htmldate's guess. Words near the
    headline that differ by days from the finder's date lose to it.
    """
    refused = False
    for source, moment in _statements(clues):
        if moment.at > clues.fetched_at + _AHEAD:
            refused = True
            continue
        if source == "text" and clues.hint and abs(moment.at - clues.hint.at) > _DISAGREE:
            continue
        return Published(moment.at, source, moment.precision)
    return Published(None, FUTURE if refused else None)


def _statements(clues: Clues) -> Iterator[tuple[str, Moment]]:
    for source, raw in _machine_readable(clues):
        moment = written(raw, clues)
        if moment is not None:
            yield source, moment
    for label, moment in _in_words(clues):
        yield label, moment
    in_url = from_url(clues.url)
    if in_url is not None:
        yield "url", in_url
    if clues.hint is not None:
        yield "feed", clues.hint
    guess = _guess(clues)
    if guess is not None:
        yield "htmldate", guess


def _machine_readable(clues: Clues) -> Iterator[tuple[str, str]]:
    if clues.described.json_date:
        yield "json-ld", clues.described.json_date
    for raw in clues.described.meta_dates:
        yield "meta", raw
    if clues.tree is not None:
        yield from (("time", raw) for raw in _time_elements(clues.tree))


def _time_elements(tree: etree._Element) -> Iterator[str]:
    """Dates of <time> or datePublished elements of the headline's article; those of lists beside it say nothing."""
    for element in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        yield element.get("datetime") or element.get("content") or " ".join(element.itertext())[:80]
    for heading in tree.xpath("//h1")[:1]:
        for scope in heading.xpath("parent::* | ancestor::*[self::article or self::header or self::main]")[::-1]:
            times = scope.xpath(".//time[@datetime]") if scope.tag != "body" else []
            if 0 < len(times) <= 4:
                yield times[0].get("datetime")
                return
        for following in _AFTER_HEADLINE(heading):
            around = following.xpath("ancestor::article[1]")
            if not around or heading in around[0].iter("h1"):
                yield following.get("datetime")


def written(raw: str, clues: Clues) -> Moment | None:
    """A date string as its writer meant it; None when it is not understood as a whole.

    A clock of exactly midnight is a day that a program padded. ET and its like follow New York's summer time.
    """
    text = " ".join(raw.split()).strip(" ,，|/·-")
    text = re.sub(r"\bnoon\b", "12:00 pm", text, flags=re.I)
    padded = _MIDNIGHT.search(text)
    if padded:
        text = text[: padded.start()]
    month = _MONTH_ONLY.fullmatch(text)
    if month:
        return Moment(datetime(int(month["y"]), int(month["m"]), 1, tzinfo=UTC), "month")
    zone = clues.zone
    if text[-3:-2] == " " and text[-2:].upper() in _US_ZONES:
        zone, text = ZoneInfo(_US_ZONES[text[-2:].upper()]), text[:-3]
    return read(text, zone=zone, language=clues.language, seen=clues.fetched_at)


def _in_words(clues: Clues) -> Iterator[tuple[str, Moment]]:
    """Dates in the lines about the headline, then labelled ones anywhere after it."""
    if clues.headline is None:
        start, before = 0, []
    else:
        start, before = (
            clues.headline + 1,
            list(clues.blocks[max(0, clues.headline - _BEFORE) : clues.headline]),
        )
    after = list(_until_body(clues.blocks[start : start + _AFTER]))
    lines = [block.text for block in after]
    yield from _ranked(lines, clues, relative=True)
    yield from _ranked([b.text for b in before if not b.beside], clues, relative=False)
    for block in clues.blocks[start:]:
        for rank, wording in _wordings(block.text, relative=False) if len(block.text) <= _BODY else ():
            moment = written(wording, clues) if rank == 0 else None
            if moment is not None:
                yield "text", moment


def _until_body(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks up to the second paragraph of running text."""
    running = 0
    for block in blocks:
        running += len(block.text) > _BODY
        if running > 1:
            return
        yield block


def _ranked(lines: Sequence[str], clues: Clues, *, relative: bool) -> Iterator[tuple[str, Moment]]:
    """Dates of the lines: labelled ones, then those with a clock, then bare ones, then relative ones, last updates."""
    found: list[tuple[int, int, Moment]] = []
    for at, line in enumerate(lines):
        for rank, wording in _wordings(line, relative=relative):
            moment = written(wording, clues)
            if moment is not None and (relative or rank < 2 or not _is_banner(moment, clues)):
                found.append((rank, at, moment))
    yield from (("text", moment) for _, _, moment in sorted(found, key=lambda entry: entry[:2]))


def _is_banner(moment: Moment, clues: Clues) -> bool:
    """A bare date above the headline that is the day of the fetch is the site's calendar."""
    return abs(moment.at - clues.fetched_at) < timedelta(days=2)


def _wordings(line: str, *, relative: bool) -> Iterator[tuple[int, str]]:
    length, line = len(line), line[:_SCANNED]
    if _TODAY_BANNER.search(line):
        return
    for match in _WHOLE.finditer(line):
        if length > _BODY and (match.start() > 40 or ":" not in match.group()):
            continue
        before = line[: match.start()]
        if _UPDATE_LABEL.search(before):
            yield 4, match.group()
        else:
            yield (
                0 if _LABEL.search(before) else 1 if re.search(r"[:：]\d", match.group()) else 2,
                match.group(),
            )
    for match in _AMERICAN.finditer(line):
        yield (
            0 if _LABEL.search(line[: match.start()]) else 1,
            f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}{match['clock']}",
        )
    if relative and len(line) <= 80 and not re.search(r"[。！？!?]", line):
        for match in _NEAR.finditer(line):
            if len(line) - len(match.group()) <= 40:
                yield 3, match.group()


def from_url(url: str) -> Moment | None:
    """The day in an address such as /2024/03/04/, /2024-03/04/ or /t20240304_; None when there is none."""
    path = "/" + url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    for match in _IN_URL.finditer(path):
        before = path[match.start() - 1]
        if before.isalnum() and before not in "tT":
            continue
        try:
            return Moment(datetime(int(match["y"]), int(match["m"]), int(match["d"]), tzinfo=UTC), "day")
        except ValueError:
            continue
    return None


def _guess(clues: Clues) -> Moment | None:
    """htmldate's first choice, lists beside the article left out (the last statement tried: the tree is spent).

    Its first of January is the year of a copyright line more often than a date.
    """
    if clues.tree is None:
        return None
    for element in clues.tree.xpath("//aside | //nav | //footer"):
        element.drop_tree()
    latest = (clues.fetched_at + _AHEAD).date().isoformat()
    try:
        found = find_date(clues.tree, extensive_search=False, original_date=True, max_date=latest)
    except Exception:  # a heuristic library on hostile input: no guess is a fine answer
        return None
    if not found or found.endswith("-01-01"):
        return None
    return Moment(datetime.fromisoformat(found).replace(tzinfo=UTC), "day")
