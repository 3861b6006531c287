"""The learned second opinion: what it reads, what it says, and what it must never need."""

from __future__ import annotations

import gzip
import json
import random
import socket
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.judge import learned
from houxu.judge.learned import Opinion3, opinion
from houxu.judge.pieces import LONGEST_PAIR, Pieces, pair_input, tidy
from houxu.judge.training import corpora, invented, measure

TEXTS = st.text(alphabet=st.sampled_from("ab 12.,%亿万月日的发布了 Sora\n“”?！壹龍\u200b🙂"), max_size=60)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces.load(learned.WEIGHTS / "vocabulary.npz")


# --- what it says

SAID_AGAIN_OR_CHANGED = [
    # claim, passage that says it again, passage with one fact changed, the phenomenon
    (
        "公司估值达到八百亿美元",
        "报道说，该公司估值已达800亿美元。",
        "报道说，该公司估值已达300亿美元。",
        "figure",
    ),
    ("门票价格上调", "景区门票价格明起上调。", "景区门票价格明起下调。", "direction"),
    ("新车于2023年5月上市", "2023年5月，新车正式上市。", "2021年9月，新车正式上市。", "date"),
    ("The bridge opened in Lyon", "A new bridge opened in Lyon.", "A new bridge opened in Oslo.", "place"),
    (
        "The court found Mr Hart guilty",
        "Mr Hart was found guilty.",
        "Mr Hart was found not guilty.",
        "polarity",
    ),
    (
        "The fund raised $40 million",
        "The fund has raised $40 million.",
        "The fund has raised $90 million.",
        "figure",
    ),
    (
        "公司在东京设立总部",
        "The company has its headquarters in Tokyo.",
        "The company has its headquarters in Paris.",
        "place, across languages",
    ),
]


@pytest.mark.parametrize(("claim", "same", "changed", "phenomenon"), SAID_AGAIN_OR_CHANGED)
def test_a_changed_fact_lowers_support_and_raises_refutation(
    claim: str, same: str, changed: str, phenomenon: str
) -> None:
    kept, altered = opinion(claim, same), opinion(claim, changed)
    assert kept.supports > altered.supports, phenomenon
    assert altered.refutes > kept.refutes, phenomenon


def test_direction_shows_behind_a_figure_written_another_way() -> None:
    claim = "该应用的用户下降了三成"
    assert opinion(claim, "该应用的用户数下降了30%。").supports > opinion(claim, "该应用的用户数上升了30%。").supports


def test_most_contrast_sentences_are_told_from_their_altered_copies() -> None:
    pairs = measure.contrast()
    chances = measure.probabilities(opinion, pairs)
    assert (
        measure.two_way(chances, [p.label for p in pairs]) >= 65.0
    )  # 69.0 when last trained; the rules decide Chinese pairs, see judge/alone.py


def test_a_rumour_supports_less_than_the_fact() -> None:
    told = opinion("The firm will buy Acme", "The firm has agreed to buy Acme.")
    rumoured = opinion("The firm will buy Acme", "Rumours say the firm may buy Acme, but this is unconfirmed.")
    assert told.supports > rumoured.supports


def test_a_passage_on_another_matter_is_neutral() -> None:
    said = opinion("The bridge in Lyon opened in 2019", "Shares of the bakery chain were little changed on Monday.")
    assert said.leaning == "neutral"


@settings(max_examples=40, deadline=None)
@given(claim=TEXTS, passage=TEXTS)
def test_any_text_gets_probabilities_that_sum_to_one(claim: str, passage: str) -> None:
    said = opinion(claim, passage)
    chances = (said.supports, said.refutes, said.neutral)
    assert all(0.0 <= c <= 1.0 for c in chances)
    assert sum(chances) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(("claim", "passage"), [("", "有话可说"), ("a claim", "  \n")])
def test_an_empty_side_says_nothing(claim: str, passage: str) -> None:
    assert opinion(claim, passage) == Opinion3(0.0, 0.0, 1.0)


def test_the_same_pair_gets_the_same_opinion() -> None:
    pair = ("销量上升", "销量下降了两成")
    assert opinion(*pair) == opinion(*pair)


def test_traditional_characters_read_like_simplified_ones() -> None:
    assert opinion("公司发布了新模型", "公司發布了新模型") == opinion("公司发布了新模型", "公司发布了新模型")


def test_the_telling_stretch_of_a_long_passage_is_read() -> None:
    padding = "Reporters gathered outside on a grey morning while traffic moved slowly past the square. " * 8
    claim = "The mayor of Ghent resigned in March"
    near = opinion(claim, "The mayor of Ghent resigned in March.")
    far = opinion(claim, padding + "The mayor of Ghent resigned in March.")
    assert far.supports > 0.5 * near.supports


def test_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the learned opinion opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    said = learned.Reader().read("销量上升", "销量上升了。")
    assert said.leaning in ("supports", "refutes", "neutral")


def test_it_is_unavailable_without_its_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert learned.available()
    monkeypatch.setattr(learned, "WEIGHTS", tmp_path)
    assert not learned.available()


def test_the_weights_stay_small() -> None:
    size = sum((learned.WEIGHTS / name).stat().st_size for name in learned.FILES)
    assert size <= 58e6


def test_the_weights_name_their_licence_and_learnt_from_no_measure_only_set() -> None:
    for name in ("learned.json", "english.json", "properties.json"):
        about = json.loads((learned.WEIGHTS / name).read_text())
        assert "CC BY-SA" in about["licence"]
        assert not {"ocnli", "ocnli-dev", "claimbuster"} & set(about["held_out"])


# --- what it reads


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("sold 1.3 million , it said .", "sold 1.3 million, it said."),
        ("( about 5 % )", "(about 5%)"),
        ("9.8\ufffdmillion", "9.8 million"),
        ("騰訊發布", "腾讯发布"),
        ("版本 4.5 发布", "版本 4.5 发布"),
    ],
)
def test_tokenised_spacing_and_script_are_undone(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(text=TEXTS)
def test_cutting_loses_no_known_character(pieces: Pieces, text: str) -> None:
    cut = pieces.cut(text)
    assert all(0 <= n < len(pieces.pieces) for n in cut)
    if "<unk>" not in (pieces.pieces[n] for n in cut):
        joined = "".join(pieces.pieces[n] for n in cut).replace("▁", " ").split()
        assert joined == tidy(text).translate(pieces.folding).split()


@pytest.mark.parametrize("length", [1, 40, 400])
def test_a_pair_fits_and_its_arrays_stay_parallel(pieces: Pieces, length: int) -> None:
    made = pair_input(pieces, pieces.cut("发布" * length), pieces.cut("release notes " * length))
    assert len(made.numbers) == len(made.sides) == len(made.shared) <= LONGEST_PAIR


def test_a_figure_on_both_sides_is_marked_shared_and_a_lone_one_is_not(pieces: Pieces) -> None:
    made = pair_input(pieces, pieces.cut("增长 35 倍"), pieces.cut("增长 48 倍"))
    marks = dict(zip((pieces.pieces[n] for n in made.numbers), made.shared.tolist(), strict=True))
    shared = {p.strip("▁"): mark for p, mark in marks.items()}
    assert (shared["增长"], shared["35"], shared["48"]) == (1, 2, 2)


def test_word_vectors_are_codes_times_scales() -> None:
    codes = np.full((3, 16), 0x9A, np.uint8)  # low nibble 10, high nibble 9
    made = Pieces(["a", "b", "c"], np.zeros(3, np.float32), {}, codes, np.full((3, 1), 0.5, np.float16))
    assert made.vectors(np.array([2]))[0].tolist() == [1.0] * 16 + [0.5] * 16


# --- what it learns from


def test_invented_pairs_repeat_with_their_seed() -> None:
    assert list(invented.stream(5, 30)) == list(invented.stream(5, 30))
    assert list(invented.stream(5, 30)) != list(invented.stream(6, 30))


def test_held_out_patterns_are_never_taught() -> None:
    taught = {p.family for p in invented.stream(1, 1500, held_out=False)}
    kept = {p.family for p in invented.stream(1, 1500, held_out=True)}
    assert kept
    assert not taught & kept


def test_every_invented_pair_is_filled_in() -> None:
    for pair in invented.stream(2, 800):
        assert "{" not in pair.claim + pair.passage
        assert pair.label in corpora.LABELS


def test_every_pattern_tells_its_fact_in_both_languages() -> None:
    for pattern in invented.PATTERNS:
        assert pattern.zh
        assert pattern.en
        assert all("{a:" in telling for telling in (*pattern.zh, *pattern.en)), pattern.name


def test_a_page_or_claim_is_taught_or_held_out_never_both(tmp_path: Path) -> None:
    rng = random.Random(0)
    for name, group in (
        ("vitaminc-real", "page"),
        ("emergent-train", "claim_id"),
        ("factcheck-bench", "claim"),
    ):
        rows = [
            {
                "claim": f"c{k}",
                "evidence": f"{name} {k} {n}",
                "label3": rng.choice(corpora.LABELS),
                group: f"c{k}",
            }
            for k in range(60)
            for n in range(3)
        ]
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)
    split = corpora.shipped(tmp_path)
    for corpus, held_out in split.test.items():
        if not corpus.startswith("invented"):
            taught = {p.claim for p in (*split.train, *split.calibrate) if p.corpus == corpus}
            assert taught
            assert not taught & {p.claim for p in held_out}


# --- how it is measured


def test_sure_and_always_right_is_calibrated_and_sure_and_always_wrong_is_not() -> None:
    sure = np.array([1.0, 1.0, 1.0])
    assert measure.calibration_error(sure, np.array([True, True, True])) == 0.0
    assert measure.calibration_error(sure, np.array([False, False, False])) == 1.0


def test_the_contrast_sentences_change_the_passage_and_nothing_else() -> None:
    pairs = measure.contrast()
    same, changed = pairs[::2], pairs[1::2]
    assert len(pairs) >= 80
    assert [p.claim for p in same] == [p.claim for p in changed]
    assert all(a.passage != b.passage for a, b in zip(same, changed, strict=True))
    assert {(a.label, b.label) for a, b in zip(same, changed, strict=True)} == {(0, 1)}


def test_no_contrast_sentence_can_be_taught() -> None:
    measured = {p.claim for p in measure.contrast()}
    assert not measured & {p.claim for p in invented.stream(corpora.INVENTED_SEED, 4000)}
