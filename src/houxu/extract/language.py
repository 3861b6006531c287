"""The language of an article: read from its text, else as the page or its finder declares it."""

from __future__ import annotations

import re

try:
    from houxu.text.language import detect
except ImportError:  # until that room is built

    def detect(text: str) -> str:
        """Chinese or English by the share of Han characters."""
        han = len(re.findall(r"[\u4e00-\u9fff]", text))
        return "zh" if han > 0.1 * max(len(text), 1) else "en"


def language_of(text: str, declared: str | None, hint: str | None) -> str | None:
    """`zh`, `zh-Hant`, `en`, or the two-letter code declared for other languages."""
    detected = detect(text[:3_000])
    if detected != "other":
        return detected
    return (declared or hint or "").strip().lower()[:2] or None
