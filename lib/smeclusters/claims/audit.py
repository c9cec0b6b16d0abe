"""The source audit: citations against the list of works, spellings, counts and parts, statements that clash.

What can be computed from ``citations.csv``, ``listed.csv``, ``spellings.csv``, the bibliography and the tables of
figures, evidence and recommendations is computed; what takes a reader's judgement stands in ``remarks.csv``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.study import Study, each_row
from smeclusters.wording import in_a_row, plain

#: How alike two names must be to be one name spelt in two ways (difflib's ratio).
ALIKE = 0.75

#: How alike the titles of two works by the same authors must be for these to be perhaps one study.
ALMOST_ONE = 0.9

#: How the sentence of a bibliography's note begins that tells what the study's list of works has otherwise.
CORRECTED = "Corrected from "

#: Kinds of what is noticed, in the order in which it is told, with what each means.
KINDS = {
    "missing": "cited, but not in the list of works",
    "year": "cited with a year that the list does not have",
    "page": "quoted from a page that the work does not have",
    "spelling": "an author spelt otherwise in the list",
    "letters": "cited by letters for which the list has words",
    "empty": "a citation without a work",
    "repeated": "listed more than once",
    "twin": "listed as two works, and perhaps one study",
    "listed": "listed otherwise than the work came out",
    "uncited": "listed, but not cited",
    "cases": "case studies used and not named, or named and not used",
    "figure": "figures beside which no work is named",
    "unanswered": "determinants for which nothing is recommended",
    "name": "a name spelt in several ways, or wrongly",
    "sum": "figures that do not add up",
    "contradiction": "statements that clash",
    "inference": "concluded from what does not carry it, or without what speaks against it",
    "count": "counts that differ",
    "framework": "factors without a clear place in the framework",
    "open": "announced or named, and then left open",
    "source": "a source that does not quite carry what it is cited for",
    "unsourced": "stated without a source",
    "reference": "something referred to that is not there",
    "unclear": "unclear to a reader",
    "language": "a word that changes the meaning",
}


#: Of these, what a reader judged; all else is computed.
JUDGED = (
    "contradiction",
    "inference",
    "count",
    "framework",
    "open",
    "source",
    "unsourced",
    "reference",
    "unclear",
    "language",
)


#: Steps of the argument that a remark can touch, in their order, with what each asks.
STEPS = {
    "approach": "what the narrow approach is, and what it leaves out",
    "factors": "whether the factors of the narrow approach were there, and what they did",
    "rest": "whether the other factors explain the rest",
    "paths": "which road the clusters take",
    "policies": "whether the recommendations follow",
}


@dataclass(frozen=True, slots=True)
class _Noticed:
    """One thing noticed: a row of the audit."""

    kind: str
    locator: str
    detail: str
    also: str = ""
    step: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """A work as the paper's list prints it."""

    ref: str
    key: str
    names: tuple[str, ...]
    year: str
    title: str

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
        ``detail`` (a sentence or two), ``also`` (other places that it concerns, separated by semicolons), ``step``
        (a key of :data:`STEPS` if it touches the argument), ``work`` (the key of the work that it is about, if one).

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
    >>> found = audit(Assessed(replace(example_study(), spellings=printed)))
    >>> found.query("kind == 'name'")["detail"].tolist()
    ['Borg is spelt Borg (1:1) and Borgh (2:2).']
    >>> found.query("kind == 'unanswered'")["detail"].tolist()[0]
    'The guild: no recommendation is about this determinant.'
    """
    study = assessed.study.own  # what layers add is not of the paper
    works = tuple(
        _Work(row.ref, row.key, tuple(row.authors.split(";")), row.year, row.title) for row in each_row(study.listed)
    )
    found = [
        *_citations(study, works),
        *_list_of_works(study, works),
        *_corrections(study, works),
        *_cases(study, works),
        *_figures(study),
        *_unanswered(study),
        *_spellings(study),
        *_sums(assessed),
        *(_Noticed(row.kind, row.locator, row.detail, row.also, row.step) for row in each_row(study.remarks)),
    ]
    order = list(KINDS)
    table = pd.DataFrame([asdict(each) for each in found], columns=[field.name for field in fields(_Noticed)])
    return table.sort_values("kind", key=lambda kinds: kinds.map(order.index), kind="stable", ignore_index=True)


def _citations(study: Study, works: tuple[_Work, ...]) -> Iterator[_Noticed]:
    """Each citation that the list does not answer as it stands."""
    for row in each_row(study.citations):
        if row.kind == "empty":
            yield _Noticed("empty", row.locator, "A citation in brackets names no work.")
            continue
        names = tuple(row.authors.split(";"))
        how, found = _answer(names, row.year, works)
        cited = f"{in_a_row(names)} {row.year}".strip()
        if how == "missing":
            yield _Noticed(how, row.locator, f"{cited} is not in the list of works.")
        elif how:
            listed = in_a_row([str(work) for work in found])
            yield _Noticed(how, row.locator, f"Cited as {cited}, listed as {listed}.", work=_only(found))
        if len(found) == 1 and (pages := _pages(study, found[0])) and row.page.isdecimal():
            first, last = pages
            if not first <= int(row.page) <= last:
                detail = (
                    f"{cited} is quoted from page {row.page}, but the work runs from page {first} to {last}, so "
                    "another printing may be the one that was quoted."
                )
                yield _Noticed("page", row.locator, detail, work=found[0].key)


def _only(works: tuple[_Work, ...]) -> str:
    return works[0].key if len(works) == 1 else ""


def _pages(study: Study, work: _Work) -> tuple[int, int] | None:
    """The first and the last page of a work within another, as the bibliography has them."""
    fields = study.references[work.key].fields if work.key in study.references else {}
    found = re.fullmatch(r"(\d+)--(\d+)", fields.get("pages", ""))
    return (int(found[1]), int(found[2])) if found else None


def _list_of_works(study: Study, works: tuple[_Work, ...]) -> Iterator[_Noticed]:
    seen: dict[str, _Work] = {}
    for work in works:
        if work.key in seen:
            detail = f"{work} stands in the list twice, also as {seen[work.key].ref}."
            yield _Noticed("repeated", work.ref, detail, work=work.key)
        seen.setdefault(work.key, work)
    for at, work in enumerate(seen.values()):
        for other in (other for other in list(seen.values())[:at] if other.names == work.names):
            alike = difflib.SequenceMatcher(None, other.title.casefold(), work.title.casefold()).ratio()
            if alike >= ALMOST_ONE:
                title = "the same title" if alike == 1 else "nearly the same title"
                detail = f"{other} and {work} have {title}, so they may be one study that came out twice."
                yield _Noticed("twin", work.ref, detail, also=other.ref, work=work.key)
    cited = {
        work.key
        for row in each_row(study.citations)
        if row.kind != "empty"
        for work in _answer(tuple(row.authors.split(";")), row.year, works)[1]
    }
    for work in seen.values():
        if work.key not in cited:
            yield _Noticed("uncited", work.ref, f"{work} is listed and cited nowhere.", work=work.key)


def _corrections(study: Study, works: tuple[_Work, ...]) -> Iterator[_Noticed]:
    """What the notes of the bibliography say that the list of works has otherwise."""
    told = set()
    for work in works:
        note = study.references[work.key].fields.get("note", "") if work.key in study.references else ""
        for sentence in re.split(r"\. (?=[A-Z])", note):
            if sentence.startswith(CORRECTED) and work.key not in told:
                _, correction = sentence.split(": ", 1)
                yield _Noticed("listed", work.ref, f"{work}: {correction.removesuffix('.')}.", work=work.key)
                told.add(work.key)


def _cases(study: Study, works: tuple[_Work, ...]) -> Iterator[_Noticed]:
    """Works named as case studies against those that the tables draw on for the places concerned.

    A place that has been taken out of the study has no case studies.
    """
    places = dict(zip(study.places["place"], study.places["name"], strict=True))
    named: dict[str, set[str]] = {}
    other: set[str] = set()
    where: dict[_Work, str] = {}
    for row in each_row(study.citations):
        found = _answer(tuple(row.authors.split(";")), row.year, works)[1]
        for place in set(row.cases.split(";")) & set(places):
            named.setdefault(place, set()).update(work.key for work in found)
            where.update({work: row.locator for work in found})
        if not row.cases:
            other |= {work.key for work in found}
    listed = {work.key: work for work in reversed(works)}
    used: dict[str, dict[str, str]] = {}  # work, place, where first
    for table, key in ((study.profiles, "place"), (study.evidence, "place"), (study.outcomes, "cluster")):
        for row in each_row(table):
            place = getattr(row, key)
            for work in row.sources.split(";") if place in named else ():
                if work in listed and work not in named[place]:
                    used.setdefault(work, {}).setdefault(place, row.locator)
    for work, there in used.items():
        their = "their" if len(there) > 1 else "its"
        at = list(dict.fromkeys(there.values()))
        names = in_a_row([name for place, name in places.items() if place in there])
        detail = f"{listed[work]} is drawn on for {names}, but not named among {their} case studies."
        yield _Noticed("cases", at[0], detail, also=";".join(at[1:]), work=work)
    for study_of, locator in where.items():
        if study_of.key not in other:
            of = in_a_row([name for place, name in places.items() if study_of.key in named.get(place, ())])
            detail = f"{study_of} is named as a case study of {of} and cited for nothing else."
            yield _Noticed("cases", locator, detail, work=study_of.key)


def _figures(study: Study) -> Iterator[_Noticed]:
    """Figures beside which no work is named, by paragraph."""
    places = dict(zip(study.places["place"], study.places["name"], strict=True))
    bare: dict[str, list[str]] = {}
    for row in each_row(study.profiles):
        if not row.sources:
            bare.setdefault(row.locator, []).append(f"{row.value:,g} {row.unit} ({places[row.place]}, {row.indicator})")
    for row in each_row(study.outcomes.dropna(subset="figure")):
        if not row.sources:
            bare.setdefault(row.locator, []).append(f"{row.figure:,g} {row.unit} ({places[row.cluster]})")
    for locator, figures in bare.items():
        yield _Noticed("figure", locator, f"No work is named for {in_a_row(figures)}.")


def _unanswered(study: Study) -> Iterator[_Noticed]:
    """Determinants that no recommendation is about; nothing where a study has none to give."""
    answered = {key for row in each_row(study.policies) for key in row.determinants.split(";")}
    for row in each_row(study.determinants):
        if answered and row.determinant not in answered:
            detail = f"{row.name}: no recommendation is about this determinant."
            yield _Noticed("unanswered", row.locator, detail)


def _answer(names: tuple[str, ...], year: str, works: tuple[_Work, ...]) -> tuple[str, tuple[_Work, ...]]:
    """How the list answers a citation, by a key of :data:`KINDS` ("" if as it stands), and with which works."""
    in_year = [work for work in works if year in ("", work.year)]
    for how, found in (
        ("", [work for work in in_year if _alike(names, work.names)]),
        ("spelling", [work for work in in_year if _nearly(names, work.names)]),
        ("letters", [work for work in in_year if names == (_initials(work.names[0]),)]),
        ("year", [work for work in works if _alike(names, work.names)]),
    ):
        if found:
            return how, tuple(found)
    return "missing", ()


def _spellings(study: Study) -> Iterator[_Noticed]:
    for name, rows in study.spellings.groupby("name", sort=False):
        forms = {
            str(form): list(dict.fromkeys(group["locator"])) for form, group in rows.groupby("printed", sort=False)
        }
        if set(forms) != {name}:
            each = in_a_row([f"{form} ({', '.join(where)})" for form, where in forms.items()])
            yield _Noticed("name", rows["locator"].iloc[0], f"{name} is spelt {each}.")


def _sums(assessed: Assessed) -> Iterator[_Noticed]:
    """Parts that don't make up their whole: that they fall short decides no claim, but is noticed."""
    figures = set(assessed.study.profiles["id"])
    for claim in assessed.claims.values():
        if claim.check == "parts_add_up" and figures.issuperset(claim.rows):
            verdict = assessed.judge(claim)
            if verdict.status != "supported_within":
                yield _Noticed("sum", claim.locator, verdict.reason)


def _nearly(cited: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    return len(cited) == len(listed) and all(
        difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE
        for one, other in zip(map(plain, cited), map(plain, listed), strict=True)
    )


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [*map(plain, one)] == [*map(plain, other)]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())
