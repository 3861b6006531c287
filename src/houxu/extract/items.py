"""Where one item of an article ends and the next begins: a passage never leaves its item.

The rule goes by structure. An article is a digest when
  - it is long (8,000 characters) and made of list entries: 25 or more with text of their own, 40 % of all text; or
  - it is long and cut into 15 or more headed sections; or
  - its title says round-up (早报, 要闻, newsletter, "10 things ...") and it has four or more entries, headed sections
    or numbered paragraphs.
In a digest each list entry, table row and paragraph is an item of its own and carries the heading above it; plain
paragraphs under one heading are one item, as long as the section is short. Every other article is one item, so that
its subject may carry over from title and paragraph to paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from houxu.extract.blocks import Block, pasted
from houxu.model import Item

_LONG = 8_000  # characters
_ENTRIES = 25
_ENTRY_SHARE = 0.4
_SECTIONS = 15
_FEW = 4
_MEATY = 40  # characters, Chinese ones counted twice: a shorter entry of a long list may be a menu's
_SECTION = 1_500  # characters: longer headed sections are cut into their paragraphs
_ROUND_UP = re.compile(
    r"早报|晚报|早餐|早知道|日报|周报|周刊|一周|要闻|快讯汇总|盘点|速览|汇总|合集|每日|每周|\d+\s*[条件则](?:新闻|大事|快讯)|"
    r"\bdigest\b|\broundup\b|\bround-up\b|\brecap\b|\bnewsletter\b|\bweekly\b|\bdaily\b|\bbriefing\b|"
    r"\b\d+ (?:things|stories|headlines)\b|\bthis week in\b|\bnews in brief\b",
    re.I,
)
_NUMBERED = re.compile(
    r"^(?:\d{1,2}\s*[.、)）:：]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}[、.]|[①-⑳]|[•●▪◆■▶【])"
)
_COLON = (":", "：")


def is_digest(blocks: Sequence[Block], title: str) -> bool:
    """Whether the blocks are many short pieces rather than one article (see the module's rule)."""
    texts = [b for b in blocks if b.kind != "heading"]
    total = sum(len(b.text) for b in texts)
    entries = [n for b in texts for n in _entry_lengths(b)]
    sections = _headed_sections(blocks)
    meaty = [n for n in entries if n >= _MEATY]
    if total >= _LONG and len(meaty) >= _ENTRIES and sum(meaty) >= _ENTRY_SHARE * total:
        return True
    if total >= _LONG and sections >= _SECTIONS:
        return True
    numbered = sum(1 for b in texts if b.kind == "text" and _NUMBERED.match(b.text))
    return bool(_ROUND_UP.search(title)) and max(len(entries), sections, numbered) >= _FEW


def _entry_lengths(block: Block) -> Iterable[int]:
    """The length of each list entry in a block, links left out; Chinese says as much in half the characters."""
    if block.kind == "code":
        return [_weight(entry.text) for entry in pasted(block.text)]
    return [_weight(block.text)] if block.kind == "entry" and block.linked < 0.8 else []


def _weight(text: str) -> int:
    return len(text) + sum("\u4e00" <= char <= "\u9fff" for char in text[:_MEATY])


def _headed_sections(blocks: Sequence[Block]) -> int:
    return sum(1 for here, after in pairwise(blocks) if here.kind == "heading" and after.kind != "heading")


@dataclass(slots=True)
class _Page:
    """The text so far and the items cut from it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    items: list[Item] = field(default_factory=list)

    def line(self, text: str) -> tuple[int, int]:
        """Append one line; its span."""
        if self.parts:
            self.parts.append("\n")
            self.length += 1
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def item(self, start: int, end: int, heading: str | None) -> None:
        """Close an item, or lengthen the last one when it starts where that one does."""
        if self.items and self.items[-1].start == start:
            self.items.pop()
        self.items.append(Item(start, end, heading))


def split(blocks: Sequence[Block], title: str) -> tuple[str, tuple[Item, ...]]:
    """The article's text, a line to each block, and its items: `text[item.start:item.end]`."""
    if is_digest(blocks, title):
        return split_digest(blocks)
    text = "\n".join(block.text for block in blocks)
    return text, (Item(0, len(text)),)


def split_digest(blocks: Sequence[Block]) -> tuple[str, tuple[Item, ...]]:
    """Text and items of a page known to be a digest."""
    page = _Page()
    heading: str | None = None
    previous: Block | None = None
    opened: int | None = None  # start of the section or entry that the next block may lengthen
    for at, block in enumerate(blocks):
        if block.kind == "heading" or _introduces(block, blocks[at + 1 :][:1]):
            start, end = page.line(block.text)
            heading, previous, opened = block.text, block, None
            if _is_statement(block, blocks[at + 1 :][:1]):
                page.item(start, end, heading)
                opened = start
            continue
        if block.after_rule and heading is not None and previous is not None and previous.kind != "heading":
            heading = None  # a rule ends what the last heading was about
        opened = _place(page, block, previous, opened, heading)
        previous = block
    return "".join(page.parts), tuple(page.items)


def _place(page: _Page, block: Block, previous: Block | None, opened: int | None, heading: str | None) -> int | None:
    """Write one block; where its item starts, if the next block may belong to it."""
    above = block.under or heading
    if block.kind == "code":
        _place_pasted(page, block, above)
        return None
    lines = block.text.split("\n")
    if len(lines) >= 2 and all(len(line) >= _MEATY / 2 for line in lines) and not block.unit:
        for line in lines:
            page.item(*page.line(line), above)
        return None
    start, end = page.line(block.text)
    if opened is None or not _continues(block, previous, start - opened):
        opened = start
    page.item(opened, end, above)
    return opened


def _place_pasted(page: _Page, block: Block, above: str | None) -> None:
    for entry in pasted(block.text):
        span = page.line(entry.text)
        if entry.heading:
            above = entry.text
        else:
            page.item(*span, entry.under or above)


def _continues(block: Block, previous: Block | None, length: int) -> bool:
    """Whether a block belongs to the item before it."""
    if previous is None:
        return False
    if block.unit or previous.unit:
        return block.unit == previous.unit
    if block.kind != "text" or previous.kind not in ("text", "heading") or block.after_rule:
        return False
    if block.leads or _NUMBERED.match(block.text):
        return previous.kind == "heading" and not block.leads
    return length + len(block.text) <= _SECTION


def _introduces(block: Block, following: Sequence[Block]) -> bool:
    """A line such as "Links mentioned:" that only names the list after it."""
    return (
        block.kind == "text"
        and len(block.text) <= 120
        and block.text.endswith(_COLON)
        and bool(following)
        and following[0].kind in ("entry", "code", "row")
    )


def _is_statement(block: Block, following: Sequence[Block]) -> bool:
    """A heading over plain paragraphs is the news itself and belongs to its item; one over a list is a label."""
    return block.kind == "heading" and len(block.text) >= 8 and bool(following) and following[0].kind == "text"
