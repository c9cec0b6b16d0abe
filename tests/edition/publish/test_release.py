"""A release is refused in a sentence, or taken back as if it had never been begun."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.support import ROOT

from whichroad.publish.records import records
from whichroad.publish.release import Refused, check, release, write_version

FILES = ("pyproject.toml", "data/datapackage.json", "CHANGELOG.md", "CITATION.cff", ".zenodo.json", "codemeta.json")


def git(folder: Path, *command: str) -> str:
    told = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    return subprocess.run(["git", *told, *command], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a release changes, in a repository of its own; its book cannot be built."""
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "Ann")
        monkeypatch.setenv(f"{name}_EMAIL", "ann@example.org")
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changelog = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n### Added\n\n- This.\n", "utf-8")
    assert changelog.startswith("# Changelog\n")
    (tmp_path / "run.py").write_text("raise SystemExit(1)\n", "utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "Begin")
    return tmp_path


def test_version_and_day_are_written_wherever_they_stand(checkout: Path):
    write_version(checkout, "7.8.9", "2031-01-02")
    cff = yaml.safe_load((checkout / "CITATION.cff").read_text("utf-8"))
    package = json.loads((checkout / "data" / "datapackage.json").read_text("utf-8"))
    assert (
        (cff["version"], cff["date-released"])
        == (package["version"], package["created"][:10])
        == ("7.8.9", "2031-01-02")
    )
    assert 'version = "7.8.9"\n' in (checkout / "pyproject.toml").read_text("utf-8")
    assert "## 7.8.9 (2031-01-02)\n" in (checkout / "CHANGELOG.md").read_text("utf-8")
    assert all((checkout / name).read_text("utf-8") == text for name, text in records(checkout).items())
    changed = {line.split()[-1] for line in git(checkout, "status", "--porcelain").splitlines()}
    assert changed == set(FILES)
    assert json.loads((checkout / "data" / "datapackage.json").read_text("utf-8")).keys() == package.keys()


@pytest.mark.parametrize(
    ("version", "before", "told"),
    [
        ("1.0", lambda folder: None, "expected three numbers"),
        ("0.9.0", lambda folder: git(folder, "tag", "v0.10.0"), "expected one after 0.10.0"),
        ("1.0.0", lambda folder: (folder / "mine.txt").touch(), "mine.txt: found changes that are not committed"),
        ("1.0.0", lambda folder: git(folder, "rm", "-q", "run.py"), "run.py: found changes"),
    ],
)
def test_what_stands_against_a_release_is_said(checkout: Path, version: str, before, told: str):
    before(checkout)
    with pytest.raises(Refused, match=told):
        check(checkout, version)


def test_nothing_unreleased_is_no_release(checkout: Path):
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0\n\n### Added\n\n- This.\n", "utf-8")
    git(checkout, "commit", "-qam", "Nothing new")
    with pytest.raises(Refused, match="CHANGELOG.md: found nothing"):
        check(checkout, "1.0.0")


def test_a_release_that_fails_leaves_the_checkout_as_it_was(checkout: Path):
    before = git(checkout, "rev-parse", "HEAD")
    with pytest.raises(Refused, match="taken back, as this failed: .* run.py archive"):
        release(checkout, "1.0.0")
    assert git(checkout, "rev-parse", "HEAD") == before
    assert git(checkout, "status", "--porcelain") == "" and git(checkout, "tag") == ""
