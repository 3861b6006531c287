"""The dead man's switch: an address of the operator's monitoring is asked after each good run; its silence is the alarm.

The address is the operator's own word, often inside a private network, so the guard that keeps sources off private
addresses does not apply. It is a secret (who knows it can silence the alarm): it is in no log. Redirects are not followed.
"""

from __future__ import annotations

import logging

import httpx
from prometheus_client import Counter

from houxu.ops.reading import reading
from houxu.settings import Settings
from houxu.store import addresses
from houxu.store.engine import Store

log = logging.getLogger(__name__)
TIMEOUT = 10.0  # seconds
PINGS = Counter("houxu_pings", "pings of the dead man's switch by outcome", ["outcome"], registry=None)


def ping(settings: Settings, store: Store) -> bool:
    """After a run came to its end: ask the address, if there is one; False when it did not answer well, or was not asked.

    A run that no source answered is not good; one dead source among others is no alarm. A failure is logged, never raised.
    """
    url = settings.ping_url.get_secret_value()
    if not url or not _some_answer(store):
        return False
    return _ask(url)


def _some_answer(store: Store) -> bool:
    with reading(store) as session:
        found = addresses.health(session)
    return not found or any(h.failures == 0 for h in found)


def _ask(url: str) -> bool:
    try:
        answer = httpx.get(url, timeout=TIMEOUT, follow_redirects=False)
        well, why = answer.is_success, f"HTTP {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        well, why = False, type(error).__name__
    PINGS.labels("ok" if well else "failed").inc()
    if not well:
        log.warning("the ping address did not answer well: %s", why)
    return well
