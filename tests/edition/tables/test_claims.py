from __future__ import annotations

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from tests.edition.blocks import links, page, read, words

from smeclusters import Assessed
from smeclusters.claims.audit import JUDGED, KINDS, STEPS, audit
from smeclusters.claims.claim import GROUNDS, Verdict
from smeclusters.claims.registry import checks
from smeclusters.claims.words import statement
from whichroad.addresses import anchor, passage
from whichroad.marks import SIGNS, VERDICTS, section_of, shown_as, status_in_words
from whichroad.tables.claims import audit_counts, audit_table, checks_list, claims_table, moves_list

NAMES = {row["place"]: row["name"] for row in read("places")}
LABELS = {row["locator"]: f"WP71 {row['label']}" for row in read("locators")}
LISTED = {row["ref"]: f"list of works, {row['ref'].removeprefix('ref:')}" for row in read("listed")}
RECORDED = {row["id"]: row for row in read("verdicts")}


@pytest.fixture(scope="module")
def table(paper: Assessed) -> BeautifulSoup:
    return page(claims_table(paper))


def test_each_claim_has_a_row_with_its_verdict_in_words_its_reason_and_where_it_leads(paper: Assessed, table):
    rows = table.select("tbody tr")
    assert [row["id"] for row in rows] == [f"claim-{id.replace('_', '-')}" for id in paper.judged]
    for row, (claim, verdict) in zip(rows, paper.judged.values(), strict=True):
        said, reason, foot = row.th("p")
        assert row.td.text == f"{SIGNS[shown_as(verdict)]} {status_in_words(verdict)}"
        assert row.td.span["class"] == ["sme-mark", f"sme-{shown_as(verdict).replace('_', '-')}"]
        assert said.text == statement(paper, claim)
        assert words(reason) == verdict.reason and reason["class"] == ["sme-reason"]
        parts = words(foot).split(" · ")
        assert parts[:3] == [
            claim.id,
            ", ".join(LABELS[locator] for locator in (claim.locator, *claim.also)),
            claim.kind.replace("prescription", "recommendation"),
        ]
        leads = [f"checks.html#check-{claim.check.replace('_', '-')}"] if claim.check else []
        leads += [f"references.html#work-{key}" for key in claim.sources.split(";") if key]
        passages = (claim.locator, *claim.also)
        for address, locator in zip(links(foot), passages, strict=False):
            assert address.endswith(".html#wp-" + locator.replace(".", "-").replace(":", "-"))
        assert links(foot)[len(passages) :] == leads


def test_what_led_to_a_claim_or_a_check_leads_to_what_has_taken_its_place(paper: Assessed, table):
    """Each old key has a place of its own; none is a key of today, and none is told twice."""
    shown = page(checks_list(paper))
    rows = read("former")
    assert len({(row["kind"], row["former"]) for row in rows}) == len(rows)
    for row in rows:
        where, today = {"claim": (table, paper.claims), "check": (shown, checks()), "ground": (shown, GROUNDS)}[
            row["kind"]
        ]
        kind = "ground" if row["kind"] == "check" and row["now"] in GROUNDS else row["kind"]
        assert row["former"] not in today and (row["now"] in today or kind == "ground"), row
        (place,) = where(id=anchor(row["kind"], row["former"]))
        assert place.find_parent(id=anchor(kind, row["now"])) is not None, row
        assert not place.text


def test_rows_can_be_filtered_by_what_they_are(paper: Assessed, table):
    country = {row["place"]: row["within"] for row in read("memberships") if row["within"].isupper()}
    for id, (claim, verdict) in paper.judged.items():
        row = table.find(id=f"claim-{id.replace('_', '-')}")
        assert (row["data-status"], row["data-kind"]) == (shown_as(verdict), claim.kind)
        assert row["data-section"] == section_of(paper, claim)
        assert row["data-ground"] == (checks()[claim.check].ground if claim.check else "")
        # Who looks for a country finds what is said of its clusters as well.
        around = [country[place] for place in claim.places if place in country]
        assert row["data-place"].split(";") == (list(dict.fromkeys([*claim.places, *around])) or [""])


def test_each_menu_offers_what_rows_have_and_nothing_else(table):
    for menu in table.select("select"):
        assert table.find("label", attrs={"for": menu["id"]}) is not None
        offered = {option["value"] for option in menu.select("option")} - {""}
        had = {value for row in table.select("tbody tr") for value in row[f"data-{menu['name']}"].split(";")} - {""}
        assert had <= offered, menu["name"]
        assert menu["name"] == "status" or had == offered, menu["name"]


def test_menus_call_things_by_name_and_places_in_the_order_of_their_table(paper: Assessed, table):
    offered = {
        menu["name"]: {option["value"]: option.text for option in menu.select("option")[1:]}
        for menu in table.select("select")
    }
    assert list(offered) == ["status", "section", "kind", "place", "ground"]
    about = {place for claim in paper.claims.values() for place in claim.places}
    assert list(offered["place"].items()) == [(key, name) for key, name in NAMES.items() if key in about]
    assert offered["ground"] == GROUNDS
    assert offered["kind"]["prescription"] == "recommendation" and offered["status"] == VERDICTS
    assert table.output.text == f"{len(paper.claims)} of {len(paper.claims)} claims"


def test_the_foot_of_a_claim_tells_its_figure_and_where_it_has_none_in_front_its_places(table):
    shown = {
        id: words(table.find(id=f"claim-{id}").select_one(".sme-foot"))
        for id in ("five-clusters", "region-liberalised")
    }
    assert shown["five-clusters"].startswith(
        "five-clusters · WP71 §1 ¶3 · figure · the clusters studied · 5 clusters · by the paper’s text and list "
        "of works: "
    )
    assert shown["region-liberalised"].startswith(
        "region-liberalised · WP71 §1 ¶1 · finding · Latin America and the Caribbean · by "
    )


def test_how_far_another_coding_would_go_is_told_where_it_was_recorded(paper: Assessed, table):
    for id, verdict in paper.verdicts.items():
        steps = RECORDED[id]["turned_by"]
        told = words(table.find(id=f"claim-{id.replace('_', '-')}").select_one(".sme-foot"))
        assert verdict.ours == ("rests on our coding" in told)
        expected = {
            "": "",
            "0": "rests on our coding, and no change of one step would turn the verdict",
            "1": "rests on our coding: 1 change of one step would turn the verdict",
        }.get(steps, f"rests on our coding: {steps} changes of one step would turn the verdict")
        assert expected in told.split(" · ") or not expected
    none = Assessed(replace(paper.study, verdicts=paper.study.verdicts.iloc[:0]))
    assert "of one step" not in page(claims_table(none)).text


def test_moves_tell_the_verdict_now_and_then(paper: Assessed):
    moved = {
        "five-clusters": (Verdict("mixed", ""), Verdict("contradicted", "")),
        "integrating-framework-needed": (
            Verdict("depends_on_weights", "", share=0.98),
            Verdict("depends_on_weights", "", share=0.4),
        ),
    }
    first, second = (words(item) for item in page(moves_list(paper, moved))("li"))
    said = [statement(paper, paper.claims[id]) for id in moved]
    assert first.endswith(f" {said[0]} Mixed; read that way, contradicted.")
    assert second.endswith(f" {said[1]} Holds under 98 per cent of the weightings; read that way, under 40.")
    assert links(page(moves_list(paper, moved))) == [f"claims.html#claim-{id}" for id in moved]


def test_every_check_is_shown_with_its_source_and_its_claims_under_its_ground(paper: Assessed):
    shown = page(checks_list(paper))
    assert shown.nav["aria-label"] == "Grounds of the checks"
    assert links(shown.nav) == [f"#ground-{ground}" for ground in GROUNDS]
    assert [head["id"] for head in shown("h2")] == [f"ground-{ground}" for ground in GROUNDS]
    for name, check in checks().items():
        box = shown.find(id=f"check-{name.replace('_', '-')}")
        assert box.find_previous("h2")["id"] == f"ground-{check.ground}"
        assert box.code.text == name
        assert f"def {name}(" in box.pre.text
        decided = [claim for claim in paper.claims.values() if claim.check == name]
        assert links(box.ul) == [f"claims.html#claim-{claim.id.replace('_', '-')}" for claim in decided] != []
        for claim, item in zip(decided, box.ul("li"), strict=True):
            assert words(item).strip().startswith(SIGNS[shown_as(paper.verdicts[claim.id])])
            assert ([item.code.text] if item.code else []) == [claim.terms][: bool(claim.terms)]


def test_a_check_says_how_many_claims_it_decides(paper: Assessed):
    box = page(checks_list(paper)).find(id="check-hyperinflation")
    assert [summary.text for summary in box("summary")] == ["What it decides: four claims", "Its source"]
    assert len(box.ul("li")) == 4


def test_a_source_comes_with_the_thresholds_and_helpers_that_it_uses(paper: Assessed):
    shown = page(checks_list(paper))
    assert "HYPERINFLATION = 50" in shown.find(id="check-hyperinflation").pre.text
    assert "def _agrees(" in shown.find(id="check-brazil-has-as-many").pre.text
    other = shown.find(id="check-dear-when-unstable").pre.text  # what it uses of modules beside its own
    assert all(part in other for part in ("CRISIS = 40", "RUNAWAY = 1000", "def real_rate(", "def yearly("))
    within = shown.find(id="check-unstable-prices").pre.text  # which it calls in comprehensions
    assert all(f"def {helper}(" in within for helper in ("running", "crisis_years", "yearly"))
    assert "CLOSE = 0.1" in shown.find(id="check-brazil-has-as-many").pre.text  # of a helper in a sum
    weighed = shown.find(id="check-narrow-framework-misleads").pre.text
    assert (
        weighed.index("ALL = 0.999") < weighed.index("def narrow_framework_misleads(") < weighed.index("def _by_share(")
    )


@pytest.mark.parametrize("part", ["argument", "computed", "judged"])
def test_each_thing_noticed_stands_in_one_part_by_step_or_by_kind(paper: Assessed, part: str):
    shown = page(audit_table(paper, part))
    found = audit(paper)
    kinds = [kind for kind in KINDS if (kind in JUDGED) == (part == "judged")]
    order = {"step": list(STEPS.items())} if part == "argument" else {"kind": [(kind, KINDS[kind]) for kind in kinds]}
    ((by, named),) = order.items()
    found = found[(found["step"] != "") == (part == "argument")]
    named = [(key, name) for key, name in named if key in set(found[by])]
    assert [body.th.text.lower() for body in shown("tbody")] == [name.lower() for _, name in named]
    for (key, _), body in zip(named, shown("tbody"), strict=True):
        expected = found[found[by] == key]
        rows = [row("td") for row in body("tr")[1:]]
        assert len(rows) == len(expected)
        for (detail, where), locator, also in zip(rows, expected["locator"], expected["also"], strict=True):
            assert detail["class"] == ["sme-prose"]
            assert words(where) == (LABELS | LISTED)[locator]
            told = [words(link) for link in detail.select("span a")]
            assert told == [(LABELS | LISTED)[other] for other in also.split(";") if other]
    assert audit_counts(paper)[part] == sum(len(body("tr")) - 1 for body in shown("tbody"))


def test_the_parts_of_the_audit_make_up_its_kinds(paper: Assessed):
    counts = audit_counts(paper)
    parts = [counts.pop(part) for part in ("argument", "computed", "judged")]
    assert counts == {kind: int((audit(paper)["kind"] == kind).sum()) for kind in KINDS}
    assert sum(parts) == sum(counts.values())
    assert parts[0] < 20  # few enough to be read


def test_locators_within_what_was_noticed_are_links(paper: Assessed):
    """Names spelt in several ways, each with the passages that spell it so."""
    found = audit(paper)
    found = found[found["kind"] == "name"]
    shown = {words(row.td): row.td for row in page(audit_table(paper, "computed"))("tr") if row.td}
    told = LABELS | LISTED
    for detail in found["detail"]:
        bare = [locator for group in re.findall(r"\(([^()]+)\)", detail) for locator in group.split(", ")]
        read_as = re.sub(r"\(([^()]+)\)", lambda m: f"({', '.join(told[key] for key in m[1].split(', '))})", detail)
        cell = shown[read_as]
        assert [words(link) for link in cell("a")] == [told[locator] for locator in bare]
        works = {row["ref"]: anchor("work", row["key"]) for row in read("listed")}
        places = [link["href"].split("#")[1] for link in cell("a")]
        assert places == [works.get(locator) or passage(locator) for locator in bare]
    assert len(found) > 0
