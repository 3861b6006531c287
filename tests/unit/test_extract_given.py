"""Articles that a person already has, row by row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from houxu.errors import InputError, ParseError
from houxu.extract.given import from_row
from houxu.model import Tier

NOW = datetime(2024, 3, 5, tzinfo=UTC)
TEXT = "OpenAI opened Sora to the public on Monday. The company said that clips may last up to twenty seconds."
ROW = {"url": "https://n.example/a", "title": "Sora opens", "text": TEXT}


def test_a_row_becomes_an_article_as_it_stands() -> None:
    row = {
        **ROW,
        "published": "2024-03-04T10:20:00+08:00",
        "outlet": "Example",
        "tier": "agency",
        "language": "en",
        "id": 7,
    }
    article = from_row(row, now=NOW)
    assert (article.title, article.text, article.outlet, article.tier) == ("Sora opens", TEXT, "Example", Tier.AGENCY)
    assert (article.published, article.published_from) == (datetime(2024, 3, 4, 2, 20, tzinfo=UTC), "given")
    assert article.language == "en"
    assert article.items


def test_a_bare_day_is_known_to_the_day() -> None:
    article = from_row({**ROW, "published": "2024-03-04"}, now=NOW)
    assert (article.published, article.published_precision) == (datetime(2024, 3, 4, tzinfo=UTC), "day")


def test_what_the_row_says_outranks_its_page() -> None:
    html = (
        '<html><head><title>Old</title><meta property="article:published_time" content="2023-01-01T05:00Z"></head>'
        f"<body><p>{TEXT}</p></body></html>"
    )
    article = from_row({"url": "u", "html": html, "title": "New", "published": "2024-03-04"}, now=NOW)
    assert (article.title, article.published) == ("New", datetime(2024, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"url": None}, "key 'url' is missing"),
        ({"url": 5}, "key 'url' must be a string"),
        ({"text": None}, "key 'text'"),
        ({"published": "soon"}, "key 'published': 'soon' is not a date"),
        ({"tier": "gossip"}, "key 'tier': 'gossip' is none of official"),
        ({"publised": "2024-03-04"}, "unknown key 'publised'"),
    ],
)
def test_a_wrong_row_names_its_key_and_line(change: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        from_row({**ROW, **change}, now=NOW, where="rows.jsonl:3")
    assert str(caught.value).startswith("rows.jsonl:3: ")


def test_a_row_that_is_no_object_is_refused() -> None:
    with pytest.raises(InputError, match="must be an object"):
        from_row(["url"])  # type: ignore[arg-type]


def test_a_row_that_says_nothing_is_a_page_without_text() -> None:
    with pytest.raises(ParseError, match="no usable text"):
        from_row({**ROW, "text": "..."})
