"""Whom a page names as the origin of its text: 来源, 转载自, 本文来自, via, "originally published at".

No extractor reads these. A credit is taken only from a line that is nothing but byline, or from a label that
cannot be running text: 资料来源 in a sentence credits nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LABELLED = re.compile(
    r"(?:(?:文章|新闻|新聞|稿件|信息|消息)(?:来源|來源)|(?<![料力息金入要据數数片])(?:来源|來源)|稿源|稿件来自|原载|原載|(?<![\w-])(?:source|via))"
    r"\s*[:：丨|]\s*",
    re.I,
)
_TAKEN = re.compile(
    r"(?:本文|文章|内容|原文)?(?:系)?(?:转载自|轉載自|转自|轉自|摘自|(?:本文|文章)(?:首发于|来自|來自|来源于)|原文刊于|授权转载自)\s*[:：]?\s*"
    r"|(?:this (?:article|story|post) )?(?:was )?(?:originally|first) (?:published|appeared|posted|ran) "
    r"(?:at|by|in|on|with)\s+"
    r"|(?:re)?printed (?:from|with permission (?:from|of))\s+|syndicated from\s+",
    re.I,
)
_ORIGINAL_TITLE = re.compile(r"原标题\s*[:：]\s*[《「“\"]?(?P<title>[^》」”\"\n）)]{4,80})")
_WRAPPING = re.compile(r"^[\[【(（《“\"「\s]+|[\]】)）》”\"」\s.,，。;；:：|]+$")
_END = re.compile(
    r"[\n|｜丨;；。!！?？\]】)）》]|\s{2,}|\s*(?:作者|记者|編輯|编辑|责编|责任编辑|时间|日期|发布|发表|阅读|浏览|评论|字号|分享|字体|原标题|by\b|author)"
    r"|(?:19|20)\d\d\s*[-/.年]|\s+\d{1,2}[:：]\d{2}|,\s+(?:and|where|which)\b"
    r"|\.\s|\.$| and is (?:republished|reproduced)| under a ",
    re.I,
)
_NOBODY = re.compile(
    r"^(?:转载(?:文章)?|网络|互联网|综合(?:报道|整理|自网络)?|本站(?:原创|整理)?|原创|未知|佚名|其他|其它|network|internet|unknown|admin|见文末|整理|source|size=.*)$",
    re.I,
)
_LONGEST = 40  # characters of an outlet's name
_BYLINE = 120  # characters: a longer line is running text


def credit(near_headline: Sequence[str], main_text: str) -> str | None:
    """The name of the origin, or "原标题：..." when the page only gives the title that the origin used, or None.

    `near_headline` are the lines about the headline; `main_text` is searched at its first and last lines.
    """
    lines = main_text.split("\n")
    ends = [*lines[:3], *lines[-6:]] if len(lines) > 9 else lines
    for line in (*near_headline, *ends):
        named = _from_line(line)
        if named:
            return named
    for line in (*near_headline, *ends):
        original = _ORIGINAL_TITLE.search(line[: 4 * _BYLINE])
        if original:
            return "原标题：" + original["title"].strip()
    return None


def original_title(credit: str | None) -> str | None:
    """The origin's headline, where that is all that the page credits."""
    return credit.removeprefix("原标题：") if credit and credit.startswith("原标题：") else None


def _from_line(line: str) -> str | None:
    length, line = len(line), line[: 4 * _BYLINE]
    found = _TAKEN.search(line)
    if found is not None and (found.start() <= 12 or line[found.start() - 1] in "(（。.；; 】"):
        named = _name(line[found.end() :])
        if named:
            return named
    label = _LABELLED.search(line)
    if label is not None and (length <= _BYLINE or label.start() <= 40 or line[label.start() - 1] in "(（【["):
        return _name(line[label.end() :])
    return None


def _name(rest: str) -> str | None:
    rest = re.sub(r"^[\[【(（《“\"「\s]+", "", rest)[: _LONGEST * 3]
    end = _END.search(rest)
    name = _WRAPPING.sub("", rest[: end.start()] if end else rest)
    name = re.sub(r"^(?:the )?(?:website|公众号|微信公众号|微信号)\s*[:：“\"「]?\s*", "", name, flags=re.I).strip(
        '“”"「」：: '
    )
    name = name.split("，")[0].split(",")[0].strip()
    return name if 2 <= len(name) <= _LONGEST and not _NOBODY.match(name) else None
