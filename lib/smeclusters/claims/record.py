"""The verdicts on all claims, and how they stand to those on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Verdict
from smeclusters.claims.registry import checks
from smeclusters.model.ratings import HIGHEST, LOWEST
from smeclusters.study import each_row

#: Shares that differ by no more than this are the same: quadrature is exact to less.
SAME = 0.0015


def verify(assessed: Assessed, only: str | None = None) -> dict[str, Verdict]:
    """The verdict on every claim, or on one, by id and in the order of the source.

    Parameters
    ----------
    assessed : Assessed
        The study with its claims.
    only : str, optional
        Id of a single claim; by default all are told.

    Returns
    -------
    dict
        The :class:`Verdict` by id; empty if there is no claim of that id.

    Raises
    ------
    InputError
        If a claim names a check that does not exist, or neither a check nor a known reason for having none, or
        holds something that its check cannot use.

    Examples
    --------
    >>> from smeclusters import Assessed, example_study
    >>> verify(Assessed(example_study()), only="learn")["learn"].status
    'need_not_reported'
    """
    if only is None:
        return dict(assessed.verdicts)
    return {only: assessed.judge(assessed.claims[only])} if only in assessed.claims else {}


def verdict_frame(assessed: Assessed, only: str | None = None) -> pd.DataFrame:
    """The claims with their verdicts, a row each.

    Parameters
    ----------
    assessed : Assessed
        The study with its claims.
    only : str, optional
        Id of a single claim; by default all are told.

    Returns
    -------
    DataFrame
        ``id, locator, also, kind, summary, sources, check, ground, status, share, reason``; `share` is in 0…1, or NaN
        where a verdict has none.

    Raises
    ------
    InputError
        As :func:`verify`.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> verdict_frame(Assessed(example_study()), "borg-price")[["locator", "kind", "status"]].values.tolist()
    [['2:2', 'finding', 'not_checked']]
    """
    verdicts = verify(assessed, only)
    rows = [
        (
            claim.id,
            claim.locator,
            ";".join(claim.also),
            claim.kind,
            claim.summary,
            claim.sources,
            claim.check,
            checks()[claim.check].ground if claim.check else "",
            verdict.status,
            np.nan if verdict.share is None else round(verdict.share, 3),
            verdict.reason,
        )
        for claim in assessed.claims.values()
        if (verdict := verdicts.get(claim.id))
    ]
    columns = ["id", "locator", "also", "kind", "summary", "sources", "check", "ground", "status", "share", "reason"]
    return pd.DataFrame(rows, columns=columns)


def coding_sensitivity(assessed: Assessed, tick: Callable[[], None] = lambda: None) -> dict[str, int]:
    """How many single steps of coding would turn each verdict that rests on the coding.

    Every current row of evidence is coded one step higher and one step lower, by itself, as far as the scale
    goes, and every check that looks at the coding is run again.

    Parameters
    ----------
    assessed : Assessed
        The study with its verdicts.
    tick : function, optional
        Called after each row, for a progress bar.

    Returns
    -------
    dict
        By claim: the number of steps after which its status is another; claims whose checks don't look at the
        coding are not in it.

    Examples
    --------
    The clusters differ in several determinants, so that no single step of coding makes them alike.

    >>> from dataclasses import replace
    >>> from smeclusters import example_study
    >>> study = example_study()
    >>> claims = study.claims.query("id == 'learn'").assign(check="clusters_differ", why_not="")
    >>> coding_sensitivity(Assessed(replace(study, claims=claims)))
    {'learn': 0}
    """
    study, before = assessed.study, assessed.verdicts
    claims = [claim for claim in assessed.claims.values() if claim.check and before[claim.id].ours]
    turned = dict.fromkeys((claim.id for claim in claims), 0)
    for row in each_row(study.evidence):
        tick()
        if row.period != "current" or row.vintage > study.vintage:
            continue
        near = [claim for claim in claims if checks()[claim.check].looks_at(study, claim, row.id)]
        for rating in (row.rating - 1, row.rating + 1):
            if not LOWEST <= rating <= HIGHEST:
                continue
            evidence = study.evidence.copy()
            evidence.loc[evidence["id"] == row.id, "rating"] = rating
            recoded = Assessed(replace(study, evidence=evidence), assessed.rules)
            for claim in near:
                turned[claim.id] += recoded.judge(claim).status != before[claim.id].status
    return turned


def changes(assessed: Assessed, frame: pd.DataFrame) -> list[str]:
    """Where verdicts differ from those recorded in ``verdicts.csv``, a sentence each.

    Parameters
    ----------
    assessed : Assessed
        The study with what is recorded.
    frame : DataFrame
        From :func:`verdict_frame`.

    Returns
    -------
    list of str
        First of recorded claims that are gone, then in the order of the frame; empty if nothing differs.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> assessed = Assessed(example_study())
    >>> changes(assessed, verdict_frame(assessed, "learn").assign(status="mixed"))
    ['learn: recorded need_not_reported, now mixed']
    """
    recorded = assessed.study.verdicts.set_index("id")
    found = [
        f"{key}: recorded {recorded.loc[key, 'status']}, now gone"
        for key in recorded.index
        if key not in assessed.claims
    ]
    for row in each_row(frame):
        if row.id not in recorded.index:
            found.append(f"{row.id}: nothing recorded, now {row.status}")
            continue
        status, share = recorded.loc[row.id, ["status", "share"]]
        if status != row.status:
            found.append(f"{row.id}: recorded {status}, now {row.status}")
        elif not np.isclose(share, row.share, atol=SAME, equal_nan=True):
            found.append(f"{row.id}: recorded a share of {share}, now {row.share}")
    return found
