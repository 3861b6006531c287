"""The digest as text and HTML: order, languages, size, and what hostile coverage cannot do to it."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from houxu.digest.build import (
    ChangedClaim,
    Cited,
    Correction,
    Digest,
    DueClaim,
    Missed,
    NewArticle,
    SourceHealth,
    in_reading_order,
)
from houxu.digest.links import Links, safe_link
from houxu.digest.render import MOST_BYTES, as_html, as_text, subject_line
from houxu.model import Status, Verdict

DAY = date(2024, 12, 9)
REASON = "OpenAI(2024-12-09):单条视频时长后来有了新值:主张“60 秒”,2024-12-09报道“20 秒”"


def _cited(number: int = 1, **other: object) -> Cited:
    plain = Cited(
        number, Verdict.UPDATES, "最长可以生成二十秒的视频。", REASON, "OpenAI", "official", DAY, f"https://n{number}.example/a",
        "Sora is here", 0.9, language="zh",
    )  # fmt: skip
    return dataclasses.replace(plain, **other)


def _claim(key: str = "sora-60s", status: Status = Status.SUPERSEDED, **other: object) -> ChangedClaim:
    plain = ChangedClaim(
        key, "sora", "Sora 最长可生成 60 秒视频", "Sora makes videos of up to 60 seconds", "OpenAI", date(2024, 2, 15),
        Status.CONFIRMED, status, REASON, 3, (_cited(1), _cited(2), _cited(3)), more=2, confidence=0.9,
    )  # fmt: skip
    return dataclasses.replace(plain, **other)


def _digest(*changed: ChangedClaim, **other: object) -> Digest:
    plain = Digest(
        DAY, DAY, ("Sora: 机会?",), in_reading_order(changed), (), (), ((Status.OPEN, 7), (Status.CONFIRMED, 2)), 9, 0
    )
    return dataclasses.replace(plain, **other)


def _whole() -> Digest:
    return _digest(
        *(_claim(s.value, s) for s in Status),
        doubtful=(_claim("shaky", Status.CONFIRMED, confidence_before=0.95, confidence=0.6),),
        corrections=(
            Correction("was", "sora", "旧说", "The old one", "zh", DAY - timedelta(days=3), Status.CONTRADICTED, Status.OPEN, "rejected", "王编辑", "另一回事"),
        ),
        due_soon=(DueClaim("gpt-5", "GPT-5 将发布", "GPT-5 will come out", DAY + timedelta(days=1), 1, "sora"),),
        news=(NewArticle("A look at Sora", "https://x.example/1", "X", "blog", DAY, "en", ("sora-60s",), 2),),
        more_news=4,
        health=(SourceHealth("portal", "门户", datetime(2024, 12, 1, 8), 7, "HTTP 503", datetime(2024, 11, 30, 8)),),
        missed=(Missed("sora-2024", "fetch", datetime(2024, 12, 8, 9, 30), None),),
    )  # fmt: skip


ORDER = {
    "zh": ["被推翻", "已证实", "已过时：", "有争议：", "重新待定", "到期未见", "新近存疑", "更正：", "即将到期", "尚无结论", "来源故障", "没有按时"],
    "en": ["Contradicted", "Confirmed", "Superseded:", "Disputed:", "Open again", "Predictions that expired", "Newly doubtful",
           "Corrections:", "Predictions due soon", "New coverage", "Sources that failed", "What did not run"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("render", [as_text, as_html])
def test_sections_come_in_the_order_in_which_a_reader_needs_them(render: object, language: str) -> None:
    shown = render(_whole(), language)  # type: ignore[operator]
    if render is as_html:
        headings = [h.get_text() for h in BeautifulSoup(shown, "lxml").find_all("h2")]
    else:
        headings = re.findall(r"^== (.*) ==$", shown, re.MULTILINE)
    places = [next(i for i, h in enumerate(headings) if h.startswith(start)) for start in ORDER[language]]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("digest", "zh", "en"),
    [
        (_digest(_claim("a", Status.CONTRADICTED), _claim("b"), _claim("c")), "3 条主张有变：1 条被推翻，2 条已过时", "3 claims changed: 1 contradicted, 2 superseded"),
        (_digest(_claim()), "1 条主张有变：1 条已过时", "1 claim changed: 1 superseded"),
        (_digest(), "后续：2024-12-09 没有主张变化", "houxu: no claim changed on 2024-12-09"),
        (_digest(doubtful=(_claim(),)), "后续：1 条存疑", "houxu: 1 in doubt"),
        (_digest(_claim(), first_day=date(2024, 12, 3)), "本期 1 条主张有变：1 条已过时", "1 claim changed: 1 superseded"),
    ],
)  # fmt: skip
def test_the_subject_tells_the_news(digest: Digest, zh: str, en: str) -> None:
    assert subject_line(digest, "zh") == zh
    assert subject_line(digest, "en") == en


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["60 秒 → 20 秒", "独立来源 3 家", "官方", "2024-12-09", "另有 2 段证据", "把握由 95% 降到 60%", "王编辑 复核，被否定", "还有 1 天", "另有 4 篇未列出", "连续失败 7 次", "上次成功 2024-11-30 08:00", "sora-2024: 抓取", "自 2024-12-08 09:30 起未运行", "共 9 条主张"]),
        ("en", ["60 seconds → 20 seconds", "3 independent voices", "official", "2024-12-09", "and 2 more passages", "fell from 95% to 60%", "王编辑 reviewed the passage behind it and rejected it", "1 day left", "and 4 more articles", "7 failures in a row", "last worked 2024-11-30 08:00", "sora-2024: fetch", "not run since 2024-12-08 09:30", "9 claims in all"]),
    ],
)  # fmt: skip
def test_both_forms_tell_all_of_it(language: str, told: list[str]) -> None:
    text, html = as_text(_whole(), language), BeautifulSoup(as_html(_whole(), language), "lxml").get_text()
    for words in told:
        assert words in text, words
        assert words in html, words


def test_a_review_is_told_with_name_decision_and_note() -> None:
    reviewed = _cited(reviewed_by="王编辑", decision="accept", note="与官网一致")
    for shown in (as_text(_digest(_claim(cited=(reviewed,))), "zh"), as_html(_digest(_claim(cited=(reviewed,))), "zh")):
        assert "王编辑 已复核：认可" in shown
        assert "与官网一致" in shown


def test_a_quiet_day_is_short() -> None:
    assert len(as_text(_digest(), "zh").splitlines()) < 12
    assert "没有主张的状态发生变化" in as_html(_digest(), "zh")


def test_english_shows_the_claim_in_english_and_marks_what_is_not() -> None:
    page = BeautifulSoup(as_html(_digest(_claim(), _claim("zh-only", text_en=None)), "en"), "lxml")
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert page.find(string="Sora makes videos of up to 60 seconds").parent.get("lang") is None  # type: ignore[union-attr]
    assert page.find(string="Sora 最长可生成 60 秒视频").parent.get("lang") == "zh-CN"  # type: ignore[union-attr]
    assert all(p["lang"] == "zh-CN" for p in page.select(".words"))
    assert "后来有了新值" not in page.get_text(), "the reason is in the reader's language"
    assert BeautifulSoup(as_html(_digest(), "zh-TW"), "lxml").html["lang"] == "zh-CN"  # type: ignore[index]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("number", [20, 200, 1000])
def test_a_busy_day_stays_below_what_gmail_clips_and_counts_what_it_leaves_out(number: int, language: str) -> None:
    long = tuple(
        _cited(n, passage="视频生成模型的上限" * 80, title="标题" * 90, note="注" * 300, reviewed_by="王编辑")
        for n in range(3)
    )
    digest = _digest(
        *(_claim(f"c{n}", Status.CONTRADICTED, cited=long) for n in range(number)),
        doubtful=tuple(_claim(f"d{n}", Status.CONFIRMED, cited=long) for n in range(number)),
        due_soon=tuple(DueClaim(f"p{n}", "预测" * 100, None, DAY, 0, "sora") for n in range(number)),
    )  # fmt: skip
    page = as_html(digest, language, links=Links("https://houxu.example"))
    assert len(page.encode()) <= MOST_BYTES
    soup = BeautifulSoup(page, "lxml")
    shown = len(soup.select(".claim"))
    left = sum(int(n) for n in re.findall(r"另有 (\d+) 条未列出，见主张页面" if language == "zh" else r"and (\d+) more, see", soup.get_text()))  # fmt: skip
    assert shown + left == 2 * number
    assert len(soup.select(".claim")) >= 5


HOSTILE = [
    ("<script>alert(1)</script>", "a script"),
    ('"><img src=x onerror=alert(1)>', "an image that runs code"),
    ("</td></tr></table><h1>", "the end of a table"),
    ("{{ 7 * 7 }}{% raw %}", "a template"),
    ("</style><style>*{display:none}", "a style that hides the mail"),
    ("\u202egnp.exe\u202c\u2066\u200f", "signs that turn the direction"),
    ("a\u0000b\x1b[31mc\ud800", "control signs and half a character"),
    ("标题" * 5000, "a title of 10,000 signs"),
    ("line\r\nBcc: x@example.org", "line ends"),
    ("&lt;b&gt; &amp;", "what is escaped already"),
]


@pytest.mark.parametrize("poison", [p for p, _ in HOSTILE], ids=[name for _, name in HOSTILE])
def test_what_comes_from_the_web_is_shown_and_never_obeyed(poison: str) -> None:
    cited = _cited(
        passage=poison, reason=poison, outlet=poison, title=poison, note=poison, reviewed_by=poison, decision="accept"
    )
    digest = _digest(
        _claim(poison, text=poison, text_en=poison, speaker=poison, reason=poison, cited=(cited,), baseline=poison),
        baselines=(poison,),
        news=(NewArticle(poison, "https://x.example/", poison, poison, DAY, poison, (poison,)),),
        health=(SourceHealth(poison, poison, None, 1, poison),),
        corrections=(Correction(poison, poison, poison, poison, poison, DAY, Status.OPEN, None, "rejected", poison, poison, poison, poison),),
    )  # fmt: skip
    for language in ("zh", "en"):
        page = as_html(digest, language, links=Links("https://houxu.example"))
        page.encode("utf-8")
        soup = BeautifulSoup(page, "lxml")
        assert not soup.find_all(["script", "img", "iframe", "object", "form", "input"])
        assert len(soup.find_all("style")) == 1
        assert len(soup.find_all("h1")) == 1
        assert not [a for tag in soup.find_all(True) for a in tag.attrs if a.startswith("on")]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00\x1b]", page)
        assert (
            max(len(t) for t in soup.find_all(string=True) if t.parent is not None and t.parent.name != "style") < 1000
        )
        assert "\n\nBcc:" not in as_text(digest, language)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("//a.example", False),
        ("/relative", False),
        ("https:alert(1)", False),
        ("http://[", False),
        ("https://a.example/\njavascript:x", False),
        ("https://a.example/\u202egnp", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, safe: bool) -> None:
    assert bool(safe_link(url)) is safe
    hrefs = [
        a["href"] for a in BeautifulSoup(as_html(_digest(_claim(cited=(_cited(url=url),))), "zh"), "lxml").find_all("a")
    ]
    assert bool(hrefs) is safe


def test_links_lead_to_the_claims_page_and_the_way_out_where_they_are_configured() -> None:
    links = Links("https://houxu.example/base/", "https://houxu.example/u/1")
    hrefs = {
        a["href"] for a in BeautifulSoup(as_html(_digest(_claim("a b/c")), "zh", links=links), "lxml").find_all("a")
    }
    assert "https://houxu.example/base/claims/sora/a%20b%2Fc" in hrefs
    assert "https://houxu.example/u/1" in hrefs
    assert "https://houxu.example/u/1" in as_text(_digest(), "en", links=links)
    assert "退订" not in as_html(_digest(_claim()), "zh")


def test_the_page_stands_alone_and_its_styles_are_inlined() -> None:
    soup = BeautifulSoup(as_html(_whole(), "zh"), "lxml")
    assert not soup.find_all(["img", "link", "script"])
    assert all(card.get("style") and "background-color" in card["style"] for card in soup.select(".card, .badge"))
    assert soup.style is not None
    assert "prefers-color-scheme: dark" in soup.style.get_text()
    assert "max-width: 480px" in soup.style.get_text()
    assert "PingFang SC" in soup.select_one(".sheet")["style"]  # type: ignore[index]
