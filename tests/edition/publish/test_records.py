"""What archives read at the root follows from one source."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import pytest
import yaml
from tests.support import ROOT

from whichroad.publish.records import records

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("name", ["CITATION.cff", ".zenodo.json", "codemeta.json"])
def test_each_file_is_what_the_source_says(name: str):
    """Else run ``python -m whichroad.publish.records``."""
    assert (ROOT / name).read_text("utf-8") == records()[name]


def test_the_citation_file_is_valid():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, ROOT / "CITATION.cff"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_version_title_and_authors_are_the_same_in_all():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    zenodo, codemeta = (json.loads((ROOT / name).read_text("utf-8")) for name in (".zenodo.json", "codemeta.json"))
    assert cff["version"] == zenodo["version"] == codemeta["version"] == PROJECT["version"]
    assert cff["title"] == zenodo["title"] == codemeta["name"]
    names = [each["name"] for each in cff["authors"]]
    assert names == [each["name"] for each in zenodo["creators"]] == [each["name"] for each in codemeta["author"]]
    assert json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["version"] == PROJECT["version"]
