"""``smeclusters validate``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.method.cli.commands import run


def test_validate_is_content_with_the_data_that_come_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    done = run("validate")
    assert done.returncode == 0
    assert "no problems" in done.stdout


def test_validate_lists_problems_and_fails(edit):
    folder = edit("evidence", lambda lines: lines[3].__setitem__(4, "high"))
    done = run("validate", str(folder))
    assert done.returncode == 1
    assert done.stdout == 'evidence.csv, row 4, rating: found "high", expected a whole number from -2 to 2\n'
    told = json.loads(run("validate", str(folder), "--format", "json").stdout)
    assert told == [
        {
            "file": "evidence.csv",
            "row": 4,
            "field": "rating",
            "value": "high",
            "expected": "a whole number from -2 to 2",
        }
    ]


def test_validate_reads_what_claims_are_to_be_checked_by(edit):
    def wrong(lines: list[list[str]]) -> None:
        check, terms = lines[0].index("check"), lines[0].index("terms")
        [one] = [line for line in lines if line[check] == "goes_together"]
        one[terms] = "trust+"
        lines[-1][check] = "goes_togther"

    folder = edit("claims", wrong)
    done = run("validate", str(folder))
    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert 'terms: found "trust+", expected terms, an arrow and terms' in first
    assert 'check: found "goes_togther", expected a check (goes_together?)' in second
    assert run("verify", "--data", str(folder)).stderr == done.stdout
