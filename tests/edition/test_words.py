from __future__ import annotations

from smeclusters import Assessed
from smeclusters.wording import interval
from whichroad.words import figure_in_words, profile_in_words, quantity


def test_figures_of_the_paper_read_as_the_paper_gives_them(paper: Assessed):
    assert profile_in_words(paper, "sinos-firms") == "about 1,800 firms"
    assert profile_in_words(paper, "cachoeiro-exports") == "almost 80 per cent of national exports"
    assert profile_in_words(paper, "lac-jobs") == "over 120 million jobs"
    assert figure_in_words(paper, "cachoeiro-trust-2") == "46 per cent of entrepreneurs interviewed"


def test_fractions_read_as_fractions(paper: Assessed):
    assert profile_in_words(paper, "mexico-share") == "two thirds of firms"


def test_quantities_keep_their_digits():
    assert quantity(95.3, "% of firms interviewed") == "95.3 per cent of firms interviewed"
    assert quantity(1234567, "jobs") == "1,234,567 jobs"


def test_intervals():
    assert interval(-1, -1) == "−1"
    assert interval(-2, 0, to="…") == "−2…0"
    assert interval(0.123, 0.4, ".2f") == "0.12 to 0.40"
