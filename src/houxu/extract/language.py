"""The language of an article: read from its text, else as the page or its finder declares it."""

from __future__ import annotations

from houxu.text.language import detect


def language_of(text: str, declared: str | None, hint: str | None) -> str | None:
    """`zh`, `zh-Hant`, `en`, or the two-letter code declared for other languages."""
    detected = detect(text[:3_000])
    if detected != "other":
        return detected
    return (declared or hint or "").strip().lower()[:2] or None
