"""What the tables say, checked against what is known of the paper and by Frictionless itself."""

from __future__ import annotations

import json
import re
import unicodedata

import pandas as pd
import pytest
from frictionless import Package, validate
from tests.support import ROOT

from smeclusters import Study, load_study
from smeclusters.study.bibliography import read_bibliography
from smeclusters.study.labels import author_and_year
from smeclusters.wording import in_a_row

# The paper's own structure: paragraphs in each section.
PARAGRAPHS = {
    "0": 1,
    "1": 3,
    "2": 3,
    "2a": 6,
    "2b": 5,
    "2c": 6,
    "3": 3,
    "3.1": 4,
    "3.2": 1,
    "3.2.1": 8,
    "3.2.2": 4,
    "3.2.3": 5,
    "3.2.4": 4,
    "4": 10,
}

# Sentences in each paragraph that the evidence comes from, counted in the paper.
SENTENCES = {
    **{"1:1": 5, "1:2": 6, "3:1": 8, "3:2": 2, "3:3": 4, "fn6": 3},
    **{"3.1:1": 6, "3.1:2": 4, "3.1:3": 4, "3.1:4": 3},
    **{"3.2.1:1": 2, "3.2.1:2": 3, "3.2.1:3": 3, "3.2.1:4": 6, "3.2.1:5": 3, "3.2.1:6": 6, "3.2.1:7": 5, "3.2.1:8": 5},
    **{"3.2.2:2": 5, "3.2.2:3": 6, "3.2.2:4": 3},
    **{"3.2.3:1": 3, "3.2.3:2": 5, "3.2.3:3": 3, "3.2.3:4": 6, "3.2.3:5": 2},
    **{"3.2.4:3": 6, "3.2.4:4": 12},
}

# Names that the list misspells, by its label.
CORRECTED = {
    "Beccatini 1990": "Becattini 1990",
    "Beccatini and Rullani 1996": "Becattini and Rullani 1996",
}


def plain(text: str) -> str:
    """Without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def test_frictionless_finds_the_package_valid_foreign_keys_included():
    report = Package(str(ROOT / "data" / "datapackage.json")).validate()
    assert report.valid, report.to_summary()


def test_the_descriptor_describes_every_table_and_every_field():
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    tables = {path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*.csv")}
    others = {f"codings/{key}/{table}.csv": f"{table}.csv" for key in "bc" for table in ("evidence", "outcomes")}
    layers = {
        f"layers/{path.parent.name}/{resource['path']}"
        for path in (ROOT / "data" / "layers").glob("*/datapackage.json")
        for resource in json.loads(path.read_text("utf-8"))["resources"]
    }
    assert tables == described | others.keys() | layers
    for path, same in others.items():  # which have the columns of the tables that they stand in for, but four
        coded, own = ((ROOT / "data" / each).read_text("utf-8").split("\n")[0].split(",") for each in (path, same))
        assert coded == [column for column in own if column not in ("base", "qualifier", "cited_page", "sentence")]
    assert all(field["description"] for resource in package["resources"] for field in resource["schema"]["fields"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_locators_are_the_papers_structure(study: Study):
    expected = {f"{section}:{k}" for section, count in PARAGRAPHS.items() for k in range(1, count + 1)}
    expected |= {"box1"} | {f"fn{k}" for k in range(1, 7)}
    assert set(study.locators["locator"]) == expected
    pages = {path.stem for path in (ROOT / "chapters").glob("*.md")}
    assert set(study.locators["page"]) <= pages


def test_all_66_works_of_the_list_are_there_and_complete(study: Study):
    works = {key: work for key, work in study.references.items() if work.fields.get("keywords") == "wp71"}
    assert len(works) == 66
    needed = {
        "article": "journal",
        "incollection": "booktitle",
        "book": "publisher",
        "phdthesis": "school",
        "techreport": "institution",
    }
    for key, work in works.items():
        assert {"title", "year"} <= set(work.fields), key
        assert needed.get(work.type, "title") in work.fields, key
        assert work.persons or "organization" in work.fields or work.type == "misc", key


def test_what_was_corrected_in_the_list_is_said(study: Study):
    for key in ("becattini1990", "best1990", "nadvi1994", "berger1996", "desoto1989"):
        assert study.references[key].fields["note"], key


def test_evidence_comes_from_the_introduction_section_3_and_its_footnotes(study: Study):
    sections = study.evidence["locator"].str.partition(":")[0]
    assert set(study.evidence["place"][sections == "1"]) == {"lac"}  # of clusters section 3 alone tells
    assert set(sections) <= {"1", "3", "3.1", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "fn6"}
    # Every paragraph of it that is not theory, an announcement or the outcome has rows.
    silent = {"3.2:1", "3.2.2:1", "3.2.4:1", "3.2.4:2"}
    wanted = {key for key in study.locators["locator"] if key.startswith("3")} - silent
    assert wanted <= set(study.evidence["locator"])


def test_evidence_is_coded_by_the_rules(study: Study):
    for row in study.evidence.itertuples():
        assert re.fullmatch(rf"{row.place.lower()}-{row.determinant}-\d+", row.id)
        assert row.basis != "reported" or row.sources, row.id
        assert len(row.summary.split()) <= 25, row.id
        if row.unit.startswith("%") and row.unit != "% growth a year" and row.figure < 60:
            assert abs(row.rating) < 2, row.id


def test_each_row_rests_on_a_sentence_of_its_paragraph(study: Study):
    assert {row.locator for row in study.evidence.itertuples()} == set(SENTENCES)
    for row in study.evidence.itertuples():
        assert 1 <= row.sentence <= SENTENCES[row.locator], row.id
    # What the paper's own words fix: the sentence that names the place, the work or the figure.
    for id, sentence in {
        "lac-connectivity-1": 7,  # the seventh, after two on Brazil, and on Paraguay and Uruguay
        "sinos-connectivity-2": 4,
        "cachoeiro-connectivity-1": 2,
        "trujillo-trust-1": 2,
        "guadalajara-joint_action-1": 6,
        "trujillo-trust-4": 5,
        "mercosur-finance-1": 4,
        "mercosur-finance-2": 6,
        "sinos-working_conditions-1": 6,
        "sample-services-1": 7,
    }.items():
        assert study.evidence.set_index("id").loc[id, "sentence"] == sentence, id


def test_a_sentence_gives_two_rows_on_one_facet_only_where_it_weighs_both_ways(study: Study):
    facets = study.evidence.groupby(["locator", "sentence", "place", "determinant", "facet"])["rating"]
    twice = [sorted(ratings) for _, ratings in facets if len(ratings) > 1]
    assert len(twice) == 4  # “although X, Y”
    assert all(len(ratings) == 2 and ratings[0] < 0 < ratings[1] for ratings in twice)


def test_every_figure_says_what_it_is_a_share_or_a_count_of(study: Study):
    assert ((study.evidence["base"] != "") == study.evidence["figure"].notna()).all()
    assert (study.profiles["base"] != "").all()


def test_pages_of_quotations_stand_with_the_statements_taken_from_them(study: Study):
    """Each page that the paper gives in section 3 with the rows that cite the work there, and no other."""
    keys = {plain(f"{row.authors} {row.year}"): row.key for row in study.listed.itertuples()}
    of_paper = {
        (row.locator, keys[plain(f"{row.authors} {row.year}")], row.page)
        for row in study.citations.itertuples()
        if row.page and row.locator.startswith("3")
    }
    paged = study.evidence[study.evidence["cited_page"] != ""]
    assert set(zip(paged["locator"], paged["sources"], paged["cited_page"], strict=True)) == of_paper - {
        ("3.2.1:6", "villaran1992", "144")  # theory, on no place
    }
    for _, rows in paged.groupby(["locator", "sentence"]):
        assert len(set(rows["cited_page"])) == 1
    without = study.evidence[(study.evidence["cited_page"] == "") & (study.evidence["sources"] != "")]
    for row in without.itertuples():  # these stand in sentences of their own
        assert not ((paged["locator"] == row.locator) & (paged["sentence"] == row.sentence)).any(), row.id


def test_other_codings_need_neither_sentence_base_nor_page():
    for coding in "bc":
        rows = load_study(coding=coding).evidence
        assert rows["sentence"].isna().all()
        assert (rows[["base", "qualifier", "cited_page"]] == "").all(axis=None)


def test_the_range_of_the_coding(study: Study):
    assert len(study.evidence) >= 130
    assert set(study.evidence["determinant"]) == set(study.determinants["determinant"])
    assert set(study.evidence["place"]) >= set(study.clusters["place"]) | {
        "sample",
        "BRA",
        "PER",
        "mercosur",
        "lac",
    }
    assert (study.evidence["vintage"] == 2001).all()


@pytest.mark.parametrize(
    ("cluster", "path", "about"),
    [
        ("sinos", "mixed", "sinos"),
        ("guadalajara", "low_road", "guadalajara"),
        ("cachoeiro", "low_road", "cachoeiro"),
        ("leon", "low_road", "sample"),
        ("gamarra", "low_road", "sample"),
        ("trujillo", "low_road", "sample"),
    ],
)
def test_outcomes_say_whether_the_cluster_itself_is_named(study: Study, cluster, path, about):
    row = study.outcomes.set_index("cluster").loc[cluster]
    assert (row["path"], row["about"], row["locator"]) == (path, about, "3.2.4:3")


def test_every_paragraph_of_section_4_gives_its_recommendations(study: Study):
    named = {f"4:{k}" for k in range(1, 11)} - {"4:9"}  # which says what could help, and asks for nothing
    assert set(study.policies["locator"]) == named
    assert set(study.policies["level"]) == set(study.levels["level"])
    assert set(study.policies["side"]) == {"demand", "supply"}


def test_figures_of_sections_3_and_3_1(study: Study):
    figures = study.profiles.set_index("id")["value"]
    parts = figures["sinos-producers"] + figures["sinos-services"] + figures["sinos-components"]
    assert (parts, figures["sinos-firms"]) == (1400, 1800)
    given = {99, 70, 4, 40, 60, 50, 80, 120, 1800, 500, 700, 200, 65, 150000, 4000, 3000, 1000, 35, 300}
    assert given <= set(figures)


def test_likeness_is_said_of_every_feature_and_cluster(study: Study):
    assert len(study.likeness) == len(study.textbook) * len(study.clusters)
    judged = study.likeness[study.likeness["likeness"] != "silent"]
    assert (judged["basis"] != "").all()


def test_a_work_is_shown_as_the_paper_cites_it(study: Study):
    """Each work under the label of the paper's list, but for accents, and names that the text alone shortens."""
    shortened = {"Gazeta Mercantil Latinoamericana": "GML"}  # as every citation in the text has it
    for work in study.listed.itertuples():
        names = [shortened.get(name, name) for name in work.authors.split(";")]
        label = f"{in_a_row(names)} {work.year}"
        assert plain(author_and_year(study.references[work.key])) == plain(CORRECTED.get(label, label)), work.key


def test_the_text_cites_no_work_by_a_name_that_it_is_not_shown_under(study: Study):
    """But where the text itself slips, which the source audit tells."""
    shown = {plain(author_and_year(work)) for work in study.references.values()}
    slips = {"De Soto 1984", "GMT 1997", "Tavera 1993", "Sengerberger and Pyke 1992"}
    cited = {
        f"{in_a_row(row.authors.split(';'))} {row.year}"
        for row in study.citations.itertuples()
        if row.authors and row.year
    }
    assert {label for label in cited if plain(label) not in shown} == slips


def test_a_reference_keeps_the_year_and_the_authors_of_the_work_as_published(study: Study):
    assert study.references["schmitz1994"].fields["year"] == "1995"
    assert [str(name) for name in study.references["schmitzbazan1997"].persons["author"]][0] == "Bazan, Luiza"
    for key, work in study.references.items():
        if "citedyear" in work.fields:
            assert work.fields["year"] != work.fields["citedyear"]
            assert f"the year is given as {work.fields['citedyear']}" in work.fields["note"], key


@pytest.mark.parametrize("layer", ["after", "elsewhere"])
def test_layers_are_what_their_descriptors_say(layer: str):
    report = validate(str(ROOT / "data" / "layers" / layer / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


@pytest.mark.parametrize("layer", ["after", "elsewhere"])
def test_works_of_a_layer_are_cited_in_full_and_say_how_much_was_read(layer: str, study: Study):
    folder = ROOT / "data" / "layers" / layer
    works = read_bibliography(folder)
    used = set()
    for path in folder.glob("*.csv"):
        rows = pd.read_csv(path, keep_default_na=False, dtype=str)
        used |= {key for cell in rows.get("sources", ()) for key in cell.split(";")}
    assert used <= works.keys() | study.references.keys()
    assert works.keys() <= used
    for key, work in works.items():
        where = ("journal", "booktitle", "publisher", "institution", "school", "howpublished")
        assert work.persons.get("author") or work.persons.get("editor"), key
        assert work.fields["title"] and re.fullmatch(r"\d{4}", work.fields["year"]), key
        assert any(name in work.fields for name in where) and ("url" in work.fields or "doi" in work.fields), key
        assert "Read: " in work.fields["note"], key


@pytest.mark.parametrize("layer", ["after", "elsewhere"])
def test_each_statement_of_a_layer_says_of_when_and_of_what_it_is(layer: str):
    folder = ROOT / "data" / "layers" / layer
    rows, notes = (
        pd.read_csv(folder / f"{name}.csv", keep_default_na=False, dtype=str) for name in ("evidence", "notes")
    )
    assert list(rows["id"]) == list(notes["id"])
    assert set(notes["scale"]) <= {"firm", "town", "cluster", "state", "country"} and set(notes["interested"]) <= {
        "yes",
        "no",
    }
    assert rows[["summary", "sources", "locator"]].ne("").all(axis=None) and notes["observed"].ne("").all()
    assert rows["summary"].str.split().map(len).max() <= 35
