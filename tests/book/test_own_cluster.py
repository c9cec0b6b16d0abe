"""The page on clusters of one's own: what it tells one to type works, on a machine without the source."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.method.cli.commands import run
from tests.support import ROOT

from smeclusters import Prepared, load_study

PAGE = (ROOT / "chapters" / "own-cluster.md").read_text("utf-8")
CODED = "place,determinant,rating,summary,sources,locator\nsialkot,joint_action,2,They built it,Nadvi 1999,1608\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the commands print, typed in the order of the page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coded.csv").write_text(CODED, "utf-8")
    outputs = []
    for line in "".join(blocks("sh")).splitlines():
        program, *arguments = shlex.split(line)
        done = run(*arguments)
        assert (program, done.returncode) == ("smeclusters", 0), done
        outputs.append(done.stdout)
    return outputs


def test_the_commands_work_in_their_order(typed: list[str]):
    _, added, validated, compared, explained = typed
    assert "sialkot  joint_action  silent  +2" in added
    assert validated == "sialkot: no problems\n"
    assert "\nsialkot  " in compared
    assert "Nadvi 1999, p. 1608" in explained


def test_the_lines_of_python_work(typed: list[str]):
    (code,) = blocks("python")
    scope: dict[str, object] = {}
    exec(code.replace("Explorer(study)", "explorer = Explorer(study)"), scope)
    assert [*scope["study"].clusters["place"]][-1] == "sialkot"  # type: ignore[attr-defined]
    assert scope["explorer"].paths.index[-1] == "sialkot"  # type: ignore[attr-defined]


def test_a_factor_left_open_takes_what_is_said_of_the_country_or_is_silent(tmp_path: Path):
    """The answers to the questions at the end, on a cluster in Brazil with one row of its own."""
    path = tmp_path / "mine.csv"
    path.write_text(f"{CODED.splitlines()[0]},name,country\nfranca,joint_action,1,They meet,A visit,1,Franca,BRA\n")
    mine = Prepared(load_study(layers=[path]))
    rows = mine.study.evidence.set_index("id")
    levels = dict(zip(mine.study.determinants["determinant"], mine.study.determinants["level"], strict=True))
    around = {
        key: set(rows.loc[list(mine.cells["franca", key].entered), "place"])
        for key, level in levels.items()
        if level == "country"
    }
    assert around.pop("macro") == {"BRA"}
    assert all(places and places <= {"mercosur", "lac"} for places in around.values())
    assert mine.cells["franca", "trust"].silent


def test_every_column_that_it_names_is_read():
    from smeclusters.study.layers import ABOUT, FORMS

    named = {name for row in re.findall(r"^\| (`.*?`) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert named <= {*FORMS["evidence"].columns, *ABOUT} and set(ABOUT) <= named
