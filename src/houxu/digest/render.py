"""A digest as text and as HTML. Everything that came from the web is escaped; only http(s) links are made."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from houxu.digest.build import STATUS_WORDS, VERDICT_WORDS, Digest, subject_line
from houxu.model import Status

# Dark enough on white and light enough on black to be read on both (WCAG AA).
COLOURS = {
    Status.CONTRADICTED: "#c0392b",
    Status.DISPUTED: "#b9770e",
    Status.SUPERSEDED: "#7d5ba6",
    Status.CONFIRMED: "#1e8449",
    Status.EXPIRED: "#5d6d7e",
    Status.OPEN: "#2874a6",
    Status.OPINION: "#85929e",
}


def safe_link(url: str) -> str:
    """The address if it is http or https, else an empty string."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


@cache
def _environment(html: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("houxu.digest"),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["link"] = safe_link
    return environment


def _render(digest: Digest, language: str, template: str, *, html: bool) -> str:
    tongue = "zh" if language.startswith("zh") else "en"
    return (
        _environment(html)
        .get_template(template)
        .render(
            digest=digest,
            subject=subject_line(digest, language),
            zh=tongue == "zh",
            language="zh-CN" if tongue == "zh" else "en",
            status=STATUS_WORDS[tongue],
            verdict=VERDICT_WORDS[tongue],
            colours=COLOURS,
        )
    )


def as_text(digest: Digest, language: str) -> str:
    """The plain-text form, complete in itself."""
    return _render(digest, language, "digest.txt.j2", html=False).strip() + "\n"


def as_html(digest: Digest, language: str) -> str:
    """One self-contained HTML page: no scripts, no remote images, readable on a phone and in the dark."""
    return _render(digest, language, "digest.html.j2", html=True)
