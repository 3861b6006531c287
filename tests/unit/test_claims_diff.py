"""Two versions of a baseline: what was added, reworded, changed and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from houxu.claims.diff import FieldChange, diff
from houxu.model import Baseline, Claim, Entity, Kind

FIRST = Claim("first", "一句话", Kind.FACT, asserted=date(2024, 2, 26), about=("sora",))
SECOND = Claim("second", "另一句话", Kind.PREDICTION)
SORA = Entity("sora", "Sora")
BASE = Baseline("b", "标题", date(2024, 2, 26), "zh", entities=(SORA,), claims=(FIRST, SECOND))


def test_a_baseline_does_not_differ_from_itself() -> None:
    assert not diff(BASE, BASE)
    assert diff(BASE, BASE).lines() == []


def test_the_order_of_claims_and_entities_is_no_difference() -> None:
    assert not diff(BASE, replace(BASE, claims=(SECOND, FIRST)))


def test_claims_come_and_go_by_id() -> None:
    third = replace(SECOND, id="third")
    found = diff(BASE, replace(BASE, claims=(FIRST, third)))
    assert (found.added, found.withdrawn) == ((third,), (SECOND,))
    assert (found.reworded, found.changed) == ((), ())


def test_a_reworded_claim_stands_apart_from_other_changes() -> None:
    found = diff(BASE, replace(BASE, claims=(replace(FIRST, text="改过的话", kind=Kind.DATE), SECOND)))
    assert found.reworded == (FieldChange("first", "text", "一句话", "改过的话"),)
    assert found.changed == (FieldChange("first", "kind", Kind.FACT, Kind.DATE),)


def test_the_head_and_the_entities_are_compared_too() -> None:
    renamed = replace(SORA, aliases=("Sora 1",))
    found = diff(BASE, replace(BASE, title="新标题", entities=(renamed, Entity("veo", "Veo"))))
    assert found.entities_added == (Entity("veo", "Veo"),)
    assert found.changed == (
        FieldChange("baseline", "title", "标题", "新标题"),
        FieldChange("sora", "aliases", (), ("Sora 1",)),
    )


def test_the_difference_is_told_in_words() -> None:
    after = replace(
        BASE, entities=(), claims=(replace(FIRST, text="改过", due=date(2024, 3, 1)), replace(SECOND, id="x"))
    )
    assert diff(BASE, after).lines() == [
        "+ x: 另一句话",
        "- second: 另一句话",
        "~ first text: 一句话 -> 改过",
        "~ first due: (none) -> 2024-03-01",
        "- entity sora: Sora",
    ]
