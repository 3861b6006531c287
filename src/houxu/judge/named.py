"""Who a text speaks of: names, pronouns for them, strangers no file knows, and names that stand aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from houxu.judge.word_lists import NOT_NAMES
from houxu.match.mentions import Mention, Names

_PRONOUN = re.compile(
    r"(?P<product>该(?:模型|产品|工具|应用|平台|系统|服务|软件)|这(?:个|款)聊天机器人|这(?:款|个)(?:模型|产品|工具|应用|平台|新平台)|"
    r"\b(?:the|this) (?:model|tool|app|product|service|system|generator|(?:chat)?bot|assistant)\b)"
    r"|(?P<company>该(?:公司|企业|厂商)|(?<![一-鿿a-z ])(?:公司|集团)(?![一-鿿]{0,2}(?:名|总部|地址))|这家(?:公司|企业|厂商|初创公司)|\b(?:the|this) (?:company|firm|start-?up|maker|lab)\b)"
    r"|(?P<person>(?<![其吉])[她他](?![们人国日])|\b(?:she|he|her|his)\b)"
    r"|(?P<any>(?<![其吉])它(?!们)|其(?=[^他它中实次余])|\bit\b(?! (?:is|was) (?:said|reported|believed|thought|unclear|expected))|\bits\b)"
)
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9a-z](?:[ -](?:[A-Z][A-Za-z0-9]*|\d+(?:\.\d+)?))*")
_SAID = re.compile(
    r"^\s*(?:say|said|told|tweet|post|wrote|argue|add|explain|note|claim|think|表示|称|说|指出|认为|透露|坦言)"
)


def with_others(
    text: str, folded: str, named: list[Mention], names: Names, topic: frozenset[str]
) -> tuple[Mention, ...]:
    """The known names with pronouns (standing for what was named before) and names that no file knows (standing for strangers) added."""
    named = _rivals(folded, _whole_for_part(named, names))
    taken = [(m.start, m.end) for m in named]
    extra = [
        Mention(m.start(), m.end(), m.group(), frozenset())
        for m in _LATIN_NAME.finditer(text)
        if m.group().split()[0].lower() not in NOT_NAMES
        and len(m.group()) > 2
        and not any(a < m.end() and m.start() < b for a, b in taken)
        and not _SAID.match(text[m.end() : m.end() + 12].lower())
        and not _starts_sentence(text, m.start())
        and not _in_title(text, m.start())
    ]
    makers = _makers(folded, named, names)
    spent = [(m.start, m.end) for m in makers]
    named = [m for m in named if not any(a <= m.start and m.end <= b for a, b in spent)]
    strangers = _strangers(folded, [*taken, *spent])
    out = sorted([*named, *makers, *extra, *strangers], key=lambda m: m.start)
    for pronoun in _PRONOUN.finditer(folded):
        if (meant := _antecedent(pronoun, folded, out, names, topic)) is not None:
            out.append(replace(meant, start=pronoun.start(), end=pronoun.end(), text=pronoun.group(), pronoun=True))
            out.sort(key=lambda m: m.start)
    return tuple(_aside(folded, out, names))


def _whole_for_part(named: list[Mention], names: Names) -> list[Mention]:
    """Sizes of a family go by the version they are told with: "Opus" beside Claude 3 is Claude 3's."""
    versions = [m for m in named if m.ids and re.search(r"\d", m.text)]
    out = []
    for mention in named:
        makers = {e.owner for i in mention.ids if (e := names.entities.get(i)) is not None and e.kind == "part"}
        kin = [v for v in versions if any(names.owner(i) in makers for i in v.ids)] if makers else []
        if kin:
            whole = next((v for v in reversed(kin) if v.end <= mention.start), kin[0])
            mention = replace(mention, ids=whole.ids, base=whole.base, version=whole.version)
        out.append(mention)
    return out


def _in_title(text: str, at: int) -> bool:
    """Inside 《》: the words of a work's title name nobody."""
    opened = text.rfind("《", 0, at)
    return opened >= 0 and text.find("》", opened) > at


_ITS_RIVAL = re.compile(
    r"(?:['’]s)? (?:(?:main|chief|arch|biggest|closest|leading|long-?time|smaller|bitter)[ -])?(?:rivals?|competitors?|challengers?|arch-?rivals?|nemesis)\b"
    r"|的?(?:头号|老|最大|主要|最强|竞争)?(?:劲敌|宿敌|死对头|对手|竞争者|挑战者)"
)


def _rivals(folded: str, named: Sequence[Mention]) -> list[Mention]:
    """ "OpenAI's rival", OpenAI 的对手: somebody else, unless the name follows at once ("OpenAI rival Anthropic")."""
    out = []
    for mention, following in zip_longest(named, named[1:]):
        rival = None if mention.likeness else _ITS_RIVAL.match(folded, mention.end)
        gap = following.start - rival.end() if rival and following else None
        if rival is None or (gap is not None and 0 <= gap <= 2):
            out.append(mention)
        else:
            out.append(Mention(mention.start, rival.end(), folded[mention.start : rival.end()], frozenset()))
    return out


_AUDIENCE = re.compile(
    r"\s?(?:plus|pro|team|enterprise|premium)?(?:(?:\s?(?:and|or|、|和|或|/)\s?)(?:plus|pro|team))?\s?(?:subscribers?|subscriptions?|users?|customers?|members?|accounts?|plans?\b|的?(?:订阅|付费|注册)?(?:用户|会员|账号|账户|订户|玩家)|付费[户者]|订阅)"
)
_PAID_FOR = re.compile(
    r"\b(?:pay(?:s|ing)?|paid) for (?:an? )?$|\bsubscrib\w+ to (?:an? )?$|(?:开通|订阅|买|充|续)了? ?$"
)
_PLAN = re.compile(r" ?(?:plus|pro|team)\b")
_AUDIENCE_BEFORE = re.compile(
    r"\b(?:members|subscribers|users|customers|tiers?|plans?|subscriptions?) (?:of|to|on|with|in) (?:the )?$"
)
# "A band from Leeds": an unknown name there is where somebody comes from.
_HOME = re.compile(
    r"\b(?:bands?|duos?|trios?|collectives?|teams?|studios?|directors?|artists?|film-?makers?|designers?|students?|teachers?|professors?|lawyers?|agency|agencies|couples?|m[ae]n|wom[ae]n) "
    r"(?:from|in|of|based in|at) (?:the )?$"
)


def _is_plan(folded: str, mention: Mention) -> bool:
    """ "If you pay for ChatGPT Plus you have Sora": the plan is the door, not what is spoken of."""
    paid = _PAID_FOR.search(folded[max(0, mention.start - 20) : mention.start]) is not None
    return paid and _PLAN.match(folded, mention.end) is not None


# What a maker's shop or chart shows is not the maker's.
_SHOP = re.compile(
    r"(?:['’]s)? (?:app |play |free |paid |top |download |overall |ios )*(?:charts?|stores?)\b|的?(?:应用)?(?:商店|市场)|的?[^，。；,;]{0,6}榜"
)
# "OpenAI rival Anthropic", OpenAI 的劲敌 Anthropic: who somebody is known for fighting is not who is spoken of.
_RIVAL_OF = re.compile(
    r"(?:['’]s)?,? (?:(?:main|chief|arch|biggest|closest|leading|long-?time|smaller|bitter)[ -])?(?:rivals?|competitors?|challengers?|arch-?rivals?|nemesis),? $"
    r"|的?(?:头号|老|最大|主要|最强)?(?:劲敌|宿敌|死对头|对手|竞争对手|竞争者|挑战者|老对手)$"
)
_THROUGH = re.compile(r"\bavailable (?:now |today )?(?:on|in|at|from) (?:the )?$|\b(?:through|via) (?:the )?$")
_BACKED = re.compile(r"-(?:backed|owned|funded|led|supported)\b|(?:支持|投资|持股|控股|背书)的(?=\s?[a-z一-鿿])")
# On whose show something is said is not who it is said of.
_HOST = re.compile(r"(?:['’]s)? (?:podcast|show|channel|newsletter|interview)\b|的?(?:播客|节目|频道|访谈|直播间)")
_TOLD = re.compile(r"\b(?:told|tells|telling) (?:the )?$|对$|向$")
_TELLS = re.compile(r"(?:说|表示|透露|称)")


def _is_outlet(folded: str, mention: Mention) -> bool:
    """Whom something was told, and on whose show: an unknown name there is an outlet."""
    if _HOST.match(folded, mention.end) is not None:
        return True
    told = _TOLD.search(folded[max(0, mention.start - 12) : mention.start])
    return told is not None and (told.group().isascii() or _TELLS.match(folded, mention.end) is not None)


_OF_ITS_OWN = re.compile(r"(?:自家|旗下|自研|自己)的?\s?$|\b(?:its|their|our) own $")
_APPOSITION = 6  # characters between the kind of a thing and its name ("文生视频模型 Sora")


def _aside(folded: str, mentions: Sequence[Mention], names: Names) -> list[Mention]:
    """Mark names that tell an audience, the kind of what is named next, or something of the company's own."""
    out = []
    for mention, following in zip_longest(mentions, mentions[1:]):
        near = following is not None and 0 <= following.start - mention.end <= _APPOSITION
        aside = (
            _AUDIENCE.match(folded, mention.end) is not None
            or (
                following is not None
                and _AUDIENCE_BEFORE.search(folded[max(0, mention.start - 24) : mention.start]) is not None
            )
            or (not mention.ids and not mention.base and _HOME.search(folded[: mention.start]) is not None)
            or _is_plan(folded, mention)
            or _SHOP.match(folded, mention.end) is not None
            or _BACKED.match(folded, mention.end) is not None
            or _THROUGH.search(folded[max(0, mention.start - 24) : mention.start]) is not None
            or (
                folded[mention.start - 1 : mention.start] == "在"
                and folded[mention.end : mention.end + 1] in "里中内上"
            )
            or (not mention.ids and not mention.base and _is_outlet(folded, mention))
            or (following is not None and _RIVAL_OF.fullmatch(folded[mention.end : following.start]) is not None)
            or (_is_kind(mention, names) and (near or _APPOSED.search(folded[: mention.start]) is not None))
            or (not mention.ids and not mention.base and _OF_ITS_OWN.search(folded[: mention.start]) is not None)
        )
        out.append(replace(mention, aside=True) if aside else mention)
    return out


# "Sora, a text-to-video model": what it is, nobody else.
_APPOSED = re.compile(
    r"[a-z0-9一-鿿][,，]? (?:an?|its|the|their) (?:new |latest |first |own )?$|(?:一款|一个|这款|旗下的?|自家的?)$"
)


def _is_kind(mention: Mention, names: Names) -> bool:
    """A topic, such as 文生视频: nobody owns it and it is no company."""
    found = [e for i in mention.ids if (e := names.entities.get(i)) is not None]
    return (
        bool(found)
        and all(e.kind in (None, "topic", "field") and e.owner is None for e in found)
        and not any(c.isupper() for c in mention.text[:1])
    )


# "Another video generator", 一款国产模型: somebody who is not named, but is not the subject either.
_STRANGER = re.compile(
    r"\b(?:an?|another|other|rival|several|many|(?<!the )most|some|competing|chinese) (?:(?!the |its |their |of |to |in |for |reaches )[a-z\-]+ ){0,3}(?:model|tool|app|generator|start-?up|company|rival|lab|firm|product|platform|maker|developer|venture|business)s?\b"
    r"|(?<![a-z0-9\-])[a-z]\d(?:[\-.][a-z0-9]+)?(?![a-z0-9])"
    r"|\b(?:chinese|domestic|china[’']s) (?:[a-z\-]+ ){0,3}(?:vendors?|labs?|firms?|companies|players|majors|rivals|start-?ups|groups|developers|makers)\b"
    r"|(?<![一-鿿])这(?:台|辆|本|间|座)[^，。；,;\d]{1,8}"
    r"|国内(?=(?:头部|多数|普遍|各家|几家)?[^，。；,;]{0,2}(?:拿不到|买不到|缺|算力|大模型|的大模型))"
    r"|(?:国内|国产|本土|大陆)(?:[^，。；,;的]{0,8}?)(?:公司|厂商|大厂|企业|团队|厂家|玩家|同行|机构)"
    r"|(?:一款|一个|某个?|另一(?:款|个|家)|其他|其它|同类|多(?:款|个|家)|不少|国产|竞争对手的?)[^，。；,;的]{0,8}(?:模型|工具|产品|应用|公司|厂商|平台|对手)"
)


_MAKER_BEFORE = re.compile(
    r"(?:\bthe )?\b(?:maker|developer|creator|parent|owner|company|firm|start-?up|lab)s? (?:of|behind) (?:the )?$|(?:做出|推出|开发(?:出|了)?|拥有|打造(?:出|了)?)$"
)
_MAKER_AFTER = re.compile(
    r"(?:[’']s|-| )[ -]?(?:maker|developer|creator|parent(?: company)?|owner)\b|(?:的|背后的?)?(?:母公司|开发商|开发者|东家|所属公司|背后的公司|厂商)|的(?=人|公司|那家|这家|团队)"
)


def _makers(folded: str, named: Sequence[Mention], names: Names) -> list[Mention]:
    """ "The maker of Sora", 抖音母公司: the company, called by what it makes."""
    out = []
    for mention in named:
        owners = frozenset(o for i in mention.ids if (o := names.owner(i)) is not None)
        before = _MAKER_BEFORE.search(folded[max(0, mention.start - 24) : mention.start])
        after = _MAKER_AFTER.match(folded[mention.end : mention.end + 24])
        latin = before is not None and before.group().isascii()
        if not owners or not (latin or (after and (before or not after.group().startswith("的")))):
            continue
        start = mention.start - len(before.group()) if before else mention.start
        end = mention.end + (after.end() if after and not latin else 0)
        out.append(Mention(start, end, folded[start:end], owners))
    return out


def _strangers(folded: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    return [
        Mention(m.start(), m.end(), m.group(), frozenset())
        for m in _STRANGER.finditer(folded)
        if not any(a < m.end() and m.start() < b for a, b in taken)
        and not _PREDICATE.search(folded[: m.start()])
        and not _CALLED.match(folded, m.end())
    ]


_CALLED = re.compile(r"\s(?:called|named|dubbed|known as|code-?named)\b|(?:名为|名叫|叫做|代号)")  # its name follows
_PREDICATE = re.compile(
    r"\b(?:build(?:s|ing)?|built|mak(?:es|ing)|made|develop(?:s|ed|ing)|show(?:s|ed|n|ing)|unveil(?:s|ed|ing)|launch(?:es|ed|ing)|releas(?:es|ed|ing)|introduc(?:es|ed|ing)|announc(?:es|ed|ing))\s*$"
    r"|(?:\bis|\bnot|\bas|\bwas|\bbe|\bbec[oa]mes?|\bremain(?:s|ed)?|是|作为|成为|为)\s*$"
)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“”‘’(（")
    return (not before or before[-1] in ".!?:。！？：\n|-") and text[start].isascii()


def _antecedent(
    pronoun: re.Match[str], folded: str, mentions: Sequence[Mention], names: Names, topic: frozenset[str]
) -> Mention | None:
    before = [m for m in mentions if m.end <= pronoun.start()]
    things = [m for m in before if not _is_kind(m, names)] or before  # "it" is a thing sooner than a trade
    fitting = [m for m in things if _may_mean(str(pronoun.lastgroup), m, names)]
    if not fitting and pronoun.lastgroup == "company":
        fitting = [replace(m, ids=o) for m in before if (o := _employers(m, names))]
    if pronoun.lastgroup == "company":
        fitting = [m for m in fitting if not _BACKER.search(folded[: m.start])] or fitting
    if not fitting:
        return Mention(0, 0, "", topic) if topic and pronoun.lastgroup != "person" else None
    meant = _topic_before(pronoun, folded, before, fitting) or fitting[-1]
    if _PRODUCT_LINE.search(pronoun.group()) and meant.base:  # "ERNIE 4.0 ... the chatbot": the bot, not that version
        return replace(meant, ids=meant.base, base=frozenset(), version=None)
    return meant


# "A tender led by Thrive ... the company": whose shares they are, not who buys them.
_BACKER = re.compile(r"\b(?:led|backed|bought|joined|financed|funded|underwritten) by (?:[\w'’.]+ ){0,3}$|(?:由|被)$")


_PRODUCT_LINE = re.compile(r"bot\b|assistant|机器人|app\b|应用|产品|product")


def _employers(mention: Mention, names: Names) -> frozenset[str]:
    """Whose man or woman a named person is."""
    people = [e for i in mention.ids if (e := names.entities.get(i)) is not None and e.kind in _PEOPLE]
    return frozenset(e.owner for e in people if e.owner is not None)


def _may_mean(wanted: str, mention: Mention, names: Names) -> bool:
    kinds = {names.entities[i].kind for i in mention.ids | mention.base if i in names.entities}
    if wanted == "person":
        return bool(kinds) and kinds <= _PEOPLE
    if wanted == "any" or not kinds or None in kinds:
        return not kinds or not kinds <= {"person", "people"}
    if wanted == "company":
        return bool(kinds & _COMPANY)
    return not kinds <= _COMPANY | _PEOPLE


def _topic_before(
    pronoun: re.Match[str], folded: str, before: Sequence[Mention], fitting: Sequence[Mention]
) -> Mention | None:
    """A noun that opens a sentence takes up what the sentence before was about: the first name in it that fits."""
    if pronoun.lastgroup != "product" or not re.search(r"[.。!?！？]\W*$", folded[: pronoun.start()]):
        return None
    start = max(
        (m.end() for m in re.finditer(r"[.!?]\s|[。！？]", folded[: pronoun.start()].rstrip(" .。!?！？"))), default=0
    )
    return next((m for m in fitting if m.start >= start), None)


_COMPANY = frozenset({"company", "vendor", "organization", "organisation", "outlet", "fund"})
_PEOPLE = frozenset({"person", "people", "place"})
