"""The explorer in a real JupyterLab: the page and Python keep one another in step."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Error, Page, expect
from tests.browser.conftest import SITE
from tests.browser.explorer_page import assert_same, put, rows_of, shown, unfold

from smeclusters import Assessed, Framework, Ratings
from whichroad.charts.matrix import matrix_chart

pytestmark = pytest.mark.xdist_group("lab")  # what it opens is opened once

CELLS = [
    """import json
from pathlib import Path
from ipywidgets import Checkbox, Dropdown, VBox, link
from smeclusters import Explorer
e = Explorer()
def tell(change):
    paths = dict(e.paths)
    own = dict(e.overrides.get("sinos", {}))
    Path("seen.json").write_text(json.dumps([dict(e.weights), dict(e.levels), e.silent, own, paths]))
e.observe(tell, ["weights", "levels", "silent", "overrides"])
exponents = Dropdown(description="p", options=[("mean", 1.0), ("geometric", 0.0), ("weakest", float("-inf"))])
link((exponents, "value"), (e, "compensation"))
VBox([exponents, e])""",
    """e.weights = e.framework.weightings["macro_first"]
e.thresholds = 0.3, 0.5
e.silent = "middle"
e.overrides = {"leon": {"trust": (0, 1), "skills": None}}""",
]
RUN = """async cell => {
    jupyterapp.shell.currentWidget.content.activeCellIndex = cell;
    await jupyterapp.commands.execute("notebook:run-cell");
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "explorer.ipynb")
    return folder


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--expose-app-in-browser",
        "--allow-root",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (folder / "log").open("w") as log:
        own = {"JUPYTER_CONFIG_DIR": str(folder / "config")}  # whoever runs the tests keeps their settings
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env={**os.environ, **own})
        yield f"http://127.0.0.1:{port}"
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:  # it has ended its kernels, but a thread that AnyIO left waits for ever
            server.kill()
            server.wait()


@pytest.fixture(scope="module")
def notebook(browser: Browser, lab: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    for _ in range(100):  # until it answers
        try:
            page.goto(f"{lab}/lab/tree/explorer.ipynb")
            break
        except Error:
            page.wait_for_timeout(300)
    page.wait_for_function("window.jupyterapp && jupyterapp.shell.currentWidget?.context?.isReady", timeout=60_000)
    page.wait_for_function(
        "jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.status === 'idle'",
        timeout=60_000,
    )
    page.evaluate(RUN, 0)
    expect(page.locator("[data-explorer][data-ready]")).to_be_visible(timeout=60_000)
    unfold(page)
    yield page
    page.close()


def wait_for_python(page: Page, folder: Path, silent: str, firm: float, trust: object) -> dict:
    """What Python has been told, once it knows all of it."""
    for _ in range(100):
        if (folder / "seen.json").exists():
            weights, levels, told, cells, paths = json.loads((folder / "seen.json").read_text() or "[0,{},0,{},0]")
            if (levels.get("firm"), told, cells.get("trust")) == (firm, silent, trust):
                return {"weights": weights, "levels": levels, "paths": paths}
        page.wait_for_timeout(100)
    raise AssertionError((folder / "seen.json").read_text())


def test_python_sees_what_the_reader_moves(notebook: Page, folder: Path):
    put(notebook, "level-firm", 90)
    put(notebook, "weight-trust", 60)
    notebook.locator("[name=silent][value=middle]").check()
    notebook.get_by_label("Trust of Sinos Valley").select_option("your +2")
    told = wait_for_python(notebook, folder, "middle", 90, [2, 2])
    assert told["weights"]["trust"] == 60
    assert told["paths"] == {row[0]: row[1] for row in shown(notebook)}


def test_the_reader_sees_what_python_sets(notebook: Page, framework: Framework, ratings: Ratings):
    notebook.evaluate(RUN, 1)
    expect(notebook.locator("[data-preset=macro_first]")).to_have_attribute("aria-pressed", "true", timeout=20_000)
    own = ratings.recode({"leon": {"trust": (0, 1), "skills": None}})
    expected = rows_of(framework, own, [25] * 12, [60, 20, 20], thresholds=(0.3, 0.5), silent="middle")
    notebook.wait_for_function("document.querySelectorAll('.own li').length === 2")
    expect(notebook.locator("[name=threshold-low]")).to_have_value("0.3")
    assert_same(shown(notebook), expected)
    assert notebook.locator("[name=threshold-low]").evaluate("input => input.valueAsNumber") == 0.3


def test_another_widget_moves_it(notebook: Page, framework: Framework, ratings: Ratings):
    notebook.locator("select", has_text="geometric").select_option("weakest")
    words = notebook.locator("output[for$=compensation]")
    expect(words).to_contain_text("the weakest factor decides")
    put(notebook, "compensation", 50)
    expect(notebook.locator("select", has_text="geometric")).to_have_value("geometric")


def test_it_has_no_address_here_and_stands_out_from_the_dark(notebook: Page):
    assert notebook.get_by_label("Link to this state").count() == 0
    assert notebook.locator("[data-explorer] a").count() == 0
    colour = "getComputedStyle(document.querySelector('.sme-explorer section')).backgroundColor"
    light = notebook.evaluate(colour)
    notebook.evaluate("jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    notebook.wait_for_function(f"{colour} !== '{light}'")
    assert (light, notebook.evaluate(colour)) == ("rgb(254, 254, 254)", "rgb(18, 20, 23)")


def test_a_page_of_the_book_shows_its_figures_before_it_is_trusted(
    notebook: Page, browser: Browser, lab: str, folder: Path
):
    shutil.copy(SITE / "chapters" / "robustness.ipynb", folder)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{lab}/lab/tree/robustness.ipynb?reset")
    page.wait_for_function("window.jupyterapp && jupyterapp.shell.currentWidget?.context?.isReady", timeout=60_000)
    cells = page.evaluate("Array.from(jupyterapp.shell.currentWidget.model.cells, each => [each.type, each.trusted])")
    assert {trusted for kind, trusted in cells if kind == "code"} == {False}
    page.evaluate("jupyterapp.shell.currentWidget.content.scrollToItem(5)")
    figures = page.locator(".jp-OutputArea figure img")
    expect(figures.first).to_be_visible(timeout=20_000)
    expect(figures.first).to_have_attribute("alt", re.compile("^All weightings: the high road is the likeliest path"))
    assert figures.first.evaluate("img => img.src.startsWith('data:image/png') && img.naturalWidth > 1000")
    text = page.locator(".jp-RenderedMarkdown").first
    expect(text).to_be_visible()
    shown = "".join(page.locator(".jp-Cell").all_inner_texts())
    assert "{eval}" not in shown and ":::" not in shown
    page.close()


def test_a_chart_that_nothing_could_draw_is_drawn_there(
    notebook: Page, browser: Browser, lab: str, folder: Path, paper: Assessed, monkeypatch: pytest.MonkeyPatch
):
    chart = matrix_chart(paper)
    monkeypatch.setitem(sys.modules, "vl_convert", None)  # as in a browser's own Python
    output = nbformat.v4.new_output("display_data", chart._repr_mimebundle_())
    cell = nbformat.v4.new_code_cell("matrix_chart(paper)", outputs=[output])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "undrawn.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{lab}/lab/tree/undrawn.ipynb?reset")
    drawn = page.locator(".jp-OutputArea-output canvas, .jp-OutputArea-output svg.marks").first
    expect(drawn).to_be_visible(timeout=60_000)
    assert drawn.evaluate("each => each.getBoundingClientRect().height") > 300
    page.close()
