"""`houxu draft`: a baseline file to edit, from an article's file or address."""

from __future__ import annotations

import asyncio
from pathlib import Path

from houxu.claims.draft import draft as draft_text
from houxu.errors import InputError
from houxu.extract.page import Hints, extract
from houxu.fetch.charset import decode
from houxu.fetch.client import Fetcher
from houxu.model import Article
from houxu.pipeline import fetch_settings
from houxu.settings import Settings


def draft(settings: Settings, article: str, out: Path | None) -> None:
    """Print or write the draft."""
    text = draft_text(_read(settings, article), seen=settings.clock().date())
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"the draft cannot be written: {error.strerror}", where=str(out)) from error


def _read(settings: Settings, article: str) -> Article:
    if article.startswith(("http://", "https://")):
        return asyncio.run(_fetch(settings, article))
    path = Path(article)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=article) from error
    if b"<html" in body[:2000].lower() or path.suffix in (".html", ".htm"):
        return extract(body, url=path.resolve().as_uri(), content_type=None, fetched_at=settings.clock(), hints=Hints())
    text, _ = decode(body)
    return Article(url=path.resolve().as_uri(), title=path.stem, text=text)


async def _fetch(settings: Settings, url: str) -> Article:
    now = settings.clock()
    async with Fetcher(fetch_settings(settings), now=lambda: now) as fetcher:
        fetched = await fetcher.get(url)
    return extract(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
        fetched_at=fetched.fetched_at,
        hints=Hints(),
    )
