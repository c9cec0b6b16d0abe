"""The page's own arithmetic against the library's, on the same cases."""

from __future__ import annotations

import json

import numpy as np
import pytest
from playwright.sync_api import Browser
from tests.support import ROOT

from smeclusters import Framework, Ratings, Rules, Thresholds, Weights, classify, score
from smeclusters.errors import InputError

pytestmark = pytest.mark.xdist_group("model")  # what it opens is opened once

MODEL = (ROOT / "lib" / "smeclusters" / "explorer" / "front" / "model.js").read_text("utf-8")
COMPENSATIONS = (1.0, 0.5, 1e-3, 1e-13, 0.0, -1e-13, -1e-3, -1.0, -10.0, -400.0, float("-inf"))
SILENT = ("range", "middle", "leave_out")
# Cases and answers pass as text: Playwright takes many times as long to pass as many values one by one.
RUN = """async ([source, levelOf, given]) => {
  const cases = JSON.parse(given);
  const model = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
  return JSON.stringify(cases.map((given) => {
    const shares = model.weigh(given.factors, given.levels, levelOf);
    if (!shares) return null;
    const compensation = given.compensation ?? -Infinity;
    return given.cells.map((cells) => {
      const {lo, hi} = model.score(cells, shares, compensation, given.silent);
      return [lo, hi, model.openPaths({lo, hi}, given.thresholds)];
    });
  }));
}"""


def random_case(random: np.random.Generator, ratings: Ratings) -> dict:
    """Any state of the explorer: weights with zeros, every compensation, re-coded and unknown cells."""
    lo, hi, silent = ratings.lo.copy(), ratings.hi.copy(), ratings.silent.copy()
    for row, column in random.integers([lo.shape[0], lo.shape[1]], size=(random.integers(0, 20), 2)):
        ends = np.sort(random.integers(-4, 5, 2) / 2)
        silent[row, column] = random.random() < 0.3
        lo[row, column], hi[row, column] = (-2, 2) if silent[row, column] else ends
    low, high = np.sort(random.choice(np.linspace(0, 1, 41), 2, replace=False))
    return {
        "factors": (random.integers(0, 101, 12) * (random.random(12) < 0.8)).tolist(),
        "levels": (random.integers(0, 101, 3) * (random.random(3) < 0.8)).tolist(),
        "compensation": float(random.choice(COMPENSATIONS)),
        "thresholds": {"low": float(low), "high": float(high)},
        "silent": str(random.choice(SILENT)),
        "ends": (lo, hi, silent),
    }


def edges(ratings: Ratings) -> list[dict]:
    """One factor alone, one level alone, nothing at all, and scores on a threshold, at every setting."""
    ends = (ratings.lo, ratings.hi, ratings.silent)
    points = np.where(np.arange(72).reshape(6, 12) % 2, 1.0, -1.0)
    found = []
    for compensation in COMPENSATIONS:
        for silent in SILENT:
            common = {
                "compensation": compensation,
                "silent": silent,
                "thresholds": {"low": 0.5, "high": 0.75},
                "ends": ends,
            }
            one = [([float(i == j) for i in range(12)], [1, 1, 1]) for j in range(12)]
            level = [([1] * 12, [float(i == j) for i in range(3)]) for j in range(3)]
            for factors, levels in [
                *one,
                *level,
                ([0] * 12, [1] * 3),
                ([1] * 12, [0] * 3),
                ([1e308] * 12, [1] * 3),
            ]:
                found.append({**common, "factors": factors, "levels": levels})
            found.append({**common, "factors": [1] * 12, "levels": [1] * 3, "ends": (points, points, ends[2] & False)})
            found.append(
                {
                    **common,
                    "factors": [3, 1, 7, 9, 1, 1, 1, 1, 0, 0, 3, 17],
                    "levels": [3, 20, 7],
                    "ends": (points, points, ends[2] & False),
                }
            )
    return found


def expected(case: dict, ratings: Ratings, framework: Framework) -> list | None:
    try:
        weights: Weights = framework.weigh(case["factors"], levels=case["levels"])
    except InputError:
        return None
    cells = Ratings(ratings.clusters, ratings.determinants, *case["ends"])
    rules = Rules(case["compensation"], Thresholds(**case["thresholds"]), case["silent"])
    scores = score(cells, weights, rules)
    keys = classify(scores, rules.thresholds).keys()
    return list(zip(scores.lo.tolist(), scores.hi.tolist(), keys.tolist(), strict=True))


@pytest.fixture(scope="module")
def cases(ratings: Ratings) -> list[dict]:
    random = np.random.default_rng(71)
    return [random_case(random, ratings) for _ in range(2000)] + edges(ratings)


def test_the_page_scores_and_classes_as_the_library_does(
    browser: Browser, cases: list[dict], ratings: Ratings, framework: Framework
):
    given = [
        {
            **{key: value for key, value in case.items() if key != "ends"},
            "compensation": None if np.isinf(case["compensation"]) else case["compensation"],
            "cells": [
                [
                    {"lo": float(lo), "hi": float(hi), "silent": bool(silent)}
                    for lo, hi, silent in zip(*row, strict=True)
                ]
                for row in zip(*case["ends"], strict=True)
            ],
        }
        for case in cases
    ]
    page = browser.new_page()
    found = json.loads(page.evaluate(RUN, [MODEL, framework.level_of.tolist(), json.dumps(given)]))
    page.close()
    assert len(found) == len(cases) > 2000
    nothing = 0
    for case, answer in zip(cases, found, strict=True):
        wanted = expected(case, ratings, framework)
        if wanted is None:
            assert answer is None, case
            nothing += 1
            continue
        for (lo, hi, path), (lo_here, hi_here, path_here) in zip(wanted, answer, strict=True):
            assert lo_here == pytest.approx(lo, abs=1e-9), case
            assert hi_here == pytest.approx(hi, abs=1e-9), case
            assert path_here == path, case
    assert 0 < nothing < len(cases) / 4
