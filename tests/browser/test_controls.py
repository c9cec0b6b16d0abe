"""The explorer's controls: triangles for all clusters, held to the library by links written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.explorer_page import VISIT, assert_same, put, rows_of, settle, shown

from smeclusters import Framework, Ratings
from smeclusters.model.paths import PATHS
from smeclusters.model.rules import Silent

EQUAL = [25.0] * 12
SETS = ["low_road", "low_road|mixed", "|".join(PATHS), "mixed", "mixed|high_road", "high_road"]
SETS_IN_WORDS = {
    "low_road": "low road",
    "low_road|mixed": "low road or mixed",
    "low_road|mixed|high_road": "could be any",
    "mixed": "mixed",
    "mixed|high_road": "mixed or high road",
    "high_road": "high road",
}


# ---- Triangles.


# Which areas of each small triangle cover a mix.
COVERED = """mixes => [...document.querySelectorAll(".mixes svg")].map(drawing => {
    const [areas, outline] = [[...drawing.querySelectorAll("path")], drawing.querySelector(".outline").points];
    return mixes.map(mix => areas.map(area => area.isPointInFill(new DOMPoint(
        ...["x", "y"].map(axis => mix.reduce((total, share, at) => total + share * outline[at][axis], 0))))));
})"""
NEAR = 0.035 * np.array([[1, -1, 0], [-1, 1, 0], [0, 1, -1], [0, -1, 1], [1, 0, -1], [-1, 0, 1]])


@pytest.mark.parametrize(
    ("factors", "compensation", "thresholds", "silent"),
    [
        ([25] * 12, 1, (0.4, 0.6), "range"),
        ([9, 0, 3, 4, 50, 50, 0, 0, 1, 2, 3, 4], -2, (0.35, 0.55), "middle"),
        ([9, 0, 3, 4, 50, 50, 0, 0, 1, 2, 3, 4], 0, (0.5, 0.6), "leave_out"),
    ],
)
def test_each_small_triangle_is_coloured_by_its_clusters_class_at_each_mix(
    opened: Callable[..., Page],
    framework: Framework,
    ratings: Ratings,
    factors: list[int],
    compensation: float,
    thresholds: tuple[float, float],
    silent: Silent,
):
    page = opened()
    page.evaluate(
        VISIT, [f"#w=1;1,2,3;{','.join(map(str, factors))};{compensation};{thresholds[0]},{thresholds[1]};{silent}"]
    )
    settle(page)

    def paths(mix: np.ndarray) -> list[str]:
        return [row[1] for row in rows_of(framework, ratings, factors, mix.tolist(), compensation, thresholds, silent)]

    mixes = np.random.default_rng(191).dirichlet([1, 1, 1], 80)
    drawn = page.evaluate(COVERED, mixes.tolist())
    assert len(drawn) == len(ratings.clusters)
    checked = np.zeros(len(drawn), int)
    for at, mix in enumerate(mixes):
        expected, around = paths(mix), [paths(near) for near in np.clip(mix + NEAR, 1e-6, 1)]
        for row, path in enumerate(expected):
            if {near[row] for near in around} == {path}:
                checked[row] += 1
                assert [key for key, hit in zip(SETS, drawn[row][at], strict=True) if hit] == [path], (row, mix)
    assert min(checked) > 25


def test_the_point_of_the_mix_stands_in_each_small_triangle(opened: Callable[..., Page]):
    page = opened("#w=1;20,50,30;1,1,1,1,1,1,1,1,1,1,1,1;1;0.4,0.6;range")
    where = """() => [...document.querySelectorAll(".mixes svg")].map(drawing => {
        const outline = [...drawing.querySelector(".outline").points];
        const { e, f } = drawing.querySelector(".point").transform.baseVal[0].matrix;
        return [e - outline.reduce((x, each, at) => x + each.x * [0.2, 0.5, 0.3][at], 0),
                f - outline.reduce((y, each, at) => y + each.y * [0.2, 0.5, 0.3][at], 0)];
    })"""
    np.testing.assert_allclose(page.evaluate(where), np.zeros((6, 2)), atol=0.02)
    put(page, "level-firm", 100)
    settle(page)
    assert np.abs(page.evaluate(where)).min() > 0.5


def test_a_small_triangle_that_is_pressed_becomes_the_large_one(opened: Callable[..., Page]):
    page = opened()
    large = page.locator(".triangle")
    expect(large).to_be_hidden()
    button = page.get_by_role("button", name="Gamarra could be any at this mix")
    button.focus()
    page.keyboard.press("Enter")
    expect(large.locator("select")).to_have_value("gamarra")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".why h2")).to_have_text("Why Gamarra?")
    page.locator("[data-preset=collective_efficiency]").click()
    expect(page.locator(".mixes button").nth(3)).to_have_accessible_name("Gamarra high road at this mix")
    page.locator(".mixes button").first.click()  # another one takes its place
    expect(large.locator("select")).to_have_value("sinos")
    expect(page.locator(".mixes [aria-pressed=true]")).to_have_count(1)
    page.locator(".mixes button").first.click()
    expect(large).to_be_hidden()
    expect(page.locator(".mixes [aria-pressed=true]")).to_have_count(0)


def test_a_cluster_of_ones_own_has_a_small_triangle_too(opened: Callable[..., Page]):
    page = opened("#w=1;1,1,1;1,1,1,1,1,1,1,1,1,1,1,1;1;0.4,0.6;range&o=1;trust;mine,My_own/0,2")
    expect(page.locator(".mixes button").last).to_have_accessible_name("My own could be any at this mix")
    assert any(
        page.locator(".mixes li").last.locator("path").evaluate_all("all => all.map(each => each.getAttribute('d'))")
    )


def test_the_label_does_not_touch_its_select(opened: Callable[..., Page]):
    for width in (1280, 390):
        page = opened("", None, width)
        page.locator(".mixes button").first.click()
        label, select = (page.locator(f".triangle {tag}").bounding_box() for tag in ("label", "select"))
        assert select["x"] >= label["x"] + label["width"] + 4 or select["y"] >= label["y"] + label["height"]


# ---- Saved settings.


WEIGHED = "#w=1;10,70,20;9,0,3,4,50,50,0,0,1,2,3,4;-2;0.35,0.55;middle"
SHELF = "localStorage['smeclusters saved settings ' + location.pathname]"


def save_as(page: Page, name: str) -> None:
    page.get_by_label("Name of the setting").fill(name)
    page.locator("[data-action=save-setting]").click()


def expected_rows(framework: Framework, ratings: Ratings) -> list[tuple[str, str, float, float]]:
    return rows_of(framework, ratings, [9, 0, 3, 4, 50, 50, 0, 0, 1, 2, 3, 4], [10, 70, 20], -2, (0.35, 0.55), "middle")


def test_a_setting_is_saved_by_name_shown_and_removed(
    opened: Callable[..., Page], browser: Browser, framework: Framework, ratings: Ratings
):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = opened(WEIGHED, context)
    expect(page.locator(".saved")).to_contain_text("in this browser alone")
    save_as(page, "Mine")
    page.locator("[data-preset=macro_first]").click()
    save_as(page, "Mine")  # neither takes the place of the other
    save_as(page, "")
    assert page.locator(".saved .called").all_inner_texts() == ["Mine", "Mine (2)", "Setting 3"]
    page = opened("", context)  # another visit
    saved = page.locator(".saved")
    reference = shown(page)
    page.get_by_role("button", name="Show Mine", exact=True).click()
    settle(page)
    assert_same(shown(page), expected_rows(framework, ratings))
    page.locator("[data-action=undo]").click()
    assert shown(page) == reference
    page.get_by_role("button", name="Remove Mine", exact=True).click()
    expect(saved.locator(".called")).to_have_count(2)
    assert page.evaluate("document.activeElement.closest('.saved') !== null")
    page.locator("[data-action=remove-saved]").click()
    expect(saved.locator(".called")).to_have_count(0)
    assert page.evaluate(f"{SHELF} ?? null") is None


def test_saved_settings_stand_beside_one_another_with_their_classes(
    opened: Callable[..., Page], framework: Framework, ratings: Ratings
):
    page = opened(WEIGHED)
    save_as(page, "Mine")
    page.locator("[data-preset=collective_efficiency]").click()
    settle(page)
    lines = [line.locator("th, td").all_inner_texts() for line in page.locator(".saved tbody tr").all()]
    narrow = framework.weightings["collective_efficiency"]
    rules = (-2, (0.35, 0.55), "middle")  # which a named weighting leaves as they are
    now = [row[1] for row in rows_of(framework, ratings, narrow.within.tolist(), narrow.levels.tolist(), *rules)]
    saved = [row[1] for row in expected_rows(framework, ratings)]
    assert [line[0] for line in lines] == ["Now", "Mine"]
    for line, paths in zip(lines, (now, saved), strict=True):
        assert line[1:] == [SETS_IN_WORDS[path] for path in paths]
    signs = page.locator(".signs > span").evaluate_all(
        "all => all.map(each => [...each.children].map(sign => sign.className).filter(Boolean).join('|'))"
    )
    assert signs == saved


def test_what_can_no_longer_be_read_is_said_and_not_lost(opened: Callable[..., Page], browser: Browser):
    context = browser.new_context(reduced_motion="reduce")
    page = opened("", context)
    page.evaluate(f"""{SHELF} = JSON.stringify([{{name: "<b>Old</b>", fragment: "#w=0;1"}}])""")
    page = opened("", context)
    expect(page.locator(".saved li")).to_contain_text("<b>Old</b>")
    expect(page.locator(".saved li")).to_contain_text("can no longer be read: another version of the explorer made it")
    save_as(page, "New")
    expect(page.locator(".saved .called")).to_have_count(2)
    page.evaluate(f"{SHELF} = 'not JSON'")
    page = opened("", context)
    expect(page.locator(".saved li")).to_contain_text("can no longer be read")
    save_as(page, "Newer")
    expect(page.locator(".saved .said")).to_contain_text("remove it first")
    assert page.evaluate(SHELF) == "not JSON"
    page.locator("[data-action=remove-saved]").click()
    save_as(page, "Newer")
    expect(page.locator(".saved .called")).to_have_text("Newer")


def test_a_browser_that_keeps_nothing_says_so(opened: Callable[..., Page], browser: Browser):
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    page = opened("", context)
    save_as(page, "Mine")
    expect(page.locator(".saved .said")).to_have_text("This browser does not let a page keep anything.")


def test_saved_settings_bring_clusters_of_ones_own(opened: Callable[..., Page]):
    page = opened("#w=1;1,1,1;1,1,1,1,1,1,1,1,1,1,1,1;1;0.4,0.6;range&o=1;trust;mine,My_own/0,2")
    save_as(page, "With mine")
    page.get_by_role("button", name="Remove My own").click()
    expect(page.locator("[data-cluster]")).to_have_count(6)
    page.get_by_role("button", name="Show With mine").click()
    expect(page.locator("[data-cluster=mine]")).to_have_count(1)


def test_names_and_links_are_copied_for_a_class(opened: Callable[..., Page], browser: Browser):
    context = browser.new_context(reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
    page = opened(WEIGHED, context)
    save_as(page, "Group A")
    page.locator("[data-action=copy-saved]").click()
    expect(page.locator(".saved .said")).to_contain_text("Copied")
    name, link = page.evaluate("navigator.clipboard.readText()").rsplit(" ", 1)
    assert name == "Group A" and link == page.url.split("#")[0] + WEIGHED


# ---- For a room.


IN_SIGHT = """() => [...document.querySelectorAll("[data-cluster], [data-preset], [name^=level-]")].map(each => {
    const box = each.getBoundingClientRect();
    return [box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
            each.matches("input") ? 99 : parseFloat(getComputedStyle(each).fontSize),
            each.matches("li") ? box.width : 9999];
})"""


@pytest.mark.parametrize("way", ["whole screen", "window"])
def test_presented_all_that_a_room_needs_is_large_and_in_sight(opened: Callable[..., Page], browser: Browser, way: str):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    if way == "window":
        context.add_init_script("delete Element.prototype.requestFullscreen")
    page = opened("", context)
    button = page.locator("[data-action=present]")
    button.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    button.click()
    expect(button).to_have_text("Leave (Esc)")
    if way == "whole screen":
        page.wait_for_function("document.fullscreenElement?.matches('[data-explorer]')")
    found = page.evaluate(IN_SIGHT)
    assert all(seen for seen, *_ in found) and len(found) == 6 + 5 + 3
    assert min(size for _, size, _ in found) >= 22
    assert min(width for *_, width in found) > 1100  # of a row
    expect(page.locator(".along")).to_be_hidden()
    page.locator("[data-preset=collective_efficiency]").click()
    expect(page.locator("[data-cluster=sinos]")).to_have_attribute("data-path", "high_road")
    for _ in range(60):  # nothing behind it is reached
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('.presenting')"
        )
    page.locator("[name=level-firm]").focus()
    if way == "window":
        page.keyboard.press("Escape")
    else:
        page.evaluate("document.exitFullscreen()")  # as the browser's own Escape does
    expect(button).to_have_text("Present")
    expect(button).to_be_focused()
    expect(page.locator(".along")).to_be_visible()
    assert page.evaluate("document.querySelectorAll('[inert]:not([data-step])').length") == 0
    page.wait_for_function("document.fullscreenElement === null")
    page.wait_for_function("place => Math.abs(scrollY - place) < 5", arg=place)


def test_on_a_phone_nothing_is_presented(opened: Callable[..., Page]):
    expect(opened("", None, 390).locator("[data-action=present]")).to_be_hidden()


# ---- Sliders, numbers, steps.


AT_HAND = """name => { const range = document.querySelector(`[name=${name}]`);
    const dial = range.closest(".dial");
    return [range.valueAsNumber, Number(dial.querySelector("[type=number]").value),
            dial.querySelector("output").textContent]; }"""


def at_hand(page: Page, name: str) -> tuple[float, float, str]:
    """Position of a slider, the number beside it, and what it is said to weigh."""
    settle(page)
    position, number, share = page.evaluate(AT_HAND, name)
    return position, number, share.replace("\u00a0", " ")


def test_a_number_can_be_typed_and_slider_and_number_agree(
    opened: Callable[..., Page], framework: Framework, ratings: Ratings
):
    page = opened()
    number = page.get_by_label("Cluster level: position from 0 to 100")
    number.fill("62.5")
    assert at_hand(page, "level-cluster") == (62.5, 62.5, "48.6 %")
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, [33, 62.5, 33]))
    number.fill("")  # while another one is being typed
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, [33, 62.5, 33]))
    number.blur()
    expect(number).to_have_value("62.5")
    number.fill("250")
    assert at_hand(page, "level-cluster") == (100, 100, "60.2 %")
    number.fill("-3")
    assert at_hand(page, "level-cluster") == (0, 0, "0.0 %")
    page.locator("[data-action=undo]").click()
    put(page, "level-cluster", 47.25)  # as a mouse may leave it
    position, shows, _ = at_hand(page, "level-cluster")
    assert position == shows
    expect(page.locator("[name=level-cluster]")).to_have_attribute(
        "aria-valuetext", re.compile("^47.3: .* of the whole$")
    )


def test_weights_beyond_the_ends_are_shown_in_proportion(
    opened: Callable[..., Page], framework: Framework, ratings: Ratings
):
    factors = [500, 100, 0, 0, 1, 1, 1, 1, 30, 30, 30, 30]
    page = opened(f"#w=1;300,150,30;{','.join(map(str, factors))};1;0.4,0.6;range")
    assert_same(shown(page), rows_of(framework, ratings, factors, [300, 150, 30]))
    assert [at_hand(page, f"level-{key}")[:2] for key in framework.levels] == [(100, 100), (50, 50), (10, 10)]
    assert at_hand(page, "weight-macro")[:2] == (100, 100)
    put(page, "level-firm", 50)  # the others stay where they are seen to be
    assert [at_hand(page, f"level-{key}")[:2] for key in framework.levels] == [(100, 100), (50, 50), (50, 50)]
    assert_same(shown(page), rows_of(framework, ratings, factors, [100, 50, 50]))


def test_a_slider_that_weighs_next_to_nothing_says_why(opened: Callable[..., Page]):
    page = opened("#w=1;0,100,0.01;5,5,5,5,0,0,0,1,1,1,1,1;1;0.4,0.6;range")
    assert at_hand(page, "weight-macro")[2] == "0.0 %: its level stands at 0"
    assert at_hand(page, "level-firm")[2] == "less than 0.1 %"
    assert at_hand(page, "level-cluster")[2] == "more than 99.9 %"
    assert at_hand(page, "weight-trust")[2] == "0.0 %"


def test_coarse_steps_stand_in_for_sliders(opened: Callable[..., Page], framework: Framework, ratings: Ratings):
    page = opened()
    expect(page.locator(".steps").first).to_be_hidden()
    start = shown(page)
    page.get_by_label("Coarse: not at all, a little, much, very much").check()
    assert shown(page) == start
    levels = page.locator(".levels").get_by_role("radiogroup")
    assert [each.get_by_role("radio", checked=True).get_attribute("value") for each in levels.all()] == ["1"] * 3
    expect(page.locator("[name=level-cluster]")).to_be_hidden()
    page.get_by_role("radiogroup", name="Cluster level in steps").get_by_text("very much").click()
    page.get_by_role("radiogroup", name="Firm level in steps").get_by_text("not at all").click()
    settle(page)
    weights = rows_of(framework, ratings, EQUAL, [1, 3, 0])
    assert [row[:2] for row in shown(page)] == [row[:2] for row in weights]
    np.testing.assert_allclose([row[2:] for row in shown(page)], [row[2:] for row in weights], atol=1e-6)
    assert at_hand(page, "level-country")[0] == pytest.approx(100 / 3, abs=1e-4)
    again = page.url  # the link of old, which holds the positions
    assert "#w=1;33.3333,100,0;" in again
    page.get_by_role("radio", name="very much").and_(page.get_by_role("radio", checked=True)).focus()
    page.keyboard.press("ArrowLeft")
    assert at_hand(page, "level-cluster")[0] == pytest.approx(200 / 3, abs=1e-4)


def test_what_is_on_no_step_shows_the_nearest_with_a_sign(opened: Callable[..., Page]):
    page = opened("#w=1;10,20,40;25,25,25,25,50,50,0,0,10,20,70,100;1;0.4,0.6;range")
    page.get_by_label("Coarse: not at all, a little, much, very much").check()

    def near(name: str) -> tuple[str, str]:
        steps = page.locator(f".dial:has([name={name}]) .steps")
        return steps.locator("input:checked").get_attribute("value"), steps.locator(".hint").text_content()

    assert near("level-country") == ("0", "≈ the nearest: it stands at 10")
    assert near("level-firm") == ("1", "≈ the nearest: it stands at 40")
    assert near("weight-joint_action")[1] == near("weight-macro")[1] == ""  # in proportion to steps
    assert near("weight-working_conditions") == ("2", "≈ the nearest: it stands at 70")


# ---- Locks.


def test_a_locked_factor_keeps_its_share_while_others_of_its_level_move(
    opened: Callable[..., Page], framework: Framework, ratings: Ratings
):
    page = opened()
    lock = page.get_by_role("button", name="Lock Trust")
    lock.click()
    expect(page.locator("[name=weight-trust]")).to_be_disabled()
    put(page, "weight-joint_action", 10)
    put(page, "weight-joint_action", 70)  # 75 are left for three; the two others give way in proportion
    weights = dict(zip(framework.determinants, EQUAL, strict=True)) | {
        "external_economies": 2.5,
        "joint_action": 70,
        "connectivity": 2.5,
    }
    assert_same(shown(page), rows_of(framework, ratings, list(weights.values()), [33] * 3))
    assert at_hand(page, "weight-trust") == (25, 25, "8.3 %")
    put(page, "weight-joint_action", 100)  # no more than is left
    assert at_hand(page, "weight-joint_action") == (75, 75, "25.0 %")
    put(page, "weight-macro", 100)  # of another level, whose factors are not locked
    assert at_hand(page, "weight-regulation")[0] == 25
    page.get_by_role("button", name="Lock External economies").click()
    page.get_by_role("button", name="Lock Connectivity").click()
    put(page, "weight-joint_action", 3)  # its share is what the locked ones leave
    assert at_hand(page, "weight-joint_action")[:2] == (75, 75)
    lock.click()
    expect(page.locator("[name=weight-trust]")).to_be_enabled()
    put(page, "weight-trust", 40)
    assert at_hand(page, "weight-joint_action")[0] == 60
    assert "lock" not in page.url


# ---- Playing a slider.


POSITIONS = """() => { const range = document.querySelector("[name=level-cluster]"); window.positions = [];
    const note = () => { const at = range.valueAsNumber;
        if (window.positions.at(-1) !== at) window.positions.push(at);
        requestAnimationFrame(note); };
    note(); }"""


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_slider_plays_to_its_end_and_all_is_as_it_was(opened: Callable[..., Page], browser: Browser, motion: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion=motion)
    context.clock.install()
    page = opened("", context)
    start, undo = shown(page), page.locator("[data-action=undo]")
    page.evaluate(POSITIONS)
    play = page.get_by_role("button", name="Play Cluster level from 0 to 100")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    context.clock.run_for(6000)
    expect(play).to_have_attribute("aria-pressed", "false")
    first, *played, last = page.evaluate("positions")
    assert first == last == 33 and played == sorted(played) and played[0] < 25 and played[-1] == 100
    assert played == [0, 25, 50, 75, 100] if motion == "reduce" else len(played) > 40
    assert shown(page) == start
    expect(undo).to_be_disabled()


@pytest.mark.parametrize("by", ["key", "press", "button"])
def test_playing_is_stopped_where_it_is_as_one_step(opened: Callable[..., Page], browser: Browser, by: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.clock.install()
    page = opened("", context)
    start = shown(page)
    play = page.get_by_role("button", name="Play Cluster level from 0 to 100")
    play.click()
    context.clock.run_for(3000)
    if by == "key":
        page.keyboard.press("x")
    elif by == "press":
        page.locator("h1").click()
    else:
        play.press("Enter")
    expect(play).to_have_attribute("aria-pressed", "false")
    context.clock.run_for(6000)
    assert at_hand(page, "level-cluster")[:2] == (75, 75)
    page.locator("[data-action=undo]").click()
    assert shown(page) == start
    expect(page.locator("[data-action=undo]")).to_be_disabled()
