"""Mail as its users have it: load, ingest, `digest --send` by TLS and login, refusals, and what is said of them."""

from __future__ import annotations

import json
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.acceptance.test_program import BASELINE, Program
from tests.mailservers import PASSWORD, USER, Authority, office, plain_login
from tests.newsroom import STORIES

from houxu.mail import unsubscribe

NOW, NEXT = "2024-12-10T01:00:00Z", "2024-12-11T01:00:00Z"
JOB = """watch: sora-2024
sources:
  - {id: nowhere, outlet: Nowhere, kind: feed, url: "https://nowhere.invalid/rss", tier: trade}
schedule: {digest: "0 8 * * *"}
digest: {to: [desk@example.net], language: zh}
"""


@dataclass
class Mailing(Program):
    """houxu with a mail server."""

    extra: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        return super().environment() | self.extra


@pytest.fixture
def houxu(tmp_path: Path) -> Mailing:
    (tmp_path / "desk.yaml").write_text(JOB, encoding="utf-8")
    (tmp_path / "password").write_text(PASSWORD + "\n")
    it = Mailing(tmp_path, {"HOUXU_NOW": "2024-12-08T00:00:00Z"})
    it("init")
    it("load", str(BASELINE), "desk.yaml")
    return it


def with_server(it: Mailing, port: int, authority: Authority) -> None:
    it.extra = {
        "HOUXU_SMTP_HOST": "localhost",
        "HOUXU_SMTP_PORT": str(port),
        "HOUXU_SMTP_USER": USER,
        "HOUXU_SMTP_PASSWORD_FILE": str(it.folder / "password"),
        "HOUXU_SMTP_CA_FILE": str(authority.file),
        "HOUXU_MAIL_FROM": "后续 <houxu@example.org>",
        "HOUXU_WEB_URL": "https://houxu.example.org",
    }


def ingest(it: Mailing, number: int, now: str) -> tuple[str, str]:
    story = STORIES[-1]
    row = {
        "url": f"https://n{number}.example/a", "title": story.title, "text": "\n".join(story.paragraphs),
        "published": story.published, "outlet": f"媒体{number}", "tier": "major", "language": "zh",
    }  # fmt: skip
    path = it.folder / f"{number}.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return it("ingest", str(path), "--now", now)


def test_a_morning_with_mail(houxu: Mailing, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with office(starttls=authority.server(), login=True) as (it, port):
        houxu(
            "readers",
            "add",
            "en@example.net",
            "--language",
            "en",
            "--name",
            "Night, Desk",
            "--now",
            "2024-12-09T00:00:00Z",
        )
        with_server(houxu, port, authority)
        out, _ = houxu("--verbose", "doctor", expect=1)  # there was no run yet
        assert f"localhost:{port} (starttls) as {USER}" in out
        ingest(houxu, 1, NOW)
        alerted = [t.to for t in it.taken if t.mail["Message-ID"].startswith("<alert.")]
        assert len(alerted) == len(it.taken)
        assert set(alerted) == {"desk@example.net", "en@example.net"}, "sora-not-public is marked for it"
        it.taken.clear()

        out, _ = houxu("digest", "--send", "--dry-run", "--now", NOW, "--format", "json")
        due = json.loads(out)
        assert [(row["address"], row["mail"]) for row in due] == [
            ("desk@example.net", "yes"),
            ("en@example.net", "yes"),
        ]
        assert it.taken == [], "a dry run sends nothing"

        out, err = houxu("--verbose", "digest", "--send", "--now", NOW)
        assert "sent 2  later 0  failed 0" in err
        for secret in (PASSWORD, plain_login(USER, PASSWORD)):
            assert secret not in out + err
        houxu("digest", "--send", "--now", NOW)
        assert sorted(t.to for t in it.taken) == ["desk@example.net", "en@example.net"], "twice asked, once sent"

        (desk,) = it.to("desk@example.net")
        assert "条主张" in desk.mail["Subject"]
        text, html = (part.get_content() for part in desk.mail.iter_parts())
        link = desk.mail["List-Unsubscribe"].split(">")[0].strip("<")
        assert "20 秒" in text
        assert "houxu.invalid" not in text + html
        assert link in text
        assert link in html

        houxu("readers", "unsubscribe", link.rpartition("/")[2])
        it.refuse["en@example.net"] = ["550 5.1.1 no such user"]
        _, err = houxu("digest", "--send", "--now", NEXT, expect=1)
        assert "failed: en@example.net: 550 5.1.1 no such user" in err
    out, _ = houxu("readers", "list", "--format", "json")
    assert {r["address"]: r["state"] for r in json.loads(out)} == {
        "desk@example.net": "opted out",
        "en@example.net": "bounced",
    }
    out, _ = houxu("doctor", expect=1)
    assert "550 5.1.1 no such user" in out
    houxu("load", "desk.yaml")
    out, _ = houxu("readers", "list", "--format", "csv")
    assert "desk@example.net,,opted out" in out, "no job file brings back who opted out"


def test_without_a_mail_server_it_says_what_to_set_and_enqueues_nothing(houxu: Mailing) -> None:
    _, err = houxu("digest", "--send", "--now", NOW, expect=2)
    assert "HOUXU_SMTP_HOST is not set" in err
    assert houxu.rows()["outbox"] == []


def test_a_server_that_is_down_is_named_and_everything_waits(houxu: Mailing, tmp_path: Path) -> None:
    with_server(houxu, 1, Authority(tmp_path))
    _, err = houxu("digest", "--send", "--now", NOW, expect=1)
    assert "desk@example.net: localhost:1: the mail server cannot be reached" in err
    assert len(houxu.rows()["outbox"]) == 1


def test_a_token_that_begins_with_a_dash_is_no_option(houxu: Mailing) -> None:
    _, err = houxu("readers", "unsubscribe", "-9AwF-x.no-mark", expect=2)
    assert "this token is nobody's" in err
    with closing(sqlite3.connect(houxu.folder / "houxu.db")) as connection, connection:
        connection.execute("UPDATE reader SET nonce = '-9AwF-x'")  # as readers added before nonces were hex may have
        connection.execute("INSERT OR REPLACE INTO mail_key (id, key) VALUES (1, ?)", ("ab" * 32,))
    _, err = houxu("readers", "unsubscribe", unsubscribe.token("ab" * 32, "-9AwF-x"))
    assert "desk@example.net: opted out" in err


WRONG = [
    (("digest", "--dry-run"), "--dry-run is for --send"),
    (("readers", "add", "nobody"), "is not a mail address"),
    (("readers", "add", "a@b.c", "--on", "someday"), "neither daily nor a weekday"),
    (("readers", "add", "a@b.c", "--quiet", "loud"), "neither short nor nothing"),
    (("readers", "add", "a@b.c", "--baseline", "nothing"), "is not loaded"),
    (("readers", "pause", "a@b.c"), "there is no reader"),
    (("readers", "unsubscribe", "a.b"), "this token is nobody's"),
]


def test_wrong_usage_is_said_so(tmp_path: Path) -> None:
    it = Mailing(tmp_path)
    it("init")
    for words, message in WRONG:
        _, err = it(*words, expect=2)
        assert message in err, words


def test_the_feed_is_written_as_a_whole(houxu: Mailing) -> None:
    ingest(houxu, 1, NOW)
    houxu("feed", "--out", "feed.xml")
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert ET.parse(houxu.folder / "feed.xml").getroot().findall("a:entry", names)
    assert not list(houxu.folder.glob("*.part"))
    _, err = houxu("feed", "--out", "missing/feed.xml", expect=2)
    assert "cannot be written" in err
