"""Claims about a whole trade, and companies that enter it: what names nobody must at least speak of the trade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from houxu.analysis import ClaimIndex
from houxu.claims.baseline import loads
from houxu.claims.glossary import load_glossary
from houxu.judge.cascade import judge
from houxu.model import Article, Passage

BASELINE = loads("""\
baseline: {slug: s, title: 文生视频会改变什么, published: 2024-02-26, language: zh}
entities:
  - {id: sora, name: Sora, owner: openai}
  - {id: openai, name: OpenAI, kind: company}
  - {id: google, name: 谷歌, kind: company, aliases: [Google]}
  - {id: meta, name: Meta, kind: company}
  - {id: ai-video, name: 文生视频, kind: topic, aliases: [AI video, text-to-video]}
  - {id: film, name: 影视制作, kind: topic, aliases: [film making]}
  - {id: ernie-bot, name: 文心一言, aliases: [ERNIE Bot, ERNIE]}
  - {id: domestic, name: 国产文生视频, aliases: [Chinese text-to-video]}
  - {id: gpt-4-5, name: GPT-4.5}
  - {id: wuwang, name: 全民舞王}
  - {id: tongyi, name: 通义千问}
  - {id: doubao, name: 豆包, aliases: [Doubao]}
claims:
  - {id: grade, kind: limitation, asserted: 2024-02-26, about: [ai-video], text: 文生视频还达不到工业化商用的水准,
     text_en: Text-to-video is not ready for industrial use}
  - {id: sets, kind: opinion, asserted: 2024-02-26, about: [film], text: 影视制作里 AI 最先取代搭景和拍摄,
     text_en: In film making AI first replaces sets and shooting}
  - {id: move, kind: prediction, asserted: 2024-02-26, about: [google, meta], text: 谷歌和 Meta 都跃跃欲试要在这一领域出手,
     text_en: Google and Meta are itching to make their own move}
  - {id: lead, kind: comparison, asserted: 2024-02-26, about: [openai, sora], text: Sora 之后 OpenAI 遥遥领先,
     text_en: After Sora OpenAI pulled far ahead}
  - {id: views, kind: quantity, asserted: 2024-02-26, about: [ai-video], text: 网友用 AI 混剪的视频播放量合计约 1000 万,
     text_en: Fan remix videos made with AI total about ten million views}
  - {id: closed, kind: fact, asserted: 2024-02-26, about: [sora], text: Sora 还没有向公众开放,
     text_en: Sora is not open to the public}
  - {id: users, kind: quantity, asserted: 2024-02-26, about: [doubao], text: 豆包的用户量还不到一千万,
     text_en: Doubao has fewer than 10 million users}
  - {id: guess, kind: prediction, asserted: 2024-02-26, about: [ai-video], text: 文生视频五年内能否工业化商用谁也说不准,
     text_en: Nobody can say whether text-to-video will reach industrial use within five years}
  - {id: all, kind: limitation, asserted: 2024-02-26, about: [sora, domestic], text: 不论 Sora 还是国产文生视频都达不到工业化商用,
     text_en: Neither Sora nor Chinese text-to-video has reached industrial use}
  - {id: march, kind: date, asserted: 2024-02-26, about: [ernie-bot], text: 文心一言于 2023 年 3 月发布,
     text_en: ERNIE Bot was released in March 2023}
  - {id: soon, kind: prediction, asserted: 2024-02-26, about: [gpt-4-5], text: GPT-4.5 很快会发布,
     text_en: GPT-4.5 will be released soon}
  - {id: dance, kind: capability, asserted: 2024-02-26, about: [wuwang, tongyi], text: 通义千问的“全民舞王”只要一张全身照就能生成跳舞视频}
  - {id: minute, kind: capability, asserted: 2024-02-26, about: [sora], text: Sora 最长能生成 60 秒的视频,
     text_en: Sora makes videos of up to 60 seconds}
  - {id: four, kind: date, asserted: 2024-02-26, about: [ernie-bot], text: 文心一言在 2023 年 10 月升级到 4.0 版,
     text_en: ERNIE Bot was upgraded to version 4.0 in October 2023}
""")
INDEX = ClaimIndex(BASELINE, load_glossary())


@dataclass(frozen=True)
class Case:
    claim: str
    verdict: str
    passage: str
    published: date
    why: str


MARCH, JUNE, DECEMBER = date(2024, 3, 5), date(2024, 6, 20), date(2024, 12, 12)
CASES = [
    Case("grade", "supports", "业内人士坦言,这些视频离工业化生产还差得远。", MARCH, "the trade is spoken of, nobody is named"),
    Case("grade", "mentions", "这套数据库离工业化生产还差得远。", MARCH, "another trade"),
    Case("grade", "supports", "AI clips are nowhere near broadcast quality yet.", MARCH, "the same in English"),
    Case("grade", "mentions", "The new parser is nowhere near production quality yet.", MARCH, "a parser is no film"),
    Case("grade", "mentions", "Our video course did not increase productivity.", MARCH, "productivity is no production"),
    Case("grade", "mentions", "He makes footage, not money, with product reviews.", MARCH, "a product review is no grade"),
    Case("sets", "supports", "There is no need to build sets any more, a film director said.", MARCH, "sets"),
    Case("sets", "mentions", "The film app now works without resets of the cache.", MARCH, "resets are no sets"),
    Case("sets", "mentions", "The studio went on rather than releasing its datasets.", MARCH, "datasets are no sets"),
    Case("sets", "supports", "剧组说,有了它就不用再搭景,实拍也省了大半。", MARCH, "told outright"),
    Case("move", "supports", "谷歌的 Veo 已经向企业客户开放测试。", JUNE, "a product of the very trade"),
    Case("move", "supports", "Meta showed Movie Gen to a few film makers.", DECEMBER, "and Meta's"),
    Case("move", "mentions", "谷歌的 Gemma 模型有一段视频教程。", JUNE, "a video about a model is no video model"),
    Case("move", "mentions", "Google's Gemini 1.5 Pro is good at analysing video.", JUNE, "watching is not making"),
    Case("move", "mentions", "据传谷歌的 Veo 或将推迟。", JUNE, "hearsay"),
    Case("move", "mentions", "Meta released Llama 3 this week.", JUNE, "a product of another trade"),
    Case("lead", "refutes", "A model from Beijing has outperformed Sora in blind tests.", JUNE, "Sora is overtaken"),
    Case("lead", "mentions", "Gemini 1.5 surpasses Llama 2, and nobody talks of Sora.", JUNE, "another is overtaken"),
    Case("lead", "refutes", "The newcomer surpassed Runway and Sora alike.", JUNE, "one of two that are overtaken"),
    Case("lead", "mentions", "I take back everything I said about others catching up to Sora.", DECEMBER, "taken back"),
    Case("lead", "mentions", "我收回之前关于对手赶上 Sora 的说法。", DECEMBER, "taken back, in Chinese"),
    Case("lead", "mentions", "Gemini 被讨论为超越了 Llama,有人问起 Sora。", JUNE, "被讨论为 is no passive of being overtaken"),
    Case("lead", "refutes", "Sora was miles ahead in spring; by now its rivals are closing in on Sora.", DECEMBER, "once ahead, now caught"),
    Case("lead", "supports", "Rivals said they had caught up, yet Sora is still ahead of Sora's rivals, OpenAI well ahead.", MARCH, "told the other way round"),
    Case("move", "supports", "Meta has shown its own Sora to the press.", DECEMBER, "a product by another's name"),
    Case("move", "mentions", "A start-up has shown its own Sora to Meta's lawyers.", DECEMBER, "somebody else's"),
    Case("sets", "supports", "Why build sets when a studio can type them?", MARCH, "such a question says no"),
    Case("sets", "mentions", "Will the film studios still build sets, or go without shooting?", MARCH, "a real question"),
    Case("guess", "updates", "可灵上半年营收达到 4 亿元,买单的多是广告公司。", date(2025, 8, 25), "the trade pays"),
    Case("guess", "mentions", "豆包电商上半年营收达到 4 亿元。", date(2025, 8, 25), "another trade's money"),
    Case("guess", "mentions", "视频生成的营收会不会达到 4 亿元,还是未知数。", date(2025, 8, 25), "still a question"),
    Case("guess", "mentions", "AI 视频离工业化还远得很。", DECEMBER, "that it has not come yet is no news"),
    Case("all", "supports", "几十款视频工具大多还在摸索。", JUNE, "two ends of a trade stand for all of it"),
    Case("all", "mentions", "几十款记账工具大多还在摸索。", JUNE, "another trade"),
    Case("march", "supports", "Baidu showed ERNIE 4.5, a match for GPT-4. The chatbot, first released in March 2023, has grown.", JUNE, "the chatbot is what the sentence before was about, in any version"),
    Case("march", "mentions", "OpenAI spoke of GPT-4. The chatbot, first released in March 2023, has grown.", JUNE, "another's chatbot"),
    Case("soon", "refutes", "GPT-4.5's research preview came out on 27 February 2025.", date(2025, 3, 1), "a preview of it is it"),
    Case("soon", "mentions", "GPT-4.5's tutorial came out on 27 February 2025.", date(2025, 3, 1), "a tutorial is not"),
    Case("dance", "supports", "打开通义千问,一张照片就能让人跳舞。", MARCH, "a feature so rare is known by its host"),
    Case("dance", "mentions", "打开剪映,一张照片就能让人跳舞。", MARCH, "another's feature"),
    Case("users", "updates", "两年前豆包月活不足 8 万,如今以 1.5 亿居首。", date(2025, 10, 15), "the past ends at the word for now"),
    Case("users", "mentions", "两年前对手月活不足 8 万,如今以 1.5 亿居首。", date(2025, 10, 15), "somebody else"),
    Case("views", "mentions", "Sora adds a remix button for existing clips.", DECEMBER, "a number's background is not asserted"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{c.claim}: {c.why}" for c in CASES])
def test_verdict(case: Case) -> None:
    passage = Passage(case.passage, 0, len(case.passage), published=case.published)
    judged = judge(INDEX.readings[case.claim], passage, INDEX.names)
    assert judged.verdict.value == case.verdict, (case.why, judged.reasons)


FOUND = [
    # (claim, verdict, article, why the passage reaches the judge)
    ("users", "updates", "QuestMobile 称,豆包以 1.72 亿月活居首。", "monthly users bear on a claim of users"),
    ("closed", "updates", "Sora 将于本月关停,应用和接口一并下线。", "an end of service changes the state once more"),
    ("four", "supports", "百度旧闻:2023 年 10 月,文心一言 4.0 发布。", "the version the claim names"),
    ("lead", "refutes", "别家的模型已经超越 Sora,差距在缩小。", "a company is overtaken in its product"),
    ("guess", "updates", "可灵上月营收达到 1 亿元,多由广告公司买单。", "a tool of the trade stands for the trade"),
    ("move", "supports", "Veo 2 已向企业客户开放。", "a product of its own, the company unnamed"),
    ("dance", "supports", "通义千问里一张照片就能让人跳舞。", "a feature so rare is known by its host"),
    ("grade", "supports", "有人拿 Sora 做片子。导演们说,这种视频离工业化生产还差得远。", "a trade needs no name"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "verdict", "text", "why"), FOUND, ids=[f[-1] for f in FOUND])
def test_matching_brings_the_judge_what_its_rules_can_settle(claim: str, verdict: str, text: str, why: str) -> None:
    from datetime import UTC, datetime

    article = Article(url="http://a.example/", title="", text=text, published=datetime(2025, 1, 10, tzinfo=UTC))
    found = {(f.claim_id, f.judgement.verdict.value) for f in INDEX.analyse(article)}
    assert (claim, verdict) in found, why


def test_a_trade_is_not_looked_for_where_nothing_watched_is_named() -> None:
    article = Article(url="http://a.example/", title="", text="导演们说,这种视频离工业化生产还差得远。")
    assert INDEX.analyse(article) == []


def test_a_span_of_years_is_no_waiting_time() -> None:
    assert not INDEX.readings["guess"].measures, "within five years says when, not how long"
    assert INDEX.readings["minute"].measures
