"""Whatever `validate` passes, every table shows, even where it has nothing of what the book's pages ask for."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.edition.blocks import page, uneven
from tests.edition.charts import studies
from tests.support import ROOT

from smeclusters import Assessed, example_study, find_problems, load_study
from whichroad.cards import cluster_card, verdict_cards
from whichroad.datasets import datasets
from whichroad.glossary import glossary
from whichroad.marks import legend, marks_of_row, tally
from whichroad.markup import Html
from whichroad.otherwise import Otherwise
from whichroad.tables.agreement import disputed_cells_table, disputed_classes_table
from whichroad.tables.claims import audit_counts, audit_table, checks_list, claims_table, moves_list
from whichroad.tables.evidence import (
    all_cells,
    clusters_table,
    evidence_table,
    facets_table,
    level_evidence,
    likeness_table,
    notable_cells,
    outcomes_table,
    places_table,
    profiles_table,
    textbook_table,
)
from whichroad.tables.importance import importance_table
from whichroad.tables.otherwise import choices_table, options_table
from whichroad.tables.policies import best_levers_table, levers_table, policies_table
from whichroad.tables.variation import collinearity_table, double_counting_table
from whichroad.tables.weights import (
    classes_table,
    information_table,
    leave_one_out_table,
    observed_table,
    rank_table,
    score_table,
    tipping_table,
    weightings_table,
)

Lines = list[list[str]]


def rewrite(folder: Path, how: Callable[[str, Lines], Lines]) -> None:
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(how(path.stem, lines))


def strange(folder: Path) -> None:
    """No key of the paper's clusters, levels or weightings, and no roles."""
    keys = (
        "sinos",
        "guadalajara",
        "leon",
        "gamarra",
        "trujillo",
        "cachoeiro",
        "country",
        "cluster",
        "firm",
        "collective_efficiency",
        "cluster_level",
        "extended",
        "firm_capability",
        "macro_first",
    )
    fields = {"place", "within", "cluster", "about", "level", "weighting"}
    of_policies = {"level"}

    def how(table: str, lines: Lines) -> Lines:
        head, *rows = lines
        renamed = of_policies if table == "policies" else fields
        return [head] + [
            [
                "" if name == "role" else f"other_{cell}" if name in renamed and cell in keys else cell
                for name, cell in zip(head, row, strict=True)
            ]
            for row in rows
        ]

    rewrite(folder, how)
    for table in ("claims", "verdicts"):  # whose rows and terms name keys of every kind
        path = folder / f"{table}.csv"
        path.write_text(path.read_text("utf-8").split("\n")[0] + "\n", "utf-8")


def bare(folder: Path) -> None:
    """One cluster and nothing that may be left out."""
    needed = {
        "locators",
        "levels",
        "determinants",
        "facets",
        "places",
        "memberships",
        "weightings",
        "weights",
        "textbook",
    }

    def how(table: str, lines: Lines) -> Lines:
        if table in ("places", "memberships"):
            others = ("guadalajara", "leon", "gamarra", "trujillo", "cachoeiro")
            return [row for row in lines if row[0] not in others]
        return lines if table in needed else lines[:1]

    rewrite(folder, how)


def crowded(folder: Path) -> None:
    """Thirty clusters more, with odd names, of which nothing is said."""
    studies.changed(folder, studies.crowded)


@pytest.fixture(scope="module")
def found(other: Assessed) -> dict[str, Html]:
    return blocks(other) | slow_blocks(other)


@pytest.fixture(scope="module", params=[strange, bare, crowded, example_study], ids=lambda how: how.__name__)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Assessed:
    if request.param is example_study:
        return Assessed(example_study())
    folder = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("other") / "data"))
    request.param(folder)
    assert find_problems(folder) == []
    return Assessed(load_study(folder))


def blocks(paper: Assessed) -> dict[str, Html]:
    """Every block, asked for what the book's pages ask for and for what the study has."""
    weightings = paper.framework.weightings
    weights = weightings[paper.framework.reference]
    found: dict[str, Html] = {"legend": legend()}
    for build in (
        all_cells,
        textbook_table,
        likeness_table,
        outcomes_table,
        clusters_table,
        facets_table,
        places_table,
        policies_table,
        weightings_table,
        claims_table,
        checks_list,
        glossary,
        datasets,
        double_counting_table,
        importance_table,
        rank_table,
    ):
        found[build.__name__] = build(paper)
    for cluster in ("sinos", paper.ratings.clusters[-1]):
        found[f"card {cluster}"] = cluster_card(paper, cluster)
        found[f"score {cluster}"] = score_table(paper, cluster, weights)
        for level in ("firm", paper.framework.levels[-1]):
            found[f"level {level} {cluster}"] = level_evidence(paper, level, cluster)
    found |= {
        "evidence": evidence_table(paper, "3.1"),
        "profiles": profiles_table(paper, "3.1"),
        "classes": classes_table(paper, weightings),
        "tipping": tipping_table(paper, weights),
        "levers": levers_table(paper, weights),
        "best levers": best_levers_table(paper, weightings),
        "disagree": notable_cells(paper, "disagree"),
        "silent": notable_cells(paper, "silent"),
        "argument": audit_table(paper, "argument"),
        "computed": audit_table(paper, "computed"),
        "judged": audit_table(paper, "judged"),
        "verdicts": verdict_cards(paper, "ven-macro-2", *paper.claims),
        "moves": moves_list(paper, {}),
    }
    return found


def slow_blocks(paper: Assessed) -> dict[str, Html]:
    """Those that rate the study or go through all weightings again and again."""
    rows = paper.study.evidence
    fewer = replace(paper.study, evidence=rows[rows.index % 3 != 0].reset_index(drop=True))
    disputed = {
        build.__name__: build(paper, {"b": fewer})
        for build in (disputed_cells_table, disputed_classes_table, collinearity_table)
    }
    found = disputed | {build.__name__: build(paper) for build in (observed_table, information_table)}
    otherwise = Otherwise(paper, {})
    found |= {build.__name__: build(otherwise) for build in (choices_table, options_table)}
    for weighting in ("extended", paper.framework.reference):
        found[f"leave one out {weighting}"] = leave_one_out_table(paper, weighting)
    return found


def check(found: dict[str, Html]) -> None:
    """Tables have a name and as many cells a row as columns; nothing shows what Python calls nothing."""
    for name, block in found.items():
        shown = page(block)
        for source in shown("pre"):
            source.clear()
        assert "None" not in shown.stripped_strings and not re.search(r"\bnan\b", shown.text), name
        assert all(table["aria-label"] for table in shown.select(".sme-table")), name
        assert all(row.select_one("[colspan]") for row in uneven(shown)), name


def test_every_block_of_the_book_is_shown(paper: Assessed):
    check(blocks(paper))


def test_every_block_of_another_study_is_shown(other: Assessed, found: dict[str, Html]):
    check(found)
    assert sum(tally(other).values()) == len(other.claims)
    assert bool(marks_of_row(other, "sinos")) == any("sinos" in claim.rows for claim in other.claims.values())
    assert set(audit_counts(other)) >= {"missing", "open"}


@pytest.mark.parametrize("table", ["evidence", "profiles", "policies", "likeness", "outcomes"])
def test_every_block_without_one_table_is_shown(edit, table: str):
    check(blocks(Assessed(load_study(edit(table, lambda lines: lines.__delitem__(slice(1, None)))))))


def test_what_a_study_lacks_is_told_in_a_sentence(other: Assessed, found: dict[str, Html]):
    if "sinos" not in other.ratings.clusters:
        for name in ("card sinos", "score sinos", f"level {other.framework.levels[-1]} sinos"):
            assert found[name].markup == "<p>These tables have no cluster “sinos”.</p>"
        assert found["level firm sinos"].markup == "<p>These tables have no level “firm”.</p>"
        assert found["leave one out extended"].markup == "<p>These tables have no weighting “extended”.</p>"
    if not other.study.observed:
        assert found["observed_table"].markup == "<p>These tables have no observed path.</p>"
    if not other.claims:
        assert found["verdicts"].markup == "<p>These tables have none of the claims that this is about.</p>"
