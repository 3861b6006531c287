"""One tree of errors. Each says what went wrong, where, and, when known, what to do about it.

HouxuError
├── InputError            a file or argument a person wrote is wrong (exit status 2)
│   ├── BaselineError     db/baselines/*.yaml
│   └── JobError          jobs/*.yaml
├── ConfigError           settings or environment (exit status 2)
├── StoreError            the database: missing, locked, full, older or newer schema
├── FetchError            one address could not be fetched
│   ├── Refused           our own guard, limits or robots.txt said no; not retried
│   ├── HttpStatusError   the server answered with an error
│   └── TransportError    no or a broken answer: DNS, TLS, timeout, reset
├── ParseError            an answer arrived but is not what it should be (feed, list, sitemap, page)
├── MailError             the mail server, or one mail to it, failed
├── JudgeError            an optional judge failed; the built-in verdict stands
└── Interrupted           a run was told to stop; the next one goes on from its last commit
"""

from __future__ import annotations


class HouxuError(Exception):
    """Base of all errors that houxu raises on purpose.

    `where` is a file:line, an address or a row; `hint` says what to do. str() renders all three.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} ({self.hint})" if self.hint else text


class InputError(HouxuError):
    """A file or an argument that a person wrote is wrong.

    `others` are further problems of the same file, so that a person can mend all of them at once;
    str() gives one line to each.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        others: tuple[InputError, ...] = (),
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.others = others

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(str(other) for other in self.others)])


class BaselineError(InputError):
    """A baseline file is wrong; `where` is file:line."""


class JobError(InputError):
    """A job file is wrong; `where` is file:line."""


class ConfigError(HouxuError):
    """A setting is missing or wrong."""


class StoreError(HouxuError):
    """The database cannot be used as it is."""


class FetchError(HouxuError):
    """One address could not be fetched.

    `code` is a short stable word for tables and metrics (e.g. "timeout", "robots", "http-503");
    `retry` says whether a later try may help; `retry_after` is the server's wish in seconds.
    """

    def __init__(
        self,
        what: str,
        *,
        code: str,
        where: str | None = None,
        hint: str | None = None,
        retry: bool = True,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.code = code
        self.retry = retry
        self.retry_after = retry_after


class Refused(FetchError):
    """Our own guard, limits or the site's robots.txt forbid this request."""


class HttpStatusError(FetchError):
    """The server answered with an error status."""


class TransportError(FetchError):
    """No answer, or a broken one."""


class ParseError(HouxuError):
    """An answer arrived but is not what it should be."""


class MailError(HouxuError):
    """A mail could not be sent.

    `code` is the server's reply code, None where there was no reply; `lasting` is True when another try is no help;
    `whole` when it concerns the server and not one mail; `reader` when the reader's address is the reason.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        hint: str | None = None,
        code: int | None = None,
        lasting: bool = False,
        whole: bool = False,
        reader: bool = False,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.code = code
        self.lasting = lasting
        self.whole = whole
        self.reader = reader


class JudgeError(HouxuError):
    """An optional judge failed; the built-in verdict stands."""


class Interrupted(HouxuError):
    """A run was told to stop; what it committed stays, and the next run goes on from there."""
