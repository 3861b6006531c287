"""Instant alerts: a claim marked `alert: true` changed its status, and each reader and channel is told once."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from houxu.digest.links import Links, safe_link
from houxu.digest.reasons import reason
from houxu.digest.words import STATUS_WORDS
from houxu.mail import delivery, notify
from houxu.mail.delivery import Post, Sending
from houxu.mail.message import UNSUBSCRIBE_HERE, Letter, Sender, sender
from houxu.mail.smtp import server
from houxu.settings import Settings
from houxu.store import changes, outbox, readers
from houxu.store.changes import Step
from houxu.store.engine import Store
from houxu.store.outbox import Entry

WINDOW = timedelta(days=7)
"""How far back a run looks for changes nobody was told of: one that was killed may have left some."""


def after_run(store: Store, settings: Settings) -> Sending:
    """Tell of what changed, by mail where a mail server is set and on the channels. Raises ConfigError.

    Safe to repeat: what was told is in the outbox. Also sends what waits there from before.
    """
    now, channels = settings.clock(), notify.channels(settings)
    if not settings.smtp_host and not channels:
        return Sending()
    frm = sender(settings.mail_from) if settings.smtp_host else None
    with store.session() as session:
        key = readers.key(session)
        found = net(changes.steps(session, since=now - WINDOW, alerts=True))
        letters = _Letters(session, settings.web_url, now)
        entries = _mails(session, found, key, frm, letters) if frm else []
        entries += _notes(found, channels, letters)
        outbox.enqueue(session, entries, now)
    done = Sending()
    if frm:
        post = Post(frm, settings.web_url, settings.mail_unsubscribe, key)
        done = delivery.send(store, server(settings), post, now)
    if channels:
        notify.send(store, channels, now, done)
    return done


def net(steps: Iterable[Step]) -> list[Step]:
    """One step a claim and run: from where it stood before the run to where it stood after. Steps come newest first."""
    by_run: dict[tuple[str, str, datetime], list[Step]] = {}
    for step in steps:
        by_run.setdefault((step.baseline, step.claim_id, step.recorded_at), []).append(step)
    return [group[0] for group in by_run.values() if group[-1].previous != group[0].status]


@dataclass(slots=True)
class _Letters:
    """Each alert once a language."""

    session: Session
    web_url: str
    now: datetime
    rows: dict[tuple[str, str, bool], int] = field(default_factory=dict)

    def row(self, step: Step, language: str, *, mail: bool = True) -> int:
        """Its row; on a channel nobody unsubscribes by a link."""
        same = (step.mark, language, mail)
        if same not in self.rows:
            made = letter(step, language, self.web_url)
            text = made.text if mail else made.text.rpartition("\n\n")[0] + "\n"
            self.rows[same] = outbox.put_letter(self.session, made.subject, text, made.html if mail else "", self.now)
        return self.rows[same]


def _mails(session: Session, steps: Sequence[Step], key: str, frm: Sender, letters: _Letters) -> list[Entry]:
    return [
        Entry(
            recipient=reader.recipient,
            day=step.at.date(),
            kind=f"alert:{step.mark}",
            reader_id=reader.id,
            letter_id=letters.row(step, reader.language),
            message_id=delivery.message_id(key, reader.nonce, step.at.date(), f"alert:{step.mark}", frm.domain),
        )
        for reader in readers.active(session)
        for step in steps
        if step.recorded_at > reader.added_at and (not reader.baselines or step.baseline in reader.baselines)
    ]


def _notes(steps: Sequence[Step], channels: Iterable[notify.Channel], letters: _Letters) -> list[Entry]:
    return [
        Entry(
            c.recipient, step.at.date(), f"alert:{step.mark}", "", letter_id=letters.row(step, c.language, mail=False)
        )
        for c in channels
        for step in steps
    ]


def letter(step: Step, language: str, web_url: str = "") -> Letter:
    """The alert of one change. What came from the web is escaped, and only http(s) links are made."""
    zh = language.startswith("zh")
    words = STATUS_WORDS["zh" if zh else "en"]
    claim = step.text if zh or not step.text_en else step.text_en
    change = f"{words[step.previous]} → {words[step.status]}"
    subject = f"提醒：{claim}（{change}）" if zh else f"Alert: {claim} ({change})"
    why = f"{'原因：' if zh else 'Why: '}{reason(step.reason, language).text}"
    source = " · ".join(x for x in (step.outlet or "", f"{step.published:%Y-%m-%d}" if step.published else "") if x)
    link = safe_link(step.url or "")
    leave = "退订" if zh else "Unsubscribe"
    page = Links(claim_page=web_url).claim(step.baseline, step.claim_id)
    lines = [claim, change, "", why, *([f"“{step.passage}”"] if step.passage else []), source]
    ends = [x for x in (link, page) if x]
    text = "\n".join([*lines, *ends, "", f"{leave}: {UNSUBSCRIBE_HERE}"]) + "\n"
    return Letter(subject, text, _html(lines, ends, leave, "zh-CN" if zh else "en"))


def _html(lines: list[str], links: list[str], leave: str, language: str) -> str:
    shown = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    more = "".join(f'<p><a href="{html.escape(link)}">{html.escape(link)}</a></p>' for link in links)
    foot = f'<p style="font-size:12px"><a href="{UNSUBSCRIBE_HERE}">{leave}</a></p>'
    head = '<meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    return f'<!doctype html><html lang="{language}"><head>{head}<title>houxu</title></head><body>{shown}{more}{foot}</body></html>\n'
