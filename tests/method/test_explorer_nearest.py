"""The nearest weighting of the page against that of the library, on the same states."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from smeclusters import Framework, Ratings, Rules, Thresholds, classify, nearest_weighting, score
from smeclusters.explorer.script import FRONT
from smeclusters.model.paths import PATHS

COMPENSATIONS = (1.0, 0.5, 1e-3, 0.0, -1.0, -10.0, -98.0, float("-inf"))
RUN = """
import { nearestWeighting } from "FRONT/nearest.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const found = JSON.parse(text).map(({ cells, shares, compensation, silent, thresholds }) => {
  const state = { compensation: compensation ?? -Infinity, silent, thresholds };
  return ["low_road", "mixed", "high_road"].flatMap((path) =>
    [true, false].map((certain) => nearestWeighting(cells, shares, path, certain, state)));
});
console.log(JSON.stringify(found));
"""


def random_case(random: np.random.Generator, ratings: Ratings, framework: Framework) -> dict:
    """Any cells in half steps, weights with zeros, every rule."""
    at = random.integers(len(ratings.clusters))
    lo, hi, silent = ratings.lo[at].copy(), ratings.hi[at].copy(), ratings.silent[at].copy()
    for column in random.integers(12, size=random.integers(0, 6)):
        silent[column] = random.random() < 0.3
        lo[column], hi[column] = (-2, 2) if silent[column] else np.sort(random.integers(-4, 5, 2) / 2)
    low, high = np.sort(random.choice(np.linspace(0, 1, 41), 2, replace=False)).tolist()
    factors = random.integers(1, 101, 12) * (random.random(12) < 0.8)
    factors[random.integers(12)] += 1
    return {
        "ratings": Ratings(("c",), ratings.determinants, lo[None], hi[None], silent[None]),
        "weights": framework.weigh(factors.tolist(), levels=random.integers(1, 101, 3).tolist()),
        "rules": Rules(
            float(random.choice(COMPENSATIONS)),
            Thresholds(low, high) if random.random() < 0.5 else Thresholds(),
            str(random.choice(["range", "middle", "leave_out"])),
        ),
    }


@pytest.fixture(scope="module")
def cases(ratings: Ratings, framework: Framework) -> list[dict]:
    random = np.random.default_rng(71)
    return [random_case(random, ratings, framework) for _ in range(150)]


@pytest.fixture(scope="module")
def answers(node: str, cases: list[dict], tmp_path_factory: pytest.TempPathFactory) -> list[list[dict | None]]:
    script: Path = tmp_path_factory.mktemp("nearest") / "run.mjs"
    script.write_text(RUN.replace("FRONT", FRONT.as_uri()), "utf-8")
    given = [
        {
            "cells": [
                {"lo": float(lo), "hi": float(hi), "silent": bool(silent)}
                for lo, hi, silent in zip(*(ends[0] for ends in (one.lo, one.hi, one.silent)), strict=True)
            ],
            "shares": weights.flat.tolist(),
            "compensation": None if np.isinf(rules.compensation) else rules.compensation,
            "silent": rules.silent,
            "thresholds": {"low": rules.thresholds.low, "high": rules.thresholds.high},
        }
        for one, weights, rules in (case.values() for case in cases)
    ]
    command = [node, "--no-warnings", str(script)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_page_finds_a_weighting_as_near_as_the_library_does(
    answers: list[list[dict | None]], cases: list[dict], framework: Framework
):
    told = {"none": 0, "already": 0, "moved": 0}
    for case, found in zip(cases, answers, strict=True):
        ratings, weights, rules = case.values()
        for (path, certain), answer in zip(((path, c) for path in PATHS for c in (True, False)), found, strict=True):
            expected = nearest_weighting(ratings, weights, framework, "c", path, certain, rules)
            if expected is None or answer is None:
                assert expected is answer is None, (case, path, certain)
                told["none"] += 1
                continue
            assert answer["distance"] == pytest.approx(expected.distance, abs=1e-9), (case, path, certain)
            told["moved" if expected.distance else "already"] += 1
            for flat in (expected.weights.flat, np.array(answer["shares"])):
                assert flat.min() >= 0 and flat.sum() == pytest.approx(1)
                open_ = str(classify(score(ratings, flat, rules), rules.thresholds).keys()[0])
                assert open_ == path if certain else path in open_.split("|"), (case, path, certain, open_)
    assert min(told.values()) > 100, told
