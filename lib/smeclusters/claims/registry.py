"""The registry of checks: what decides a claim, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, wraps
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, TypeVar, overload

from smeclusters.claims.claim import Claim, Ground, NotChecked, Unusable, Verdict
from smeclusters.claims.terms import Form, Passages, Statements
from smeclusters.claims.weighing import on_a_part
from smeclusters.errors import InputError, Problem
from smeclusters.study import Study
from smeclusters.wording import in_a_row

if TYPE_CHECKING:
    from smeclusters.claims.assessed import Assessed

Check = Callable[["Assessed", Claim], Verdict]

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Registered:
    """A check with what it looks at.

    Attributes
    ----------
    name : str
        The name by which claims call for it.
    ground : str
        A key of :data:`GROUNDS`.
    run : callable
        The verdict on a claim of an assessed study.
    form : type or None
        The form of its terms, but for the part of the claim that they may name first; None if it takes none.
    of : str
        The table whose rows a claim must code to be decided by it; "" for any claim.
    """

    name: str
    ground: Ground
    run: Check
    form: type[Form] | None
    of: str

    def read(self, study: Study, claim: Claim) -> Any:
        """The terms of a claim in the form of this check; None if it takes none.

        Parameters
        ----------
        study : Study
            The coded paper.
        claim : Claim
            A claim that names this check.

        Returns
        -------
        object
            Of the type `form`, or None.

        Raises
        ------
        InputError
            If they are not of that form, or if the claim does not code the rows that it must.
        NotChecked
            If they name what the study does not have.

        Examples
        --------
        >>> from dataclasses import replace
        >>> from smeclusters import example_study, read_claims
        >>> study = example_study()
        >>> claim = replace(read_claims(study)[0], terms="craft")
        >>> checks()["only_these_places"].read(study, claim)
        Determinant(key='craft')
        """
        try:
            if self.of and not (claim.rows and set(claim.rows) <= set(getattr(study, self.of).iloc[:, 0])):
                raise Unusable("rows", ";".join(claim.rows), f"rows of {self.of}.csv")
            if self.form:
                return self.form.read(claim.looked_at, study)
            if claim.looked_at:
                raise Unusable("terms", claim.looked_at, "nothing")
        except Unusable as fault:
            raise _located(fault, study, claim) from None
        return None

    def looks_at(self, study: Study, claim: Claim, row: str) -> bool:
        """Whether a row of evidence can bear on the verdict: any can, unless the terms name those that do.

        Parameters
        ----------
        study : Study
            The coded paper.
        claim : Claim
            A claim that names this check.
        row : str
            Id of a row of evidence.

        Returns
        -------
        bool
            True for any row where the form is not one of :class:`Statements`.

        Raises
        ------
        InputError
            If the terms are not of the form of this check.

        Examples
        --------
        >>> from dataclasses import replace
        >>> from smeclusters import example_study, read_claims
        >>> study = example_study()
        >>> claim = replace(read_claims(study)[0], terms="borg-tools-1")
        >>> [row for row in study.evidence["id"] if checks()["agrees_with"].looks_at(study, claim, row)]
        ['borg-tools-1']
        """
        if self.form is None or not issubclass(self.form, Statements):
            return True
        return row in claim.rows or row in self.read(study, claim).named


_CHECKS: dict[str, Registered] = {}


@cache
def checks() -> Mapping[str, Registered]:
    """The checks by name: those of the method, and those of every edition that is installed.

    An edition makes its checks known by an entry point of the group ``smeclusters.checks`` that names
    the package whose modules enter them.

    Returns
    -------
    mapping
        Of :class:`Registered`.

    Examples
    --------
    >>> checks()["narrow_framework_misleads"].ground
    'weightings'
    """
    import_module("smeclusters.claims.checks")
    for point in entry_points(group="smeclusters.checks"):
        point.load()
    return _CHECKS


@overload
def check(ground: Ground, *, of: str = "") -> Callable[[Check], Check]: ...


@overload
def check(
    ground: Ground, *, terms: type[F], of: str = ""
) -> Callable[[Callable[[Assessed, Claim, F], Verdict]], Check]: ...


def check(ground: Ground, *, terms: type[Form] | None = None, of: str = "") -> Any:
    """Enter a function among the checks, under its own name.

    A check is a pure function of an assessed study, a claim and, where it takes them, the claim's terms;
    ``claims.csv`` names it for each claim that it decides. What it needs and the study doesn't have makes
    its claims not_checked and stops no other check.

    Parameters
    ----------
    ground : str
        A key of :data:`GROUNDS`.
    terms : type, optional
        The form of its terms, from :mod:`smeclusters.claims.terms`; a check without one takes none. Terms of any check
        may begin with the part of the claim on which all bears that it looks at; the verdict is then one on a part: see
        :func:`on_a_part`. A check of :class:`Statements` looks at no more rows of evidence than those and the claim's
        own. Which rows or passages that are named no table has its reason says, as a reader may have taken them out or
        got a name wrong.
    of : str, default ""
        The table whose rows a claim must code to be decided by it; "" for any claim.

    Returns
    -------
    callable
        A decorator. The function that it gives back takes an assessed study and a claim, and reads the terms itself.

    Examples
    --------
    >>> @check("evidence")
    ... def fairs_are_held(assessed: "Assessed", claim: Claim) -> Verdict:
    ...     return Verdict("supported", "Somebody came.")
    >>> _CHECKS.pop("fairs_are_held").ground
    'evidence'
    """

    def enter(function: Callable[..., Verdict]) -> Check:
        @wraps(function)
        def run(assessed: Assessed, claim: Claim) -> Verdict:
            study = assessed.study
            try:
                read = entered.read(study, claim)
            except NotChecked as why:
                return Verdict("not_checked", str(why))
            try:
                verdict = function(assessed, claim, read) if terms else function(assessed, claim)
            except NotChecked as why:
                return Verdict("not_checked", str(why))
            except Unusable as fault:
                raise _located(fault, study, claim) from None
            except InputError as error:  # of an analysis that this study doesn't allow
                return Verdict("not_checked", f"This study cannot be checked in this way: {error.problems[0]}.")
            verdict = on_a_part(verdict, claim.part)
            gone = _gone(assessed, read)
            return replace(verdict, reason=f"{verdict.reason} In no table: {in_a_row(gone)}.") if gone else verdict

        entered = Registered(function.__name__, ground, run, terms, of)
        _CHECKS[entered.name] = entered
        return run

    return enter


def _gone(assessed: Assessed, terms: Any) -> list[str]:
    """What terms name and no table has."""
    if isinstance(terms, Statements):
        known = set(assessed.study.evidence["id"])
    elif isinstance(terms, Passages):
        known = set(assessed.claims)
    else:
        return []
    return [id for id in terms.named if id not in known]


def _located(fault: Unusable, study: Study, claim: Claim) -> InputError:
    row = list(study.claims["id"]).index(claim.id) + 2
    expected = f"{fault.expected}, for {claim.check} of {claim.id}"
    return InputError([Problem("claims.csv", row, fault.field, fault.value or None, expected)])
