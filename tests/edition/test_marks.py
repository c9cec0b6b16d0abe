from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from tests.edition.blocks import links, page, read

from smeclusters import Assessed
from smeclusters.claims.claim import STATUSES, Verdict
from smeclusters.claims.words import statement
from whichroad.marks import (
    SECTIONS,
    SIGNS,
    VERDICTS,
    coding_sensitivity_counts,
    legend,
    mark,
    marks_of_row,
    section_of,
    shown_as,
    status_in_words,
    tally,
)

RECORDED = {row["id"]: row for row in read("verdicts")}


def test_the_tally_counts_every_claim_once(paper: Assessed):
    """By the verdicts on record; of those within the paper, those that bear on a part are counted by themselves."""
    recorded = [row["status"] for row in RECORDED.values()]
    counts = tally(paper)
    part = counts.pop("supported_in_part")
    counts["supported_within"] += part
    assert counts == {status: recorded.count(status) for status in STATUSES}
    assert part == sum(
        verdict.part != "" for verdict in paper.verdicts.values() if verdict.status == "supported_within"
    )
    assert set(VERDICTS) == set(SIGNS) == {*STATUSES, "supported_in_part"}


def test_a_claim_is_in_the_section_of_its_locator_or_of_its_page(paper: Assessed):
    assert {section_of(paper, claim) for claim in paper.claims.values()} == set(SECTIONS)
    for claim in paper.claims.values():
        if claim.locator[0].isdigit():
            assert section_of(paper, claim) == claim.locator[0]
    box = next(claim for claim in paper.claims.values() if claim.locator == "box1")
    assert section_of(paper, box) == "2"
    assert section_of(paper, replace(box, locator="nowhere")) == ""


@pytest.mark.parametrize(
    ("id", "sign", "said"),
    [
        ("joint-action-not-enough", "✓", "Supported"),
        ("framework-adds-two-levels", "(✓)", "Supported within the paper"),
        ("link-unexplored", "(…)", "Supported in part"),
        ("sample-trust-1", "~", "Mixed"),
        ("ven-macro-2", "✗", "Contradicted"),
        ("integrating-framework-needed", "±", "Hangs on the weights"),
        ("no-generalisation", "?", "Not checked"),
        ("policy-training", "●", "Need reported for clusters"),
        ("policy-national-level", "◐", "Need reported for countries only"),
        ("policy-self-help", "○", "Need not reported"),
    ],
)
def test_a_mark_shows_the_sign_and_colour_of_its_verdict(paper: Assessed, id: str, sign: str, said: str):
    made = BeautifulSoup(mark(paper, id), "html.parser").a
    assert made["class"] == ["sme-mark", f"sme-{shown_as(paper.verdicts[id]).replace('_', '-')}"]
    assert made.select_one("[aria-hidden]").text == sign
    assert made.select_one(".sme-unseen").text == said  # the verdict alone: its card says the rest


def test_a_mark_leads_to_its_claim(paper: Assessed):
    for id in paper.claims:
        made = BeautifulSoup(mark(paper, id), "html.parser").a
        assert made["href"] == f"claims.html#claim-{id.replace('_', '-')}"
    with pytest.raises(KeyError):
        mark(paper, "no-such-claim")


def test_the_place_stands_in_front_of_words_from_a_table(paper: Assessed):
    assert statement(paper, paper.claims["ven-macro-2"]).startswith("Venezuela: ")
    assert statement(paper, paper.claims["region-liberalised"]) == paper.claims["region-liberalised"].summary


def test_each_coded_row_bears_the_mark_of_its_claim(paper: Assessed):
    claims: dict[str, list[str]] = {}
    for claim in read("claims"):
        for row in filter(None, claim["rows"].split(";")):
            claims.setdefault(row, []).append(claim["id"])
    for table, key in (("evidence", "id"), ("profiles", "id"), ("outcomes", "cluster"), ("policies", "id")):
        for row in read(table):
            [id] = claims[row[key]]
            made = BeautifulSoup(marks_of_row(paper, row[key]), "html.parser")
            assert links(made) == [f"claims.html#claim-{id.replace('_', '-')}"]
    assert marks_of_row(paper, "no such row") == ""


def test_the_legend_shows_each_sign_in_its_colour():
    items = page(legend()).select("li")
    assert [(item.span["class"][1], item.text) for item in items] == [
        ("sme-supported", "✓ supported"),
        ("sme-supported-within", "(✓) supported within the paper"),
        ("sme-supported-in-part", "(…) supported in part"),
        ("sme-mixed", "~ mixed"),
        ("sme-contradicted", "✗ contradicted"),
        ("sme-depends-on-weights", "± hangs on the weights"),
        ("sme-not-checked", "? not checked"),
        ("sme-need-of-clusters", "● need reported for clusters"),
        ("sme-need-of-countries", "◐ need reported for countries only"),
        ("sme-need-not-reported", "○ need not reported"),
    ]


def test_how_many_verdicts_our_coding_would_turn_is_counted_where_it_was_recorded(paper: Assessed):
    steps = [float(row["turned_by"]) for row in RECORDED.values() if row["turned_by"]]
    assert coding_sensitivity_counts(paper) == (sum(step > 0 for step in steps), steps.count(0))
    assert len(steps) == sum(verdict.ours for verdict in paper.verdicts.values())


def test_a_recommendation_is_not_said_to_be_true_or_false(paper: Assessed):
    for id, (claim, verdict) in paper.judged.items():
        told = BeautifulSoup(mark(paper, id), "html.parser").select_one(".sme-unseen").text
        needed = claim.kind == "prescription" and verdict.status != "not_checked"
        assert told.startswith("Need ") == status_in_words(verdict).startswith("need ") == needed
        assert (told.lower() in {"supported", "contradicted", "mixed"}) <= (not needed)


def test_no_two_verdicts_share_a_sign_or_a_name():
    assert len(set(SIGNS.values())) == len(set(VERDICTS.values())) == len(VERDICTS)


def test_a_verdict_that_hangs_on_weights_tells_its_share_where_there_is_one(paper: Assessed):
    hangs = Verdict("depends_on_weights", "", share=0.255)
    assert status_in_words(hangs) == "hangs on the weights: holds under 26 per cent of them"
    assert status_in_words(replace(hangs, share=None)) == "hangs on the weights"
