"""The explorer as the book shows it: its links, its words, its colours, and a table until it runs."""

from __future__ import annotations

import json
import math
import re

import pytest
from tests.support import ROOT

from smeclusters import Assessed, Explorer
from smeclusters.explorer import page_script, style
from whichroad.explorer import WORDS, explorer


@pytest.fixture(scope="module")
def of_the_book(paper: Assessed) -> Explorer:
    return explorer(paper, compensation=-math.inf)


def test_the_page_version_carries_its_state_as_data_and_a_table(of_the_book: Explorer):
    markup = of_the_book.page()
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', markup)[1])
    assert data["compensation"] is None and data["linked"] and not data["small"]
    assert len(data["content"]["clusters"]) == 6
    assert "low road or mixed" in markup[markup.index("</script>") :]
    assert markup.count("<script") == 1


def test_it_leads_to_pages_of_the_book(of_the_book: Explorer):
    content = of_the_book.content
    trust = next(row for row in content["determinants"] if row["key"] == "trust")
    assert trust["href"] == "framework-cluster.html#determinant-trust"
    sinos = next(row for row in content["clusters"] if row["key"] == "sinos")
    assert sinos["cells"][0]["href"] == "evidence.html#cell-sinos-macro"
    assert content["whole"] == "explorer.html"
    assert all(row["href"] for row in content["evidence"].values())


def test_what_is_said_of_this_paper_comes_from_the_edition(of_the_book: Explorer):
    words = of_the_book.content["words"]
    assert "Working Paper 71" in words["picture"] and "Box 1" in words["reference_means"]
    assert words["picture"] == WORDS.picture
    for said in (
        "Working Paper",
        "WP71",
        "Box 1",
        "the paper",
        "edition",
        *dict(of_the_book.study.places[["place", "name"]].values).values(),
    ):
        assert said not in page_script(), said


def test_each_word_of_the_content_stands_there_alone(of_the_book: Explorer):
    """None of what Python says is said a second time by the script."""
    content = of_the_book.content
    named = [value for key in ("sets", "roads", "silent", "verdicts", "words") for value in content[key].values()]
    script = page_script().lower()
    phrases = [said.lower() for said in named if " " in said]
    assert len(phrases) > 15
    assert [said for said in phrases if re.search(rf"\b{re.escape(said)}\b", script)] == []
    for said in ("Middle", "Mixed"):  # single words are keys too, in small letters
        assert said not in page_script()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_outside_the_book_it_brings_the_colours_of_the_book(mode: str):
    book = (ROOT / "lib" / "whichroad" / "sphinx" / "static" / "edition.css").read_text()
    block = book.split('html[data-theme="dark"] {')[mode == "dark"].split("}")[0]
    known = {name.replace("-", "_"): value for name, value in re.findall(r"--sme-([\w-]+): (#\w+)", block)}
    light, dark = style().split('html[theme="dark"] .sme-explorer {')
    own = (
        dict(re.findall(r"--(\w+): var\(--sme-[\w-]+, (#\w+)\)", light))
        if mode == "light"
        else dict(re.findall(r"--(\w+): (#\w+)", dark.split("}")[0]))
    )
    assert len(own) == 14
    assert own == {name: known[name] for name in own}
