"""Scoring the judge: the tables that `houxu eval` prints, on judgements made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from houxu.errors import InputError
from houxu.evaluation import compare, read_pairs, report, score
from houxu.model import Judgement, Verdict

ROWS = [
    # (pair_id, label, phenomenon, what the judge says, how sure)
    ("a", "supports", "number", Verdict.SUPPORTS, 0.9),
    ("b", "refutes", "number", Verdict.SUPPORTS, 0.8),
    ("c", "none", "namesake", Verdict.UPDATES, 0.95),
    ("d", "updates", "namesake", Verdict.MENTIONS, 0.6),
    ("e", "mentions", None, Verdict.MENTIONS, 0.85),
]


def pairs_file(folder: Path) -> Path:
    lines = []
    for pair_id, label, phenomenon, _, _ in ROWS:
        row = {"pair_id": pair_id, "claim": "一句主张", "passage": f"一段话 {pair_id}", "lang": "zh", "label": label}
        lines.append(json.dumps(row | ({"phenomenon": phenomenon} if phenomenon else {}), ensure_ascii=False))
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def result(tmp_path: Path) -> dict[str, object]:
    said = {pair_id: (verdict, sure) for pair_id, _, _, verdict, sure in ROWS}

    def judge(pair: object) -> Judgement:
        verdict, sure = said[pair.pair_id]  # type: ignore[attr-defined]
        return Judgement(verdict, sure, ("why",), {verdict: sure}, "rules:x")

    return report(score(read_pairs(pairs_file(tmp_path)), judge))


def test_flags_are_counted_as_the_contract_says(result: dict[str, dict[str, float]]) -> None:
    # three flags (a, b, c), one right; three pairs labelled with a flag (a, b, d), one raised; of two others (c, e) one flagged
    assert result["flagged"] == {
        "precision": 0.3333,
        "recall": 0.3333,
        "flags": 3,
        "right": 1,
        "mentions_wrongly_flagged": 0.5,
    }
    assert result["accuracy"] == 0.4


def test_pairs_are_counted_by_what_they_are_examples_of(result: dict[str, dict[str, dict[str, object]]]) -> None:
    groups = result["groups"]
    assert groups["phenomenon"]["number"] == {"n": 2, "accuracy": 0.5, "due": 2, "flags": 2, "right": 1}
    assert groups["phenomenon"]["namesake"] == {"n": 2, "accuracy": 0.0, "due": 1, "flags": 1, "right": 0}
    assert groups["phenomenon"]["-"]["n"] == 1, "pairs of no phenomenon are not lost"
    assert groups["lang"]["zh"]["n"] == 5
    assert "difficulty" not in groups, "a key that no pair has makes no table"


def test_the_worst_errors_come_first_and_carry_their_passage(result: dict[str, list[dict[str, object]]]) -> None:
    assert [w["pair_id"] for w in result["worst"]] == ["c", "b", "d"], "wrong flags by sureness, then what was missed"
    assert result["worst"][0]["passage"] == "一段话 c"


def test_none_scores_like_mentions_and_the_prediction_keeps_the_label(
    result: dict[str, list[dict[str, object]]],
) -> None:
    assert next(p for p in result["predictions"] if p["pair_id"] == "c")["label"] == "none"


def test_two_reports_are_compared_pair_by_pair(result: dict[str, object]) -> None:
    better = json.loads(json.dumps(result))
    next(p for p in better["predictions"] if p["pair_id"] == "d")["predicted"] = "updates"
    next(p for p in better["predictions"] if p["pair_id"] == "a")["predicted"] = "mentions"
    diff = compare(result, better)
    assert (diff["n"], diff["mended"], diff["broken"]) == (5, ["d"], ["a"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[]", "a pair is a JSON object"),
        ('{"passage": "x", "label": "true", "claim": "y"}', "unknown label 'true'"),
        ('{"passage": "x", "label": "none"}', "needs 'claim_id' or 'claim'"),
        ('{"label": "none", "claim": "y"}', "key 'passage' is missing"),
        ('{"passage": "x", "label": "none", "claim": "y", "published": "soon"}', "'soon' is not a date"),
        ('{"passage": "x", "label": "none", "claim": "y", "kind": "guess"}', "unknown kind 'guess'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"passage": "x", "label": "none", "claim": "y"}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=r":2: ") as caught:
        read_pairs(path)
    assert said in str(caught.value)
