"""Only addresses of the open internet are public."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.fetch.guard import is_public


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::6810:85e5", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.8.8", "loopback is a whole range"),
        ("10.0.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "behind a carrier's NAT"),
        ("169.254.169.254", "metadata"),
        ("168.63.129.16", "metadata in a public range"),
        ("192.0.0.192", "metadata in an assigned range"),
        ("198.18.0.1", "for benchmarks"),
        ("203.0.113.7", "for documents"),
        ("224.0.0.251", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("0.0.0.0", "this host"),
        ("::", "this host"),
        ("::1", "loopback"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local with a scope"),
        ("fc00::1", "unique local"),
        ("fec0::1", "site-local"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "for documents"),
        ("::ffff:127.0.0.1", "loopback, mapped"),
        ("::127.0.0.1", "loopback, compatible"),
        ("2002:7f00:1::", "loopback by 6to4"),
        ("64:ff9b::7f00:1", "loopback by NAT64"),
        ("64:ff9b:1::7f00:1", "local NAT64"),
        ("2606:4700::5efe:10.0.0.1", "private by ISATAP"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
        ("not an address", "no address at all"),
    ],
)
def test_all_others_are_not(address: str, reason: str) -> None:
    assert not is_public(address), reason


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_as_public_as_the_one_inside(inner: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{inner}") == is_public(str(inner))
    assert is_public(str(ipaddress.IPv6Address((0x64FF9B << 96) | int(inner)))) == is_public(str(inner))
