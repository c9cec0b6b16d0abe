"""What the tests share: the study, and a copy of its folder to spoil."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from tests.support import ROOT

from smeclusters import Assessed, Framework, Ratings, Study, load_study, rate

settings.register_profile("untimed", deadline=None)  # how fast a machine is says nothing about right or wrong
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def study() -> Study:
    return load_study()


@pytest.fixture(scope="session")
def paper(study: Study) -> Assessed:
    return Assessed(study)


@pytest.fixture(scope="session")
def ratings(study: Study) -> Ratings:
    return rate(study)


@pytest.fixture(scope="session")
def framework(study: Study) -> Framework:
    return Framework.from_study(study)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data folder."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, Callable[[list[list[str]]], object]], Path]:
    """Change the cells of one table of the copy: the function gets its lines, the header first."""

    def change(table: str, how: Callable[[list[list[str]]], object]) -> Path:
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        how(lines)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
        return folder

    return change
