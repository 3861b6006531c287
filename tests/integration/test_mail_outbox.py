"""Readers and the outbox in the database, on SQLite and PostgreSQL; alerts, channels and the feed from a newsroom's changes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from tests import mailroom
from tests.mailroom import add, outbox_states, server
from tests.mailservers import office
from tests.servers import Reply, Request, Site
from tests.servers import site as web_site
from tests.stores import JOB, NOW, article, deadlines, loaded, rows, take

from houxu.errors import ConfigError, InputError
from houxu.mail import alerts, delivery, feed, notify
from houxu.model import DigestPlan, Schedule, Status, Verdict
from houxu.settings import Settings, load_settings
from houxu.store import changes, evidence, outbox, readers
from houxu.store.engine import Store

DAY = timedelta(days=1)


def news(store: Store, number: int = 1, day: date = date(2024, 12, 10), now: datetime = NOW) -> None:
    """An article that contradicts a claim marked for alerts, and the statuses that follow."""
    with store.session() as session:
        take(session, article(number, day), {rows(session)["sora-closed"]: Verdict.REFUTES}, now)
        take(session, article(number + 100, day), {rows(session)["sora-closed"]: Verdict.REFUTES}, now)
        evidence.refresh(session, deadlines(session), now.date(), now)


@pytest.fixture
def newsroom(store: Store) -> Store:
    with store.session() as session:
        loaded(session, NOW - 30 * DAY)
        evidence.refresh(session, deadlines(session), NOW.date(), NOW - 30 * DAY)
    return store


# Readers --------------------------------------------------------------------------------------------------------------


def test_the_job_file_s_readers_are_taken_in_once_and_follow_it(newsroom: Store) -> None:
    job = replace(JOB, digest=DigestPlan(("desk@Example.org",), "en"), schedule=Schedule(digest="0 7 * * *"))
    other = replace(JOB, name="other", watch=("another",), digest=DigestPlan(("desk@example.org", "b@example.org")))

    def take_in(*jobs: object) -> int:
        with newsroom.session() as session:
            return readers.from_jobs(session, jobs, NOW)  # type: ignore[arg-type]

    def people() -> list[tuple[str, tuple[str, ...], str]]:
        with newsroom.session() as session:
            return [(r.address, r.baselines, r.state) for r in readers.everyone(session, removed=True)]

    assert take_in(job) == 1
    assert take_in(job) == 0, "loading again changes nothing"
    with newsroom.session() as session:
        (reader,) = readers.everyone(session)
    assert (reader.address, reader.language, reader.hour, reader.timezone) == (
        "desk@example.org",
        "en",
        7,
        "Asia/Shanghai",
    )
    assert take_in(job, other) == 2
    assert people() == [("b@example.org", ("another",), "active"), ("desk@example.org", ("another", "sora"), "active")]
    assert take_in(job) == 2
    assert people() == [("b@example.org", ("another",), "removed"), ("desk@example.org", ("sora",), "active")]
    take_in(job, other)
    assert [state for *_, state in people()] == ["active", "active"], "named again, told again"


@pytest.mark.parametrize("leaving", ["opt out", "remove", "pause"])
def test_no_job_file_brings_back_who_left(newsroom: Store, leaving: str) -> None:
    job = replace(JOB, digest=DigestPlan(("a@example.org",)))
    with newsroom.session() as session:
        readers.from_jobs(session, [job], NOW)
    with newsroom.session() as session:
        (reader,) = readers.everyone(session)
        if leaving == "opt out":
            readers.opt_out(session, reader.nonce, NOW)
        else:
            getattr(readers, leaving)(session, "a@example.org", NOW)
    with newsroom.session() as session:
        readers.from_jobs(session, [], NOW)
        readers.from_jobs(session, [job], NOW)
    if leaving != "pause":  # a pause is not a farewell: the job file may end and begin it anew
        with newsroom.session() as session:
            assert readers.active(session) == []


def test_who_opted_out_comes_back_only_when_he_asked(newsroom: Store) -> None:
    add(newsroom, "a@example.org")
    with newsroom.session() as session:
        nonce = readers.everyone(session)[0].nonce
        assert nonce.isalnum(), "a token that begins with a dash reads as an option"
        readers.opt_out(session, nonce, NOW)
        with pytest.raises(InputError, match="opted out on 2024-12-20"):
            readers.add(session, "a@example.org", {}, NOW)
        with pytest.raises(InputError, match="opted out"):
            readers.resume(session, "a@example.org")
        assert readers.add(session, "a@example.org", {}, NOW, again=True)
        assert readers.opt_out(session, nonce, NOW) is None, "the old link is dead"
        assert [r.state for r in readers.everyone(session)] == ["active"]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"timezone": "Mars/Olympus"}, "no time zone"),
        ({"timezone": "../etc/passwd"}, "no time zone"),
        ({"hour": 24}, "not an hour"),
        ({"baselines": ["nobody"]}, "'nobody' is not loaded"),
    ],
)
def test_wishes_that_cannot_be_kept_are_refused(newsroom: Store, wishes: dict[str, object], message: str) -> None:
    with newsroom.session() as session, pytest.raises(InputError, match=message):
        readers.add(session, "a@example.org", wishes, NOW)


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "@b", "a b@c.d", "a@b\r\nBcc: x@y.z", "a@b..c", "<a@b.c>", "a@b.c,d@e.f", "a" * 251 + "@b.c", "a\u202e@b.c"]
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="is not a mail address"):
        readers.checked_address(address)


def test_the_key_is_made_once(store: Store) -> None:
    with store.session() as session:
        first = readers.key(session)
    with store.session() as session:
        assert readers.key(session) == first
    assert len(bytes.fromhex(first)) == 32


# The outbox -----------------------------------------------------------------------------------------------------------


def test_a_digest_is_enqueued_once_and_its_letter_kept_once(store: Store) -> None:
    add(store, *mailroom.names(20))
    assert mailroom.enqueue(store) == 20
    assert mailroom.enqueue(store) == 0, "the morning's digest is there already"
    with store.session() as session:
        assert len(outbox.lease(session, mailroom.MORNING, 50)) == 20
        assert outbox.lease(session, mailroom.MORNING, 50) == [], "what is taken is not taken again"
        assert outbox.take_back(session) == 20
        assert len({p.letter_id for p in outbox.lease(session, mailroom.MORNING, 50)}) == 1


def test_sent_in_the_database_means_sent(store: Store) -> None:
    add(store, *mailroom.names(3))
    with office() as (it, port):
        assert mailroom.deliver(store, server(port)).sent == 3
        assert mailroom.deliver(store, server(port)).sent == 0
    assert len(it.taken) == 3
    assert set(mailroom.states(store)) == {"sent"}


def test_the_next_digest_goes_on_where_the_last_one_ended(newsroom: Store) -> None:
    add(newsroom, "a@example.org", now=NOW)
    spans = []

    def render(language: str, baselines: tuple[str, ...], span: delivery.Span) -> delivery.Rendered:
        spans.append(span)
        return mailroom.render(language, baselines, span)

    news(newsroom, now=NOW)
    mailroom.enqueue(newsroom, NOW + timedelta(hours=1), render)
    mailroom.enqueue(newsroom, NOW + DAY, render)
    news(newsroom, 2, date(2024, 12, 22), NOW + 3 * DAY)
    mailroom.enqueue(newsroom, NOW + 4 * DAY, render)
    assert spans[0].end == NOW, "it ends with what was learned, not with the clock"
    assert spans[1].start == spans[0].end
    assert spans[2].start == spans[1].end


# Alerts ---------------------------------------------------------------------------------------------------------------


def settings(port: int, **given: object) -> Settings:
    return load_settings(smtp_host="localhost", smtp_port=port, smtp_security="none",
                         mail_from="后续 <houxu@example.org>", now=NOW + timedelta(minutes=1), **given)  # fmt: skip


def test_a_change_of_a_claim_marked_for_it_is_told_at_once_and_once(newsroom: Store) -> None:
    add(newsroom, "zh@example.org", now=NOW - DAY)
    add(newsroom, "en@example.org", language="en", now=NOW - DAY)
    add(newsroom, "later@example.org", now=NOW + DAY)
    news(newsroom)
    with office() as (it, port):
        assert alerts.after_run(newsroom, settings(port, web_url="https://houxu.example.org")).sent == 2
        for _ in range(2):
            with newsroom.session() as session:  # the history is derived again, as each run does
                evidence.refresh(session, deadlines(session), NOW.date(), NOW)
            assert alerts.after_run(newsroom, settings(port)).sent == 0
    assert {t.to for t in it.taken} == {"zh@example.org", "en@example.org"}, "nobody is told of what was before him"
    (zh,) = it.to("zh@example.org")
    assert zh.mail["Subject"] == "提醒：Sora 尚未对公众开放（待定 → 被推翻）"
    text = zh.mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "https://n" in text
    assert "https://houxu.example.org/claims/sora/sora-closed" in text
    assert "https://houxu.example.org/unsubscribe/" in text


def test_claims_without_the_mark_and_changes_to_and_fro_are_not_told(newsroom: Store) -> None:
    add(newsroom, "a@example.org", now=NOW - DAY)
    with newsroom.session() as session:
        take(session, article(1, date(2024, 12, 10)), {rows(session)["sora-60s"]: Verdict.REFUTES})
        evidence.refresh(session, deadlines(session), NOW.date(), NOW)
        assert changes.steps(session, alerts=True) == []
    with office() as (_, port):
        assert alerts.after_run(newsroom, settings(port)).sent == 0
    step = changes.Step("sora", "x", "主张", None, True, *("open", "confirmed"), NOW, NOW, "", None, None, None, None)  # type: ignore[arg-type]
    back = replace(step, previous="confirmed", status="open")  # type: ignore[arg-type]
    assert alerts.net([back, step]) == []


def test_what_the_web_said_is_escaped_and_only_web_links_are_made(newsroom: Store) -> None:
    news(newsroom)
    with newsroom.session() as session:
        (step, *_) = changes.steps(session, alerts=True)
    evil = replace(step, passage="<script>alert(1)</script>", url="javascript:alert(1)", outlet='"><img src=x>')
    made = alerts.letter(evil, "zh")
    assert "<script" not in made.html
    assert "<img" not in made.html
    assert "javascript:" not in made.html + made.text


def test_without_a_mail_server_and_channels_nobody_is_told_and_nothing_is_kept(newsroom: Store) -> None:
    add(newsroom, "a@example.org", now=NOW - DAY)
    news(newsroom)
    assert not alerts.after_run(newsroom, load_settings(now=NOW)).troubled
    assert outbox_states(newsroom) == {}


def test_what_a_claim_was_when_it_was_loaded_is_no_news(store: Store) -> None:
    with store.session() as session:
        loaded(session, NOW)
    news(store, now=NOW)
    with store.session() as session:
        assert changes.steps(session)
        assert changes.steps(session, alerts=True) == []


# Channels -------------------------------------------------------------------------------------------------------------


def told_by(
    newsroom: Store, reply: Reply | list[Reply], *clocks: timedelta
) -> tuple[list[Request], list[delivery.Sending], str]:
    """What a webhook on loopback is asked by runs at these times after the news."""

    async def play() -> tuple[list[Request], list[delivery.Sending], str]:
        async with web_site({"/hook": reply}) as there:
            url = f"json://127.0.0.1:{there.port}/hook"
            done = []
            for wait in clocks:
                given = load_settings(notify_urls=url, now=NOW + wait)
                done.append(await asyncio.to_thread(alerts.after_run, newsroom, given))
            assert isinstance(there, Site)
            return there.requests, done, url

    return asyncio.run(play())


def test_a_webhook_is_told_of_an_alert_once(newsroom: Store) -> None:
    news(newsroom)
    asked, done, _ = told_by(newsroom, Reply("{}"), timedelta(), timedelta(hours=1))
    assert [r.method for r in asked] == ["POST"]
    assert [(d.sent, d.troubled) for d in done] == [(1, False), (0, False)]


def test_a_webhook_that_fails_is_tried_again_later_and_named_without_its_address(newsroom: Store) -> None:
    news(newsroom)
    minute = timedelta(minutes=1)
    asked, done, url = told_by(newsroom, [Reply("no", 503), Reply("{}")], minute, 2 * minute, 7 * minute)
    assert [d.sent for d in done] == [0, 0, 1]
    assert len(asked) == 2
    ((name, why),) = done[0].later
    assert name.startswith("json (")
    assert url not in name + why
    assert list(outbox_states(newsroom).values()) == ["sent"]


def test_channels_come_from_setting_and_file_and_keep_their_secret(tmp_path: Path) -> None:
    path = tmp_path / "channels"
    path.write_text("# the desk\nslack://token-a/b/c\n\njson://x.example/hook\n")
    found = notify.channels(load_settings(notify_urls="json://x.example/hook tgram://secret/1", notify_urls_file=path))
    assert [c.url.partition(":")[0] for c in found] == ["json", "tgram", "slack"], "each once"
    assert "secret" not in repr(found) + "".join(c.recipient + c.shown for c in found)
    with pytest.raises(ConfigError, match="NOTIFY_URLS_FILE cannot be read"):
        notify.channels(load_settings(notify_urls_file=tmp_path / "missing"))


def test_a_channel_may_be_told_in_english_and_the_reason_with_it() -> None:
    found = notify.channels(load_settings(notify_urls="en=slack://a/b/c json://x.example/hook?a=b zh=tgram://s/1"))
    assert [(c.url, c.language) for c in found] == [
        ("slack://a/b/c", "en"), ("json://x.example/hook?a=b", "zh"), ("tgram://s/1", "zh"),
    ]  # fmt: skip
    step = changes.Step(
        alert=True, baseline="b", claim_id="c", text="主张", text_en="A claim", previous=Status.OPEN,
        status=Status.CONTRADICTED, reason="到 2025-02-27 才发布,已过期限 2024-05-26", at=NOW, recorded_at=NOW,
        passage=None, url=None, outlet=None, published=None,
    )  # fmt: skip
    assert "Why: released only on 2025-02-27, after the deadline of 2024-05-26" in alerts.letter(step, "en").text
    assert "原因：到 2025-02-27 才发布" in alerts.letter(step, "zh").text


# The feed -------------------------------------------------------------------------------------------------------------


def test_the_feed_is_valid_and_its_entries_keep_their_ids(newsroom: Store) -> None:
    news(newsroom)

    def read() -> tuple[bytes, feedparser.FeedParserDict]:
        with newsroom.session() as session:
            made = feed.atom(changes.steps(session, most=feed.MOST), web_url="https://houxu.example.org", now=NOW)
        return made, feedparser.parse(made)

    made, parsed = read()
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert (parsed.feed.id, parsed.feed.updated, parsed.feed.author) != ("", "", "")
    titles = [e.title for e in parsed.entries]
    assert "待定 → 被推翻：Sora 尚未对公众开放" in titles
    for entry in parsed.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.link.startswith("https://houxu.example.org/claims/sora/")
        assert datetime.fromisoformat(entry.updated).tzinfo is not None
    with newsroom.session() as session:
        evidence.refresh(session, deadlines(session), NOW.date(), NOW + DAY)
    assert read()[0] == made, "derived again, it is the same feed to the byte"
    ids = [e.id for e in parsed.entries]
    assert len(set(ids)) == len(ids)
    assert json.dumps(ids)


def test_the_feed_takes_what_xml_does_not(newsroom: Store) -> None:
    news(newsroom)
    with newsroom.session() as session:
        (step, *_) = changes.steps(session, alerts=True)
    evil = replace(step, reason="\x00\x1b[31m <b>]]> & \ufffe", url="javascript:alert(1)")
    parsed = feedparser.parse(feed.atom([evil], now=datetime(2024, 1, 1, tzinfo=UTC)))
    assert not parsed.bozo
    assert "[31m" in parsed.entries[0].content[0].value
    assert "javascript" not in str(parsed.entries[0].get("links"))


def test_an_empty_feed_is_a_feed() -> None:
    parsed = feedparser.parse(feed.atom([], language="en", now=NOW))
    assert (parsed.bozo, parsed.entries, parsed.feed.title) == (False, [], "houxu: changes of claims")
