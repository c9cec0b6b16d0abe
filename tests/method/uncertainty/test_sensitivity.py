"""Sobol' indices: of functions whose indices are known, and of the study beside what sums of variances give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smeclusters import Choices, InputError, Study, Thesis, example_study, sensitivity, sobol_indices
from smeclusters.analysis.uncertainty.scheme import VARIED
from smeclusters.analysis.uncertainty.theses import off_high_road


def ishigami(points: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * points - 1)
    return (np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[:, None]


def g(points: np.ndarray, a: np.ndarray = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])) -> np.ndarray:
    return np.prod((np.abs(4 * points - 2) + a) / (1 + a), axis=1)[:, None]


def test_ishigami():
    """Saltelli and others (2008), Global Sensitivity Analysis: The Primer, section 4.6."""
    table = sobol_indices(ishigami, ["a", "b", "c"], ["y"], 1 << 13)
    assert table["first"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert table["total"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)
    assert (table[["first_error", "total_error"]] < 0.03).all(axis=None)


def test_g():
    """Saltelli and Sobol' 1995: variances of the factors are 1/(3(1 + a)²), and multiply."""
    table = sobol_indices(g, list("abcdefgh"), ["y"], 1 << 13)
    parts = 1 / (3 * (1 + np.array([0, 1, 4.5, 9, 99, 99, 99, 99])) ** 2)
    whole = np.prod(1 + parts) - 1
    assert table["first"].to_numpy() == pytest.approx(parts / whole, abs=0.02)
    total = parts * np.prod(1 + parts) / (1 + parts) / whole
    assert table["total"].to_numpy() == pytest.approx(total, abs=0.02)


def test_a_group_is_one_input():
    """The two that interact in Ishigami's function, taken together: nothing interacts any more."""
    table = sobol_indices(ishigami, ["ac", "b", "ac"], ["y"], 1 << 13).set_index("choice")
    assert table.loc["ac", ["first", "total"]].to_numpy(float) == pytest.approx(0.5576, abs=0.02)
    assert table.loc["b", ["first", "total"]].to_numpy(float) == pytest.approx(0.4424, abs=0.02)


def test_what_hardly_varies_has_no_indices():
    table = sobol_indices(lambda x: (x[:, :1] > 0.999).astype(float), ["a", "b"], ["y"], 1 << 10)
    assert table[["first", "total"]].isna().all(axis=None)


def test_what_is_not_chosen_decides_nothing(study: Study):
    """With a single option, or an exponent that cannot move, an index is 0."""
    made = Choices.of(study)
    choices = replace(made, scale=made.scale[:1], compensation=made.compensation[:1], levels=made.levels[:1])
    table = sensitivity(choices, [], 1 << 9).set_index(["output", "choice"])
    for name in ("coding", "scale", "compensation", "levels", "observed"):
        rows = table.xs(name, level="choice")[["first", "total"]].dropna()
        assert len(rows) and rows.to_numpy() == pytest.approx(0, abs=1e-12), name


def test_weights_decide_scores_and_coders_hardly_do(study: Study, codings: dict[str, Study]):
    """An earlier and coarser run, not by this code, gave weights 0.26 to 0.72, and coders at most 0.02."""
    made = Choices.of(study, codings)
    varied = {"coding", "silent", "compensation"}
    one = {name: options if name in varied else options[:1] for name, options in made.each().items()}
    table = sensitivity(Choices(**one | {"widening": made.widening[1:2]}), [], 1 << 12)
    first = table[table["output"].str.endswith(":score")].pivot(index="output", columns="choice", values="first")
    assert first["weights"].between(0.26, 0.75).all()
    assert (first["coding"] < 0.1).all()
    assert (first.drop(columns="weights").lt(first["weights"], axis=0)).all(axis=None)


def test_each_output_and_choice_has_a_row():
    thesis = Thesis("off", "", off_high_road, "", 3)
    table = sensitivity(Choices.of(example_study()), [thesis], 1 << 7)
    outputs = table["output"].unique().tolist()
    assert outputs[:5] == [f"almen:{measure}" for measure in ("score", "rank", "low_road", "mixed", "high_road")]
    assert outputs[-1] == "off" and len(outputs) == 16
    assert all(tuple(rows["choice"]) == VARIED for _, rows in table.groupby("output"))


def test_too_many_clusters_are_refused(study: Study):
    from smeclusters.analysis.uncertainty.worlds import Tables

    choices = Choices.of(study)
    tables = Tables.of(choices)
    many = replace(
        tables,
        clusters=tuple(map(str, range(1000))),
        **{
            name: np.repeat(getattr(tables, name), 167, axis=-2)[..., :1000, :]
            for name in ("lo", "hi", "centre", "silent")
        },
        observed=np.repeat(tables.observed, 167, axis=-1)[..., :1000],
    )
    with pytest.raises(InputError, match="at most 881 for Sobol' indices"):
        sensitivity(choices, [], 1 << 7, tables=many)
