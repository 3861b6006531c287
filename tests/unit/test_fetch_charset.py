"""The text of a page is right whatever it says about its encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.fetch.charset import declared, decode

SIMPLIFIED = "2024年3月4日，OpenAI发布了新的视频模型，它可以生成最长60秒的视频，"
SIMPLIFIED += "但是目前还没有向公众开放。公司表示将会在今年内开放。"
TRADITIONAL = "2024年3月4日，OpenAI發佈了新的影片模型，它可以生成最長60秒的影片，"
TRADITIONAL += "但是目前還沒有向公眾開放。公司表示將會在今年內開放。"
FRENCH = "Le modèle a été présenté à Paris ; l’accès reste limité, d'après la société — coûts élevés."


def page(text: str, meta: str | None = None) -> str:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    return f"<!doctype html><html><head>{head}<title>t</title></head><body><p>{text * 3}</p></body></html>"


CASES = [
    ("UTF-8, declared", SIMPLIFIED, "utf-8", "utf-8", "text/html; charset=utf-8"),
    ("UTF-8, undeclared", SIMPLIFIED, "utf-8", None, "text/html"),
    ("UTF-8 that its header calls GBK", SIMPLIFIED, "utf-8", None, "text/html; charset=gbk"),
    ("UTF-8 that its meta calls gb2312", SIMPLIFIED, "utf-8", "gb2312", None),
    ("GBK by header", SIMPLIFIED, "gbk", None, "text/html; charset=GBK"),
    ("GBK by meta", SIMPLIFIED, "gbk", "gbk", "text/html"),
    ("GBK undeclared", SIMPLIFIED, "gbk", None, None),
    ("GBK that its header calls UTF-8", SIMPLIFIED, "gbk", None, "text/html; charset=utf-8"),
    ("GBK that its meta calls UTF-8", SIMPLIFIED, "gbk", "utf-8", None),
    ("GBK behind a server default of Latin-1", SIMPLIFIED, "gbk", "gbk", "text/html; charset=ISO-8859-1"),
    ("GBK behind Latin-1 without a meta", SIMPLIFIED, "gbk", None, "text/html; charset=ISO-8859-1"),
    ("GBK characters under a gb2312 label", "朱镕基、李喆与芈月说：" + SIMPLIFIED, "gbk", "gb2312", None),
    ("GB18030 four-byte characters under gb2312", "㐂㐅𠀀" + SIMPLIFIED, "gb18030", "gb2312", None),
    ("Big5 by header", TRADITIONAL, "big5", None, "text/html; charset=big5"),
    ("Big5 by meta", TRADITIONAL, "big5", "big5", None),
    ("Big5 undeclared", TRADITIONAL, "big5", None, None),
    ("Big5 that its meta calls gb2312", TRADITIONAL, "big5", "gb2312", None),
    ("GBK that its meta calls Big5", SIMPLIFIED, "gbk", "big5", None),
    ("Hong Kong characters under a big5 label", "喺嗰度睇" + TRADITIONAL, "big5hkscs", "big5", None),
    ("Windows Western under a Latin-1 label", FRENCH, "cp1252", None, "text/html; charset=iso-8859-1"),
    ("Western letters before ASCII ones are no Chinese", "é" + "ça été là. " * 9, "cp1252", None, "x; charset=latin1"),
    ("UTF-16 with its mark", SIMPLIFIED, "utf-16", None, None),
    ("UTF-8 with its mark and a wrong meta", SIMPLIFIED, "utf-8-sig", "gb2312", "text/html; charset=big5"),
    ("a label that names no encoding", SIMPLIFIED, "gbk", "x-user-defined-foo", None),
    ("a label that names a Python codec of another sort", SIMPLIFIED, "gbk", "rot13", None),
]


@pytest.mark.parametrize(("text", "stored", "meta", "header"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_page_reads_as_it_was_written(text: str, stored: str, meta: str | None, header: str | None) -> None:
    written = page(text, meta)
    assert decode(written.encode(stored), header)[0] == written


@pytest.mark.parametrize(("stored", "text"), [("utf-8", SIMPLIFIED), ("gbk", SIMPLIFIED), ("big5", TRADITIONAL)])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_page_cut_inside_a_character_loses_only_that_character(stored: str, text: str, cut: int) -> None:
    body = page(text)[: -len("</p></body></html>")].encode(stored)[:-cut]
    assert decode(body)[0][:-2] in page(text)


@pytest.mark.parametrize(
    ("stored", "header"),
    [("utf-8", None), ("utf-8", "text/html; charset=gbk"), ("gbk", "text/html; charset=gbk")],
)
def test_one_broken_byte_costs_no_more_than_its_surroundings(stored: str, header: str | None) -> None:
    head, tail = (page(SIMPLIFIED) + "\n").encode(stored), page(SIMPLIFIED).encode(stored)
    text, _ = decode(head + b"\xff" + tail, header)
    assert text.startswith(page(SIMPLIFIED))
    assert text.endswith(page(SIMPLIFIED))


def test_the_name_of_the_encoding_used_is_told() -> None:
    assert decode(page(SIMPLIFIED).encode("gbk"), "text/html; charset=gb2312")[1] == "gb18030"
    assert decode(b"plain")[1] == "utf-8"


def test_an_xml_declaration_counts_like_a_meta() -> None:
    feed = f'<?xml version="1.0" encoding="GB2312"?><rss><title>{SIMPLIFIED}</title></rss>'
    assert decode(feed.encode("gbk")) == (feed, "gb18030")


def test_declarations_come_header_first_and_widened() -> None:
    assert list(declared(b"<meta charset='big5'>", "text/html; charset=gb2312")) == ["gb18030", "big5hkscs"]


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=gbk", "text/html; charset=utf-7", "x"]),
)
def test_any_bytes_decode(body: bytes, header: str | None) -> None:
    text, encoding = decode(body, header)
    assert isinstance(text, str)
    assert encoding


@given(st.text(min_size=1).filter(lambda t: not t.startswith("\ufeff") and "\x00" not in t))
def test_valid_utf8_is_never_read_as_anything_else(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    assert decode(body, "text/html; charset=gbk") == (body.decode(), "utf-8")
