"""The learned second opinion: how likely a passage supports, refutes or leaves open a claim.

A small pair encoder in eight bits reads both texts together: one for English, one for Chinese and across the two.
In English its view is pooled with that of boosted trees over measures of both texts (surface.py), which see numbers
and bounds better. The files lie in weights/ and were made by train.py. No network, no download, one core. Time, tolerance and
identity of entities are the rules' business, and it must not decide alone (docs/learned.md has the figures).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from houxu.judge.pieces import HAN, PairInput, Pieces
from houxu.judge.trees import Trees
from houxu.judge.wordpieces import WordPieces

WEIGHTS = Path(__file__).parent / "weights"
MULTILINGUAL, ENGLISH = "learned", "english"  # what the files of an encoder are called
PROPERTIES = "properties"  # and the reader of properties
VOCABULARY = {MULTILINGUAL: "vocabulary.npz", PROPERTIES: "vocabulary.npz", ENGLISH: "english.npz"}
FILES = (
    *("learned.onnx", "learned.json", "vocabulary.npz", "properties.onnx", "properties.json"),
    *("english.onnx", "english.json", "english.npz", "english_trees.npz"),
)
LONGEST_TEXT = 1200  # characters of a passage that are looked at; of those, the stretch nearest to the claim is read


@dataclass(frozen=True, slots=True)
class Opinion3:
    """Probabilities that sum to one; `neutral` is both "bears on it, no verdict" and "no bearing"."""

    supports: float
    refutes: float
    neutral: float

    @property
    def leaning(self) -> str:
        """The likeliest of the three: "supports", "refutes" or "neutral"."""
        return max(("supports", "refutes", "neutral"), key=lambda name: float(getattr(self, name)))


class Reader:
    """The loaded weights of one encoder. Safe to share between threads; loading takes some 0.4 s and 120 MB."""

    def __init__(self, folder: Path = WEIGHTS, name: str = MULTILINGUAL) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = _pieces(folder / VOCABULARY[name])
        about = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        self._order = tuple(about["labels"])
        self._temperature = float(about["temperature"])

    def read(self, claim: str, passage: str) -> Opinion3:
        """The opinion on one pair of texts in the encoder's languages."""
        pair = self._pieces.pair(claim[:LONGEST_TEXT], passage[:LONGEST_TEXT])
        chances = _softmax(self._logits(pair) / self._temperature)
        by_label = dict(zip(self._order, map(float, chances), strict=True))
        return Opinion3(by_label["support"], by_label["refute"], by_label["neutral"])

    def _logits(self, pair: PairInput) -> NDArray[np.float32]:
        feeds = {
            "words": self._pieces.vectors(pair.numbers)[None],
            "sides": pair.sides[None],
            "shared": pair.shared[None],
            "mask": np.ones((1, len(pair.numbers)), np.float32),
        }
        logits: NDArray[np.float32] = self._session.run(None, feeds)[0][0]
        return logits


class EnglishReader:
    """The English encoder and the trees, pooled: log chances times the share of each. Safe to share between threads."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.encoder, self.trees = Reader(folder, ENGLISH), Trees.load(folder / "english_trees.npz")
        about = json.loads((folder / "english.json").read_text(encoding="utf-8"))
        self._shares = float(about["shares"]["encoder"]), float(about["shares"]["trees"])

    def read(self, claim: str, passage: str) -> Opinion3:
        """The opinion on one English pair."""
        view = self.encoder.read(claim, passage)
        chances = np.array([view.supports, view.refutes, view.neutral], np.float32)
        trees = self.trees.scores(claim[:LONGEST_TEXT], passage[:LONGEST_TEXT])
        pooled = self._shares[0] * np.log(np.maximum(chances, 1e-9)) + self._shares[1] * trees
        return Opinion3(*map(float, _softmax(pooled)))


def available() -> bool:
    """True when the weights lie in the package and their runtime (onnxruntime) is installed."""
    return find_spec("onnxruntime") is not None and all((WEIGHTS / name).is_file() for name in FILES)


def opinion(claim: str, passage: str, *, language: str | None = None) -> Opinion3:
    """What the learned part thinks of one pair; both texts short (a sentence or a few).

    `language` is accepted for callers that know it and changes nothing: the texts themselves show their script.
    A side without any word says nothing: neutral. Raises ImportError or OSError when not `available()`.
    """
    del language
    if not claim.strip() or not passage.strip():
        return Opinion3(0.0, 0.0, 1.0)
    reader = _multilingual() if HAN.search(claim) or HAN.search(passage) else _english()
    return reader.read(claim, passage)


def says(words: str, passage: str) -> Opinion3:
    """Whether a passage bears out a property put into words (the `asks` of the lexicon), in either language.

    Read by an encoder of its own, taught on properties told (training/properties). Raises like `opinion`.
    """
    return _properties().read(words, passage)


@cache
def _pieces(file: Path) -> Pieces | WordPieces:
    """The vocabulary of an encoder; two encoders share one."""
    return WordPieces.load(file) if file.name == VOCABULARY[ENGLISH] else Pieces.load(file)


@cache
def _properties() -> Reader:
    return Reader(name=PROPERTIES)


@cache
def _multilingual() -> Reader:
    return Reader()


@cache
def _english() -> EnglishReader:
    return EnglishReader()


def _softmax(x: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(x - x.max())
    chances: NDArray[np.float32] = powers / powers.sum()
    return chances
