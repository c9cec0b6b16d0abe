"""States of the explorer that lessons name."""

from __future__ import annotations

from smeclusters import Assessed
from whichroad.lessons import STATES, state_address


def test_no_two_states_have_one_title_or_lead_to_one_place(paper: Assessed):
    assert len({state.title for state in STATES.values()}) == len(STATES)
    assert len({state_address(paper, key) for key in STATES}) == len(STATES)
