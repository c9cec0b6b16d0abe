from __future__ import annotations

import pytest
from tests.alter import Turn, assert_turned, judged, names_in, put

from smeclusters import Assessed, Study

COUNTRY = ("macro", "regulation", "finance", "services")
FIRM = ("skills", "technology", "working_conditions", "infrastructure")

# ---- Every verdict can turn: what was said of which claim, what is altered, what is said then.

TURNS: dict[str, Turn] = {
    "sections_in_order": (
        "paper-structure",
        "holds",
        put("policies", "locator", "3:3", id="open-trade"),
        "holds_in_part",
    ),
    "framework_is_wider": (
        "framework-adds-two-levels",
        "holds",
        put("weights", "weight", 1, weighting="collective_efficiency", determinant=COUNTRY + FIRM),
        "fails",
    ),
    "advice_on_each_level": ("advice-at-several-levels", "holds", put("policies", "level", "firm"), "fails"),
    "among_the_features": (
        "links-in-the-textbook",
        "holds_in_part",
        put("textbook", "feature", "ties", feature="cooperation"),
        "fails",
    ),
    "cites_for_each_level": (
        "box-from-several-literatures",
        "holds_in_part",
        put("citations", "locator", "2b:1"),
        "fails",
    ),
    "works_are_recent": ("new-evidence", "holds_in_part", put("listed", "year", "1990", key="rabellotti1999"), "fails"),
    "several_works_say_so": (
        "evidence-from-other-sources",
        "holds_in_part",
        put("evidence", "sources", "rabellotti1999", id="sample-technology-1"),
        "holds",
    ),
    "cases_before_the_term": (
        "cases-studied-by-collective-efficiency",
        "holds_in_part",
        put("listed", "year", "1990", key="schmitz1994"),
        "holds",
    ),
    "other_works_on_levels": ("complementary-material", "holds", put("evidence", "sources", ""), "fails"),
    "textbook_covers_the_level": (
        "cluster-level-from-textbook",
        "holds_in_part",
        put("textbook", "determinant", "connectivity", feature="concentration"),
        "holds",
    ),
}


@pytest.mark.parametrize("name", TURNS)
def test_other_data_turn_the_verdict(paper: Assessed, name: str):
    assert_turned(paper, name, TURNS[name])


def test_every_check_can_turn():
    assert set(TURNS) == names_in("whichroad.checks.text")


def test_a_work_of_five_years_before_is_recent_and_an_older_one_is_not(paper: Assessed):
    for year, words in (("1996", "Seven of 10"), ("1995", "Six of 10")):
        changed = put("listed", "year", year, key="schmitz1995")(paper.study)
        assert judged(changed, "new-evidence").reason.startswith(f"{words} works on the clusters")


def test_one_work_of_another_author_is_not_several(study: Study):
    ids = ("sample-technology-1", "sample-technology-2", "sample-connectivity-2")
    changed = put("evidence", "sources", "rabellotti1999", id=ids)(study)
    verdict = judged(changed, "evidence-from-other-sources")
    assert (verdict.status, verdict.reason) == (
        "holds_in_part",
        "One work is cited there (Rabellotti 1999).",
    )


def test_advice_on_two_levels_is_advice_on_several(study: Study):
    two = put("policies", "level", "firm", level="cluster")(study)
    assert judged(two, "advice-at-several-levels").status == "holds"
