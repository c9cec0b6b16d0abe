from __future__ import annotations

from dataclasses import replace

import pytest
from tests.alter import judged, put

from smeclusters import Assessed, InputError, Problem, Study, example_study
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
            "expected part, in brackets which part it is, and a colon before the rest, for other_statements of",
        ),
        (
            "sinos-connectivity-1",
            "rows",
            "",
            "rows: found nothing, expected rows of evidence.csv, for other_statements of",
        ),
        ("sinos-connectivity-1", "terms", "", "terms: found nothing, expected ids of rows of evidence.csv"),
        (
            "sinos-connectivity-1",
            "terms",
            "part (the agents)",
            "terms: found nothing, expected ids of rows of evidence.csv",
        ),
        # Of a check that takes no terms.
        (
            "ven-macro-2",
            "terms",
            "part ()",
            'terms: found "part ()", expected part, in brackets which part it is, and a colon before the rest',
        ),
        (
            "ven-macro-2",
            "terms",
            "part (the year",
            'terms: found "part (the year", expected part, in brackets which part it is, and a colon before the rest',
        ),
        (
            "ven-macro-2",
            "terms",
            "part (the year): more",
            'terms: found "more", expected nothing, for hyperinflation of',
        ),
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


@pytest.mark.parametrize(
    ("check", "terms"),
    [
        ("clusters_differ", ""),
        ("most_share_it", "almen-fairs-1"),
        ("is_not_enough", "tools+ -> fairs+"),
        ("other_statements", "almen-fairs-1"),
        ("said_elsewhere", "valleys-differ"),
        ("no_high_road", ""),
    ],
)
def test_terms_of_any_check_may_name_the_part_that_it_bears_on(check: str, terms: str):
    example = Assessed(example_study())
    whole = replace(example.claims["almen-mark"], check=check, terms=terms, sources="ilg2004", why_not="")
    part = replace(whole, terms=f"part (the mark): {terms}" if terms else "part (the mark)")
    before, after = example.judge(whole), example.judge(part)
    assert before.status in ("supported", "supported_within", "mixed") and before.part == ""
    assert after.status == ("mixed" if before.status == "mixed" else "supported_within")
    assert after.reason == f"{before.reason} This bears on a part of it only: the mark."
    assert after.part == "the mark"


@pytest.mark.parametrize(
    ("check", "terms", "status"),
    [
        ("some_path_is_between", "", "contradicted"),
        ("goes_together", "tools+ => fairs+", "contradicted"),
        ("goes_together", "tools+ -> guild+", "not_checked"),
        ("parts_add_up", "", "not_checked"),
    ],
)
def test_a_part_that_is_refuted_or_left_open_leaves_the_verdict_as_it_is(check: str, terms: str, status: str):
    example = Assessed(example_study())
    whole = replace(example.claims["almen-mark"], check=check, terms=terms, why_not="")
    part = replace(whole, terms=f"part (the mark): {terms}" if terms else "part (the mark)")
    assert example.judge(part) == example.judge(whole)
    assert example.judge(whole).status == status


def test_a_part_that_a_check_names_itself_is_named_once():
    example = Assessed(example_study())
    terms = "part (the fairs): fairs"
    claim = replace(example.claims["almen-mark"], check="only_these_places", terms=terms, why_not="")
    verdict = example.judge(claim)
    assert verdict.part == "that works speak of it there, not that none does elsewhere"
    assert verdict.reason.count("This bears on a part of it only: ") == 1


@pytest.mark.parametrize("check", ["other_statements", "agrees_with"])
def test_a_row_beside_the_others_is_among_those_that_a_check_looks_at(check: str):
    study = example_study()
    claim = replace(Assessed(study).claims["almen-mark"], check=check, terms="almen-fairs-1;beside borg-guild-1")
    looked_at = [row for row in study.evidence["id"] if checks()[check].looks_at(study, claim, row)]
    assert looked_at == ["almen-guild-1", "almen-fairs-1", "borg-guild-1"]  # the first is the claim’s own


@pytest.mark.parametrize("check", ["other_statements", "agrees_with", "said_elsewhere"])
def test_what_no_table_has_is_told_beside_or_not(check: str):
    example = Assessed(example_study())
    terms = "almen-roads-1;valleys-differ;gone-1;beside gone-2"
    claim = replace(example.claims["almen-mark"], check=check, terms=terms, why_not="")
    gone = "almen-roads-1" if check == "said_elsewhere" else "valleys-differ"
    assert example.judge(claim).reason.endswith(f" In no table: {gone}, gone-1 and gone-2.")


def test_what_an_analysis_refuses_leaves_its_claim_open_and_stops_no_other(
    study: Study, monkeypatch: pytest.MonkeyPatch
):
    def refuse(self: Assessed) -> None:
        raise InputError([Problem("levels.csv", 3, "level", "1", "more")])

    monkeypatch.setattr(Assessed, "drawn", property(refuse))
    verdicts = verify(Assessed(study))
    assert verdicts["integrating-framework-needed"] == Verdict(
        "not_checked",
        'This study cannot be checked in this way: levels.csv, row 3, level: found "1", expected more.',
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
