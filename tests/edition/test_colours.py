"""The colours by which cells are told apart, held to the whole scale, and those of the style sheets."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from tests.support import ROOT

from smeclusters.model.ratings import Cell
from whichroad.colours import colour_of_cell

STATIC = ROOT / "lib" / "whichroad" / "sphinx" / "static"
BANDS = ("low-road", "mixed", "high-road")
PAGES = {"light": "#ffffff", "dark": "#121212"}


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


def colours(mode: str) -> dict[str, str]:
    sheet = (STATIC / "edition.css").read_text("utf-8")
    block = sheet.split('html[data-theme="dark"] {')[mode == "dark"].split("}")[0]
    return dict(re.findall(r"--sme-([\w-]+): (#[0-9a-f]{6});", block))


def light_of(colour: str) -> float:
    """Relative luminance, by WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(light_of, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", PAGES)
def test_bands_are_told_apart_from_each_other_and_from_the_page_also_without_colour(mode: str):
    known = colours(mode)
    for one, other in [*pairwise(BANDS), ("low-road", "high-road")]:
        assert contrast(known[one], known[other]) >= 1.15, (one, other)
    for band in BANDS:
        assert contrast(known[band], PAGES[mode]) >= 1.1, band


@pytest.mark.parametrize("mode", PAGES)
def test_what_is_written_on_colours_can_be_read(mode: str):
    known = colours(mode)
    grounds = (*BANDS, "minus2", "minus1", "zero", "part", "plus1", "plus2", "line", "weights", "paper")
    for ground in grounds:
        assert contrast(known["ink"], known[ground]) >= 4.5, ground
    for mark in ("narrow", "wide", "low-edge", "high-edge", "muted"):
        for band in BANDS:
            assert contrast(known[mark], known[band]) >= 3, (mark, band)


def test_low_road_and_high_road_are_told_apart_in_grey_print():
    """What is printed are the light colours; a printer without colour keeps their lightness alone."""
    known = colours("light")
    assert contrast(known["minus2"], known["plus2"]) >= 1.3
    assert contrast(known["minus2"], known["line"]) >= 1.5  # mixed, in bars of shares
    assert contrast(known["plus2"], known["line"]) >= 1.2
