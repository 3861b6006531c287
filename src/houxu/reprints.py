"""Who is an independent voice: telling a reprint (转载) from another report of the same event.

Two steps. `signature` gives an article 64 band values; articles that share one are candidates (the store keeps bands in
a table and looks them up). `is_reprint` then decides on the texts: the shorter one's shingles must stand in the longer
one to 65 %, and no number or named date may differ where the words around it are the same, or every weekly sales
report would be a reprint of the last. Rewriting in other words is not caught. Pure: no clock, no store.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from rensa import RMinHash

from houxu.model import Article
from houxu.text.script import fold

PERMUTATIONS = 128
BANDS = 64  # of two rows each: a pair with a fifth of its shingles in common still meets in nine of ten cases
SEED = 20240226
VERSION = 1  # of the shingles and of how bands are packed; raise it when either changes
ALGORITHM = f"rensa-r{RMinHash.ALGORITHM_VERSION}/{PERMUTATIONS}x{BANDS}/seed{SEED}/v{VERSION}"
CONTAINMENT = 0.65
CREDITED_CONTAINMENT = 0.3  # enough where the page itself names the other as its source
CREDITED_DAYS = 7
LEAST_LENGTH_RATIO = 0.25  # a digest that holds a whole short article is not a reprint of it
SHORT = 100  # characters: shorter texts share their shingles by chance
_SHORT_OVERLAP = 0.9
_LONGEST = 30_000  # characters that are compared; a longer text is told apart by its beginning

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLOCK_LINE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}:\d{2}|阅读|浏览|评论|来源|编辑|责编")
_NUMBER = re.compile(
    r"\d[\d,.]*\d|\d|[零〇一二两三四五六七八九十百千万亿]+"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand"
    r"|million|billion|trillion|half|first|second|third|fourth"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|上半年|下半年"
)
_BEFORE, _AFTER = 6, 4  # words (Chinese: characters) around a number that make its place


@dataclass(frozen=True, slots=True)
class Signature:
    """What the store keeps of a text. `bands` are signed 64-bit integers, each bound to its place in the order."""

    bands: tuple[int, ...]
    minhash: bytes  # 128 little-endian 32-bit integers
    algorithm: str = ALGORITHM


def signature(text: str) -> Signature:
    """The text's MinHash and bands. Only signatures of one `algorithm` may be compared."""
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(sorted(_shingles(text)))
    digest = minhash.digest()
    rows = PERMUTATIONS // BANDS
    bands = tuple(_pack(n, digest[n * rows], digest[n * rows + 1]) for n in range(BANDS))
    return Signature(bands, struct.pack(f"<{PERMUTATIONS}I", *digest))


def _pack(band: int, first: int, second: int) -> int:
    mixed = ((first << 32) | second) ^ (band * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    return mixed - (1 << 64) if mixed >= 1 << 63 else mixed


def is_reprint(text_a: str, text_b: str) -> bool:
    """Whether two texts are one, altered as editors alter it: trimmed, with a new lead, in the other script.

    Texts under 100 characters must be nearly equal.
    """
    shorter, longer = sorted((len("".join(_words(text_a))), len("".join(_words(text_b)))))
    if not shorter or shorter < LEAST_LENGTH_RATIO * longer:
        return False
    if shorter < SHORT and shorter < _SHORT_OVERLAP * longer:
        return False
    needed = _SHORT_OVERLAP if shorter < SHORT else CONTAINMENT
    return containment(text_a, text_b) >= needed and numbers_agree(text_a, text_b)


def containment(text_a: str, text_b: str) -> float:
    """The share of the smaller set of shingles that is in the other, 0 to 1."""
    a, b = _shingles(text_a), _shingles(text_b)
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def numbers_agree(text_a: str, text_b: str) -> bool:
    """False when some number, month or weekday differs between the same words."""
    places_a, places_b = _numbers_by_place(text_a), _numbers_by_place(text_b)
    return all(values & places_b[place] for place, values in places_a.items() if place in places_b)


def is_credited_copy(copy: Article, original: Article) -> bool:
    """Whether `copy`, which credits `original`'s outlet, is that outlet's voice rather than one of its own.

    A credit alone proves little: pages credit an agency for a photograph or a quotation. It counts when the copy
    came out within seven days and has a third of the text or the same headline, and no number differs.
    """
    if not credit_names(copy.credit, original.outlet) and not _same_title(_credited_title(copy), original.title):
        return False
    if copy.published is None or original.published is None:
        return False
    if not timedelta(days=-1) <= copy.published - original.published <= timedelta(days=CREDITED_DAYS):
        return False
    if _same_title(copy.title, original.title) or _same_title(_credited_title(copy), original.title):
        return numbers_agree(copy.text, original.text)
    overlap = containment(copy.text, original.text)
    return overlap >= CREDITED_CONTAINMENT and numbers_agree(copy.text, original.text)


def credit_names(credit: str | None, outlet: str | None) -> bool:
    """Whether a page's credit (来源：新华网) names this outlet (新华社): same name, or two names of one house."""
    if not credit or not outlet:
        return False
    one, other = _name(credit), _name(outlet)
    return bool(one) and (one == other or _houses().get(one, one) == _houses().get(other, other))


def _credited_title(article: Article) -> str | None:
    credit = article.credit or ""
    return credit.removeprefix("原标题：") if credit.startswith("原标题：") else None


def _same_title(one: str | None, other: str | None) -> bool:
    folded = "".join(_words(one or ""))
    return len(folded) >= 8 and folded == "".join(_words(other or ""))


def _words(text: str) -> list[str]:
    """Folded words; each Chinese character is one."""
    return _WORD.findall(fold(text[:_LONGEST]).lower())


def _shingles(text: str) -> set[str]:
    """Five Chinese characters, or three words where the text is not Chinese."""
    words = _words(text)
    chinese = sum(1 for word in words if _HAN.match(word)) > 0.3 * len(words)
    size = 5 if chinese else 3
    if len(words) < size:
        return {" ".join(words)} if words else set()
    return {" ".join(words[n : n + size]) for n in range(len(words) - size + 1)}


def _numbers_by_place(text: str) -> dict[str, set[str]]:
    """The numbers of a text by the words around them, in which numbers themselves are blanked.

    A byline's clock or a count of readers says nothing about the text.
    """
    lines = (line for line in text[:_LONGEST].split("\n") if len(line) > 60 or not _CLOCK_LINE.search(line))
    folded = fold("\n".join(lines)).lower()
    words: list[str] = []
    numbers: list[tuple[int, str]] = []
    at = 0
    for match in _NUMBER.finditer(folded):
        words.extend(_WORD.findall(folded[at : match.start()]))
        numbers.append((len(words), match.group().replace(",", "").rstrip(".")))
        words.append("#")
        at = match.end()
    words.extend(_WORD.findall(folded[at:]))
    places: dict[str, set[str]] = {}
    for place, value in _placed(words, numbers):
        places.setdefault(place, set()).add(value)
    return places


def _placed(words: list[str], numbers: list[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    for index, value in numbers:
        before, after = words[max(0, index - _BEFORE) : index], words[index + 1 : index + 1 + _AFTER]
        if len(before) == _BEFORE or len(after) == _AFTER:
            yield " ".join(before) + " | " + " ".join(after), value


def _name(outlet: str) -> str:
    """An outlet's name without what does not tell outlets apart."""
    name = re.sub(r"[^\w.]|_", "", fold(outlet).lower())
    name = re.sub(r"^the(?=[a-z])|^www\.", "", name)
    name = re.sub(r"(?:\.com(?:\.cn)?|\.cn|\.net|\.org)$", "", name)
    name = re.sub(r"(?:客户端|微信公众号|公众号|官方微博|官方网站|官网|网站|微博|app|inc|讯)$", "", name)
    return name.replace(".", "")


# Names of one house: its agency, paper, site and foreign names. A credit to one is a credit to all.
_HOUSES = (
    "新华社 新华网 新华视点 Xinhua XinhuaNews Xinhuanet",
    "人民日报 人民网 People'sDaily",
    "中新社 中新网 中国新闻网 中国新闻社 ChinaNews",
    "央视新闻 央视网 央视 中央电视台 CCTV",
    "路透社 路透 Reuters",
    "美联社 AP AssociatedPress APNews",
    "法新社 AFP",
    "彭博社 彭博 彭博新闻社 Bloomberg BloombergNews",
    "华尔街日报 WSJ WallStreetJournal",
    "纽约时报 NYT NewYorkTimes NYTimes",
    "金融时报 FT FinancialTimes",
    "澎湃新闻 澎湃 ThePaper",
    "第一财经 第一财经日报 Yicai",
    "每日经济新闻 每经网 每经",
    "21世纪经济报道 21财经 21经济网",
    "界面新闻 界面 Jiemian",
    "财新网 财新 财新周刊 Caixin",
    "IT之家 ithome",
    "36氪 36kr",
    "量子位 QbitAI",
    "机器之心 Synced",
    "钛媒体 TMTPost",
    "虎嗅 虎嗅网 Huxiu",
    "联合早报 早报网 Zaobao",
    "南华早报 SCMP SouthChinaMorningPost",
    "日经新闻 日本经济新闻 Nikkei NikkeiAsia",
)


@cache
def _houses() -> dict[str, str]:
    return {_name(name): names.split()[0] for names in _HOUSES for name in names.split()}
