"""Other channels (Feishu, DingTalk, WeCom, Slack, Telegram, webhooks) through apprise, from the same outbox."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from houxu.errors import ConfigError
from houxu.mail.delivery import LOCK, LOCK_WAIT, Sending
from houxu.settings import Settings
from houxu.store import locks, outbox
from houxu.store.engine import Store
from houxu.store.outbox import Parcel

log = logging.getLogger(__name__)
BATCH = 20


@dataclass(frozen=True, slots=True)
class Channel:
    """One apprise address. It holds a secret: messages and the database know it by kind and fingerprint."""

    url: str = field(repr=False)
    language: str = "zh"

    @property
    def recipient(self) -> str:
        """Its name in the outbox."""
        return f"channel:{hashlib.sha256(self.url.encode()).hexdigest()[:12]}"

    @property
    def shown(self) -> str:
        """What people are shown of it."""
        return f"{self.url.partition('://')[0]} ({self.recipient[8:14]})"


def channels(settings: Settings) -> list[Channel]:
    """The channels that are set. Raises ConfigError when their file cannot be read."""
    text = settings.notify_urls.get_secret_value()
    path = settings.notify_urls_file
    if path is not None:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError("HOUXU_NOTIFY_URLS_FILE cannot be read", where=str(path)) from error
        text = " ".join([text, *(line for line in lines if not line.lstrip().startswith("#"))])
    return [_channel(words) for words in dict.fromkeys(text.split())]


def _channel(words: str) -> Channel:
    """An address, with its language before it where that is not Chinese ("en=slack://A/B/C")."""
    language, given, url = words.partition("=")
    return Channel(url, language) if given and language in ("zh", "en") else Channel(words)


def send(store: Store, to: Sequence[Channel], now: datetime, done: Sending) -> None:
    """Send what waits for channels; each trouble is noted in the outbox and in `done`. Raises ConfigError without apprise."""
    known = {c.recipient: c for c in to}
    with locks.job(store, LOCK, wait=LOCK_WAIT) as ours:
        if not ours:
            log.warning("another process is sending; what it leaves is sent next time")
            return
        with store.session() as session:
            outbox.take_back(session)
        while _batch(store, known, now, done):
            pass


def _batch(store: Store, known: dict[str, Channel], now: datetime, done: Sending) -> bool:
    with store.session() as session:
        parcels = outbox.lease(session, now, BATCH, channel=True)
        letters = {p.letter_id: outbox.letter(session, p.letter_id) for p in parcels}
    for parcel in parcels:
        channel = known.get(parcel.recipient)
        subject, text, _ = letters[parcel.letter_id]
        why = _tell(channel, subject, text) if channel else "this channel is not set any more"
        _note(store, parcel, channel, why, now, done)
    return bool(parcels)


def _note(store: Store, parcel: Parcel, channel: Channel | None, why: str | None, now: datetime, done: Sending) -> None:
    with store.session() as session:
        if why is None:
            outbox.sent(session, parcel.id, now)
            done.sent += 1
            return
        given_up = outbox.refused(session, parcel.id, now, None, why, lasting=channel is None)
    if channel is not None:
        (done.failed if given_up else done.later).append((channel.shown, why))


def _tell(channel: Channel, subject: str, text: str) -> str | None:
    """Hand it to apprise; None when it was taken, else why not. Apprise says yes or no, and its reasons in a log."""
    apprise = _library()
    told = apprise.Apprise()
    if not told.add(channel.url):
        return "apprise does not know this address; see its list of services"
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        if told.notify(title=subject, body=text, body_format=apprise.NotifyFormat.TEXT):
            return None
        reasons = " ".join(said.getvalue().replace(channel.url, channel.shown).split())
    return reasons[:300] or "the service did not take it"


def _library() -> Any:
    try:
        import apprise
    except ModuleNotFoundError as error:
        raise ConfigError("HOUXU_NOTIFY_URLS needs apprise", hint="pip install 'houxu[notify]'") from error
    return apprise
