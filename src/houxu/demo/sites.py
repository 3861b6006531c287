"""The bundled sample outlets and pages, as plain values. Outlets and wording are invented; facts are public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from houxu.model import Status, Tier

FIRST, LAST = date(2024, 2, 16), date(2025, 6, 30)
TRAPS = (
    "other-model",
    "other-quantity",
    "version-neighbour",
    "metric-neighbour",
    "other-deal",
    "side-fact",
    "date-arithmetic",
    "old-news",
    "indirect-stance",
    "namesake",
)
"""Traps that real coverage sets, in the order of the team's list of them."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A sample site. Its pages lie under `/<id>/`; `broken_until` is the day on which its feed starts to work."""

    id: str
    name: str
    tier: Tier
    language: str
    zone: ZoneInfo
    charset: str = "utf-8"
    tagline: str = ""
    broken_until: date | None = None


@dataclass(frozen=True, slots=True)
class SamplePage:
    """One page. `traps` says of each trap whether the page `flags` or stays `quiet`; on the claims in `quiet`
    it must raise no flag. `reprint_of` names the page whose text it carries; `closed` pages are barred by robots.txt.
    """

    id: str
    outlet: Outlet
    published: datetime  # aware, in the outlet's zone
    title: str
    paragraphs: tuple[str, ...]
    author: str | None = None
    credit: str | None = None
    reprint_of: str | None = None
    closed: bool = False
    traps: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The page's address on the server, from the slash on."""
        folder = "members" if self.closed else f"{self.published:%Y/%m%d}"
        return f"/{self.outlet.id}/{folder}/{self.id.removeprefix(self.outlet.id + '-')}.html"

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
    verdict: str
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
    """All sample outlets, by id."""
    return tuple(_outlet(raw["outlet"]) for raw in _files())


@cache
def pages() -> tuple[SamplePage, ...]:
    """All sample pages, the earliest first."""
    known = {outlet.id: outlet for outlet in outlets()}
    raws = [(known[raw["outlet"]["id"]], page) for raw in _files() for page in raw["pages"]]
    texts = {page["id"]: _paragraphs(page["text"]) for _, page in raws}
    return tuple(sorted((_page(o, p, texts) for o, p in raws), key=lambda page: (page.published, page.id)))


@cache
def expected() -> tuple[Expected, ...]:
    """What every claim of the bundled baseline must have come to on the last day, in the baseline's order."""
    raw = _read("expected.yaml")
    return tuple(
        Expected(
            claim_id=claim_id,
            status=Status(row["status"]),
            why=row["why"],
            decisive=tuple(Decisive(d["page"], d["verdict"], d["sentence"]) for d in row.get("decisive", ())),
            inferred=bool(row.get("inferred", False)),
        )
        for claim_id, row in raw.items()
    )


def _files() -> Iterable[dict[str, Any]]:
    folder = resources.files("houxu.demo").joinpath("sites")
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml")):
        yield _read(f"sites/{name}")


@cache
def _read(name: str) -> dict[str, Any]:
    text = resources.files("houxu.demo").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


def _outlet(raw: Mapping[str, Any]) -> Outlet:
    known = {**raw, "tier": Tier(raw["tier"]), "zone": ZoneInfo(raw["zone"])}
    return Outlet(**known)


def _page(outlet: Outlet, raw: Mapping[str, Any], texts: Mapping[str, tuple[str, ...]]) -> SamplePage:
    original = raw.get("reprint_of")
    return SamplePage(
        id=raw["id"],
        outlet=outlet,
        published=_moment(raw["published"]).replace(tzinfo=outlet.zone),
        title=raw["title"],
        paragraphs=texts[raw["id"]] + (texts[original] if original else ()),
        author=raw.get("author"),
        credit=raw.get("credit"),
        reprint_of=original,
        closed=bool(raw.get("closed", False)),
        traps=dict(raw.get("traps", {})),
        quiet=tuple(raw.get("quiet", ())),
    )


def _moment(raw: str | datetime) -> datetime:
    return raw if isinstance(raw, datetime) else datetime.strptime(raw, "%Y-%m-%d %H:%M")


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split("\n")) for part in re.split(r"\n\s*\n", text.strip()) if part)
