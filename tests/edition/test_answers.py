"""Exercises: as many of each kind and level as promised, and every answer worked out a second time, another way."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import krippendorff
import numpy as np
import pandas as pd
import pytest
from tests.support import ROOT

from smeclusters import Assessed, Explorer, load_study, sampled_acceptability, score
from smeclusters.model.rules import Rules
from whichroad.answers import Answers, exercise_answers
from whichroad.edition import DATA, codings
from whichroad.lessons import lesson_state

PAGE = (ROOT / "chapters" / "exercises.md").read_text("utf-8")
TITLES = re.findall(r"^::::\{exercise\} .*, ([^,\n]*)\n:label: ex-(\w+)$", PAGE, re.MULTILINE)
BLOCKS = dict(
    re.findall(r"^:label: sol-(\w+)\n\n(?:(?!^:label:).)*?^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
)
PATHS = ("low_road", "mixed", "high_road")


@pytest.fixture(scope="module")
def answers(paper: Assessed) -> Answers:
    return exercise_answers(paper, codings())


@pytest.fixture(scope="module")
def grid(paper: Assessed) -> pd.DataFrame:
    """The ends of all cells from 0 to 1, by cluster and determinant."""
    rows = [(c.cluster, c.determinant, (c.lo + 2) / 4, (c.hi + 2) / 4) for c in paper.cells.values()]
    return pd.DataFrame(rows, columns=["cluster", "determinant", "lo", "hi"]).set_index(["cluster", "determinant"])


def bar(grid: pd.DataFrame, cluster: str, weights: dict[str, float]) -> tuple[float, float]:
    """A score with full compensation: the mean."""
    whole = sum(weights.values())
    lo, hi = (sum(grid.at[(cluster, key), end] * w for key, w in weights.items()) / whole for end in ("lo", "hi"))
    return float(lo), float(hi)


def roads(ends: tuple[float, float]) -> list[str]:
    first, last = (int(end >= 0.4 - 1e-9) + int(end >= 0.6 - 1e-9) for end in ends)
    return list(PATHS[first : last + 1])


def level_weights(paper: Assessed, **levels: float) -> dict[str, float]:
    table = paper.study.determinants
    return {row.determinant: levels[row.level] / 4 for row in table.itertuples()}


NARROW = {"external_economies": 1.0, "joint_action": 1.0}


def test_exercises_are_of_three_kinds_and_three_levels():
    *_, paper, explorer, notebook = re.split(
        r"^## (?:On paper|In the explorer|In a notebook)$", PAGE, flags=re.MULTILINE
    )
    assert len(TITLES) == 18 and len({label for _, label in TITLES}) == 18
    for part in (paper, explorer, notebook):
        levels = Counter(re.findall(r"^::::\{exercise\} .*, ([^,\n]*)$", part, re.MULTILINE))
        assert levels == {"undergraduate": 2, "master’s": 2, "methods": 2}
        assert part.count("{solution}") == 6
    assert explorer.count(":::{question}") == 6 and notebook.count("```python") == len(BLOCKS) == 6
    for each in explorer.split("::::{exercise}")[1:]:
        assert "{eval}`state_link(paper, " in each.partition("\n::::\n")[0]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_notebook_s_lines_give_the_answer(answers: Answers, name: str):
    field = {
        "silent": "silent",
        "ruled": "ruled_out",
        "weightings": "low_road",
        "lever": "lever",
        "alpha": "alpha",
        "upper": "upper",
    }[name]
    ran: dict[str, object] = {}
    exec(BLOCKS[name], ran)
    assert ran["answer"] == pytest.approx(getattr(answers, field))


# ---- On paper.


def test_the_cell_on_trust_is_a_median_of_the_table(answers: Answers):
    table = pd.read_csv(DATA / "evidence.csv", dtype=str)
    rows = table.query("place == 'trujillo' and determinant == 'trust'")
    assert list(rows["id"]) == [f"trujillo-trust-{each}" for each in (1, 2, 3, 4)]
    assert set(rows["facet"]) == {"identity"} and set(rows["period"]) == {"current"}
    assert Counter(rows["basis"])["reported"] == 2
    median = float(np.median(rows["rating"].astype(float)))
    assert answers.trust == (median, median) == (1.5, 1.5)


def test_scores_by_hand(answers: Answers):
    assert answers.cachoeiro == ((2 + 2) / 4 + (-1 + 2) / 4) / 2 == 0.625
    assert answers.leon == (((-0.5 + 2) / 4 + 2 / 4) / 2, ((-0.5 + 2) / 4 + 1) / 2)


def test_clusters_that_speak_against_it(answers: Answers, grid: pd.DataFrame):
    """None of the observed paths is the high road, nor one step from it."""
    outcomes = pd.read_csv(DATA / "outcomes.csv").set_index("cluster")["path"]
    assert set(outcomes) == {"low_road", "mixed"}
    expected = {key for key in outcomes.index if grid.at[(key, "joint_action"), "lo"] > 0.5}
    assert set(answers.against) == expected


def test_two_coders_and_one_paragraph(answers: Answers):
    def coded(path: str) -> dict[tuple[str, ...], float]:
        table = pd.read_csv(DATA / path, dtype=str)
        table = table[(table["locator"] == "3.2.1:5") & (table["period"] != "past")]
        table["rating"] = table["rating"].astype(float)
        return table.groupby(["place", "determinant", "facet"])["rating"].median().to_dict()

    own, other = coded("evidence.csv"), coded("codings/b/evidence.csv")
    shared = own.keys() & other.keys()
    assert (answers.coded, answers.shared) == (len(own.keys() | other.keys()), len(shared))
    assert answers.same == sum(own[key] == other[key] for key in shared) == len(shared)
    assert own.keys() - other.keys() == {("cachoeiro", "technology", "production")}


def test_consistency_by_hand(answers: Answers):
    assert answers.consistency == pytest.approx(0.5 / (0.75 * 4 + 0.5 + 0.25))


# ---- In the explorer.


def test_who_looks_fit(answers: Answers, grid: pd.DataFrame, paper: Assessed):
    found = {key: roads(bar(grid, key, NARROW)) for key in paper.ratings.clusters}
    assert set(answers.fit) == {key for key, open_to in found.items() if open_to == ["high_road"]}


def test_one_road_left(answers: Answers, grid: pd.DataFrame, paper: Assessed):
    weights = level_weights(paper, country=0.2, cluster=0.2, firm=0.6)
    found = {key: roads(bar(grid, key, weights)) for key in paper.ratings.clusters}
    assert [key for key, open_to in found.items() if len(open_to) == 1] == list(answers.single) == ["cachoeiro"]
    assert found["sinos"] == ["low_road", "mixed"] and len(found["leon"]) == 3


def test_how_much_the_cluster_level_must_weigh(answers: Answers, paper: Assessed):
    explorer = Explorer(paper.study, **lesson_state(paper, "extended"))

    def certain(share: float) -> list[str]:
        explorer.levels = {"country": (100 - share) / 2, "cluster": share, "firm": (100 - share) / 2}
        return [key for key, path in explorer.paths.items() if path == "high_road"]

    assert certain(answers.share - 0.01) == []
    assert certain(answers.share + 0.01) == ["cachoeiro"]
    assert all(certain(share) == [] for share in range(int(answers.share)))


def test_what_silence_keeps_open(answers: Answers, grid: pd.DataFrame, paper: Assessed):
    weights = level_weights(paper, country=1, cluster=1, firm=1)
    filled = grid.copy()
    filled.loc[(grid["lo"] == 0) & (grid["hi"] == 1), :] = 0.5
    before, after = (
        {key for key in paper.ratings.clusters if "high_road" in roads(bar(cells, key, weights))}
        for cells in (grid, filled)
    )
    assert set(answers.closed) == before - after
    assert all(len(roads(bar(filled, key, weights))) > 1 for key in paper.ratings.clusters)


def test_one_step_in_one_cell(answers: Answers, paper: Assessed):
    explorer = Explorer(paper.study, **lesson_state(paper, "sinos"))
    assert explorer.paths["sinos"] == "high_road"
    assert explorer.ratings.recode({}) and paper.cells["sinos", "trust"].lo == -1
    explorer.overrides = {"sinos": {"trust": -2}}
    assert explorer.paths["sinos"] == answers.recoded == "mixed"


def test_another_coder(answers: Answers, paper: Assessed):
    mine = Explorer(paper.study, codings=codings(), **lesson_state(paper, "extended")).paths
    theirs = Explorer(paper.study, codings=codings(), **lesson_state(paper, "coder")).paths
    assert list(mine.index[mine != theirs]) == list(answers.by_coder)


# ---- In a notebook.


def test_silent_cells_have_the_whole_scale_and_no_rows(answers: Answers, grid: pd.DataFrame):
    silent = grid[(grid["lo"] == 0) & (grid["hi"] == 1)]
    assert len(silent) == answers.silent
    table = pd.read_csv(DATA / "evidence.csv", dtype=str)
    said = set(zip(table["place"], table["determinant"], strict=True))
    assert not said & set(silent.index)


def test_what_the_narrow_framework_rules_out(answers: Answers, grid: pd.DataFrame, paper: Assessed):
    ruled_out = [
        key
        for key, path in paper.study.observed.items()
        if not set(path.split("|")) & set(roads(bar(grid, key, NARROW)))
    ]
    assert len(ruled_out) == answers.ruled_out


def test_where_most_weightings_make_the_low_road_certain(answers: Answers, paper: Assessed):
    assert sampled_acceptability(paper.ratings, paper.framework)["low_road"].idxmax() == answers.low_road


def test_the_strongest_lever_is_found_by_raising_each_cell(answers: Answers, paper: Assessed):
    extended, rules = paper.framework.weightings["extended"], Rules(compensation=0.5)

    def ends(recoded: dict) -> float:
        found = score(paper.ratings.recode({"cachoeiro": recoded}), extended, rules)
        at = found.clusters.index("cachoeiro")
        return float(found.lo[at] + found.hi[at])

    cells = {key: paper.cells["cachoeiro", key] for key in paper.framework.determinants}
    gains = {key: ends({key: (min(cell.lo + 1, 2), min(cell.hi + 1, 2))}) - ends({}) for key, cell in cells.items()}
    assert max(gains, key=gains.__getitem__) == answers.lever
    assert cells[answers.lever].hi == -2


def test_alpha_is_krippendorff_s(answers: Answers):
    def coded(name: str) -> pd.Series:
        table = load_study(DATA, coding=name).evidence
        table = table[(table["period"] != "past")]
        return table.groupby(["locator", "place", "determinant", "facet"])["rating"].median()

    both = pd.DataFrame({name: coded(name) for name in ("b", "c")})
    alpha = krippendorff.alpha(both.to_numpy().T.astype(float), level_of_measurement="ordinal")
    assert answers.alpha == pytest.approx(alpha)


def test_the_upper_bound_of_consistency(answers: Answers, grid: pd.DataFrame, paper: Assessed):
    """The best of all corners, with each membership at an end or at that of the outcome."""
    step = {"low_road": 0.0, "mixed": 0.67, "high_road": 1.0}
    best = []
    for key, path in paper.study.observed.items():
        lo, hi = grid.loc[(key, "joint_action")]
        reached = max(step[each] for each in path.split("|"))
        best.append([(x, min(x, reached)) for x in {lo, hi, float(np.clip(reached, lo, hi))}])
    most = max(sum(y for _, y in each) / sum(x for x, _ in each) for each in product(*best))
    assert answers.upper == pytest.approx(most)
