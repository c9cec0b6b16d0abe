from __future__ import annotations

import json

from tests.edition.blocks import page, read
from tests.support import ROOT

from smeclusters import Assessed
from whichroad.datasets import datasets

RESOURCES = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["resources"]


def test_every_table_is_told_with_its_rows_and_can_be_taken_along(paper: Assessed):
    shown = page(datasets(paper, "../tables"))
    assert [head.text for head in shown("h3")] == [resource["title"] for resource in RESOURCES]
    for resource in RESOURCES:
        told = shown.find(id=f"table-{resource['name'].replace('_', '-').replace('/', '-')}").find_next("p")
        rows = len(read(resource["name"]))
        assert told.text == f"{resource['description']} {rows} rows. {resource['path']}"
        assert told.a["href"] == f"../tables/{resource['path']}" and told.a.has_attr("download")


def test_every_field_is_described(paper: Assessed):
    for resource, fold in zip(RESOURCES, page(datasets(paper))("details"), strict=True):
        assert fold.summary.text == f"Fields of {resource['path']}"
        assert [(name.code.text, name.find_next("dd").text) for name in fold("dt")] == [
            (field["name"], field["description"]) for field in resource["schema"]["fields"]
        ]


def test_a_field_tells_what_it_may_hold(paper: Assessed):
    shown = page(datasets(paper)).find(id="table-evidence").find_next("details")
    kinds = {name.code.text: name.text.removeprefix(f"{name.code.text} ") for name in shown("dt")}
    assert kinds["rating"] == "(integer, -2 to 2)"
    assert kinds["basis"] == "(reported, stated, inferred)"
    assert kinds["summary"] == "(string)"
    assert kinds["sources"] == "(string, may be empty)"
