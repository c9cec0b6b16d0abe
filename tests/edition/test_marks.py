from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from smeclusters import Assessed
from smeclusters.claims.claim import STATUSES
from smeclusters.claims.registry import checks
from whichroad.cards import verdict_cards
from whichroad.marks import (
    SECTIONS,
    SIGNS,
    coding_sensitivity_counts,
    mark,
    marks_of_row,
    section_of,
    status_in_words,
    tally,
)
from whichroad.tables.claims import audit_table, checks_list, claims_table


@pytest.fixture(scope="module")
def table(paper: Assessed) -> BeautifulSoup:
    return BeautifulSoup(claims_table(paper)._repr_html_(), "html.parser")


def test_each_claim_has_a_row_with_its_verdict_in_words_its_reason_and_where_it_leads(paper: Assessed, table):
    rows = table.select("tbody tr")
    assert [row["id"] for row in rows] == [f"claim-{id.replace('_', '-')}" for id in paper.judged]
    for row, (claim, verdict) in zip(rows, paper.judged.values(), strict=True):
        assert status_in_words(claim, verdict) in row.td.text
        assert verdict.reason in row.text.replace("\N{NO-BREAK SPACE}", " ")
        assert row.select_one("a[href*='.html#wp-']"), claim.id
        assert bool(row.select_one("a[href^='checks.html#']")) == bool(claim.check)


def test_each_menu_offers_what_rows_have_and_nothing_else(table):
    for menu in table.select("select"):
        offered = {option["value"] for option in menu.select("option")} - {""}
        had = {
            value for row in table.select("tbody tr") for value in row[f"data-{menu['name']}"].split(";")
        } - {""}
        assert had <= offered, menu["name"]
        assert menu["name"] == "status" or had == offered, menu["name"]


def test_the_tally_counts_every_claim_once(paper: Assessed):
    assert sum(tally(paper).values()) == len(paper.judged)
    assert set(tally(paper)) == set(STATUSES) == set(SIGNS)
    assert {section_of(paper, claim) for claim, _ in paper.judged.values()} == set(SECTIONS)


def test_a_mark_says_its_verdict_and_leads_to_the_claim(paper: Assessed, table):
    for id, (claim, verdict) in paper.judged.items():
        link = BeautifulSoup(mark(paper, id), "html.parser").a
        assert link["href"].removeprefix("holds.html#") == table.find(id=link["href"].split("#")[1])["id"]
        assert status_in_words(claim, verdict).lower() in link.text.lower()
        assert claim.summary.rstrip(".") in link.text  # or four marks in a row could not be told apart
    with pytest.raises(KeyError):
        mark(paper, "no-such-claim")


def test_each_row_of_evidence_bears_the_mark_of_its_claim(paper: Assessed):
    for table in (
        paper.study.evidence["id"],
        paper.study.profiles["id"],
        paper.study.outcomes["cluster"],
        paper.study.policies["id"],
    ):
        assert all(marks_of_row(paper, row).count("<a ") == 1 for row in table)


def test_every_check_is_shown_with_its_source(paper: Assessed):
    page = BeautifulSoup(checks_list(paper)._repr_html_(), "html.parser")
    for name in checks():
        box = page.find(id=f"check-{name.replace('_', '-')}")
        assert f"def {name}(" in box.pre.text
        assert box.select("a[href^='holds.html#claim-']")


def test_a_card_tells_claim_verdict_share_and_reason(paper: Assessed):
    page = BeautifulSoup(
        verdict_cards(paper, "ven-macro-2", "integrating-framework-needed")._repr_html_(), "html.parser"
    )
    first, second = page.select("dd")
    assert first.text.startswith("fails: None is on record for Venezuela")
    assert second.b.text == "hangs on the weights: holds under 98 per cent of them"
    assert page.dt.text.endswith(paper.judged["ven-macro-2"][0].summary)


def test_what_is_judged_by_a_reader_is_kept_apart_from_what_is_computed(paper: Assessed):
    judgement = "clash"
    assert judgement not in audit_table(paper, computed=True)._repr_html_()
    assert judgement in audit_table(paper, computed=False)._repr_html_()


def test_how_far_another_coding_would_go_is_told_where_it_was_recorded(paper: Assessed, table):
    turned, firm = coding_sensitivity_counts(paper)
    ours = sum(verdict.ours for _, verdict in paper.judged.values())
    assert turned + firm == ours
    none = Assessed(replace(paper.study, verdicts=paper.study.verdicts.iloc[:0]))
    assert "single step" not in claims_table(none)._repr_html_()


def test_a_recommendation_is_not_said_to_hold_or_to_fail(paper: Assessed):
    for claim, verdict in paper.judged.values():
        told = status_in_words(claim, verdict)
        assert told.startswith("answers") == (claim.kind == "prescription" and verdict.status != "untestable")


def test_a_source_comes_with_the_thresholds_and_helpers_that_it_uses(paper: Assessed):
    page = BeautifulSoup(checks_list(paper)._repr_html_(), "html.parser")
    assert "HYPERINFLATION = 50" in page.find(id="check-hyperinflation").pre.text
    assert "def _agrees(" in page.find(id="check-brazil-makes-as-much").pre.text
    weighed = page.find(id="check-leaves-path-open").pre.text
    assert (
        weighed.index("ALL = 0.999")
        < weighed.index("def leaves_path_open(")
        < weighed.index("def _by_share(")
    )
