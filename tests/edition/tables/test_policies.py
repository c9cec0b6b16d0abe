from __future__ import annotations

import numpy as np
import pytest
from tests.edition.blocks import links, page, read, rows, words

from smeclusters import Assessed
from whichroad.addresses import anchor
from whichroad.tables.policies import best_levers_table, levers_table, policies_table

NAMES = {row["place"]: row["name"] for row in read("places")}
DETERMINANTS = {row["determinant"]: row["name"] for row in read("determinants")}
LEVELS = {row["level"]: row["name"] for row in read("levels")}


def gains(paper: Assessed, cluster: str, weights: np.ndarray, power: float) -> dict[str, tuple[float, float]]:
    """What one step up of each cell adds to both ends of the score, by the formula of the power mean."""

    def mean(ends: list[float]) -> float:
        scale = (np.array(ends) + 2) / 4
        return float((weights * scale**power).sum() ** (1 / power))

    cells = [paper.cells[cluster, key] for key in DETERMINANTS]
    found = {}
    for at, key in enumerate(DETERMINANTS):
        both = []
        for end in ("lo", "hi"):
            before = [getattr(cell, end) for cell in cells]
            after = [min(value + (place == at), 2) for place, value in enumerate(before)]
            both.append(mean(after) - mean(before))
        found[key] = (both[0], both[1])
    return found


def test_each_recommendation_has_its_row(paper: Assessed):
    for row, cells in zip(read("policies"), rows(policies_table(paper)), strict=True):
        keys = row["determinants"].split(";")
        assert words(cells["Level"]) == LEVELS[row["level"]]
        assert words(cells["Recommendation"]) == row["summary"]
        assert words(cells["Acts on (our reading)"]) == ", ".join(DETERMINANTS[key] for key in keys)
        assert words(cells["Who acts (our reading)"]) == row["actor"]
        assert words(cells["Side (our reading)"]) == row["side"]
        acted_on = [cell for cell in paper.cells.values() if cell.determinant in keys]
        direct = [cell for cell in acted_on if cell.entered and not cell.widened]
        assert words(cells["Cells about clusters"]) == f"{len(direct)} of {len(acted_on)}"
        claims = [claim["id"] for claim in read("claims") if row["id"] in claim["rows"].split(";")]
        assert links(cells["Checked"]) == [f"claims.html#{anchor('claim', id)}" for id in claims]


@pytest.mark.parametrize("power", [1.0, 0.5])
def test_the_strongest_levers_come_first_with_what_acts_on_them(paper: Assessed, power: float):
    weights = paper.framework.weightings["firm_capability"]
    table = rows(levers_table(paper, weights, power, most=4))
    acting = {
        key: list(dict.fromkeys(r["locator"] for r in read("policies") if key in r["determinants"].split(";")))
        for key in DETERMINANTS
    }
    for at, cluster in enumerate(paper.ratings.clusters):
        gain = gains(paper, cluster, weights.flat, power)
        best = sorted((round(sum(ends), 9) for ends in gain.values()), reverse=True)[:4]
        for row, total in zip(table[4 * at : 4 * at + 4], best, strict=True):
            assert words(row["Cluster"]) == NAMES[cluster]
            [key] = [key for key, name in DETERMINANTS.items() if name == words(row["Determinant"])]
            assert round(sum(gain[key]), 9) == total
            told = [float(end) for end in words(row["One step adds"]).split(" to ")]
            assert (told[0], told[-1]) == pytest.approx(tuple(sorted(gain[key])), abs=0.000501)  # three digits
            leads = [f"policies.html#wp-{locator.replace(':', '-')}" for locator in acting[key]]
            assert links(row["Recommendations that act on it"]) == leads


@pytest.mark.parametrize("power", [1.0, 0.5])
def test_the_strongest_lever_of_each_weighting_or_all_that_are_as_strong(paper: Assessed, power: float):
    block = best_levers_table(paper, paper.framework.weightings, power)
    assert [head.text for head in page(block)("th")] == ["Cluster", *(r["name"] for r in read("weightings"))]
    for cluster, row in zip(paper.ratings.clusters, rows(block), strict=True):
        assert words(row["Cluster"]) == NAMES[cluster]
        for weighting in read("weightings"):
            weights = paper.framework.weightings[weighting["weighting"]].flat
            total = {key: round(sum(ends), 9) for key, ends in gains(paper, cluster, weights, power).items()}
            best = [DETERMINANTS[key] for key in DETERMINANTS if total[key] == max(total.values())]
            assert words(row[weighting["name"]]) == ", ".join(best), (cluster, weighting)
