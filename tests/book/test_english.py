"""Plain English: what people read here is short, the usual way round, and British.

The rules stand in CONTRIBUTING. They hold for the chapters and the pages of the project, for the words of ours in the
tables, for what the code shows and for the reasons of the verdicts. A failure names each place and its sentence.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from pyphen import Pyphen
from tests.support import ROOT

from smeclusters import Assessed

CHAPTERS = sorted((ROOT / "chapters").glob("*.md"))
TO_WORK_IN = sorted((ROOT / "chapters" / "tasks").glob("*.md"))
SLIDES = sorted((ROOT / "chapters" / "slides").glob("*.md"))
PAGES = [*CHAPTERS, *SLIDES, *TO_WORK_IN, *(ROOT / f"{name}.md" for name in ("CHANGELOG", "CONTRIBUTING", "README"))]
COLUMNS = {
    "claims": ["summary"],
    "concepts": ["definition"],
    "determinants": ["definition"],
    "evidence": ["summary"],
    "facets": ["definition"],
    "levels": ["definition"],
    "likeness": ["summary"],
    "outcomes": ["summary"],
    "policies": ["summary"],
    "profiles": ["note"],
    "remarks": ["detail"],
    "story": ["title", "text", "ask"],
    "textbook": ["definition"],
    "weightings": ["sentence", "description"],
}

LONGEST = 40  # words in a sentence
# Flesch's reading ease, where a hundred is a comic and thirty a law. Hyphens mark fewer syllables than there are, so
# that a dictionary would call a page of 55 one of about 50.
EASE = 55
HYPHENS = Pyphen(lang="en_US")  # which has more of them than British usage

CONTRACTIONS = r"n[’']t\b|[’'](?:re|ve|ll|m)\b|\b(?:it|that|there|here|what|who|let|he|she)[’']s\b"
TURNS = {
    r"\bthe (?:former|latter)\b": "Name it: readers look back for which was which.",
    r"\btold\b|\btells? of\b": "A paper says, reports or describes; what differs is distinguished.",
    r"\b[Nn]othing (?:is|are|was) (?:said|reported)\b|\b[Nn]othing speaks\b": "The paper says nothing about it.",
    r"^(?:Of|On|About) [^,.;:]+ (?:paper|it|nobody) (?:says|tells|speaks)\b": "The paper says it about X.",
    r"\b[Ss]urely\b": "It means a guess to most readers: “for certain”.",
    r"\broads? that stays? open\b": "A road is open, possible or ruled out.",
    r"\bwhat (?:was|were|is) seen\b": "What was observed.",
    r"\b(?:be (?:it|they)|were (?:it|there)|nor (?:is|are|does|do|did|has|have|can|will)) ": "Say “if”, “also not”.",
    r"[,;] for (?:it|they|he|she|we|this|these|there|half|nobody)\b": "“Because” or “since”: “for” has other uses.",
    r"\b(?:albeit|amongst|hence|hitherto|lest|nonetheless|notwithstanding|whence|whilst)\b": "Nobody says so today.",
    r"\b(?:there|where|here)(?:by|of|in|upon|after)\b": "Begin anew: “by it”, “in which”.",
    r"\b(?:prior to|subsequent to|with regard to|in terms of|due to the fact|utilis\w+)\b": "There is a shorter word.",
    r"\b(?:viz|e\.g|i\.e|etc)\b": "“For example”, “that is”.",
}
AMERICAN = (
    r"(?i)\b(?:behavior|catalog|center|color|defense|favor|fulfill|gray|honor|labor|neighbor|skillful|traveler)(?:s|ed|ing)?\b"
    r"|\b(?!prize|seize|\w*size)\w{3,}(?:iz(?:e[ds]?|ing|ations?)|yz(?:e[ds]?|ing))\b"
)


class Sentence(NamedTuple):
    """One sentence, and where it stands."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w[\w’'.,/%-]*", self.text)


# What is no prose, and what stands for it: nothing, a name or a number.
MARKUP = [
    (re.compile(r"\A---\n.*?^---$|^( *)(```+).*?^\1\2$|<!--.*?-->|\$\$.*?\$\$", re.DOTALL | re.MULTILINE), ""),
    (re.compile(r"^:{3,}.*$|^:[\w-]+:.*$|^\([\w-]+\)=$|^\|[ :|-]+\|$", re.MULTILINE), ""),
    (re.compile(r" ?\{(?:wp|verdict|cite:p)\}`[^`]*`"), ""),
    (re.compile(r"\{cite:t\}`[^`]*`"), "Schmitz"),
    (re.compile(r"\{eval\}`[^`]*`|`` ?.+? ?``|`[^`]*`|\$[^$\n]+\$"), "x"),
    (re.compile(r"!?\[([^]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\*\*|(?<!\w)[*_]|[*_](?!\w)"), ""),
]
# A paragraph, an item, a heading, a row of a table: up to the line before the next.
BLOCK = re.compile(r"\S.*(?:\n(?!\s*(?:[-*#|>]|\d+\.) |\s*$).+)*")
END = re.compile(r"(?<=[.?!])[”’')\]]*\s+(?=[“‘(\[]*[A-ZÀ-Ý\dx])|\s*\|\s*")
ABBREVIATED = re.compile(r"\b(pp?|vol|eds?|cf|St|[A-Z])\.(?= )")


def sentences(where: str, text: str, first: int = 1) -> Iterator[Sentence]:
    """The sentences of a text without markup, each with the line where its paragraph begins."""
    for block in BLOCK.finditer(text):
        line = first + text.count("\n", 0, block.start())
        for part in END.split(ABBREVIATED.sub(r"\1", " ".join(block[0].split()))):
            if re.search(r"\w", part):
                yield Sentence(f"{where}:{line}", part)


def prose(markdown: str) -> str:
    """A page without its markup, each line where it was."""
    for pattern, instead in MARKUP:
        markdown = pattern.sub(
            lambda found, instead=instead: found.expand(instead) + "\n" * found[0].count("\n"), markdown
        )
    return markdown


@cache
def of_page(path: Path) -> tuple[Sentence, ...]:
    return tuple(sentences(str(path.relative_to(ROOT)), prose(path.read_text("utf-8"))))


def of_tables() -> Iterator[Sentence]:
    for table, columns in COLUMNS.items():
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    yield from sentences(f"data/{table}.csv, {next(iter(row.values()))}, {column}", row[column])


def of_python(where: str, source: str) -> Iterator[Sentence]:
    """The strings of a module that read as prose, with x for what is put into them; its documentation is none."""
    tree = ast.parse(source)
    skipped: set[ast.AST] = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):  # what holds others comes before them
        if node in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            skipped |= set(node.values)
            text = "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if len(text.split()) > 2 and "<" not in text:
            yield from sentences(where, text, node.lineno)


def of_cells(where: str, source: str) -> Iterator[Sentence]:
    """The strings of a notebook's code, each with the line where it stands."""
    for cell in re.finditer(r"^```\{code-cell\}.*\n(?::.*\n)*((?s:.*?))^```$", source, re.MULTILINE):
        yield from of_python(where, "\n" * source.count("\n", 0, cell.start(1)) + cell[1])


def of_script(where: str, source: str) -> Iterator[Sentence]:
    """The strings of a script of the explorer, as those of a module."""
    code = re.sub(r"/\*(?s:.*?)\*/|(?<!:)//.*", lambda found: "\n" * found[0].count("\n"), source)
    for found in re.finditer(r'"([^"\n]*)"|`([^`\n]*)`', code):
        text = re.sub(r"\$\{.*?(?:\}|$)", "x", found[1] or found[2] or "")
        if len(text.split()) > 2:
            yield from sentences(where, text, 1 + code.count("\n", 0, found.start()))


def of_template(where: str, source: str) -> Iterator[Sentence]:
    """What a template says by itself, with x for what is put into it."""
    words = re.sub(r"\{\{.*?\}\}", "x", re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", source, flags=re.DOTALL), flags=re.DOTALL)
    for text in BeautifulSoup(words, "html.parser").stripped_strings:
        if len(text.split()) > 2:
            yield from sentences(where, text)


def of_verdicts(paper: Assessed) -> Iterator[Sentence]:
    """The reasons, in which each statement of a list counts by itself."""
    for id, (_, verdict) in paper.judged.items():
        yield from sentences(f"verdict on {id}", verdict.reason.replace("; ", "\n\n"))


@pytest.fixture(scope="module")
def said(paper: Assessed) -> list[Sentence]:
    """Whatever people read."""
    code = [
        (of_python, ROOT.glob("lib/**/*.py")),
        (of_cells, TO_WORK_IN),
        (of_script, ROOT.glob("lib/smeclusters/explorer/front/*.js")),
        (of_script, ROOT.glob("lib/whichroad/sphinx/static/*.js")),
        (of_template, ROOT.glob("lib/whichroad/**/templates/**/*.html")),
    ]
    return [
        *(each for path in PAGES for each in of_page(path)),
        *of_tables(),
        *(
            each
            for read, paths in code
            for path in sorted(paths)
            for each in read(str(path.relative_to(ROOT)), path.read_text("utf-8"))
        ),
        *of_verdicts(paper),
    ]


def without(rule: str, said: list[Sentence], why: str) -> None:
    faults = [str(each) for each in said if re.search(rule, each.text)]
    assert not faults, "\n".join([why, *faults])


def test_no_sentence_is_longer_than_forty_words(said: list[Sentence]):
    faults = [f"{len(each.words)} words, {each}" for each in said if len(each.words) > LONGEST]
    assert not faults, "\n".join(faults)


def test_nothing_is_contracted(said: list[Sentence]):
    without(CONTRACTIONS, said, "Write “does not”.")


@pytest.mark.parametrize("turn", TURNS)
def test_no_turn_stands_that_readers_trip_over(said: list[Sentence], turn: str):
    without(turn, said, TURNS[turn])


def test_spelling_is_british(said: list[Sentence]):
    without(AMERICAN, said, "Write “colour” and “organise”.")


def ease(said: list[Sentence]) -> float:
    """Flesch's formula."""
    words = [word for each in said for word in each.words]
    syllables = sum(1 + len(HYPHENS.positions(word.lower())) for word in words)
    return 206.835 - 1.015 * len(words) / len(said) - 84.6 * syllables / len(words)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_chapters_are_easy_to_read(chapter: Path):
    assert ease([each for each in of_page(chapter) if each.text.endswith((".", "?", "!", ":", "”", ")"))]) >= EASE


# ---- The tests themselves.


def test_ease_is_flesch_s():
    assert ease([Sentence("", "The cat sat on the mat.")]) == pytest.approx(206.835 - 1.015 * 6 - 84.6)
    assert ease([Sentence("", "Determinants of regional competitiveness.")]) < 0


PAGE = """---
name: It isn't prose.
---

# On a **title**

One line, `isn't`.
Another of the same {wp}`1:2`. Is it p. 12 that shows {eval}`so`?

```python
raise ValueError("It isn't prose.")
```

- An item, [linked](page.md)
- another

| a cell | It is another. |
"""


def test_sentences_of_a_page_are_found_with_their_lines():
    assert list(sentences("page", prose(PAGE))) == [
        ("page:5", "# On a title"),
        ("page:7", "One line, x."),
        ("page:7", "Another of the same."),
        ("page:7", "Is it p 12 that shows x?"),
        ("page:14", "- An item, linked"),
        ("page:15", "- another"),
        ("page:17", "a cell"),
        ("page:17", "It is another."),
    ]


def test_strings_of_code_are_found_with_their_lines():
    module = '"""A module of words."""\n\nrow = f"It has {so} many. It " "is so."\nkey = "two words"\n'
    assert list(of_python("module.py", module)) == [("module.py:3", "It has x many."), ("module.py:3", "It is so.")]
    cells = '# Title\n\n```{code-cell} python\n:tags: [one]\n\nassert so, "It is not so."\n```\n'
    assert list(of_cells("page.md", cells)) == [("page.md:6", "It is not so.")]
    script = '/* Is it\n"one of them"? */ h("b", "It has so many."); // It "is not one"\nh(`It has ${so} many.`)\n'
    assert list(of_script("page.js", script)) == [("page.js:2", "It has so many."), ("page.js:3", "It has x many.")]


@pytest.mark.parametrize(
    "fault",
    [
        "It isn’t so.",
        "Take the latter.",
        "A study tells of it.",
        "Nothing is said about trust.",
        "Of trust the paper says nothing.",
        "It is surely favourable.",
        "Every road that stays open counts.",
        "This is what was seen.",
        "Each lacks something, be it trust or links.",
        "It failed, for it had no links.",
        "It grew nonetheless.",
        "It has not thereby grown.",
        "They met prior to that.",
        "Some firms, e.g. tanners, left.",
        "Labor is organised.",
        "Labour is organized.",
    ],
)
def test_each_rule_finds_what_it_forbids(fault: str):
    assert sum(bool(re.search(rule, fault)) for rule in (CONTRACTIONS, AMERICAN, *TURNS)) == 1


def test_what_only_looks_like_a_fault_passes():
    fine = "The paper’s size of the prize is its own, and for half of the firms it is said to be free, seen or not."
    assert not any(re.search(rule, fine) for rule in (CONTRACTIONS, AMERICAN, *TURNS))
