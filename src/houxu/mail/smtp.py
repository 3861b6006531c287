"""Handing mails to a mail server: few connections, TLS that is verified or no sending at all, every refusal in words.

By the standard library's smtplib: one mail after another over one connection is all that is needed, and an asynchronous
client would gain nothing but a second way to be interrupted between the server's 250 and our commit.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from houxu.errors import ConfigError, MailError
from houxu.mail.message import sender, wire_address
from houxu.settings import Settings

PORTS = {"starttls": 587, "tls": 465, "none": 25}
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how it is spoken to."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    ca_file: Path | None
    timeout: float  # seconds for each answer
    hello: str  # how we name ourselves
    per_connection: int

    @property
    def where(self) -> str:
        """host:port, for messages."""
        return f"{self.host}:{self.port}"


def server(settings: Settings) -> Server:
    """The server that the settings name. Raises ConfigError when there is none or a password would go out in clear."""
    if not settings.smtp_host:
        raise ConfigError("HOUXU_SMTP_HOST is not set", hint="the mail server that takes our mails; see docs/mail.md")
    found = Server(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[settings.smtp_security],
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=_password(settings),
        ca_file=settings.smtp_ca_file,
        timeout=settings.smtp_timeout,
        hello=sender(settings.mail_from).domain,
        per_connection=settings.smtp_per_connection,
    )
    if found.user and found.security == "none" and not _is_loopback(found.host):
        raise ConfigError(
            "HOUXU_SMTP_SECURITY=none would send the password in clear", where=found.where, hint="use starttls or tls"
        )
    if not (found.user + found.password).isascii():
        raise ConfigError("HOUXU_SMTP_USER and the password must be ASCII", hint="smtplib can send no other")
    return found


def _password(settings: Settings) -> str:
    path = settings.smtp_password_file
    if path is None:
        return settings.smtp_password.get_secret_value()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("HOUXU_SMTP_PASSWORD_FILE cannot be read", where=str(path)) from error
    return lines[0].strip() if lines else ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


class Connection:
    """A connection that is made when first needed, used for many mails, and made anew after N of them or a failure."""

    def __init__(self, server: Server) -> None:
        """Nothing is connected yet."""
        self.server = server
        self.made = 0  # connections so far
        self._smtp: smtplib.SMTP | None = None
        self._used = 0

    def __enter__(self) -> Self:
        """The block ends the connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye."""
        self.close()

    def close(self) -> None:
        """End the connection politely, if there is one."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()

    def check(self) -> str:
        """Connect and log in, and send nothing. Returns how the server is spoken to. Raises MailError."""
        self._open()
        name = f" as {self.server.user}" if self.server.user else ""
        return f"{self.server.where} ({self.server.security}){name}"

    def send(self, frm: str, to: str, mail: bytes) -> None:
        """One mail to one reader; on return the server has said 250. Raises MailError."""
        try:
            smtp = self._begin(frm, to, len(mail))
            self._recipient(smtp, to)
            self._data(smtp, mail)
        except MailError:
            self._reset()
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise MailError(f"the connection broke: {_said(error)}", where=self.server.where) from error
        self._used += 1

    def _begin(self, frm: str, to: str, size: int) -> smtplib.SMTP:
        """MAIL FROM; a server that hung up on an idle connection is called again, once."""
        fresh = self._smtp is None or self._used >= self.server.per_connection
        if fresh:
            self.close()
        smtp = self._smtp or self._open()
        options = [f"size={size}"] if smtp.has_extn("size") else []
        if not wire_address(to).isascii():
            if not smtp.has_extn("smtputf8"):
                raise MailError(f"the server takes no such address as {to}", lasting=True, reader=True)
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        try:
            code, reply = smtp.mail(wire_address(frm), options)
        except (smtplib.SMTPServerDisconnected, OSError):
            if fresh:
                raise
            code = 421
        if code == 421 and not fresh:
            self._drop()
            return self._begin(frm, to, size)
        if code != 250:
            raise MailError(f"the sender {frm} was refused: {_text(reply)}", where=self.server.where, code=code,
                            whole=True, lasting=code >= 500, hint="check HOUXU_MAIL_FROM and HOUXU_SMTP_USER")  # fmt: skip
        return smtp

    def _recipient(self, smtp: smtplib.SMTP, to: str) -> None:
        code, reply = smtp.rcpt(wire_address(to))
        if code not in (250, 251):
            said = _text(reply)
            raise MailError(said, code=code, lasting=code >= 500, reader=_is_the_readers(code, said))

    def _data(self, smtp: smtplib.SMTP, mail: bytes) -> None:
        try:
            code, reply = smtp.data(mail)
        except smtplib.SMTPDataError as error:  # refused before the content went out
            raise MailError(_text(error.smtp_error), code=error.smtp_code, lasting=error.smtp_code >= 500) from error
        if code != 250:
            raise MailError(_text(reply), code=code, lasting=code >= 500)

    def _reset(self) -> None:
        """Ready for the next mail, over this connection or, if it is gone, another."""
        try:
            if self._smtp is None or self._smtp.rset()[0] != 250:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _open(self) -> smtplib.SMTP:
        try:
            smtp = self._connect()
        except ssl.SSLCertVerificationError as error:
            self._fail(f"its certificate is not trusted: {error.verify_message}", error,
                       "HOUXU_SMTP_HOST must be the name in the certificate; HOUXU_SMTP_CA_FILE names an own authority")  # fmt: skip
        except ssl.SSLError as error:
            self._fail(f"TLS failed: {error.reason or error}", error, "is HOUXU_SMTP_SECURITY right for this port?")
        except (smtplib.SMTPException, OSError) as error:
            self._fail(f"the mail server cannot be reached: {_said(error)}", error, "is it up, and the port right?")
        self._smtp, self._used = smtp, 0
        self.made += 1
        try:
            self._secure(smtp)
            self._log_in(smtp)
            self._greet(smtp)
        except MailError:
            self._drop()
            raise
        return smtp

    def _connect(self) -> smtplib.SMTP:
        s = self.server
        if s.security == "tls":
            return smtplib.SMTP_SSL(s.host, s.port, s.hello, timeout=s.timeout, context=self._context())
        return smtplib.SMTP(s.host, s.port, s.hello, timeout=s.timeout)

    def _context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=self.server.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError("HOUXU_SMTP_CA_FILE cannot be read", where=str(self.server.ca_file)) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _greet(self, smtp: smtplib.SMTP) -> None:
        """Without a login smtplib's mail() says no EHLO by itself, nor again after STARTTLS."""
        try:
            smtp.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            self._fail(f"the mail server cannot be reached: {_said(error)}", error, "is it up, and the port right?")

    def _secure(self, smtp: smtplib.SMTP) -> None:
        """STARTTLS where it is wanted, or nothing at all."""
        if self.server.security != "starttls":
            return
        try:
            smtp.ehlo_or_helo_if_needed()
            if not smtp.has_extn("starttls"):
                self._fail("the server offers no STARTTLS, and nothing is sent in clear", None,
                           "HOUXU_SMTP_SECURITY=tls for port 465, none only for a relay on this machine")  # fmt: skip
            smtp.starttls(context=self._context())
        except ssl.SSLCertVerificationError as error:
            self._fail(f"its certificate is not trusted: {error.verify_message}", error,
                       "HOUXU_SMTP_HOST must be the name in the certificate; HOUXU_SMTP_CA_FILE names an own authority")  # fmt: skip
        except (smtplib.SMTPException, OSError) as error:
            self._fail(f"STARTTLS failed: {_said(error)}", error, "nothing was sent in clear")

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self.server.user:
            return
        try:
            smtp.login(self.server.user, self.server.password)
        except smtplib.SMTPNotSupportedError as error:
            self._fail("the server offers no login", error, "leave HOUXU_SMTP_USER empty, or use another port")
        except smtplib.SMTPAuthenticationError as error:
            self._fail(f"the login was refused: {_text(error.smtp_error)}", error,
                       "many providers want an authorisation code instead of the password", code=error.smtp_code)  # fmt: skip
        except (smtplib.SMTPException, OSError) as error:
            self._fail(f"the login failed: {_said(error)}", error, "")

    def _fail(self, what: str, error: BaseException | None, hint: str, *, code: int | None = None) -> NoReturn:
        """Something that concerns the server and every mail to it."""
        code = code if code is not None else getattr(error, "smtp_code", None)
        if self.server.password:
            what = what.replace(self.server.password, "***")
        raise MailError(what, where=self.server.where, hint=hint or None, code=code, whole=True) from error


def _is_the_readers(code: int, said: str) -> bool:
    """True when a refusal means that the address does not exist or takes no mail, and not that we may not send there.

    RFC 3463: 5.1.x is the address, 5.2.1 a mailbox switched off; 5.7.x is policy. Servers without such codes say 550 for
    all of it, and then only a word gives a relay's refusal away.
    """
    found = _ENHANCED.search(said)
    if found:
        return (
            code >= 500 and (found[1].startswith("5.1.") or found[1] == "5.2.1") and found[1] not in ("5.1.7", "5.1.8")
        )
    return code in (550, 551, 553) and "relay" not in said.lower()


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:300]


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return _text(str(error)) or type(error).__name__
