"""YAML files that people write, read with the line of every value, so that each complaint can name it.

Only the parser of ruamel.yaml is used, never its constructors: no tag can make an object, and no anchor can
blow a small file up. Readers collect complaints and go on; `Problems.finish` raises them all at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from houxu.errors import InputError

MAX_BYTES = 8 * 1024 * 1024
"""A file of 20,000 claims has some 6 MB; anything larger is not a file that a person wrote."""

_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value"})
_Choice = TypeVar("_Choice", bound=StrEnum)


class Problems:
    """The complaints about one file, in the order of their lines."""

    def __init__(self, name: str, error: type[InputError]) -> None:
        self.name = name
        self._error = error
        self._found: list[tuple[int, InputError]] = []

    def add(self, at: Node | int, what: str, hint: str | None = None) -> None:
        """Note one complaint; `at` is the node or the line (from 1) that it is about."""
        line = at if isinstance(at, int) else line_of(at)
        self._found.append((line, self._error(what, where=f"{self.name}:{line}", hint=hint)))

    def fail(self, at: Node | int, what: str, hint: str | None = None) -> InputError:
        """Note a complaint after which nothing more can be read, and give the error to raise."""
        self.add(at, what, hint)
        return self.gathered()

    def listed(self) -> list[InputError]:
        """All complaints, by line."""
        return [error for _, error in sorted(self._found, key=lambda found: found[0])]

    def gathered(self) -> InputError:
        """The first complaint, carrying the others."""
        first, *others = self.listed()
        return self._error(first.what, where=first.where, hint=first.hint, others=tuple(others))

    def finish(self) -> None:
        """Raise when anything was complained about."""
        if self._found:
            raise self.gathered()


def line_of(node: Node) -> int:
    """The line, counted from 1, on which a value begins."""
    return int(node.start_mark.line) + 1


def nearest(word: str, known: Sequence[str]) -> str:
    """A hint: the known name most like `word`, or all of them when none is."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    shown = ", ".join(known[:12])
    return f"known: {shown}, ..." if len(known) > 12 else f"known: {shown}"


def read_file(path: Path, error: type[InputError]) -> str:
    """The text of a file; raises `error` when it is missing, too large, unreadable or not UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise error(f"the file is larger than {MAX_BYTES // 2**20} MB", where=str(path), hint="split it")
        raw = path.read_bytes()
    except OSError as problem:
        raise error(f"cannot read the file: {problem.strerror}", where=str(path)) from problem
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise error("the file is not UTF-8", where=f"{path}:{line}", hint="save it as UTF-8") from problem


def parse(text: str, problems: Problems) -> MappingNode:
    """The top-level mapping of a YAML text; raises the file's error when it is broken or something else."""
    if len(text) > MAX_BYTES:
        raise problems.fail(1, f"the text is larger than {MAX_BYTES // 2**20} MB")
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise problems.fail(mark.line + 1 if mark else 1, f"broken YAML: {problem.problem}") from problem
    except (YAMLError, ValueError) as problem:
        what = str(problem).splitlines()[0]
        raise problems.fail(_line_of_control(text), f"broken YAML: {what}") from problem
    except RecursionError as problem:
        raise problems.fail(1, "broken YAML: nested too deeply") from problem
    if not isinstance(node, MappingNode):
        raise problems.fail(node or 1, "the file must hold a mapping (key: value)")
    _refuse_magic(node, problems)
    return node


def _line_of_control(text: str) -> int:
    bad = next((i for i, c in enumerate(text) if not c.isprintable() and c not in "\t\n\r"), 0)
    return text.count("\n", 0, bad) + 1


def _refuse_magic(root: Node, problems: Problems) -> None:
    for node in _walk(root):
        if node.anchor is not None:
            raise problems.fail(node, f"anchor &{node.anchor} is not allowed", "write the value out")
        tag = str(node.tag)
        if not tag.startswith(_TAG) or tag.removeprefix(_TAG) not in _PLAIN_TAGS:
            raise problems.fail(node, f"tag {tag.replace(_TAG, '!!')} is not allowed", "write a plain value")


def _walk(root: Node) -> Iterator[Node]:
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        yield node
        parts = node.value if isinstance(node, SequenceNode) else ()
        if isinstance(node, MappingNode):
            parts = [part for pair in node.value for part in pair]
        fresh = [part for part in parts if id(part) not in seen]
        seen.update(id(part) for part in fresh)
        waiting.extend(fresh)


class Table:
    """One mapping of a file, read key by key.

    A reader that meets a wrong value notes the problem and returns an empty stand-in; `Problems.finish`
    keeps stand-ins from getting out.
    """

    def __init__(
        self,
        node: Node,
        what: str,
        problems: Problems,
        *,
        required: Sequence[str] = (),
        optional: Sequence[str] = (),
    ) -> None:
        """Note unknown, repeated and missing keys; `what` names the mapping in messages ("a claim")."""
        self.what = what
        self.node = node
        self.problems = problems
        self._nodes: dict[str, Node] = {}
        self._keys: dict[str, Node] = {}
        if not isinstance(node, MappingNode):
            problems.add(node, f"{what} must be a mapping (key: value), not {_sort(node)}")
            return
        known = (*required, *optional)
        for key, value in node.value:
            self._take(key, value, known)
        for name in required:
            if name not in self._nodes:
                problems.add(node, f"{what} lacks the key {name!r}")

    def _take(self, key: Node, value: Node, known: Sequence[str]) -> None:
        name = key.value if isinstance(key, ScalarNode) else _sort(key)
        if name not in known:
            self.problems.add(key, f"unknown key {name!r} in {self.what}", nearest(name, known))
        elif name in self._nodes:
            hint = f"first on line {line_of(self._keys[name])}"
            self.problems.add(key, f"key {name!r} stands twice in {self.what}", hint)
        else:
            if value.start_mark.index == value.end_mark.index:  # nothing written: its mark is the next token's
                value.start_mark = key.start_mark
            self._nodes[name], self._keys[name] = value, key

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def at(self, key: str) -> Node:
        """The node of a key's value, or of the mapping when the key is missing: where to complain."""
        return self._nodes.get(key, self.node)

    def wrong(self, key: str, what: str, hint: str | None = None) -> None:
        """Note a problem with the value of a key."""
        self.problems.add(self.at(key), f"{key}: {what}", hint)

    def text(self, key: str, default: str = "") -> str:
        """A non-empty text."""
        return self.optional_text(key) or default

    def optional_text(self, key: str) -> str | None:
        """A non-empty text, or None when the key is missing."""
        node = self._nodes.get(key)
        return None if node is None else self._text_of(key, node)

    def _text_of(self, key: str, node: Node) -> str | None:
        if not isinstance(node, ScalarNode) or _tag(node) != "str":
            hint = "put it in quotes" if isinstance(node, ScalarNode) and _tag(node) != "null" else None
            self.problems.add(node, f"{key}: must be text, not {_sort(node)}", hint)
        elif not node.value.strip():
            self.problems.add(node, f"{key}: must not be empty")
        else:
            return str(node.value)
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; an absent key is an empty list."""
        found = (self._text_of(key, part) for part in self._parts(key, self._nodes.get(key)))
        return tuple(text for text in found if text is not None)

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        if isinstance(self._nodes.get(key), ScalarNode):
            text = self.optional_text(key)
            return () if text is None else (text,)
        return self.texts(key)

    def nodes(self, key: str) -> Sequence[Node]:
        """The elements of a list, to be read one by one."""
        return self._parts(key, self._nodes.get(key))

    def _parts(self, key: str, node: Node | None) -> Sequence[Node]:
        if node is None:
            return ()
        if not isinstance(node, SequenceNode):
            self.problems.add(node, f"{key}: must be a list, not {_sort(node)}")
            return ()
        return list(node.value)

    def day(self, key: str) -> date | None:
        """A day written YYYY-MM-DD, or None when the key is missing."""
        node = self._nodes.get(key)
        if node is None:
            return None
        written = node.value if isinstance(node, ScalarNode) else ""
        if len(written) == 10:
            with suppress(ValueError):
                return date.fromisoformat(written)
        shown = written if isinstance(node, ScalarNode) and written else _sort(node)
        self.problems.add(node, f"{key}: {shown} is not a day", "write it as 2024-02-26")
        return None

    def choice(self, key: str, choices: type[_Choice], default: _Choice) -> _Choice:
        """One word of a fixed list; `default` when the key is missing."""
        word = self.optional_text(key)
        if word is None:
            return default
        known = [choice.value for choice in choices]
        if word in known:
            return choices(word)
        self.wrong(key, f"{word!r} is none of the allowed words", nearest(word, known))
        return default

    def word(self, key: str, known: Sequence[str], default: str) -> str:
        """Like `choice`, for a short list of words."""
        found = self.text(key, default)
        if found not in known:
            self.wrong(key, f"{found!r} is none of the allowed words", nearest(found, known))
        return found

    def flag(self, key: str) -> bool:
        """True or false; an absent key is false."""
        node = self._nodes.get(key)
        if node is None:
            return False
        if not isinstance(node, ScalarNode) or _tag(node) != "bool":
            self.problems.add(node, f"{key}: must be true or false, not {_sort(node)}")
            return False
        return str(node.value).lower() == "true"

    def mapping(self, key: str, known: Sequence[str]) -> Mapping[str, Any] | None:
        """A mapping of plain values under known keys, or None when the key is missing."""
        node = self._nodes.get(key)
        if node is None:
            return None
        inner = Table(node, f"{key!r}", self.problems, optional=known)
        return {name: self._plain(value) for name, value in inner._nodes.items()}

    def _plain(self, node: Node) -> Any:
        if isinstance(node, SequenceNode):
            return [self._plain(part) for part in node.value]
        if isinstance(node, MappingNode):
            return {str(key.value): self._plain(value) for key, value in node.value}
        try:
            return _PLAIN[_tag(node)](node.value)
        except ValueError:
            self.problems.add(node, f"{node.value} is not a value that can be read here", "put it in quotes")
            return None


def _number(written: str) -> int:
    return int(written.replace("_", ""), 0)


_PLAIN: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "int": _number,
    "float": lambda written: float(written.replace("_", "").lower().replace(".inf", "inf")),
    "bool": lambda written: written.lower() == "true",
    "null": lambda written: None,
    "timestamp": date.fromisoformat,
    "merge": str,
    "value": str,
}
_SORTS = {
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
    "timestamp": "a date",
}


def _tag(node: Node) -> str:
    return str(node.tag).removeprefix(_TAG)


def _sort(node: Node) -> str:
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    return _SORTS.get(_tag(node), "text")
