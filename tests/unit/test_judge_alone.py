"""The judge of bare pairs: two sentences, no baseline. Every case is written for houxu; names and figures are invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from houxu.judge.alone import judge_alone, settle, weigh
from houxu.judge.signs import AGAINST, FOR, OPEN, Sign
from houxu.model import Claim, Judgement, Kind, Passage, Verdict

PAIRS = Path(__file__).parents[1] / "data"
S, R, U, M = Verdict.SUPPORTS, Verdict.REFUTES, Verdict.UPDATES, Verdict.MENTIONS


def judged(claim: str, passage: str, **about: date) -> Judgement:
    return judge_alone(
        Claim("c", claim, Kind.FACT, asserted=about.get("asserted")),
        Passage(passage, published=about.get("published")),
        use_learned=False,
    )


def leans(claim: str, passage: str) -> Verdict:
    scores = judged(claim, passage).scores
    return max((S, R), key=lambda v: scores[v])


@pytest.mark.parametrize(
    ("claim", "borne_out", "contradicted", "why"),
    [
        ("该股昨日上涨", "该股昨日上涨,成交活跃。", "该股昨日下跌,成交活跃。", "direction"),
        ("桥梁于周五合龙", "桥梁于周五顺利合龙。", "桥梁于周三顺利合龙。", "weekday"),
        ("展会3月8日开幕", "展会将于3月8日开幕。", "展会将于3月18日开幕。", "date"),
        ("比赛下午3点开球", "比赛下午3点开球。", "比赛下午5点开球。", "time of day"),
        (
            "青松队击败白鹿队",
            "决赛中,白鹿队被青松队击败。",
            "决赛中,白鹿队击败青松队。",
            "who beat whom, and a passive",
        ),
        ("蓝队3比1获胜", "蓝队3比1获胜。", "蓝队3比2获胜。", "score"),
        ("全部乘客获救", "船上乘客全部获救。", "船上部分乘客获救。", "all or some"),
        ("提案获得通过", "提案在大会上获得通过。", "提案在大会上未获通过。", "a denied word is its opposite"),
        ("火灾没有造成伤亡", "火灾未造成伤亡。", "火灾造成5人伤亡。", "a claim that denies"),
        ("总部从武汉迁往长沙", "公司总部从武汉迁往长沙。", "公司总部从长沙迁往武汉。", "from and to"),
        ("展厅位于广州", "新展厅位于广州。", "新展厅位于成都。", "place"),
        ("该校首次参赛", "该校首次参加这项赛事。", "该校第三次参加这项赛事。", "first or third"),
        ("三星堆出土汉代铜镜", "三星堆出土一面汉代铜镜。", "三星堆出土一面唐代铜镜。", "two words of one class"),
        ("火灾由电线老化引起", "起火原因是室内电线老化。", "起火原因是住户遗留烟头。", "cause"),
        ("火炬先到上海后到杭州", "火炬先到上海,再到杭州。", "火炬先到杭州,再到上海。", "first and then"),
        ("市长由陈芳接任", "陈芳接替张伟出任市长。", "张伟接替陈芳出任市长。", "who comes and who goes"),
        ("公司董事长王磊辞职", "董事长王磊提出辞职。", "总经理王磊提出辞职。", "post"),
        ("地铁票价上涨", "地铁起步价由2元提到3元。", "地铁起步价由3元改为2元。", "a change told by its two levels"),
        ("发布会在线上举行", "原定线下的发布会改为网络直播。", "原定线上的发布会改在体育馆举行。", "a plan given up"),
        ("新机场将于明年通航", "新机场明年上半年通航。", "新机场通航时间由明年推迟到后年。", "a day given up"),
        ("台风在福建登陆", "台风在福建漳浦沿海登陆。", "台风在广东汕头登陆,福建只有大风。", "where it took place"),
        (
            "该市9月房价同比下降",
            "该市9月房价同比下降1.2%,环比上涨0.3%。",
            "该市9月房价同比上涨1.2%,环比下降0.3%。",
            "against which time",
        ),
        (
            "6月汽车销量比上月回升",
            "6月汽车销量环比增长8%,同比下降3%。",
            "6月汽车销量环比下降8%,同比增长3%。",
            "against which time",
        ),
        (
            "母公司向子公司提供担保",
            "公告称,母公司向子公司提供担保。",
            "公告称,子公司向母公司提供担保。",
            "who gives and who takes",
        ),
        ("停电发生在地震之前", "先停电,约一小时后地震。", "先地震,约一小时后停电。", "which came first"),
        (
            "工厂去年投产",
            "工厂2021年11月投产。",
            "工厂至今没有投产。",
            "a year that nobody can count from is no contradiction",
        ),
    ],
)
def test_one_changed_fact_turns_the_pair(claim: str, borne_out: str, contradicted: str, why: str) -> None:
    assert leans(claim, borne_out) is S, why
    assert leans(claim, contradicted) is R, why


@pytest.mark.parametrize(
    ("claim", "passage", "verdict", "why"),
    [
        ("工厂年产值超过80亿元", "工厂年产值达到95亿元。", S, "a bound that the number keeps"),
        ("工厂年产值超过80亿元", "工厂年产值为71亿元。", R, "a bound that the number breaks"),
        ("工厂上年产值约100亿元", "工厂今年产值110亿元,同比增长10%。", S, "earlier value from the growth rate"),
        ("工厂上年产值约140亿元", "工厂今年产值110亿元,同比增长10%。", R, "earlier value from the growth rate"),
        ("两队相差7分", "甲队得91分,乙队得84分。", S, "difference"),
        ("工厂利润超过80亿元", "工厂年产值达到95亿元。", M, "the number of another thing"),
        ("降雨量超过100毫米", "风速超过每秒30米。", M, "nothing about it"),
    ],
)
def test_numbers_are_compared_where_they_count_the_same_thing(
    claim: str, passage: str, verdict: Verdict, why: str
) -> None:
    assert judged(claim, passage).verdict is verdict, why


def test_a_later_passage_with_another_number_updates_the_claim() -> None:
    claim, passage = "该应用有3000万用户", "该应用有5000万用户。"
    assert judged(claim, passage).verdict is R
    assert judged(claim, passage, asserted=date(2024, 1, 5), published=date(2024, 9, 5)).verdict is U


def test_scores_are_chances_and_the_verdict_is_the_likeliest() -> None:
    judgement = judged("油价上调", "油价明日起下调。")
    assert sum(judgement.scores.values()) == pytest.approx(1)
    assert judgement.scores[judgement.verdict] == max(judgement.scores.values())
    assert judgement.reasons


@pytest.mark.parametrize("passage", ["", "。", "12", "The weather was fine.", "🙂" * 50, "未" * 300])
def test_texts_that_say_nothing_are_only_mentions(passage: str) -> None:
    assert judged("市政府否决了地铁扩建方案", passage).verdict is M


def test_weights_follow_the_documented_formula() -> None:
    plain, open_, against = (weigh(signs, 1.0) for signs in ([], [Sign(OPEN, 0.8, "")], [Sign(AGAINST, 0.8, "")]))
    assert plain[S] > 0.9
    assert open_[M] > open_[S] > open_[R]
    assert against[R] > against[S]
    assert weigh([], 0.0)[M] > 0.9


def test_a_number_reached_from_another_year_excuses_the_other_year() -> None:
    signs = [Sign(AGAINST, 0.9, "去年不是今年", "time"), Sign(FOR, 0.5, "110÷1.1", "derived")]
    assert [s.kind for s in settle(signs)] == ["derived"]


def share_right(kind: str, halves: tuple[str, ...], two_classes: bool) -> float:
    rows = [json.loads(line) for line in (PAIRS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [r for r in rows if r["half"] in halves]
    told = [leans(r["claim"], r["passage"]) if two_classes else judged(r["claim"], r["passage"]).verdict for r in rows]
    return sum(t == r["label"] for t, r in zip(told, rows, strict=True)) / len(rows)


@pytest.mark.parametrize("halves", [("dev",), ("held", "held2", "held3", "held4")])
def test_contrastive_pairs_stay_above_the_aim(halves: tuple[str, ...]) -> None:
    assert share_right("contrast", halves, True) >= 0.93


@pytest.mark.parametrize("halves", [("dev",), ("held", "held2", "held3", "held4")])
def test_numeric_probes_stay_above_the_floor(halves: tuple[str, ...]) -> None:
    assert share_right("numeric", halves, False) >= 0.86
