"""What a reader takes along and sends: told beside its button, named, drawn; and two settings as a slope."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Download, Page, expect
from tests.browser.explorer_page import VISIT, assert_same, put, rows_of, settle, shown

from smeclusters import Explorer, Framework, Ratings
from smeclusters.model.paths import in_words
from smeclusters.study import read_weights

pytestmark = pytest.mark.xdist_group("own")  # its page is made once

EQUAL, THIRDS = [25.0] * 12, [33.0] * 3
GOOD = "1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
SHARED = """navigator.share = what => { window.shared = what; return Promise.resolve(); };"""


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    page = opened()
    unfold(page)
    return page


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def taken(page: Page, action: str) -> Download:
    with page.expect_download() as waiting:
        page.locator(f"[data-action={action}]").click()
    return waiting.value


def say(page: Page, label: str, reason: str) -> None:
    page.get_by_label("What do you call this setting?").fill(label)
    page.get_by_label("Why these weights?").fill(reason)


# ---- Links.


def test_what_was_copied_is_told_beside_its_button_and_goes(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    told = page.locator("[data-action=link] + [role=status]")
    page.locator("[data-action=link]").click()
    expect(told).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Link to this state").input_value()
    assert page.locator("[data-action=python] + [role=status]").text_content() == ""
    boxes = [page.locator("[data-action=link]").bounding_box(), told.bounding_box()]
    assert abs(boxes[0]["y"] + boxes[0]["height"] / 2 - boxes[1]["y"] - boxes[1]["height"] / 2) < 20
    expect(told).to_have_text("", timeout=10000)


def test_a_setting_is_sent_with_its_sentence_its_name_and_its_reason(page: Page):
    page.evaluate(SHARED)
    page.locator("[data-preset=collective_efficiency]").click()
    say(page, "Joint action first", "Because firms can change it.")
    page.locator("[data-action=send]").click()
    shared = page.evaluate("window.shared")
    assert shared["title"] == "Joint action first"
    assert shared["text"].startswith("Joint action first: With these settings ")
    assert shared["text"].endswith(" Why these weights? Because firms can change it.")
    assert page.locator(".summary").text_content() in shared["text"]
    sent = Explorer.from_link(shared["url"])
    assert [(key, sent.paths[key]) for key in sent.paths.index] == [row[:2] for row in shown(page)]
    assert "Joint" not in shared["url"]


def test_where_nothing_can_be_sent_text_and_link_are_copied(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.share = undefined")
    page.locator("[data-action=send]").click()
    expect(page.locator("[data-action=send] + [role=status]")).to_have_text("Text and link copied")
    sentence, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert sentence.startswith("With these settings") and link.endswith("#w=" + GOOD)


@pytest.mark.parametrize("link", [f"#w%3D{GOOD}", f"#W={GOOD}.", f"#%77%3D{GOOD})", f"#w={GOOD}%20%3E"])
def test_a_pasted_link_opens(opened: Callable[..., Page], framework: Framework, ratings: Ratings, link: str):
    page = opened(link.replace("33,33,33", "20,60,20"))
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, [20, 60, 20]))
    assert page.locator(".notice").text_content() == ""
    page.wait_for_function("location.hash.startsWith('#w=1;20,60,20')")


def test_what_begins_as_a_link_and_is_none_is_told_but_headings_are_not(opened: Callable[..., Page]):
    page = opened()
    page.evaluate("document.querySelector('h1').id = 'whatever'")
    found = page.evaluate(VISIT, ["#W", "#%77eights", "#w%3D2;1", "#whatever", "#other"])
    told = [answer["notice"].startswith("The link could not be read: ") for answer in found[:3]]
    assert told == [True] * 3
    page = opened("#other")
    assert page.locator(".notice").text_content() == ""


# ---- Files.


def test_files_are_named_after_what_they_hold_and_carry_name_and_reason(
    page: Page, framework: Framework, ratings: Ratings, tmp_path: Path
):
    page.locator("[data-preset=macro_first]").click()
    file = taken(page, "weights")
    assert re.fullmatch(r"which-road-weights-[a-z-]+\.csv", file.suggested_filename)
    assert file.path().read_text("utf-8").startswith("determinant,weight\n")
    say(page, "Länder zuerst, =1+1", '=cmd, "why"')
    weights, classes = taken(page, "weights"), taken(page, "classes")
    assert weights.suggested_filename == "which-road-weights-lander-zuerst-1-1.csv"
    assert classes.suggested_filename == "which-road-classes-lander-zuerst-1-1.csv"
    rows = list(csv.DictReader(io.StringIO(classes.path().read_text("utf-8"))))
    assert {(row["label"], row["reason"]) for row in rows} == {("Länder zuerst, =1+1", '\'=cmd, "why"')}
    path = tmp_path / "weights.csv"
    path.write_bytes(weights.path().read_bytes())
    read = read_weights(path, list(framework.determinants))  # as the command line does
    expected = framework.weightings["macro_first"].flat
    np.testing.assert_allclose(framework.weigh(read).flat, expected, atol=1e-12)
    page.locator("[data-action=reset]").click()
    page.locator(".along input[type=file]").set_input_files(path)
    expect(page.get_by_text("Weights read.")).to_be_visible()
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, [60, 20, 20]))


def test_the_picture_carries_sentence_setting_name_reason_and_address(page: Page):
    page.locator("[data-preset=collective_efficiency]").click()
    say(page, "Joint & <action>", "Because firms can change it.")
    words = re.sub(r"<[^>]*>", " ", taken(page, "picture").path().read_text("utf-8").split("</title>")[1])
    words = " ".join(words.split())
    assert page.locator(".summary").text_content() in words
    assert "Joint &#38; &#60;action&#62;" in words and "Why these weights? Because firms can change it." in words
    assert "Fully: the arithmetic mean" in words and "low road mixed high road" in words
    assert "Count only what firms gain from each other · " in words
    link = page.get_by_label("Link to this state").input_value()
    assert link in words.replace(" ", "")


def test_the_png_is_the_drawing_in_twice_its_size(page: Page):
    svg = taken(page, "picture").path().read_text("utf-8")
    width, height = (float(each) for each in re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups())
    file = taken(page, "png")
    data = file.path().read_bytes()
    assert file.suggested_filename.endswith(".png") and data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (2 * width, 2 * height)
    assert len(data) > 20000  # something is drawn


# ---- A and B.


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_two_settings_stand_as_a_slope(opened: Callable[..., Page], framework: Framework, ratings: Ratings, width: int):
    page = opened("", None, width)
    unfold(page)
    page.locator("[data-preset=collective_efficiency]").click()
    page.locator("[data-action=keep]").click()
    before = shown(page)
    page.locator("[data-preset=extended]").click()
    settle(page)
    slope = page.locator(".slope")
    said = slope.get_attribute("aria-label")
    for (_, was, *_), (key, path, *_) in zip(before, shown(page), strict=True):
        name = page.locator(f"[data-cluster={key}]").locator("button, b").first.inner_text().strip()
        told = f"stays {in_words(path)}" if was == path else f"from {in_words(was)} to {in_words(path)}"
        assert f"{name} {told}" in said
    assert slope.locator("line.moves").count() == sum(a[1] != b[1] for a, b in zip(before, shown(page), strict=True))
    names = slope.locator("text.name").evaluate_all(
        """all => all.slice(0, -2).map(each => {
            const { left, top, bottom, right } = each.getBoundingClientRect();
            return [left, top, bottom, right];
        })"""
    )
    bounds = slope.bounding_box()
    for left, *_, right in names:
        assert bounds["x"] <= left + 1 and right <= bounds["x"] + bounds["width"] + 1
    middle = bounds["x"] + bounds["width"] / 2
    for side in (False, True):
        column = sorted(each[1:3] for each in names if (each[0] > middle) == side)
        assert len(column) == 6 and all(one[1] <= other[0] + 1 for one, other in zip(column, column[1:], strict=False))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inputs = page.locator(".naming input")
    assert all(box.bounding_box()["x"] + box.bounding_box()["width"] <= width for box in inputs.all())
    put(page, "level-cluster", 0)
    put(page, "level-country", 0)
    put(page, "level-firm", 0)
    settle(page)
    assert slope.locator("line").count() == 0
