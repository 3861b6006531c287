"""A parsed page -> its blocks (paragraphs, headings, list entries) in reading order.

One walk serves the main text of list-heavy pages, the words around the headline (dates, credits) and the last
resort when the main-text extractor finds nothing. It reads HTML and the extractor's own XML alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from lxml import etree  # type: ignore[import-untyped]

MOST_CHARACTERS = 1_500_000  # of text taken from one page; the rest is dropped
_HEADING_LEVEL = {f"h{n}": n for n in range(1, 7)} | {"head": 3, "summary": 5, "dt": 6}
_ENTRY = frozenset({"li", "item", "dd"})
_CODE = frozenset({"pre", "code-block"})
_ROW = frozenset({"tr", "row"})
_CELL = frozenset({"td", "th", "cell"})
_BREAK = frozenset({"br", "lb"})
_RULE = frozenset({"hr"})
_BLOCK = (
    frozenset(
        {
            "html", "body", "main", "article", "section", "header", "footer", "nav", "aside", "div", "p", "blockquote",
            "quote", "ul", "ol", "list", "dl", "table", "tbody", "thead", "figure", "figcaption", "form", "fieldset",
            "address", "center", "details", "doc", "text",
        }
    )
    | _ENTRY | _CODE | _ROW | _CELL | frozenset(_HEADING_LEVEL) | _RULE
)  # fmt: skip
_UNSEEN = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "math", "iframe", "select", "button", "textarea", "object",
        "title", "meta", "link",
    }
)  # fmt: skip
_BESIDE = frozenset({"nav", "aside", "footer"})
_BESIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search"})
_BOXES = frozenset({"div", "section", "ul", "ol", "dl", "table"})
_BESIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|respond|related|recommend\w*|sidebar|breadcrumbs?|share|sharing|social)(?:$|[\s_-])",
    re.I,
)
_BOLD = frozenset({"strong", "b"})
_WRAPPED_HAN = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff01-\uff60])\s*\n\s*(?=[\u3000-\u303f\u4e00-\u9fff])")
_PASTED = 300  # characters: blank lines inside so long a run of text stand for paragraphs
_BLANK_LINE = re.compile(r"(?<=[。！？.!?])[^\S\n]*\n[^\S\n]*\n(?=\S)")
_SPACES = re.compile(r"[^\S\n]+")
_TAGS = re.compile(r"</?(?:p|div|br|h\d|li|ul|ol|strong|em|b|i|a|code|span|pre|hr|blockquote)\b[^<>]{0,2000}>", re.I)
_BULLET = re.compile(r"^\s*(?:[-*•●▪◦·–]\s+|\d{1,2}[.)、]\s*|#+\s+|<li\b[^>]*>)", re.I)
_MARKED_LINE = re.compile(r"^\s*(?:[-*]|#{1,6})\s+\S", re.M)
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\((?:[^()\s]|\([^()]*\)){0,2000}\)")


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text between block tags.

    kind: heading, entry (of a list), row (of a table), code, text. `level` of a heading (1 is the highest; 7 a line in
    bold). `unit` is shared by blocks of one list entry. `under` is the text that opens the enclosing entry. `leads`: it
    starts with a link or in bold, as items of a digest do. `linked` is the share of its characters inside links.
    """

    kind: str
    text: str
    level: int = 0
    unit: int = 0
    under: str | None = None
    leads: bool = False
    linked: float = 0.0
    beside: bool = False  # in navigation, aside or footer
    inside: bool = True  # in the element that holds the article
    after_rule: bool = False


def blocks_of(root: etree._Element, article: etree._Element | None = None) -> list[Block]:
    """The blocks of `root` in document order; those within `article` are marked `inside` (all, if it is None)."""
    walk = _Walk(article)
    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: etree._Element | None = None
    for event, element in walker:
        if event == "start" and _unseen(element):
            walker.skip_subtree()
            skipped = element
        elif event == "start":
            walk.start(element)
        elif element is skipped:
            walk.after(element)
        else:
            walk.end(element)
        if walk.characters > MOST_CHARACTERS:
            break
    walk.flush()
    return walk.blocks


def _beside_by_name(element: etree._Element) -> bool:
    return bool(_BESIDE_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _unseen(element: etree._Element) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


class _Walk:
    """Where the walk stands: the open blocks, and the inline text since the last block tag."""

    def __init__(self, article: etree._Element | None) -> None:
        self.blocks: list[Block] = []
        self.characters = 0
        self._article = article
        self._inside = 1 if article is None else 0
        self._beside = self._link = self._bold = self._code = 0
        self._entries: list[list[object]] = []  # [unit, opening text] of each open list entry
        self._headings: list[int] = []
        self._rows = 0
        self._units = 0
        self._rule = False
        self._parts: list[str] = []
        self._linked = self._bolded = 0
        self._leads: bool | None = None

    def start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCK and not (tag in _CELL and self._rows):
            self.flush()
        self._shift(element, 1)
        if tag in _BREAK:
            self._parts.append("\n\x00")
        if tag in _RULE:
            self._rule = True
        self._take(element.text)

    def end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _CELL and self._rows and self._parts:
            self._parts.append(" | ")
        elif tag in _BLOCK:
            self.flush()
        self._shift(element, -1)
        self._take(element.tail)

    def after(self, element: etree._Element) -> None:
        """Take what follows an element that is left out (its tail still belongs to the page)."""
        self._take(element.tail)

    def _shift(self, element: etree._Element, by: int) -> None:
        tag = element.tag
        if tag in _BESIDE or element.get("role") in _BESIDE_ROLES or (tag in _BOXES and _beside_by_name(element)):
            self._beside += by
        if element is self._article:
            self._inside += by
        if tag in ("a", "ref"):
            self._link += by
        elif tag in _BOLD or (tag == "hi" and element.get("rend") == "#b"):
            self._bold += by
        elif tag in _CODE:
            self._code += by
        elif tag in _ROW:
            self._rows += by
        elif tag in _HEADING_LEVEL:
            level = int(element.get("rend", "h3")[1:] or 3) if tag == "head" else _HEADING_LEVEL[tag]
            self._headings.append(level) if by > 0 else self._headings.pop()
        elif tag in _ENTRY:
            self._units += 1
            self._entries.append([self._units, None]) if by > 0 else self._entries.pop()

    def _take(self, text: str | None) -> None:
        if not text:
            return
        solid = len(text.strip())
        if solid and self._leads is None:
            self._leads = bool(self._link or self._bold)
        self._linked += solid if self._link else 0
        self._bolded += solid if self._bold else 0
        self._parts.append(text)

    def flush(self) -> None:
        """Close the run of inline text."""
        raw = "".join(self._parts)
        linked, bolded, leads = self._linked, self._bolded, self._leads
        self._parts, self._linked, self._bolded, self._leads = [], 0, 0, None
        as_code = self._code > 0 or ("\n" in raw and is_pasted_list(raw))
        text = raw.replace("\x00", "").strip("\n") if as_code else _collapse(raw).strip(" |")
        if not text.strip():
            return
        length = max(len(text), 1)
        kind, level = self._kind(text, bolded / length, as_code)
        unit, under = self._entry(text)
        self.characters += length
        self.blocks.append(
            Block(
                kind,
                text,
                level,
                unit,
                under,
                bool(leads),
                min(linked / length, 1.0),
                self._beside > 0,
                self._inside > 0,
                self._rule,
            )
        )
        self._rule = False

    def _kind(self, text: str, bold: float, as_code: bool) -> tuple[str, int]:
        if self._headings:
            return "heading", self._headings[-1]
        if as_code:
            return "code", 0
        if self._entries:
            return "entry", 0
        if self._rows and " | " in text:
            return "row", 0
        return ("heading", 7) if bold > 0.9 and len(text) <= 120 and text[-1] not in "。.!?！？" else ("text", 0)

    def _entry(self, text: str) -> tuple[int, str | None]:
        if not self._entries:
            return 0, None
        entry = self._entries[-1]
        if entry[1] is None:
            entry[1] = text
        above = self._entries[-2][1] if len(self._entries) > 1 else None
        return int(str(entry[0])), str(above)[:200] if above else None


def _collapse(raw: str) -> str:
    """Source line ends are spaces (nothing between Chinese characters); only a <br> breaks a line.

    Blank lines between sentences of a long text do too: it was pasted as plain text.
    """
    if raw.count("\n\n") and len(raw) > _PASTED:
        raw = _BLANK_LINE.sub("\n\x00", raw)
    if "\n" in raw:
        marked = raw.split("\n\x00")
        raw = "\n".join(_WRAPPED_HAN.sub("", part).replace("\n", " ") for part in marked)
    lines = (_SPACES.sub(" ", line).strip() for line in raw.split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Pasted:
    """One entry of a list pasted as plain text. `under` is the entry above it that it is indented to."""

    text: str
    heading: bool = False
    under: str | None = None


def is_pasted_list(raw: str) -> bool:
    """Whether text holds Markdown that nothing rendered: three or more lines that open with a list or heading mark."""
    return len(_MARKED_LINE.findall(raw)) >= 3


def pasted(text: str) -> Iterator[Pasted]:
    """The entries of a list that was pasted as code or text: Markdown bullets and headings, or list tags shown as text.

    Lines that open no entry of their own belong to the one before; without any mark each line is an entry.
    """
    marked = any(_BULLET.match(line) for line in text.split("\n"))
    entry: list[str] = []
    opening = under = ""
    for line in [*text.split("\n"), ""]:
        opens = _BULLET.match(line)
        if entry and (opens or not marked or not line.strip()):
            shown = " ".join(entry)
            indented = bool(re.match(r"\s{2,}", opening))
            yield Pasted(shown, opening.startswith("#"), under[:200] if indented and under else None)
            under = under if indented else shown
            entry = []
        plain = _plain(line)
        if plain:
            opening = opening if entry else line
            entry.append(plain)


def _plain(line: str) -> str:
    """One line without its Markdown or tags."""
    if re.fullmatch(r"\s*[-*_]{3,}\s*", line):
        return ""
    line = _LINK.sub(r"\1", _TAGS.sub("", line)).replace("**", "")
    return _SPACES.sub(" ", re.sub(r"^\s*(?:[-*•#>]+\s+)+", "", line)).strip()


class _Stream(HTMLParser):
    """Block texts without a tree: for nesting that no tree parser follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "noscript", "template"):
            self._unseen += 1
        if tag in _BLOCK or tag in _BREAK:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "noscript", "template"):
            self._unseen = max(0, self._unseen - 1)
        if tag in _BLOCK:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._parts.append(data)

    def flush(self) -> None:
        text = " ".join("".join(self._parts).split())
        self._parts = []
        if text:
            self.lines.append(text)


def blocks_without_tree(markup: str) -> list[Block]:
    """The blocks of a page whose nesting is too deep for a tree; kinds and links are not told apart."""
    stream = _Stream()
    stream.feed(markup)
    stream.close()
    stream.flush()
    return [Block("text", line) for line in stream.lines]
