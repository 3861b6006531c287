"""The weights that ship, read back into torch names, so that a further course can start from them.

Eight bits round the layers; a course of a few hundred steps takes that up (docs/learned.md).
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import torch

_LINEAR = re.compile(r"^/(?P<path>.+?)/(?:Gemm_)?MatMul_quant$")


def state(file: Path) -> dict[str, torch.Tensor]:
    """The state of a PairEncoder from its eight-bit ONNX file. Raises OSError; KeyError for another kind of file."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(file)).graph
    tensors = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {name: array for name, array in tensors.items() if name.endswith((".weight", ".bias"))}
    for name in ("side.weight", "shared.weight"):
        codes = tensors[f"{name}_quantized"].astype(np.float32)
        found[name] = (codes - float(tensors[f"{name}_zero_point"])) * float(tensors[f"{name}_scale"])
    for node in graph.node:
        if node.op_type != "MatMulInteger" or (linear := _LINEAR.match(node.name)) is None:
            continue
        stem = node.input[1].removesuffix("_quantized")
        codes = tensors[f"{stem}_quantized"].astype(np.float32) - tensors[f"{stem}_zero_point"].astype(np.float32)
        found[linear["path"].replace("/", ".") + ".weight"] = (codes * tensors[f"{stem}_scale"]).T
    return {name: torch.from_numpy(np.array(array, np.float32)) for name, array in found.items()}
