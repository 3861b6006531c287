"""What a passage's numbers reach, and the learned weighing of a claim that turns on a number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from houxu.judge import learned, weighing
from houxu.judge.alone import judge_alone, lay, measure
from houxu.judge.figures import figures_of
from houxu.judge.measured import main_number
from houxu.judge.reachable import FAMILIES, closeness, inside, nearest, reach
from houxu.judge.training import numbers
from houxu.judge.trees import Trees
from houxu.model import Claim, Kind, Passage, Verdict
from houxu.text import quantities

DATA = Path(__file__).parents[1] / "data"
needs_weights = pytest.mark.skipif(
    not (learned.available() and weighing.available()), reason="the learned weights are not installed"
)


def _texts(claim: str, passage: str) -> tuple[Claim, Passage]:
    return Claim(id="c", text=claim, kind=Kind.FACT), Passage(text=passage, start=0, end=len(passage), language="zh")


@pytest.mark.parametrize(
    ("claim", "passage", "family", "value"),
    [
        ("林场现有松树约900棵", "林场现有松树912棵。", "direct", 912),
        ("两座林场共有松树1500棵", "东林场有松树900棵,西林场有松树600棵。", "sum", 1500),
        ("东林场比西林场多300棵松树", "东林场有松树900棵,西林场有松树600棵。", "difference", 300),
        ("松树占全部树木的四分之三", "林场共有树木1200棵,其中松树900棵。", "share", 0.75),
        ("阔叶树占全部树木的四分之一", "林场共有树木1200棵,其中松树900棵。", "rest", 0.25),
        ("松树数量增长五成", "松树从600棵增加到900棵。", "rise", 0.5),
        ("松树有900棵", "林场共有树木1200棵,其中松树占75%。", "scaled", 900),
        ("去年松树有800棵", "松树今年有1000棵,比去年增长25%。", "ungrown", 800),
        ("项目持续10天", "项目3月2日启动,3月12日结束。", "span", 864000),
    ],
)
def test_values_that_numbers_reach(claim: str, passage: str, family: str, value: float) -> None:
    pair = lay(*_texts(claim, passage))
    main = main_number(figures_of(pair.claim))
    assert main is not None
    found = [r.value for r in reach(pair, main, figures_of(pair.passage)) if r.family == family]
    assert any(abs(v - value) <= 1e-6 * abs(value) for v in found), found


def test_nothing_is_reached_from_no_numbers() -> None:
    pair = lay(*_texts("林场现有松树约900棵", "林场里松树很多。"))
    main = main_number(figures_of(pair.claim))
    assert main is not None
    assert reach(pair, main, figures_of(pair.passage)) == []
    assert not any(nearest([], main.quantity).values())
    assert {name.rsplit(" ", 1)[0] for name in nearest([], main.quantity)} == set(FAMILIES)


def test_a_span_that_is_none_of_the_asked_unit_divides_nothing() -> None:
    judged = judge_alone(*_texts("展厅年均接待300人", "展厅开放40分钟,共接待900人。"))  # 40 minutes are 0.00 years
    assert sum(judged.scores.values()) == pytest.approx(1)
    assert not any("÷" in reason for reason in judged.reasons)


def test_how_near_a_value_lies() -> None:
    claimed = quantities.find("超过900棵")[0]
    assert inside(claimed, 950)
    assert not inside(claimed, 850)
    assert closeness(claimed, 900) == 1.0
    assert closeness(claimed, 950) > closeness(claimed, 1800) > closeness(claimed, 90) > 0
    assert closeness(claimed, 0) == 0.0


def test_a_claim_of_several_numbers_asserts_the_one_with_a_bound() -> None:
    pair = lay(*_texts("三家门店全年销售额超过2亿元", "三家门店全年销售额2.3亿元。"))
    main = main_number(figures_of(pair.claim))
    assert main is not None
    assert main.quantity.dimension == "money"


@needs_weights
@pytest.mark.parametrize(
    ("claim", "passage", "verdict"),
    [
        ("松江林场去年造林超过五千亩", "松江林场去年完成造林5820亩,成活率92%。", Verdict.SUPPORTS),
        ("松江林场去年造林超过五千亩", "松江林场去年完成造林4120亩,成活率92%。", Verdict.REFUTES),
        ("骨干员工占公司全体员工的三分之一以上", "公司现有员工1200人,其中骨干员工480人。", Verdict.SUPPORTS),
        ("骨干员工占公司全体员工的三分之一以上", "公司现有员工1200人,其中骨干员工240人。", Verdict.REFUTES),
        ("松江林场去年造林超过五千亩", "松江林场计划今年造林5820亩,去年的数字尚未公布。", Verdict.MENTIONS),
    ],
)
def test_claims_that_turn_on_a_number(claim: str, passage: str, verdict: Verdict) -> None:
    assert judge_alone(*_texts(claim, passage)).verdict is verdict


@needs_weights
def test_the_trees_know_every_measure_and_their_chances_sum_to_one() -> None:
    row = measure(*_texts("林场现有松树约900棵", "林场现有松树912棵。"))
    assert set(Trees.load(weighing.FILE).names) == set(row)
    chances = weighing.chances(row)
    assert sum(chances.values()) == pytest.approx(1)
    other = weighing.chances(measure(*_texts("林场现有松树约900棵", "林场现有松树1530棵。")))
    assert chances[Verdict.SUPPORTS] > other[Verdict.SUPPORTS]
    assert chances[Verdict.REFUTES] < other[Verdict.REFUTES]


def test_what_is_taught_is_in_no_set_that_measures() -> None:
    measured = {
        json.loads(line)[key]
        for name in ("contrast", "numeric")
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for key in ("claim", "passage")
    }
    assert not measured & {text for _, item in numbers.items() for text in (item.claim, *item.passages)}


def test_the_claims_it_learns_from() -> None:
    items = [item for _, item in numbers.items()]
    assert len(items) == 900
    assert len({i.claim for i in items}) > 880
    assert all(len({i.claim, *i.passages}) == 4 for i in items)


def test_an_item_that_lacks_a_passage_is_named() -> None:
    with pytest.raises(ValueError, match="first"):
        list(numbers.read("# first\nC: 一\ns: 二\nr: 三", "x.txt"))
