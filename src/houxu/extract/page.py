"""The bytes of one page -> an Article: title, main text split into items, date, author, outlet, credit, language.

The page is parsed once. A page that is a list of many short pieces is read by its structure (a main-text extractor
throws parts of such lists away); any other goes through trafilatura, and when that finds nothing, through the plain
blocks of the page. Ordered by cost: the whole takes little longer than the main-text extractor alone.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import trafilatura
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from houxu.errors import ParseError
from houxu.extract import byline, structured
from houxu.extract.blocks import Block, blocks_of, blocks_without_tree
from houxu.extract.credit import credit
from houxu.extract.dates import Clues, published
from houxu.extract.items import is_digest, split, split_digest
from houxu.extract.language import language_of
from houxu.fetch.charset import decode
from houxu.model import Article, Item, Tier
from houxu.sources.dates import Moment

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is reported by ParseError
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

MOST_MARKUP = 8_000_000  # characters; the rest of a larger page is not read
_HEAVY = 600_000  # characters of text-bearing markup: beyond this the main-text extractor takes many seconds
_TINY = 80  # characters: the page's plain paragraphs may know better
_SHORT = 250  # characters: a shorter main text is worth a second, slower look
_LEAST = 12  # words or Chinese characters
_WALL = re.compile(
    r"enable (?:java ?script|cookies)|javascript (?:is )?(?:required|disabled)|"
    r"(?:log|sign) ?in to (?:continue|read|view|your)|subscribe to (?:continue|read)|"
    r"checking your browser|are you a (?:robot|human)|verify you are human|access denied|"
    r"启用\s*javascript|开启\s*javascript|"
    r"登录后(?:查看|可见|阅读|才能|继续)|请(?:先)?登录|登录查看|验证码|访问(?:过于频繁|受限)|扫码登录",
    re.I,
)
_WALL_TEXT = 400  # characters: a page that says no more than this and mentions a wall is one
_WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]|[^\W\d_\u3400-\u9fff]{2,}")
_ONLY_DATE = re.compile(r"(?=.*\d)[\d\s年月日时分:：/.-]{4,30}")
_HTML = re.compile(r"html|xml|^$", re.I)
_OTHER_TEXT = ("text/plain", "application/octet-stream")
_STRIPPED = etree.XPath(
    "//style | //noscript | //template | //svg | //script[not(contains(@type, 'ld+json'))] | //iframe"
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the finder of the address already knew: a feed's entry, a job file's source."""

    title: str | None = None
    published: datetime | None = None  # aware
    published_precision: str = "minute"  # minute | day (then midnight UTC of the day)
    outlet: str | None = None
    tier: Tier = Tier.TRADE
    language: str | None = None


def extract(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime,
    timezone: str = "Asia/Shanghai",
    hints: Hints | None = None,
) -> Article:
    """The article on a page.

    `fetched_at` (aware) is where relative dates count from; `timezone` is the zone of dates that name none.
    Raises ParseError for a page that is empty, not text, or has no usable text (a login wall, one built by scripts).
    """
    hints = hints or Hints()
    kind = (content_type or "").partition(";")[0].strip().lower()
    if not body.strip():
        raise ParseError("the page is empty", where=url)
    if body.startswith(b"%PDF") or (
        kind and not _HTML.search(kind) and kind not in ("text/plain", "application/octet-stream")
    ):
        raise ParseError(f"not a page of text but {kind or 'a PDF'}", where=url)
    markup, _ = decode(body, content_type)
    markup = markup[:MOST_MARKUP].replace("\x00", "")
    if kind == "text/plain" and "<html" not in markup[:2000].lower():
        return from_text(markup, url=url, fetched_at=fetched_at, timezone=timezone, hints=hints)
    return _from_tree(markup, _parse(markup), url, fetched_at, timezone, hints)


def _parse(markup: str) -> etree._Element | None:
    """The tree; None when nothing can be made of the markup.

    Nesting beyond 2,048 makes libxml2 stop without an error and drop the text; only its log tells.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return None if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log) else tree


def _from_tree(
    markup: str, tree: etree._Element | None, url: str, fetched_at: datetime, timezone: str, hints: Hints
) -> Article:
    if tree is None:
        plain = "\n".join(b.text for b in blocks_without_tree(markup))
        return from_text(plain, url=url, fetched_at=fetched_at, timezone=timezone, hints=hints)
    heading = byline.h1(tree)
    described = structured.read(tree, heading or hints.title)
    title = byline.title(tree, described, heading) or hints.title or ""
    for element in _STRIPPED(tree):
        element.drop_tree()
    marked = _article_element(tree)
    blocks = blocks_of(tree, marked)
    script = language_of(" ".join(b.text for b in blocks if b.linked < 0.5)[:5_000], tree.get("lang"), hints.language)
    text, items = _main_text(tree, blocks, title, language=script, marked=marked is not None)
    _require_text(text, url)
    at = byline.headline(blocks, title, heading)
    near = byline.lines_near(blocks, at)
    language = language_of(text, tree.get("lang"), hints.language)
    clues = Clues(described, blocks, at, url, fetched_at, ZoneInfo(timezone), language, _hinted(hints), tree)
    when = published(clues)
    outlet = described.publisher or hints.outlet
    return Article(
        url=url,
        title=title or _first_line(text),
        text=text,
        published=when.at,
        published_from=when.source,
        published_precision=when.precision,
        outlet=outlet,
        tier=hints.tier,
        language=language,
        author=byline.author(described, tree, near),
        credit=credit(near, text),
        items=items,
    )


def from_text(text: str, *, url: str, fetched_at: datetime, timezone: str, hints: Hints) -> Article:
    """An article from text without markup: one line, one block. Raises ParseError when it says next to nothing."""
    lines = [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]
    title = hints.title or (lines[0][:200] if lines else "")
    blocks = [_plain_block(line, number) for number, line in enumerate(lines, 1)]
    body, items = split(_without_title(blocks, title) or blocks, title)
    _require_text(body, url)
    language = language_of(body, None, hints.language)
    nothing = structured.SelfDescription()
    when = published(Clues(nothing, blocks[:40], None, url, fetched_at, ZoneInfo(timezone), language, _hinted(hints)))
    return Article(
        url=url,
        title=title,
        text=body,
        published=when.at,
        published_from=when.source,
        published_precision=when.precision,
        outlet=hints.outlet,
        tier=hints.tier,
        language=language,
        credit=credit(lines[:6], body),
        items=items,
    )


def _hinted(hints: Hints) -> Moment | None:
    return Moment(hints.published.astimezone(UTC), hints.published_precision) if hints.published else None


def _plain_block(line: str, number: int) -> Block:
    """A line of plain text; Markdown's bullets and headings keep their meaning."""
    if re.match(r"[-*•]\s", line):
        return Block("entry", line[1:].strip(), unit=number)
    return Block("heading", line.lstrip("# "), level=3) if re.match(r"#{1,6}\s", line) else Block("text", line)


def _article_element(tree: etree._Element) -> etree._Element | None:
    """The element that holds the article, if the page marks one: an <article> with most of their text, or <main>."""
    found = tree.xpath("//article[not(ancestor::article)]")
    if found:
        lengths = [len("".join(element.itertext())) for element in found]
        longest = max(lengths)
        if longest >= 0.6 * sum(lengths) and longest >= 200:
            return found[lengths.index(longest)]
    marked = tree.xpath("//*[@itemprop='articleBody']") or tree.xpath("//main | //*[@role='main']")
    return marked[0] if len(marked) == 1 else None


def _main_text(
    tree: etree._Element, blocks: Sequence[Block], title: str, *, language: str | None, marked: bool
) -> tuple[str, tuple[Item, ...]]:
    own = [b for b in blocks if b.inside and not b.beside]
    digest = is_digest(own, title) and _is_content(own)
    if digest and marked:
        return split_digest(_without_title(own, title))
    found = _by_extractor(tree, blocks, language)
    if digest and _size(own) > 3 * _size(found):
        return split_digest(_without_title(own, title))
    if _size(found) < _TINY:
        plain = [b for b in own if b.linked < 0.5 and (b.kind == "heading" or len(b.text) >= 20)]
        found = plain if _size(plain) > _size(found) else found
    return split(_without_title(found, title), title)


def _size(blocks: Sequence[Block]) -> int:
    """Characters."""
    return sum(len(block.text) for block in blocks)


def _is_content(blocks: Sequence[Block]) -> bool:
    """False for a page of links, such as a front page: its lists are navigation."""
    total = sum(len(b.text) for b in blocks)
    return sum(len(b.text) * b.linked for b in blocks) < 0.5 * total


def _by_extractor(tree: etree._Element, blocks: Sequence[Block], language: str | None) -> list[Block]:
    """The main text by trafilatura: fast, and again with its rescues when that found little.

    Its strict mode suits alphabetic pages and cuts Chinese ones short.
    """
    if _size(blocks) > _HEAVY:
        return [b for b in blocks if b.inside and not b.beside and b.linked < 0.5]
    chinese = (language or "").startswith("zh")
    found = _trafilatura(tree, fast=True, favor_precision=not chinese)
    if _size(found) < _SHORT:
        slower = _trafilatura(tree, fast=False, favor_precision=False)
        if _size(slower) > _size(found):
            return slower
    return found


def _trafilatura(tree: etree._Element, *, fast: bool, favor_precision: bool) -> list[Block]:
    try:
        document = trafilatura.bare_extraction(tree, fast=fast, favor_precision=favor_precision, include_comments=False)
    except Exception:  # heuristics on hostile markup; the plain blocks still stand
        return []
    body = getattr(document, "body", None)
    return blocks_of(body) if body is not None else []


def _without_title(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without the headline, which the article carries as its title, and without a bare date near it."""
    folded = _bare(title)
    return [b for n, b in enumerate(blocks) if n > 4 or not (_bare(b.text) == folded or _ONLY_DATE.fullmatch(b.text))]


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0][:200]


def _require_text(text: str, url: str) -> None:
    words = sum(1 for _ in zip(range(_LEAST), _WORD.finditer(text), strict=False))
    if words < _LEAST:
        raise ParseError("the page holds no usable text", where=url, hint="it may need a login, or be built by scripts")
    if len(text) <= _WALL_TEXT and _WALL.search(text):
        raise ParseError("the page is a login or script wall, not an article", where=url)
