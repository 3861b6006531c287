"""Numbers: 60 seconds against 20 seconds, 80 against 157 billion dollars. Decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from houxu.judge.attribution import Hold
from houxu.judge.measures import Measure, measures
from houxu.judge.opinion import HOLD_WEIGHT, UNASSERTED, Opinion
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period
from houxu.model import Verdict
from houxu.text.quantities import Quantity, agreement, comparable

# A claim about users in general is met or overtaken by a narrower count; never the other way round.
ACCEPTS = {"users": frozenset({"users", "monthly_users"})}
# Who comes daily comes monthly, and who comes monthly is a user: a narrower count is the least that the wider one can be.
NARROWER = {
    "users": frozenset({"monthly_users", "weekly_users", "daily_users"}),
    "monthly_users": frozenset({"weekly_users", "daily_users"}),
}
# What only grows or shrinks in time is bound to its day; what a thing can do is not.
TIMELESS = frozenset({"film_length", "parameters"})
SAME_TIME = timedelta(days=45)  # a figure of the neighbouring month still speaks of the claim's day
MOST_CHANGE = 50.0
VAGUE = 92  # days; "two years ago" is too wide to fall on the claim's month
_BARE_SCALE = re.compile(r"(?:multi-?)?(?:m|b|tr)illion-")  # "a billion-parameter model" says how big, not how many
_MAXIMUM = re.compile(
    r"最长|最多|最高|封顶|天花板|顶多|撑死|成了|变成|拉[到长]|给到|延长到|提(?:高|升)到|做到|缩(?:水|到|至|短)|砍到|降到|至多|上限|不超过|以内|长达|可达|达到|只(?:能|有|剩)|仅(?:能|有|为|剩)?|\bup to\b|\bat most\b|\bmax|\bcap|\bceiling|\blimit|\bno (?:more|longer) than\b|\b(?:stops?|ends?|cuts? off) (?:at|after)\b|\btop out\b|\btops out\b|\bas long as\b|\bonly\b|\bjust\b|\bruns? to\b|\brunning to\b"
)
_NOW_CAN = re.compile(
    r"\b(?:can|may|able to|lets? (?:\w+ ){0,3}\w+) (?:now |only )*(?:make|generate|create|produce|render|go)\b[^.;,]{0,24}$|(?:现在|如今|已|都)?(?:可以?|能够?)(?:生成|制作|做出?|拍出?)[^，。；,;]{0,12}$"
    # what a plan grants is what it allows
    r"|\b(?:ceiling|cap|limit|maximum)\b[^.;,]{0,36}\b(?:is|was|of|at|to)\b[^.;,]{0,6}$"
    r"|\b(?:plus|pro|free|paying|basic|standard) (?:members?|users?|subscribers?|customers|accounts?|plans?|tiers?)\b[^.;,]{0,24}\b(?:gets?|has|have|makes?|allows?|offers?|gives?|grants?)\b[^.;,]{0,12}$"
    r"|(?:plus|pro|会员|用户|档|套餐)[^，。；,;]{0,6}(?:给|可得|可做|享有?|只给|拿到)(?:的是)?[^，。；,;]{0,6}$"
)
# "Twenty seconds is the ceiling", "fifteen seconds for everybody".
_IS_LIMIT = re.compile(
    r"\s*(?:of (?:video|footage) )?(?:(?:is|was|remains|being) (?:the |its |their )?(?:ceiling|cap|limit|maximum|most|longest|upper)|for (?:everybody|everyone|all\b|free (?:users|accounts))|apiece|(?:就|便|即)?(?:是|为)(?:上限|封顶|天花板|极限))"
)
_FELL_SHORT = re.compile(
    r"\bshort of (?:that|this|the|it)\b|\bshorter than\b|\ba (?:fraction|third|quarter|sixth) of (?:that|it)\b|\bnowhere near (?:that|it|as long)\b"
    r"|缩水|大打折扣|没(?:有)?那么长|远(?:远)?(?:不及|短于|没到)|短了一大截"
)
_ABILITY = re.compile(
    r"可以?|能够?|会|支持|生成|做出|产出|分钟级|秒级|连着|连续|直接|一口气|一句话|一镜到底|换来|\bkeeps? going\b|\bwhole minute\b|\bfull minute\b|\blasts?\b|\bcan\b|\bable\b|\bgenerat|\bproduc|\bmake|\bturns? out\b|\brun(?:s|ning)? to\b|\bgo(?:es)? up to\b|-long\b|\blong\b|\bminute of\b|\bseconds of\b|\bclips? of\b|\bshow"
    r"|(?:秒|分)钟?的?(?:高清|连贯|完整|逼真|连续|超长|长|单|流畅)*(?:镜头|视频|影片|短片|片段|画面|作品|片子)|一出手"
)


def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare every number of the claim with the passage's numbers of the same metric and subject."""
    found = measures(pair.passage)
    for claimed in pair.claim.measures:
        said = [(o, told) for told in found if (o := _compare(pair, claimed, told)) is not None]
        then = [o for o, told in said if o.verdict is Verdict.SUPPORTS and _on_the_day(pair, told)]
        yield from then or [o for o, _ in said]


def _on_the_day(pair: Pair, told: Measure) -> bool:
    """The claim says how things stood by a day, and the passage dates this number to it: what came later is another story."""
    stated, when = pair.claim.stated, pair.told(told.quantity.start, told.quantity.end)
    return (
        stated is not None
        and stated.relation in ("by", "until")
        and told.metric.id not in TIMELESS
        and when is not None
        and when.explicit
        and stated.first <= when.last
        and when.first <= stated.last
    )


def _same_metric(claimed: Measure, told: Measure) -> bool:
    accepted = ACCEPTS.get(claimed.metric.id, frozenset({claimed.metric.id}))
    if told.metric.id in NARROWER.get(claimed.metric.id, frozenset()) - accepted:
        return told.quantity.low >= claimed.quantity.high and comparable(claimed.quantity, told.quantity)
    return told.metric.id in accepted and comparable(claimed.quantity, told.quantity)


def _compare(pair: Pair, claimed: Measure, told: Measure) -> Opinion | None:
    number = told.quantity
    if not _same_metric(claimed, told) or _BARE_SCALE.match(claimed.quantity.text.strip().lower()):
        return None
    held = pair.hold(number.start, number.end)
    if held is Hold.UNNAMED and claimed.metric.id in TIMELESS:
        held = Hold.CARRIED  # as with states: a passage that names nobody is given for the claim's sake
    if held is Hold.OTHER and claimed.metric.id == "valuation" and _invested_in(pair, number):
        held = Hold.NAMED
    mood = pair.passage.mood(number.start, number.end)
    if held is Hold.OTHER or mood & UNASSERTED or pair.passage.negated(number.start, number.end):
        return None
    return compare_held(pair, claimed, told, held)


def compare_held(pair: Pair, claimed: Measure, told: Measure, held: Hold = Hold.NAMED) -> Opinion | None:
    """What a number of the claim's metric, told of its subject, says of the claimed one; None when nothing."""
    number = told.quantity
    when = pair.told(number.start, number.end)
    fit = agreement(claimed.quantity, number)
    if claimed.quantity.comparator == "le" and number.comparator in ("gt", "ge"):
        return None  # "longer than a minute" neither keeps to the limit nor says a new one
    if fit == "overlap" and claimed.quantity.value == number.value and claimed.metric.id in TIMELESS:
        fit = "inside"  # "minute-long" is wide, but it names the very limit
    if fit != "inside" and claimed.quantity.value == number.value and claimed.quantity.comparator in ("near", "approx"):
        fit = "inside"  # close to 80 billion, and 80 billion or more: the same round number
    if fit == "inside":
        return _same(pair, claimed, told, held, when)
    if fit == "outside" and held in (Hold.NAMED, Hold.CARRIED) and when is not None:
        return _other(pair, claimed, told, held, when)
    return None


_INTO = re.compile(
    r"(?:投资|入股|注资|增资|领投|投给|收购|接下|接手|买下|买走|吃下|购入)了?\s?$|\b(?:stock|shares) (?:from|in|of) (?:the )?$|\b(?:invest(?:s|ed|ing)?(?: [^.;,]{1,24})? in(?:to)?|put(?:s|ting)?(?: [^.;,]{1,24})? into|back(?:s|ed|ing)|bought into|buying into|stake in) (?:the )?$"
)


_ITS_OWN = re.compile(r"自家|自己|自身|本身|\b(?:its|their) own\b")  # the buyer's


_TO_IT = re.compile(r"[向对给][^,。;]{1,12}(?:再|追加|继续|新)*(?:投资|注资|增资|投入)$")


def _invested_in(pair: Pair, number: Quantity) -> bool:
    """ "SoftBank invests in OpenAI at a valuation of ...": the price is that of whom the money goes to."""
    first, _ = pair.passage.sentence_at(number.start)
    before = [m for m in pair.passage.mentions if first <= m.start and m.end <= number.start and not m.aside]
    if _ITS_OWN.search(pair.passage.folded, pair.passage.clause_at(number.start)[0], number.start):
        return False
    return bool(before) and (
        pair.claim.subject.named_by(before[-1])
        and (
            _INTO.search(pair.passage.folded[first : before[-1].start]) is not None
            or _TO_IT.search(pair.passage.folded[first : before[-1].end + 6]) is not None
        )
    )


def _same(pair: Pair, claimed: Measure, told: Measure, held: Hold, when: Period | None) -> Opinion | None:
    metric = claimed.metric
    if metric.id == "film_length" and (short := _fell_short(pair, held, told.quantity)) is not None:
        day, words = short
        reason = f"{metric.label_zh}后来有了新值:主张“{claimed.quantity.text.strip()}”,{day}报道“{words}”"
        return Opinion(Verdict.UPDATES, 0.84 * HOLD_WEIGHT[held], reason, "quantity:film_length")
    if held in (Hold.UNNAMED, Hold.OWNER) and claimed.quantity.value != told.quantity.value:
        return None
    if metric.id == "film_length" and (
        not _tells_ability(pair, told.quantity) or _FELL_SHORT.search(pair.passage.folded)
    ):
        return None
    if metric.id not in TIMELESS and not _same_days(pair, when):
        return None
    reason = _reason(claimed, told, "same")
    return Opinion(Verdict.SUPPORTS, 0.92 * HOLD_WEIGHT[held], reason, f"quantity:{metric.id}")


def _fell_short(pair: Pair, held: Hold, shown: Quantity) -> tuple[str, str] | None:
    """The length that was shown, and then "well short of that" about what came later: the day and the words of it."""
    days = pair.claim_days
    for found in _FELL_SHORT.finditer(pair.passage.folded, shown.end):
        when = pair.told(*found.span())
        stands = not pair.passage.mood(*found.span()) & UNASSERTED and not pair.passage.negated(*found.span())
        if (
            held in (Hold.NAMED, Hold.CARRIED)
            and stands
            and when
            and days
            and when.first > days[1] + timedelta(days=10)
        ):
            return _day(when), pair.passage.text[found.start() : found.end()]
    return None


def _other(pair: Pair, claimed: Measure, told: Measure, held: Hold, when: Period) -> Opinion | None:
    metric, number = claimed.metric, told.quantity
    if metric.id == "film_length" and not _is_limit(pair, claimed, number):
        return None
    days = pair.claim_days
    if days is None or not _plausible(claimed.quantity, number):
        return None
    later = days[1] if when.explicit else days[1] + timedelta(days=10)
    if when.first > later and _of_bygone_days(pair):
        return None
    if when.first > later:
        reason = _reason(claimed, told, "later", when)
        return Opinion(Verdict.UPDATES, 0.9 * HOLD_WEIGHT[held], reason, f"quantity:{metric.id}")
    if _already_passed(pair, claimed, number, when):
        reason = _reason(claimed, told, "before", when)
        return Opinion(Verdict.REFUTES, 0.8 * HOLD_WEIGHT[held], reason, f"quantity:{metric.id}")
    if when.explicit and days[0] <= when.first and when.last <= days[1]:
        reason = _reason(claimed, told, "then", when)
        return Opinion(Verdict.REFUTES, 0.82 * HOLD_WEIGHT[held], reason, f"quantity:{metric.id}")
    return None


BYGONE = timedelta(days=31)


def _of_bygone_days(pair: Pair) -> bool:
    """ "In 2023 it had passed 100 million", said in 2024: a record of that year, which a later figure does not bring up to date."""
    stated, asserted_on = pair.claim.stated, pair.claim.claim.asserted
    return stated is not None and asserted_on is not None and stated.last < asserted_on - BYGONE


SHORTLY_BEFORE = timedelta(days=200)


def _already_passed(pair: Pair, claimed: Measure, number: Quantity, when: Period) -> bool:
    """ "By February still under ten million", and past ten million in the November before: a crowd that had come."""
    stated = pair.claim.stated
    if stated is None or stated.relation not in ("by", "until") or claimed.metric.id not in NARROWER:
        return False
    short = claimed.quantity.comparator in ("lt", "le") and number.comparator in ("gt", "ge", "eq")
    recent = (
        when.explicit
        and when.days <= VAGUE
        and stated.first - SHORTLY_BEFORE <= when.first
        and when.last < stated.first
    )
    return short and recent and number.low >= claimed.quantity.high * (1 - 1e-6)


def _plausible(claimed: Quantity, told: Quantity) -> bool:
    """The same metric of the same thing seldom moves by more than fifty times; such a number counts something else."""
    low, high = sorted((abs(claimed.value), abs(told.value)))
    return low > 0 and high / low <= MOST_CHANGE


def _same_days(pair: Pair, when: Period | None) -> bool:
    days = pair.claim_days
    if days is None or when is None:
        return when is None and days is None
    return when.days <= VAGUE and when.first <= days[1] + SAME_TIME and when.last >= days[0] - SAME_TIME


def _around(pair: Pair, number: Quantity) -> tuple[int, int]:
    clause = pair.passage.clause_at(number.start)
    return max(clause[0], number.start - 30), min(max(clause[1], number.end), number.end + 30)


# "Its sixty seconds are unmatched": the number is had as a mark to reach.
_A_MARK = re.compile(
    r"(?:追|赶|够|迈|跨|达|碰|超|及|破|撼)|门槛|坎|标杆|纪录|记录|上限|天花板|\b(?:match|reach|equal|beat|touch|top|surpass|approach|near|record|mark|benchmark|ceiling)\w*"
)


_HAD = re.compile(r"(?:['’]s|那|那道|的|这)?\s?(?:那道|full )?")


def _is_its_mark(pair: Pair, number: Quantity) -> bool:
    owners = [m for m in pair.passage.mentions if pair.claim.subject.named_by(m) and m.end <= number.start]
    if not owners or _HAD.fullmatch(pair.passage.folded, owners[-1].end, number.start) is None:
        return False
    return _A_MARK.search(pair.passage.folded, *pair.passage.clause_at(number.start)) is not None


def _tells_ability(pair: Pair, number: Quantity) -> bool:
    if _is_its_mark(pair, number):
        return True
    span = _around(pair, number)
    return number.limit or bool(
        _MAXIMUM.search(pair.passage.folded, *span) or _ABILITY.search(pair.passage.folded, *span)
    )


def _near(pair: Pair, number: Quantity) -> tuple[int, int]:
    """The few words before and after a number, up to the next number."""
    others = [
        q
        for q in pair.passage.quantities
        if q is not number and not (q.start < number.end and number.start < q.end) and not _beside(pair, q, number)
    ]
    joined = [q.start for q in pair.passage.quantities if _beside(pair, q, number)]
    start = max([min([number.start, *joined]) - 14, *(q.end for q in others if q.end <= number.start)])
    end = min([number.end + 8, *(q.start for q in others if q.start >= number.end)])
    return max(start, pair.passage.clause_at(number.start)[0]), end


# A limit of earlier days, or of others, is no new one.
_FORMER = re.compile(
    r"此前|以前|从前|之前|原先|原本|过去|往常|业内|同行|别家|\b(?:previously|formerly|until then|used to|the industry)\b"
)
_AND = re.compile(r"\s*(?:and|&|/|,|、|和|及|与)\s*")


def _beside(pair: Pair, other: Quantity, number: Quantity) -> bool:
    """ "Stops at 1080p and 20 seconds": a number of another kind, joined to this one, shares the words before it."""
    joined = _AND.fullmatch(pair.passage.folded, other.end, number.start) if other.end <= number.start else None
    return joined is not None and other.dimension != number.dimension


def _is_limit(pair: Pair, claimed: Measure, number: Quantity) -> bool:
    """A sample clip may well be shorter than the limit; a longer one, or a stated limit, says something new."""
    if number.value > claimed.quantity.high:
        return _tells_ability(pair, number)
    clause = pair.passage.clause_at(number.start)
    if _FORMER.search(pair.passage.folded, clause[0], number.start):
        return False
    return number.limit or bool(
        _MAXIMUM.search(pair.passage.folded, *_near(pair, number))
        or _IS_LIMIT.match(pair.passage.folded, number.end)
        or _NOW_CAN.search(pair.passage.folded[clause[0] : number.start])
    )


def _reason(claimed: Measure, told: Measure, how: str, when: Period | None = None) -> str:
    label = claimed.metric.label_zh
    was, now = claimed.quantity.text.strip(), told.quantity.text.strip()
    if how == "same":
        return f"{label}一致:主张“{was}”,报道“{now}”"
    day = _day(when)
    if how == "before":
        return f"{label}不符:主张“{was}”,此前({day})报道已“{now}”"
    if how == "later":
        return f"{label}后来有了新值:主张“{was}”,{day}报道“{now}”"
    return f"{label}不符:主张“{was}”,同一时间报道为“{now}”"


def _day(when: Period | None) -> str:
    if when is None:
        return ""
    last: date = when.last
    return when.first.isoformat() if when.days == 0 else f"{when.first.isoformat()}~{last.isoformat()}"
