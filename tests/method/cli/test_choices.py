"""``smeclusters choices``: what it prints, what it keeps, and what becomes of it when it is killed."""

from __future__ import annotations

import asyncio
import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.method.cli.commands import COMMAND, run
from tests.method.cli.test_output import blocks
from tests.support import ROOT

from smeclusters import Choices, load_study
from smeclusters.analysis.uncertainty import blocks as library

EXAMPLE = str(ROOT / "lib" / "smeclusters" / "example")
QUICK = ("--samples", "1024", "--points", "256")
TOY = ("choices", "--data", EXAMPLE, *QUICK)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept; on other systems than Linux it is where platformdirs says."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "smeclusters" / "choices"


def records(*arguments: str) -> list[dict[str, Any]]:
    done = run(*arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_records_are_flat_and_say_nothing_about_the_run():
    rows = records("choices", *QUICK)
    assert {tuple(row) for row in rows} == {("kind", "of", "measure", "choice", "option", "value", "error")}
    assert {row["kind"] for row in rows} == {"multiverse", "drawn", "sobol"}
    codings = {row["option"] for row in rows if row["choice"] == "coding" and row["option"]}
    assert codings == {"own", "b", "c"}
    for cluster in load_study().clusters["place"]:
        shares = [
            row["value"] for row in rows if (row["of"], row["kind"], row["choice"]) == (cluster, "multiverse", "")
        ]
        assert len(shares) == 6 and sum(shares) == pytest.approx(1)
    assert len({tuple(row.values())[:5] for row in rows}) == len(rows)


def test_csv_says_the_same():
    rows = records(*TOY)
    lines = list(csv.DictReader(run(*TOY, "--format", "csv").stdout.splitlines()))
    assert [(line["kind"], line["of"], line["measure"], line["choice"], line["option"]) for line in lines] == [
        tuple(row.values())[:5] for row in rows
    ]
    assert [float(line["value"] or "nan") for line in lines] == pytest.approx(
        [float("nan") if row["value"] is None else row["value"] for row in rows], nan_ok=True, abs=1e-14
    )


def value(rows: list[dict[str, Any]], *key: str) -> float:
    (found,) = [row["value"] for row in rows if tuple(row.values())[:5] == (*key, *[""] * (5 - len(key)))]
    return found


@pytest.mark.parametrize("columns", [80, None])
def test_the_tables_say_what_the_records_say(columns: int | None):
    rows = records("choices", *QUICK)
    theses, clusters, deciding = _tables(run("choices", *QUICK, columns=columns).stdout)
    options = {
        (name, option.key): option.name
        for name, each in Choices.of(load_study(), {key: load_study(coding=key) for key in "bc"}).each().items()
        for option in each
    }
    for key, whole, least, greatest, drawn, _ in theses[1:]:
        assert whole == f"{100 * value(rows, 'multiverse', key, 'holds'):.1f}"
        assert drawn == f"{100 * value(rows, 'drawn', key, 'holds'):.1f}"
        by_option = {
            options[row["choice"], row["option"]]: row["value"]
            for row in rows
            if (row["kind"], row["of"]) == ("multiverse", key) and row["option"] and row["value"] is not None
        }
        for cell, end in ((least, min), (greatest, max)):
            if cell == "the same":
                assert len(set(by_option.values())) == 1
                continue
            share, _, name = cell.removesuffix(")").partition(" (")
            assert share == f"{100 * end(by_option.values()):.1f}"
            assert by_option[name.rpartition(": ")[2]] == end(by_option.values())
    assert [row[0] for row in clusters[1:]] == [*load_study().clusters["place"]]
    for key, *cells in clusters[1:]:
        grid = ("low_road", "low_road|mixed", "mixed", "mixed|high_road", "high_road", "low_road|mixed|high_road")
        expected = [f"{100 * value(rows, 'multiverse', key, paths):.1f}" for paths in grid]
        expected += [f"{100 * value(rows, 'drawn', key, path):.1f}" for path in ("low_road", "mixed", "high_road")]
        assert cells == [*expected, *(f"{value(rows, 'drawn', key, each):.2f}" for each in ("score", "rank"))]
    totals: dict[str, list[float]] = {}
    for key, choice, _, total in deciding[1:]:
        if choice != "hardly varies":
            totals.setdefault(key, []).append(float(total))
    for key, found in totals.items():
        measure = "holds" if key in {row[0] for row in theses} else "score"
        known = [row["value"] for row in rows if row["of"] == key and row["measure"] == f"{measure}:total"]
        assert found == [pytest.approx(each, abs=0.006) for each in sorted(known, reverse=True) if each >= 0.005]
    assert {row[0] for row in deciding[1:]} == {row[0] for row in (*theses[1:], *clusters[1:])}


def _tables(text: str) -> list[list[list[str]]]:
    """The three tables, the blocks of each put side by side."""
    found: list[list[list[str]]] = []
    for title in text.replace("\nWhat decides", "\nShare of What decides").split("Share of ")[1:]:
        first, *others = blocks("\n" + title.partition("\n\n")[2])
        for other in others:
            first = [row + more[1:] for row, more in zip(first, other, strict=True)]
        found.append(first)
    return found


def test_only_the_thesis_that_is_asked_for():
    rows = records(*TOY, "--thesis", "beyond_commonest")
    assert {row["of"] for row in rows} == {"almen", "borg", "cresta", "beyond_commonest"}


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--thesis", "beyond_comonest"], 1, "expected one of none_on_high_road, beyond_commonest (beyond_commonest?)"),
        (["--samples", "0"], 2, "16"),
        (["--coding", "nobody"], 1, "nobody"),
        (["--workers", "0"], 2, "1"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(arguments: list[str], status: int, told: str):
    done = run(*TOY, *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert told in done.stderr and "Traceback" not in done.stderr


def test_no_power_of_two_is_told_and_the_next_is_taken():
    done = run("choices", "--data", EXAMPLE, "--samples", "1000", "--points", "200", "--format", "json")
    assert done.stderr.splitlines() == [
        "samples: 1024 are taken, the next power of two above 1000.",
        "points: 256 are taken, the next power of two above 200.",
    ]
    assert json.loads(done.stdout) == records(*TOY)


def test_codings_and_layers_are_as_asked_for():
    rows = records("choices", *QUICK, "--coding", "b")
    assert {row["option"] for row in rows if row["choice"] == "coding"} == {"", "own", "b"}
    done = run("choices", *QUICK, "--layer", "elsewhere", "--alone", "--format", "json")
    assert done.returncode == 0 and done.stderr.startswith("Layer elsewhere")
    rows = json.loads(done.stdout)
    assert {row["option"] for row in rows if row["choice"] == "coding"} == {"", "own"}
    clusters = {row["of"] for row in rows if row["measure"] == "rank"}
    assert len(clusters) > 10 and not clusters & set(load_study().clusters["place"])


def test_without_salib_all_else_is_said(monkeypatch: pytest.MonkeyPatch):
    rows = records(*TOY)
    monkeypatch.setitem(sys.modules, "SALib.analyze.sobol", None)
    done = run(*TOY, "--format", "json")
    assert done.stderr == (
        "What decides is left out: the extra sensitivity is needed: pip install 'smeclusters[sensitivity]'\n"
    )
    assert json.loads(done.stdout) == [row for row in rows if row["kind"] != "sobol"]
    assert run(*TOY).returncode == 0


def test_without_distributed_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run(*TOY, "--dask", "tcp://127.0.0.1:8786")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "the extra cluster is needed: pip install 'smeclusters[cluster]'\n"


def test_an_address_that_does_not_answer_one_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("smeclusters.analysis.uncertainty.executors.PATIENCE", 1)
    done = run(*TOY, "--dask", "tcp://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ('dask: found "tcp://127.0.0.1:9", expected a Dask scheduler that answers within 1 seconds\n')


def test_it_is_asked_also_where_a_loop_is_running(monkeypatch: pytest.MonkeyPatch):
    """As in a notebook."""
    monkeypatch.setattr("smeclusters.analysis.uncertainty.executors.PATIENCE", 1)

    async def within() -> int:
        return run(*TOY, "--dask", "tcp://127.0.0.1:9").returncode

    with ThreadPoolExecutor(1) as aside:  # where this runs beside a browser, its loop is running here
        assert aside.submit(lambda: asyncio.run(within())).result() == 1


def test_time_left_shows_on_a_terminal_only():
    seen = run(*TOY, columns=80)
    assert all(label in seen.stderr for label in ("Every combination", "Draws", "What decides", "100%"))
    assert run(*TOY).stderr == ""


# ---- What is kept.


def test_the_same_again_works_nothing_out(cache: Path, monkeypatch: pytest.MonkeyPatch):
    first = run(*TOY)
    assert len(list(cache.iterdir())) == 3

    def refuse(*_: Any) -> Any:
        raise AssertionError("worked out again")

    monkeypatch.setattr(library, "_worked_out", lambda work, wanted, executor: map(refuse, wanted))
    assert run(*TOY) == first
    assert isinstance(_raised(*TOY, "--no-cache"), AssertionError)
    assert isinstance(_raised(*TOY, "--seed", "1"), AssertionError)


def _raised(*arguments: str) -> BaseException | None:
    try:
        run(*arguments)
    except AssertionError as error:
        return error
    return None


def test_nothing_is_kept_if_so_asked(cache: Path):
    assert run(*TOY, "--no-cache").returncode == 0
    assert not cache.exists()


def test_a_folder_that_cannot_be_written_is_told_once(cache: Path):
    first = run(*TOY, "--no-cache")
    cache.parent.mkdir(parents=True)
    cache.write_text("in the way")
    done = run(*TOY)
    assert (done.returncode, done.stdout) == (0, first.stdout)
    assert done.stderr.startswith("Nothing is kept for the next time: ") and len(done.stderr.splitlines()) == 1


# ---- As processes: killed, interrupted, and begun again.

LONG = ("choices", "--samples", str(1 << 18), "--points", "256", "--format", "json")


@pytest.fixture(scope="module")
def whole() -> bytes:
    return subprocess.run([COMMAND, *LONG, "--no-cache"], capture_output=True, check=True).stdout


def _begun(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    """A process that has worked out a part of its draws, and has most of it before it."""
    process = subprocess.Popen(
        [COMMAND, *LONG, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "XDG_CACHE_HOME": str(folder)},
        start_new_session=True,
        preexec_fn=_heeds_interrupts,
    )
    _wait(lambda: len(_kept(folder)) > 20 or process.poll() is not None)
    return process


def _heeds_interrupts() -> None:
    """As at a terminal, also where tests run in the background of a shell, whose programs ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _kept(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.kept")}


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + 240
    while not until():
        assert time.monotonic() < end
        time.sleep(0.005)


linux = pytest.mark.skipif(not Path("/proc").exists(), reason="reads what Linux says of processes")


@linux
@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_killed_goes_on_where_it_was(workers: str, whole: bytes, tmp_path: Path):
    process = _begun(tmp_path, "--workers", workers)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    _wait(lambda: not any(Path(f"/proc/{child}").exists() for child in children))  # none is left behind
    before = _kept(tmp_path)
    done = subprocess.run(
        [COMMAND, *LONG], capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)}, check=True
    )
    assert (done.stdout, done.stderr) == (whole, b"")
    after = _kept(tmp_path)
    assert 20 < len(before) < len(after)  # it was in the middle of it
    assert before.items() <= after.items()  # what was done is not done again


@linux
@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_interrupted_says_so_in_one_sentence(workers: str, tmp_path: Path):
    process = _begun(tmp_path, "--workers", workers)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    out, error = process.communicate(timeout=240)
    assert (process.returncode, out) == (130, b"")
    assert error == b"Interrupted; what is done is kept: run the same again to go on.\n"
