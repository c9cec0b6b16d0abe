"""The pages as notebooks: their words in order, nothing raw, each figure once as a picture, and they run."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from nbclient import NotebookClient
from tests.browser.conftest import SITE

from smeclusters.study import Study
from whichroad.marks import VERDICTS
from whichroad.shown import IN_BOOK

NOTEBOOKS = sorted(SITE.glob("chapters/*.ipynb"))
RAW = re.compile(r"\{[a-z:-]+\}`|^\s*>?\s*(:{3,}|`{3,}\{)|^\s*:[a-z-]+:|^\([\w-]+\)=$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`(?!`)", re.DOTALL | re.MULTILINE)
# What a page has beside its words, and math, which each shows in its own way.
BESIDE = (
    ".sme-aside, div.cell, .headerlink, .toctree-wrapper, .sme-switch, .sme-about, [data-screen], math, script, svg"
)
PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def notebook(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@cache
def article(path: Path) -> Tag:
    return BeautifulSoup(path.with_suffix(".html").read_text("utf-8"), "html.parser").select_one("article.bd-article")


def markups(path: Path) -> list[str]:
    return [
        output.data["text/html"]
        for cell in notebook(path).cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


@each
def test_it_says_what_its_page_says(path: Path, study: Study):
    page = BeautifulSoup(str(article(path)), "html.parser")
    for beside in page.select(BESIDE):
        beside.extract()
    asides = "|".join(map(re.escape, [*study.locators["label"], *VERDICTS.values()]))
    texts = [cell.source for cell in notebook(path).cells if cell.cell_type == "markdown"][1:]  # what it is comes first
    shown = MarkdownIt("commonmark").enable("table").render("\n\n".join(texts))
    words = BeautifulSoup(re.sub(r"\$\$.+?\$\$|\$.+?\$", "", shown, flags=re.DOTALL), "html.parser").get_text()
    words = words.replace("\N{NO-BREAK SPACE}", " ")
    assert letters(re.sub(rf" \((?:{asides})(?:; (?:{asides}))*\)", "", words)) == letters(page.get_text())


@each
def test_it_has_the_locators_and_marks_of_its_page(path: Path):
    text = "\n".join(cell.source for cell in notebook(path).cells if cell.cell_type == "markdown")
    for aside in article(path).select(".sme-locator a, .sme-verdict .sme-unseen"):
        said = aside.get_text(strip=True)
        assert said in text or f"{said[0].lower()}{said[1:]}" in text


@each
def test_nothing_in_it_is_raw(path: Path):
    for cell in notebook(path).cells:
        if cell.cell_type == "markdown":
            assert RAW.findall(CODE.sub("", cell.source)) == []
    for markup in markups(path):
        assert not re.search(r"<(script|style|button|input|select|svg)\b| (class|style|data-[\w-]+|tabindex)=", markup)


@each
def test_each_figure_is_there_once_as_a_picture_with_its_finding(path: Path):
    drawn = article(path).select(".sme-figure .sme-wide > svg")
    shown = [img for markup in markups(path) for img in BeautifulSoup(markup, "html.parser")("img")]
    assert [img["alt"] for img in shown] == [svg["aria-label"] for svg in drawn]
    for img in shown:
        assert base64.b64decode(img["src"].partition(",")[2]).startswith(b"\x89PNG")


@each
def test_whoever_sees_text_alone_sees_a_line(path: Path):
    for cell in notebook(path).cells:
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                assert 0 < len(output.data["text/plain"]) < 1000 and "<" not in output.data["text/plain"]


@each
def test_its_form_is_right_and_it_is_light(path: Path):
    nbformat.validate(notebook(path))
    assert all(re.fullmatch(r"[a-z][a-z0-9_-]*", cell.id) for cell in notebook(path).cells)
    assert path.stat().st_size < 1_000_000


@each
def test_the_page_offers_it_and_its_links_lead_somewhere(path: Path):
    page = BeautifulSoup(path.with_suffix(".html").read_text("utf-8"), "html.parser")
    assert page.select_one(".save-menu a[href$='.ipynb']")["href"].endswith(f"/{path.name}")
    for cell in notebook(path).cells:
        if cell.cell_type == "markdown":
            for address in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", cell.source):
                assert (path.parent / address).exists(), address


def test_it_runs_and_gives_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = SITE / "chapters" / "framework-classes.ipynb"
    monkeypatch.delenv(IN_BOOK, raising=False)
    run = nbformat.read(path, as_version=4)
    NotebookClient(run, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    for before, after in zip(notebook(path).cells, run.cells, strict=True):
        given = [output.data for output in after.get("outputs", []) if "data" in output]
        told = [output.data for output in before.get("outputs", []) if "data" in output]
        assert [each["text/plain"] for each in given] == [each["text/plain"] for each in told]
        for one, other in zip(given, told, strict=True):
            assert PICTURE.sub("", one.get("text/html", "")) == PICTURE.sub("", other.get("text/html", ""))
