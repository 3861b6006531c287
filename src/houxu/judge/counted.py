"""Whether two numbers count the same kind of thing, more strictly than their units tell. Pure."""

from __future__ import annotations

from houxu.text.intervals import PEOPLE, Quantity, comparable

_MEASURE_WORDS = frozenset("个项条座家款种部枚件场所台辆架艘只头篇本首")
_PERSONAL = PEOPLE | {"visit", "vote", "seat", "household", "vehicle", "flight"}


def same_thing(a: Quantity, b: Quantity) -> bool:
    """Comparable, and not people beside things: 三千人 and 28个 (大项), 500万人次 and 41条 (航线)."""
    if not comparable(a, b):
        return False
    for one, other in ((a, b), (b, a)):
        if one.unit in _PERSONAL and other.unit == "" and other.text.strip()[-1:] in _MEASURE_WORDS:
            return False
    return True
