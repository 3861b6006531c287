"""English pairs of the learned opinion: word pieces, marks of numbers, bounds, measures, trees. All sentences invented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.judge import learned
from houxu.judge.bounds import ABOVE, BELOW, BROKEN, EXACT, KEPT, NEAR, OPEN, Bound, agreement, bound
from houxu.judge.number_marks import ALONE, EQUAL, LESS, MORE, marks, numbers
from houxu.judge.surface import measures
from houxu.judge.trees import Trees
from houxu.judge.wordpieces import LONGEST_PAIR, WordPieces

TEXTS = st.text(alphabet=st.sampled_from("ab 12.,%$-'éß March the more than\n“”?🙂"), max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sold 23.5 million units", [("other", 23_500_000.0)]),
        ("1,200 seats, 14 lifts", [("other", 1200.0), ("other", 14.0)]),
        ("twenty-two of seven", [("other", 22.0), ("other", 7.0)]),
        ("a rise of 5 per cent or 6%", [("share", 5.0), ("share", 6.0)]),
        ("on march 5, 2020", [("day", 5.0), ("year", 2020.0)]),
        ("5 sept. and may 6", [("day", 5.0), ("day", 6.0)]),
        ("the market 5 miles off", [("other", 5.0)]),
        ("the 5th of the row", [("other", 5.0)]),
        ("version b2 has none", []),
        ("$4bn", [("other", 4e9)]),
    ],
)
def test_numbers_are_read_with_kind_and_scale(text: str, found: list[tuple[str, float]]) -> None:
    assert [(n.kind, n.value) for n in numbers(text)] == found


@pytest.mark.parametrize(
    ("claim", "passage", "mark", "why"),
    [
        ("under 24 seats", "exactly 24 seats", EQUAL, "the same value"),
        ("under 23.5 million", "above 24 million", LESS, "smaller than its counterpart"),
        ("some 90 seats", "some 60 seats", MORE, "larger than its counterpart"),
        ("in 2019", "about 2,500 seats", ALONE, "a year has no counterpart among counts"),
        ("9 seats", "", ALONE, "no number on the other side"),
    ],
)
def test_a_number_is_marked_against_its_counterpart(claim: str, passage: str, mark: int, why: str) -> None:
    assert marks(numbers(claim), numbers(passage)) == [mark], why


def test_a_number_met_elsewhere_is_no_counterpart_of_another() -> None:
    assert marks(numbers("5 cups and 9 jars"), numbers("5 cups")) == [EQUAL, ALONE]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("more than 40 boats", ABOVE),
        ("at least 40 boats", ABOVE),
        ("40 or more boats", ABOVE),
        ("fewer than 40 boats", BELOW),
        ("up to 40 boats", BELOW),
        ("no more than 40 boats", BELOW),
        ("not less than 40 boats", ABOVE),
        ("about 40 boats", NEAR),
        ("a fleet of 40 boats", EXACT),
    ],
)
def test_words_around_a_number_bound_it(text: str, way: str) -> None:
    (number,) = numbers(text)
    assert bound(text, number.start, number.end, number.value) == Bound(way, 40.0)


@pytest.mark.parametrize(
    ("claim", "passage", "outcome", "why"),
    [
        ((EXACT, 40), (EXACT, 40), KEPT, "the same"),
        ((EXACT, 40), (EXACT, 50), BROKEN, "another"),
        ((EXACT, 40), (ABOVE, 30), OPEN, "may be 40"),
        ((EXACT, 40), (ABOVE, 60), BROKEN, "cannot be 40"),
        ((EXACT, 40), (NEAR, 41), OPEN, "about 41 may be 40"),
        ((NEAR, 40), (EXACT, 42), KEPT, "42 is about 40"),
        ((NEAR, 40), (EXACT, 90), BROKEN, "90 is not about 40"),
        ((NEAR, 40), (BELOW, 60), OPEN, "below 60 may be about 40"),
        ((ABOVE, 40), (EXACT, 45), KEPT, "45 is above 40"),
        ((ABOVE, 40), (EXACT, 40), BROKEN, "40 is not above 40"),
        ((ABOVE, 40), (ABOVE, 50), KEPT, "above 50 is above 40"),
        ((ABOVE, 40), (ABOVE, 30), OPEN, "above 30 may be 35"),
        ((ABOVE, 40), (BELOW, 30), BROKEN, "below 30 is not above 40"),
        ((BELOW, 40), (EXACT, 35), KEPT, "35 is below 40"),
        ((BELOW, 40), (EXACT, 45), BROKEN, "45 is not below 40"),
        ((BELOW, 40), (ABOVE, 30), OPEN, "above 30 may be 35"),
        ((BELOW, 40), (ABOVE, 50), BROKEN, "above 50 is not below 40"),
    ],
)
def test_bounds_are_kept_broken_or_open(
    claim: tuple[str, float], passage: tuple[str, float], outcome: str, why: str
) -> None:
    assert agreement(Bound(*claim), Bound(*passage)) == outcome, why


@pytest.mark.parametrize(
    ("claim", "passage", "name", "value"),
    [
        ("The mill made over 40 looms", "The mill made 55 looms in all.", "kept in all", 1),
        ("The mill made over 40 looms", "The mill made 35 looms in all.", "broken in all", 1),
        (
            "It sold 12 carts and 90 looms",
            "It sold 90 looms, 14 carts and 30 bells.",
            "same in context",
            1,
        ),  # looms by their word; carts differ
        ("It opened before 5 March 2021", "It opened on 2 March 2021.", "kept date", 1),
        ("It opened before 5 March 2021", "It opened on 9 April 2021.", "broken date", 1),
        ("Output rose in Ghent", "Output fell in Ghent.", "opposite", 1),
        ("Ms Orla won the seat", "The seat went to Mr Brandt.", "names missing", 1),
        ("The seat was first won by Orla", "Orla has won the seat.", "extreme missing", 1),
        ("The firm bought a mill", "Did the firm buy a mill?", "asked", 1),
    ],
)
def test_measures_see_what_changed(claim: str, passage: str, name: str, value: float) -> None:
    assert measures(claim, passage)[name] == value


@settings(max_examples=60, deadline=None)
@given(claim=TEXTS, passage=TEXTS)
def test_measures_of_any_text_are_finite_and_keep_their_order(claim: str, passage: str) -> None:
    found = measures(claim, passage)
    assert list(found) == list(measures("a", "b"))
    assert np.isfinite(list(found.values())).all()


def two_trees() -> Trees:
    """One tree asks whether more than one word is missing, then how many are added; the others are single leaves."""
    return Trees(
        ("missing", "added"),
        np.array([0, 0, 1, 0, 0, 0, 0], np.uint8),
        np.array([1.5, 0, 2.5, 0, 0, 0, 0], np.float32),
        np.array([[1, 2], [1, 1], [3, 4], [3, 3], [4, 4], [5, 5], [6, 6]], np.uint16),
        np.array([0, 2.0, 0, -1.0, -3.0, 0.5, 0.25], np.float32),
        np.array([0, 5, 6], np.uint16),
        2,
    )


@pytest.mark.parametrize(("row", "leaf"), [((1, 9), 2.0), ((2, 2), -1.0), ((2, 3), -3.0)])
def test_trees_follow_their_branches_to_a_leaf(row: tuple[float, float], leaf: float, tmp_path: Path) -> None:
    two_trees().save(tmp_path / "t.npz")
    logs = Trees.load(tmp_path / "t.npz").weigh(np.array(row, np.float32))
    assert np.exp(logs).sum() == pytest.approx(1)
    assert logs[0] - logs[1] == pytest.approx(leaf - 0.5)


def test_shipped_trees_know_every_measure_they_ask_for() -> None:
    trees = Trees.load(learned.WEIGHTS / "english_trees.npz")
    assert set(trees.names) <= set(measures("a", "b"))
    assert int(trees.measure.max()) < len(trees.names)
    settled = trees.roots.astype(int)
    for _ in range(trees.depth):
        settled = trees.branches[settled, 0].astype(int)
    assert (trees.branches[settled, 0] == settled).all()


@pytest.fixture(scope="module")
def word_pieces() -> WordPieces:
    return WordPieces.load(learned.WEIGHTS / "english.npz")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Unreadable tables", ["un", "##rea", "##dable", "tables"]),
        ("Café, 2.5%", ["cafe", ",", "2", ".", "5", "%"]),
        ("🙂 ok", ["[UNK]", "ok"]),
        ("", []),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(word_pieces: WordPieces, text: str, cut: list[str]) -> None:
    assert [word_pieces.pieces[n] for n in word_pieces.cut(text).pieces] == cut


def test_every_piece_of_a_number_bears_its_mark(word_pieces: WordPieces) -> None:
    made = word_pieces.pair("made 23.5 million coins", "made 24 million coins")
    told = [(word_pieces.pieces[n], m) for n, m in zip(made.numbers, made.shared.tolist(), strict=True)]
    assert [m for p, m in told[2:6]] == [LESS] * 4
    assert dict(told)["coins"] == 1
    assert dict(told)["24"] == MORE


@pytest.mark.parametrize("length", [0, 1, 50, 500])
def test_an_english_pair_fits_and_its_arrays_stay_parallel(word_pieces: WordPieces, length: int) -> None:
    made = word_pieces.pair("released 5 notes " * length, "12 more notes on release, " * length)
    assert len(made.numbers) == len(made.sides) == len(made.shared) <= LONGEST_PAIR


@settings(max_examples=40, deadline=None)
@given(claim=TEXTS, passage=TEXTS)
def test_any_text_can_be_cut(word_pieces: WordPieces, claim: str, passage: str) -> None:
    made = word_pieces.pair(claim, passage)
    assert made.numbers.max() < len(word_pieces.pieces)
    assert made.shared.max() <= ALONE
