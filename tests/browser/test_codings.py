"""Whose coding counts on the explorer's page: chosen, compared, shared, and told."""

from __future__ import annotations

import csv
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import HTML
from tests.browser.explorer_page import assert_same, put, rows_of, settle, shown
from tests.browser.pages import open_page
from tests.browser.test_accessibility import faults

from smeclusters import Explorer, Framework, Study, acceptability, load_study, rate
from smeclusters.explorer import page_script
from whichroad.edition import edition
from whichroad.explorer import explorer

pytestmark = pytest.mark.xdist_group("own")  # its page is made once

EQUAL, THIRDS = [25.0] * 12, [33.0] * 3
LINK = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
OWN = "o=1;skills;nova_serrana,Nova_Serrana,BRA/0,1"


@pytest.fixture(scope="module")
def coded(study: Study) -> dict[str, Study]:
    return {"": study, "b": load_study(coding="b"), "c": load_study(coding="c")}


def choose(page: Page, coding: str) -> None:
    page.locator(f'[name=coding][value="{coding}"]').check()
    settle(page)


def in_python(page: Page) -> list[tuple[str, str, float, float]]:
    """What the library makes of the page's address."""
    found = Explorer.from_link(page.url)
    paths, scores = found.paths, found.scores
    return [(key, paths[key], scores.loc[key, "lo"], scores.loc[key, "hi"]) for key in paths.index]


def test_choosing_a_coding_shows_its_cells_paths_and_shares(
    opened: Callable[..., Page], coded: dict[str, Study], framework: Framework
):
    page = opened()
    group = page.get_by_role("group", name="Whose coding?")
    assert group.locator("label").all_text_contents() == ["This edition", "Coder B", "Coder C"]
    assert page.get_by_label("This edition").is_checked()
    live = page.locator("[data-live]")
    for coding in ("b", "c", ""):
        choose(page, coding)
        ratings = rate(coded[coding])
        assert_same(shown(page), rows_of(framework, ratings, EQUAL, THIRDS), coding)
        shares = [100 * acceptability(ratings, framework).loc[row[0], row[1]] for row in shown(page)]
        told = page.locator(".share").all_text_contents()
        assert told == ["<1" if 0 < share < 0.5 else f"{share:.0f}" for share in shares], coding
        for key, path in coded[coding].observed.items():
            bands = page.locator(f"[data-cluster={key}] .observed")
            assert bands.evaluate_all("each => each.map(one => one.classList[1]).join('|')") == path
        name = {"": "this edition", "b": "Coder B", "c": "Coder C"}[coding]
        expect(page.locator(".summary")).to_contain_text(f"Observed, as {name} reads the paper: ")
        expect(live).to_contain_text(f"Coding: {name[0].upper()}{name[1:]}.")
        assert f";;{coding}" in page.url if coding else ";;" not in page.url


def test_the_reasons_are_those_of_the_coding(opened: Callable[..., Page], coded: dict[str, Study]):
    page = opened(f"{LINK};;c&c=leon")
    assert page.locator(".why h2").inner_text() == "Why León?"
    told = page.locator(".why .evidence li").all_text_contents()
    summaries = coded["c"].evidence["summary"]
    assert len(told) > 12
    assert all(any(text.startswith(one) for one in summaries) for text in told)
    passages = page.locator(".why .evidence li a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(passages) == len(told) and all(".html#" in each for each in passages)
    assert page.locator(".why .evidence a", has_text="How this cell was made").count() == 0
    choose(page, "")
    assert page.locator(".why .evidence a", has_text="How this cell was made").count() == 12
    assert not set(told) & set(page.locator(".why .evidence li").all_text_contents())


def test_what_is_the_readers_own_stays_and_is_rated_anew(opened: Callable[..., Page]):
    page = opened(f"{LINK};sinos:technology:-1&{OWN}")
    before = dict(row[:2] for row in shown(page)), shown(page)
    assert_same(before[1], in_python(page))
    cell = page.locator(".why .own li")
    said = cell.inner_text()
    for coding in ("b", "c"):
        choose(page, coding)
        rows = shown(page)
        assert_same(rows, in_python(page), coding)
        assert [row[0] for row in rows] == list(before[0])
        assert rows[6] != before[1][6]  # what it takes from Brazil is by that coding
        menu = page.get_by_label("Technological effort of Sinos Valley", exact=True)
        assert menu.input_value() == "-1,-1"
    choose(page, "c")
    assert cell.inner_text().startswith("Sinos Valley, Technological effort: −1 instead of ")
    assert cell.inner_text() != said
    assert page.locator(".share").first.text_content() == ""  # a cell of it is the reader's
    assert page.locator(".share").nth(1).text_content() != ""


def test_each_choice_is_a_step_and_the_ways_back_lead_to_the_editions_own(
    opened: Callable[..., Page], coded: dict[str, Study], framework: Framework
):
    page = opened()
    own, b, c = (rows_of(framework, rate(coded[coding]), EQUAL, THIRDS) for coding in ("", "b", "c"))
    choose(page, "b")
    choose(page, "c")
    page.locator("[data-action=undo]").click()
    assert_same(shown(page), b)
    assert page.get_by_label("Coder B").is_checked()
    page.locator("[data-action=undo]").click()
    assert_same(shown(page), own)
    page.locator("[data-action=redo]").click()
    page.locator("[data-action=redo]").click()
    assert_same(shown(page), c)
    page.locator("[data-action=undo]").click()
    differs = [one[1] != other[1] for one, other in zip(own, b, strict=True)]
    assert any(differs) and not all(differs)
    assert page.locator(".apart").all_text_contents() == ["≠" if each else "" for each in differs]
    for action in ("paper", "reset"):
        choose(page, "c")
        page.locator(f"[data-action={action}]").click()
        assert_same(shown(page), own)
        assert page.get_by_label("This edition").is_checked()
    page.locator("[data-preset=macro_first]").click()
    choose(page, "b")
    put(page, "compensation", 40)
    settle(page)
    assert_same(shown(page), in_python(page))


def test_two_codings_can_be_compared(opened: Callable[..., Page], coded: dict[str, Study], framework: Framework):
    page = opened()
    choose(page, "b")
    page.locator("[data-action=keep]").click()
    choose(page, "c")
    b, c = (rows_of(framework, rate(coded[coding]), EQUAL, THIRDS) for coding in ("b", "c"))
    compare = page.locator(".compare")
    expect(compare).to_contain_text("Rules and cells from A to B: coding: Coder B → coding: Coder C.")
    marks = compare.locator("tbody tr").evaluate_all("rows => rows.map(row => row.className)")
    assert marks == ["differs" if one[1] != other[1] else "" for one, other in zip(b, c, strict=True)]
    assert page.url.endswith(f"{LINK[1:]};;c&a={LINK[3:]};;b")
    again = opened(page.url[page.url.index("#") :])
    assert_same(shown(again), c)
    again.locator("[data-action=swap]").click()
    assert_same(shown(again), b)
    assert again.get_by_label("Coder B").is_checked()


def test_what_is_taken_along_names_the_coding(opened: Callable[..., Page], tmp_path):
    page = opened()
    choose(page, "b")
    page.get_by_label("Trust of Sinos Valley").select_option("your +2")
    with page.expect_download() as waiting:
        page.locator("[data-action=classes]").click()
    rows = list(csv.DictReader(waiting.value.path().read_text("utf-8").splitlines()))
    assert {row["coding"] for row in rows} == {"b"}
    with page.expect_download() as waiting:
        page.locator("[data-action=picture]").click()
    assert "1 cell of Coder B changed by the reader" in waiting.value.path().read_text("utf-8")
    page.locator("[data-action=undo]").click()
    with page.expect_download() as waiting:
        page.locator("[data-action=picture]").click()
    assert "cells as Coder B has them" in waiting.value.path().read_text("utf-8")
    assert 'load_study(coding="b")' in page.locator(".along pre").text_content()
    assert page.locator(".along .address input").input_value().endswith(";;b")


@pytest.mark.parametrize("coding", ["d", "__proto__", "b,c"])
def test_a_link_that_names_another_coding_draws_the_notice(
    opened: Callable[..., Page], coded: dict[str, Study], framework: Framework, coding: str
):
    page = opened(f"{LINK};;{coding}")
    expect(page.locator(".notice")).to_have_text(
        "The link could not be read: its coding is not known here. The explorer stands as it does without a link."
    )
    assert_same(shown(page), rows_of(framework, rate(coded[""]), EQUAL, THIRDS))


def test_the_small_one_offers_no_choice_but_says_what_a_link_has_brought(
    browser: Browser, tmp_path, coded: dict[str, Study], framework: Framework
):
    (tmp_path / "explorer.js").write_text(page_script(), "utf-8")
    (tmp_path / "explorer.css").write_text("", "utf-8")
    path = tmp_path / "index.html"
    path.write_text(HTML.format(page=explorer(edition(), small=True).page()), "utf-8")
    watched = open_page(browser, f"{path.as_uri()}{LINK};;b", tmp_path.as_uri())
    page = watched.page
    assert page.locator("[name=coding]").count() == 0
    assert_same(shown(page), rows_of(framework, rate(coded["b"]), EQUAL, THIRDS))
    expect(page.get_by_text("Not shown here, but in force: coding: Coder B.")).to_be_visible()
    assert page.get_by_role("link", name="The whole explorer").get_attribute("href").endswith(";;b")
    assert watched.complaints == []
    page.context.close()


def test_it_is_chosen_from_the_keyboard(opened: Callable[..., Page], coded: dict[str, Study], framework: Framework):
    page = opened()
    page.locator("[name=threshold-high]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name + document.activeElement.value") == "coding"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    settle(page)
    assert_same(shown(page), rows_of(framework, rate(coded["c"]), EQUAL, THIRDS))
    assert page.evaluate("document.activeElement.value") == "c"  # the focus stays where it is
    page.keyboard.press("Control+z")
    assert page.get_by_label("Coder B").is_checked()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_and_nothing_is_cut_off(opened: Callable[..., Page], width: int, theme: str):
    page = opened(f"{LINK};sinos:trust:2;c&a={LINK[3:]};;b&{OWN}", None, width, theme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    settle(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    boxes = [radio.bounding_box() for radio in page.locator(".choice span:has([name=coding])").all()]
    assert len(boxes) == 3 and all(box["height"] >= 24 and box["x"] + box["width"] <= width for box in boxes)


def test_a_move_is_answered_as_quickly_under_another_coding(opened: Callable[..., Page]):
    page = opened(f"{LINK};;c&{OWN}")
    times = page.evaluate("""async () => {
        const input = document.querySelector("[name=weight-trust]");
        const found = [];
        for (let at = 0; at < 60; at += 1) {
            await new Promise(requestAnimationFrame);
            const start = performance.now();
            input.value = String(at);
            input.dispatchEvent(new Event("input", { bubbles: true }));
            found.push(performance.now() - start);
        }
        return found;
    }""")
    assert np.median(times) < 8
