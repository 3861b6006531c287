"""Launches that have not come: said to be missing, awaited in vain, or announced as still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houxu.judge.attribution import Hold
from houxu.judge.concepts import lexicon
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.rules.pair import Pair

_NONE_OF = re.compile(r"(?:\bno|\bwithout(?: any)?|没有|没等[来到]|没见[到着]?|不见|并无|仍无)\s*[“\"]?$")


_AWAITED = re.compile(
    r"(?:等[着著待]?|期待|盼[着著望]?|以为|指望)[^。;]{0,16}$|\b(?:wait|hop|count|expect|bet|bank|look)\w*[^.;]{0,40}$"
)


_VAIN = re.compile(
    r"^[^。;]{0,24}(?:等来的?却|却[只仅]|结果[只仅却]|[只仅]等来|落空|没有?等到|扑了?个?空)"
    r"|^[^.;]{0,60}\b(?:left waiting|in vain|were disappointed|got (?:only|nothing|a \w+ instead)|came away (?:with nothing|empty))\b"
)


def in_vain(pair: Pair) -> Iterator[Occurrence]:
    """看客都等着 GPT-4.5,等来的却只是一个按钮: what was awaited on that day did not come."""
    folded = pair.passage.folded
    for mention in (m for m in pair.passage.mentions if pair.claim.subject.named_by(m)):
        first, _ = pair.passage.sentence_at(mention.start)
        awaited = _AWAITED.search(folded[first : mention.start]) is not None
        if awaited and _VAIN.search(folded[mention.end : mention.end + 90]) is not None:
            yield Occurrence(lexicon()["events"]["release"], mention.start, mention.end, positive=False)


def absent(pair: Pair) -> Iterator[Occurrence]:
    """Places where the passage says that the claim's subject has not come out."""
    for mention in pair.passage.mentions:
        if pair.claim.subject.named_by(mention) and _NONE_OF.search(pair.passage.folded[: mention.start]):
            yield Occurrence(lexicon()["events"]["release"], mention.start, mention.end, positive=False)
    for event in occurrences(pair.passage, "events", ["release"]):
        mood = pair.passage.mood(event.start, event.end) - {"negation", "denial", "hedge"}
        if (
            not event.positive
            and pair.hold(event.start, event.end) is Hold.NAMED
            and not mood & {"question", "condition"}
        ):
            yield event


BELONGS = re.compile(
    r"^(?:['’]s\b|的)(?!\s*(?:(?:正式)?(?:发布|推出|上线|问世|面世|亮相|开放|研究预览)|(?:official |public |research )?(?:release|launch|debut|arrival|rollout|preview)))"
)


_THING_OF = re.compile(
    r"\s*的?\s*(?:最新|官方|完整)?(?:排名|榜单|报告|评测|测评|论文|系统卡|指南|教程|价格|定价|白皮书|样片|演示|视频|博客|文档|跑分|成绩|细节|参数)(?:正式|今天|昨天|已|也)?$"
)


_NOUNS_BETWEEN = re.compile(r" (?:[a-z][a-z\-]+ ){1,2}$")


_STILL_ITSELF = re.compile(
    r" (?:models?|famil(?:y|ies)|series|preview|research|versions?|editions?|opus|sonnet|haiku|turbo|pro|plus|mini|max|ultra|lite|app|api|tool|"
    r"itself|now|has|have|had|was|were|is|are|been|being|will|would|did|does|do|can|may|finally|officially|just|also|then|still|later|soon|today|"
    r"yesterday|suddenly|quietly|first|at|last|to|which|that|who|not|never|only|already|and|text-to-video|video|generator|chatbot|bot) "
)


def is_attribute(between: str) -> bool:
    """ "The Claude 3 ranking is here", Claude 3 排名发布: the ranking is, not the model."""
    if _THING_OF.match(between):
        return True
    return bool(_NOUNS_BETWEEN.match(between)) and not _STILL_ITSELF.search(between)


def still_to_come(pair: Pair) -> Iterator[Occurrence]:
    """Places where the subject's launch is announced as something to come, so that it has not come yet."""
    for event in occurrences(pair.passage, "events", ["release"]):
        mood = pair.passage.mood(event.start, event.end)
        announced = "plan" in mood and not mood & {"rumour", "question", "condition", "denial", "hedge", "hope"}
        named = pair.hold(event.start, event.end) is Hold.NAMED
        if event.positive and announced and named and _by_its_maker(pair, event) and _itself_planned(pair, event):
            yield event
    for event in _next(pair):
        mood = pair.passage.mood(event.start, event.end)
        unsure = mood & {"rumour", "question", "condition", "denial", "hedge", "hope", "negation"}
        named = pair.hold(event.start, event.end) is Hold.NAMED
        if not unsure and named and _by_its_maker(pair, event) and _itself_planned(pair, event):
            yield event


# A launch told as the next thing, or as so far off, without a word for it.
_NEXT = re.compile(
    r"\bthe next (?:thing|model|one|release|launch)\b[^.;]{0,24}\b(?:is|will be)\b"
    r"|\b(?:is|was|comes?|goes|go(?:es)? (?:in|out)|arriv\w+|due|lands?)(?: up)? next\b|\bnext (?:up|in line|on the list)\b|\bup next\b"
    r"|\b(?:some |a few |several )?(?:weeks|months) (?:away|off|out|from now)\b|\bin (?:the coming |a few |a matter of )?(?:weeks|months)\b"
    r"|(?:下一个|下个)(?:就是|是|轮到|登场|上场)|(?:几|数)(?:周|个月|个星期)(?:之|以)?(?:内|后)(?:就|便|会|见|到|来|登|上|推|发)|接下来(?:就|便)?是|随后就到|排在下一"
)


def _next(pair: Pair) -> Iterator[Occurrence]:
    for found in _NEXT.finditer(pair.passage.folded):
        yield Occurrence(lexicon()["events"]["release"], found.start(), found.end(), positive=True)


_GUESSED = re.compile(
    r"猜测|推测|暗示|讨论|热议|疑似|传闻|爆料|预测|期待|speculat|\bhint|\bdiscuss|\bleak|\brumou?r|\bmay\b|\bmight\b|\bcould\b|\bexpect"
)


def _by_its_maker(pair: Pair, event: Occurrence) -> bool:
    """Announced by the maker or its people, not guessed by others."""
    sentence = pair.passage.sentence_at(event.start)
    if _GUESSED.search(pair.passage.folded, *sentence):
        return False
    owners = pair.claim.subject.owners
    here = pair.passage.within(sentence, pair.passage.mentions)
    return any(
        m.ids & owners or any(pair.names.owner(i) in owners for i in m.ids - pair.claim.subject.ids) for m in here
    )


def _itself_planned(pair: Pair, event: Occurrence) -> bool:
    """The subject as such is to come, not an edition of it for somebody or something of its."""
    near = pair.passage.within(pair.passage.clause_at(event.start), pair.passage.mentions)
    before = [m for m in pair.passage.mentions if m.end <= event.start and pair.claim.subject.named_by(m)]
    near = near or before[-1:]
    return any(
        pair.claim.subject.named_by(m)
        and not BELONGS.match(pair.passage.folded[m.end : m.end + 40])
        and not is_attribute(pair.passage.folded[m.end : event.start])
        for m in near
    ) and not _TO_SOME.search(pair.passage.folded, *pair.passage.sentence_at(event.start))


_TO_SOME = re.compile(
    r"向|给|面向|扩大|更多|其他|免费用户|plus|team|企业|教育|欧洲|地区|\bto (?:plus|team|free|edu|enterprise|more|all|other)\b|\bmore\b|\bother\b|\balso\b|\bapi\b|接口"
)
