"""The small pair encoder in torch, for training only; learned.py runs its exported form.

A post-norm BERT of the first layers of a pretrained multilingual encoder. Two additions cost nothing at run
time: each token is told which side it stands on, and whether the other side has the same piece (in English pairs, also how its number compares).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder: vocabulary, positions, width, layers, heads, inner width, marks."""

    vocabulary: int
    positions: int = 160
    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    classes: int = 3
    marks: int = 3
    norm_eps: float = 1e-12


class Layer(nn.Module):
    """One transformer layer (attention, feed-forward, each followed by its norm)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.dropout = dropout
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm_attention = nn.LayerNorm(shape.width, eps=shape.norm_eps)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm_inner = nn.LayerNorm(shape.width, eps=shape.norm_eps)

    def attend(self, x: Tensor, mask: Tensor) -> Tensor:
        """Multi-head self-attention; `mask` is added to the scores (0 or a large negative number)."""
        batch, length, width = x.shape
        split = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = split[0], split[1], split[2]
        scores = query @ key.transpose(-1, -2) * (1.0 / math.sqrt(width // self.heads)) + mask
        weights = F.dropout(torch.softmax(scores, -1), self.dropout, self.training)
        return self.out((weights @ value).transpose(1, 2).reshape(batch, length, width))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """States in, states out: (batch, length, width)."""
        x = self.norm_attention(x + F.dropout(self.attend(x, mask), self.dropout, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm_inner(x + F.dropout(inner, self.dropout, self.training))


class PairEncoder(nn.Module):
    """Logits for (support, refute, neutral) from the word vectors, sides and shared marks of the pieces."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.position = nn.Embedding(shape.positions, shape.width)
        self.side = nn.Embedding(2, shape.width)
        self.shared = nn.Embedding(shape.marks, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.norm_eps)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.pool = nn.Linear(2 * shape.width, shape.width)
        self.head = nn.Linear(shape.width, shape.classes)

    def forward(self, words: Tensor, sides: Tensor, shared: Tensor, mask: Tensor) -> Tensor:
        """`words` (batch, length, width) frozen vectors; `mask` 1 for pieces, 0 for padding."""
        length = words.shape[1]
        x = words + self.position.weight[:length] + self.side(sides) + self.shared(shared)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        bias = ((mask - 1.0) * 1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        kept = mask[:, :, None]
        mean = (x * kept).sum(1) / kept.sum(1)
        pooled = torch.tanh(self.pool(torch.cat([x[:, 0], mean], -1)))
        logits: Tensor = self.head(F.dropout(pooled, self.dropout, self.training))
        return logits
