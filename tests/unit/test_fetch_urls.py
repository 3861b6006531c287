"""One page has one address, whoever shared it."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from houxu.errors import Refused
from houxu.fetch.urls import canonical, target

SAME = [
    ("HTTP://News.Example:80/a", "http://news.example/a", "case and default port"),
    ("https://news.example:443", "https://news.example/", "default port, empty path"),
    ("https://news.example./a", "https://news.example/a", "a dot behind the host"),
    ("https://news.example/a#comments", "https://news.example/a", "a fragment"),
    (
        "https://news.example/a?utm_source=x&utm_medium=y&id=3",
        "https://news.example/a?id=3",
        "campaign parameters",
    ),
    ("https://news.example/a?fbclid=1&gclid=2", "https://news.example/a", "click ids"),
    ("https://m.example/a?from=timeline&isappinstalled=0", "https://m.example/a", "shared in WeChat"),
    (
        "https://v.example/BV1?spm_id_from=333&vd_source=ab",
        "https://v.example/BV1",
        "shared from a video site",
    ),
    ("https://b.example/s?id=17&wfr=spider&for=pc", "https://b.example/s?id=17", "a portal's spider marks"),
    ("https://n.example/a?share_token=x-y", "https://n.example/a", "a share token"),
    ("https://n.example/a?ref=hp", "https://n.example/a", "a referrer"),
    ("https://n.example/a?b=2&a=1", "https://n.example/a?a=1&b=2", "order of parameters"),
    ("https://n.example/新闻?q=模型", "https://n.example/%E6%96%B0%E9%97%BB?q=%E6%A8%A1%E5%9E%8B", "quoting"),
    ("https://n.example/a;jsessionid=0A1B?x=1", "https://n.example/a?x=1", "a session id in the path"),
    ("  https://n.example/a  ", "https://n.example/a", "white space around it"),
    ("https://münchen.example/", "https://xn--mnchen-3ya.example/", "an international name"),
]
OTHER = [
    ("https://n.example/a?id=1", "https://n.example/a?id=2", "id chooses the page"),
    ("https://n.example/a?p=1", "https://n.example/a?p=2", "so does p"),
    ("https://n.example/a?page=1", "https://n.example/a", "and page"),
    (
        "https://mp.example/s?__biz=a&mid=1&idx=1&sn=x",
        "https://mp.example/s?__biz=a&mid=1&idx=2&sn=x",
        "and idx",
    ),
    ("https://n.example/#!/a", "https://n.example/#!/b", "and the route of a script"),
    ("https://n.example/A", "https://n.example/a", "paths know case"),
    ("http://n.example/a", "https://n.example/a", "the scheme is no spelling"),
    ("https://n.example:8443/a", "https://n.example/a", "nor is a port of its own"),
    ("https://n.example/a?from=2024-01-01", "https://n.example/a", "from may be a date"),
    ("https://n.example/a?source=12", "https://n.example/a?source=13", "source may be a number"),
]


@pytest.mark.parametrize(("given_", "expected"), [c[:2] for c in SAME], ids=[c[2] for c in SAME])
def test_two_spellings_of_one_page(given_: str, expected: str) -> None:
    assert canonical(given_) == expected


@pytest.mark.parametrize(("one", "other"), [c[:2] for c in OTHER], ids=[c[2] for c in OTHER])
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://n.example/a", "scheme 'ftp'"),
        ("javascript:alert(1)", "scheme 'javascript'"),
        ("/a/b", "no scheme"),
        ("https:///a", "names no host"),
        ("https://user:secret@n.example/", "a user name"),
        ("https://n.example:99999/", "not a usable address"),
        ("https://[::1/", "not a usable address"),
    ],
)
def test_what_is_no_web_address_is_refused(url: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        canonical(url)
    assert caught.value.code == "scheme"
    assert "secret" not in str(caught.value)


def test_the_target_says_where_a_connection_goes() -> None:
    assert target("https://N.example:8443/a").origin == "https://n.example:8443"
    assert target("http://[2001:DB8::1]/").origin == "http://[2001:db8::1]"
    assert target("http://n.example:80/").origin == "http://n.example"


PARTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(PARTS, PARTS, PARTS)
@example("%", "a=%zz&&b", "!x")
@example("a b", "utm_source=1&%75tm_source=2", "")
@example("//x", "a=1;b=2", "")
@example("a", "&=&utm_=", "!%21 b")
def test_a_canonical_address_stays_as_it_is(path: str, query: str, fragment: str) -> None:
    once = canonical(
        f"https://News.example/{path.replace('?', '').replace('#', '')}?{query.replace('#', '')}#{fragment}"
    )
    assert canonical(once) == once


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    with contextlib.suppress(Refused):
        assert canonical(url).startswith(("http://", "https://"))
