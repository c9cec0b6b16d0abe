"""A site that keeps its versions: ``python -m whichroad.publish.site FOLDER ARCHIVE [ARCHIVE …]``.

Each archive of a site becomes ``v/VERSION/``, the newest also ``latest/``; ``versions.js`` says which there are, and
the first page leads to the newest. The site keeps the archives too, so that with ``--keep`` the next one is made of
those and of what is new: no other place has to remember them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen
from zipfile import BadZipFile, ZipFile

import yaml

from whichroad.citing import LATEST
from whichroad.publish.records import ROOT

ARCHIVE = re.compile(r"which-road-(\d+\.\d+\.\d+)-site\.zip")
KEPT = "archives"
LIST = f"{KEPT}/archives.json"
FIRST_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Which road?</title>
<meta http-equiv="Refresh" content="0; url=latest/">
<link rel="canonical" href="latest/">
</head>
<body><p><a href="latest/">Which road? The newest version</a></p></body>
</html>
"""


def number(version: str) -> tuple[int, ...]:
    """A version as numbers, by which versions are put in order.

    Examples
    --------
    >>> number("1.10.0") > number("1.9.3")
    True
    """
    return tuple(int(part) for part in version.split("."))


def assemble(archives: Sequence[Path], folder: Path) -> list[str]:
    """Unpack archives of a site into one with all versions.

    Parameters
    ----------
    archives : sequence of path
        Files named ``which-road-VERSION-site.zip``.
    folder : path
        Gets the site; must not be there, or be empty.

    Returns
    -------
    list of str
        The versions, the newest first.

    Raises
    ------
    ValueError
        If a file is not named so, is no archive, or a version comes twice; if nothing is given; or if the folder is
        not empty. Nothing is then left in it.
    """
    found: dict[str, Path] = {}
    for archive in archives:
        named = ARCHIVE.fullmatch(archive.name)
        if not named or named[1] in found:
            raise ValueError(f'{archive}: expected a name such as "which-road-1.0.0-site.zip", each version once')
        found[named[1]] = archive
    if not found:
        raise ValueError("archives: found none, expected at least one")
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder}: found files in it, expected an empty folder")
    versions = sorted(found, key=number, reverse=True)
    made = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(made, ignore_errors=True)
    try:
        for version in versions:
            with ZipFile(found[version]) as archive_of:
                archive_of.extractall(made / "v" / version)
    except BadZipFile:
        shutil.rmtree(made, ignore_errors=True)
        raise ValueError(f"{found[version]}: expected a ZIP archive of a site") from None
    shutil.copytree(made / "v" / versions[0], made / "latest")
    (made / KEPT).mkdir()
    for version in versions:
        shutil.copyfile(found[version], made / KEPT / found[version].name)
    (made / LIST).write_text(json.dumps([found[version].name for version in versions]), "utf-8")
    told = json.dumps(versions)
    (made / "versions.js").write_text(
        f'document.dispatchEvent(new CustomEvent("which-road-versions", {{ detail: {told} }}));\n', "utf-8"
    )
    (made / "index.html").write_text(FIRST_PAGE, "utf-8")
    (made / ".nojekyll").touch()
    if folder.exists():
        folder.rmdir()
    made.rename(folder)
    return versions


def address_of(root: Path) -> str:
    """The address of the site with all versions, by ``baseurl`` in _config.yml; "" if it has none yet."""
    found = yaml.safe_load((root / "_config.yml").read_text("utf-8"))["html"].get("baseurl") or ""
    return str(found).removesuffix("/").removesuffix(LATEST.removesuffix("/"))


def earlier(address: str, folder: Path) -> list[Path]:
    """Fetch the archives that a site keeps.

    Parameters
    ----------
    address : str
        Of the site, such as ``https://example.org/which-road/``.
    folder : path
        Gets the archives.

    Returns
    -------
    list of path
        None where there is no such site yet.

    Raises
    ------
    OSError
        If the site cannot be reached, or lacks an archive that it lists.
    ValueError
        If its list is none, or names what is no archive of a site.
    """
    base = address if address.endswith("/") else f"{address}/"
    try:
        with urlopen(f"{base}{LIST}", timeout=60) as answer:
            names = json.load(answer)
    except HTTPError as problem:
        if problem.code == 404:
            return []
        raise
    if not (isinstance(names, list) and all(isinstance(name, str) and ARCHIVE.fullmatch(name) for name in names)):
        raise ValueError(f"{base}{LIST}: expected a list of names such as which-road-1.0.0-site.zip")
    for name in names:
        with urlopen(f"{base}{KEPT}/{name}", timeout=600) as answer, (folder / name).open("wb") as file:
            shutil.copyfileobj(answer, file)
    return [folder / name for name in names]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="whichroad.publish.site", description="A site with all its versions.")
    parser.add_argument("folder", type=Path, help="where to put it")
    parser.add_argument("archives", type=Path, nargs="+", help="archives of versions, as a release makes them")
    parser.add_argument("--keep", action="store_true", help="with the versions of the site that _config.yml names")
    given = parser.parse_args(arguments)
    try:
        with TemporaryDirectory() as scratch:
            address = address_of(ROOT) if given.keep else ""
            kept = earlier(address, Path(scratch)) if address else []
            anew = {path.name for path in given.archives}
            versions = assemble([*given.archives, *(path for path in kept if path.name not in anew)], given.folder)
    except (ValueError, OSError) as problem:
        sys.exit(str(problem))
    print(f"{given.folder}: {', '.join(versions)}; the newest is also in latest/.")


if __name__ == "__main__":
    main()
