"""The class page: what thirty people hand in is laid side by side, and nothing leaves the browser."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.pages import Watched, open_page
from tests.browser.test_accessibility import IN_THE_DARK, ON_A_PHONE, faults

from smeclusters import Study
from smeclusters.explorer.links import read_link
from whichroad.class_page import NAMES, example_links
from whichroad.edition import edition

ROOT = Path(__file__).parents[2]
SHEETS = json.loads((ROOT / "tests" / "method" / "sheet_cases.json").read_text("utf-8"))["cases"]
CASES = json.loads((ROOT / "tests" / "method" / "class_cases.json").read_text("utf-8"))["cases"]
ADDRESS = "chapters/class.html"
LINKS = 'textarea[name="links"]'
SOON = 1000  # ms within which thirty links stand there
PASTE = """([selector, text]) => new Promise(done => {
    const field = document.querySelector(selector);
    const from = performance.now();
    new MutationObserver(() => {
        if (document.querySelector("[data-setting]")) done(performance.now() - from);
    }).observe(document.querySelector("[data-results]"), { childList: true, subtree: true });
    field.focus();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    if (!field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })))
        return;
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
})"""


@pytest.fixture
def watched(browser: Browser, site: str) -> Iterator[Watched]:
    found = open_page(browser, f"{site}/{ADDRESS}", site)
    yield found
    assert found.complaints == []
    found.page.context.close()


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.page


def names(page: Page) -> list[str]:
    return page.eval_on_selector_all("[data-setting]", "rows => rows.map(row => row.dataset.setting)")


def thirty() -> str:
    links = [line for line in example_links(edition()).splitlines()[:-1]]
    lines = [f"Student {at + 1} {links[at % len(links)].split(' ', 1)[1]}" for at in range(28)]
    return "\n".join([*lines, "Ben explorer.html#w=0;1,1", "thanks!"])


def test_the_page_asks_for_links_before_any_script_runs(site: str, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ADDRESS}")
    assert page.locator(LINKS).count() == 1
    assert "read_hand_ins" in page.locator(".without").inner_text()
    context.close()


def test_thirty_pasted_links_stand_there_within_a_second(page: Page):
    took = page.evaluate(PASTE, [LINKS, thirty()])
    assert took < SOON
    assert names(page) == [f"Student {at + 1}" for at in range(28)]
    assert page.inner_text("[data-said]") == "28 settings read. 2 lines could not be used: see the list below."
    broken = page.locator("[data-wrong] li").all_inner_texts()
    assert [line.split(":")[0] for line in broken] == ["Line 29, Ben", "Line 30"]
    assert "another version" in broken[0] and "no link begins in it" in broken[1]


def test_the_example_can_be_tried_and_cleared(page: Page, study: Study):
    page.click("[data-action=example]")
    assert names(page) == list(NAMES)
    assert len(page.query_selector_all(".mix .dot")) == len(NAMES) - 1  # two share a corner
    links = page.eval_on_selector_all("[data-setting] a", "all => all.map(each => each.getAttribute('href'))")
    given = dict(line.split(" ", 1) for line in example_links(edition()).splitlines()[:-1])
    for name, link in zip(NAMES, links, strict=True):
        assert read_link(link, study).state == read_link(given[name], study).state
    page.click("[data-action=clear]")
    assert names(page) == [] and page.input_value(LINKS) == ""
    assert page.inner_text("[data-said]") == ""


def test_a_point_says_whose_it_is_by_mouse_and_keyboard(page: Page):
    page.click("[data-action=example]")
    page.hover('[data-setting="Dora"]')
    assert page.inner_text(".which").startswith("Dora: Country level")
    assert len(page.query_selector_all(".dot.marked")) == 1
    page.mouse.move(0, 0)
    page.focus(".mix .dot[tabindex='0']")
    first = page.inner_text(".which")
    assert first.startswith("Ada and Ben")
    page.keyboard.press("ArrowRight")
    assert page.inner_text(".which").startswith("Cleo")
    assert len(page.query_selector_all(".mix .dot[tabindex='0']")) == 1


def hand_in(page: Page, files: list[dict[str, str]], wanted: str = "[data-setting]") -> None:
    """Choose files, as a lecturer would who has saved what mails brought."""
    chosen: list[Any] = [
        {"name": file["name"], "mimeType": "text/plain", "buffer": file["text"].encode()} for file in files
    ]
    page.set_input_files("[data-action=open-files]", chosen)
    page.wait_for_selector(wanted)


def test_files_of_a_class_are_read_and_taken_along(page: Page, tmp_path: Path):
    case = CASES[-1]
    files = [file for file in case["files"] if "passage," not in file["text"]]
    hand_in(page, files)
    expected = case["summary"]
    assert names(page) == [row["setting"] for row in expected["settings"]]
    told = page.locator("[data-wrong] li").all_inner_texts()
    assert len(told) == sum(bool(each["row"]) for each in expected["problems"])
    assert any(each.startswith("eve-weights.csv: Row 8, determinant: found “truts”") for each in told)
    own = page.locator(".sme-class section:has(h3:text-is('Clusters of their own')) tbody th").all_inner_texts()
    assert own == [row["name"] for row in expected["own"]]
    with page.expect_download() as saved:
        page.click("[data-action=download-summary]")
    saved.value.save_as(tmp_path / "summary.csv")
    with (tmp_path / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    hidden = {row["of"]: int(row["value"]) for row in rows if (row["part"], row["name"]) == ("average", "hidden")}
    assert hidden == {row["cluster"]: row["hidden"] for row in expected["average"]}
    with page.expect_download() as saved:
        page.click("[data-action=download-picture]")
    saved.value.save_as(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
    page.click(f"[aria-label='Remove {files[0]['name']}']")
    assert len(names(page)) < len(expected["settings"])
    page.click("[data-action=clear]")
    assert page.locator(".files li").count() == 0 and names(page) == []


DROP = """([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "text/csv" }));
    const zone = document.querySelector(".drop");
    for (const kind of ["dragover", "drop"])
        zone.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def test_a_file_can_be_dropped_and_one_that_cannot_be_read_is_named(page: Page):
    weights = next(file for file in CASES[-1]["files"] if file["name"] == "cid-weights.csv")
    page.evaluate(DROP, [weights["name"], weights["text"]])
    page.wait_for_selector("[data-setting=Cid]")
    page.evaluate(DROP, ["dora.xlsx", "PK\x03\x04"])
    page.wait_for_selector("[data-wrong] li")
    assert "dora.xlsx: This is a spreadsheet" in page.inner_text("[data-wrong]")
    assert names(page) == ["Cid"]


def booked(text: str) -> bytes:
    """A table as a spreadsheet saves it: numbers as numbers, and a sheet with words before it."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["What this is: a table"])
    sheet = book.create_sheet("Table")
    lines = text.lstrip("\ufeff").splitlines()
    for row in csv.reader(lines, delimiter=max(",;\t", key=lines[0].count)):
        sheet.append([float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell or None for cell in row])
    book.save(file)
    return file.getvalue()


def packed(sheet: str, styles: str = "") -> bytes:
    """The least that a workbook has, unpacked, its texts in the cells and its elements with a prefix."""
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    linked = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{linked}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate([("worksheet", "/xl/worksheets/one.xml"), ("styles", "styles.xml")])
    )
    parts = {
        "xl/workbook.xml": f'<x:workbook {main} xmlns:r="{linked}"><x:sheets><x:sheet name="A" sheetId="1" r:id="r0"/>'
        "</x:sheets></x:workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/worksheets/one.xml": f"<x:worksheet {main}><x:sheetData>{sheet}</x:sheetData></x:worksheet>",
        "xl/styles.xml": f"<x:styleSheet {main}>{styles}</x:styleSheet>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def hand_in_books(page: Page, books: dict[str, bytes], wanted: str) -> None:
    chosen: list[Any] = [{"name": name, "mimeType": "", "buffer": data} for name, data in books.items()]
    page.set_input_files("[data-action=open-files]", chosen)
    page.wait_for_selector(wanted)


SETTINGS = "rows => rows.map(row => row.innerText)"


def test_workbooks_are_read_as_the_tables_that_they_hold(page: Page):
    """As the same tables are as CSV; Python reads both (test_exported, test_handed_in)."""
    tables = {file["name"]: file["text"] for file in CASES[-1]["files"] if file["name"].endswith(".csv")}
    tables |= {file["name"]: file["text"] for file in SHEETS[0]["files"]}
    hand_in(page, [{"name": name, "text": text} for name, text in tables.items()], "[data-unit]")
    before = page.eval_on_selector_all("[data-setting]", SETTINGS)
    said, units = page.inner_text("[data-said]"), page.locator("[data-unit]").all_inner_texts()
    own = page.locator(".sme-class section:has(h3:text-is('Clusters of their own'))").inner_text()
    wrong = page.locator("[data-wrong] li").all_inner_texts()
    page.click("[data-action=clear]")
    books = {f"{Path(name).stem}.xlsx": booked(text) for name, text in tables.items()}
    hand_in_books(page, books, "[data-unit]")
    assert page.eval_on_selector_all("[data-setting]", SETTINGS) == before != []
    assert page.inner_text("[data-said]") == said
    assert page.locator("[data-unit]").all_inner_texts() == units
    assert page.locator(".sme-class section:has(h3:text-is('Clusters of their own'))").inner_text() == own
    assert [line.replace(".xlsx", ".csv") for line in page.locator("[data-wrong] li").all_inner_texts()] == wrong


def test_a_workbook_keeps_what_it_cannot_mean_apart_and_names_the_cell(page: Page):
    """A passage that has become a time, a rating that is a date, a share in per cent, a formula without a value."""

    def line(number: int, *cells: str) -> str:
        return f'<x:row r="{number}">{"".join(cells)}</x:row>'

    def text(at: str, words: str) -> str:
        return f'<x:c r="{at}" t="inlineStr"><x:is><x:t>{words}</x:t><x:rPh><x:t>!</x:t></x:rPh></x:is></x:c>'

    head = [
        text(f"{at}1", name) for at, name in zip("ABDE", ("passage", "place", "determinant", "rating"), strict=True)
    ]
    row = [text("B4", "sinos"), text("D4", "trust")]
    styles = (
        '<x:numFmts><x:numFmt numFmtId="164" formatCode="[$-409]d\\-mmm;@"/><x:numFmt numFmtId="165" '
        'formatCode="0.0\\ %"/></x:numFmts><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="20"/><x:xf numFmtId="164"/>'
        '<x:xf numFmtId="165"/></x:cellXfs>'
    )
    time = '<x:c r="A4" s="1"><x:v>0.125694</x:v></x:c>'
    books = {
        "time.xlsx": packed(line(1, *head) + line(4, time, *row, '<x:c r="E4"><x:v>1</x:v></x:c>'), styles),
        "day.xlsx": packed(line(1, *head) + line(4, *row, '<x:c r="E4" s="2"><x:v>44563</x:v></x:c>'), styles),
        "share.xlsx": packed(line(1, *head) + line(4, *row, '<x:c r="E4" s="3"><x:v>0.01</x:v></x:c>'), styles),
        "formula.xlsx": packed(line(1, *head) + line(4, *row, '<x:c r="E4"><x:f>A1</x:f></x:c>'), styles),
        "words.docx": packed(line(1, text("A1", "Dear Sir"))),
        "broken.xlsx": packed(line(1, *head))[:-30],
    }
    hand_in_books(page, books, "[data-wrong] li")
    told = page.locator("[data-wrong] li").all_inner_texts()
    for begin in (
        "time.xlsx: Row 4, passage: found “a date or a time (0.125694)”",
        "day.xlsx: Row 4, rating: found “a date or a time (44563)”",
        "share.xlsx: Row 4, rating: found “1 %”",
        "formula.xlsx: Row 4, rating: found “a formula without a value”",
        "words.docx: No sheet of it has the columns of a table",
        "broken.xlsx: This is a spreadsheet’s own file or a packed one, and it cannot be read here.",
    ):
        assert any(each.startswith(begin) for each in told), (begin, told)


def test_coding_sheets_are_compared(page: Page):
    case = SHEETS[0]
    hand_in(page, case["files"], "[data-unit]")
    assert page.inner_text("[data-said]") == "4 coding sheets read."
    rows = page.locator("[aria-label='How far the coders agree'] tbody tr")
    assert rows.count() == 1 + len(case["pairs"])
    cells = rows.nth(0).locator("th, td").all_inner_texts()
    assert cells[:4] == [
        "All",
        str(case["all"]["units"]),
        str(case["all"]["shared"]),
        f"{case['all']['exact']:.0%}"[:-1] + "\xa0%",
    ]
    assert cells[4:] == [f"+{case['all'][name]:.2f}" for name in ("ordinal", "interval")]
    assert page.locator("[data-unit]").count() == len(case["units"])
    page.check("[name=beside]")
    assert page.locator("[aria-label='Units side by side'] th[scope=col]").last.inner_text() == "This edition"
    assert rows.count() == 1 + len(case["pairs"]) + len(case["files"])


def test_a_table_that_is_pasted_stands_among_the_files(page: Page):
    weights = next(file for file in CASES[-1]["files"] if file["name"] == "cid-weights.csv")
    page.evaluate(PASTE, [LINKS, weights["text"]])
    assert names(page) == ["Cid"]
    assert page.locator(".files li bdi").all_inner_texts() == ["Pasted table 1"]
    assert page.input_value(LINKS) == ""


def test_tables_that_are_pasted_never_share_a_name(page: Page):
    weights = next(file for file in CASES[-1]["files"] if file["name"] == "cid-weights.csv")["text"]
    for _ in range(2):
        page.evaluate(PASTE, [LINKS, weights])
    page.click("[aria-label='Remove Pasted table 1']")
    page.evaluate(PASTE, [LINKS, weights])
    assert page.locator(".files li bdi").all_inner_texts() == ["Pasted table 2", "Pasted table 3"]
    assert len(names(page)) == 2


def test_files_of_one_name_are_numbered(page: Page):
    links = example_links(edition()).splitlines()[:3]
    for at, link in enumerate(links, 1):
        text = link.split(" ", 1)[1]
        hand_in(page, [{"name": "link.txt", "text": text}], f".files li:nth-child({at})")
    assert page.locator(".files li bdi").all_inner_texts() == ["link.txt", "link (2).txt", "link (3).txt"]
    assert names(page) == ["link", "link (2)", "link (3)"]


def test_what_is_still_being_read_when_all_is_cleared_does_not_come_back(page: Page):
    page.evaluate("""() => {
        const read = File.prototype.arrayBuffer;
        window.waits = new Promise(done => { window.go = done; });
        File.prototype.arrayBuffer = async function () { await window.waits; return read.call(this); };
    }""")
    files: list[Any] = [
        {"name": name, "mimeType": "text/plain", "buffer": text}
        for name, text in (("ada.txt", thirty().encode()), ("ben.xlsx", b"PK\x03\x04"))
    ]
    page.set_input_files("[data-action=open-files]", files)
    page.click("[data-action=clear]")
    page.evaluate("async () => { window.go(); await new Promise(done => setTimeout(done, 100)); }")
    assert names(page) == [] and page.locator(".files li, [data-wrong] li").count() == 0
    hand_in(page, [{"name": "ada.txt", "text": thirty()}])
    assert len(names(page)) == 28


def test_of_hundreds_of_thousands_of_wrong_lines_the_first_are_told(page: Page):
    hand_in(page, [{"name": "class.txt", "text": "\n".join([thirty(), *["x"] * 300_000])}])
    assert len(names(page)) == 28
    assert page.inner_text("[data-said]").startswith("28 settings read. 300002 lines could not be used")
    told = page.locator("[data-wrong] li").all_inner_texts()
    assert len(told) == 51 and told[-1] == "And 299952 others."


def test_so_are_those_of_a_sheet(page: Page):
    head = "passage,place,determinant,facet,rating"
    hand_in(page, [{"name": "ada.csv", "text": "\n".join([head, *["3:1,x,y,,1"] * 150_000])}], "[data-wrong] li")
    assert page.inner_text("[data-said]").startswith("Nothing read. 300000 lines could not be used")
    assert page.locator("[data-wrong] li").count() == 51


def test_of_too_many_settings_the_first_count_and_the_page_says_so(page: Page):
    link = example_links(edition()).splitlines()[0].split(" ", 1)[1]
    page.evaluate(PASTE, [LINKS, "\n".join(f"S{at} {link}" for at in range(2000))])
    assert names(page) == [f"S{at}" for at in range(500)]
    said = "500 settings read. There are 2000 settings, and at most 500 can be read here: the first ones count."
    assert page.inner_text("[data-said]") == said
    assert page.locator("[aria-label='Pairs that disagree most'] tbody tr").count() == 5


def test_what_is_no_hand_in_is_told_in_one_sentence(page: Page):
    notebook = json.dumps({"cells": [{"source": thirty()}]}, indent=1)
    letter = "Dear Sir,\n\nhere is my work.\n"
    hand_in(page, [{"name": "lab.ipynb", "text": notebook}, {"name": "note.txt", "text": letter}], "[data-wrong] li")
    assert page.locator("[data-wrong] li").all_inner_texts() == [
        "lab.ipynb: found “a notebook”, expected a list of links, or a table of the explorer.",
        "note.txt: found “Dear Sir,”, expected a list of links, or a table of the explorer.",
    ]
    page.click("[data-action=clear]")
    page.fill(LINKS, letter)
    expect(page.locator("[data-wrong] li")).to_have_text(
        "Found “Dear Sir,”, expected a list of links, or a table of the explorer."
    )


def test_nothing_is_sent_and_nothing_is_kept(watched: Watched):
    page = watched.page
    asked = len(watched.loaded)
    page.click("[data-action=example]")
    page.wait_for_selector("[data-setting]")
    assert len(watched.loaded) == asked
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.hash])")
    assert not any(name in kept for name in NAMES)


@pytest.mark.parametrize("width", [390, 640])
def test_it_fits_a_phone_and_a_page_at_twice_its_size(browser: Browser, site: str, width: int):
    watched = open_page(browser, f"{site}/{ADDRESS}", site, width=width)
    watched.page.click("[data-action=example]")
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    watched.page.context.close()


def test_what_the_script_builds_has_no_fault_by_axe(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    page = watched.page
    hand_in(page, [*CASES[-1]["files"], *SHEETS[0]["files"]], "[data-unit]")
    assert faults(page, within=".sme-class") == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    assert faults(page, IN_THE_DARK, within=".sme-class") == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert faults(page, ON_A_PHONE, within=".sme-class") == []
    page.context.close()
