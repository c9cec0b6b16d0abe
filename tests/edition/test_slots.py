"""The words of a sentence that moves: none, one and all, points and ranges, and what cannot be told."""

from __future__ import annotations

import pytest

from whichroad.slots import UNSCORED, Class, Found, Members, Score

SCORE = Score("a", ("is unknown", "is {lo}", "lies between {lo} and {hi}"))


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (("mixed", "mixed", "low_road"), "none"),
        (("mixed", "high_road", "low_road"), "one, Bree"),
        (("high_road", "high_road", "low_road"), "two, Ash and Bree"),
        (("high_road", "high_road", "mixed"), "all three"),
        ((UNSCORED, UNSCORED, UNSCORED), "none"),
    ],
)
def test_members_are_counted_and_named(paths: tuple[str, ...], told: str):
    """Of Cole, another class counts than of the others."""
    among = {"a": ("high_road",), "b": ("high_road",), "c": ("mixed", "mixed|high_road")}
    members = Members(among, ("none", "one, {names}", "two, {names}", "all three"))
    names = ("Ash", "Bree", "Cole")
    found = {key: Found(name, 0, 1, path) for key, name, path in zip(among, names, paths, strict=True)}
    assert members.told(found) == told


@pytest.mark.parametrize(
    ("lo", "hi", "told"),
    [
        (0.25, 0.75, "lies between 0.250 and 0.750"),
        (0.625, 0.625 + 1e-12, "is 0.625"),
        (0.3125, 0.5, "lies between 0.313 and 0.500"),
        (0.3125 - 1e-15, 0.5, "lies between 0.313 and 0.500"),  # as another order of summing may have it
    ],
)
def test_a_score_is_a_point_or_a_range_whatever_its_last_bit(lo: float, hi: float, told: str):
    assert SCORE.told({"a": Found("Ash", lo, hi, "mixed")}) == told


def test_what_nothing_weighs_in_has_no_score_and_no_class():
    found = {"a": Found("Ash", 0, 1, UNSCORED)}
    assert SCORE.told(found) == "is unknown"
    assert Class("a", {UNSCORED: "not scored", "mixed": "mixed"}).told(found) == "not scored"
