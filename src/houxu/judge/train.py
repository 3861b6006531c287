"""Train the learned opinion: `python -m houxu.judge.train --data DIR` (needs the [train] extra).

Writes weights/learned.onnx (eight-bit layers), weights/vocabulary.npz (four-bit word vectors) and
weights/learned.json (calibration, held-out figures); with `--only english` those of the English encoder, english.*, and
with `--only properties` those of the reader of properties, properties.*.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from houxu.judge.learned import ENGLISH, MULTILINGUAL, PROPERTIES, VOCABULARY, EnglishReader, Reader
from houxu.judge.pieces import BLOCK, PairInput, Pieces
from houxu.judge.training import boosted, corpora, measure, minilm, pretrained, shipped
from houxu.judge.training.corpora import LABELS, Pair, Split
from houxu.judge.training.encoder import PairEncoder, Shape
from houxu.judge.wordpieces import WordPieces

WEIGHTS = Path(__file__).parent / "weights"
WIDTH, INNER = 384, 1536  # of the pretrained encoder
Vocabulary = Pieces | WordPieces
_KEPT = re.compile(r"[\u4e00-\u9fff]+|[\x21-\x7e]+|[\u2581\W\d_]{1,3}")


@dataclass(frozen=True)
class Example:
    """A pair ready to read."""

    read: PairInput
    label: int


def vocabulary(source: pretrained.Pretrained, words: set[str]) -> tuple[list[int], Pieces]:
    """The pretrained pieces that simplified Chinese and English need; `words`: the English ones."""
    from opencc import OpenCC

    simplify = OpenCC("t2s").convert

    def wanted(piece: str) -> bool:
        bare = piece.replace("▁", "")
        if not _KEPT.fullmatch(bare or "▁"):
            return False
        if not bare.isascii():
            return bool(simplify(bare) == bare)
        return piece in words or len(bare) <= 1 or not bare.isalpha()

    kept = pretrained.keep(source, wanted)
    blocks = source.blocks("emb.word").reshape(-1, WIDTH // BLOCK)[kept]
    pieces = [source.pieces[i] for i in kept]
    return kept, Pieces(
        pieces,
        source.scores[kept],
        source.folding,
        blocks["codes"].reshape(len(kept), -1).copy(),
        blocks["scale"].astype(np.float16).copy(),
    )


def english(source: pretrained.Pretrained) -> set[str]:
    """Pieces that common English words are cut into, with the case they stand in."""
    from wordfreq import top_n_list

    everything = Pieces(
        source.pieces, source.scores, source.folding, np.zeros((0, 0), np.uint8), np.zeros((0, 0), np.float16)
    )
    words = {form for word in top_n_list("en", 36000) for form in (word, word.capitalize(), word.upper()[:8])}
    return {source.pieces[n] for word in sorted(words) for n in everything.cut(word)}


def start(source: pretrained.Pretrained, kept: list[int], layers: int) -> PairEncoder:
    """An encoder whose first layers are the pretrained ones."""
    shape = Shape(len(kept), layers=layers)
    encoder = PairEncoder(shape)
    vector, matrix = source.vector, source.matrix
    state: dict[str, NDArray[np.float32]] = {
        "position.weight": vector("emb.pos").reshape(-1, 384)[: shape.positions],
        "norm.weight": vector("emb.ln.w"),
        "norm.bias": vector("emb.ln.b"),
        "side.weight": np.stack([vector("emb.type")[:384]] * 2),
        "shared.weight": np.zeros((3, 384), np.float32),
    }
    for i in range(layers):
        old, new = f"l{i}.", f"layers.{i}."
        state[new + "qkv.weight"] = np.concatenate([matrix(f"{old}{x}.w", 384) for x in "qkv"])
        state[new + "qkv.bias"] = np.concatenate([vector(f"{old}{x}.b") for x in "qkv"])
        for theirs, ours, columns in (("ao", "out", 384), ("fi", "up", 384), ("fo", "down", 1536)):
            state[f"{new}{ours}.weight"], state[f"{new}{ours}.bias"] = (
                matrix(f"{old}{theirs}.w", columns),
                vector(f"{old}{theirs}.b"),
            )
        for theirs, ours in (("aln", "norm_attention"), ("oln", "norm_inner")):
            state[f"{new}{ours}.weight"], state[f"{new}{ours}.bias"] = (
                vector(f"{old}{theirs}.w"),
                vector(f"{old}{theirs}.b"),
            )
    missing = encoder.load_state_dict({k: torch.from_numpy(v) for k, v in state.items()}, strict=False).missing_keys
    assert set(missing) == {"pool.weight", "pool.bias", "head.weight", "head.bias"}, missing
    return encoder


def prepare(pieces: Vocabulary, pairs: list[Pair]) -> list[Example]:
    """Cut every pair (a long passage to its first 1,200 characters)."""
    return [Example(pieces.pair(p.claim, p.passage[:1200]), p.label) for p in pairs]


def batches(examples: list[Example], size: int, rng: random.Random | None) -> Iterator[list[Example]]:
    """Batches of like length; shuffled when `rng` is given."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].read.numbers) + (rng.random() * 8 if rng else 0))
    groups = [[examples[i] for i in order[at : at + size]] for at in range(0, len(order), size)]
    if rng:
        rng.shuffle(groups)
    yield from groups


def tensors(pieces: Vocabulary, batch: list[Example]) -> tuple[torch.Tensor, ...]:
    """(words, sides, shared, mask) of a batch, padded to its longest pair."""
    length = max(len(e.read.numbers) for e in batch)
    grids = [np.zeros((len(batch), length), np.int64) for _ in range(3)]
    mask = np.zeros((len(batch), length), np.float32)
    for row, example in enumerate(batch):
        size = len(example.read.numbers)
        for grid, values in zip(grids, (example.read.numbers, example.read.sides, example.read.shared), strict=True):
            grid[row, :size] = values
        mask[row, :size] = 1
    return torch.from_numpy(pieces.vectors(grids[0])), *map(torch.from_numpy, (grids[1], grids[2], mask))


@dataclass
class Course:
    """How long and how fast: the rate falls to zero when epochs or minutes run out, whichever is first."""

    epochs: float
    minutes: float
    rate: float
    batch: int = 32
    frozen_layers: int = 1
    started: float = 0.0
    checkpoint: Path = Path("checkpoint.pt")

    def progress(self, step: int, steps: int) -> float:
        """Share of the course done, 0 to 1."""
        return min(1.0, max(step / steps, (time.monotonic() - self.started) / 60 / self.minutes))


def teach(encoder: PairEncoder, pieces: Vocabulary, examples: list[Example], course: Course, seed: int = 7) -> None:
    """Fine-tune in place, with bfloat16 products and a line of progress a minute."""
    rng, course.started = random.Random(seed), time.monotonic()
    torch.manual_seed(seed)
    for module in (encoder.position, encoder.norm, *encoder.layers[: course.frozen_layers]):
        module.requires_grad_(False)
    trained = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=course.rate, weight_decay=0.01, betas=(0.9, 0.98))
    steps, step, total, last = math.ceil(len(examples) * course.epochs / course.batch), 0, 0.0, course.started
    encoder.train()
    while step < steps:
        for batch in batches(examples, course.batch, rng):
            done = course.progress(step, steps)
            if done >= 1.0:
                return
            for group in optimizer.param_groups:
                group["lr"] = course.rate * min(1.0, (step + 1) / 60) * (1.0 - done)
            with torch.autocast("cpu", torch.bfloat16):
                logits = encoder(*tensors(pieces, batch))
            loss = F.cross_entropy(logits.float(), torch.tensor([e.label for e in batch]), label_smoothing=0.03)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step, total = step + 1, 0.98 * total + 0.02 * loss.item()
            if time.monotonic() - last > 60:
                last = time.monotonic()
                print(f"step {step}/{steps} progress {done:.2f} loss {total / (1 - 0.98**step):.3f}", flush=True)
                torch.save(encoder.state_dict(), course.checkpoint)


def logits(encoder: PairEncoder, pieces: Vocabulary, examples: list[Example]) -> NDArray[np.float32]:
    """Logits in the order of `examples`."""
    encoder.eval()
    place = {id(e): i for i, e in enumerate(examples)}
    out = np.zeros((len(examples), len(LABELS)), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in batches(examples, 64, None):
            out[[place[id(e)] for e in batch]] = encoder(*tensors(pieces, batch)).float().numpy()
    return out


def temperature(scores: NDArray[np.float32], gold: list[int]) -> float:
    """The divisor of the logits with the least log loss."""

    def loss(t: float) -> float:
        return float(F.cross_entropy(torch.from_numpy(scores) / t, torch.tensor(gold)))

    return min((round(0.5 + 0.05 * i, 2) for i in range(60)), key=loss)


def export(encoder: PairEncoder, folder: Path, name: str) -> None:
    """Write `name`.onnx with eight-bit layer weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    encoder.eval()
    names, full = ["words", "sides", "shared", "mask"], folder / "full.onnx"
    example = (
        torch.randn(1, 24, 384),
        torch.zeros(1, 24, dtype=torch.long),
        torch.zeros(1, 24, dtype=torch.long),
        torch.ones(1, 24),
    )
    axes = {name: {0: "batch", 1: "length"} for name in names}
    torch.onnx.export(
        encoder,
        example,
        str(full),
        input_names=names,
        output_names=["logits"],
        dynamic_axes=axes,
        dynamo=False,
        opset_version=17,
    )
    quantize_dynamic(str(full), str(folder / f"{name}.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    full.unlink()


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="houxu.judge.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (*.jsonl.gz)")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--epochs", type=float, default=2.0, help="0: only export what --resume holds")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop earlier, rate falling to zero by then")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--only",
        choices=["shipped", "english", PROPERTIES, "ocnli"],
        default="shipped",
        help="ocnli: measure, ship nothing",
    )
    parser.add_argument("--limit", type=int, help="learn from this many pairs only (a trial)")
    parser.add_argument("--second", action="store_true", help="second course: fewer of the easy pairs")
    parser.add_argument(
        "--rivals", action="store_true", help="a course on rival claims with a little of the rest, from what ships"
    )
    parser.add_argument("--resume", type=Path, help="start from a saved state")
    return parser.parse_args(arguments)


@dataclass(frozen=True)
class Pupil:
    """An encoder before its course, the pieces it reads, its pairs and the name of its files."""

    encoder: PairEncoder
    pieces: Vocabulary
    split: Split
    name: str


def multilingual(options: argparse.Namespace) -> Pupil:
    """The encoder of Chinese and of pairs across the two languages."""
    source = pretrained.read(pretrained.find())
    kept, pieces = vocabulary(source, english(source))
    encoder = start(source, kept, options.layers)
    if options.only == PROPERTIES:
        return Pupil(encoder, pieces, corpora.told(), PROPERTIES)
    split = corpora.shipped(options.data) if options.only == "shipped" else corpora.measured_only(options.data)
    return Pupil(encoder, pieces, split, MULTILINGUAL)


def english_only(options: argparse.Namespace) -> Pupil:
    """The encoder of English pairs."""
    source = minilm.read(minilm.find())
    kept, pieces = minilm.vocabulary(source)
    return Pupil(minilm.start(source, len(kept)), pieces, corpora.english(options.data), ENGLISH)


def main(arguments: list[str] | None = None) -> None:
    """Train, calibrate, measure on what was held out, write the weights."""
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    pupil = english_only(options) if options.only == ENGLISH else multilingual(options)
    random.Random(1).shuffle(pupil.split.train)
    if options.resume:
        pupil.encoder.load_state_dict(torch.load(options.resume))
    elif options.rivals or pupil.name == PROPERTIES or options.only == "ocnli":
        pupil.encoder.load_state_dict(shipped.state(WEIGHTS / f"{MULTILINGUAL}.onnx"))
    print(len(pupil.pieces.pieces), "pieces;", len(pupil.split.train), "pairs to learn from", flush=True)
    if options.epochs:
        taught = pupil.split.train[: options.limit]
        learn = mostly_rivals(taught) if options.rivals else weighted(taught, second=options.second)
        course = Course(options.epochs, options.minutes, options.rate, frozen_layers=int(pupil.name != ENGLISH))
        course.checkpoint = options.out / "checkpoint.pt"
        teach(pupil.encoder, pupil.pieces, prepare(pupil.pieces, learn), course)
        torch.save(pupil.encoder.state_dict(), options.out / "last.pt")
    if options.only != "ocnli":
        ship(pupil, options.out)
        return
    for name, pairs in pupil.split.test.items():
        scores = logits(pupil.encoder, pupil.pieces, prepare(pupil.pieces, pairs)).astype(np.float64)
        print(name, measure.figures(scores, [p.label for p in pairs], calibrated=False), flush=True)


def weighted(pairs: list[Pair], *, second: bool = False) -> list[Pair]:
    """Headlines, the smallest set and nearest to the task, count three times (twice in a second course).

    A second course takes a third of the web passages and of the pattern pairs, which are learnt by then.
    """
    taught = [p for p in pairs for _ in range((2 if second else 3) if p.corpus == "emergent-train" else 1)]
    rng = random.Random(2)
    thinned = [p for p in taught if not second or not _easy(p) or rng.random() < 1 / 3]
    return thinned


def mostly_rivals(pairs: list[Pair]) -> list[Pair]:
    """All rival claims, and as many of the other pairs as keep what was learnt before alive."""
    rng = random.Random(3)
    return [p for p in pairs if p.corpus == "rivals" or rng.random() < KEPT_ALIVE]


KEPT_ALIVE = 0.04  # share of the other pairs in a course on rival claims


def _easy(pair: Pair) -> bool:
    return pair.corpus == "factcheck-bench" or pair.corpus.startswith("invented-pattern")


def ship(pupil: Pupil, out: Path) -> None:
    """Write the files of an encoder; calibrate and measure what was written, not what was trained."""
    export(pupil.encoder, out, pupil.name)
    if pupil.name != PROPERTIES or not (out / VOCABULARY[pupil.name]).is_file():
        pupil.pieces.save(out / VOCABULARY[pupil.name])
    file = out / f"{pupil.name}.json"
    about: dict[str, object] = {"trained": datetime.now(UTC).date().isoformat(), "labels": LABELS}
    about |= {"licence": "CC BY-SA 3.0, see NOTICE.txt", "temperature": 1.0}
    _write(about, file)
    about |= _calibrated(pupil, out)
    _write(about, file)
    reader = EnglishReader(out) if pupil.name == ENGLISH else Reader(out, pupil.name)
    about["held_out"] = {
        name: measure.figures(measure.probabilities(reader.read, pairs), [p.label for p in pairs])
        for name, pairs in pupil.split.test.items()
    }
    _write(about, file)
    print(json.dumps(about, indent=1), flush=True)


def _calibrated(pupil: Pupil, out: Path) -> dict[str, object]:
    pairs = pupil.split.calibrate
    gold = [p.label for p in pairs]
    chances = np.log(measure.probabilities(Reader(out, pupil.name).read, pairs) + 1e-9)
    if pupil.name != ENGLISH:
        return {"temperature": temperature(chances.astype(np.float32), gold)}
    trees = boosted.fit(weighted(pupil.split.train))
    trees.save(out / "english_trees.npz")
    scores = np.array([trees.scores(p.claim, p.passage[:1200]) for p in pairs], np.float64)
    return {"shares": dict(zip(("encoder", "trees"), boosted.shares(chances, scores, gold), strict=True))}


def _write(about: dict[str, object], file: Path) -> None:
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
