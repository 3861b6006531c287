"""Which sentences of an article are worth checking, and what sort of statement each seems to be.

The score is a plain sum of the features below, so that a person sees why a sentence was proposed. The
features follow ClaimBuster's findings (numbers, names and verbs of saying and doing mark check-worthy
sentences), with Chinese wordings beside the English ones. All patterns read folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from houxu.model import Kind


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason for or against a sentence."""

    name: str
    weight: float
    pattern: re.Pattern[str]


def _feature(name: str, weight: float, *patterns: str) -> Feature:
    return Feature(name, weight, re.compile("|".join(patterns)))


NUMBER = _feature(
    "number", 2.0,
    r"\d[\d,.]*\s*(?:%|万|亿|千|百|秒|分钟|小时|元|美元|人|倍|个|家|款|条|帧|p\b|k\b)",
    r"(?:[一二两三四五六七八九十百千几数]+|破|近|过|超)(?:万|亿|千万|百万|倍|成|秒|分钟|个月|周年)",
    r"(?:千|百)(?:万|亿)级?", r"[一二两三四五六七八九十]张",
    r"\$\s?\d",
    r"\b\d[\d,.]*\s*(?:%|percent|million|billion|trillion|seconds?|minutes?|hours?|users?|people|times|x\b)",
    r"\b(?:million|billion|dozens|hundreds|thousands|half|third|twice|double)\b",
)  # fmt: skip
DATE = _feature(
    "date", 1.5,
    r"(?:\d{4}|去|今|明|同|前|当)年(?:的)?(?:\d{1,2}月|[上下]半年|[年初底末])?",
    r"\d{1,2}月(?:\d{1,2}日|份|底|初)?",
    r"\d+天[前后]|[一二两三四五六七八九十]天[前后]|上周|本周|昨[天日]",
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december)\b",
    r"\b(?:19|20)\d\d\b", r"\b(?:last|next|this) (?:week|month|year|quarter)\b|\byesterday\b",
)  # fmt: skip
EVENT = _feature(
    "event", 1.5,
    "发布|推出|上线|开放|开源|迭代|升级|更新至|演示|展示|收购|融资|估值|牵头|领投|执掌|出任|离职|任命|训练[了过]|宣布|关停|下架",
    r"\b(?:releas|launch|unveil|announc|open-sourc|introduc|acquir|rais|valu|appoint|resign|shut|demonstrat|ship)\w*",
)  # fmt: skip
REPORTED = _feature(
    "someone is cited", 1.0,
    "表示|告诉|坦言|透露|指出|称,|称:|认为|报道|剧透|据.{1,12}(?:报道|消息)|在(?:他|她)看来|官方|报告",
    r"\b(?:said|says|told|according to|reported|claims?|claimed|argues?|report)\b",
)  # fmt: skip
FUTURE = _feature(
    "prediction", 1.0,
    "将(?!近|其|来自)|会(?:在|很快|故意|不断|比|继续|大幅)|很快|即将|预计|有望|未来|接下来|不久",
    r"\b(?:will|is expected to|plans? to|about to|going to|soon|by 20\d\d)\b",
)  # fmt: skip
COMPARED = _feature(
    "comparison", 1.0,
    "相比|比.{1,12}(?:更|快|慢|高|低|多|少)|慢了|快了|领先|落后|差距|超过|逼近",
    "头部|早于|晚于|紧随其后|拉平|最[大多高热]",
    r"\b(?:more|less|faster|slower|better|worse|larger|smaller|fewer) than\b",
    r"\b(?:ahead of|behind|lead over|the most|largest)\b",
)  # fmt: skip
LIMITED = _feature(
    "limit", 1.0,
    "不能|无法|不可|尚未|还没有?|没有|未能|不足|有限|局限|仍然?(?:在|存在|会)|难以|很难|缺乏|以下",
    r"\b(?:cannot|can't|unable|not yet|lacks?|limited|fails?|no longer|still)\b",
)  # fmt: skip
ABLE = _feature(
    "ability", 1.0,
    "能够|(?<![可不功智技性职才])能(?![力源耗够])|可以|可用于|支持|做到|实现|具备|已经?有",
    r"\b(?:can|could|able to|supports?|capable of|allows?|lets?)\b",
)  # fmt: skip
QUESTION = _feature("question", -4.0, r"\?\s*[\"”』」]?$", r"(?:吗|呢)[。!\s]*$", "有着怎样|是不是|意味着什么")
ADVERT = _feature(
    "advertisement or page furniture", -6.0,
    "关注我们|点击|扫码|转载|授权发布|版权所有|点赞|登录|留言|收藏|微信|公众号|题图|责任编辑",
    "作者[:/]|下载app|加入.{0,8}群|参与评论",
    r"\b(?:subscribe|sign up|newsletter|cookies?|click here|all rights reserved|follow us|photo credit)\b",
)  # fmt: skip
OPINION = _feature(
    "judgement of taste", -0.5,
    "我认为|在我看来|也许|或许|似乎|显然|惊艳|很有意思|理性|乐观|我相信|值得|很可能是|机会|危机感|波澜壮阔|在(?:他|她)看来|觉得",
    r"\b(?:i think|in my view|perhaps|arguably|impressive|amazing|seems?|probably|feels?|believes?)\b",
)  # fmt: skip

FEATURES = (NUMBER, DATE, EVENT, REPORTED, FUTURE, COMPARED, LIMITED, ABLE, QUESTION, ADVERT, OPINION)
NAMED = 1.5
"""Weight of naming at least one entity of the glossary."""
THRESHOLD = 2.0
"""Two good reasons at least; set on the seed article."""
SHORTEST = {"zh": 8, "en": 25}
"""Characters below which a sentence is a heading or a fragment."""


@dataclass(frozen=True, slots=True)
class Worth:
    """How check-worthy a sentence is, and for which reasons."""

    score: float
    reasons: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether to propose the sentence as a claim."""
        return self.score >= THRESHOLD


def worth(folded: str, *, named: bool, chinese: bool) -> Worth:
    """Score one sentence of folded text; `named` says whether it names a known entity."""
    if len(folded) < SHORTEST["zh" if chinese else "en"]:
        return Worth(0.0, ("too short",))
    found = [feature for feature in FEATURES if feature.pattern.search(folded)]
    score = sum(feature.weight for feature in found) + (NAMED if named else 0.0)
    return Worth(round(score, 1), tuple(feature.name for feature in found) + (("known name",) if named else ()))


_KINDS: tuple[tuple[Kind, tuple[Feature, ...]], ...] = (
    (Kind.PREDICTION, (FUTURE,)),
    (Kind.OPINION, (OPINION,)),
    (Kind.DATE, (DATE, EVENT)),
    (Kind.QUANTITY, (NUMBER, LIMITED)),
    (Kind.LIMITATION, (LIMITED,)),
    (Kind.CAPABILITY, (ABLE,)),
    (Kind.COMPARISON, (COMPARED,)),
    (Kind.QUANTITY, (NUMBER,)),
)
"""The first kind whose features are all there; `fact` when none fits."""


def guess_kind(folded: str) -> Kind:
    """The likeliest kind of a sentence of folded text, for a person to correct."""
    for kind, needed in _KINDS:
        if all(feature.pattern.search(folded) for feature in needed):
            return kind
    return Kind.FACT
