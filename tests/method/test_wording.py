"""Numbers and lists in words: what is not nothing is never written as nothing, and no sign is a hyphen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeclusters.wording import begun, counted, in_a_row, interval, percent, percents, plural, signed


@given(st.integers(-8, 8).map(lambda quarter: quarter / 4))
def test_a_rating_can_be_read_back(value: float):
    written = signed(value)
    assert "-" not in written
    assert float(written.replace("−", "-")) == value
    assert written.startswith("+") == (value > 0)


@given(st.floats(0, 1), st.sampled_from([0, 1]))
def test_a_share_is_off_by_half_a_step_at_most_and_nothing_or_all_only_where_it_is(share: float, digits: int):
    written, step = percent(share, digits), 10.0**-digits
    number = float(re.search(r"[\d.]+", written)[0])
    assert abs(number - 100 * share) <= (step if written.startswith(("less", "more")) else step / 2 + 1e-9)
    assert (written == "0 %") == (share < 5e-10)
    assert (float(written.split()[0]) == 100 if written[0].isdigit() else False) == (share > 1 - 5e-10)


def test_shares_are_whole_per_cents_unless_more_is_asked_for():
    assert percent(0.236) == "24 %"
    assert percents([0.236, 0.1, 0.3]) == "10 to 30 %" and percents(iter([0.236, 0.2401])) == "24 %"


@pytest.mark.parametrize(
    ("words", "row"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_in_a_row(words: list[str], row: str):
    assert in_a_row(words) == row


def test_an_interval_of_one_number_is_one_number():
    assert interval(0.604, 0.596, ".2f") == "0.60"
    assert interval(-2, 2) == "−2 to +2"
    assert interval(0.25, 0.5, ".2f", "–") == "0.25–0.50"


def test_small_numbers_in_words():
    assert [counted(count) for count in (0, 1, 12, 13)] == ["none", "one", "twelve", "13"]
    assert [plural(count, "case", "cases") for count in (1, 2)] == ["case", "cases"]
    assert begun("éa b") == "Éa b" and begun("") == ""
