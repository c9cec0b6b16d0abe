"""A folder's own descriptor: what it may say, and what the method asks for all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support import ROOT

from smeclusters import InputError, find_problems, load_study
from smeclusters.study import descriptor as descriptors
from smeclusters.study.needs import NEEDS, OUTSIDE

DATA = ROOT / "data"
STATED = json.loads((DATA / "datapackage.json").read_text("utf-8"))


def table(package: dict[str, Any], name: str) -> dict[str, Any]:
    return next(resource for resource in package["resources"] if resource["name"] == name)


def field(package: dict[str, Any], name: str, column: str) -> dict[str, Any]:
    return next(field for field in table(package, name)["schema"]["fields"] if field["name"] == column)


@pytest.fixture
def describe(folder: Path) -> Callable[[Callable[[dict[str, Any]], object]], Path]:
    """Change the descriptor of the copy."""

    def change(how: Callable[[dict[str, Any]], object]) -> Path:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text("utf-8"))
        how(package)
        path.write_text(json.dumps(package), "utf-8")
        return folder

    return change


def test_the_edition_states_all_that_the_method_needs():
    for found, resource in zip(descriptors.read_descriptor(DATA).tables, STATED["resources"], strict=True):
        stated = resource["schema"]
        assert found.columns == [field["name"] for field in stated["fields"]]
        for column, said in zip(found.fields, stated["fields"], strict=True):
            rules = said.get("constraints", {})
            assert column.type == said["type"]
            assert column.required == bool(rules.get("required"))
            assert list(column.enum) == rules.get("enum", [])
            assert list(column.patterns[:1]) == ([rules["pattern"]] if "pattern" in rules else [])
            assert (column.minimum, column.maximum) == (rules.get("minimum"), rules.get("maximum"))
        assert len(found.links) == len(stated.get("foreignKeys", []))
        assert list(found.keys[0]) == stated["primaryKey"]


def test_the_method_knows_each_column_of_the_edition():
    for resource in STATED["resources"]:
        need = NEEDS[OUTSIDE if resource["name"].startswith(OUTSIDE) else resource["name"]]
        known = [name for name in need.columns if (resource["name"], name) != ("evidence", "rating_to")]  # of layers
        assert known == [field["name"] for field in resource["schema"]["fields"]]


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda package: package["resources"].remove(table(package, name))


def loosened(name: str, column: str) -> Callable[[dict[str, Any]], object]:
    return lambda package: field(package, name, column).pop("constraints")


def changed(name: str, column: str, key: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda package: field(package, name, column).update({key: value})


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (without("weights"), "datapackage.json: found nothing, expected a table weights"),
        (
            without("textbook"),
            "datapackage.json, likeness: found nothing, expected a table textbook, to which it points",
        ),
        (lambda p: p.pop("vintage"), "datapackage.json, vintage: found nothing, expected the year of the source"),
        (lambda p: p.update(vintage="old"), 'datapackage.json, vintage: found "old", expected the year'),
        (lambda p: p.update(label=1), 'datapackage.json, label: found "1", expected text'),
        (lambda p: p.pop("resources"), "datapackage.json: found nothing, expected a table locators"),
        (lambda p: p.update(resources=3), "datapackage.json: found nothing, expected a table locators"),
        (lambda p: table(p, "places").pop("path"), "datapackage.json, places: found nothing, expected a table as"),
        (lambda p: table(p, "places").update(path="../places.csv"), 'found "../places.csv", expected a path within'),
        (
            lambda p: table(p, "places")["schema"]["fields"].pop(0),
            "datapackage.json, places: found nothing, expected a field place",
        ),
        (lambda p: p["resources"].append(table(p, "places")), 'found "places", expected each table once'),
        (changed("evidence", "rating", "type", "date"), "one of string, integer, number as a type"),
        (
            changed("evidence", "summary", "constraints", {"minLength": 3}),
            'found "minLength", expected one of required',
        ),
        (changed("evidence", "summary", "constraints", {"pattern": "("}), "datapackage.json, evidence: found nothing"),
        (lambda p: table(p, "evidence")["schema"].update(primaryKey="idd"), 'found "idd", expected a field (id?)'),
    ],
)
def test_a_descriptor_that_cannot_serve_gets_a_sentence(describe, how, said: str):
    folder = describe(how)
    problems = list(map(str, find_problems(folder)))
    assert any(said in problem for problem in problems), problems
    with pytest.raises(InputError):
        load_study(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "\xff"])
def test_what_is_no_descriptor_gets_a_sentence(folder: Path, text: str):
    (folder / "datapackage.json").write_bytes(text.encode("latin-1"))
    (problem,) = find_problems(folder)
    assert str(problem).startswith("datapackage.json: found nothing, expected ")


@pytest.mark.parametrize(
    ("name", "column", "value", "said"),
    [
        ("evidence", "rating", "3", "a whole number from -2 to 2"),
        ("evidence", "period", "soon", "one of current, past"),
        ("outcomes", "path", "hi_road", "(high_road?)"),
        ("levels", "role", "nation", "one of country, cluster, firm"),
        (
            "determinants",
            "determinant",
            "Macro economy",
            "expected a key: small letters, digits, - and _, a letter first",
        ),
        ("weights", "weight", "-1", "a number of at least 0"),
    ],
)
def test_what_the_method_needs_holds_whatever_a_descriptor_says(
    describe, edit, name: str, column: str, value: str, said: str
):
    folder = describe(loosened(name, column))
    edit(name, lambda lines: lines[1].__setitem__(lines[0].index(column), value))
    found = [problem for problem in find_problems(folder) if problem.file == f"{name}.csv"]
    assert said in str(found[0])


def test_a_column_and_a_table_of_ones_own_are_checked_and_do_no_harm(describe, edit):
    def add(package: dict[str, Any]) -> None:
        own = {"name": "coder", "type": "string", "constraints": {"enum": ["a", "b"]}}
        table(package, "evidence")["schema"]["fields"].append(own)
        fields = [{"name": "place", "type": "string"}, {"name": "note", "type": "string"}]
        link = {"fields": "place", "reference": {"resource": "places", "fields": "place"}}
        schema = {"fields": fields, "primaryKey": "place", "foreignKeys": [link]}
        package["resources"].append({"name": "notes", "path": "notes.csv", "schema": schema})

    folder = describe(add)
    edit("evidence", lambda lines: [line.append("coder" if line is lines[0] else "a") for line in lines])
    (folder / "notes.csv").write_text("place,note\nsinos,Seen.\n")
    assert set(load_study(folder).evidence["coder"]) == {"a"}
    edit("evidence", lambda lines: lines[4].__setitem__(-1, "c"))
    (folder / "notes.csv").write_text("place,note\nsinoss,Seen.\nsinos,\nsinos,\n")
    assert list(map(str, find_problems(folder))) == [
        'evidence.csv, row 5, coder: found "c", expected one of a, b',
        'notes.csv, row 2, place: found "sinoss", expected a key of places.csv (sinos?)',
        'notes.csv, row 4, place: found "sinos", expected a key that no earlier row has',
    ]


def test_a_folder_without_a_descriptor_is_read_by_the_editions(folder: Path):
    (folder / "datapackage.json").unlink()
    assert load_study(folder).evidence.equals(load_study().evidence)


def test_without_an_edition_a_sentence_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(descriptors, "entry_points", lambda group: ())
    descriptors.edition_folder.cache_clear()
    try:
        with pytest.raises(InputError, match="expected a folder, since no edition is installed"):
            load_study()
        assert load_study(folder).vintage == 2001  # it describes itself
    finally:
        descriptors.edition_folder.cache_clear()
