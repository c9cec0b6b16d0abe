"""``smeclusters classify``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.method.cli.commands import records, run
from tests.support import ROOT


def test_classify_is_flat_records_with_paths_in_key_form():
    rows = {row["cluster"]: row for row in records("classify", "--weighting", "collective_efficiency")}
    assert rows["cachoeiro"]["path"] == "high_road"
    assert rows["trujillo"]["path"] == "low_road|mixed"
    assert rows["trujillo"]["score_lo"] == pytest.approx(0.25)
    assert rows["trujillo"]["score_hi"] == pytest.approx(0.5)


def test_own_weights_equal_to_a_named_weighting_give_the_same(tmp_path: Path):
    weights = [
        row
        for row in csv.DictReader((ROOT / "data/weights.csv").read_text().splitlines())
        if row["weighting"] == "macro_first"
    ]
    path = tmp_path / "mine.csv"
    path.write_text("determinant,weight\n" + "".join(f"{row['determinant']},{row['weight']}\n" for row in weights))
    assert records("classify", "--weights", str(path)) == records("classify", "--weighting", "macro_first")


def test_settings_reach_the_scores():
    default = records("classify")
    assert default == records(
        "classify", "--weighting", "extended", "--compensation", "1", "--thresholds", "0.4", "0.6", "--silent", "range"
    )
    for setting in (["--compensation", "-inf"], ["--silent", "leave-out"], ["--silent", "middle"]):
        assert records("classify", *setting) != default
    assert {row["path"] for row in records("classify", "--thresholds", "0", "0.05")} == {"high_road"}


def test_without_a_name_the_reference_of_the_tables_is_taken(edit):
    def moved(lines: list[list[str]]) -> None:
        role = lines[0].index("role")
        for line in lines[1:]:
            line[role] = "reference" if line[0] == "macro_first" else ""

    folder = edit("weightings", moved)
    assert records("classify", "--data", folder) == records("classify", "--weighting", "macro_first")
    assert run("classify", "--data", folder).stdout.startswith("Open paths, weighting: macro_first\n")
