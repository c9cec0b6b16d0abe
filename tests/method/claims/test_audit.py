from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from smeclusters import Assessed, Study
from smeclusters.claims.audit import JUDGED, KINDS, audit


@pytest.fixture(scope="module")
def noticed(paper: Assessed) -> pd.DataFrame:
    return audit(paper)


def told(noticed: pd.DataFrame, kind: str) -> list[tuple[str, str]]:
    rows = noticed[noticed["kind"] == kind]
    return list(zip(rows["locator"], rows["detail"], strict=True))


def put(study: Study, table: str, field: str, value: Any, **where: str) -> Study:
    """A copy with another value in the one row that is named."""
    rows = getattr(study, table).copy()
    ((key, wanted),) = where.items()
    assert (rows[key] == wanted).sum() == 1
    rows.loc[rows[key] == wanted, field] = value
    return replace(study, **{table: rows})


def add(study: Study, table: str, **cells: str) -> Study:
    rows = getattr(study, table)
    return replace(study, **{table: pd.concat([rows, rows.head(1).assign(**cells)], ignore_index=True)})


# ---- What is known of the paper.


@pytest.mark.parametrize(
    ("kind", "locator", "words"),
    [
        ("year", "3.2.3:3", "Cited as De Soto 1984, listed as De Soto 1989"),
        ("empty", "2b:1", "names no work"),
        ("spelling", "3.2.1:6", "Cited as Tavera 1993, listed as Tavara 1993"),
        ("spelling", "3.2.4:1", "Cited as Sengerberger and Pyke 1992, listed as Sengenberger and Pyke 1992"),
        ("spelling", "2:2", "Cited as Becattini 1990, listed as Beccatini 1990"),
        ("letters", "3:1", "Cited as GML 1996, listed as Gazeta Mercantil Latinoamericana 1996"),
        ("repeated", "ref:13", "Berger and Guillamon 1996 stands in the list twice, also as ref:7"),
        ("missing", "3.2.3:5", "GMT 1997 is not in the list"),
        ("uncited", "ref:43", "Piore and Sabel 1984"),
        ("name", "3:3", "Cachoeiro de Itaperimim (3:3)"),
        ("name", "2b:1", "Sengerberger (3.2.4:1)"),
        ("name", "2:2", "Tuscani (2:2)"),
        ("sum", "3.1:1", "1,400 of 1,800 firms"),
        ("count", "1:3", "five clusters, yet six places"),
    ],
)
def test_what_is_known_to_be_amiss_is_noticed(noticed: pd.DataFrame, kind: str, locator: str, words: str):
    assert sum(where == locator and words in detail for where, detail in told(noticed, kind)) == 1


@pytest.mark.parametrize("kind", ["missing", "year", "empty", "repeated"])
def test_what_is_amiss_once_is_noticed_once(noticed: pd.DataFrame, kind: str):
    assert len(told(noticed, kind)) == 1


def test_no_row_of_ours_says_that_an_uncited_work_is_cited(study: Study, noticed: pd.DataFrame):
    keys = study.listed.set_index("ref")["key"]
    uncited = {keys[ref] for ref, _ in told(noticed, "uncited")}
    tables = (study.evidence, study.profiles, study.outcomes, study.likeness, study.concepts, study.claims)
    sources = {key for table in tables for cell in table["sources"] for key in cell.split(";")}
    assert len(uncited) == 25
    assert not uncited & sources


# ---- Its form.


def test_columns_kinds_and_order(noticed: pd.DataFrame):
    assert list(noticed.columns) == ["kind", "locator", "detail"]
    assert list(noticed["kind"].unique()) == list(KINDS)
    assert not noticed.duplicated().any()


def test_what_takes_judgement_comes_from_remarks_and_all_else_is_computed(study: Study, noticed: pd.DataFrame):
    assert set(study.remarks["kind"]) == set(JUDGED) <= set(KINDS)
    judged = noticed[noticed["kind"].isin(JUDGED)]
    assert sorted(judged["detail"]) == sorted(study.remarks["detail"])
    computed = audit(Assessed(replace(study, remarks=study.remarks.head(0))))
    assert set(computed["kind"]) == set(KINDS) - set(JUDGED)


def test_locators_exist(study: Study, noticed: pd.DataFrame):
    known = {*study.locators["locator"], *study.listed["ref"]}
    assert set(noticed["locator"]) <= known
    assert set(study.spellings["locator"]) <= known
    assert {key for also in study.remarks["also"] for key in also.split(";") if key} <= known


def test_details_are_sentences(noticed: pd.DataFrame):
    assert [text for text in noticed["detail"] if not text.endswith(".") or "  " in text] == []


def test_listed_works_are_those_of_the_bibliography(study: Study):
    of_paper = {key for key, work in study.references.items() if work.fields.get("keywords") == "wp71"}
    assert set(study.listed["key"]) == of_paper
    assert list(study.listed["ref"]) == [f"ref:{number}" for number in range(1, 68)]
    assert list(study.listed["key"][study.listed["key"].duplicated()]) == ["berger1996"]


def test_spellings_are_of_the_name_that_they_stand_by(study: Study):
    for row in study.spellings.itertuples():
        alike = difflib.SequenceMatcher(None, row.printed.casefold(), row.name.casefold()).ratio()
        assert row.printed == row.name or alike > 0.6, row.id
    odd = study.spellings[study.spellings["printed"] != study.spellings["name"]]
    assert set(odd["name"]) == set(study.spellings["name"])  # no name is there without need


# ---- Other data.


def test_a_year_that_is_put_right_is_no_longer_noticed(study: Study):
    assert told(audit(Assessed(put(study, "citations", "year", "1989", id="c50"))), "year") == []
    assert told(audit(Assessed(put(study, "listed", "year", "1984", ref="ref:19"))), "year") == []


def test_letters_that_are_put_right_are_no_longer_missing(study: Study, noticed: pd.DataFrame):
    right = audit(Assessed(put(study, "citations", "authors", "GML", id="c53")))
    assert told(right, "missing") == []
    assert len(told(right, "letters")) == len(told(noticed, "letters")) + 1


def test_an_empty_citation_that_is_filled_is_no_longer_noticed(study: Study):
    filled = study.citations.copy()
    filled.loc[filled["kind"] == "empty", ["authors", "year", "kind"]] = ["Mishan", "1971", "parenthesis"]
    assert told(audit(Assessed(replace(study, citations=filled))), "empty") == []


def test_a_work_that_gets_cited_leaves_the_uncited(study: Study, noticed: pd.DataFrame):
    cited = audit(Assessed(add(study, "citations", id="c70", authors="Piore;Sabel", year="1984")))
    assert set(told(noticed, "uncited")) - set(told(cited, "uncited")) == {
        ("ref:43", "Piore and Sabel 1984 is listed and cited nowhere.")
    }
    assert len(cited) == len(noticed) - 1


@pytest.mark.parametrize(
    ("authors", "year", "kind"),
    [
        ("Nobody", "1999", "missing"),
        ("Piore;Sabel", "1985", "year"),
        ("Piore;Sable", "1984", "spelling"),
        ("Piore", "1984", "missing"),
        ("Sabel;Piore", "1984", "missing"),
        ("piore;sábel", "1984", None),
        ("Piore;Sabel", "", None),
    ],
)
def test_a_citation_is_held_against_the_list(
    study: Study, noticed: pd.DataFrame, authors: str, year: str, kind: str | None
):
    found = audit(Assessed(add(study, "citations", id="c70", locator="4:1", authors=authors, year=year)))
    assert [row.kind for row in found.itertuples() if row.locator == "4:1" and row.kind not in JUDGED] == (
        [kind] if kind else []
    )


def test_a_work_that_is_listed_once_is_no_longer_repeated(study: Study):
    once = study.listed[study.listed["ref"] != "ref:13"]
    assert told(audit(Assessed(replace(study, listed=once))), "repeated") == []


def test_a_wrong_spelling_is_noticed_and_a_right_one_is_not(study: Study, noticed: pd.DataFrame):
    right = add(study, "spellings", id="s99", locator="4:1", printed="Gamarra", name="Gamarra")
    assert told(audit(Assessed(right)), "name") == told(noticed, "name")
    wrong = add(right, "spellings", id="s98", locator="3.1:3", printed="Gammara", name="Gamarra")
    (new,) = set(told(audit(Assessed(wrong)), "name")) - set(told(noticed, "name"))
    assert new == ("4:1", "Gamarra is spelt Gamarra (4:1) and Gammara (3.1:3).")


def test_figures_that_add_up_are_no_longer_noticed(study: Study, noticed: pd.DataFrame):
    right = audit(Assessed(put(study, "profiles", "value", 1400.0, id="sinos-firms")))
    assert not any("shoe producers" in detail for _, detail in told(right, "sum"))
    assert len(told(noticed, "sum")) == 1
