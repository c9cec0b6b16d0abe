"""The registry of checks: what decides a claim, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, wraps
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from smeclusters.claims.claim import Claim, Ground, Verdict
from smeclusters.errors import InputError, Problem
from smeclusters.wording import in_a_row

if TYPE_CHECKING:
    from smeclusters.claims.assessed import Assessed

Check = Callable[["Assessed", Claim], Verdict]


class Missing(LookupError):
    """A row that a check rests on was taken out of the tables."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A check with what it looks at, and whether that is no more than rows of evidence which a claim names."""

    name: str
    ground: Ground
    run: Check
    naming: bool


_CHECKS: dict[str, Registered] = {}


@cache
def checks() -> Mapping[str, Registered]:
    """The checks by name: those of the method, and those of every edition that is installed.

    An edition makes its checks known by an entry point of the group ``smeclusters.checks`` that names
    the package whose modules enter them.

    Examples
    --------
    >>> checks()["hyperinflation"].ground
    'outside'
    """
    for point in entry_points(group="smeclusters.checks"):
        point.load()
    return _CHECKS


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
    """

    def enter(function: Check) -> Check:
        @wraps(function)
        def run(assessed: Assessed, claim: Claim) -> Verdict:
            try:
                if of and not (claim.rows and set(claim.rows) <= set(getattr(assessed.study, of).iloc[:, 0])):
                    raise unusable(claim, "rows", ";".join(claim.rows), f"rows of {of}.csv")
                verdict = function(assessed, claim)
            except Missing:
                return Verdict("untestable", "What it would be checked by was taken out of the tables.")
            except InputError as error:
                row = list(assessed.study.claims["id"]).index(claim.id) + 2
                raise InputError(replace(problem, row=row) for problem in error.problems) from None
            keys = claim.terms.removeprefix("part: ").removesuffix(";negative").split(";") if naming else []
            gone = [key for key in keys if key not in set(assessed.study.evidence["id"])]
            return (
                replace(verdict, reason=f"{verdict.reason} In no table: {in_a_row(gone)}.")
                if gone
                else verdict
            )

        _CHECKS[function.__name__] = Registered(function.__name__, ground, run, naming)
        return run

    return enter


def unusable(claim: Claim, field: str, value: str, expected: str) -> InputError:
    """What to raise where a claim holds something that its check cannot use."""
    return InputError(
        [Problem("claims.csv", None, field, value or None, f"{expected}, for {claim.check} of {claim.id}")]
    )
