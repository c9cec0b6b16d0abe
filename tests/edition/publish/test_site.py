"""A site that keeps its versions."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from whichroad.publish.site import assemble, main


def archive(folder: Path, version: str) -> Path:
    path = folder / f"which-road-{version}-site.zip"
    with ZipFile(path, "w") as made:
        made.writestr("index.html", version)
        made.writestr("404.html", version)
        made.writestr("chapters/explorer.html", version)
    return path


def test_each_version_stays_and_the_newest_is_latest(tmp_path: Path):
    archives = [archive(tmp_path, version) for version in ("1.9.0", "1.10.0", "1.0.0")]
    assert assemble(archives, tmp_path / "site") == ["1.10.0", "1.9.0", "1.0.0"]
    for version in ("1.0.0", "1.9.0", "1.10.0"):
        assert (tmp_path / "site" / "v" / version / "chapters" / "explorer.html").read_text() == version
    assert (tmp_path / "site" / "latest" / "index.html").read_text() == "1.10.0"
    told = (tmp_path / "site" / "versions.js").read_text("utf-8")
    assert json.loads(re.search(r"detail: (\[.*\])", told)[1]) == ["1.10.0", "1.9.0", "1.0.0"]
    assert "url=latest/index.html" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert (tmp_path / "site" / "404.html").read_text() == "1.10.0"
    sums = json.loads((tmp_path / "site" / "archives" / "archives.json").read_text("utf-8"))
    assert sums == {path.name: sha256(path.read_bytes()).hexdigest() for path in archives}


def test_what_cannot_be_put_together_leaves_nothing(tmp_path: Path):
    good = archive(tmp_path, "1.0.0")
    broken = tmp_path / "which-road-1.1.0-site.zip"
    broken.write_bytes(b"no archive")
    damaged = tmp_path / "which-road-1.2.0-site.zip"
    with ZipFile(damaged, "w", ZIP_DEFLATED) as made:
        made.writestr("index.html", "A page. " * 1000)
    content = damaged.read_bytes()
    start = content.index(b"index.html") + len("index.html")
    damaged.write_bytes(content[:start] + b"\xff" * 9 + content[start + 9 :])
    other = tmp_path / "site.zip"
    other.write_bytes(good.read_bytes())
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").touch()
    for archives, folder, told in (
        ([good, broken], tmp_path / "site", "which-road-1.1.0-site.zip: expected a ZIP archive"),
        ([good, damaged], tmp_path / "site", "which-road-1.2.0-site.zip: expected a ZIP archive"),
        ([other], tmp_path / "site", 'expected a name such as "which-road-1.0.0-site.zip"'),
        ([good, good], tmp_path / "site", "each version once"),
        ([], tmp_path / "site", "found none"),
        ([good], full, "expected an empty folder"),
    ):
        with pytest.raises(ValueError, match=re.escape(told)):
            assemble(archives, folder)
    assert not (tmp_path / "site").exists() and not (tmp_path / "site.part").exists()
    assert [path.name for path in full.iterdir()] == ["mine.txt"]


def test_as_a_command_it_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main([str(tmp_path / "site"), str(archive(tmp_path, "1.0.0"))])
    assert "1.0.0; the newest is also in latest/." in capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        main([str(tmp_path / "site"), str(tmp_path / "which-road-1.0.0-site.zip")])
    assert "expected an empty folder" in str(caught.value)
