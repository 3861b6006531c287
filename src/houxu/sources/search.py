"""What to type into a site's news search: queries made from the entities that claims are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from houxu.model import Baseline, Entity, Source

MAX_QUERIES = 12  # for one source and run; more is crawling, not searching
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_AMBIGUOUS = 6  # a name this short (Sora, Kling) also means other things: its owner is added


def queries(baselines: Sequence[Baseline], source: Source) -> list[str]:
    """The queries of a search source: its own literal one, or one per subject entity in its language.

    Subjects of more claims come first; at most MAX_QUERIES.
    """
    if source.query and source.query != "auto":
        return [source.query]
    counted: Counter[str] = Counter()
    for baseline in baselines:
        counted.update(_subject_terms(baseline, source.language))
    return [term for term, _ in counted.most_common(MAX_QUERIES)]


def addresses(baselines: Sequence[Baseline], source: Source) -> list[str]:
    """The source's address with each query put, quoted, into the place of {query}."""
    if "{query}" not in source.url:
        return [source.url]
    return [source.url.replace("{query}", quote(query, safe="")) for query in queries(baselines, source)]


def _subject_terms(baseline: Baseline, language: str | None) -> Counter[str]:
    by_id = {entity.id: entity for entity in baseline.entities}
    counts: Counter[str] = Counter()
    for claim in baseline.claims:
        subject = by_id.get(claim.about[0]) if claim.about else None
        term = _term(subject, by_id, language) if subject is not None else None
        if term is not None:
            counts[term] += 1
    return counts


def _term(entity: Entity, by_id: dict[str, Entity], language: str | None) -> str | None:
    name = _name(entity, language)
    owner = by_id.get(entity.owner or "")
    if name is None or owner is None or len(name) > _AMBIGUOUS:
        return name
    maker = _name(owner, language)
    return name if maker is None or maker.lower() in name.lower() else f"{name} {maker}"


def _name(entity: Entity, language: str | None) -> str | None:
    """The spelling that pages in this language use; None when there is none."""
    spellings = (entity.name, *entity.aliases)
    if (language or "").lower().startswith("zh"):
        return next((name for name in spellings if _HAN.search(name) and not _LATIN.search(name)), entity.name)
    if language:
        return next((name for name in spellings if not _HAN.search(name)), None)
    return entity.name
