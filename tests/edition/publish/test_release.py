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


BUILD = """
import pathlib, re, sys, zipfile
version = re.search('version = "(.*)"', pathlib.Path("pyproject.toml").read_text())[1]
place = pathlib.Path("_build", "release", version)
place.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(place / f"which-road-{version}-offline.zip", "w") as archive:
    archive.writestr("verify.py", "pass")
(place / "ran.txt").open("a").write(sys.argv[1] + " ")
"""


def git(folder: Path, *command: str) -> str:
    told = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    return subprocess.run(["git", *told, *command], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a release changes, in a repository of its own, with a run.py that builds nothing but an archive."""
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "Ann")
        monkeypatch.setenv(f"{name}_EMAIL", "ann@example.org")
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changelog = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n### Added\n\n- This.\n", "utf-8")
    assert changelog.startswith("# Changelog\n")
    (tmp_path / "run.py").write_text(BUILD, "utf-8")
    (tmp_path / ".gitignore").write_text("_build\n", "utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
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
        ("1000.9.0", lambda folder: git(folder, "tag", "v1000.10.0"), "expected one after 1000.10.0"),
        ("01.0.0", lambda folder: None, "expected three numbers"),
        ("0.0.9", lambda folder: None, "found 0.0.9, expected one after"),
        ("1000.0.0", lambda folder: git(folder, "checkout", "--detach", "--quiet"), "HEAD: found no branch"),
        ("1000.0.0", lambda folder: (folder / "my notes.txt").touch(), "^my notes.txt: found changes that are not"),
        ("1000.0.0", lambda folder: git(folder, "rm", "-q", "run.py"), "run.py: found changes"),
    ],
)
def test_what_stands_against_a_release_is_said(checkout: Path, version: str, before, told: str):
    before(checkout)
    with pytest.raises(Refused, match=told):
        check(checkout, version)


def test_nothing_unreleased_is_no_release(checkout: Path):
    for text in ("## 0.1.0\n\n### Added\n\n- This.\n", "## Unreleased\n\n## 0.1.0\n\n- This.\n"):
        (checkout / "CHANGELOG.md").write_text(f"# Changelog\n\n{text}", "utf-8")
        git(checkout, "commit", "-qam", "Nothing new")
        with pytest.raises(Refused, match='CHANGELOG.md: expected "## Unreleased" and below it'):
            check(checkout, "1000.0.0")
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- This.\n", "utf-8")
    git(checkout, "commit", "-qam", "Something new")
    check(checkout, "1000.0.0")


def state(checkout: Path) -> list[str]:
    asked = (["rev-parse", "HEAD"], ["branch"], ["status", "--porcelain"], ["tag"], ["worktree", "list"])
    return [git(checkout, *each) for each in asked]


def test_a_release_is_verified_and_made_from_its_commit_alone_and_then_tagged(checkout: Path):
    before = git(checkout, "rev-parse", "HEAD").strip()
    target = release(checkout, "1000.0.0")
    assert target == checkout / "_build" / "release" / "1000.0.0"
    assert {path.name for path in target.iterdir()} == {"which-road-1000.0.0-offline.zip", "ran.txt"}
    assert (target / "ran.txt").read_text() == "verify archive "
    assert git(checkout, "log", "--format=%s").splitlines() == ["Release 1000.0.0", "Begin"]
    assert git(checkout, "rev-parse", "v1000.0.0^{commit}") == git(checkout, "rev-parse", "HEAD")
    assert git(checkout, "rev-parse", "HEAD^").strip() == before
    assert 'version = "1000.0.0"' in (checkout / "pyproject.toml").read_text("utf-8")
    assert git(checkout, "status", "--porcelain") == "" and len(git(checkout, "worktree", "list").splitlines()) == 1
    with pytest.raises(Refused, match="expected one after 1000.0.0"):
        release(checkout, "1000.0.0")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("sys.exit(1)", "run.py verify"),
        ("sys.argv[1] == 'archive' and sys.exit(1)", "run.py archive"),
        ("zipfile.ZipFile(next(place.glob('*.zip')), 'w').writestr('verify.py', '1 / 0')", "verify.py"),
    ],
)
def test_a_release_that_fails_leaves_the_checkout_as_it_was(checkout: Path, fault: str, told: str):
    (checkout / "run.py").write_text(f"{BUILD}{fault}\n", "utf-8")
    git(checkout, "commit", "-qam", "A fault")
    before = state(checkout)
    with pytest.raises(Refused, match=f"No release is made and nothing is changed, as this failed: .*{told}"):
        release(checkout, "1000.0.0")
    assert state(checkout) == before and not (checkout / "_build").exists()


def test_work_that_is_committed_meanwhile_is_kept_and_gets_no_tag(checkout: Path):
    commit = ["git", "commit", "-q", "--allow-empty", "-m", "Mine"]
    meanwhile = f"import subprocess; subprocess.run({commit}, cwd={str(checkout)!r})"
    (checkout / "run.py").write_text(f"{BUILD}{meanwhile}\n", "utf-8")
    git(checkout, "commit", "-qam", "A colleague")
    with pytest.raises(Refused, match="nothing is changed, as this failed: git merge"):
        release(checkout, "1000.0.0")
    assert git(checkout, "log", "-1", "--format=%s").strip() == "Mine" and git(checkout, "tag") == ""


def test_where_there_is_no_repository_nothing_is_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', "utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(Refused, match="as this failed: git tag"):
        release(tmp_path, "1.0.0")
