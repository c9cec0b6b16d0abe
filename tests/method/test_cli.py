"""The command line as a process: what it prints, where, and with which exit status."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from contextlib import suppress
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


def on_a_terminal(columns: int, *arguments: str) -> str:
    """What a command writes to a terminal of that width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    with subprocess.Popen([COMMAND, *arguments], stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        written = b""
        with suppress(OSError):  # the end of a terminal is an error
            while read := os.read(ours, 1 << 16):
                written += read
        os.close(ours)
    assert process.returncode == 0
    return written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("command", ["ratings", "classify", "compare"])
def test_tables_fit_a_terminal(command: str):
    lines = on_a_terminal(80, command).splitlines()
    assert max(map(len, lines)) <= 80
    words = {"ratings": "working_conditions", "classify": "guadalajara", "compare": "efficiency"}
    assert any(words[command] in line for line in lines)
    assert not any(line.endswith("…") for line in lines)


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
    assert last.startswith("373 claims: ") and last.endswith("; none otherwise than recorded")
    assert sum(int(count) for count in re.findall(r"(\d+) (?:holds|fails|depends|untestable)", last)) == 373
    assert "97 %" in done.stdout  # the share is not cut off


def test_verify_gives_records():
    rows = records("verify")
    assert list(rows[0]) == ["id", "locator", "kind", "status", "share", "reason"]
    told = {row["id"]: row for row in rows}
    assert (told["ven-macro-2"]["status"], told["ven-macro-2"]["share"]) == ("fails", None)
    assert told["wider-factors-explain-cachoeiro"]["share"] == pytest.approx(0.695)
    table = list(csv.DictReader(io.StringIO(run("verify", "--format", "csv").stdout)))
    assert [{**row, "share": float(row["share"]) if row["share"] else None} for row in table] == rows


def test_verify_gives_the_reasoning_of_one_claim():
    done = run("verify", "--claim", "ven-macro-2")
    assert (done.returncode, done.stderr) == (0, "")
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert (lines["locator"], lines["check"], lines["status"]) == ("3.2.3:2", "hyperinflation", "fails")
    assert "its hyperinflation came in 2016" in lines["reason"]
    assert [row["id"] for row in records("verify", "--claim", "ven-macro-2")] == ["ven-macro-2"]


def test_verify_says_in_one_sentence_which_claim_it_does_not_know():
    done = run("verify", "--claim", "ven-macro-3")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'claim: found "ven-macro-3", expected a claim (ven-macro-2?)\n'


def test_verify_says_which_verdicts_other_figures_turn(edit):
    folder = edit("external/hyperinflation", hyperinflation_in_venezuela)
    for form in ("table", "json"):
        done = run("verify", "--data", str(folder), "--format", form)
        assert done.returncode == 1
        assert done.stderr == "ven-macro-2: recorded fails, now holds\n"
    assert "; 1 otherwise than recorded" in run("verify", "--data", str(folder)).stdout


def test_verify_says_which_claims_are_gone_until_the_verdicts_are_recorded_anew(edit):
    folder = edit("evidence", few_rows)
    done = run("verify", "--data", str(folder))
    assert done.returncode == 1
    assert "ven-macro-2: recorded fails, now gone\n" in done.stderr
    assert "opening-raised-prospects: recorded holds_in_part, now untestable\n" in done.stderr
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


def test_audit_in_three_forms():
    rows = records("audit")
    assert {tuple(row) for row in rows} == {("kind", "locator", "detail")}
    assert list(csv.DictReader(io.StringIO(run("audit", "--format", "csv").stdout))) == rows
    done = run("audit")
    assert (done.returncode, done.stderr) == (0, "")
    *_, last = done.stdout.splitlines()
    assert "1 a citation without a work" in last and "25 listed, but not cited" in last
    assert sum(int(part.split()[0]) for part in last.split("; ")) == len(rows)
