"""Which sentences of an article may bear on which claims: entities and terms gate, context carries the subject on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from houxu.match.mentions import Mention, Names
from houxu.model import Article, Item, Passage
from houxu.text import sentences

MOST_SENTENCES = 3  # a passage is one to three sentences


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage and the entities that it may be about (named in it, or carried from the title or before)."""

    passage: Passage
    entities: frozenset[str]
    focus: tuple[int, int]  # the sentence that made it a candidate, as offsets in the passage


def candidates(article: Article, names: Names, watched: frozenset[str]) -> Iterator[Candidate]:
    """All passages of an article that name a watched entity, or that follow a sentence or a title that does.

    `watched` are the ids that claims are about. A passage never leaves its item. Articles that name nothing
    watched yield nothing, at the cost of one pass over their text.
    """
    mentions = names.find(article.text)
    titled = names.ids(article.title)
    if not (_ids(mentions) | titled) & watched:
        return
    watched = watched - _namesakes(mentions, names)
    starts = [m.start for m in mentions]
    for item in article.items or (Item(0, len(article.text)),):
        inside = mentions[bisect_left(starts, item.start) : bisect_left(starts, item.end)]
        topic = names.ids(item.heading) if item.heading else (titled if len(article.items) <= 1 else frozenset())
        if (_ids(inside) | topic) & watched:
            yield from _in_item(article, item, inside, topic, watched)


def _namesakes(mentions: Sequence[Mention], names: Names) -> frozenset[str]:
    """Entities whose name somebody else bears in this article, which never speaks of the entity's owner."""
    owners = {i for m in mentions for i in m.ids}
    return frozenset(i for m in mentions if m.namesake for i in m.ids if names.owner(i) not in owners)


def _ids(mentions: Sequence[Mention]) -> frozenset[str]:
    return frozenset().union(*(m.ids for m in mentions)) if mentions else frozenset()


def _in_item(
    article: Article, item: Item, mentions: Sequence[Mention], topic: frozenset[str], watched: frozenset[str]
) -> Iterator[Candidate]:
    spans = [(s.start, s.end) for s in sentences.split(article.text, item.start, item.end)]
    named = [frozenset[str]().union(*(m.ids for m in mentions if a <= m.start < b)) for a, b in spans]
    other = [any(a <= m.start < b and not m.ids for m in mentions) for a, b in spans]
    carried, origin = topic, -1
    for number, (start, end) in enumerate(spans):
        if named[number] or other[number]:
            carried, origin, first = named[number], number, number
        else:
            first = max(origin, number - MOST_SENTENCES + 1) if origin >= 0 else number
        if not carried & watched or end - start < 6:
            continue
        begin = spans[first][0]
        yield Candidate(
            _passage(article, item, begin, end, spans, first, number),
            carried,
            (start - begin, end - begin),
        )


def _passage(
    article: Article, item: Item, start: int, end: int, spans: Sequence[tuple[int, int]], first: int, last: int
) -> Passage:
    return Passage(
        text=article.text[start:end],
        start=start,
        end=end,
        title=article.title if len(article.items) <= 1 else None,
        heading=item.heading,
        before=article.text[slice(*spans[first - 1])] if first else "",
        after=article.text[slice(*spans[last + 1])] if last + 1 < len(spans) else "",
        published=article.published.date() if article.published else None,
        published_precision=article.published_precision if article.published_precision in ("month", "year") else "day",
        language=article.language,
        outlet=article.outlet,
    )


def by_subject(claims: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Turn claim id -> entity ids into entity id -> claim ids."""
    index: dict[str, list[str]] = {}
    for claim_id, entity_ids in claims.items():
        for entity_id in entity_ids:
            index.setdefault(entity_id, []).append(claim_id)
    return index
