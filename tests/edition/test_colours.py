"""The colours by which cells are told apart, held to the whole scale."""

from __future__ import annotations

import pytest

from smeclusters.model.ratings import Cell
from whichroad.colours import colour_of_cell


def cell(lo: float, hi: float, entered: tuple[str, ...] = ("a",)) -> Cell:
    return Cell("c", "d", lo, hi, None, entered, (), (), 0, False)


@pytest.mark.parametrize(
    ("lo", "hi", "colour"),
    [
        (-2, -2, "minus2"),
        (-2, -1.5, "minus2"),
        (-2, -0.5, "minus1"),
        (-1, -1, "minus1"),
        (-2, 0, "minus1"),
        (-1, 1, "zero"),
        (-1, 1.5, "zero"),
        (0, 0, "zero"),
        (0, 2, "plus1"),
        (1, 1, "plus1"),
        (1.5, 2, "plus2"),
        (2, 2, "plus2"),
    ],
)
def test_a_cell_has_the_colour_of_its_middle(lo: float, hi: float, colour: str):
    assert colour_of_cell(cell(lo, hi)) == colour


def test_a_silent_cell_has_no_colour():
    assert colour_of_cell(cell(-2, 2, entered=())) == "paper"
