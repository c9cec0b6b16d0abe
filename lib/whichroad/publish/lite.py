"""JupyterLab where Python runs in the browser: ``python -m whichroad.publish.lite PYODIDE [SITE ENVIRONMENT]``.

PYODIDE is a folder with a distribution of Pyodide, which is never fetched. With it alone the folder is only checked.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from packaging.requirements import Requirement
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


def needed(requirement: Requirement, found: dict[str, tuple[str, set[str]]] | None = None) -> dict[str, str]:
    """Everything that a requirement brings in a browser, with the versions that are pinned here."""
    found = {} if found is None else found
    name = canonicalize_name(requirement.name)
    package = distribution(name)
    known = found.setdefault(name, (package.version, set()))[1]
    extras = {"", *requirement.extras} - known
    known |= extras
    for line in package.requires or [] if extras else []:
        each = Requirement(line)
        if each.marker is None or any(each.marker.evaluate({**_IN_A_BROWSER, "extra": extra}) for extra in extras):
            needed(each, found)
    return {name: version for name, (version, _) in found.items()}


def taken(packages: dict[str, Any], names: set[str]) -> set[str]:
    """Which packages of a distribution are wanted, with all that they depend on."""
    wanted, left = set[str](), names & packages.keys()
    while left:
        wanted |= left
        depends = {str(canonicalize_name(each)) for name in left for each in packages[name].get("depends", [])}
        left = (depends - wanted) & packages.keys()
    return wanted


def copy_distribution(folder: Path, into: Path, names: set[str]) -> None:
    """Copy what Pyodide itself is, and of its packages those that are wanted."""
    lock = json.loads((folder / "pyodide-lock.json").read_text("utf-8"))
    packages = lock["packages"]
    kept = taken(packages, names)
    # Tests of a package and its metadata lie beside it, under its own name.
    others = {file for name, each in packages.items() if name not in kept for file in _files(each)}
    shutil.copytree(folder, into, ignore=lambda _, files: [file for file in files if file in others])
    lock["packages"] = {name: packages[name] for name in sorted(kept)}
    (into / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")


def _files(package: dict[str, Any]) -> set[str]:
    file = package["file_name"]
    return {file, f"{file}.metadata"}


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
    wanted = needed(ASKED)
    pure = {name: version for name, version in wanted.items() if name not in {*lock["packages"], "smeclusters"}}
    python = next(
        path for path in (environment / "bin" / "python", environment / "Scripts" / "python.exe") if path.exists()
    )
    with TemporaryDirectory() as temporary:
        here = Path(temporary)
        wheels = here / "pypi"  # a place that JupyterLite knows
        wheels.mkdir()
        version = ".".join(lock["info"]["python"].split(".")[:2])
        how = ("--quiet", "--no-deps", "--only-binary=:all:", "--platform=any", f"--python-version={version}")
        pins = [f"{name}=={version}" for name, version in pure.items()]
        subprocess.run([python, "-m", "pip", "download", *how, "--dest", wheels, *pins], check=True)
        shutil.copy(site / PLACE / WHEEL, wheels)
        copy_distribution(folder, here / "static" / "pyodide", {*wanted, *KERNEL})
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
