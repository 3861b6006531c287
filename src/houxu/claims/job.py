"""Job files (jobs/*.yaml): what to watch, where and when to look, whom to tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import soupsieve
from ruamel.yaml.nodes import Node, SequenceNode

from houxu.claims.baseline import note_repeat, slug
from houxu.claims.positions import Problems, Table, parse, read_file
from houxu.claims.schedule import trigger
from houxu.errors import JobError
from houxu.model import DigestPlan, Job, Schedule, Source, Tier

KINDS = ("feed", "list", "sitemap", "search")
SOURCE_REQUIRED = ("id", "outlet", "kind", "url", "tier")
SOURCE_OPTIONAL = ("language", "item", "match", "query", "timezone")
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\]+@[^\s@<>(),;:\"\\.]+(?:\.[^\s@<>(),;:\"\\.]+)*")


def load_job(path: Path | str) -> Job:
    """Read a job file; the job takes the file's name. Raises JobError with file:line, see `load`."""
    path = Path(path)
    return loads_job(read_file(path, JobError), path.stem, str(path))


def loads_job(text: str, job_name: str, name: str = "job") -> Job:
    """Read a job from YAML text; `name` stands for the file in messages. Raises JobError."""
    problems = Problems(name, JobError)
    top = Table(
        parse(text, problems), "a job file", problems,
        required=("watch", "sources"), optional=("timezone", "schedule", "digest"),
    )  # fmt: skip
    zone = _zone(top) or "Asia/Shanghai"
    job = Job(
        name=job_name,
        watch=_watch(top),
        sources=_sources(top),
        timezone=zone,
        schedule=_schedule(top, zone),
        digest=_digest(top),
    )
    problems.finish()
    return job


def _watch(top: Table) -> tuple[str, ...]:
    slugs = top.text_or_texts("watch")
    if isinstance(top.at("watch"), SequenceNode) and not top.nodes("watch"):
        top.wrong("watch", "names no baseline", "write the slug of one, or a list of them")
    for found in {found for found in slugs if slugs.count(found) > 1}:
        top.wrong("watch", f"baseline {found!r} stands twice")
    return slugs


def _zone(table: Table) -> str | None:
    name = table.optional_text("timezone")
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.wrong("timezone", f"there is no time zone {name!r}", "write a name such as Asia/Shanghai")
        return None
    return name


def _sources(top: Table) -> tuple[Source, ...]:
    nodes: Sequence[Node] = top.nodes("sources")
    if isinstance(top.at("sources"), SequenceNode) and not nodes:
        top.wrong("sources", "names no place to look")
    first: dict[str, Node] = {}
    return tuple(_source(node, first, top.problems) for node in nodes)


def _source(node: Node, first: dict[str, Node], problems: Problems) -> Source:
    table = Table(node, "a source", problems, required=SOURCE_REQUIRED, optional=SOURCE_OPTIONAL)
    kind = table.word("kind", KINDS, "feed") if "kind" in table else "feed"
    source = Source(
        id=slug(table, "id"),
        outlet=table.text("outlet"),
        kind=kind,
        url=_url(table, kind),
        tier=table.choice("tier", Tier, Tier.TRADE),
        language=table.optional_text("language"),
        item=table.optional_text("item"),
        match=table.optional_text("match"),
        query=table.optional_text("query") or ("auto" if kind == "search" else None),
        timezone=_zone(table),
    )
    note_repeat(table, source.id, "source", first)
    _check_fit(table, source)
    return source


def _url(table: Table, kind: str) -> str:
    url = table.text("url")
    if not url:
        return url
    if any(c.isspace() for c in url) or not _is_web(url):
        table.wrong("url", f"{url!r} is not a web address", "write it in full, with https://")
    elif (kind == "search") != ("{query}" in url):
        wanted = "must hold {query}" if kind == "search" else "{query} is for sources of kind search"
        table.wrong("url", wanted)
    return url


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _check_fit(table: Table, source: Source) -> None:
    if source.kind == "list" and "item" not in table:
        hint = 'a CSS selector, such as "ul.list a"'
        table.problems.add(table.node, "a source of kind list lacks the key 'item'", hint)
    if source.kind != "list" and source.item is not None:
        table.wrong("item", f"is for sources of kind list, not {source.kind}")
    if source.kind != "search" and source.query is not None:
        table.wrong("query", f"is for sources of kind search, not {source.kind}")
    if source.item is not None:
        try:
            soupsieve.compile(source.item)
        except soupsieve.SelectorSyntaxError as problem:
            table.wrong("item", f"{source.item!r} is not a CSS selector: {str(problem).splitlines()[0]}")


def _schedule(top: Table, zone: str) -> Schedule:
    if "schedule" not in top:
        return Schedule()
    table = Table(top.at("schedule"), "'schedule'", top.problems, optional=("fetch", "digest"))
    plain = Schedule()
    fetch = _cron(table, "fetch", plain.fetch, zone)
    return Schedule(fetch=fetch, digest=_cron(table, "digest", plain.digest, zone))


def _cron(table: Table, key: str, default: str, zone: str) -> str:
    expression = table.text(key, default)
    try:
        trigger(expression, zone)
    except ValueError as problem:
        hint = 'five fields, such as "*/30 * * * *"'
        table.wrong(key, f"{expression!r} is not a cron expression: {problem}", hint)
    return expression


def _digest(top: Table) -> DigestPlan:
    if "digest" not in top:
        return DigestPlan()
    table = Table(top.at("digest"), "'digest'", top.problems, optional=("to", "language"))
    readers = table.text_or_texts("to")
    for address in readers:
        if not _ADDRESS.fullmatch(address):
            table.wrong("to", f"{address!r} is not a mail address", "write name@example.org alone")
    return DigestPlan(to=readers, language=table.word("language", ("zh", "en"), "zh"))
