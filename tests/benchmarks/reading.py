"""What reading a text costs: each reader against the word cutter on the same text, and a text eight times as long."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import jieba

from houxu.text import modality, quantities, sentences, times

STORY = (
    "公司去年营收达到12.5亿元,同比增长近三成,员工超过3000人。新馆尚未开门,票价可能上调;如果下雨,搬书将推迟到2024年12月9日。"
    "Users topped 45 million in two months, the firm said on Friday, but the tool is not yet open to the public. "
)
SHORT, LONGER = 1000, 8  # characters, and how many times as many the longer text has


def measure() -> list[dict[str, object]]:
    """Milliseconds a thousand characters, the ratio to the word cutter, and the growth from one text to the longer one."""
    jieba.initialize()
    published = date(2024, 12, 9)
    readers: dict[str, Callable[[str], object]] = {
        "words (jieba)": lambda text: list(jieba.cut(text)),
        "sentences": sentences.split,
        "moods": modality.cues,
        "numbers": quantities.find,
        "times": lambda text: times.find(text, published),
    }
    short = (STORY * SHORT)[:SHORT]
    base = _best(readers["words (jieba)"], short)
    rows: list[dict[str, object]] = []
    for name, read in readers.items():
        one, many = _best(read, short), _best(read, short * LONGER)
        rows.append({"what": name, "ms": one, "of jieba": one / base, "growth/8": many / one / LONGER})
    return rows


def _best(read: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(15):
        start = time.process_time()
        read(text)
        best = min(best, (time.process_time() - start) * 1000)
    return best
