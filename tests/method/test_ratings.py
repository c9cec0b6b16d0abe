"""Every rule of the codebook, on rows small enough to check by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from smeclusters import Cell, InputError, Ratings, Study, cells, explain, load_study, rate
from smeclusters.model.ratings import Evidence, combine, lineage
from smeclusters.wording import signed

PLACES = ["valley", "sample", "country", "region"]
NAMES = {place: place.capitalize() for place in PLACES}


def cell(*rows: tuple[str, str, int, str]) -> Cell:
    evidence = [Evidence(f"r{i}", *row) for i, row in enumerate(rows)]
    return combine("valley", "trust", evidence, PLACES, NAMES)


def test_rule_1_stops_at_the_first_place_that_says_something_firmly():
    made = cell(("valley", "a", 1, "stated"), ("country", "a", -2, "reported"))
    assert (made.lo, made.hi, made.entered) == (1, 1, ("r0",))


def test_rule_1_goes_on_past_a_guess_and_reads_it_together_with_what_follows():
    made = cell(("valley", "a", 1, "inferred"), ("country", "a", -1, "stated"), ("region", "a", -2, "stated"))
    assert made.entered == ("r0", "r1")
    assert made.centre == 0


def test_rule_1_takes_every_row_of_the_place_where_it_stops():
    made = cell(("valley", "a", 1, "stated"), ("valley", "a", 2, "inferred"))
    assert made.entered == ("r0", "r1")


def test_rule_2_takes_the_median_within_facets_and_then_over_them():
    rows = [("valley", "a", rating, "stated") for rating in (2, 2, 1)] + [("valley", "b", 1, "stated")]
    assert cell(*rows).centre == 1.5  # facets 2 and 1; the plain median of all rows would be 1.5 too
    rows += [("valley", "c", 0, "stated"), ("valley", "c", 1, "stated")]
    assert cell(*rows).centre == 1  # facets 2, 1 and 0.5


def test_rule_3_opens_the_range_only_if_facets_have_opposite_signs():
    opposite = cell(("valley", "a", 2, "stated"), ("valley", "b", -1, "stated"), ("valley", "c", 1, "stated"))
    assert (opposite.lo, opposite.hi, opposite.disagree) == (-1, 2, True)
    zero = cell(("valley", "a", 2, "stated"), ("valley", "b", 0, "stated"))
    assert (zero.lo, zero.hi, zero.disagree) == (1, 1, False)
    inside_one_facet = cell(("valley", "a", 2, "stated"), ("valley", "a", -2, "stated"))
    assert (inside_one_facet.lo, inside_one_facet.hi) == (0, 0)


def test_rule_4_widens_once_if_no_row_is_about_the_cluster():
    made = cell(("country", "a", -1, "stated"))
    assert (made.lo, made.hi, made.widened) == (-2, 0, 1)
    assert made.reasons[-1] == "Widened by one step each way: no row is about the cluster itself."


def test_rule_4_widens_once_if_every_row_is_inferred():
    made = cell(("valley", "a", 1, "inferred"))
    assert (made.lo, made.hi, made.widened) == (0, 2, 1)
    assert made.reasons[-1] == "Widened by one step each way: every row is inferred."


def test_rule_4_widens_once_if_the_cluster_is_guessed_at_and_its_country_reported():
    made = cell(("valley", "a", -1, "inferred"), ("country", "b", -1, "reported"))
    assert (made.lo, made.hi, made.widened) == (-2, 0, 1)
    assert made.reasons[-1] == "Widened by one step each way: what is said of the cluster itself is inferred."


def test_rule_4_widens_once_if_one_general_row_is_firm_and_another_guessed():
    made = cell(("sample", "a", -1, "inferred"), ("country", "a", -1, "stated"))
    assert (made.lo, made.hi, made.widened) == (-2, 0, 1)
    assert made.reasons[-1] == "Widened by one step each way: no row is about the cluster itself."


def test_rule_4_leaves_what_is_firm_on_the_cluster_itself_whatever_is_guessed_beside_it():
    made = cell(("valley", "a", 1, "inferred"), ("valley", "b", 1, "stated"))
    assert (made.lo, made.hi, made.widened) == (1, 1, 0)


@pytest.mark.parametrize("own", [None, "inferred", "stated", "reported"])
@pytest.mark.parametrize("general", [None, "inferred", "stated", "reported"])
def test_rule_4_as_the_codebook_has_it(own: str | None, general: str | None):
    """Not at all with a firm row on the cluster; by two where all is guessed and of others; else by one."""
    rows = [(place, "a", 0, basis) for place, basis in (("valley", own), ("country", general)) if basis]
    made = cell(*rows)
    if not rows:
        assert (made.silent, made.widened) == (True, 0)
        return
    entered = [rows[int(id[1:])] for id in made.entered]
    firm = any(place == "valley" and basis in ("stated", "reported") for place, _, _, basis in entered)
    guessed_elsewhere = all(place != "valley" and basis == "inferred" for place, _, _, basis in entered)
    assert made.widened == (0 if firm else 2 if guessed_elsewhere else 1)
    assert (made.lo, made.hi) == (-made.widened, made.widened)


def test_rule_4_widens_twice_if_both_hold():
    made = cell(("region", "a", 0, "inferred"))
    assert (made.lo, made.hi, made.widened) == (-2, 2, 2)
    assert made.reasons[-1] == (
        "Widened by two steps each way: no row is about the cluster itself, and every row is inferred."
    )
    assert not made.silent


def test_rule_4_clips_and_widens_a_disputed_range_as_well():
    made = cell(("country", "a", 2, "stated"), ("country", "b", -1, "stated"))
    assert (made.lo, made.hi) == (-2, 2)


def test_rule_5_no_row_is_silence_and_not_a_middle():
    made = cell()
    assert (made.lo, made.hi, made.silent, made.centre) == (-2, 2, True, None)


def test_rows_on_the_past_are_shown_and_do_not_enter(study: Study):
    made = explain(study, "sinos", "trust")
    assert len(made.past) == 1
    assert not set(made.past) & set(made.entered)


def test_later_evidence_stays_out_of_the_papers_matrix(edit, study: Study):
    row = {
        "id": "later-1",
        "place": "sinos",
        "determinant": "infrastructure",
        "facet": "machinery",
        "rating": "2",
        "basis": "reported",
        "period": "current",
        "summary": "New machines.",
        "locator": "3.2.2:4",
        "vintage": "2010",
    }
    later = load_study(edit("evidence", lambda lines: lines.append([row.get(name, "") for name in lines[0]])))
    np.testing.assert_array_equal(rate(later).lo, rate(study).lo)
    assert explain(later, "sinos", "infrastructure").silent
    assert explain(later, "sinos", "infrastructure", vintage=2010).lo == 2


def test_the_walk_follows_the_memberships(study: Study):
    assert lineage(study, "cachoeiro") == ("cachoeiro", "sample", "BRA", "mercosur", "lac")
    assert lineage(study, "leon") == ("leon", "sample", "MEX", "lac")  # Mexico is not of MERCOSUR


def test_the_walk_begins_with_the_place_whatever_its_generality(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[1][lines[0].index("generality")] = "4"

    assert lineage(load_study(edit("places", spoil)), "sinos")[0] == "sinos"


def test_memberships_that_run_in_a_circle_end(edit):
    looped = load_study(edit("memberships", lambda lines: lines.append(["lac", "sinos"])))
    assert lineage(looped, "sinos")[0] == "sinos"


def test_the_matrix_is_the_cells(study: Study, ratings: Ratings):
    grid = cells(study)
    assert [c.lo for c in grid] == ratings.lo.ravel().tolist()
    assert [c.silent for c in grid] == ratings.silent.ravel().tolist()
    assert len(ratings.frame()) == 72


def test_cells_of_the_paper_worked_out_by_hand(study: Study):
    # Sinos Valley, skills: guessed of workers (-1), reported of managers in Brazil (-1).
    made = explain(study, "sinos", "skills")
    # What is said of the valley itself is a guess: one step wider.
    assert (made.lo, made.hi, made.entered) == (-2, 0, ("sinos-skills-1", "bra-skills-1"))
    # Cachoeiro, external economies: 60 and 73 per cent do a single stage.
    assert explain(study, "cachoeiro", "external_economies").centre == 2
    # Trujillo, joint action: little co-operation (-1, -1), two good associations (+1, +1).
    made = explain(study, "trujillo", "joint_action")
    assert (made.lo, made.hi, made.disagree) == (-1, 1, True)
    # Finance in Mexico rests on the region: -1, -1, and a guess about the sample; one step wider.
    made = explain(study, "leon", "finance")
    assert (made.lo, made.hi, made.widened) == (-2, 0, 1)


def test_unknown_keys_are_refused(study: Study):
    with pytest.raises(InputError, match=r"cluster: found \"sino\".*\(sinos\?\)"):
        explain(study, "sino", "trust")
    with pytest.raises(InputError, match=r"determinant: found \"luck\""):
        explain(study, "sinos", "luck")


@pytest.mark.parametrize(
    ("lo", "hi"), [([[1.0]], [[0.0]]), ([[-3.0]], [[0.0]]), ([[0.0]], [[2.5]]), ([[np.nan]], [[0.0]])]
)
def test_intervals_that_make_no_sense_are_refused(lo: list, hi: list):
    with pytest.raises(InputError, match="an interval within -2 to 2"):
        Ratings(("a",), ("x",), np.array(lo), np.array(hi), np.zeros((1, 1), bool))


def test_signed():
    assert [signed(value) for value in (-2, -0.5, 0, 0.25, 2)] == ["−2", "−0.5", "0", "+0.25", "+2"]


def test_a_spoiled_copy_does_not_touch_the_edition(folder: Path):
    assert load_study(folder).folder == folder
