"""A digest as it is shown: every text cleaned, cut and in the reader's language. The templates only lay it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from houxu.digest.build import (
    ChangedClaim,
    Cited,
    Correction,
    Digest,
    DueClaim,
    Missed,
    NewArticle,
    SourceHealth,
    subject_line,
)
from houxu.digest.links import Links, safe_link
from houxu.digest.reasons import reason
from houxu.digest.words import HEADINGS, STATUS_WORDS, TIER_WORDS, VERDICT_WORDS, plural, tongue, words
from houxu.model import Status, Tier
from houxu.text.language import detect

# Direction marks and other unseen signs can make a text read as what it is not (CVE-2021-42574).
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")  # fmt: skip
_SPACE = re.compile(r"\s+")
_DOCUMENT = {"zh": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a mail shows; what is left out is counted openly."""

    claims: int = 60
    passages: int = 3
    characters: int = 420  # of one passage
    others: int = 12  # in each section below the claims


@dataclass(frozen=True, slots=True)
class Text:
    """Words and the language they are in; empty when it is the document's own."""

    words: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PassageView:
    """One passage with all that is said about it."""

    verdict: str
    tone: str
    passage: Text
    outlet: Text
    tier: str
    title: Text
    url: str
    published: str
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim."""

    text: Text
    url: str
    claim_id: str
    before: str
    before_tone: str
    now: str
    tone: str
    said: str
    short: str
    why: Text
    remarks: tuple[str, ...]
    passages: tuple[PassageView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Section:
    """Claims under one heading, and how many are not shown."""

    heading: str
    tone: str
    claims: tuple[ClaimView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a short section: what, where it leads, and what is said about it."""

    text: Text
    url: str
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A short section."""

    heading: str
    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many claims have one status; `share` in whole percent, at least 1."""

    status: str
    tone: str
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class View:
    """The whole mail."""

    language: str
    subject: str
    baselines: tuple[str, ...]
    span: str
    quiet: str
    sections: tuple[Section, ...]
    below: tuple[Lines, ...]
    bars: tuple[Bar, ...]
    strip: str
    footer: tuple[str, ...]
    unsubscribe: str
    unsubscribe_word: str


def clean(text: str, most: int = 400) -> str:
    """Words from outside in one line: unseen signs gone, long texts cut with an ellipsis."""
    flat = _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def view(digest: Digest, language: str, links: Links, limits: Limits) -> View:
    """Lay a digest out for a reader of this language."""
    shown = _Shown(tongue(language), links, limits)
    return shown.whole(digest)


class _Shown:
    """The parts of a view; language, links and limits are the same for all of them."""

    def __init__(self, language: str, links: Links, limits: Limits) -> None:
        self.language, self.links, self.limits = language, links, limits
        self.w = words(language)
        self.status = STATUS_WORDS[language]

    def whole(self, d: Digest) -> View:
        total = sum(n for _, n in d.counts)
        footer = (plural(self.w, "read", d.articles), self.w["how"])
        return View(
            language=_DOCUMENT[self.language],
            subject=subject_line(d, self.language),
            baselines=tuple(clean(b, 80) for b in d.baselines),
            span=f"{d.day}" if d.first_day == d.day else f"{d.first_day} ~ {d.day}",
            quiet="" if d.changed or d.doubtful or d.corrections else self.w["quiet"],
            sections=tuple(self._sections(d)),
            below=tuple(s for s in self._below(d) if s.lines),
            bars=tuple(Bar(self.status[s], s.value, n, max(1, round(100 * n / total))) for s, n in d.counts),
            strip=f"{self.w['stands_now']} · {self.w['of_claims'].format(n=total)}",
            footer=footer,
            unsubscribe=safe_link(self.links.unsubscribe or ""),
            unsubscribe_word=self.w["unsubscribe"],
        )

    def _sections(self, d: Digest) -> list[Section]:
        room = self.limits.claims
        found = []
        groups = [(HEADINGS[self.language][s], s.value, list(cs)) for s, cs in groupby(d.changed, lambda c: c.status)]
        groups.append((self.w["doubtful"], "doubtful", list(d.doubtful)))
        for heading, tone, claims in groups:
            if claims:
                shown = claims[: max(room, 0)]
                room -= len(shown)
                found.append(
                    Section(heading, tone, tuple(map(self._claim, shown)), self._more(len(claims) - len(shown)))
                )
        return found

    def _more(self, n: int) -> str:
        if n <= 0:
            return ""
        where = self.w["see_page"] if safe_link(self.links.claim_page or "") else self.w["see_table"]
        return f"{self.w['more_claims'].format(n=n)}{self.w['join']}{where}"

    def _claim(self, c: ChangedClaim) -> ClaimView:
        why = reason(clean(c.reason, 600), self.language)
        remarks = [plural(self.w, "voices", c.independent_outlets)] if c.independent_outlets else []
        if c.confidence_before is not None:
            remarks.append(self.w["fell"].format(before=f"{c.confidence_before:.0%}", now=f"{c.confidence:.0%}"))
        changed = c.previous is not None and c.previous is not c.status
        left = c.more + max(len(c.cited) - self.limits.passages, 0)
        return ClaimView(
            text=self._claim_text(c.text, c.text_en, c.language),
            url=self.links.claim(c.baseline, c.claim_id),
            claim_id=clean(c.claim_id, 60),
            before=self.status[c.previous] if changed and c.previous else "",
            before_tone=c.previous.value if changed and c.previous else "",
            now=self.status[c.status],
            tone=c.status.value,
            said=" · ".join(x for x in (clean(c.speaker or self.w["author"], 60), str(c.asserted or "")) if x),
            short=why.short,
            why=Text(clean(why.text, 300), "" if why.translated else "zh-CN"),
            remarks=tuple(remarks),
            passages=tuple(self._passage(e) for e in c.cited[: self.limits.passages]),
            more=plural(self.w, "more_passages", left) if left else "",
        )

    def _claim_text(self, text: str, text_en: str | None, language: str) -> Text:
        if self.language == "en" and text_en:
            return Text(clean(text_en))
        return self._foreign(clean(text), language)

    def _foreign(self, text: str, language: str | None = None) -> Text:
        """Words with their language, where it is not the document's."""
        known = language if language in _DOCUMENT else detect(text)
        lang = _DOCUMENT.get(known, "")
        return Text(text, "" if lang == _DOCUMENT[self.language] else lang)

    def _passage(self, e: Cited) -> PassageView:
        return PassageView(
            verdict=VERDICT_WORDS[self.language][e.verdict],
            tone=e.verdict.value,
            passage=self._foreign(clean(e.passage, self.limits.characters), e.language),
            outlet=self._foreign(clean(e.outlet, 60)) if e.outlet else Text(self.w["unknown_outlet"]),
            tier=self._tier(e.tier),
            title=self._foreign(clean(e.title, 120), e.language),
            url=_short_enough(safe_link(e.url)),
            published=str(e.published or ""),
            remarks=tuple(self._remarks(e)),
        )

    def _tier(self, tier: str) -> str:
        return TIER_WORDS[self.language][Tier(tier)] if tier in set(Tier) else ""

    def _remarks(self, e: Cited) -> list[Text]:
        found = [Text(plural(self.w, "reprints", e.reprints))] if e.reprints else []
        if e.reviewed_by:
            said = self.w["relabel" if e.decision == "relabel" else "accept"].format(by=clean(e.reviewed_by, 60))
            found.append(Text(said))
            if e.note:
                found.append(self._foreign(f"“{clean(e.note, 200)}”"))
        return found

    def _below(self, d: Digest) -> list[Lines]:
        return [
            self._lines("corrections", [self._correction(c) for c in d.corrections]),
            self._lines("due", [self._due(p) for p in d.due_soon]),
            self._lines("news", [self._article(a) for a in d.news], d.more_news),
            self._lines("health", [self._source(h) for h in d.health]),
            self._lines("missed", [self._not_run(m) for m in d.missed]),
        ]

    def _lines(self, name: str, lines: Sequence[Line], hidden: int = 0) -> Lines:
        left = hidden + max(len(lines) - self.limits.others, 0)
        more = self.w["more_news" if name == "news" else "more_claims"].format(n=left) if left else ""
        return Lines(self.w[name], tuple(lines[: self.limits.others]), more)

    def _correction(self, c: Correction) -> Line:
        told = self.w["told"].format(day=c.told_on, status=self.status[c.told])
        why = self.w[c.cause].format(by=clean(c.by or "", 60))
        stands = [Text(self.w["stands"].format(status=self.status[c.status]))] if c.status else []
        note = [self._foreign(f"“{clean(c.note, 200)}”")] if c.note else []
        url = self.links.claim(c.baseline, c.claim_id) or _short_enough(safe_link(c.url))
        return Line(self._claim_text(c.text, c.text_en, c.language), url, (Text(told), Text(why), *note, *stands))

    def _due(self, p: DueClaim) -> Line:
        left = self.w["due_today"] if not p.days_left else plural(self.w, "due_in", p.days_left)
        url = self.links.claim(p.baseline, p.claim_id) if p.baseline else ""
        return Line(self._claim_text(p.text, p.text_en, p.language), url, (Text(str(p.due)), Text(left)))

    def _article(self, a: NewArticle) -> Line:
        outlet = self._foreign(clean(a.outlet, 60)) if a.outlet else Text(self.w["unknown_outlet"])
        said = [outlet, Text(self._tier(a.tier)), Text(str(a.published or ""))]
        said.append(Text(plural(self.w, "touches", len(a.claims))))
        said += [Text(plural(self.w, "reprints", a.reprints))] if a.reprints else []
        title = self._foreign(clean(a.title, 160), a.language)
        return Line(title, _short_enough(safe_link(a.url)), tuple(t for t in said if t.words))

    def _source(self, h: SourceHealth) -> Line:
        since = plural(self.w, "failing", h.failures, since=_minute(h.since))
        last = self.w["last_ok"].format(at=_minute(h.last_ok)) if h.last_ok else self.w["never_ok"]
        name = self._foreign(f"{clean(h.outlet, 60)} ({clean(h.source_id, 60)})")
        message = [Text(clean(h.message, 160), "en" if self.language == "zh" and h.message.isascii() else "")]
        return Line(name, "", (Text(since), Text(last), *(m for m in message if m.words)))

    def _not_run(self, m: Missed) -> Line:
        since = self.w["not_run_since"].format(since=_minute(m.since))
        last = self.w["last_ok"].format(at=_minute(m.last_ok)) if m.last_ok else self.w["never_ok"]
        name = Text(f"{clean(m.job, 60)}: {self.w['task_' + m.task]}")
        return Line(name, "", (Text(since), Text(last)))


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "?"


def _short_enough(url: str, most: int = 600) -> str:
    """An address as long as that is no address for a person; the passage and its outlet still stand."""
    return url if len(url) <= most else ""


def tones() -> tuple[str, ...]:
    """The names of all tones that a template colours."""
    return (*(s.value for s in Status), "doubtful")
