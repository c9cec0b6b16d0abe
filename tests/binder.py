"""What repo2docker does with .binder/, step by step, in an environment of its own; then a row of data/ is edited.

`make binder` runs this as a command, with the path of a repo2docker. No image is built: the steps are read from the
Dockerfile that it would build from. The Python is the one that runs this, and not one from conda.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support import ROOT

PREFIX = "KERNEL_PYTHON_PREFIX"


def checked_out(folder: Path) -> Path:
    """A copy of what is under version control, as Binder gets it."""
    names = subprocess.check_output(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, text=True)
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def planned(repo2docker: str, folder: Path) -> str:
    """The Dockerfile that it would build from, which it prints among what else it says."""
    done = subprocess.run([repo2docker, "--no-build", "--debug", folder], capture_output=True, text=True)
    return done.stdout + done.stderr


def steps_of(dockerfile: str) -> list[str]:
    """What is run once the repository is in the image."""
    run_there = re.split(r"^COPY .*src/ \$\{REPO_DIR\}/$", dockerfile, flags=re.MULTILINE)[1]
    return re.findall(r"^RUN (.*)$", run_there, re.MULTILINE)


def edit(folder: Path) -> None:
    """Turn the ratings of one cluster about, as a student might one."""
    table = folder / "data" / "evidence.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["place"] == "sinos" and row["rating"].lstrip("+-").isdigit():
            row["rating"] = str(-abs(int(row["rating"])))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def fresh_environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


def repeat(repo2docker: str, place: Path) -> None:
    """Repeat the steps in a place whose path has no blank, since there is none on Binder."""
    folder = checked_out(place / "home")
    dockerfile = planned(repo2docker, folder)
    python = re.search(r"python=(\d+\.\d+)", dockerfile)
    assert python, dockerfile
    environment = fresh_environment(place / "environment")
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    there = {**os.environ, PREFIX: str(environment), "PATH": path}
    there.pop("PYTHONPATH", None)
    for step in steps_of(dockerfile):
        print(step, flush=True)
        subprocess.run(["bash", "-c", step], cwd=folder, env=there, check=True)

    def said(command: str) -> str:
        return subprocess.check_output(shlex.split(command), cwd=folder, env=there, text=True)

    copies = said("python -c 'import smeclusters; print(smeclusters.__path__[0])'").strip()
    assert Path(copies).resolve() == (folder / "lib" / "smeclusters").resolve(), copies
    said("pip check")
    said("jupyter notebook --version")
    before = said("smeclusters compare")
    edit(folder)
    after = said("smeclusters compare")
    assert before != after, "an edit of data/ does not show"
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    print(f"Binder takes Python {python[1]}. After an edit of data/, compare says:", *changed, sep="\n")


if __name__ == "__main__":
    with TemporaryDirectory(prefix="binder-") as place:
        repeat(sys.argv[1], Path(place))
