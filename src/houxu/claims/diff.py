"""What changed between two versions of a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from houxu.model import Baseline, Claim, Entity

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one thing. `of` is "baseline", or the id of a claim or an entity."""

    of: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """The steps from one version to the next; claims are told apart by id.

    `reworded` claims say something else now, so evidence judged against the old text needs judging again;
    `changed` lists every other field.
    """

    added: tuple[Claim, ...] = ()
    withdrawn: tuple[Claim, ...] = ()
    reworded: tuple[FieldChange, ...] = ()
    changed: tuple[FieldChange, ...] = ()
    entities_added: tuple[Entity, ...] = ()
    entities_withdrawn: tuple[Entity, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def lines(self) -> list[str]:
        """The same in words, one step a line."""
        return list(_lines(self))


def diff(before: Baseline, after: Baseline) -> Difference:
    """Compare two versions of one baseline; falsy when they are equal but for the order of their parts."""
    old, new = ({claim.id: claim for claim in baseline.claims} for baseline in (before, after))
    old_names, new_names = ({entity.id: entity for entity in each.entities} for each in (before, after))
    changes = [
        *_changes("baseline", before, after, skip=("claims", "entities")),
        *(c for id_ in old if id_ in new for c in _changes(id_, old[id_], new[id_])),
        *(c for id_ in old_names if id_ in new_names for c in _changes(id_, old_names[id_], new_names[id_])),
    ]
    reworded = tuple(c for c in changes if c.field == "text")
    return Difference(
        added=_only(new, old),
        withdrawn=_only(old, new),
        reworded=reworded,
        changed=tuple(c for c in changes if c.field != "text"),
        entities_added=_only(new_names, old_names),
        entities_withdrawn=_only(old_names, new_names),
    )


def _only(here: Mapping[str, _Thing], there: Mapping[str, _Thing]) -> tuple[_Thing, ...]:
    return tuple(thing for id_, thing in here.items() if id_ not in there)


def _changes(of: str, before: Any, after: Any, skip: tuple[str, ...] = ()) -> Iterator[FieldChange]:
    for name in (each.name for each in fields(before) if each.name not in skip):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldChange(of, name, old, new)


def _lines(difference: Difference) -> Iterator[str]:
    for claim in difference.added:
        yield f"+ {claim.id}: {claim.text}"
    for claim in difference.withdrawn:
        yield f"- {claim.id}: {claim.text}"
    for change in (*difference.reworded, *difference.changed):
        yield f"~ {change.of} {change.field}: {_shown(change.before)} -> {_shown(change.after)}"
    for entity in difference.entities_added:
        yield f"+ entity {entity.id}: {entity.name}"
    for entity in difference.entities_withdrawn:
        yield f"- entity {entity.id}: {entity.name}"


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "(none)"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
