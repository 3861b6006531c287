"""The address guard: no connection leaves for an address that is not public, unless the operator lists it.

It works where a connection is dialled, below redirects, robots.txt and retries: a name is resolved once,
every address it resolves to is checked, and the connection goes to a checked address, so that a second answer
from the name server (rebinding) changes nothing. TLS still verifies the name.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence

import anyio
import httpcore

from houxu.errors import Refused, TransportError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

_MOST_ADDRESSES = 4  # tried one after another
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not public although `is_global` (Python 3.11) says so, or reserved for machines' own services.
_NEVER = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # IETF protocol assignments; Oracle's metadata service
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # Azure's host agent answers here, from a public range
        "::/96",  # IPv4-compatible, deprecated
        "64:ff9b:1::/48",  # local NAT64
        "fec0::/10",  # site-local, deprecated
        "5f00::/16",  # segment routing
    )
)


def is_public(address: str) -> bool:
    """True if an IP address belongs to the open internet, also where IPv6 merely wraps an IPv4 address."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _wrapped(ip)
    if inner is not None:
        return is_public(str(inner))
    if ip.is_multicast or ip.is_reserved or any(ip in network for network in _NEVER):
        return False
    return ip.is_global


def _wrapped(ip: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a mapped, 6to4, NAT64 or ISATAP address leads to."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    low = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    is_isatap = (int(ip) >> 32) & 0xFEFFFFFF == 0x5EFE  # RFC 5214: ::[0200]:5efe:a.b.c.d
    return low if ip in _NAT64 or is_isatap else None


async def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a name, as the operating system gives them. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Dials for httpcore, but only to addresses that were checked.

    `allow` holds host names and addresses that the operator has opened; `resolver` and `dialler` are the real
    ones unless a test watches them.
    """

    def __init__(
        self,
        allow: Iterable[str] = (),
        *,
        resolver: Resolver = resolve,
        dialler: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow = frozenset(host.strip("[]").lower().rstrip(".") for host in allow)
        self._resolve = resolver
        self._dialler = dialler or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check and connect; `timeout` in seconds covers each of the two steps.

        Raises Refused (private-address), TransportError (dns) and httpcore's own connect errors.
        """
        addresses = await self._addresses(host, port, timeout)
        self._check(host, addresses)
        chosen = addresses[:_MOST_ADDRESSES]
        share = None if timeout is None else timeout / len(chosen)
        for address in chosen[:-1]:
            try:
                return await self._dialler.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._dialler.connect_tcp(chosen[-1], port, share, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: no address leads to a local socket."""
        raise Refused(f"local socket {path} refused", code="private-address", retry=False)

    async def sleep(self, seconds: float) -> None:
        """Part of httpcore's interface."""
        await anyio.sleep(seconds)

    async def _addresses(self, host: str, port: int, timeout: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise TransportError(f"no answer about the name {host} within {timeout:g} s", code="dns") from None
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise TransportError(f"the name {host} does not resolve: {reason}", code="dns") from error
        if not addresses:
            raise TransportError(f"the name {host} has no address", code="dns")
        return addresses

    def _check(self, host: str, addresses: Sequence[str]) -> None:
        if host.lower().rstrip(".") in self._allow:
            return
        for address in addresses:
            if address.lower() in self._allow or is_public(address):
                continue
            what = f"{host} is" if address == host else f"{host} resolves to {address}, which is"
            raise Refused(
                f"{what} not a public address",
                code="private-address",
                hint=f"if that is meant, list it: HOUXU_ALLOW_HOSTS={host}",
                retry=False,
            )
