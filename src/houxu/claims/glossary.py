"""The bundled glossary (db/glossary/entities.yaml): vendors, products, versions, people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from ruamel.yaml.nodes import Node

from houxu.claims.baseline import ENTITY_OPTIONAL, read_entities
from houxu.claims.positions import Problems, Table, nearest, parse
from houxu.errors import InputError
from houxu.model import Entity
from houxu.text.script import fold

_CHINESE = re.compile(r"[㐀-鿿][㐀-鿿A-Za-z0-9]*")


@cache
def load_glossary() -> tuple[Entity, ...]:
    """All entities that ship with houxu, read once. Raises InputError with the line of a mistake."""
    name = "glossary/entities.yaml"
    return read_glossary(resources.files("houxu._db").joinpath(name).read_text(encoding="utf-8"), name)


def read_glossary(text: str, name: str = "glossary") -> tuple[Entity, ...]:
    """Entities from YAML text; owners and families must be among them. Raises InputError."""
    problems = Problems(name, InputError)
    nodes = Table(parse(text, problems), "a glossary", problems, required=("entities",)).nodes("entities")
    entities = read_entities(nodes, problems, optional=(*ENTITY_OPTIONAL, "field"))
    known = [entity.id for entity in entities]
    for node, entity in zip(nodes, entities, strict=True):
        _check_links(node, entity, known, problems)
    problems.finish()
    return entities


def _check_links(node: Node, entity: Entity, known: list[str], problems: Problems) -> None:
    for key, target in (("owner", entity.owner), ("version_of", entity.version_of)):
        if target is not None and target not in known:
            problems.add(node, f"{key}: no entity {target!r} in this file", nearest(target, known))


def neighbours(entity: Entity, entities: Iterable[Entity]) -> tuple[str, ...]:
    """The ids that must not be taken for `entity`: its family, its sister versions, and its own versions."""
    family = entity.version_of or entity.id
    return tuple(other.id for other in entities if other.id != entity.id and family in (other.id, other.version_of))


def user_dictionary(entities: Iterable[Entity]) -> str:
    """jieba's user dictionary for folded text, one "word frequency nz" a line, so that no name is cut in two.

    Only names that begin with a Chinese character and hold no space: jieba keeps Latin words whole by itself.
    The frequency is above that of any word it knows, so that a name wins over its parts.
    """
    names = {fold(name) for entity in entities for name in (entity.name, *entity.aliases)}
    words = sorted(name for name in names if _CHINESE.fullmatch(name) and len(name) > 1)
    return "".join(f"{word} 1000000 nz\n" for word in words)
