"""The counted thing beside a number: users, 条视频, 月活."""

from __future__ import annotations

import re

from houxu.text import units

_NOUN_WORD = units.alternation(units.NOUNS)


_NOUN_AFTER_ZH = re.compile(
    rf"[的 ]?(?:(?:月度?|日均?|周|年度?)?活跃|付费|注册|新增?|累计|全球|海外|企业级?|个人|移动|在线|独立|不同|中国|美国|国内|汉字|人工智能|ai|月|日){{0,3}}的?(?P<noun>{_NOUN_WORD})"
)


_NOUN_AFTER_EN = re.compile(
    rf"[ -](?:of (?:the |its |our |their )?)?(?:[a-z][a-z'-]*[ ]){{0,3}}?(?P<noun>{_NOUN_WORD})(?![a-z])"
)


_NOUN_ANY_EN = re.compile(r"[ ](?:[a-z-]+ ){0,2}?(?P<noun>[a-z]{3,}s)(?![a-z])")


_NOT_NOUN = frozenset(
    [
        "is",
        "was",
        "has",
        "this",
        "its",
        "his",
        "as",
        "does",
        "goes",
        "less",
        "plus",
        "says",
        "versus",
        "minus",
        "always",
        "perhaps",
        "across",
        "towards",
        "besides",
        "ours",
    ]
)


_BREAK_EN = re.compile(
    r"[ ](?:in|on|at|by|for|from|to|and|or|with|of (?!the)|a|an|the|after|before|per|as|is|was|were|has|have|than)(?![a-z])"
)


_NOUN_BEFORE = re.compile(
    rf"(?P<noun>{_NOUN_WORD})(?:数量?|总?量|规模|人数|总数|次数)?(?:已经?|也|就|均|则|将|还|却|更|又|才|目前)*(?:达到?|有|为|是|至|约|超过?|突破|:|at|reached|hit)?[^一-鿿a-z0-9,。;、]{{0,2}}$"
)


def noun_beside(folded: str, end: int, begin: int, floor: int) -> tuple[str | None, str]:
    """The counted thing beside the number and its kind."""
    match = _NOUN_AFTER_ZH.match(folded, end) or _NOUN_AFTER_EN.match(folded, end)
    if match is not None and not (
        match[0].startswith((" ", "-")) and _BREAK_EN.search(folded, end, match.start("noun"))
    ):
        return match["noun"], units.NOUNS[match["noun"]]
    match = _NOUN_BEFORE.search(folded, max(floor, begin - 14), begin)
    if match is not None:
        return match["noun"], units.NOUNS[match["noun"]]
    any_noun = _NOUN_ANY_EN.match(folded, end)
    if (
        any_noun is not None
        and any_noun["noun"] not in _NOT_NOUN
        and not _BREAK_EN.search(folded, end, any_noun.start("noun"))
    ):
        return any_noun["noun"], ""
    return None, ""
