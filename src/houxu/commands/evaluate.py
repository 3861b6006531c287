"""`houxu eval`: score a judge on labelled pairs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from houxu.analysis import ClaimIndex
from houxu.claims import baseline as baselines
from houxu.claims.glossary import load_glossary
from houxu.errors import InputError
from houxu.evaluation import LABELS, LabelledPair, compare, read_pairs, report, score
from houxu.judge.alone import judge_alone
from houxu.judge.cascade import judge
from houxu.model import Judgement
from houxu.terminal import Format, err, out, progress, show

WORST = 12


def evaluate(pairs_file: Path, baseline_file: Path | None, which: str, before: Path | None, form: Format) -> None:
    """Read pairs, judge each, print the report. Raises InputError for wrong files."""
    pairs = read_pairs(pairs_file)
    if not pairs:
        raise InputError("no pairs in it", where=str(pairs_file))
    judged = _judge(pairs, baseline_file, which)
    with progress() as bar:
        result = report(score(bar.track(pairs, description="judging"), judged))
    if before is not None:
        result["compare"] = compare(_saved(before), result)
    if form is Format.JSON:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    elif form is Format.CSV:
        show(result["predictions"], form, columns=["pair_id", "label", "predicted", "confidence", "reasons"])
    else:
        _tables(result)


def _judge(pairs: list[LabelledPair], baseline_file: Path | None, which: str) -> Callable[[LabelledPair], Judgement]:
    index = None
    if any(p.claim_id for p in pairs):
        if baseline_file is None:
            raise InputError("these pairs name claims by id", hint="say whose with --baseline FILE")
        index = ClaimIndex(baselines.load(baseline_file), load_glossary())
        _check_ids(pairs, index, baseline_file)
    if which != "built-in":
        raise InputError(f"--judge {which}: no LLM judge is configured", hint="only built-in can be scored here")

    def one(pair: LabelledPair) -> Judgement:
        if pair.claim is not None:
            return judge_alone(pair.claim, pair.passage)
        assert index is not None
        assert pair.claim_id is not None
        return judge(index.readings[pair.claim_id], pair.passage, index.names)

    return one


def _check_ids(pairs: list[LabelledPair], index: ClaimIndex, baseline_file: Path) -> None:
    for pair in pairs:
        if pair.claim_id and pair.claim_id not in index.readings:
            raise InputError(f"claim '{pair.claim_id}' is not in {baseline_file}", where=f"line {pair.line}")


def _saved(path: Path) -> Mapping[str, Any]:
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        _ = saved["predictions"], saved["accuracy"], saved["flagged"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"not a saved report: {error}", where=str(path), hint="houxu eval --format json > FILE"
        ) from error
    return saved  # type: ignore[no-any-return]


def _tables(result: Mapping[str, Any]) -> None:
    flagged = result["flagged"]
    out().print(
        f"n {result['n']}   accuracy {result['accuracy']:.3f}   macro-F1 {result['macro_f1']:.3f}   "
        f"flags: precision {flagged['precision']:.3f} ({flagged['right']} of {flagged['flags']}), recall {flagged['recall']:.3f}, "
        f"mentions wrongly flagged {flagged['mentions_wrongly_flagged']:.3f}"
    )
    show(
        [{"label": k, **v} for k, v in result["per_label"].items()],
        Format.TABLE,
        columns=["label", "precision", "recall", "f1", "n"],
    )
    show(
        [{"labelled": t, **row} for t, row in result["confusion"].items()],
        Format.TABLE, columns=["labelled", *LABELS], title="Labelled (rows) against judged (columns)",
    )  # fmt: skip
    show(
        [{"phenomenon": k, **v} for k, v in result["phenomena"].items()],
        Format.TABLE,
        columns=["phenomenon", "flags", "right", "precision"],
        title="Flags by phenomenon",
    )
    show(result["calibration"], Format.TABLE, columns=["from", "to", "n", "confidence", "right"], title="Calibration")
    wrong = [p for p in result["predictions"] if p["predicted"] != "mentions" and p["predicted"] != p["label"]]
    show(
        sorted(wrong, key=lambda p: -p["confidence"])[:WORST],
        Format.TABLE,
        columns=["pair_id", "label", "predicted", "confidence", "reasons"],
        title="Wrong flags, the surest first",
        wide="reasons",
    )
    if "compare" in result:
        _compared(result["compare"])


def _compared(diff: Mapping[str, Any]) -> None:
    err().print(f"compared on {diff['n']} pairs: accuracy {diff['accuracy'][0]} → {diff['accuracy'][1]}", markup=False)
    out().print(f"mended: {', '.join(diff['mended']) or '-'}", markup=False)
    out().print(f"broken: {', '.join(diff['broken']) or '-'}", markup=False)
