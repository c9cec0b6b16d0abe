"""The command line as a whole: processes, streams, exit statuses, and what is said of wrong input."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.method.cli.commands import process, run


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
        (["classify", "--compensation", "much"], 2, "Invalid value for '--compensation'"),
        (["classify", "--weighting", "extended", "--weights", "x.csv"], 2, "not both"),
        (["ratings", "--explain", "sino", "trust"], 1, "(sinos?)"),
        (["ratings", "--explain", "sinos", "thrust"], 1, "(trust?)"),
        (["ratings", "--data", "nowhere"], 1, "nowhere: found nothing, expected a folder"),
        (["validate", "nowhere", "--format", "table"], 1, "a folder"),
        (["compare", "--format", "xml"], 2, "json"),
        (["class", "nowhere"], 1, "nowhere: found nothing, expected a file or a folder"),
    ],
)
def test_wrong_input_gets_a_sentence_and_no_traceback(arguments: list[str], status: int, said: str):
    done = run(*arguments)
    assert done.returncode == status
    assert said in done.stderr + (done.stdout if arguments[0] == "validate" else "")
    assert "Traceback" not in done.stderr + done.stdout
    if arguments[0] != "validate":
        assert done.stdout == ""  # nothing half done


@pytest.mark.parametrize(
    "command",
    ["validate", "ratings", "classify", "compare", "robustness", "sufficiency", "verify", "audit"],
)
def test_a_process_says_what_is_said_here_whatever_the_locale(command: str):
    done = process(command, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    here = run(command)
    assert (done.returncode, done.stdout.decode("utf-8"), done.stderr) == (0, here.stdout, b"")
    assert command != "ratings" or "−2" in here.stdout


def test_help_names_the_commands_without_loading_what_only_some_need():
    loaded = "import sys, smeclusters.cli; print([name for name in ('scipy', 'anywidget') if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True) == "[]\n"
    done = run("--help")
    assert done.returncode == 0
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", done.stdout, re.MULTILINE) == [
        "validate",
        "ratings",
        "classify",
        "compare",
        "robustness",
        "choices",
        "sufficiency",
        "verify",
        "audit",
        "new",
        "add",
        "agree",
        "sheet",
        "class",
    ]


def test_a_folder_whose_name_is_no_text_is_no_obstacle():
    done = run("validate", "/tmp/\udcff")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("/tmp/\\udcff: found nothing, expected a folder")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_output_that_cannot_be_written():
    with open("/dev/full", "w") as full:
        done = process("compare", "--format", "csv", stdout=full)
    assert done.returncode == 1
    assert done.stderr == b"input or output: No space left on device\n"


def test_a_reader_who_has_seen_enough_is_told_nothing():
    ours, theirs = os.pipe()
    os.close(ours)
    done = process("audit", "--format", "json", stdout=theirs)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, b"")


def test_how_far_long_work_is_shows_on_a_terminal_only():
    arguments = ("robustness", "--condition", "firm >= cluster", "--format", "json")
    piped, seen = run(*arguments), run(*arguments, columns=80)
    assert piped.stderr == ""
    assert "Sampling" in seen.stderr and "100%" in seen.stderr
    assert seen.stdout == piped.stdout
    assert "Checking the claims" in run("verify", columns=80).stderr


def test_a_folder_with_problems_is_not_worked_with(edit):
    folder = edit("evidence", lambda lines: lines[3].__setitem__(4, "high"))
    done = run("compare", "--data", str(folder), "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("evidence.csv, row 4, rating")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--weights", "mine.csv"], 'mine.csv: found "a folder", expected a table'),
        (["--weights", "empty.csv"], "empty.csv: found nothing"),
        (["--weights", "latin.csv"], 'latin.csv, row 2, determinant: found "León", expected one of'),
        (
            ["--weights", "mac.csv"],
            'mac.csv: found "letters in an encoding that is not known", expected text in UTF-8',
        ),
        (["--weights", "open.csv"], "open.csv, row "),
        (["--weights", "wide.csv"], "wide.csv, row 2"),
        (["--weights", "half.csv"], "half.csv, row 1, weight: found nothing, expected this column"),
        (["--data", "empty.csv"], "empty.csv: found nothing, expected a folder"),
    ],
)
def test_files_that_cannot_be_used_are_told_in_sentences(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").mkdir()
    for name, content in {
        "empty": b"",
        "latin": b"determinant,weight\nLe\xf3n,1\n",
        "mac": b"determinant,weight\nLe\x97n,1\n",
        "open": b'determinant,weight\ntrust,"1\nmacro,1\n',
        "wide": b"determinant,weight\ntrust,1,2\n",
        "half": b"determinant\ntrust\n",
    }.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    done = run("classify", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr


def test_a_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("smeclusters.cli.classify.read_weights", refuse)  # whoever runs tests as root may read all
    done = run("classify", "--weights", tmp_path / "mine.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path / 'mine.csv'}: Permission denied\n"
