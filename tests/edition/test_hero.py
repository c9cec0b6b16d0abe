from __future__ import annotations

from dataclasses import replace

import pytest
from tests.edition.blocks import links, page, words

from smeclusters import Assessed, Prepared, classify, score
from whichroad.hero import hero

NARROW, WIDE = "collective_efficiency", "extended"


@pytest.fixture(scope="module")
def shown(paper: Assessed):
    return page(hero(paper))


def test_it_opens_with_the_narrow_weighting_and_offers_the_reference(shown):
    assert [(each["data-preset"], each["aria-pressed"]) for each in shown.select("button")] == [
        (NARROW, "true"),
        (WIDE, "false"),
    ]
    assert shown.select_one("[data-hero]")["data-state"] == "narrow"


@pytest.mark.parametrize(("role", "key"), [("narrow", NARROW), ("reference", WIDE), ("", NARROW)])
def test_every_row_holds_what_the_library_makes_of_its_cluster(paper: Assessed, shown, role: str, key: str):
    scores = score(paper.ratings, paper.framework.weightings[key])
    paths = classify(scores).keys()
    rows = shown.select("[data-cluster]")
    assert [row["data-cluster"] for row in rows] == list(paper.ratings.clusters)
    prefix = f"data-{role}-" if role else "data-"
    for row, lo, hi, path in zip(rows, scores.lo, scores.hi, paths, strict=True):
        assert row[f"{prefix}path"] == path
        assert float(row[f"{prefix}score-lo"]) == pytest.approx(lo, abs=1e-9)
        assert float(row[f"{prefix}score-hi"]) == pytest.approx(hi, abs=1e-9)


def test_a_chip_says_its_class_by_word_sign_and_colour(shown):
    found = {
        row["data-cluster"]: [(words(chip), chip["class"][-1]) for chip in row.select(".chip")]
        for row in shown.select("[data-cluster]")
    }
    assert found["sinos"] == [("↑ high road", "sme-plus2"), ("↓→ low road or mixed", "sme-minus1")]
    assert found["leon"][0] == ("→↑ mixed or high road", "sme-plus1")
    assert found["guadalajara"] == [("→ mixed", "sme-line"), ("↓→↑ could be any", "sme-zero")]


def test_a_row_that_turns_says_what_it_was_and_no_other_does(shown):
    former = {row["data-cluster"]: [words(each) for each in row.select(".former")] for row in shown.select("li")}
    assert former.pop("trujillo") == []
    assert former["gamarra"] == ["was: could be any", "was: high road"]
    assert all(len(each) == 2 for each in former.values())


def test_counts_and_what_a_press_says(shown):
    assert [words(each.find(string=True, recursive=False)) for each in shown.select(".count")] == [
        "3 of 6 look fit for the high road.",
        "None of 6 looks fit for the high road.",
    ]
    assert [each["data-said"] for each in shown.select("button")] == [
        "Count only what firms gain from each other: 3 of 6 look fit for the high road; "
        "Sinos Valley, Gamarra and Cachoeiro de Itapemirim take it.",
        "Count firms and country too: none of 6 looks fit for the high road; "
        "Sinos Valley, Gamarra and Cachoeiro de Itapemirim leave it.",
    ]
    assert len(shown.select("[role=status]")) == 1


def test_what_the_paper_observed_stands_below_with_its_passage(shown):
    assert (
        words(shown.select_one(".observed"))
        .strip()
        .startswith("What the paper observed, as we read it: none of them on the high road.")
    )
    assert links(shown.select_one(".observed")) == ["paths.html#wp-3-2-4-3"]
    marked = {row["data-cluster"]: row.select_one(".scale .seen")["style"] for row in shown.select("[data-cluster]")}
    assert marked["sinos"] == "--lo: 0.4; --hi: 0.6"
    assert marked["cachoeiro"] == "--lo: 0.0; --hi: 0.4"
    assert marked["leon"] == "--lo: 0.0; --hi: 0.6"


def test_names_are_escaped_and_a_study_without_a_narrow_weighting_says_so(paper: Assessed):
    study = paper.study
    places = study.places.assign(name=[f"<i>{name}" for name in study.places["name"]])
    assert page(hero(Prepared(replace(study, places=places)))).select("i:not(.seen, .bar i)") == []
    plain = replace(study, weightings=study.weightings.assign(role=""))
    assert "no weighting that is called narrow" in hero(Prepared(plain)).markup
