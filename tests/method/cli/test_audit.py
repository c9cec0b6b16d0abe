"""``smeclusters audit``."""

from __future__ import annotations

import csv
import io

from tests.method.cli.commands import records, run


def test_audit_in_three_forms():
    rows = records("audit")
    assert {tuple(row) for row in rows} == {("kind", "locator", "detail", "also", "step", "work")}
    assert list(csv.DictReader(io.StringIO(run("audit", "--format", "csv").stdout))) == rows
    done = run("audit")
    assert (done.returncode, done.stderr) == (0, "")
    *_, last = done.stdout.splitlines()
    assert "1 a citation without a work" in last and "25 listed, but not cited" in last
    assert sum(int(part.split()[0]) for part in last.split("; ")) == len(rows)
