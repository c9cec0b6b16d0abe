"""The explorer on a page, as tests and readers use it."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page

from smeclusters import Framework, Ratings, Rules, Thresholds, classify, score
from smeclusters.model.rules import Silent

ADDRESS = "chapters/explorer.html"
SET = """([name, value]) => {
    const inputs = [...document.querySelectorAll(`[data-explorer] [name="${name}"]`)];
    const input = inputs.find(each => each.type !== "radio" || each.value === value);
    if (input.type === "radio") input.checked = true;
    else input.value = value;
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
}"""
ROWS = """() => [...document.querySelectorAll("[data-cluster]")].map(({ dataset }) =>
    [dataset.cluster, dataset.path, Number(dataset.scoreLo), Number(dataset.scoreHi)])"""
# Moves many controls, state after state, and tells the rows after each.
MOVE = """states => states.map(state => {
    for (const [name, value] of state) (SET)([name, value]);
    return (ROWS)();
})""".replace("(SET)", f"({SET})").replace("(ROWS)", f"({ROWS})")
# Sets each address in turn and tells what the page made of it.
VISIT = """async hashes => {
    const found = [];
    for (const hash of hashes) {
        const changed = new Promise(resolve => {
            addEventListener("hashchange", resolve, { once: true });
            setTimeout(resolve, 100);
        });
        location.hash = hash;
        await changed;
        found.push({
            rows: (ROWS)(),
            notice: document.querySelector(".notice").textContent,
            odd: document.querySelectorAll("[data-explorer] :is(script, img, iframe)").length,
        });
    }
    return found;
}""".replace("(ROWS)", f"({ROWS})")


def unfold(page: Page) -> None:
    """Open all that is folded, as a reader would who wants all of it, once it is there."""
    page.wait_for_selector("[data-explorer][data-ready]")
    page.evaluate("document.querySelectorAll('[data-fold]').forEach(each => { each.open = true; })")


def put(page: Page, name: str, value: object) -> None:
    """Move a slider as a drag that ends there."""
    page.evaluate(SET, [name, str(value)])


def settle(page: Page) -> None:
    """Wait until all that follows from the last move is there."""
    page.wait_for_function("!document.querySelector('[data-explorer][data-busy]')")


def shown(page: Page) -> list[tuple[str, str, float, float]]:
    """Cluster, path and ends of the score, row by row."""
    return [tuple(row) for row in page.evaluate(ROWS)]


def rows_of(
    framework: Framework,
    ratings: Ratings,
    weights: list[float],
    levels: list[float],
    compensation: float = 1.0,
    thresholds: tuple[float, float] = (0.4, 0.6),
    silent: Silent = "range",
) -> list[tuple[str, str, float, float]]:
    """What the library makes of a state, in the same form."""
    rules = Rules(compensation, Thresholds(*thresholds), silent)
    scores = score(ratings, framework.weigh(weights, levels=levels), rules)
    keys = classify(scores, rules.thresholds).keys()
    return list(zip(scores.clusters, keys.tolist(), scores.lo.tolist(), scores.hi.tolist(), strict=True))


def assert_same(found: list[tuple], expected: list[tuple], what: object = None) -> None:
    """Paths exactly, scores to 1e-9 (and the last digit that the page writes)."""
    assert [row[:2] for row in map(tuple, found)] == [row[:2] for row in expected], what
    np.testing.assert_allclose(
        [row[2:] for row in found], [row[2:] for row in expected], atol=1.6e-9, err_msg=str(what)
    )
