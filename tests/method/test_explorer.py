"""The explorer's Python side: what can be read and set, and what it writes into a page."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeclusters import (
    Explorer,
    Framework,
    InputError,
    Ratings,
    Rules,
    Study,
    Thresholds,
    Weights,
    acceptability,
    classify,
    load_study,
    rate,
    score,
)
from smeclusters.explorer import Words
from smeclusters.explorer.content import proportions
from smeclusters.explorer.widget import STATE
from smeclusters.model.rules import Silent

DETERMINANTS = load_study().determinants["determinant"].tolist()


@pytest.fixture(scope="module")
def built(study: Study) -> Explorer:
    return Explorer(study)


@pytest.fixture
def explorer(built: Explorer) -> Explorer:
    """One for all tests, put back to where it began."""
    built.unobserve_all()
    built.weights = built.framework.weightings["extended"]
    built.compensation, built.thresholds, built.silent, built.overrides = 1.0, Thresholds(), "range", {}
    return built


def test_it_opens_as_in_the_paper(explorer: Explorer, framework: Framework, ratings: Ratings):
    expected = score(ratings, framework.weightings["extended"])
    np.testing.assert_allclose(explorer.scores["lo"], expected.lo, atol=1e-12)
    np.testing.assert_allclose(explorer.scores["hi"], expected.hi, atol=1e-12)
    assert explorer.paths.tolist() == classify(expected).keys().tolist()


@pytest.mark.parametrize("compensation", [1.0, 0.0, -1.0, -math.inf])
@pytest.mark.parametrize("silent", ["range", "middle", "leave_out"])
def test_scores_and_paths_follow_every_named_weighting(
    explorer: Explorer, framework: Framework, ratings: Ratings, compensation: float, silent: Silent
):
    explorer.compensation, explorer.silent, explorer.thresholds = compensation, silent, (0.3, 0.5)
    rules = Rules(compensation, Thresholds(0.3, 0.5), silent)
    for weights in framework.weightings.values():
        explorer.weights = weights
        expected = score(ratings, weights, rules)
        np.testing.assert_allclose(explorer.scores["hi"], expected.hi, atol=1e-12)
        assert explorer.paths.tolist() == classify(expected, rules.thresholds).keys().tolist()


def test_it_can_start_at_a_named_weighting(study: Study, framework: Framework):
    weights = framework.weightings["collective_efficiency"]
    started = Explorer(study, weights=weights)
    assert dict(started.levels) == {"country": 0, "cluster": 100, "firm": 0}
    assert started.paths.tolist() == classify(score(rate(study), weights)).keys().tolist()


def test_a_share_above_nothing_does_not_reach_the_page_as_nothing(
    explorer: Explorer, study: Study, framework: Framework
):
    shares = acceptability(rate(study), framework)
    for cluster in explorer.content["clusters"]:
        for path, share in cluster["shares"].items():
            assert share == pytest.approx(shares.loc[cluster["key"], path], abs=5e-4)
            assert (share > 0) == (shares.loc[cluster["key"], path] > 5e-10)


def test_whoever_observes_is_told(explorer: Explorer, framework: Framework):
    seen = []
    explorer.observe(lambda change: seen.append((change["name"], change["new"])))
    explorer.compensation = 0
    explorer.overrides = {"leon": {"trust": (0, 1)}}
    explorer.weights = framework.weightings["cluster_level"]
    names = [name for name, _ in seen]
    assert names == ["compensation", "overrides", "levels"]  # its factors count alike, as before
    assert seen[1][1]["leon"]["trust"] == (0.0, 1.0)
    assert dict(seen[2][1]) == {"country": 0, "cluster": 100, "firm": 0}


def test_what_is_read_cannot_be_changed_behind_its_back(explorer: Explorer):
    for trait in (explorer.weights, explorer.levels, explorer.overrides):
        with pytest.raises(TypeError):
            trait["trust"] = 1


@pytest.mark.parametrize(
    ("trait", "value", "message"),
    [
        ("weights", {"thrust": 1, **dict.fromkeys(DETERMINANTS, 1)}, "(trust?)"),
        ("weights", [-1] + [1] * 11, 'weights, macro: found "-1", expected a number of at least 0'),
        ("levels", [1, 2], 'levels: found "2 numbers", expected 3 numbers'),
        ("compensation", 2, 'compensation: found "2", expected a number of at most 1, or -inf'),
        ("compensation", "much", 'compensation: found "much", expected a number of at most 1, or -inf'),
        (
            "thresholds",
            (0.6, 0.4),
            'thresholds: found "0.6, 0.4", expected two numbers from 0 to 1, the lower one first',
        ),
        ("thresholds", 3, 'thresholds: found "3", expected two numbers from 0 to 1, the lower one first'),
        ("silent", "loud", 'silent: found "loud", expected one of range, middle, leave_out'),
        ("overrides", {"sinos": {"thrust": 1}}, "(trust?)"),
        ("overrides", {"sinus": {}}, "(sinos?)"),
        ("overrides", {"sinos": {"trust": 3}}, 'overrides, sinos, trust: found "3", expected a rating from -2 to 2'),
        ("overrides", {"sinos": 3}, 'overrides, sinos: found "3", expected ratings by determinant'),
        ("overrides", 3, 'overrides: found "3", expected ratings by cluster and determinant'),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(explorer: Explorer, trait: str, value, message: str):
    before = getattr(explorer, trait)
    with pytest.raises(InputError) as refused:
        setattr(explorer, trait, value)
    assert message in str(refused.value) and "\n" not in str(refused.value)
    assert getattr(explorer, trait) == before


WRONG = {
    "levels": [
        None,
        3,
        "wide",
        [1, 2],
        [1, 2, -1],
        {"country": 1},
        {"country": 1, "cluster": 1, "firm": None},
    ],
    "weights": [None, 3, [1] * 11, [math.nan] + [1] * 11, {"trust": 1}, Weights(*[np.ones(2)] * 3)],
    "compensation": [None, "much", 1.01, math.nan, [1]],
    "thresholds": [None, 3, (0.6, 0.4), (0.4,), (0.4, None), (0.4, 0.6, 0.8), {"low": 0.4}, (math.nan, 0.6)],
    "silent": [None, "", "loud", 0],
    "coding": [None, "b", 0, ["b"]],
    "laid": [None, "after", 0, ["after"], [0], {}],
    "own": [
        None,
        3,
        "sialkot",
        [3],
        [{"key": "sialkot"}],
        [{"key": "sinos", "name": "Sinos"}],
        [{"key": "Sialkot", "name": "Sialkot"}],
        [{"key": "sialkot", "name": ""}],
        [{"key": "sialkot", "name": "Sialkot", "observed": "best"}],
        [{"key": "sialkot", "name": "Sialkot", "place": "x"}],
        [{"key": "sialkot", "name": 3}],
        [{"key": "sialkot", "name": "Sialkot", "rows": 3}],
        [{"key": "sialkot", "name": "Sialkot", "rows": [3]}],
        [{"key": "sialkot", "name": "Sialkot", "rows": [{"determinant": "trust"}]}],
        [{"key": "sialkot", "name": "Sialkot", "rows": [{"determinant": "thrust", "lo": 1, "hi": 1}]}],
        [{"key": "sialkot", "name": "Sialkot", "rows": [{"determinant": "trust", "lo": 2, "hi": 1}]}],
        [{"key": "sialkot", "name": "Sialkot", "rows": [{"determinant": "trust", "lo": 0.5, "hi": 1}]}],
        [{"key": "sialkot", "name": "Sialkot", "rows": [{"determinant": "trust", "lo": "1", "hi": 1}]}],
        [{"key": f"c{at}", "name": "C"} for at in range(61)],
    ],
    "overrides": [
        None,
        3,
        [],
        {"sinos": None},
        {"sinos": {"trust": 3}},
        {"sinos": {"thrust": 1}},
        {None: {}},
    ],
}


def test_wrong_values_are_tried_for_every_trait():
    assert set(WRONG) == set(STATE)


@pytest.mark.parametrize(("trait", "value"), [(trait, value) for trait in WRONG for value in WRONG[trait]])
@pytest.mark.parametrize("held", [False, True])
def test_a_refused_value_leaves_all_as_it_was(explorer: Explorer, trait: str, value: object, held: bool):
    """Where changes are held back, as while a message of the page is read, too."""
    explorer.levels, explorer.compensation, explorer.overrides = [1, 2, 3], 0.5, {"leon": {"trust": 1}}
    before = {name: getattr(explorer, name) for name in STATE}
    told: list[object] = []
    explorer.observe(told.append)
    with pytest.raises(InputError):  # noqa: SIM117
        with explorer.hold_trait_notifications() if held else nullcontext():
            setattr(explorer, trait, value)
    assert {name: getattr(explorer, name) for name in STATE} == before
    assert told == []
    explorer.compensation = 0
    assert len(told) == 1


@pytest.mark.parametrize("trait", STATE)
def test_nothing_opens_with_a_refused_value(study: Study, trait: str):
    with pytest.raises(InputError):
        Explorer(study, **{trait: None})


def test_nothing_that_weighs_anything_is_told_when_scores_are_asked_for(explorer: Explorer):
    explorer.levels = [0, 0, 0]
    with pytest.raises(InputError, match="at least one determinant above 0"):
        _ = explorer.scores


def test_an_unknown_setting_is_named(study: Study):
    with pytest.raises(InputError, match=r"compensations.*\(compensation\?\)"):
        Explorer(study, compensations=0)


def test_it_opens_at_the_reference_whatever_its_key(edit: Callable[..., Path], explorer: Explorer):
    def rename(lines: list[list[str]]) -> None:
        for line in lines:
            line[0] = line[0].replace("extended", "wide")

    edit("weightings", rename)
    renamed = Explorer(load_study(edit("weights", rename)))
    assert renamed.content["reference"] == "wide"
    assert dict(renamed.weights) == dict(explorer.weights)
    assert renamed.paths.equals(explorer.paths)


def test_a_cluster_of_ones_own_appears(edit: Callable[..., Path]):
    def add(lines: list[list[str]]) -> None:
        new = dict(zip(lines[0], next(line for line in lines if line[0] == "gamarra"), strict=True))
        lines.append(list({**new, "place": "franca", "name": "Franca"}.values()))

    own = Explorer(load_study(edit("places", add)))
    assert own.paths["franca"] == "low_road|mixed|high_road"  # nothing is known of it
    own.overrides = {"franca": {determinant: 2 for determinant in own.framework.determinants}}
    assert own.paths["franca"] == "high_road"
    assert own.content["clusters"][-1]["name"] == "Franca"
    assert own.content["clusters"][-1]["observed"] == ""
    assert "Franca" in own.page()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(lambda shares: sum(shares) > 0.01))
def test_sliders_keepproportions(shares: list[float]):
    found = proportions(shares)
    np.testing.assert_allclose(found / found.sum(), np.array(shares) / sum(shares), atol=1e-8)
    assert found.max() <= 100 + 1e-9


def test_sliders_are_whole_where_they_can_be(framework: Framework):
    assert proportions([1 / 3] * 3).tolist() == [33, 33, 33]
    assert proportions([0.2, 0.2, 0.6]).tolist() == [20, 20, 60]


def test_the_page_version_carries_its_state_as_data(explorer: Explorer):
    explorer.compensation = -math.inf
    markup = explorer.page()
    data = json.loads(re.search(r'<script type="application/json">(.*?)</script>', markup)[1])
    assert data["compensation"] is None and not data["linked"] and not data["small"]
    assert len(data["content"]["clusters"]) == 6
    assert markup.count("<script") == 1


def test_the_words_of_an_edition_reach_the_page(study: Study):
    words = Words(picture="Which way? Read by nobody", observed="Seen by nobody")
    found = Explorer(study, words=words).content["words"]
    assert (found["picture"], found["observed"]) == ("Which way? Read by nobody", "Seen by nobody")
    assert found["reference"] == "Usual settings"


def test_text_cannot_end_the_data(edit: Callable[..., Path]):
    def name(lines: list[list[str]]) -> None:
        column = lines[0].index("name")
        next(line for line in lines if line[0] == "gamarra")[column] = "</script><img src=x>"

    markup = Explorer(load_study(edit("places", name))).page()
    assert markup.count("</script>") == 1 and "<img" not in markup


def test_both_hosts_get_it(explorer: Explorer):
    bundle, _ = explorer._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == explorer.model_id
    assert bundle["text/html"] == explorer.page()
    state = explorer.get_state()
    assert "export default" in state["_esm"] and ".sme-explorer" in state["_css"]
    assert state["thresholds"] == {"low": 0.4, "high": 0.6}


def test_the_command_line_does_not_wait_for_widgets():
    code = (
        "import sys, smeclusters; assert 'anywidget' not in sys.modules; smeclusters.Explorer; assert "
        "'anywidget' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
