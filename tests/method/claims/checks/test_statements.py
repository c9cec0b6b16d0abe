from __future__ import annotations

import re

import numpy as np
import pytest
from tests.alter import Change, Shown, as_it_is, assert_shown, both, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Claim, Status
from smeclusters.claims.registry import checks

# ---- All that a check can say: of which claim, and what is altered for it.

EXPORTED = ("sinos-connectivity-5", "sinos-joint_action-2")
AGENTS = put("claims", "terms", ";".join(EXPORTED), id="sinos-connectivity-1")
OPENED = ("guadalajara-macro-1", "mex-macro-1", "leon-macro-1", "sample-macro-2")
TIES = ("sinos-trust-2", "sinos-trust-3")  # what is told of Sinos Valley now, after +2 in the past
STUDIED, AGAIN = "cases-studied-by-collective-efficiency", "interfirm-variables-as-measure"

SHOWN: dict[str, Shown] = {
    "other_statements": (
        "sinos-connectivity-1",
        {
            "supported": both(AGENTS, put("evidence", "sources", "marshall1920", id=EXPORTED)),
            "supported_within": AGENTS,
            "mixed": both(AGENTS, put("evidence", "rating", -1, id="sinos-connectivity-5")),
            "contradicted": both(AGENTS, put("evidence", "rating", -1, id=EXPORTED)),
            "not_checked": both(AGENTS, put("evidence", "rating", 0, id=EXPORTED)),
        },
    ),
    "said_elsewhere": (
        STUDIED,
        {
            "supported": put("claims", "sources", "visser1997", id=AGAIN),
            "supported_within": as_it_is,
            "mixed": put("claims", "terms", f"{AGAIN};~approach-overlooks-two-levels", id=STUDIED),
            "contradicted": put("claims", "terms", f"~{AGAIN}", id=STUDIED),
            "not_checked": put("claims", "terms", f"part (how much): ~{AGAIN}", id=STUDIED),
        },
    ),
    "agrees_with": (
        "capital-scarce-for-small-firms",
        {
            "supported": as_it_is,
            "supported_within": put("evidence", "sources", "miller1997", id="mercosur-finance-1"),
            "mixed": put("evidence", "rating", 1, id="lac-finance-2"),
            "contradicted": put("evidence", "rating", 1, determinant="finance"),
            "not_checked": put("evidence", "rating", 0, determinant="finance"),
        },
    ),
    "points_both_ways": (
        "opening-benefits-and-threats",
        {
            "supported": both(
                put("evidence", "sources", "rabellotti1999", id=OPENED),
                put("evidence", "sources", "sabadini1998", id=OPENED[1:3]),
            ),
            "supported_within": as_it_is,
            "contradicted": put("evidence", "rating", -1, facet=("trade_opening", "import_competition")),
            "not_checked": put("evidence", "rating", 0, facet=("trade_opening", "import_competition")),
        },
    ),
    "past_and_present_differ": (
        "social-milieu-changes",
        {
            "supported": put("evidence", "sources", "rabellotti1999", place="sinos", facet="identity"),
            "supported_within": as_it_is,
            "contradicted": put("evidence", "rating", 1, id=TIES),
            "not_checked": drop("evidence", id=TIES),
        },
    ),
    "nothing_known": (
        "peru-pressure-unknown",
        {
            "supported_within": as_it_is,
            "contradicted": put("evidence", "place", "gamarra", id="sample-macro-2"),
            "not_checked": drop("facets", facet="import_competition"),
        },
    ),
    "only_these_places": (
        "only-guadalajara-on-macro",
        {
            "supported_within": as_it_is,
            "mixed": put("evidence", "sources", "rabellotti1997", id="leon-macro-1"),
            "contradicted": both(
                put("evidence", "sources", "rabellotti1997", id="leon-macro-1"),
                put("evidence", "sources", "", place="guadalajara", determinant="macro"),
            ),
            "not_checked": put("evidence", "sources", "", determinant="macro"),
        },
    ),
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.statements")
    assert one_sided(SHOWN) == {}


# ---- Claims that other statements decide.


def named(claim: Claim) -> list[str]:
    """What its terms name on either side, behind the part that it bears on."""
    return [row for row in claim.looked_at.split(";") if not row.startswith("beside ")]


def others(claim: Claim) -> tuple[str, ...]:
    """The rows that are to decide it, whichever way they bear."""
    return tuple(row.removeprefix("~") for row in named(claim))


def leaning(study: Study, claim: Claim) -> int:
    """Whether what it states is good or bad."""
    return int(np.sign(study.evidence.set_index("id").loc[claim.rows[0], "rating"]))


def agreeing(study: Study, claim: Claim, yes: bool = True) -> Change:
    """All that is to decide a claim speaks for it, or all against it; none is a guess."""
    turned = tuple(row.removeprefix("~") for row in named(claim) if row[0] == "~")
    straight = tuple(set(others(claim)) - set(turned))
    lean = leaning(study, claim) * (1 if yes else -1)
    changes = [put("evidence", "basis", "stated", id=others(claim))]
    changes += [put("evidence", "rating", lean, id=straight)] if straight else []
    changes += [put("evidence", "rating", -lean, id=turned)] if turned else []
    return both(*changes)


def partly(claim: Claim) -> bool:
    return claim.part != ""


@pytest.fixture(scope="module")
def restated(paper: Assessed) -> dict[str, Claim]:
    """But for those that have nothing on either side."""
    return {id: claim for id, claim in paper.claims.items() if claim.check == "other_statements" and others(claim)}


def test_the_statements_that_decide_a_claim_exist_and_are_others(study: Study, paper: Assessed):
    """Whether they count on a side or stand beside it."""
    for claim in paper.claims.values():
        if claim.check == "other_statements":
            rows = checks()[claim.check].read(study, claim).named
            assert len(set(rows)) == len(rows), claim.id
            assert set(rows) <= set(study.evidence["id"]), claim.id
            assert not set(rows) & set(claim.rows), claim.id


def test_what_counts_for_one_claim_counts_for_the_other(study: Study, restated: dict[str, Claim]):
    """A claim that names a row of another is named back by it.

    The one exception: what is told of a place bears on a part of what is said of a more general one. Then the
    general claim says ``part:``, and need not be named by the particular one, of which it tells nothing of its own.
    """
    generality = study.places.set_index("place")["generality"]
    place = study.evidence.set_index("id")["place"]
    by_row = {row: claim for claim in restated.values() for row in claim.rows}
    one_way = []
    for claim in restated.values():
        about = min(generality[each] for each in claim.places)
        for row in others(claim):
            other = by_row.get(row)
            if other is None or set(others(other)) & set(claim.rows):
                continue
            if not (partly(claim) and about > generality[place[row]]):
                one_way.append(f"{claim.id} names {row}, and {other.id} no row of {claim.id}")
    assert one_way == []


def on_which_side(study: Study, paper: Assessed) -> dict[tuple[str, str], str]:
    """How each claim takes each other that it names: for it, against it or beside it."""
    sign = np.sign(study.evidence.set_index("id")["rating"])
    by_row = {row: claim.id for claim in paper.claims.values() for row in claim.rows}
    sides: dict[tuple[str, str], str] = {}
    for claim in paper.claims.values():
        if claim.check not in ("said_elsewhere", "other_statements"):
            continue
        rows = claim.check == "other_statements"
        terms = checks()[claim.check].read(study, claim)
        for id in terms.named:
            other = by_row.get(id) if rows else id
            if other:
                turned = (id in terms.turned) != (rows and sign[id] != leaning(study, claim))
                side = "beside" if id in terms.beside else "against" if turned else "for"
                assert sides.setdefault((claim.id, other), side) == side, (claim.id, other)
    return sides


def test_two_claims_that_name_each_other_agree_on_whether_they_agree(study: Study, paper: Assessed):
    """What speaks for the one is spoken for by it.

    What speaks against a general claim as an exception may have it beside: a summary passes over the exception.
    """
    sides = on_which_side(study, paper)
    mutual = {pair: side for pair, side in sides.items() if pair[::-1] in sides}
    assert len(mutual) > 300
    assert [
        pair for pair, side in mutual.items() if side != mutual[pair[::-1]] and "for" in (side, mutual[pair[::-1]])
    ] == []


def test_another_statement_stands_in_another_sentence(study: Study, paper: Assessed):
    """One sentence is one statement, however many rows code it."""
    at = {row.id: (row.locator, row.sentence) for row in study.evidence.itertuples()}
    told = {id: {at[row] for row in claim.rows if row in at} for id, claim in paper.claims.items()}
    assert [pair for pair in on_which_side(study, paper) if told[pair[0]] & told.get(pair[1], set())] == []


def summaries(study: Study, claim: Claim) -> set[str]:
    """Of the other statements of a claim those on a more general place, which pass over the exception that it is."""
    generality = study.places.set_index("place")["generality"]
    place = study.evidence.set_index("id")["place"]
    about = max(generality[each] for each in claim.places)
    return {row for row in others(claim) if generality[place[row]] > about}


def only_may(claim: Claim) -> bool:
    return re.search(r"\bmay\b", claim.summary) is not None


def test_no_claim_is_supported_against_all_other_statements(study: Study, restated: dict[str, Claim]):
    """It is contradicted; but a part, what only may be, and a summary can't contradict the whole."""
    for id, claim in restated.items():
        verdict = judged(agreeing(study, claim, yes=False)(study), id)
        passed_over = summaries(study, claim) == set(others(claim))
        weak = partly(claim) or only_may(claim) or passed_over
        assert verdict.status == ("not_checked" if weak else "contradicted"), id
        otherwise = "which a “may” allows" if only_may(claim) else "Against it – "
        told = "in a summary" if passed_over else otherwise
        assert told in verdict.reason, id
        assert "For it, " not in verdict.reason, id


def test_with_one_statement_against_it_a_claim_is_mixed_unless_it_only_may_be_so(
    study: Study, restated: dict[str, Claim]
):
    for id, claim in restated.items():
        first, *rest = others(claim)
        if rest:
            lean = -leaning(study, claim) if f"~{first}" not in claim.terms else leaning(study, claim)
            against = both(agreeing(study, claim), put("evidence", "rating", lean, id=first))
            status = judged(against(study), id).status
            stands = only_may(claim) or first in summaries(study, claim)
            assert status in ({"supported", "supported_within"} if stands else {"mixed"}), id


def test_a_guess_speaks_against_nothing(study: Study, restated: dict[str, Claim]):
    for id, claim in restated.items():
        guesses = both(agreeing(study, claim, yes=False), put("evidence", "basis", "inferred", id=others(claim)))
        verdict = judged(guesses(study), id)
        assert verdict.status == "not_checked", id
        assert "Otherwise, as a guess – " in verdict.reason, id


@pytest.mark.parametrize("field", ["sources", "basis"])
def test_what_has_no_other_work_behind_it_or_is_a_guess_is_support_within_the_paper(
    study: Study, restated: dict[str, Claim], field: str
):
    for id, claim in restated.items():
        value = claim.sources if field == "sources" else "inferred"
        changed = both(agreeing(study, claim), put("evidence", field, value, id=others(claim)))(study)
        verdict = judged(changed, id)
        assert verdict.status == "supported_within", id
        assert "from other authors" not in verdict.reason, id


def test_a_claim_that_another_author_repeats_whole_is_supported(study: Study, restated: dict[str, Claim]):
    """Of a part alone it is not, whoever says so."""
    for id, claim in restated.items():
        cited = put("evidence", "sources", "marshall1920", id=others(claim))
        verdict = judged(both(agreeing(study, claim), cited)(study), id)
        assert verdict.status == ("supported_within" if partly(claim) else "supported"), id


def test_those_from_whom_the_paper_takes_its_account_of_a_cluster_are_no_others(study: Study):
    """Schmitz, and Schmitz and Bazan, are named for Sinos Valley; Rabellotti is not."""
    id = "sinos-connectivity-1"
    for key, status in (("schmitz1995", "supported_within"), ("schmitzbazan1997", "supported_within")):
        assert judged(both(AGENTS, put("evidence", "sources", key, id=EXPORTED))(study), id).status == status
    other = both(AGENTS, put("evidence", "sources", "rabellotti1997", id=EXPORTED))
    assert judged(other(study), id).status == "supported"


def test_a_tilde_turns_what_a_statement_says(study: Study):
    """Of two that lean as the claim does, and one marked so: for it and against it."""
    id = "sinos-connectivity-1"
    terms = "~sinos-connectivity-5;sinos-joint_action-2"
    assert judged(put("claims", "terms", terms, id=id)(study), id).status == "mixed"
    both_turned = "~sinos-connectivity-5;~sinos-joint_action-2"
    assert judged(put("claims", "terms", both_turned, id=id)(study), id).status == "contradicted"


def test_a_claim_whose_other_statements_are_taken_out_is_not_checked(study: Study, restated: dict[str, Claim]):
    for id, claim in restated.items():
        verdict = judged(drop("evidence", id=others(claim))(study), id)
        assert verdict.status == "not_checked", id
        assert "In no table: " in verdict.reason


def test_a_statement_that_is_neither_good_nor_bad_cannot_be_confirmed_by_others(study: Study):
    changed = put("evidence", "rating", 0, id="sinos-connectivity-1")(study)
    assert judged(changed, "sinos-connectivity-1").status == "not_checked"


# ---- General statements.


def test_a_general_statement_takes_two_teams_of_authors(study: Study):
    """GML 1997 and Miller 1997 are two; a work that both wrote would be one."""
    id = "capital-scarce-for-small-firms"
    assert judged(study, id).status == "supported"
    for sources in ("miller1997", "gml1997;miller1997"):
        one = put("evidence", "sources", sources, id=("mercosur-finance-1", "mercosur-finance-2"))(study)
        assert judged(one, id).status == "supported_within"


def test_a_reason_says_which_of_the_rows_that_it_names_no_table_has(study: Study):
    id = "capital-scarce-for-small-firms"
    named = put("claims", "terms", "mercosur-finance-1;mercosur-finance-11;negative", id=id)(study)
    verdict = judged(named, id)
    assert verdict.status == "supported_within"
    assert verdict.reason.endswith(" In no table: mercosur-finance-11.")


@pytest.mark.parametrize(("now", "status"), [(-1, "supported_within"), (0, "contradicted")])
def test_to_differ_is_to_change_sides(study: Study, now: int, status: str):
    changed = put("evidence", "rating", now, id=TIES)(study)
    assert judged(changed, "social-milieu-changes").status == status  # +2 in the past


def test_a_single_statement_on_one_side_does_not_show_that_the_other_is_missing(study: Study):
    facets = ("trade_opening", "import_competition")
    rows = study.evidence[study.evidence["facet"].isin(facets)]["id"]
    alone = both(put("evidence", "rating", 0, id=tuple(rows)), put("evidence", "rating", -1, id="leon-macro-1"))
    assert judged(alone(study), "opening-benefits-and-threats").status == "not_checked"
