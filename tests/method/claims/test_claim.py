from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from importlib import import_module
from inspect import ismodule
from typing import get_args

import pytest

import smeclusters
from smeclusters import InputError, Study, find_problems
from smeclusters.claims.claim import REASONS, Claim, Kind, read_claims
from smeclusters.claims.registry import checks

TABLES = {"evidence": "id", "profiles": "id", "policies": "id", "outcomes": "cluster"}


@pytest.fixture(scope="module")
def claims(study: Study) -> dict[str, Claim]:
    return {claim.id: claim for claim in read_claims(study)}


def edited(study: Study, id: str, **fields: str) -> Study:
    """The study with some cells of one claim changed."""
    claims = study.claims.copy()
    claims.loc[claims["id"] == id, list(fields)] = list(fields.values())
    return replace(study, claims=claims)


def without(study: Study, table: str, *keys: str) -> Study:
    """The study without some rows of a table."""
    rows = getattr(study, table)
    return replace(study, **{table: rows[~rows[TABLES[table]].isin(keys)]})


# ---- Against the tables that the claims rest on.


def test_claims_stand_where_the_paper_has_a_place_and_in_its_order(study: Study, claims: dict[str, Claim]):
    order = list(study.locators["locator"])
    places = [order.index(claim.locator) for claim in claims.values()]
    assert places == sorted(places)


def test_every_passage_of_a_claim_is_one_of_the_paper_and_another(study: Study, claims: dict[str, Claim]):
    known = set(study.locators["locator"])
    for claim in claims.values():
        passages = (claim.locator, *claim.also)
        assert set(passages) <= known, claim.id
        assert len(set(passages)) == len(passages), claim.id


def test_a_passage_that_the_paper_does_not_have_is_a_fault_that_names_its_row(edit):
    def wrong(lines: list[list[str]]) -> None:
        at, also = ([line[0] for line in lines].index("no-efficiency-without-trust"), lines[0].index("also"))
        lines[at][also] = "2b:4;2b:44"

    (problem,) = find_problems(edit("claims", wrong))
    assert (problem.file, problem.field, problem.value) == ("claims.csv", "also", "2b:44")
    assert problem.expected == "a key of locators.csv (2b:4?)"


def test_rows_that_claims_name_exist(study: Study):
    known = {key for table, field in TABLES.items() for key in getattr(study, table)[field]}
    assert {key for rows in study.claims["rows"] for key in rows.split(";") if key} <= known


@pytest.mark.parametrize("table", TABLES)
def test_every_coded_row_of_the_paper_is_in_exactly_one_claim(study: Study, claims: dict[str, Claim], table: str):
    rows = getattr(study, table)
    if table == "evidence":
        rows = rows[rows["vintage"] <= 2001]
    named = Counter(row for claim in claims.values() for row in claim.rows)
    assert {key: named[key] for key in rows[TABLES[table]] if named[key] != 1} == {}


def test_every_figure_of_section_3_is_a_claim(study: Study, claims: dict[str, Claim]):
    given = {
        row[1]
        for table, field in (("profiles", "value"), ("evidence", "figure"), ("outcomes", "figure"))
        for row in getattr(study, table).dropna(subset=field).itertuples()
    }
    assert len(given) > 30
    assert given <= {row for claim in claims.values() for row in claim.rows}


def test_kinds_places_and_sources_are_known(study: Study, claims: dict[str, Claim]):
    places = set(study.places["place"])
    for claim in claims.values():
        assert claim.kind in get_args(Kind), claim.id
        assert set(claim.places) <= places, claim.id
        assert set(filter(None, claim.sources.split(";"))) <= set(study.references), claim.id
        assert (claim.kind == "figure") <= (claim.figure is not None), claim.id


def test_no_two_claims_say_the_same_of_the_same_places(claims: dict[str, Claim]):
    said = Counter((claim.locator, claim.summary, claim.places) for claim in claims.values())
    assert [key for key, count in said.items() if count > 1] == []


def test_a_row_that_is_coded_is_not_written_down_twice(study: Study):
    for row in study.claims.itertuples():
        assert not (row.rows and row.locator), row.id
        assert bool(row.rows) or all((row.locator, row.kind, row.summary)), row.id


@pytest.mark.parametrize(
    ("id", "kind", "locator"),
    [
        ("joint-action-not-enough", "thesis", "0:1"),
        ("collective-efficiency-too-narrow", "thesis", "0:1"),
        ("region-missed-high-road", "thesis", "3.2.4:2"),
        ("price-still-drives", "finding", "3.2.4:3"),
        ("policy-beyond-linkages", "prescription", "0:1"),
        ("policy-national-level", "prescription", "4:1"),
        ("policy-capability-schemes", "prescription", "4:1"),
        ("combined-policies-work-better", "thesis", "4:1"),
    ],
)
def test_what_the_paper_argues_is_among_the_claims(claims: dict[str, Claim], id: str, kind: str, locator: str):
    assert (claims[id].kind, claims[id].locator) == (kind, locator)


# ---- Checks, and reasons for having none.


def test_every_check_is_used_and_every_check_used_exists(claims: dict[str, Claim]):
    assert {claim.check for claim in claims.values() if claim.check} == set(checks())


def test_every_reason_is_used_and_every_reason_used_exists(claims: dict[str, Claim]):
    assert {claim.why_not for claim in claims.values() if claim.why_not} == set(REASONS)


def test_a_claim_has_a_check_or_a_reason_for_having_none(claims: dict[str, Claim]):
    assert [claim.id for claim in claims.values() if bool(claim.check) == bool(claim.why_not)] == []


@pytest.mark.parametrize(
    ("id", "fields", "field", "told"),
    [
        ("ven-macro-2", {"why_not": "norm"}, "why_not", "expected nothing where there is a check"),
        ("ven-macro-2", {"check": ""}, "why_not", "found nothing, expected one of definition, norm"),
        ("no-generalisation", {"why_not": "nrom"}, "why_not", "(norm?), or a check"),
        ("five-clusters", {"locator": ""}, "locator", "found nothing, expected text"),
        ("five-clusters", {"kind": ""}, "kind", "found nothing, expected text"),
        ("five-clusters", {"summary": ""}, "summary", "found nothing, expected text"),
    ],
)
def test_a_fault_names_its_file_row_and_field(study: Study, id: str, fields: dict[str, str], field: str, told: str):
    row = list(study.claims["id"]).index(id) + 2
    with pytest.raises(InputError) as caught:
        read_claims(edited(study, id, **fields))
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.field) == ("claims.csv", row, field)
    assert told in str(problem)


def test_all_faults_are_told_at_once(study: Study):
    spoilt = edited(edited(study, "ven-macro-2", why_not="norm"), "five-clusters", summary="", kind="")
    with pytest.raises(InputError) as caught:
        read_claims(spoilt)
    assert [problem.field for problem in caught.value.problems] == ["kind", "summary", "why_not"]


# ---- What a claim takes from its rows.


def test_a_claim_takes_from_its_rows_what_it_leaves_empty(claims: dict[str, Claim]):
    claim = claims["guadalajara-connectivity-1"]
    assert claim.places == ("guadalajara", "leon")
    assert claim.summary == "Cheap shoes from China hit local producers badly."
    assert (claims["sinos-jobs"].figure, claims["sinos-jobs"].base) == (150000, "people")
    assert claims["path-guadalajara"].sources == "rabellotti1997"
    assert claims["path-cachoeiro"].figure == 95.3


def test_what_a_claim_says_itself_comes_first(study: Study):
    own = edited(study, "ven-macro-2", summary="Otherwise.", places="lac")
    claim = next(claim for claim in read_claims(own) if claim.id == "ven-macro-2")
    assert (claim.summary, claim.places, claim.locator) == ("Otherwise.", ("lac",), "3.2.3:2")


@pytest.mark.parametrize(
    ("table", "row", "id"),
    [
        ("evidence", "ven-macro-2", "ven-macro-2"),
        ("profiles", "sinos-jobs", "sinos-jobs"),
        ("outcomes", "guadalajara", "path-guadalajara"),
        ("policies", "open-trade", "policy-open-trade"),
    ],
)
def test_a_claim_whose_rows_were_taken_out_is_gone(
    study: Study, claims: dict[str, Claim], table: str, row: str, id: str
):
    left = [claim.id for claim in read_claims(without(study, table, row))]
    assert left == [key for key in claims if key != id]


def test_a_claim_stays_with_what_is_left_of_its_rows(study: Study):
    left = read_claims(without(study, "evidence", "guadalajara-macro-3"))
    claim = next(claim for claim in left if claim.id == "guadalajara-connectivity-1")
    assert (claim.rows, claim.places) == (("leon-macro-1",), ("leon",))


# ---- As others call it.


def test_claims_can_be_read_by_those_who_imported_nothing_else():
    code = "from smeclusters import load_study, read_claims; print(len(read_claims(load_study())))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "366\n")


def test_no_public_name_is_hidden_by_a_module_of_that_name():
    import_module("smeclusters.claims.audit")  # after this the module is an attribute of the package
    assert [name for name in smeclusters.__all__ if ismodule(getattr(smeclusters, name))] == []
