"""What tests get from npm: what a folder's lock file pins, kept under `_build`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support import ROOT

_OFFLINE = r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|ENOTCACHED"
_LISTS = ("package.json", "package-lock.json")


class UnreachedError(Exception):
    """npm's registry cannot be reached; in words for who runs the tests."""


def node() -> Path:
    """Node comes with the packages for tests, npm with it."""
    return Path(sys.executable).with_name("node")


def kept(lists: Path) -> Path:
    """Where what a folder lists is kept."""
    return ROOT / "_build" / lists.name


def is_there(lists: Path) -> bool:
    """Whether all that a folder lists is there, in the versions that are pinned."""
    wanted = json.loads((lists / "package.json").read_text("utf-8"))["devDependencies"]
    for name, version in wanted.items():
        found = kept(lists) / "node_modules" / name / "package.json"
        if not found.is_file() or json.loads(found.read_text("utf-8"))["version"] != version:
            return False
    return True


def from_npm(lists: Path) -> Path:
    """The folder with what another lists, installed if need be; no script of a package is run."""
    folder = kept(lists)
    if not is_there(lists):
        folder.mkdir(parents=True, exist_ok=True)
        for name in _LISTS:
            shutil.copy(lists / name, folder)
        command = [node().with_name("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode and re.search(_OFFLINE, done.stderr):
            wanted = " and ".join(json.loads((folder / "package.json").read_text("utf-8"))["devDependencies"])
            raise UnreachedError(f"npm's registry cannot be reached, from which {wanted} comes")
        assert done.returncode == 0, done.stderr
    return folder
