"""An environment of its own for nbgrader, which the book has no use for, with the library from its wheel alone.

`make test` runs this as a command. Where pip cannot reach its packages that is told in one line, and the tests that
need the environment are skipped with the same words.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from run import program
from tests.support import ROOT

from whichroad.sphinx.tasks import build_wheel
from whichroad.tables.tasks import WHEEL

ENVIRONMENT = ROOT / "_build" / "grade"
PYTHON = program("python", ENVIRONMENT)
LIST = Path(__file__).with_suffix(".txt")
UNREACHED = "nbgrader is not tested here: pip cannot get what tests/grading.txt lists."


def pinned() -> str:
    """Every pin that the environment is made by, and in comments what the library asks for."""
    lines = [line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if "==" in line]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [
        f"# {each}" for each in (*project["dependencies"], *extras["agree"], *extras["charts"], *extras["sensitivity"])
    ]
    return "\n".join([LIST.read_text("utf-8"), *lines, *asked])


def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def obtained() -> bool:
    """Make the environment unless it is there, and put the library of today into it; False where pip has no network."""
    made, wheel = ENVIRONMENT / "made-by.txt", ENVIRONMENT / WHEEL
    fresh = not made.is_file() or made.read_text("utf-8") != pinned()
    if fresh:
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
    build_wheel(ROOT, ENVIRONMENT)
    if fresh:
        constraints = ENVIRONMENT / "constraints.txt"
        constraints.write_text(pinned(), "utf-8")
        done = pip("-r", LIST, "-c", constraints, f"smeclusters[agree,charts,sensitivity] @ {wheel.as_uri()}")
        if done.returncode and re.search(
            r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|Temporary failure in name resolution",
            done.stderr,
        ):
            return False
        assert done.returncode == 0, done.stderr
        made.write_text(pinned(), "utf-8")
    else:
        done = pip("--force-reinstall", "--no-deps", "--no-index", wheel)
        assert done.returncode == 0, done.stderr
    return True


if __name__ == "__main__":
    print("nbgrader is here." if obtained() else UNREACHED)
