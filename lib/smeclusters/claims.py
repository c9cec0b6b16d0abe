"""The paper's claims: what it states, one statement a row, and what a check can say of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Any, Literal

import pandas as pd

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.framework import Framework
from smeclusters.ratings import PAPER, Cell, Ratings, cells, in_a_row, rate
from smeclusters.robustness import share_paths
from smeclusters.study import Study

Kind = Literal["figure", "finding", "inference", "thesis", "prescription"]
Status = Literal["holds", "holds_in_part", "fails", "depends_on_weights", "untestable"]
Ground = Literal["arithmetic", "evidence", "weightings", "sets", "text", "outside"]

#: Statuses in the order in which they are told, with their names.
STATUSES: dict[Status, str] = {
    "holds": "holds",
    "holds_in_part": "holds in part",
    "fails": "fails",
    "depends_on_weights": "hangs on the weights",
    "untestable": "can’t be tested",
}
#: What a check looks at, with its name.
GROUNDS: dict[Ground, str] = {
    "arithmetic": "the paper’s own figures",
    "evidence": "the coded evidence",
    "weightings": "all weightings",
    "sets": "the set-theoretic tests",
    "text": "the paper’s text and list of works",
    "outside": "figures from outside",
}
#: Why a claim has no check, by key.
REASONS: dict[str, str] = {
    "definition": "It says how a word is used.",
    "norm": "It says what ought to be, which no figure can show.",
    "single_source": "It rests on works that this edition doesn’t have, and nothing else here speaks of the same point.",
    "no_source": "It is stated without a source, and nothing else in the paper or our tables speaks of the same point.",
    "literature": "It tells of what others had written, which this edition has not surveyed.",
    "no_need": "It is a recommendation, and section 3 tells of nothing that it would answer.",
    "too_wide": "It reaches beyond the six cases, which can’t test it.",
}
_KINDS = {"reported": "finding", "stated": "finding", "inferred": "inference"}  # by basis


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the paper that can be true or false.

    Attributes
    ----------
    id, locator : str
        Key, and where the paper states it.
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
        What the check is to look at, where it serves several claims; its docstring says in which form.
    why_not : str
        Key of :data:`REASONS` where there is no check.
    """

    id: str
    locator: str
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
    """

    status: Status
    reason: str
    share: float | None = None
    ours: bool = False


class Missing(LookupError):
    """A row that a check rests on was taken out of the tables."""


@dataclass(frozen=True, eq=False)
class Grounds:
    """What checks look at: a study and what follows from it, worked out once."""

    study: Study

    @cached_property
    def framework(self) -> Framework:
        return Framework.from_study(self.study)

    @cached_property
    def ratings(self) -> Ratings:
        return rate(self.study)

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        return {(cell.cluster, cell.determinant): cell for cell in cells(self.study)}

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Of all weightings, the share that leaves each set of paths open, by cluster."""
        return share_paths(self.ratings, self.framework)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The evidence rows of the paper that tell of the present, by id."""
        rows = self.study.evidence
        return rows[(rows["period"] == "current") & (rows["vintage"] <= PAPER)].set_index("id")

    def profile(self, key: str) -> float:
        """A figure of section 3.

        Raises
        ------
        Missing
            If a reader has taken it out of the tables.
        """
        return self._number("profiles", key, "value")

    def figure(self, key: str) -> float:
        """The figure of a row of evidence; raises as :meth:`profile`."""
        return self._number("evidence", key, "figure")

    def _number(self, table: str, key: str, field: str) -> float:
        rows = getattr(self.study, table)
        values = rows[rows["id"] == key][field].dropna()
        if values.empty:
            raise Missing(key)
        return float(values.iloc[0])

    def series(self, name: str, place: str | None = None) -> pd.DataFrame:
        """Figures from outside of one series, and of one place, in the order of the years."""
        rows = self.study.external
        rows = rows[rows["series"] == name]
        return (rows if place is None else rows[rows["place"] == place]).sort_values("year", kind="stable")


Check = Callable[[Grounds, Claim], Verdict]


@dataclass(frozen=True, slots=True)
class Registered:
    """A check with what it looks at, and whether that is no more than rows of evidence which a claim names."""

    name: str
    ground: Ground
    run: Check
    naming: bool


CHECKS: dict[str, Registered] = {}


def check(ground: Ground, of: str = "", naming: bool = False) -> Callable[[Check], Check]:
    """Enter a function among the checks, under its own name.

    A check is a pure function of what it is given; ``data/claims.csv`` names it for each claim that
    it decides.

    Parameters
    ----------
    ground : str
        A key of :data:`GROUNDS`.
    of : str
        The table whose rows a claim must code to be decided by it; "" for any claim.
    naming : bool
        Whether it looks at no more than the rows of evidence that the claim itself and its ``terms`` name. Those
        that no table has are told of, as a reader may have taken them out or got a name wrong.

    Examples
    --------
    >>> CHECKS["hyperinflation"].ground
    'outside'
    """

    def enter(function: Check) -> Check:
        @wraps(function)
        def run(grounds: Grounds, claim: Claim) -> Verdict:
            try:
                if of and not (claim.rows and set(claim.rows) <= set(getattr(grounds.study, of).iloc[:, 0])):
                    raise unusable(claim, "rows", ";".join(claim.rows), f"rows of {of}.csv")
                verdict = function(grounds, claim)
            except Missing:
                return Verdict("untestable", "What it would be checked by was taken out of the tables.")
            except InputError as error:
                row = list(grounds.study.claims["id"]).index(claim.id) + 2
                raise InputError(replace(problem, row=row) for problem in error.problems) from None
            keys = claim.terms.removeprefix("part: ").removesuffix(";negative").split(";") if naming else []
            gone = [key for key in keys if key not in set(grounds.study.evidence["id"])]
            return (
                replace(verdict, reason=f"{verdict.reason} In no table: {in_a_row(gone)}.")
                if gone
                else verdict
            )

        CHECKS[function.__name__] = Registered(function.__name__, ground, run, naming)
        return run

    return enter


def unusable(claim: Claim, field: str, value: str, expected: str) -> InputError:
    """What to raise where a claim holds something that its check cannot use."""
    return InputError(
        [Problem("claims.csv", None, field, value or None, f"{expected}, for {claim.check} of {claim.id}")]
    )


def read_claims(study: Study) -> tuple[Claim, ...]:
    """The claims of a study, in the order of the paper.

    A row of ``claims.csv`` that names rows of other tables takes from the first of them whatever it
    leaves empty, and from all of them the places: nothing is written down twice. A claim whose rows are all gone from
    the tables, because a reader has taken them out, is gone with them.

    Raises
    ------
    InputError
        If a claim names neither a check nor a known reason for having none, or both; or if it lacks a
        summary, a locator or a kind.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> claims = read_claims(load_study())
    >>> claims[0].locator
    '0:1'
    """
    coded = _coded(study)
    found, problems = [], []
    for number, row in enumerate(study.claims.itertuples(index=False), start=2):
        named = list(filter(None, row.rows.split(";")))
        parts = tuple(part for part in named if part in coded)
        if named and not parts:
            continue
        own = Claim(
            row.id, row.locator, row.kind, tuple(filter(None, row.places.split(";"))), parts, row.summary,
            None if pd.isna(row.figure) else float(row.figure), row.unit, row.sources, row.check, row.terms,
            row.why_not,
        )  # fmt: skip
        claim = _completed(own, [coded[part] for part in parts])
        problems += _faults(claim, number)
        found.append(claim)
    if problems:
        raise InputError(problems)
    order = {locator: place for place, locator in enumerate(study.locators["locator"])}
    return tuple(sorted(found, key=lambda claim: order[claim.locator]))


def _coded(study: Study) -> dict[str, Claim]:
    """What other tables hold already, as claims without a check."""
    none: dict[str, Any] = {"rows": (), "check": "", "terms": "", "why_not": ""}
    found = {}
    for row in study.evidence.itertuples(index=False):
        figure = None if pd.isna(row.figure) else float(row.figure)
        kind = _KINDS[row.basis] if figure is None else "figure"
        found[row.id] = Claim(
            row.id, row.locator, kind, places=(row.place,), summary=row.summary, figure=figure,
            unit=row.unit, sources=row.sources, **none,
        )  # fmt: skip
    for row in study.profiles.itertuples(index=False):
        found[row.id] = Claim(
            row.id, row.locator, "figure", places=(row.place,), summary="", figure=float(row.value),
            unit=row.unit, sources=row.sources, **none,
        )  # fmt: skip
    for row in study.outcomes.itertuples(index=False):
        found[row.cluster] = Claim(
            row.cluster, row.locator, _KINDS[row.basis], places=(row.cluster,), summary=row.summary,
            figure=None if pd.isna(row.figure) else float(row.figure), unit=row.unit,
            sources=row.sources, **none,
        )  # fmt: skip
    for row in study.policies.itertuples(index=False):
        found[row.id] = Claim(
            row.id, row.locator, "prescription", places=(), summary=row.summary, figure=None, unit="",
            sources="", **none,
        )  # fmt: skip
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
            for name in ("locator", "kind", "summary", "unit", "sources")
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
