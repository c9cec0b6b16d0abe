"""run.py, with the programs that it runs replaced by one that only notes what it was asked."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from tests.support import ROOT

Asked = list[list[str]]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.fixture
def asked() -> Asked:
    return []


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Asked) -> ModuleType:
    """run.py in a small project whose path has a blank, where nothing is made yet."""
    root = tmp_path / "the book"
    for name in (
        *("pyproject.toml", "requirements.txt", "_config.yml", "_toc.yml", "CHANGELOG.md"),
        *(
            "chapters/one.md",
            "chapters/two.md",
            "data/a table.csv",
            "lib/whichroad/tasks.py",
            "lib/whichroad/__pycache__/tasks.pyc",
            "chapters/slides/conf.py",
        ),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    for path in (root, *root.rglob("*")):
        os.utime(path, (1, 1))
    (root / "run.py").write_text((ROOT / "run.py").read_text("utf-8"), "utf-8")
    spec = spec_from_file_location("run_in_a_copy", root / "run.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    def note(command: list[str | Path], cwd: Path, **options: object) -> SimpleNamespace:
        assert cwd == root
        names = [os.path.relpath(each, root) if isinstance(each, Path) else each for each in command]
        asked.append([name.removeprefix(f"{root}{os.sep}") for name in names])
        if "venv" in names:
            Path(command[-1]).mkdir(exist_ok=True)
        if "jupytext" in names[0]:
            for name in names[names.index("--to") + 2 :]:
                (root / "notebooks" / name).with_suffix(".ipynb").parent.mkdir(parents=True, exist_ok=True)
                (root / "notebooks" / name).with_suffix(".ipynb").touch()
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(module.subprocess, "run", note)
    monkeypatch.setattr(module.signal, "signal", lambda *_: None)
    return module


@pytest.fixture
def doing(runner: ModuleType, asked: Asked) -> Callable[..., list[str]]:
    """Runs a command; returns the programs that it ran."""

    def do(*words: str) -> list[str]:
        asked.clear()
        runner.main(*words)
        return [Path(each[0]).name if "-m" not in each else each[each.index("-m") + 1] for each in asked]

    return do


def later(path: Path, root: Path) -> None:
    """Write a file anew, after all was made that is there."""
    for made in (root / ".venv" / "ready", root / "_build" / "book", root / "_build" / "notebooks"):
        if made.exists():
            os.utime(made, (2, 2))
    path.touch()
    os.utime(path, (3, 3))


def test_what_is_up_to_date_is_not_built_again(runner: ModuleType, doing: Callable[..., list[str]]):
    assert doing("book") == ["venv", "pip", "jupyter-book", "sphinx-build"]
    assert doing("book") == []
    assert doing("notebooks") == ["jupytext"] and doing("notebooks") == []


@pytest.mark.parametrize(
    ("name", "makes"),
    [
        ("data/a table.csv", ["jupyter-book", "sphinx-build"]),
        ("chapters/one.md", ["jupyter-book", "sphinx-build"]),
        ("chapters/slides/conf.py", ["jupyter-book", "sphinx-build"]),
        ("requirements.txt", ["venv", "pip", "jupyter-book", "sphinx-build"]),
        ("README.md", []),
        ("lib/.hidden", []),
        ("lib/whichroad/__pycache__/tasks.pyc", []),
    ],
)
def test_what_makes_the_book_old(runner: ModuleType, doing: Callable[..., list[str]], name: str, makes: list[str]):
    doing("book")
    path = runner.ROOT / name
    later(path, runner.ROOT)
    os.utime(path.parent, (1, 1))  # which a new file changes as well
    assert doing("book") == makes


def test_a_file_that_has_gone_makes_the_book_old(runner: ModuleType, doing: Callable[..., list[str]]):
    doing("book")
    (runner.ROOT / "data" / "a table.csv").unlink()
    later(runner.ROOT / "data", runner.ROOT)
    assert doing("book") == ["jupyter-book", "sphinx-build"]


def test_only_chapters_that_are_old_or_missing_become_notebooks(
    runner: ModuleType, doing: Callable[..., list[str]], asked: Asked
):
    doing("notebooks")
    assert asked[-1][-2:] == [str(Path("chapters", name)) for name in ("one.md", "two.md")]
    later(runner.ROOT / "chapters" / "two.md", runner.ROOT)
    doing("notebooks")
    assert asked[-1][-2:] == ["../notebooks/chapters//ipynb", str(Path("chapters", "two.md"))]
    (runner.NOTEBOOKS / "one.ipynb").unlink()
    (runner.NOTEBOOKS / "of-no-chapter.ipynb").touch()
    doing("notebooks")
    assert asked[-1][-1] == str(Path("chapters", "one.md"))
    assert sorted(path.name for path in runner.NOTEBOOKS.iterdir()) == ["one.ipynb", "two.ipynb"]


def test_a_folder_is_checked_before_anything_is_built_from_it(
    runner: ModuleType, doing: Callable[..., list[str]], asked: Asked
):
    runner.PINS.write_text("altair==6\nanywidget==1\n", "utf-8")
    programs = doing("lite", "pyodide")
    checked, built = (at for at, name in enumerate(programs) if name == "whichroad.publish.lite")
    assert checked < programs.index("jupyter-book") < built == len(programs) - 1
    assert asked[checked][-1] == str(Path("pyodide").absolute())
    assert asked[built - 1][-3:] == ["-r", "lib/whichroad/publish/lite.txt", "anywidget==1"]


def test_test_ends_with_pytest(doing: Callable[..., list[str]]):
    assert doing("test")[-1] == "pytest"


def test_programs_stand_elsewhere_on_windows(runner: ModuleType, monkeypatch: pytest.MonkeyPatch):
    assert runner.program("mypy") == runner.ROOT / ".venv" / "bin" / "mypy"
    monkeypatch.setattr(runner.sys, "platform", "win32")
    assert runner.program("mypy") == runner.ROOT / ".venv" / "Scripts" / "mypy.exe"


def test_where_a_program_fails_so_does_the_command_and_nothing_is_left_of_its_product(
    runner: ModuleType, doing: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
):
    doing("book")

    def fail(command: list[str | Path], **options: object) -> SimpleNamespace:
        Path(command[-1]).write_text("half a page")
        return SimpleNamespace(returncode=3)

    monkeypatch.setattr(runner.subprocess, "run", fail)
    with pytest.raises(SystemExit) as ended:
        doing("pdf")
    assert ended.value.code == 3
    assert list((runner.BUILD / "pdf").iterdir()) == []


def failing(runner: ModuleType, monkeypatch: pytest.MonkeyPatch, program: str, asked: Asked) -> None:
    """Let one program fail; the others only note what they were asked."""
    note = runner.subprocess.run

    def fail(command: list[str | Path], **options: object) -> SimpleNamespace:
        done = note(command, **options)
        return SimpleNamespace(returncode=1) if Path(command[0]).stem == program else done

    monkeypatch.setattr(runner.subprocess, "run", fail)


def test_an_audit_goes_on_to_the_end_and_fails_where_anything_was_found(
    runner: ModuleType, doing: Callable[..., list[str]], asked: Asked, monkeypatch: pytest.MonkeyPatch
):
    for name in (*runner.PINNED, "tests/one/package-lock.json", "tests/other/package-lock.json"):
        (runner.ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (runner.ROOT / name).write_text("-e .\none==1\n# two==2 is above\n")
    (runner.BUILD / "audit").mkdir(parents=True)
    failing(runner, monkeypatch, "pip-audit", asked)
    with pytest.raises(SystemExit) as ended:
        doing("audit")
    assert ended.value.code == 1
    looked_up = len(runner.PINNED)
    assert [Path(each[0]).name for each in asked[-looked_up - 2 :]] == [*["pip-audit"] * looked_up, "npm", "npm"]
    assert "--strict" in asked[-3]
    assert "one==1" in (runner.BUILD / "audit" / "pins.txt").read_text().splitlines()


def test_links_that_lead_nowhere_are_listed_also_in_the_summary_of_a_workflow(
    runner: ModuleType, doing: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    found = runner.BUILD / "links" / "_build" / "html" / "output.txt"
    found.parent.mkdir(parents=True)
    found.write_text("chapters/a.md:1: [ok] https://a.example\nchapters/b.md:2: [broken] https://b.example: 404\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    with pytest.raises(SystemExit):
        doing("links")
    summary = (tmp_path / "summary.md").read_text("utf-8")
    assert summary == "## Links that lead nowhere\n\n- chapters/b.md:2: [broken] https://b.example: 404\n"


def test_the_oldest_packages_are_reported_with_their_versions_also_where_a_test_fails(
    runner: ModuleType,
    doing: Callable[..., list[str]],
    asked: Asked,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    runner.BUILD.mkdir()
    runner.PINS.write_text("-e .\nnumpy==2.4.6 ; python_version < '3.12'\nthe-same==1\n", "utf-8")
    monkeypatch.setattr(runner.subprocess, "check_output", lambda *_, **how: "numpy==2.0.0\nthe_same==1\n")
    failing(runner, monkeypatch, "pytest", asked)
    with pytest.raises(SystemExit) as ended:
        doing("oldest")
    assert ended.value.code == 1
    installed, tested = asked[-2:]
    assert Path(installed[0]).stem == "uv" and "lowest-direct" in installed and installed[-1] == ".[book,test]"
    assert tested[-3:] == ["tests/method", "tests/edition", "lib"]
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert rows[2:] == ["| numpy | 2.4.6 | 2.0.0 |"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name a command: python run.py book\n  book"),
        (("bock",), "Name a command: python run.py book\n  book"),
        (("page",), "Name a chapter: make page CHAPTER=robustness, or: python run.py page robustness"),
        (("page", "thirteen"), "Name a chapter: make page CHAPTER=robustness, or: python run.py page robustness"),
        (("book", "robustness"), "book takes no 'robustness'."),
    ],
)
def test_a_mistake_is_one_sentence(runner: ModuleType, asked: Asked, words: tuple[str, ...], said: str):
    with pytest.raises(SystemExit, match=f"^{re.escape(said)}"):
        runner.main(*words)
    assert asked == []


def test_an_older_python_is_told_so(runner: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(runner.sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit, match=r"^Python 3\.11 or newer is needed; this is 3\.9\.$"):
        runner.main("book")


def test_a_python_without_environments_is_told_so(runner: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(runner, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"cannot make environments; install its venv package"):
        runner.main("book")


def test_make_has_the_same_commands(runner: ModuleType):
    [listed] = re.findall(r"^COMMANDS := ((?:.*\\\n)*.*)", MAKEFILE, re.MULTILINE)
    assert listed.replace("\\\n", " ").split() == list(runner.COMMANDS)
    for text in (MAKEFILE, *((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))):
        named = set(re.findall(r"(?:^|`|\()(?:make|python run\.py) ([a-z]+)", text, re.MULTILINE))
        assert named <= set(runner.COMMANDS) | {"it"}, named - set(runner.COMMANDS)


@pytest.mark.skipif(not Path("/usr/bin/make").exists(), reason="make is not here")
def test_make_hands_on_what_was_asked():
    def said(*words: str) -> str:
        return subprocess.run(
            ["make", "-n", "--no-print-directory", *words], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    assert said().splitlines()[-1].split('"')[-1].split() == ["run.py", "book"]
    assert said("page", "CHAPTER=robustness").splitlines()[-1].split('"')[-1].split() == [
        "run.py",
        "page",
        "robustness",
    ]


def test_it_needs_the_standard_library_alone():
    code = (ROOT / "run.py").read_text("utf-8")
    imported = re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)
    assert "subprocess" in imported and set(imported) <= set(sys.stdlib_module_names)
