"""What the readers of Chinese and of English time words share: the setting of a time, and what it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from houxu.text import days
from houxu.text.days import Days

_AHEAD = re.compile(
    r"将|会(?![议员上长])|计划|预计|有望|拟|准备|定于|目标|力争|未来|打算|预期|争取|待|希望|必须|承诺"
    r"|(?<![a-z])(?:will|would|plan(?:s|ned|ning)?|expect\w*|aim(?:s|ing)?|set (?:to|for)|"
    r"due|pencil+ed in|next|upcoming|soon|going to|slated|scheduled|intend\w*|hop(?:es?|ing)|could|may|might|"
    r"target\w*|promis\w+|goal|later (?:this|in)|predict\w*|forecast\w*|vow\w*)(?![a-z])"
)
_AHEAD_AFTER = re.compile(
    r"(?:之前|以前|前|起|内)?[^,。;宣表称说透布]{0,3}(?:将|会(?![议员上])|拟)|\s(?:will|launch is planned)\b"
)
_CLAUSE_START = re.compile(
    r"[,。;!?\n]|\.\s|宣布|表示|称|透露|说|(?<![a-z])(?:said|says|announced|told|reported)(?![a-z])"
)
SENTENCE_END = re.compile(r"[。!?\n]|\.\s")
_LOOK_BACK, _CONTEXT, _SENTENCE_REACH = 40, 24, 120  # characters


@dataclass(frozen=True, slots=True)
class Setting:
    """What a time word at [start, end) of a folded text may lean on."""

    folded: str
    start: int
    end: int
    anchor: date | None = None
    running: Days | None = None
    carried_year: int | None = None  # a year named earlier in the same sentence
    carried_month: tuple[int, int] | None = None

    @property
    def before(self) -> str:
        """A few words before."""
        return self.folded[max(0, self.start - _CONTEXT) : self.start]

    @property
    def after(self) -> str:
        """A few words after."""
        return self.folded[self.end : self.end + _CONTEXT]

    @property
    def future(self) -> bool:
        """True when the clause, up to the time, or the verb right after it speaks of what is to come."""
        back = self.folded[max(0, self.start - _LOOK_BACK) : self.start]
        clause = back[max((m.end() for m in _CLAUSE_START.finditer(back)), default=0) :]
        return bool(_AHEAD.search(clause) or _AHEAD_AFTER.match(self.folded, self.end))

    @property
    def future_sentence(self) -> bool:
        """True when any part of the sentence speaks of what is to come."""
        far = max(0, self.start - _SENTENCE_REACH)
        low = max((m.end() for m in SENTENCE_END.finditer(self.folded, far, self.start)), default=far)
        stop = SENTENCE_END.search(self.folded, self.end, self.end + _SENTENCE_REACH)
        return bool(_AHEAD.search(self.folded, low, stop.start() if stop else self.end + _SENTENCE_REACH))


@dataclass(frozen=True, slots=True)
class Named:
    """The days that a time word names. `dated` is True when it settles a year for what follows."""

    span: Days
    precision: str
    basis: str
    dated: bool = False
    fiscal: bool = False
    relation: str | None = None


Reader = Callable[[re.Match[str], Setting], Named | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern over folded text and the function that reads its match; None means no time after all."""

    pattern: re.Pattern[str]
    read: Reader


def form(pattern: str, read: Reader) -> Form:
    """Compile a form."""
    return Form(re.compile(pattern), read)


def scanner(forms: Sequence[Form], lead: str) -> re.Pattern[str]:
    """One pattern that finds any of the forms; the group that matched is `f` and the number of the form."""
    bare = (re.sub(r"\(\?P<\w+>", "(?:", f.pattern.pattern) for f in forms)
    return re.compile(lead + "(?:" + "|".join(f"(?P<f{i}>{p})" for i, p in enumerate(bare)) + ")")


def year_for(setting: Setting, month: int, day: int | None = None) -> int | None:
    """The year that a month (and day) without one belongs to; None when nothing tells.

    A year named before in the sentence counts first; else the nearest past one, and the next to come only
    where the clause speaks of the future. A news page is dated up to two days behind its own text: time
    zones and print.
    """
    if setting.carried_year is not None:
        return setting.carried_year
    if setting.anchor is None:
        return None
    if setting.future:
        a = setting.anchor
        passed = month < a.month if day is None else (month, day) < (a.month, a.day)
        return a.year + passed
    a = setting.anchor if day is None else setting.anchor + timedelta(days=2)
    ahead = month > a.month if day is None else (month, day) > (a.month, a.day)
    return a.year - ahead


def _year_for_stretch(setting: Setting, first: date, last: date) -> int | None:
    """As `year_for`: the latest stretch that has begun or, in a plan, the next that is not over."""
    edge = last if setting.future else first
    return year_for(setting, edge.month)


def month_named(
    setting: Setting, number: int, day: int | None, part: str | None, year: int | None, basis: str
) -> Named | None:
    """A month, a third of one or a day in one; `year` None when the words name none."""
    dated = year is not None
    if year is None:
        year, basis = year_for(setting, number, day), "partial"
    if year is None:
        return None
    if day is not None:
        return Named((date(year, number, day),) * 2, "day", basis, dated)
    if part is not None:
        return Named(days.part_of_month(year, number, part), "week", basis, dated)
    return Named(days.month(year, number), "month", basis, dated)


def stretch_named(
    setting: Setting, kind: str, number: int, year: int | None, basis: str, fiscal: bool = False
) -> Named | None:
    """A quarter, half or season; without a year the nearest one that had begun (or is to come)."""
    dated = year is not None
    build = {"quarter": days.quarter, "half": days.half, "season": days.season}[kind]
    if year is None:
        year, basis = _year_for_stretch(setting, *build(2000, number)), "partial"
    if year is None:
        return None
    precision = "half" if kind == "half" else "quarter"
    return Named(build(year, number), precision, "relative" if fiscal else basis, dated, fiscal)


def part_named(setting: Setting, part: str, year: int | None, basis: str) -> Named | None:
    """The start, middle or end of a year; without one, of the year that the words most likely mean."""
    dated = year is not None
    if year is None and setting.anchor is not None and part in ("start", "early"):
        year, basis = setting.anchor.year, "relative"  # a coming one is called next year's
    elif year is None and setting.anchor is not None and part == "end" and _is_bound(setting):
        year, basis = setting.anchor.year, "relative"  # "by the end of the year" hardly ever looks back
    elif year is None:
        year, basis = _year_for_stretch(setting, *days.part_of_year(2000, part)), "relative"
    if year is None:
        return None
    precision = "quarter" if part != "mid" else "half"
    return Named(days.part_of_year(year, part), precision, basis, dated)


_BOUND_BEFORE = re.compile(r"(?:\bby|\bbefore|\bprior to|\bno later than|赶在|截至)[ ]?(?:the )?$")
_BOUND_AFTER = re.compile(r"(?:之|以)?前")
_MONTHS_OF_LOOKING_BACK = 2  # January and February still tell of the year that has just ended


def _is_bound(setting: Setting) -> bool:
    assert setting.anchor is not None
    bound = _BOUND_BEFORE.search(setting.before) or _BOUND_AFTER.match(setting.after)
    return bool(bound) and setting.anchor.month > _MONTHS_OF_LOOKING_BACK


def distant(setting: Setting, low: float, high: float, unit: str, way: str, *, ahead: bool = False) -> Named | None:
    """Some time before or after another: "ago" from publication, "later" and "earlier" from the time before.

    A "later" without a time before it counts from publication only where the sentence looks ahead: told as a
    story, it counts from something that the text does not date. `ahead`: the words themselves say so.
    """
    base = setting.running if way in ("later", "earlier") else None
    if base is None:
        if setting.anchor is None or (way == "later" and not (ahead or setting.future_sentence)):
            return None
        base = (setting.anchor, setting.anchor)
    if unit == "year" and (low % 1 or high % 1) and low == high:
        low, high, unit = low * 12, high * 12, "month"
    if way in ("ago", "earlier"):
        low, high = -high, -low
    span = days.away(base, low, high, unit)
    return Named(span, days.coarser(unit, "day"), "relative", relation="on")


def hours_ago(setting: Setting, hours: float) -> Named | None:
    """Some hours or minutes ago: the day of publication or, in its first hours, the day before."""
    if setting.anchor is None:
        return None
    back = timedelta(days=int(hours // 24) + 1)
    return Named((setting.anchor - back, setting.anchor), "day", "relative", relation="on")


def reaching(setting: Setting, count: float, unit: str, way: str) -> Named | None:
    """A stretch that ends ("past") or begins ("next") today; "within" needs a sentence that looks ahead."""
    if setting.anchor is None or (way == "within" and not setting.future_sentence):
        return None
    far = days.shift(setting.anchor, -count if way == "past" else count, unit)
    return Named((min(far, setting.anchor), max(far, setting.anchor)), unit, "relative", relation="within")


def weekday_named(setting: Setting, number: int, weeks: int | None) -> Named | None:
    """A weekday (Monday 0) `weeks` from this week; None: the nearest past one, or the next where planned."""
    a = setting.anchor
    if a is None:
        return None
    if weeks is not None:
        day = days.week(a)[0] + timedelta(days=7 * weeks + number)
    elif setting.future:
        day = a + timedelta(days=(number - a.weekday()) % 7)
    else:
        day = a - timedelta(days=(a.weekday() - number) % 7)
    return Named((day, day), "day", "relative")


def moved(setting: Setting, unit: str, count: int, base: date | None = None) -> Named | None:
    """The day, week, month, quarter or year that lies `count` of them from publication (or from `base`)."""
    a = base or setting.anchor
    if a is None:
        return None
    if unit == "quarter":
        a = days.shift_months(a, 3 * count)
        return Named(days.quarter(a.year, (a.month + 2) // 3), unit, "relative")
    a = days.shift(a, count, unit)
    span = {
        "day": (a, a),
        "week": days.week(a),
        "month": days.month(a.year, a.month),
        "year": days.year(a.year),
    }[unit]
    return Named(span, unit, "relative", dated=unit == "year")


def up_to_now(setting: Setting, named: Named | None, later: bool) -> Named | None:
    """ "Earlier this year" and "later this year": the part of the period on that side of publication."""
    if named is None or setting.anchor is None:
        return None
    first, last = named.span
    span = (max(first, setting.anchor), last) if later else (first, min(last, setting.anchor))
    return replace(named, span=span) if span[0] <= span[1] else None
