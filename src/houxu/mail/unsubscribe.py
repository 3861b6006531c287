"""Unsubscribe links: a signed name of a reader, good for one click without a login (RFC 8058)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote


def token(key: str, nonce: str) -> str:
    """The reader's own token: his nonce, and a mark that only the holder of the key can make."""
    return f"{nonce}.{_mark(key, nonce)}"


def reader_of(key: str, given: str) -> str | None:
    """The nonce of the reader whose token this is, or None when it was not signed with this key."""
    nonce, _, mark = given.strip().partition(".")
    genuine = hmac.compare_digest(mark.encode(), _mark(key, nonce).encode())
    return nonce if nonce and genuine else None


def url(web_url: str, given: str) -> str | None:
    """The one-click address below the public address of houxu web; None unless that is https, which RFC 8058 demands."""
    return f"{web_url.rstrip('/')}/unsubscribe/{given}" if web_url.startswith("https://") else None


def mailto(address: str, given: str) -> str:
    """The address for readers whose program only mails; `houxu readers unsubscribe TOKEN` takes what arrives."""
    return f"mailto:{quote(address, safe='@')}?subject=unsubscribe%20{given}"


def _mark(key: str, nonce: str) -> str:
    made = hmac.digest(bytes.fromhex(key), b"unsubscribe " + nonce.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made[:18]).decode("ascii")
