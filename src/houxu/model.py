"""The nouns of houxu as plain, frozen values. Nothing here does any work or any I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of statement a claim is; `opinion` is kept but never gets a status of its own."""

    FACT = "fact"
    QUANTITY = "quantity"
    DATE = "date"
    CAPABILITY = "capability"
    LIMITATION = "limitation"
    COMPARISON = "comparison"
    PREDICTION = "prediction"
    OPINION = "opinion"


class Verdict(StrEnum):
    """What one passage says about one claim (see docs/ARCHITECTURE.md, "Words")."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    UPDATES = "updates"
    MENTIONS = "mentions"

    @property
    def is_flag(self) -> bool:
        """True for the three verdicts that a reader acts on."""
        return self is not Verdict.MENTIONS


class Status(StrEnum):
    """Where a claim stands, given all its evidence up to a day."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    OPINION = "opinion"


class Tier(StrEnum):
    """How close an outlet is to the facts; the order is the order of weight."""

    OFFICIAL = "official"
    AGENCY = "agency"
    MAJOR = "major"
    TRADE = "trade"
    BLOG = "blog"
    AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something coverage may name. `aliases` hold every other spelling, in both languages.

    `owner` is the entity that makes it, `version_of` the family of which it is one version (claude for
    claude-3-5): versions of one family are neighbours, never the same thing. `field` is the trade a product is of, where
    the glossary says so (video: a video generator).
    """

    id: str
    name: str
    kind: str | None = None
    owner: str | None = None
    aliases: tuple[str, ...] = ()
    version_of: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence of a baseline.

    `asserted` is the day on which it was true according to the baseline, `due` the day by which a
    prediction must have come true, `about` the entity ids (the first is the subject), `expect` a
    person's override of the structured reading.
    """

    id: str
    text: str
    kind: Kind
    asserted: date | None = None
    text_en: str | None = None
    speaker: str | None = None
    due: date | None = None
    about: tuple[str, ...] = ()
    expect: Mapping[str, Any] | None = None
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """A published article and the claims taken from it."""

    slug: str
    title: str
    published: date
    language: str
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One place to look for coverage, as a job file names it."""

    id: str
    outlet: str
    kind: str  # feed | list | sitemap | search
    url: str
    tier: Tier = Tier.TRADE
    language: str | None = None
    item: str | None = None  # CSS selector of the links (kind list)
    match: str | None = None  # substring or regex an address must hold (kind sitemap, list)
    query: str | None = None  # "auto" or a literal query (kind search)
    timezone: str | None = None  # for dates that carry no zone


@dataclass(frozen=True, slots=True)
class Schedule:
    """Cron expressions, read in the job's time zone."""

    fetch: str = "*/30 * * * *"
    digest: str = "0 8 * * *"


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """Who is told, in which language."""

    to: tuple[str, ...] = ()
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Job:
    """What to watch, where, when, and who is told; `jobs/<name>.yaml`."""

    name: str
    watch: tuple[str, ...]
    sources: tuple[Source, ...]
    timezone: str = "Asia/Shanghai"
    schedule: Schedule = field(default_factory=Schedule)
    digest: DigestPlan = field(default_factory=DigestPlan)


@dataclass(frozen=True, slots=True)
class Item:
    """One self-contained piece of an article's text: `text[start:end]`. A passage never leaves its item.

    Most articles are one item; a page that lists hundreds of short news has one item each.
    """

    start: int
    end: int
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The main text of a piece of coverage. Offsets everywhere in houxu count characters of `text`."""

    url: str
    title: str
    text: str
    published: datetime | None = None  # aware, UTC
    published_from: str | None = None  # where the date was read: "json-ld", "meta", "text", "feed", "given" ...
    published_precision: str = "minute"  # minute | day | month | year
    outlet: str | None = None
    tier: Tier = Tier.TRADE
    language: str | None = None  # zh | zh-Hant | en | ...
    author: str | None = None
    credit: str | None = None  # "来源/转载自": whom the page itself names as the origin
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One to three sentences, verbatim, with what a judge may need around them.

    `start`/`end` are offsets in the article's text. `published` is the article's day; with
    `published_precision` "month" or "year" only that much of it is known. `before` and `after` are
    neighbouring sentences of the same item, `heading` the item's own headline.
    """

    text: str
    start: int = 0
    end: int = 0
    title: str | None = None
    heading: str | None = None
    before: str = ""
    after: str = ""
    published: date | None = None
    published_precision: str = "day"
    language: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict with its grounds. `scores` gives a probability for each of the four verdicts, summing to 1."""

    verdict: Verdict
    confidence: float
    reasons: tuple[str, ...]
    scores: Mapping[Verdict, float]
    judged_by: str = "rules"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one piece of evidence: `accept`, `reject`, or a verdict of their own."""

    decision: str  # accept | reject | relabel
    by: str
    at: datetime
    note: str = ""
    verdict: Verdict | None = None  # set when decision is relabel


@dataclass(frozen=True, slots=True)
class Evidence:
    """One verdict on one (claim, passage) pair, as the status function sees it.

    `voice` identifies the independent voice: all reprints of one article share it. `day` is the day
    that counts (publication, else first seen).
    """

    id: int
    claim_id: str
    verdict: Verdict
    confidence: float
    day: date
    at: datetime
    voice: str
    outlet: str | None = None
    tier: Tier = Tier.TRADE
    reasons: tuple[str, ...] = ()
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One step in a claim's life: the evidence that caused it is named, unless time alone did."""

    claim_id: str
    status: Status
    previous: Status | None
    confidence: float
    at: datetime
    evidence_id: int | None
    reason: str
