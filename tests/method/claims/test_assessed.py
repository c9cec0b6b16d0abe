from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import get_args

import pandas as pd
import pytest

from smeclusters import Assessed, Study
from smeclusters.claims.claim import STATUSES, Status, Verdict, reasons
from smeclusters.claims.record import verify
from smeclusters.claims.registry import checks


def statuses(study: Study) -> dict[str, Status]:
    return {id: verdict.status for id, verdict in verify(Assessed(study)).items()}


def ill_formed(reason: str) -> bool:
    return (
        not reason.endswith(".")
        or not (reason[0].isupper() or reason[0].isdigit())
        or bool(re.search(r"  |\bnan\b| [,.;:]|\(\)|\b[Oo]ne of one\b|\b[Nn]one of one\b", reason))
        or bool(re.search(r"(?<=.)(?<![.?] )\bNone\b|\bNone (?!of |leans |is )", reason))  # a value that is missing
    )


def test_a_verdict_is_one_of_the_known_ones_and_gives_a_share_where_weightings_decide(paper: Assessed):
    assert list(paper.verdicts) == list(paper.claims)
    assert set(STATUSES) == set(get_args(Status)) == {verdict.status for verdict in paper.verdicts.values()}
    for id, verdict in paper.verdicts.items():
        ground = checks()[paper.claims[id].check].ground if paper.claims[id].check else ""
        weighed = verdict.status == "depends_on_weights" or ground == "weightings"
        assert (verdict.share is not None) == weighed, id
        assert verdict.share is None or 0 <= verdict.share <= 1, id
        assert ground != "outside" or not verdict.ours, id


def test_a_claim_without_a_check_is_not_checked_and_says_why(paper: Assessed):
    for id, claim in paper.claims.items():
        if claim.why_not:
            status: Status = "need_not_reported" if claim.why_not == "no_need" else "not_checked"
            assert paper.verdicts[id] == Verdict(status, reasons(paper.study)[claim.why_not])
            assert (claim.why_not == "no_need") <= (claim.kind == "prescription")


def test_reasons_are_sentences(paper: Assessed):
    assert [verdict.reason for verdict in paper.verdicts.values() if ill_formed(verdict.reason)] == []


@pytest.mark.parametrize("name", ["evidence", "external", "listed", "policies", "outcomes", "likeness"])
def test_the_order_of_rows_is_of_no_account(study: Study, paper: Assessed, name: str):
    rows = getattr(study, name).sample(frac=1, random_state=7).reset_index(drop=True)
    expected = {id: verdict.status for id, verdict in paper.verdicts.items()}
    assert statuses(replace(study, **{name: rows})) == expected


def test_checks_are_pure(study: Study, paper: Assessed):
    frames = {
        field.name: getattr(study, field.name).copy()
        for field in fields(study)
        if isinstance(getattr(study, field.name), pd.DataFrame)
    }
    assert verify(Assessed(study)) == paper.verdicts
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(getattr(study, name), frame)


def test_one_claim_by_itself_fares_as_among_all(study: Study, paper: Assessed):
    for id in ("ven-macro-2", "integrating-framework-needed", "no-generalisation", "policy-training"):
        assert verify(Assessed(study), id) == {id: paper.verdicts[id]}


def test_evidence_later_than_the_paper_turns_no_verdict(study: Study):
    rows = study.evidence
    later = rows.assign(id=rows["id"] + "-later", rating=-rows["rating"], vintage=2010)
    assert statuses(replace(study, evidence=pd.concat([rows, later], ignore_index=True))) == statuses(study)


@pytest.mark.parametrize("name", ["evidence", "profiles", "outcomes", "policies", "likeness", "listed", "external"])
def test_a_table_without_rows_makes_no_check_stumble(study: Study, name: str):
    verdicts = verify(Assessed(replace(study, **{name: getattr(study, name).head(0)}))).values()
    assert {verdict.status for verdict in verdicts} <= set(STATUSES)
    assert [verdict.reason for verdict in verdicts if ill_formed(verdict.reason)] == []
