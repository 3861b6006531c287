"""Files that are broken, huge or meant to do harm: a clear error with the place, and nothing executed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from houxu.claims.baseline import load, loads
from houxu.claims.job import load_job
from houxu.claims.positions import MAX_BYTES
from houxu.errors import BaselineError, HouxuError, JobError

# (what, the file, the exact message)
BROKEN = [
    ("an open bracket", "a: [1, 2\n", "f.yaml:2: broken YAML: expected ',' or ']', but got '<stream end>'"),
    ("an open quote", "a: 1\nb: 'x\n", "f.yaml:3: broken YAML: found unexpected end of stream"),
    ("a colon in plain text", "a: b: c\n", "f.yaml:1: broken YAML: mapping values are not allowed here"),
    ("a tab as indent", "a:\n\tb: 1\n",
     "f.yaml:2: broken YAML: found character '\\t' that cannot start any token"),
    ("wrong indent", "a:\n  b: 1\n c: 2\n",
     "f.yaml:3: broken YAML: expected <block end>, but found '<block mapping start>'"),
    ("two documents", "a: 1\n---\nb: 2\n", "f.yaml:2: broken YAML: but found another document"),
    ("an unknown alias", "a: *b\n", "f.yaml:1: broken YAML: found undefined alias 'b'"),
    ("a NUL", "a: 1\nb: \0\n", "f.yaml:2: broken YAML: unacceptable character #x0000"),
    ("an empty file", "", "f.yaml:1: the file must hold a mapping (key: value)"),
    ("comments alone", "# nothing\n", "f.yaml:1: the file must hold a mapping (key: value)"),
    ("a list", "- a\n- b\n", "f.yaml:1: the file must hold a mapping (key: value)"),
    ("a web page", "<!DOCTYPE html>\n<html></html>\n", "f.yaml:1: the file must hold a mapping (key: value)"),
    ("a Python tag", "baseline: !!python/object/apply:os.system ['touch /tmp/x']\n",
     "f.yaml:1: tag !!python/object/apply:os.system is not allowed (write a plain value)"),
    ("a tag of its own", "baseline:\n  slug: !env SECRET\n",
     "f.yaml:2: tag !env is not allowed (write a plain value)"),
    ("binary", "baseline: !!binary aGk=\n", "f.yaml:1: tag !!binary is not allowed (write a plain value)"),
    ("an anchor", "baseline: &b {slug: a}\nclaims: *b\n",
     "f.yaml:1: anchor &b is not allowed (write the value out)"),
    ("a merge key", "claims: []\nbaseline: {<<: {slug: a}}\n", "f.yaml:2: unknown key '<<' in 'baseline'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_file_says_where(text: str, message: str) -> None:
    with pytest.raises(BaselineError) as caught:
        loads(text, "f.yaml")
    assert message in str(caught.value)


def test_a_billion_laughs_cost_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    began = time.process_time()
    with pytest.raises(BaselineError, match="anchor &a"):
        loads("\n".join(lines), "f.yaml")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_without_a_crash(opening: str) -> None:
    with pytest.raises(BaselineError, match=r"f\.yaml:1: broken YAML: nested too deeply"):
        loads(opening * 20_000, "f.yaml")


def test_a_number_too_long_to_read_is_no_crash() -> None:
    text = "baseline: {slug: a, title: t, published: 2024-01-01, language: zh}\nclaims:\n"
    claim = f"  - {{id: a, text: x, kind: fact, expect: {{value: {'9' * 5000}}}}}\n"
    with pytest.raises(BaselineError, match=r"f\.yaml:3: .* is not a value that can be read here"):
        loads(text + claim, "f.yaml")


def test_a_file_over_the_limit_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # sparse: takes no room
    with pytest.raises(BaselineError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: the file is larger than 8 MB (split it)"


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("watch: a\n# 来源\n".encode("gb18030"))
    with pytest.raises(JobError) as caught:
        load_job(path)
    assert str(caught.value) == f"{path}:2: the file is not UTF-8 (save it as UTF-8)"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    text = "baseline: {slug: a, title: t, published: 2024-01-01, language: zh}\nclaims: []\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(path).slug == "a"


@pytest.mark.parametrize(("make", "message"), [
    (lambda path: None, "cannot read the file: No such file or directory"),
    (lambda path: path.mkdir(), "cannot read the file: Is a directory"),
], ids=["missing", "a folder"])  # fmt: skip
def test_a_file_that_is_not_there_says_so(tmp_path: Path, make: object, message: str) -> None:
    path = tmp_path / "b.yaml"
    make(path)  # type: ignore[operator]
    with pytest.raises(HouxuError) as caught:
        load(path)
    assert str(caught.value) == f"{path}: {message}"


def test_a_mistake_leaves_no_half_read_baseline() -> None:
    text = "baseline: {slug: a, title: t, published: 2024-01-01, language: zh}\nclaims:\n"
    good = "".join(f"  - {{id: c{n}, text: 第 {n} 条, kind: fact}}\n" for n in range(50))
    assert len(loads(text + good).claims) == 50
    with pytest.raises(BaselineError, match=r"baseline:53: a claim lacks the key 'kind'"):
        loads(text + good + "  - {id: last, text: 最后一条}\n")
