from __future__ import annotations

import html
import re

import pytest

from smeclusters import Assessed, load_study
from smeclusters.study import describe, each_row
from whichroad.cards import cluster_card
from whichroad.datasets import datasets
from whichroad.glossary import glossary
from whichroad.words import profile_in_words


def test_every_concept_and_determinant_is_defined_once(paper: Assessed):
    text = glossary(paper)._repr_html_()
    ids = re.findall(r'id="concept-([^"]+)"', text)
    assert sorted(ids) == sorted(
        key.replace("_", "-")
        for key in [*paper.study.concepts["concept"], *paper.study.determinants["determinant"]]
    )
    names = [html.unescape(name) for name in re.findall(r"<dt>(.*?)</dt>", text)]
    assert names == sorted(names, key=str.casefold)


def test_no_wording_leads_to_two_places(paper: Assessed):
    wordings = [
        wording.lower()
        for row in each_row(paper.study.concepts)
        for wording in (row.name, *filter(None, row.forms.split(";")))
    ] + [name.lower() for name in paper.study.determinants["name"]]
    assert len(wordings) == len(set(wordings))


def test_concepts_of_the_paper_say_where(paper: Assessed):
    papers = paper.study.concepts[paper.study.concepts["origin"] == "paper"]
    assert (papers["locator"] != "").all()


def test_a_card_holds_every_figure_of_its_cluster_and_all_its_cells(paper: Assessed):
    for cluster in paper.study.clusters["place"]:
        text = cluster_card(paper, cluster)._repr_html_()
        figures = paper.study.profiles[
            (paper.study.profiles["place"] == cluster) & (paper.study.profiles["aspect"] != "other")
        ]
        for key in figures["id"]:
            assert profile_in_words(paper, key) in text
        assert len(re.findall(r'href="evidence\.html#cell-', text)) == 12


@pytest.mark.parametrize(("cluster", "written"), [("leon", "Leon"), ("cachoeiro", "Itaperimim")])
def test_a_card_notes_the_papers_own_spelling(paper: Assessed, cluster: str, written: str):
    assert re.search(rf"also writes</dt><dd>[^<]*{written}", cluster_card(paper, cluster)._repr_html_())


def test_a_card_needs_no_outcome_and_no_evidence(edit):
    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "", "", "2:2"]
    text = cluster_card(
        Assessed(load_study(edit("places", lambda lines: lines.append(row)))), "prato"
    )._repr_html_()
    assert "<dt>Path observed</dt><dd>none</dd>" in text
    assert text.count("silent") == 12


def test_every_table_and_field_is_described(paper: Assessed):
    text = datasets(paper)._repr_html_()
    for resource in describe()["resources"]:
        assert f'href="../data/{resource["path"]}" download' in text
        for field in resource["schema"]["fields"]:
            assert html.escape(field["description"]) in text
    assert f"{len(paper.study.evidence)} rows" in text
