from __future__ import annotations

import pytest
from tests.alter import judged, put

from smeclusters import Assessed, InputError, Problem, Study
from smeclusters.claims.audit import audit
from smeclusters.claims.claim import GROUNDS, Verdict
from smeclusters.claims.record import verdict_frame, verify
from smeclusters.claims.registry import checks


@pytest.mark.parametrize("name", checks())
def test_a_check_says_what_it_looks_at(name: str):
    check = checks()[name]
    assert (check.name, check.run.__name__) == (name, name)
    assert check.ground in GROUNDS
    assert check.run.__doc__


def test_an_unknown_check_is_a_fault_that_names_its_row(study: Study):
    row = list(study.claims["id"]).index("ven-macro-2") + 2
    with pytest.raises(InputError, match=r"\(hyperinflation\?\)") as caught:
        judged(put("claims", "check", "hyperinflaton", id="ven-macro-2")(study), "ven-macro-2")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.field) == ("claims.csv", row, "check")


@pytest.mark.parametrize(
    ("id", "field", "value", "told"),
    [
        (
            "weak-clusters-stagnate",
            "terms",
            "trust+",
            'terms: found "trust+", expected terms, an arrow and terms',
        ),
        ("weak-clusters-stagnate", "terms", "thrust+ -> trust+", "(trust?), for goes_together of"),
        (
            "weak-clusters-stagnate",
            "terms",
            "technology- -> path:low_rod",
            "(low_road?), for goes_together of",
        ),
        (
            "sinos-connectivity-1",
            "terms",
            "part: cachoeiro-trust-1",
            "expected part, in brackets which part it is, a colon and the rest, for other_statements of",
        ),
        (
            "sinos-connectivity-1",
            "rows",
            "",
            "rows: found nothing, expected rows of evidence.csv, for other_statements of",
        ),
        ("sinos-connectivity-1", "terms", "", "terms: found nothing, expected ids of rows of evidence.csv"),
    ],
)
def test_a_claim_that_its_check_cannot_use_is_told_of(study: Study, id: str, field: str, value: str, told: str):
    changed = put("claims", field, value, id=id)(study)
    changed = put("claims", "summary", "Something.", id=id)(changed)
    changed = put("claims", "locator", "3:1", id=id)(changed)
    changed = put("claims", "kind", "finding", id=id)(changed)
    with pytest.raises(InputError) as error:
        judged(changed, id)
    row = list(study.claims["id"]).index(id) + 2
    assert str(error.value).startswith(f"claims.csv, row {row}, ")
    assert told in str(error.value)


def test_what_an_analysis_refuses_leaves_its_claim_open_and_stops_no_other(
    study: Study, monkeypatch: pytest.MonkeyPatch
):
    def refuse(self: Assessed) -> None:
        raise InputError([Problem("levels.csv", 3, "level", "1", "more")])

    monkeypatch.setattr(Assessed, "drawn", property(refuse))
    verdicts = verify(Assessed(study))
    assert verdicts["integrating-framework-needed"] == Verdict(
        "not_checked",
        'This study can’t be checked so: levels.csv, row 3, level: found "1", expected more.',
    )
    assert verdicts["ven-macro-2"].status == "contradicted"


def test_all_that_checks_cannot_use_is_told_at_once(study: Study):
    spoilt = put("claims", "terms", "trust+", id="weak-clusters-stagnate")(study)
    spoilt = put("claims", "terms", "more", id="ven-macro-2")(spoilt)
    rows = [list(study.claims["id"]).index(id) + 2 for id in ("weak-clusters-stagnate", "ven-macro-2")]
    with pytest.raises(InputError) as caught:
        verify(Assessed(spoilt))
    assert [problem.row for problem in caught.value.problems] == sorted(rows)
    assert {problem.file for problem in caught.value.problems} == {"claims.csv"}
    assert any("expected nothing, for hyperinflation of ven-macro-2" in str(p) for p in caught.value.problems)


def test_a_claim_is_checked_once(study: Study, monkeypatch: pytest.MonkeyPatch):
    counted: list[str] = []
    real = Assessed._judge
    monkeypatch.setattr(Assessed, "_judge", lambda self, claim: counted.append(claim.id) or real(self, claim))
    assessed = Assessed(study)
    assert verify(assessed, "sinos-firms") and not audit(assessed).empty
    assert assessed.verdicts and assessed.judged and not verdict_frame(assessed).empty
    assert sorted(counted) == sorted(assessed.claims)
