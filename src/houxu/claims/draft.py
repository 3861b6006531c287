"""A first baseline file from an article, for a person to edit: what to check, and guesses at every field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from houxu.claims.baseline import MAX_TEXT, dump
from houxu.claims.checkworthy import Worth, guess_kind, worth
from houxu.claims.glossary import load_glossary
from houxu.model import Article, Baseline, Claim, Entity
from houxu.text.language import detect
from houxu.text.script import fold
from houxu.text.sentences import split

_ALSO_WORDS = frozenset((
    "amazon", "apple", "claude", "copilot", "gemini", "grok", "kimi", "llama", "meta", "mistral", "orion",
    "pika", "runway", "skylark", "spark",
))  # fmt: skip
"""Names that are ordinary words when they begin with a small letter."""
MOST_CLAIMS = 120
"""More than any person would want to edit at one sitting."""

_HEAD = """\
# A draft, made by rules: nothing in it has been checked. Before it is used,
#  - restate each claim in one sentence of your own, and drop what cannot be checked (or mark it `opinion`),
#  - correct kind, speaker and about (first the subject), add due where a prediction names a day,
#  - add to the entities every name that coverage may use, in both languages.
"""
_UNDATED = "# The article shows no date of its own: published and asserted below are the day it was read.\n"

_CITED = (
    re.compile(r"据(?P<who>[^,。,::\s]{2,12}?)(?:报道|消息|透露|介绍|的?朋友圈)"),
    re.compile(r"根据(?P<who>[^,。,::\s]{2,12}?)的?(?:官方|报告|数据|统计|说法|消息|朋友圈|介绍)"),
    re.compile(
        r"(?P<who>[^,。,;;::“”\"()()\s]{2,24}?)(?:[在对向][^,。,]{1,12}?)?(?:表示|坦言|透露|指出|告诉|认为|称[,:,:])"
    ),
    re.compile(r"\b[Aa]ccording to (?:the )?(?P<who>[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,4})"),
    re.compile(r"(?P<who>[A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*){0,4}) (?:said|says|told|announced|reported)\b"),
)
_OPENING = re.compile(r"^(?:但是?|不过|而且?|毕竟|同样|因为|虽然|此外|对此|的)")
_PRONOUNS = frozenset({"他", "她", "它", "他们", "我们", "并", "也", "He", "She", "It", "They", "We"})


@dataclass(frozen=True, slots=True)
class _Proposal:
    claim: Claim
    worth: Worth


def draft(article: Article, *, seen: date) -> str:
    """Draft a baseline file from an article; `seen` stands in for its day when the article has none.

    The text that comes back loads with `houxu.claims.baseline.loads`; comments give each claim's reasons.
    """
    day = article.published.date() if article.published else seen
    proposals = list(_proposals(article, day))[:MOST_CLAIMS]
    used = {entity for proposal in proposals for entity in proposal.claim.about}
    baseline = Baseline(
        slug=_slug(article.title, day),
        title=_one_line(article.title) or "untitled",
        published=day,
        language=_language(article),
        url=article.url or None,
        outlet=_said(article.outlet),
        author=_said(article.author),
        entities=tuple(entity for entity in load_glossary() if entity.id in used),
        claims=tuple(proposal.claim for proposal in proposals),
    )
    return _HEAD + ("" if article.published else _UNDATED) + _with_reasons(dump(baseline), proposals)


def _said(text: str | None) -> str | None:
    """A text with something in it; a page may give its author as a lone space."""
    return text if text and text.strip() else None


def _language(article: Article) -> str:
    found = article.language or detect(article.text)
    return found if found != "other" else "und"


def _proposals(article: Article, day: date) -> Iterator[_Proposal]:
    chinese = _language(article).startswith("zh")
    met: set[str] = set()
    for sentence in _sentences(article):
        folded = fold(sentence)
        names = named_in(sentence)
        found = worth(folded, named=bool(names), chinese=chinese)
        if found.enough and folded not in met and len(sentence) <= MAX_TEXT:
            met.add(folded)
            cited = guess_speaker(sentence)
            claim = Claim(
                id=f"c{len(met):02}",
                text=sentence,
                kind=guess_kind(folded),
                asserted=day,
                speaker=cited or _said(article.author) or _said(article.outlet),
                about=_without_speaker(names, cited),
            )
            yield _Proposal(claim, found)


def _without_speaker(names: tuple[str, ...], cited: str | None) -> tuple[str, ...]:
    """Whom a claim is about, without the person who only says it."""
    spoken = named_in(cited) if cited else ()
    people = {entity.id for entity in load_glossary() if entity.kind == "person" and entity.id in spoken}
    return tuple(name for name in names if name not in people)


def _sentences(article: Article) -> Iterator[str]:
    pieces = [(item.start, item.end) for item in article.items] or [(0, len(article.text))]
    for start, end in pieces:
        for span in split(article.text, start, end):
            text = _one_line(article.text[span.start : span.end])
            if text:
                yield text


def _one_line(text: str) -> str:
    """Without line breaks and control characters, which have no place in a claim."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _slug(title: str, day: date) -> str:
    words = re.findall(r"[a-z0-9]+", fold(title))[:5]
    return "-".join([*words, day.isoformat()]) if words else f"article-{day.isoformat()}"


def guess_speaker(sentence: str) -> str | None:
    """Whom a sentence cites, as far as its wording shows; None when it speaks for the author."""
    for pattern in _CITED:
        if (match := pattern.search(sentence)) and (who := _bare(match["who"])) not in _PRONOUNS:
            return who or None
    return None


def _bare(who: str) -> str:
    return _OPENING.sub("", who.strip(" '\"“”"))


@cache
def _names() -> tuple[re.Pattern[str], dict[str, Sequence[Entity]]]:
    """One pattern of all names of the glossary, longest first, and whom each means."""
    known: dict[str, list[Entity]] = {}
    for entity in load_glossary():
        for name in (entity.name, *entity.aliases):
            known.setdefault(_key(name), []).append(entity)
    ordered = sorted(known, key=len, reverse=True)
    joined = "|".join(r"[\s-]*".join(map(re.escape, key)) for key in ordered)
    return re.compile(rf"(?<![a-z0-9])(?:{joined})(?![a-z0-9]|[.-]\d)|(?:{_chinese(ordered)})"), dict(known)


def _chinese(keys: Sequence[str]) -> str:
    wholly = [re.escape(key) for key in keys if re.fullmatch(r"[㐀-鿿]+", key)]
    return "|".join(wholly)


def _key(name: str) -> str:
    return re.sub(r"[\s-]+", "", fold(name))


def named_in(sentence: str) -> tuple[str, ...]:
    """The ids of the glossary's entities that a sentence names, in order; the longest name wins."""
    pattern, known = _names()
    ids: dict[str, None] = {}
    for match in pattern.finditer(fold(sentence)):
        written = sentence[match.start() : match.end()]
        for entity in known[_key(written)]:
            if _key(written) not in _ALSO_WORDS or written[0].isupper():
                ids.setdefault(entity.id)
    return tuple(ids)


def _with_reasons(text: str, proposals: Sequence[_Proposal]) -> str:
    for proposal in proposals:
        entry = f"\n- id: {proposal.claim.id}\n"
        note = f"\n# {proposal.worth.score:g}: {', '.join(proposal.worth.reasons)}"
        text = text.replace(entry, note + entry, 1)
    return text
