"""Which entities a text names, and exactly which version of them.

Names are compared in folded form, with a space, a hyphen or nothing between their parts, so GPT4.5, GPT-4.5 and "GPT 4.5" are one name,
while their neighbours stay apart: the longest name wins, and a name followed by a version number that belongs to
no known name is a *variant*, not the thing itself (Sora 2 is not Sora, Claude 3.5 is not Claude 3).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

import ahocorasick

from houxu.model import Entity
from houxu.text.script import fold

_WORD = re.compile(r"[a-z0-9]")
_VERSION_AFTER = re.compile(
    r"[\s\-]?v?(\d+(?:\.\d+)*)(?![\d.]*\s*(?:[%万亿千百秒分年月日天个名款条家位种倍岁]|million|billion|seconds?|minutes?|users))"
)
_LIKE_BEFORE = re.compile(
    r"(?:类|国产|中国版|国内版|(?<!公开)(?<!正式)(?<!完整)(?<!早期)(?<!测试)(?<!预览)(?<!最新)(?<!网页)(?<!手机)(?<!付费)版|对标|平替|仿|山寨|叫板|最像|(?:最|更)?接近|\b(?:chinese|china.s|own|another|so-called|next)|\bas (?:near|close) (?:as (?:you|one|we|anyone|anybody) (?:can |could |will )?(?:get|come) )?to|\bclosest (?:thing )?to)\s*[“\"'「]?$"
)
# "An online school called Sora": another bearer of the name, unless it is the very kind of thing we look for.
_NAMESAKE = re.compile(
    r"(?<!it is )(?<!it's )(?<!model )(?<!tool )(?<!generator )(?<!system )(?<!product )(?<!app )\b(?:called|named|dubbed)\s*[“\"'「]?$"
    r"|(?<!模型)(?<!工具)(?<!产品)(?:名为|名叫|叫做|叫作|取名|同名的?)\s*[“\"'「]?$"
)
_ANOTHER_AFTER = re.compile(
    r"[ -](?:schools?|academy|ventures|capital|health|fuel|hotels?|lighting|university|bank|airlines?|restaurants?|museum|foundation)\b"
    r"|(?:学校|学院|书院|酒店|餐厅|银行|基金会|医院|照明)"
)
_LIKE_AFTER = re.compile(
    r"^[”\"'」]?\s*(?:[- ]?(?:like|style|killer|rival|competitor|clone|type|esque|challenger|alternative)s?\b|级(?:的|别)?|式|类|们|平替|杀手|竞品|对手|概念股)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of something in a text. `ids` are all entities the words may mean.

    `base` are entities of which this names a numbered neighbour: "Sora 2" has base sora and version "2", and is
    not Sora. A `pronoun` has the ids of what it stands for. `likeness` marks names used as a type ("Sora-like", 类Sora, 国产Sora)
    and other bearers of the name (`namesake`).
    """

    start: int
    end: int
    text: str
    ids: frozenset[str]
    base: frozenset[str] = frozenset()
    version: str | None = None
    likeness: bool = False
    namesake: bool = False
    pronoun: bool = False
    aside: bool = (
        False  # names an audience ("ChatGPT subscribers") or a kind ("the video model Sora"), not who is spoken of
    )

    def names(self, entity_id: str) -> bool:
        """True when the thing itself is named, not a version neighbour or a likeness."""
        return entity_id in self.ids and not self.likeness


WORD = "word"  # entities of this kind are ordinary words that hold a name by accident (可灵活 is not 可灵)


@dataclass(frozen=True, slots=True)
class _Name:
    surface: str
    ids: frozenset[str]
    capital: bool  # a single Latin word that is also an ordinary word when written small


_PART = re.compile(r"[a-z]+|\d+(?:\.\d+)*|[^\sa-z0-9\-]+")
_JOINS = ("", " ", "-")
MOST_PARTS = 4  # names of more parts are matched with one kind of join throughout


def spellings(name: str) -> frozenset[str]:
    """The ways a name is written: its parts joined by nothing, a space or a hyphen, in any mixture."""
    parts = _PART.findall(_plain(fold(name)))
    if len(parts) > MOST_PARTS:
        return frozenset({*(join.join(parts) for join in _JOINS), _plain(fold(name))})
    joins = product(_JOINS, repeat=max(len(parts) - 1, 0))
    return frozenset("".join(chain.from_iterable(zip(parts, (*j, ""), strict=True))) for j in joins)


def _plain(folded: str) -> str:
    """One kind of hyphen, space and apostrophe; the length stays."""
    for odd, usual in (("\u2011", "-"), ("\u2010", "-"), ("\u2013", "-"), ("\u00a0", " "), ("’", "'")):
        if odd in folded:
            folded = folded.replace(odd, usual)
    return folded


def _needs_capital(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z]{1,9}", name))


class Names:
    """An index of names; build once, use for many texts."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Take all entities that coverage may name; those of the same name share their mentions."""
        names: dict[str, _Name] = {}
        self._named: dict[str, set[str]] = {}
        self.entities: dict[str, Entity] = {}
        for entity in entities:
            known = self.entities.setdefault(entity.id, entity)
            if known is not entity:  # the glossary fills in what a baseline left out
                self.entities[entity.id] = replace(
                    known,
                    kind=known.kind or entity.kind,
                    owner=known.owner or entity.owner,
                    field=known.field or entity.field,
                    version_of=known.version_of or entity.version_of,
                )
            self._named.setdefault(fold(entity.name), set()).add(entity.id)
            for surface in (entity.name, *entity.aliases):
                for key in spellings(surface):
                    _enter(names, key, surface, entity.id)
        self._words = frozenset(i for i, e in self.entities.items() if e.kind == WORD)
        self._automaton = ahocorasick.Automaton()
        for key, name in names.items():
            self._automaton.add_word(key, (len(key), name))
        if names:
            self._automaton.make_automaton()
        self._empty = not names
        self._known: dict[str, frozenset[str]] = {}

    def same_as(self, entity_id: str) -> frozenset[str]:
        """Entities of other files that carry one of this entity's names as their own."""
        entity = self.entities.get(entity_id)
        surfaces = (entity.name, *entity.aliases) if entity else ()
        return frozenset(i for surface in surfaces for i in self._named.get(fold(surface), ()))

    def owner(self, entity_id: str) -> str | None:
        """The vendor of a product, if the files say so."""
        entity = self.entities.get(entity_id)
        return entity.owner if entity else None

    def of_fields(self, fields: Collection[str]) -> frozenset[str]:
        """The products of some trades, as far as the glossary knows them."""
        return frozenset(i for i, e in self.entities.items() if e.field in fields)

    def find(self, text: str) -> list[Mention]:
        """All mentions in order of position, never overlapping; the longest name wins."""
        if self._empty or not text:
            return []
        folded = _plain(fold(text))
        hits: list[tuple[int, int, _Name]] = []
        words = self._words
        for last, (length, name) in self._automaton.iter(folded):
            start, end = last - length + 1, last + 1
            if _whole_word(folded, start, end) and not (name.capital and _is_small(text, start)):
                hits.append((start, end, name))
        by_start: dict[int, list[tuple[int, int, _Name]]] = {}
        for hit in hits:
            by_start.setdefault(hit[0], []).append(hit)
        found = [
            _mention(text, folded, start, end, name, by_start[start])
            for start, end, name in _longest(hits)
            if name.ids.isdisjoint(words)
        ]
        return [self._with_family(self._other_bearer(mention, folded)) for mention in found]

    def _other_bearer(self, mention: Mention, folded: str) -> Mention:
        """ "Sora School" is another bearer of a product's name; "Google Health" is Google's."""
        kinds = {e.kind for i in mention.ids | mention.base if (e := self.entities.get(i)) is not None}
        if kinds and kinds <= {"product", "model"} and _ANOTHER_AFTER.match(folded, mention.end):
            return replace(mention, likeness=True, namesake=True)
        return mention

    def _with_family(self, mention: Mention) -> Mention:
        """A known version is also a numbered neighbour of its family, and of all that bear the family's name."""
        families = {e.version_of for i in mention.ids if (e := self.entities.get(i)) is not None and e.version_of}
        number = mention.version or _last_number(mention.text)
        if not families or number is None:
            return mention
        kin = families.union(*(self.same_as(f) for f in families)) - mention.ids
        return replace(mention, base=mention.base | kin, version=number)

    def ids(self, text: str) -> frozenset[str]:
        """The entities a short text names; remembered, since headings come again and again."""
        if text not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[text] = frozenset(i for mention in self.find(text) for i in mention.ids)
        return self._known[text]


def _last_number(text: str) -> str | None:
    found = re.findall(r"\d+(?:\.\d+)*", text)
    return found[-1] if found else None


def _enter(names: dict[str, _Name], key: str, surface: str, entity_id: str) -> None:
    if len(key) < 2:
        return
    known = names.get(key)
    ids = frozenset({entity_id}) | (known.ids if known else frozenset())
    names[key] = _Name(surface, ids, _needs_capital(surface) and (known is None or known.capital))


def _whole_word(folded: str, start: int, end: int) -> bool:
    first, last = folded[start], folded[end - 1]
    if _WORD.match(first) and start and _WORD.match(folded[start - 1]):
        return False
    if not _WORD.match(last) or end >= len(folded):
        return True
    after = folded[end]
    if last.isdigit():
        return not (after.isdigit() or (after == "." and folded[end + 1 : end + 2].isdigit()) or after in "bkx")
    return not after.isascii() or not after.isalpha() or (after == "s" and not folded[end + 1 : end + 2].isalpha())


def _is_small(text: str, start: int) -> bool:
    return text[start].islower()


def _longest(hits: Sequence[tuple[int, int, _Name]]) -> list[tuple[int, int, _Name]]:
    chosen: list[tuple[int, int, _Name]] = []
    for hit in sorted(hits, key=lambda h: (h[0], -(h[1] - h[0]))):
        if not chosen or hit[0] >= chosen[-1][1]:
            chosen.append(hit)
    return chosen


def _mention(
    text: str, folded: str, start: int, end: int, name: _Name, hits: Sequence[tuple[int, int, _Name]]
) -> Mention:
    ids, base, version = name.ids, frozenset[str](), None
    for _, shorter_end, shorter in (h for h in hits if h[0] == start and h[1] < end):
        extra = folded[shorter_end:end].strip(" -")
        if any(c.isdigit() for c in extra):  # "sora 2" extends "sora" to a neighbour
            base, version = base | shorter.ids, extra
        else:  # "sora turbo" is an edition of sora itself
            ids = ids | shorter.ids
    if not folded[end - 1].isdigit() and (following := _VERSION_AFTER.match(folded, end)):
        base, ids, version = base | ids, frozenset(), following.group(1)
    namesake = bool(_NAMESAKE.search(folded[max(0, start - 24) : start]))
    like = namesake or bool(
        _LIKE_BEFORE.search(folded[max(0, start - 40) : start]) or _LIKE_AFTER.match(folded[end : end + 14])
    )
    return Mention(start, end, text[start:end], ids, base - ids, version, like, namesake)
