"""Where sentences of Chinese and English news end, and where they only seem to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.text.sentences import split


def parts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text)]


CASES = [
    ("新桥通车了。车流很快！真的吗？", ["新桥通车了。", "车流很快！", "真的吗？"], "Chinese marks"),
    ("他说：“新桥通车了。”车流很快。", ["他说：“新桥通车了。”", "车流很快。"], "the closing quote stays"),
    ("（新桥通车了。）车流很快。", ["（新桥通车了。）", "车流很快。"], "the closing bracket stays"),
    ("太好了！！！走吧。", ["太好了！！！", "走吧。"], "repeated marks"),
    ("什么？！走吧。", ["什么？！", "走吧。"], "mixed marks"),
    ("标题\n第一段。\n\n第二段", ["标题", "第一段。", "第二段"], "line breaks"),
    ("增长4.5%。完", ["增长4.5%。", "完"], "decimal before a Chinese mark"),
    ("用的是GPT-4.5。很快。", ["用的是GPT-4.5。", "很快。"], "version before a Chinese mark"),
    ("用的是GPT-4.5.很快。", ["用的是GPT-4.5.", "很快。"], "ASCII full stop before Chinese"),
    ("后来……没有了。", ["后来……没有了。"], "ellipsis within a sentence"),
    ("甲来了；乙没来。", ["甲来了；乙没来。"], "a short sentence keeps its semicolon"),
    ("The bridge opened. Traffic is light.", ["The bridge opened.", "Traffic is light."], "English marks"),
    ("It cost $4.5 million. It opened.", ["It cost $4.5 million.", "It opened."], "decimal"),
    ("They use GPT-4.5. It is fast.", ["They use GPT-4.5.", "It is fast."], "version at the end"),
    ("They use v2.3.1 now.", ["They use v2.3.1 now."], "version within"),
    ("Mr. Li met Dr. Wu.", ["Mr. Li met Dr. Wu."], "titles"),
    ("Acme Inc. said so. It lied.", ["Acme Inc. said so.", "It lied."], "company form"),
    (
        "It was sold to Acme Inc. The price is secret.",
        ["It was sold to Acme Inc.", "The price is secret."],
        "company form at the end",
    ),
    ("It sells in the U.S. and Canada.", ["It sells in the U.S. and Canada."], "country"),
    ("It left the U.S. market.", ["It left the U.S. market."], "country before a noun"),
    ("Tools, e.g. Sora, are slow.", ["Tools, e.g. Sora, are slow."], "e.g."),
    ("See No. 5 on the list.", ["See No. 5 on the list."], "numbered"),
    ("He said no. She agreed.", ["He said no.", "She agreed."], "the word no"),
    ("J. K. Smith wrote it.", ["J. K. Smith wrote it."], "initials"),
    ("It opened on Feb. 15 in Rome.", ["It opened on Feb. 15 in Rome."], "month"),
    ('"Really?" he asked. Yes.', ['"Really?" he asked.', "Yes."], "a quoted question goes on"),
    ('He said: "We won." They lost.', ['He said: "We won."', "They lost."], "closing quote after the full stop"),
    ("Visit houxu.example today. Then rest.", ["Visit houxu.example today.", "Then rest."], "domain name"),
    ("Yahoo! shares rose.", ["Yahoo! shares rose."], "a name with a mark"),
    ("Wait... Then it rained.", ["Wait...", "Then it rained."], "three dots"),
    ("", [], "nothing"),
    ("  \n ", [], "only space"),
]


@pytest.mark.parametrize(("text", "sentences", "why"), CASES, ids=[c[2] for c in CASES])
def test_sentences(text: str, sentences: list[str], why: str) -> None:
    assert parts(text) == sentences, why


def test_a_long_sentence_is_cut_at_its_semicolon() -> None:
    first = "甲" * 70 + "；"
    assert parts(first + "乙没来。") == [first, "乙没来。"]


def test_only_the_given_part_is_read_with_offsets_of_the_whole() -> None:
    text = "甲来了。乙没来。丙走了。"
    assert [(s.start, s.end) for s in split(text, 4, 8)] == [(4, 8)]


@given(st.one_of(st.text(), st.text(alphabet="甲乙。！？；…”“\n .?!\"'aA.J5", max_size=80)))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = split(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)
