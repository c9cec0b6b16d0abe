"""The list of claims on the built page: a portion of its rows, narrowed without a kernel, by hand and by key."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument
from tests.browser.anchors import RECORDED
from tests.browser.conftest import SITE
from tests.browser.pages import open_page
from tests.browser.test_accessibility import faults

from smeclusters import Assessed
from whichroad.marks import section_of

ADDRESS = "chapters/claims.html"
FORMER = "chapters/holds.html"
PORTION = 30
ROWS = "() => [...document.querySelectorAll('.sme-claims tbody tr')].map(row => row.id)"
ELEMENTS = "() => document.querySelectorAll('*').length"


def ids(paper: Assessed, wanted) -> list[str]:
    return [f"claim-{id.replace('_', '-')}" for id, pair in paper.judged.items() if wanted(*pair)]


def everything(paper: Assessed) -> list[str]:
    return ids(paper, lambda claim, verdict: True)


def shown(page: Page) -> list[str]:
    """All rows that are asked for, in order: the page shows the first, and the others when it is asked to."""
    first = page.evaluate(ROWS)
    assert len(first) <= PORTION
    if page.get_by_role("button", name="Show all").is_visible():
        page.get_by_role("button", name="Show all").click()
        assert set(first) < set(page.evaluate(ROWS))
    return page.evaluate(ROWS)


def test_menus_and_words_narrow_the_table_together(browser: Browser, site: str, paper: Assessed):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    page = watched.page
    assert shown(page) == everything(paper)
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    against = ids(paper, lambda claim, verdict: verdict.status == "contradicted")
    assert shown(page) == against
    expect(page.locator(".sme-filter output")).to_have_text(f"{len(against)} of {len(paper.judged)} claims")
    page.get_by_label("Section").select_option("3")
    page.get_by_label("Place").select_option("VEN")
    assert shown(page) == ids(
        paper, lambda c, v: v.status == "contradicted" and section_of(paper, c) == "3" and "VEN" in c.places
    )
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Kind").select_option("thesis")
    page.get_by_label("Words").press_sequentially("trust sanctions")
    found = shown(page)
    assert "claim-no-efficiency-without-trust" in found
    assert set(found) <= set(ids(paper, lambda claim, verdict: claim.kind == "thesis"))
    assert watched.complaints == []
    page.context.close()


def test_the_table_is_filtered_by_key_alone_and_says_so(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    menu = page.get_by_label("Checked by")
    menu.focus()
    menu.press("t")  # "the paper’s own figures" is the first that begins so
    arithmetic = shown(page)
    assert 0 < len(arithmetic) < len(paper.judged)
    expect(page.locator(".sme-filter output")).to_have_attribute("aria-live", "polite")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # on the button, past the words
    expect(page.locator(".sme-filter output")).to_have_text(f"{len(paper.judged)} of {len(paper.judged)} claims")
    page.context.close()


def test_a_country_is_asked_for_with_its_clusters(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Place").select_option("PER")
    assert shown(page) == ids(paper, lambda c, v: {"PER", "gamarra", "trujillo"} & set(c.places))
    page.context.close()


def test_what_was_chosen_stands_in_the_address(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    page.get_by_label("Words").fill("Peru león")
    address = page.evaluate("() => location.href")
    assert address.endswith("?status=contradicted&words=Peru+le%C3%B3n")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".sme-filter output")).to_have_text(f"{len(paper.judged)} of {len(paper.judged)} claims")
    assert page.evaluate("() => location.href").endswith(".html")
    other = open_page(browser, address, site).page
    expect(other.get_by_label("Verdict", exact=True)).to_have_value("contradicted")
    expect(other.get_by_label("Words")).to_have_value("Peru león")
    expect(other.locator(".sme-filter output")).to_have_text("No claim fits this choice")
    strange = open_page(browser, f"{site}/{ADDRESS}?status=perhaps&other=1", site).page
    expect(strange.get_by_label("Verdict", exact=True)).to_have_value("")
    assert shown(strange) == everything(paper)
    for each in (page, other, strange):
        each.context.close()


def test_following_a_link_to_a_claim_does_not_load_the_page_anew(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("supported")
    page.evaluate("() => { window.still = true; }")
    page.locator("a.sme-mark[href$='#claim-ven-macro-2']").first.click()
    page.get_by_role("link", name="All of it").click()
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    assert page.evaluate("() => window.still === true")
    assert page.evaluate("() => location.href").endswith(".html#claim-ven-macro-2")
    page.context.close()


def test_a_mark_leads_to_its_claim_even_where_the_table_hides_it(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("supported")
    page.locator("a.sme-mark[href$='#claim-ven-macro-2']").first.click()
    page.get_by_role("link", name="All of it").click()
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    page.context.close()


def test_what_led_to_a_claim_that_another_has_taken_over_leads_to_that_one(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}?status=contradicted#claim-simplify-registration", site).page
    expect(page.locator("#claim-policy-registration-cost")).to_be_in_viewport()
    page.context.close()


def test_a_mark_leads_to_its_claim_also_where_one_has_been_already(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}#claim-ven-macro-2", site).page
    page.get_by_label("Verdict", exact=True).select_option("supported")
    expect(page.locator("#claim-ven-macro-2")).to_have_count(0)
    page.locator("a.sme-mark[href$='#claim-ven-macro-2']").first.click()
    page.get_by_role("link", name="All of it").click()
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_claim_that_a_link_leads_to_is_lit_and_not_beneath_the_bar(browser: Browser, site: str, width: int):
    page = open_page(browser, f"{site}/{ADDRESS}#claim-ven-macro-2", site, width=width).page
    row = page.locator("#claim-ven-macro-2")
    expect(row).to_be_in_viewport()
    assert row.evaluate("each => each.matches(':target')")
    middle = row.evaluate(
        """each => {
          const { x, y } = each.getBoundingClientRect();
          return each.contains(document.elementFromPoint(x + 20, y + 5));
        }"""
    )
    assert middle
    colours = page.locator(".sme-claims tbody th").evaluate_all(
        "all => all.map(e => getComputedStyle(e).backgroundColor)"
    )
    assert len(set(colours)) == 2
    page.context.close()


def test_words_are_found_without_their_accents_and_nothing_found_is_said(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Words").fill("tavara")
    assert "claim-trujillo-trust-3" in shown(page)
    page.get_by_label("Words").fill("no quaggas")
    expect(page.locator(".sme-filter output")).to_have_text("No claim fits this choice")
    page.context.close()


def test_coming_back_the_table_shows_what_the_menus_say(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    page.goto(f"{site}/chapters/checks.html")
    page.go_back()
    expect(page.get_by_label("Verdict", exact=True)).to_have_value("contradicted")
    assert shown(page) == ids(paper, lambda claim, verdict: verdict.status == "contradicted")
    page.context.close()


def test_without_scripts_all_claims_are_there_and_no_menu(browser: Browser, site: str, paper: Assessed):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ADDRESS}#claim-ven-macro-2")
    expect(page.locator(".sme-filter")).to_be_hidden()
    expect(page.locator(".sme-more button").first).to_be_hidden()
    expect(page.locator(".sme-claims tbody tr")).to_have_count(len(paper.judged))
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    context.close()


def test_before_it_is_narrowed_the_page_has_few_elements(browser: Browser, site: str, paper: Assessed):
    """Also where a link leads to the last row; all rows at once would be too many, so that this can fail."""
    last = everything(paper)[-1]
    for place in ("", f"#{last}"):
        page = open_page(browser, f"{site}/{ADDRESS}{place}", site).page
        assert len(page.evaluate(ROWS)) <= PORTION
        assert 350 < page.evaluate(ELEMENTS) < 2_500
        assert len(shown(page)) == len(paper.judged)
        assert page.evaluate(ELEMENTS) > 2_500
        page.context.close()


def test_rows_are_shown_by_the_portion_forwards_and_backwards(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    rows = everything(paper)
    more = page.get_by_role("button", name=f"Show {PORTION} more")
    expect(page.get_by_role("button", name=re.compile("before"))).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(ROWS) == rows[: 2 * PORTION]
    assert page.evaluate("() => document.activeElement.id") == rows[PORTION]  # one reads on from there
    page.context.close()
    page = open_page(browser, f"{site}/{ADDRESS}#{rows[-1]}", site).page
    before = page.get_by_role("button", name=re.compile("before"))
    start = (len(rows) - 1) // PORTION * PORTION
    assert page.evaluate(ROWS) == rows[start:]
    expect(page.get_by_role("button", name="more")).to_be_hidden()
    before.click()
    assert page.evaluate(ROWS) == rows[start - PORTION :]
    page.context.close()


def test_on_paper_stand_all_rows_that_are_asked_for(browser: Browser, site: str, paper: Assessed, tmp_path: Path):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    page = watched.page
    keys = {id for id, _ in paper.judged.items()}

    def printed() -> set[str]:
        page.pdf(path=tmp_path / "claims.pdf")
        with PdfDocument(tmp_path / "claims.pdf") as document:
            text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
        squeezed = re.sub(r"\s", "", text)
        return {key for key in keys if f"{key}·WP71" in squeezed}

    assert printed() == keys
    assert len(page.evaluate(ROWS)) == PORTION  # as before
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    assert printed() == {id for id, (_, verdict) in paper.judged.items() if verdict.status == "contradicted"}
    assert watched.complaints == []
    page.context.close()


@pytest.mark.parametrize(
    "place",
    [
        "#claim-ven-macro-2",
        "#claim-simplify-registration",  # which another has taken over
        "#all-claims",
        "?status=contradicted",
        "?status=contradicted&words=Peru#claim-bra-gdp",
    ],
)
def test_old_addresses_lead_on(browser: Browser, site: str, place: str):
    page = open_page(browser, f"{site}/{FORMER}", site).page
    page.goto(f"{site}/{FORMER}{place}", wait_until="commit")
    page.wait_for_url(f"**/{ADDRESS}**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("All claims")
    if "#claim" in place:
        expect(page.locator(place[place.index("#") :])).to_be_in_viewport()
    else:
        assert page.url.endswith(f"/{ADDRESS}{place}")
    page.context.close()


def test_other_places_on_the_page_where_the_list_stood_lead_nowhere_else(browser: Browser, site: str):
    known = json.loads(RECORDED.read_text("utf-8"))
    page = open_page(browser, f"{site}/{FORMER}", site).page
    assert len(known[FORMER]) > 5
    for place in known[FORMER]:
        page.goto(f"{site}/{FORMER}#{place}")
        page.wait_for_load_state("networkidle")
        assert page.url.endswith(f"/{FORMER}#{place}")
    assert [place for place in known[ADDRESS] if not place.startswith("claim-")] == ["all-claims", "past-the-claims"]
    page.context.close()


def test_without_scripts_the_page_where_the_list_stood_leads_to_it(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/{FORMER}#claim-ven-macro-2")
    link = page.locator("article").get_by_role("link", name="All claims").first
    expect(link).to_be_in_viewport()
    link.click()
    assert page.url.endswith(f"/{ADDRESS}")
    context.close()


def test_from_disk_too(browser: Browser, paper: Assessed):
    former, now = f"{(SITE / FORMER).as_uri()}?kind=thesis#claim-ven-macro-2", f"**/{ADDRESS}**"
    watched = open_page(browser, former, SITE.as_uri(), leads_to=now)
    expect(watched.page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    assert shown(watched.page) == everything(paper)
    assert watched.complaints == []
    watched.page.context.close()


def test_the_search_finds_a_claim_and_the_list_opens_with_what_was_sought(browser: Browser, site: str, paper: Assessed):
    """By a word that stands in the rows of few claims."""
    page = open_page(browser, f"{site}/search.html?q=teenage", site).page
    entry = page.locator(".search li").filter(has=page.get_by_role("link", name="All claims"))
    expect(entry.locator(".context")).to_contain_text("teenage")
    entry.get_by_role("link").click()
    expect(page.get_by_label("Words")).to_have_value("teenage")
    rows = page.locator(".sme-claims tbody tr")
    assert 0 < rows.count() < 10
    assert all("teenage" in each.lower() for each in rows.all_inner_texts())
    page.goto(f"{site}/{ADDRESS}")
    expect(page.get_by_label("Words")).to_have_value("")  # only who comes from the search
    page.evaluate("localStorage.setItem('sphinx_highlight_terms', 'teenage hyperinflation')")
    page.reload()
    assert shown(page) == everything(paper)  # no claim has both
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_line_of_the_table_is_cut_off(browser: Browser, site: str, width: int):
    page = open_page(browser, f"{site}/{ADDRESS}", site, width).page
    assert page.locator(".sme-claims").evaluate("each => each.scrollWidth <= each.clientWidth")
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_in_a_filtered_table(browser: Browser, site: str, width: int):
    page = open_page(browser, f"{site}/{ADDRESS}", site, width).page
    page.get_by_label("Verdict", exact=True).select_option("depends_on_weights")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_the_page_tells_a_screen_reader_each_verdict_in_words(browser: Browser, site: str):
    page = open_page(browser, f"{site}/chapters/country-level.html", site).page
    expect(page.get_by_role("link", name="Contradicted").first).to_be_visible()
    page.context.close()


def test_what_the_checks_come_to_stands_on_one_screen(browser: Browser, site: str, paper: Assessed):
    """The counts, what is contradicted and the main theses; and the page is light."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/{FORMER}", wait_until="networkidle")
    lines = page.locator(".sme-lines li")
    against = sum(verdict.status == "contradicted" for verdict in paper.verdicts.values())
    assert lines.locator("b", has_text=re.compile("^Contradicted$")).count() == against > 0
    assert lines.count() == against + 5
    box = lines.last.bounding_box()
    assert box and box["y"] + box["height"] <= 800
    assert page.evaluate("() => scrollY") == 0
    context.close()
    assert len(gzip.compress((SITE / FORMER).read_bytes(), 6)) < 60_000


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_the_script_has_come(browser: Browser, site: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 900})
    heights = []
    for blocked in (True, False):
        if blocked:
            page.route("**/claims.js*", lambda route: route.abort())
        page.goto(f"{site}/{ADDRESS}", wait_until="networkidle")
        assert page.locator(".sme-filter").is_visible() is not blocked
        heights.append(page.locator(".sme-claims").evaluate("each => each.getBoundingClientRect().y"))
        page.unroute_all()
    assert heights[0] == heights[1]
    page.context.close()
