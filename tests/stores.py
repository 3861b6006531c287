"""A small newsroom in a real database, for the tests of the store: one baseline, its job, and articles about them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from houxu.model import Article, Baseline, Claim, Entity, Item, Job, Judgement, Kind, Passage, Source, Tier, Verdict
from houxu.reprints import signature
from houxu.store.articles import Judged, put_article
from houxu.store.baselines import put_baseline, put_job
from houxu.store.tables import ClaimRow

NOW = datetime(2024, 12, 20, 8, tzinfo=UTC)
BASELINE = Baseline(
    slug="sora",
    title="Sora: a chance or a challenge?",
    published=date(2024, 2, 26),
    language="zh",
    outlet="评论",
    entities=(Entity("sora", "Sora", "product", "openai", ("Sora模型",)), Entity("openai", "OpenAI", "company")),
    claims=(
        Claim(
            "sora-60s", "Sora 最长可生成 60 秒视频", Kind.CAPABILITY, date(2024, 2, 15), None, "OpenAI", about=("sora",)
        ),
        Claim("sora-closed", "Sora 尚未对公众开放", Kind.LIMITATION, date(2024, 2, 26), about=("sora",), alert=True),
        Claim("claude-3", "Claude 3 即将发布", Kind.PREDICTION, date(2024, 2, 26), due=date(2024, 6, 30)),
        Claim("gpt-5", "GPT-5 将在年内发布", Kind.PREDICTION, date(2024, 2, 26), due=date(2024, 12, 31)),
        Claim("chance", "Sora 是机会", Kind.OPINION),
    ),
)
JOB = Job(
    "watch-sora",
    ("sora",),
    (
        Source("openai", "OpenAI", "feed", "https://openai.example/rss", Tier.OFFICIAL, "en"),
        Source("portal", "门户", "list", "https://portal.example/ai", Tier.AGGREGATOR, item="a"),
    ),
)
DEADLINES = {c.id: c.due for c in BASELINE.claims}
STORY = (
    "OpenAI 在十二月九日的直播中宣布,视频生成模型 Sora 从当天起向公众开放。美国和多数国家的"
    " ChatGPT Plus 与 Pro 用户可以直接使用,不必再申请资格。公司说,首批版本最长可以生"
    "成二十秒、分辨率为 1080p 的视频,并会带有可见水印。此前十个月里,它只给少数艺术家、设计师和安"
    "全测试人员试用。负责人表示,开放之后仍会限制涉及真人肖像的上传,并逐步放宽。欧洲的用户要再等一段时间"
    ",因为需要先满足当地的法规。分析人士认为,这一步来得比预想的晚,国内多家公司的同类产品在这期间已经先"
    "后面世,用户也积累了不少。"
)


def loaded(session: Session, now: datetime = NOW) -> dict[str, int]:
    """Load baseline and job; the row of each claim."""
    put_baseline(session, BASELINE, now)
    put_job(session, JOB, now)
    return rows(session)


def rows(session: Session) -> dict[str, int]:
    """The row number of each claim by its id."""
    return {c.key: c.id for c in session.scalars(select(ClaimRow))}


def deadlines(session: Session) -> dict[int, date | None]:
    """What the pipeline hands to `refresh`."""
    return {row: DEADLINES.get(key) for key, row in rows(session).items()}


def _filler(number: int) -> str:
    return "".join(chr(0x4E00 + (number * 7919 + n * 104729) % 20000) for n in range(300))


def article(
    number: int, day: date, *, text: str | None = None, outlet: str | None = None, tier: Tier = Tier.MAJOR
) -> Article:
    """An article of its own outlet, with a text of its own unless one is given."""
    body = text or f"第 {number} 篇报道。" + _filler(number)
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return Article(
        f"https://n{number}.example/{number}", f"报道 {number}", body, at, "meta", outlet=outlet or f"媒体{number}",
        tier=tier, language="zh", items=(Item(0, len(body)),),
    )  # fmt: skip


def judged(claim_row: int, verdict: Verdict, text: str, *, confidence: float = 0.9, start: int = 0) -> Judged:
    """A verdict on the first sentence or so of a text."""
    end = min(start + 40, len(text))
    scores = {v: (confidence if v is verdict else (1 - confidence) / 3) for v in Verdict}
    judgement = Judgement(verdict, confidence, ("60 秒 → 20 秒",), scores, "rules:quantity")
    return Judged(claim_row, Passage(text[start:end], start, end), judgement)


def take(
    session: Session, story: Article, verdicts: dict[int, Verdict], now: datetime = NOW, confidence: float = 0.9
) -> int | None:
    """Store an article with one verdict a claim."""
    found = [judged(row, verdict, story.text, confidence=confidence) for row, verdict in verdicts.items()]
    return put_article(session, story, signature(story.text), found, now)
