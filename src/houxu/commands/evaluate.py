"""`houxu eval`: score a judge on labelled pairs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from houxu.analysis import ClaimIndex
from houxu.claims import baseline as baselines
from houxu.claims.glossary import load_glossary
from houxu.errors import InputError
from houxu.evaluation import LABELS, LabelledPair, agreement, compare, read_pairs, report, score
from houxu.judge.alone import judge_alone
from houxu.judge.cascade import FLAG_FROM, judge
from houxu.llm.second import Forgetful, SecondJudge
from houxu.llm.setup import second_judge
from houxu.model import Judgement
from houxu.settings import Settings
from houxu.terminal import Format, err, out, progress, show

WORST = 12


def evaluate(
    settings: Settings, pairs_file: Path, baseline_file: Path | None, which: str, before: Path | None, form: Format
) -> None:
    """Read pairs, judge each, print the report; with an LLM also what it cost. Raises InputError, ConfigError."""
    pairs = read_pairs(pairs_file)
    if not pairs:
        raise InputError("no pairs in it", where=str(pairs_file))
    index = _index(pairs, baseline_file)
    with _second(settings, which) as second, progress() as bar:
        one = _with_llm(index, second, always=which == "llm") if second else partial(_built_in, index)
        result = report(score(bar.track(pairs, description="judging"), one))
    if second is not None:
        told = [p["predicted"] for p in result["predictions"]]
        result["llm"] = _cost(second, told, [_built_in(index, p).verdict.value for p in pairs])
    if before is not None:
        result["compare"] = compare(_saved(before), result)
    if form is Format.JSON:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    elif form is Format.CSV:
        show(result["predictions"], form, columns=["pair_id", "label", "predicted", "confidence", "reasons"])
    else:
        _tables(result)


def _index(pairs: list[LabelledPair], baseline_file: Path | None) -> ClaimIndex | None:
    if not any(p.claim_id for p in pairs):
        return None
    if baseline_file is None:
        raise InputError("these pairs name claims by id", hint="say whose with --baseline FILE")
    index = ClaimIndex(baselines.load(baseline_file), load_glossary())
    _check_ids(pairs, index, baseline_file)
    return index


@contextmanager
def _second(settings: Settings, which: str) -> Iterator[SecondJudge | None]:
    if which == "built-in":
        yield None
        return
    unbound = settings.model_copy(update={"llm_tokens_a_day": 10**9, "llm_seconds": 10.0**9})  # the measurer waits
    with second_judge(unbound, Forgetful()) as second:
        if second is None:
            raise InputError(
                f"--judge {which}: no LLM judge is configured", hint="set HOUXU_LLM_URL and HOUXU_LLM_MODEL"
            )
        yield second


def _built_in(index: ClaimIndex | None, pair: LabelledPair) -> Judgement:
    if pair.claim is not None:
        return judge_alone(pair.claim, pair.passage)
    assert index is not None
    assert pair.claim_id is not None
    return judge(index.readings[pair.claim_id], pair.passage, index.names)


def _with_llm(index: ClaimIndex | None, second: SecondJudge, *, always: bool) -> Callable[[LabelledPair], Judgement]:
    def one(pair: LabelledPair) -> Judgement:
        built_in = _built_in(index, pair)
        if pair.claim is not None:  # no baseline: an unsure verdict is the open one
            return second.judge(built_in, pair.claim, pair.passage, always=always or built_in.confidence < FLAG_FROM)
        assert index is not None
        reading = index.readings[pair.claim_id or ""]
        return second.judge(built_in, reading.claim, pair.passage, reading, index.names, always=always)

    return one


def _cost(second: SecondJudge, told: list[str], built_in: list[str]) -> dict[str, Any]:
    """What the LLM cost, why its word did not count, and how far it agrees with the built-in judge."""
    cost = second.cost
    return {
        "model": second.client.model,
        "calls": cost.calls,
        "cached": cost.cached,
        "tokens": cost.tokens,
        "seconds": round(cost.seconds, 1),
        "changed": cost.changed,
        "fallbacks": dict(sorted(cost.fallbacks.items())),
        "agreement": agreement(told, built_in),
    }


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
    if "llm" in result:
        llm = result["llm"]
        fallbacks = ", ".join(f"{why} {n}" for why, n in llm["fallbacks"].items()) or "none"
        out().print(
            f"LLM {llm['model']}: {llm['calls']} calls, {llm['cached']} from memory, {llm['tokens']} tokens, "
            f"{llm['seconds']} s, {llm['changed']} verdicts changed; built-in verdict kept: {fallbacks}; "
            f"agreement {llm['agreement']['share']:.3f}, kappa {llm['agreement']['kappa']:.3f}",
            markup=False,
        )
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
    for key, rows in result["groups"].items():
        show(
            [{key: value, **row} for value, row in rows.items()],
            Format.TABLE, columns=[key, "n", "accuracy", "due", "flags", "right"], title=f"By {key}",
        )  # fmt: skip
    show(
        result["worst"][:WORST],
        Format.TABLE,
        columns=["pair_id", "label", "predicted", "confidence", "reasons"],
        title="Worst errors: wrong flags, the surest first, then flags missed",
        wide="reasons",
    )
    if "compare" in result:
        _compared(result["compare"])


def _compared(diff: Mapping[str, Any]) -> None:
    err().print(f"compared on {diff['n']} pairs: accuracy {diff['accuracy'][0]} → {diff['accuracy'][1]}", markup=False)
    out().print(f"mended: {', '.join(diff['mended']) or '-'}", markup=False)
    out().print(f"broken: {', '.join(diff['broken']) or '-'}", markup=False)
