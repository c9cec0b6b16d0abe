"""The checks on the example study, whose cells and paths can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.method.claims.test_assessed import ill_formed

from smeclusters import Assessed, example_study
from smeclusters.claims.claim import STATUSES, Status, Verdict
from smeclusters.claims.registry import checks
from smeclusters.claims.terms import (
    Determinant,
    Facets,
    Feature,
    Figure,
    Figures,
    Illustrations,
    Implication,
    Passages,
    Restatements,
    Statements,
)


@pytest.fixture(scope="module")
def example() -> Assessed:
    return Assessed(example_study())


def said(example: Assessed, check: str, terms: str, **fields: object) -> Verdict:
    """What a check says of a claim that is given to the example."""
    claim = replace(example.claims["almen-mark"], check=check, terms=terms, why_not="", **fields)
    return example.judge(claim)


@pytest.mark.parametrize(
    ("check", "terms", "status", "reason"),
    [
        (  # tools are good in Almen and Cresta; its guild is either way in Almen, good in Cresta
            "goes_together",
            "tools+ -> guild+",
            "not_checked",
            "Is a cluster that is favourable in tools also favourable in the guild? Yes in one (Cresta) and "
            "the evidence leaves it open in one (Almen). One case is too little to go by; more would decide "
            "it.",
        ),
        (
            "goes_together",
            "tools+ => fairs+",
            "contradicted",
            "Is a cluster that is favourable in tools also favourable in fairs? Yes in one (Almen) and no in "
            "one (Cresta). What is said of all is refuted by one case.",
        ),
        (
            "goes_together",
            "tools+ -> fairs+",
            "mixed",
            "Is a cluster that is favourable in tools also favourable in fairs? Yes in one (Almen) and no in "
            "one (Cresta).",
        ),
        (  # of Borg’s craft only a guess tells
            "goes_together",
            "tools- -> craft-",
            "not_checked",
            "Is a cluster that is unfavourable in tools also unfavourable in craft? The evidence leaves it "
            "open in one (Borg). A cluster with evidence on both would decide it.",
        ),
        (
            "goes_together",
            "fairs+ -> path:!low_road",
            "not_checked",
            "Is a cluster that is favourable in fairs also on a path other than the low road? Yes in one "
            "(Almen). One case is too little to go by; more would decide it.",
        ),
        (
            "goes_together",
            "concentrated -> path:mixed",
            "not_checked",
            "Is a cluster that is gathered in one place as the textbook has it also on the mixed path? No "
            "cluster is gathered in one place as the textbook has it, by our coding. A cluster with evidence "
            "on both would decide it.",
        ),
        (
            "is_not_enough",
            "tools+ -> fairs+",
            "supported_within",
            "Is a cluster that is favourable in tools always favourable in fairs? It is not in one (Cresta) and "
            "it is in one (Almen). One such case shows that it is not enough. No such case shows what would be "
            "enough. Other authors report it for none.",
        ),
        (
            "is_not_enough",
            "passes+ -> path:high_road",
            "not_checked",
            "Is a cluster that is strong in passes always on the high road? It is in one (Almen). A case of "
            "the first without the other would show that the first is not enough.",
        ),
        (
            "counterexamples_are_described",
            "guild- -> path:high_road",
            "supported_within",
            "How many cases are there, described one by one, that show it? One (Borg); for “strongly” this "
            "edition asks for three. Other authors report it for none.",
        ),
        (
            "counterexamples_are_described",
            "passes+ -> path:high_road",
            "contradicted",
            "How many cases are there, described one by one, that show it? None; for “strongly” this edition "
            "asks for three. The contrary shows in one (Almen).",
        ),
        (  # the claim’s own row is left out
            "points_both_ways",
            "marks;quarrels",
            "supported_within",
            "Does the paper report good and bad sides of it? One statement is favourable, none from other authors – "
            "Cresta: A mark has been agreed (Letter section 2 paragraph 3). Two statements are unfavourable, none from "
            "other authors – Almen: Members quarrel over summer pastures (Letter section 2 paragraph 1); Borg: Each "
            "clockmaker hides his drawings (Letter section 2 paragraph 2).",
        ),
        (  # Cresta’s rating of 0 is on neither side
            "points_both_ways",
            "passes",
            "supported_within",
            "Does the paper report good and bad sides of it? One statement is favourable, none from other authors – "
            "Almen: The pass is open but for a few weeks (Letter section 2 paragraph 1). One statement is "
            "unfavourable, none from other authors – the Alpine Republic: Most passes of the country are closed in "
            "winter (Letter section 1 paragraph 1).",
        ),
        (
            "past_and_present_differ",
            "marks",
            "supported_within",
            "Does the paper rate it otherwise in the past than now? It is rated −2 in the past and +2 now (Letter "
            "section 2 paragraph 1). Other authors do not report both.",
        ),
        (
            "past_and_present_differ",
            "quarrels",
            "not_checked",
            "Does the paper rate it otherwise in the past than now? Only one of the two is rated; a work on the other "
            "would decide it.",
        ),
        (
            "nothing_known",
            "quarrels",
            "contradicted",
            "Does the paper say anything of it? It does – Almen: Members quarrel over summer pastures (Letter "
            "section 2 paragraph 1).",
        ),
        (
            "nothing_known",
            "lathes;buyers;masters",
            "contradicted",
            "Does the paper say anything of it? It does – Almen: Two buyers in three come from abroad (Letter "
            "section 2 paragraph 1); Almen: Every dairy has a master (Letter section 2 paragraph 1); Almen: "
            "Vats are of copper and well kept (Letter section 2 paragraph 1).",
        ),
        (
            "only_these_places",
            "fairs",
            "supported_within",
            "For which clusters does a work speak on this point? One of three clusters (Almen). The works "
            "themselves were not looked at. This bears on a part of it only: that works speak of it there, not "
            "that none does elsewhere.",
        ),
        (
            "no_high_road",
            "",
            "mixed",
            "Was a cluster observed on the high road? Of the two described one by one, one is (Almen) and one is "
            "not (Borg). Other authors report it for none.",
        ),
        (
            "price_decides",
            "",
            "mixed",
            "Was each cluster observed on the low road, where price decides? Of the two described one by one, one "
            "is (Borg) and one is not (Almen). The high road, where price does not decide, was observed in one "
            "(Almen). Other authors report it for none. This bears on a part of it only: Borg, not the other clusters.",
        ),
        (
            "some_path_is_between",
            "",
            "contradicted",
            "Was a cluster observed between the two roads? Of the two described one by one, none is and two are not "
            "(Almen and Borg).",
        ),
        (
            "success_and_failure",
            "",
            "supported_within",
            "Have clusters something favourable and something unfavourable? Both are certain in one of three "
            "clusters (Cresta). Other authors report both for none. What helps a cluster is only a sign of its "
            "success.",
        ),
        (
            "narrow_framework_misleads",
            "",
            "not_checked",
            "The narrow framework is not one of two determinants.",
        ),
        (
            "agrees_with",
            "borg-guild-1;almen-guild-1;negative",
            "mixed",
            "Do the places that the paper describes show it? For it, in the paper’s own words – Borg: "
            "Each clockmaker hides his drawings (Letter section 2 paragraph 2). Against it – Almen: Buyers "
            "everywhere know the mark (Letter section 2 paragraph 1). Examples illustrate; they do not prove.",
        ),
        (  # one cites the same work as the claim, the other none
            "other_statements",
            "almen-fairs-1;almen-roads-1",
            "supported_within",
            "Do other statements say the same? For it, from the same authors or newspaper – Almen: Two buyers in "
            "three come from abroad (Letter section 2 paragraph 1). For it, in the paper’s own words – Almen: The "
            "pass is open but for a few weeks (Letter section 2 paragraph 1).",
        ),
        (
            "other_statements",
            "almen-fairs-1;beside borg-guild-1;beside borg-craft-1",
            "supported_within",
            "Do other statements say the same? For it, from the same authors or newspaper – Almen: Two buyers in "
            "three come from abroad (Letter section 2 paragraph 1). Otherwise, though both can be true – Borg: Each "
            "clockmaker hides his drawings (Letter section 2 paragraph 2); Borg: So few young people stay that hardly "
            "one can be learning (Letter section 2 paragraph 2).",
        ),
        (
            "other_statements",
            "beside borg-guild-1",
            "not_checked",
            "Do other statements say the same? Otherwise, though both can be true – Borg: Each clockmaker hides his "
            "drawings (Letter section 2 paragraph 2). That does not contradict it; a work on the same point would "
            "decide it.",
        ),
        (
            "said_elsewhere",
            "valleys-differ;beside borg-price",
            "supported_within",
            "Does the paper say so again? For it, in the paper’s own words – Valleys, not workshops, make the "
            "difference (Letter section 1 paragraph 1). Otherwise, though both can be true – Borg: Four "
            "clockmakers in five sell by price (Letter section 2 paragraph 2).",
        ),
        (
            "agrees_with",
            "part (the marks): almen-guild-1;beside borg-guild-1",
            "supported_within",
            "Do the places that the paper describes show it? For it, from the same authors or newspaper – Almen: "
            "Buyers everywhere know the mark (Letter section 2 paragraph 1). Otherwise, though both can be true – "
            "Borg: Each clockmaker hides his drawings (Letter section 2 paragraph 2). This bears on a part of it only: "
            "the marks. Examples illustrate; they do not prove.",
        ),
        (  # a row of 2004 is no statement of this source
            "other_statements",
            "almen-tools-2",
            "not_checked",
            "Do other statements say the same? None speaks for it or against it; one that does would decide it.",
        ),
        (
            "most_share_it",
            "almen-fairs-1",
            "supported_within",
            "Does the paper’s own figure bear out its word? It is 66 per cent, more than half; nothing here "
            "can test the figure itself.",
        ),
        (
            "most_share_it",
            "nowhere",
            "not_checked",
            "What it would be checked by was taken out of the tables.",
        ),
        (
            "parts_add_up",
            "",
            "not_checked",
            "What it would be checked by was taken out of the tables.",
        ),
    ],
)
def test_what_is_said_can_be_worked_out_by_hand(example: Assessed, check: str, terms: str, status: Status, reason: str):
    verdict = said(example, check, terms)
    assert verdict.status == status
    assert verdict.reason == reason


TERMS: dict[type | None, str] = {
    None: "",
    Statements: "almen-guild-1;borg-guild-1",
    Restatements: "part (the roads): almen-roads-1;beside borg-guild-1",
    Passages: "part (that they differ): valleys-differ;beside learn",
    Illustrations: "almen-roads-1;beside borg-guild-1;negative",
    Implication: "tools+, guild- -> path:high_road",
    Determinant: "roads",
    Facets: "passes;marks",
    Feature: "nearness",
    Figure: "almen-fairs-1",
    Figures: "nowhere",
}


def test_a_work_behind_the_claim_confirms_nothing_whatever_else_is(example: Assessed):
    same = said(example, "other_statements", "almen-fairs-1", sources="ilg2004;haller1998")
    other = said(example, "other_statements", "almen-fairs-1", sources="ilg2004")
    assert (same.status, other.status) == ("supported_within", "supported")


@pytest.mark.parametrize(
    ("check", "terms", "beside"),
    [
        ("other_statements", "almen-fairs-1", "borg-guild-1"),  # for it; against it; both
        ("other_statements", "almen-guild-2", "almen-roads-1"),
        ("other_statements", "almen-fairs-1;almen-guild-2", "almen-roads-1"),
        ("agrees_with", "almen-fairs-1;almen-guild-2", "borg-guild-1"),
        ("said_elsewhere", "valleys-differ", "borg-price"),
        ("said_elsewhere", "~valleys-differ", "borg-price"),
    ],
)
def test_what_can_be_true_beside_a_claim_counts_on_no_side(example: Assessed, check: str, terms: str, beside: str):
    """It is told, and moves nothing; where there is nothing else the claim is not checked."""
    without, told = said(example, check, terms), said(example, check, f"{terms};beside {beside}")
    assert told.status == without.status != "not_checked"
    assert "Otherwise, though both can be true – " in told.reason
    assert said(example, check, f"beside {beside}").status == "not_checked"


def test_a_claim_that_is_neither_good_nor_bad_is_told_what_stands_beside_it(example: Assessed):
    rows = ("cresta-roads-1",)
    alone = said(example, "other_statements", "almen-roads-1", rows=rows)
    told = said(example, "other_statements", "almen-roads-1;beside borg-guild-1", rows=rows)
    assert alone.status == told.status == "not_checked"
    assert "None speaks for it" in alone.reason
    assert "Otherwise, though both can be true – Borg: " in told.reason and "Almen" not in told.reason


def test_what_speaks_otherwise_is_told_as_a_may_allows(example: Assessed):
    summary = "Buyers may know the mark."
    beside = said(example, "other_statements", "almen-fairs-1;almen-guild-2", summary=summary)
    assert beside.status == "supported_within"
    assert "Otherwise, as a “may” allows – Almen: Members quarrel" in beside.reason
    alone = said(example, "other_statements", "almen-guild-2", summary=summary)
    assert alone.status == "not_checked"
    assert "Not so, which a “may” allows – Almen: Members quarrel" in alone.reason


def test_a_place_other_than_those_that_works_speak_of_is_none_of_these(example: Assessed):
    """Of Almen’s fairs a work speaks, of Cresta’s the letter alone."""
    assert said(example, "only_these_places", "fairs", places=("borg",)).status == "contradicted"
    assert said(example, "only_these_places", "fairs", places=("almen", "cresta")).status == "supported_within"


@pytest.mark.parametrize("name", checks())
def test_every_check_takes_the_example(example: Assessed, name: str):
    for fields in ({}, {"places": ("almen", "cresta"), "figure": 3.0}):
        verdict = said(example, name, TERMS[checks()[name].form], **fields)
        assert verdict.status in STATUSES
        assert not ill_formed(verdict.reason), verdict.reason
