"""A letter to one reader as the bytes that go over the wire: built the same each time it is built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr, quote
from functools import lru_cache

import idna

from houxu.errors import ConfigError

UNSUBSCRIBE_HERE = "https://houxu.invalid/unsubscribe"
"""What a rendered letter holds in place of its reader's own unsubscribe link; filled in when the mail is made."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, the same to all who are told it."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mails come from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part behind the @, as it stands in message ids."""
        return wire_address(self.address).rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Direction:
    """What stands on the envelope of one mail: the headers that differ from reader to reader."""

    to: str
    name: str
    message_id: str
    thread: str  # the id that all digests of one reader refer to
    reply_to: str | None  # the digest before this one
    date: datetime
    unsubscribe_mail: str  # mailto: with the token
    unsubscribe_url: str | None  # https, for one click


def sender(text: str) -> Sender:
    """Read HOUXU_MAIL_FROM. Raises ConfigError."""
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in address):
        raise ConfigError(
            f"HOUXU_MAIL_FROM: {text!r} is not a sender" if text else "HOUXU_MAIL_FROM is not set",
            hint="such as: 后续 <houxu@example.org>",
        )
    return Sender(name, address)


def wire_address(address: str) -> str:
    """An address with its domain in ASCII; the part before the @ stays, and may need SMTPUTF8."""
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return address


def message(letter: Letter, frm: Sender, direction: Direction) -> bytes:
    """The mail as bytes with CRLF line ends, headers and all."""
    lines = [
        f"From: {_mailbox('From', frm.name, frm.address)}\r\n",
        f"To: {_mailbox('To', direction.name, direction.to)}\r\n",
        f"Subject: {_words('Subject', letter.subject)}\r\n",
        f"Date: {format_datetime(direction.date.astimezone(UTC))}\r\n",
        f"Message-ID: {direction.message_id}\r\n",
        *_threaded(direction),
        "Auto-Submitted: auto-generated\r\n",
        f"List-Id: houxu <houxu.{frm.domain}>\r\n",
        *_unsubscribed(direction),
    ]
    link = direction.unsubscribe_url or direction.unsubscribe_mail
    text, html = (part.replace(UNSUBSCRIBE_HERE, link) for part in (letter.text, letter.html))
    return "".join(lines).encode("utf-8") + _body(text, html)


def _mailbox(header: str, name: str, address: str) -> str:
    """`address` in ASCII as far as it goes; what is left in UTF-8 the envelope asks SMTPUTF8 for."""
    if not name.strip():
        return wire_address(address)
    shown = _words(header, name) if not name.isascii() else f'"{quote(" ".join(name.split()))}"'
    between = "\r\n " if len(shown.rpartition("\n")[2]) + len(address) > 70 else " "
    return f"{shown}{between}<{wire_address(address)}>"


def _words(header: str, text: str) -> str:
    """Text as RFC 2047 words of 75 characters at most, whole characters each, folded; ASCII as it is.

    By `Header`, because the newer policies of the email package make words of 76 characters of Chinese.
    """
    text = " ".join(text.split())
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=75, header_name=header).encode(linesep="\r\n")


def _threaded(direction: Direction) -> list[str]:
    """Ids are written as they are: the email package encodes long ones into words that no client reads."""
    if direction.reply_to is None:
        return [f"References: {direction.thread}\r\n"]
    return [
        f"In-Reply-To: {direction.reply_to}\r\n",
        f"References: {direction.thread}\r\n {direction.reply_to}\r\n",
    ]


def _unsubscribed(direction: Direction) -> list[str]:
    """RFC 2369 and, with a link, RFC 8058."""
    if direction.unsubscribe_url is None:
        return [f"List-Unsubscribe: <{direction.unsubscribe_mail}>\r\n"]
    return [
        f"List-Unsubscribe: <{direction.unsubscribe_url}>,\r\n <{direction.unsubscribe_mail}>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
    ]


@lru_cache(maxsize=4)
def _body(text: str, html: str) -> bytes:
    """Both forms, text first, from MIME-Version on; the boundary comes from the content, so that nothing is left to chance."""
    mail = EmailMessage(policy=SMTP)
    for content, kind in ((text, "plain"), (html, "html")):
        coding = "quoted-printable" if content.isascii() else "base64"
        if kind == "plain":
            mail.set_content(content, subtype=kind, charset="utf-8", cte=coding)
        else:
            mail.add_alternative(content, subtype=kind, charset="utf-8", cte=coding)
    mail.set_boundary("=_houxu_" + hashlib.sha256(f"{text}\0{html}".encode()).hexdigest()[:32])
    return mail.as_bytes()
