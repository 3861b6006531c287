"""Unsubscribe tokens: only the holder of the key makes one."""

from __future__ import annotations

import secrets

import pytest

from houxu.mail import unsubscribe

KEY, OTHER = secrets.token_hex(32), secrets.token_hex(32)
TOKEN = unsubscribe.token(KEY, "nonce-1")


def test_a_token_names_its_reader() -> None:
    assert unsubscribe.reader_of(KEY, TOKEN) == "nonce-1"
    assert unsubscribe.reader_of(KEY, f"  {TOKEN}\n") == "nonce-1", "as a person pastes it"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "nothing"),
        (".", "a point alone"),
        ("nonce-1", "no mark"),
        ("nonce-1.", "an empty mark"),
        (TOKEN[:-1], "cut short"),
        (TOKEN + "x", "too long"),
        (TOKEN.replace("nonce-1", "nonce-2"), "another reader's nonce with this mark"),
        (unsubscribe.token(OTHER, "nonce-1"), "signed with another key"),
        ("nonce-1.電池", "outside ASCII"),
        ("." + unsubscribe.token(KEY, "").partition(".")[2], "an empty nonce, rightly signed"),
    ],
)
def test_what_was_not_signed_names_nobody(given: str, reason: str) -> None:
    assert unsubscribe.reader_of(KEY, given) is None, reason


def test_one_click_needs_https() -> None:
    assert unsubscribe.url("https://houxu.example.org/", TOKEN) == f"https://houxu.example.org/unsubscribe/{TOKEN}"
    assert unsubscribe.url("http://houxu.example.org", TOKEN) is None
    assert unsubscribe.url("", TOKEN) is None


def test_the_mail_address_carries_the_token_and_nothing_that_breaks_a_header() -> None:
    made = unsubscribe.mailto("houxu+list@example.org", TOKEN)
    assert made == f"mailto:houxu%2Blist@example.org?subject=unsubscribe%20{TOKEN}"
    assert all(c.isalnum() or c in ":@?=%.-_" for c in made)
