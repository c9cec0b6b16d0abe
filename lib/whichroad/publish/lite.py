"""JupyterLab where Python runs in the browser: ``python -m whichroad.publish.lite PYODIDE [SITE ENVIRONMENT]``.

PYODIDE is a folder with a distribution of Pyodide, which is never fetched. With it alone the folder is only checked.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Container, Mapping
from importlib.metadata import distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from whichroad.sphinx.install import PLACE
from whichroad.tables.tasks import WHEEL

ASKED = Requirement("smeclusters[charts]")
COMPILED = ("numpy", "pandas", "scipy")
"""What the library needs that is not pure Python and that a distribution must have."""

KERNEL = ("micropip", "packaging", "pyodide-http", "sqlite3", "ssl")
"""What the kernel takes from the distribution, where it has it."""

_IN_A_BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten"}
_KERNEL_SETTINGS = {
    "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": True}}
}
_CELLS = (
    '%pip install --quiet "smeclusters[charts]"',
    "from smeclusters import Explorer, Prepared, compare_paths, load_study\n\ncompare_paths(Prepared(load_study()))",
    "Explorer()",
    "from whichroad.edition import edition\nfrom whichroad.page import matrix_chart\n\nmatrix_chart(edition())",
)
_DOOR = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Python in your browser</title>
</head>
<body>
<h1>Python in your browser</h1>
<p>This opens JupyterLab with the edition’s library. It runs in your browser, and nothing is sent anywhere.</p>
<p>All of it is {size} MB, of which your browser loads what it needs. The first result takes a while.</p>
<p><a href="lab/lab/index.html?path=explorer.ipynb">Load it</a></p>
<p><a href="index.html">Back to the book</a></p>
</body>
</html>
"""


def wrong_with(folder: Path) -> str:
    """Why a folder is no distribution that will do, in a sentence; empty if it is one."""
    wanted = "expected a folder with a Pyodide distribution: pyodide.js, pyodide-lock.json and its packages"
    for name in ("pyodide.js", "pyodide-lock.json"):
        if not (folder / name).is_file():
            return f"{folder}: found no {name}, {wanted}."
    try:
        packages = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))["packages"]
        missing = [name for name in COMPILED if not (folder / packages.get(name, {}).get("file_name", "?")).is_file()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{folder / 'pyodide-lock.json'}: found no list of packages, {wanted}."
    return f"{folder}: found no package {' or '.join(missing)}, {wanted}." if missing else ""


def resolved(asked: Requirement, lock: Mapping[str, Any]) -> tuple[set[str], dict[str, str]]:
    """Where each package that a browser needs comes from.

    Parameters
    ----------
    asked : Requirement
        With all that it brings.
    lock : mapping
        What a distribution says of itself, in its ``pyodide-lock.json``.

    Returns
    -------
    from_distribution : set of str
        What the distribution has in a version that is asked for.
    from_index : dict of str to str
        All else, in the version that is pinned here.
    """
    has: dict[str, str] = {canonicalize_name(name): each["version"] for name, each in lock["packages"].items()}
    python = lock["info"]["python"]
    runs_on = {**_IN_A_BROWSER, "python_full_version": python, "python_version": python.rpartition(".")[0]}
    from_index: set[str] = set()
    while True:
        versions = _versions(asked, from_index, runs_on)
        lacking = {name for name, allowed in versions.items() if not (name in has and allowed.contains(has[name]))}
        if lacking <= from_index:
            return versions.keys() - from_index, {name: version(name) for name in sorted(versions.keys() & from_index)}
        from_index |= lacking


def _versions(asked: Requirement, opened: set[str], runs_on: dict[str, str]) -> dict[str, SpecifierSet]:
    """Which versions are asked for of each package, where only some are looked into for what they bring."""
    versions: dict[str, SpecifierSet] = {}
    seen: set[tuple[str, str]] = set()
    left = [asked]
    while left:
        each = left.pop()
        name = canonicalize_name(each.name)
        versions[name] = versions.get(name, SpecifierSet()) & each.specifier
        extras = {(name, extra) for extra in ("", *each.extras)} - seen
        seen |= extras
        if extras and name in opened:
            brought = map(Requirement, distribution(name).requires or [])
            left += [
                one
                for one in brought
                if one.marker is None or any(one.marker.evaluate({**runs_on, "extra": extra}) for _, extra in extras)
            ]
    return versions


def taken(packages: dict[str, Any], names: set[str]) -> set[str]:
    """Which packages of a distribution are wanted, with all that they depend on."""
    wanted, left = set[str](), names & packages.keys()
    while left:
        wanted |= left
        depends = {str(canonicalize_name(each)) for name in left for each in packages[name].get("depends", [])}
        left = (depends - wanted) & packages.keys()
    return wanted


def copy_distribution(folder: Path, into: Path, names: set[str], elsewhere: Container[str] = ()) -> None:
    """Copy what Pyodide itself is, and of its packages those that are wanted but for what comes from elsewhere."""
    lock = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))
    packages = {
        name: {**each, "depends": [one for one in each["depends"] if canonicalize_name(one) not in elsewhere]}
        for name, each in lock["packages"].items()
    }
    kept = taken(packages, names)
    # Tests of a package and its metadata lie beside it, under its own name.
    others = {file for name, each in packages.items() if name not in kept for file in _files(each)}
    shutil.copytree(folder, into, ignore=lambda _, files: [file for file in files if file in others])
    lock["packages"] = {name: packages[name] for name in sorted(kept)}
    (into / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


def _files(package: dict[str, Any]) -> set[str]:
    file = package["file_name"]
    return {file, f"{file}.metadata"}


def download(python: str | Path, packages: Mapping[str, str], lock: Mapping[str, Any], into: Path) -> None:
    """Get the wheels that a browser can take, those without compiled code; the library's own is built here."""
    pins = [f"{name}=={pinned}" for name, pinned in packages.items() if name != ASKED.name]
    how = ("--no-deps", "--only-binary=:all:", "--platform=any", f"--python-version={lock['info']['python']}")
    done = subprocess.run([python, "-m", "pip", "download", "--quiet", *how, "--dest", into, *pins])
    if done.returncode:
        sys.exit(f"pip could not get a wheel without compiled code of each of these: {', '.join(pins)}.")


def build(folder: Path, site: Path, environment: Path) -> None:
    """Build it into ``lab/`` of a site, and ``lab.html``, which says how large it is and leads there.

    Parameters
    ----------
    folder : path
        The distribution.
    site : path
        The book as it is built, with the library's wheel.
    environment : path
        Where Python has JupyterLite and, in the library's version, anywidget.
    """
    lock = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))
    from_distribution, from_index = resolved(ASKED, lock)
    python = next(
        path for path in (environment / "bin" / "python", environment / "Scripts" / "python.exe") if path.exists()
    )
    with TemporaryDirectory() as temporary:
        here = Path(temporary)
        wheels = here / "pypi"  # a place that JupyterLite knows
        wheels.mkdir()
        download(python, from_index, lock, wheels)
        shutil.copy(site / PLACE / WHEEL, wheels)
        copy_distribution(folder, here / "static" / "pyodide", {*from_distribution, *KERNEL}, from_index)
        settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": _KERNEL_SETTINGS}
        (here / "jupyter-lite.json").write_text(json.dumps(settings), "utf-8")
        (here / "files").mkdir()
        names = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
        cells = [nbformat.v4.new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(_CELLS)]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": names})
        nbformat.write(notebook, here / "files" / "explorer.ipynb")
        made = here / "made"
        command: list[str | Path] = [
            python,
            "-m",
            "jupyterlite_core",
            "build",
            "--lite-dir",
            here,
            "--apps",
            "lab",
            "--no-sourcemaps",
            "--output-dir",
            made,
        ]
        subprocess.run(command, check=True, cwd=here)
        shutil.rmtree(site / "lab", ignore_errors=True)
        shutil.copytree(made, site / "lab")
    size = sum(path.stat().st_size for path in (site / "lab").rglob("*") if path.is_file())
    (site / "lab.html").write_text(_DOOR.format(size=round(size / 1e6)), "utf-8")


def main(folder: str = "", *places: str) -> None:
    """Check a folder, and where a site and an environment are named, build from it."""
    if not folder:
        sys.exit("Name a folder with a Pyodide distribution: make lite PYODIDE=folder, or: python run.py lite folder")
    if problem := wrong_with(Path(folder)):
        sys.exit(problem)
    if places:
        site, environment = map(Path, places)
        build(Path(folder).resolve(), site.resolve(), environment.absolute())


if __name__ == "__main__":
    main(*sys.argv[1:])
