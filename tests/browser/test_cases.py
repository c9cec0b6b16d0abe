"""Best and worst case in the explorer: what would put a cluster on a path, and why its bar is so wide."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.explorer_page import put, settle, unfold

from smeclusters import Explorer, Rules, acceptability, likely_scores, nearest_weighting, score
from smeclusters.model.paths import PATHS
from whichroad.edition import edition

pytestmark = pytest.mark.xdist_group("own")  # its page is made once

EQUAL = "33,33,33;25,25,25,25,25,25,25,25,25,25,25,25"
UNEVEN = "20,50,30;25,10,25,25,5,40,25,60,25,0,25,80"
USUAL = f"#w=1;{UNEVEN};1;0.4,0.6;range"
LINKS = [
    USUAL,
    f"#w=1;{EQUAL};0;0.35,0.7;middle",
    f"#w=1;{UNEVEN};-1;0.4,0.6;leave_out",
    f"#w=1;{UNEVEN};none;0.25,0.5;range",
    f"#w=1;{EQUAL};0.5;0.4,0.6;range",
]
FACTORS = edition().framework.determinants
CLUSTERS = ("sinos", "leon", "cachoeiro")


def text(page: Page, selector: str) -> str:
    return (page.locator(selector).text_content() or "").replace("\u00a0", " ")


def ask(page: Page, cluster: str) -> Explorer:
    """Asks why by pressing the bar, and gives the same state in Python."""
    page.locator(f"[data-cluster={cluster}] .scale").click()
    settle(page)
    return Explorer.from_link(page.url)


def rules_of(state: Explorer) -> Rules:
    return Rules(state.compensation, state.thresholds, state.silent)


def choose(page: Page, path: str) -> None:
    page.locator(f".cases input[value={path}]").check()


# ---- Why the bar is as wide as it is.


@pytest.mark.parametrize("link", LINKS)
def test_pressing_a_bar_tells_how_far_it_goes_and_what_is_likely(opened: Callable[..., Page], link: str):
    page = opened(link)
    for cluster in CLUSTERS:
        state = ask(page, cluster)
        expect(page.locator(".why .width")).to_be_in_viewport()
        words = text(page, ".why .width")
        lo, hi = state.scores.loc[cluster, ["lo", "hi"]]
        weights = state.framework.weigh(state.weights, levels=state.levels)
        likely = likely_scores(state.ratings, {"": weights}, rules_of(state)).set_index("cluster").loc[cluster]
        if hi == lo:
            assert words == f"The score is {lo:.2f}, whatever is uncertain may turn out to be."
            continue
        numbers = [float(number) for number in re.findall(r"\d\.\d+", words)]
        assert numbers[:2] == pytest.approx([lo, hi], abs=0.0051)
        assert numbers[-3:] == pytest.approx(likely[["tenth", "ninetieth", "median"]].to_list(), abs=0.0051)


@pytest.mark.parametrize("link", LINKS)
def test_what_widens_it_most_is_what_would_narrow_it_most(opened: Callable[..., Page], link: str):
    """By scores with one cell known; where all add up, by its weight times the width of its cell."""
    page = opened(link)
    for cluster in CLUSTERS:
        state = ask(page, cluster)
        at, flat = state.ratings.clusters.index(cluster), state.framework.weigh(state.weights, levels=state.levels).flat
        rules, one = rules_of(state), state.ratings.some([at])
        whole = state.scores.loc[cluster, "hi"] - state.scores.loc[cluster, "lo"]
        if whole == 0:
            continue
        names = [state.framework.names[key] for key in state.ratings.determinants]
        by = {}
        for factor, (name, key) in enumerate(zip(names, one.determinants, strict=True)):
            lo, hi = one.lo[0, factor], one.hi[0, factor]
            if rules.compensation == 1:
                by[name] = flat[factor] * (hi - lo) / 4
            elif one.silent[0, factor] and rules.silent != "range":
                by[name] = 0.0
            else:
                found = score(one.recode({cluster: {key: (lo + hi) / 2}}), flat, rules)
                by[name] = whole - float(found.hi[0] - found.lo[0])
        told = dict(re.findall(r"(?:: |, | and )([A-Z][\w\- ]*?) \((\d\.\d\d)", text(page, ".why .width")))
        wide = sorted((value for value in by.values() if value >= 0.005), reverse=True)
        assert len(told) == min(3, len(wide)) > 0 or not wide
        assert {name: float(value) for name, value in told.items()} == pytest.approx(
            {name: by[name] for name in told}, abs=0.0051
        )
        assert sorted((by[name] for name in told), reverse=True) == pytest.approx(wide[:3], abs=1e-6)
        silent = {name for name, mute in zip(names, state.ratings.silent[at], strict=True) if mute}
        for name in told:
            said = f"{name} ({told[name]}, the paper is silent)" in text(page, ".why .width")
            assert said == (name in silent)


def test_a_cell_that_the_reader_calls_unknown_is_not_the_papers_silence(opened: Callable[..., Page]):
    page = opened(f"#w=1;{EQUAL};1;0.4,0.6;range;sinos:skills:u")
    ask(page, "sinos")
    assert "Skills (0.08, unknown)" in text(page, ".why .width")
    assert "Infrastructure and machinery (0.08, the paper is silent)" in text(page, ".why .width")


def test_without_doubt_and_without_anything_known_it_says_so(opened: Callable[..., Page]):
    single = ",".join(f"sinos:{key}:0" for key in FACTORS)
    page = opened(f"#w=1;{EQUAL};1;0.4,0.6;range;{single}")
    ask(page, "sinos")
    assert text(page, ".why .width").startswith("The score is 0.50, whatever")
    alone = ",".join("25" if key == "infrastructure" else "0" for key in FACTORS)
    assert alone.count("25") == 1
    page.evaluate("link => { location.hash = link; }", f"#w=1;33,33,33;{alone};1;0.4,0.6;leave_out")
    page.wait_for_function("document.querySelector('.why .width').textContent.startsWith('Nothing')")


# ---- What would put a cluster on a path.


@pytest.mark.parametrize("link", LINKS)
def test_the_nearest_weighting_is_the_librarys_and_a_press_sets_it(opened: Callable[..., Page], link: str):
    page = opened(link)
    pressed = 0
    for cluster in CLUSTERS:
        for path in PATHS:
            for at, certain in enumerate((True, False)):
                state = ask(page, cluster)
                choose(page, path)
                words = text(page, f".case:nth-child({at + 1}) p")
                press = page.locator(f"[data-action={'certain' if certain else 'open'}]")
                weights = state.framework.weigh(state.weights, levels=state.levels)
                found = nearest_weighting(
                    state.ratings, weights, state.framework, cluster, path, certain, rules_of(state)
                )
                if found is None:
                    assert words.endswith(": no weighting can.")
                    expect(press).to_be_hidden()
                elif not found.distance:
                    assert words.startswith("With these weights")
                    expect(press).to_be_hidden()
                else:
                    points = float(re.search(r"move ([\d.]+) of every 100 points", words)[1])
                    assert points == pytest.approx(50 * found.distance, abs=0.51 if points >= 10 else 0.051)
                    press.click()
                    pressed += 1
                    settle(page)
                    open_ = Explorer.from_link(page.url).paths[cluster]
                    assert open_ == path if certain else path in open_.split("|"), (cluster, path, words)
                    assert page.evaluate("document.activeElement.type") == "radio"
                    page.keyboard.press("Control+z")
                    settle(page)
    assert pressed > 2


def test_the_changes_told_are_the_largest_and_lead_there(opened: Callable[..., Page]):
    """Each goes from where it is by as much as is told, the largest first."""
    page = opened(USUAL)
    state = ask(page, "cachoeiro")
    names = {name: key for key, name in state.framework.names.items()}
    for path in ("low_road", "mixed", "high_road"):
        choose(page, path)
        words = text(page, ".case:first-child p")
        moved = re.findall(r"([A-Z][\w\- ]*?) (up|down) by (\d+(?:\.\d)?) to (\d+(?:\.\d)?)", words)
        if not moved:
            continue
        flat = dict(
            zip(
                state.framework.determinants,
                100 * state.framework.weigh(state.weights, levels=state.levels).flat,
                strict=True,
            )
        )
        sizes = [float(by) for _, _, by, _ in moved]
        assert sizes == sorted(sizes, reverse=True)
        for name, way, by, to in moved:
            key = names[name.removeprefix("and ")]
            assert float(to) - flat[key] == pytest.approx(float(by) * (1 if way == "up" else -1), abs=1.02)


def test_how_much_of_the_weight_space_that_is(opened: Callable[..., Page]):
    """By the exact shares of the library; only under the usual rules."""
    page = opened(USUAL)
    for cluster in CLUSTERS:
        state = ask(page, cluster)
        shares = acceptability(state.ratings, state.framework).loc[cluster]
        for path in PATHS:
            choose(page, path)
            for at, certain in enumerate((True, False)):
                share = sum(
                    value for key, value in shares.items() if (key == path if certain else path in str(key).split("|"))
                )
                words = text(page, f".case:nth-child({at + 1}) p")
                if words.endswith("no weighting can."):
                    assert share == pytest.approx(0, abs=1e-9)
                    continue
                told = re.search(r"(less than |more than )?(\d+) in 100 weightings", words, re.I)
                if told is None:
                    assert "All weightings" in words and share == pytest.approx(1, abs=1e-9)
                elif told[1]:
                    assert share < 0.01 if told[1].lower() == "less than " else share > 0.99
                else:
                    assert int(told[2]) == pytest.approx(100 * share, abs=0.52)
    put(page, "threshold-low", 0.35)
    settle(page)
    assert "in 100 weightings" not in text(page, ".cases")


def test_by_keyboard_in_a_narrow_window(opened: Callable[..., Page]):
    page = opened(USUAL, None, 320)
    page.locator("[data-cluster=leon] .name").focus()
    page.keyboard.press("Enter")
    settle(page)
    assert "What would put León on" in text(page, ".cases legend")
    chosen = page.locator(".cases input:checked")
    chosen.focus()
    before = text(page, ".cases .case:first-child p")
    page.keyboard.press("ArrowLeft")
    assert chosen.input_value() == "mixed"
    assert text(page, ".cases .case:first-child p") != before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.action") in ("certain", "open")
    for each in page.locator(".cases :is(label, button):visible").all():
        assert each.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_where_nothing_weighs_anything_nothing_is_asked(opened: Callable[..., Page]):
    page = opened(USUAL)
    unfold(page)
    for level in ("country", "cluster", "firm"):
        put(page, f"level-{level}", 0)
    settle(page)
    expect(page.locator(".cases")).to_be_hidden()
    assert text(page, ".why .width") == ""
