"""Bytes of a page or feed -> text, for pages that declare their encoding wrongly, late, twice or not at all.

The order: byte order mark; UTF-8 that is valid but for a cut tail or a few broken bytes; the HTTP header; the
page's own meta or XML declaration; faust-cchardet. A declaration is believed only when the bytes fit it, and
decoding always replaces, so that one broken byte costs one character and never the page.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import cchardet  # type: ignore[import-untyped]

_DECLARATION_WINDOW = 4096  # bytes; browsers look at 1024, Chinese portals put scripts before their meta
_DETECTOR_WINDOW = 200_000  # bytes; more only costs time
_TOLERATED_ERRORS = 0.05  # share of non-ASCII characters that may be broken before an encoding is disbelieved
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark is a prefix of it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]+)", re.I)
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]+)", re.I)
# Labels in the wild name an older standard than the bytes follow (WHATWG Encoding Standard, section 4.2).
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
_UNKNOWN_TO_PYTHON = {
    "x-gbk": "gbk",
    "gb_2312-80": "gb2312",
    "x-x-big5": "big5",
    "x-sjis": "shift_jis",
    "utf8mb4": "utf-8",
}
_KNOWN = re.compile(r"utf-8|utf-16|gb|hz|big5|iso8859|iso2022|cp\d|euc|koi8|shift|mac")
_DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"})
_WESTERN = "cp1252"
_RIVAL = {"gb18030": "big5hkscs", "big5hkscs": "gb18030"}
_CHINESE = 0.08  # share of common characters from which a text reads as Chinese; running text has .4 and more
_WIDE = re.compile(r"[^\x00-\x7f]")
# The characters that running Chinese text cannot do without; the wrong one of GB and Big5 shows hardly any.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后"
    "小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
    "這來國個說們為時會過學對裡後麼發還當無開經頭動兩長點問與業產關機報億萬將網新據及等月站"
)


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of `body` and the Python name of the encoding used.

    `content_type` is the HTTP header, if there was one. Never raises: what cannot be read becomes U+FFFD.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace"), encoding
    if body[:2] in (b"<\x00", b"\x00<"):
        encoding = "utf-16-le" if body[0:1] == b"<" else "utf-16-be"
        return body.decode(encoding, "replace"), encoding
    utf8 = _as_utf8(body)
    if utf8 is not None:
        return utf8, "utf-8"
    return _best(body, content_type)


def declared(body: bytes, content_type: str | None = None) -> Iterator[str]:
    """Encodings that the header, then the page itself, name; Python names, widened, unknown ones left out."""
    header = _CHARSET.search(content_type or "")
    inside = _XML.search(body[:_DECLARATION_WINDOW]) or _META.search(body[:_DECLARATION_WINDOW])
    labels = [header.group(1)] if header else []
    labels += [inside.group(1).decode("ascii")] if inside else []
    for label in labels:
        encoding = _resolve(label)
        if encoding is not None:
            yield encoding


def _resolve(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_UNKNOWN_TO_PYTHON.get(label, label)).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if _KNOWN.match(name) else None  # keeps rot13, zlib, unicode_escape and their like out


def _as_utf8(body: bytes) -> str | None:
    """The text if `body` is UTF-8 as a whole, but for a cut last character or a few broken bytes."""
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(body, final=False)
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    broken = text.count(_REPLACEMENT)
    return text if broken <= (_wide(text) - broken) * _TOLERATED_ERRORS else None


def _wide(text: str) -> int:
    """How many characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _best(body: bytes, content_type: str | None) -> tuple[str, str]:
    """Decode by the first encoding that fits: declared ones, then the detected one, Western last."""
    tried: list[tuple[str, str]] = []
    for encoding in _candidates(body, content_type):
        text = body.decode(encoding, "replace")
        if _fits(text):
            return _settle_chinese(body, text, encoding)
        tried.append((text, encoding))
    return min(tried, key=lambda pair: pair[0].count(_REPLACEMENT))


def _candidates(body: bytes, content_type: str | None) -> Iterator[str]:
    named = list(declared(body, content_type))
    # A server's default says Latin-1 about anything: the page's own word, then Chinese that reads as such, outrank it.
    yield from (encoding for encoding in named if encoding != _WESTERN)
    guess = _resolve(str(cchardet.detect(body[:_DETECTOR_WINDOW]).get("encoding") or ""))
    if guess is not None and (_WESTERN not in named or _is_chinese(body, guess)):
        yield guess
    yield _WESTERN


def _is_chinese(body: bytes, encoding: str) -> bool:
    if encoding not in _RIVAL:
        return encoding in _DOUBLE_BYTE
    return _reads_chinese(body[:_DETECTOR_WINDOW].decode(encoding, "replace")) >= _CHINESE


def _fits(text: str) -> bool:
    broken = text.count(_REPLACEMENT)
    return broken <= 1 or broken <= _wide(text) * _TOLERATED_ERRORS


def _settle_chinese(body: bytes, text: str, encoding: str) -> tuple[str, str]:
    """GB and Big5 accept each other's bytes: of the two, take the one that reads like Chinese."""
    rival = _RIVAL.get(encoding)
    if rival is None or _reads_chinese(text) >= _CHINESE:
        return text, encoding
    other = body.decode(rival, "replace")
    if _fits(other) and _reads_chinese(other) > 2 * _reads_chinese(text) + 0.05:
        return other, rival
    return text, encoding


def _reads_chinese(text: str) -> float:
    """Share of the (first) wide characters that are among the most common ones."""
    wide = _WIDE.findall(text[:_DETECTOR_WINDOW])
    return sum(char in _COMMON for char in wide) / len(wide) if wide else 0.0
