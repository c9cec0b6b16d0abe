"""Claims: what a source states, one statement a row, and what a check can say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.study import Study, describe, each_row

Kind = Literal["figure", "finding", "inference", "thesis", "prescription"]


Status = Literal[
    "supported",
    "supported_within",
    "mixed",
    "contradicted",
    "depends_on_weights",
    "not_checked",
    "need_of_clusters",
    "need_of_countries",
    "need_not_reported",
]


Ground = Literal["arithmetic", "evidence", "weightings", "text", "outside"]


#: Statuses in the order in which they are told, with their names: those of statements, then of recommendations.
STATUSES: dict[Status, str] = {
    "supported": "supported",
    "supported_within": "supported within the paper",
    "mixed": "mixed",
    "contradicted": "contradicted",
    "depends_on_weights": "hangs on the weights",
    "not_checked": "not checked",
    "need_of_clusters": "need reported for clusters",
    "need_of_countries": "need reported for countries only",
    "need_not_reported": "need not reported",
}


#: Those that say what need a recommendation would answer, since it can't be true or false.
NEEDS: tuple[Status, ...] = ("need_of_clusters", "need_of_countries", "need_not_reported")


#: What a check looks at, with its name.
GROUNDS: dict[Ground, str] = {
    "arithmetic": "the paper’s own figures",
    "evidence": "the coded evidence",
    "weightings": "all weightings",
    "text": "the paper’s text and list of works",
    "outside": "figures from outside",
}


#: Why a claim has no check, by key; in the words of a study where its descriptor has some: see :func:`reasons`.
REASONS: dict[str, str] = {
    "definition": "It says how words are used or things are sorted, which no case decides.",
    "norm": "It says what one may or ought to do, which no case decides.",
    "single_source": "This edition does not have what it rests on. That, or another study or count, would decide it.",
    "no_source": "It is stated without a source. A study of it would decide it.",
    "no_need": "Section 3 reports no need for it.",
    "literature": "It reports what others had written. A survey of their works would decide it.",
    "too_wide": "It reaches beyond the cases. Studies of others would decide it.",
}


_MAY = re.compile(r"\b(may|might|perhaps)\b")


_PART = re.compile(r"part \(([^()]+)\)(?:: (.+))?")


_KINDS: dict[str, Kind] = {"reported": "finding", "stated": "finding", "inferred": "inference"}  # by basis


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the paper that can be true or false.

    Attributes
    ----------
    id, locator : str
        Key, and where the paper states it first.
    also : tuple of str
        Where else it states the same.
    kind : str
        figure, finding, inference, thesis or prescription.
    places : tuple of str
        Places that it is about; none for a statement about all.
    rows : tuple of str
        Rows of the evidence, the profiles, the outcomes (by cluster) or the policies that code it.
    summary : str
        In our words.
    figure : float or None
        The number, in `unit`.
    sources : str
        Works that the paper cites for it, separated by semicolons.
    check : str
        Name of the function that decides it, or "".
    terms : str
        What the check is to look at, where it serves several claims; before it, on which part of the claim alone that
        bears: see :attr:`part` and :attr:`looked_at`.
    why_not : str
        Key of :data:`REASONS` where there is no check.
    base, qualifier, cited_page : str
        Of the row that codes it: what the number is a share or a count of, how near the paper holds it to be, and the
        page of the work cited.
    """

    id: str
    locator: str
    also: tuple[str, ...]
    kind: Kind
    places: tuple[str, ...]
    rows: tuple[str, ...]
    summary: str
    figure: float | None
    unit: str
    sources: str
    check: str
    terms: str
    why_not: str
    base: str = ""
    qualifier: str = ""
    cited_page: str = ""

    @property
    def only_may(self) -> bool:
        """Whether it is only said that it may be so, which its summary says with that word."""
        return bool(_MAY.search(self.summary))

    @property
    def part(self) -> str:
        """On which part of it alone bears what its check looks at; "" for the whole.

        ``part (which): `` before the rest of the terms says so, or ``part (which)`` where there is no rest, in words
        that end the sentence “This bears on a part of it only: …”.

        Raises
        ------
        Unusable
            If the terms begin so and don't say which part.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> claim = replace(read_claims(example_study())[0], terms="part (the drawings): borg-guild-1")
        >>> claim.part, claim.looked_at
        ('the drawings', 'borg-guild-1')
        """
        return self._divided[0]

    @property
    def looked_at(self) -> str:
        """What its check is to look at, as :mod:`smeclusters.claims.terms` reads it: the terms behind the part.

        Raises
        ------
        Unusable
            As :attr:`part`.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> claim = read_claims(example_study())[0]
        >>> [replace(claim, terms=terms).looked_at for terms in ("almen-guild-1", "part (the mark)")]
        ['almen-guild-1', '']
        """
        return self._divided[1]

    @property
    def _divided(self) -> tuple[str, str]:
        if not self.terms.startswith(("part:", "part (", "part(")):
            return "", self.terms
        found = _PART.fullmatch(self.terms)
        if not found:
            raise Unusable("terms", self.terms, "part, in brackets which part it is, and a colon before the rest")
        return found[1], found[2] or ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of a claim.

    Attributes
    ----------
    status : str
        A key of :data:`STATUSES`.
    reason : str
        In a sentence or two, with the figures that it rests on.
    share : float or None
        Share of the weightings under which the claim holds, where it hangs on them.
    ours : bool
        Whether it rests on our coding of the paper, so that another coding could change it.
    part : str
        On which part of the claim alone the cases bear; "" where they bear on the whole of it.
    """

    status: Status
    reason: str
    share: float | None = None
    ours: bool = False
    part: str = ""


class NotChecked(Exception):
    """What a check rests on isn't there; the message says what, in a sentence.

    Examples
    --------
    >>> str(NotChecked())
    'What it would be checked by was taken out of the tables.'
    """

    def __init__(self, reason: str = "What it would be checked by was taken out of the tables.") -> None:
        super().__init__(reason)


class Unusable(Exception):
    """A claim holds something that its check cannot use.

    Attributes
    ----------
    field, value, expected : str
        The column of ``claims.csv``, what stands there, and what should stand there.
    """

    def __init__(self, field: str, value: str, expected: str) -> None:
        self.field, self.value, self.expected = field, value, expected
        super().__init__(field, value, expected)


def reasons(study: Study) -> dict[str, str]:
    """Why a claim has no check, by key, in the words of the study where its descriptor has some.

    Parameters
    ----------
    study : Study
        The coded paper.

    Returns
    -------
    dict
        A sentence by key.

    Raises
    ------
    InputError
        If what the descriptor has there are no words by key.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> reasons(example_study())["too_wide"]
    'It reaches beyond the cases. Studies of others would decide it.'
    """
    own = describe(study.folder).get("reasons", {})
    if not (isinstance(own, dict) and all(isinstance(text, str) for text in own.values())):
        expected = "words by key of why_not"
        raise InputError([Problem("datapackage.json", None, "reasons", str(own), expected)])
    return {**REASONS, **own}


def read_claims(study: Study) -> tuple[Claim, ...]:
    """The claims of a study, in the order of the paper.

    A row of ``claims.csv`` that names rows of other tables takes from the first of them whatever it
    leaves empty, and from all of them the places: nothing is written down twice. A claim whose rows are all gone from
    the tables, because a reader has taken them out, is gone with them.

    Parameters
    ----------
    study : Study
        The coded paper.

    Returns
    -------
    tuple of Claim
        Each with all that its rows tell.

    Raises
    ------
    InputError
        If a claim names neither a check nor a known reason for having none, or both; or if it lacks a
        summary, a locator or a kind.

    Examples
    --------
    The row of the claim says nothing but which row of evidence it comes from.

    >>> from smeclusters import example_study
    >>> claim = read_claims(example_study())[1]
    >>> claim.id, claim.locator, claim.places, claim.summary
    ('almen-mark', '2:1', ('almen',), 'Buyers everywhere know the mark.')
    """
    coded = _coded(study)
    found, problems = [], []
    for number, row in enumerate(each_row(study.claims), start=2):
        named = list(filter(None, row.rows.split(";")))
        parts = tuple(part for part in named if part in coded)
        if named and not parts:
            continue
        own = Claim(
            row.id,
            row.locator,
            tuple(filter(None, row.also.split(";"))),
            row.kind,
            tuple(filter(None, row.places.split(";"))),
            parts,
            row.summary,
            None if pd.isna(row.figure) else float(row.figure),
            row.unit,
            row.sources,
            row.check,
            row.terms,
            row.why_not,
        )
        claim = _completed(own, [coded[part] for part in parts])
        problems += _faults(claim, number)
        found.append(claim)
    if problems:
        raise InputError(problems)
    order = {locator: place for place, locator in enumerate(study.locators["locator"])}
    return tuple(sorted(found, key=lambda claim: order[claim.locator]))


def _coded(study: Study) -> dict[str, Claim]:
    """What other tables hold already, as claims without a check."""
    none: dict[str, Any] = {"also": (), "rows": (), "check": "", "terms": "", "why_not": ""}
    found = {}
    for row in each_row(study.evidence):
        figure = None if pd.isna(row.figure) else float(row.figure)
        kind: Kind = _KINDS[row.basis] if figure is None else "figure"
        found[row.id] = Claim(
            row.id,
            row.locator,
            kind=kind,
            places=(row.place,),
            summary=row.summary,
            figure=figure,
            unit=row.unit,
            base=row.base,
            qualifier=row.qualifier,
            sources=row.sources,
            cited_page=row.cited_page,
            **none,
        )
    for row in each_row(study.profiles):
        found[row.id] = Claim(
            row.id,
            row.locator,
            kind="figure",
            places=(row.place,),
            summary="",
            figure=float(row.value),
            unit=row.unit,
            base=row.base,
            qualifier=row.qualifier,
            sources=row.sources,
            **none,
        )
    for row in each_row(study.outcomes):
        found[row.cluster] = Claim(
            row.cluster,
            row.locator,
            kind=_KINDS[row.basis],
            places=(row.cluster,),
            summary=row.summary,
            figure=None if pd.isna(row.figure) else float(row.figure),
            unit=row.unit,
            sources=row.sources,
            **none,
        )
    for row in each_row(study.policies):
        found[row.id] = Claim(
            row.id,
            row.locator,
            kind="prescription",
            places=(),
            summary=row.summary,
            figure=None,
            unit="",
            sources="",
            **none,
        )
    return found


def _completed(claim: Claim, rows: list[Claim]) -> Claim:
    if not rows:
        return claim
    first = rows[0]
    return replace(
        claim,
        places=claim.places or tuple(dict.fromkeys(place for row in rows for place in row.places)),
        **{
            name: getattr(claim, name) or getattr(first, name)
            for name in ("locator", "kind", "summary", "unit", "base", "qualifier", "sources", "cited_page")
        },
        figure=first.figure if claim.figure is None else claim.figure,
    )


def _faults(claim: Claim, number: int) -> list[Problem]:
    def fault(field: str, expected: str) -> Problem:
        return Problem("claims.csv", number, field, getattr(claim, field) or None, expected)

    found = [fault(name, "text") for name in ("locator", "kind", "summary") if not getattr(claim, name)]
    if claim.check and claim.why_not:
        found.append(fault("why_not", "nothing where there is a check"))
    elif not claim.check and claim.why_not not in REASONS:
        found.append(fault("why_not", f"{one_of(REASONS, claim.why_not)}, or a check"))
    return found
