"""`houxu digest`: what changed on a day, from the database to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from houxu.digest.build import Digest
from houxu.digest.links import Links
from houxu.digest.render import as_html, as_text
from houxu.digest_day import build, tell
from houxu.errors import InputError
from houxu.settings import Settings
from houxu.store.engine import Store, open_store
from houxu.terminal import err

__all__ = ["build", "put", "write", "write_day"]


def write(settings: Settings, day: date | None, out: Path | None, language: str) -> None:
    """Write the digest of a day: .txt or .html by the file's ending, text to stdout without a file."""
    if language not in ("zh", "en"):
        raise InputError(f"--language: '{language}' is neither zh nor en")
    store = open_store(settings.db)
    digest = build(store, day or settings.clock().date(), settings.clock())
    if out is None:
        print(as_text(digest, language, links=links(settings)), end="")
    else:
        put(out, digest, language, links(settings))
        err().print(f"digest: {out}", markup=False, soft_wrap=True)


def links(settings: Settings) -> Links:
    """Where the digest's own links lead; a file has no unsubscribe link."""
    return Links(claim_page=settings.web_url or None)


def put(out: Path, digest: Digest, language: str, links: Links | None = None) -> None:
    """Write a digest file. Raises InputError when the path cannot be written."""
    render = as_text if out.suffix == ".txt" else as_html
    text = render(digest, language, links=links)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"the digest cannot be written: {error.strerror}", where=str(out)) from error


def write_day(store: Store, settings: Settings) -> Path:
    """The file of today's digest, written after a run that changed something."""
    day = settings.clock().date()
    out = settings.digest_folder / f"houxu-{day.isoformat()}.html"
    digest = build(store, day, settings.clock())
    put(out, digest, "zh", links(settings))
    tell(store, digest)
    return out
