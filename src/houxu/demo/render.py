"""Sample pages as HTML, with the furniture that real sites put around an article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from houxu.demo.sites import SamplePage, pages

RELATED = 4
WORDS = {
    "zh": {"home": "首页", "ai": "人工智能", "chips": "芯片", "cars": "汽车", "related": "相关阅读", "by": "作者：",
           "ad": "广告：云服务器限时三折，新用户首月一元", "source": "来源：", "editor": "(责任编辑:周宁)",
           "rights": "版权所有", "note": "演示用虚构站点", "list": "滚动新闻"},
    "zh-Hant": {"home": "首頁", "ai": "人工智慧", "chips": "晶片", "cars": "汽車", "related": "延伸閱讀", "by": "記者 ",
                "ad": "廣告：雲端主機限時優惠，新客首月一元", "source": "來源：", "editor": "(責任編輯:許家瑜)",
                "rights": "版權所有", "note": "示範用虛構網站", "list": "即時新聞"},
    "en": {"home": "Home", "ai": "AI", "chips": "Chips", "cars": "Cars", "related": "Read next", "by": "By ",
           "ad": "Advertisement: cloud servers at a third of the price this week", "source": "Source: ",
           "editor": "Got a tip? Write to the desk.", "rights": "All rights reserved",
           "note": "an invented site for a demonstration", "list": "Latest"},
}  # fmt: skip
"""What the furniture of a page says, by language."""


def page_bytes(page: SamplePage) -> bytes:
    """The page as its outlet serves it; the same page always gives the same bytes."""
    outlet = page.outlet
    html = (
        _templates()
        .get_template(f"{outlet.dates}.html")
        .render(
            page=page,
            outlet=outlet,
            words=WORDS[outlet.language],
            when=when(page),
            related=_earlier(page),
            json_ld=_json_ld(page),
        )
    )
    return html.encode(page.outlet.encoding, "xmlcharrefreplace")


def when(page: SamplePage) -> str:
    """The publication time as the outlet writes it for people."""
    at = page.published
    if page.outlet.language == "en":
        return f"{at:%B} {at.day}, {at.year}"
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def listing_page(shown: Sequence[SamplePage]) -> str:
    """A page of links to the pages shown, the newest first."""
    outlet = shown[0].outlet
    return _templates().get_template("list.html").render(outlet=outlet, words=WORDS[outlet.language], shown=shown[::-1])


def content_type(page: SamplePage) -> str:
    """What the server says of a page: the charset only where it is UTF-8."""
    return "text/html; charset=utf-8" if page.outlet.encoding == "utf-8" else "text/html"


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
    own = [p for p in pages() if p.outlet is page.outlet and not p.disallowed]
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
