"""The words a claim turns on, cut by jieba with a user dictionary made from the glossary, so that no name is cut in two."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from houxu.claims.glossary import load_glossary, user_dictionary
from houxu.text.script import fold

_WORD = re.compile(r"[一-鿿]{2,}|[a-z][a-z\-]{3,}")
# Words so common in this kind of prose that sharing them says nothing.
_COMMON = frozenset(
    [
        "可以",
        "已经",
        "能够",
        "还是",
        "一个",
        "没有",
        "这个",
        "进行",
        "目前",
        "以及",
        "或者",
        "如果",
        "因为",
        "所以",
        "但是",
        "就是",
        "自己",
        "他们",
        "我们",
        "这些",
        "那些",
        "一些",
        "需要",
        "使用",
        "通过",
        "根据",
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "their",
        "about",
        "which",
        "would",
        "could",
        "more",
        "than",
        "into",
        "also",
        "only",
        "after",
        "before",
        "when",
        "will",
    ]
)
ENOUGH = 2  # shared terms that make a sentence about the subject worth keeping as a mention


@cache
def cutter() -> Any:
    """jieba's cutter with the glossary's names; its cache lies in a folder of this user alone."""
    import jieba

    folder = Path(tempfile.gettempdir()) / f"houxu-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(mode=0o700, exist_ok=True)
    jieba.setLogLevel(60)
    cut = jieba.Tokenizer()
    cut.tmp_dir = str(folder)
    cut.initialize()
    for line in user_dictionary(load_glossary()).splitlines():
        word, frequency, tag = line.rsplit(" ", 2)
        cut.add_word(word, int(frequency), tag)
    return cut


def claim_terms(texts: Iterable[str], named: Iterable[str]) -> frozenset[str]:
    """The content words of a claim (text and gloss), folded, without the names in it, which are matched apart."""
    names = {fold(n) for n in named}
    words = {w for text in texts for w in cutter().cut(fold(text), HMM=False)}
    return frozenset(
        w for w in words if _WORD.fullmatch(w) and w not in _COMMON and not any(w in n or n in w for n in names)
    )


def shares_terms(folded: str, terms: frozenset[str]) -> bool:
    """True when a folded text holds enough of a claim's terms."""
    found = 0
    for term in terms:
        found += term in folded
        if found >= ENOUGH:
            return True
    return False
