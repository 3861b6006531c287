"""One article against many claims: match, read once, judge, keep the best evidence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from houxu.judge import prefilter
from houxu.judge.cascade import judge_reading
from houxu.judge.claim_reading import ClaimReading, read_claim
from houxu.judge.concepts import Concept
from houxu.judge.expect import overlay
from houxu.judge.opinion import Context
from houxu.judge.reading import Reading, read
from houxu.judge.rules import states, wanted
from houxu.judge.rules.qualities import own_products
from houxu.match.candidates import Candidate, WatchList, by_subject, candidates
from houxu.match.mentions import Names
from houxu.match.terms import claim_terms, shares_terms
from houxu.model import Article, Baseline, Entity, Judgement, Passage, Verdict
from houxu.text.script import fold

MOST_MENTIONS = 3  # passages without a verdict kept for one claim and article


@dataclass(frozen=True, slots=True)
class Finding:
    """One judged passage of an article for one claim."""

    claim_id: str
    passage: Passage
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class _Watched:
    reading: ClaimReading
    triggers: tuple[Concept, ...]
    needs_number: bool
    terms: frozenset[str]


class ClaimIndex:
    """The claims of one baseline, read once, ready to meet articles."""

    def __init__(self, baseline: Baseline, glossary: Sequence[Entity] = ()) -> None:
        """`glossary` adds names that baseline entities and their neighbours go by."""
        self.baseline = baseline
        self.names = Names([*baseline.entities, *glossary])
        self.readings = {c.id: overlay(read_claim(c, self.names, baseline.title), self.names) for c in baseline.claims}
        self._watched = {i: _watch(r) for i, r in self.readings.items()}
        self._by_entity = by_subject({i: sorted(_subjects(r, self.names)) for i, r in self.readings.items()})
        self._own = {i: own_products(r, self.names) for i, r in self.readings.items()}
        self._general = [i for i, r in self.readings.items() if r.topical and (r.states or r.qualities)]
        trades = {t.id: t.yes for i in self._general for t in self.readings[i].fields}
        versions = _versions(self.readings.values())
        self._watch_list = WatchList(frozenset(self._by_entity), versions, tuple(trades.values()))

    def analyse(self, article: Article, context: Context | None = None) -> list[Finding]:
        """All evidence of an article: the strongest flag of each kind per claim, and a few mentions."""
        found: list[Finding] = []
        for candidate in candidates(article, self.names, self._watch_list):
            found.extend(self._judge(candidate, context or Context()))
        return _best(found)

    def _judge(self, candidate: Candidate, context: Context) -> Iterator[Finding]:
        folded = fold(candidate.passage.text)
        claim_ids = dict.fromkeys(c for e in sorted(candidate.entities) for c in self._by_entity.get(e, ()))
        met: dict[str, bool] = {}
        bearing = [i for i in claim_ids if _bears(self._watched[i], folded, met) or candidate.entities & self._own[i]]
        bearing += [i for i in self._general if i not in claim_ids and _speaks(self._watched[i], folded, met)]
        if not bearing:
            return
        reading = self._read(candidate)
        for claim_id in bearing:
            watched = self._watched[claim_id]
            judgement = judge_reading(watched.reading, reading, candidate.passage, self.names, context)
            yield Finding(claim_id, candidate.passage, judgement)

    def _read(self, candidate: Candidate) -> Reading:
        passage = candidate.passage
        headed = [t for t in (passage.heading, passage.title) if t]
        topic = frozenset(i for t in headed for i in self.names.ids(t))
        return read(
            passage.text, self.names, anchor=passage.published, precision=passage.published_precision, topic=topic
        )


def _subjects(reading: ClaimReading, names: Names) -> frozenset[str]:
    """The entities whose naming makes a passage a candidate: the subject, and what may stand for it."""
    ids = reading.subject.ids
    if reading.topical:  # what is said of one tool of a trade is said of the trade
        ids |= reading.subject.owners | names.of_fields({t.id for t in reading.fields})
    if any(o.concept.by_product or o.concept.contrary for o in reading.qualities):
        ids |= reading.subject.products
    if states.names_product(reading):
        ids |= reading.subject.products
    if any(o.concept.specific for o in reading.qualities):  # so rare a thing is known by its host
        ids = ids.union(*(o.ids for o in reading.others))
    return ids | own_products(reading, names)


def _versions(readings: Iterable[ClaimReading]) -> dict[str, frozenset[str]]:
    """The versions that claims name, by the id of the thing they are versions of."""
    found: dict[str, frozenset[str]] = {}
    for reading in readings:
        if reading.subject.versions:
            for entity in reading.subject.ids:
                found[entity] = found.get(entity, frozenset()) | reading.subject.versions
    return found


def _watch(reading: ClaimReading) -> _Watched:
    only_numbers = bool(reading.measures) and not (reading.events or reading.states or reading.qualities)
    named = [m.text for t in reading.texts for m in t.mentions]
    terms = claim_terms([t.text for t in reading.texts], named)
    return _Watched(reading, wanted.concepts(reading), only_numbers, terms)


_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两半]|\b(?:an?|one|two|three|five|ten|half|minute|hour)\b")


def _bears(watched: _Watched, folded: str, met: dict[str, bool]) -> bool:
    """Whether a passage holds any wording the claim turns on; `met` remembers what was looked for in this passage."""
    if shares_terms(folded, watched.terms):
        return True
    if watched.needs_number and not _NUMBER.search(folded):
        return False
    return any(_met(concept, folded, met) for concept in watched.triggers)


def _speaks(watched: _Watched, folded: str, met: dict[str, bool]) -> bool:
    """Whether a passage that names nobody makes the very judgement of the claim's trade that the claim makes."""
    if not any(_met(trade, folded, met) for trade in watched.reading.fields):
        return False
    judged = (*watched.reading.states, *watched.reading.qualities)
    return any(_met(o.concept, folded, met) for o in judged)


def _met(concept: Concept, folded: str, met: dict[str, bool]) -> bool:
    key = prefilter.key(concept)
    if key not in met:
        met[key] = key in prefilter.possible(folded) and any(_wordings_met(concept, folded))
    return met[key]


def _wordings_met(concept: Concept, folded: str) -> Iterator[bool]:
    possible = prefilter.possible(folded)
    if prefilter.key(concept, "yes") in possible:
        yield concept.yes.search(folded) is not None
    for number, wording in enumerate(concept.together):
        if prefilter.key(concept, str(number)) in possible:
            yield all(p.search(folded) for p in wording.parts)
    if concept.no is not None and concept.family != "metrics" and prefilter.key(concept, "no") in possible:
        yield concept.no.search(folded) is not None


def _best(found: Iterable[Finding]) -> list[Finding]:
    """Per claim the strongest passage for each flag, and the first few mentions; one place never counts twice."""
    flags: dict[tuple[str, Verdict], Finding] = {}
    mentions: dict[str, list[Finding]] = {}
    for finding in found:
        verdict = finding.judgement.verdict
        if verdict.is_flag:
            key = (finding.claim_id, verdict)
            if key not in flags or finding.judgement.confidence > flags[key].judgement.confidence:
                flags[key] = finding
        else:
            mentions.setdefault(finding.claim_id, []).append(finding)
    flagged = {claim_id for claim_id, _ in flags}
    kept = [f for i, rows in mentions.items() if i not in flagged for f in rows[:MOST_MENTIONS]]
    return sorted([*flags.values(), *kept], key=lambda f: (f.claim_id, f.passage.start, f.judgement.verdict))
