"""Commands take the study, and what follows from it, as the session has them already.

That they read it by themselves is tested where they run as processes, and with each folder that is spoilt.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.support import ROOT

import smeclusters.claims.audit  # noqa: F401  (both take Assessed as it is, before another stands in)
import smeclusters.claims.record  # noqa: F401
from smeclusters import Assessed, Rules, Study, load_study
from smeclusters.claims import assessed as storey
from smeclusters.cli import options


@pytest.fixture(scope="session")
def studies(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[Path | None, Study]:
    """The study, and the same with a seventh cluster and with twelve, by folder."""
    grown = [_grown(tmp_path_factory.mktemp("grown"), clusters) for clusters in (7, 12)]
    return {None: study, **{folder: load_study(folder) for folder in grown}}


@pytest.fixture(scope="module", autouse=True)
def known(studies: dict[Path | None, Study], paper: Assessed) -> Iterator[None]:
    def load(folder: Path | None, *over: Any) -> Study:
        return studies[folder] if folder in studies and not any(over) else load_study(folder, *over)

    @cache
    def assessed(study: Study, rules: Rules = Rules()) -> Assessed:
        return paper if study is paper.study and rules == paper.rules else Assessed(study, rules)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(options, "load_study", load)
        patch.setattr(storey, "Assessed", assessed)
        yield


def _grown(parent: Path, clusters: int) -> Path:
    """A folder with more clusters: each with some evidence, and every second with a path observed."""
    folder = Path(shutil.copytree(ROOT / "data", parent / "data"))
    new = [f"a_town_with_a_name_of_some_length_{at}" for at in range(7, clusters + 1)]
    rows = {
        "places": [[key, "cluster", 1, key.title(), "", "", "hats", -1.5, -70.25, "3.1:1"] for key in new],
        "memberships": [[key, place] for key in new for place in ("sample", "BRA")],
        "outcomes": [[key, "high_road", "stated", key, "They do.", "", "", "", "3.2.4:3"] for key in new[::2]],
        "evidence": [
            {
                "id": f"{key}-trust-1",
                "place": key,
                "determinant": "trust",
                "facet": "sanctions",
                "rating": -1,
                "basis": "stated",
                "period": "current",
                "summary": "None.",
                "locator": "3.1:1",
                "sentence": 1,
                "vintage": 2001,
            }
            for key in new
        ],
    }
    for table, added in rows.items():
        path = folder / f"{table}.csv"
        header = path.read_text("utf-8").partition("\n")[0].split(",")
        with path.open("a", encoding="utf-8", newline="") as file:
            lines = [[row.get(name, "") for name in header] if isinstance(row, dict) else row for row in added]
            csv.writer(file, lineterminator="\n").writerows(lines)
    return folder
