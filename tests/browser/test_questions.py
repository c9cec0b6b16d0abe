"""Questions on the pages: answered by key, heard, right by the study, and text where no script runs."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.conftest import SITE
from tests.browser.pages import PAGES, open_page
from tests.browser.quick_axe import QUICK
from tests.browser.test_site import soup
from tests.support import ROOT

from smeclusters import Assessed, Cell, Prepared, load_study
from smeclusters.model.paths import Thresholds
from whichroad.sphinx import pdf

ASKING = [page for page in PAGES if soup(page).select(".sme-question")]
COUNTRY = {"macro", "regulation", "finance", "services"}
FIRM = {"technology", "skills", "working_conditions", "infrastructure"}
STORED = "() => [localStorage, sessionStorage].map(each => JSON.stringify(each)).concat(document.cookie, location.href)"


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the book; nothing may go wrong on it."""
    seen = []

    def go(page: str = "paths", width: int = 1280, scheme: str = "light") -> Page:
        seen.append(open_page(browser, f"{site}/chapters/{page}.html", site, width, scheme))
        return seen[-1].page

    yield go
    for watched in seen:
        assert watched.complaints == []
        watched.page.context.close()


def chosen(page: Page) -> Locator:
    """The first question with answers to choose from."""
    return page.locator(".sme-question[data-right]").first


def typed(page: Page) -> Locator:
    """The first question whose answer is typed."""
    return page.locator(".sme-question:not([data-right])").first


def judged(question: Locator, answer: str) -> str | None:
    """What is made of an answer that is typed: right, wrong or neither."""
    question.get_by_label("Your answer").fill(answer)
    question.get_by_role("button", name="Check").click()
    return question.get_by_role("status").get_attribute("data-verdict")


# ---- What is right.


def cells(paper: Assessed, *determinants: str) -> list[Cell]:
    return [cell for cell in paper.cells.values() if cell.determinant in determinants]


def about_itself(cell: Cell) -> bool:
    return not cell.silent and cell.widened == 0


def narrow(paper: Assessed, cluster: str, end: str) -> float:
    """The score by collective efficiency alone, on the scale from zero to one."""
    ends = [
        getattr(cell, end) for cell in cells(paper, "external_economies", "joint_action") if cell.cluster == cluster
    ]
    assert len(ends) == 2
    return sum(ends) / 8 + 0.5


def ruled_out(paper: Assessed, cluster: str) -> bool:
    """Whether no score from one end to the other lies in the band of a path that was observed."""
    limits = Thresholds()
    bands = {"low_road": (-1, limits.low), "mixed": (limits.low, limits.high), "high_road": (limits.high, 2)}
    lo, hi = (narrow(paper, cluster, end) for end in ("lo", "hi"))
    return not any(bands[path][0] <= hi and lo < bands[path][1] for path in paper.study.observed[cluster].split("|"))


def named(paper: Assessed, cluster: str) -> bool:
    """Whether the score by the centres lies in the band of a path that was observed."""
    score, limits = narrow(paper, cluster, "centre"), Thresholds()
    path = "low_road" if score < limits.low else "mixed" if score < limits.high else "high_road"
    return path in paper.study.observed[cluster].split("|")


def beyond_the_kinds(paper: Assessed) -> str:
    firms, *kinds = (paper.profile(f"sinos-{kind}") for kind in ("firms", "producers", "services", "components"))
    return f"{firms - sum(kinds):,.0f}"


def without_evidence(paper: Assessed) -> int:
    """Recommendations that act only on determinants of which no cell rests on the cluster itself."""
    known = {cell.determinant for cell in paper.cells.values() if about_itself(cell)}
    return sum(known.isdisjoint(each.split(";")) for each in paper.study.policies["determinants"])


def shrunk() -> int:
    """By the latest signs: more of them down than up."""
    signs = pd.read_csv(ROOT / "data" / "layers" / "after" / "signs.csv", dtype={"at": str})
    latest = signs[(signs["at"] == "latest") & (signs["dimension"] == "size")]
    return int((latest.groupby("cluster")["sign"].sum() < 0).sum())


def against_enough_elsewhere() -> int:
    others = Prepared(load_study(layers=["elsewhere"], alone=True))
    paths = others.study.observed
    return sum(
        others.cells[cluster, "joint_action"].lo > 0 and "high_road" not in path for cluster, path in paths.items()
    )


RIGHT: dict[str, Callable[[Assessed], object]] = {
    "abstract": lambda paper: len(paper.study.clusters) * len(paper.study.determinants),
    "introduction": lambda paper: len(paper.study.clusters),
    "framework": lambda paper: len(paper.study.determinants),
    "framework-classes": lambda paper: 0.5,
    "clusters": lambda paper: sum("footwear" in made for made in paper.study.clusters["products"]),
    "glance": beyond_the_kinds,
    "comparison": lambda paper: sum(cell.silent for cell in paper.cells.values()),
    "cluster-level": lambda paper: sum(cell.lo > 0 for cell in cells(paper, "trust")),
    "firm-level": lambda paper: sum(cell.lo > 0 for cell in cells(paper, *FIRM)),
    "country-level": lambda paper: sum(map(about_itself, cells(paper, *COUNTRY))),
    "paths": lambda paper: sum(ruled_out(paper, each) for each in paper.study.observed),
    "policies": without_evidence,
    "robustness": lambda paper: sum(named(paper, each) for each in paper.study.observed),
    "enough": lambda paper: sum(
        cell.lo > 0 and "high_road" not in paper.study.observed[cell.cluster] for cell in cells(paper, "joint_action")
    ),
    "otherwise": lambda paper: sum(
        cell.lo > 0 and "high_road" not in paper.study.observed[cell.cluster] for cell in cells(paper, "joint_action")
    ),
    "after": lambda paper: shrunk(),
    "elsewhere": lambda paper: against_enough_elsewhere(),
    "holds": lambda paper: sum(verdict.status == "contradicted" for _, verdict in paper.judged.values()),
}


@pytest.mark.parametrize("page", [page for page in ASKING if page[len("chapters/") : -len(".html")] in RIGHT])
def test_a_number_that_is_asked_for_is_that_of_the_study(paper: Assessed, page: str):
    (answer,) = soup(page).select(".sme-answer")
    assert answer.text == str(RIGHT[Path(page).stem](paper))


def test_every_number_that_a_page_of_the_paper_asks_for_is_recomputed():
    asking = {Path(page).stem for page in ASKING if soup(page).select("#test-yourself .sme-answer")}
    assert asking == set(RIGHT)


def test_what_is_said_of_numbers_in_words_is_so(paper: Assessed):
    """The cells, clusters and determinants that go with a number that the tables give."""
    assert {(cell.cluster, cell.determinant) for cell in cells(paper, *FIRM) if cell.lo > 0} == {
        ("sinos", "technology")
    }
    known = {(cell.cluster, cell.determinant) for cell in cells(paper, *COUNTRY) if about_itself(cell)}
    assert known == {("guadalajara", "macro"), ("leon", "macro")}
    assert {cell.determinant for cell in paper.cells.values() if cell.silent} == {
        "working_conditions",
        "infrastructure",
    }
    described = set(paper.study.outcomes.query("about == cluster")["cluster"])
    assert len(described) == 3 and all(ruled_out(paper, each) for each in described)
    direct = {cell.determinant for cell in paper.cells.values() if about_itself(cell)}
    acted_on = [set(each.split(";")) for each in paper.study.policies["determinants"]]
    assert set().union(*(each for each in acted_on if each.isdisjoint(direct))) == {"regulation", "finance", "services"}
    assert {cluster for cluster, made in paper.study.clusters[["place", "products"]].values if "footwear" in made} == {
        "sinos",
        "guadalajara",
        "leon",
        "trujillo",
    }


@pytest.mark.parametrize("page", ASKING)
def test_every_question_has_one_right_answer_and_says_something_of_each(page: str):
    for question in soup(page).select(".sme-question"):
        said = [each.strong.get_text() for each in question.select(".sme-remark")]
        right = [" is not right." not in each and each.endswith(" is right.") for each in said]
        assert sum(right) == 1
        if "data-right" in question.attrs:
            assert right.index(True) + 1 == int(question["data-right"])
            choices = [each.get_text().split(". ", 1)[1] for each in question.select("label")]
            assert len(set(choices)) == len(choices) == len(said)
        words = [len(each.get_text().split()) for each in question.select(".sme-remark")]
        assert max(words) <= 70 and min(words) >= 5


# ---- By key, and what is heard.


def test_an_answer_is_chosen_and_judged_by_keys_alone(opened: Callable[..., Page]):
    page = opened()
    question = chosen(page)
    right = int(question.get_attribute("data-right"))
    status = question.get_by_role("status")
    question.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")  # which chooses the next, and judges nothing
    expect(question.get_by_role("radio").nth(1)).to_be_checked()
    expect(status).to_be_empty()
    expect(question.locator("details")).to_be_hidden()
    for at in range(1, 4):
        question.get_by_role("radio").nth(at - 1).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        expect(question.get_by_role("button", name="Check")).to_be_focused()
        page.keyboard.press("Enter")
        expect(status).to_contain_text(f"{'ABC'[at - 1]} is {'' if at == right else 'not '}right.")
        expect(question.get_by_role("button", name="Check")).to_be_focused()
        assert status.get_attribute("data-verdict") == ("right" if at == right else "wrong")
    page.keyboard.press("Tab")
    while page.evaluate("!document.activeElement.matches('summary')"):  # past what the remark leads to
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(question.locator(".sme-remark:visible")).to_have_count(4)  # each in the fold, and the one that was said


def test_what_is_said_stands_in_a_live_region_and_fields_have_their_names(opened: Callable[..., Page]):
    """As the browser hands it to a screen reader."""
    page = opened()
    question = chosen(page)
    title = question.locator("legend").inner_text()
    group = page.get_by_role("group", name=title, exact=True)
    expect(group.get_by_role("status")).to_be_empty()  # there before anything is said
    first = group.get_by_role("radio").first
    expect(first).to_have_accessible_name(question.locator("label").first.inner_text())
    group.get_by_role("button", name="Check").press("Enter")
    expect(group.get_by_role("status")).to_have_text("Choose an answer first.")
    first.check()
    group.get_by_role("button", name="Check").press("Enter")
    tree = group.get_by_role("status").aria_snapshot()
    assert tree.startswith("- status:") and re.search(r"A is (not )?right\.", tree)
    other = page.get_by_role("group", name=typed(page).locator("legend").inner_text(), exact=True)
    other.get_by_role("textbox", name="Your answer").press("Enter")
    expect(other.get_by_role("status")).to_have_text("Type an answer first.")


# ---- What is typed.


@pytest.mark.parametrize(
    ("answer", "within", "right", "wrong"),
    [
        ("3", None, ["3", " 3 ", "three", "Three", "3.0", "3 %"], ["4", "33", "2.9", "-3"]),
        ("1,240", None, ["1240", "1,240"], ["1.24", "124"]),
        ("0.48", "0.005", ["0.48", "0,48", ".48", "0.476"], ["0.47", "48"]),
        ("−1", None, ["-1", "−1"], ["1"]),
        ("0", None, ["none", "0", "zero"], ["1"]),
        ("2", None, ["two"], ["none"]),
        ("None", None, ["none", "None.", "0", "zero"], ["1", "Lima"]),
        ("León", None, ["León", "leon", " LEON."], ["Lima"]),
        ("the low road", None, ["low road", "Low  road", "the low-road"], ["high road"]),
    ],
)
def test_an_answer_is_right_however_it_is_written(
    opened: Callable[..., Page], answer: str, within: str | None, right: list[str], wrong: list[str]
):
    page = opened()
    if within:
        typed(page).evaluate("(each, within) => { each.dataset.within = within; }", within)
    question = typed(page)
    question.locator(".sme-answer").evaluate("(each, text) => { each.textContent = text; }", answer)
    assert {each: judged(question, each) for each in right} == dict.fromkeys(right, "right")
    assert {each: judged(question, each) for each in wrong} == dict.fromkeys(wrong, "wrong")


def test_a_number_that_is_near_enough_is_told_the_right_one(opened: Callable[..., Page]):
    question = typed(opened())
    question.evaluate("each => { each.dataset.within = 2; each.querySelector('.sme-answer').textContent = '74'; }")
    said = question.get_by_role("status")
    for answer, verdict, begins in (("74", "right", "74 is right."), ("75", "right", "Near enough: it is 74.")):
        assert judged(question, answer) == verdict
        expect(said.locator("strong").first).to_have_text(begins)
    assert judged(question, "77") == "wrong"
    expect(said).to_contain_text("Think again")


def test_what_is_no_number_is_not_judged(opened: Callable[..., Page]):
    question = typed(opened())
    assert judged(question, "many <b>clusters</b>") == ""
    expect(question.get_by_role("status")).to_have_text("“many <b>clusters</b>” is no number. Type digits, such as 12.")
    expect(question.locator("details")).to_be_hidden()


# ---- What is kept, and what is there without a script and on paper.


def test_nothing_is_stored_or_sent(opened: Callable[..., Page]):
    page = opened()
    before = page.evaluate(STORED)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for question in page.locator(".sme-question").all():
        if question.get_by_role("radio").count():
            question.get_by_role("radio").first.check()
            question.get_by_role("button", name="Check").click()
        else:
            judged(question, "7")
    assert page.evaluate(STORED) == before
    assert asked == []
    page.reload()
    assert page.locator(".sme-question :checked").count() == 0
    assert page.locator(".sme-question [type=text]").first.input_value() == ""


def test_without_scripts_the_answers_are_folded_away(browser: Browser, site: str):
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(f"{site}/chapters/paths.html")
    question = chosen(bare)
    assert bare.locator(".sme-question :is(input, button):visible").count() == 0
    assert question.locator("label:visible").count() == 3
    assert question.locator(".sme-remark:visible").count() == 0
    question.locator("summary").click()
    assert question.locator(".sme-remark:visible").count() == 3
    bare.context.close()


def test_on_paper_no_control_is_left(opened: Callable[..., Page]):
    page = opened()
    chosen(page).get_by_role("radio").first.check()
    chosen(page).get_by_role("button", name="Check").click()
    page.emulate_media(media="print")
    assert page.locator(".sme-question :is(input, button, summary, [role=status]):visible").count() == 0
    assert page.locator(".sme-question legend:visible").count() == 3
    assert chosen(page).locator("label:visible").count() == 3


def test_in_the_printed_book_a_question_is_its_text_and_its_answers():
    book = BeautifulSoup(pdf.merge(SITE), "html.parser")
    questions = book.select(".sme-question")
    assert len(questions) == sum(len(soup(page).select(".sme-question")) for page in ASKING)
    for question in questions:
        assert question.select("input, button, details, [role=status]") == []
        assert "Your answer" not in question.get_text()


# ---- What an author gets wrong.


TWO = "- One\n\n  No.\n- Two\n\n  Yes."
MISTAKES = [
    (":right: 3\n", TWO, "has :right: 3; expected a number from 1 to 2"),
    (":right: 0\n", TWO, "has :right: 0; expected a number from 1 to 2"),
    ("", TWO, "has no :right:; expected a number from 1 to 2"),
    (":right: 1\n", "- One\n\n  Yes.", "has 1 answers to choose from; expected 2 to 8"),
    (":right: 1\n", "- One\n\n  Yes.\n- Two", "answer 2 of a question has nothing to say"),
    (":right: 1\n", "- One\n\n  Yes.\n-", "answer 2 of a question has nothing to say"),
    (":right: 1\n:within: 2\n", TWO, "has :within:, which is for numbers that are typed"),
    (":right: 1\n", "Twelve\n\nThat is so.", "has :right:, but its last block is no list"),
    ("", "12", "has no answer; expected a paragraph with it and others on why it is so"),
    (":within: some\n", "12\n\nThat is so.", "has :within: some; expected a number, such as 0.05"),
    (":within: 2\n", "Lima\n\nThat is so.", "has :within:, but its answer is “Lima”; expected a number"),
]


def test_a_mistake_in_a_question_is_a_fault_of_its_page_and_line(tmp_path: Path):
    """And a strict build ends with any of them."""
    extensions = ["myst_parser", "whichroad.sphinx.questions"]
    (tmp_path / "conf.py").write_text(f"{extensions = }\nmyst_enable_extensions = ['colon_fence']\n", "utf-8")
    (tmp_path / "index.md").write_text("# Pages\n\n```{toctree}\n:glob:\npage*\n```\n", "utf-8")
    for number, (options, body, _) in enumerate(MISTAKES):
        page = f"# A page\n\n:::{{question}} How many?\n{options}\n{body}\n:::\n"
        (tmp_path / f"page{number}.md").write_text(page, "utf-8")
    build = [sys.executable, "-m", "sphinx", "-q", tmp_path, tmp_path / "out"]
    done = subprocess.run(build, capture_output=True, text=True, check=True)
    for number, (_, _, message) in enumerate(MISTAKES):
        assert re.search(rf"page{number}\.md:3: (ERROR|WARNING): .*{re.escape(message)}", done.stderr), done.stderr
    assert len(re.findall(r"page\d+\.md:", done.stderr)) == len(MISTAKES)


EXERCISES = """# A page

:::{exercise} Count
:label: ex-count
How many?
:::

::::{dropdown} Answer
:::{solution} ex-count
:label: sol-count
Six.
:::
::::

:::{exercise} Count again
:label: ex-again
How many now?
:::
"""


def test_exercises_are_numbered_and_name_each_place_once(tmp_path: Path):
    extensions = ["myst_parser", "sphinx_design", "whichroad.sphinx.exercises"]
    (tmp_path / "conf.py").write_text(f"{extensions = }\nmyst_enable_extensions = ['colon_fence']\n", "utf-8")
    (tmp_path / "index.md").write_text(EXERCISES, "utf-8")
    build = [sys.executable, "-m", "sphinx", "-q", tmp_path, tmp_path / "out"]
    done = subprocess.run(build, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    page = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser")
    numbers = [each.get_text().strip() for each in page.select(".exercise .caption-number")]
    assert numbers == ["Exercise 1", "Exercise 2"]
    ids = [each["id"] for each in page.select("[id]")]
    assert len(ids) == len(set(ids)) and {"ex-count", "sol-count", "ex-again"} <= set(ids)
    assert page.select_one(".solution a[href='#ex-count']")


# ---- How it looks.


@pytest.mark.parametrize("name", ["paths", "firm-level"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_answered_questions(opened: Callable[..., Page], name: str, scheme: str):
    page = opened(name, 390, scheme)
    chosen(page).get_by_role("radio").first.check()
    chosen(page).get_by_role("button", name="Check").click()
    chosen(page).locator("summary").click()
    page.wait_for_function("document.getAnimations().length === 0")
    page.evaluate(QUICK)
    found = page.evaluate("axe.run('.sme-question', { preload: false })")
    assert [(each["id"], each["nodes"]) for each in found["violations"]] == []
    assert {"label", "color-contrast"} <= {rule["id"] for rule in found["passes"]}


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_fingers_can_meet_it_and_it_fits(opened: Callable[..., Page], width: int):
    page = opened("paths", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for target in page.locator(".sme-question :is(label:has([type=radio]), button, [type=text])").all():
        box = target.bounding_box()
        assert box["height"] >= 44 and box["width"] >= 44
        assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_script_and_style_are_small():
    sizes = [len(gzip.compress((SITE / "_static" / f"questions.{kind}").read_bytes(), 6)) for kind in ("js", "css")]
    assert sum(sizes) < 2600
