"""The rival claims that the learned opinion is taught: well formed, balanced, and none of them in a set that measures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from houxu.judge.training import rivals

ROOT = Path(__file__).resolve().parents[2]
ITEM = """# polarity
A: 渡口今天照常摆渡
B: 渡口今天停航
a1: 渡口管理站说,今天各班次照常。
b1: 渡口管理站说,今天各班次全停。
a2: 清早的薄雾没有挡住头班船。
b2: 清早的薄雾挡住了头班船,之后也没有一班开出。
n: 渡口管理站提醒乘客穿好救生衣。
"""


def test_every_claim_and_passage_stands_on_both_sides() -> None:
    (item,) = rivals.read(ITEM)
    pairs = list(item.pairs())
    assert Counter(label for _, _, label in pairs) == {"support": 4, "refute": 4, "neutral": 2}
    for text in (*item.claims, *item.passages[0], *item.passages[1]):
        told = Counter(label for claim, passage, label in pairs if text in (claim, passage))
        assert told["support"] == told["refute"] > 0


@pytest.mark.parametrize(("old", "new"), [("n: 渡", "渡"), ("b2: ", "a2: "), ("# polarity\n", "")])
def test_an_item_with_other_lines_is_named(old: str, new: str) -> None:
    with pytest.raises(ValueError, match="a file: an item needs"):
        list(rivals.read(ITEM.replace(old, new), "a file"))


def test_what_is_taught_is_in_no_set_that_measures() -> None:
    taught = {text for item in rivals.items() for text in (*item.claims, *item.passages[0], *item.passages[1])}
    assert len(taught) > 5000
    measured = set()
    for name in ("contrast", "numeric"):
        for line in (ROOT / "tests" / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            measured |= {row["claim"], row["passage"]}
    assert not taught & measured
