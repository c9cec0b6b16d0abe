"""Make a release: ``python -m whichroad.publish.release 1.0.0``, or ``make release VERSION=1.0.0``.

All is done in a working tree of its own, beside the checkout: version and day are written wherever they stand, and
committed; from that commit alone every claim is verified and the files of the release are made. Only then does the
branch get the commit, and the commit its tag. If anything fails before, the checkout is as it was.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from whichroad.publish.archive import VERIFY, run, uncommitted
from whichroad.publish.records import ROOT, records, version_of
from whichroad.publish.site import number

UNRELEASED = "## Unreleased"
VERSION = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")


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
        If the version is not of the form 1.0.0, or not newer than the present one and every tag; if no branch is
        checked out, or with changes that are not committed; or if the changelog has nothing that is unreleased.
    subprocess.CalledProcessError
        If it is no repository.
    """
    if not VERSION.fullmatch(version):
        raise Refused(f'version: found "{version}", expected three numbers such as 1.0.0')
    tags = [tag.removeprefix("v") for tag in run(root, "git", "tag", "--list", "v*").split()]
    newest = max([version_of(root), *filter(VERSION.fullmatch, tags)], key=number)
    if number(version) <= number(newest):
        raise Refused(f"version: found {version}, expected one after {newest}, which is there")
    if not run(root, "git", "branch", "--show-current").strip():
        raise Refused("HEAD: found no branch, expected one that gets the release")
    if changed := uncommitted(root):
        raise Refused(f"{changed}: found changes that are not committed; commit or remove them first")
    if not re.search(rf"^{UNRELEASED}\n+(?!## )\S", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE):
        raise Refused(f'CHANGELOG.md: expected "{UNRELEASED}" and below it what this release changes')


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
    _change(root / "CHANGELOG.md", f"^{UNRELEASED}$", f"## {version} ({day})")
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
    place = Path("_build", "release", version)
    try:
        check(root, version)
        with _apart(root) as apart:
            write_version(apart, version, f"{datetime.now(UTC):%Y-%m-%d}")
            run(apart, "git", "add", "--all")
            run(apart, "git", "commit", "--quiet", "-m", f"Release {version}")
            make(apart, place)
            _take(root, run(apart, "git", "rev-parse", "HEAD").strip(), version)
            shutil.rmtree(root / place, ignore_errors=True)
            shutil.copytree(apart / place, root / place)
    except subprocess.CalledProcessError as problem:
        command = " ".join(map(str, problem.cmd))
        raise Refused(f"No release is made and nothing is changed, as this failed: {command}") from None
    return root / place


@contextmanager
def _apart(root: Path) -> Iterator[Path]:
    """A working tree of its own, with the last commit alone."""
    with TemporaryDirectory() as folder:
        apart = Path(folder) / "which-road"
        run(root, "git", "worktree", "add", "--quiet", "--detach", apart)
        try:
            yield apart
        finally:
            run(root, "git", "worktree", "remove", "--force", apart)


def make(checkout: Path, place: Path) -> None:
    """Verify every claim, make the files of the release, and verify every claim with them alone.

    Parameters
    ----------
    checkout : path
        With the commit of the release alone.
    place : path
        Folder within it that gets the files.

    Raises
    ------
    subprocess.CalledProcessError
        If anything fails.
    """
    # The time is that of the commit in this checkout.
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    print("Verifying, building and printing from the commit alone; this takes some minutes.", flush=True)
    for command in ("verify", "archive"):
        told = [sys.executable, "run.py", command]
        subprocess.run(told, cwd=checkout, env=environment, check=True, stdout=sys.stderr)
    (offline,) = (checkout / place).glob("*-offline.zip")
    with TemporaryDirectory() as folder:
        with ZipFile(offline) as archive:
            archive.extractall(folder)
        subprocess.run([sys.executable, VERIFY.name], cwd=folder, check=True, stdout=sys.stderr)


def _take(root: Path, commit: str, version: str) -> None:
    """Give the branch the commit, and the commit its tag: both, or neither where the branch has gone on meanwhile."""
    tag = f"v{version}"
    run(root, "git", "tag", "-a", tag, "-m", f"Which road? {version}", commit)
    try:
        run(root, "git", "merge", "--quiet", "--ff-only", commit)
    except subprocess.CalledProcessError:
        run(root, "git", "tag", "--delete", tag)
        raise


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
