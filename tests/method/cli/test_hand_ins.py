"""``smeclusters class``: what it says of hand-ins that cannot be used."""

from __future__ import annotations

from pathlib import Path

from tests.method.cli.commands import run

LINK = "Ada #w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"


def test_of_many_wrong_lines_the_first_are_told_and_the_others_counted(tmp_path: Path):
    path = tmp_path / "class.txt"
    path.write_text("\n".join([LINK, *["thanks"] * 60]), "utf-8")
    done = run("class", str(path), "--show", "pairs")
    lines = done.stderr.splitlines()
    assert done.returncode == 0 and len(lines) == 51
    assert lines[0].startswith('class.txt, row 2: found "thanks"') and lines[-1] == "and 10 others"


def test_so_they_are_where_nothing_can_be_used(tmp_path: Path):
    path = tmp_path / "class.txt"
    path.write_text("\n".join([LINK[:60], *["thanks"] * 50]), "utf-8")
    done = run("class", str(path))
    lines = done.stderr.splitlines()
    assert done.returncode == 1 and len(lines) == 52
    assert lines[-2:] == [
        "and 1 other",
        "settings: found nothing, expected at least one setting that weighs something",
    ]
