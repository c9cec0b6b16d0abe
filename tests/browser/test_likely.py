"""The likely reading in the rows of the explorer: held to the library, in words, at any width, for own clusters too."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from tests.browser.explorer_page import put, settle

from smeclusters import Assessed, Explorer, Rules, likely_in_words, likely_scores
from smeclusters.model.paths import PATHS
from whichroad.later import since_in_words

pytestmark = pytest.mark.xdist_group("own")  # its page is made once

OWN = "o=1;skills;nova_serrana,Nova_Serrana,BRA/0,1"
EQUAL = "33,33,33;25,25,25,25,25,25,25,25,25,25,25,25"
LINKS = [
    f"#w=1;{EQUAL};1;0.4,0.6;range&{OWN}",
    f"#w=1;{EQUAL};0;0.35,0.7;middle&{OWN}",
    "#w=1;0,60,33;25,0,25,25,90,25,25,5,25,25,0,25;-1;0.4,0.6;leave_out",
    f"#w=1;{EQUAL};none;0.25,0.5;range",
    "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;0.5;0.4,0.6;range;sinos:trust:2",
]
SHARES = """paths => [...document.querySelectorAll("[data-cluster]")].map(row =>
    [row.dataset.cluster, ...paths.map(path => row.getAttribute(`data-likely-${path}`))])"""


def told(page: Page) -> dict[str, list[float]]:
    settle(page)
    return {key: [float(share) for share in shares] for key, *shares in page.evaluate(SHARES, list(PATHS))}


@pytest.mark.parametrize("link", LINKS)
def test_each_row_tells_what_the_library_finds(opened: Callable[..., Page], link: str):
    page = opened(link)
    assert page.locator(".notice").text_content() == ""
    found = told(page)
    expected = Explorer.from_link(page.url).likely
    assert list(found) == list(expected.index)
    np.testing.assert_allclose(list(found.values()), expected.to_numpy(), rtol=0, atol=1e-8)
    for key, row in expected.iterrows():
        words = page.locator(f"[data-cluster={key}] .likely").text_content().replace("\u00a0", " ")
        assert words == f"Likely: {likely_in_words(row)}"
        assert words in page.locator(f"[data-cluster={key}] .unseen").text_content().replace("\u00a0", " ")


def test_it_follows_the_sliders_and_goes_where_nothing_weighs_anything(opened: Callable[..., Page]):
    page = opened()
    before = told(page)
    put(page, "level-cluster", 100)
    assert told(page) != before
    for level in ("country", "cluster", "firm"):
        put(page, f"level-{level}", 0)
    settle(page)
    assert page.locator("[data-cluster=sinos]").get_attribute("data-likely-mixed") == ""
    assert page.locator("[data-cluster=sinos] .likely").text_content() == ""
    expect(page.locator("[data-cluster=sinos] .core")).to_be_hidden()


ON_THE_SCALE = """() => Object.fromEntries([...document.querySelectorAll("[data-cluster]")].map(row => {
    const box = each => row.querySelector(each).getBoundingClientRect();
    const [scale, core, middle] = [".scale", ".core", ".median"].map(box);
    const at = x => (x - scale.left) / scale.width;
    return [row.dataset.cluster, [at(core.left), at(middle.left + 1), at(core.right), 4 / scale.width]];
}))"""


@pytest.mark.parametrize(("width", "theme"), [(1280, ""), (390, ""), (390, "dark")])
@pytest.mark.parametrize("link", [LINKS[0], LINKS[4]])
def test_the_core_lies_where_most_scores_do_and_words_stand_where_there_is_room(
    opened: Callable[..., Page], width: int, theme: str, link: str
):
    page = opened(link, None, width, theme)
    settle(page)
    setting = Explorer.from_link(page.url)
    weights = setting.framework.weigh(setting.weights, levels=setting.levels)
    rules = Rules(setting.compensation, setting.thresholds, setting.silent)
    expected = likely_scores(setting.ratings, {"": weights}, rules).set_index("cluster")
    found = page.evaluate(ON_THE_SCALE)
    assert list(found) == list(expected.index)
    for key, (left, middle, right, least) in found.items():
        tenth, half, ninetieth = expected.loc[key, ["tenth", "median", "ninetieth"]]
        assert middle == pytest.approx(half, abs=0.006), key
        if ninetieth - tenth > least:  # a narrower one would not be seen
            assert (left, right) == pytest.approx((tenth, ninetieth), abs=0.006), key
    words = page.locator("[data-cluster=sinos] .likely")
    expect(words).to_be_visible() if width > 700 else expect(words).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_text("Its dark core is the likely reading")).to_be_visible()
    assert "Likely: low road" in page.locator(".why .outcome").text_content()


def test_a_switch_has_rows_say_what_became_of_the_clusters(opened: Callable[..., Page], paper: Assessed):
    page = opened()
    since = page.locator("[data-cluster] .seen em")
    expect(since).to_have_count(len(paper.ratings.clusters))
    expect(since.first).to_be_hidden()
    box = page.get_by_role("checkbox", name="What became of them")
    box.focus()
    page.keyboard.press("Space")
    for key, words in since_in_words().items():
        expect(page.locator(f"[data-cluster={key}] .seen em")).to_have_text(words)
        expect(page.locator(f"[data-cluster={key}] .seen em")).to_be_visible()
    put(page, "level-cluster", 100)
    settle(page)
    expect(since.first).to_be_visible()
    page.keyboard.press("Tab")
    box.uncheck()
    expect(since.first).to_be_hidden()
