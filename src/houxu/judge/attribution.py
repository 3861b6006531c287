"""Who a number, an event or a judgement in a passage belongs to: the question behind "never the wrong model"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from houxu.judge.reading import Reading
from houxu.match.mentions import Mention, Names


class Hold(StrEnum):
    """How surely a span of a passage is about the claim's subject."""

    NAMED = "named"  # the subject is the nearest name
    OWNER = "owner"  # nobody but the subject's vendor is named
    CARRIED = "carried"  # no name in the sentence; the sentence before, the title or the lead speaks of the subject
    UNNAMED = "unnamed"  # nobody is named anywhere
    OTHER = "other"  # somebody else, a version neighbour or a likeness holds it


_DOMESTIC = re.compile(r"国内|国产|中国|大陆|本土|\bchinese\b|\bdomestic\b|\bchina.s\b")


@dataclass(frozen=True, slots=True)
class Subject:
    """The entities a claim's subject may be called by: itself, its vendor, and the versions the claim itself names."""

    ids: frozenset[str]
    owners: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    domestic: bool = False  # a group such as 国内厂商, which "a Chinese lab" is one of

    def named_by(self, mention: Mention) -> bool:
        """True when the mention names the subject itself, or exactly the version that the claim speaks of."""
        if mention.likeness:
            return False
        if self.domestic and not mention.ids and not mention.base:
            return _DOMESTIC.search(mention.text.lower()) is not None
        if mention.ids & self.ids and not (mention.base and mention.version and not mention.ids):
            return True
        return bool(mention.base & self.ids) and mention.version in self.versions

    def with_products(self) -> Subject:
        """The same company together with all that it makes."""
        return Subject(self.ids | self.products, self.owners, self.versions, domestic=self.domestic)


_CLAUSE_COST = 24  # characters of distance that one clause border counts for
_AFTER_COST = 8  # a name that follows is a little less likely to be the subject
_AFTER_CLAUSE_COST = 80  # and one that follows in another clause hardly ever is
# A name that something is measured against, or is had access to, is seldom what the sentence goes on to speak of.
_OBLIQUE = re.compile(
    r"(?:\b(?:access to|than|like|unlike|rivals?(?: to)?|compared (?:to|with)|versus|vs\.?|instead of|alternatives? to|waiting for|behind|ahead of|surpass(?:es|ed|ing)?|outperform(?:s|ed|ing)?|beat(?:s|ing|en)?|overt(?:akes?|aking|ook)|"
    r"topp?(?:s|ed|ing)|eclips(?:es|ed|ing)|over)"
    r"|落后于?|领先于?|不及|不如|比|像|不同于|对标|相比|类似|对比|媲美|挑战|叫板|(?<![一-鿿]意)(?<!方)向|卖给|售予|转给|超过|超越|击败|打败|战胜|盖过|压过|赶超|反超|胜过)\s*[\"'“「]?$"
)
_WITH = ("与", "和", "同", "跟", "离", "距")
_APART = re.compile(r"(?:的|之间的?)?(?:差[着了一得不]|相差|相距|隔[着了]|差距|不在一个)")
_OBLIQUE_COST = 60
_ADJACENT = 3  # "than Sora's 60 seconds" still says whose seconds
_COORDINATED = re.compile(r"^\s*(?:and|or|&|,|、|和|与|及|跟|以及|,\s*and)\s*$")


def holder(reading: Reading, start: int, end: int) -> Mention | None:
    """The name nearest to the span in its sentence; names before it and in its clause win."""
    sentence = reading.sentence_at(start)
    best: tuple[float, Mention] | None = None
    here = reading.within(sentence, reading.mentions)
    for mention in [m for m in here if not m.aside] or here:
        if mention.start < end and start < mention.end:
            gap = 0.0
        elif mention.pronoun and mention.start >= end:
            continue  # "it" looks back, hardly ever ahead
        elif mention.end <= start:
            gap = start - mention.end + _CLAUSE_COST * reading.clauses_between(mention.start, start)
        else:
            gap = (
                mention.start - end + _AFTER_COST + _AFTER_CLAUSE_COST * reading.clauses_between(end - 1, mention.start)
            )
        if gap > _ADJACENT and reading.clause_at(mention.start)[1] <= start and _is_object(reading, mention, here):
            gap += _OBJECT_COST
        if (gap > _ADJACENT and is_yardstick(reading, mention, here)) or _is_set_apart(reading, mention):
            gap += _OBLIQUE_COST
        if best is None or gap < best[0]:
            best = (gap, mention)
    return best[1] if best else None


_OBJECT_COST = 20


def _is_object(reading: Reading, mention: Mention, here: Sequence[Mention]) -> bool:
    """A clause without a name goes on about the first name of the clause before, hardly about what stood behind it."""
    clause = reading.clause_at(mention.start)
    return any(clause[0] <= m.start < mention.start and not m.aside and not m.likeness for m in here)


def is_yardstick(reading: Reading, mention: Mention, here: Sequence[Mention]) -> bool:
    """Whether a name is what something else is measured against; so is each name of a list that begins so. `here`: the
    names of its sentence."""
    if _OBLIQUE.search(reading.folded[max(0, mention.start - 16) : mention.start]):
        return True
    joined = [m for m in here if m.end <= mention.start and _COORDINATED.match(reading.folded[m.end : mention.start])]
    return bool(joined) and is_yardstick(reading, joined[-1], here)


def _is_set_apart(reading: Reading, mention: Mention) -> bool:
    """与 OpenAI 差着数量级: the yardstick, however near it stands."""
    before = reading.folded[max(0, mention.start - 1) : mention.start]
    return before in _WITH and _APART.match(reading.folded, mention.end) is not None


def hold(reading: Reading, subject: Subject, start: int, end: int, names: Names) -> Hold:
    """Decide whether the span is about the subject.

    A product's vendor standing nearest does not take the span away from the product when the product is named
    in the same clause and no other product stands between ("OpenAI opened Sora to ..."), nor when nothing but
    the vendor is named and the product is what the sentence before was about.
    """
    nearest = holder(reading, start, end)
    if nearest is None:
        return _carried(reading, subject, start, names)
    if subject.named_by(nearest) or _coordinated(reading, subject, nearest):
        return Hold.NAMED
    if nearest.ids & subject.owners and _is_what_it_made(reading, subject, end):
        return Hold.NAMED
    clause = reading.clause_at(start)
    local = reading.within((min(clause[0], start), max(clause[1], end)), reading.mentions)
    rivals = [
        m for m in local if not subject.named_by(m) and not (m.ids & subject.owners) and _is_rival(m, subject, names)
    ]
    if any(subject.named_by(m) for m in local) and not rivals:
        return Hold.NAMED
    if (nearest.ids & subject.owners or _is_owner(nearest, subject, names)) and not rivals:
        sentence = reading.within(reading.sentence_at(start), reading.mentions)
        if any(subject.named_by(m) for m in sentence):
            return Hold.NAMED
        return _carried(reading, subject, start, names)
    if not _is_rival(nearest, subject, names):
        sentence_mentions = reading.within(reading.sentence_at(start), reading.mentions)
        others = [m for m in sentence_mentions if _is_rival(m, subject, names) and not subject.named_by(m)]
        if any(subject.named_by(m) for m in sentence_mentions) and not others:
            return Hold.NAMED
    return Hold.OTHER


_OF_ITS = re.compile(r"(?:了|其|自家的?|自研的?|全新的?|最新的?|\s|its|the|their|an?|new|latest|own)*")


def _is_what_it_made(reading: Reading, subject: Subject, end: int) -> bool:
    """ "ByteDance launched Skylark and Doubao": the maker's verb is of what stands right behind it, whatever is listed with it."""
    behind = next((m for m in reading.mentions if m.start >= end), None)
    return (
        behind is not None
        and subject.named_by(behind)
        and _OF_ITS.fullmatch(reading.folded, end, behind.start) is not None
    )


def listed(reading: Reading, mentions: Sequence[Mention]) -> list[Mention]:
    """The first of some mentions, and those that a list joins to it ("Runway, Pika and Sora")."""
    found = list(mentions[:1])
    for left, right in pairwise(mentions):
        if not _COORDINATED.match(reading.folded[left.end : right.start]):
            break
        found.append(right)
    return found


_ITS_NEW = re.compile(
    r"\b(?:new|latest|first|its|the) (?:[\w\-’']+ ){0,3}(?:system|model|tool|generator|software|product|ai)\b"
    r"|(?:新|首款|最新|这款|该)[^，。；,;]{0,6}(?:模型|工具|系统|产品|技术)"
)


def _named_next(reading: Reading, subject: Subject, end: int) -> bool:
    """ "The new OpenAI system makes ... It is called Sora": the first sentence speaks of what the second names."""
    first = reading.sentences[0] if reading.sentences else (0, 0)
    if end != first[1] or not _ITS_NEW.search(reading.folded, *first):
        return False
    following = next((s for s in reading.sentences if s[0] >= end), None)
    named = [m for m in reading.within(following, reading.mentions) if not m.pronoun] if following else []
    others = [m for m in named if not (m.ids and m.ids <= subject.owners)]
    return bool(others) and all(subject.named_by(m) for m in others[:1]) and len(reading.sentences) <= 3


def _named_soon(reading: Reading, subject: Subject, end: int, names: Names) -> bool:
    """A first sentence that names nobody, in a passage that names the subject next and nothing else but its maker."""
    following = next((s for s in reading.sentences if s[0] >= end), None)
    if following is None or any(m.end <= end for m in reading.mentions):
        return False
    others = [
        m for m in reading.mentions if not m.aside and not subject.named_by(m) and not _is_owner(m, subject, names)
    ]
    return not others and any(subject.named_by(m) for m in reading.within(following, reading.mentions))


def _coordinated(reading: Reading, subject: Subject, nearest: Mention) -> bool:
    """ "Movie Gen and Sora alike": what is said of one name of a list is said of the others."""
    for mention in reading.within(reading.sentence_at(nearest.start), reading.mentions):
        first, second = sorted((mention, nearest), key=lambda m: m.start)
        if subject.named_by(mention) and _COORDINATED.match(reading.folded[first.end : second.start]):
            return True
    return False


def _is_rival(mention: Mention, subject: Subject, names: Names) -> bool:
    """A name that could hold the span instead: people and the subject's own parts or vendors cannot."""
    if mention.aside:
        return False
    kinds = {names.entities[i].kind for i in mention.ids if i in names.entities}
    if kinds and kinds <= {"person", "people", "place"}:
        return False
    owned = {names.owner(i) for i in mention.ids}
    return not (mention.ids & subject.owners) and not (owned & subject.ids and not mention.base)


# A sentence that turns to something else does not go on about what was named before.
_TURN = re.compile(
    r"^\W*(?:与此同时|同时|此外|另外|另一边|再者|而在|meanwhile|separately|also\b|elsewhere|in other news|additionally|moreover|on another|@\w)"
)


def _is_owner(mention: Mention, subject: Subject, names: Names) -> bool:
    """The subject's vendor, or one of its people."""
    people = {e.owner for i in mention.ids if (e := names.entities.get(i)) is not None and e.kind == "person"}
    return bool(mention.ids) and (mention.ids <= subject.owners or bool(people & subject.owners))


def _carried(reading: Reading, subject: Subject, position: int, names: Names) -> Hold:
    """Look back sentence by sentence for the last one that names anybody; its first name carries on."""
    own = reading.sentence_at(position)
    if _TURN.match(reading.folded[own[0] : own[1]]):
        return Hold.OTHER
    for sentence in reversed([s for s in reading.sentences if s[1] <= position]):
        named = [m for m in reading.within(sentence, reading.mentions) if m.ids or m.base]
        named = [m for m in named if not m.aside] or named
        if named and not all(_is_owner(m, subject, names) for m in named):
            first = next((m for m in named if not (m.ids and m.ids <= subject.owners)), named[0])
            return Hold.CARRIED if subject.named_by(first) else Hold.OTHER
    if _named_next(reading, subject, own[1]):
        return Hold.CARRIED
    if reading.topic & subject.ids:
        return Hold.CARRIED
    if reading.topic - subject.owners:
        return Hold.OTHER
    named = [m for m in reading.mentions if (m.ids or m.base) and not m.aside]
    if named and all(_is_owner(m, subject, names) for m in named):
        return Hold.OWNER
    if _named_soon(reading, subject, own[1], names):
        return Hold.CARRIED
    return Hold.OTHER if named else Hold.UNNAMED
