"""The explorer's controls: triangles for all clusters, held to the library by links written by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from tests.browser.explorer_page import VISIT, put, rows_of, settle

from smeclusters import Framework, Ratings
from smeclusters.model.paths import PATHS
from smeclusters.model.rules import Silent

EQUAL = [25.0] * 12
SETS = ["low_road", "low_road|mixed", "|".join(PATHS), "mixed", "mixed|high_road", "high_road"]


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
