"""Layers over a study: what they bring, what they leave alone, and what is told."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeclusters import Assessed, InputError, Prepared, Study, audit, compare_paths, example_study, load_study, rate
from smeclusters.claims.record import verdict_frame
from smeclusters.model.ratings import kept_out, lineage
from smeclusters.study import each_row, source_label
from smeclusters.study.layers import read_layer
from smeclusters.study.overlay import lay_over

Rows = Iterable[Mapping[str, object]]


def write(path: Path, rows: Rows) -> Path:
    """A table, its columns those of the first row."""
    rows = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def sialkot(tmp_path: Path) -> Path:
    """A cluster that the paper does not speak of, as a lecturer enters it."""
    folder = tmp_path / "sialkot"
    write(folder / "places.csv", [{"place": "sialkot", "name": "Sialkot", "country": "PAK", "products": "scalpels"}])
    write(
        folder / "evidence.csv",
        [
            {"place": "sialkot", "determinant": "joint_action", "rating": 2, "sources": "nadvi1999", "locator": "1608"},
            {"place": "Sialkot", "determinant": "Trust", "rating": "not known", "sources": "", "locator": ""},
            {"place": "SIALKOT", "determinant": "skills", "rating": 1, "sources": "my own visit", "locator": ""},
        ],
    )
    write(folder / "outcomes.csv", [{"cluster": "sialkot", "path": "High road"}])
    (folder / "references.bib").write_text(
        "@article{nadvi1999, author={Nadvi, Khalid}, title={Collective efficiency}, year={1999}}\n", encoding="utf-8"
    )
    return folder


def test_a_layer_brings_a_cluster_with_its_country_and_path(study: Study, sialkot: Path):
    both = load_study(layers=[sialkot])
    assert [*both.clusters["place"]] == [*study.clusters["place"], "sialkot"]
    assert both.observed == {**study.observed, "sialkot": "high_road"}
    ratings = rate(both)
    cells = dict(zip(ratings.determinants, zip(ratings.lo[-1], ratings.hi[-1], strict=True), strict=True))
    assert cells.pop("joint_action") == (2, 2) and cells.pop("skills") == (1, 1)
    assert set(cells.values()) == {(-2, 2)}  # neither Pakistan nor this cluster is spoken of elsewhere
    assert np.array_equal(ratings.lo[:-1], rate(study).lo)


def test_a_row_is_cited_by_the_work_that_it_is_from(sialkot: Path):
    both = load_study(layers=[sialkot])
    rows = both.evidence[both.evidence["layer"] == "sialkot"]
    assert [source_label(both, row) for row in each_row(rows)] == ["Nadvi 1999, p. 1608", "my own visit"]
    first = next(each_row(both.evidence))
    assert source_label(both, first) == f"WP71 {first.locator}"


def test_what_was_left_out_is_told(sialkot: Path):
    (layer,) = load_study(layers=[sialkot]).layers
    assert layer.notes == ("1 row without a rating left out.",)


def test_a_file_of_evidence_alone_is_a_layer(tmp_path: Path):
    about = {"name": "Ximena", "country": "BRA", "path": "mixed"}
    file = write(
        tmp_path / "my cluster.csv",
        [
            about | {"place": "x", "determinant": "trust", "rating": "-1 to +1"},
            dict.fromkeys(about, "") | {"place": "x", "determinant": "skills", "rating": "\N{MINUS SIGN}2"},
        ],
    )
    both = load_study(layers=[file])
    assert both.layers[0].name == "my-cluster"
    row = both.evidence.iloc[-2]
    assert (row["place"], row["rating"], row["rating_to"]) == ("x", -1, 1)
    assert both.observed["x"] == "mixed"
    brazil = rate(load_study()).lo[0]  # what all of Brazil has in common reaches its new cluster
    macro = rate(both).determinants.index("macro")
    assert rate(both).lo[-1, macro] == brazil[macro]


def test_the_framework_stands_alone(sialkot: Path):
    alone = load_study(layers=[sialkot], alone=True)
    assert [*alone.clusters["place"]] == ["sialkot"]
    assert set(alone.evidence["layer"]) == {"sialkot"}
    with pytest.raises(InputError, match="alone: found nothing, expected a layer with at least one cluster"):
        load_study(alone=True)


def test_a_year_binds_the_layers_only_where_it_is_given(study: Study, tmp_path: Path):
    row = {"place": "sinos", "determinant": "trust", "basis": "stated"}
    file = write(tmp_path / "late.csv", [{**row, "rating": -2, "vintage": 2010}, {**row, "rating": -2, "vintage": ""}])
    both = load_study(layers=[file])
    assert kept_out(both, None).empty
    assert kept_out(both, 2009)["id"].tolist() == ["late:sinos-trust-1"]
    at = rate(both).clusters.index("sinos"), rate(both).determinants.index("trust")
    assert rate(both).lo[at] < rate(study).lo[at]


def test_a_hostile_layer_moves_nothing_that_is_said_of_the_paper(study: Study, paper: Assessed, tmp_path: Path):
    folder = tmp_path / "evidence"
    places, facets = study.places["place"], study.facets
    write(folder / "places.csv", [{"place": key, "name": "<b>No</b>", "country": "PER"} for key in places[:6]])
    write(folder / "memberships.csv", [{"place": "sinos", "within": "PER"}, {"place": "ARG", "within": "PER"}])
    write(
        folder / "evidence.csv",
        [
            {
                "id": study.evidence["id"][at % len(study.evidence)] if at < len(study.evidence) else "",
                "place": places[at % len(places)],
                "determinant": facets["determinant"][at % len(facets)],
                "facet": facets["facet"][at % len(facets)],
                "rating": -2 if at % 3 else 2,
                "period": "past" if at % 5 == 0 else "current",
                "locator": "3.2.1:3",
                "vintage": 1990 + at % 30,
            }
            for at in range(1000)
        ],
    )
    write(folder / "outcomes.csv", [{"cluster": key, "path": "high_road"} for key in places[:6]])
    both = load_study(layers=[folder])
    assert not np.array_equal(rate(both).lo, rate(study).lo)
    hostile = Assessed(both)
    assert verdict_frame(hostile).equals(verdict_frame(paper))
    assert audit(hostile).equals(audit(paper))
    assert np.array_equal(hostile.ratings.lo, paper.ratings.lo)
    assert both.observed == study.observed


def test_taking_the_layers_away_restores_the_study(study: Study, sialkot: Path):
    own = load_study(layers=[sialkot]).own
    for name in ("places", "memberships", "evidence", "outcomes"):
        assert getattr(own, name).equals(getattr(study, name)), name


CELLS = st.tuples(st.sampled_from(["almen", "borg", "cresta"]), st.sampled_from(["roads", "guild", "fairs", "craft"]))


@settings(max_examples=25)
@given(st.dictionaries(CELLS, st.integers(-2, 2), max_size=8), st.integers(0, 8))
def test_layers_commute_where_they_do_not_overlap(tmp_path_factory: pytest.TempPathFactory, cells, cut: int):
    folder = tmp_path_factory.mktemp("layers")
    parts = {"one": list(cells.items())[:cut], "two": list(cells.items())[cut:]}
    files = []
    for name, rows in parts.items():
        if rows:
            told = [{"place": place, "determinant": key, "rating": rating} for (place, key), rating in rows]
            files.append(read_layer(write(folder / f"{name}.csv", told)))
    there, back = example_study(), example_study()
    for layer in files:
        there = lay_over(there, layer)
    for layer in reversed(files):
        back = lay_over(back, layer)
    assert np.array_equal(rate(there).lo, rate(back).lo) and np.array_equal(rate(there).hi, rate(back).hi)
    assert compare_paths(Prepared(there)).equals(compare_paths(Prepared(back)))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"determinant": "trusst"}, 'determinant: found "trusst", expected one of macro, '),
        ({"place": "sinso"}, 'place: found "sinso", expected a place of the study or of this layer (sinos?)'),
        ({"rating": "3"}, 'rating: found "3", expected a whole number from -2 to 2'),
        ({"rating": "2", "rating_to": "1"}, 'rating_to: found "1", expected at least the rating, 2'),
        ({"rating": "", "rating_to": "1"}, "rating: found nothing, expected the lower end of a range up to 1"),
        ({"facet": "exports"}, 'facet: found "exports", expected one of identity, sanctions for trust, or nothing'),
        ({"basis": "heard"}, 'basis: found "heard", expected one of reported, stated, inferred'),
        ({"vintage": "soon"}, 'vintage: found "soon", expected a whole number'),
    ],
)
def test_a_wrong_cell_is_told_where_it_stands(tmp_path: Path, row: dict[str, str], told: str):
    full = {
        "place": "sinos",
        "determinant": "trust",
        "rating": "1",
        "rating_to": "",
        "facet": "",
        "basis": "",
        "vintage": "",
    }
    file = write(tmp_path / "mine.csv", [full, {**full, **row}])
    with pytest.raises(InputError) as caught:
        load_study(layers=[file])
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"mine.csv, row 3, {told}")


@pytest.mark.parametrize(
    ("place", "within", "told"),
    [
        ("sialkot", "sample", "sample stands for the clusters of the source alone"),
        ("sialkot", "lac", 'found "lac", expected a group that PAK belongs to'),
        ("PAK", "lac", 'found "lac", expected a group that PAK belongs to'),
        ("PAK", "mercosur", 'found "mercosur", expected a group that PAK belongs to'),
        ("sialkot", "BRASIL", "expected a place of the study or of this layer"),
    ],
)
def test_a_place_lies_only_where_it_can(sialkot: Path, place: str, within: str, told: str):
    write(sialkot / "memberships.csv", [{"place": place, "within": within}])
    with pytest.raises(InputError) as caught:
        load_study(layers=[sialkot])
    (problem,) = caught.value.problems
    assert problem.file == "sialkot/memberships.csv" and problem.row == 2
    assert told in str(problem)


def test_a_country_of_the_region_may_join_it(study: Study, tmp_path: Path):
    folder = tmp_path / "salmon"
    write(folder / "places.csv", [{"place": "chiloe", "name": "Chiloé", "country": "Chile"}])
    write(folder / "evidence.csv", [{"place": "chiloe", "determinant": "skills", "rating": "1"}])
    write(folder / "memberships.csv", [{"place": "CHL", "within": "lac"}])
    both = load_study(layers=[folder])
    assert lineage(both, "chiloe") == ("chiloe", "CHL", "lac")
    write(folder / "places.csv", [{"place": "chiloe", "name": "Chiloé"}])
    write(folder / "memberships.csv", [{"place": "chiloe", "within": "lac"}])
    with pytest.raises(InputError, match='within: found "lac", expected its country as well'):
        load_study(layers=[folder])


def test_a_layer_that_is_none_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(InputError, match='layer: found "nadvi", expected a folder or a file'):
        load_study(layers=["nadvi"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="expected a layer: a folder with places.csv, memberships.csv, evidence.csv"):
        load_study(layers=[tmp_path / "empty"])
    file = write(tmp_path / "ratings.csv", [{"place": "sinos", "determinant": "trust"}])
    with pytest.raises(InputError, match="ratings.csv, row 1: .*expected the columns rating as well"):
        load_study(layers=[file])
