"""Cards to guess from: facts and statements of their cluster, and nothing that gives the road away."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from tests.edition.blocks import page
from tests.support import ROOT

from smeclusters import Assessed, Prepared
from smeclusters.model.paths import SETS, in_words
from smeclusters.study import each_row
from whichroad.class_cards import answers_sheet, class_cards
from whichroad.tables.evidence import country

RATING = re.compile(r"[+−]\d")


def cards_of(paper: Prepared) -> dict[str, Tag]:
    found = page(class_cards(paper)).select(".sme-sheet")
    return dict(zip(paper.ratings.clusters, found, strict=True))


def leaks(paper: Prepared, card: Tag) -> list[str]:
    """What of the answer stands on a card: a name of a class, a rating, a path's words, a link to where it stands."""
    text = card.get_text(" ", strip=True)
    names = [*SETS, *map(in_words, SETS), "observed", *paper.study.outcomes["summary"]]
    passages = {f"§{locator.replace(':', ' ¶')}" for locator in paper.study.outcomes["locator"]}
    told = [each for each in [*names, *passages] if each.lower() in text.lower()]
    return [*told, *RATING.findall(text), *(link["href"] for link in card.select("[href], [title], [class*=mark]"))]


def test_no_card_gives_its_road_away(paper: Assessed):
    for key, card in cards_of(paper).items():
        assert leaks(paper, card) == [], key


@pytest.mark.parametrize(
    "given",
    ["Path observed: low road", "Trust +1", "Trust −2", "WP71 §3.2.4 ¶3", '<a href="glance.html">card</a>', "low_road"],
)
def test_the_test_for_leaks_finds_them(paper: Assessed, given: str):
    assert leaks(paper, BeautifulSoup(f"<section>{given}</section>", "html.parser").section)


def test_what_stands_in_the_section_on_roads_stays_off_whatever_it_is_coded_on(paper: Assessed):
    rows = paper.study.evidence
    moved = rows.assign(locator=rows["locator"].where(rows["place"] != "sinos", "3.2.4:1"))
    card = cards_of(Prepared(replace(paper.study, evidence=moved)))["sinos"]
    assert all(item.text.startswith("Brazil: ") for item in card.select("li"))


def test_cards_say_what_is_coded_of_the_cluster_or_its_country_with_its_passage(paper: Assessed):
    labels = {row.locator: f"WP71 {row.label}" for row in each_row(paper.study.locators)}
    for key, card in cards_of(paper).items():
        home = country(paper, key)
        around = {"".join(paper.study.places.query("name == @home")["place"])}
        known = {
            (row.summary, labels[row.locator]): row
            for row in each_row(paper.study.evidence[paper.study.evidence["place"].isin({key, *around})])
        }
        assert card.h2.text == paper.names[key] and card.dd.text == home
        levels = [heading.text for heading in card.select("h3")]
        assert levels == [paper.framework.names[level] for level in paper.framework.levels]
        assert 6 <= len(card.select("li")) <= 16
        for item in card.select("li"):
            where = item.select_one(".where").extract().text
            said = item.text.strip().removeprefix(f"{home}: ")
            assert any(said.startswith(summary) and where == passage for summary, passage in known), said


def test_where_statements_on_a_factor_lean_differently_both_sides_stand(paper: Assessed):
    items = [item.text for item in cards_of(paper)["cachoeiro"].select("li")]
    assert any("co-operate less" in item for item in items) and any("links of co-operation strong" in i for i in items)
    assert not any("not quite half" in item.lower() for item in items)


def test_each_card_has_room_for_a_guess_and_its_reasons(paper: Assessed):
    for card in cards_of(paper).values():
        assert [field.text for field in card.select(".guess dd")] == ["", "", ""]


def test_the_answers_are_folded_away_and_say_each_path_that_was_observed(paper: Assessed):
    sheet = page(answers_sheet(paper)).details
    assert not sheet.has_attr("open") and "lecturer" in sheet.summary.text
    shown = {row.td.text: row.select("td")[1].text for row in sheet.select("tbody tr")}
    assert shown == {paper.names[key]: in_words(path) for key, path in paper.study.observed.items()}


@pytest.mark.parametrize("name", ["teach", "session-argument", "slides/argument"])
def test_who_is_to_guess_is_led_to_these_cards(name: str):
    text = (ROOT / "chapters" / f"{name}.md").read_text("utf-8")
    assert re.search(r"\]\((page:)?class-cards(\.md)?\)", text)
    led = [line for line in text.splitlines() if "glance" in line]
    assert all("for afterwards" in line for line in led)
