"""Reasons in the reader's language: every form that the rules can give has an English one."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import houxu.judge.cascade
import houxu.judge.rules
from houxu.digest.reasons import reason

HAN = re.compile("[\u3400-\u9fff]")
RULES = [
    *sorted(Path(houxu.judge.rules.__file__).parent.glob("*.py")),
    Path(houxu.judge.cascade.__file__),
]
SAMPLES = {"day": "2024-12-09", "was": "60 秒", "now": "20 秒", "told": "12月9日"}
ALTERNATIVES = {"then": ("", "仍"), "day": ("", "2024-12-09")}


def _forms(path: Path) -> Iterator[str]:
    """Every string of a rule's source that holds Chinese outside patterns and documentation, with its blanks filled in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in _strings(function):
            yield from _filled(node)


def _strings(node: ast.AST) -> Iterator[ast.JoinedStr | ast.Constant]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.JoinedStr):
            if any(HAN.search(v.value) for v in child.values if isinstance(v, ast.Constant)):
                yield child
        elif isinstance(child, ast.Constant):
            if isinstance(child.value, str) and HAN.search(child.value) and child.value not in ALTERNATIVES["then"]:
                yield child
        elif isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        else:
            yield from _strings(child)


def _filled(node: ast.JoinedStr | ast.Constant) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield node.value
        return
    parts = [tuple(_blank(v)) for v in node.values]
    yield from ("".join(chosen) for chosen in itertools.product(*parts))


def _blank(part: ast.expr) -> Iterator[str]:
    if isinstance(part, ast.Constant):
        yield part.value
        return
    assert isinstance(part, ast.FormattedValue)
    inner = part.value
    if isinstance(inner, ast.IfExp):
        yield from (str(ast.literal_eval(branch)) for branch in (inner.body, inner.orelse))
        return
    source = ast.unparse(inner)
    if source in ALTERNATIVES:
        yield from ALTERNATIVES[source]
    elif "label" in source:
        yield "单条视频时长" if "metric" in source else "向公众开放"
    else:
        yield SAMPLES.get(source, "2024-12-09" if "span" in source or "iso" in source or "_day" in source else "Sora")


FORMS = sorted({form for path in RULES for form in _forms(path)})


def test_the_rules_give_reasons_that_are_found() -> None:
    assert len(FORMS) > 20, "the reading of the source finds nothing any more"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_reason_has_an_english_one(form: str) -> None:
    found = reason(form, "en")
    assert found.translated, f"digest/reasons.py has no entry for {form}"
    assert not HAN.search(re.sub("“[^”]*”", "", found.text)), found.text
    assert not re.search("“(单条视频时长|向公众开放)”", found.text), "a label was not recognised"


@pytest.mark.parametrize(
    ("text", "language", "short", "why"),
    [
        ("A报(2024-12-09):单条视频时长后来有了新值:主张“60 秒”,2024-12-09报道“20秒”", "zh", "60 秒 → 20秒", "as written"),
        ("A报(2024-12-09):单条视频时长后来有了新值:主张“60 秒”,2024-12-09报道“20秒”", "en", "60 seconds → 20 seconds", "in English"),
        ("估值后来有了新值:主张“800 亿美元”,2024-10-02报道“$157 billion”", "en", "$80 billion → $157 billion", "mixed"),
        ("用户数不符:主张“不足一千万”,同一时间报道为“20 million”", "en", "under 10 million → 20 million", "a bound is told as one"),
        ("单条视频时长一致:主张“60 秒”,报道“60 秒”", "zh", "", "nothing moved"),
    ],
)  # fmt: skip
def test_two_values_are_told_in_short(text: str, language: str, short: str, why: str) -> None:
    assert reason(text, language).short == short, why


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("OpenAI(2024-12-09):后来情况变了:向公众开放(2024-12-09)", "OpenAI (2024-12-09): it changed later: open to the public (2024-12-09)"),
        ("王编辑 复核:说的是另一笔交易", "reviewed by 王编辑: 说的是另一笔交易"),
        ("期限 2024-05-26 已过,没有证据表明应验", "the deadline of 2024-05-26 has passed, and nothing shows that it came true"),
        ("观点,不作判定", "an opinion: no verdict"),
        ("还没有足够的证据", "not enough evidence yet"),
    ],
)  # fmt: skip
def test_what_a_status_says_of_itself(text: str, english: str) -> None:
    assert reason(text, "en").text == english


def test_a_reason_in_free_words_is_shown_as_it_is_and_said_to_be_untranslated() -> None:
    assert reason("模型自己的话", "en").translated is False
    assert reason("模型自己的话", "en").text == "模型自己的话"


def test_a_chinese_reader_gets_wide_signs() -> None:
    assert reason("A(2024-12-09):观点,不作判定", "zh").text == "A(2024-12-09)：观点，不作判定"
