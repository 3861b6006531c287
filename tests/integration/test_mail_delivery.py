"""Mails to real servers (aiosmtpd): TLS, login, refusals, greylisting, outages; each reader is told once, the others too."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests import mailroom
from tests.mailroom import MORNING, add, deliver, enqueue, outbox_states, server, states, with_login
from tests.mailservers import PASSWORD, Authority, Office, Stepper, hang_up, office, plain_login

from houxu.errors import ConfigError, MailError
from houxu.mail import delivery, smtp, unsubscribe
from houxu.mail.smtp import Connection
from houxu.settings import load_settings
from houxu.store import outbox, readers
from houxu.store.engine import Store

MINUTE = timedelta(minutes=1)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    """A store on SQLite; what differs between databases is tested in test_mail_outbox.py."""
    store = Store(f"sqlite:///{tmp_path / 'houxu.db'}")
    store.upgrade()
    yield store
    store.engine.dispose()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_login_the_mail_arrives_as_it_was_written(
    here: Store, authority: Authority, security: str
) -> None:
    add(here, "desk@example.org", name="编辑部, 夜班")
    context = {security: authority.server()}
    with office(login=True, **context) as (it, port):
        done = deliver(here, with_login(port, authority.file, security))
    assert (done.sent, done.troubled, states(here)) == (1, False, ["sent"])
    (taken,) = it.taken
    assert (taken.frm, taken.to, it.tls) == ("houxu@example.org", "desk@example.org", [True])
    assert taken.mail["Subject"] == "1 条被推翻：60 秒 → 20 秒"
    assert taken.mail["To"].addresses[0].display_name == "编辑部, 夜班"
    assert not taken.mail.defects
    assert len(it.logins) == 1


def test_each_link_opts_its_own_reader_out(here: Store) -> None:
    add(here, "a@example.org", "b@example.org")
    with office() as (it, port):
        assert not deliver(here, server(port)).troubled
    key = mailroom.post(here).key
    for address in ("a@example.org", "b@example.org"):
        (taken,) = it.to(address)
        link = taken.mail["List-Unsubscribe"].split(">")[0].strip("<")
        assert link in taken.mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        nonce = unsubscribe.reader_of(key, link.rpartition("/")[2])
        with here.session() as session:
            assert nonce is not None
            assert readers.opt_out(session, nonce, MORNING) == address
    with office() as (it, port):
        assert deliver(here, server(port), MORNING + timedelta(days=1)).sent == 0
        assert it.taken == []


def test_a_day_is_sent_once_and_days_thread(here: Store) -> None:
    add(here, "a@example.org")
    with office() as (it, port):
        for hours in (0, 1, 5, 24, 25, 48):
            deliver(here, server(port), MORNING + timedelta(hours=hours))
    first, second, third = it.taken
    assert [t.mail["In-Reply-To"] for t in it.taken] == [None, first.message_id, second.message_id]
    thread = first.mail["References"]
    assert [t.mail["References"].split()[0] for t in (second, third)] == [thread, thread]
    assert len({t.message_id for t in it.taken}) == 3


def test_a_machine_that_slept_for_days_sends_one_mail(here: Store) -> None:
    add(here, "a@example.org")
    with office() as (it, port):
        deliver(here, server(port))
        assert deliver(here, server(port), MORNING + timedelta(days=5, hours=3)).sent == 1
    assert len(it.taken) == 2
    assert list(outbox_states(here)) == ["reader:1 2024-12-10 digest", "reader:1 2024-12-15 digest"]


def test_on_a_quiet_day_each_gets_what_he_chose(here: Store) -> None:
    add(here, "short@example.org", quiet="short")
    add(here, "nothing@example.org", quiet="nothing")
    with office() as (it, port):
        deliver(here, server(port), rendering=mailroom.quiet)
        deliver(here, server(port), MORNING + timedelta(days=1))
    assert [t.to for t in it.taken] == ["short@example.org", "nothing@example.org", "short@example.org"]
    assert states(here).count("skipped") == 1


# What a server may say, and what becomes of the mail. -----------------------------------------------------------------


def test_one_refused_reader_is_named_and_kept_and_the_others_are_served(here: Store) -> None:
    add(here, "a@example.org", "gone@example.org", "z@example.org")
    with office() as (it, port):
        it.refuse["gone@example.org"] = ["550 5.1.1 no such user here"]
        done = deliver(here, server(port))
        assert sorted(t.to for t in it.taken) == ["a@example.org", "z@example.org"]
        assert done.failed == [("gone@example.org", "550 5.1.1 no such user here")]
        assert (done.connections, it.connections) == (1, 1), "a refusal costs no connection"
        again = deliver(here, server(port), MORNING + timedelta(days=1))
    assert (again.sent, again.failed) == (2, []), "an address that does not exist is not tried every day"
    with here.session() as session:
        (gone,) = [r for r in readers.everyone(session) if r.state == "bounced"]
    assert (gone.address, gone.bounce) == ("gone@example.org", "550 5.1.1 no such user here")


@pytest.mark.parametrize(
    ("answer", "bounced", "reason"),
    [
        ("550 5.1.1 unknown user", True, "the address does not exist"),
        ("550 no such mailbox", True, "an old server without extended codes"),
        ("550 5.2.1 mailbox disabled", True, "switched off"),
        ("550 5.7.1 relaying denied", False, "we may not send there: our fault, not the reader's"),
        ("554 5.7.1 blocked by policy", False, "a block list hits every reader; none of them is gone"),
        ("550 relay access denied", False, "the same without extended codes"),
        ("552 5.2.2 mailbox full", False, "may be emptied by tomorrow"),
        ("553 5.1.8 sender's domain not found", False, "about the sender"),
    ],
)
def test_only_a_reader_who_is_gone_counts_as_bounced(here: Store, answer: str, bounced: bool, reason: str) -> None:
    add(here, "a@example.org")
    with office() as (it, port):
        it.refuse["a@example.org"] = [answer]
        done = deliver(here, server(port))
    assert done.failed == [("a@example.org", answer)]
    assert states(here) == ["failed"]
    with here.session() as session:
        assert [r.state == "bounced" for r in readers.everyone(session)] == [bounced], reason


def test_greylisting_is_waited_out_with_the_same_mail(here: Store) -> None:
    add(here, "grey@example.org", "other@example.org")
    with office() as (it, port):
        it.refuse["grey@example.org"] = ["451 4.7.1 greylisted, come back later"]
        done = deliver(here, server(port))
        assert done.later == [("grey@example.org", "451 4.7.1 greylisted, come back later")]
        assert [t.to for t in it.taken] == ["other@example.org"]
        assert deliver(here, server(port), MORNING + MINUTE).sent == 0, "not before its time"
        assert deliver(here, server(port), MORNING + 5 * MINUTE).sent == 1
    (grey,) = it.to("grey@example.org")
    assert grey.mail["Date"].datetime == MORNING, "the mail that was refused, not a new one"


def test_content_that_is_refused_for_good_is_recorded_and_the_reader_kept(here: Store) -> None:
    add(here, "a@example.org", "b@example.org")
    with office() as (it, port):
        it.refuse_data = ["554 5.6.0 message looks like spam"]
        done = deliver(here, server(port))
    assert (done.sent, done.failed) == (1, [("a@example.org", "554 5.6.0 message looks like spam")])
    with here.session() as session:
        assert [r.state for r in readers.everyone(session)] == ["active", "active"]


def test_tries_come_further_and_further_apart_and_end_after_days(here: Store) -> None:
    add(here, "a@example.org")
    now, tries = MORNING, []
    with office() as (it, port):
        it.refuse["a@example.org"] = ["450 4.2.0 later"] * 1000
        enqueue(here)
        post = mailroom.post(here)
        while "pending" in states(here):
            if delivery.send(here, server(port), post, now).troubled:
                tries.append(now)
            with here.session() as session:
                now = outbox.latest_of(session)[1].next_try_at or now
    waits = [(b - a) / MINUTE for a, b in pairwise(tries)]
    assert waits[:6] == [5, 15, 30, 60, 120, 240]
    assert set(waits[6:]) == {240}
    assert timedelta(days=4) <= tries[-1] - MORNING < timedelta(days=4, hours=5)
    assert states(here) == ["failed"]


def test_a_refused_sender_stops_the_pass_and_blames_no_reader(here: Store) -> None:
    add(here, *mailroom.names(5))
    with office() as (it, port):
        it.refuse_sender = ["550 5.7.1 not your address"]
        done = deliver(here, server(port))
        assert (done.sent, len(done.later), done.failed) == (0, 5, [])
        assert "HOUXU_MAIL_FROM" in done.later[0][1]
        assert deliver(here, server(port), MORNING + 5 * MINUTE).sent == 5


# Servers that are down, slow, or break off. ---------------------------------------------------------------------------


def test_a_server_that_is_down_loses_nothing(here: Store) -> None:
    add(here, *mailroom.names(60))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        done = deliver(here, server(port))
    assert done.sent == 0
    assert "cannot be reached" in done.later[0][1]
    assert set(states(here)) == {"pending"}
    with office() as (_, port):
        assert deliver(here, server(port), MORNING + 5 * MINUTE).sent == 60


def test_a_server_that_says_nothing_is_given_up_in_time(here: Store) -> None:
    add(here, "a@example.org")
    with office() as (it, port):
        it.hang.set()
        done = deliver(here, server(port, timeout=0.3))
        assert "timed out" in done.later[0][1]
        it.hang.clear()
        assert deliver(here, server(port), MORNING + 5 * MINUTE).sent == 1


def test_a_connection_that_breaks_in_mid_message_costs_that_mail_a_try_and_the_others_nothing(here: Store) -> None:
    add(here, *mailroom.names(4))
    stepper = Stepper("content", 1, hang_up)
    try:
        done = deliver(here, server(stepper.port))
        assert (done.sent, len(done.later), done.connections) == (3, 1, 2)
        assert "connection broke" in done.later[0][1]
        assert deliver(here, server(stepper.port), MORNING + 5 * MINUTE).sent == 1
        assert sorted(t.to for t in stepper.taken) == list(mailroom.names(4))
    finally:
        stepper.close()


def test_an_idle_connection_that_the_server_ended_is_made_anew_without_a_word(here: Store) -> None:
    add(here, *mailroom.names(3))
    stepper = Stepper("mail", 1, hang_up)
    try:
        done = deliver(here, server(stepper.port))
    finally:
        stepper.close()
    assert (done.sent, done.troubled, done.connections) == (3, False, 2)


def test_a_server_that_always_breaks_off_is_left_after_three_tries(here: Store) -> None:
    add(here, *mailroom.names(60))

    class Rude(Stepper):
        def _reach(self, step: str, client: socket.socket) -> None:
            self.seen[step] += 1
            if step == "data":
                hang_up(client)

    rude = Rude()
    try:
        done = deliver(here, server(rude.port))
    finally:
        rude.close()
    assert (done.sent, rude.seen["data"]) == (0, 3)
    assert set(states(here)) == {"pending"}


def test_few_connections_serve_many_and_one_rendering_a_language(here: Store) -> None:
    add(here, *mailroom.names(25))
    add(here, "en1@example.org", "en2@example.org", language="en")
    rendered: list[str] = []

    def counted(language: str, baselines: tuple[str, ...], span: delivery.Span) -> delivery.Rendered:
        rendered.append(language)
        return mailroom.render(language, baselines, span)

    with office() as (it, port):
        done = deliver(here, server(port, per_connection=10), rendering=counted)
    assert (done.sent, done.connections, it.connections) == (27, 3, 3)
    assert sorted(rendered) == ["en", "zh"]


# TLS and secrets. -----------------------------------------------------------------------------------------------------


def test_without_starttls_nothing_goes_out_in_clear(here: Store) -> None:
    add(here, "a@example.org")
    stepper = Stepper()
    try:
        done = deliver(here, server(stepper.port, security="starttls", user="houxu", password="secret"))
    finally:
        stepper.close()
    assert "offers no STARTTLS, and nothing is sent in clear" in done.later[0][1]
    assert (stepper.taken, stepper.seen["mail"], states(here)) == ([], 0, ["pending"])


def test_a_server_that_offers_starttls_and_refuses_it_gets_nothing(here: Store) -> None:
    server_socket = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def talk() -> None:
        client, _ = server_socket.accept()
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 hello\r\n")
            for line in lines:
                heard.append(line.split()[0].upper())
                answers = {
                    b"EHLO": b"250-x\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n",
                    b"STARTTLS": b"454 4.7.0 TLS not available\r\n",
                }
                client.sendall(answers.get(heard[-1], b"221 bye\r\n"))

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    add(here, "a@example.org")
    done = deliver(here, server(server_socket.getsockname()[1], security="starttls", user="houxu", password="secret"))
    thread.join(10)
    server_socket.close()
    assert "STARTTLS failed: 454 4.7.0 TLS not available" in done.later[0][1]
    assert set(heard) <= {b"EHLO", b"STARTTLS", b"QUIT"}


@pytest.mark.parametrize(
    ("name", "trusted", "reason"),
    [
        ("mail.example.org", True, "a certificate of another name"),
        ("localhost", False, "an authority that nobody trusts"),
    ],
)
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_proves_nothing_is_refused(
    here: Store, authority: Authority, tmp_path: Path, security: str, name: str, trusted: bool, reason: str
) -> None:
    add(here, "a@example.org")
    other = tmp_path / "other"
    other.mkdir()
    ca_file = authority.file if trusted else Authority(other).file
    with office(login=True, **{security: authority.server(name)}) as (it, port):
        done = deliver(here, with_login(port, ca_file, security))
    assert "certificate is not trusted" in done.later[0][1], reason
    assert (it.taken, it.logins) == ([], [])


def test_a_wrong_password_is_said_without_it_and_stands_in_no_log(
    here: Store, authority: Authority, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "wrong-horse"
    add(here, "a@example.org")
    with office(login=True, starttls=authority.server()) as (_, port):
        right = with_login(port, authority.file)
        done = deliver(here, server(port, security="starttls", user="houxu", password=wrong, ca_file=authority.file))
        assert "the login was refused" in done.later[0][1]
        assert deliver(here, right, MORNING + 5 * MINUTE).sent == 1
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("mail.log", "asyncio")))
    with here.session() as session:
        kept = "\n".join(r.message or "" for r in outbox.latest_of(session).values())
    everything = "\n".join((ours, kept, repr(right), repr(done), *capfd.readouterr()))
    for secret in (wrong, PASSWORD, plain_login("houxu", wrong), plain_login("houxu", PASSWORD)):
        assert secret not in everything


def test_the_password_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("s3cret\n")
    given = {"smtp_host": "smtp.example.org", "mail_from": "houxu@example.org", "smtp_user": "u"}
    found = smtp.server(load_settings(**given, smtp_password_file=path))
    assert (found.password, found.port, found.security) == ("s3cret", 587, "starttls")
    assert "s3cret" not in repr(found)
    with pytest.raises(ConfigError, match="PASSWORD_FILE cannot be read"):
        smtp.server(load_settings(**given, smtp_password_file=tmp_path / "missing"))


def test_a_password_is_never_sent_in_clear_to_another_machine() -> None:
    given = {"mail_from": "houxu@example.org", "smtp_user": "u", "smtp_password": "p", "smtp_security": "none"}
    with pytest.raises(ConfigError, match="would send the password in clear"):
        smtp.server(load_settings(**given, smtp_host="smtp.example.org"))
    assert smtp.server(load_settings(**given, smtp_host="127.0.0.1")).port == 25


def test_an_address_outside_ascii_goes_where_it_can_and_is_said_where_it_cannot(here: Store) -> None:
    add(here, "编辑@example.org")
    stepper = Stepper()
    try:
        assert "takes no such address" in deliver(here, server(stepper.port)).failed[0][1]
    finally:
        stepper.close()
    with here.session() as session:
        readers.resume(session, "编辑@example.org")
    with office() as (it, port):
        assert deliver(here, server(port), MORNING + timedelta(days=1)).sent == 1
    assert it.taken[0].to == "编辑@example.org"


def test_the_check_of_the_server_sends_nothing(authority: Authority) -> None:
    with (
        office(login=True, starttls=authority.server()) as (it, port),
        Connection(with_login(port, authority.file)) as c,
    ):
        assert c.check() == f"localhost:{port} (starttls) as houxu"
        assert it.taken == []
    with Connection(server(1)) as c, pytest.raises(MailError, match="cannot be reached"):
        c.check()


# Two at once, and readers who leave in between. -----------------------------------------------------------------------


def test_while_one_process_sends_another_leaves_it_to_it(here: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from houxu.store import locks

    monkeypatch.setattr(delivery, "LOCK_WAIT", 0.0)
    add(here, "a@example.org")
    with office() as (it, port):
        with locks.job(here, delivery.LOCK):
            assert deliver(here, server(port)).sent == 0
        assert it.taken == []
        assert deliver(here, server(port)).sent == 1


@pytest.mark.parametrize("leaving", ["opt out", "pause", "remove"])
def test_what_waits_for_a_reader_who_left_is_not_sent(here: Store, leaving: str) -> None:
    add(here, "a@example.org")
    enqueue(here)
    with here.session() as session:
        (reader,) = readers.everyone(session)
        if leaving == "opt out":
            readers.opt_out(session, reader.nonce, MORNING)
        else:
            getattr(readers, leaving)(session, reader.address, MORNING)
    with office() as (it, port):
        assert delivery.send(here, server(port), mailroom.post(here), MORNING).sent == 0
        assert it.taken == []
    assert states(here) == ["skipped"]


def test_a_named_day_goes_to_all_who_have_not_had_it_due_or_not(here: Store) -> None:
    add(here, "a@example.org", hour=23)
    day = date(2024, 12, 5)
    now = datetime(2024, 12, 10, 0, 5, tzinfo=UTC)
    for _ in range(2):
        planned = delivery.plan(here, mailroom.render, now, day)
        delivery.enqueue(here, planned, mailroom.FROM, now, named_day=True)
    assert list(outbox_states(here)) == ["reader:1 2024-12-05 digest"]


def test_the_office_is_strict() -> None:
    """The test's own server: it refuses what it should, or the tests above prove nothing."""
    with office(login=True) as (it, port), Connection(server(port)) as c:
        with pytest.raises(MailError):
            c.send("a@example.org", "b@example.org", b"Subject: x\r\n\r\nx\r\n")
        assert isinstance(it, Office)
        assert it.taken == []
