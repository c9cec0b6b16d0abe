"""The example study: whatever the method offers works on it, as it knows nothing of the paper."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
import typer
from frictionless import Package
from tests.support import ROOT
from typer.testing import CliRunner

import smeclusters
from smeclusters import Assessed, Framework, Prepared, Study, Thresholds, example_study, rate, truth_table
from smeclusters.cli import app
from smeclusters.study.needs import NEEDS, OBLIGATORY

METHOD = ROOT / "lib" / "smeclusters"
FOLDER = METHOD / "example"


@pytest.fixture(scope="module")
def example() -> Assessed:
    return Assessed(example_study())


def test_it_says_what_it_is_for(example: Assessed):
    study = example.study
    assert (study.vintage, len(study.levels), len(study.determinants)) == (1999, 2, 5)
    assert set(study.clusters["place"]) - set(study.observed) == {"cresta"}
    assert sum(cell.silent for cell in example.cells.values()) == 1
    assert sum(cell.disagree for cell in example.cells.values()) == 1
    assert {"past"} < set(study.evidence["period"]) and "inferred" in set(study.evidence["basis"])
    assert (study.evidence["vintage"] > study.vintage).sum() == 1
    assert set(study.levels["role"]) == {"cluster", "firm"}  # none is the country’s
    assert (example.framework.narrow, example.framework.reference) == ("valley_alone", "both")


def test_frictionless_finds_it_valid():
    report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


def test_what_it_has_not_is_empty_and_has_the_columns_of_the_edition(example: Assessed, study: Study):
    for name in (
        "profiles",
        "textbook",
        "likeness",
        "concepts",
        "outlines",
        "citations",
        "listed",
        "remarks",
    ):
        table = getattr(example.study, name)
        assert table.empty
        assert list(table) == list(getattr(study, name))
    assert list(example.study.external) == list(study.external)


# ---- Every public function, with what follows from the tables by hand.

HIGH, LOW, NONE = "high_road", "low_road", ""


def weights(example: Assessed) -> smeclusters.Weights:
    return example.framework.weightings["both"]


def fit(example: Assessed) -> Any:
    return smeclusters.calibrate(example)


def lowest(scores: smeclusters.Scores) -> list[float]:
    return scores.lo.round(4).tolist()


def links_of(e: Assessed, read: Callable[..., Any] = smeclusters.read_links) -> tuple[Any, Any]:
    """What a class has handed in, and what was wrong with it."""
    shared = handed_in(e, read)
    return shared.settings, shared.problems


def handed_in(e: Assessed, read: Callable[..., Any] = smeclusters.read_links) -> Any:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "class.txt"
        path.write_text("Ada #w=1;1,3;1,1,1,1,1;1;0.4,0.6;range\nBen #w=2\n", "utf-8")
        return read(path, e.study)


def chosen(example: Assessed) -> smeclusters.Choices:
    return smeclusters.Choices.of(example.study)


CALLS: dict[str, Callable[[Assessed], bool]] = {
    "Assessed": lambda e: len(e.verdicts) == 4,
    "Cell": lambda e: isinstance(e.cells["borg", "fairs"], smeclusters.Cell),
    "Choices": lambda e: len(chosen(e).each()) == 11,
    "Explorer": lambda e: smeclusters.Explorer(e.study).weights["craft"] > 0,
    "Framework": lambda e: Framework.from_study(e.study).level_of.tolist() == [0, 0, 0, 1, 1],
    "InputError": lambda e: str(smeclusters.InputError(smeclusters.find_problems("no"))).startswith("no: "),
    "Option": lambda e: {option.key for option in chosen(e).cells} == {"range", "centre"},
    "Paths": lambda e: (
        smeclusters.classify(smeclusters.score(e.ratings, weights(e))).keys().tolist()
        == [HIGH, "low_road|mixed", "mixed"]
    ),
    "Prepared": lambda e: Prepared(e.study).names["ALP"] == "the Alpine Republic",
    "Problem": lambda e: smeclusters.find_problems("no")[0].file == "no",
    "Ratings": lambda e: e.ratings.hi[0].tolist() == [1, 2, 1, 1.5, 1],
    "Rules": lambda e: e.rules.vintage is None,
    "Scores": lambda e: lowest(smeclusters.score(e.ratings, weights(e))) == [0.6979, 0.0417, 0.5625],
    "Study": lambda e: e.study.observed == {"almen": HIGH, "borg": LOW},
    "Thesis": lambda e: smeclusters.theses(e)[1].holds(np.array([0.0, 1.0])).tolist() == [False, True],
    "Thresholds": lambda e: Thresholds() == e.rules.thresholds,
    "Weights": lambda e: weights(e).levels.tolist() == [0.5, 0.5],
    "acceptability": lambda e: np.allclose(
        smeclusters.acceptability(e.ratings, e.framework)[["low_road", "mixed", "high_road", "undetermined"]].sum(
            axis=1
        ),
        1,
    ),
    "agreement": lambda e: smeclusters.agreement({"a": e.study, "b": e.study}).loc[0, "ordinal"] == 1,
    # The toy's two recommendations are on roads, fairs and craft; it has no list of works to go through.
    "audit": lambda e: (
        smeclusters.audit(e)[["kind", "locator", "detail"]].to_numpy().tolist()
        == [
            ["unanswered", "1:1", "The guild: no recommendation is about this determinant."],
            ["unanswered", "1:2", "Tools: no recommendation is about this determinant."],
        ]
    ),
    "calibrate": lambda e: list(fit(e).cases) == ["almen", "borg"],
    "cell_differences": lambda e: smeclusters.cell_differences({"a": e.study, "b": e.study}).empty,
    "cells": lambda e: len(smeclusters.cells(e.study)) == 15,
    "class_differences": lambda e: smeclusters.class_differences({"a": e.study, "b": e.study}).empty,
    "ClassSummary": lambda e: isinstance(smeclusters.class_summary(handed_in(e), e.study), smeclusters.ClassSummary),
    "class_summary": lambda e: smeclusters.class_summary(handed_in(e), e.study).weights["median"][1] == 0.75,
    "classify": lambda e: (
        smeclusters.classify(smeclusters.score(e.ratings, weights(e)), Thresholds(0.1, 0.7)).keys()[2] == "mixed"
    ),
    "coding_keys": lambda e: len(smeclusters.coding_keys(e.study)) == 4 + 5 + 7 + 5 + 3,
    "coding_sheet": lambda e: smeclusters.coding_sheet(e.study, ["3"]).values.tolist() == [["3:1", *[""] * 6]],
    "collinearity": lambda e: smeclusters.collinearity(e)["clusters"].tolist() == [3, 2, 3, 3, 2, 3, 3, 2, 2, 3],
    "compare_paths": lambda e: smeclusters.compare_paths(e)["observed"].tolist() == [HIGH] * 3 + [LOW] * 3 + [NONE] * 3,
    "count_paths": lambda e: smeclusters.count_paths(e.ratings, [weights(e).flat[None]]).loc["almen", HIGH] == 1,
    "deviant_cases": lambda e: smeclusters.deviant_cases(fit(e), "tools") == (),
    "double_counting": lambda e: smeclusters.double_counting(e)["cells"].map(len).tolist() == [5, 3, 5, 1],
    "example_study": lambda e: smeclusters.example_study().folder == FOLDER,
    "explain": lambda e: smeclusters.explain(e.study, "almen", "guild").past == ("almen-guild-3",),
    "find_problems": lambda e: smeclusters.find_problems(FOLDER) == [],
    "importance": lambda e: (
        smeclusters.importance(e)["linear_part"].round(2).tolist() == [0.27, 0.19, 0.04, 0.26, 0.24]
    ),
    "in_words": lambda e: smeclusters.in_words("low_road|mixed") == "low road or mixed",
    "krippendorff_alpha": lambda e: smeclusters.krippendorff_alpha([[1, 1], [2, 2]], "interval").value == 1,
    "observed_counts": lambda e: smeclusters.observed_counts(e, np.eye(5))["named"].to_dict() == {0: 0, 1: 0.2, 2: 0.8},
    "by_chance": lambda e: smeclusters.by_chance({"almen": (1, 1), "borg": (0, 0)}, 1.0) == 0.5,
    "concordance": lambda e: (
        smeclusters.concordance(e, {"almen": (1, 1), "borg": (0, 0)}, np.eye(5)[4:])["centre"].tolist() == [1]
    ),
    "confined": lambda e: (
        smeclusters.confined(e.framework, np.full((1, 5), 0.2), ["craft"]).tolist() == [[0, 0, 0, 1, 0]]
    ),
    "cross_validation": lambda e: smeclusters.cross_validation(e, np.eye(5))["named"].tolist() == [1, 0.8],
    "central_paths": lambda e: (
        smeclusters.central_paths(e).query("named")["cluster"].unique().tolist() == ["almen", "borg"]
    ),
    "likely_acceptability": lambda e: (
        smeclusters.likely_acceptability(e.ratings, e.framework, "flat").loc["cresta", "mixed"].round(2) == 0.7
    ),
    "likely_in_words": lambda e: (
        smeclusters.likely_in_words({"low_road": 0, "mixed": 1, "high_road": 0}) == "mixed 100 %"
    ),
    "likely_paths": lambda e: (
        smeclusters.likely_paths(e.ratings, e.framework.weightings)
        .set_index(["cluster", "weighting"])
        .loc[("cresta", "both"), "mixed"]
        == 1
    ),
    "likely_scores": lambda e: (
        smeclusters.likely_scores(e.ratings, e.framework.weightings)
        .set_index(["cluster", "weighting"])
        .loc[("cresta", "both"), ["tenth", "median", "ninetieth"]]
        .nunique()
        == 1
    ),
    "leave_one_out": lambda e: (
        {"borg-tools-1"} <= set(smeclusters.leave_one_out(e.study, weights(e)).astype(str).to_numpy().ravel())
    ),
    "levers": lambda e: set(smeclusters.levers(e.ratings, weights(e))["cluster"]) <= set(e.ratings.clusters),
    "load_study": lambda e: smeclusters.load_study(FOLDER).evidence.equals(e.study.evidence),
    "members": lambda e: smeclusters.members(fit(e), "craft") == ("almen",),
    "minimize": lambda e: smeclusters.minimize(truth_table(fit(e), ["tools", "craft"])) == ("tools*craft",),
    "nearest_weighting": lambda e: (
        smeclusters.nearest_weighting(e.ratings, weights(e), e.framework, "borg", "high_road") is None
    ),
    "multiverse": lambda e: smeclusters.multiverse(chosen(e), []).open.shape == (26, 3, 6),
    "necessity": lambda e: smeclusters.necessity([1, 0.5], [1, 0.5]).consistency == 1,
    "observed_acceptability": lambda e: (
        smeclusters.observed_acceptability(e.ratings, e.framework, e.study.observed).index.tolist()
        == ["almen", "borg", "all clusters"]
    ),
    "parameters_of_fit": lambda e: len(smeclusters.parameters_of_fit(fit(e))) == 9,
    "optimal_weights": lambda e: (
        smeclusters.optimal_weights(e, [0, 1, 0, 0, 0]).weights.flat.tolist() == [0, 1, 0, 0, 0]
    ),
    "pairwise_agreement": lambda e: (
        smeclusters.pairwise_agreement(dict.fromkeys("abc", e.study))["exact"].tolist() == [1, 1, 1]
    ),
    "passages": lambda e: smeclusters.passages(e.study, ["2"]) == ("2:1", "2:2", "2:3"),
    "presence": lambda e: smeclusters.presence({"a": e.study, "b": e.study})["lacking"].tolist() == [0, 0],
    "rank_acceptability": lambda e: len(smeclusters.rank_acceptability(e.ratings, e.framework)) == 9,
    "rate": lambda e: rate(e.study).lo[1].tolist() == [-2, -1, -2, -2, -2] and rate(e.study, 2004).lo[0, 4] == 0,
    "read_claims": lambda e: (
        [claim.locator for claim in smeclusters.read_claims(e.study)] == ["1:1", "2:1", "2:2", "3:1"]
    ),
    "read_conjunction": lambda e: (
        str(smeclusters.read_conjunction("TOOLS * ~craft", e.framework.determinants)) == "tools*~craft"
    ),
    "read_hand_ins": lambda e: [len(part) for part in links_of(e, smeclusters.read_hand_ins)] == [1, 1],
    "read_links": lambda e: [len(part) for part in links_of(e)] == [1, 1],
    "recommendations": lambda e: smeclusters.recommendations(e.study, "fairs")["id"].tolist() == ["clear-the-passes"],
    "sampled_acceptability": lambda e: np.allclose(
        smeclusters.sampled_acceptability(e.ratings, e.framework)[HIGH],
        smeclusters.acceptability(e.ratings, e.framework)[HIGH],
        atol=0.005,
    ),
    "score": lambda e: smeclusters.score(e.ratings, weights(e)).hi.round(4).tolist() == [0.8229, 0.4167, 0.5625],
    "sensitivity": lambda e: set(smeclusters.sensitivity(chosen(e), [], 64)["choice"]) >= {"weights", "scale"},
    "simulate": lambda e: smeclusters.simulate(chosen(e), smeclusters.theses(e), 64)["of"].nunique() == 5,
    "sobol_indices": lambda e: (
        smeclusters.sobol_indices(lambda x: x, ["a"], ["y"], 64)["total"].round(1).tolist() == [1]
    ),
    "sufficiency": lambda e: smeclusters.sufficiency([1, 0], [1, 0]).coverage == 1,
    "support": lambda e: smeclusters.support(e).set_index("id").loc["teach"].tolist() == [3, 2, 1, 0],
    "theses": lambda e: smeclusters.theses(e)[0].key == "none_on_high_road",
    "tipping_points": lambda e: (
        set(smeclusters.tipping_points(e.ratings, weights(e), e.framework)["cluster"]) <= set(e.ratings.clusters)
    ),
    "truth_table": lambda e: truth_table(fit(e), ["tools", "craft"]).rows["cases"].map(len).sum() == 1,
    "unit_differences": lambda e: smeclusters.unit_differences({"a": e.study, "b": e.study}).empty,
    "units": lambda e: len(smeclusters.units({"a": e.study, "b": e.study}, where=["2:2"])) == 3,
    "value_of_information": lambda e: (
        set(smeclusters.value_of_information(e.ratings, e.framework)["cluster"]) <= set(e.ratings.clusters)
    ),
    "variation": lambda e: smeclusters.variation(e)["told"].tolist() == [3, 3, 2, 3, 3],
    "verify": lambda e: (
        {verdict.status for verdict in smeclusters.verify(e).values()} == {"not_checked", "need_not_reported"}
    ),
}


def test_every_public_name_has_a_call_here():
    assert set(CALLS) == set(smeclusters.__all__)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_every_public_name_serves(name: str, example: Assessed):
    assert CALLS[name](example)


# ---- Every command.

COMMANDS: dict[str, list[list[str]]] = {
    "ratings": [[], ["--explain", "almen", "guild"], ["--explain", "borg", "fairs"], ["--vintage", "2004"]],
    "classify": [[], ["--weighting", "valley_alone"], ["--compensation=-inf", "--silent", "leave-out"]],
    "compare": [[], ["--silent", "middle"]],
    "robustness": [
        [],
        ["--prior", "flat"],
        ["--weighting", "handwork"],
        ["--condition", "workshop >= valley"],
    ],
    "choices": [["--no-cache", "--samples", "64", "--points", "64", *more] for more in ([], ["--workers", "2"])],
    "sufficiency": [
        [],
        ["--ideal", "--outcome", "not-low-road"],
        ["--condition", "valley*workshop"],
        ["--mixed", "0.67"],
    ],
    "verify": [[], ["--claim", "borg-price"]],
    "audit": [[]],
    "validate": [[]],
    "agree": [["own", "own", "--show", part] for part in ("agreement", "units", "cells")],
    "sheet": [["--where", "2:1"], ["--keys"]],
}


NAMED = ("cluster", "condition", "of", "id", "passage", "determinant", "key", "detail")
"""Columns by the first of which a row of any result is known."""


def told(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def test_every_command_has_a_call_here():
    commands = typer.main.get_group(app).commands  # type: ignore[attr-defined]
    assert {*COMMANDS, "new", "add", "class"} == set(commands)


def test_a_layer_is_begun_and_grows(tmp_path: Path):
    folder, more = tmp_path / "dorf", tmp_path / "more.csv"
    more.write_text("place,determinant,rating\ndorf,roads,2\nborg,fairs,-1\n", "utf-8")
    told("new", str(folder), "--cluster", "dorf", "--country", "ALP", "--data", str(FOLDER))
    assert re.search(r"^dorf +roads +.+ \+2$", told("add", str(folder), str(more), "--data", str(FOLDER)), re.MULTILINE)
    shown = told("classify", "--layer", str(folder), "--data", str(FOLDER), "--format", "csv")
    assert [line.split(",")[0] for line in shown.splitlines()] == ["cluster", "almen", "borg", "cresta", "dorf"]


def test_a_class_hands_in(tmp_path: Path):
    path = tmp_path / "class.txt"
    path.write_text("Ada #w=1;1,3;1,1,1,1,1;1;0.4,0.6;range\n#w=1;1,0;1,1,1,1,1;1;0.4,0.6;range\n", "utf-8")
    shown = told("class", str(path), "--data", str(FOLDER))
    assert re.search(r"^roads +8.3 +14.6 +20.8 +27.1 +33.3 +20.8$", shown, re.MULTILINE)
    assert re.search(r"^Ada +Setting 2 +[123] +75.0$", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "options"), [(command, options) for command, each in COMMANDS.items() for options in each]
)
def test_every_command_takes_it(command: str, options: list[str]):
    folder = [str(FOLDER)] if command == "validate" else ["--data", str(FOLDER)]
    records = json.loads(told(command, *folder, *options, "--format", "json"))
    lines = list(csv.reader(told(command, *folder, *options, "--format", "csv").splitlines()))
    assert len(lines) == len(records) + 1 or any("\n" in str(value) for row in records for value in row.values())
    shown = told(command, *folder, *options, "--format", "table")
    for row in records:
        key = next(row[name] for name in NAMED if row.get(name) is not None)
        assert "--explain" in options or key in shown


# ---- No key of the paper stands in the method.

KEYS = {
    *pd.read_csv(ROOT / "data" / "places.csv").query("kind == 'cluster'")["place"],
    *pd.read_csv(ROOT / "data" / "determinants.csv")["determinant"],
    *pd.read_csv(ROOT / "data" / "weightings.csv")["weighting"],
}

# Words of English too: only in quotes, alone, are they keys.
ENGLISH = {
    "macro",
    "regulation",
    "finance",
    "services",
    "trust",
    "connectivity",
    "skills",
    "technology",
    "infrastructure",
    "extended",
    "leon",
}


def keys_in(path: Path) -> set[str]:
    text = path.read_text("utf-8")
    plain = "|".join(sorted(KEYS - ENGLISH))
    english = "|".join(sorted(ENGLISH))
    found = re.findall(rf"\b({plain})\b", text)
    found += re.findall(rf"""["'`]({english})["'`]""", text)
    return set(found)


def test_no_key_of_the_paper_stands_in_the_method():
    assert ENGLISH < KEYS
    files = [path for path in METHOD.rglob("*") if path.suffix in (".py", ".pyi", ".js", ".css", ".json", ".csv")]
    found = {path.relative_to(METHOD).as_posix(): keys for path in files if (keys := keys_in(path))}
    assert len(files) > 50
    assert found == {}


# ---- As little as a study can be.


def bare_folder(folder: Path) -> Path:
    """The example with no table and no column but those without which there is no study."""
    shutil.copytree(FOLDER, folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    kept = []
    for resource in descriptor["resources"]:
        path = folder / resource["path"]
        if resource["name"] not in OBLIGATORY:
            path.unlink()
            continue
        columns = [field.name for field in NEEDS[resource["name"]].fields if field.required]
        schema = {"fields": [field for field in resource["schema"]["fields"] if field["name"] in columns]}
        pd.read_csv(path, dtype=str, keep_default_na=False)[columns].to_csv(path, index=False)
        kept.append({"name": resource["name"], "path": resource["path"], "schema": schema})
    bare = {"vintage": 1999, "resources": kept}
    (folder / "datapackage.json").write_text(json.dumps(bare), "utf-8")
    return folder


def test_a_study_needs_no_more_than_its_rules_for_cells_and_scores(tmp_path: Path, example: Assessed):
    folder = bare_folder(tmp_path / "bare")
    bare = smeclusters.load_study(folder)
    assert (rate(bare).lo == example.ratings.lo).all()
    assert bare.outcomes.empty and bare.claims.empty and bare.evidence["locator"].eq("").all()
    for command, each in COMMANDS.items():
        for options in each:
            given = [
                command,
                *([str(folder)] if command == "validate" else ["--data", str(folder)]),
                *options,
            ]
            if command == "sufficiency":  # there is no outcome to be enough for
                done = CliRunner().invoke(app, given)
                assert (done.exit_code, done.stderr[:31]) == (1, "outcomes.csv: found nothing, ex")
            elif "--claim" not in options:
                told(*given)
