"""The worked examples of CONTRIBUTING work."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support import ROOT

from smeclusters import Assessed, find_problems, load_study
from smeclusters.claims.registry import _CHECKS
from smeclusters.cli.output import Format

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PREAMBLE = """
import pandas as pd
from smeclusters.cli.options import *
from smeclusters.cli.output import *
from smeclusters.claims.registry import check
from smeclusters.study import load_study
from smeclusters.wording import *
from smeclusters import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.weighing import weigh
from whichroad.addresses import place_link
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Chart
from whichroad.markup import Html, html_table
"""


def example(name: str) -> Callable[..., Any]:
    """The function of that name, from the page itself."""
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL) if f"def {name}(" in block)
    scope: dict[str, Any] = {}
    exec(PREAMBLE + code, scope)
    return scope[name]


def test_the_check(paper: Assessed, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("smeclusters.claims.registry._CHECKS", dict(_CHECKS))
    verdict = example("most_make_shoes")(paper, next(iter(paper.claims.values())))
    assert (verdict.status, verdict.reason) == ("supported_within", "Do most clusters make shoes? Four of six do.")


def test_the_chart_and_the_table_show_the_same(paper: Assessed):
    chart, table = example("rows_chart")(paper), example("rows_table")(paper)
    with (ROOT / "data" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        places = [row["place"] for row in csv.DictReader(file)]
    most = max(set(places), key=places.count)
    assert chart.alt == f"{paper.names[most]} has most rows of evidence, {places.count(most)}."
    assert chart.table["Rows"].sum() == len(places)
    for name, number in chart.table.itertuples(index=False):
        assert re.search(rf">{name}(</a>)?</td>\s*<td[^>]*>{number}</td>", table.markup), name


def test_the_command(capsys: pytest.CaptureFixture[str], paper: Assessed):
    example("run")(format=Format.json)
    assert {row["place"]: row["name"] for row in json.loads(capsys.readouterr().out)} == paper.names
    example("run")()
    assert "Sinos Valley" in capsys.readouterr().out


@pytest.mark.parametrize("level", [False, True], ids=["determinant", "level"])
def test_the_rows(folder: Path, level: bool):
    blocks = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
    for table, row in re.findall(r"^data/(\w+)\.csv +(.*?)(?:    … .*)?$", blocks[level], re.MULTILINE):
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")
    found = list(map(str, find_problems(folder)))
    missing = r"weights\.csv, determinant: found nothing, expected a row for \w+ and (ports|roads) \(0 leaves it out\)"
    assert found and all(re.fullmatch(missing, problem) for problem in found), found
    names = list(load_study(ROOT / "data").weightings["weighting"])
    key = "roads" if level else "ports"
    written = (folder / "weights.csv").read_text("utf-8")
    with (folder / "weights.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{name},{key},0\n" for name in names if f"{name},{key}," not in written)
    assert find_problems(folder) == []
