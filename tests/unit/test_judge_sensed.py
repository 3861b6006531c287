"""What the learned reader hears where no wording of the lexicon stands: of an invented article, in both directions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from houxu.judge import learned, sensed
from houxu.judge.cascade import judge
from houxu.judge.claim_reading import read_claim
from houxu.judge.concepts import lexicon
from houxu.judge.reading import read
from houxu.match.mentions import Names
from houxu.model import Claim, Entity, Kind, Passage

NAMES = Names(
    [
        Entity("lumira", "Lumira", "product", "northpine", ("流明",), field="video"),
        Entity("northpine", "Northpine", "company", None, ("北松",)),
        Entity("orrery", "Orrery", "product", "quarrel", ("星盘",), field="video"),
        Entity("quarrel", "Quarrel Labs", "company", None, ("阔瑞",)),
        Entity("ai-video", "AI 视频", "topic", None, ("AI video",)),
    ]
)
MAY = date(2024, 5, 20)


def claim(id_: str, text: str, kind: Kind, *about: str, en: str) -> Claim:
    return Claim(id=id_, text=text, text_en=en, kind=kind, asserted=MAY, about=about)


CLAIMS = {
    c.id: read_claim(c, NAMES)
    for c in (
        claim("closed", "流明还没有向公众开放", Kind.FACT, "lumira", en="Lumira is not open to the public"),
        claim(
            "physics", "流明对物理世界的理解有限", Kind.LIMITATION, "lumira", en="Lumira's grasp of physics is limited"
        ),
        claim(
            "length",
            "流明能生成最长 60 秒的视频",
            Kind.CAPABILITY,
            "lumira",
            en="Lumira makes videos of up to 60 seconds",
        ),
        claim(
            "worth",
            "2024 年 5 月北松的估值约为 40 亿美元",
            Kind.QUANTITY,
            "northpine",
            en="Northpine is valued at $4bn",
        ),
        claim("born", "流明于 2024 年 3 月发布", Kind.DATE, "lumira", en="Lumira was released in March 2024"),
        claim(
            "toy",
            "AI 视频还没有达到工业化商用的水准",
            Kind.LIMITATION,
            "ai-video",
            en="AI video is not ready for industrial use",
        ),
    )
}

CASES = [
    (
        "closed",
        "supports",
        date(2024, 5, 28),
        "Ask for a login to Lumira and you are told that thirty animators have one and the list is full.",
    ),
    (
        "closed",
        "supports",
        date(2024, 6, 2),
        "流明的网页上只有样片,想自己敲一句提示词试试,连个框都找不到;拿到钥匙的不过十来位导演。",
    ),
    (
        "closed",
        "updates",
        date(2024, 11, 5),
        "My aunt, who had never written a prompt, made a birthday film with Lumira on her phone last night.",
    ),
    (
        "closed",
        "mentions",
        date(2024, 6, 2),
        "Orrery now sits on every phone in the family, while Lumira's makers talk of colour and grain.",
    ),
    ("closed", "mentions", date(2024, 6, 2), "流明的样片里雨夜的街道漂亮极了,北松说色彩是它的长处。"),
    ("physics", "supports", date(2024, 6, 2), "流明的短片里,酒从杯底流回了瓶口,倒酒的人手上有七根指头。"),
    ("physics", "mentions", date(2024, 6, 2), "星盘的片子里,水往高处流,流明的要到下周才给人看。"),
    (
        "physics",
        "mentions",
        date(2024, 6, 2),
        "Lumira's kitchen scene was made in four minutes and looks as good as a magazine advert.",
    ),
    ("length", "supports", date(2024, 6, 2), "北松放出的街景一镜走完整整一分钟,流明没有断过一次。"),
    ("length", "mentions", date(2024, 6, 2), "北松的人在台上讲了整整一分钟,流明的片子还没有放出来。"),
    (
        "worth",
        "updates",
        date(2025, 3, 3),
        "Staff cashed out, and at $9bn Northpine now outranks every lab in the north.",
    ),
    (
        "worth",
        "mentions",
        date(2025, 3, 3),
        "Staff cashed out shares worth $90m, and Northpine now has every lab in the north as a client.",
    ),
    ("born", "supports", date(2024, 9, 1), "2024年3月11日,北松把流明交到了大家手里,6月才有手机版。"),
    ("born", "mentions", date(2024, 9, 1), "2024年3月11日,北松把楼下的会议室让给了流明的团队,6月才搬走。"),
    (
        "toy",
        "supports",
        date(2024, 8, 8),
        "流明的镜头拿给客户看,没一个敢签字:人换个角度脸就变,一条片子接不到第三个镜头。",
    ),
    ("toy", "mentions", date(2024, 8, 8), "把流明做的镜头交给调色师,他看了一眼问:这颜色是谁定的?"),
]


@pytest.mark.parametrize(
    ("about", "expected", "published", "text"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_what_is_told_without_a_wording(about: str, expected: str, published: date, text: str) -> None:
    judgement = judge(CLAIMS[about], Passage(text, end=len(text), published=published), NAMES)
    assert judgement.verdict.value == expected, judgement.reasons
    heard = judge(CLAIMS[about], Passage(text, end=len(text), published=published), NAMES, use_learned=False)
    assert heard.verdict.value == "mentions", "a wording tells it: no case for the reader"


def test_only_what_the_rules_leave_open_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked although a rule had spoken, or nothing could be")

    monkeypatch.setattr(learned, "says", refuse)
    sensed.forget()
    for text, verdict in (
        ("流明还没有向公众开放。", "supports"),
        ("Orrery has a new chief, and the weather in the north is fine.", "mentions"),
    ):
        passage = Passage(text, end=len(text), published=date(2024, 6, 2))
        assert judge(CLAIMS["closed"], passage, NAMES).verdict.value == verdict


def test_without_its_files_nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "available", lambda: False)
    about, _, published, text = CASES[0]
    assert judge(CLAIMS[about], Passage(text, end=len(text), published=published), NAMES).verdict.value == "mentions"


def test_of_several_values_the_likeliest_is_taken() -> None:
    asks = lexicon()["metrics"]["valuation"].asks
    assert asks is not None
    reading = read("The new backers paid $400m, which puts a $9bn tag on Northpine.", NAMES)
    assert sensed.value_told(reading, asks, "Northpine", ["$400m", "$9bn"]) == 1
    assert sensed.value_told(reading, asks, "Northpine", []) is None
    assert sensed.value_told(reading, asks, "Northpine", ["$9bn"] * (sensed.MOST_VALUES + 1)) is None


def test_a_reading_is_asked_in_its_own_language() -> None:
    concept = replace(lexicon()["states"]["open_public"])
    for text in (CASES[0][3], CASES[1][3]):
        found = sensed.sensed(read(text, NAMES), concept, "流明" if not text.isascii() else "Lumira")
        assert found is not None
        assert not found.positive
