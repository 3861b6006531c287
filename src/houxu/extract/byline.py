"""Title, headline and author of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree  # type: ignore[import-untyped]

from houxu.extract.blocks import Block
from houxu.extract.structured import SelfDescription

_SEPARATOR = re.compile(
    r"\s*[_|｜丨]+\s*|\s+[-–—·»:]+\s+|(?<=[\u4e00-\u9fff”」》）!！?？\d])\s*[-–—]{1,2}\s*(?=[\u4e00-\u9fff])"
)
_AUTHOR_ZH = re.compile(
    r"(?:作者|记者|記者|撰文|文字|文)\s*[:：/|｜]\s*(?P<name>[^\s:：|｜/,，。;；()（）\[\]【】]{2,20}"
    r"(?:[ 、][^\s:：|｜/,，。;；()（）\d]{2,4}){0,4})"
)
_AUTHOR_EN = re.compile(r"^(?:By|by|BY)\s*:?\s+(?P<name>[A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){1,5})")
_NO_TITLE = re.compile(
    r"copyright|all rights reserved|版权所有|"
    r"^(?:[\d\s:：/.,年月日-]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[ap]m|st|nd|rd|th|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)+$",
    re.I,
)
_NO_AUTHOR = re.compile(r"https?:|@|^\d+$|^(?:admin|佚名|未知|编辑|小编|本站|转载|unknown|null|none|网络)$", re.I)


def h1(tree: etree._Element) -> str | None:
    """The page's first-level heading, when it has one that is more than a logo."""
    texts = (" ".join("".join(element.itertext()).split()) for element in tree.iter("h1"))
    return next((text for text in texts if 4 <= len(text) <= 300 and not _NO_TITLE.search(text)), None)


def title(tree: etree._Element, described: SelfDescription, heading: str | None) -> str | None:
    """The headline, without the site's name that titles carry at their end."""
    element = tree.find(".//head/title")
    named = " ".join((element.text or "").split()) if element is not None else ""
    shared = described.first("og:title", "twitter:title", "dc.title", "citation_title") or str(
        described.article.get("headline") or ""
    )
    for candidate in (shared, named):
        if candidate and not _NO_TITLE.search(candidate):
            return without_site(" ".join(candidate.split()), described.publisher, heading)
    return heading


def without_site(full: str, site: str | None, heading: str | None = None) -> str:
    """`full` less the trailing parts that name the site or its sections."""
    if heading and len(heading) >= 6 and full.startswith(heading):
        return heading
    parts = _SEPARATOR.split(full)
    if len(parts) == 1:
        return full
    ends = [match.start() for match in _SEPARATOR.finditer(full)]
    if site and _bare(parts[-1]) == _bare(site):
        return full[: ends[-1]]
    strong = _first_strong(full)
    if strong is not None and strong >= 6:
        return full[:strong]
    shortest_tail = len(parts[-1]) <= 20 and len(parts[-1].split()) <= 4
    return full[: ends[-1]] if shortest_tail and ends[-1] >= 10 else full


def _first_strong(full: str) -> int | None:
    """Where the first _ or | stands: no headline holds one."""
    found = re.search(r"\s*[_|｜丨]", full)
    return found.start() if found else None


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def headline(blocks: Sequence[Block], title: str, heading: str | None) -> int | None:
    """Which block is the headline; None when the page does not show it."""
    for wanted in (_bare(heading or ""), _bare(title)):
        if len(wanted) < 4:
            continue
        for at, block in enumerate(blocks):
            if block.linked < 0.9 and len(block.text) <= 2 * len(wanted) + 40 and wanted in _bare(block.text):
                return at
    return next((at for at, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), None)


def lines_near(blocks: Sequence[Block], at: int | None) -> list[str]:
    """The lines about the headline that may be byline: three before it, ten after it."""
    if at is None:
        return [block.text for block in blocks[:12] if not block.beside]
    return [block.text for block in (*blocks[at + 1 : at + 11], *blocks[max(0, at - 3) : at])]


def author(described: SelfDescription, tree: etree._Element, near: Sequence[str]) -> str | None:
    """Who wrote it: as the page tells machines, else as its byline tells readers."""
    candidates = [described.author or ""]
    marked = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' author ')]")
    candidates += [" ".join("".join(element.itertext()).split()) for element in marked[:2]]
    for line in near:
        found = (_AUTHOR_ZH.search(line) or _AUTHOR_EN.match(line)) if len(line) <= 160 else None
        if found:
            candidates.append(found["name"])
    for candidate in candidates:
        name = re.sub(r"^(?:by|作者|文|记者)\s*[:：/ ]\s*", "", candidate.strip(), flags=re.I).strip(" ,;|")
        if 2 <= len(name) <= 80 and not _NO_AUTHOR.search(name):
            return name
    return None
