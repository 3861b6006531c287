"""sd_notify(3): telling systemd how the service fares; silence where nobody listens.

Fifteen lines of a fixed protocol; the library of that name has not been touched since 2017 and hides every error.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time


def notify(*lines: str) -> None:
    """Send lines such as READY=1 to NOTIFY_SOCKET, if there is one."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    address = "\0" + address[1:] if address.startswith("@") else address
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as there:
        there.sendto("\n".join(lines).encode(), address)


def reloading() -> None:
    """Type=notify-reload wants the moment with it."""
    notify("RELOADING=1", f"MONOTONIC_USEC={time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000}")


def watchdog_seconds() -> float | None:
    """How often at least systemd wants a sign of life of this very process; None when it does not."""
    asked, whose = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", str(os.getpid()))
    return int(asked) / 1e6 if asked.isdigit() and int(asked) and whose == str(os.getpid()) else None
