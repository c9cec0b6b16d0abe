from __future__ import annotations

import pytest

from smeclusters import Assessed
from smeclusters.model.ratings import Cell
from smeclusters.wording import interval
from whichroad.words import (
    figure_in_words,
    places_in_words,
    profile_in_words,
    quantity,
    support_in_words,
    weighting_names,
)


def cell(lo: float, hi: float, widened: int = 0, disagree: bool = False, entered: tuple[str, ...] = ("a",)) -> Cell:
    return Cell("c", "d", lo, hi, None, entered, (), (), widened, disagree)


def test_a_silent_cell_says_so():
    assert support_in_words(cell(-2, 2, entered=())) == "The paper says nothing."


def test_a_cell_says_what_it_rests_on():
    assert support_in_words(cell(1, 1)) == "Said of the cluster itself."
    assert support_in_words(cell(0, 2, widened=1)) == "Not said of the cluster itself, or only guessed."
    assert support_in_words(cell(-1, 1, disagree=True)) == "Said of the cluster itself. The evidence disagrees."


def test_figures_of_the_paper_read_as_the_paper_gives_them(paper: Assessed):
    assert profile_in_words(paper, "sinos-firms") == "about 1,800 firms"
    assert profile_in_words(paper, "cachoeiro-exports") == (
        "almost 80 per cent of Brazil’s exports of solid marble and granite ornaments"
    )
    assert profile_in_words(paper, "lac-jobs") == "over 120 million people in the region"
    assert figure_in_words(paper, "cachoeiro-trust-2") == "46 per cent of the entrepreneurs interviewed"
    for in_words in (profile_in_words, figure_in_words):
        with pytest.raises(KeyError):
            in_words(paper, "no-such-row")


def test_fractions_read_as_fractions(paper: Assessed):
    assert profile_in_words(paper, "mexico-share") == "two thirds of all Mexican shoe producers"


def test_quantities_keep_their_digits():
    assert quantity(95.3, "% of firms interviewed") == "95.3 per cent of firms interviewed"
    assert quantity(1234567, "jobs") == "1,234,567 jobs"


def test_what_a_figure_is_of_stands_for_its_unit_but_behind_a_measure():
    assert quantity(80, "% of exports", "Brazil’s exports of stone") == "80 per cent of Brazil’s exports of stone"
    assert quantity(500, "firms", "shoe producers") == "500 shoe producers"
    assert quantity(50, "km", "around Novo Hamburgo") == "50 km around Novo Hamburgo"
    assert quantity(4, "million", "SMEs") == "4 million SMEs"
    assert quantity(40, "% growth a year") == "40 per cent growth a year"
    assert quantity(66.7, "% growth a year", "imports") == "66.7 per cent growth a year in imports"


def test_places_and_weightings_are_called_by_name(paper: Assessed):
    assert places_in_words(paper, ["sinos", "MEX", "leon"]) == "Sinos Valley, Mexico and León"
    assert weighting_names(paper, ["extended", "mine"]) == ["Extended framework", "mine"]


def test_intervals():
    assert interval(-1, -1) == "−1"
    assert interval(-2, 0, to="…") == "−2…0"
    assert interval(0.123, 0.4, ".2f") == "0.12 to 0.40"
