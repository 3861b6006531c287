"""Which sentences of an article may bear on which claims: entities and terms gate, context carries the subject on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from houxu.match.mentions import Mention, Names
from houxu.model import Article, Item, Passage
from houxu.text import sentences
from houxu.text.literals import may_match
from houxu.text.script import fold

MOST_SENTENCES = 3  # a passage is one to three sentences


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage and the entities that it may be about (named in it, or carried from the title or before)."""

    passage: Passage
    entities: frozenset[str]
    focus: tuple[int, int]  # the sentence that made it a candidate, as offsets in the passage


@dataclass(frozen=True, slots=True)
class WatchList:
    """What claims are about: entity ids, the versions of them that claims name, and the trades some speak of as a whole.

    `gone` are those whose name somebody else bears in the article at hand. `trades` are wordings over folded text. A sentence that names nobody but speaks of such a trade is a candidate too, in
    articles that name something watched.
    """

    ids: frozenset[str]
    versions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    trades: tuple[re.Pattern[str], ...] = ()
    gone: frozenset[str] = frozenset()

    def without(self, ids: frozenset[str]) -> WatchList:
        """The same list with some entities taken out."""
        return replace(self, ids=self.ids - ids, gone=self.gone | ids)

    def meant(self, mention: Mention) -> frozenset[str]:
        """The ids a mention names, those of the very version that a claim speaks of among them."""
        return (mention.ids | {i for i in mention.base if mention.version in self.versions.get(i, ())}) - self.gone


def candidates(article: Article, names: Names, watched: WatchList) -> Iterator[Candidate]:
    """All passages of an article that name a watched entity, or that follow a sentence or a title that does.

    A passage never leaves its item. Articles that name nothing watched yield nothing, at the cost of one pass
    over their text.
    """
    mentions = names.find(article.text)
    titled = names.ids(article.title)
    if not (_ids(mentions, watched) | titled) & watched.ids:
        return
    watched = watched.without(_namesakes(mentions, names))
    starts = [m.start for m in mentions]
    spoken = _places(article.text, watched.trades)
    for item in article.items or (Item(0, len(article.text)),):
        inside = mentions[bisect_left(starts, item.start) : bisect_left(starts, item.end)]
        topic = names.ids(item.heading) if item.heading else (titled if len(article.items) <= 1 else frozenset())
        topic -= watched.gone
        general = spoken[bisect_left(spoken, item.start) : bisect_left(spoken, item.end)]
        if general or (_ids(inside, watched) | topic) & watched.ids:
            yield from _in_item(article, item, inside, topic, watched, general)


def _places(text: str, trades: Sequence[re.Pattern[str]]) -> list[int]:
    """Where a text speaks of one of the trades, in order."""
    folded = fold(text) if trades else ""
    lines = [m.span() for m in _LINE.finditer(folded)]
    return sorted(
        m.start()
        for trade in trades
        for span in lines
        if may_match(trade, folded[slice(*span)])
        for m in trade.finditer(folded, *span)
    )


_LINE = re.compile(".+")


def _namesakes(mentions: Sequence[Mention], names: Names) -> frozenset[str]:
    """Entities whose name somebody else bears in this article, which never speaks of the entity's owner."""
    owners = {i for m in mentions for i in m.ids}
    return frozenset(i for m in mentions if m.namesake for i in m.ids if names.owner(i) not in owners)


def _ids(mentions: Sequence[Mention], watched: WatchList) -> frozenset[str]:
    return frozenset[str]().union(*(watched.meant(m) for m in mentions))


def _in_item(
    article: Article,
    item: Item,
    mentions: Sequence[Mention],
    topic: frozenset[str],
    watched: WatchList,
    spoken: Sequence[int],
) -> Iterator[Candidate]:
    spans = [(s.start, s.end) for s in sentences.split(article.text, item.start, item.end)]
    named = [_ids([m for m in mentions if a <= m.start < b], watched) for a, b in spans]
    other = [any(a <= m.start < b and not m.ids for m in mentions) for a, b in spans]
    carried, origin = topic, -1
    for number, (start, end) in enumerate(spans):
        if named[number] or other[number]:
            carried, origin, first = named[number], number, number
        else:
            first = max(origin, number - MOST_SENTENCES + 1) if origin >= 0 else number
        begin = spans[first][0]
        general = bisect_left(spoken, end) > bisect_left(spoken, begin)
        if not (carried & watched.ids or general) or end - start < 6:
            continue
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
