"""What a release consists of, from a checkout in which the book is built: the same to the last byte each time.

Site, PDF, wheel, source, tables, a bill of materials, what it takes to verify the claims without a network, and a list
of checksums. ``SOURCE_DATE_EPOCH`` is the time of all files.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from whichroad.publish.records import ROOT, version_of

TOOLS = Path(__file__).with_name("tools.txt")
"""Pins of what a release takes and the book does not."""

VERIFY = Path(__file__).with_name("verify.py")

README = """\
Which road? {version}, to be verified without a network

    python verify.py

installs what lies in wheels/ into env/ beside this file, checks every claim of the paper, and says whether the
verdicts are those on record.

The packages are for Python {python} on {system} ({machine}). Keep an installer of that Python beside this archive, or
a machine that has it. Where there is none, the source archive of the same release holds the code, the data and
requirements.txt, which names the version of every package.
"""


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
    version = version_of(checkout)
    stem = f"which-road-{version}"
    programs = checkout / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    epoch()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    pack(_site(checkout / "_build" / "html"), target / f"{stem}-site.zip")
    pack(within(checkout / "data", "data/"), target / f"{stem}-data.zip")
    shutil.copyfile(checkout / "_build" / "pdf" / "which-road.pdf", target / f"{stem}.pdf")
    run(checkout, programs / "python", "-m", "hatchling", "build", "--directory", target)
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        tools, pinned = _tools(scratch), pins(checkout, scratch)
        bill = target / f"{stem}-sbom.cdx.json"
        listed: list[str | Path] = ["requirements", pinned, "--pyproject", "pyproject.toml"]
        run(checkout, tools / "cyclonedx-py", *listed, "--output-reproducible", "--of", "JSON", "-o", bill)
        (wheel,) = target.glob("*.whl")
        pack(_offline(checkout, programs, wheel, pinned, scratch), target / f"{stem}-offline.zip")
    made_with = {
        "version": version,
        "commit": run(checkout, "git", "rev-parse", "HEAD").strip(),
        "source_date_epoch": epoch(),
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "printed_by": _printer(target / f"{stem}.pdf"),
        "pins_sha256": checksum(checkout / "requirements.txt"),
    }
    (target / "BUILT.json").write_text(f"{json.dumps(made_with, indent=2)}\n", "utf-8")
    sums = {path.name: checksum(path) for path in sorted(target.iterdir())}
    told = "".join(f"{found}  {name}\n" for name, found in sums.items())
    (target / "SHA256SUMS").write_text(told, "utf-8", newline="\n")
    return sums


def made_of(target: Path) -> str:
    """The commit of which the files in a folder are made; "" if there are none."""
    told = target / "BUILT.json"
    return str(json.loads(told.read_text("utf-8"))["commit"]) if told.is_file() else ""


def uncommitted(checkout: Path) -> str:
    """A file of a checkout with changes that are not committed; "" if there is none."""
    return run(checkout, "git", "status", "--porcelain", "-z").partition("\0")[0][3:]


def run(folder: Path, *command: str | Path) -> str:
    """What a command prints, run in a folder."""
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _site(built: Path) -> list[tuple[str, Path | str]]:
    """What the commit alone makes: not what Sphinx notes for itself, nor what a Pyodide distribution has brought."""
    return [each for each in within(built) if each[0].partition("/")[0] not in (".buildinfo", "lab", "lab.html")]


def _tools(scratch: Path) -> Path:
    """An environment of its own for the tools that the book has no use for: the folder of its programs."""
    run(scratch, sys.executable, "-m", "venv", scratch / "tools")
    programs = scratch / "tools" / ("Scripts" if sys.platform == "win32" else "bin")
    install: list[str | Path] = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", TOOLS]
    run(scratch, programs / "python", *install)
    return programs


def pins(checkout: Path, folder: Path) -> Path:
    """What requirements.txt pins, without the library itself, which it takes from the checkout."""
    path = folder / "pins.txt"
    lines = (checkout / "requirements.txt").read_text("utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in lines if "==" in line), "utf-8")
    return path


def _offline(checkout: Path, programs: Path, wheel: Path, pinned: Path, scratch: Path) -> list[tuple[str, Path | str]]:
    """The wheel with all that it needs, and a script that installs them and checks every claim."""
    wheels = scratch / "wheels"
    wanted = f"smeclusters[agree,charts] @ {wheel.as_uri()}"
    download: list[str | Path] = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    run(checkout, programs / "python", *download, "--only-binary", ":all:", "-c", pinned, "-d", wheels, wanted)
    shutil.copyfile(wheel, wheels / wheel.name)
    made_for = {
        "python": platform.python_version().rpartition(".")[0],
        "system": platform.system(),
        "machine": platform.machine(),
    }
    told = README.format(version=version_of(checkout), **made_for)
    own: list[tuple[str, Path | str]] = [("README.txt", told), (VERIFY.name, VERIFY)]
    return [*within(wheels, "wheels/"), *own, ("made-for.json", f"{json.dumps(made_for)}\n")]


def _printer(pdf: Path) -> str:
    """What printed a PDF, in its own words."""
    found = re.search(rb"HeadlessChrome/[\d.]+", pdf.read_bytes())
    return found[0].decode() if found else ""


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Make the files of the version that stands in this checkout, in _build/release/VERSION."""
    version = version_of(ROOT)
    target = ROOT / "_build" / "release" / version
    commit, tag = run(ROOT, "git", "rev-parse", "HEAD").strip(), f"v{version}"
    if changed := uncommitted(ROOT):
        sys.exit(f"{changed}: found changes that are not committed; commit or remove them first")
    if run(ROOT, "git", "tag", "--list", tag) and tag not in run(ROOT, "git", "tag", "--points-at", commit).split():
        sys.exit(f"HEAD: found another commit than that of {tag}; the files of {version} are made of that one")
    if made_of(target) == commit:
        print(f"{target}: made of {commit[:9]} already.")
        return
    try:
        print(f"{target}: {len(archive(ROOT, target))} files.")
    except ValueError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
