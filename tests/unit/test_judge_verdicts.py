"""What the judge says of single passages, phenomenon by phenomenon, in both directions. All sentences are our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from houxu.claims.glossary import load_glossary
from houxu.judge.cascade import judge
from houxu.judge.claim_reading import read_claim
from houxu.match.mentions import Names
from houxu.model import Claim, Entity, Kind, Passage

ENTITIES = (
    Entity("sora", "Sora", "product", "openai", ("Sora模型",)),
    Entity("openai", "OpenAI", "company"),
    Entity("thrive-capital", "Thrive Capital", "company"),
    Entity("gpt-4-5", "GPT-4.5", "product", "openai"),
    Entity("claude-3", "Claude 3", "product", "anthropic", ("Claude 3 Opus",)),
    Entity("anthropic", "Anthropic", "company"),
    Entity("ernie-bot", "文心一言", "product", "baidu", ("ERNIE Bot",)),
    Entity("doubao", "豆包", "product", "bytedance", ("Doubao",)),
    Entity("bytedance", "字节跳动", "company", None, ("字节", "ByteDance")),
    Entity("film-production", "影视制作", "topic", None, ("film production",)),
)
NAMES = Names([*ENTITIES, *load_glossary()])
FEB = date(2024, 2, 26)


def claim(id_: str, text: str, kind: Kind, *about: str, en: str | None = None) -> Claim:
    return Claim(id=id_, text=text, text_en=en, kind=kind, asserted=FEB, about=about)


CLAIMS = {
    c.id: c
    for c in (
        claim(
            "length", "Sora 生成的视频最长 60 秒", Kind.CAPABILITY, "sora", en="Sora makes videos of up to 60 seconds"
        ),
        claim("closed", "Sora 还没有向公众开放", Kind.FACT, "sora", en="Sora is not open to the public"),
        claim(
            "valuation", "2024 年 2 月的交易让 OpenAI 估值接近 800 亿美元", Kind.QUANTITY, "openai", "thrive-capital"
        ),
        claim("round", "Thrive Capital 牵头的交易是 OpenAI 的一轮融资", Kind.FACT, "openai", "thrive-capital"),
        claim("soon", "OpenAI 很快会发布 GPT-4.5", Kind.PREDICTION, "gpt-4-5", "openai"),
        claim("timed", "GPT-4.5 会挑 Claude 3 发布的同时推出", Kind.PREDICTION, "gpt-4-5", "claude-3"),
        claim("claude", "Anthropic 即将发布 Claude 3", Kind.PREDICTION, "claude-3", "anthropic"),
        claim("ernie", "百度文心一言于 2023 年 3 月发布", Kind.DATE, "ernie-bot"),
        claim("monthly", "文心一言的月活在 2023 年已经过亿", Kind.QUANTITY, "ernie-bot"),
        claim("doubao", "2024 年 2 月豆包的月活不到一千万", Kind.QUANTITY, "doubao"),
        claim("doubao-by", "到 2024 年 2 月,豆包的月活还不到一千万", Kind.QUANTITY, "doubao"),
        claim("physics", "Sora 对物理世界的理解有限,烛光和数量会出错", Kind.LIMITATION, "sora"),
    )
}
READ = {i: read_claim(c, NAMES) for i, c in CLAIMS.items()}


@dataclass(frozen=True)
class Case:
    claim: str
    expected: str
    passage: str
    published: date
    why: str


CASES = [
    # how things stood by a day
    Case(
        "doubao-by",
        "supports",
        "榜单显示,2024年2月豆包的月活不到两百万,到年底已是七千五百万。",
        date(2025, 1, 10),
        "the claim is of February, and February's number is there",
    ),
    Case("doubao-by", "updates", "豆包的月活到年底已是七千五百万。", date(2025, 1, 10), "only the later number"),
    # a record of a year that is over
    Case(
        "monthly",
        "mentions",
        "榜单显示,文心一言2024年11月的月活约一千三百万。",
        date(2024, 12, 9),
        "another year's count",
    ),
    Case("monthly", "supports", "文心一言的月活在2023年9月破亿。", date(2024, 12, 9), "that year's"),
    # a thing that its maker brought out beside another
    Case("ernie", "supports", "2023年3月,百度推出文心一言和一款浏览器。", date(2024, 10, 17), "first of two in a list"),
    Case("ernie", "mentions", "2023年3月,百度推出一款浏览器和新版地图。", date(2024, 10, 17), "two other things"),
    # who sells, who buys
    Case(
        "valuation",
        "supports",
        "OpenAI staff get to cash in: a sale led by Thrive prices the company at about $80bn, and the firm itself gets nothing.",
        date(2024, 2, 18),
        "the company is the one whose shares are sold",
    ),
    Case(
        "valuation",
        "mentions",
        "OpenAI watched as Thrive Capital raised a fund; a sale of stakes prices the fund manager at about $80bn.",
        date(2024, 2, 18),
        "the buyer's own price",
    ),
    Case(
        "valuation",
        "updates",
        "The cheque of the decade makes OpenAI a $300bn company, new money included.",
        date(2025, 4, 1),
        "a company of so much",
    ),
    Case(
        "valuation",
        "mentions",
        "OpenAI's staff sold shares worth $6.6bn in the autumn.",
        date(2025, 10, 3),
        "what the shares are worth, not the company",
    ),
    Case(
        "valuation", "updates", "OpenAI is worth $157bn, its backers agreed.", date(2024, 10, 3), "the company's worth"
    ),
    Case(
        "valuation",
        "mentions",
        "消息人士称,OpenAI正与几家老股东商量,让员工卖出约60亿美元持股,喊价5000亿。",
        date(2025, 8, 20),
        "talks, and the size of the sale",
    ),
    # how long it has been out, and what is shown late
    Case(
        "soon",
        "refutes",
        "In a poll of readers GPT-4.5, which has been out for a little over a month, came second.",
        date(2025, 4, 3),
        "out since a month, a year late",
    ),
    Case(
        "soon",
        "mentions",
        "In a poll of readers GPT-4o, which has been out for a year, came second; GPT-4.5 was not asked about.",
        date(2025, 4, 3),
        "another model has been out",
    ),
    Case(
        "soon",
        "refutes",
        "GPT-4.5 found few friends. Shown in late February 2025 and gone from the price list by July, it is missed by some.",
        date(2025, 9, 10),
        "first shown a year late",
    ),
    Case(
        "soon",
        "mentions",
        "GPT-4.5 found few friends. A chart shown in late February 2025 still has it in third place.",
        date(2025, 9, 10),
        "a chart was shown",
    ),
    Case(
        "soon",
        "refutes",
        "GPT-4.5 is out, and the forum is arguing about its price.",
        date(2025, 2, 28),
        "is out: news of the day",
    ),
    Case(
        "soon",
        "refutes",
        "The last stream of the year brought a phone number and a Santa voice. GPT-4.5 never showed.",
        date(2024, 12, 21),
        "it never showed",
    ),
    Case(
        "soon",
        "mentions",
        "The last stream of the year had GPT-4.5 in its title but never showed a chart.",
        date(2024, 12, 21),
        "a chart was not shown",
    ),
    # the same number, the same model
    Case(
        "length",
        "supports",
        "Sora 能一口气生成长达一分钟的视频,远超同类。",
        date(2024, 2, 20),
        "one minute is 60 seconds",
    ),
    Case(
        "length",
        "supports",
        "Sora can generate clips up to a minute long, OpenAI says.",
        date(2024, 2, 16),
        "a minute, in English",
    ),
    Case(
        "length",
        "updates",
        "开放给订阅用户的 Sora 单条视频最长只有 20 秒。",
        date(2024, 12, 10),
        "a later, lower limit",
    ),
    Case(
        "length",
        "updates",
        "Sora now tops out at 20 seconds per clip for Pro subscribers.",
        date(2024, 12, 11),
        "a later limit in English",
    ),
    # the same number, another model or another quantity
    Case(
        "length",
        "mentions",
        "可灵可以生成长达两分钟的视频,Sora 还没有开放。",
        date(2024, 6, 7),
        "two minutes belong to Kling",
    ),
    Case(
        "length",
        "mentions",
        "Kling makes videos of up to two minutes; Sora was only shown in clips.",
        date(2024, 6, 8),
        "nearest name wins",
    ),
    Case(
        "length",
        "mentions",
        "Sora 生成一段视频平均要等待 60 秒。",
        date(2024, 12, 12),
        "waiting time is not film length",
    ),
    Case("length", "mentions", "Sora 2 的视频最长 15 秒。", date(2025, 10, 3), "a numbered successor is another model"),
    Case("length", "mentions", "国产Sora最长能生成 16 秒的视频。", date(2024, 4, 28), "a likeness is not the thing"),
    Case("length", "mentions", "据传 Sora 开放后视频最长只有 10 秒。", date(2024, 5, 1), "a rumour is no verdict"),
    # states in time
    Case(
        "closed",
        "supports",
        "Sora 至今仍未向公众开放,只有少数艺术家能用。",
        date(2024, 8, 1),
        "still closed later, so closed then",
    ),
    Case("closed", "supports", "Sora is still not available to the public.", date(2024, 3, 10), "plain negation"),
    Case("closed", "updates", "OpenAI 正式向付费用户开放 Sora。", date(2024, 12, 10), "opened later"),
    Case(
        "closed",
        "updates",
        "Sora is now available to ChatGPT Plus subscribers.",
        date(2024, 12, 9),
        "opened later, in English",
    ),
    Case("closed", "mentions", "OpenAI 计划年内向公众开放 Sora。", date(2024, 3, 14), "a plan is not an opening"),
    Case("closed", "mentions", "可灵已向所有用户开放,Sora 则没有消息。", date(2024, 7, 24), "another model opened"),
    Case("closed", "mentions", "Will Sora be available to everyone this summer?", date(2024, 5, 20), "a question"),
    # money: which metric, which deal, when
    Case(
        "valuation",
        "updates",
        "OpenAI 完成 66 亿美元融资,估值达到 1570 亿美元。",
        date(2024, 10, 3),
        "a later valuation",
    ),
    Case(
        "valuation",
        "supports",
        "The tender offer led by Thrive values OpenAI at about $80 billion.",
        date(2024, 2, 17),
        "same value, same month",
    ),
    Case(
        "valuation",
        "mentions",
        "马斯克报价 974 亿美元,想买下 OpenAI 的控制权。",
        date(2025, 2, 11),
        "a bid is not a valuation",
    ),
    Case(
        "valuation", "mentions", "Anthropic 估值升至 615 亿美元,OpenAI 没有置评。", date(2025, 3, 4), "another company"
    ),
    Case(
        "round",
        "refutes",
        "2 月由 Thrive Capital 牵头的这笔交易其实是要约收购:员工出售老股,OpenAI 一分钱也没拿到。",
        date(2024, 2, 20),
        "a tender offer is no round",
    ),
    Case(
        "round", "mentions", "OpenAI 员工在 10 月的老股转让中套现 66 亿美元。", date(2025, 10, 3), "another year's sale"
    ),
    # predictions
    Case(
        "claude", "supports", "Anthropic 今天正式发布 Claude 3 系列模型。", date(2024, 3, 4), "came within the quarter"
    ),
    Case(
        "claude",
        "supports",
        "Anthropic on Monday released Claude 3, its newest family of models.",
        date(2024, 3, 5),
        "in English",
    ),
    Case("claude", "mentions", "Anthropic 今天正式发布 Claude 3.5 Sonnet。", date(2024, 6, 20), "a version neighbour"),
    Case("claude", "mentions", "有消息称 Anthropic 即将发布 Claude 3。", date(2024, 3, 1), "a rumour of a plan"),
    Case("soon", "refutes", "OpenAI 今日正式推出 GPT-4.5 研究预览版。", date(2025, 2, 27), "a year is not soon"),
    Case("soon", "refutes", "GPT-4.5 was released on 27 February 2025.", date(2025, 3, 2), "dated outright"),
    Case(
        "soon", "mentions", "OpenAI 今天发布 GPT-4o,而不是外界猜的 GPT-4.5。", date(2024, 5, 13), "something else came"
    ),
    Case(
        "soon",
        "mentions",
        "If OpenAI releases GPT-4.5 this spring, rivals will have to answer.",
        date(2024, 3, 20),
        "a condition",
    ),
    Case(
        "timed",
        "refutes",
        "OpenAI 周四推出 GPT-4.5,就在 Anthropic 发布 Claude 3.7 的同一周。",
        date(2025, 2, 28),
        "beside another generation",
    ),
    # dates of events
    Case(
        "ernie",
        "supports",
        "文心一言于 2023 年 3 月 16 日发布,是国内第一批。",
        date(2024, 1, 5),
        "a day inside the month",
    ),
    Case("ernie", "mentions", "文心一言 2023 年 8 月 31 日向全社会开放。", date(2024, 1, 5), "opening is not release"),
    # metrics that sound alike
    Case("monthly", "mentions", "文心一言用户规模突破一亿。", date(2023, 12, 28), "users are not monthly actives"),
    Case("monthly", "mentions", "豆包的月活在 2023 年突破一亿。", date(2024, 1, 5), "another product"),
    Case("doubao", "supports", "第三方统计显示,豆包 2 月月活约 173 万。", date(2024, 3, 8), "well below ten million"),
    Case("doubao", "updates", "豆包月活升至 5998 万,居国内第一。", date(2024, 12, 3), "a later count"),
    # qualities
    Case(
        "physics", "supports", "Sora 生成的人物常常左右颠倒,手指数量也会出错。", date(2024, 12, 10), "concrete errors"
    ),
    Case(
        "physics",
        "supports",
        "Reviewers found that Sora still struggles with physics.",
        date(2024, 12, 12),
        "in English",
    ),
    Case("physics", "mentions", "可灵生成的画面里,手指数量也会出错。", date(2024, 7, 1), "another model's errors"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.claim}: {c.why}")
def test_verdict_of_a_passage(case: Case) -> None:
    judgement = judge(READ[case.claim], Passage(case.passage, end=len(case.passage), published=case.published), NAMES)
    assert judgement.verdict.value == case.expected, judgement.reasons


def test_every_verdict_has_a_reason_and_probabilities() -> None:
    for case in CASES:
        judgement = judge(
            READ[case.claim], Passage(case.passage, end=len(case.passage), published=case.published), NAMES
        )
        assert judgement.reasons
        assert sum(judgement.scores.values()) == pytest.approx(1)
        assert max(judgement.scores, key=lambda v: judgement.scores[v]) is judgement.verdict


def test_the_subject_is_carried_from_the_sentence_before() -> None:
    text = "Sora 今天亮相。它能生成长达一分钟的视频。"
    assert judge(READ["length"], Passage(text, end=len(text), published=date(2024, 2, 16)), NAMES).verdict == "supports"


def test_the_title_says_whom_an_unnamed_passage_is_about() -> None:
    text = "单条视频最长 20 秒。"
    about = Passage(text, end=len(text), published=date(2024, 12, 10), title="Sora 正式上线")
    other = Passage(text, end=len(text), published=date(2024, 12, 10), title="可灵更新")
    assert judge(READ["length"], about, NAMES).verdict == "updates"
    assert judge(READ["length"], other, NAMES).verdict == "mentions"


def test_without_any_date_nothing_is_called_later() -> None:
    text = "Sora 单条视频最长只有 20 秒。"
    assert judge(READ["length"], Passage(text, end=len(text)), NAMES).verdict == "mentions"
