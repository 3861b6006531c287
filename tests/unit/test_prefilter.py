"""The look at required strings before an expression is run must never rule out a match."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from houxu.judge import prefilter
from houxu.judge.concepts import Concept, lexicon
from houxu.text.literals import may_match, required
from houxu.text.script import fold

DATA = Path(__file__).parents[1] / "data"
TEXTS = [
    fold(json.loads(line)["passage"])
    for file in sorted(DATA.glob("*.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
CONCEPTS = [concept for family in lexicon().values() for concept in family.values()]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("开放|上线", {"开放", "上线"}),
        ("对公众(?:开放|敞开)", {"对公众"}),
        ("[做作]出来", {"做出来", "作出来"}),
        ("(?:be|get)s? open", {" open"}),
        ("(?<!不)可用", {"可用"}),
        ("(?:很快)?上线(?!日期)", {"上线"}),
        ("(?:公测){1,2}", {"公测"}),
        ("面向.{0,6}用户", {"用户", "面向"}),
        (r"\d+", None),
        ("公测|[0-9]", None),
        ("(?:公测)?", None),
        ("(?i)OPEN", None),
        ("(?i:OPEN)", None),
        ("[^开]", None),
    ],
)
def test_strings_that_an_expression_needs(pattern: str, needed: set[str] | None) -> None:
    found = required(re.compile(pattern))
    assert found is None if needed is None else found is not None and found <= needed


@pytest.mark.parametrize("concept", CONCEPTS, ids=prefilter.key)
def test_no_wording_that_stands_in_a_text_is_ruled_out(concept: Concept) -> None:
    for text in TEXTS:
        possible = prefilter.possible(text)
        if concept.yes.search(text):
            assert {prefilter.key(concept), prefilter.key(concept, "yes")} <= possible, text
        if concept.no is not None and concept.no.search(text):
            assert {prefilter.key(concept), prefilter.key(concept, "no")} <= possible, text
        for number, wording in enumerate(concept.together):
            if all(part.search(text) for part in wording.parts):
                assert {prefilter.key(concept), prefilter.key(concept, str(number))} <= possible, text


def test_most_concepts_are_ruled_out_for_most_texts() -> None:
    kept = [len([k for k in prefilter.possible(text) if ":" not in k]) / len(CONCEPTS) for text in TEXTS]
    assert sum(kept) / len(kept) < 0.5
    assert len([k for k in prefilter.possible(fold("天气不错。")) if ":" not in k]) <= 2


def test_a_text_without_the_strings_cannot_match() -> None:
    trade = lexicon()["fields"]["video"].yes
    assert may_match(trade, fold("国产视频生成工具来了"))
    assert not may_match(trade, fold("地铁3号线周五开通"))
    assert may_match(re.compile(r"\d"), "没有数字")
