"""A study with all that checks look at and what they find, worked out once and handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from smeclusters.analysis.acceptability import acceptability
from smeclusters.analysis.sampling import draw
from smeclusters.claims.claim import Claim, NotChecked, Status, Verdict, read_claims, reasons
from smeclusters.claims.registry import checks
from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.model.framework import Weights
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import Array


@dataclass(frozen=True, eq=False)
class Assessed(Prepared):
    """A prepared study with its claims, the shares of all weightings, and the verdicts.

    It looks at the study's own rows and places alone: what layers bring moves no verdict. What a study may lack
    and a check needs (a path observed, a level in some role, a figure) is told by :class:`NotChecked`, in a sentence.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> assessed = Assessed(example_study())
    >>> assessed.verdicts["learn"].status, assessed.shares.loc["cresta", "mixed"].round(3).item()
    ('need_not_reported', 0.633)
    """

    def __post_init__(self) -> None:
        object.__setattr__(self, "study", self.study.own)

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by id, in the order of the source; raises as :func:`read_claims`."""
        return {claim.id: claim for claim in read_claims(self.study)}

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict on every claim, by id.

        Raises
        ------
        InputError
            With every problem that :meth:`judge` finds.
        """
        found: dict[str, Verdict] = {}
        problems: list[Problem] = []
        for key, claim in self.claims.items():
            try:
                found[key] = self.judge(claim)
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(sorted(problems, key=lambda problem: problem.row or 0))
        return found

    @cached_property
    def judged(self) -> Mapping[str, tuple[Claim, Verdict]]:
        """Every claim with its verdict, by id; raises as :meth:`judge`."""
        return {key: (claim, self.verdicts[key]) for key, claim in self.claims.items()}

    def judge(self, claim: Claim) -> Verdict:
        """What its check says of one claim, or why it has none.

        Parameters
        ----------
        claim : Claim
            Of the study, or one like it that has not been written down.

        Returns
        -------
        Verdict
            With its reason in words.

        Raises
        ------
        InputError
            If the claim names a check that does not exist, or holds something that its check cannot use.

        Examples
        --------
        Borg's tools are rated −2, those of Almen +1.

        >>> from dataclasses import replace
        >>> from smeclusters import example_study
        >>> assessed = Assessed(example_study())
        >>> claim = replace(assessed.claims["learn"], check="clusters_differ", why_not="")
        >>> assessed.judge(claim).status
        'supported_within'
        """
        if claim not in self._found:
            self._found[claim] = self._judge(claim)
        return self._found[claim]

    @cached_property
    def _found(self) -> dict[Claim, Verdict]:
        return {}

    @cached_property
    def _reasons(self) -> Mapping[str, str]:
        return reasons(self.study)

    def _judge(self, claim: Claim) -> Verdict:
        if not claim.check:
            status: Status = "need_not_reported" if claim.why_not == "no_need" else "not_checked"
            return Verdict(status, self._reasons[claim.why_not])
        if claim.check not in checks():
            row = list(self.study.claims["id"]).index(claim.id) + 2
            expected = f"a check{suggestion(claim.check, checks())}"
            raise InputError([Problem("claims.csv", row, "check", claim.check, expected)])
        return checks()[claim.check].run(self, claim)

    # ---- What checks look at.

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Of all weightings, the share that leaves each set of paths open, by cluster."""
        return acceptability(self.ratings, self.framework, rules=self.rules)

    @cached_property
    def drawn(self) -> Array:
        """Weightings drawn from all, for what no formula gives, shape (n, determinants)."""
        return draw(self.framework, "hierarchical")

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The study's own evidence rows that tell of the present, by id."""
        rows = self.study.evidence
        return rows[(rows["period"] == "current") & (rows["vintage"] <= self.study.vintage)].set_index("id")

    def statements(self, ids: Sequence[str]) -> pd.DataFrame:
        """Those of the evidence rows that have these ids, in this order.

        Parameters
        ----------
        ids : sequence of str
            Ids of rows of ``evidence.csv``; unknown ones, and those of the past, are left out.

        Returns
        -------
        DataFrame
            Indexed by id, with the columns of the table.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> Assessed(example_study()).statements(["borg-tools-1", "almen-guild-3"])["rating"].to_dict()
        {'borg-tools-1': -2}
        """
        return self.evidence.loc[[id for id in ids if id in self.evidence.index]]

    @cached_property
    def generality(self) -> Mapping[str, int]:
        """How general each place is, by key: a cluster least."""
        return dict(zip(self.study.places["place"], self.study.places["generality"], strict=True))

    @cached_property
    def passages(self) -> Mapping[str, str]:
        """What the source's own passages are called, with its label, by locator."""
        told = zip(self.study.locators["locator"], self.study.locators["label"], strict=True)
        return {locator: f"{self.study.label} {label}" for locator, label in told}

    @cached_property
    def seen(self) -> Mapping[str, str]:
        """The paths observed, in key form, by cluster.

        Raises
        ------
        NotChecked
            If none is.
        """
        if not self.study.observed:
            raise NotChecked("No path is observed.")
        return self.study.observed

    @cached_property
    def described(self) -> Sequence[str]:
        """Clusters whose own path the source describes, rather than that of the clusters at large."""
        rows = self.study.outcomes
        return list(rows[rows["about"] == rows["cluster"]]["cluster"])

    @property
    def narrow(self) -> Weights:
        """The weighting of the framework that is found too narrow.

        Raises
        ------
        NotChecked
            If the tables name none.
        """
        if self.framework.narrow is None:
            raise NotChecked("The tables name no weighting as the narrow one.")
        return self.framework.weightings[self.framework.narrow]

    def level(self, role: str) -> str:
        """The key of the level that plays a role.

        Parameters
        ----------
        role : str
            A role that ``levels.csv`` may name.

        Returns
        -------
        str
            The key.

        Raises
        ------
        NotChecked
            If none does.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> Assessed(example_study()).level("firm")
        'workshop'
        """
        if role not in self.framework.roles:
            raise NotChecked(f"The tables name no level as the {role} level.")
        return self.framework.roles[role]

    def at_level(self, role: str) -> list[str]:
        """The determinants of the level that plays a role.

        Parameters
        ----------
        role : str
            A role that ``levels.csv`` may name.

        Returns
        -------
        list of str
            Their keys, in the order of the table.

        Raises
        ------
        NotChecked
            If no level does.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> Assessed(example_study()).at_level("firm")
        ['craft', 'tools']
        """
        at = self.framework.levels.index(self.level(role))
        pairs = zip(self.framework.determinants, self.framework.level_of, strict=True)
        return [key for key, position in pairs if position == at]

    def profile(self, key: str) -> float:
        """The number of a row of ``profiles.csv``.

        Parameters
        ----------
        key : str
            Id of the row.

        Returns
        -------
        float
            In the unit that stands in the row.

        Raises
        ------
        NotChecked
            If a reader has taken it out of the tables.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> Assessed(example_study()).profile("almen-firms")
        Traceback (most recent call last):
        smeclusters.claims.claim.NotChecked: What it would be checked by was taken out of the tables.
        """
        return self._number("profiles", key, "value")

    def figure(self, key: str) -> float:
        """The number of a row of evidence.

        Parameters
        ----------
        key : str
            Id of the row.

        Returns
        -------
        float
            In the unit that stands in the row.

        Raises
        ------
        NotChecked
            If a reader has taken it out of the tables.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> Assessed(example_study()).figure("borg-tools-1")
        90.0
        """
        return self._number("evidence", key, "figure")

    def _number(self, table: str, key: str, field: str) -> float:
        rows = getattr(self.study, table)
        values = rows[rows["id"] == key][field].dropna()
        if values.empty:
            raise NotChecked
        return float(values.iloc[0])

    def series(self, name: str, place: str | None = None) -> pd.DataFrame:
        """Figures from outside of one series, and of one place, in the order of the years.

        Parameters
        ----------
        name : str
            What ``series`` is in the tables of figures from outside.
        place : str, optional
            Key of a place; by default all places.

        Returns
        -------
        DataFrame
            With the columns of those tables; without a row if there is no such series.

        Examples
        --------
        >>> from dataclasses import replace
        >>> from smeclusters import example_study
        >>> outside = pd.DataFrame({"series": "price", "place": "ALP", "year": [1999, 1990], "value": [7.0, 5.0]})
        >>> Assessed(replace(example_study(), external=outside)).series("price", "ALP")["value"].tolist()
        [5.0, 7.0]
        """
        rows = self.study.external
        rows = rows[rows["series"] == name]
        return (rows if place is None else rows[rows["place"] == place]).sort_values("year", kind="stable")
