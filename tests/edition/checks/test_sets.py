from __future__ import annotations

import pytest
from tests.alter import Turn, all_on, assert_turned, names_in

from smeclusters import Assessed

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "consistency_is_low": (
        "milieu-and-self-help-insufficient",
        "holds_in_part",
        all_on("high_road"),
        "fails",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("whichroad.checks.sets")
