"""A mail as raw bytes, against a check list of headers; names and subjects in Chinese come out as they went in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.utils import parseaddr

import pytest

from houxu.errors import ConfigError
from houxu.mail.message import UNSUBSCRIBE_HERE, Direction, Letter, message, sender, wire_address

FROM = sender("后续 <houxu@example.org>")
LETTER = Letter(
    "3 条主张有变：1 条被推翻，1 条已证实，1 条已过时——《Sora：机遇还是挑战？》后续跟踪",
    "60 秒 → 20 秒\n.以点开头的一行\n" + "长" * 600 + f"\n退订：{UNSUBSCRIBE_HERE}\n",
    f'<!doctype html><html lang="zh-CN"><body><p>60 秒 → 20 秒</p><a href="{UNSUBSCRIBE_HERE}">退订</a></body></html>\n',
)
TO = Direction(
    to="desk@example.org",
    name="编辑部, 夜班",
    message_id="<digest.2024-12-10.0123456789abcdef0123@example.org>",
    thread="<digest.thread.0123456789abcdef0123@example.org>",
    reply_to="<digest.2024-12-09.0123456789abcdef0123@example.org>",
    date=datetime(2024, 12, 10, 8, tzinfo=timezone(timedelta(hours=8))),
    unsubscribe_mail="mailto:houxu@example.org?subject=unsubscribe%20" + "t" * 41,
    unsubscribe_url="https://houxu.example.org/unsubscribe/" + "t" * 41,
)


def parsed(raw: bytes) -> EmailMessage:
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def header(raw: bytes, name: str) -> str:
    """One header as it stands on the wire, unfolded and not decoded: what simple mail programs see."""
    head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    unfolded = re.sub(r"\r\n[ \t]+", " ", head)
    found = [line.split(": ", 1)[1] for line in unfolded.split("\r\n") if line.startswith(f"{name}: ")]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]


def decoded(raw: bytes, name: str) -> str:
    """A header as RFC 2047 means it: white space between two encoded words is no part of the text."""
    return str(make_header(decode_header(header(raw, name))))


def test_the_check_list_of_headers() -> None:
    raw = message(LETTER, FROM, TO)
    assert header(raw, "Date") == "Tue, 10 Dec 2024 00:00:00 +0000"
    assert header(raw, "Message-ID") == TO.message_id
    assert header(raw, "In-Reply-To") == TO.reply_to
    assert header(raw, "References") == f"{TO.thread} {TO.reply_to}"
    assert header(raw, "Auto-Submitted") == "auto-generated"
    assert header(raw, "List-Id") == "houxu <houxu.example.org>"
    assert header(raw, "List-Unsubscribe") == f"<{TO.unsubscribe_url}>, <{TO.unsubscribe_mail}>"
    assert header(raw, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert header(raw, "MIME-Version") == "1.0"
    assert "Precedence" not in parsed(raw)
    assert "Bcc" not in parsed(raw)


def test_nothing_on_the_wire_is_longer_or_other_than_mail_servers_take() -> None:
    raw = message(LETTER, FROM, TO)
    assert raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw), "every line ends with CRLF"
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    words = re.findall(rb"=\?[^?]+\?[bqBQ]\?[^?]*\?=", raw)
    assert words
    assert max(map(len, words)) <= 75, "RFC 2047 allows 75 characters a word"


def test_chinese_comes_out_as_it_went_in() -> None:
    mail = parsed(message(LETTER, FROM, TO))
    assert mail["Subject"] == decoded(message(LETTER, FROM, TO), "Subject") == LETTER.subject
    frm, to = mail["From"], mail["To"]
    assert isinstance(frm, AddressHeader)
    assert isinstance(to, AddressHeader)
    assert [(a.display_name, a.addr_spec) for a in frm.addresses] == [("后续", "houxu@example.org")]
    assert [(a.display_name, a.addr_spec) for a in to.addresses] == [("编辑部, 夜班", "desk@example.org")]
    assert not mail.defects


def test_both_forms_are_there_text_first_whole_and_with_the_readers_own_link() -> None:
    mail = parsed(message(LETTER, FROM, TO))
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert {p.get_content_charset() for p in (text, html)} == {"utf-8"}
    assert text.get_content().replace("\r\n", "\n") == LETTER.text.replace(UNSUBSCRIBE_HERE, TO.unsubscribe_url or "")
    assert html.get_content().replace("\r\n", "\n") == LETTER.html.replace(UNSUBSCRIBE_HERE, TO.unsubscribe_url or "")


def test_made_twice_it_is_the_same_to_the_byte() -> None:
    assert message(LETTER, FROM, TO) == message(replace(LETTER), FROM, replace(TO))


def test_without_a_web_address_one_unsubscribes_by_mail_and_no_one_click_is_promised() -> None:
    raw = message(LETTER, FROM, replace(TO, unsubscribe_url=None))
    assert header(raw, "List-Unsubscribe") == f"<{TO.unsubscribe_mail}>"
    assert b"List-Unsubscribe-Post" not in raw
    shown = [part.get_content() for part in parsed(raw).iter_parts()]
    assert all(TO.unsubscribe_mail in part and UNSUBSCRIBE_HERE not in part for part in shown), "no dead link is shown"


def test_the_first_mail_to_a_reader_begins_the_thread() -> None:
    raw = message(LETTER, FROM, replace(TO, reply_to=None))
    assert header(raw, "References") == TO.thread
    assert b"In-Reply-To" not in raw


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a\r\nBcc: evil@example.org", "a line end in a name must not make a header"),
        ('"; rm', "quotes are quoted"),
        ("王" * 60, "a name longer than a line"),
        ("", "no name at all"),
    ],
)
def test_a_reader_may_be_called_anything(name: str, reason: str) -> None:
    raw = message(LETTER, FROM, replace(TO, name=name))
    assert parseaddr(decoded(raw, "To")) == (" ".join(name.split()), TO.to), reason
    assert "Bcc" not in parsed(raw)
    assert max(len(line) for line in raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")) <= 998


def test_a_subject_with_line_ends_makes_no_header() -> None:
    mail = parsed(message(replace(LETTER, subject="x\r\nBcc: evil@example.org"), FROM, TO))
    assert mail["Subject"] == "x Bcc: evil@example.org"
    assert "Bcc" not in mail


def test_an_address_outside_ascii_is_written_in_utf_8_its_domain_in_ascii() -> None:
    raw = message(LETTER, FROM, replace(TO, to="编辑@例子.中国"))
    assert "编辑@xn--fsqu00a.xn--fiqs8s".encode() in raw
    assert wire_address("desk@例子.中国") == "desk@xn--fsqu00a.xn--fiqs8s"


@pytest.mark.parametrize("text", ["", "houxu", "houxu@", "@example.org", "后续 <>"])
def test_what_is_no_sender_is_said_so(text: str) -> None:
    with pytest.raises(ConfigError, match="HOUXU_MAIL_FROM"):
        sender(text)


def test_the_domain_of_a_sender() -> None:
    assert sender("houxu@例子.中国").domain == "xn--fsqu00a.xn--fiqs8s"
