from __future__ import annotations

import difflib
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from smeclusters import Assessed, Study
from smeclusters.claims.audit import JUDGED, KINDS, STEPS, audit


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
        ("page", "2:1", "Schmitz 1994 is quoted from page 1, but the work runs from page 529 to 566"),
        ("twin", "ref:55", "Schmitz 1993 and Schmitz 1995 have the same title"),
        ("twin", "ref:50", "Sengenberger and Pyke 1991 and Sengenberger and Pyke 1992 have nearly the same title"),
        ("cases", "3.2.2:2", "Villaran 1992 is drawn on for Gamarra and Trujillo, but not named"),
        ("cases", "3.2.2:4", "Nadvi and Schmitz 1994 is drawn on for Guadalajara, León, Gamarra and Trujillo"),
        ("cases", "3.2.1:4", "Schmitz 1994 is drawn on for Sinos Valley"),
        ("cases", "3:3", "Villaran 1993 is named as a case study of Gamarra and cited for nothing else"),
        ("figure", "3.1:3", "35 % (Trujillo, "),
        ("figure", "3.1:2", "4,000 firms (Mexico, León and Guadalajara"),
        ("unanswered", "3.2.4:1", "Working conditions"),
        ("listed", "ref:39", "right are An Evolutionary Theory of Economic Change"),
        ("listed", "ref:47", "Rabellotti 1999: pages 1571–1586; the article ends on page 1585."),
        ("listed", "ref:57", "the paper has Bazan first"),
        ("count", "1:3", "five clusters, yet six places"),
    ],
)
def test_what_is_known_to_be_amiss_is_noticed(noticed: pd.DataFrame, kind: str, locator: str, words: str):
    assert sum(where == locator and words in detail for where, detail in told(noticed, kind)) == 1


#: Read out of the paper, passage against passage, before looking at the table of remarks.
READ = [
    (("3.2.3:4", "3.2.3:5"), "schemes"),  # resources not provided; schemes that exist
    (("3.2.3:1", "3.2.1:3"), "opening"),  # only Guadalajara; Mexico's opening
    (("3.2.1:3", "3.2.1:4"), "suppliers"),  # avoided, and worked with
    (("3.2.1:3", "2:2"), "in house"),  # the most competitive are least like the textbook
    (("2a:3", "3.2.3:4"), "access"),  # access and not funds; funds
    (("3.1:4", "3.2.1:2"), "60 per cent"),  # 300 of 500, and 73 per cent
    (("3.2.1:5", "3.2.1:6"), "Cachoeiro"),  # little co-operation, and strong
    (("3.2.1:3", "3.2.1:6"), "Trujillo"),  # no trustworthy subcontractors, and trust
    (("3.2.4:2", "3.2.4:4"), "nearness"),  # benefits not used, and used and not enough
    (("3.2.3:1", "3.2.4:4"), "devaluation"),
    (("3.2.4:1", "4:3"), "deregulated"),
    (("2c:1", "2c:4"), "unexplored"),
    (("2:3", "3.2.2:4"), "overlooked"),
    (("2a:6", "4:5"), "afford"),
    (("3.2.1:4", "3.2.1:7"), "ties"),  # export agents helped, and loosened the ties
    (("1:1", "3.2.3:2"), "import restrictions"),
    (("3.1:1", "3:2"), "83"),  # 150,000 in 1,800 firms
    (("3.2.2:3", "3.2.3:5"), "ECLA"),  # one study, or several
    (("2a:3", "ref:62"), "Western Asia"),
    (("2b:4", "ref:52"), "Baden-Württemberg"),
    (("2:2", "ref:31"), "eighth edition"),
    (("box1", "4:3"), "Infrastructure"),  # a factor of the firm and a task of the state
    (("2a:2", "4:2"), "trade policy"),  # under two headings
    (("2b:3", "3.2.1:8"), "three kinds of co-operation"),
    (("2b:1", "2:2"), "textbook"),  # connectivity
    (("2b:1", "3.2.1:8"), "foreign buyers"),
    (("4:4", "2b:5"), "no recommendation"),  # trust
    (("box1", "2c:5"), "working conditions and physical infrastructure"),
    (("box1", "3.2.4:1"), "low road"),  # working conditions, a cause and a mark
    (("3:1", "3:3"), "Mexico or Peru"),  # figures of other countries
    (("3.2.2:2",), "assume"),
    (("3.2.4:4",), "triggered"),
    (("2b:5",), "threat"),
    (("2b:4",), "unwittingly"),
    (("3.2.1:4",), "breaking"),
    (("3.1:4", "ref:48"), "stone"),
]


@pytest.mark.parametrize(("where", "word"), READ)
def test_what_another_reading_of_the_paper_found_is_noticed(noticed: pd.DataFrame, where: tuple[str, ...], word: str):
    places = noticed["locator"] + ";" + noticed["also"]
    there = places.map(lambda row: set(where) <= set(row.split(";")))
    assert noticed["detail"][there].str.contains(word, regex=False).any()


@pytest.mark.parametrize("kind", ["missing", "year", "page", "empty", "repeated"])
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
    assert list(noticed.columns) == ["kind", "locator", "detail", "also", "step", "work"]
    assert list(noticed["kind"].unique()) == list(KINDS)
    assert set(noticed["step"]) == {"", *STEPS}
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
    assert {key for also in noticed["also"] for key in also.split(";") if key} <= known
    for row in study.remarks.itertuples():
        also = [key for key in row.also.split(";") if key]
        assert row.locator not in also and len(set(also)) == len(also), row.id


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


def test_a_page_within_the_work_is_not_noticed(study: Study):
    """The first and the last page are pages of the work; the one before is not."""
    for page, seen in (("529", 0), ("566", 0), ("528", 1), ("", 0)):
        assert len(told(audit(Assessed(put(study, "citations", "page", page, id="c1"))), "page")) == seen


def test_a_work_that_is_named_among_the_case_studies_is_no_longer_missed(study: Study):
    named = put(study, "citations", "cases", "gamarra", id="c39")
    assert ("3.2.2:2", "Villaran 1992 is drawn on for Trujillo, but not named among its case studies.") in told(
        audit(Assessed(named)), "cases"
    )
    both = put(study, "citations", "cases", "gamarra;trujillo", id="c39")
    assert not any("Villaran 1992 is drawn on" in detail for _, detail in told(audit(Assessed(both)), "cases"))


def test_a_case_study_that_is_cited_again_is_no_longer_idle(study: Study, noticed: pd.DataFrame):
    again = audit(Assessed(add(study, "citations", id="c70", authors="Villaran", year="1993")))
    assert len(told(noticed, "cases")) - len(told(again, "cases")) == 1
    assert not any("cited for nothing else" in detail for _, detail in told(again, "cases"))


def test_works_of_other_titles_or_authors_are_two(study: Study, noticed: pd.DataFrame):
    title = audit(Assessed(put(study, "listed", "title", "Large Shoemakers: Another Tale", ref="ref:55")))
    authors = audit(Assessed(put(study, "listed", "authors", "Schmitz;Bazan", ref="ref:55")))
    for changed in (title, authors):
        assert [where for where, _ in told(changed, "twin")] == ["ref:50"]


def test_every_correction_in_a_note_is_told_once_and_nothing_else_of_the_note(study: Study, noticed: pd.DataFrame):
    raw = (study.folder / "references.bib").read_text("utf-8")
    assert len(told(noticed, "listed")) == raw.count("= {Corrected from") + raw.count(". Corrected from")
    assert not any("Completed" in detail for _, detail in told(noticed, "listed"))
    # What the audit computes by itself is not told a second time.
    assert not any(word in detail for _, detail in told(noticed, "listed") for word in ("twice", "Beccatini"))


def test_a_figure_that_gets_a_work_is_no_longer_noticed(study: Study, noticed: pd.DataFrame):
    sourced = audit(Assessed(put(study, "profiles", "sources", "visser1997", id="gamarra-firms")))
    (new,) = set(told(sourced, "figure")) - set(told(noticed, "figure"))
    assert new[0] == "3.1:3" and "1,000 firms (Trujillo, small and micro firms)" in new[1]
    (old,) = set(told(noticed, "figure")) - set(told(sourced, "figure"))
    assert "3,000 businesses (Gamarra" in old[1] and "Gamarra" not in new[1]


def test_a_determinant_that_gets_a_recommendation_is_no_longer_unanswered(study: Study):
    answered = put(study, "policies", "determinants", "skills;working_conditions", id="training")
    assert told(audit(Assessed(answered)), "unanswered") == []
    (gone,) = told(
        audit(Assessed(put(study, "policies", "determinants", "macro", id="registration-cost"))), "unanswered"
    )
    assert gone[0] == "3.2.4:1"  # others still ask for better regulation
    none = replace(study, policies=study.policies.head(0))
    assert told(audit(Assessed(none)), "unanswered") == []
