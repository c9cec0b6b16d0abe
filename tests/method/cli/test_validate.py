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
