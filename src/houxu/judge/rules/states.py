"""States that hold for a while: open to the public or not, ready for industrial use or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from houxu.judge.attribution import Hold
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.opinion import HOLD_WEIGHT, Opinion, asserted
from houxu.judge.rules.pair import Pair
from houxu.judge.when import Period, linked_time
from houxu.model import Kind, Verdict

# An end of service changes the same attribute once more.
ENDED_BY = {"open_public": "shutdown"}
# What shows that a state has come about without naming it.
SHOWN_BY = {"commercial_grade": ("paying_trade",)}
_OWN_PRODUCT = re.compile(r"产品|工具|\bproduct|\btool")
_NOTHING = re.compile(
    r"(?:谁也|没人|都)[^,。;]{0,4}(?:拿不出|没有)|\bnothing (?:that|to|for)\b"
)  # said by any of its houses
BEFORE = timedelta(days=60)  # a state reported up to two months before the claim still speaks of it


def opinions(pair: Pair) -> Iterator[Opinion]:
    """Compare each state that the claim asserts with what the passage says of it, and when."""
    for claimed in pair.claim.states:
        if leaves_open(pair.claim):
            yield from _unsettled(pair, claimed)
            continue
        if pair.claim.claim.kind is Kind.PREDICTION:
            continue
        said = [o for o in _said(pair, claimed) if o is not None]
        yield from said
        if not said and (ended := _ended(pair, claimed)) is not None:
            yield ended


_OPEN = re.compile(
    r"说不准|说不好|说不清|没有?(?:人|谁)?(?:有)?(?:把握|敢打包票|敢保证)|难以预料|不得而知|未知数|尚无定论"
    r"|\b(?:nobody|no one|none) can (?:say|tell|know)|anyone.s guess|\bunclear whether\b|\buncertain whether\b|remains to be seen"
)


def leaves_open(claim: ClaimReading) -> bool:
    """Whether the claim says that nobody knows if a state will come about."""
    return any(_OPEN.search(t.folded) for t in claim.texts)


def _unsettled(pair: Pair, claimed: Occurrence) -> Iterator[Opinion]:
    """What was anyone's guess is news once it has come about; that it has not yet is no news."""
    since = pair.claim.claim.asserted
    shown = [claimed.concept.id, *SHOWN_BY.get(claimed.concept.id, ())]
    for found in occurrences(pair.passage, "states", shown):
        held, when = pair.hold(found.start, found.end), pair.told(found.start, found.end)
        if held not in (Hold.NAMED, Hold.CARRIED) or when is None or since is None or not found.positive:
            continue
        if when.first > since + BEFORE and asserted(pair.passage.mood(found.start, found.end)):
            text = f"当时说不准的事有了进展:{found.concept.label_zh}({_day(when)})"
            yield Opinion(Verdict.UPDATES, 0.82 * HOLD_WEIGHT[held], text, f"state:{claimed.concept.id}")


def _said(pair: Pair, claimed: Occurrence) -> Iterator[Opinion | None]:
    for found in occurrences(pair.passage, "states", [claimed.concept.id]):
        yield judged(pair, claimed, found)


def judged(pair: Pair, claimed: Occurrence, found: Occurrence) -> Opinion | None:
    """What a state told somewhere in the passage says of the state claimed; None when it says nothing."""
    opened = found.positive and not claimed.positive
    nothing = not found.positive and _NOTHING.search(pair.passage.folded, found.start, found.end) is not None
    held = pair.hold(found.start, found.end, by_product=(opened or nothing) and _no_product(pair))
    when = pair.told(found.start, found.end)
    if held is Hold.OWNER and not found.positive and _OWN_PRODUCT.search(pair.passage.folded, found.start, found.end):
        held = Hold.CARRIED  # "the company has no product that can be used" names none, and means them all
    if held is Hold.OTHER and not found.positive and _no_product(pair) and _own_project(pair, found):
        held = Hold.NAMED
    if held is Hold.OTHER and found.positive and found.concept.id in ENDED_BY:
        held = _through_partner(pair, found)
    if found.positive and _of_others_users(pair, found):
        held = Hold.OTHER
    if held is Hold.UNNAMED and (found.concept.id in ENDED_BY or pair.in_field()):
        held = Hold.CARRIED  # a passage that names nobody is given for the claim's sake; articles bring none such
    if held not in (Hold.NAMED, Hold.CARRIED) or when is None or not stands(pair, found):
        return None
    if found.positive and not claimed.positive and _told_late(pair, found, when):
        name = f"state:{found.concept.id}"
        return Opinion(Verdict.SUPPORTS, 0.86 * HOLD_WEIGHT[held], "报道说后来等了很久才开放", name)
    return _weigh(pair, claimed, found, held, when)


def names_product(claim: ClaimReading) -> bool:
    """Whether a claim on a state speaks of a company's products in general."""
    return bool(claim.states) and any(_OWN_PRODUCT.search(t.folded) for t in claim.texts)


def _no_product(pair: Pair) -> bool:
    """The claim says that a company has no product: any of its products of the field that opens speaks to it."""
    return names_product(pair.claim)


_MERE_PROJECT = re.compile(r"产品|成品|商品|研究|课题|技术|\bproduct|\bresearch|\bshipp?|\blab\b|\bpaper")
_SPOKEN_OF_AS_OWN = re.compile(
    r"(?:解释|表示|回应|澄清|强调|称|说|指出|旗下的?|自家的?|自研的?|其|的)[,:“\"\s]*$"
    r"|(?:\bsa(?:id|ys)(?: that)?|\bplay(?:s|ed) down|\bdownplay(?:s|ed)|\bits|\bcall(?:s|ed)|\bdescrib(?:es|ed)|\bexplain(?:s|ed)(?: that)?|[’']s)[\s\"“]*(?:own )?$"
)


def _own_project(pair: Pair, found: Occurrence) -> bool:
    """ "ByteDance said Boximator is a research project": what a company says of a name nobody knows is of its own."""
    if not _MERE_PROJECT.search(pair.passage.folded, found.start, found.end):
        return False
    here = pair.passage.within(pair.passage.sentence_at(found.start), pair.passage.mentions)
    before = [m for m in here if m.start < found.start]
    known = [n for n, m in enumerate(before) if m.ids or m.base]
    if not known or known[-1] == len(before) - 1:
        return False
    maker = pair.claim.subject.ids | pair.claim.subject.owners
    unknown = before[known[-1] + 1]
    own = _SPOKEN_OF_AS_OWN.search(pair.passage.folded[: unknown.start]) is not None
    return own and bool(before[known[-1]].ids & maker)


def _of_others_users(pair: Pair, found: Occurrence) -> bool:
    """ "Users of Runway can make 125 a month, Sora ...": the clause tells of another's users, not of the subject's."""
    here = pair.passage.within(pair.passage.clause_at(found.start), pair.passage.mentions)
    subject = pair.claim.subject
    kin = {o for i in subject.ids if (o := pair.names.owner(i))} | subject.owners | subject.ids | subject.products
    strange = [
        m for m in here if m.aside and m.ids and not m.ids & kin and not {pair.names.owner(i) for i in m.ids} & kin
    ]
    return bool(strange) and not any(subject.named_by(m) for m in here)


# Who hands a thing on to the public under its own roof, and the names of those roofs.
_PARTNER = re.compile(r"微软|必应|microsoft|bing|azure|copilot|video creator|it|its|该公司|the company|公司")


def _through_partner(pair: Pair, found: Occurrence) -> Hold:
    """ "Microsoft offers Sora in its phone app": the partner stands nearest, and the thing is still the subject's."""
    first, last = pair.passage.sentence_at(found.start)
    here = pair.passage.within((first, last), pair.passage.mentions)
    subject = pair.claim.subject
    own = [m for m in here if subject.named_by(m)]
    rest = [m for m in here if m not in own and not m.ids & subject.owners and not m.aside]
    if not rest or not all(_PARTNER.fullmatch(m.text.lower()) for m in rest):
        return Hold.OTHER
    if own:
        return Hold.NAMED
    previous = pair.passage.within(pair.passage.sentence_at(first - 2), pair.passage.mentions) if first > 1 else []
    kin = [m for m in previous if subject.named_by(m) or {pair.names.owner(i) for i in m.ids} & subject.owners]
    spoken = any(subject.named_by(m) for m in kin) and len(kin) == len(previous)
    return Hold.CARRIED if spoken else Hold.OTHER


def stands(pair: Pair, found: Occurrence) -> bool:
    """Asserted as fact; for a `no` wording the plan or hope it denies does not matter."""
    mood = pair.passage.mood(found.start, found.end)
    if "past_state" in mood and linked_time(pair.passage, found.start, found.end) is None:
        return False  # "once closed": nobody says until when
    sentence = pair.passage.sentence_at(found.start)
    if found.positive:
        return asserted(mood) and not (
            found.concept.id in ENDED_BY and NOT_THE_PUBLIC.search(pair.passage.folded, *sentence)
        )
    unless = found.concept.unless
    if unless is not None and unless.search(pair.passage.folded, *pair.passage.clause_at(found.start)):
        return False
    asked = (
        "question" in mood and _ASKED.search(pair.passage.folded, *pair.passage.sentence_at(found.start)) is not None
    )
    if _UNLESS.search(pair.passage.folded, *sentence):
        mood = mood - {"condition"}  # "unless you are one of a few, you can only watch" says that it is closed
    return not asked and not mood & {"condition", "rumour", "denial"}


_UNLESS = re.compile(r"除非|\bunless you\b")


# Whoever got in this way is not the public: a leak, a test, a fake.
NOT_THE_PUBLIC = re.compile(
    r"泄[露漏]|外泄|山寨|冒充|假冒|仿冒|冒牌|伪装成|早期(?:测试|体验|访问)|测试(?:资格|权限|入口|者|员|人员)|内测"
    r"|\bleak|\bearly[- ]access|\balpha\b|\b(?:early|beta) test|\btesters?\b|\bimpostors?\b|\bimposters?\b|\bcopycat|\bknock-?offs?\b"
    r"|\bfake (?:sora|apps?|sites?|logins?|accounts?|invit)|\bscam"
)
# A waiting told once it is over says how long a thing was closed; of a single region it says nothing.
_WAITED = re.compile(
    r"(?:一直|直)?(?:等|拖|锁|压|捂)(?:到|至)|直到|直至|[个年月]后才|才[^，。；,;]{0,10}(?:开放|上线|能用|用上|推出|露出)|[月年天](?:之间|的间隔|的落差)"
    r"|\buntil\b|\b(?:months|weeks|year) between\b|\bit took\b|\btook (?:openai )?(?:until|(?:\w+ )?(?:\w+ )?months|from)\b|\b(?:not|never) before\b"
)
_WAITED_SOME = re.compile(
    r"(?:等了?|迟到|迟了|晚了|隔了?|拖了?|相隔|足足|整整)[^，。；,;]{0,6}(?:月|年|天)|[月年](?:之)?后|\b(?:months|weeks|year) (?:after|later|late)\b|\blate\b|\bonly in\b"
)
_FRESH = re.compile(
    r"今[天日起晨晚早]|昨[天日夜晚晨]|刚刚|刚才|现在|现已|本周|\b(?:today|yesterday|now|tonight|last night|this (?:week|morning))\b|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
REGION = re.compile(r"欧盟|欧洲|英国|瑞士|\beu\b|\buk\b|\beurope|\bbrit|\bswitzerland\b")
_LONG_PAST = timedelta(days=14)  # an opening reported that long after is told in retrospect


def _told_late(pair: Pair, found: Occurrence, when: Period) -> bool:
    """Whether the passage looks back on how long it took until a state came about."""
    start, end = pair.passage.sentence_at(found.start)
    text = pair.passage.folded
    if _FRESH.search(text, start, end) or REGION.search(text, start, end):
        return False
    if _WAITED.search(text, start, end):
        return True
    long_ago = _LONG_PAST if when.days == 0 else timedelta(0)
    past = pair.published is not None and when.explicit and when.last < pair.published - long_ago
    return past and _WAITED_SOME.search(text, start, end) is not None


_ASKED = re.compile(r"[?？]|[吗呢](?=[。!！”」\s]|$)")  # "has not said when" asks nothing


def _weigh(pair: Pair, claimed: Occurrence, found: Occurrence, held: Hold, when: Period) -> Opinion | None:
    days = pair.claim_days
    if days is None:
        return None
    label = claimed.concept.label_zh
    name = f"state:{claimed.concept.id}"
    if found.positive == claimed.positive:
        if when.last < days[0] - BEFORE:
            return None
        if claimed.positive and when.first > days[1] + BEFORE:
            return None  # true later does not make it true then
        if claimed.concept.id in ENDED_BY and not claimed.positive and _stale(pair, found, when, days[1]):
            return None
        then = "仍" if when.first > days[1] else ""
        text = f"报道称当时{then}{'' if claimed.positive else '未'}{label}"
        return Opinion(Verdict.SUPPORTS, 0.88 * HOLD_WEIGHT[held], text, name)
    if when.first > days[1]:
        return Opinion(Verdict.UPDATES, 0.88 * HOLD_WEIGHT[held], f"后来情况变了:{label}({_day(when)})", name)
    if when.explicit and when.last <= days[1] and when.first >= days[0] - BEFORE and held is Hold.NAMED:
        return Opinion(Verdict.REFUTES, 0.8, f"报道称当时情形相反:{label}({_day(when)})", name)
    return None


_STILL = re.compile(
    r"仍|还(?=没|未|不能|不可|在|锁|处|停|只|无)|至今|依然|依旧|一直|\b(?:still|yet|remains?|so far|to date|continues?)\b"
)
STALE = timedelta(days=300)  # a state told that long after, by no word for "still", is hardly the same one


def _stale(pair: Pair, found: Occurrence, when: Period, claimed_until: date) -> bool:
    """Whether a closed door told long after the claim must be another one: neither its time nor "still" is told."""
    here = pair.passage.sentence_at(found.start)
    return not when.explicit and when.first > claimed_until + STALE and not _STILL.search(pair.passage.folded, *here)


def _ended(pair: Pair, claimed: Occurrence) -> Opinion | None:
    ended = ENDED_BY.get(claimed.concept.id)
    days = pair.claim_days
    if ended is None or days is None or claimed.positive or _no_product(pair):
        return None
    for event in occurrences(pair.passage, "events", [ended]):
        held = pair.hold(event.start, event.end)
        when = pair.told(event.start, event.end)
        mood = pair.passage.mood(event.start, event.end) - {"plan", "obligation"}
        public = not NOT_THE_PUBLIC.search(pair.passage.folded)  # a leak or a test stands in a sentence of its own
        told = event.positive and public and held not in (Hold.OTHER, Hold.UNNAMED) and asserted(mood)
        if told and when is not None and when.first > days[1]:
            confidence = 0.82 * HOLD_WEIGHT[held]
            return Opinion(Verdict.UPDATES, confidence, f"后来情况又变:{event.concept.label_zh}", "state:ended")
    return None


def _day(when: Period) -> str:
    return when.first.isoformat() if when.days == 0 else f"{when.first.isoformat()}~{when.last.isoformat()}"
