"""What a published site keeps, and what would lose it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.edition.publish.test_release import git
from tests.edition.publish.test_site import archive

from whichroad.publish import kept
from whichroad.publish.kept import address_of, check, fetch, listed, main
from whichroad.publish.site import assemble


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder)) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with two versions."""
    assemble([archive(tmp_path, version) for version in ("1.0.0", "1.1.0")], tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository in which three versions are tagged, the last at its head."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "--quiet")
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n', "utf-8")
        (folder / "_config.yml").write_text('html: {baseurl: "https://example.org/latest/"}\n', "utf-8")
        git(folder, "add", "--all")
        git(folder, "commit", "-qm", version)
        git(folder, "tag", "-a", f"v{version}", "-m", version)
    return folder


def test_the_next_site_is_made_of_what_the_last_one_keeps(tmp_path: Path, site: Path):
    (tmp_path / "kept").mkdir()
    with served(site) as address:
        archives = fetch(address, listed(address), tmp_path / "kept")
    assert [path.name for path in archives] == ["which-road-1.1.0-site.zip", "which-road-1.0.0-site.zip"]
    second = tmp_path / "second"
    assert assemble([archive(tmp_path, "1.2.0"), *archives], second) == ["1.2.0", "1.1.0", "1.0.0"]
    for path in (site / "v" / "1.0.0").rglob("*.html"):
        assert (second / path.relative_to(site)).read_bytes() == path.read_bytes()


def test_where_there_is_no_site_yet_nothing_is_kept(tmp_path: Path):
    with served(tmp_path) as address:
        assert listed(address) == {}


@pytest.mark.parametrize(
    "found",
    ['{"../../secret.zip": ""}', '["which-road-1.0.0-site.zip"]', '{"which-road-1.0.0-site.zip": "x"}', "<html>"],
)
def test_a_list_that_names_something_else_is_refused(site: Path, found: str):
    (site / "archives" / "archives.json").write_text(found, "utf-8")
    with served(site) as address, pytest.raises(ValueError, match=f"{address}archives/archives.json: expected archive"):
        listed(address)


def test_an_archive_that_has_changed_is_refused(site: Path, tmp_path: Path):
    with (site / "archives" / "which-road-1.0.0-site.zip").open("ab") as file:
        file.write(b"more")
    with served(site) as address, pytest.raises(ValueError, match=r"which-road-1.0.0-site.zip: found another file"):
        fetch(address, listed(address), tmp_path)


@pytest.mark.parametrize("baseurl", ["https://example.org/book/latest/", "https://example.org/book/latest"])
def test_the_site_stands_above_its_newest_version(tmp_path: Path, baseurl: str):
    (tmp_path / "_config.yml").write_text(f'html:\n  baseurl: "{baseurl}"\n', "utf-8")
    assert address_of(tmp_path) == "https://example.org/book/"


@pytest.mark.parametrize("baseurl", ["", "https://example.org/book/", "https://example.org/my-latest"])
def test_another_address_would_lose_what_is_published(tmp_path: Path, baseurl: str):
    (tmp_path / "_config.yml").write_text(f'html:\n  baseurl: "{baseurl}"\n', "utf-8")
    with pytest.raises(
        ValueError, match=f'_config.yml, baseurl: found "{baseurl}", expected the address of the newest'
    ):
        address_of(tmp_path)


def names(*versions: str) -> dict[str, str]:
    return {f"which-road-{version}-site.zip": "" for version in versions}


def test_a_release_is_published_beside_all_earlier_ones(checkout: Path):
    check(checkout, names("1.0.0", "1.1.0"))
    check(checkout, names("1.0.0", "1.1.0", "1.2.0"))
    git(checkout, "checkout", "--quiet", "v1.0.0")
    check(checkout, {})  # the later ones may come later


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (lambda folder: None, "found no 1.1.0, expected every earlier release"),
        (lambda folder: git(folder, "commit", "-qm", "More", "--allow-empty"), "HEAD: found no tag v1.2.0"),
        (lambda folder: git(folder, "tag", "-d", "v1.2.0"), "HEAD: found no tag v1.2.0"),
        (lambda folder: (folder / "a file.txt").touch(), "a file.txt: found changes"),
    ],
)
def test_what_would_lose_a_version_or_is_no_release_is_refused(
    checkout: Path, before: Callable[[Path], object], told: str
):
    before(checkout)
    with pytest.raises(ValueError, match=re.escape(told)):
        check(checkout, names("1.0.0"))


def test_as_a_command_it_fetches_or_says_in_a_sentence_why_not(
    site: Path, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(kept, "ROOT", checkout)
    with served(site) as address:
        (checkout / "_config.yml").write_text(json.dumps({"html": {"baseurl": f"{address}latest/"}}), "utf-8")
        git(checkout, "commit", "-qam", "Address")
        git(checkout, "tag", "-f", "v1.2.0")
        main([str(tmp_path / "kept")])
    assert capsys.readouterr().out == f"{address} keeps 2 versions.\n"
    assert len(list((tmp_path / "kept").iterdir())) == 2
    with pytest.raises(SystemExit, match=f"{address}: .*refused"):  # the server has gone
        main([str(tmp_path / "kept")])
