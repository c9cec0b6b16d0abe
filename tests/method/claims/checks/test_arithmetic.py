from __future__ import annotations

from fractions import Fraction

import pytest
from tests.alter import Shown, as_it_is, assert_shown, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.checks.arithmetic import sample_sizes
from smeclusters.claims.claim import Status

# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "parts_add_up": (
        "sinos-firms",
        {
            "supported_within": put("profiles", "value", 1400.0, id="sinos-firms"),
            "contradicted": put("profiles", "value", 1000.0, id="sinos-firms"),
            "not_checked": as_it_is,
        },
    ),
    "most_share_it": (
        "mexico-mainly-two-places",
        {
            "supported_within": as_it_is,
            "mixed": put("profiles", "value", 46.0, id="mexico-share"),
            "contradicted": put("profiles", "value", 24.0, id="mexico-share"),
            "not_checked": put("profiles", "value", float("nan"), id="mexico-share"),
        },
    ),
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.arithmetic")
    assert one_sided(SHOWN) == {}


def test_parts_that_make_more_than_their_whole_do_not_add_up(study: Study):
    verdict = judged(put("profiles", "value", 1000.0, id="sinos-firms")(study), "sinos-firms")
    assert verdict.status == "contradicted"
    assert "make 1,400 of 1,000 firms; the paper does not account for the difference of 400" in verdict.reason


def test_parts_whose_whole_was_taken_out_are_held_to_nothing(study: Study):
    assert judged(drop("profiles", id="sinos-firms")(study), "sinos-firms").status == "not_checked"


@pytest.mark.parametrize(
    ("figure", "status", "word"),
    [
        (33.0, "contradicted", "less than a third"),
        (34.0, "mixed", "much, but not more than half"),
        (50.0, "mixed", "much, but not more than half"),
        (50.5, "supported_within", "more than half"),
    ],
)
def test_a_third_is_much_and_more_than_half_is_most(study: Study, figure: float, status: str, word: str):
    changed = put("profiles", "value", figure, id="mexico-share")(study)
    verdict = judged(changed, "mexico-mainly-two-places")
    assert verdict.status == status
    assert f", {word}; nothing here" in verdict.reason


@pytest.mark.parametrize(("whole", "status"), [(1555.0, "supported_within"), (1556.0, "not_checked")])
def test_parts_may_fall_short_of_their_whole_by_a_tenth(study: Study, whole: float, status: str):
    """The parts make 1,400."""
    assert judged(put("profiles", "value", whole, id="sinos-firms")(study), "sinos-firms").status == status


@pytest.mark.parametrize("shares", [[95.3, 73.0, 46.0, 44.0], [33.3], [50.0], [12.5, 7.0]])
def test_sample_sizes_are_those_of_which_each_percentage_is_a_part(shares: list[float]):
    """Beside every part of every number, rounded down and up at a half."""

    def written(part: Fraction, digits: int) -> set[Fraction]:
        fine = part * 100 * 10**digits
        return {
            Fraction(whole, 10**digits) for whole in (int(fine), int(fine) + 1) if abs(whole - fine) <= Fraction(1, 2)
        }

    def can_be(size: int, share: float) -> bool:
        digits = len(str(share).removesuffix(".0").partition(".")[2])
        return any(Fraction(str(share)) in written(Fraction(part, size), digits) for part in range(size + 1))

    assert sample_sizes(shares, 150) == [size for size in range(1, 151) if all(can_be(size, each) for each in shares)]


def test_a_percentage_of_few_units_takes_few_values():
    """Brown and Heathers (2017): the more units, the more values. Of 100 and more every whole per cent is one."""
    assert sample_sizes([46.0], 30) == [13, 24, 26, 28]
    assert set(range(100, 200)) <= set(sample_sizes([46.0], 200))
