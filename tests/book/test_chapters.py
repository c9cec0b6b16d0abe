"""The chapters as text: thin, without numbers of their own, in the paper's order, each with its voice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from tests.support import ROOT

from smeclusters import Assessed, Study
from smeclusters.study.bibliography import read_bibliography

LAYERS = ("after", "elsewhere")
"""Layers that come with the edition, and the pages on them: what these say of places other works say."""

CHAPTERS = sorted((ROOT / "chapters").glob("*.md"))
SLIDES = sorted((ROOT / "chapters" / "slides").glob("*.md"))
APPARATUS = {
    "index",
    "five-minutes",
    "api",
    "api-edition",
    "explorer",
    "evidence",
    "checks",
    "audit",
    "claims",
    "codebook",
    "coding",
    "glossary",
    "data",
    "own-cluster",
    "teach",
    "session-argument",
    "session-evidence",
    "session-weights",
    "class-cards",
    "students",
    "handout",
    "coding-sheet",
    "exercises",
    "tasks",
    "class",
    "references",
    "changelog",
}
CELL = re.compile(r"^```\{code-cell\}.*?\n(.*?)^```", re.DOTALL | re.MULTILINE)
# What may hold digits: front matter, code, roles (numbers from the code, locators, citations),
# link targets and addresses, anchors, comments, list markers, headings with the paper's own
# section numbers, formulas, and a few names.
MARKUP = re.compile(
    r"\A---.*?^---$|^```.*?^```|\{[a-z:]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)|https?://\S+|<!--.*?-->"
    r"|^\([\w-]+\)=$|^:::[^\n]*$|^:[\w-]+: [^\n]*$|\$\$.*?\$\$|\$[^$\n]+\$|^\d+\. |^# [\d.]+[abc]? ",
    re.DOTALL | re.MULTILINE,
)
QUESTION = re.compile(r"^:::\{question\}.*?^:::\n", re.DOTALL | re.MULTILINE)
CITED = re.compile(r"\{cite:[pt]\}`([^`]+)`")
NAMES = re.compile(
    r"Working Paper(?: Series)? 71|working paper 71|Box 1|CC BY 4\.0|\b[Ss]ections? [1-4](?:[abc]|\.\d)*"
    r"|\bIn 2001 Manuel|\(2001\)"
)


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request) -> Path:
    return request.param


def body(chapter: Path) -> str:
    """What follows the front matter."""
    return chapter.read_text("utf-8").split("---\n", 2)[2].strip()


def documents() -> list[str]:
    """The pages in the order of the table of contents."""
    found: list[str] = []

    def walk(node) -> None:
        for entry in node if isinstance(node, list) else [node]:
            for key in ("root", "file"):
                if key in entry:
                    found.append(entry[key])
            for key in ("parts", "chapters", "sections"):
                walk(entry.get(key, []))

    walk(yaml.safe_load((ROOT / "_toc.yml").read_text()))
    return found


def test_the_table_of_contents_is_the_paper_in_its_order():
    pages = [page.removeprefix("chapters/") for page in documents()]
    assert sorted(pages) == sorted(path.stem for path in CHAPTERS)
    titles = [re.search(r"^# (.*)$", (ROOT / "chapters" / f"{page}.md").read_text(), re.MULTILINE)[1] for page in pages]
    numbers = [title.split()[0] for title in titles if title[0].isdigit()]
    assert numbers == ["1", "2", "2a", "2b", "2c", "3", "3.1", "3.2", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "4"]


@pytest.mark.parametrize("page", [*CHAPTERS, *SLIDES], ids=lambda path: path.stem)
def test_chapters_hold_no_logic(page: Path):
    for code in CELL.findall(page.read_text()):
        assert not re.search(r"^\s*(def|class|async|for|while|if|try|with) |\blambda\b", code, re.MULTILINE), code
        assert len(code.strip().splitlines()) <= 15, code


@pytest.mark.parametrize("page", [*CHAPTERS, *SLIDES], ids=lambda path: path.stem)
def test_no_number_is_typed_in_prose(page: Path):
    prose = NAMES.sub("", MARKUP.sub("", page.read_text()))
    digits = [line for line in prose.splitlines() if re.search(r"\d", line)]
    assert digits == []


@pytest.mark.parametrize(
    "typed", ["There are 72 cells.", "In 2001 it exported 65 per cent.", "## 12 factors", ":::{infer}\nAll 6.\n:::"]
)
def test_the_test_for_typed_numbers_finds_them(typed: str):
    assert re.search(r"\d", NAMES.sub("", MARKUP.sub("", f"# 3.2 Title\n\n{typed}\n")))


def test_pages_of_the_paper_end_in_two_questions(chapter: Path):
    if chapter.stem not in APPARATUS:
        text = chapter.read_text()
        *_, end = text.partition("\n## Questions\n")
        assert re.findall(r"^(\d)\. ", end, re.MULTILINE) == ["1", "2"]
        assert text.count("\n## To take away\n") == 1


def test_pages_of_the_paper_ask_three_questions_of_their_readers_before_those(chapter: Path):
    """As many as one answers in passing, and the right answer is not always the same."""
    if chapter.stem not in APPARATUS:
        *_, end = chapter.read_text("utf-8").partition("\n## Test yourself\n")
        asked, heading, _ = end.partition("\n## Questions\n")
        assert heading and re.sub(QUESTION, "", asked).strip() == ""
        assert len(QUESTION.findall(asked)) == 3
        right = re.findall(r"^:right: (\d)$", asked, re.MULTILINE)
        assert len(set(right)) > 1 or len(right) < 2


def test_pages_of_the_paper_open_with_what_they_answer_and_what_they_found(chapter: Path):
    """One sentence, and then at most three points."""
    if chapter.stem not in APPARATUS:
        blocks = re.split(r"\n{2,}", CELL.sub("", body(chapter)))
        title, opening, heading, found, *_ = filter(None, map(str.strip, blocks))
        assert title.startswith("# ") and opening.startswith(("This page", "This section"))
        assert len(re.findall(r"[.?](?= |$)", opening)) == 1
        assert heading == "## To take away"
        assert len(found.splitlines()) <= 3 and all(line.startswith("- ") for line in found.splitlines())


def test_pages_of_the_paper_can_be_read_in_one_sitting(chapter: Path):
    if chapter.stem not in APPARATUS:
        read = QUESTION.sub("", MARKUP_CODE.sub("", chapter.read_text("utf-8")))  # and answered afterwards
        prose = re.sub(r"\{[a-z:]+\}`[^`]*`", "", read)
        assert 600 <= len(re.findall(r"[\w’'-]+", prose)) <= 2000


def test_chapters_are_notebooks_that_a_diff_can_be_read_of(chapter: Path):
    header = yaml.safe_load(chapter.read_text().split("---\n")[1])
    assert header["jupytext"]["text_representation"]["format_name"] == "myst"
    assert header["kernelspec"]["name"] == "python3"


def test_every_work_that_evidence_rests_on_is_cited_in_the_book(study: Study):
    text = "".join(path.read_text() for path in CHAPTERS)
    cited = {key for keys in re.findall(CITED, text) for key in re.sub(r"\{.*?\}", "", keys).split(",")}
    keys = {key for cell in study.evidence["sources"] for key in cell.split(";") if key}
    assert keys <= cited
    brought = {key for layer in LAYERS for key in read_bibliography(ROOT / "data" / "layers" / layer)}
    assert cited <= set(study.references) | brought


def test_pages_of_the_papers_quotations_stand_with_the_works_cited(study: Study):
    """Each page that the paper gives, in a paragraph that points to the passage where it gives it, and no other."""
    keys = {f"{row.authors} {row.year}": row.key for row in study.listed.itertuples()}
    given = {
        (row.locator, keys[f"{row.authors} {row.year}"], row.page) for row in study.citations.itertuples() if row.page
    }
    assert len(given) == 10
    found = set()
    for path in CHAPTERS:
        for paragraph in path.read_text().split("\n\n"):
            for key, page in re.findall(r"\{cite:[pt]\}`(\w+)\{p\. (\d+)\}`", paragraph):
                here = {each for each in given if each[1:] == (key, page) and f"{{wp}}`{each[0]}`" in paragraph}
                assert here, (path.name, key, page)
                found |= here
    assert found == given


def test_statements_about_places_carry_locators(chapter: Path, study: Study):
    """Every paragraph of plain text that names a cluster has a locator where it reports the paper, or cites a work."""
    names = [*study.clusters["name"], "Cachoeiro", "Sinos"]
    text = re.sub(r"^(:{3,})\{.*?^\1$", "", MARKUP_CODE.sub("", chapter.read_text()), flags=re.DOTALL | re.MULTILINE)
    for paragraph in text.split("\n\n"):
        prose = paragraph.strip()
        if prose.startswith(("#", "(cluster-", "-", "1.", "2.", "*", ">", "|")) and not prose.startswith("**"):
            continue
        if any(name in prose for name in names) and not OWN_WORDS.search(prose):
            assert "{wp}`" in prose or (chapter.stem in LAYERS and "{cite:p}`" in prose), prose


def test_every_checked_claim_is_marked(paper: Assessed, study: Study):
    """Beside the statement, once on a page; claims that code rows have their marks in the tables of rows.

    What only other passages of the paper bear on needs none: the page of verdicts lists it.
    """
    marks = {path.stem: re.findall(r"\{verdict\}`([^`]*)`", path.read_text()) for path in CHAPTERS}
    assert {page: ids for page, ids in marks.items() if len(set(ids)) < len(ids)} == {}
    checked = {id: claim for id, (claim, _) in paper.judged.items() if claim.check}
    assert {id for ids in marks.values() for id in ids} <= set(checked)
    shown = {
        *study.evidence["id"],
        *study.profiles["id"],
        *study.outcomes["cluster"],
        *study.policies["id"],
    }
    beside = {id for page, ids in marks.items() if page != "holds" for id in ids}
    assert [
        id
        for id, claim in checked.items()
        if id not in beside and claim.check != "said_elsewhere" and not (claim.rows and shown.issuperset(claim.rows))
    ] == []


MARKUP_CODE = re.compile(r"\A---.*?^---$|^```.*?^```", re.DOTALL | re.MULTILINE)
# Paragraphs that speak of this edition's tables and results rather than report the paper.
OWN_WORDS = re.compile(r"\{eval\}|the tables of this edition|To take away|This page|Three clusters are named")
