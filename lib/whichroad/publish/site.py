"""A site that keeps its versions: ``python -m whichroad.publish.site FOLDER ARCHIVE [ARCHIVE …]``.

Each archive of a site becomes ``v/VERSION/``, the newest also ``latest/``; ``versions.js`` says which there are, and
the first page leads to the newest. The site keeps the archives too, with their checksums, so that the next one is made
of those and of what is new: no other place has to remember them.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import zlib
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from whichroad.publish.archive import checksum

ARCHIVE = re.compile(r"which-road-(\d+\.\d+\.\d+)-site\.zip")
KEPT = "archives"
LIST = f"{KEPT}/archives.json"
FIRST_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Which road?</title>
<meta http-equiv="Refresh" content="0; url=latest/index.html">
<link rel="canonical" href="latest/index.html">
</head>
<body><p><a href="latest/index.html">Which road? The newest version</a></p></body>
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
            _unpack(found[version], made / "v" / version)
        _lead(made, versions, found)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    made.rename(folder)
    return versions


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with ZipFile(archive) as opened:
            opened.extractall(folder)
    except (BadZipFile, zlib.error):
        raise ValueError(f"{archive}: expected a ZIP archive of a site") from None


def _lead(site: Path, versions: Sequence[str], archives: Mapping[str, Path]) -> None:
    """Add what leads to the versions and what the next site is made of."""
    shutil.copytree(site / "v" / versions[0], site / "latest")
    (site / KEPT).mkdir()
    for version in versions:
        shutil.copyfile(archives[version], site / KEPT / archives[version].name)
    sums = {archives[version].name: checksum(archives[version]) for version in versions}
    (site / LIST).write_text(f"{json.dumps(sums, indent=2)}\n", "utf-8")
    told = json.dumps(versions)
    (site / "versions.js").write_text(
        f'document.dispatchEvent(new CustomEvent("which-road-versions", {{ detail: {told} }}));\n', "utf-8"
    )
    (site / "index.html").write_text(FIRST_PAGE, "utf-8")
    lost = site / "latest" / "404.html"
    if lost.is_file():  # a host looks for it here alone
        shutil.copyfile(lost, site / lost.name)
    (site / ".nojekyll").touch()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="whichroad.publish.site", description="A site with all its versions.")
    parser.add_argument("folder", type=Path, help="where to put it")
    parser.add_argument("archives", type=Path, nargs="+", help="archives of versions, as a release makes them")
    given = parser.parse_args(arguments)
    try:
        versions = assemble(given.archives, given.folder)
    except (ValueError, OSError) as problem:
        sys.exit(str(problem))
    print(f"{given.folder}: {', '.join(versions)}; the newest is also in latest/.")


if __name__ == "__main__":
    main()
