"""Make a release: ``python -m whichroad.publish.release 1.0.0``, or ``make release VERSION=1.0.0``.

The version and the day are written wherever they stand, and committed. From that commit alone, in a clone, the book is
built and all files of the release are made. Only then is the commit tagged; if anything fails it is taken back.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from whichroad.publish.archive import run
from whichroad.publish.records import ROOT, records
from whichroad.publish.site import number

UNRELEASED = "## Unreleased\n"
_VERSION = re.compile(r"\d+\.\d+\.\d+")


class Refused(Exception):
    """Why no release is made, in one sentence."""


def check(root: Path, version: str) -> None:
    """See to it that a release can be made.

    Parameters
    ----------
    root : path
        The checkout.
    version : str
        Of the release.

    Raises
    ------
    Refused
        If the version is not of the form 1.0.0, is not newer than every tag, the checkout has changes that are not
        committed, or the changelog has nothing that is unreleased.
    """
    if not _VERSION.fullmatch(version):
        raise Refused(f'version: found "{version}", expected three numbers such as 1.0.0')
    tags = run(root, "git", "tag", "--list", "v*").split()
    known = [tag.removeprefix("v") for tag in tags if _VERSION.fullmatch(tag.removeprefix("v"))]
    if known and number(version) <= max(map(number, known)):
        raise Refused(f"version: found {version}, expected one after {max(known, key=number)}, which is released")
    if changed := run(root, "git", "status", "--porcelain"):
        raise Refused(f"{changed.split()[-1]}: found changes that are not committed; commit or remove them first")
    if not re.search(rf"{UNRELEASED}\s*###", (root / "CHANGELOG.md").read_text("utf-8")):
        raise Refused('CHANGELOG.md: found nothing under "Unreleased", expected what this release changes')


def write_version(root: Path, version: str, day: str) -> None:
    """Write version and day wherever they stand.

    Parameters
    ----------
    root : path
        The checkout.
    version, day : str
        Such as ``1.0.0`` and ``2026-11-28``.
    """
    _change(root / "pyproject.toml", r'^version = ".*"$', f'version = "{version}"')
    _change(root / "data" / "datapackage.json", r'^(\s*)"version": ".*",$', rf'\g<1>"version": "{version}",')
    _change(root / "data" / "datapackage.json", r'^(\s*)"created": ".*",$', rf'\g<1>"created": "{day}T00:00:00Z",')
    _change(root / "CHANGELOG.md", f"^{UNRELEASED.strip()}$", f"## {version} ({day})")
    for name, text in records(root).items():
        (root / name).write_text(text, "utf-8", newline="\n")


def _change(path: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    if not count:
        raise Refused(f"{path.name}: found no line like {pattern}")
    path.write_text(text, "utf-8", newline="\n")


def release(root: Path, version: str) -> Path:
    """Make a release.

    Parameters
    ----------
    root : path
        The checkout.
    version : str
        Such as ``1.0.0``.

    Returns
    -------
    path
        The folder with its files, ``_build/release/VERSION``.

    Raises
    ------
    Refused
        If none can be made; the checkout is then as it was.
    """
    check(root, version)
    before = run(root, "git", "rev-parse", "HEAD").strip()
    try:
        write_version(root, version, f"{datetime.now(UTC):%Y-%m-%d}")
        run(root, "git", "add", "--all")
        run(root, "git", "commit", "--quiet", "-m", f"Release {version}")
        target = make(root, version)
        run(root, "git", "tag", "-a", f"v{version}", "-m", f"Which road? {version}")
    except BaseException as problem:
        run(root, "git", "reset", "--quiet", "--hard", before)
        if isinstance(problem, subprocess.CalledProcessError):
            command = " ".join(map(str, problem.cmd))
            raise Refused(f"The release is taken back, as this failed: {command}") from None
        raise
    return target


def make(root: Path, version: str) -> Path:
    """Make the files of a release in a clone, so that they are those of the last commit alone.

    Parameters
    ----------
    root : path
        The repository.
    version : str
        The one that stands in its last commit.

    Returns
    -------
    path
        The folder with its files, ``_build/release/VERSION``.

    Raises
    ------
    subprocess.CalledProcessError
        If they cannot be made.
    """
    target = root / "_build" / "release" / version
    # The clone takes the time of its own commit.
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    with TemporaryDirectory() as folder:
        clone = Path(folder) / "which-road"
        run(root, "git", "clone", "--quiet", root, clone)
        print("Building the book from the commit alone; this takes some minutes.", flush=True)
        command = [sys.executable, "run.py", "archive"]
        subprocess.run(command, cwd=clone, env=environment, check=True, stdout=sys.stderr)
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(clone / "_build" / "release" / version, target)
    return target


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="whichroad.publish.release", description="Make a release.")
    parser.add_argument("version", help="such as 1.0.0")
    version = parser.parse_args(arguments).version
    try:
        target = release(ROOT, version)
    except Refused as problem:
        sys.exit(str(problem))
    made_with = json.loads((target / "BUILT.json").read_text("utf-8"))
    print(f"{target}: {len(list(target.iterdir()))} files, of commit {made_with['commit'][:9]}.")
    print(f"To publish: git push --follow-tags; the files above belong to the release v{version}.")


if __name__ == "__main__":
    main()
