"""A page of links, read by a CSS selector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from houxu.errors import ParseError
from houxu.fetch.charset import decode
from houxu.sources import dates
from houxu.sources.links import Discovery, Link

_ROW_LIMIT = 2000  # characters; a container beyond this is no longer one row of a list
_LEVELS_UP = 3
_DEFAULT_ITEM = "a[href]"


def parse(
    body: bytes,
    *,
    url: str,
    item: str | None,
    content_type: str | None = None,
    zone: tzinfo | None = None,
    language: str | None = None,
    seen: datetime | None = None,
) -> Discovery:
    """The links that `item` selects, each with a title, and the date that stands in its row.

    The selector may name the links or the rows around them. Raises ParseError for a selector that is wrong or
    selects nothing.
    """
    text, _ = decode(body, content_type)
    soup = BeautifulSoup(text, "lxml")
    selector = item or _DEFAULT_ITEM
    chosen = _select(soup, selector, url)
    base = _base(soup, url)
    found = (_anchor(element) for element in chosen)
    anchors = list({id(anchor): anchor for anchor in found if anchor is not None}.values())
    if not anchors:
        raise ParseError(f"the selector {selector!r} selects {len(chosen)} elements, none with a link", where=url)
    reader = _RowDates(zone or dates.zone_of(None, language), language, seen)
    shared = Counter(id(parent) for anchor in anchors for parent in _around(anchor))
    return Discovery(tuple(_link(anchor, base, _row(anchor, shared), reader) for anchor in anchors))


def _select(soup: BeautifulSoup, selector: str, url: str) -> list[Tag]:
    try:
        chosen = list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ParseError(f"the selector {selector!r} is not CSS: {reason}", where=url, hint="see item:") from None
    if chosen:
        return chosen
    if soup.find("a", href=True) is None:
        raise ParseError(f"the page has no links, so the selector {selector!r} selects nothing", where=url)
    raise ParseError(
        f"the selector {selector!r} selects nothing",
        where=url,
        hint="has the page changed? correct item: in the job file",
    )


def _base(soup: BeautifulSoup, url: str) -> str:
    base = soup.find("base", href=True)
    return urljoin(url, str(base["href"]).strip()) if isinstance(base, Tag) else url


def _anchor(element: Tag) -> Tag | None:
    """The link itself, the one inside it with the most text, or the one around it."""
    if element.name == "a":
        return element if _leads_somewhere(element) else None
    inside = [anchor for anchor in element.find_all("a") if _leads_somewhere(anchor)]
    if inside:
        return max(inside, key=lambda anchor: len(anchor.get_text(strip=True)))
    around = element.find_parent("a", href=True)
    return around if isinstance(around, Tag) and _leads_somewhere(around) else None


def _leads_somewhere(anchor: Tag) -> bool:
    """False for buttons in the shape of a link, which every page has."""
    href = str(anchor.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:"))


def _link(anchor: Tag, base: str, row: Tag, reader: _RowDates) -> Link:
    raw, moment = reader.of(row)
    return Link(
        url=urljoin(base, str(anchor["href"]).strip()),
        title=_title(anchor),
        published=moment.at if moment else None,
        published_precision=moment.precision if moment else "minute",
        published_raw=raw,
    )


def _title(anchor: Tag) -> str | None:
    heading = anchor.find(["h1", "h2", "h3", "h4", "h5"])
    text = " ".join((heading if isinstance(heading, Tag) else anchor).get_text(" ").split())
    full = " ".join(str(anchor.get("title") or "").split())
    if not text and not full:
        image = anchor.find("img", alt=True)
        full = " ".join(str(image["alt"]).split()) if isinstance(image, Tag) else ""
    is_cut = text.endswith(("…", "...")) and full.startswith(text.rstrip("….")[:10])
    return (full if is_cut or not text else text) or None


def _row(anchor: Tag, shared: Mapping[int, int]) -> Tag:
    """The largest element around the link that holds no other chosen link; `shared` counts them by element."""
    row = anchor
    for parent in _around(anchor):
        if shared[id(parent)] > 1 or len(parent.get_text()) > _ROW_LIMIT:
            break
        row = parent
    return row


def _around(anchor: Tag) -> Iterator[Tag]:
    """The nearest elements that a link stands in, inside the page's body."""
    element: Tag = anchor
    for _ in range(_LEVELS_UP):
        parent = element.parent
        if not isinstance(parent, Tag) or parent.name in {"body", "html", "[document]"}:
            return
        yield parent
        element = parent


class _RowDates:
    """Finds the date of a row, as this source means it."""

    def __init__(self, zone: tzinfo, language: str | None, seen: datetime | None) -> None:
        self._zone, self._language, self._seen = zone, language, seen

    def of(self, row: Tag) -> tuple[str | None, dates.Moment | None]:
        """The wording and the moment: of a <time>, of a leaf that is a date, else of the text."""
        stamp = row.find("time")
        if isinstance(stamp, Tag):
            raw = str(stamp.get("datetime") or stamp.get_text(" ", strip=True))
            return raw, self._read(raw)
        for leaf in row.find_all(["span", "em", "i", "small", "td", "p", "div", "font", "label"]):
            raw = leaf.get_text(" ", strip=True).strip("[]()（）【】 ") if len(leaf.contents) == 1 else ""
            moment = self._read(raw)
            if moment is not None:
                return raw, moment
        found = dates.find(row.get_text(" "), zone=self._zone, language=self._language, seen=self._seen)
        return found if found is not None else (None, None)

    def _read(self, raw: str) -> dates.Moment | None:
        return dates.read(raw, zone=self._zone, language=self._language, seen=self._seen)
