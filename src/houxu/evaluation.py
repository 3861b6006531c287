"""Score the judge on labelled pairs: the numbers behind docs/evaluation.md and `houxu eval`. Pure but for reading files."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from houxu.errors import InputError
from houxu.model import Claim, Judgement, Kind, Passage, Verdict

LABELS = tuple(v.value for v in Verdict)
FLAGS = ("supports", "refutes", "updates")
GROUPED = ("phenomenon", "difficulty", "lang")  # optional keys of a pair that the report counts apart
_KNOWN = frozenset({*LABELS, "none"})


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """One line of a pairs file; `claim` is None when `claim_id` names one of a baseline."""

    pair_id: str
    passage: Passage
    label: str
    claim_id: str | None = None
    claim: Claim | None = None
    line: int = 0
    groups: Mapping[str, str] = field(default_factory=dict)  # what the pair is an example of, by GROUPED key


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with what the judge said."""

    pair: LabelledPair
    judgement: Judgement

    @property
    def expected(self) -> str:
        """The label as scored: `none` counts like `mentions`."""
        return "mentions" if self.pair.label == "none" else self.pair.label


def read_pairs(path: Path) -> list[LabelledPair]:
    """Read JSON lines; InputError names the file, the line and the key that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read pairs: {error}", where=str(path)) from error
    return [_pair(line, f"{path}:{n}", n) for n, line in enumerate(lines, 1) if line.strip()]


def _pair(line: str, where: str, number: int) -> LabelledPair:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", where=where) from error
    if not isinstance(row, dict):
        raise InputError("a pair is a JSON object", where=where)
    for key in ("passage", "label"):
        if not isinstance(row.get(key), str):
            raise InputError(f"key '{key}' is missing or not a text", where=where)
    if row["label"] not in _KNOWN:
        raise InputError(f"unknown label '{row['label']}'", where=where, hint=f"one of {', '.join(sorted(_KNOWN))}")
    if not row.get("claim_id") and not row.get("claim"):
        raise InputError("a pair needs 'claim_id' or 'claim'", where=where)
    published, precision = _day(row.get("published"), where, "published")
    passage = Passage(
        row["passage"],
        end=len(row["passage"]),
        title=row.get("title"),
        published=published,
        published_precision=precision,
        language=row.get("lang"),
    )
    claim = None if row.get("claim_id") else _standalone(row, where)
    groups = {key: str(row[key]) for key in GROUPED if row.get(key)}
    return LabelledPair(
        str(row.get("pair_id", number)), passage, row["label"], row.get("claim_id"), claim, number, groups
    )


def _standalone(row: Mapping[str, Any], where: str) -> Claim:
    kind = row.get("kind") or "fact"
    if kind not in set(Kind):
        raise InputError(f"unknown kind '{kind}'", where=where, hint=f"one of {', '.join(Kind)}")
    asserted, _ = _day(row.get("asserted"), where, "asserted")
    return Claim(id=str(row.get("pair_id", "")), text=str(row["claim"]), kind=Kind(kind), asserted=asserted)


def _day(value: object, where: str, key: str) -> tuple[date | None, str]:
    """Read 2024, 2024-12 or 2024-12-09; the first day stands for what is not known."""
    if value in (None, ""):
        return None, "day"
    text = str(value)[:10]
    try:
        parts = [int(p) for p in text.split("-")]
        precision = ("year", "month", "day")[len(parts) - 1]
        return date(*[*parts, 1, 1][:3]), precision
    except (ValueError, IndexError) as error:
        raise InputError(
            f"key '{key}': '{value}' is not a date", where=where, hint="2024-12-09, 2024-12 or 2024"
        ) from error


def score(pairs: Iterable[LabelledPair], judge: Callable[[LabelledPair], Judgement]) -> list[Scored]:
    """Judge every pair."""
    return [Scored(pair, judge(pair)) for pair in pairs]


def report(scored: Sequence[Scored]) -> dict[str, Any]:
    """The contract's JSON: n, accuracy, macro_f1, per_label, flagged, predictions; and confusion, calibration, the flags
    by the rule that raised them, each label's share right by what the pairs are examples of, the worst errors."""
    truth = [s.expected for s in scored]
    told = [s.judgement.verdict.value for s in scored]
    per_label = {label: _label(label, truth, told) for label in LABELS}
    present = [label for label in LABELS if label in truth]
    hits = sum(t == p for t, p in zip(truth, told, strict=True))
    return {
        "n": len(scored),
        "accuracy": _ratio(hits, len(scored)),
        "macro_f1": _ratio(sum(per_label[label]["f1"] for label in present), len(present)),
        "per_label": per_label,
        "flagged": _flagged(truth, told),
        "confusion": _confusion(truth, told),
        "phenomena": _phenomena(scored),
        "groups": {key: _grouped(scored, key) for key in GROUPED if any(key in s.pair.groups for s in scored)},
        "calibration": _calibration(scored),
        "worst": worst(scored),
        "predictions": [_prediction(s) for s in scored],
    }


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _label(label: str, truth: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    right = sum(t == p == label for t, p in zip(truth, told, strict=True))
    precision, recall = _ratio(right, told.count(label)), _ratio(right, truth.count(label))
    f1 = _ratio(2 * precision * recall, precision + recall)
    return {"precision": precision, "recall": recall, "f1": f1, "n": truth.count(label)}


def _flagged(truth: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    flags = [(t, p) for t, p in zip(truth, told, strict=True) if p in FLAGS]
    right = sum(t == p for t, p in flags)
    due = sum(t in FLAGS for t in truth)
    quiet = sum(t not in FLAGS for t in truth)
    wrong_quiet = sum(t not in FLAGS for t, _ in flags)
    return {
        "precision": _ratio(right, len(flags)),
        "recall": _ratio(right, due),
        "flags": len(flags),
        "right": right,
        "mentions_wrongly_flagged": _ratio(wrong_quiet, quiet),
    }


def _confusion(truth: Sequence[str], told: Sequence[str]) -> dict[str, dict[str, int]]:
    counts = Counter(zip(truth, told, strict=True))
    return {t: {p: counts[t, p] for p in LABELS} for t in LABELS}


def _phenomena(scored: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Flags by the part of the judge that raised them: how many, how many right."""
    table: dict[str, list[bool]] = defaultdict(list)
    for s in scored:
        if s.judgement.verdict.is_flag:
            table[s.judgement.judged_by].append(s.expected == s.judgement.verdict.value)
    return {
        k: {"flags": len(v), "right": sum(v), "precision": _ratio(sum(v), len(v))} for k, v in sorted(table.items())
    }


def _grouped(scored: Sequence[Scored], key: str) -> dict[str, dict[str, float]]:
    """For each value of a key: pairs, share right, flags due, flags raised and how many of them were right."""
    table: dict[str, list[Scored]] = defaultdict(list)
    for s in scored:
        table[s.pair.groups.get(key, "-")].append(s)
    return {value: _share(rows) for value, rows in sorted(table.items())}


def _share(rows: Sequence[Scored]) -> dict[str, float]:
    flags = [s for s in rows if s.judgement.verdict.is_flag]
    return {
        "n": len(rows),
        "accuracy": _ratio(sum(_is_right(s) for s in rows), len(rows)),
        "due": sum(s.pair.label in FLAGS for s in rows),
        "flags": len(flags),
        "right": sum(_is_right(s) for s in flags),
    }


def _is_right(s: Scored) -> bool:
    return s.expected == s.judgement.verdict.value


def worst(scored: Sequence[Scored], most: int = 40) -> list[dict[str, Any]]:
    """Errors, those that cost most first: wrong flags by how sure the judge was, then flags missed by how little it
    gave the right label."""
    wrong = [s for s in scored if not _is_right(s)]
    ranked = sorted(wrong, key=lambda s: (not s.judgement.verdict.is_flag, -_surprise(s), s.pair.pair_id))
    return [_prediction(s) | {"passage": s.pair.passage.text} for s in ranked[:most]]


def _surprise(s: Scored) -> float:
    if s.judgement.verdict.is_flag:
        return s.judgement.confidence
    return 1.0 - s.judgement.scores.get(Verdict(s.expected), 0.0)


def _calibration(scored: Sequence[Scored], bins: int = 5) -> list[dict[str, float]]:
    """Reliability: of the verdicts with a confidence in each bin, how many were right."""
    table: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for s in scored:
        c = s.judgement.confidence
        table[min(int(c * bins), bins - 1)].append((c, s.expected == s.judgement.verdict.value))
    return [
        {
            "from": k / bins,
            "to": (k + 1) / bins,
            "n": len(rows),
            "confidence": _ratio(sum(c for c, _ in rows), len(rows)),
            "right": _ratio(sum(r for _, r in rows), len(rows)),
        }
        for k, rows in sorted(table.items())
    ]


def _prediction(s: Scored) -> dict[str, Any]:
    return {
        "pair_id": s.pair.pair_id,
        "label": s.pair.label,
        "predicted": s.judgement.verdict.value,
        "confidence": s.judgement.confidence,
        "scores": {v.value: round(s.judgement.scores.get(v, 0.0), 4) for v in Verdict},
        "reasons": list(s.judgement.reasons),
    }


def agreement(one: Sequence[str], other: Sequence[str]) -> dict[str, float]:
    """How far two judges agree: the share of like verdicts, and Cohen's kappa (Cohen 1960), 1 for identical ones."""
    n = len(one)
    share = sum(a == b for a, b in zip(one, other, strict=True)) / n if n else 0.0
    chance = sum(one.count(v) * other.count(v) for v in set(one)) / (n * n) if n else 0.0
    kappa = 1.0 if chance == 1 else (share - chance) / (1 - chance)
    return {"share": round(share, 4), "kappa": round(kappa, 4)}


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What changed between two saved reports: the headline numbers, and the pairs that went right or wrong."""
    old = {p["pair_id"]: p for p in before["predictions"]}
    new = {p["pair_id"]: p for p in after["predictions"]}
    shared = [i for i in new if i in old]
    return {
        "n": len(shared),
        "accuracy": [before["accuracy"], after["accuracy"]],
        "macro_f1": [before["macro_f1"], after["macro_f1"]],
        "flagged": [before["flagged"], after["flagged"]],
        "mended": [i for i in shared if _right(new[i]) and not _right(old[i])],
        "broken": [i for i in shared if _right(old[i]) and not _right(new[i])],
    }


def _right(prediction: Mapping[str, Any]) -> bool:
    label = "mentions" if prediction["label"] == "none" else prediction["label"]
    return bool(label == prediction["predicted"])
