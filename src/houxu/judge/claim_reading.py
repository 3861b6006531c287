"""What a claim commits itself to, read from its text and its English gloss. `expect` is laid over it in expect.py."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from houxu.judge.attribution import Subject
from houxu.judge.concepts import Concept, lexicon
from houxu.judge.measures import Measure, measures
from houxu.judge.occurrences import Occurrence, occurrences
from houxu.judge.reading import Reading, read
from houxu.match.mentions import Mention, Names
from houxu.model import Claim, Kind
from houxu.text.script import fold
from houxu.text.times import TimeRef

SOON_DAYS = 90  # "soon", 很快, 即将 without a date: one quarter; see docs/judge.md
_SOON = re.compile(
    r"很快|不久|即将|马上|近期|在即|眼看|\bsoon\b|\bshortly\b|\bimminent|\babout to\b|\bany day\b|\bon the verge\b"
)

_TOGETHER = re.compile(
    r"同时|同期|同一(?:天|时间)|(?:的)?时候(?:推出|发布)?|之际|撞(?:期|车|日)|挑在|\bwhen\b|\bsame (?:day|time|week)|\btimed\b|\bcoincid|\balongside\b"
)
_VERSION = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """The structured reading of a claim.

    `period` is the span of days the claim speaks of (its own dates, else the day it was asserted); `deadline` the
    last day on which a prediction is met; `partner` the other thing a prediction says it will coincide with;
    `fields` the trades that a `topical` claim speaks of as a whole.
    """

    claim: Claim
    subject: Subject
    others: tuple[Subject, ...]
    texts: tuple[Reading, ...]
    measures: tuple[Measure, ...]
    events: tuple[Occurrence, ...]
    states: tuple[Occurrence, ...]
    qualities: tuple[Occurrence, ...]
    period: tuple[date, date] | None
    stated: TimeRef | None
    deadline: date | None
    partner: Subject | None
    topical: bool
    fields: tuple[Concept, ...] = ()

    @property
    def is_prediction(self) -> bool:
        """True when the claim is about what will be."""
        return self.claim.kind is Kind.PREDICTION

    def event_ids(self) -> frozenset[str]:
        """The events the claim's words name exactly."""
        return frozenset(o.concept.id for o in self.events)


def read_claim(claim: Claim, names: Names, title: str = "") -> ClaimReading:
    """Read a claim's text and gloss. `names` must know the baseline's entities; `title` is the baseline's, which says
    what "this field" means in a claim that names none."""
    texts = tuple(read(t, names, anchor=claim.asserted) for t in (claim.text, claim.text_en) if t)
    together = _co_subjects(claim, texts)
    subject = subject_of(together, claim, texts, names)
    others = tuple(subject_of((i,), claim, texts, names) for i in claim.about if i not in together)
    stated = _stated(texts, claim)
    return ClaimReading(
        claim=claim,
        subject=subject,
        others=others,
        texts=texts,
        measures=tuple(_distinct_measures(texts)),
        events=tuple(o for o in _distinct(o for t in texts for o in occurrences(t, "events")) if _fits(o, subject)),
        states=tuple(_distinct(o for t in texts for o in occurrences(t, "states"))),
        qualities=tuple(_qualities(claim, texts, fold(title))),
        period=(stated.first, stated.last) if stated else ((claim.asserted,) * 2 if claim.asserted else None),
        stated=stated,
        deadline=deadline_of(claim),
        partner=predicted_partner(claim, texts, others),
        topical=bool(claim.about) and (_is_topic(claim.about[0], names) or _speaks_of_all(claim, texts, names)),
        fields=_fields(claim, texts, names) or _trades([fold(title)]),
    )


def _qualities(claim: Claim, texts: tuple[Reading, ...], title: str) -> list[Occurrence]:
    """What the claim judges. A claim of a number asserts the number; what else its words describe is background."""
    if claim.kind is Kind.QUANTITY and any(measures(t) for t in texts):
        return []
    found = ((t, o) for t in texts for o in occurrences(t, "qualities", headed=title))
    return _distinct(_meant(claim, o) for t, o in found if _asserts(t, o))


def _fields(claim: Claim, texts: tuple[Reading, ...], names: Names) -> tuple[Concept, ...]:
    """The trades that the claim's words, or the names of the topics it is about, belong to."""
    topics = [e for i in claim.about if (e := names.entities.get(i)) is not None and _is_topic(i, names)]
    words = [t.folded for t in texts] + [fold(s) for e in topics for s in (e.name, *e.aliases)]
    return _trades(words)


_WIDEST = "language_models"


def _trades(words: Sequence[str]) -> tuple[Concept, ...]:
    found = [c for c in lexicon()["fields"].values() if any(c.yes.search(w) for w in words)]
    return tuple([c for c in found if c.id != _WIDEST] or found)


def _asserts(text: Reading, found: Occurrence) -> bool:
    return found.concept.asserts is None or found.concept.asserts.search(text.folded) is not None


def _fits(found: Occurrence, subject: Subject) -> bool:
    """An upgrade is to a version that the claim names."""
    return found.concept.id != "upgrade" or bool(subject.versions)


def _meant(claim: Claim, found: Occurrence) -> Occurrence:
    """A limitation denies the ability it names, in whatever words ("its grasp of physics is limited")."""
    denies = claim.kind is Kind.LIMITATION and found.concept.ability
    return replace(found, positive=False) if denies else found


def predicted_partner(claim: Claim, texts: tuple[Reading, ...], others: tuple[Subject, ...]) -> Subject | None:
    """The other thing that a prediction says its subject will coincide with."""
    together = claim.kind is Kind.PREDICTION and any(_TOGETHER.search(t.folded) for t in texts)
    return others[0] if others and together else None


_JOINED = re.compile(r"\s*(?:、|[,，]?\s*(?:和|与|以?及|跟|and\b|or\b|&))\s*")
_COMMA = re.compile(r"\s*[,，]\s*")


def _co_subjects(claim: Claim, texts: tuple[Reading, ...]) -> tuple[str, ...]:
    """The first entity, and those the claim lists beside it as equals (Meta、谷歌和微软 ...)."""
    ids = list(claim.about[:1])
    for text in texts:
        joined = _listed(text)
        for left, right in (*joined, *((b, a) for a, b in reversed(joined)), *joined):  # the first may stand anywhere
            if set(left.ids) & set(ids):
                ids += [i for i in claim.about if i in right.ids and i not in ids]
    return tuple(ids)


def _listed(text: Reading) -> list[tuple[Mention, Mention]]:
    """Neighbours in a list of names; a comma joins only where an "and" or 和 ends the list."""
    named = [m for m in text.mentions if not m.pronoun]
    joined: list[tuple[Mention, Mention]] = []
    commas: list[tuple[Mention, Mention]] = []
    for left, right in pairwise(named):
        between = text.folded[left.end : right.start]
        if _JOINED.fullmatch(between):
            joined += [*commas, (left, right)]
        commas = [*commas, (left, right)] if _COMMA.fullmatch(between) else []
    return joined


def subject_of(ids: Iterable[str], claim: Claim, texts: tuple[Reading, ...], names: Names) -> Subject:
    """The subject that these entity ids stand for: their synonyms, vendors, products, and the versions the claim names."""
    own = frozenset(ids)
    whole = own.union(*(names.same_as(i) for i in own))
    owners = {owner for i in whole if (owner := names.owner(i))}
    owners |= {o for o in claim.about[1:] if any(m.ids & {o} for t in texts for m in t.mentions) and _company(o, names)}
    versions = frozenset(v for t in texts for v in _VERSION.findall(t.folded))
    makers = {names.owner(i) for i in own}  # "updated to 4.0": 4.0 is what is spoken of
    whole |= {i for i in claim.about if names.owner(i) in makers and _is_version(i, versions, names)}
    if _is_group(own, names):  # a group is also its members that the claim names
        whole |= {i for t in texts for m in t.mentions for i in m.ids if i not in claim.about}
    products = frozenset(i for i, e in names.entities.items() if e.owner in whole)
    named = frozenset(i for t in texts for m in t.mentions for i in m.ids)
    products = products & named or products  # a claim that names a product speaks of that one
    return Subject(whole, frozenset(owners) - whole, versions, products - whole, _is_group(own, names))


def _is_version(entity_id: str, versions: frozenset[str], names: Names) -> bool:
    entity = names.entities.get(entity_id)
    return entity is not None and entity.version_of is not None and any(v in entity.name for v in versions)


_GROUP = re.compile(r"国内|国产|中国|大陆|本土|\bchinese\b|\bdomestic\b|\bchina.s\b|厂商|大厂|\bmajors\b|\bvendors\b")


def _is_group(ids: frozenset[str], names: Names) -> bool:
    return any(_GROUP.search(fold(e.name)) for i in ids if (e := names.entities.get(i)) is not None)


def _company(entity_id: str, names: Names) -> bool:
    entity = names.entities.get(entity_id)
    return entity is not None and (entity.kind in {"company", "vendor", "organization"} or entity.kind is None)


_OF_ALL = re.compile(r"不论|无论|不管|\bneither\b|\bwhether\b|\bno matter\b|所有|一切")


def _speaks_of_all(claim: Claim, texts: tuple[Reading, ...], names: Names) -> bool:
    """ "Neither Sora nor its Chinese counterparts ...": two ends of a trade, named for all of it."""
    return (
        len(claim.about) > 1
        and _is_group(frozenset(claim.about[1:]), names)
        and any(_OF_ALL.search(t.folded) for t in texts)
    )


TOPIC_KINDS = frozenset({"topic", "field", "industry", "market"})


def _is_topic(entity_id: str, names: Names) -> bool:
    """A field or trade rather than a named thing: its names are ordinary words."""
    entity = names.entities.get(entity_id)
    if entity is None:
        return True
    if entity.kind is not None:
        return entity.kind in TOPIC_KINDS
    if _GROUP.search(fold(entity.name)):
        return False
    latin = [s for s in (entity.name, *entity.aliases) if s.isascii()]
    return bool(latin) and any(s[0].islower() for s in latin) and entity.owner is None


def _distinct(found: Iterable[Occurrence]) -> list[Occurrence]:
    kept: dict[str, Occurrence] = {}
    for occurrence in found:
        kept.setdefault(occurrence.concept.id, occurrence)
    return list(kept.values())


def _distinct_measures(texts: tuple[Reading, ...]) -> list[Measure]:
    kept: dict[tuple[str, float], Measure] = {}
    for measure in (m for t in texts for m in measures(t)):
        kept.setdefault((measure.metric.id, measure.quantity.value), measure)
    return list(kept.values())


def _stated(texts: tuple[Reading, ...], claim: Claim) -> TimeRef | None:
    """The most exact date in the claim's own words."""
    found = [t for text in texts for t in text.times if t.relation in ("on", "by", "within", "until", "since")]
    return min(found, key=lambda t: (t.last - t.first).days, default=None)


def deadline_of(claim: Claim, *, horizon: int | None = None) -> date | None:
    """The person's `due`; else for a prediction of something "soon" the default horizon, or a person's own, in days."""
    if claim.due is not None:
        return claim.due
    if claim.kind is not Kind.PREDICTION or claim.asserted is None:
        return None
    if horizon is None and any(_SOON.search(fold(t)) for t in (claim.text, claim.text_en) if t):
        horizon = SOON_DAYS
    return claim.asserted + timedelta(days=horizon) if horizon is not None else None


def concept_ids(found: Iterable[Occurrence]) -> frozenset[str]:
    """Ids of the concepts of some occurrences."""
    return frozenset(o.concept.id for o in found)


def by_concept(found: Iterable[Occurrence], concept: Concept) -> list[Occurrence]:
    """Occurrences of one concept."""
    return [o for o in found if o.concept.id == concept.id]
