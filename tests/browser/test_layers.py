"""Layers that a reader lays over the study: chosen, loaded when asked for, shared, and shown on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import HTML, SITE, serve
from tests.browser.explorer_page import ADDRESS, assert_same, put, settle, shown, unfold
from tests.browser.pages import Watched, open_page
from tests.browser.test_accessibility import faults

from smeclusters import Explorer, load_study
from smeclusters.explorer import page_script, style
from whichroad.edition import DATA, edition
from whichroad.explorer import LAYERS, explorer
from whichroad.lessons import layer_link

pytestmark = pytest.mark.xdist_group("own")  # its page is made once

LINK = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
OWN = "o=1;skills;brenta,My_Brenta,BRA/0,1"


def layers_asked(page: Page) -> list[str]:
    """The scripts of layers that the page has loaded."""
    names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    return sorted(re.findall(r"explorer-(\w+)\.js", " ".join(names)))


def choose(page: Page, evidence: str | None = None, elsewhere: bool | None = None) -> None:
    if evidence is not None:
        page.get_by_label("Evidence").select_option(evidence)
        page.wait_for_function("key => (location.hash.split('&')[0].split(';')[8] ?? '').includes(key)", arg=evidence)
    if elsewhere is not None:
        page.get_by_role("checkbox", name="Clusters elsewhere").set_checked(elsewhere)
        expect(page.locator("[data-cluster=brenta]")).to_have_count(int(elsewhere))
    settle(page)


def in_python(url: str) -> list[tuple[str, str, float, float]]:
    found = Explorer.from_link(url)
    return list(zip(found.paths.index, found.paths, found.scores["lo"], found.scores["hi"], strict=True))


def test_it_opens_on_the_paper_alone_and_loads_no_layer(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    page = watched.page
    assert [row[0] for row in shown(page)] == list(edition().ratings.clusters)
    assert page.get_by_label("Evidence").input_value() == ""
    assert page.locator("[name=evidence] option").all_text_contents() == [
        "The paper alone",
        *(layer.name for key, layer in LAYERS.items() if key == "after"),
    ]
    assert not page.get_by_role("checkbox", name="Clusters elsewhere").is_checked()
    expect(page.locator(".rows .group")).to_have_count(0)
    assert layers_asked(page) == []
    put(page, "level-firm", 50)
    settle(page)
    assert page.evaluate("location.hash").split("&")[0].count(";") == 5
    assert watched.complaints == []
    page.context.close()


def test_clusters_elsewhere_stand_below_with_the_cells_of_python(opened: Callable[..., Page]):
    page = opened()
    choose(page, elsewhere=True)
    rows = shown(page)
    assert len(rows) == len(load_study(layers=["elsewhere"]).clusters) > 20
    assert_same(rows, in_python(page.url))
    assert layers_asked(page) == ["elsewhere"]
    assert page.locator(".rows .group > h3").all_text_contents() == ["In the paper", "Elsewhere"]
    added = page.locator(".rows .group").nth(1).locator("[data-cluster]")
    assert added.count() == len(rows) - len(edition().ratings.clusters)
    for at in range(added.count()):
        expect(added.nth(at).locator(".seen a")).to_have_attribute("href", "elsewhere.html")
    live = page.locator("[data-live]")
    expect(live).to_contain_text("Clusters elsewhere.")
    assert len(re.findall(r": \w[^:.]*\.", live.text_content())) <= 5
    expect(live).to_contain_text(re.compile(r"And \d+ others\. High road: \d+ certain"))
    choose(page, elsewhere=False)
    assert [row[0] for row in shown(page)] == list(edition().ratings.clusters)


def test_later_works_change_the_cells_as_in_python_and_stand_among_the_reasons(opened: Callable[..., Page]):
    page = opened()
    before = shown(page)
    choose(page, evidence="after")
    rows = shown(page)
    assert rows != before and [row[0] for row in rows] == [row[0] for row in before]
    assert_same(rows, in_python(page.url))
    study = load_study(layers=["after"])
    later = study.evidence[study.evidence["layer"] == "after"]
    told = page.locator(".why .evidence li").all_text_contents()
    assert sum(any(text.startswith(each) for each in later["summary"]) for text in told) > 20
    leads = page.locator(".why .evidence li a").evaluate_all("links => links.map(each => each.getAttribute('href'))")
    assert len(leads) == len(told) and any(each.startswith("references.html#work-") for each in leads)
    for coding in ("b", ""):
        page.locator(f'[name=coding][value="{coding}"]').check()
        settle(page)
        assert_same(shown(page), in_python(page.url), coding)
    shares = page.locator(".share").all_text_contents()
    assert all(shares)
    choose(page, evidence="")
    assert_same(shown(page), before)
    page.locator("[data-action=undo]").click()
    assert_same(shown(page), rows)


def test_reset_and_the_usual_settings_lead_back(opened: Callable[..., Page]):
    page = opened()
    alone = shown(page)
    choose(page, evidence="after", elsewhere=True)
    page.locator("[data-cluster=mendoza] .name").click()
    page.get_by_label("Trust of Mendoza").select_option("your +2")
    settle(page)
    page.locator("[data-action=paper]").click()
    settle(page)
    assert_same(shown(page), in_python(page.url))
    assert page.get_by_label("Evidence").input_value() == "" and len(shown(page)) > 20  # rows stay, as cells do
    assert "mendoza:trust:2" in page.url
    page.locator("[data-action=reset]").click()
    assert_same(shown(page), alone)
    choose(page, elsewhere=True)
    assert "mendoza:trust" not in page.url


@pytest.mark.parametrize(
    "link",
    [
        f"{LINK};;;after",
        f"{LINK};mendoza:trust:1;b;after,elsewhere&c=mendoza",
        f"{LINK};;;elsewhere&a={LINK[3:]};sinos:trust:2;;after,elsewhere",
        f"{LINK};brenta:trust:2;;elsewhere&{OWN}",
    ],
)
def test_a_link_brings_its_layers_when_the_page_opens_and_when_it_stands_there(opened: Callable[..., Page], link: str):
    page = opened(link)
    settle(page)
    expected = in_python(link)
    assert_same(shown(page), expected)
    assert page.locator(".notice").text_content() == ""
    assert page.locator(".along .address input").input_value().split("#")[1] == link[1:]
    lone = opened()
    lone.evaluate("hash => { location.hash = hash; }", link)
    lone.wait_for_function("count => document.querySelectorAll('[data-cluster]').length === count", arg=len(expected))
    lone.wait_for_function("key => document.querySelector('.along .address input').value.includes(key)", arg=link[:20])
    expect(lone.get_by_label("Evidence")).to_have_value(page.get_by_label("Evidence").input_value())
    assert_same(shown(lone), expected)
    lone.locator("[data-action=undo]").click()
    assert [row[0] for row in shown(lone)][:6] == list(edition().ratings.clusters)


@pytest.mark.parametrize("layer", ["nowhere", "__proto__", "after,nowhere"])
def test_a_link_that_names_another_layer_draws_the_notice(opened: Callable[..., Page], layer: str):
    page = opened(f"{LINK};;;{layer}")
    expect(page.locator(".notice")).to_have_text(
        "The link could not be read: a layer of it is not known here. The explorer stands as it does without a link."
    )
    assert len(shown(page)) == 6


def test_two_settings_are_compared_on_the_same_clusters(opened: Callable[..., Page]):
    page = opened()
    page.locator("[data-action=keep]").click()
    choose(page, evidence="after", elsewhere=True)
    compare = page.locator(".compare")
    expect(compare).to_contain_text("evidence: The paper alone → evidence: With what came after 2001.")
    expect(compare.locator("tbody tr")).to_have_count(len(shown(page)))
    page.locator("[data-action=swap]").click()
    settle(page)
    assert_same(shown(page), in_python(f"{LINK};;;elsewhere"))


def test_a_setting_that_was_saved_is_seen_once_its_layer_is_loaded(opened: Callable[..., Page]):
    page = opened()
    choose(page, evidence="after")
    page.get_by_label("Name of the setting").fill("Later")
    page.locator("[data-action=save-setting]").click()
    again = opened("", page.context)
    item = again.locator(".saved li")
    expect(item).to_contain_text("Its classes are seen once With what came after 2001 is loaded, which Show does.")
    again.get_by_role("button", name="Show Later").click()
    expect(again.get_by_label("Evidence")).to_have_value("after")
    settle(again)
    assert_same(shown(again), in_python(f"{LINK};;;after"))
    again.locator("[data-action=remove-saved]").click()


def test_what_cannot_be_loaded_is_told_and_can_be_tried_again(browser: Browser, alone: str):
    page = browser.new_page()
    page.route("**/explorer-*.js", lambda route: route.abort())
    page.goto(f"{alone}{LINK};;;elsewhere")
    page.wait_for_selector("[data-ready]")
    expect(page.locator(".notice")).to_have_text(
        "“Clusters elsewhere” could not be loaded; the explorer stands without it."
    )
    assert len(shown(page)) == 6
    box = page.get_by_role("checkbox", name="Clusters elsewhere")
    box.click()
    expect(page.locator(".evidence-choice .said")).to_have_text(
        "“Clusters elsewhere” could not be loaded; the explorer stands without it."
    )
    expect(box).not_to_be_checked()
    page.unroute("**/explorer-*.js")
    box.check()
    expect(page.locator("[data-cluster]")).to_have_count(22)
    expect(page.locator(".evidence-choice .said")).to_have_text("")
    page.context.close()


def test_while_a_layer_loads_the_menu_says_so(browser: Browser, alone: str):
    page = browser.new_page()
    held: list = []
    page.route("**/explorer-*.js", lambda route: held.append(route))
    page.goto(alone)
    page.wait_for_selector("[data-ready]")
    page.get_by_label("Evidence").select_option("after")
    said = page.locator(".evidence-choice .said")
    expect(said).to_have_text("Loading: With what came after 2001 …")
    expect(page.locator(".evidence-choice[aria-busy]")).to_have_count(1)
    put(page, "level-firm", 90)  # which the reader may move meanwhile
    settle(page)
    held[0].continue_()
    expect(said).to_have_text("")
    expect(page.get_by_label("Evidence")).to_have_value("after")
    settle(page)
    assert_same(shown(page), in_python(page.url))
    assert page.locator("[name=level-firm]").input_value() == "90"
    page.context.close()


def test_it_works_from_disk(browser: Browser):
    watched = open_page(browser, (SITE / ADDRESS).as_uri(), SITE.as_uri())
    choose(watched.page, evidence="after", elsewhere=True)
    assert_same(shown(watched.page), in_python(watched.page.url))
    again = open_page(browser, watched.page.url, SITE.as_uri())
    assert shown(again.page) == shown(watched.page)
    assert watched.complaints == again.complaints == []
    watched.page.context.close(), again.page.context.close()


def test_it_works_under_a_strict_policy(browser: Browser, strict: str):
    watched = open_page(browser, f"{strict}/{ADDRESS}{LINK};;;after", strict)
    choose(watched.page, elsewhere=True)
    assert_same(shown(watched.page), in_python(watched.page.url))
    assert watched.complaints == []
    watched.page.context.close()


@pytest.mark.parametrize("layer", list(LAYERS))
def test_the_chapters_lead_to_the_explorer_with_their_layer_on(browser: Browser, site: str, layer: str):
    watched = open_page(browser, f"{site}/chapters/{LAYERS[layer].href}", site)
    text = re.search(r">([^<]+)</a>", layer_link(edition(), layer, "x").markup)
    assert text
    link = watched.page.locator(f'.bd-article a[href^="explorer.html#w="][href$=";{layer}"]')
    link.click()
    watched.page.wait_for_selector("[data-explorer][data-ready]")
    settle(watched.page)
    assert_same(shown(watched.page), in_python(f"{LINK};;;{layer}"))
    assert watched.complaints == []
    watched.page.context.close()


SEEN = """() => [
    document.documentElement.scrollWidth, document.querySelector(".results").getBoundingClientRect().height,
    [...document.querySelectorAll(".rows [data-cluster]")].every(each => each.scrollWidth <= each.clientWidth + 1)]"""


@pytest.mark.parametrize("theme", ["", "dark"])
def test_on_a_phone_all_rows_can_be_reached_and_nothing_is_cut_off(opened: Callable[..., Page], theme: str):
    page = opened(f"{LINK};;;after,elsewhere", None, 390, theme)
    page.set_viewport_size({"width": 390, "height": 844})
    width, height, fits = page.evaluate(SEEN)
    assert width <= 390 and height < 844 / 2 and fits
    page.locator(".rows .group > h3").nth(1).scroll_into_view_if_needed()
    page.locator("[data-cluster=suame] .name").click()
    expect(page.get_by_role("heading", name="Why Suame")).to_be_visible()
    expect(page.locator("[data-cluster=suame]")).to_be_in_viewport()
    heading = page.locator(".rows .group > h3").nth(1)
    expect(heading).to_be_in_viewport()  # it stays above its rows
    assert page.locator("[data-cluster=suame]").bounding_box()["y"] >= heading.bounding_box()["y"]
    assert faults(page) == []


def test_a_slider_is_followed_at_once_with_all_rows(opened: Callable[..., Page]):
    page = opened(f"{LINK};;;after,elsewhere", None, 390)
    took = page.evaluate("""async () => {
        const slider = document.querySelector("[name=level-firm]");
        const found = [];
        for (let at = 1; at <= 20; at += 1) {
            slider.value = String(4 * at);
            const start = performance.now();
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            found.push(performance.now() - start); // classes stand there by then, the rest in the next frame
            await new Promise(requestAnimationFrame);
        }
        return found.sort((one, other) => one - other)[10];
    }""")
    assert took < 50


def test_all_of_it_can_be_done_from_the_keyboard(opened: Callable[..., Page]):
    page = opened("", folded=True)
    menu = page.get_by_label("Evidence")
    page.get_by_label("What became of them").focus()
    page.keyboard.press("Tab")
    expect(menu).to_be_focused()
    page.keyboard.press("w")  # as the second begins
    expect(menu).to_have_value("after")
    page.wait_for_function("location.hash.endsWith(';after')")
    expect(menu).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-cluster]")).to_have_count(22)
    expect(page.get_by_role("checkbox", name="Clusters elsewhere")).to_be_focused()
    described = page.get_by_role("checkbox", name="Clusters elsewhere").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text(LAYERS["elsewhere"].means)
    page.keyboard.press("Space")
    expect(page.locator("[data-cluster]")).to_have_count(6)


def test_on_paper_stand_all_rows_under_their_headings(opened: Callable[..., Page]):
    page = opened(f"{LINK};;;elsewhere")
    page.emulate_media(media="print")
    assert page.locator(".rows").evaluate("each => each.scrollHeight <= each.clientHeight")
    expect(page.locator("[data-cluster=suame] .name")).to_be_visible()
    expect(page.locator(".evidence-choice")).to_be_hidden()
    page.emulate_media(media="screen", forced_colors="active")
    expect(page.locator(".rows .group > h3").first).to_be_visible()


@pytest.fixture
def carried(tmp_path: Path) -> Iterator[str]:
    """A page that has a layer in its content, as a notebook has it, and no script beside it."""
    shown = explorer(edition(), layers=["elsewhere"], laid=["elsewhere"])
    page = shown.page().replace(
        '"layers":', '"unused":'
    )  # what a page offers goes, and what the trait holds comes in its place
    layers = __import__("json").dumps(shown.content["layers"]).replace("<", r"\u003c")
    page = page.replace('"unused":', f'"layers":{layers},"unused":', 1)
    for name, text in (
        ("index.html", HTML.format(page=page)),
        ("explorer.js", page_script()),
        ("explorer.css", style()),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    with serve(tmp_path) as address:
        yield address


def test_in_a_notebook_a_layer_comes_with_the_content(browser: Browser, carried: str):
    watched = Watched(browser.new_page(), carried)
    page = watched.page
    page.goto(f"{carried}/index.html")
    page.wait_for_selector("[data-ready]")
    unfold(page)
    expected = explorer(edition(), layers=["elsewhere"], laid=["elsewhere"])
    np.testing.assert_allclose([row[2] for row in shown(page)], expected.scores["lo"], atol=1e-6)
    assert watched.complaints == [] and DATA.is_dir()
    page.context.close()


def test_the_class_page_loads_what_a_setting_lays_over_the_study(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/class.html", site)
    page = watched.page
    assert layers_asked(page) == []
    page.locator("textarea[name=links]").fill(f"Ada {LINK}\nBen {LINK};mendoza:trust:1;;after,elsewhere")
    expect(page.locator("[data-setting]")).to_have_count(2)
    assert layers_asked(page) == ["after", "elsewhere"]
    expect(page.locator("[data-results]")).to_contain_text("evidence: With what came after 2001")
    assert watched.complaints == []
    page.context.close()
