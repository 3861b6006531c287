"""Baseline files (db/baselines/*.yaml): read, check, write."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import Node
from ruamel.yaml.representer import SafeRepresenter

from houxu.claims import expect
from houxu.claims.positions import Problems, Table, line_of, nearest, parse, read_file
from houxu.errors import BaselineError, InputError
from houxu.model import Baseline, Claim, Entity, Kind

HEAD_REQUIRED = ("slug", "title", "published", "language")
HEAD_OPTIONAL = ("url", "outlet", "author")
ENTITY_REQUIRED = ("id", "name")
ENTITY_OPTIONAL = ("kind", "owner", "aliases", "version_of")
CLAIM_REQUIRED = ("id", "text", "kind")
CLAIM_OPTIONAL = ("text_en", "speaker", "asserted", "due", "about", "expect", "alert")
MAX_TEXT = 500
"""Characters of a claim. One sentence has far fewer; more is a pasted paragraph, which no rule can judge."""

_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})?")


def load(path: Path | str) -> Baseline:
    """Read a baseline file. Raises BaselineError with file:line, all further problems in `others`."""
    return loads(read_file(Path(path), BaselineError), str(path))


def loads(text: str, name: str = "baseline") -> Baseline:
    """Read a baseline from YAML text; `name` stands for the file in messages. Raises BaselineError."""
    problems = Problems(name, BaselineError)
    baseline = _read(text, problems)
    problems.finish()
    return baseline


def validate(path: Path | str) -> list[InputError]:
    """All problems of a baseline file, by line; empty when it loads."""
    try:
        load(path)
    except BaselineError as error:
        return [BaselineError(error.what, where=error.where, hint=error.hint), *error.others]
    return []


def _read(text: str, problems: Problems) -> Baseline:
    top = Table(
        parse(text, problems), "a baseline file", problems,
        required=("baseline", "claims"), optional=("entities",),
    )  # fmt: skip
    if "baseline" not in top:
        problems.finish()
    head = Table(top.at("baseline"), "'baseline'", problems, required=HEAD_REQUIRED, optional=HEAD_OPTIONAL)
    entities = read_entities(top.nodes("entities"), problems)
    claims = _read_claims(top.nodes("claims"), [entity.id for entity in entities], problems)
    return Baseline(
        slug=slug(head, "slug"),
        title=head.text("title"),
        published=head.day("published") or date.min,
        language=_language(head),
        url=head.optional_text("url"),
        outlet=head.optional_text("outlet"),
        author=head.optional_text("author"),
        entities=entities,
        claims=claims,
    )


def slug(table: Table, key: str) -> str:
    """A name fit for addresses and columns: small letters and digits joined by - _ or a point."""
    text = table.text(key)
    if text and not _SLUG.fullmatch(text):
        table.wrong(key, f"{text!r} is not a plain name", "use small letters, digits and hyphens")
    return text


def _language(head: Table) -> str:
    text = head.text("language")
    if text and not _LANGUAGE.fullmatch(text):
        head.wrong("language", f"{text!r} is not a language code", "write zh, zh-Hant or en")
    return text


def read_entities(
    nodes: Iterable[Node], problems: Problems, *, optional: Sequence[str] = ENTITY_OPTIONAL
) -> tuple[Entity, ...]:
    """The entries of an `entities` list; repeated ids are noted as problems."""
    first: dict[str, Node] = {}
    return tuple(_entity(node, first, problems, optional) for node in nodes)


def _entity(node: Node, first: dict[str, Node], problems: Problems, optional: Sequence[str]) -> Entity:
    table = Table(node, "an entity", problems, required=ENTITY_REQUIRED, optional=optional)
    entity = Entity(
        id=slug(table, "id"),
        name=table.text("name"),
        kind=table.optional_text("kind"),
        owner=table.optional_text("owner"),
        aliases=table.texts("aliases"),
        version_of=table.optional_text("version_of"),
        field=table.optional_text("field"),
    )
    note_repeat(table, entity.id, "entity", first)
    return entity


def note_repeat(table: Table, found: str, what: str, first: dict[str, Node]) -> None:
    """Note a problem when the id `found` was met before; `first` remembers where each id first stood."""
    if found and found in first:
        table.wrong("id", f"{what} {found!r} is already there", f"first on line {line_of(first[found])}")
    first.setdefault(found, table.at("id"))


def _read_claims(nodes: Sequence[Node], known: Sequence[str], problems: Problems) -> tuple[Claim, ...]:
    first: dict[str, Node] = {}
    return tuple(_claim(node, known, first, problems) for node in nodes)


def _claim(node: Node, known: Sequence[str], first: dict[str, Node], problems: Problems) -> Claim:
    table = Table(node, "a claim", problems, required=CLAIM_REQUIRED, optional=CLAIM_OPTIONAL)
    claim = Claim(
        id=slug(table, "id"),
        text=table.text("text"),
        kind=table.choice("kind", Kind, Kind.FACT),
        asserted=table.day("asserted"),
        text_en=table.optional_text("text_en"),
        speaker=table.optional_text("speaker"),
        due=table.day("due"),
        about=table.texts("about"),
        expect=table.mapping("expect", expect.KEYS),
        alert=table.flag("alert"),
    )
    note_repeat(table, claim.id, "claim", first)
    _check_claim(table, claim, known)
    return claim


def _check_claim(table: Table, claim: Claim, known: Sequence[str]) -> None:
    for key, text in (("text", claim.text), ("text_en", claim.text_en or "")):
        if len(text) > MAX_TEXT:
            table.wrong(key, f"{len(text)} characters are too many for one sentence", f"at most {MAX_TEXT}")
    for entity in claim.about:
        if entity not in known:
            hint = nearest(entity, known) if known else None
            table.wrong("about", f"no entity {entity!r} in this file", hint)
    expect.check(table, claim.expect, known, claim.asserted)
    if claim.asserted and claim.due and claim.due < claim.asserted:
        table.wrong("due", f"{claim.due} lies before the day it was asserted, {claim.asserted}")


def dump(baseline: Baseline) -> str:
    """The YAML text of a baseline; loading it gives an equal Baseline."""
    tree = {
        "baseline": _present(_fields(baseline, _HEAD_ORDER)),
        "entities": [_present(_fields(entity, _ENTITY_ORDER)) for entity in baseline.entities],
        "claims": [_present(_fields(claim, _CLAIM_ORDER)) for claim in baseline.claims],
    }
    writer = YAML(typ="safe", pure=True)
    writer.Representer = _Representer
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # keep the order in which people read a claim
    writer.width = 4096
    out = io.StringIO()
    writer.dump(tree, out)
    return out.getvalue()


class _Representer(SafeRepresenter):
    """Quotes texts with odd characters, which plain and single-quoted YAML would fold or lose."""

    def represent_str(self, data: str) -> Node:
        style = None if data.isprintable() else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out: a day that many claims share is no reason for an anchor."""
        return True


_Representer.add_representer(str, _Representer.represent_str)

_HEAD_ORDER = ("slug", "title", "url", "outlet", "author", "published", "language")
_ENTITY_ORDER = (*ENTITY_REQUIRED, *ENTITY_OPTIONAL)
_CLAIM_ORDER = ("id", "text", "text_en", "kind", "speaker", "asserted", "due", "about", "expect", "alert")


def _fields(value: Baseline | Entity | Claim, keys: Iterable[str]) -> dict[str, Any]:
    return {key: getattr(value, key) for key in keys}


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without the keys that say nothing, and with values that any YAML writer knows."""
    return {
        key: _writable(value)
        for key, value in fields.items()
        if not (value is None or value is False or (isinstance(value, tuple) and not value))
    }


def _writable(value: Any) -> Any:
    if isinstance(value, Kind):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
