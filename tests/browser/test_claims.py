"""The table of claims on the built page: filtered without a kernel, by hand and by key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.pages import open_page
from tests.browser.test_accessibility import faults

from smeclusters import Assessed
from whichroad.marks import section_of

ADDRESS = "chapters/holds.html"
SHOWN = (
    "() => [...document.querySelectorAll('.sme-claims tbody tr')].filter(row => "
    "row.checkVisibility()).map(row => row.id)"
)


def ids(paper: Assessed, wanted) -> list[str]:
    return [f"claim-{id.replace('_', '-')}" for id, pair in paper.judged.items() if wanted(*pair)]


def test_menus_and_words_narrow_the_table_together(browser: Browser, site: str, paper: Assessed):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    page = watched.page
    assert page.evaluate(SHOWN) == ids(paper, lambda claim, verdict: True)
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    against = ids(paper, lambda claim, verdict: verdict.status == "contradicted")
    assert page.evaluate(SHOWN) == against
    expect(page.locator(".sme-filter output")).to_have_text(f"{len(against)} of {len(paper.judged)} claims")
    page.get_by_label("Section").select_option("3")
    page.get_by_label("Place").select_option("VEN")
    assert page.evaluate(SHOWN) == ids(
        paper, lambda c, v: v.status == "contradicted" and section_of(paper, c) == "3" and "VEN" in c.places
    )
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Kind").select_option("thesis")
    page.get_by_label("Words").press_sequentially("trust sanctions")
    shown = page.evaluate(SHOWN)
    assert "claim-no-efficiency-without-trust" in shown
    assert set(shown) <= set(ids(paper, lambda claim, verdict: claim.kind == "thesis"))
    assert watched.complaints == []
    page.context.close()


def test_the_table_is_filtered_by_key_alone_and_says_so(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    menu = page.get_by_label("Checked by")
    menu.focus()
    menu.press("t")  # "the paper’s own figures" is the first that begins so
    arithmetic = page.evaluate(SHOWN)
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
    assert page.evaluate(SHOWN) == ids(paper, lambda c, v: {"PER", "gamarra", "trujillo"} & set(c.places))
    page.context.close()


def test_what_was_chosen_stands_in_the_address(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    page.get_by_label("Words").fill("Peru león")
    address = page.evaluate("() => location.href")
    assert address.endswith("?status=contradicted&words=Peru+le%C3%B3n")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".sme-filter output")).to_have_text(f"{len(paper.judged)} of {len(paper.judged)} claims")
    assert page.evaluate("() => location.href").endswith(".html")
    other = open_page(browser, address, site).page
    expect(other.get_by_label("Verdict", exact=True)).to_have_value("contradicted")
    expect(other.get_by_label("Words")).to_have_value("Peru león")
    expect(other.locator(".sme-filter output")).to_have_text("No claim has all of this")
    strange = open_page(browser, f"{site}/{ADDRESS}?status=perhaps&other=1", site).page
    expect(strange.get_by_label("Verdict", exact=True)).to_have_value("")
    assert strange.evaluate(SHOWN) == ids(paper, lambda claim, verdict: True)
    for each in (page, other, strange):
        each.context.close()


def test_following_a_link_to_a_claim_does_not_load_the_page_anew(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("supported")
    page.evaluate("() => { window.still = true; }")
    page.locator("a.sme-mark[href$='#claim-ven-macro-2']").first.click()
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    assert page.evaluate("() => window.still === true")
    assert page.evaluate("() => location.href").endswith(".html#claim-ven-macro-2")
    page.context.close()


def test_a_mark_leads_to_its_claim_even_where_the_table_hides_it(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("supported")
    page.locator("a.sme-mark[href$='#claim-ven-macro-2']").first.click()
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    page.context.close()


def test_what_led_to_a_claim_that_another_has_taken_over_leads_to_that_one(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}?status=contradicted#claim-simplify-registration", site).page
    expect(page.locator("#claim-policy-registration-cost")).to_be_in_viewport()
    page.context.close()


def test_a_mark_leads_to_its_claim_also_where_one_has_been_already(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}#claim-ven-macro-2", site).page
    page.get_by_label("Verdict", exact=True).select_option("supported")
    expect(page.locator("#claim-ven-macro-2")).to_be_hidden()
    page.locator("a.sme-mark[href$='#claim-ven-macro-2']").first.click()
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_claim_that_a_link_leads_to_is_not_beneath_the_head_of_the_table(browser: Browser, site: str, width: int):
    page = open_page(browser, f"{site}/{ADDRESS}#claim-ven-macro-2", site, width=width).page
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    head, row = (page.locator(each).bounding_box() for each in (".sme-claims thead", "#claim-ven-macro-2"))
    assert head and row and row["y"] >= head["y"] + head["height"] - 1
    page.context.close()


def test_words_are_found_without_their_accents_and_nothing_found_is_said(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Words").fill("tavara")
    assert "claim-trujillo-trust-3" in page.evaluate(SHOWN)
    page.get_by_label("Words").fill("no quaggas")
    expect(page.locator(".sme-filter output")).to_have_text("No claim has all of this")
    page.context.close()


def test_coming_back_the_table_shows_what_the_menus_say(browser: Browser, site: str, paper: Assessed):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.get_by_label("Verdict", exact=True).select_option("contradicted")
    page.goto(f"{site}/chapters/checks.html")
    page.go_back()
    chosen = page.get_by_label("Verdict", exact=True).input_value()
    assert page.evaluate(SHOWN) == ids(paper, lambda claim, verdict: chosen in ("", verdict.status))
    page.context.close()


def test_without_scripts_all_claims_are_there_and_no_menu(browser: Browser, site: str, paper: Assessed):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ADDRESS}#claim-ven-macro-2")
    expect(page.locator(".sme-filter")).to_be_hidden()
    expect(page.locator(".sme-claims tbody tr")).to_have_count(len(paper.judged))
    expect(page.locator("#claim-ven-macro-2")).to_be_in_viewport()
    context.close()


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
    expect(page.get_by_role("link", name="Checked: contradicted").first).to_be_visible()
    page.context.close()
