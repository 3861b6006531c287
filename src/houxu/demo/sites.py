"""The bundled sample outlets and pages, as plain values. Outlets and wording are invented; facts are public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from houxu.model import Status, Tier, Verdict

FIRST, LAST = date(2024, 2, 16), date(2025, 6, 30)
TRAPS = (
    "other-model",
    "other-quantity",
    "neighbour-version",
    "neighbour-metric",
    "other-deal",
    "side-fact",
    "date-arithmetic",
    "old-news",
    "indirect-stance",
    "namesake",
)
"""Traps that real coverage sets: a page must flag a claim in spite of one, or must not because of it."""
_ZONES = {"zh": "Asia/Shanghai", "zh-Hant": "Asia/Taipei", "en": "UTC"}


@dataclass(frozen=True, slots=True)
class Outlet:
    """A sample site. Its pages lie under `/<slug>/`; `broken_until` is the day on which its source starts to work.

    `discovery` is how it lists its pages (rss, atom, jsonfeed, list, sitemap, search), `dates` where a page says when
    it was published (visible, meta, json-ld).
    """

    slug: str
    name: str
    language: str
    tier: Tier
    encoding: str
    dates: str
    discovery: str
    broken_until: date | None = None

    @property
    def zone(self) -> str:
        """The time zone of dates that name none."""
        return _ZONES[self.language]


@dataclass(frozen=True, slots=True)
class Trap:
    """A trap that a page sets: it must raise a flag on its claims, or must not raise one that is not `justified`."""

    name: str
    must_flag: bool


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One page. `claims` are those that its trap is about; `reprints` names the page whose text it carries;
    `disallowed` pages are barred by robots.txt.
    """

    id: str
    outlet: Outlet
    published: datetime  # aware, at the outlet's own offset
    title: str
    paragraphs: tuple[str, ...]
    author: str | None = None
    credit: str | None = None
    reprints: str | None = None
    disallowed: bool = False
    trap: Trap | None = None
    claims: tuple[str, ...] = ()
    note: str = ""

    @property
    def path(self) -> str:
        """The page's address on the server, from the slash on."""
        folder = "members" if self.disallowed else f"{self.published:%Y/%m%d}"
        return f"/{self.outlet.slug}/{folder}/{self.id}.html"

    @property
    def day(self) -> date:
        """The day of publication where the outlet is."""
        return self.published.date()

    @property
    def text(self) -> str:
        """The article's own words, a paragraph a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Decisive:
    """A sentence that settles something for a claim, and the page that carries it."""

    page: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The right status of a claim on the last day, why, and the sentences that it rests on.

    `inferred` marks a status that takes a conclusion, beyond comparing what a sentence says outright.
    """

    claim_id: str
    status: Status
    why: str
    decisive: tuple[Decisive, ...] = ()
    inferred: bool = False


@cache
def outlets() -> tuple[Outlet, ...]:
    """All sample outlets, by slug."""
    return tuple(_outlet(raw["outlet"]) for raw in _files())


@cache
def pages() -> tuple[SamplePage, ...]:
    """All sample pages, the earliest first; a reprint carries its lead and then the text of the page it reprints."""
    raws = [(outlet, page) for outlet, raw in zip(outlets(), _files(), strict=True) for page in raw["pages"]]
    texts = {page["id"]: tuple(page.get("paragraphs", ())) for _, page in raws}
    return tuple(sorted((_page(o, p, texts) for o, p in raws), key=lambda page: (page.published, page.id)))


@cache
def expected() -> tuple[Expected, ...]:
    """What every claim of the bundled baseline must have come to on the last day, in the baseline's order."""
    return tuple(
        Expected(
            claim_id=claim_id,
            status=Status(row["status"]),
            why=row["why"],
            decisive=tuple(_decisive(d) for d in row.get("decisive", ())),
            inferred=bool(row.get("inferred", False)),
        )
        for claim_id, row in _read("expected.yaml").items()
    )


@cache
def justified() -> frozenset[tuple[str, str, Verdict]]:
    """Every (claim id, page id, verdict) that a decisive sentence bears out, in its page or in a reprint of it."""
    copies = {(page.reprints, page.id) for page in pages() if page.reprints is not None}
    borne = {(e.claim_id, d.page, d.verdict) for e in expected() for d in e.decisive}
    reprinted = {
        (claim, copy, verdict) for claim, page, verdict in borne for original, copy in copies if original == page
    }
    return frozenset(borne | reprinted)


@cache
def _files() -> tuple[dict[str, Any], ...]:
    folder = resources.files("houxu.demo").joinpath("sites")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(_read(f"sites/{name}") for name in names)


def _read(name: str) -> dict[str, Any]:
    text = resources.files("houxu.demo").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


def _decisive(raw: Sequence[str]) -> Decisive:
    page, verdict, sentence = raw
    return Decisive(page, Verdict(verdict), sentence)


def _outlet(raw: Mapping[str, Any]) -> Outlet:
    known = {**raw, "tier": Tier(raw["tier"])}
    return Outlet(**known)


def _page(outlet: Outlet, raw: Mapping[str, Any], texts: Mapping[str, tuple[str, ...]]) -> SamplePage:
    lead = (raw["lead"],) if "lead" in raw else ()
    original = raw.get("reprints")
    return SamplePage(
        id=raw["id"],
        outlet=outlet,
        published=raw["published"],
        title=raw["title"],
        paragraphs=lead + texts[original or raw["id"]],
        author=raw.get("author"),
        credit=raw.get("credit"),
        reprints=original,
        disallowed=bool(raw.get("disallowed", False)),
        trap=_trap(raw.get("trap")),
        claims=tuple(raw.get("claims", ())),
        note=raw.get("note", ""),
    )


def _trap(raw: str | None) -> Trap | None:
    if raw is None:
        return None
    name, _, direction = raw.partition("/")
    return Trap(name, direction == "must-flag")


def days(of: Iterable[SamplePage]) -> list[date]:
    """The days on which any of these pages appeared, or a broken source recovered, in order."""
    recoveries = {o.broken_until for o in outlets() if o.broken_until is not None}
    return sorted({page.day for page in of} | recoveries)
