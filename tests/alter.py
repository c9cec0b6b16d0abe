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

Shown = tuple[str, dict[Status, Change]]
"""A claim, and for all that its check can say of it, how the study is altered for it to say so."""

SIDES: dict[str, set[Status]] = {
    "for": {"supported", "supported_within"},
    "against": {"mixed", "contradicted"},
    "open": {"not_checked"},
}
"""What every check must be able to say, whatever its ground."""


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


def as_it_is(study: Study) -> Study:
    """Nothing is altered."""
    return study


def both(*changes: Change) -> Change:
    """One change after another."""

    def change(study: Study) -> Study:
        for each in changes:
            study = each(study)
        return study

    return change


def all_on(path: str) -> Change:
    """Every cluster seen on one path, and each by itself."""
    return lambda study: replace(study, outcomes=study.outcomes.assign(path=path, about=study.outcomes["cluster"]))


def judged(study: Study, id: str) -> Verdict:
    """The verdict on one claim of a study."""
    return verify(Assessed(study), id)[id]


REASONS: dict[str, Any] = json.loads(Path(__file__).with_name("reasons.json").read_text(encoding="utf-8"))
"""By check and verdict: the reason that it gives, word for word."""


def shown(checks_shown: dict[str, Shown]) -> list[tuple[str, Status]]:
    """Each check with each verdict, a case each."""
    return [(name, status) for name, (_, changes) in checks_shown.items() for status in changes]


def assert_shown(paper: Assessed, name: str, case: Shown, status: Status) -> None:
    """That a check says of its claim in the altered study what it is to say, in these words."""
    id, changes = case
    assert paper.claims[id].check == name
    verdict = judged(changes[status](paper.study), id)
    assert verdict.status == status
    assert verdict.reason == REASONS[name][status]


def one_sided(checks_shown: dict[str, Shown]) -> dict[str, set[str]]:
    """What some checks are not shown to say, of the three sides that each is to have."""
    found = {
        name: {side for side, statuses in SIDES.items() if not statuses & set(changes)}
        for name, (_, changes) in checks_shown.items()
    }
    return {name: sides for name, sides in found.items() if sides}


def names_in(module: str) -> set[str]:
    """The checks that a module holds."""
    return {name for name, check in checks().items() if check.run.__module__ == module}
