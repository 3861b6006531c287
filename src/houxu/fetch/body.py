"""Reading a body under two bounds: bytes on the wire, and bytes after decompression."""

from __future__ import annotations

import zlib

from houxu.errors import Refused, TransportError

_STEP = 64 * 1024  # decompressed bytes taken at a time


class BoundedBody:
    """Collects the raw chunks of one answer and undoes gzip, never holding more than the bounds allow.

    `encoding` is the Content-Encoding header. Only gzip and identity are accepted, for that is what was
    asked for: a brotli body of 1.6 KB can cost gigabytes before a bound on chunks notices. With `truncate`
    what goes beyond a bound is dropped; without it Refused (too-large, decompressed-too-large) is raised.
    Raises Refused (encoding) and TransportError (protocol) too.
    """

    def __init__(self, encoding: str, *, max_wire: int, max_decoded: int, truncate: bool = False) -> None:
        self._gzip = _is_gzip(encoding)
        self._inflater = zlib.decompressobj(wbits=31) if self._gzip else None
        self._max_wire = max_wire
        self._max_decoded = max_decoded
        self._truncate = truncate
        self._wire = 0
        self._out = bytearray()
        self.full = False

    def expect(self, content_length: str | None) -> None:
        """Refuse at once what the server announces as too large."""
        if self._truncate:
            return
        length = content_length or ""
        announced = int(length[:18]) if length.isascii() and length.isdigit() else 0
        if announced > self._max_wire:
            self._overflow("too-large", f"the body has {announced:,} bytes", self._max_wire)

    def feed(self, chunk: bytes) -> None:
        """Take one raw chunk."""
        if self.full:
            return
        self._wire += len(chunk)
        if self._wire > self._max_wire:
            chunk = chunk[: len(chunk) - (self._wire - self._max_wire)]
            self._overflow("too-large", "the body goes on", self._max_wire)
        if self._inflater is None:
            self._keep(chunk)
        else:
            self._inflate(chunk)

    def finish(self) -> bytes:
        """The decoded body. Raises TransportError when the gzip stream ends too early."""
        unfinished = self._inflater is not None and not self._inflater.eof and self._wire > 0
        if unfinished and not self.full:
            raise TransportError("the gzip body ends too early", code="protocol")
        return bytes(self._out)

    def _inflate(self, chunk: bytes) -> None:
        while chunk and not self.full and self._inflater is not None:
            if self._inflater.eof:  # a further member; padding after the last one is common and harmless
                if not chunk.startswith(b"\x1f\x8b"):
                    return
                self._inflater = zlib.decompressobj(wbits=31)
            try:
                self._keep(self._inflater.decompress(chunk, _STEP))
            except zlib.error as error:
                raise TransportError(f"the body is not the gzip it claims to be: {error}", code="protocol") from None
            chunk = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail

    def _keep(self, piece: bytes) -> None:
        room = self._max_decoded - len(self._out)
        if len(piece) > room:
            piece = piece[:room]
            if self._gzip:
                self._overflow("decompressed-too-large", f"{self._wire:,} bytes inflate", self._max_decoded)
            else:
                self._overflow("too-large", "the body goes on", self._max_decoded)
        self._out += piece

    def _overflow(self, code: str, what: str, bound: int) -> None:
        self.full = True
        if not self._truncate:
            raise Refused(f"{what} beyond the bound of {bound:,} bytes", code=code, retry=False)


def _is_gzip(encoding: str) -> bool:
    codings = [coding.strip().lower() for coding in encoding.split(",") if coding.strip()]
    codings = [coding for coding in codings if coding != "identity"]
    if codings in (["gzip"], ["x-gzip"]):
        return True
    if codings:
        raise Refused(
            f"the body is encoded as {', '.join(codings)}, though only gzip was asked for",
            code="encoding",
            retry=False,
        )
    return False


def gunzip(body: bytes, *, max_decoded: int) -> bytes:
    """The content of a .gz file that was served as such (sitemaps); without the gzip mark it stays as is."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    bounded = BoundedBody("gzip", max_wire=len(body), max_decoded=max_decoded)
    bounded.feed(body)
    return bounded.finish()
