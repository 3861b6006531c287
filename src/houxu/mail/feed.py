"""An Atom feed (RFC 4287) of changes of status. Ids rest on what changed, so that no reader sees an entry twice."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from houxu.digest.links import Links, safe_link
from houxu.digest.reasons import reason
from houxu.digest.words import STATUS_WORDS
from houxu.store.changes import Step

ATOM = "http://www.w3.org/2005/Atom"
MOST = 100
_NAMES = uuid.UUID("db777029-ca50-4227-818a-60e87f8f9c71")  # of this feed; every entry's id is made from it
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(steps: Sequence[Step], *, language: str = "zh", web_url: str = "", now: datetime) -> bytes:
    """The feed, newest change first; it is the same bytes as long as nothing changes, `now` or not."""
    ET.register_namespace("", ATOM)
    zh = language.startswith("zh")
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN" if zh else "en"})
    _add(feed, "id", _NAMES.urn)
    _add(feed, "title", "后续：主张的状态变化" if zh else "houxu: changes of claims")
    _add(feed, "updated", _time(max((s.recorded_at for s in steps), default=now)))
    _add(_add(feed, "author"), "name", "houxu")
    if safe_link(web_url):
        _add(feed, "link", rel="alternate", href=web_url)
    for step in steps:
        _entry(feed, step, zh, Links(claim_page=web_url))
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _entry(feed: ET.Element, step: Step, zh: bool, links: Links) -> None:
    words = STATUS_WORDS["zh" if zh else "en"]
    claim = step.text if zh or not step.text_en else step.text_en
    entry = _add(feed, "entry")
    _add(entry, "id", uuid.uuid5(_NAMES, step.mark).urn)
    _add(entry, "title", f"{words[step.previous]} → {words[step.status]}：{claim}" if zh else f"{words[step.previous]} → {words[step.status]}: {claim}")  # fmt: skip
    _add(entry, "updated", _time(step.recorded_at))
    _add(entry, "published", _time(step.at))
    _add(entry, "category", term=step.status.value)
    if page := links.claim(step.baseline, step.claim_id):
        _add(entry, "link", rel="alternate", href=page)
    if link := safe_link(step.url or ""):
        _add(entry, "link", rel="related", href=link)
    shown = [
        reason(step.reason, "zh" if zh else "en").text,
        f"“{step.passage}”" if step.passage else "",
        step.outlet or "",
    ]
    _add(entry, "content", "\n".join(line for line in shown if line), type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    """A child element; characters that XML has no place for are left out."""
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", {k: _NOT_XML.sub("", v) for k, v in attributes.items()})
    child.text = _NOT_XML.sub("", text) if text is not None else None
    return child


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
