"""`houxu serve` in a process of its own, and what it says, line by line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 90  # seconds until a line that never comes fails the test; nothing is measured by it


def environment(db: str, folder: Path, **more: str) -> dict[str, str]:
    """Settings for a service beside a newsroom on loopback."""
    return {k: v for k, v in os.environ.items() if not k.startswith("HOUXU_")} | {
        "HOUXU_DB": db,
        "HOUXU_ALLOW_HOSTS": "127.0.0.1",
        "HOUXU_HOST_INTERVAL": "0",
        "HOUXU_DIGEST_FOLDER": str(folder / "digests"),
        "HOUXU_EXTRACT_WORKERS": "0",
        "HOUXU_RETRIES": "0",
        "HOUXU_LISTEN": "127.0.0.1:0",
        "HOUXU_LEADER_POLL": "0.2",
        "HOUXU_JITTER": "0",
        "COLUMNS": "200",
        **more,
    }


def program(env: Mapping[str, str], *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "houxu", *words], env=dict(env), cwd=folder, capture_output=True, text=True, timeout=120
    )


@dataclass
class Served:
    """A running service."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    said: threading.Condition = field(default_factory=threading.Condition)
    ended: bool = False

    def listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self.said:
                self.lines.append(_event(line.rstrip("\n")))
                self.said.notify_all()
        with self.said:
            self.ended = True
            self.said.notify_all()

    def expect(self, pattern: str, *, after: int = 0) -> int:
        """Wait for a line that matches; the number of the line after it."""

        def found() -> int | None:
            return next((n for n in range(after, len(self.lines)) if re.search(pattern, self.lines[n])), None)

        with self.said:
            self.said.wait_for(lambda: found() is not None or self.ended, timeout=PATIENCE)
            number = found()
        assert number is not None, f"never said: {pattern}\n" + "\n".join(self.lines)
        return number + 1

    def said_so_far(self) -> int:
        with self.said:
            return len(self.lines)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


def _event(line: str) -> str:
    """What a log line says; away from a terminal the log is JSON lines."""
    try:
        return str(json.loads(line)["event"])
    except (ValueError, KeyError, TypeError):
        return line


@contextmanager
def served(env: Mapping[str, str], *files: Path, folder: Path) -> Iterator[Served]:
    """Serve until the end of the block, at the latest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "houxu", "serve", *map(str, files)], env=dict(env), cwd=folder,
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    it = Served(process)
    ears = threading.Thread(target=it.listen, daemon=True)
    ears.start()
    try:
        yield it
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        ears.join(10)
        if process.stderr is not None:
            process.stderr.close()
