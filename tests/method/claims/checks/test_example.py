"""The checks on the example study, whose cells and paths can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.method.claims.test_assessed import ill_formed

from smeclusters import Assessed, example_study
from smeclusters.claims.claim import STATUSES, Status, Verdict
from smeclusters.claims.registry import checks
from smeclusters.claims.terms import (
    Comparison,
    Contrast,
    Determinant,
    Facets,
    Feature,
    Figure,
    Figures,
    Illustrations,
    Implication,
    Levels,
    Restatements,
    Statements,
    Words,
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
            "Two clusters are surely favourable in tools; of these one is surely favourable in the guild (Cresta), "
            "none is not. Of one the evidence doesn’t tell. One case is too little to go by.",
        ),
        (
            "goes_together",
            "tools+ => fairs+",
            "fails",
            "Two clusters are surely favourable in tools; of these one is surely favourable in fairs (Almen), "
            "one is not (Cresta). A rule is refuted by one case.",
        ),
        (
            "goes_together",
            "tools+ -> fairs+",
            "holds_in_part",
            "Two clusters are surely favourable in tools; of these one is surely favourable in fairs (Almen), "
            "one is not (Cresta).",
        ),
        (  # of Borg's craft only a guess tells, of its roads only a sentence on the whole country
            "goes_together",
            "tools- -> craft-",
            "not_checked",
            "One cluster is surely unfavourable in tools (Borg); the evidence doesn’t tell whether it is surely "
            "unfavourable in craft. One case is too little to go by.",
        ),
        (
            "goes_together",
            "fairs+ -> path:!low_road",
            "not_checked",
            "One cluster is surely favourable in fairs (Almen); it is seen off the low road. One case is too "
            "little to go by.",
        ),
        (
            "goes_together",
            "concentrated -> path:mixed",
            "not_checked",
            "No cluster is gathered in one place as the textbook has it.",
        ),
        (
            "is_not_enough",
            "tools+ -> fairs+",
            "holds",
            "Two clusters are surely favourable in tools (Almen and Cresta); one of these is not surely favourable "
            "in fairs. One such case shows that the first isn’t enough; what would be enough no such case can show.",
        ),
        (
            "is_not_enough",
            "passes+ -> path:high_road",
            "fails",
            "One cluster is told to be strong in passes (Almen); of none of these is it known not to be seen on the "
            "high road. One such case shows that the first isn’t enough; what would be enough no such case can show.",
        ),
        (
            "counterexamples_are_described",
            "guild- -> path:high_road",
            "holds_in_part",
            "One cluster speaks for it (Borg); for one of them the paper describes the path itself (Borg).",
        ),
        (
            "counterexamples_are_described",
            "passes+ -> path:high_road",
            "fails",
            "No cluster speaks for it.",
        ),
        (
            "is_lower",
            "tools: borg < almen;cresta",
            "holds",
            "In Borg it is surely lower than in two of the two clusters that it is set beside (Almen and Cresta).",
        ),
        (  # −1 in Borg, −1 to +2 in Almen, +1 in Cresta
            "is_lower",
            "guild: borg < almen;cresta",
            "holds_in_part",
            "In Borg it is surely lower than in one of the two clusters that it is set beside (Cresta).",
        ),
        (
            "is_lower",
            "tools: cresta < borg",
            "fails",
            "In Cresta it is surely not lower than in the one cluster that it is set beside (Borg).",
        ),
        (
            "is_lower",
            "tools: borg < cresta",
            "holds",
            "In Borg it is surely lower than in the one cluster that it is set beside (Cresta).",
        ),
        (
            "is_lower",
            "guild: borg < almen",
            "holds_in_part",
            "In Borg it is neither surely lower nor surely not lower than in the one cluster that it is set beside "
            "(Almen).",
        ),
        (
            "points_both_ways",
            "marks;quarrels",
            "holds_in_part",
            "Two statements on it are favourable (Letter section 2 paragraph 1 and Letter section 2 paragraph 3), two "
            "unfavourable (Letter section 2 paragraph 1 and Letter section 2 paragraph 2).",
        ),
        (  # Cresta’s rating of 0 is on neither side
            "points_both_ways",
            "passes",
            "holds_in_part",
            "One statement on it is favourable (Letter section 2 paragraph 1), one unfavourable "
            "(Letter section 1 paragraph 1).",
        ),
        (
            "past_and_present_differ",
            "marks",
            "holds_in_part",
            "Rated −2 in the past and +2 now. Both come from one passage.",
        ),
        ("past_and_present_differ", "quarrels", "not_checked", "Only one of past and present is told."),
        (
            "nothing_known",
            "quarrels",
            "fails",
            "It is told after all: Almen, “Members quarrel over summer pastures” (Letter section 2 paragraph 1).",
        ),
        ("nothing_known", "lathes;buyers;masters", "fails", None),
        (
            "only_these_places",
            "fairs",
            "holds_in_part",
            "Statements on it are about two of three clusters (Almen and Cresta).",
        ),
        (
            "no_high_road",
            "",
            "holds_in_part",
            "One of two clusters is seen on the high road, none on a mixed one. The paths of two are described one by "
            "one (Almen and Borg).",
        ),
        (
            "price_decides",
            "",
            "holds_in_part",
            "Of the two clusters described one by one, one competes by price (Borg), one not by price alone (Almen). "
            "On other clusters there is only the general sentence, which can’t test itself.",
        ),
        ("some_path_is_between", "", "fails", "None of two clusters is seen between the two roads."),
        (
            "paths_differ",
            "",
            "holds_in_part",
            "Paths observed: low road; high road. How fast a cluster grew the paper says of none.",
        ),
        (
            "success_and_failure",
            "",
            "holds_in_part",
            "Both what is surely favourable and what is surely unfavourable are found in one of three clusters "
            "(Cresta).",
        ),
        ("narrow_framework_misleads", "", "not_checked", "The narrow framework is not one of two determinants."),
        ("country_burdens_all", "", "not_checked", "The tables name no level as the country level."),
        (
            "agrees_with",
            "borg-guild-1;almen-guild-1;negative",
            "holds_in_part",
            "For it: Borg, “Each clockmaker hides his drawings” (Letter section 2 paragraph 2); against it: "
            "Almen, “Buyers "
            "everywhere know the mark” (Letter section 2 paragraph 1). The statements are the paper’s own; they "
            "illustrate and can’t prove.",
        ),
        (  # one cites the same work as the claim, the other none
            "other_statements",
            "almen-fairs-1;almen-roads-1",
            "holds_in_part",
            "For it, with no other work behind it: Almen, “Two buyers in three come from abroad” (Letter section 2 "
            "paragraph 1); Almen, “The pass is open but for a few weeks” (Letter section 2 paragraph 1).",
        ),
        (  # a row of 2004 is no statement of this source
            "other_statements",
            "almen-tools-2",
            "not_checked",
            "Nothing else that is said leans one way or the other.",
        ),
        (
            "most_share_it",
            "almen-fairs-1",
            "holds_in_part",
            "The paper’s own figure for it is 66 per cent, more than half; the figure itself nothing here can test.",
        ),
        ("most_share_it", "nowhere", "not_checked", "What it would be checked by was taken out of the tables."),
        ("term_in_titles", "alps", "not_checked", "No title in the list of works has the term."),
        ("parts_add_up", "", "not_checked", "What it would be checked by was taken out of the tables."),
    ],
)
def test_what_is_said_can_be_worked_out_by_hand(
    example: Assessed, check: str, terms: str, status: Status, reason: str | None
):
    verdict = said(example, check, terms)
    assert verdict.status == status
    assert reason is None or verdict.reason == reason


TERMS: dict[type | None, str] = {
    None: "",
    Statements: "almen-guild-1;borg-guild-1",
    Restatements: "part: almen-roads-1",
    Illustrations: "almen-roads-1;negative",
    Implication: "tools+, guild- -> path:high_road",
    Comparison: "roads: borg < almen;cresta",
    Determinant: "roads",
    Facets: "passes;marks",
    Levels: "cluster;firm",
    Feature: "nearness",
    Figure: "almen-fairs-1",
    Figures: "nowhere",
    Words: "cheese;clocks",
    Contrast: "cheese > clocks",
}


def test_a_work_behind_the_claim_confirms_nothing_whatever_else_is(example: Assessed):
    same = said(example, "other_statements", "almen-fairs-1", sources="ilg2004;haller1998")
    other = said(example, "other_statements", "almen-fairs-1", sources="ilg2004")
    assert (same.status, other.status) == ("holds_in_part", "holds")


def test_places_other_than_those_told_of_fail(example: Assessed):
    assert said(example, "only_these_places", "fairs", places=("borg",)).status == "fails"
    assert said(example, "only_these_places", "fairs", places=("almen", "cresta")).status == "holds"


@pytest.mark.parametrize("name", checks())
def test_every_check_takes_the_example(example: Assessed, name: str):
    for fields in ({}, {"places": ("almen", "cresta"), "figure": 3.0}):
        verdict = said(example, name, TERMS[checks()[name].form], **fields)
        assert verdict.status in STATUSES
        assert not ill_formed(verdict.reason), verdict.reason
