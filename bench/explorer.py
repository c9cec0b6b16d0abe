"""How fast the explorer is beside a bare page with the same table, and beside Voilà.

``make bench`` prints two tables: the figures, and which goals they meet. A goal that is missed fails
nothing. All is measured in one run of a real Chromium:

Slider
    One slider of a factor jumps from end to end, the one whose ends class most clusters differently.
    Time runs from just before its event (a key for Voilà's, which are no inputs) until a
    MutationObserver sees the text of another class, and on until the next frame has been painted. The
    next move waits for that frame, which comes every 16.7 ms, in Voilà for another 100 ms, or it would
    queue behind what the kernel still has to say of the move before. All must show the same texts.
Drag
    The mouse goes round in the triangle, in the bare page to and fro on a slider. A frame is over
    budget if the task in which the browser handled a move, ran what was put off until the frame, laid
    out and painted took the page's main thread more than 16.7 ms: by the clock, which also counts what
    other programs took, or of its own processor time. A frame is missed if two begin more than 25 ms
    apart.
First load
    From an empty cache over loopback: requests, what they bring as gzip would send it, and the time
    until the page is ready for a reader, who in Voilà waits for a kernel to start.

The explorer is measured once more with thirty clusters of a reader's own, which its link brings.

Voilà serves a notebook of the fastest kind: sums in plain Python, and one widget for all rows.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from served import served

from smeclusters import Framework, classify, load_study, rate, score
from smeclusters.model.paths import PATH_NAMES
from whichroad.sphinx.chromium import ARGUMENTS, obtained

HERE = Path(__file__).parent / "explorer"
SITE = Path(__file__).resolve().parents[1] / "_build" / "html"
CHAPTER = "chapters/explorer.html"

FRAME = 1000 / 60  # ms
MOVES = 200
WARMING = 20  # moves before those, while the browser still compiles
LOADS = 5
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]


@dataclass(frozen=True)
class Subject:
    """A page to measure, as selectors.

    It is ready once `count` elements match `ready`; `circle` is what the mouse drags over and, as
    shares of its width and height, the radii of the round; `rest` is the pause between moves in ms.
    """

    name: str
    url: str
    ready: str
    count: int
    slider: str
    table: str
    circle: tuple[str, float, float] | None = None
    rest: int = 0


@dataclass(frozen=True)
class Found:
    """What was measured of a page: times in ms, sizes in bytes."""

    texts: set[str]
    text: np.ndarray
    painted: np.ndarray
    ready: float
    requests: int
    foreign: int
    size: int
    clock: np.ndarray | None = None
    processor: np.ndarray | None = None
    missed: int | None = None


@contextmanager
def voila(command: str, notebook: Path) -> Iterator[str]:
    """Address of a notebook that Voilà serves on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1", "--Voila.log_level=ERROR"]
    log = notebook.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen([command, notebook, *options], stderr=output)
    try:
        while not answers(port):
            if process.poll() is not None:
                sys.exit(f"Voilà has not started:\n{log.read_text()}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def bare(framework: Framework) -> dict[str, object]:
    """What the bare page and the notebook need: names, and the cells on the scale from 0 to 1."""
    study = load_study()
    ratings = rate(study)
    names = dict(zip(study.places["place"], study.places["name"], strict=True))
    ends = {"lo": (ratings.lo + 2) / 4, "hi": (ratings.hi + 2) / 4}
    return {
        "clusters": [
            {"name": names[key]} | {end: values[at].tolist() for end, values in ends.items()}
            for at, key in enumerate(ratings.clusters)
        ],
        "factors": [
            {"name": framework.names[key], "level": int(level)}
            for key, level in zip(framework.determinants, framework.level_of, strict=True)
        ],
        "names": list(PATH_NAMES.values()),
    }


def liveliest(framework: Framework) -> int:
    """Position of the factor whose slider's ends class most clusters differently."""
    ratings = rate(load_study())

    def classes(at: int, position: int) -> np.ndarray:
        sliders = np.full(len(framework.determinants), 25)
        sliders[at] = position
        return classify(score(ratings, framework.weigh(sliders, levels=[1, 1, 1]))).open

    changed = [(classes(at, 0) != classes(at, 100)).sum() for at in range(len(framework.determinants))]
    return int(np.argmax(changed))


def crowd(framework: Framework) -> str:
    """What stands in a link with thirty clusters of a reader's own, every factor of each rated."""
    factors = ",".join(framework.determinants)
    rows = (
        "/".join(f"{at},{(number + at) % 5 - 2}" for at in range(len(framework.determinants))) for number in range(30)
    )
    clusters = ";".join(f"own{number},Own_{number}/{each}" for number, each in enumerate(rows))
    weights = f"{','.join(['33'] * len(framework.levels))};{','.join(['25'] * len(framework.determinants))}"
    return f"#w=1;{weights};1;0.4,0.6;range&o=1;{factors};{clusters}"


def opened(browser: Browser, subject: Subject) -> Page:
    """A page in a new context, so that nothing is cached, with what measures it."""
    page = browser.new_context().new_page()
    script = (HERE / "measure.js").read_text("utf-8")
    page.add_init_script(f"{script}\nbench.loaded = ready({subject.ready!r}, {subject.count});")
    return page


def load(browser: Browser, subject: Subject) -> tuple[float, int, int, int]:
    """Time until ready, requests, those to other hosts, and bytes of a first load."""
    page = opened(browser, subject)
    requests, responses = [], []
    page.on("request", lambda request: requests.append(urlsplit(request.url)))
    page.on("response", lambda response: responses.append(response))
    page.goto(subject.url)
    ready = page.evaluate("bench.loaded")
    page.wait_for_load_state("networkidle")
    sent = [url for url in requests if url.scheme.startswith("http")]
    foreign = [url for url in sent if url.netloc != urlsplit(subject.url).netloc]
    size = sum(sent_size(each.body(), each.headers.get("content-type", "")) for each in responses if each.ok)
    page.context.close()
    return ready, len(sent), len(foreign), size


def sent_size(body: bytes, kind: str) -> int:
    """Bytes of a response's body, compressed if it is text."""
    text = re.match(r"text/|image/svg|application/(json|javascript|xml)", kind)
    return len(gzip.compress(body)) if text else len(body)


def slide(page: Page, subject: Subject) -> list[dict[str, object]]:
    how = {"slider": subject.slider, "table": subject.table, "rest": subject.rest}
    return page.evaluate("how => bench.slide(how)", {**how, "moves": WARMING + MOVES})[WARMING:]


def drag(browser: Browser, page: Page, circle: tuple[str, float, float]) -> tuple[np.ndarray, np.ndarray, int]:
    """Clock and processor time of each frame in which the mouse has moved, and the frames missed."""
    selector, *radii = circle
    target = page.locator(selector)
    if not target.is_visible():
        page.locator("[data-explorer] .more > details > summary").click()
        page.locator(".mixes button").first.click()  # the small triangle that opens the large one
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    angles = np.linspace(0, 6 * math.pi, MOVES)
    xs = box["x"] + box["width"] * (0.5 + radii[0] * np.cos(angles))
    ys = box["y"] + box["height"] * (0.5 + radii[1] * np.sin(angles))
    page.mouse.move(xs[0], ys[0])
    page.mouse.down()
    browser.start_tracing(page=page, categories=TRACED)
    page.evaluate("bench.stop = bench.record(), null")
    for x, y in zip(xs, ys, strict=True):
        page.mouse.move(x, y)
    begun = page.evaluate("bench.stop()")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.mouse.up()
    clock, processor = np.array(tasks_with_moves(events)).T / 1000
    return clock, processor, int((np.diff(begun) > 1.5 * FRAME).sum())


def tasks_with_moves(events: list[dict]) -> list[tuple[int, int]]:
    """Clock and processor time, in µs, of each task that handled a move of the mouse."""
    dispatched = [event for event in events if event["name"] == "EventDispatch"]
    moves = [event for event in dispatched if event["args"]["data"]["type"] == "pointermove"]
    times = np.array([move["ts"] for move in moves])
    main = {(move["pid"], move["tid"]) for move in moves}
    ended = [event for event in events if event["name"] == "RunTask" and "dur" in event]  # not the last one
    tasks = [event for event in ended if (event["pid"], event["tid"]) in main]
    return [
        (task["dur"], task["tdur"])
        for task in tasks
        if ((times >= task["ts"]) & (times <= task["ts"] + task["dur"])).any()
    ]


def measure(browser: Browser, subject: Subject) -> Found:
    loads = [load(browser, subject) for _ in range(LOADS)]
    page = opened(browser, subject)
    page.goto(subject.url)
    page.evaluate("bench.loaded")
    page.wait_for_load_state("networkidle")
    moves = slide(page, subject)
    dragged = drag(browser, page, subject.circle) if subject.circle else ()
    page.context.close()
    return Found(
        {move["texts"] for move in moves},
        np.array([move["text"] for move in moves]),
        np.array([move["painted"] for move in moves]),
        float(np.median([ready for ready, *_ in loads])),
        *loads[0][1:],
        *dragged,
    )


def own_sizes() -> dict[str, int]:
    """What the explorer adds to its page, compressed."""
    page = (SITE / CHAPTER).read_text("utf-8")
    data = re.search(r'data-explorer><script type="application/json">(.*?)</script>', page, re.DOTALL)[1]
    parts = {end: (SITE / "_static" / f"explorer.{end}").read_bytes() for end in ("js", "css")}
    return {name: len(gzip.compress(body)) for name, body in {**parts, "data": data.encode()}.items()}


def percentiles(values: np.ndarray) -> list[str]:
    return [f"{value:.2f} ms" for value in np.percentile(values, [50, 95])]


def column(found: Found) -> list[str]:
    """The figures of one page, in the order of :data:`ROWS`."""
    dragged = ["–"] * 8
    if found.clock is not None:
        spent = (found.clock, found.processor)
        dragged = [str(len(found.clock)), *percentiles(found.clock), *percentiles(found.processor)]
        dragged += [*(str((times > FRAME).sum()) for times in spent), str(found.missed)]
    return [
        *percentiles(found.text),
        *percentiles(found.painted),
        *dragged,
        str(found.requests),
        str(found.foreign),
        f"{found.size / 1000:,.1f} kB",
        f"{found.ready:,.0f} ms",
    ]


ROWS = (
    "Slider to class text: median",
    "  95th percentile",
    "Slider to painted frame: median",
    "  95th percentile",
    "Drag: frames with a move",
    "  work by the clock: median",
    "  95th percentile",
    "  work in processor time: median",
    "  95th percentile",
    "  over budget by the clock",
    "  over budget in processor time",
    "  frames missed",
    "First load: requests",
    "  of these to other hosts",
    "  as gzip would send it",
    "  until ready",
)


def figures(found: dict[str, Found]) -> Table:
    table = Table("", box=SIMPLE_HEAD)
    for name in found:
        table.add_column(name, justify="right")
    for row in zip(ROWS, *map(column, found.values()), strict=True):
        table.add_row(*row)
    return table


def goals(explorer: Found, floor: Found, kernel: Found, crowded: Found, own: dict[str, int]) -> Table:
    medians = [np.median(each.text) for each in (explorer, floor, kernel)]
    slow, faster = medians[0] / medians[1], medians[2] / medians[0]
    late, later = (np.percentile(each.text, 95) for each in (explorer, crowded))
    whole = (own["js"] + own["css"]) / 1000
    parts = ", ".join(f"{name} {size / 1000:.1f}" for name, size in own.items())
    table = Table("Goal", "Found", "", box=SIMPLE_HEAD)
    for goal, figure, met in (
        ("median within 3 × the bare page's", f"{slow:.1f} ×", slow <= 3),
        ("95th percentile under 16.7 ms", f"{late:.2f} ms", late < FRAME),
        ("the same with 30 clusters of a reader's own", f"{later:.2f} ms", later < FRAME),
        ("at least 10 × faster than Voilà", f"{faster:.0f} ×", faster >= 10),
        ("own files under 60 kB, gzip", f"{whole:.1f} kB: {parts}", whole < 60),
        ("all requests to its own host", f"{explorer.foreign} to others", not explorer.foreign),
    ):
        table.add_row(goal, figure, "met" if met else "not met")
    return table


def main(command: str) -> None:
    path = obtained()
    framework = Framework.from_study(load_study())
    at = liveliest(framework)
    data = json.dumps(bare(framework), ensure_ascii=False)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        floor = (HERE / "floor.html").read_text("utf-8").replace("DATA", data, 1)
        Path(folder, "floor.html").write_text(floor, "utf-8")
        Path(folder, "data.json").write_text(data, "utf-8")
        notebook = Path(shutil.copy(HERE / "voila.ipynb", folder))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        with served(SITE) as book, served(Path(folder)) as page, voila(command, notebook) as kernel:
            subjects = [
                Subject(
                    "Explorer",
                    f"{book}/{CHAPTER}",
                    "[data-explorer][data-ready]",
                    1,
                    f'[name="weight-{framework.determinants[at]}"]',
                    "[data-explorer] .rows",
                    (".triangle > svg", 0.25, 0.2),
                ),
                Subject(
                    "Bare page",
                    f"{page}/floor.html",
                    "[data-ready]",
                    1,
                    f"label:nth-of-type({at + 1}) input",
                    "table",
                    ("label:first-of-type input", 0.45, 0),
                ),
                Subject(
                    "Voilà",
                    kernel,
                    ".noUi-handle, .path",
                    18,
                    f".widget-vbox > :nth-child({at + 1}) .noUi-handle",
                    ".widget-html-content",
                    rest=100,
                ),
            ]
            found = {subject.name: measure(browser, subject) for subject in subjects}
            full = replace(subjects[0], url=subjects[0].url + crowd(framework))
            crowded = measure(browser, full)
        browser.close()
    explorer, *others = found.values()
    assert all(other.texts == explorer.texts for other in others), "the pages show different classes"
    own = own_sizes()
    console = Console()
    console.print(figures({**found, "With 30 more": crowded}), goals(explorer, *others, crowded, own))


if __name__ == "__main__":
    main(*sys.argv[1:])
