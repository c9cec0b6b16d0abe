"""Whatever ``validate`` passes, checks and audit take: the paper's tables as a reader may change them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.method.claims.test_assessed import ill_formed

from smeclusters import Assessed, find_problems, load_study
from smeclusters.claims.audit import audit

Row = dict[str, str]

WORDS = {"role", "kind", "id", "name", "label", "title", "summary", "definition", "description", "detail"}
"""Columns that hold no key of a weighting, level, determinant or place."""


def rewrite(folder: Path, change: Callable[[str, Row], Row | None]) -> None:
    """Give each row of each table to a function, which returns what is to stand there, or None."""
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [changed for row in reader if (changed := change(path.stem, row))]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, reader.fieldnames or [], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def renamed(names: dict[str, str]) -> Callable[[str, Row], Row]:
    """Keys renamed wherever they stand, but for the terms of claims."""

    def change(table: str, row: Row) -> Row:
        return {
            field: text
            if field in WORDS or (table, field) == ("claims", "terms")
            else ";".join(names.get(key, key) for key in text.split(";"))
            for field, text in row.items()
        }

    return change


def without(*gone: str) -> Callable[[str, Row], Row | None]:
    """No row that is about one of these, nor a claim on one."""

    def change(table: str, row: Row) -> Row | None:
        keys = ("place", "within", "cluster", "about", "determinant", "weighting", "feature")
        if any(row.get(field) in gone for field in keys):
            return None
        for field in {"places", "determinants"} & row.keys():
            left = [key for key in row[field].split(";") if key not in gone]
            if row[field] and not left:
                return None
            row[field] = ";".join(left)
        return row

    return change


def moved(levels: dict[str, str]) -> Callable[[str, Row], Row]:
    """Determinants at other levels."""
    return lambda table, row: (
        {**row, "level": levels.get(row["determinant"], row["level"])} if table == "determinants" else row
    )


def emptied(*tables: str) -> Callable[[str, Row], Row | None]:
    return lambda table, row: None if table in tables else row


def as_before(paper: Assessed, other: Assessed) -> list[str]:
    """The claims of which another study says otherwise than the paper's."""
    return [id for id, verdict in other.verdicts.items() if verdict != paper.verdicts[id]]


@pytest.fixture
def assess(folder: Path) -> Callable[..., Assessed]:
    """Check and audit a changed copy of the tables, all of whose reasons are sentences."""

    def run(*changes: Callable[[str, Row], Row | None]) -> Assessed:
        for change in changes:
            rewrite(folder, change)
        assert find_problems(folder) == []
        assessed = Assessed(load_study(folder))
        assert [verdict.reason for verdict in assessed.verdicts.values() if ill_formed(verdict.reason)] == []
        assert [text for text in audit(assessed)["detail"] if not text.endswith(".")] == []
        return assessed

    return run


def test_keys_of_weightings_are_of_no_account(paper: Assessed, assess):
    keys = paper.framework.weightings
    assert as_before(paper, assess(renamed({key: f"{key}_here" for key in keys}))) == []


def test_keys_of_levels_are_of_no_account(paper: Assessed, assess):
    other = assess(renamed({"country": "nation", "cluster": "nearness", "firm": "enterprise"}))
    assert other.framework.levels == ("nation", "nearness", "enterprise")
    assert as_before(paper, other) == []


def test_a_key_in_terms_that_was_taken_out_leaves_its_own_claims_open(paper: Assessed, assess):
    other = assess(renamed({"technology": "know_how"}))
    changed = {id: other.verdicts[id] for id in as_before(paper, other)}
    assert set(changed) == {"weak-clusters-stagnate"}
    assert {verdict.status for verdict in changed.values()} == {"not_checked"}
    assert {verdict.reason for verdict in changed.values()} == {"The tables have no determinant “technology”."}


def test_a_fourth_level_is_counted_with_the_others(folder: Path, assess):
    with (folder / "levels.csv").open("a", encoding="utf-8") as file:
        file.write("world,World level,What no country decides.,2a:1,\n")
    other = assess(moved({"macro": "world", "regulation": "world"}))
    added = other.verdicts["framework-adds-two-levels"].reason
    assert added.endswith(
        "10 determinants: 2 on the country level, 2 on the cluster level, 4 on the firm level and 2 on the world level."
    )
    assert "weightings of all four levels" in other.verdicts["integrating-framework-needed"].reason
    assert other.verdicts["advice-at-several-levels"].status == "supported_within"


def test_a_level_of_one_determinant_stops_no_other_check(paper: Assessed, assess):
    other = assess(moved({"regulation": "firm", "finance": "firm", "services": "firm"}))
    assert [id for id in other.verdicts if other.verdicts[id].reason.startswith("claims.csv")] == []
    assert other.verdicts["integrating-framework-needed"].share is not None
    assert other.verdicts["ven-macro-2"] == paper.verdicts["ven-macro-2"]


def test_clusters_may_be_taken_out(assess):
    other = assess(without("gamarra", "leon"), emptied("verdicts"))
    assert other.verdicts["five-clusters"].reason.endswith(
        "Four places are named, in four cases: Sinos Valley, Guadalajara, Trujillo and Cachoeiro de Itapemirim."
    )


def test_the_narrow_framework_may_be_taken_out(assess):
    other = assess(without("collective_efficiency"))
    for id in ("framework-adds-two-levels", "collective-efficiency-too-narrow"):
        assert other.verdicts[id].status == "not_checked"
        assert other.verdicts[id].reason == "The tables name no weighting as the narrow one."


def test_a_level_in_no_role_is_not_guessed(assess):
    other = assess(lambda table, row: {**row, "role": ""} if table == "levels" else row)
    assert other.verdicts["complementary-material"].reason == "The tables name no level as the country level."
    assert other.verdicts["cluster-level-from-textbook"].reason == "The tables name no level as the cluster level."


def test_without_outcomes_no_path_is_observed(assess):
    other = assess(emptied("outcomes"))
    assert other.verdicts["paths-not-always-matched"].status == "not_checked"
    assert "No path is described of any one cluster" in other.verdicts["paths-not-always-matched"].reason
    narrow = other.verdicts["collective-efficiency-too-narrow"]
    assert (narrow.status, narrow.reason) == ("not_checked", "No path is observed.")


def test_all_that_may_be_empty_may_be_empty_at_once(assess):
    other = assess(
        emptied(
            "outcomes",
            "evidence",
            "profiles",
            "policies",
            "likeness",
            "citations",
            "listed",
            "spellings",
            "remarks",
            "concepts",
            "outlines",
            "verdicts",
        )
    )
    assert {"supported", "supported_within", "contradicted"} & {verdict.status for verdict in other.verdicts.values()}
    assert audit(other).empty
