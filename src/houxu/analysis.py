"""One article against many claims: match, read once, judge, keep the best evidence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from houxu.judge.cascade import judge_reading
from houxu.judge.claim_reading import ClaimReading, read_claim
from houxu.judge.concepts import Concept, lexicon
from houxu.judge.opinion import Context
from houxu.judge.reading import Reading, read
from houxu.match.candidates import Candidate, by_subject, candidates
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
        self.readings = {c.id: read_claim(c, self.names) for c in baseline.claims}
        self._watched = {i: _watch(r) for i, r in self.readings.items()}
        self._by_entity = by_subject({i: sorted(_subjects(r)) for i, r in self.readings.items()})

    def analyse(self, article: Article, context: Context | None = None) -> list[Finding]:
        """All evidence of an article: the strongest flag of each kind per claim, and a few mentions."""
        found: list[Finding] = []
        for candidate in candidates(article, self.names, frozenset(self._by_entity)):
            found.extend(self._judge(candidate, context or Context()))
        return _best(found)

    def _judge(self, candidate: Candidate, context: Context) -> Iterator[Finding]:
        folded = fold(candidate.passage.text)
        claim_ids = dict.fromkeys(c for e in sorted(candidate.entities) for c in self._by_entity.get(e, ()))
        met: dict[str, bool] = {}
        wanted = [i for i in claim_ids if _bears(self._watched[i], folded, met)]
        if not wanted:
            return
        reading = self._read(candidate)
        for claim_id in wanted:
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


def _subjects(reading: ClaimReading) -> frozenset[str]:
    return reading.subject.ids | (reading.subject.owners if reading.topical else frozenset())


def _watch(reading: ClaimReading) -> _Watched:
    events = [o.concept for o in reading.events]
    concepts: list[Concept] = [o.concept for o in (*reading.events, *reading.states, *reading.qualities)]
    concepts += [m.metric for m in reading.measures]
    concepts += _neighbours(events)
    only_numbers = bool(reading.measures) and not (reading.events or reading.states or reading.qualities)
    named = [m.text for t in reading.texts for m in t.mentions]
    terms = claim_terms([t.text for t in reading.texts], named)
    return _Watched(reading, tuple({(c.family, c.id): c for c in concepts}.values()), only_numbers, terms)


def _neighbours(events: Iterable[Concept]) -> list[Concept]:
    table = lexicon()["events"]
    return [table[n] for e in events for n in e.neighbours]


_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两半]|\b(?:an?|one|two|three|five|ten|half|minute|hour)\b")


def _bears(watched: _Watched, folded: str, met: dict[str, bool]) -> bool:
    """Whether a passage holds any wording the claim turns on; `met` remembers what was looked for in this passage."""
    if shares_terms(folded, watched.terms):
        return True
    if watched.needs_number and not _NUMBER.search(folded):
        return False
    return any(_met(concept, folded, met) for concept in watched.triggers)


def _met(concept: Concept, folded: str, met: dict[str, bool]) -> bool:
    key = f"{concept.family}/{concept.id}"
    if key not in met:
        met[key] = bool(
            concept.yes.search(folded)
            or (concept.family != "metrics" and concept.no is not None and concept.no.search(folded))
        )
    return met[key]


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
