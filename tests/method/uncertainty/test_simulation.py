"""Draws: held to exact shares and to the likely reading where only weights and cells vary."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smeclusters import Choices, Framework, Study, Thesis, example_study, likely_acceptability, rate, simulate
from smeclusters.analysis.sampling import REPLICATES
from smeclusters.analysis.uncertainty.choices import Option
from smeclusters.analysis.uncertainty.scheme import Scheme
from smeclusters.analysis.uncertainty.theses import off_high_road
from smeclusters.model.paths import PATHS
from smeclusters.model.rules import Thresholds


def only(study: Study, **kept: str) -> Choices:
    """Everything by the edition's own rules, but for weights and places in cells."""
    rules = {
        "coding": "own",
        "silent": "range",
        "widening": "one",
        "scale": "linear",
        "compensation": "full",
        "levels": "mean",
        "prior": "hierarchical",
        "thresholds": "fifths",
        "observed": "one_wider",
    } | kept
    made = Choices.of(study)
    one = {name: tuple(each for each in made.each()[name] if each.key == key) for name, key in rules.items()}
    return replace(made, **one)


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
@pytest.mark.parametrize("silent", ["range", "middle"])
def test_with_weights_and_cells_alone_it_is_the_likely_reading(study: Study, prior, silent):
    from smeclusters import Rules

    found = simulate(only(study, prior=prior, silent=silent), [], 1 << 15)
    wanted = likely_acceptability(rate(study), Framework.from_study(study), prior, Rules(silent=silent))
    for path in PATHS:
        rows = found[found["measure"] == path].set_index("of")
        assert rows["value"].to_numpy() == pytest.approx(wanted[path].loc[rows.index].to_numpy(), abs=0.015)


def test_errors_cover_the_truth(study: Study):
    """A short run lies within its own errors of a long one."""
    choices = Choices.of(study)
    short, long = (simulate(choices, [], samples, seed=seed) for samples, seed in ((1 << 12, 1), (1 << 17, 2)))
    off = (short["value"] - long["value"]).abs() / np.hypot(short["error"], long["error"]).clip(lower=1e-12)
    assert (off < 4).all() and (off < 2).mean() > 0.8


def test_the_shares_of_the_paths_add_up(study: Study):
    found = simulate(Choices.of(study), [], 1 << 10)
    shares = found[found["measure"].isin(PATHS)].groupby("of")["value"].sum()
    assert shares.to_numpy() == pytest.approx(1)
    ranks = found[found["measure"] == "rank"]["value"].sum()
    assert ranks == pytest.approx(6 * 7 / 2)


def test_the_same_seed_gives_the_same_and_another_does_not():
    choices = Choices.of(example_study())
    thesis = Thesis("off", "", off_high_road, "", 3)
    one, same, other = (simulate(choices, [thesis], 1 << 10, seed) for seed in (3, 3, 4))
    assert one.equals(same) and not one.equals(other)


def test_at_least_as_many_are_drawn_as_asked_for():
    """Sobol' sequences are even in powers of two."""
    choices = Choices.of(example_study())
    asked, more = simulate(choices, [], 1000), simulate(choices, [], 1024)
    assert asked.equals(more) and REPLICATES <= 1000


def test_options_are_drawn_by_their_probabilities(study: Study):
    """Of thresholds and exponents everything between the least and the greatest."""
    made = Choices.of(study)
    choices = replace(
        made,
        scale=tuple(replace(each, probability=share) for each, share in zip(made.scale, (3.0, 1.0), strict=True)),
        thresholds=(Option("a", "", Thresholds(0.2, 0.6), ""), Option("b", "", Thresholds(0.4, 0.7), "")),
    )
    scheme = Scheme.of(choices)
    from scipy.stats import qmc

    settings = scheme.settings(qmc.Sobol(len(scheme.columns), seed=1).random(1 << 12))
    assert settings.ranks.mean() == pytest.approx(0.25, abs=0.01)
    for numbers, least, greatest in (
        (settings.low, 0.2, 0.4),
        (settings.high, 0.6, 0.7),
        (settings.compensation, 0.0, 1.0),
    ):
        assert least <= numbers.min() < numbers.max() <= greatest
        tenths = np.quantile(numbers, np.linspace(0, 1, 11))
        assert tenths == pytest.approx(np.linspace(least, greatest, 11), abs=0.01 * (greatest - least) + 1e-3)
    assert settings.weights.sum(axis=1) == pytest.approx(1)
