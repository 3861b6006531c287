"""Mail servers on loopback: aiosmtpd with TLS and login whose answers a test scripts, and one that counts every step.

`Office` is aiosmtpd, told what to refuse. `Stepper` speaks SMTP by itself, so that a test can end the connection, or the
client's process, at a named point of the conversation.
"""

from __future__ import annotations

import asyncio
import base64
import os
import signal
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "houxu", "correct-horse-battery"


@dataclass
class Taken:
    """A mail that a server said 250 to."""

    frm: str
    to: str
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class Authority:
    """An own certificate authority: what a server shows, and the file by which a client trusts it."""

    folder: Path
    ca: trustme.CA = field(default_factory=trustme.CA)

    def server(self, name: str = "localhost") -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(name).configure_cert(context)
        return context

    @property
    def file(self) -> Path:
        path = self.folder / "ca.pem"
        self.ca.cert_pem.write_to_path(str(path))
        return path


class Office:
    """What the server does: `refuse` gives each address its answers to RCPT in turn, `refuse_data` to the content."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.refuse: dict[str, list[str]] = {}
        self.refuse_data: list[str] = []
        self.refuse_sender: list[str] = []
        self.hang = threading.Event()  # set: nothing is answered to MAIL
        self.tls: list[bool] = []
        self.logins: list[bytes] = []
        self.connections = 0
        self.lines: list[bytes] = []

    async def handle_EHLO(self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:  # fmt: skip
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        while self.hang.is_set():
            await asyncio.sleep(0.01)
        if self.refuse_sender:
            return self.refuse_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answers = self.refuse.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.refuse_data:
            return self.refuse_data.pop(0)
        self.tls.append(server.transport.get_extra_info("sslcontext") is not None)
        self.taken += [Taken(envelope.mail_from, to, envelope.original_content) for to in envelope.rcpt_tos]
        return "250 OK"

    def log_in(self, server: SMTP, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
        assert isinstance(auth_data, LoginPassword)
        self.logins.append(auth_data.login)
        right = (USER.encode(), PASSWORD.encode())
        return AuthResult(success=(auth_data.login, auth_data.password) == right, handled=False)

    def to(self, address: str) -> list[Taken]:
        return [t for t in self.taken if t.to == address]


class _Controller(Controller):
    """Listens on a socket that is bound already: nobody else can take the port in between."""

    def __init__(self, handler: Office, listening: socket.socket, **given: Any) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=listening.getsockname()[1], **given)
        self.listening = listening

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listening, ssl=self.ssl_context)

    def factory(self) -> SMTP:
        self.handler.connections += 1
        return super().factory()


@contextmanager
def office(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, login: bool = False
) -> Iterator[tuple[Office, int]]:
    """A running aiosmtpd and its port: in clear, with STARTTLS or with TLS from the start; with or without login."""
    it = Office()
    controller = _Controller(
        it, socket.create_server(("127.0.0.1", 0)), ssl_context=tls, tls_context=starttls,
        require_starttls=starttls is not None, enable_SMTPUTF8=True, auth_required=login, authenticator=it.log_in,
        auth_require_tls=tls is None, command_call_limit=100_000, server_hostname="localhost",
    )  # fmt: skip
    controller.start()
    it.connections = 0  # it called itself once, to see that it runs
    try:
        yield it, controller.port
    finally:
        it.hang.clear()
        controller.stop()


STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "content", "dot", "stored", "replied", "next")
"""Points of a conversation, in order. Between `stored` and the client's commit nobody but the server knows the truth."""


class Stepper:
    """A plain SMTP server that does `act` when mail number `at` (from 0) reaches `step`; once."""

    def __init__(self, step: str = "", at: int = 0, act: Callable[[socket.socket], None] | None = None) -> None:
        self.step, self.at, self.act = step, at, act
        self.taken: list[Taken] = []
        self.seen: Counter[str] = Counter()
        self.acted = False
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client, suppress(OSError, EOFError):
                self._talk(client)

    def _reach(self, step: str, client: socket.socket) -> None:
        """Count a step, and act if it is the one."""
        number = self.seen[step]
        self.seen[step] += 1
        if self.act and not self.acted and step == self.step and number == self.at:
            self.acted = True
            self.act(client)

    def _talk(self, client: socket.socket) -> None:
        reader = client.makefile("rb")
        self._reach("connect", client)
        client.sendall(b"220 stepper\r\n")
        frm = to = ""
        while line := reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self._reach("ehlo", client)
                client.sendall(b"250-stepper\r\n250 SIZE\r\n")
            elif verb == b"MAIL":
                if self.taken:
                    self._reach("next", client)
                self._reach("mail", client)
                frm = line.decode().split("<")[1].split(">")[0]
                client.sendall(b"250 ok\r\n")
            elif verb == b"RCPT":
                self._reach("rcpt", client)
                to = line.decode().split("<")[1].split(">")[0]
                client.sendall(b"250 ok\r\n")
            elif verb == b"DATA":
                self._reach("data", client)
                client.sendall(b"354 go on\r\n")
                raw = self._content(reader, client)
                self._reach("dot", client)
                self.taken.append(Taken(frm, to, raw))
                self._reach("stored", client)
                client.sendall(b"250 taken\r\n")
                self._reach("replied", client)
            elif verb == b"QUIT":
                client.sendall(b"221 bye\r\n")
                return
            else:
                client.sendall(b"250 ok\r\n")

    def _content(self, reader: Any, client: socket.socket) -> bytes:
        lines = []
        while (line := reader.readline()) != b".\r\n":
            if not line:
                raise EOFError
            lines.append(line[1:] if line.startswith(b".") else line)
            if len(lines) == 5:
                self._reach("content", client)
        return b"".join(lines)


def hang_up(client: socket.socket) -> None:
    """End the connection where it is."""
    client.shutdown(socket.SHUT_RDWR)
    raise EOFError


def killing(pid: Callable[[], int]) -> Callable[[socket.socket], None]:
    """End the client's process where it is."""

    def act(client: socket.socket) -> None:
        os.kill(pid(), signal.SIGKILL)
        with suppress(OSError):  # the conversation is over when the kernel has closed the client's end
            while client.recv(65536):
                pass
        raise EOFError

    return act


def plain_login(user: str, password: str) -> str:
    """What a client sends for AUTH PLAIN."""
    return base64.b64encode(f"\0{user}\0{password}".encode()).decode()
