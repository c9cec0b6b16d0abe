"""What follows from settings: held to the model's own scores and paths, to SciPy's ranks, and to sums by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import rankdata

from smeclusters import Choices, Framework, InputError, Option, Rules, Study, Thresholds, classify, example_study, score
from smeclusters.analysis.uncertainty.scheme import Scheme
from smeclusters.analysis.uncertainty.worlds import SILENT, Tables, worlds
from smeclusters.model.ratings import Ratings, cells, ratings_of


@pytest.fixture(scope="module", params=["toy", "edition"])
def choices(request: pytest.FixtureRequest, study: Study) -> Choices:
    made = Choices.of(example_study() if request.param == "toy" else study)
    more = (*made.compensation, Option("harmonic", "", -1.0, ""))
    return replace(made, compensation=more)


def some(scheme: Scheme, count: int = 400) -> np.ndarray:
    return np.random.default_rng(23).choice(scheme.size, count, replace=False)


def rated(choices: Choices, widening: int, centre: bool) -> Ratings:
    """The matrix by the model's own rules; for centres, silent cells keep their range."""
    study = choices.coding[0].value
    grid = cells(study, step=choices.widening[widening].value)
    made = ratings_of(study, grid)
    if not centre:
        return made
    centres = np.array([np.nan if cell.centre is None else cell.centre for cell in grid]).reshape(made.lo.shape)
    lo, hi = (np.where(np.isnan(centres), ends, centres) for ends in (made.lo, made.hi))
    return Ratings(made.clusters, made.determinants, lo, hi, made.silent)


def test_scores_and_paths_are_those_of_the_model(choices: Choices):
    scheme, tables = Scheme.of(choices), Tables.of(choices)
    settings = scheme.grid(numbers := some(scheme))
    found = worlds(tables, settings)
    levels = tables.levels
    looked_at = 0
    for at in range(len(numbers)):
        if settings.ranks[at]:
            continue
        looked_at += 1
        ratings = rated(choices, settings.widening[at], settings.centre[at])
        thresholds = Thresholds(settings.low[at], settings.high[at])
        rules = Rules(settings.compensation[at], thresholds, SILENT[settings.silent[at]])
        weights = settings.weights[at]
        lo, hi = (np.asarray(ends) for ends in vars_of(score(ratings, weights, rules)))
        if settings.weakest[at]:
            known = ~ratings.silent if rules.silent == "leave_out" else np.ones_like(ratings.silent)
            parts = [vars_of(score(ratings, weights * level, rules)) for level in levels.T]
            there = [(known & (level > 0)).any(axis=1) for level in levels.T]
            lo, hi = (
                np.min([np.where(is_, part[end], np.inf) for part, is_ in zip(parts, there, strict=True)], axis=0)
                for end in (0, 1)
            )
        np.testing.assert_allclose(found.score_lo[at], lo, atol=1e-12)
        np.testing.assert_allclose(found.score_hi[at], hi, atol=1e-12)
        if not settings.weakest[at]:
            assert found.open[at].tolist() == classify(score(ratings, weights, rules), thresholds).open.tolist()
    assert looked_at > 100


def vars_of(scores) -> tuple[np.ndarray, np.ndarray]:
    return scores.lo, scores.hi


def test_the_narrow_framework_is_the_same_weights_without_the_others(choices: Choices):
    scheme, tables = Scheme.of(choices), Tables.of(choices)
    framework = Framework.from_study(choices.coding[0].value)
    settings = scheme.grid(some(scheme))
    found = worlds(tables, settings)
    counts = framework.weightings[framework.narrow].flat > 0
    for at in np.flatnonzero(~settings.ranks & ~settings.centre)[:50]:
        rules = Rules(settings.compensation[at], silent=SILENT[settings.silent[at]])
        wanted = score(rated(choices, settings.widening[at], False), settings.weights[at] * counts, rules)
        told = ~np.isnan(found.narrow_lo[at])
        np.testing.assert_allclose(found.narrow_lo[at][told], wanted.lo[told], atol=1e-12)
        np.testing.assert_allclose(found.narrow_hi[at][told], wanted.hi[told], atol=1e-12)
        # Of a cluster of which nothing is left any score is possible, and any path open.
        assert (wanted.lo[~told] == 0).all() and (wanted.hi[~told] == 1).all()
        assert (found.narrow_open[at][~told] == 7).all()


def test_ranks_are_those_of_scipy_among_the_ends_of_the_ranges(choices: Choices):
    """By the weight of a single determinant the score is its number."""
    tables, scheme = Tables.of(choices), Scheme.of(choices)
    settings = scheme.grid([0])
    ratings = rated(choices, 1, False)
    for at in range(len(ratings.determinants)):
        alone = np.eye(len(ratings.determinants))[[at]]
        one = replace(settings, ranks=np.array([True]), widening=np.array([1]), weights=alone)
        found = worlds(tables, one)
        ends = np.concatenate([ratings.lo[:, at], ratings.hi[:, at]])
        wanted = (rankdata(ends) - 0.5) / len(ends)
        np.testing.assert_allclose(np.concatenate([found.score_lo[0], found.score_hi[0]]), wanted)


def test_left_out_cells_move_no_rank(choices: Choices):
    tables, scheme = Tables.of(choices), Scheme.of(choices)
    silent = tables.silent[0]
    at = int(silent.sum(axis=0).argmax())
    assert silent[:, at].any()
    settings = replace(
        scheme.grid([0]),
        ranks=np.array([True]),
        silent=np.array([SILENT.index("leave_out")]),
        weights=np.eye(silent.shape[1])[[at]],
    )
    known = ~silent[:, at]
    ends = np.concatenate([tables.lo[0, 0][known, at], tables.hi[0, 0][known, at]])
    wanted = (rankdata(ends) - 0.5) / len(ends)
    found = worlds(tables, settings)
    np.testing.assert_allclose(np.concatenate([found.score_lo[0, known], found.score_hi[0, known]]), wanted)
    assert (found.score_lo[0, ~known] == 0).all() and (found.score_hi[0, ~known] == 1).all()


def test_places_are_where_in_its_range_a_rating_lies(choices: Choices):
    tables, scheme = Tables.of(choices), Scheme.of(choices)
    settings = scheme.grid(some(scheme, 60))
    settings = replace(settings, centre=np.zeros(60, dtype=bool), ranks=np.zeros(60, dtype=bool))
    whole = worlds(tables, settings)
    shape = (60, *tables.lo.shape[2:])
    for place, ends in ((np.zeros(shape), whole.score_lo), (np.ones(shape), whole.score_hi)):
        np.testing.assert_allclose(worlds(tables, settings, place).score_lo, ends, atol=1e-12)


def test_what_is_observed_is_as_told_or_a_step_wider(study: Study):
    tables = Tables.of(Choices.of(study))
    told, wider = tables.observed[0]
    assert dict(zip(tables.clusters, told.tolist(), strict=True)) == {
        row.cluster: {"low_road": 1, "mixed": 2, "high_road": 4}[row.path] for row in study.outcomes.itertuples()
    }
    apart = study.outcomes.set_index("cluster")["about"]
    for cluster, one, other in zip(tables.clusters, told, wider, strict=True):
        assert (one == other) == (apart[cluster] == cluster)
        assert one & other == one


@pytest.mark.parametrize(
    ("field", "options", "told"),
    [
        ("silent", (), "choices, silent: found nothing, expected options of different keys"),
        ("widening", (Option("a", "", 0, ""), Option("a", "", 1, "")), "options of different keys"),
        ("widening", (Option("a", "", 0, "", 0.0),), "probabilities, one above 0"),
        ("compensation", (Option("a", "", 1.5, ""),), "finite, at most 1"),
        ("compensation", (Option("a", "", float("-inf"), ""),), "finite, at most 1"),
        (
            "thresholds",
            (Option("a", "", Thresholds(0.2, 0.3), ""), Option("b", "", Thresholds(0.5, 0.6), "")),
            "no lower threshold at or above a higher one",
        ),
    ],
)
def test_choices_that_cannot_be_are_refused(field: str, options: tuple[Option, ...], told: str):
    with pytest.raises(InputError) as caught:
        replace(Choices.of(example_study()), **{field: options})
    assert told in str(caught.value)


def test_codings_of_other_clusters_are_refused(study: Study):
    with pytest.raises(InputError, match="the clusters and determinants of own"):
        Choices.of(study, {"toy": example_study()})
