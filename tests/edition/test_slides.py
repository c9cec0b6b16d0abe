"""The slides' parts: links to them, explorers in a state that lessons name, rubrics in short; notes by the clock."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from tests.edition.blocks import page, rows
from tests.support import ROOT

from smeclusters import Assessed
from smeclusters.explorer.links import read_link
from whichroad.colours import COLOURS
from whichroad.lessons import STATES, lesson_state
from whichroad.slides import DECKS, deck_link, live, rubric_short, stage
from whichroad.sphinx.slides import in_the_book, light_colours
from whichroad.teaching import PLANS, RUBRICS

MINUTES = {
    "Five": 5,
    "Seven": 7,
    "Eight": 8,
    "Ten": 10,
    "Twelve": 12,
    "Thirteen": 13,
    "Fifteen": 15,
    "Twenty": 20,
    "Twenty-five": 25,
}


def slides_of(deck: str) -> str:
    return (ROOT / "chapters" / "slides" / f"{deck}.md").read_text("utf-8")


@pytest.mark.parametrize("deck", DECKS)
def test_each_session_has_slides_whose_notes_keep_to_its_plan(deck: str):
    slides = re.split(r"^##? ", slides_of(deck), flags=re.MULTILINE)[1:]
    assert 10 <= len(slides) <= 16
    assert all(slide.count(":::{revealjs-notes}") == 1 for slide in slides)
    notes = re.findall(r"^:::\{revealjs-notes\}\n(.*?)^:::", slides_of(deck), re.DOTALL | re.MULTILINE)
    told = [MINUTES[word] for word in re.findall(r"^([\w-]+) minutes", "".join(notes), re.MULTILINE)]
    assert told == [part.minutes for part in PLANS[deck].parts]


def test_every_deck_of_the_folder_is_known():
    assert sorted(DECKS) == sorted(path.stem for path in (ROOT / "chapters" / "slides").glob("*.md"))
    assert [page(deck_link(deck)).a["href"] for deck in DECKS] == [f"../slides/{deck}.html" for deck in DECKS]


@pytest.mark.parametrize("key", STATES)
def test_an_explorer_on_a_slide_opens_the_state_that_it_is_called_by(paper: Assessed, key: str):
    shown = page(live(paper, key))
    assert shown.iframe["title"] == f"Explorer: {STATES[key].title}"
    assert shown.iframe["src"] == shown.a["href"]
    opened = read_link(shown.iframe["src"], paper.study)
    assert {name: opened.state[name] for name in lesson_state(paper, key)} == lesson_state(paper, key)


def test_links_lead_from_the_slides_to_the_book():
    text = '<a href="paths.html#wp-1"></a><a href="/paths.html"></a><a href="#x"></a>'
    assert [link["href"] for link in BeautifulSoup(in_the_book(text), "html.parser").select("a")] == [
        "../chapters/paths.html#wp-1",
        "../chapters/paths.html",
        "#x",
    ]
    assert not re.search(r'"[\w-]+\.html', stage("../chapters/"))


def test_slides_have_no_colours_but_those_of_the_edition():
    sheet = (ROOT / "chapters" / "slides" / "_static" / "slides.css").read_text("utf-8")
    known = set(re.findall(r"(--sme-[\w-]+):", light_colours()))
    assert re.findall(r"#[0-9a-f]{3,8}\b|--sme-[\w-]+:", sheet) == []
    assert set(re.findall(r"var\((--sme-[\w-]+)", sheet)) <= known
    assert {f"--sme-{name.replace('_', '-')}" for name in COLOURS} <= known


@pytest.mark.parametrize("key", RUBRICS)
def test_a_short_rubric_says_what_all_points_take(key: str):
    shown = [[cell.text for cell in row.values()] for row in rows(rubric_short(key))]
    assert shown == [[each.name, str(each.points), each.full] for each in RUBRICS[key]]
