"""Sentences and passages that say, deny or leave open a property of a thing, written for houxu (training/properties/*.txt).

Three forms, told apart by the first mark of a line. A block names a property of the concept lexicon, then subjects by their
Chinese and English names (for some the field that the property speaks of too), each with sentences:

    # open_public
    S: 灵镜 | Lingjing
    + a sentence that asserts it
    - a sentence that asserts the opposite
    0 a near-miss: neither

Where the property has a value (a valuation, a day of release), the right one stands in [[ ]], others in {{ }}:

    # valuation
    = a sentence that tells it: now [[$31bn]], after a round of {{$2bn}}
    0 a sentence that tells only others: {{$400m}}

A passage lists which properties it asserts of its subject, which it denies, about which one may argue; no other is said:

    S: 灵镜 | Lingjing
    P: a passage
    + release
    - physics open_public
    ? lead

Each stands beside the property put into words (`asks` of the lexicon), some also beside another property or another
subject. Invented names and happenings; nothing is taken from a labelled set.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from houxu.judge.concepts import lexicon
from houxu.judge.pieces import HAN

FOLDER = Path(__file__).with_name("properties")
SIGNS = {"+": "support", "-": "refute", "0": "neutral"}
FIELD = ("视频生成", "AI video generation")
ACROSS = 0.3  # share of the sentences beside words of the other language
ASIDE = 0.25  # share that also stands beside another property, and beside another subject
UNSAID = 3  # properties a passage does not speak of, of each
_VALUE = re.compile(r"\[\[(?P<right>.+?)\]\]|\{\{(?P<other>.+?)\}\}")


@dataclass(frozen=True, slots=True)
class Told:
    """One text beside one property: its subject and field, each (Chinese, English), its sign, the value in question.

    `group` is what is held out together; `unsaid` are the properties that a passage leaves open.
    """

    concept: str
    subject: tuple[str, str]
    field: tuple[str, str]
    sign: str
    text: str
    group: str
    value: str = ""
    unsaid: tuple[str, ...] = ()

    def names_subject(self) -> bool:
        """True when the sentence calls its subject by name."""
        return any(name.lower() in self.text.lower() for name in self.subject)


def read(text: str, where: str = "properties") -> Iterator[Told]:
    """What one file tells. Raises ValueError that names the line which is none of the forms."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    concept, names, passage = "", [""], ""
    said: dict[str, str] = {}
    for number, line in lines:
        mark, _, rest = line.partition(" ")
        if mark == "#":
            concept, names = rest, [""]
        elif mark == "S:":
            names, passage, said = [n.strip() for n in rest.split("|")], "", {}
        elif mark == "P:" and rest:
            concept, passage = "", rest
        elif passage and mark in ("+", "-", "?") and len(names) == 2 and set(rest.split()) <= _plain():
            said |= dict.fromkeys(rest.split(), mark)
            if mark == "?":
                yield from _passage(passage, (names[0], names[1]), said, where)
        elif mark in (*SIGNS, "=") and rest and concept and len(names) in (2, 4):
            field = (names[2], names[3]) if len(names) == 4 else FIELD
            one = Told(concept, (names[0], names[1]), field, mark, rest, f"{concept} {names[0]}")
            yield from _valued(one)
        else:
            raise ValueError(f"{where}:{number}: not a sentence of a subject of a property: {line[:60]}")


def _passage(text: str, subject: tuple[str, str], said: dict[str, str], where: str) -> Iterator[Told]:
    unsaid = tuple(sorted(_plain() - said.keys()))
    told = [Told(c, subject, FIELD, mark, text, f"{where} {subject[0]}") for c, mark in said.items() if mark != "?"]
    yield from told
    yield Told("", subject, FIELD, "0", text, f"{where} {subject[0]}", unsaid=unsaid)


def _valued(told: Told) -> Iterator[Told]:
    """The sentence itself; or, where values are marked, one for each of them, without the marks."""
    text = _VALUE.sub(lambda m: m["right"] or m["other"], told.text)
    values = list(_VALUE.finditer(told.text))
    if not values:
        yield told
    for marked in values:
        yield replace(told, text=text, sign="+" if marked["right"] else "0", value=marked["right"] or marked["other"])


def sentences(folder: Path = FOLDER) -> list[Told]:
    """All that is told, file by file."""
    return [told for file in sorted(folder.glob("*.txt")) for told in read(file.read_text(encoding="utf-8"), file.name)]


@cache
def _asked() -> dict[str, tuple[str, str]]:
    found = {c.id: c.asks for family in lexicon().values() for c in family.values() if c.asks is not None}
    return found | {f"{c.id}_date": c.asks_when for c in lexicon()["events"].values() if c.asks_when is not None}


@cache
def _plain() -> frozenset[str]:
    """The properties without a value."""
    return frozenset(c for c, words in _asked().items() if "{value}" not in words[0])


def pairs(told: Sequence[Told], seed: int = 11) -> Iterator[tuple[str, str, str, str]]:
    """(group, words of the property, text, label). The order and the choices are the same each time."""
    rng, asked, plain = random.Random(seed), _asked(), sorted(_plain())
    others = sorted({t.subject for t in told})
    for one in told:
        english = not HAN.search(one.text)
        for concept in rng.sample(one.unsaid, min(UNSAID, len(one.unsaid))):
            yield one.group, _words(asked[concept], one, english), one.text, "neutral"
        if one.unsaid:
            continue
        yield one.group, _words(asked[one.concept], one, english ^ (rng.random() < ACROSS)), one.text, SIGNS[one.sign]
        if rng.random() < ASIDE:
            strange = rng.choice([c for c in plain if c not in _near(one.concept)])
            yield one.group, _words(asked[strange], one, english), one.text, "neutral"
        subject = rng.choice(others)
        if one.names_subject() and subject != one.subject and rng.random() < ASIDE:
            yield one.group, _words(asked[one.concept], replace(one, subject=subject), english), one.text, "neutral"


_KIN = (
    {"open_public", "release", "shutdown", "paying_trade", "commercial_grade"},
    {"lead", "catching_up", "slow_start", "speed_up", "compute_gap", "enter_field", "release", "brute_force"},
    {"physics", "complex_scenes", "commercial_grade", "manual_rework"},
    {"image_to_video", "video_input", "enter_field", "complex_scenes"},
    {"cost_fall", "replaces_midstage", "manual_rework", "commercial_grade", "paying_trade"},
)


def _near(concept: str) -> set[str]:
    """Properties that a sentence on this one may well speak of too."""
    return {concept}.union(*(kin for kin in _KIN if concept in kin))


def _words(asks: tuple[str, str], told: Told, english: bool) -> str:
    return asks[english].format(told.subject[english], field=told.field[english], value=told.value)
