from __future__ import annotations

from dataclasses import replace

import numpy as np

from smeclusters import Assessed, Study
from smeclusters.claims.record import changes, coding_sensitivity, verdict_frame


def test_verdicts_are_those_recorded(study: Study, paper: Assessed):
    frame = verdict_frame(paper)
    assert changes(paper, frame) == []
    assert set(study.verdicts["id"]) == set(frame["id"])


def test_a_verdict_rests_on_our_coding_where_steps_of_it_are_on_record(study: Study, paper: Assessed):
    recorded = study.verdicts.dropna(subset="turned_by")
    assert {id for id, verdict in paper.verdicts.items() if verdict.ours} == set(recorded["id"])


def test_the_verdict_of_each_claim_stands_in_its_row(paper: Assessed):
    frame = verdict_frame(paper, "integrating-framework-needed")
    claim, verdict = paper.judged["integrating-framework-needed"]
    assert frame.to_dict("records") == [
        {
            "id": claim.id,
            "locator": "2:3",
            "also": "",
            "kind": claim.kind,
            "summary": claim.summary,
            "sources": "",
            "check": "wider_framework_fits_better",
            "ground": "weightings",
            "status": verdict.status,
            "share": round(verdict.share or 0, 3),
            "reason": verdict.reason,
        }
    ]


def test_every_kind_of_change_is_told(study: Study, paper: Assessed):
    frame = verdict_frame(paper)
    recorded = study.verdicts.set_index("id")
    recorded.loc["ven-macro-2", "status"] = "supported"
    recorded.loc["integrating-framework-needed", "share"] = 0.5
    recorded = recorded.drop("bra-macro-2").rename(index={"arg-macro-2": "an-old-one"}).reset_index()
    assert changes(Assessed(replace(study, verdicts=recorded)), frame) == [
        "an-old-one: recorded supported, now gone",
        "integrating-framework-needed: recorded a share of 0.5, now 0.997",
        "arg-macro-2: nothing recorded, now supported",
        "bra-macro-2: nothing recorded, now supported",
        "ven-macro-2: recorded supported, now contradicted",
    ]


def test_steps_of_coding_that_turn_a_verdict_are_counted(study: Study):
    """By hand: one step down takes its sign from the claim. Two statements confirm it: no step of one turns it."""
    ids = ["sinos-connectivity-1", "ven-macro-2"]
    ticks: list[None] = []
    few = replace(study, claims=study.claims[study.claims["id"].isin(ids)])
    assert coding_sensitivity(Assessed(few), lambda: ticks.append(None)) == {ids[0]: 1}
    assert len(ticks) == len(study.evidence)
    recorded = study.verdicts.set_index("id")["turned_by"]
    assert recorded[ids[0]] == 1 and np.isnan(recorded["ven-macro-2"])


def test_the_steps_counted_are_those_on_record(study: Study):
    recorded = study.verdicts.set_index("id")["turned_by"]
    ids = ["trujillo-trust-2", "lac-connectivity-2", "firms-identify-with-place", "capital-scarce-for-small-firms"]
    few = replace(study, claims=study.claims[study.claims["id"].isin(ids)])
    found = coding_sensitivity(Assessed(few))
    assert found == {id: int(recorded[id]) for id in found}
    assert set(found) >= set(ids)
