"""Clusters of a reader's own: the page's modules and the library on the same cases."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.browser.explorer_page import assert_same, rows_of
from tests.browser.test_explorer_hosts import NASTY, spoilt
from tests.support import ROOT

from smeclusters import Explorer, InputError, Prepared, Rules, Study, example_study, load_study, rate
from smeclusters.explorer.links import read_link, read_links
from smeclusters.explorer.overlays import overlays_along
from smeclusters.explorer.own import BASES, COLUMNS, PERIODS, OwnCluster, OwnRow, own_frame, own_ratings, read_own
from smeclusters.model.ratings import Evidence, combine
from smeclusters.study.handed_in.cells import at_risk, guarded, passage

Run = Callable[[str, Any], Any]

CASES = json.loads(Path(__file__).with_name("own_cells.json").read_text("utf-8"))
LINKS = json.loads((ROOT / "tests" / "browser" / "links.json").read_text("utf-8"))
COMBINE = """
import { combine } from "FRONT/combine.js";
const answer = ({ places, cases }) => cases.map((rows) => {
  const named = rows.map(([place, facet, lo, hi, basis], at) => ({ id: String(at), place, facet, lo, hi, basis }));
  const { lo, hi, silent, entered } = combine(named, places);
  return [lo, hi, silent, entered.map(({ id }) => id)];
});
"""
FOLLOW = """
import { follow, usualRows } from "FRONT/results.js";
import { readContent, referenceOf } from "FRONT/host.js";
const answer = ({ content: given, own }) => {
  const content = readContent({ get: () => given });
  return follow(content, { ...referenceOf(content), own }).rows.map((row) =>
    row.cells.map(({ lo, hi, silent }) => [lo, hi, silent]));
};
"""
TABLE = """
import { layerTable, readLayer } from "FRONT/layer.js";
const answer = ({ content, owns }) => owns.map((own) => {
  const text = layerTable(own, content);
  return { text, again: own.length ? readLayer(text, content, []) : { clusters: [], notes: [] } };
});
"""
READ = """
import { readLayer } from "FRONT/layer.js";
const answer = ({ content, texts }) => texts.map((text) => {
  try { return readLayer(text, content, []); } catch (problem) { return { problem: problem.message }; }
});
"""
LINK = """
import { readLink, writeState } from "FRONT/links.js";
import { writeOwn, readOwn } from "FRONT/ownlink.js";
import { follow } from "FRONT/results.js";
import { readContent, referenceOf } from "FRONT/host.js";
const answer = ({ content: given, owns, links }) => {
  const content = readContent({ get: () => given });
  const state = (own) => `w=${writeState(referenceOf(content))}&o=${writeOwn(own, content)}`;
  return {
    written: (owns ?? []).map((own) => {
      const text = state(own);
      const found = readLink(text, content).state;
      const rows = follow(content, found).rows.map((row) => [row.key, row.path, row.lo, row.hi]);
      return { text, own: found.own, rows };
    }),
    read: (links ?? []).map((link) => {
      try {
        const { state, kept, chosen } = readLink(link, content);
        return { state: writeState(state), own: state.own, kept: Boolean(kept), chosen };
      } catch (problem) {
        return { problem: problem.message };
      }
    }),
  };
};
"""


@pytest.fixture(scope="module")
def content(study: Study, codings: dict[str, Study]) -> dict[str, Any]:
    return Explorer(study, codings=codings).get_state(["content"])["content"]


# ---- Cells.


def by_library(rows: list[list[Any]], places: list[str]) -> tuple[float, float, bool]:
    given = [Evidence(str(at), place, facet, lo, basis, hi) for at, (place, facet, lo, hi, basis) in enumerate(rows)]
    made = combine(places[0], "d", given, places, {place: place for place in places})
    return made.lo, made.hi, made.silent


@pytest.mark.parametrize("case", CASES["cases"], ids=[case["what"] for case in CASES["cases"]])
def test_a_cell_worked_out_by_hand_is_the_pages_and_the_librarys(run: Run, case: dict[str, Any]):
    places = list(CASES["places"])
    expected = [*(case["cell"] or [-2, 2]), case["cell"] is None]
    assert run(COMBINE, {"places": places, "cases": [case["rows"]]})[0][:3] == expected
    assert list(by_library(case["rows"], places)) == expected


def test_page_and_library_combine_a_thousand_sets_of_rows_alike(run: Run):
    chance = random.Random(17)
    places = ["own", "BRA", "mercosur", "lac"]

    def row() -> list[Any]:
        lo = chance.randint(-2, 2)
        place = chance.choices([*places, "PER"], [5, 3, 1, 3, 1])[0]
        basis = chance.choice(["stated", "reported", "inferred", "inferred"])
        return [place, chance.choice(["", "a", "b", "c"]), lo, chance.randint(lo, 2), basis]

    cases = [[row() for _ in range(chance.randint(0, 7))] for _ in range(1000)]
    found = run(COMBINE, {"places": places, "cases": cases})
    for rows, (lo, hi, silent, _) in zip(cases, found, strict=True):
        assert (lo, hi, silent) == pytest.approx(by_library(rows, places), abs=1e-9), rows
        assert -2 <= lo <= hi <= 2
    assert len({tuple(each[:3]) for each in found}) > 20


# ---- Clusters.


def some_own(chance: random.Random, study: Study, count: int) -> tuple[OwnCluster, ...]:
    """Any clusters, with texts that a table, a link or a page might stumble over."""
    odd = [
        "",
        "Nadvi 1999; Schmitz 1999",
        '"quoted", so',
        "=1+1",
        "+5 or so",
        "-2",
        "-x",
        "@here",
        "3:1",
        "1-2",
        "'3:1",
    ]
    odd += [
        "''=x",
        "a;b,c d",
        "<b>&amp;</b>",
        "Köln–天津 🏭",
        "~41_b",
        "e\u0301",
        "'s morgens",
        "it's",
        "0012",
        "1.5",
        "Mar 1",
    ]
    facets = dict(zip(study.facets["facet"], study.facets["determinant"], strict=True))
    determinants = study.determinants["determinant"].tolist()

    def row() -> OwnRow:
        determinant = chance.choice(determinants)
        lo = chance.randint(-2, 2)
        facet = chance.choice(["", *(key for key, of in facets.items() if of == determinant)])
        texts = [chance.choice(odd).strip() for _ in range(3)]
        texts[2] = chance.choice(["3:1", "1608", "ch. 2", "", "12-14", "3.2.1:4"])
        year = chance.choice(["", "1999", "2015"])
        ends = lo, chance.randint(lo, 2)
        return OwnRow(determinant, *ends, facet, chance.choice(BASES), chance.choice(PERIODS), *texts, year)

    return tuple(
        OwnCluster(
            f"own_{at}",
            f"{chance.choice(odd) or 'Sialkot'} {at}".strip(),
            chance.choice(["", "BRA", "MEX", "PER", "ARG", "Pakistan", "=cmd", "Côte d’Ivoire"]),
            chance.choice(["", "surgical instruments", "@x"]),
            chance.choice(["", "low_road", "mixed", "high_road"]),
            tuple(row() for _ in range(chance.randint(0, 14))),
        )
        for at in range(count)
    )


def test_page_and_library_rate_own_clusters_alike(run: Run, study: Study, content: dict[str, Any]):
    owns = some_own(random.Random(18), study, 50)
    found = np.array(run(FOLLOW, {"content": content, "own": [asdict(own) for own in owns]}), dtype=float)
    expected = own_ratings(Prepared(study), owns)
    np.testing.assert_allclose(found[:, :, 0], expected.lo, atol=1e-9)
    np.testing.assert_allclose(found[:, :, 1], expected.hi, atol=1e-9)
    assert (found[:, :, 2] == expected.silent).all()
    assert (found[:6, :, 0] == rate(study).lo).all()


def test_a_cluster_takes_from_its_country_what_the_study_knows_and_from_another_nothing(study: Study):
    prepared = Prepared(study)
    owns = [OwnCluster("a", "A", "PER"), OwnCluster("b", "B", "Pakistan"), OwnCluster("c", "C", "BRA")]
    found = own_ratings(prepared, owns)
    of = found.clusters.index
    assert found.silent[of("b")].all() and not found.silent[of("a")].all()
    # As a cluster of the study in the same country, of which nothing is said itself and which is not of its sample.
    bare = replace(
        study,
        evidence=study.evidence[study.evidence["place"] != "gamarra"],
        memberships=study.memberships.query("not (place == 'gamarra' and within == 'sample')"),
    )
    like = rate(bare)
    at = like.clusters.index("gamarra")
    assert found.lo[of("a")].tolist() == like.lo[at].tolist() and found.hi[of("a")].tolist() == like.hi[at].tolist()
    assert found.hi[of("a")].tolist() != found.hi[of("c")].tolist()


def test_a_year_keeps_later_statements_out(study: Study):
    rows = (OwnRow("trust", 2, 2, vintage="2015"), OwnRow("trust", -2, -2, vintage="1999"))
    own = [OwnCluster("a", "A", rows=(*rows, OwnRow("skills", 1, 1, period="past")))]
    at = list(study.determinants["determinant"]).index
    for year, expected in ((None, 0), (2015, 0), (2001, -2)):
        found = own_ratings(Prepared(study, Rules(vintage=year)), own)
        assert found.lo[-1, at("trust")] == found.hi[-1, at("trust")] == expected
        assert found.silent[-1, at("skills")]


# ---- The table.


def test_a_table_that_is_taken_along_is_read_as_what_was_written(run: Run, study: Study, content: dict[str, Any]):
    owns = [some_own(random.Random(seed), study, seed % 6) for seed in range(100)]
    found = run(TABLE, {"content": content, "owns": [[asdict(own) for own in each] for each in owns]})
    for given, answer in zip(owns, found, strict=True):
        assert answer["again"]["notes"] == []
        assert read_own(answer["again"]["clusters"], study) == given
        assert answer["text"].startswith("\ufeff") and answer["text"].endswith("\r\n")
        lines = list(csv.reader(io.StringIO(answer["text"][1:], newline="")))
        assert lines[0] == list(COLUMNS) and all(len(line) == len(COLUMNS) for line in lines)
        assert len(lines) == 1 + sum(max(len(own.rows), 1) for own in given)
        for cell in (cell for line in lines for cell in line):
            assert cell[:1] not in tuple("=@+\t") and (cell[:1] != "-" or float(cell) < 0), cell


def test_a_table_that_is_taken_along_is_a_layer_of_the_same_numbers(
    run: Run, study: Study, content: dict[str, Any], tmp_path: Path
):
    """Through the library's own reader, into a study with a layer; and back from that into the page's reader."""
    owns = [some_own(random.Random(seed), study, 1 + seed % 6) for seed in range(20)]
    found = run(TABLE, {"content": content, "owns": [[asdict(own) for own in each] for each in owns]})
    for given, answer in zip(owns, found, strict=True):
        path = tmp_path / "clusters.csv"
        path.write_bytes(answer["text"].encode())
        layered = load_study(layers=[path])
        expected, read = own_ratings(Prepared(study), given), rate(layered)
        order = [read.clusters.index(key) for key in expected.clusters]
        np.testing.assert_allclose(read.lo[order], expected.lo, atol=1e-9)
        np.testing.assert_allclose(read.hi[order], expected.hi, atol=1e-9)
        assert {own.key: own.observed for own in given if own.observed}.items() <= layered.observed.items()
        rows = layered.evidence[layered.evidence["layer"] != ""]
        texts = [(row.summary, row.sources, row.locator) for own in given for row in own.rows]
        assert sorted(rows[["summary", "sources", "locator"]].itertuples(index=False, name=None)) == sorted(texts)
        names = dict(zip(layered.places["place"], layered.places["name"], strict=True))
        assert {own.key: own.name for own in given}.items() <= names.items()


LONG = "place,determinant,rating\nsialkot,trust,1\nsialkot,skills,-1\n"
SAME = [
    LONG,
    LONG.replace(",", ";"),
    LONG.replace(",", "\t"),
    "sep=;\n" + LONG.replace(",", ";"),
    "\ufeff" + LONG.replace("\n", "\r\n"),
    LONG.replace("\n", "\r"),
    "\n\n" + LONG + ",,\n\n",
    LONG.replace("\n", ",\n"),
    " Place , DETERMINANT,Rating\nsialkot, Trust ,+1\nsialkot,skills,\u22121\n",
    LONG.replace(",", ";").replace("1\n", "1,0\n"),
    '"place","determinant","rating"\n"sialkot","trust","1"\n"sialkot","skills","-1"\n',
    "rating,determinant,place\n1,trust,sialkot\n-1,Skills,sialkot\n",
    "place,determinant,rating\nsialkot,trust,1\n,skills,-1\n",
    "place\ttrust\tskills\tmacro\nsialkot\t1\t-1\t\n",
    "place;Skills;Trust\nsialkot;-1;1\n",
    "place,trust,skills,macro,regulation\nsialkot,1,-1,not known,?\n",
]


@pytest.mark.parametrize("text", SAME)
def test_whatever_parts_the_cells_the_same_is_read(run: Run, content: dict[str, Any], text: str):
    found = run(READ, {"content": content, "texts": [text]})[0]
    assert "problem" not in found, found
    rows = [(row["determinant"], row["lo"], row["hi"]) for row in found["clusters"][0]["rows"]]
    assert [found["clusters"][0]["key"], len(found["clusters"])] == ["sialkot", 1]
    assert sorted(rows) == [("skills", -1, -1), ("trust", 1, 1)]


WRONG = {
    "place,determinant,rating\na,trust,5": "Row 2, rating: found “5”, expected a whole number from −2 to 2",
    "place,determinant,rating\na,trust,0.5": "Row 2, rating: found “0.5”, expected a whole number from −2 to 2",
    "place;determinant;rating\na;trust;0,5": "Row 2, rating: found “0,5”, expected a whole number from −2 to 2",
    "place,determinant,rating\na,thrust,1": "Row 2, determinant: found “thrust”, expected one of macro, regulation",
    "place,determinant,rating\na,,1": "Row 2, determinant: found nothing, expected the factor that is rated",
    "place,determinant,rating\n,trust,1": "Row 2, name: found nothing, expected the key or the name of a cluster",
    "place,determinant,rating\nsinos,trust,1": "Row 2, place: found “sinos”, expected a name that no place of the",
    "place,determinant,rating\nBRA,trust,1": "Row 2, place: found “BRA”, expected a name that no place of the",
    "place,name,determinant,rating\nx,León,trust,1": "Row 2, place: found “x”, expected a name that no place of the",
    "place,determinant,rating\nconstructor,trust,1": "Row 2, place: found “constructor”, expected a name that no place",
    "place,determinant,rating,rating_to\na,trust,1,-1": "Row 2, rating: found “1”, expected the lower end first",
    "place,determinant,rating,rating_to\na,trust,,1": "Row 2, rating: found nothing, expected the lower end of a range",
    "place,determinant,rating,basis\na,trust,1,heard": "Row 2, basis: found “heard”, expected one of stated, reported",
    "place,determinant,rating,period\na,trust,1,soon": "Row 2, period: found “soon”, expected one of current, past",
    "place,determinant,rating,facet\na,trust,1,buyers": "Row 2, facet: found “buyers”, expected one of identity, sanc",
    "place,determinant,rating,vintage\na,trust,1,99": "Row 2, vintage: found “99”, expected a year, or nothing",
    "place,determinant,rating,locator\na,trust,1,03:01:00": "Row 2, locator: found “03:01:00”, expected a page or",
    "place,determinant,rating,path\na,trust,1,best": "Row 2, path: found “best”, expected one of low_road, mixed",
    "place,name,determinant,rating\na,A,trust,1\na,B,skills,1": "Row 3, name: found “B”, expected “A”, as in row 2",
    "place,trust\na,9": "Row 2, trust: found “9”, expected a whole number from −2 to 2",
    "place,trust,determinant,rating\na,1,skills,1": "This is no table of clusters: expected the columns place",
    "place,rating\na,1": "This is no table of clusters: expected the columns place, determinant and rating",
    "hello": "This is no table of clusters",
    "": "This is no table of clusters",
    "place,determinant,rating": "The table has no rows below its first.",
    "place,determinant,rating,rating\na,trust,1,2": "Row 1: the column rating stands there twice.",
    'place,determinant,rating\n"a,trust,1': "Row 2: a quotation mark in it stands where none may",
    "place,determinant,rating\na,trust,1,2,3": "Row 2: it has more cells than there are columns.",
    "place,determinant,rating\nLeÃ³n B,trust,1": "Letters in it have been turned",
    "place,determinant,rating\n\0,trust,1": "This is no text that can be read.",
    "place,determinant,rating\n"
    + "".join(f"a{at},trust,1\n" for at in range(61)): "The table has more than 60 clusters",
    "place,determinant,rating\n" + "a,trust,1\n" * 5001: "The table has 5001 rows; at most 5000 can be read here.",
    "place,determinant,rating\n" + "a" * 2_000_001: "It is too long",
}


@pytest.mark.parametrize("text", WRONG, ids=[str(at) for at in range(len(WRONG))])
def test_what_is_wrong_is_told_with_where_it_stands(run: Run, content: dict[str, Any], text: str):
    found = run(READ, {"content": content, "texts": [text]})[0]
    assert found.keys() == {"problem"}, found
    assert found["problem"].startswith(WRONG[text])


def test_every_wrong_cell_is_told_up_to_a_dozen(run: Run, content: dict[str, Any]):
    lines = ["place,determinant,rating", *["a,trust,7", "a,nothing,8"] * 10]
    found = run(READ, {"content": content, "texts": ["\n".join(lines)]})[0]["problem"].splitlines()
    assert len(found) == 13 and found[-1] == "And 18 more."
    assert found[1].startswith("Row 3, rating") and found[2].startswith("Row 3, determinant")


def test_a_giant_cell_is_cut_and_told_and_unknown_columns_are_left_out(run: Run, content: dict[str, Any]):
    text = f"place,determinant,rating,summary,coder\na,trust,1,{'🏭x' * 5000},me\n"
    found = run(READ, {"content": content, "texts": [text]})[0]
    assert found["notes"] == ["Not read: the column coder.", "Row 2, summary: cut to 800 signs."]
    summary = found["clusters"][0]["rows"][0]["summary"]
    assert len(summary) == 800 and summary.endswith("🏭…") and summary.startswith("🏭x")


def test_names_make_keys_that_nothing_else_has(run: Run, content: dict[str, Any]):
    names = ["São João", "3º Polo", "天津", "Sinos-Valley", "Sao Joao", "toString", "LAC coast"]
    text = "name,trust\n" + "".join(f"{name},1\n" for name in names)
    found = run(READ, {"content": content, "texts": [text]})[0]
    keys = [each["key"] for each in found["clusters"]]
    assert keys == ["sao_joao", "o_polo", "cluster", "sinos_valley", "sao_joao_2", "tostring", "lac_coast"]
    assert [each["name"] for each in found["clusters"]] == names


# ---- Links.


def test_links_with_own_clusters_restore_them_in_page_and_library(run: Run, study: Study, content: dict[str, Any]):
    owns = [some_own(random.Random(seed), study, seed % 5) for seed in range(100)]
    found = run(LINK, {"content": content, "owns": [[asdict(own) for own in each] for each in owns]})["written"]
    for given, answer in zip(owns, found, strict=True):
        assert read_own(answer["own"], study) == given
        assert set(answer["text"]) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;:,./&~_-")
        if len(answer["text"]) > 8000:
            continue
        explorer = Explorer.from_link(f"https://example.org/explorer.html#{answer['text']}", study)
        assert explorer.own == given
        paths, scores = explorer.paths, explorer.scores
        rows = [(key, paths[key], *scores.loc[key]) for key in paths.index]
        assert_same([tuple(row) for row in answer["rows"]], rows)
    assert sum(len(answer["text"]) < 8000 for answer in found) > 60


@pytest.mark.parametrize("link", LINKS, ids=[link["what"] for link in LINKS])
def test_the_library_restores_what_a_kept_link_does(study: Study, codings: dict[str, Study], link: dict[str, Any]):
    setting = read_link(link["link"], study)
    assert setting.cluster == link["chosen"] and (setting.kept is None) == (link["kept"] is None)
    for state, rows in ((setting.state, link["rows"]), (setting.kept, link["kept"])):
        if state is None:
            continue
        explorer = Explorer(study, codings=codings, layers=overlays_along(study), **state)
        if {row[0] for row in rows.values()} == {""}:
            with pytest.raises(InputError):
                explorer.paths  # noqa: B018
            continue
        weights = [explorer.weights[key] for key in explorer.framework.determinants]
        levels = [explorer.levels[key] for key in explorer.framework.levels]
        rules = explorer.compensation, (explorer.thresholds.low, explorer.thresholds.high), explorer.silent
        assert_same(
            rows_of(explorer.framework, explorer.ratings, weights, levels, *rules),
            [(key, *row) for key, row in rows.items()],
        )


def own_link(chance: random.Random, good: list[str]) -> str:
    """A link with own clusters, spoilt somewhere."""
    text = chance.choice(good)
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.choices(range(len(text) + 1), k=2))
        new = "".join(chance.choices("0129,;:/~_-.uoaw=&%Zé", k=chance.randint(0, 4)))
        text = text[:at] + new + (text[to:] if to - at < 20 else text[at:])
    return text


def test_page_and_library_refuse_the_same_links(run: Run, study: Study, content: dict[str, Any]):
    chance, texts = random.Random(19), spoilt()
    owns = [[asdict(own) for own in some_own(random.Random(seed), study, 2)] for seed in range(20)]
    good = [
        each["text"] for each in run(LINK, {"content": content, "owns": owns})["written"] if len(each["text"]) < 7000
    ]
    links = [f"w={text}" for text in [*NASTY, *(next(texts) for _ in range(600))]]
    links += good + [own_link(chance, good) for _ in range(600)]
    found = run(LINK, {"content": content, "links": links})["read"]
    refused = 0
    for link, answer in zip(links, found, strict=True):
        try:
            setting = read_link(f"#{link}", study)
        except InputError as error:
            assert "problem" in answer, (link, error)
            assert len(error.problems) == 1
            refused += 1
            continue
        assert "problem" not in answer, (link, answer)
        assert read_own(answer["own"], study) == setting.state["own"]
        assert answer["chosen"] == setting.cluster and answer["kept"] == (setting.kept is not None)
    assert 700 < refused < len(links) - 40


def test_old_links_of_a_study_that_has_grown_keep_their_own_clusters(run: Run, content: dict[str, Any]):
    """A determinant between the others, a place more, another facet: own clusters are named by keys."""
    link = "w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
    own = "o=1;trust,skills;sialkot,Sialkot,Pakistan/0,1,,,identity/1,-1:1"
    grown = json.loads(json.dumps(content))
    grown["facets"]["new"] = {"name": "new", "determinant": "trust"}
    grown["places"]["PAK"] = {"name": "Pakistan", "kind": "country", "within": []}
    grown["bases"].append("measured")
    for now in (content, grown):
        found = run(LINK, {"content": now, "links": [f"{link}&{own}"]})["read"][0]["own"]
        rows = [(row["determinant"], row["facet"], row["lo"], row["hi"], row["basis"]) for row in found[0]["rows"]]
        assert rows == [("trust", "identity", 1, 1, "stated"), ("skills", "", -1, 1, "stated")]


def test_a_list_of_links_is_read_with_names_and_with_what_is_wrong(tmp_path: Path):
    good = "https://example.org/book/explorer.html#w=1;1,3;1,1,1,1,1;none;0.4,0.6;middle"
    own = f"{good}&o=1;craft;dorn,Dorn/0,2"
    path = tmp_path / "class.txt"
    path.write_text(f"\ufeffAda Lovelace {good}\r\n\r\n{own}\r\nBen #w=2\r\nCleo\r\nDora {good};x\r\n", "utf-8")
    shared = read_links(path, example_study())
    assert [setting.name for setting in shared.settings] == ["Ada Lovelace", ""]
    assert shared.settings[0].state["compensation"] == -math.inf
    assert shared.settings[1].state["own"][0].rows[0].lo == 2
    assert [(problem.row, problem.field, problem.value) for problem in shared.problems] == [
        (4, "version", "2"),
        (5, None, "Cleo"),
        (6, "cells", "x"),
    ]
    assert str(shared.problems[0]) == 'class.txt, row 4, version: found "2", expected 1: a link of the explorer'
    with pytest.raises(InputError, match="expected a file with a link a line"):
        read_links(tmp_path / "none.txt", example_study())


# ---- The widget.


def test_own_clusters_can_be_set_and_read_in_python(study: Study):
    explorer = Explorer(study)
    explorer.own = [{"key": "sialkot", "name": "Sialkot", "rows": [{"determinant": "trust", "lo": 1, "hi": 2}]}]
    explorer.overrides = {"sialkot": {"skills": 2}}
    assert explorer.paths.index[-1] == "sialkot" and explorer.scores.shape == (7, 2)
    at = explorer.ratings.determinants.index
    assert explorer.ratings.lo[-1, at("trust")] == 1 and explorer.ratings.lo[-1, at("skills")] == 2
    layer = explorer.layer
    assert layer[["place", "determinant", "rating", "rating_to"]].values.tolist() == [["sialkot", "trust", 1, 2]]
    again = Explorer(study, own=layer)
    assert again.own == explorer.own
    explorer.own = []
    assert explorer.overrides == {} and len(explorer.paths) == 6


def test_a_table_of_own_clusters_comes_back_from_pandas(study: Study):
    for seed in range(30):
        owns = some_own(random.Random(seed), study, seed % 6)
        assert read_own(own_frame(owns), study) == owns


def test_what_the_page_sends_is_what_it_gets(study: Study):
    explorer = Explorer(study)
    given = [asdict(own) for own in some_own(random.Random(3), study, 3)]
    explorer.set_state({"own": json.loads(json.dumps(given)), "overrides": {"own_1": {"trust": None}}})
    assert json.loads(json.dumps(explorer.get_state(["own"])["own"])) == json.loads(json.dumps(given))
    assert explorer.overrides["own_1"]["trust"] is None


# ---- Cells that a spreadsheet would run or turn.

GUARD = """
import { guarded, unguarded } from "FRONT/csv.js";
const answer = ({ content, texts }) => texts.map((text) => [guarded(text, content), unguarded(text, content)]);
"""


def risky(chance: random.Random) -> str:
    """Something a spreadsheet might take for a formula, a number, a date or a time; or nearly."""
    parts = [
        "1",
        "12",
        "03",
        "2001",
        ":",
        "-",
        "/",
        ".",
        " ",
        "Mar",
        "MÄRZ",
        "fév",
        "DEC",
        "dez",
        "e",
        "E",
        "T",
        "am",
        "p.m.",
    ]
    parts += ["=", "+", "@", "'", "''", "＝", "−", "x", "é", "ſep", "İ", "٣", ",", "%"]
    return "".join(chance.choices(parts, k=chance.randint(1, 5))).strip()


def test_page_and_library_guard_the_same_cells(run: Run, content: dict[str, Any]):
    chance = random.Random(20)
    texts = sorted({risky(chance) for _ in range(6000)} - {""})
    found = run(GUARD, {"content": content, "texts": texts})
    guards = 0
    for text, (written, read) in zip(texts, found, strict=True):
        assert (written == f"'{text}") == (at_risk(text) or guarded(text)), text
        assert (read == text[1:]) == guarded(text), text
        guards += written != text
    assert 300 < guards < len(texts) - 300


WAS = """
import { passageWas } from "FRONT/turned.js";
const answer = ({ content, texts }) => texts.map((text) => passageWas(text, content));
"""
PASSAGES = [
    "٣:03",
    "FÉV 12",
    "12 ſep",
    "12 feb.",
    "03:01:00",
    "3:01",
    "3:1",
    "3:10",
    "01.03.2026",
    "1.3.26",
    "3.2.14",
    "2001-03-01 00:00:00",
    "01-Mar",
    "Mar-01",
]
PASSAGES += [
    "1. Feb",
    "12 pages",
    "2 Background",
    "ch. 2",
    "p. 12",
    "25/12/2026",
    "12/25/2026",
    "31/31/2026",
    "3:10:15",
]
PASSAGES += [
    "3:10:05",
    "3:1 pm",
    "3:01 pm",
    "May 1, 2020",
    "1-1-2020",
    "dez 12",
    "12 dez. 2020",
    "1608",
    "3.1:4",
    "99-Mar",
]


def test_page_and_library_know_a_passage_that_was_turned(run: Run, content: dict[str, Any]):
    chance = random.Random(21)
    parts = ["1", "3", "12", "03", "2026", ":", "-", "/", ".", " ", "Mar", "dez", "Januar", "pm", ":00", "T"]
    texts = PASSAGES + sorted({"".join(chance.choices(parts, k=chance.randint(2, 7))).strip() for _ in range(5000)})
    found = run(WAS, {"content": content, "texts": texts})
    assert found == [passage(text) or "" for text in texts]
    assert sum(map(bool, found)) > 40
