"""The library where Python runs in a browser: as far as its interpreter goes without a distribution's packages.

npm has the interpreter, and in its lock file what a distribution holds; compiled packages such as NumPy it has not.
So much is tried: that all else that the library needs can be had without compiled code, in versions that agree, and
that no module of it lacks anything but those packages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.npm import UnreachedError, from_npm, node
from tests.support import ROOT

from whichroad.publish.lite import ASKED, COMPILED, download, resolved, taken
from whichroad.sphinx.tasks import build_wheel

pytestmark = pytest.mark.xdist_group("pyodide")  # what npm and pip bring is got once

HERE = Path(__file__).with_name("pyodide")
MODULES = {"markupsafe": "markupsafe", "numpy": "numpy", "pandas": "pandas", "pyyaml": "yaml", "scipy": "scipy"}
NO_PROCESSES = "smeclusters.analysis.uncertainty.executors"  # a browser has no others to work in


@pytest.fixture(scope="module")
def pyodide() -> Path:
    try:
        return from_npm(HERE) / "node_modules" / "pyodide"
    except UnreachedError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def lock(pyodide: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def tried(pyodide: Path, lock: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What becomes of each import, with every package that is there without compiled code."""
    wheels = tmp_path_factory.mktemp("wheels")
    from_distribution, from_index = resolved(ASKED, lock)
    held = taken(lock["packages"], from_distribution) - from_index.keys()
    pure = {name: lock["packages"][name] for name in held if "none-any" in lock["packages"][name]["file_name"]}
    download(sys.executable, from_index | {name: each["version"] for name, each in pure.items()}, lock, wheels)
    build_wheel(ROOT, wheels)
    done = subprocess.run([node(), HERE / "imports.mjs", pyodide, wheels], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_the_distribution_gives_agrees_with_what_the_library_asks_for(lock: dict[str, Any]):
    from_distribution, from_index = resolved(ASKED, lock)
    assert set(COMPILED) <= from_distribution and {"altair", "anywidget", "smeclusters"} <= from_index.keys()
    assert not from_distribution & from_index.keys()
    packages = {canonicalize_name(name): each for name, each in lock["packages"].items()}
    # Each that is left out though the distribution has it is too old there, and has no compiled code.
    assert all("none-any" in packages[name]["file_name"] for name in from_index if name in packages)


def test_a_compiled_package_that_is_too_old_is_seen(lock: dict[str, Any]):
    old = {**lock["packages"], "numpy": {**lock["packages"]["numpy"], "version": "1.26.4"}}
    assert "numpy" in resolved(ASKED, {**lock, "packages": old})[1]
    assert "numpy" in resolved(Requirement("smeclusters"), {**lock, "packages": {}})[1]


def test_a_package_that_only_compiled_code_can_give_is_refused(lock: dict[str, Any], tmp_path: Path):
    with pytest.raises(
        SystemExit, match=r"^pip could not get a wheel without compiled code of each .*: numpy==2\.0\.2\.$"
    ):
        download(sys.executable, {"numpy": "2.0.2"}, lock, tmp_path)


def test_it_runs_there_and_lacks_nothing_but_what_is_compiled(tried: dict[str, Any], lock: dict[str, Any]):
    assert (tried["python"], tried["system"]) == ([3, 12], "emscripten")
    compiled = {
        module for package, module in MODULES.items() if "none-any" not in lock["packages"][package]["file_name"]
    }
    lacking = {module: missing for module, missing in tried["imports"].items() if missing and module != NO_PROCESSES}
    assert set(lacking.values()) <= compiled == set(MODULES.values())
    imported = {module for module, missing in tried["imports"].items() if not missing}
    assert {"smeclusters.errors", "smeclusters.model.rules", "smeclusters.wording"} <= imported
    assert len(lacking) > 100


def test_what_needs_no_compiled_package_works(tried: dict[str, Any]):
    said = 'evidence.csv, row 2, rating: found "7", expected a number from 0 to 1'
    assert tried["said"] == said
