"""Sample pages as HTML, with the furniture that real sites put around an article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from houxu.demo.sites import SamplePage, pages

RELATED = 4


def page_bytes(page: SamplePage) -> bytes:
    """The page as its outlet serves it; the same page always gives the same bytes."""
    html = _templates().get_template(f"{page.outlet.id}.html").render(
        page=page, outlet=page.outlet, related=_earlier(page), json_ld=_json_ld(page)
    )  # fmt: skip
    return html.encode(page.outlet.charset, "xmlcharrefreplace")


def listing_page(shown: Sequence[SamplePage]) -> str:
    """A page of links to the pages shown, the newest first."""
    return _templates().get_template("list.html").render(outlet=shown[0].outlet, shown=list(reversed(shown)))


def content_type(page: SamplePage) -> str:
    """What the server says of a page: the charset only where it is UTF-8."""
    return "text/html; charset=utf-8" if page.outlet.charset == "utf-8" else "text/html"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("houxu.demo"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _earlier(page: SamplePage) -> list[SamplePage]:
    """The last few pages of the outlet before this one."""
    own = [p for p in pages() if p.outlet.id == page.outlet.id and not p.closed]
    return list(takewhile(lambda p: p.published < page.published, own))[-RELATED:]


def _json_ld(page: SamplePage) -> str:
    known = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.title,
        "datePublished": page.published.isoformat(),
        "author": {"@type": "Person", "name": page.author or page.outlet.name},
        "publisher": {"@type": "Organization", "name": page.outlet.name},
    }
    return json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
