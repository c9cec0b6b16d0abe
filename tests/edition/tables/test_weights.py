from __future__ import annotations

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from smeclusters import (
    Assessed,
    Framework,
    Rules,
    Thresholds,
    acceptability,
    classify,
    leave_one_out,
    rate,
    sampled_acceptability,
    score,
)
from smeclusters.model.paths import SETS, in_words
from whichroad.markup import Html
from whichroad.tables.weights import (
    information_table,
    leave_one_out_table,
    observed_table,
    rank_table,
    tipping_table,
)


def rows_of(table: Html) -> list[dict[str, str]]:
    made = BeautifulSoup(table.markup, "html.parser")
    head = [cell.text for cell in made.select("th")]
    return [
        dict(zip(head, [cell.text for cell in row.select("td")], strict=True))
        for row in made.select("tbody tr")
    ]


def test_every_cluster_has_its_tipping_points(paper: Assessed, framework: Framework):
    weights = framework.weightings["extended"]
    rows = rows_of(tipping_table(paper, weights))
    assert [row["Cluster"] for row in rows] == list(paper.study.clusters["name"])
    now = classify(score(paper.ratings, weights)).keys()
    assert [row["Class now"] for row in rows] == [in_words(key) for key in now]
    assert "nan" not in str(rows)


def test_a_level_that_tips_the_class_does_so_where_the_table_says(paper: Assessed, framework: Framework):
    """Beyond the share that the table gives a cluster’s class is the one it names, and short of it the one now."""
    weights = framework.weightings["extended"]
    tried = 0
    for at, row in enumerate(rows_of(tipping_table(paper, weights))):
        found = re.fullmatch(r"(.+) from ([\d.]+)% to ([\d.]+)%: (.+)", row["One level"])
        if not found:
            assert row["One level"] == "none"
            continue
        level = list(framework.names.values()).index(found[1])
        start, end = float(found[2]) / 100, float(found[3]) / 100
        assert start == pytest.approx(weights.levels[level], abs=0.001)

        def at_share(share: float, level: int = level, at: int = at) -> str:
            levels = weights.levels * (1 - share) / (1 - weights.levels[level])
            levels[level] = share
            moved = framework.weigh(np.repeat(1.0, 12).tolist(), levels=levels.tolist())
            return in_words(classify(score(paper.ratings, moved)).keys()[at])

        way = 0.002 if end >= start else -0.002
        assert at_share(min(max(end + way, 0), 1)) == found[4]
        if abs(end - start) > 0.002:
            assert at_share(end - way) == row["Class now"]
        tried += 1
    assert tried >= 3


def test_the_worth_of_cells_comes_in_order(paper: Assessed):
    rows = rows_of(information_table(paper, most=8))
    drops = [float(row["Less, if known"].removesuffix(" points")) for row in rows]
    assert drops == sorted(drops, reverse=True) and len(drops) == 8
    whole = paper.shares["undetermined"]
    places = {name: key for key, name in paper.names.items()}
    for row in rows:
        told = float(row["Undetermined now"].removesuffix(" %"))
        assert told == pytest.approx(100 * whole[places[row["Cluster"]]], abs=0.1)
        cell = next(
            cell for cell in paper.cells.values()
            if cell.cluster == places[row["Cluster"]] and paper.framework.names[cell.determinant] == row["Determinant"]
        )  # fmt: skip
        assert row["Cell"] == ("indirect or in dispute" if cell.entered else "silent")
        assert cell.lo < cell.hi  # or there would be nothing to learn


def test_what_is_left_out_leads_to_its_evidence_or_source(paper: Assessed):
    made = BeautifulSoup(leave_one_out_table(paper, "collective_efficiency").markup, "html.parser")
    rows = made.select("tbody tr")
    assert rows
    for row in rows:
        cells = row.select("td")
        address = cells[1].a["href"]
        assert address.startswith(("evidence.html#cell-", "references.html#work-"))
        assert cells[3].text != cells[4].text
        known = "left out" if address.startswith("references") else "left out|read one step (better|worse)"
        assert all(re.fullmatch(known, way) for way in cells[2].text.split(", or "))


def test_each_class_that_hangs_on_one_thing_is_told(paper: Assessed, framework: Framework):
    weights = framework.weightings["collective_efficiency"]
    found = leave_one_out(paper.study, weights)
    table = leave_one_out_table(paper, "collective_efficiency")
    rows = rows_of(table)
    told = sum(len(row["Change"].split(", or ")) for row in rows)
    assert told == len(found)
    now = dict(zip(paper.study.clusters["name"], classify(score(paper.ratings, weights)).keys(), strict=True))
    assert all(row["Before"] == in_words(now[row["Cluster"]]) for row in rows)
    order = list(paper.study.clusters["name"])
    assert [row["Cluster"] for row in rows] == sorted((row["Cluster"] for row in rows), key=order.index)
    summary = BeautifulSoup(table.markup, "html.parser").summary
    sentences = found.loc[found["change"] != "source", "id"].nunique()
    sources = found.loc[found["change"] == "source", "id"].nunique()
    assert summary.text == (
        f"Collective efficiency: {sentences} sentences and {sources} sources that a class depends on"
    )


def test_ranks_are_shares_of_all_weightings(paper: Assessed, framework: Framework):
    """Certain and possible ranks by hand, over weights drawn at random."""
    rng = np.random.default_rng(7)
    levels, within = rng.dirichlet(np.ones(3), 20000), [rng.dirichlet(np.ones(4), 20000) for _ in range(3)]
    weights = np.concatenate([levels[:, [at]] * within[at] for at in range(3)], axis=1)
    ratings = rate(paper.study)
    lo, hi = ((end + 2) / 4 @ weights.T for end in (ratings.lo, ratings.hi))
    for at, row in enumerate(rows_of(rank_table(paper))):
        best = 1 + (lo > hi[at]).sum(axis=0)
        worst = 6 - (hi < lo[at]).sum(axis=0)
        for rank in range(1, 7):
            certain, possible = re.fullmatch(r"(\d+)–(\d+) %", row[f"Rank {rank}"]).groups()
            assert int(certain) == pytest.approx(100 * np.mean((best == rank) & (worst == rank)), abs=2)
            assert int(possible) == pytest.approx(100 * np.mean((best <= rank) & (rank <= worst)), abs=2)


def test_thresholds_move_by_a_step_each_way(paper: Assessed):
    rows = rows_of(observed_table(paper))
    assert [row["Thresholds"] for row in rows] == [
        f"{low} and {high}" for low in ("0.35", "0.40", "0.45") for high in ("0.55", "0.60", "0.65")
    ]


def test_the_hardest_path_to_fit_is_left_open_least(paper: Assessed):
    places = {name: key for key, name in paper.names.items()}
    for row in rows_of(observed_table(paper))[::4]:
        low, high = map(float, row["Thresholds"].split(" and "))
        shares = acceptability(paper.ratings, paper.framework, rules=Rules(thresholds=Thresholds(low, high)))
        left_open = {
            cluster: sum(shares.loc[cluster, key] for key in SETS if path in key.split("|"))
            for cluster, path in paper.study.observed.items()
        }
        hardest = min(left_open, key=left_open.__getitem__)
        assert left_open[places[row["Hardest to fit"]]] == pytest.approx(left_open[hardest], abs=1e-6)
        told = row["Left open for it"]
        expected = 100 * left_open[hardest]
        assert (
            told == "less than 0.1 %"
            if 0 < expected < 0.05
            else float(told.split()[0]) == pytest.approx(expected, abs=0.06)
        )
        together = row["Leave all observed paths open"]
        assert "less" in together or float(together.split()[0]) <= expected + 0.06


def test_shares_of_the_table_are_those_of_sampled_weights(paper: Assessed):
    found = sampled_acceptability(paper.ratings, paper.framework, 4096)
    assert found["undetermined"].to_numpy() == pytest.approx(
        paper.shares["undetermined"].to_numpy(), abs=0.02
    )
