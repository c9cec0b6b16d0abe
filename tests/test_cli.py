"""The command line as a process: what it prints, where, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import ROOT

COMMAND = Path(sys.executable).with_name("smeclusters")


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, cwd=cwd, timeout=60)


def records(*arguments: str) -> list[dict]:
    done = run(*arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_validate_is_content_with_the_data_that_come_along(tmp_path: Path):
    done = run("validate", cwd=tmp_path)
    assert done.returncode == 0
    assert "no problems" in done.stdout


def test_validate_lists_problems_and_fails(edit):
    folder = edit("evidence", lambda lines: lines[3].__setitem__(4, "high"))
    done = run("validate", str(folder))
    assert done.returncode == 1
    assert done.stdout == 'evidence.csv, row 4, rating: found "high", expected a whole number from -2 to 2\n'
    told = json.loads(run("validate", str(folder), "--format", "json").stdout)
    assert told == [{
        "file": "evidence.csv", "row": 4, "field": "rating", "value": "high",
        "expected": "a whole number from -2 to 2",
    }]  # fmt: skip


def test_ratings_are_flat_records():
    rows = records("ratings")
    assert len(rows) == 72
    assert {"cluster", "determinant", "lo", "hi", "silent"} <= rows[0].keys()
    assert {row["silent"] for row in rows} == {True, False}


def test_explain_lists_the_rows_of_a_cell_and_says_how_they_were_combined():
    done = run("ratings", "--explain", "sinos", "joint_action")
    assert done.returncode == 0
    assert "3.2.1:4" in done.stdout
    assert "Median by facet" in done.stdout
    rows = records("ratings", "--explain", "sinos", "trust")
    assert [row["entered"] for row in rows] == [False, True, True]
    assert {"summary", "locator", "sources", "reasons", "lo", "hi"} <= rows[0].keys()


def test_explain_a_silent_cell():
    done = run("ratings", "--explain", "sinos", "infrastructure")
    assert done.returncode == 0
    assert "The paper says nothing of it" in done.stdout
    assert records("ratings", "--explain", "sinos", "infrastructure") == []


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
    path.write_text(
        "determinant,weight\n" + "".join(f"{row['determinant']},{row['weight']}\n" for row in weights)
    )
    assert records("classify", "--weights", str(path)) == records("classify", "--weighting", "macro_first")


def test_settings_reach_the_scores():
    default = records("classify")
    assert default == records("classify", "--weighting", "extended", "--compensation", "1",
                              "--thresholds", "0.4", "0.6", "--silent", "range")  # fmt: skip
    for setting in (["--compensation", "-inf"], ["--silent", "leave-out"], ["--silent", "middle"]):
        assert records("classify", *setting) != default
    assert {row["path"] for row in records("classify", "--thresholds", "0", "0.05")} == {"high_road"}


def test_compare_sets_all_weightings_beside_what_was_observed():
    rows = records("compare")
    assert len(rows) == 30
    assert list(rows[0])[:6] == ["cluster", "weighting", "score_lo", "score_hi", "path", "observed"]
    high = {
        row["cluster"]
        for row in rows
        if row["weighting"] == "collective_efficiency" and row["path"] == "high_road"
    }
    assert len(high) >= 2
    assert not any(row["path"] == "high_road" for row in rows if row["weighting"] == "extended")
    assert {row["cluster"]: row["observed"] for row in rows}["sinos"] == "mixed"


def test_csv_and_json_say_the_same():
    rows = list(csv.DictReader(io.StringIO(run("compare", "--format", "csv").stdout)))
    told = records("compare")
    assert [row["path"] for row in rows] == [row["path"] for row in told]
    assert [float(row["score_lo"]) for row in rows] == pytest.approx([row["score_lo"] for row in told])


@pytest.mark.parametrize("command", ["ratings", "classify", "compare"])
def test_tables_fit_a_terminal(command: str):
    done = run(command)
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    words = {"ratings": "working_conditions", "classify": "Itapemirim", "compare": "efficiency"}
    assert words[command] in done.stdout or "guadalajara" in done.stdout
    assert "…\n" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["classify", "--weighting", "extnded"], 1, "(extended?)"),
        (["classify", "--weights", "absent.csv"], 1, "absent.csv: found nothing"),
        (["classify", "--compensation", "1.5"], 1, "a number of at most 1"),
        (["classify", "--compensation", "nan"], 1, "a number of at most 1"),
        (["classify", "--thresholds", "0.6", "0.4"], 1, "the lower one first"),
        (["compare", "--thresholds", "-1", "0.4"], 1, "two numbers from 0 to 1"),
        (["compare", "--compensation", "7"], 1, "a number of at most 1"),
        (["classify", "--silent", "ignore"], 2, "leave-out"),
        (["classify", "--compensation", "much"], 2, "valid number"),
        (["classify", "--weighting", "extended", "--weights", "x.csv"], 2, "not both"),
        (["ratings", "--explain", "sino", "trust"], 1, "(sinos?)"),
        (["ratings", "--explain", "sinos", "thrust"], 1, "(trust?)"),
        (["ratings", "--data", "nowhere"], 1, "nowhere: found nothing, expected a folder"),
        (["validate", "nowhere", "--format", "table"], 1, "a folder"),
        (["compare", "--format", "xml"], 2, "json"),
    ],
)
def test_wrong_input_gets_a_sentence_and_no_traceback(arguments: list[str], status: int, said: str):
    done = run(*arguments)
    assert done.returncode == status
    assert said in done.stderr + (done.stdout if arguments[0] == "validate" else "")
    assert "Traceback" not in done.stderr + done.stdout
    if arguments[0] != "validate":
        assert done.stdout == ""  # nothing half done


def test_brackets_in_the_data_are_text(edit):
    def spoil(lines: list[list[str]]) -> None:
        for line in lines:
            if line[0] == "sinos-trust-2":
                line[7] = "Ties [sic] are [/b] loose."

    done = run("ratings", "--explain", "sinos", "trust", "--data", str(edit("evidence", spoil)))
    assert (done.returncode, done.stderr) == (0, "")
    assert "[sic]" in done.stdout


def test_later_evidence_enters_only_when_asked_for(edit):
    row = ["sinos-infrastructure-1", "sinos", "infrastructure", "machinery", "2", "reported", "current",
           "New machines.", "", "", "", "3.2.2:4", "2010"]  # fmt: skip
    folder = str(edit("evidence", lambda lines: lines.append(row)))
    assert records("compare", "--data", folder) == records("compare")
    assert records("compare", "--data", folder, "--vintage", "2010") != records("compare")


def test_a_locale_without_accents_is_no_obstacle():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([COMMAND, "ratings"], capture_output=True, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "−2" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_output_that_cannot_be_written():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [COMMAND, "compare", "--format", "csv"], stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_folder_with_problems_is_not_worked_with(edit):
    folder = edit("evidence", lambda lines: lines[3].__setitem__(4, "high"))
    done = run("compare", "--data", str(folder), "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("evidence.csv, row 4, rating")


@pytest.mark.parametrize(
    "arguments",
    [(), ("--prior", "flat"), ("--condition", "firm >= cluster"), ("--weighting", "extended"),
     ("--compensation", "0", "--silent", "middle")],
    ids=str,
)  # fmt: skip
def test_robustness_gives_shares_that_add_up(arguments: tuple[str, ...]):
    rows = records("robustness", *arguments)
    assert [*rows[0]] == ["cluster", "low_road", "mixed", "high_road", "undetermined", "error"]
    for row in rows:
        shares = [row[key] for key in ("low_road", "mixed", "high_road", "undetermined")]
        assert sum(shares) == pytest.approx(1, abs=1e-9)
        assert all(share >= 0 for share in shares)


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("--condition", "frm >= cluster"), "firm?"),
        (("--condition", "macro >= 0.999"), "one weighting in a hundred"),
        (("--weighting", "extendet"), "(extended?)"),
        (("--weighting", "extended", "--within", "2"), "within"),
        (("--compensation", "3"), "at most 1"),
    ],
)
def test_robustness_says_in_one_sentence_what_it_cannot_do(arguments: tuple[str, ...], told: str):
    done = run("robustness", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_sufficiency_bounds_every_measure():
    rows = records("sufficiency", "--condition", "joint_action", "--condition", "country*firm")
    assert [row["condition"] for row in rows] == ["joint_action", "country*firm"]
    for row in rows:
        for key in row:
            if key.endswith("_lo") and row[key] is not None:
                assert 0 <= row[key] <= row[key.replace("_lo", "_hi")] <= 1 + 1e-9
    ideal = records("sufficiency", "--condition", "joint_action", "--ideal", "--outcome", "not-low-road")
    assert ideal[0]["sufficiency_consistency_lo"] > rows[0]["sufficiency_consistency_lo"]
    assert "joint_action" in run("sufficiency").stdout
    wrong = run("sufficiency", "--condition", "thrust")
    assert (wrong.returncode, wrong.stdout) == (1, "") and "(trust?)" in wrong.stderr
