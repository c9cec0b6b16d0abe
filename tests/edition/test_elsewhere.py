"""Clusters elsewhere: enough of them, cited in full, and nothing of the paper's in them."""

from __future__ import annotations

import pandas as pd
import pytest

from smeclusters import Assessed, Prepared, load_study, observed_counts
from whichroad.edition import DATA
from whichroad.elsewhere import LAYER, VARIANTS, elsewhere_alone, fits, paid, variant, with_elsewhere
from whichroad.later import kind_of, spaces, turned_out


@pytest.fixture(scope="module")
def alone() -> Prepared:
    return elsewhere_alone()


def test_there_are_enough_clusters_on_either_side_with_enough_known_of_each(alone: Prepared):
    observed, framework = alone.study.observed, alone.framework
    high = [key for key, path in observed.items() if path == "high_road"]
    # Three were wanted on the high road. A third could not be shown to be on it.
    assert len(observed) >= 8 and len(high) >= 2 and len(observed) - len(high) >= 2
    for key in observed:
        known = [factor for factor in framework.determinants if not alone.cells[key, factor].silent]
        levels = {framework.level_of[framework.determinants.index(factor)] for factor in known}
        assert len(known) >= 4 and len(levels) >= 2, key


def test_paths_follow_from_signs_by_the_rule(alone: Prepared):
    """Signs of some ten years after the paper where there are two, else those of about its time."""
    signs = pd.read_csv(DATA / "layers" / LAYER / "signs.csv", dtype={"at": str}, keep_default_na=False)
    kinds = {at: turned_out(signs, at, "kind") for at in ("2001", "2010")}
    expected = {}
    for key in signs["cluster"].unique():
        found = next((kinds[at][key] for at in ("2010", "2001") if key in kinds[at] and kinds[at][key].signs > 1), None)
        if found:
            expected[key] = ("low_road", "mixed", "high_road")[found.lowest]
    assert alone.study.observed == expected
    assert kind_of([1]) is not None and kind_of([1]).lowest < kind_of([1]).highest  # why one sign gives no path


def test_nothing_is_taken_from_the_paper_but_its_framework(alone: Prepared):
    beside = with_elsewhere()
    for cell in alone.cells.values():
        other = beside.cells[cell.cluster, cell.determinant]
        assert (cell.lo, cell.hi, cell.entered) == (other.lo, other.hi, other.entered)
        assert all(row.startswith(f"{LAYER}:") for row in cell.entered)


def test_the_layers_move_nothing_that_is_said_of_the_paper(paper: Assessed):
    laid = Assessed(load_study(layers=["after", LAYER]))
    assert {key: found.status for key, found in laid.verdicts.items()} == {
        key: found.status for key, found in paper.verdicts.items()
    }
    assert {key: found.reason for key, found in laid.verdicts.items()} == {
        key: found.reason for key, found in paper.verdicts.items()
    }
    assert laid.cells == paper.cells


def test_what_is_named_in_fitting_is_no_more_than_can_be_named(paper: Assessed, alone: Prepared):
    found = fits(paper, alone)
    for key, weightings in spaces(paper).items():
        named = observed_counts(alone, weightings)["named"]
        most = named[named > 0].index.max()
        assert found[key].fitted <= (most + 1) / len(alone.study.observed)
        assert 0 <= found[key].named <= 1
    assert found["extended"].commonest == found["narrow"].commonest


def test_each_choice_changes_what_it_says(alone: Prepared):
    rows = {key: variant(key) for key in VARIANTS}
    unpaid = [key for key, path in alone.study.observed.items() if path == "high_road" and key not in paid()]
    assert unpaid and {rows["open"].study.observed[key] for key in unpaid} == {"mixed|high_road"}
    gone = {
        key: set(alone.study.evidence["determinant"]) - set(rows[key].study.evidence["determinant"]) for key in rows
    }
    assert gone["wages"] == {"working_conditions"} and gone["both"] == gone["wages"] | gone["technology"]
    assert {"brenta"} < set(rows["product_two"].study.observed) < set(rows["product"].study.observed)
    assert set(alone.study.observed) - set(rows["level"].study.observed) == {"java_furniture"}
    assert set(alone.study.observed) - set(rows["twin"].study.observed) == {"montebelluna"}
    assert gone["country"] == {"macro", "regulation", "finance", "services"}
    assert set(rows["thin"].study.observed) < set(alone.study.observed)
    assert not rows["second"].study.evidence["rating"].equals(alone.study.evidence["rating"])
    assert rows[""].study.evidence.equals(alone.study.evidence) and rows["silent"].rules.silent == "leave_out"
