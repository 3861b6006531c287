"""The tables, as SQLAlchemy 2.1 typed models. Times are UTC; enums are words with CHECK constraints."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from houxu.model import Kind, Status, Tier, Verdict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; naive times are refused, since nobody knows what they mean."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


def one_of(column: str, words: type[StrEnum] | tuple[str, ...]) -> CheckConstraint:
    """A CHECK that a column holds one of some words."""
    values = ", ".join(f"'{w}'" for w in words)
    return CheckConstraint(f"{column} IN ({values})", name=column)


class BaselineRow(Base):
    """A published article whose claims are followed."""

    __tablename__ = "baseline"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    url: Mapped[str | None]
    outlet: Mapped[str | None]
    author: Mapped[str | None]
    published: Mapped[date]
    language: Mapped[str]
    loaded_at: Mapped[datetime]


class EntityRow(Base):
    """Something coverage may name."""

    __tablename__ = "entity"
    __table_args__ = (UniqueConstraint("baseline_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    baseline_id: Mapped[int] = mapped_column(ForeignKey("baseline.id"))
    key: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str | None]
    owner: Mapped[str | None]
    version_of: Mapped[str | None]
    aliases: Mapped[list[Any]]


class ClaimRow(Base):
    """A claim as it reads now; `key` is the id a person gave it. Claims that left their file are withdrawn, not deleted."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("baseline_id", "key"), one_of("kind", Kind))
    id: Mapped[int] = mapped_column(primary_key=True)
    baseline_id: Mapped[int] = mapped_column(ForeignKey("baseline.id"))
    key: Mapped[str]
    position: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str | None]
    kind: Mapped[str]
    speaker: Mapped[str | None]
    asserted: Mapped[date | None]
    due: Mapped[date | None]
    about: Mapped[list[Any]]
    expect: Mapped[dict[str, Any] | None]
    alert: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]
    reading: Mapped[str] = mapped_column(default="", server_default="")  # mark of what else it is judged by


class ClaimRevisionRow(Base):
    """Every text a claim ever had."""

    __tablename__ = "claim_revision"
    __table_args__ = (UniqueConstraint("claim_id", "text"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    text: Mapped[str]
    valid_from: Mapped[datetime]


class JobRow(Base):
    """A job file as it was loaded."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    body: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]


class SourceRow(Base):
    """How one source of a job fares."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("job_id", "key"), one_of("tier", Tier))
    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    key: Mapped[str]
    outlet: Mapped[str]
    tier: Mapped[str]
    url: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    last_ok_at: Mapped[datetime | None]
    last_code: Mapped[str | None]
    last_message: Mapped[str | None]


class PollRow(Base):
    """The validators of one address that a source is polled at (a search has one per query)."""

    __tablename__ = "poll"
    __table_args__ = (UniqueConstraint("source_id", "url"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    url: Mapped[str]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]


class AddressRow(Base):
    """An article's canonical address: found once, fetched once, retried while there is hope."""

    __tablename__ = "address"
    __table_args__ = (
        one_of("state", ("pending", "done", "failed", "gone")),
        Index("ix_address_state_next_try_at", "state", "next_try_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    title: Mapped[str | None]
    published: Mapped[datetime | None]
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    last_code: Mapped[str | None]
    last_message: Mapped[str | None]


class FailureRow(Base):
    """Each failure with its reason; never overwritten."""

    __tablename__ = "failure"
    __table_args__ = (Index("ix_failure_at", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    address_id: Mapped[int | None] = mapped_column(ForeignKey("address.id"))
    url: Mapped[str]
    code: Mapped[str]
    message: Mapped[str]
    at: Mapped[datetime]


class ArticleRow(Base):
    """A piece of coverage. `original_id` names the earliest of its reprint cluster, itself excepted."""

    __tablename__ = "article"
    __table_args__ = (one_of("tier", Tier), Index("ix_article_published", "published"))
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    published: Mapped[datetime | None]
    published_from: Mapped[str | None]
    published_precision: Mapped[str]
    outlet: Mapped[str | None]
    tier: Mapped[str]
    language: Mapped[str | None]
    author: Mapped[str | None]
    credit: Mapped[str | None]
    items: Mapped[list[Any]]
    first_seen: Mapped[datetime]
    original_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"))


class ReprintBandRow(Base):
    """One band of an article's MinHash signature; two articles that share one are compared exactly."""

    __tablename__ = "reprint_band"
    __table_args__ = (Index("ix_reprint_band_algorithm_band", "algorithm", "band"),)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    band: Mapped[int] = mapped_column(BigInteger)
    algorithm: Mapped[str]


class EvidenceRow(Base):
    """One verdict on one (claim, passage) pair."""

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("revision_id", "article_id", "start", "end", "verdict"),
        one_of("verdict", Verdict),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        Index("ix_evidence_claim_id_verdict", "claim_id", "verdict"),
        Index("ix_evidence_article_id", "article_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("claim_revision.id"))  # the wording that was judged
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    verdict: Mapped[str]
    confidence: Mapped[float]
    scores: Mapped[dict[str, Any]]
    reasons: Mapped[list[Any]]
    passage: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    judged_by: Mapped[str]
    at: Mapped[datetime]
    stale: Mapped[bool] = mapped_column(default=False, server_default=false())  # the claim is read otherwise since


class ReviewRow(Base):
    """A person's decision; the latest one of an evidence counts, none is ever changed."""

    __tablename__ = "review"
    __table_args__ = (
        one_of("decision", ("accept", "reject", "relabel")),
        Index("ix_review_evidence_id", "evidence_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    decision: Mapped[str]
    verdict: Mapped[str | None]
    by: Mapped[str]
    note: Mapped[str]
    at: Mapped[datetime]


class ClaimStatusRow(Base):
    """Where each claim stands; derived, rebuilt from evidence. A person queries this table."""

    __tablename__ = "claim_status"
    __table_args__ = (one_of("status", Status),)
    claim_row: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    claim_id: Mapped[str] = mapped_column(index=True)
    baseline: Mapped[str]
    text: Mapped[str]
    kind: Mapped[str]
    speaker: Mapped[str | None]
    asserted: Mapped[date | None]
    due: Mapped[date | None]
    status: Mapped[str]
    confidence: Mapped[float]
    supports: Mapped[int]
    refutes: Mapped[int]
    updates: Mapped[int]
    independent_outlets: Mapped[int]
    first_evidence_at: Mapped[datetime | None]
    last_evidence_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    reason: Mapped[str]


class ClaimStatusHistoryRow(Base):
    """Each change of status with the evidence that caused it; derived like `claim_status`."""

    __tablename__ = "claim_status_history"
    __table_args__ = (UniqueConstraint("claim_row", "step"), one_of("status", Status))
    id: Mapped[int] = mapped_column(primary_key=True)
    claim_row: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    step: Mapped[int]
    claim_id: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    previous: Mapped[str | None]
    confidence: Mapped[float]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]  # when a run learned of it; `at` is when the world did
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    reason: Mapped[str]


class RunRow(Base):
    """The run ledger: one row for one job at one clock, however often it is repeated."""

    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("job", "clock"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    clock: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]]


class FiringRow(Base):
    """One firing of one schedule entry; the ledger that keeps anything from happening twice."""

    __tablename__ = "firing"
    __table_args__ = (
        UniqueConstraint("job", "kind", "due"),
        one_of("kind", ("fetch", "digest")),
        one_of("state", ("running", "done", "failed", "put back", "given up")),
        Index("ix_firing_state", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str]
    kind: Mapped[str]
    due: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    state: Mapped[str]
    attempts: Mapped[int]
    next_try_at: Mapped[datetime | None]
    owner: Mapped[str]  # host:pid of the process that has, or had, it
    message: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    folded: Mapped[int] = mapped_column(default=0)  # earlier dues, missed, that this one stands for


class SourcePaceRow(Base):
    """How often a source is asked, and whether its breaker is open; decided in `sources/pace.py`."""

    __tablename__ = "source_pace"
    __table_args__ = (one_of("breaker", ("closed", "open")),)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True, autoincrement=False)
    polled_at: Mapped[datetime]
    factor: Mapped[int]
    steady: Mapped[int]
    breaker: Mapped[str]
    reason: Mapped[str]
    wishes: Mapped[dict[str, Any]]  # what the server last said about how often it wants to be asked


class MailKeyRow(Base):
    """The one key that unsubscribe links are signed with."""

    __tablename__ = "mail_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]


class ReaderRow(Base):
    """Somebody who is told. A row is never deleted: an opt-out, a removal and a bounce must outlast the job files."""

    __tablename__ = "reader"
    __table_args__ = (
        one_of("language", ("zh", "en")),
        one_of("rhythm", ("daily", "weekly")),
        one_of("quiet", ("short", "nothing")),
        one_of("origin", ("job", "person")),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh")
    baselines: Mapped[list[Any]]  # slugs; an empty list means all
    timezone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    hour: Mapped[int] = mapped_column(default=8)
    rhythm: Mapped[str] = mapped_column(default="daily")
    weekday: Mapped[int] = mapped_column(default=0)  # Monday is 0
    quiet: Mapped[str] = mapped_column(default="short")
    origin: Mapped[str]
    nonce: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str | None]
    bounced_at: Mapped[datetime | None]
    bounce: Mapped[str | None]


class LetterRow(Base):
    """What is said, rendered once for all readers who are told the same; `mark` names what it was rendered from."""

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    made_at: Mapped[datetime]


class OutboxRow(Base):
    """One letter to one recipient, a reader or a channel: sent once for each day and kind."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("recipient", "day", "kind"),
        one_of("state", ("pending", "leased", "sent", "failed", "skipped")),
        Index("ix_outbox_state_next_try_at", "state", "next_try_at"),
        Index("ix_outbox_reader_id", "reader_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]  # "reader:12" or "channel:" and a fingerprint of its address
    day: Mapped[date]
    kind: Mapped[str]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("reader.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    message_id: Mapped[str]
    reply_to: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="pending")
    tries: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    until: Mapped[datetime | None]  # what was learned up to here is in it; the reader's next digest goes on from here
    sent_at: Mapped[datetime | None]
    code: Mapped[int | None]
    message: Mapped[str | None]


class ClaimBacklogRow(Base):
    """A claim that is still to be held against the stored articles after `after_article` (a row id, in order of arrival)."""

    __tablename__ = "claim_backlog"
    claim_row: Mapped[int] = mapped_column(ForeignKey("claim.id"), primary_key=True, autoincrement=False)
    after_article: Mapped[int]


class ToldRow(Base):
    """A flag that a digest told: the claim, the status it was given, and the evidence that decided it."""

    __tablename__ = "told"
    __table_args__ = (UniqueConstraint("claim_row", "evidence_id", "status"), one_of("status", Status))
    id: Mapped[int] = mapped_column(primary_key=True)
    claim_row: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    evidence_id: Mapped[int]  # no foreign key: the record outlasts the evidence
    status: Mapped[str]
    day: Mapped[date]  # of the first digest that told it
    corrected_on: Mapped[date | None]  # day of the first digest that took it back


class LlmAnswerRow(Base):
    """What the LLM judge answered to one question; `key` is the hash of the question's whole content."""

    __tablename__ = "llm_answer"
    key: Mapped[str] = mapped_column(primary_key=True)
    model: Mapped[str]
    answer: Mapped[str]
    tokens: Mapped[int]
    day: Mapped[date] = mapped_column(index=True)


CLAIM_EVIDENCE = """
CREATE VIEW claim_evidence AS
SELECT e.id AS evidence_id, c.key AS claim_id,
       COALESCE(r.verdict, e.verdict) AS verdict, e.confidence, e.reasons, e.passage,
       a.url AS article_url, a.title AS article_title, a.outlet, a.tier, a.published,
       o.url AS reprint_of, e.judged_by, r.reviewed_by, e.at
FROM evidence e
JOIN claim c ON c.id = e.claim_id
JOIN article a ON a.id = e.article_id
LEFT JOIN article o ON o.id = a.original_id
LEFT JOIN (
    SELECT w.evidence_id, w."by" AS reviewed_by, w.decision, w.verdict FROM review w
    WHERE w.id = (SELECT MAX(v.id) FROM review v WHERE v.evidence_id = w.evidence_id)
) r ON r.evidence_id = e.id
WHERE (r.decision IS NULL OR r.decision <> 'reject') AND NOT e.stale
"""
