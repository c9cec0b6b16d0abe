"""Commands run within the test's own process, and a few as processes of their own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support import ROOT

from smeclusters.cli import app

COMMAND = Path(sys.executable).with_name("smeclusters")


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


class _Stream(io.TextIOWrapper):
    """What a command writes to; a terminal, if it has columns."""

    def __init__(self, columns: int | None) -> None:
        super().__init__(io.BytesIO(), encoding="ascii")
        self.columns = columns

    def isatty(self) -> bool:
        return self.columns is not None

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined]


def run(*arguments: str | Path, columns: int | None = None) -> Done:
    """Run a command here, on a terminal of that width if one is given."""
    stdout, stderr = _Stream(columns), _Stream(columns)
    width = {} if columns is None else {"COLUMNS": str(columns)}
    with (
        mock.patch.dict(os.environ, width),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        try:
            app([str(each) for each in arguments], prog_name="smeclusters")
        except SystemExit as end:
            status = end.code
    assert isinstance(status, int)
    return Done(status, stdout.written(), stderr.written())


def process(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a user does."""
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": ROOT, "timeout": 120, **settings}
    return subprocess.run([COMMAND, *arguments], **settings)


@cache
def records(*arguments: str | Path) -> list[dict[str, Any]]:
    """What a command that has nothing to complain of gives as JSON."""
    done = run(*arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)
