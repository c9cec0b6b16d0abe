"""``smeclusters compare``."""

from __future__ import annotations

import csv
import io

import pytest
from tests.method.cli.commands import records, run


def test_compare_sets_all_weightings_beside_what_was_observed():
    rows = records("compare")
    assert len(rows) == 30
    assert list(rows[0])[:6] == ["cluster", "weighting", "score_lo", "score_hi", "path", "observed"]
    high = {
        row["cluster"] for row in rows if row["weighting"] == "collective_efficiency" and row["path"] == "high_road"
    }
    assert len(high) >= 2
    assert not any(row["path"] == "high_road" for row in rows if row["weighting"] == "extended")
    assert {row["cluster"]: row["observed"] for row in rows}["sinos"] == "mixed"


def test_csv_and_json_say_the_same():
    rows = list(csv.DictReader(io.StringIO(run("compare", "--format", "csv").stdout)))
    told = records("compare")
    assert [row["path"] for row in rows] == [row["path"] for row in told]
    assert [float(row["score_lo"]) for row in rows] == pytest.approx([row["score_lo"] for row in told])


def test_later_evidence_enters_only_when_asked_for(edit):
    row = {
        "id": "sinos-infrastructure-1",
        "place": "sinos",
        "determinant": "infrastructure",
        "facet": "machinery",
        "rating": "2",
        "basis": "reported",
        "period": "current",
        "summary": "New machines.",
        "locator": "3.2.2:4",
        "vintage": "2010",
    }
    folder = str(edit("evidence", lambda lines: lines.append([row.get(name, "") for name in lines[0]])))
    assert records("compare", "--data", folder) == records("compare")
    assert records("compare", "--data", folder, "--vintage", "2010") != records("compare")
