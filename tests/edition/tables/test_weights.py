from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.edition.blocks import column, links, page, read, rows, words

from smeclusters import (
    Assessed,
    Framework,
    Rules,
    Thresholds,
    acceptability,
    classify,
    leave_one_out,
    load_study,
    rate,
    sampled_acceptability,
    score,
)
from smeclusters.analysis.information import value_of_information
from smeclusters.analysis.tipping import tipping_points
from smeclusters.model.paths import SETS, in_words
from whichroad.markup import Html
from whichroad.tables.weights import (
    classes_table,
    information_table,
    leave_one_out_table,
    observed_table,
    rank_table,
    readings,
    readings_by_coding_table,
    readings_table,
    score_table,
    tipping_table,
    weightings_table,
)

NAMES = {row["place"]: row["name"] for row in read("places")}
CLUSTERS = [row["place"] for row in read("places") if row["kind"] == "cluster"]
LEVEL = {row["determinant"]: row["level"] for row in read("determinants")}
PATHS = {"low_road": "low road", "mixed": "mixed", "high_road": "high road"}
WEIGHTS = {
    name["weighting"]: {
        row["determinant"]: float(row["weight"]) for row in read("weights") if row["weighting"] == name["weighting"]
    }
    for name in read("weightings")
}


def texts(block: Html) -> list[dict[str, str]]:
    return [{name: words(cell) for name, cell in row.items()} for row in rows(block)]


def ends(text: str) -> tuple[float, float]:
    """The ends of an interval as a table tells it: one number where both are the same."""
    told = [float(end) for end in text.split(" to ")]
    return told[0], told[-1]


def whole(share: float) -> str:
    """A share in whole per cents, and never nothing where it is something."""
    return f"{100 * share:.0f} %" if round(100 * share) or not share else "less than 1 %"


def near(lo: float, hi: float) -> object:
    return pytest.approx((lo, hi), abs=0.000501)  # three digits are told


def sums(paper: Assessed, cluster: str, weighting: str) -> tuple[float, float]:
    """A score by hand: weights of the table, cells on a scale from 0 to 1."""
    weights = WEIGHTS[weighting]
    whole = sum(weights.values())
    lo, hi = 0.0, 0.0
    for key, weight in weights.items():
        cell = paper.cells[cluster, key]
        lo += weight / whole * (cell.lo + 2) / 4
        hi += weight / whole * (cell.hi + 2) / 4
    return lo, hi


def paths(lo: float, hi: float) -> str:
    """The paths whose band an interval of scores touches, in words; far enough from a border for rounding."""
    open_ = [
        name
        for name, at, to in (("low road", 0, 0.4), ("mixed", 0.4, 0.6), ("high road", 0.6, 1))
        if lo < to and hi > at
    ]
    return "could be any" if len(open_) == 3 else " or ".join(open_)


@pytest.mark.parametrize("weighting", WEIGHTS)
def test_what_each_determinant_adds_makes_the_score(paper: Assessed, weighting: str):
    for cluster in ("gamarra", "sinos"):
        table = rows(score_table(paper, cluster, paper.framework.weightings[weighting]))
        whole = sum(WEIGHTS[weighting].values())
        for key, row in zip(LEVEL, table[:-1], strict=True):
            weight, cell = WEIGHTS[weighting][key] / whole, paper.cells[cluster, key]
            assert words(row["Weight"]) == f"{weight:.1%}"
            assert ends(words(row["Adds"])) == near(weight * (cell.lo + 2) / 4, weight * (cell.hi + 2) / 4)
            assert ends(words(row["From 0 to 1"])) == near((cell.lo + 2) / 4, (cell.hi + 2) / 4)
            dashed = key.replace("_", "-")
            assert links(row["Cell"]) == [f"evidence.html#cell-{cluster}-{dashed}"]
            assert links(row["Determinant"]) == [f"framework-{LEVEL[key]}.html#determinant-{dashed}"]
        lo, hi = sums(paper, cluster, weighting)
        *rest, adds = map(words, table[-1].values())
        assert rest == ["Together", "", "", "100%"]
        told, _, path = adds.partition(": ")
        assert ends(told) == near(lo, hi) and path == paths(lo, hi)


def test_what_determinants_add_is_told_under_full_compensation_whatever_the_rules(paper: Assessed):
    weights = paper.framework.weightings["extended"]
    strict = Assessed(paper.study, Rules(compensation=-1.0, silent="middle"))
    assert score_table(strict, "sinos", weights) == score_table(paper, "sinos", weights)


def test_classes_stand_under_their_weighting_and_beside_the_path_observed(paper: Assessed):
    block = classes_table(paper, paper.framework.weightings)
    assert [head.text for head in page(block)("th")] == [
        "Cluster",
        *(row["name"] for row in read("weightings")),
        "Observed",
    ]
    told = {row["cluster"]: (PATHS[row["path"]], row["about"] == row["cluster"]) for row in read("outcomes")}
    observed = {cluster: path if itself else f"{path} or mixed" for cluster, (path, itself) in told.items()}
    for cluster, row in zip(CLUSTERS, rows(block), strict=True):
        assert links(row["Cluster"]) == [f"glance.html#cluster-{cluster}"]
        assert words(row["Observed"]) == observed[cluster]
        for weighting in read("weightings"):
            expected = paths(*sums(paper, cluster, weighting["weighting"]))
            assert words(row[weighting["name"]]) == expected, (cluster, weighting)


def test_a_weighting_of_ones_own_is_called_by_its_key_and_none_is_lost(paper: Assessed):
    weights = paper.framework.weightings["extended"]
    block = classes_table(paper, {"mine": weights, "Observed": weights})
    assert [head.text for head in page(block)("th")] == ["Cluster", "mine", "Observed", "Observed"]


def test_weightings_are_told_with_the_share_of_each_level(paper: Assessed):
    levels = {row["name"]: row["level"] for row in read("levels")}
    origin = {"paper": "the paper", "edition": "this edition"}
    for stated, row in zip(read("weightings"), rows(weightings_table(paper)), strict=True):
        weights = WEIGHTS[stated["weighting"]]
        assert words(row["Weighting"]) == stated["name"]
        assert words(row["Stands for"]) == stated["description"]
        assert words(row["From"]) == origin[stated["origin"]]
        for name, level in levels.items():
            share = sum(w for key, w in weights.items() if LEVEL[key] == level) / sum(weights.values())
            assert words(row[name]) == f"{share:.0%}"


@pytest.mark.parametrize("weighting", ["extended", "collective_efficiency"])
def test_beyond_a_tipping_point_the_class_is_the_one_told(paper: Assessed, weighting: str):
    """The one factor or level moved a hair further than told, the others in proportion."""
    framework, weights = paper.framework, paper.framework.weightings[weighting]
    found = tipping_points(paper.ratings, weights, framework).set_index(["cluster", "sense"])
    for at, (cluster, row) in enumerate(zip(CLUSTERS, rows(tipping_table(paper, weights)), strict=True)):
        assert words(row["Cluster"]) == NAMES[cluster]
        assert words(row["Class now"]) == paths(*sums(paper, cluster, weighting))
        for sense, head, names in (
            ("factor", "One factor", {r["determinant"]: r["name"] for r in read("determinants")}),
            ("level", "One level", {r["level"]: r["name"] for r in read("levels")}),
        ):
            point = found.loc[(cluster, sense)]
            inside = np.array([point["moved"] in (key, LEVEL[key]) for key in LEVEL])
            share = weights.flat[inside].sum()
            to = point["to"] + np.sign(point["to"] - share) * 1e-6
            own = weights.flat * inside / share if share else inside / inside.sum()
            moved = to * own + (1 - to) * weights.flat * ~inside / (1 - share)
            path = classify(score(paper.ratings, moved)).keys()[at]
            then = "could be any" if path.count("|") == 2 else " or ".join(PATHS[key] for key in path.split("|"))
            assert words(row[head]) == f"{names[point['moved']]} from {whole(share)} to {whole(point['to'])}: {then}"
        half = found.loc[(cluster, "weighting")]["distance"] / 2  # what one side loses the other gains
        assert words(row["Any weights"]).startswith(f"{whole(half)} of the weight moved: ")


def test_the_cells_worth_most_come_first_with_what_they_are_worth(paper: Assessed):
    found = value_of_information(paper.ratings, paper.framework)
    table = rows(information_table(paper, most=8))
    drops = [int(words(row["Less, if known"]).removesuffix(" points")) for row in table]
    assert drops == sorted(drops, reverse=True) and len(drops) == 8
    names = {row["determinant"]: row["name"] for row in read("determinants")}
    for row, worth in zip(table, found.itertuples(), strict=False):
        assert words(row["Cluster"]) == NAMES[worth.cluster]
        assert words(row["Determinant"]) == names[worth.determinant]
        assert words(row["Cell"]) == (
            "silent" if not paper.cells[worth.cluster, worth.determinant].entered else "indirect or in dispute"
        )
        assert links(row["Cell"])[0].startswith(f"evidence.html#cell-{worth.cluster}-")
        assert words(row["Undetermined now"]) == whole(paper.shares.loc[worth.cluster, "undetermined"])
        assert words(row["Less, if known"]) == f"{100 * worth.drop:.0f} points"


def test_what_is_left_out_or_moved_changes_the_class_as_told(paper: Assessed):
    """The evidence changed in the way that a row tells gives the class that it tells."""
    weights = paper.framework.weightings["collective_efficiency"]
    evidence = paper.study.evidence
    block = leave_one_out_table(paper, "collective_efficiency")

    def after(table, cluster: str) -> str:
        ratings = rate(replace(paper.study, evidence=table))
        key = classify(score(ratings, weights)).keys()[ratings.clusters.index(cluster)]
        return "could be any" if key.count("|") == 2 else " or ".join(PATHS[path] for path in key.split("|"))

    told = set()
    for row in rows(block):
        cluster = links(row["Cluster"])[0].removeprefix("glance.html#cluster-")
        address, text = links(row["What"])[0], row["What"].a.text
        assert words(row["Before"]) == paths(*sums(paper, cluster, "collective_efficiency"))
        assert words(row["Before"]) != words(row["After"])
        if address.startswith("references.html#work-"):
            changed = [evidence[evidence["sources"] != text]]
            assert words(row["Change"]) == "left out"
        else:
            here = {row for cell in paper.cells.values() if cell.cluster == cluster for row in cell.entered}
            [place] = evidence.index[(evidence["summary"] == text) & evidence["id"].isin(here)]
            text = evidence.loc[place, "id"]
            dashed = evidence.loc[place, "determinant"].replace("_", "-")
            assert address == f"evidence.html#cell-{cluster}-{dashed}"
            ways = {
                "left out": evidence.drop(index=place),
                "read one step better": evidence.assign(rating=evidence["rating"] + (evidence.index == place)),
                "read one step worse": evidence.assign(rating=evidence["rating"] - (evidence.index == place)),
            }
            changed = [ways[way] for way in words(row["Change"]).split(", or ")]
        told.add(text)
        assert {after(table, cluster) for table in changed} == {words(row["After"])}
    works = {text for text in told if text in paper.study.references}
    expected = f"Collective efficiency: {len(told - works)} sentences and {len(works)} sources that a class depends on"
    assert page(block).summary.text == expected


@pytest.fixture(scope="module")
def table(paper: Assessed) -> Html:
    return observed_table(paper)


def test_thresholds_move_by_a_step_each_way(table: Html):
    steps = [f"{low:.2f} and {high:.2f}" for low in (0.35, 0.4, 0.45) for high in (0.55, 0.6, 0.65)]
    assert column(table, "Thresholds") == steps
    assert set(column(table, "Hardest to fit")) == {"Cachoeiro de Itapemirim"}


def test_a_level_that_tips_the_class_does_so_where_the_table_says(paper: Assessed, framework: Framework):
    """Beyond the share that the table gives a cluster’s class is the one it names, and short of it the one now."""
    weights = framework.weightings["extended"]
    tried = 0
    for at, row in enumerate(texts(tipping_table(paper, weights))):
        found = re.fullmatch(r"(.+) from (\d+) % to (\d+) %: (.+)", row["One level"])
        if not found:
            assert row["One level"] == "none"
            continue
        level = list(framework.names.values()).index(found[1])
        start, end = float(found[2]) / 100, float(found[3]) / 100
        assert start == pytest.approx(weights.levels[level], abs=0.005)

        def at_share(share: float, level: int = level, at: int = at) -> str:
            levels = weights.levels * (1 - share) / (1 - weights.levels[level])
            levels[level] = share
            moved = framework.weigh(np.repeat(1.0, 12).tolist(), levels=levels.tolist())
            return in_words(classify(score(paper.ratings, moved)).keys()[at])

        way = 0.006 if end >= start else -0.006  # what is told in whole per cents is off by a half at most
        assert at_share(min(max(end + way, 0), 1)) == found[4]
        if abs(end - start) > 0.012:
            assert at_share(end - way) == row["Class now"]
        tried += 1
    assert tried >= 3


def test_each_class_that_hangs_on_one_thing_is_told(paper: Assessed, framework: Framework):
    weights = framework.weightings["collective_efficiency"]
    found = leave_one_out(paper.study, weights)
    table = leave_one_out_table(paper, "collective_efficiency")
    changes = texts(table)
    told = sum(len(row["Change"].split(", or ")) for row in changes)
    assert told == len(found)
    now = dict(zip(paper.study.clusters["name"], classify(score(paper.ratings, weights)).keys(), strict=True))
    assert all(row["Before"] == in_words(now[row["Cluster"]]) for row in changes)
    order = list(paper.study.clusters["name"])
    assert [row["Cluster"] for row in changes] == sorted((row["Cluster"] for row in changes), key=order.index)
    summary = page(table).summary
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
    for at, row in enumerate(texts(rank_table(paper))):
        best = 1 + (lo > hi[at]).sum(axis=0)
        worst = 6 - (hi < lo[at]).sum(axis=0)
        for rank in range(1, 7):
            certain, possible = re.fullmatch(r"(\d+)–(\d+) %", row[f"Rank {rank}"]).groups()
            assert int(certain) == pytest.approx(100 * np.mean((best == rank) & (worst == rank)), abs=2)
            assert int(possible) == pytest.approx(100 * np.mean((best <= rank) & (rank <= worst)), abs=2)


def test_the_hardest_path_to_fit_is_left_open_least(paper: Assessed, table: Html):
    places = {name: key for key, name in paper.names.items()}
    for row in texts(table)[::4]:
        low, high = map(float, row["Thresholds"].split(" and "))
        shares = acceptability(paper.ratings, paper.framework, rules=Rules(thresholds=Thresholds(low, high)))
        left_open = {
            cluster: sum(shares.loc[cluster, key] for key in SETS if set(path.split("|")) & set(key.split("|")))
            for cluster, path in paper.study.observed.items()
        }
        hardest = min(left_open, key=left_open.__getitem__)
        assert left_open[places[row["Hardest to fit"]]] == pytest.approx(left_open[hardest], abs=1e-6)
        told = row["Left open for it"]
        expected = 100 * left_open[hardest]
        assert (
            told == "less than 1 %"
            if 0 < expected < 0.5
            else float(told.split()[0]) == pytest.approx(expected, abs=0.51)
        )
        together = row["Leave all observed paths open"]
        assert "less" in together or float(together.split()[0]) <= expected + 0.51


def test_shares_of_the_table_are_those_of_sampled_weights(paper: Assessed):
    found = sampled_acceptability(paper.ratings, paper.framework)
    assert found["undetermined"].to_numpy() == pytest.approx(paper.shares["undetermined"].to_numpy(), abs=0.02)


def test_a_path_that_nobody_observed_is_not_told(edit):
    left = Assessed(load_study(edit("outcomes", lambda lines: lines.pop())))
    [*_, last] = rows(classes_table(left, left.framework.weightings))
    assert (words(last["Cluster"]), words(last["Observed"])) == ("Cachoeiro de Itapemirim", "")


# ---- How well each reading tells what was observed.


def test_readings_are_those_of_sums_done_by_hand(paper: Assessed, framework: Framework):
    """Centres and ends of the cells added up here, outcomes read from the table."""
    seen = {
        row["cluster"]: {row["path"]} if row["about"] == row["cluster"] else {row["path"], "mixed"}
        for row in read("outcomes")
    }
    described = {row["cluster"] for row in read("outcomes") if row["about"] == row["cluster"]}
    found = readings(paper)

    def road(score: float) -> str:
        return "low_road" if score < 0.4 else "mixed" if score < 0.6 else "high_road"

    for weighting, stated in WEIGHTS.items():
        total = sum(stated.values())
        named, clearly, out = set(), set(), set()
        for cluster in CLUSTERS:
            cells = [(weight / total, paper.cells[cluster, key]) for key, weight in stated.items()]
            centre = sum(weight * ((cell.centre or 0) + 2) / 4 for weight, cell in cells)
            lo, hi = (
                sum(weight * (end + 2) / 4 for weight, end in each)
                for each in zip(*[((w, c.lo), (w, c.hi)) for w, c in cells], strict=True)
            )
            if road(centre) in seen[cluster]:
                named.add(cluster)
            if {road(centre - 0.02), road(centre), road(centre + 0.02)} <= seen[cluster]:
                clearly.add(cluster)
            roads = ["low_road", "mixed", "high_road"]
            if not set(roads[roads.index(road(lo)) : roads.index(road(hi)) + 1]) & seen[cluster]:
                out.add(cluster)
        row = found.loc[weighting]
        numbers = [len(named), len(clearly), len(named & described), len(out)]
        assert row[["named", "clearly", "described", "ruled_out"]].tolist() == numbers, weighting
    for path in ("low_road", "mixed"):
        right = {cluster for cluster, paths in seen.items() if path in paths}
        assert found.loc[path].tolist() == [
            len(right),
            len(right),
            len(right & described),
            6 - len(right),
            len(right) / 6,
        ]


def test_the_mean_over_all_weightings_is_that_of_random_ones(paper: Assessed, framework: Framework):
    rng = np.random.default_rng(9)
    levels = rng.dirichlet(np.ones(3), 20_000)
    weights = np.concatenate([levels[:, [at]] * rng.dirichlet(np.ones(4), 20_000) for at in range(3)], axis=1)
    named, left, likely = 0.0, 0.0, 0.0
    for at, cluster in enumerate(CLUSTERS):
        seen = paper.study.observed[cluster].split("|")
        lowest, highest = 0.0 if "low_road" in seen else 0.4, 0.6 if "mixed" in seen else 0.4
        centres = np.array([(paper.cells[cluster, key].centre or 0) for key in LEVEL])
        lo, hi = paper.ratings.lo[at], paper.ratings.hi[at]
        centre, least, most = ((ends + 2) / 4 @ weights.T for ends in (centres, lo, hi))
        drawn = (((lo + (hi - lo) * rng.random(weights.shape)) + 2) / 4 * weights).sum(axis=1)
        named += ((centre >= lowest) & (centre < highest)).mean()
        left += ((least < highest) & (most >= lowest)).mean()
        likely += ((drawn >= lowest) & (drawn < highest)).mean() / 6
    row = readings(paper).loc["all"]
    assert row["named"] == pytest.approx(named, abs=0.05)
    assert row["ruled_out"] == pytest.approx(6 - left, abs=0.05)
    assert row["likely"] == pytest.approx(likely, abs=0.01)


def test_the_table_of_readings_tells_them_with_their_baselines(paper: Assessed):
    found = readings(paper)
    table = texts(readings_table(paper, ["collective_efficiency", "extended"]))
    assert [row["Reading"] for row in table] == [
        "Collective efficiency",
        "Extended framework",
        "Low road for every cluster",
        "Mixed for every cluster",
        "All weightings, on average",
    ]
    for row, key in zip(table, ["collective_efficiency", "extended", "low_road", "mixed", "all"], strict=True):
        number, of = row["Names the path observed"].split(" of ")
        assert (float(number), of) == (pytest.approx(found.loc[key, "named"], abs=0.051), "6")
        assert row["Likely share on it"] == whole(found.loc[key, "likely"])
    short = texts(readings_by_coding_table(paper, {"b": load_study(coding="b")}, ["extended"]))
    own, other = readings(paper).loc["extended"], readings(Assessed(load_study(coding="b"))).loc["extended"]
    for name, row in (("This edition", own), ("Coder B", other)):
        assert short[0][name] == (
            f"names {row['named']:.0f}, of the described {row['described']:.0f}; rules out {row['ruled_out']:.0f}; "
            f"{whole(row['likely'])} likely"
        )


def test_without_a_path_observed_or_a_weighting_readings_say_so(edit):
    nobody = Assessed(load_study(edit("outcomes", lambda lines: lines.__delitem__(slice(1, None)))))
    assert "no observed path" in readings_table(nobody, ["extended"]).markup
    assert "no observed path" in readings_by_coding_table(nobody, {}, ["extended"]).markup
