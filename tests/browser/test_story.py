"""The story, played in the explorer: its classes and its counts are the library's."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.explorer_page import assert_same, put, settle, shown
from tests.support import ROOT

from smeclusters import Explorer, Study, load_study
from whichroad.words import places_in_words

with (ROOT / "data" / "story.csv").open(encoding="utf-8", newline="") as file:
    STEPS = list(csv.DictReader(file))
HIGH = "high_road"
# Written by hand: what the argument is said to show.
CERTAIN = [["sinos", "gamarra", "cachoeiro"]] * 2 + [["sinos", "cachoeiro"], [], [], []]
LIKELY = [["sinos", "gamarra", "cachoeiro"]] * 3 + [[]] * 3


def of_the_library(link: str) -> Explorer:
    """The explorer in the state to which a step's link leads."""
    if "#" in link:
        return Explorer.from_link(link)
    explorer = Explorer()
    explorer.weights = explorer.framework.weightings[link]
    return explorer


def rows_at(step: int) -> list[tuple[str, str, float, float]]:
    made = of_the_library(STEPS[step]["link"])
    scores = made.scores
    return [(key, path, *scores.loc[key, ["lo", "hi"]]) for key, path in made.paths.items()]


def play(page: Page) -> None:
    page.locator("[data-action=story]").click()


def stands_at(page: Page, step: int) -> None:
    """The story stands at a step, counted from 0, and the rows show it."""
    expect(page.locator("[data-story]")).to_have_attribute("data-step", str(step + 1))
    settle(page)
    assert_same(shown(page), rows_at(step), step)
    expect(page.locator("[data-step]:not([inert])").last).to_contain_text(STEPS[step]["title"])


def told(page: Page) -> str:
    return page.locator(".step:not([inert])").inner_text()


def test_there_are_six_steps_and_they_say_what_the_argument_says():
    assert [row["step"] for row in STEPS] == list("123456")
    found = [of_the_library(row["link"]) for row in STEPS]
    assert [[key for key, path in each.paths.items() if path == HIGH] for each in found] == CERTAIN
    assert [[key for key in each.paths.index if each.likely.loc[key, HIGH] > 0.5] for each in found] == LIKELY
    assert found[4].silent == "middle"


def test_it_is_folded_until_it_has_begun_and_changes_nothing(opened: Callable[..., Page]):
    page = opened()
    line = page.locator("[data-story]")
    assert line.bounding_box()["height"] < 60
    assert line.get_attribute("data-step") is None and "#" not in page.url
    assert page.locator("[data-action=next]").is_hidden()
    play(page)
    expect(page.locator("[data-action=story]")).to_have_attribute("aria-expanded", "true")
    stands_at(page, 0)


def test_next_and_back_play_it(opened: Callable[..., Page]):
    page = opened()
    play(page)
    for step in range(5):
        stands_at(page, step)
        page.locator("[data-action=next]").click()
    stands_at(page, 5)
    page.locator("[data-action=next]").dispatch_event("click")  # which leads no further
    stands_at(page, 5)
    for step in range(4, -1, -1):
        page.locator("[data-action=back]").click()
        stands_at(page, step)
    page.locator("[data-action=back]").dispatch_event("click")
    stands_at(page, 0)


def test_keys_play_it(opened: Callable[..., Page]):
    page = opened()
    page.locator("[data-action=story]").focus()
    page.keyboard.press("ArrowRight")  # not before it has begun
    assert page.locator("[data-story]").get_attribute("data-step") is None
    page.keyboard.press("Enter")
    for key, step in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 5),
        ("ArrowRight", 5),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        stands_at(page, step)


def test_a_finger_plays_it(opened: Callable[..., Page]):
    """What a swipe comes to: the track has been scrolled."""
    page = opened(width=390)
    play(page)
    for step in (1, 2, 1):
        page.locator(".track").evaluate("(track, to) => track.scrollTo(to * track.clientWidth, 0)", step)
        stands_at(page, step)


def test_a_step_is_one_step_to_undo(opened: Callable[..., Page]):
    page = opened()
    put(page, "level-firm", 80)
    before = shown(page)
    play(page)
    page.locator("[data-action=next]").click()
    page.locator("[data-action=next]").click()
    stands_at(page, 2)
    page.keyboard.press("Control+z")
    assert_same(shown(page), rows_at(0))
    page.keyboard.press("Control+z")
    assert_same(shown(page), before)


def test_each_step_is_a_link(opened: Callable[..., Page]):
    """Opened anew, each of the six leads to its own step, also where two show the same classes."""
    page = opened()
    play(page)
    links = page.locator("[data-story] ol a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert len(set(links)) == 6
    for step, link in enumerate(links):
        made = Explorer.from_link(link)
        assert dict(made.paths) == dict(of_the_library(STEPS[step]["link"]).paths)
        stands_at(opened(link), step)
    page.locator("[data-story] ol a").nth(3).click()
    stands_at(page, 3)
    assert page.url.endswith(links[3])


def test_other_links_and_moves_leave_it_alone(opened: Callable[..., Page]):
    page = opened("#w=1;1,2,3;1,1,1,1,1,1,1,1,1,1,1,1;1;0.4,0.6;range")
    assert page.locator("[data-story]").get_attribute("data-step") is None
    play(page)
    said = told(page)
    put(page, "level-country", 90)
    settle(page)
    assert told(page) == said
    expect(page.locator("[data-story]")).to_have_attribute("data-step", "1")


def test_a_setting_that_a_step_shows_too_opens_no_story_unless_the_link_says_so(opened: Callable[..., Page]):
    """Who copies a named weighting sends that, and who is in the story sends the step."""
    page = opened()
    page.locator("[data-preset=collective_efficiency]").click()
    settle(page)
    assert page.url.count("#") == 1 and "s=" not in page.url
    plain = opened("#" + page.url.partition("#")[2])
    assert_same(shown(plain), rows_at(0))
    assert plain.locator("[data-story]").get_attribute("data-step") is None
    play(plain)
    stands_at(plain, 0)
    put(plain, "level-country", 40)
    settle(plain)
    moved = opened("#" + plain.url.partition("#")[2])  # a step of which the reader has changed something
    assert_same(shown(moved), shown(plain))
    expect(moved.locator("[data-story]")).to_have_attribute("data-step", "1")
    moved.locator("[data-action=story]").click()  # which closes it
    settle(moved)
    assert "s=" not in moved.url and moved.locator("[data-story]").get_attribute("data-step") is None


def test_it_begins_where_its_rows_can_be_seen_with_it(opened: Callable[..., Page]):
    page = opened(width=390)
    page.set_viewport_size({"width": 390, "height": 760})
    play(page)
    page.wait_for_function("document.querySelector('[data-story]').getBoundingClientRect().top < 120")
    for step in range(6):
        stands_at(page, step)
        for row in page.locator("[data-cluster]").all():
            box = row.bounding_box()
            assert box["y"] > 0 and box["y"] + box["height"] <= 760, step
        page.locator("[data-action=next]").dispatch_event("click")


def test_texts_count_what_the_library_counts(opened: Callable[..., Page], study: Study, paper):
    page = opened()
    play(page)
    text = told(page)
    assert f"3 of {len(study.clusters)} clusters" in text and places_in_words(paper, CERTAIN[0]) in text
    page.locator("[data-action=next]").click()
    made = of_the_library("collective_efficiency").paths
    seen = {key: set(value.split("|")) for key, value in study.observed.items()}
    assert not any(HIGH in paths for paths in seen.values())
    wrong = sum(not seen[key] & set(path.split("|")) for key, path in made.items())
    assert "the high road for none of 6" in told(page) and f"For {wrong} of them" in told(page)
    page.locator("[data-action=next]").click()
    assert places_in_words(paper, CERTAIN[2]) in told(page) and f"{len(LIKELY[2])} of 6" in told(page)
    page.locator("[data-action=next]").click()
    assert "none of 6" in told(page)
    page.locator("[data-action=next]").click()
    silent = sum(cell.silent for cell in paper.cells.values())
    assert f"Of {len(paper.cells)} cells {silent} are silent" in told(page)
    assert not any(HIGH in path for path in of_the_library(STEPS[4]["link"]).paths) and "open for none of 6" in told(
        page
    )
    page.locator("[data-action=next]").click()
    assert "León" in told(page)


def test_a_guess_is_answered_at_the_next_step_and_kept_nowhere(opened: Callable[..., Page]):
    page = opened()
    play(page)
    page.locator("[data-story] ol a").nth(2).click()
    numbers = page.locator(".step:not([inert]) [data-guess]")
    assert numbers.all_inner_texts() == list("0123456")
    numbers.nth(2).click()
    stands_at(page, 3)
    assert "You said 2. The answer is none." in told(page)
    page.keyboard.press("ArrowLeft")  # the focus has not been lost with the button
    stands_at(page, 2)
    page.locator(".step:not([inert]) [data-guess]").nth(0).click()
    stands_at(page, 3)
    assert "You said none. That is right." in told(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert "You said" not in told(page)


def test_each_step_is_told_once(opened: Callable[..., Page]):
    page = opened()
    play(page)
    page.locator("[data-action=next]").click()
    heard = page.locator("[data-story] > [role=status]").inner_text()
    assert heard.startswith(f"Step 2 of 6: {STEPS[1]['title']}. A line under each bar")
    page.locator("[data-action=next]").click()
    expect(page.locator("[data-live]")).to_contain_text("Gamarra")


OTHER = [
    {"link": "extended", "title": "All", "text": "{clusters} count."},
    {
        "link": "https://example.org/x#w%3D1;0,100,0;1,1,1,1,1,1,1,1,1,1,1,1;1;0.4,0.6;range",
        "title": "One",
        "text": "B",
    },
]


def hand_in(page: Page, name: str, text: str) -> None:
    page.locator("[data-story] summary").click()
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.locator("[data-action=open-story]").set_input_files(file)


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_lecturer_opens_another_story(opened: Callable[..., Page], kind: str):
    page = opened()
    play(page)
    table = "link;title;text\r\n" + "\r\n".join(f'"{row["link"]}";{row["title"]};{row["text"]}' for row in OTHER)
    hand_in(page, f"seminar.{kind}", json.dumps(OTHER) if kind == "json" else table)
    expect(page.locator("[data-story] h2")).to_have_text("seminar: 2 steps")
    assert "6 count." in told(page)
    settle(page)
    assert [row[1] for row in shown(page)] == list(of_the_library("extended").paths)
    page.locator("[data-action=next]").click()
    settle(page)
    assert [row[1] for row in shown(page)] == list(of_the_library("cluster_level").paths)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", json.dumps([*OTHER, {**OTHER[0], "link": "extendet"}]), "Step 3, link: found “extendet”"),
        ("a.csv", "link,title,text\nextended,A,{some}\n", "Row 2, text: found “{some}”"),
        ("a.csv", "a,b\n1,2\n", "a column link"),
        ("a.json", "[", "expected JSON"),
    ],
)
def test_a_story_that_cannot_be_read_changes_nothing(opened: Callable[..., Page], name: str, text: str, said: str):
    page = opened()
    play(page)
    hand_in(page, name, text)
    expect(page.locator("[data-story] details")).to_contain_text(said)
    expect(page.locator("[data-story] details")).to_contain_text("Nothing has been opened.")
    stands_at(page, 0)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_everything_can_be_pressed_and_nothing_is_wider_than_the_page(opened: Callable[..., Page], width: int):
    page = opened(width=width)
    play(page)
    page.locator("[data-story] ol a").nth(2).click()
    stands_at(page, 2)
    sizes = page.locator("[data-story]").evaluate(
        """story => [...story.querySelectorAll(":is(button, a, summary)")].map(each => each.getBoundingClientRect())
            .filter(({ width, height }) => width && height).map(({ width, height }) => Math.min(width, height))"""
    )
    assert len(sizes) > 12 and min(sizes) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_steps_glide_only_where_the_reader_lets_them(browser: Browser, opened: Callable[..., Page], motion: Any):
    page = opened(context=browser.new_context(reduced_motion=motion, viewport={"width": 1280, "height": 900}))
    play(page)
    page.evaluate("""() => {
        const track = document.querySelector(".track");
        const before = track.scrollTo.bind(track);
        window.asked = [];
        track.scrollTo = to => { window.asked.push(to.behavior); before(to); };
    }""")
    page.locator("[data-action=next]").click()
    stands_at(page, 1)
    assert page.evaluate("window.asked") == ["instant" if motion == "reduce" else "smooth"]


def test_a_study_without_a_story_has_none(study: Study):
    from smeclusters.study import example_study

    assert Explorer(load_study()).content["story"]["steps"] == []
    assert Explorer(example_study()).content["story"]["steps"] == []


def test_a_slow_track_takes_no_step_back_but_a_hand_does(browser: Browser, opened: Callable[..., Page]):
    page = opened(context=browser.new_context(viewport={"width": 1280, "height": 900}))
    play(page)
    track = page.locator(".track")
    track.evaluate("track => { track.scrollTo = () => {}; }")  # so slow that it hasn't begun to move
    page.locator("[data-action=next]").click()
    track.evaluate("""track => new Promise(done => {
        track.dispatchEvent(new Event("scroll"));
        setTimeout(done, 400);
    })""")
    stands_at(page, 1)
    track.evaluate("""track => {
        track.dispatchEvent(new WheelEvent("wheel"));
        track.dispatchEvent(new Event("scroll"));
    }""")
    stands_at(page, 0)
