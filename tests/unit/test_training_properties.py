"""The properties told that the learned reader is taught: well formed, in both directions, and none of them in a set that measures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from houxu.judge.concepts import lexicon
from houxu.judge.training import properties

ROOT = Path(__file__).resolve().parents[2]
BLOCK = """# open_public
S: 渡口 | Dukou
+ 渡口昨晚起谁都能登录。
- Dukou lets in a dozen testers and nobody else.
0 渡口年底前会考虑多放些人进来。
"""
VALUES = """# valuation
S: 渡口 | Dukou
= Backers put {{$2bn}} into Dukou at [[$31bn]], twice {{$15bn}} of last year.
0 Dukou spent {{$400m}} on chips.
"""
PASSAGE = """S: 渡口 | Dukou
P: 渡口的样片里蜡烛吹了还在烧,外面的人也还进不去。
+
- physics open_public
? commercial_grade
"""


def test_a_block_tells_each_sign() -> None:
    told = list(properties.read(BLOCK))
    assert [(t.concept, t.sign) for t in told] == [("open_public", "+"), ("open_public", "-"), ("open_public", "0")]
    pairs = [p for p in properties.pairs(told) if "public" in p[1] or "公众" in p[1]]
    assert {"support", "refute", "neutral"} <= {label for _, _, _, label in pairs}


def test_of_several_values_one_is_right() -> None:
    told = list(properties.read(VALUES))
    assert [(t.value, t.sign) for t in told] == [("$2bn", "0"), ("$31bn", "+"), ("$15bn", "0"), ("$400m", "0")]
    assert all("[" not in t.text and "{" not in t.text for t in told)
    assert any("$31bn" in words and label == "support" for _, words, _, label in properties.pairs(told))


def test_what_a_passage_does_not_list_it_does_not_say() -> None:
    told = list(properties.read(PASSAGE))
    assert [(t.concept, t.sign) for t in told] == [("physics", "-"), ("open_public", "-"), ("", "0")]
    assert not {"physics", "open_public", "commercial_grade"} & set(told[-1].unsaid)
    labels = Counter(label for *_, label in properties.pairs(told[-1:]))
    assert labels == {"neutral": properties.UNSAID}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [(BLOCK, "+ ", "* "), (BLOCK, "# open_public\n", ""), (PASSAGE, "physics", "fysics"), (VALUES, " | Dukou", "")],
)
def test_a_line_of_no_form_is_named(text: str, old: str, new: str) -> None:
    with pytest.raises(ValueError, match=r"a file:\d+: not a sentence"):
        list(properties.read(text.replace(old, new), "a file"))


def test_every_property_taught_is_told_denied_and_nearly_said() -> None:
    told = properties.sentences()
    words = {c.id for family in lexicon().values() for c in family.values() if c.asks}
    words |= {f"{c.id}_date" for c in lexicon()["events"].values() if c.asks_when}
    signs = Counter((t.concept, t.sign) for t in told)
    for concept in words:
        with_value = any(t.value for t in told if t.concept == concept)
        assert all(signs[concept, sign] >= 40 for sign in ("+0" if with_value else "+-0")), concept
    assert {t.concept for t in told} - {""} == words


def test_what_is_taught_is_in_no_set_that_measures() -> None:
    taught = {t.text for t in properties.sentences()}
    for file in (ROOT / "tests/data").glob("*.jsonl"):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        assert not taught & {str(row.get("passage", "")) for row in rows}, file.name
