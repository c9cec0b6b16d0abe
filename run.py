#!/usr/bin/env python3
"""What this project does, a command each, on Linux, macOS and Windows: `python run.py book`.

It needs Python alone, and make calls the same commands. What is up to date is not made again: as make does, each
command compares the times of files.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "_build"
OWN = ROOT / ".venv"
READY = OWN / "ready"
SITE = BUILD / "html"
BOOK = BUILD / "book"
NOTEBOOKS = ROOT / "notebooks" / "chapters"
PINS = ROOT / "requirements.txt"
ASIDE = ("lib/whichroad/publish/tools.txt", "lib/whichroad/publish/lite.txt")
PINNED = ("requirements.txt", "tests/grading.txt", ".binder/requirements.txt", *ASIDE)
AUDITOR = "pip-audit==2.10.1"
QUIET_PIP = ("install", "--quiet", "--disable-pip-version-check")


# ---- How things are run, and when.


def program(name: str, environment: Path = OWN) -> Path:
    """A program of an environment."""
    windows = sys.platform == "win32"
    return environment / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)


def status_of(*command: str | Path, typed: str | None = None, env: dict[str, str] | None = None) -> int:
    """Show a command and run it in the project's folder, with what is typed to it; returns its status."""
    print(shlex.join(os.path.relpath(each, ROOT) if isinstance(each, Path) else each for each in command), flush=True)
    return subprocess.run(command, cwd=ROOT, input=typed, encoding="utf-8", env=env).returncode


def run(*command: str | Path, typed: str | None = None, env: dict[str, str] | None = None) -> None:
    """Run a command likewise; where it fails, so does this one."""
    status = status_of(*command, typed=typed, env=env)
    if status:
        sys.exit(max(status, 1))  # of a signal it is negative


def report(title: str, lines: Sequence[str]) -> None:
    """Print what was found outside; on GitHub it stands in the summary of the run as well."""
    text = "\n".join([f"## {title}", "", *lines, ""])
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(text)


def stale(product: Path, sources: Iterable[Path]) -> bool:
    """Whether it is missing, or older than something that it is made from."""
    return not product.exists() or any(each.stat().st_mtime_ns > product.stat().st_mtime_ns for each in sources)


def date() -> None:
    """Have tools write the time of the last commit into files, or two builds of it would differ."""
    if "SOURCE_DATE_EPOCH" in os.environ or not (ROOT / ".git").exists() or not shutil.which("git"):
        return
    last = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, encoding="utf-8")
    if last.returncode == 0:
        os.environ["SOURCE_DATE_EPOCH"] = last.stdout.strip()


def stamp(product: Path) -> None:
    """Note on a product that it is made, as of now."""
    product.parent.mkdir(exist_ok=True)
    product.touch()


@contextmanager
def whole(product: Path) -> Iterator[None]:
    """Nothing is left of a product whose making has failed."""
    product.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        product.unlink(missing_ok=True)
        raise


def under(*folders: str) -> Iterator[Path]:
    """All that stands in folders, and they themselves, since a folder changes when a file goes."""
    for folder in folders:
        for place, inner, names in os.walk(ROOT / folder):
            inner[:] = [name for name in inner if not name.startswith(".") and name != "__pycache__"]
            yield Path(place)
            yield from (Path(place, name) for name in names if not name.startswith(".") and not name.endswith(".pyc"))


def chapters() -> list[Path]:
    return sorted((ROOT / "chapters").glob("*.md"))


def sources() -> list[Path]:
    """What the book is made from."""
    single = [ROOT / name for name in ("_config.yml", "_toc.yml", "CHANGELOG.md")]
    return [*chapters(), *(ROOT / "chapters" / "tasks").glob("*.md"), *single, *under("data", "lib", "chapters/slides")]


# ---- What others need first.


def make_environment(folder: Path) -> None:
    """An empty environment; it is made by the Python that this one was made by, if this is one itself."""
    if find_spec("ensurepip") is None:
        sys.exit(
            f"{sys.executable} cannot make environments; "
            "install its venv package (on Debian: apt install python3-venv)."
        )
    run(getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", folder)


def environment() -> None:
    """The environment with all that is pinned, library included."""
    if stale(READY, [PINS, ROOT / "pyproject.toml"]):
        make_environment(OWN)
        run(program("python"), "-m", "pip", *QUIET_PIP, "-r", PINS)
        stamp(READY)


def aside(name: str, *packages: str) -> Path:
    """An environment of its own under _build, with packages that the book has no use for."""
    folder = BUILD / name
    if not program("python", folder).exists():
        make_environment(folder)
    run(program("python", folder), "-m", "pip", *QUIET_PIP, *packages)
    return folder


def built() -> None:
    """The book as it should stand in _build/html."""
    environment()
    if stale(BOOK, [READY, *sources()]):
        shutil.rmtree(SITE, ignore_errors=True)
        run(program("jupyter-book"), "build", "--all", "-n", "-W", "--keep-going", ".")
        slides()
        stamp(BOOK)


def tested(place: Path) -> int:
    """Run the tests of the library with the packages of an environment; returns their status."""
    folders = ("tests/method", "tests/edition", "lib")
    return status_of(program("pytest", place), "--quiet", "-p", "no:benchmark", "-p", "no:nbmake", *folders)


def unlike_pins(place: Path) -> list[str]:
    """A table of the packages of an environment whose versions are not the pinned ones."""
    listing = subprocess.check_output([program("python", place), "-m", "pip", "freeze"], encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)", PINS.read_text("utf-8"), re.MULTILINE)
    found = re.findall(r"^([\w.-]+)==(\S+)", listing, re.MULTILINE)
    now = [(name.lower().replace("_", "-"), version) for name, version in found]
    was = {name: ", ".join(version for each, version in pinned if each == name) for name, _ in pinned}
    other = [f"| {name} | {was.get(name, '')} | {version} |" for name, version in now if (name, version) not in pinned]
    return ["| Package | Pinned | Tried |", "| --- | --- | --- |", *other]


def printed(product: str, printer: str) -> None:
    """A PDF of the book as it is built."""
    built()
    path = BUILD / "pdf" / f"{product}.pdf"
    if stale(path, [BOOK]):
        with whole(path):
            run(program("python"), "-m", f"whichroad.sphinx.{printer}", SITE, path)


# ---- The commands.


def book() -> None:
    """Set up everything, execute every chapter, build _build/html."""
    built()
    print(f"The book is built. Open {SITE / 'index.html'}, or run: make serve")


def page(chapter: str = "") -> None:
    """One chapter anew, in seconds and leniently. The next book builds all of it."""
    if chapter not in [path.stem for path in chapters()]:
        sys.exit("Name a chapter: make page CHAPTER=robustness, or: python run.py page robustness")
    environment()
    BOOK.unlink(missing_ok=True)
    (BUILD / ".doctrees" / "chapters" / f"{chapter}.doctree").unlink(missing_ok=True)
    run(program("jupyter-book"), "build", ".")


def test() -> None:
    """Set up everything, run the tests."""
    built()
    notebooks()
    for module in ("whichroad.sphinx.chromium", "tests.browser.engines", "tests.grading"):
        run(program("python"), "-m", module)
    run(program("ruff"), "check", "--quiet")
    run(program("ruff"), "format", "--quiet", "--check")
    run(program("lint-imports"), "--no-cache", "--no-logo")
    run(program("mypy"))
    run(program("pytest"), "--nbmake", "-p", "no:benchmark", "--numprocesses", "2", "--dist", "loadgroup")


def verify() -> None:
    """Every chapter from scratch, then every claim of the paper against the verdicts on record."""
    notebooks()
    run(program("pytest"), "--quiet", "--nbmake", "-p", "no:benchmark", "notebooks")
    run(program("smeclusters"), "verify")


def slides() -> None:
    """The slides alone, into the book as it stands."""
    environment()
    strict = ("-q", "-E", "-n", "-W", "--keep-going")
    places = ("-d", "_build/slides", "chapters/slides", "_build/html/slides")
    run(program("sphinx-build"), *strict, "-b", "revealjs", *places)


def handouts() -> None:
    """What a class gets on paper (cards, coding sheet, handout), in _build/pdf."""
    for name in ("class-cards", "coding-sheet", "handout"):
        printed(name, "handouts")
    print(f"Cards, coding sheet and handout are printed: {BUILD / 'pdf'}")


def pdf() -> None:
    """The book as one PDF, _build/pdf/which-road.pdf."""
    printed("which-road", "pdf")
    print(f"The book is printed: {BUILD / 'pdf' / 'which-road.pdf'}")


def serve() -> None:
    """The built book at http://127.0.0.1:8000."""
    built()
    run(program("python"), "-m", "http.server", "--bind", "127.0.0.1", "--directory", SITE, "8000")


def lab() -> None:
    """The pages of the book as notebooks in JupyterLab, which opens Markdown as notebooks too."""
    built()
    settings = OWN / "share" / "jupyter" / "lab" / "settings"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / ".binder" / "overrides.json", settings)
    print("The next make book writes these notebooks anew: save what you change elsewhere.")
    run(program("jupyter"), "lab", SITE / "chapters" / "abstract.ipynb")


def lite(pyodide: str = "") -> None:
    """JupyterLab with Python in the browser, _build/html/lab, from a folder with a Pyodide distribution."""
    environment()
    made_by = ("-m", "whichroad.publish.lite", str(Path(pyodide).absolute()) if pyodide else "")
    run(program("python"), *made_by)  # which refuses a folder that will not do
    built()
    widget = next(each for each in PINS.read_text("utf-8").splitlines() if each.startswith("anywidget=="))
    place = aside("lite", "-r", "lib/whichroad/publish/lite.txt", widget)  # whose widgets are those of the library
    run(program("python"), *made_by, SITE, place)
    print(f"JupyterLab for browsers is built: {SITE / 'lab.html'} leads there. It needs a server: make serve")


def notebooks() -> None:
    """What pytest runs of the chapters, under notebooks/."""
    environment()
    derived = BUILD / "notebooks"
    wanted = {path: NOTEBOOKS / f"{path.stem}.ipynb" for path in chapters()}
    for path in set(NOTEBOOKS.glob("*.ipynb")) - set(wanted.values()):
        path.unlink()
    anew = stale(derived, [READY])
    old = [path for path in wanted if anew or not wanted[path].exists() or stale(derived, [path])]
    if old:  # at one start, since Jupytext takes longer to start than to convert them all
        names = [os.path.relpath(path, ROOT) for path in old]
        run(program("jupytext"), "--quiet", "--to", "../notebooks/chapters//ipynb", *names)
        stamp(derived)


def tasks() -> None:
    """The notebooks to work in, with solutions, as a course folder of nbgrader."""
    environment()
    course = BUILD / "tasks"
    product = course / "nbgrader_config.py"
    library = ROOT / "lib" / "whichroad"
    code = [*library.glob("*/tasks.py"), *library.glob("sphinx/install.*")]
    if stale(product, [READY, ROOT / "_config.yml", *code, *(ROOT / "chapters" / "tasks").glob("*.md")]):
        with whole(product):
            run(program("python"), "-m", "whichroad.sphinx.tasks", course)
    print(f"Solutions: {course / 'solutions'}. For nbgrader: {course}")


def bench() -> None:
    """How fast scoring, exact shares and the explorer are, beside bare arithmetic, other libraries and Voilà."""
    built()
    pins = BUILD / "bench.txt"  # pysensmcda needs an older pandas than the pinned one
    lines = PINS.read_text("utf-8").splitlines(keepends=True)
    pins.write_text("".join(each for each in lines if "==" in each and not each.startswith("pandas==")), "utf-8")
    place = aside("bench", "-c", str(pins), "-e", ".[bench]")
    modules = sorted(os.path.relpath(path, ROOT) for path in (ROOT / "bench").glob("bench_*.py"))
    run(program("pytest", place), *modules, "--benchmark-only")
    run(program("python"), "bench/explorer.py", program("voila", place))
    run(program("python"), "bench/pages.py")


def pictures() -> None:
    """The first screens that tests compare, drawn anew."""
    built()
    again = {**os.environ, "RENEW_PICTURES": "1"}
    run(program("pytest"), "--quiet", "-p", "no:nbmake", "tests/browser/test_pictures.py", env=again)


def requirements() -> None:
    """The pins anew, after a change to pyproject.toml, or to what a release and JupyterLite need beside it."""
    compile = (program("uv", aside("pins", "uv")), "pip", "compile", "--universal", "--python-version", "3.11")
    how = ("--no-header", "-q", "-o")
    run(*compile, *how, PINS.name, "-", typed="-e .[book,test]\n")
    for name in ASIDE:
        run(*compile, *how, name, str(Path(name).with_suffix(".in")))


def archive() -> None:
    """All files of a release, in _build/release, for the version that stands here."""
    pdf()
    run(program("python"), "-m", "whichroad.publish.archive")


def publish() -> None:
    """The site with all its versions, in _build/site: this one, and those that the site at baseurl keeps."""
    environment()
    kept = BUILD / "kept"
    run(program("python"), "-m", "whichroad.publish.kept", kept)  # which refuses what would lose a version
    archive()
    (version,) = re.findall(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    made = BUILD / "release" / version / f"which-road-{version}-site.zip"
    archives = {made.name: made} | {path.name: path for path in kept.iterdir()}  # what is published stays as it is
    shutil.rmtree(BUILD / "site", ignore_errors=True)
    run(program("python"), "-m", "whichroad.publish.site", BUILD / "site", *archives.values())


def release(version: str = "") -> None:
    """A release from the last commit alone; CONTRIBUTING.md says what it consists of."""
    environment()
    run(program("python"), "-m", "whichroad.publish.release", version)


def links() -> None:
    """Whether what the book links to is still there."""
    environment()
    folder = BUILD / "links"  # its own, or Jupyter Book would write the list into the site
    status = status_of(program("jupyter-book"), "build", "--builder", "linkcheck", "--path-output", folder, ".")
    found = folder / "_build" / "html" / "output.txt"
    lines = found.read_text("utf-8").splitlines() if found.exists() else []
    broken = [f"- {line}" for line in lines if "[broken]" in line or "[timeout]" in line]
    report("Links that lead nowhere", broken or ["None." if not status else "The check did not come to its end."])
    sys.exit(status)


def newest() -> None:
    """Tests of the library and a strict build with the newest packages that pyproject.toml allows."""
    place = aside("newest", "--upgrade", "--upgrade-strategy", "eager", "-e", ".[book,test]")
    tests = tested(place)
    strictly = ("--all", "-n", "-W", "--keep-going", "--path-output", "_build/newest-book")
    build = status_of(program("jupyter-book", place), "build", *strictly, ".")
    said = f"Tests: {'failed' if tests else 'passed'}. Strict build: {'failed' if build else 'passed'}."
    report("With the newest packages", [said, "", *unlike_pins(place)])
    sys.exit(tests or build)


def oldest() -> None:
    """Tests of the library with the oldest packages that pyproject.toml allows."""
    place = aside("oldest", "uv")
    how = ("--quiet", "--upgrade", "--resolution", "lowest-direct", "--python", program("python", place))
    run(program("uv", place), "pip", "install", *how, "-e", ".[book,test]")
    tests = tested(place)
    report("With the oldest packages", [f"Tests: {'failed' if tests else 'passed'}.", "", *unlike_pins(place)])
    sys.exit(tests)


def audit() -> None:
    """Known weaknesses in what is pinned, for Python and for npm."""
    environment()  # which brings npm
    place = aside("audit", AUDITOR)
    pins, found = place / "pins.txt", 0
    for path in PINNED:  # one by one, since each may pin a version of its own
        lines = [line for line in (ROOT / path).read_text("utf-8").splitlines() if "==" in line]
        pins.write_text("\n".join(lines) + "\n", "utf-8")
        # Strict: or a package that cannot be looked up would pass.
        found |= status_of(program("pip-audit", place), "--strict", "--no-deps", "--disable-pip", "-r", pins)
    for lock in sorted((ROOT / "tests").rglob("package-lock.json")):
        found |= status_of(program("npm"), "--prefix", lock.parent, "audit", "--package-lock-only")
    sys.exit(found)


def binder() -> None:
    """What Binder would do, step by step in a fresh environment: an edit of data/ shows in compare."""
    environment()
    place = aside("repo2docker", "jupyter-repo2docker==2026.4.0")
    run(program("python"), "-m", "tests.binder", program("jupyter-repo2docker", place))


def clean() -> None:
    """Remove the environment and everything built."""
    for folder in (OWN, BUILD, NOTEBOOKS.parent):
        shutil.rmtree(folder, ignore_errors=True)


COMMANDS: dict[str, Callable[..., None]] = {
    command.__name__: command
    for command in (
        *(book, page, test, verify, slides, handouts, pdf, serve, lab, lite, notebooks, tasks),
        *(bench, pictures, requirements, archive, publish, release, links, newest, oldest, audit, binder, clean),
    )
}


def main(name: str = "", *arguments: str) -> None:
    """Run the command of that name."""
    if sys.version_info < OLDEST:
        oldest, this = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        sys.exit(f"Python {oldest} or newer is needed; this is {this}.")
    if name not in COMMANDS:
        listed = "\n".join(f"  {each:14}{(command.__doc__ or '').strip()}" for each, command in COMMANDS.items())
        sys.exit(f"Name a command: python run.py book\n{listed}")
    command = COMMANDS[name]
    date()
    if len(arguments) > command.__code__.co_argcount:
        sys.exit(f"{name} takes no {arguments[-1]!r}.")
    # A program that runs gets Control-C as well, and is the one to say how it ends: JupyterLab asks first.
    signal.signal(signal.SIGINT, lambda *_: None)
    command(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
