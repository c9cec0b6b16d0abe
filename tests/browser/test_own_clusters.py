"""Clusters of a reader's own on the explorer's page: entered, pasted, from a file; in the link, kept, taken along."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.explorer_page import assert_same, put, rows_of, settle, shown
from tests.browser.test_accessibility import faults
from typer.testing import CliRunner

from smeclusters import Explorer, Prepared, Study, load_study
from smeclusters.cli import app

pytestmark = pytest.mark.xdist_group("own")  # its page is made once

NUMBER = "Number(document.querySelector('[data-cluster={}]').dataset.{})"


def add(page: Page, name: str, country: str = "", ratings: dict[str, str] | None = None, path: str = "") -> None:
    """Enter a cluster in the form; a rating as "1" or as "-1..2"."""
    page.locator("[data-action=add-cluster]").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Country", exact=True).fill(country)
    if path:
        page.get_by_label("Path observed").select_option(path)
    for key, rating in (ratings or {}).items():
        lo, _, hi = rating.partition("..")
        page.locator(f"[name=own-{key}]").select_option(lo)
        if hi:
            page.locator(f"[name=own-{key}-to]").select_option(hi)
    page.locator("[data-action=save-cluster]").click()


def paste(page: Page, text: str) -> None:
    page.locator("textarea[name=paste]").fill(text)
    page.locator("[data-action=read-paste]").click()
    settle(page)


def said(page: Page) -> str:
    return page.locator(".mine .said").inner_text()


def in_python(page: Page, study: Study) -> list[tuple[str, str, float, float]]:
    """What the library makes of the page's address."""
    settle(page)
    found = Explorer.from_link(page.url, study)
    paths, scores = found.paths, found.scores
    return [(key, paths[key], scores.loc[key, "lo"], scores.loc[key, "hi"]) for key in paths.index]


def names(page: Page) -> list[str]:
    return [row[0] for row in shown(page)]


SIX = ["sinos", "guadalajara", "leon", "gamarra", "trujillo", "cachoeiro"]
SIALKOT = {"trust": "1", "joint_action": "2", "skills": "-1..1", "regulation": "-2"}
TABLE = (
    "place,name,country,path,determinant,rating,rating_to,summary,sources,locator\n"
    "sialkot,Sialkot,Pakistan,mixed,trust,1,,Kin and neighbours lend,Nadvi 1999,1608\n"
    "sialkot,,,,joint_action,2,,The association built a laboratory,Nadvi 1999,1609\n"
    "sialkot,,,,skills,-1,1,,,\n"
    "sialkot,,,,regulation,-2,,,,\n"
)


# ---- Entering.


def test_a_cluster_stands_among_the_others_at_once(opened: Callable[..., Page], study: Study):
    page = opened()
    add(page, "Sialkot", "Pakistan", SIALKOT, "mixed")
    assert names(page) == [*SIX, "sialkot"]
    assert_same(shown(page), in_python(page, study))
    lo, hi = (page.evaluate(NUMBER.format("sialkot", end)) for end in ("scoreLo", "scoreHi"))
    silent = 8
    assert lo == pytest.approx((0.75 + 1 + 0.25 + 0 + silent * 0) / 12)
    assert hi == pytest.approx((0.75 + 1 + 0.75 + 0 + silent * 1) / 12)
    row = page.locator("[data-cluster=sialkot]")
    assert row.locator(".seen").inner_text().startswith("yours, observed: mixed")
    assert row.get_attribute("data-own") == "" and page.locator("[data-cluster][data-own]").count() == 1
    assert row.locator(".share").inner_text() == ""  # nobody has counted it
    expect(page.locator("[data-live]")).to_contain_text("Sialkot: could be any.")
    expect(page.locator(".summary")).to_contain_text("Observed, as you say: Sialkot on a mixed path.")
    assert page.locator("[data-action=add-cluster]").evaluate("each => each === document.activeElement")


def test_weights_presets_and_rules_move_it_as_the_others(opened: Callable[..., Page], study: Study):
    page = opened()
    add(page, "Sialkot", "Pakistan", SIALKOT)
    add(page, "Nova Serrana", "Brazil", {"skills": "1"})
    for key in ("collective_efficiency", "macro_first", "firm_capability"):
        page.locator(f"[data-preset={key}]").click()
        assert_same(shown(page), in_python(page, study), key)
    put(page, "weight-trust", 80)
    put(page, "compensation", 30)
    page.locator("[name=silent][value=leave_out]").check()
    put(page, "threshold-low", 0.5)
    assert_same(shown(page), in_python(page, study))
    page.locator("[data-action=paper]").click()
    assert_same(shown(page), in_python(page, study))
    page.locator("[data-preset=collective_efficiency]").click()
    apart = page.locator("[data-cluster=sialkot] .apart")
    assert apart.inner_text() == "≠" and "With the usual weights and rules" in apart.get_attribute("title")


def test_why_shows_what_the_reader_says_and_what_is_known_of_the_country(opened: Callable[..., Page]):
    page = opened()
    page.locator("[data-action=add-cluster]").click()
    page.get_by_label("Name", exact=True).fill("Nova Serrana")
    page.get_by_label("Country", exact=True).fill("brazil")
    expect(page.locator(".own-form .hint").first).to_contain_text("what the study says of Brazil")
    page.locator("[name=own-trust]").select_option("1")
    page.get_by_label("Why (Trust)").fill("Everybody knows everybody")
    page.get_by_label("Source (Trust)").fill("Suzigan 2005")
    page.get_by_label("Page or section (Trust)").fill("12")
    page.locator("[data-action=save-cluster]").click()
    settle(page)
    assert page.locator(".why h2").inner_text() == "Why Nova Serrana?"
    statement = page.locator(".why .evidence li").filter(has_text="Everybody knows everybody")
    assert statement.text_content() == "Everybody knows everybody (+1; about Nova Serrana) Suzigan 2005, p. 12"
    told = page.locator(".why .evidence").all_text_contents()
    assert any("about Brazil" in text or "about Latin America" in text for text in told)
    assert any("1 row entered, about Nova Serrana." in text for text in told)
    assert not any("about the clusters studied" in text for text in told)
    page.get_by_label("Trust of Nova Serrana").select_option("your −2")
    assert page.locator(".why .own li").inner_text().startswith("Nova Serrana, Trust: −2 instead of +1")


def test_several_can_be_changed_and_removed_each_a_step(opened: Callable[..., Page], study: Study):
    page = opened()
    undo, redo = page.locator("[data-action=undo]"), page.locator("[data-action=redo]")
    add(page, "Sialkot", "Pakistan", SIALKOT)
    first = shown(page)
    add(page, "Tiruppur", "India", {"trust": "2"})
    second = shown(page)
    page.get_by_role("button", name="Edit Sialkot").click()
    form = page.locator(".own-form")
    assert form.locator("[name=own-name]").input_value() == "Sialkot"
    assert form.locator("[name=own-skills]").input_value() == "-1"
    assert form.locator("[name=own-skills-to]").input_value() == "1"
    form.locator("[name=own-trust]").select_option("-2")
    form.locator("[name=own-skills]").select_option("")
    page.locator("[data-action=save-cluster]").click()
    third = shown(page)
    assert third != second and names(page) == [*SIX, "sialkot", "tiruppur"]
    assert_same(third, in_python(page, study))
    page.get_by_role("button", name="Remove Sialkot").click()
    fourth = shown(page)
    assert names(page) == [*SIX, "tiruppur"]
    paste(page, TABLE)
    fifth = shown(page)
    assert names(page) == [*SIX, "tiruppur", "sialkot"]
    for state in (fourth, third, second, first):
        undo.click()
        assert shown(page) == state
    undo.click()
    assert names(page) == SIX
    for state in (first, second, third, fourth, fifth):
        redo.click()
        assert shown(page) == state
    page.locator("[data-action=remove-own]").click()
    assert names(page) == SIX
    undo.click()
    assert shown(page) == fifth
    page.locator("[data-action=reset]").click()
    assert shown(page) == fifth  # weights, rules and cells as they were; clusters stay


def test_a_name_is_needed_and_must_be_new(opened: Callable[..., Page]):
    page = opened()
    add(page, " ")
    expect(page.locator(".problem")).to_have_text("Give the cluster a name.")
    field = page.get_by_label("Name", exact=True)
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("each => each === document.activeElement")
    field.fill("león")
    page.locator("[data-action=save-cluster]").click()
    expect(page.locator(".problem")).to_have_text("Another place has this name already.")
    page.locator("[data-action=cancel-cluster]").click()
    assert names(page) == SIX and page.locator(".own-form").count() == 0
    assert page.locator("[data-action=undo]").get_attribute("aria-disabled") == "true"


def test_what_goes_with_a_cluster_that_is_removed_goes_too(opened: Callable[..., Page], study: Study):
    page = opened()
    add(page, "Sialkot", "Pakistan", SIALKOT)
    page.get_by_label("Trust of Sialkot").select_option("your +2")
    page.locator("[data-action=keep]").click()
    page.get_by_role("button", name="Remove Sialkot").click()
    settle(page)
    assert page.locator(".why h2").inner_text() == "Why Sinos Valley?"
    assert "sialkot" not in page.url
    assert_same(shown(page), in_python(page, study))
    page.locator("[data-action=undo]").click()
    assert page.locator("[data-cluster=sialkot]").count() == 1 and ":2" in page.url


def test_it_stands_there_while_the_form_is_filled_in_and_all_of_that_is_one_step(
    opened: Callable[..., Page], study: Study
):
    page = opened()
    undo = page.locator("[data-action=undo]")
    page.locator("[data-action=add-cluster]").click()
    page.get_by_label("Name", exact=True).fill("Sialkot")
    page.get_by_label("Country", exact=True).fill("Pakistan")
    assert names(page) == [*SIX, "sialkot"]
    for key, rating in {"trust": "1", "skills": "2", "macro": "-2"}.items():
        page.locator(f"[name=own-{key}]").select_option(rating)
        settle(page)
        assert_same(shown(page), in_python(page, study))
    page.get_by_label("Why (Trust)").fill("Kin")
    page.locator("[name=own-trust-to]").select_option("2")
    settle(page)
    assert page.locator(".own-form").count() == 1
    expect(page.locator(".why .evidence li").filter(has_text="Kin (+1 to +2; about Sialkot)")).to_have_count(1)
    undo.click()
    assert names(page) == SIX and page.locator(".own-form").count() == 0
    page.locator("[data-action=redo]").click()
    page.get_by_role("button", name="Edit Sialkot").click()
    page.locator("[name=own-trust]").select_option("-2")
    put(page, "weight-trust", 90)
    settle(page)
    page.locator("[name=own-trust]").select_option("0")
    settle(page)
    middle = shown(page)
    page.locator("[data-action=cancel-cluster]").click()  # what was moved beside the form stays
    assert page.locator("[name=weight-trust]").evaluate("each => each.valueAsNumber") == 90
    assert shown(page) != middle
    page.get_by_role("button", name="Edit Sialkot").click()
    page.locator("[name=own-trust]").select_option("-2")
    before = page.locator("[data-action=undo]").get_attribute("aria-disabled")
    page.locator("[data-action=cancel-cluster]").click()
    assert before == "false" and page.locator(".own-form").count() == 0
    assert_same(shown(page), in_python(page, study))


def test_what_was_just_entered_is_there_to_be_edited(opened: Callable[..., Page]):
    page = opened()
    add(page, "Sialkot", "Pakistan", SIALKOT)
    page.get_by_role("button", name="Edit Sialkot").click()  # before the list is written anew
    assert page.locator("[name=own-joint_action]").input_value() == "2"
    assert page.locator("[name=own-skills-to]").input_value() == "1"


def test_nothing_moves_away_from_under_a_finger_that_leaves_the_form(opened: Callable[..., Page]):
    page = opened()
    add(page, "Sialkot", "Pakistan", SIALKOT)
    page.get_by_role("button", name="Edit Sialkot").click()
    page.get_by_label("Why (Trust)").fill("Kin")  # told when the field is left, as a button is pressed
    places = page.evaluate("""() => {
        const there = () => document.querySelector("[data-action=undo]").getBoundingClientRect().top;
        const before = there();
        document.activeElement.blur();
        return [before, there()];
    }""")
    assert places[0] == places[1]


# ---- Beside the others.


def test_it_is_compared_drawn_and_taken_along_with_the_others(opened: Callable[..., Page]):
    page = opened()
    page.locator("[data-action=keep]").click()
    add(page, "=Sialkot", "Pakistan", SIALKOT, "mixed")
    page.locator("[data-preset=collective_efficiency]").click()
    settle(page)
    lines = [line.inner_text().split("\t") for line in page.locator(".compare tbody tr").all()]
    assert lines[-1][0] == "=Sialkot" and lines[-1][1].startswith("could be any") and len(lines) == 7
    page.locator(".mixes button").first.click()
    page.locator(".triangle select").select_option("sialkot")
    settle(page)
    assert page.locator(".why h2").inner_text() == "Why =Sialkot?"
    assert page.locator(".triangle .legend li").count() >= 1
    with page.expect_download() as waiting:
        page.locator("[data-action=classes]").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8"))))
    assert rows[-1]["cluster"] == "sialkot" and rows[-1]["name"] == "'=Sialkot" and rows[-1]["observed"] == "mixed"
    with page.expect_download() as waiting:
        page.locator("[data-action=picture]").click()
    words = " ".join(ElementTree.fromstring(waiting.value.path().read_text("utf-8")).itertext())
    assert "=Sialkot" in words and "entered by the reader; observed: mixed" in words
    assert 'load_study(layers=["clusters.csv"])' in page.locator(".along pre").text_content()


# ---- Tables.


@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_a_table_is_pasted_whatever_parts_its_cells(opened: Callable[..., Page], study: Study, by: str):
    page = opened()
    page.locator("textarea[name=paste]").fill(TABLE.replace(",", by))  # in one go, as a paste comes
    assert names(page) == [*SIX, "sialkot"]
    assert_same(shown(page), in_python(page, study))
    assert said(page).startswith("Put in: Sialkot.")
    assert page.locator("textarea[name=paste]").input_value() == ""
    wide = (
        ["name", "country", "path", *SIALKOT],
        ["Sialkot", "Pakistan", "mixed", *(v.replace("..", " to ") for v in SIALKOT.values())],
    )
    paste(page, "\n".join(by.join(line) for line in wide))
    assert "In the place of what stood there: Sialkot." in said(page)
    assert names(page) == [*SIX, "sialkot"]
    assert_same(shown(page), in_python(page, study))


def test_a_wrong_cell_is_told_and_nothing_is_taken_by_halves(opened: Callable[..., Page]):
    page = opened()
    paste(page, TABLE.replace(",2,,", ",3,,").replace("skills", "skils"))
    assert names(page) == SIX
    told = page.locator(".mine .said li").all_inner_texts()
    assert page.locator(".mine .said p").inner_text() == "Nothing has been taken."
    assert [line.split(",")[0] for line in told] == ["Row 3", "Row 4"]
    assert told[0].startswith("Row 3, rating: found “3”, expected a whole number from −2 to 2")
    assert told[1].startswith("Row 4, determinant: found “skils”, expected one of")
    assert page.locator("textarea[name=paste]").input_value() != ""
    assert page.locator("[data-action=undo]").get_attribute("aria-disabled") == "true"


FORMS = {
    "UTF-8 with its mark": (TABLE.encode("utf-8-sig"), ""),
    "UTF-16": (TABLE.replace(",", "\t").encode("utf-16"), "Read as cells parted by tabs."),
    "UTF-16, the other end first": (b"\xfe\xff" + TABLE.encode("utf-16-be"), ""),
    "Windows-1252": (TABLE.replace("Kin", "Café").encode("cp1252"), "Read as text in the code Windows-1252."),
    "sep=": (b"sep=;\r\n" + TABLE.replace(",", ";").replace("\n", "\r\n").encode(), "cells parted by semicolons"),
    "old Macintosh": (TABLE.replace("\n", "\r").encode(), ""),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_opened_in_the_forms_that_spreadsheets_write(
    opened: Callable[..., Page], study: Study, tmp_path: Path, form: str
):
    data, note = FORMS[form]
    page = opened()
    (tmp_path / "mine.csv").write_bytes(data)
    page.locator("[data-action=open-layer]").set_input_files(tmp_path / "mine.csv")
    expect(page.locator(".mine .said")).to_contain_text("Put in: Sialkot.")
    assert note in said(page)
    assert_same(shown(page), in_python(page, study))
    assert page.evaluate(NUMBER.format("sialkot", "scoreLo")) == pytest.approx(2 / 12)
    if "1252" in form:
        assert "Café and neighbours lend" in page.locator(".why .evidence").all_text_contents()[6]


REFUSED = {
    "a workbook": (b"PK\x03\x04" + b"x" * 99, "This is a spreadsheet’s own file."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0" + bytes(range(256)), "This is no text that can be read."),
    "nothing": (b"", "This is no table of clusters"),
    "half of UTF-16": (b"\xff\xfea", "The file’s signs are not whole."),
    "too much": (b"x" * 4_000_001, "The file is too large"),
    "weights": (b"determinant,weight\nmacro,1\n", "This is no table of clusters"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence(opened: Callable[..., Page], tmp_path: Path, what: str):
    page = opened()
    (tmp_path / "mine.csv").write_bytes(REFUSED[what][0])
    page.locator("[data-action=open-layer]").set_input_files(tmp_path / "mine.csv")
    expect(page.locator(".mine .said li")).to_have_count(1)
    expect(page.locator(".mine .said li")).to_contain_text(REFUSED[what][1])
    assert names(page) == SIX


def download(page: Page, path: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator("[data-action=download-layer]").click()
    assert waiting.value.suggested_filename == "clusters.csv"
    waiting.value.save_as(path)
    return path


def test_what_is_downloaded_is_opened_again_to_the_same_numbers(
    opened: Callable[..., Page], study: Study, tmp_path: Path
):
    page = opened()
    paste(page, TABLE)
    add(page, '=HYPERLINK("x")', "Brazil", {"trust": "-2", "macro": "0..1"}, "low_road")
    add(page, "天津 <b>", "", {})
    path = download(page, tmp_path / "clusters.csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfplace,name,country,path,") and data.count(b"\n") == data.count(b"\r\n") == 8
    other = opened()
    other.locator("[data-action=open-layer]").set_input_files(path)
    expect(other.locator(".mine .said")).to_contain_text("Put in:")
    assert shown(other) == shown(page)
    assert download(other, tmp_path / "again.csv").read_bytes() == data
    assert_same(shown(other), in_python(page, study))
    # As the command line and a notebook take it: as one file, and as a folder that it has been put into.
    done = CliRunner().invoke(app, ["add", str(tmp_path / "mine"), str(path)])
    assert done.exit_code == 0, done.output
    for layer in (path, tmp_path / "mine"):
        prepared = Prepared(load_study(layers=[layer]))
        rows = rows_of(prepared.framework, prepared.ratings, [25.0] * 12, [33.0] * 3)
        assert_same(shown(page), rows)
        assert prepared.study.observed["sialkot"] == "mixed"


# ---- Links.


def test_a_link_brings_own_clusters_and_an_old_one_leaves_them(opened: Callable[..., Page], study: Study):
    page = opened()
    paste(page, TABLE)
    add(page, "Ünïcødé 天津 🏭; a,b/c&d=~_", "Côte d’Ivoire", {"trust": "1"})
    page.locator("[data-cluster=sialkot] button").click()
    page.get_by_label("Trust of Sialkot").select_option("your −2")
    page.locator("[data-action=keep]").click()
    put(page, "weight-trust", 90)
    settle(page)
    page.wait_for_function("location.hash.includes('&o=1;')")
    other = opened("#" + page.url.split("#")[1])
    assert shown(other) == shown(page)
    for selector in (".count", ".summary", ".own", ".why tbody", ".compare tbody", ".mine .entered"):
        assert other.locator(selector).inner_text() == page.locator(selector).inner_text(), selector
    assert_same(shown(other), in_python(page, study))
    expect(page.get_by_text("The link to this state holds them.")).to_be_visible()
    weights = page.url.split("#")[1].split("&")[0].split(";sialkot")[0]
    other.evaluate("hash => { location.hash = hash; }", weights.replace("90", "10"))
    other.wait_for_function("location.hash.includes('10')")
    assert names(other) == names(page)


def test_where_a_link_would_be_too_long_the_page_says_to_send_the_file(opened: Callable[..., Page], study: Study):
    page = opened()
    long = "\n".join(f"c{at},trust,1,{'reason ' * 40}{at}" for at in range(40))
    paste(page, f"place,determinant,rating,summary\n{long}")
    assert len(names(page)) == 46
    expect(page.get_by_text("They are too long for a link, which holds 8 kB: send the file instead.")).to_be_visible()
    page.locator("[data-cluster=c7] button").click()
    page.get_by_label("Trust of c7").select_option("your −2")
    settle(page)
    assert "&o=" not in page.url and "c7" not in page.url and len(page.url) < 8000
    other = opened("#" + page.url.split("#")[1])
    assert names(other) == SIX and other.locator(".notice").text_content() == ""
    again = page.get_by_label("Link to this state").input_value()
    assert again == page.url
    for at in range(40):
        if at > 5:
            page.get_by_role("button", name=f"Remove c{at}", exact=True).click()
    settle(page)
    assert "&o=" in page.url and len(page.url) < 8000
    assert_same(shown(page), in_python(page, study))


# ---- Kept.


def test_they_are_kept_between_visits_only_where_the_reader_says_so(browser: Browser, opened: Callable[..., Page]):
    context = browser.new_context()
    page = opened("", context)
    stored = "JSON.stringify(Object.entries(localStorage))"
    add(page, "Sialkot", "Pakistan", SIALKOT)
    settle(page)
    assert page.evaluate(stored) == "[]"
    page.get_by_label("Keep them in this browser").check()
    add(page, "Tiruppur", "India", {"trust": "2"})
    settle(page)
    rows = shown(page)
    other = opened("", context)
    assert shown(other) == rows and "#" not in other.url
    assert other.get_by_label("Keep them in this browser").is_checked()
    assert other.locator("[data-action=undo]").get_attribute("aria-disabled") == "true"
    other.get_by_role("button", name="Remove Tiruppur").click()
    settle(other)
    third = opened("", context)
    assert names(third) == [*SIX, "sialkot"]
    third.get_by_role("button", name="Remove Sialkot").click()
    settle(third)
    assert names(opened("", context)) == SIX
    third.locator("[data-action=undo]").click()
    settle(third)
    third.get_by_label("Keep them in this browser").uncheck()
    assert third.evaluate(stored) == "[]"
    assert names(opened("", context)) == SIX


def test_what_a_link_brings_does_not_take_the_place_of_what_is_kept(browser: Browser, opened: Callable[..., Page]):
    context = browser.new_context()
    page = opened("", context)
    add(page, "Sialkot", "Pakistan", SIALKOT)
    page.get_by_label("Keep them in this browser").check()
    guest = opened()
    add(guest, "Tiruppur", "India", {"trust": "2"})
    settle(guest)
    fragment = "#" + guest.url.split("#")[1]
    other = opened(fragment, context)
    assert names(other) == [*SIX, "tiruppur"]
    keep = other.get_by_label("Keep them in this browser")
    assert not keep.is_checked()
    expect(other.locator(".mine")).to_contain_text("Those that you keep in this browser are still kept")
    other.get_by_role("button", name="Edit Tiruppur").click()
    other.locator("[name=own-skills]").select_option("1")
    other.locator("[data-action=save-cluster]").click()
    settle(other)
    assert names(opened("", context)) == [*SIX, "sialkot"]
    keep.check()
    assert names(opened("", context)) == [*SIX, "tiruppur"]


def test_what_is_kept_and_can_no_longer_be_read_is_told_and_left(browser: Browser, opened: Callable[..., Page]):
    context = browser.new_context()
    page = opened("", context)
    add(page, "Sialkot", "Pakistan", SIALKOT)
    page.get_by_label("Keep them in this browser").check()
    settle(page)
    page.evaluate("for (const key of Object.keys(localStorage)) localStorage[key] = 'place,determinant,rating\\na,x,1'")
    other = opened("", context)
    assert names(other) == SIX
    expect(other.locator(".mine")).to_contain_text("can no longer be read")
    add(other, "B", "", {"trust": "1"})
    assert other.evaluate("Object.values(localStorage)[0]").startswith("place,determinant")


# ---- Strangers' files.

SCRIPTS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "javascript:window.hit=1",
    '=HYPERLINK("javascript:alert(1)")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "{{7*7}}${7*7}",
    "__proto__",
    "constructor",
    "toString",
    "\u202egnp.exe",
    "Z\u0351\u036b\u0343a\u0321l\u0332g\u0348o\u034d" * 5,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\ufdfd" * 40,
    "a" * 5000,
    "&lt;b&gt;",
    "\u0000",
    "\u2028\u2029",
    "]]>",
    "'\"`",
    "%3Cscript%3E",
]


def hostile(chance: random.Random) -> bytes:
    """A table that somebody might hand in who means no good, or whose program did not."""
    by = chance.choice(",;\t")
    end = chance.choice(["\n", "\r\n", "\r"])

    def cell(text: str) -> str:
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if chance.random() < 0.8 else text

    wide = chance.random() < 0.3
    about = ["place", "name", "country", "products", "path"]
    columns = (
        [*about, "trust", "skills"]
        if wide
        else [*about, "determinant", "rating", "summary", "sources", "locator", "basis"]
    )
    if chance.random() < 0.15:
        columns[chance.randrange(len(columns))] = chance.choice(SCRIPTS)
    if chance.random() < 0.1:
        chance.shuffle(columns)
    good = {
        "determinant": ["trust", "macro", "Skills"],
        "rating": ["1", "-2", "−1", "-1 to 1", ""],
        "basis": ["stated", "inferred", ""],
    }
    good |= {"trust": ["1", "-2"], "skills": ["", "2"], "path": ["", "mixed", "low road"]}
    wrong = chance.choice([0, 0, 0.02, 0.2])
    lines = [by.join(map(cell, columns))]
    for at in range(chance.choice([1, 2, 5, 5, 30, 3000 if chance.random() < 0.2 else 8])):
        values = []
        for column in columns:
            if column == "place":
                values.append(f"p{at % chance.choice([1, 3, 80])}")
            elif column in good and chance.random() >= wrong:
                values.append(chance.choice(good[column]))
            elif column in ("name", "country", "products") and at:
                values.append("")
            else:
                values.append(chance.choice(SCRIPTS))
        lines.append(by.join(map(cell, values)))
    text = end.join(lines)
    if chance.random() < 0.1:
        text = text[: chance.randrange(len(text))]
    data = text.encode(chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"]), "replace")
    if chance.random() < 0.08:
        at = chance.randrange(len(data))
        data = data[:at] + chance.randbytes(3) + data[at:]
    return data


OPEN = """async files => {
    const input = document.querySelector("[data-action=open-layer]");
    const found = [];
    for (const bytes of files) {
        const file = new File([Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0))], "mine.csv");
        const given = new DataTransfer();
        given.items.add(file);
        input.files = given.files;
        const said = document.querySelector(".mine .said");
        said.replaceChildren();
        const told = new Promise(resolve => {
            const seen = new MutationObserver(() => { seen.disconnect(); resolve(); });
            seen.observe(said, { childList: true });
        });
        input.dispatchEvent(new Event("change"));
        await told;
        const root = document.querySelector("[data-explorer]");
        found.push({
            first: said.querySelector("p")?.textContent ?? "",
            lines: [...said.querySelectorAll("li")].map(each => each.textContent),
            rows: [...document.querySelectorAll("[data-cluster]")].map(({ dataset }) =>
                [dataset.cluster, dataset.path, Number(dataset.scoreLo), Number(dataset.scoreHi)]),
            odd: root.querySelectorAll(
                ":is(script, img, iframe, object, embed, [onerror], [onload], [href^=javascript])").length,
            wide: document.documentElement.scrollWidth - innerWidth,
            link: location.hash.length,
        });
        document.querySelector("[data-action=undo]").click();
    }
    return found;
}"""


def test_five_hundred_hostile_files_do_no_harm(opened: Callable[..., Page]):
    import base64

    chance = random.Random(17)
    files = [hostile(chance) for _ in range(500)]
    page = opened()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    start = shown(page)
    taken = refused = 0
    for at in range(0, 500, 50):
        found = page.evaluate(OPEN, [base64.b64encode(data).decode() for data in files[at : at + 50]])
        for data, answer in zip(files[at : at + 50], found, strict=True):
            assert answer["odd"] == 0, data[:300]
            assert answer["wide"] <= 0, data[:300]
            assert all(len(line) < 400 for line in answer["lines"]), answer["lines"]
            assert len(answer["lines"]) <= 16 and answer["link"] < 8000
            if answer["first"] == "Nothing has been taken.":
                refused += 1
                assert [tuple(row) for row in answer["rows"]] == start, data[:300]
                assert answer["lines"]
            else:
                taken += 1
                assert answer["first"].startswith(("Put in: ", "In the place of")), answer
                assert 6 < len(answer["rows"]) <= 66
                assert [tuple(row) for row in answer["rows"][:6]] == start
                assert all(0 <= row[2] <= row[3] <= 1 and row[1] for row in answer["rows"])
    assert taken > 100 and refused > 100, (taken, refused)
    assert page.evaluate("window.hit ?? null") is None and page.evaluate("({}).hit ?? null") is None
    assert shown(page) == start


def test_markup_in_a_name_is_a_name_everywhere(opened: Callable[..., Page]):
    page = opened()
    name = "<b onclick=window.hit=1>&amp;\"'</b>"
    add(page, name, name[:30], {"trust": "1"}, "mixed")
    page.locator("[data-action=keep]").click()
    settle(page)
    for selector in (
        "[data-cluster]:last-child .name",
        ".why h2",
        ".compare tbody tr:last-child th",
        ".mine .entered .called",
    ):
        assert name in page.locator(selector).text_content()
    assert page.locator("[data-explorer] b[onclick]").count() == 0


# ---- Readers.


def test_all_of_it_can_be_done_from_the_keyboard(opened: Callable[..., Page]):
    page = opened()
    press = page.keyboard.press
    page.locator("[data-action=add-cluster]").focus()
    press("Enter")
    page.keyboard.type("Sialkot")
    press("Control+z")  # in a field it takes back what was typed, and nothing else
    page.keyboard.type("Sialkot")
    press("Tab")
    page.keyboard.type("Pakistan")
    for _ in range(3):
        press("Tab")
    press("ArrowDown")  # the first factor
    press("Tab")
    press("Tab")
    page.keyboard.type("Prices rose")
    press("Enter")
    assert names(page) == [*SIX, "sialkot"]
    settle(page)
    reached: set[str] = set()
    for _ in range(200):
        press("Tab")
        reached.add(
            page.evaluate("""() => { const at = document.activeElement;
            return at.name || at.dataset.action || at.getAttribute("aria-label") || at.textContent; }""")
        )
    for wanted in ("paste", "read-paste", "open-layer", "download-layer", "keep-own", "Edit Sialkot", "Remove Sialkot"):
        assert wanted in reached, wanted
    page.get_by_role("button", name="Remove Sialkot").focus()
    press("Enter")
    assert page.evaluate("document.activeElement.dataset.action") == "add-cluster"
    press("Control+z")
    assert names(page) == [*SIX, "sialkot"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_and_nothing_is_cut_off(opened: Callable[..., Page], width: int, theme: str):
    page = opened("", None, width, theme)
    paste(page, TABLE)
    add(page, "A very long name of a cluster " * 2 + "Unbreakablewordinanamethatgoeson", "Brazil")
    paste(page, TABLE.replace(",2,", ",9,"))
    page.get_by_role("button", name="Edit Sialkot").click()
    page.locator("[name=own-name]").fill("")
    page.locator("[data-action=save-cluster]").click()
    page.locator("[data-action=keep]").click()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    settle(page)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate("""() => [...document.querySelectorAll(
        ".mine :is(button, select, textarea, summary, input:not([type=checkbox]), .check)")]
        .filter(each => each.checkVisibility()).map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, box]) => Math.round(box.width) < 44 || Math.round(box.height) < 44).map(([markup]) => markup)""")
    assert small == []
    for control in page.locator(".mine :is(input, select, textarea)").all():
        name = control.evaluate("each => each.labels?.[0]?.textContent || each.ariaLabel")
        assert name and name.strip()


def test_many_rows_scroll_by_themselves_and_what_is_chosen_is_seen(opened: Callable[..., Page]):
    for width in (390, 1280):
        page = opened("", None, width)
        paste(page, "place,trust\n" + "\n".join(f"c{at},{at % 5 - 2}" for at in range(30)))
        rows = page.locator(".rows")
        assert rows.evaluate("each => each.scrollHeight > each.clientHeight + 100")
        assert page.locator(".results").bounding_box()["height"] < 900 * 0.8
        page.locator(".mixes button").first.click()
        page.locator(".triangle select").select_option("c29")
        settle(page)
        inside = rows.evaluate("""each => { const box = each.getBoundingClientRect();
            const row = each.querySelector("[data-cluster=c29]").getBoundingClientRect();
            return row.top >= box.top - 1 && row.bottom <= box.bottom + 1; }""")
        assert inside
        assert re.search(r"(\w+, ){5}\w+ and 2\d others", page.locator(".summary").inner_text())


def test_on_paper_stand_all_rows(opened: Callable[..., Page]):
    page = opened()
    paste(page, "place,trust\n" + "\n".join(f"c{at},1" for at in range(30)))
    page.emulate_media(media="print")
    assert page.locator(".rows").evaluate("each => each.scrollHeight <= each.clientHeight")
    expect(page.locator("[data-cluster=c29] .name")).to_be_visible()
    expect(page.locator("textarea[name=paste]")).to_be_hidden()
