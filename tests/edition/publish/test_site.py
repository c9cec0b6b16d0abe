"""A site that keeps its versions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest

from whichroad.publish.site import address_of, assemble, earlier, main


def archive(folder: Path, version: str) -> Path:
    path = folder / f"which-road-{version}-site.zip"
    with ZipFile(path, "w") as made:
        made.writestr("index.html", version)
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
    assert "url=latest/" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_what_cannot_be_put_together_leaves_nothing(tmp_path: Path):
    good = archive(tmp_path, "1.0.0")
    broken = tmp_path / "which-road-1.1.0-site.zip"
    broken.write_bytes(b"no archive")
    other = tmp_path / "site.zip"
    other.write_bytes(good.read_bytes())
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").touch()
    for archives, folder, told in (
        ([good, broken], tmp_path / "site", "which-road-1.1.0-site.zip: expected a ZIP archive"),
        ([other], tmp_path / "site", 'expected a name such as "which-road-1.0.0-site.zip"'),
        ([good, good], tmp_path / "site", "each version once"),
        ([], tmp_path / "site", "found none"),
        ([good], full, "expected an empty folder"),
    ):
        with pytest.raises(ValueError, match=re.escape(told)):
            assemble(archives, folder)
    assert not (tmp_path / "site").exists() and [path.name for path in full.iterdir()] == ["mine.txt"]


def test_as_a_command_it_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main([str(tmp_path / "site"), str(archive(tmp_path, "1.0.0"))])
    assert "1.0.0; the newest is also in latest/." in capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        main([str(tmp_path / "site"), str(tmp_path / "which-road-1.0.0-site.zip")])
    assert "expected an empty folder" in str(caught.value)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder)) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_next_site_is_made_of_what_the_last_one_keeps(tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    assemble([archive(tmp_path, version) for version in ("1.0.0", "1.1.0")], first)
    (tmp_path / "kept").mkdir()
    with served(first) as address:
        kept = earlier(address.rstrip("/"), tmp_path / "kept")
    assert [path.name for path in kept] == ["which-road-1.1.0-site.zip", "which-road-1.0.0-site.zip"]
    assert assemble([archive(tmp_path, "1.2.0"), *kept], second) == ["1.2.0", "1.1.0", "1.0.0"]
    for path in (first / "v" / "1.0.0").rglob("*.html"):
        assert (second / path.relative_to(first)).read_bytes() == path.read_bytes()


def test_where_there_is_no_site_yet_nothing_is_kept(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with served(tmp_path / "empty") as address:
        assert earlier(address, tmp_path) == []


def test_a_list_that_names_something_else_is_refused(tmp_path: Path):
    (tmp_path / "site" / "archives").mkdir(parents=True)
    (tmp_path / "site" / "archives" / "archives.json").write_text('["../../secret.zip"]', "utf-8")
    with served(tmp_path / "site") as address, pytest.raises(ValueError, match="expected a list of names such as"):
        earlier(address, tmp_path)


@pytest.mark.parametrize("baseurl", ["https://example.org/book/latest/", "https://example.org/book/latest", ""])
def test_the_site_stands_above_its_newest_version(tmp_path: Path, baseurl: str):
    (tmp_path / "_config.yml").write_text(f'html:\n  baseurl: "{baseurl}"\n', "utf-8")
    assert address_of(tmp_path) == ("https://example.org/book/" if baseurl else "")
