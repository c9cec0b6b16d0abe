from __future__ import annotations

from tests.edition.blocks import links, page, read, words

from smeclusters import Assessed
from whichroad.glossary import glossary

LABELS = {row["locator"]: f"WP71 {row['label']}" for row in read("locators")}
LEVELS = {row["level"]: row["name"].lower() for row in read("levels")}


def test_every_concept_and_determinant_is_defined_once_by_the_alphabet(paper: Assessed):
    shown = page(glossary(paper))
    names = [name.text for name in shown("dt")]
    assert names == sorted(names, key=str.casefold)
    defined = {box["id"]: box.dt.text for box in shown.select("dl > div")}
    assert len(defined) == len(names)
    assert defined == {
        f"concept-{row[key].replace('_', '-')}": row["name"]
        for table, key in (("concepts", "concept"), ("determinants", "determinant"))
        for row in read(table)
    }


def test_a_concept_tells_its_definition_whose_it_is_where_and_by_whom(paper: Assessed):
    shown = page(glossary(paper))
    for row in read("concepts"):
        told = shown.find(id=f"concept-{row['concept'].replace('_', '-')}").dd
        parts = [row["definition"]]
        if row["origin"] != "paper":
            parts.append("this edition’s")
        if row["locator"]:
            parts.append(LABELS[row["locator"]])
        assert words(told).startswith(" ".join(parts))
        assert bool(told.select_one(".sme-origin")) == (row["origin"] != "paper")
        works = [f"references.html#work-{key}" for key in row["sources"].split(";") if key]
        assert links(told)[bool(row["locator"]) :] == works


def test_a_determinant_leads_to_its_definition(paper: Assessed):
    shown = page(glossary(paper))
    for row in read("determinants"):
        dashed = row["determinant"].replace("_", "-")
        told = shown.find(id=f"concept-{dashed}").dd
        assert told.text == f"A determinant of the {LEVELS[row['level']]}: {row['name']}."
        assert links(told) == [f"framework-{row['level']}.html#determinant-{dashed}"]


def test_no_wording_leads_to_two_places():
    wordings = [
        wording.lower() for row in read("concepts") for wording in (row["name"], *filter(None, row["forms"].split(";")))
    ] + [row["name"].lower() for row in read("determinants")]
    assert len(wordings) == len(set(wordings))


def test_concepts_of_the_paper_say_where():
    assert all(row["locator"] for row in read("concepts") if row["origin"] == "paper")
