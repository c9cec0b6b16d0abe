"""Each figure of the paper that a reader meets says there what it is a share of, or what it counts.

What is read is what is rendered: cards, tables, charts with their tooltips, and the prose of chapters with the numbers
that the code puts into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from tests.edition.blocks import words
from tests.edition.charts.drawn import read
from tests.support import ROOT

from smeclusters import Assessed, Study
from whichroad import page
from whichroad.charts.drawing import Chart
from whichroad.markup import Html

CELL = re.compile(r"^```\{code-cell\} python\n(?::[^\n]*\n)*\n?(.*?)^```", re.DOTALL | re.MULTILINE)
ROLE = re.compile(r"\s*\{(?:wp|verdict|cite:[pt])\}`[^`]*`")
NUMBER = r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?)"
SHARE = re.compile(rf"{NUMBER} per cent|two thirds")
COUNT = re.compile(rf"{NUMBER}(?: million)?(?! per cent)")

CHAPTERS = ("clusters", "glance", "cluster-level", "firm-level", "country-level", "paths")
"""The pages that report the figures of sections 3 to 3.2.4."""


def prose(chapter: str) -> Iterator[tuple[str, bool]]:
    """Its paragraphs as a reader sees them, and whether the paper speaks."""
    text = (ROOT / "chapters" / f"{chapter}.md").read_text("utf-8").split("---\n", 2)[2]
    known: dict[str, object] = {}
    for code in CELL.findall(text):
        if "edition()" in code:  # what sets up; other cells show
            exec(code, known)
    text = ROLE.sub("", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    text = re.sub(r"\{eval\}`([^`]*)`", lambda match: str(eval(match[1], known)), text)
    ours = False
    for paragraph in re.split(r"\n\n|\n(?=- |:::)", text):
        ours = paragraph.lstrip().startswith(":::{") or ours
        yield " ".join(paragraph.split()), not ours
        ours = ours and not paragraph.rstrip().endswith(":::")


def of_block(block: Html) -> Iterator[str]:
    """What stands in it, but for the reasons of verdicts, which speak of other figures too."""
    soup = BeautifulSoup(block.markup, "html.parser")
    yield from (words(part) for part in soup.select("td, dd, p:not(.sme-reason)"))


def of_chart(chart: Chart) -> Iterator[str]:
    yield from (chart.alt, chart.caption, *chart.table["Figure"])
    for drawing in (read(chart.wide), read(chart.narrow)):
        yield from (box.tip for box in drawing.of("box") if box.tip)
    yield from (word.text for word in read(chart.wide).words if not word.weight)


@pytest.fixture(scope="module")
def read_by_readers(paper: Assessed) -> list[str]:
    """Every text in which a figure of the paper may stand, but for what is ours."""
    blocks = [
        *(page.cluster_card(paper, cluster) for cluster in paper.study.clusters["place"]),
        *(page.profiles_table(paper, section) for section in ("3", "3.1", "3.2.3")),
        *(page.evidence_table(paper, section) for section in dict.fromkeys(paper.study.locators["section"])),
        page.clusters_table(paper),
        page.outcomes_table(paper),
        page.all_cells(paper),
        page.claims_table(paper),
    ]
    return [
        *(text for block in blocks for text in of_block(block)),
        *(text for chart in (page.region_chart(paper), page.firms_chart(paper)) for text in of_chart(chart)),
        *(text for chapter in CHAPTERS for text, papers in prose(chapter) if papers),
    ]


def bases(study: Study) -> dict[str, set[str]]:
    """By a figure as it is written, how the words that follow it may begin."""
    found: dict[str, set[str]] = {}
    rows = [
        *study.profiles[["value", "unit", "base"]].itertuples(index=False),
        *study.evidence.dropna(subset="figure")[["figure", "unit", "base"]].itertuples(index=False),
    ]
    for value, unit, base in rows:
        number = "two thirds" if value == 66.7 else f"{value:,g} per cent" if unit[0] == "%" else f"{value:,.10g}"
        middle = {"%": "of ", "% growth a year": "growth a year in ", "million": "million ", "km": "km "}.get(unit, "")
        found.setdefault(number, set()).add(f" {middle}{base}")
    for value, unit in study.outcomes.dropna(subset="figure")[["figure", "unit"]].itertuples(index=False):
        found.setdefault(f"{value:g} per cent", set()).add(f" of {unit.removeprefix('% of ')}")
    return found


def test_figures_are_found_where_readers_meet_them(study: Study, read_by_readers: list[str]):
    """Each of the paper's, with its base, in several of the texts: the tests below read what they should."""
    text = " | ".join(read_by_readers)
    for number, following in bases(study).items():
        for words_after in following:
            assert text.count(f"{number}{words_after}") >= 2, (number, words_after)


def test_every_share_says_what_it_is_a_share_of(study: Study, read_by_readers: list[str]):
    known = bases(study)
    for text in read_by_readers:
        for match in SHARE.finditer(text):
            rest = text[match.end() :]
            if not match[1]:
                assert rest.startswith(" of "), text
            elif match[0] in known and not rest.startswith((" of them", ". They are shares of")):
                assert rest.startswith(tuple(known[match[0]])), text


def test_every_count_says_what_it_counts(study: Study, read_by_readers: list[str]):
    known = bases(study)
    for text in read_by_readers:
        for match in COUNT.finditer(text):
            if match[1] in known and len(match[1]) > 2:
                assert text[match.end(1) :].startswith(
                    (*known[match[1]], *(f" of {total}" for total in ("about 1,800 firms", "500 firms")))
                ), text


def test_what_the_tables_no_longer_say_stands_nowhere(read_by_readers: list[str]):
    """Wordings of old, in which a share was of anything or nothing."""
    for text in read_by_readers:
        assert not re.search(
            r"national exports|cent of (?:market|employment|firms\b|production)|\d jobs|million firms",
            text,
        )
