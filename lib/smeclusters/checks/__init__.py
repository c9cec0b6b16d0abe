"""The checks: what decides each claim, from the paper's own figures to figures from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from smeclusters.claims import CHECKS, REASONS, Grounds, Verdict, read_claims
from smeclusters.errors import InputError, Problem, suggestion
from smeclusters.ratings import HIGHEST, LOWEST, PAPER
from smeclusters.study import Study

from . import coded, outside, paper, weights  # noqa: F401 (each enters its checks)

#: Shares that differ by no more than this are the same: quadrature is exact to less.
SAME = 0.0015


def verify(study: Study, only: str | None = None) -> dict[str, Verdict]:
    """The verdict on every claim, or on one, by id and in the order of the paper.

    Raises
    ------
    InputError
        As :func:`smeclusters.claims.read_claims`, and if a claim names a check that does not exist.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> verify(load_study(), only="ven-macro-2")["ven-macro-2"].status
    'fails'
    """
    if unknown := study.claims[~study.claims["check"].isin(["", *CHECKS])].to_dict("index"):
        raise InputError(
            Problem("claims.csv", at + 2, "check", row["check"], f"a check{suggestion(row['check'], CHECKS)}")
            for at, row in unknown.items()
        )
    grounds = Grounds(study)
    return {
        claim.id: CHECKS[claim.check].run(grounds, claim)
        if claim.check
        else Verdict("untestable", REASONS[claim.why_not])
        for claim in read_claims(study)
        if only in (None, claim.id)
    }


def verdict_frame(study: Study, only: str | None = None) -> pd.DataFrame:
    """The claims with their verdicts, a row each.

    Returns
    -------
    DataFrame
        ``id, locator, kind, summary, sources, check, ground, status, share, reason``; `share` is NaN
        where a verdict has none.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> verdict_frame(load_study(), "bra-macro-2")["status"].item()
    'holds'
    """
    verdicts = verify(study, only)
    rows = [
        (claim.id, claim.locator, claim.kind, claim.summary, claim.sources, claim.check,
         CHECKS[claim.check].ground if claim.check else "", verdict.status,
         np.nan if verdict.share is None else round(verdict.share, 3), verdict.reason)
        for claim in read_claims(study)
        if (verdict := verdicts.get(claim.id))
    ]  # fmt: skip
    columns = ["id", "locator", "kind", "summary", "sources", "check", "ground", "status", "share", "reason"]
    return pd.DataFrame(rows, columns=columns)


def turning_steps(study: Study, tick: Callable[[], None] = lambda: None) -> dict[str, int]:
    """How many single steps of coding would turn each verdict that rests on the coding.

    Every current row of evidence is coded one step higher and one step lower, by itself, as far as the scale
    goes, and every check that looks at the coding is run again.

    Parameters
    ----------
    study : Study
        The coded paper.
    tick : function
        Called after each row, for a progress bar.

    Returns
    -------
    dict
        By claim: the number of steps after which its status is another; claims whose checks don't look at the
        coding are not in it.
    """
    claims = [claim for claim in read_claims(study) if claim.check]
    before = verify(study)
    claims = [claim for claim in claims if before[claim.id].ours]
    turned = dict.fromkeys((claim.id for claim in claims), 0)
    for row in study.evidence.itertuples():
        tick()
        if row.period != "current" or row.vintage > PAPER:
            continue
        # Some checks look at no more than the rows that a claim names.
        near = [c for c in claims if not CHECKS[c.check].naming or row.id in c.rows or row.id in c.terms]
        for rating in (row.rating - 1, row.rating + 1):
            if not LOWEST <= rating <= HIGHEST:
                continue
            evidence = study.evidence.copy()
            evidence.loc[row.Index, "rating"] = rating
            grounds = Grounds(replace(study, evidence=evidence))
            for claim in near:
                turned[claim.id] += CHECKS[claim.check].run(grounds, claim).status != before[claim.id].status
    return turned


def with_imports_as_macro(study: Study) -> dict[str, tuple[Verdict, Verdict]]:
    """The verdicts that change if pressure from imports is coded as macro-economy and not as connectivity.

    The one reading of the evidence that is open to doubt for a whole facet: rivals abroad reach a cluster through
    markets that its country has opened.

    Returns
    -------
    dict
        By claim: the verdict as coded, and the other one, where status or share differ.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> found = with_imports_as_macro(load_study())
    >>> found["only-guadalajara-on-macro"][1].status
    'holds_in_part'
    """
    tables = {}
    for name in ("evidence", "facets"):
        table = getattr(study, name)
        tables[name] = table.assign(
            determinant=table["determinant"].mask(table["facet"] == "import_competition", "macro")
        )
    before, after = verify(study), verify(replace(study, **tables))
    return {
        key: (one, after[key])
        for key, one in before.items()
        if one.status != after[key].status
        or not np.isclose(one.share or 0.0, after[key].share or 0.0, atol=SAME)
    }


def changes(study: Study, frame: pd.DataFrame) -> list[str]:
    """Where verdicts differ from those recorded in ``verdicts.csv``, a sentence each.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> study = load_study()
    >>> changes(study, verdict_frame(study, "bra-macro-2"))
    []
    """
    recorded = study.verdicts.set_index("id")
    known = {claim.id for claim in read_claims(study)}
    found = [
        f"{key}: recorded {recorded.loc[key, 'status']}, now gone"
        for key in recorded.index
        if key not in known
    ]
    for row in frame.itertuples():
        if row.id not in recorded.index:
            found.append(f"{row.id}: nothing recorded, now {row.status}")
            continue
        status, share = recorded.loc[row.id, ["status", "share"]]
        if status != row.status:
            found.append(f"{row.id}: recorded {status}, now {row.status}")
        elif not np.isclose(share, row.share, atol=SAME, equal_nan=True):
            found.append(f"{row.id}: recorded a share of {share}, now {row.share}")
    return found
