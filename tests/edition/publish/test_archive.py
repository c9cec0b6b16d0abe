"""Archives that are the same each time, and what verifies the claims without a network."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.support import ROOT

from whichroad.publish.archive import VERIFY, epoch, pack, pins, within


def test_an_archive_is_the_same_whenever_and_wherever_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "chapters").mkdir(parents=True)
        for file in ("index.html", "chapters/a.html")[:: 1 if name == "one" else -1]:
            (folder / file).write_text(file, "utf-8")
    os.utime(tmp_path / "two" / "index.html", (0, 0))
    (tmp_path / "two" / "index.html").chmod(0o600)
    for name in ("one", "two"):
        pack(within(tmp_path / name), tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["chapters/a.html", "index.html"]
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2026, 11, 18)}


@pytest.mark.parametrize("found", ["", "yesterday"])
def test_without_a_time_there_is_no_archive(found: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", found)
    with pytest.raises(ValueError, match="expected seconds since 1970"):
        epoch()


def test_what_is_listed_is_pinned_and_the_library_itself_is_none_of_it(tmp_path: Path):
    listed = pins(ROOT, tmp_path).read_text("utf-8").splitlines()
    assert len(listed) > 100 and all(re.match(r"[\w.-]+(\[.*\])?==\d", line) for line in listed)


def test_a_try_that_fails_is_said_in_a_sentence_and_leaves_nothing_in_the_way_of_the_next(tmp_path: Path):
    here = {"python": platform.python_version().rpartition(".")[0], "system": platform.system()}
    (tmp_path / "made-for.json").write_text(json.dumps({**here, "machine": platform.machine()}), "utf-8")
    (tmp_path / "wheels").mkdir()
    script = shutil.copy(VERIFY, tmp_path)
    for _ in range(2):
        done = subprocess.run([sys.executable, script], capture_output=True, text=True)
        assert done.returncode == 1 and not (tmp_path / "env").exists()
        assert "The packages cannot be installed into" in done.stderr and "Traceback" not in done.stderr


def test_packages_for_another_machine_are_not_installed(tmp_path: Path):
    (tmp_path / "made-for.json").write_text('{"python": "3.2", "system": "Linux", "machine": "alpha"}', "utf-8")
    script = shutil.copy(VERIFY, tmp_path)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert done.returncode == 1 and not (tmp_path / "env").exists()
    assert done.stderr.startswith("These packages are for Python 3.2 on Linux (alpha); this is Python 3.")
