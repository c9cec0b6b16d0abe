from __future__ import annotations

import pytest
from tests.edition.blocks import links, page, read, words

from smeclusters import Assessed, load_study
from whichroad.cards import cluster_card, verdict_cards
from whichroad.words import profile_in_words

DETERMINANTS = {row["determinant"]: row["name"] for row in read("determinants")}


def facts(block) -> dict[str, str]:
    """What a card tells, in its order."""
    return {name.text: words(name.find_next("dd")) for name in page(block).select("dl dt")}


def test_a_card_holds_every_figure_of_its_cluster(paper: Assessed):
    for cluster in paper.study.clusters["place"]:
        told = " ".join(facts(cluster_card(paper, cluster)).values())
        for row in read("profiles"):
            if row["place"] == cluster and row["aspect"] != "other":
                assert profile_in_words(paper, row["id"]) in told


def test_a_card_tells_what_the_tables_say_of_its_cluster(paper: Assessed):
    expected = {
        "Country": "Brazil",
        "Makes": "women's footwear",
        "Firms": "about 1,800 firms",
        "Of these": "500 shoe producers; 700 service firms; 200 component makers",
        "Employs": "150,000 people (1990)",
        "Sells": "65 per cent of the total production of shoes (exported, 1990)",
        "Rivals abroad": "almost 40 per cent growth a year in shoe imports from China",
        "Extent": "50 km around Novo Hamburgo",
        "Path observed": "mixed",
        "Collective efficiency": "high road",
        "Extended framework": "low road or mixed",
        "Works cited on it": "Schmitz 1993, Schmitz 1994, Schmitz 1995, Schmitz 1999, Schmitz and Bazan 1997",
    }
    assert list(facts(cluster_card(paper, "sinos")).items()) == list(expected.items())


@pytest.mark.parametrize("cluster", ["sinos", "gamarra", "cachoeiro"])
def test_a_card_shows_all_cells_in_the_colour_of_their_middle(paper: Assessed, cluster: str):
    boxes = page(cluster_card(paper, cluster)).select(".sme-strip ol li")
    assert [box.a.find(string=True).strip() for box in boxes] == list(DETERMINANTS.values())
    for box, key in zip(boxes, DETERMINANTS, strict=True):
        rating = box.b.text
        assert links(box) == [f"evidence.html#cell-{cluster}-{key.replace('_', '-')}"]
        if rating == "silent":
            assert box["class"] == ["sme-paper"] and box.a["title"] == "The paper says nothing."
            continue
        ends = [float(end.replace("−", "-")) for end in rating.split(" to ")]
        middle = round((ends[0] + ends[-1]) / 2)
        sign = "minus" if middle < 0 else "plus"
        assert box["class"] == [f"sme-{sign}{abs(middle)}" if middle else "sme-zero"], (key, rating)
        assert box.a["title"].startswith("Not said" if paper.cells[cluster, key].widened else "Said of")


def test_the_cells_of_a_card_stand_under_their_level(paper: Assessed):
    level = {row["level"]: row["name"] for row in read("levels")}
    strip = page(cluster_card(paper, "leon")).select_one(".sme-strip")
    assert strip["aria-label"] == "Ratings of León"
    found = [(item.span.text, len(item("b"))) for item in strip.find_all("li", recursive=False)]
    assert found == [(name, sum(row["level"] == key for row in read("determinants"))) for key, name in level.items()]


@pytest.mark.parametrize(("cluster", "written"), [("leon", "Leon"), ("cachoeiro", "Itaperimim")])
def test_a_card_notes_the_papers_own_spelling(paper: Assessed, cluster: str, written: str):
    assert written in facts(cluster_card(paper, cluster))["The paper also writes"]


def test_a_card_needs_no_outcome_and_no_evidence(edit):
    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "", "", "2:2"]
    block = cluster_card(Assessed(load_study(edit("places", lambda lines: lines.append(row)))), "prato")
    assert facts(block) == {
        "Makes": "wool",
        "Path observed": "none",
        "Collective efficiency": "could be any",
        "Extended framework": "could be any",
    }
    assert [box.text for box in page(block)("b")] == ["silent"] * 12


def test_verdict_cards_tell_claim_verdict_share_and_reason(paper: Assessed):
    ids = "ven-macro-2", "integrating-framework-needed"
    block = page(verdict_cards(paper, *ids))
    assert links(block.dl)[0] == "claims.html#claim-ven-macro-2"
    assert [verdict.text for verdict in block.select("dd b")] == [
        "contradicted",
        "hangs on the weights: holds under more than 99 per cent of them",
    ]
    for id, name, told in zip(ids, block("dt"), block("dd"), strict=True):
        claim, verdict = paper.judged[id]
        assert words(name).endswith(claim.summary)
        assert words(told) == f"{told.b.text}: {verdict.reason}"


def test_a_claim_that_a_reader_has_taken_out_is_left_out(paper: Assessed):
    assert verdict_cards(paper, "gone", "ven-macro-2") == verdict_cards(paper, "ven-macro-2")
    assert page(verdict_cards(paper, "gone")).p.text == "These tables have none of the claims that this is about."
