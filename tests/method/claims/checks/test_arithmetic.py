from __future__ import annotations

import pytest
from tests.alter import Turn, assert_turned, names_in, put

from smeclusters import Assessed

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "parts_add_up": ("sinos-firms", "holds_in_part", put("profiles", "value", 1400.0, id="sinos-firms"), "holds"),
    "most_share_it": (
        "cachoeiro-common-roots", "holds_in_part", put("evidence", "figure", 24.0, id="cachoeiro-trust-2"), "fails"),
}  # fmt: skip


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("smeclusters.claims.checks.arithmetic")
