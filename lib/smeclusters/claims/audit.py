"""The source audit: citations against the list of works, spellings, counts and parts, statements that clash.

What can be computed from ``citations.csv``, ``listed.csv`` and ``spellings.csv`` is computed; what takes a
reader's judgement stands in ``remarks.csv``.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.study import Study, each_row
from smeclusters.wording import in_a_row

#: How alike two names must be to be one name spelt in two ways (difflib's ratio).
ALIKE = 0.75


#: Kinds of what is noticed, in the order in which it is told, with what each means.
KINDS = {
    "missing": "cited, but not in the list of works",
    "year": "cited with a year that the list doesn’t have",
    "spelling": "an author spelt otherwise in the list",
    "letters": "cited by letters for which the list has words",
    "empty": "a citation without a work",
    "repeated": "listed more than once",
    "uncited": "listed, but not cited",
    "name": "a name spelt in several ways, or wrongly",
    "sum": "figures that don’t add up",
    "contradiction": "statements that clash",
    "count": "counts that differ",
    "open": "announced or named, and then left open",
    "reference": "something referred to that is not there",
    "unclear": "unclear to a reader",
}


#: Of these, what a reader judged; all else is computed.
JUDGED = ("contradiction", "count", "open", "reference", "unclear")


@dataclass(frozen=True, slots=True)
class _Work:
    """A work as the paper's list prints it."""

    ref: str
    key: str
    names: tuple[str, ...]
    year: str

    def __str__(self) -> str:
        return f"{in_a_row(self.names)} {self.year}"


def audit(assessed: Assessed) -> pd.DataFrame:
    """Everything noticed about a study's sources and figures.

    Parameters
    ----------
    assessed : Assessed
        The study with its claims.

    Returns
    -------
    DataFrame
        ``kind`` (a key of :data:`KINDS`, in their order), ``locator`` (where; ``ref:N`` in the list of works),
        ``detail`` (a sentence).

    Raises
    ------
    InputError
        If a claim that is to be judged holds something that its check cannot use.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import pandas as pd
    >>> from smeclusters import Assessed, example_study
    >>> printed = pd.DataFrame({"locator": ["1:1", "2:2"], "printed": ["Borg", "Borgh"], "name": "Borg"})
    >>> audit(Assessed(replace(example_study(), spellings=printed)))["detail"].tolist()
    ['Borg is spelt Borg (1:1) and Borgh (2:2).']
    """
    study = assessed.study
    works = tuple(_Work(row.ref, row.key, tuple(row.authors.split(";")), row.year) for row in each_row(study.listed))
    found = [
        *_citations(study, works),
        *_list_of_works(study, works),
        *_spellings(study),
        *_sums(assessed),
        *((row.kind, row.locator, row.detail) for row in each_row(study.remarks)),
    ]
    order = list(KINDS)
    table = pd.DataFrame(found, columns=["kind", "locator", "detail"])
    return table.sort_values("kind", key=lambda kinds: kinds.map(order.index), kind="stable", ignore_index=True)


def _citations(study: Study, works: tuple[_Work, ...]) -> Iterator[tuple[str, str, str]]:
    """Each citation that the list does not answer as it stands."""
    for row in each_row(study.citations):
        if row.kind == "empty":
            yield "empty", row.locator, "A citation in brackets names no work."
            continue
        names = tuple(row.authors.split(";"))
        how, found = _answer(names, row.year, works)
        cited = f"{in_a_row(names)} {row.year}".strip()
        if how == "missing":
            yield how, row.locator, f"{cited} is not in the list of works."
        elif how:
            yield how, row.locator, f"Cited as {cited}, listed as {in_a_row([str(work) for work in found])}."


def _list_of_works(study: Study, works: tuple[_Work, ...]) -> Iterator[tuple[str, str, str]]:
    seen: dict[str, _Work] = {}
    for work in works:
        if work.key in seen:
            yield "repeated", work.ref, f"{work} stands in the list twice, also as {seen[work.key].ref}."
        seen.setdefault(work.key, work)
    cited = {
        work.key
        for row in each_row(study.citations)
        if row.kind != "empty"
        for work in _answer(tuple(row.authors.split(";")), row.year, works)[1]
    }
    for work in seen.values():
        if work.key not in cited:
            yield "uncited", work.ref, f"{work} is listed and cited nowhere."


def _answer(names: tuple[str, ...], year: str, works: tuple[_Work, ...]) -> tuple[str, tuple[_Work, ...]]:
    """How the list answers a citation, by a key of :data:`KINDS` ("" if as it stands), and with which works."""
    in_year = [work for work in works if year in ("", work.year)]
    for how, found in (
        ("", [work for work in in_year if _plain(names) == _plain(work.names)]),
        ("spelling", [work for work in in_year if _nearly(names, work.names)]),
        ("letters", [work for work in in_year if names == (_initials(work.names[0]),)]),
        ("year", [work for work in works if _plain(names) == _plain(work.names)]),
    ):
        if found:
            return how, tuple(found)
    return "missing", ()


def _spellings(study: Study) -> Iterator[tuple[str, str, str]]:
    for name, rows in study.spellings.groupby("name", sort=False):
        forms = {
            str(form): list(dict.fromkeys(group["locator"])) for form, group in rows.groupby("printed", sort=False)
        }
        if set(forms) != {name}:
            each = in_a_row([f"{form} ({', '.join(where)})" for form, where in forms.items()])
            yield "name", rows["locator"].iloc[0], f"{name} is spelt {each}."


def _sums(assessed: Assessed) -> Iterator[tuple[str, str, str]]:
    """Parts that don't make up their whole."""
    for claim in assessed.claims.values():
        if claim.check == "parts_add_up":
            verdict = assessed.judge(claim)
            if verdict.status in ("mixed", "contradicted"):
                yield "sum", claim.locator, verdict.reason


def _nearly(cited: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    return len(cited) == len(listed) and all(
        difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE
        for one, other in zip(_plain(cited), _plain(listed), strict=True)
    )


def _plain(names: tuple[str, ...]) -> list[str]:
    """Names without accents and capitals."""
    return [
        "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each)).casefold()
        for name in names
    ]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())
