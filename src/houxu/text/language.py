"""Which of the languages that houxu reads a text is written in."""

from __future__ import annotations

import re

from houxu.text.script import fold

_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]+")
_KANA_HANGUL = re.compile(r"[぀-ヿ가-힯]")
_SAMPLE = 4_000  # characters; the beginning of a page says enough
_TRADITIONAL_SHARE = 0.08  # of the Han characters: simplified text holds next to none that folding changes
_HAN_WEIGHT = 2  # a Han character says about as much as half a Latin word


def detect(text: str) -> str:
    """ "zh", "zh-Hant", "en" or "other", by the script of the text's first 4,000 characters.

    English stands for Latin script with common English words; Japanese and Korean are "other".
    """
    sample = text[:_SAMPLE]
    han = _HAN.findall(sample)
    words = _LATIN.findall(sample)
    if len(_KANA_HANGUL.findall(sample)) > len(han) / 4:
        return "other"
    if len(han) * _HAN_WEIGHT >= len(words) and han:
        joined = "".join(han)
        changed = sum(a != b for a, b in zip(joined, fold(joined), strict=True))
        return "zh-Hant" if changed >= _TRADITIONAL_SHARE * len(joined) else "zh"
    return "en" if words and _is_english(words) else "other"


_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "was",
        "for",
        "on",
        "that",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "are",
        "be",
        "has",
        "an",
        "its",
        "this",
        "will",
    ]
)


def _is_english(words: list[str]) -> bool:
    """Short texts get the benefit of the doubt; longer ones must hold some of the commonest words."""
    common = sum(w.lower() in _COMMON for w in words)
    return len(words) < 12 or common >= len(words) * 0.08
