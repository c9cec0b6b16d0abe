"""What meets a reader's eye: named weightings first, changes that stay in sight, one voice, and nothing that jumps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.explorer_page import ADDRESS, assert_same, put, rows_of, settle, shown

from smeclusters import Framework, Ratings, Study, classify, score
from smeclusters.model.paths import in_words

SIGNS = {"low_road": "↓", "mixed": "→", "high_road": "↑"}
EQUAL, THIRDS = [25.0] * 12, [33.0] * 3
LINK = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
INTERVAL = """key => { const row = document.querySelector(`[data-cluster=${key}]`);
    const ends = each => { const { left, right, width } = row.querySelector(each).getBoundingClientRect();
        const scale = row.querySelector(".scale").getBoundingClientRect();
        return [(left - scale.left) / scale.width, (right - scale.left) / scale.width, width]; };
    return [ends(".bar:not(.kept)"), row.querySelector(".ghost").hidden ? null : ends(".ghost")]; }"""


def named(page: Page, selector: str) -> dict[str, str]:
    settle(page)
    return {
        row.get_attribute("data-cluster"): row.locator(selector).text_content()
        for row in page.locator("[data-cluster]").all()
    }


def under(framework: Framework, ratings: Ratings, weighting: str) -> dict[str, str]:
    keys = classify(score(ratings, framework.weightings[weighting])).keys().tolist()
    return dict(zip(ratings.clusters, keys, strict=True))


# ---- Simple first.


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_named_weightings_are_in_the_first_three_quarters_of_the_screen(
    browser: Browser, site: str, study: Study, width: int, height: int
):
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{site}/{ADDRESS}")
    page.wait_for_selector("[data-ready]")
    for row in study.weightings.itertuples():
        box = page.locator(f"[data-preset={row.weighting}]").bounding_box()
        assert box["y"] + box["height"] <= 0.75 * height and box["height"] >= 44
        assert page.locator(f"[data-preset={row.weighting}]").inner_text() == row.sentence
    page.context.close()


def test_what_few_need_is_folded_and_found_again_as_it_was_left(opened: Callable[..., Page]):
    page = opened(folded=True)
    slider = page.locator("[name=weight-trust]")
    expect(slider).to_be_hidden()
    expect(page.locator("[name=level-country]")).to_be_visible()
    page.locator("[data-fold=more] > summary").click()
    expect(slider).to_be_visible()
    page.reload()
    expect(slider).to_be_visible()
    expect(page.locator("[data-action=link]")).to_be_hidden()
    page.locator("[data-fold=more] > summary").click()
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect(slider).to_be_hidden()


def test_it_stays_usable_where_the_browser_keeps_nothing(opened: Callable[..., Page], browser: Browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    page = opened("", context, folded=True)
    page.locator("[data-fold=more] > summary").click()
    expect(page.locator("[name=weight-trust]")).to_be_visible()


@pytest.mark.parametrize(
    ("more", "open_folds"),
    [
        ("", []),
        (";sinos:trust:2", ["why"]),
        (f"&a={LINK[3:]}", ["compare"]),
        ("&c=leon", ["why"]),
        ("&o=1;skills;nova_serrana,Nova_Serrana,BRA/0,1", ["mine"]),
    ],
)
def test_a_link_opens_what_it_needs(opened: Callable[..., Page], more: str, open_folds: list[str]):
    page = opened(LINK + more, folded=True)
    assert (
        page.locator("details[data-fold][open]").evaluate_all("all => all.map(each => each.dataset.fold)") == open_folds
    )


@pytest.mark.parametrize("link", [LINK.replace("range", "middle"), LINK.replace("25,", "26,", 1), f"{LINK};;b"])
def test_rules_factors_and_codings_are_opened_too(opened: Callable[..., Page], link: str):
    expect(opened(link, folded=True).locator("[name=silent]").first).to_be_visible()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_why_opens_beside_the_rows_or_below_them(opened: Callable[..., Page], width: int, beside: bool):
    page = opened(width=width, folded=True)
    page.locator("[data-cluster=leon] .name").click()
    panels = (".why summary >> nth=0", ".outcomes" if beside else ".results")
    why, rows = (page.locator(each).bounding_box() for each in panels)
    assert 0 <= why["y"] < 900
    if beside:
        assert why["x"] >= rows["x"] + rows["width"] and rows["y"] < why["y"] < rows["y"] + rows["height"]
    else:
        assert why["y"] >= rows["y"] + rows["height"]
    expect(page.get_by_label("Trust of León", exact=True)).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "Why León?"


# ---- Changes that are seen.


def test_chips_name_the_class_by_word_sign_and_edge(
    opened: Callable[..., Page], study: Study, framework: Framework, ratings: Ratings
):
    page = opened()
    for row in study.weightings.itertuples():
        page.locator(f"[data-preset={row.weighting}]").click()
        paths = under(framework, ratings, row.weighting)
        assert named(page, ".chip .path") == {key: in_words(path) for key, path in paths.items()}
        assert named(page, ".chip .sign") == {
            key: "".join(SIGNS[each] for each in path.split("|")) for key, path in paths.items()
        }
        for key, path in paths.items():
            edge = page.locator(f"[data-cluster={key}] .chip").evaluate("each => getComputedStyle(each).borderTopStyle")
            assert edge == ("dashed" if "|" in path else "solid")
        told = [int(number) for number in re.findall(r"\d+", page.locator(".tally b").inner_text())]
        best = [path.split("|").count("high_road") and len(path.split("|")) for path in paths.values()]
        assert told == [best.count(1), sum(each > 1 for each in best), best.count(0)]


def test_the_class_and_the_bar_before_stay_until_the_next_change(
    opened: Callable[..., Page], framework: Framework, ratings: Ratings
):
    page = opened()
    assert set(named(page, ".was").values()) == {""}
    assert page.evaluate(INTERVAL, "sinos")[1] is None
    before = {row[0]: row for row in shown(page)}
    page.locator("[data-preset=collective_efficiency]").click()
    now = under(framework, ratings, "collective_efficiency")
    tags = {key: f"was: {in_words(row[1])}" if row[1] != now[key] else "" for key, row in before.items()}
    assert named(page, ".was") == tags and "" in tags.values()
    assert page.locator(".tally").inner_text().endswith("(was 0 · 2 · 4)")
    for key in now:
        assert page.evaluate(INTERVAL, key)[1][:2] == pytest.approx(before[key][2:], abs=0.01)
    page.locator("[data-cluster=leon] .name").click()  # which changes nothing
    assert named(page, ".was") == tags
    page.locator("[data-action=undo]").click()
    back = {key: f"was: {in_words(now[key])}" if row[1] != now[key] else "" for key, row in before.items()}
    assert named(page, ".was") == back


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_whether_a_class_fits_what_was_observed_stays_in_sight(opened: Callable[..., Page], width: int):
    page = opened("", None, width)
    marks = page.locator("[data-cluster] .seen b")
    assert "".join(marks.all_inner_texts()) == "○○✓○✓○"
    page.locator("[data-preset=collective_efficiency]").click()
    assert "".join(marks.all_inner_texts()) == "✗✗○✗✓✗"
    for at, was in enumerate(page.locator("[data-cluster] .was").all()):
        mark = marks.nth(at).bounding_box()
        assert mark["width"] > 5
        if was.is_visible():
            tag = was.bounding_box()
            assert tag["x"] + tag["width"] <= mark["x"] or tag["y"] >= mark["y"] + mark["height"] - 1


def test_a_whole_gesture_is_compared_with_what_stood_before_it(opened: Callable[..., Page]):
    page = opened()
    before = {row[0]: in_words(row[1]) for row in shown(page)}
    page.evaluate("""() => { const input = document.querySelector("[name=level-cluster]");
        for (const value of [40, 60, 80, 100]) { input.value = value; input.dispatchEvent(new Event("input")); } }""")
    put(page, "level-cluster", 100)
    now = named(page, ".path")
    assert named(page, ".was") == {key: f"was: {before[key]}" if now[key] != before[key] else "" for key in now}
    settle(page)
    page.wait_for_timeout(0)
    put(page, "level-country", 0)
    again = named(page, ".path")
    assert named(page, ".was") == {key: f"was: {now[key]}" if again[key] != now[key] else "" for key in now}


@pytest.mark.parametrize("width", [1280, 390])
def test_a_point_is_wide_enough_to_be_seen(opened: Callable[..., Page], width: int):
    page = opened(width=width)
    page.locator("[data-preset=collective_efficiency]").click()
    points = [row for row in shown(page) if row[2] == row[3]]
    assert points
    for key, _, lo, hi in points:
        left, right, wide = page.evaluate(INTERVAL, key)[0]
        assert wide >= 10 and left <= lo and hi <= right


def test_rows_bear_signs_of_what_is_not_the_papers(opened: Callable[..., Page]):
    page = opened(f"{LINK};sinos:trust:2,sinos:skills:u&o=1;skills;nova_serrana,Nova_Serrana,BRA/0,1")
    settle(page)
    sign = page.locator("[data-cluster=sinos]").get_by_role("img", name="2 cells re-coded by you")
    expect(sign).to_be_visible()
    expect(page.locator("[data-cluster=leon]").get_by_role("img")).to_have_count(0)
    expect(page.locator("[data-cluster=nova_serrana]").get_by_role("img", name="yours")).to_be_visible()


def test_rows_can_name_what_is_likely(opened: Callable[..., Page]):
    page = opened()
    page.get_by_label("what is likely").check()
    settle(page)
    for row in page.locator("[data-cluster]").all():
        shares = {path: float(row.get_attribute(f"data-likely-{path}")) for path in SIGNS}
        most = max(shares, key=shares.get)
        assert row.locator(".path").inner_text() == f"{in_words(most)}, {100 * shares[most]:.0f} in 100"
        assert "|" in row.get_attribute("data-path")  # the row still tells what is certain
    assert "#" not in page.url
    page.get_by_label("what is certain").check()
    assert "low road or mixed" in named(page, ".path").values()


# ---- One voice, and nothing that jumps.


def test_one_region_tells_of_a_move_once(opened: Callable[..., Page]):
    page = opened()
    assert page.locator("output:not([aria-live=off])").count() == 0
    page.evaluate("""() => {
        window.told = [];
        const live = document.querySelector("[data-live]");
        const seen = { childList: true, characterData: true, subtree: true };
        new MutationObserver(() => told.push(live.textContent)).observe(live, seen);
    }""")
    for value in range(40, 101, 5):
        put(page, "level-cluster", value)
    settle(page)
    told = page.evaluate("told")
    assert len(told) == 1 and told[0].endswith("3 not.") and "Sinos Valley: " in told[0]


def test_nothing_shifts_while_the_page_loads(browser: Browser, site: str):
    for width, height in ((1280, 900), (390, 844)):
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.add_init_script("""window.shift = 0; new PerformanceObserver(list => {
            for (const each of list.getEntries()) if (!each.hadRecentInput) shift += each.value;
        }).observe({ type: "layout-shift", buffered: true })""")
        page.goto(f"{site}/{ADDRESS}")
        page.wait_for_selector("[data-ready]")
        page.wait_for_load_state("networkidle")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("shift") < 0.02, width
        page.context.close()


@pytest.mark.parametrize("name", ["level-firm", "weight-trust", "threshold-high", "compensation"])
def test_enlarged_four_times_one_line_of_the_result_stays_in_sight(browser: Browser, site: str, name: str):
    page = browser.new_context(viewport={"width": 320, "height": 256}, reduced_motion="reduce").new_page()
    page.goto(f"{site}/{ADDRESS}")
    page.wait_for_selector("[data-ready]")
    page.evaluate("document.querySelectorAll('[data-fold]').forEach(each => { each.open = true; })")
    page.locator(f"[name={name}]").focus()
    line, control = page.locator(".tally b").bounding_box(), page.locator(f"[name={name}]").bounding_box()
    assert line["y"] >= 0 and line["y"] + line["height"] <= control["y"] and control["y"] + control["height"] <= 256
    over = page.evaluate("({ x, y }) => document.elementFromPoint(x + 2, y + 8).closest('.tally') !== null", line)
    assert over
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.context.close()


def test_links_lead_over_panels_and_are_seen_with_the_focus(opened: Callable[..., Page]):
    page = opened(folded=True)
    for name, reached in (
        ("Skip to the levels", "level-country"),
        ("Skip to more", "More: factors, rules, whose coding"),
    ):
        link = page.get_by_role("button", name=name)
        shows = "each => getComputedStyle(each).opacity"
        assert link.evaluate(shows) == "0"
        link.focus()
        assert link.evaluate(shows) == "1" and link.bounding_box()["height"] >= 44
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.name || document.activeElement.textContent") == reached
    page.get_by_role("button", name="Back to the rows").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Sinos Valley"


@pytest.mark.parametrize(("scheme", "forced"), [("light", "none"), ("dark", "none"), ("light", "active")])
def test_bands_are_told_apart_by_a_line(opened: Callable[..., Page], browser: Browser, scheme: str, forced: str):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, forced_colors=forced)
    page = opened("", context, theme="dark" if scheme == "dark" else "")
    found = page.locator(".scale").first.evaluate("""scale => {
        const probe = name => { scale.style.color = `var(--${name})`; return getComputedStyle(scale).color; };
        return ["muted", "low_road", "mixed", "high_road"].map(probe); }""")

    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    line, *bands = (light(colour) + 0.05 for colour in found)
    assert all(max(line, band) / min(line, band) >= 3 for band in bands), found
    assert page.locator(".scale").first.evaluate("each => getComputedStyle(each).printColorAdjust") == "exact"


def test_the_small_one_has_named_weightings_first_and_rows_that_follow(
    browser: Browser, site: str, framework: Framework, ratings: Ratings
):
    page = browser.new_page()
    page.goto(f"{site}/chapters/paths.html")
    page.wait_for_selector("[data-ready]")
    assert page.locator("[data-preset]").first.bounding_box()["y"] < page.locator(".tally").bounding_box()["y"]
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, THIRDS))
    assert page.locator("details[data-fold]").count() == 0
    page.close()
