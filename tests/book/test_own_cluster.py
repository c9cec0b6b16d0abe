"""The page on clusters of one's own: what it tells one to type works, on a machine without the source."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from tests.method.cli.commands import run
from tests.support import ROOT

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


def test_every_column_that_it_names_is_read():
    from smeclusters.study.layers import ABOUT, FORMS

    named = {name for row in re.findall(r"^\| (`.*?`) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert named <= {*FORMS["evidence"].columns, *ABOUT} and set(ABOUT) <= named
