"""What the part Teach plans: minutes and points add up, states are what they are called, sentences hold."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from smeclusters import Assessed, Explorer, Rules, compare_paths
from smeclusters.explorer.links import read_link, write_link
from whichroad.edition import codings
from whichroad.lessons import STATES, lesson_state, state_address, state_link
from whichroad.story import argument
from whichroad.tables.teaching import PAGES, course_table, levels_table, plan_table, points, rubric_table
from whichroad.teaching import LESSON, LONG, PLANS, RUBRICS, SHORT, USUAL


def text_of(block) -> str:
    return BeautifulSoup(str(block.markup), "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize("key", PLANS)
def test_a_plan_fills_a_session(key: str):
    clock = PLANS[key].clock()
    assert sum(part.minutes for part in PLANS[key].parts) == LESSON == 90
    assert clock[0][0] == 0 and clock[-1][1] == LESSON
    assert all(before[1] == after[0] for before, after in zip(clock, clock[1:], strict=False))
    shown = text_of(plan_table(key))
    assert all(f"{begin} to {end}" in shown for begin, end in clock)
    assert all(part.how in shown and part.late in shown for part in PLANS[key].parts)


def test_the_fullest_session_has_minutes_to_spare():
    assert sum(part.minutes for part in PLANS["weights"].parts if part.title == "Kept free") == 10


@pytest.mark.parametrize("key", RUBRICS)
def test_a_rubric_adds_up(key: str):
    assert points(key) == sum(each.points for each in RUBRICS[key]) == 10
    assert all(each.name in text_of(rubric_table(key)) for each in RUBRICS[key])


def test_courses_are_of_one_three_and_five_sessions():
    assert [len(course) for course in (SHORT, USUAL, LONG)] == [1, 3, 5]
    assert {meeting.plan for course in (SHORT, USUAL, LONG) for meeting in course} == set(PLANS)
    assert [meeting.plan for meeting in USUAL] == list(RUBRICS) == list(PAGES)
    links = BeautifulSoup(str(course_table(LONG, "course").markup), "html.parser").select("a")
    assert [link["href"] for link in links] == list(PAGES.values())
    assert all(name in text_of(levels_table()) for name in ("Undergraduate", "Master's", "Methods course"))


@pytest.mark.parametrize("key", STATES)
def test_a_state_s_link_opens_what_it_is_called(paper: Assessed, key: str):
    state = STATES[key]
    explorer = Explorer.from_link(state_address(paper, key), paper.study)
    assert read_link(state_address(paper, key), paper.study).cluster == (state.cluster or "sinos")
    assert (explorer.compensation, explorer.thresholds, explorer.silent, explorer.coding) == (
        state.rules.compensation,
        state.rules.thresholds,
        state.rules.silent,
        state.coding,
    )
    weights = paper.framework.weigh(explorer.weights, levels=explorer.levels)
    if state.alone:
        assert dict(zip(paper.framework.determinants, weights.flat.round(9), strict=True))[state.alone] == 1
    else:
        assert weights.flat == pytest.approx(paper.framework.weightings[state.weighting].flat)
    if not (state.alone or state.coding or state.rules != Rules()):
        classes = compare_paths(paper).set_index(["weighting", "cluster"])["path"]
        assert dict(explorer.paths) == dict(classes[state.weighting])
    assert state.title in text_of(state_link(paper, key))


@pytest.mark.parametrize(
    "overrides", [{}, {"sinos": {"trust": (2.0, 2.0), "skills": None}, "leon": {"macro": (-1.5, 0.25)}}]
)
@pytest.mark.parametrize("coding", ["", *codings()])
def test_a_written_link_is_read_again(paper: Assessed, overrides: dict, coding: str):
    state = {**lesson_state(paper, "weakest"), "overrides": overrides, "coding": coding}
    assert read_link(write_link(state, "leon"), paper.study).state == state
    third = {**state, "levels": {key: 1 / 3 for key in state["levels"]}}
    assert read_link(write_link(third), paper.study).state == third


# ---- What the sessions say in words of the tables.


def test_paths_that_trust_and_links_rescue_have_wider_bars(paper: Assessed):
    """“This comes from wider bars, since less is known of trust and links.”"""
    _, narrow, level, *_ = argument(paper)
    assert set(level.ruled_out) < set(narrow.ruled_out)
    found = compare_paths(paper).set_index(["weighting", "cluster"])
    width = found["score_hi"] - found["score_lo"]
    for cluster in set(narrow.ruled_out) - set(level.ruled_out):
        assert width["cluster_level", cluster] > width["collective_efficiency", cluster] == 0


def test_the_wider_framework_rules_nothing_out(paper: Assessed):
    assert argument(paper)[3].ruled_out == ()


def test_single_factors_teach_what_the_session_says(paper: Assessed):
    credit, technology, weakest, joint = (
        Explorer(paper.study, **lesson_state(paper, key)) for key in ("credit", "technology", "weakest", "joint")
    )
    assert len({tuple(row) for row in credit.scores.to_numpy().tolist()}) == 1
    assert [key for key, path in technology.paths.items() if "high_road" in path] == ["sinos"]
    assert set(weakest.paths) == {"low_road"}
    assert all(cell.hi < 0 for cell in paper.cells.values() if cell.determinant == "services")
    assert joint.paths["cachoeiro"] == "low_road"
    places = paper.study.evidence.query("determinant == 'finance'")["place"]
    assert not set(places) & set(paper.ratings.clusters)
