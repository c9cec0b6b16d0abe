"""``smeclusters verify``: verdicts, against those on record."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from tests.method.cli.commands import records, run
from tests.support import ROOT


def few_rows(lines: list[list[str]]) -> None:
    """Three rows of evidence only, for what is slow with many."""
    kept = {"id", "lac-connectivity-1", "lac-technology-1", "cachoeiro-external_economies-2"}
    lines[:] = [line for line in lines if line[0] in kept]


def hyperinflation_in_venezuela(lines: list[list[str]]) -> None:
    episode = next(line for line in lines if line[1] == "ARG")
    lines.append(["hyperinflation", "VEN", "1989", "60", *episode[4:]])


def test_verify_repeats_the_recorded_verdicts_and_counts_them():
    done = run("verify")
    assert (done.returncode, done.stderr) == (0, "")
    *_, last = done.stdout.splitlines()
    assert last.startswith("366 claims: ") and last.endswith("; none otherwise than recorded")
    assert sum(int(count) for count in re.findall(r"(\d+) [a-z]", last)) == 2 * 366
    assert "100 %" in done.stdout  # the share is not cut off


def test_verify_gives_records():
    rows = records("verify")
    assert list(rows[0]) == ["id", "locator", "also", "kind", "status", "share", "reason"]
    told = {row["id"]: row for row in rows}
    assert (told["ven-macro-2"]["status"], told["ven-macro-2"]["share"]) == ("contradicted", None)
    assert told["integrating-framework-needed"]["share"] == pytest.approx(0.997)
    assert told["no-efficiency-without-trust"]["also"] == "2b:4" and told["ven-macro-2"]["also"] == ""
    table = list(csv.DictReader(io.StringIO(run("verify", "--format", "csv").stdout)))
    assert [{**row, "share": float(row["share"]) if row["share"] else None} for row in table] == rows


def test_verify_gives_the_reasoning_of_one_claim():
    done = run("verify", "--claim", "ven-macro-2")
    assert (done.returncode, done.stderr) == (0, "")
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert (lines["locator"], lines["check"], lines["status"]) == ("3.2.3:2", "hyperinflation", "contradicted")
    assert "its hyperinflation came in 2016" in lines["reason"]
    assert [row["id"] for row in records("verify", "--claim", "ven-macro-2")] == ["ven-macro-2"]


def test_verify_says_in_one_sentence_which_claim_it_does_not_know():
    done = run("verify", "--claim", "ven-macro-3")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'claim: found "ven-macro-3", expected a claim (ven-macro-2?)\n'


def test_verify_says_which_verdicts_other_figures_turn(edit):
    folder = edit("external/hyperinflation", hyperinflation_in_venezuela)
    for form, told in (("table", "; 1 otherwise than recorded"), ("json", '"supported"')):
        done = run("verify", "--data", str(folder), "--format", form)
        assert done.returncode == 1
        assert done.stderr == "ven-macro-2: recorded contradicted, now supported\n"
        assert told in done.stdout


def test_verify_says_which_claims_are_gone_until_the_verdicts_are_recorded_anew(edit):
    folder = edit("evidence", few_rows)
    done = run("verify", "--data", str(folder))
    assert done.returncode == 1
    assert "ven-macro-2: recorded contradicted, now gone\n" in done.stderr
    assert "policy-structural-constraints: recorded need_of_countries, now need_not_reported\n" in done.stderr
    assert "Traceback" not in done.stderr
    before = (ROOT / "data/verdicts.csv").read_bytes()
    done = run("verify", "--record", "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert str(folder / "verdicts.csv") in done.stdout
    assert (ROOT / "data/verdicts.csv").read_bytes() == before
    assert run("validate", str(folder)).returncode == 0
    again = run("verify", "--data", str(folder))
    assert (again.returncode, again.stderr) == (0, "")


def test_verify_records_all_claims_or_none(folder: Path):
    before = (folder / "verdicts.csv").read_bytes()
    done = run("verify", "--record", "--claim", "ven-macro-2", "--data", str(folder))
    assert (done.returncode, done.stdout) == (2, "") and "not one" in done.stderr
    assert (folder / "verdicts.csv").read_bytes() == before


def test_verify_tells_faults_of_the_claims_as_sentences(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[1][lines[0].index("why_not")] = "norm"

    done = run("verify", "--data", str(edit("claims", spoil)))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("claims.csv, row 2, why_not: ") and len(done.stderr.splitlines()) == 1
