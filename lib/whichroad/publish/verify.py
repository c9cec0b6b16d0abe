"""Install what this folder holds into env/, without a network, and check every claim: ``python verify.py``.

A release brings this file as it is, beside ``wheels/`` and ``made-for.json``.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def main(folder: Path) -> int:
    """Check the claims; 0 if all verdicts are those on record."""
    made_for = json.loads((folder / "made-for.json").read_text("utf-8"))
    here = {"python": platform.python_version().rpartition(".")[0], "system": platform.system()}
    here["machine"] = platform.machine()
    if here != made_for:
        wanted, found = ("Python {python} on {system} ({machine})".format(**each) for each in (made_for, here))
        print(f"These packages are for {wanted}; this is {found}.", file=sys.stderr)
        return 1
    env = folder / "env"
    programs = env / ("Scripts" if sys.platform == "win32" else "bin")
    offline = ("--quiet", "--disable-pip-version-check", "--no-index", "--find-links", folder / "wheels")
    try:
        venv.create(env, clear=True, with_pip=True)
        subprocess.run([programs / "python", "-m", "pip", "install", *offline, "smeclusters[agree,charts]"], check=True)
    except (subprocess.CalledProcessError, OSError) as problem:
        shutil.rmtree(env, ignore_errors=True)
        print(f"The packages cannot be installed into {env}: {problem}", file=sys.stderr)
        return 1
    return subprocess.run([programs / "smeclusters", "verify"]).returncode


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
