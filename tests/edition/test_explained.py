from __future__ import annotations

from bs4 import BeautifulSoup
from tests.edition.blocks import read

from smeclusters import Assessed
from whichroad.explained import cell_cards, claim_cards, passage_cards, place_in_words, term_cards
from whichroad.marks import SIGNS, VERDICTS, shown_as


def words(card: str) -> str:
    return BeautifulSoup(card, "html.parser").get_text(" ", strip=True)


def test_each_term_has_a_card_with_its_definition(paper: Assessed):
    cards = term_cards(paper)
    for table, key in (("concepts", "concept"), ("determinants", "determinant")):
        for row in read(table):
            card = cards[f"{key}-{row[key]}".replace("_", "-")]
            assert row["name"] in words(card) and row["definition"] in words(card)
    for row in read("places"):
        if row["kind"] == "cluster":
            card = words(cards[f"cluster-{row['place']}"])
            assert row["products"].lower() in card.lower() and "Path observed: " in card


def test_the_card_of_a_claim_says_verdict_claim_and_reason(paper: Assessed):
    cards = claim_cards(paper)
    for row in read("claims"):
        verdict = paper.verdicts[row["id"]]
        card = BeautifulSoup(cards[f"claim-{row['id'].replace('_', '-')}"], "html.parser")
        assert card.h2.text.lower().startswith(f"{SIGNS[shown_as(verdict)]} {VERDICTS[shown_as(verdict)]}".lower())
        assert row["summary"].rstrip(".") in card.text or row["summary"][1:].rstrip(".") in card.text
        assert card.select_one(".sme-short").text.replace("\N{NO-BREAK SPACE}", " ") == verdict.reason


def test_the_card_of_a_passage_says_all_that_is_coded_from_it(paper: Assessed):
    cards = passage_cards(paper)
    assert len(cards) == len(read("locators"))
    for table in ("evidence", "outcomes", "policies"):
        for row in read(table):
            place = "wp-" + row["locator"].replace(".", "-").replace(":", "-")
            assert row["summary"] in BeautifulSoup(cards[place], "html.parser").text
    for card in map(words, cards.values()):
        assert ("has coded nothing" in card) != ("in our words:" in card)


def test_where_a_passage_stands_is_said_in_words():
    assert place_in_words("3.2.4:3") == "section 3.2.4, paragraph 3"
    assert place_in_words("fn6") == "note 6"


def test_the_card_of_a_cell_says_the_statements_behind_it(paper: Assessed):
    cards = cell_cards(paper)
    assert len(cards) == len(paper.cells)
    summaries = {row["id"]: row["summary"] for row in read("evidence")}
    for cell in paper.cells.values():
        card = BeautifulSoup(cards[f"cell-{cell.cluster}-{cell.determinant}".replace("_", "-")], "html.parser")
        told = [item.text for item in card.select("li")]
        assert len(told) == len(cell.entered + cell.past)
        assert all(summaries[id] in line for id, line in zip(cell.entered + cell.past, told, strict=True))


def test_every_card_leads_on_and_bears_a_heading(paper: Assessed):
    for cards in (term_cards(paper), claim_cards(paper), passage_cards(paper), cell_cards(paper)):
        for place, card in cards.items():
            made = BeautifulSoup(card, "html.parser")
            assert made.h2.text.strip()
            assert made.select_one(".sme-on a")["href"].endswith(f"#{place}")
