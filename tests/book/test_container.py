"""What stands in the Dockerfile and what the container does; no image is built here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.support import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SENT = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]


def test_the_python_is_the_one_that_the_pins_are_made_for():
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))[1]
    assert re.findall(r"^FROM python:([\d.]+)-slim", DOCKERFILE, re.MULTILINE) == [oldest, oldest]


def test_it_runs_as_nobody_and_holds_the_book_and_the_library_alone():
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert re.search(r"^USER 65534$", last, re.MULTILINE)
    assert "COPY . ." not in last and "--constraint /tmp/pins.txt" in last


def test_all_that_the_book_is_made_from_is_sent_to_the_builder_and_nothing_that_is_made():
    assert all((ROOT / name).exists() for name in SENT)
    assert {"_config.yml", "_toc.yml", "chapters", "data", "lib", "CHANGELOG.md", "requirements.txt", "run.py"} <= set(
        SENT
    )
    assert {"LICENSE", "README.md", "pyproject.toml"} <= set(SENT)  # of which the wheel is made as well
    assert not {"_build", ".venv", "tests", ".git"} & set(SENT)


@pytest.mark.skipif(not shutil.which("sh"), reason="what is in the container needs its shell")
@pytest.mark.parametrize(
    ("words", "runs"),
    [
        ([], "python -m http.server --directory /srv/book 8000"),
        (["book"], "python -m http.server --directory /srv/book 8000"),
        (["verify"], "smeclusters verify"),
        (["compare", "--layer", "after"], "smeclusters compare --layer after"),
    ],
)
def test_a_word_behind_the_image_is_a_command_of_the_library(tmp_path: Path, words: list[str], runs: str):
    for name in ("python", "smeclusters"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho {name} "$@"\n')
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    said = subprocess.check_output(["sh", ROOT / "container.sh", *words], env={"PATH": path}, text=True)
    assert said.strip() == runs
