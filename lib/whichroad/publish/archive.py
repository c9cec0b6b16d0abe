"""What a release consists of, from a checkout in which the book is built: the same to the last byte each time.

Site, PDF, wheel, source, tables, a bill of materials, what it takes to verify the claims without a network, and a list
of checksums. ``SOURCE_DATE_EPOCH`` is the time of all files.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from whichroad.publish.records import ROOT

TOOLS = Path(__file__).with_name("tools.txt")
"""Pins of what a release takes and the book does not."""

VERIFY = Path(__file__).with_name("verify.py")


def epoch() -> int:
    """The time that files of a release bear, in seconds since 1970: that of SOURCE_DATE_EPOCH.

    Raises
    ------
    ValueError
        If it is not set, or is no number.
    """
    found = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not found.isdigit():
        raise ValueError(f'SOURCE_DATE_EPOCH: found "{found}", expected seconds since 1970')
    return int(found)


def pack(files: Iterable[tuple[str, Path | str]], target: Path) -> None:
    """Write an archive of files or texts under their names, in the order of the names, all of one time.

    Parameters
    ----------
    files : iterable of (str, path or str)
        Name in the archive, and a file, or the text itself.
    target : path
        The archive.
    """
    moment = time.gmtime(max(epoch(), 315532800))[:6]  # archives know no time before 1980
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(files, key=lambda each: each[0]):
            entry = ZipInfo(name, moment)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # or it would tell where it was made
            data = content.encode() if isinstance(content, str) else content.read_bytes()
            archive.writestr(entry, data, ZIP_DEFLATED, 9)


def within(folder: Path, at: str = "") -> list[tuple[str, Path | str]]:
    """The files of a folder, each with its name in an archive."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".DS_Store")
    return [(f"{at}{path.relative_to(folder).as_posix()}", path) for path in files]


def archive(checkout: Path, target: Path) -> dict[str, str]:
    """Make all files of a release.

    Parameters
    ----------
    checkout : path
        With the book built in ``_build/html`` and printed in ``_build/pdf``, and its environment in ``.venv``.
    target : path
        Folder that gets the files; what it held is gone.

    Returns
    -------
    dict of str
        The checksum of each file (SHA-256), as ``SHA256SUMS`` has them.

    Raises
    ------
    ValueError
        If SOURCE_DATE_EPOCH is not set.
    subprocess.CalledProcessError
        If a tool fails.
    """
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    stem = f"which-road-{project['version']}"
    programs = checkout / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    epoch()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    site = [each for each in within(checkout / "_build" / "html") if each[0] != ".buildinfo"]  # Sphinx's own
    pack(site, target / f"{stem}-site.zip")
    pack(within(checkout / "data", "data/"), target / f"{stem}-data.zip")
    shutil.copyfile(checkout / "_build" / "pdf" / "which-road.pdf", target / f"{stem}.pdf")
    run(checkout, programs / "python", "-m", "hatchling", "build", "--directory", target)
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        tools = _tools(scratch)
        bill = target / f"{stem}-sbom.cdx.json"
        listed: list[str | Path] = ["requirements", "requirements.txt", "--pyproject", "pyproject.toml"]
        run(checkout, tools / "cyclonedx-py", *listed, "--output-reproducible", "--of", "JSON", "-o", bill)
        (wheel,) = target.glob("*.whl")
        pack(_offline(checkout, programs, wheel, scratch), target / f"{stem}-offline.zip")
    made_with = {
        "version": project["version"],
        "commit": run(checkout, "git", "rev-parse", "HEAD").strip(),
        "source_date_epoch": epoch(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "pins_sha256": _sum(checkout / "requirements.txt"),
    }
    (target / "BUILT.json").write_text(f"{json.dumps(made_with, indent=2)}\n", "utf-8")
    sums = {path.name: _sum(path) for path in sorted(target.iterdir())}
    told = "".join(f"{found}  {name}\n" for name, found in sums.items())
    (target / "SHA256SUMS").write_text(told, "utf-8", newline="\n")
    return sums


def run(folder: Path, *command: str | Path) -> str:
    """What a command prints, run in a folder."""
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _tools(scratch: Path) -> Path:
    """An environment of its own for the tools that the book has no use for: the folder of its programs."""
    run(scratch, sys.executable, "-m", "venv", scratch / "tools")
    programs = scratch / "tools" / ("Scripts" if sys.platform == "win32" else "bin")
    install: list[str | Path] = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", TOOLS]
    run(scratch, programs / "python", *install)
    return programs


def _offline(checkout: Path, programs: Path, wheel: Path, scratch: Path) -> list[tuple[str, Path | str]]:
    """The wheel with all that it needs, and a script that installs them and checks every claim."""
    pins = scratch / "pins.txt"
    lines = (checkout / "requirements.txt").read_text("utf-8").splitlines()
    pins.write_text("".join(f"{line}\n" for line in lines if "==" in line), "utf-8")
    wheels = scratch / "wheels"
    wanted = f"smeclusters[agree,charts] @ {wheel.as_uri()}"
    download: list[str | Path] = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    run(checkout, programs / "python", *download, "--only-binary", ":all:", "-c", pins, "-d", wheels, wanted)
    shutil.copyfile(wheel, wheels / wheel.name)
    made_for = {
        "python": platform.python_version().rpartition(".")[0],
        "system": platform.system(),
        "machine": platform.machine(),
    }
    return [*within(wheels, "wheels/"), (VERIFY.name, VERIFY), ("made-for.json", f"{json.dumps(made_for)}\n")]


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Make the files of the version that stands in this checkout, in _build/release/VERSION."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    target = ROOT / "_build" / "release" / version
    try:
        print(f"{target}: {len(archive(ROOT, target))} files.")
    except ValueError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
