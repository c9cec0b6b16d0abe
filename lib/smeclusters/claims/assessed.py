"""A study with all that checks look at and what they find, worked out once and handed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from smeclusters.analysis.acceptability import acceptability
from smeclusters.claims.claim import REASONS, Claim, Verdict, read_claims
from smeclusters.claims.registry import Missing, checks
from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.model.prepared import Prepared


@dataclass(frozen=True, eq=False)
class Assessed(Prepared):
    """A prepared study with its claims, the shares of all weightings, and the verdicts.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> Assessed(load_study()).verdicts["ven-macro-2"].status
    'fails'
    """

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by id, in the order of the source; raises as :func:`read_claims`."""
        return {claim.id: claim for claim in read_claims(self.study)}

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict on every claim, by id; raises as :meth:`judge`."""
        return {key: self.judge(claim) for key, claim in self.claims.items()}

    @cached_property
    def judged(self) -> Mapping[str, tuple[Claim, Verdict]]:
        """Every claim with its verdict, by id; raises as :meth:`judge`."""
        return {key: (claim, self.verdicts[key]) for key, claim in self.claims.items()}

    def judge(self, claim: Claim) -> Verdict:
        """What its check says of one claim, or why it has none.

        Raises
        ------
        InputError
            If the claim names a check that does not exist, or holds something that its check cannot use.
        """
        if not claim.check:
            return Verdict("untestable", REASONS[claim.why_not])
        if claim.check not in checks():
            row = list(self.study.claims["id"]).index(claim.id) + 2
            expected = f"a check{suggestion(claim.check, checks())}"
            raise InputError([Problem("claims.csv", row, "check", claim.check, expected)])
        return checks()[claim.check].run(self, claim)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Of all weightings, the share that leaves each set of paths open, by cluster."""
        return acceptability(self.ratings, self.framework, rules=self.rules)

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """The study's own evidence rows that tell of the present, by id."""
        rows = self.study.evidence
        return rows[(rows["period"] == "current") & (rows["vintage"] <= self.study.vintage)].set_index("id")

    def profile(self, key: str) -> float:
        """The number of a row of ``profiles.csv``.

        Raises
        ------
        Missing
            If a reader has taken it out of the tables.
        """
        return self._number("profiles", key, "value")

    def figure(self, key: str) -> float:
        """The number of a row of evidence; raises as :meth:`profile`."""
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
