"""One written form of a text: simplified, half-width, lower case, without moving any character."""

from __future__ import annotations

import re
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

_PLANE = 0x10000  # the table covers the basic plane; rarer characters stay as they are
_CASED = range(0x41, 0x2E00)  # Latin, Greek, Cyrillic and their kin; nothing cased above it matters in news
_WIDE = range(0xFF01, 0xFF5F)  # full-width ASCII, 0xFEE0 above the plain one
_WIDE_OFFSET = 0xFEE0
_ACCOUNT = re.compile("帐(?=[号户单目款簿本面务])")  # 帐号 and 账号 are one word; a tent, 帐篷, stays one
_SIGNS = {0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥"} | dict.fromkeys((0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000), " ")


@cache
def _simplified() -> dict[str, str]:
    """Traditional to simplified, character by character, from OpenCC's TSCharacters.txt (Apache-2.0).

    Of several simplified forms OpenCC lists the commonest first. The file is found without running the package.
    """
    found = PathFinder.find_spec("opencc")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed; houxu reads its character table")
    table = Path(found.submodule_search_locations[0]) / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {
        old: new.split(" ")[0]
        for old, new in pairs
        if len(old) == 1 and ord(old) < _PLANE and len(new.split(" ")[0]) == 1
    }


@cache
def _table() -> str:
    table = list(map(chr, range(_PLANE)))
    for code in _CASED:
        lower = table[code].lower()
        table[code] = lower if len(lower) == 1 else table[code]
    for code in _WIDE:
        table[code] = chr(code - _WIDE_OFFSET).lower()
    for code, plain in _SIGNS.items():
        table[code] = plain
    for old, new in _simplified().items():
        table[ord(old)] = new
    return "".join(table)


def fold(text: str) -> str:
    """The text in simplified characters, half width and lower case; as long as `text`, so offsets stay valid."""
    if text.isascii():
        return text.lower()
    folded = text.translate(_table())
    return _ACCOUNT.sub("账", folded) if "帐" in folded else folded
