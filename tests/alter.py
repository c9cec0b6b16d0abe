"""Ways to alter a study, and what a check says of it then; each makes a copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status, Verdict
from smeclusters.claims.record import verify
from smeclusters.claims.registry import checks

Change = Callable[[Study], Study]

Turn = tuple[str, Status, Change, Status]
"""A claim, what is said of it, what is altered, and what is said then."""


def found(table: pd.DataFrame, where: dict[str, Any]) -> pd.Series:
    """Which rows have these values, or one of these."""
    kept = pd.Series(True, index=table.index)
    for field, wanted in where.items():
        kept &= table[field].isin(wanted if isinstance(wanted, tuple) else (wanted,))
    assert kept.any(), where
    return kept


def put(table: str, field: str, value: Any, **where: Any) -> Change:
    """Another value in the rows that are named, or in all."""

    def change(study: Study) -> Study:
        rows = getattr(study, table).copy()
        rows.loc[found(rows, where), field] = value
        return replace(study, **{table: rows})

    return change


def drop(table: str, **where: Any) -> Change:
    """Without the rows that are named."""

    def change(study: Study) -> Study:
        rows = getattr(study, table)
        return replace(study, **{table: rows[~found(rows, where)].reset_index(drop=True)})

    return change


def add(table: str, **cells: Any) -> Change:
    """One row more, in all other fields like the first."""

    def change(study: Study) -> Study:
        rows = getattr(study, table)
        return replace(study, **{table: pd.concat([rows, rows.head(1).assign(**cells)], ignore_index=True)})

    return change


def all_on(path: str) -> Change:
    """Every cluster seen on one path, and each by itself."""
    return lambda study: replace(study, outcomes=study.outcomes.assign(path=path, about=study.outcomes["cluster"]))


def judged(study: Study, id: str) -> Verdict:
    """The verdict on one claim of a study."""
    return verify(Assessed(study), id)[id]


REASONS = json.loads(Path(__file__).with_name("reasons.json").read_text(encoding="utf-8"))
"""By check: the reason that it gives before and after its turn, word for word."""


def assert_turned(paper: Assessed, name: str, turn: Turn) -> None:
    """That a check says of its claim first the one thing, and of the altered study the other."""
    id, before, change, after = turn
    assert paper.claims[id].check == name
    one, other = paper.verdicts[id], judged(change(paper.study), id)
    assert (one.status, other.status) == (before, after)
    assert [one.reason, other.reason] == REASONS[name]


def names_in(module: str) -> set[str]:
    """The checks that a module holds."""
    return {name for name, check in checks().items() if check.run.__module__ == module}
