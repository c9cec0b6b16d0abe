"""What ``pip install`` of the wheel gives: all of the method, by the dependencies that it declares and no others."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.support import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, and beside it links to all that its dependencies bring."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    zipfile.ZipFile(wheel).extractall(site)
    (metadata,) = site.glob("*.dist-info/METADATA")
    wanted = re.findall(r"^Requires-Dist: (.*)$", metadata.read_text("utf-8"), re.MULTILINE)
    seen: set[str] = set()
    while wanted:
        requirement = Requirement(wanted.pop())
        if requirement.name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(requirement.name)
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:  # pragma: no cover (an environment that is not the pinned one)
            pytest.fail(f"{requirement.name} is declared and not installed")
        wanted += found.requires or []
        for top in {Path(file).parts[0] for file in found.files or [] if ".." not in Path(file).parts}:
            link = site / top
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(top))))
    return site


def run(site: Path, code: str) -> subprocess.CompletedProcess[str]:
    start = f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + [{str(site)!r}]\n"
    return subprocess.run([sys.executable, "-I", "-S", "-c", start + code], capture_output=True, text=True, cwd=site)


def test_every_module_can_be_imported(installed: Path):
    code = """
import importlib, pkgutil
for package in ("smeclusters", "whichroad"):
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, f"{package}."):
        importlib.import_module(module.name)
        print(module.name)
"""
    found = run(installed, code)
    assert found.returncode == 0, found.stderr[-2000:]
    assert {"smeclusters.analysis.qca", "whichroad.tables.evidence"} <= set(found.stdout.split())


def test_the_edition_and_its_checks_come_along_and_are_found(installed: Path):
    code = "import smeclusters as s; print(*s.verify(s.Assessed(s.load_study()), 'five-clusters'))"
    found = run(installed, code)
    assert found.returncode == 0, found.stderr[-2000:]
    assert found.stdout.split() == ["five-clusters"]


def test_charts_say_what_they_need(installed: Path):
    code = (
        "from whichroad.charts.claims import tally_chart; from whichroad.edition import edition; tally_chart(edition())"
    )
    found = run(installed, code)
    assert found.returncode != 0
    assert "smeclusters[charts]" in found.stderr.splitlines()[-1]
