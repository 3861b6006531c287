"""robots.txt (RFC 9309): read once per origin and run, obeyed on every hop."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from houxu.errors import FetchError, HttpStatusError, Refused
from houxu.fetch.charset import decode

PRODUCT = "houxu"  # the token that a site's rules may name
MAX_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB must be parsed; the rest is ignored

_OF_THE_HOST = frozenset({"private-address", "dns", "connect", "tls"})  # would have met any other page, too


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows. No `text` means that everything is allowed."""

    text: Protego | None = None

    def allow(self, url: str) -> bool:
        """True if this address may be fetched."""
        return self.text is None or bool(self.text.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 when it says nothing."""
        return float(self.text.crawl_delay(PRODUCT) or 0.0) if self.text is not None else 0.0


class Robots:
    """The rules of every origin met in this run; `read` fetches an address and gives its body."""

    def __init__(self, read: Callable[[str], Awaitable[bytes]]) -> None:
        self._read = read
        self._known: dict[str, Rules | FetchError] = {}
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def rules(self, origin: str) -> Rules:
        """The rules of `origin`. Raises FetchError when they cannot be known: nothing is fetched then."""
        async with self._locks[origin]:
            if origin not in self._known:
                self._known[origin] = await self._ask(origin)
        known = self._known[origin]
        if isinstance(known, FetchError):
            raise _unknown(origin, known) from known
        return known

    async def _ask(self, origin: str) -> Rules | FetchError:
        try:
            body = await self._read(f"{origin}/robots.txt")
        except HttpStatusError as error:
            # 4xx: the site has no rules (RFC 9309, 2.3.1.3); 429 is a wish for rest, not an absence.
            return Rules() if error.code.startswith("http-4") and error.code != "http-429" else error
        except FetchError as error:
            return error
        return Rules(Protego.parse(decode(body)[0]))


def _unknown(origin: str, error: FetchError) -> FetchError:
    """Not knowing the rules means no: the site's trouble keeps its code, an error status becomes `robots`."""
    if error.code in _OF_THE_HOST:
        return type(error)(error.what, code=error.code, hint=error.hint, retry=error.retry)
    what = f"robots.txt of {origin} cannot be read: {error.what}"
    if isinstance(error, HttpStatusError):
        return Refused(what, code="robots", hint="tried again later", retry_after=error.retry_after)
    return type(error)(what, code=error.code, hint=error.hint, retry=error.retry, retry_after=error.retry_after)


def refusal(url: str) -> Refused:
    """The site's rules say no to this address."""
    return Refused("robots.txt does not allow this address", code="robots", where=url, retry=False)
