"""A digest as text and as HTML. Everything that came from outside is escaped; only http(s) links are made."""

from __future__ import annotations

from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined

from houxu.digest.build import Digest, subject_line
from houxu.digest.links import Links, safe_link
from houxu.digest.view import Limits, View, view
from houxu.digest.words import words

__all__ = ["MOST_BYTES", "as_html", "as_text", "safe_link", "subject_line"]

MOST_BYTES = 96_000
"""Gmail clips a mail's HTML at 102 KB; a mail server may add a little on the way."""

# From all that there is to what can be told in brief: the first form that fits is sent.
_FORMS = (
    Limits(),
    Limits(claims=60, passages=2, characters=300),
    Limits(claims=40, passages=2, characters=220, others=10),
    Limits(claims=40, passages=1, characters=180, others=8),
    Limits(claims=25, passages=1, characters=160, others=6),
    Limits(claims=12, passages=1, characters=140, others=5),
    Limits(claims=5, passages=1, characters=120, others=3),
)


@cache
def _environment(html: bool) -> Environment:
    return Environment(
        loader=PackageLoader("houxu.digest"),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _inliner() -> CSSInliner:
    # Media queries cannot be inlined and stay where they are; nothing is ever loaded.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, apply_width_attributes=True)


def as_text(digest: Digest, language: str, *, links: Links | None = None) -> str:
    """The plain-text form, complete in itself."""
    return _text(view(digest, language, links or Links(), Limits(claims=200)), language).strip() + "\n"


def as_html(digest: Digest, language: str, *, links: Links | None = None) -> str:
    """One self-contained HTML page below MOST_BYTES: no scripts, no images, readable on a phone and in the dark.

    A busy day is told with fewer and shorter passages, then fewer claims; what is left out is counted.
    """
    page = ""
    for limits in _FORMS:
        page = _html(view(digest, language, links or Links(), limits), language)
        if len(page.encode()) <= MOST_BYTES:
            break
    return page


def _html(shown: View, language: str) -> str:
    page = _environment(True).get_template("digest.html.j2").render(v=shown, w=words(language))
    return _inliner().inline(page)


def _text(shown: View, language: str) -> str:
    return _environment(False).get_template("digest.txt.j2").render(v=shown, w=words(language))
