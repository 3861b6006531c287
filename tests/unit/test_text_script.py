"""One written form for matching, with every character in its place."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.text.script import fold


@pytest.mark.parametrize(
    ("text", "folded", "why"),
    [
        ("影片生成模型開放測試", "影片生成模型开放测试", "traditional to simplified"),
        ("三億用戶，約兩萬", "三亿用户,约两万", "numerals and units too"),
        ("软件照旧", "软件照旧", "simplified stays"),
        ("ＧＰＴ－４．５", "gpt-4.5", "full width to half width"),
        ("￥３００　萬", "¥300 万", "full-width sign and space"),
        ("OpenAI Sora", "openai sora", "lower case"),
        ("İstanbul", "İstanbul", "a letter whose lower case is longer stays"),
        ("a\u00a0b", "a b", "unbreakable space"),
        ("“你好”。", "“你好”。", "Chinese punctuation without an ASCII twin stays"),
        ("🙂𠀀", "🙂𠀀", "beyond the basic plane"),
        ("", "", "nothing"),
    ],
)  # fmt: skip
def test_folding(text: str, folded: str, why: str) -> None:
    assert fold(text) == folded, why


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(fold(a) == b for a, b in zip(text, folded, strict=True))
    assert fold(folded) == folded


def test_the_table_is_read_at_first_use_without_running_the_package_it_comes_from() -> None:
    check = (
        "import sys; from houxu.text.script import fold; assert fold('開') == '开'; assert 'opencc' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", check], check=True, env={"PYTHONPATH": ":".join(p for p in sys.path if p)})
