from __future__ import annotations

import base64
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageColor
from tests.edition.charts.drawn import read

from whichroad.charts.drawing import Canvas, Chart, to_svg, wrapped
from whichroad.colours import COLOURS
from whichroad.shown import IN_BOOK

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*layers) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(Canvas(100, 50).chart(*layers), "what it shows"))


def test_every_colour_has_a_name_of_its_own_and_a_light_and_a_dark_twin():
    assert len(set(COLOURS.values())) == len(COLOURS)  # or one would be taken for the other
    sheet = (files("whichroad.sphinx") / "static" / "edition.css").read_text()
    light, dark = sheet.split('html[data-theme="dark"]', 1)
    for name, colour in COLOURS.items():
        assert f"--sme-{name.replace('_', '-')}: {colour};" in light
        assert f"--sme-{name.replace('_', '-')}: " in dark


def test_a_mark_tells_its_tip_and_leads_where_it_says():
    row = {"x": 1, "y": 1, "x2": 9, "y2": 9, "tip": "Trust\nstrong", "href": "evidence.html#cell"}
    root = drawn(Canvas(100, 50).rect([row], fill="plus1"))
    link = next(root.iter(f"{SVG}a"))
    assert link.get("href") == "evidence.html#cell"
    assert link.get("aria-label") == "Trust"
    assert link.get("tabindex") == "-1"
    assert link.find(f"{SVG}title").text == "Trust\nstrong"


def test_what_xml_cannot_hold_is_left_out_and_all_else_stays_text():
    """Control characters, half of a pair, a colour in quotation marks, markup, addresses."""
    text = 'a\x00\x07b\ud800 "#1b1f24" <b onclick="x">&amp;</b> https://book.invalid/'
    rest = 'ab "#1b1f24" <b onclick="x">&amp;</b> https://book.invalid/'
    canvas = Canvas(100, 50)
    row = {"x": 1, "y": 1, "x2": 9, "y2": 9, "tip": text, "text": text}
    root = ElementTree.fromstring(
        to_svg(
            canvas.chart(canvas.rect([row], fill="plus1"), canvas.text([row]), canvas.text([{**row, "text": [text]}])),
            text,
        )
    )
    assert root.get("aria-label") == rest
    assert [title.text for title in root.iter(f"{SVG}title")] == [rest]
    assert ["".join(word.itertext()) for word in root.iter(f"{SVG}text")] == [rest, rest]
    assert not list(root.iter(f"{SVG}b"))


def test_a_mark_may_lead_nowhere_among_others_that_lead_somewhere():
    rows = [
        {"x": at, "y": 1, "x2": at + 5, "y2": 9, "tip": f"{at}\nmore", "href": href}
        for at, href in ((10, ""), (20, "b.html"), (30, ""))
    ]
    root = drawn(Canvas(100, 50).rect(rows, fill="plus1"))
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["b.html"]
    assert [title.text for title in root.iter(f"{SVG}title")] == ["10\nmore", "20\nmore", "30\nmore"]
    assert len([element for element in root.iter() if element.get("pointer-events") == "all"]) == 3


def test_words_of_a_linked_box_are_no_second_link():
    row = {"x": 1, "y": 1, "x2": 9, "y2": 9, "tip": "a", "href": "b.html", "colour": "mixed", "text": "Trust"}
    canvas = Canvas(100, 50)
    root = drawn(canvas.rect([row], fill=None), canvas.text([row]))
    assert len(list(root.iter(f"{SVG}a"))) == 1
    assert [text.get("fill") for text in root.iter(f"{SVG}text")] == ["var(--sme-ink, #1b1f24)"]


def test_lines_of_words_are_centred_on_their_height():
    canvas = Canvas(100, 50)

    def height(text: str | list[str]) -> float:
        root = drawn(canvas.text([{"x": 0, "y": 25, "text": text}], size=10))
        return float(next(root.iter(f"{SVG}text")).get("transform").split(",")[1].rstrip(")"))

    assert height(["one", "two"]) == height("one") - 6


def test_a_drawing_is_a_group_with_a_name_that_shrinks_to_its_place():
    root = drawn(Canvas(100, 50).rect([{"x": 1, "y": 1, "x2": 9, "y2": 9}], fill="plus1"))
    assert (root.get("role"), root.get("aria-label")) == ("group", "what it shows")
    assert root.get("style") == "max-width: 104px" and root.get("viewBox") == "0 0 104 54"
    assert root.get("width") is None and root.get("height") is None
    known = {"role", "aria-label", "class", "aria-hidden", "aria-roledescription"}
    assert not [element for element in root.iter() if element is not root and known & set(element.attrib)]


def test_colours_are_the_style_sheets_by_its_own_names():
    sheet = (files("whichroad.sphinx") / "static" / "edition.css").read_text()
    rows = [{"x": 1, "y": 1, "x2": 9, "y2": 9, "colour": name} for name in COLOURS]
    root = drawn(Canvas(100, 50).rect(rows, fill=None))
    fills = [element.get("fill") for element in root.iter(f"{SVG}path") if element.get("fill")]
    assert len(fills) == len(COLOURS)
    for fill, colour in zip(fills, COLOURS.values(), strict=True):
        name = fill.removeprefix("var(").partition(",")[0]
        assert fill == f"var({name}, {colour})" and f"{name}: {colour};" in sheet


def test_only_marks_that_tell_something_are_felt():
    canvas = Canvas(100, 50)
    row = {"x": 1, "y": 1, "x2": 9, "y2": 9}
    root = drawn(canvas.rect([{**row, "tip": "told"}], fill="plus1"), canvas.rect([row], fill="zero"))
    felt = [element for element in root.iter() if element.get("pointer-events") == "all"]
    assert [element.find(f"{SVG}title").text for element in felt] == ["told"]
    assert root.get("pointer-events") == "none"
    assert len(list(root.iter(f"{SVG}title"))) == 1


def test_boxes_are_filled_and_framed_as_asked():
    canvas = Canvas(100, 50)
    rows = [{"x": 10, "y": 20, "x2": 30, "y2": 45, "colour": "minus2"}]
    bare = [{key: value for key, value in row.items() if key != "colour"} for row in rows]
    looks = {
        (box.fill, box.stroke, box.dashed)
        for box in read(
            canvas.chart(
                canvas.rect(rows, fill=None),
                canvas.rect(bare, fill="ink", stroke="ink"),
                canvas.rect([{**row, "colour": "zero"} for row in rows], fill=None, stroke="muted", dash=True),
            )
        ).marks
    }
    assert looks == {("minus2", "", False), ("ink", "ink", False), ("zero", "muted", True)}
    (box,) = read(canvas.chart(canvas.rect(bare, fill=None, stroke="muted", corner=4))).marks
    assert (box.fill, box.x, box.y, box.x2, box.y2) == ("none", 10, 20, 30, 45)
    assert "C" in box.outline and "C" not in read(canvas.chart(canvas.rect(bare, fill="ink"))).marks[0].outline


def test_rules_go_from_end_to_end_and_lines_through_their_points_in_order():
    canvas = Canvas(100, 50)
    across, down = {"x": 10, "x2": 90, "y": 5}, {"x": 20, "y": 10, "y2": 40}
    rules = read(canvas.chart(canvas.rule([across, down], "muted", 2))).of("rule", stroke="muted")
    assert [(rule.x, rule.y, rule.x2, rule.y2) for rule in rules] == [(10, 5, 90, 5), (20, 10, 20, 40)]
    points = [
        {"x": x, "y": y, "part": part}
        for part, x, y in (("a", 50, 10), ("a", 10, 40), ("a", 90, 40), ("b", 5, 5), ("b", 6, 8))
    ]
    first, second = read(canvas.chart(canvas.line(points, "wide"))).of("line", stroke="wide", fill="")
    assert first.outline == "M50,10L10,40L90,40" and second.outline == "M5,5L6,8"
    closed = read(canvas.chart(canvas.line(points[:3], "wide", fill="zero"))).of("line", fill="zero")
    assert [line.outline for line in closed] == ["M50,10L10,40L90,40Z"]


def test_dots_have_their_colour_shape_and_size():
    canvas = Canvas(100, 50)
    rows = [{"x": 10, "y": 20, "colour": "narrow"}]
    (plain,) = read(canvas.chart(canvas.dot(rows, None, shape="diamond"))).marks
    assert (plain.kind, plain.x, plain.y, plain.fill, plain.stroke) == (
        "dot",
        10,
        20,
        "narrow",
        "",
    )
    assert plain.outline.count("L") == 3
    bare = [{"x": 10, "y": 20}]
    (framed,) = read(canvas.chart(canvas.dot(bare, "ink", size=100, stroke="paper"))).marks
    assert (framed.fill, framed.stroke) == ("ink", "paper")
    radius = float(framed.outline.partition(",")[0].removeprefix("M"))
    assert (2 * radius) ** 2 == pytest.approx(100)  # the square around the symbol


def test_words_have_their_place_size_weight_and_side():
    canvas = Canvas(100, 50)
    rows = [{"x": 50, "y": 20, "cx": 30, "cy": 10, "text": "Trust"}]
    first, second = read(
        canvas.chart(
            canvas.text(rows),
            canvas.text(rows, x="cx", y="cy", size=9, align="center", weight="bold", colour="wide"),
        )
    ).words
    assert (first.x, first.y, first.anchor, first.size, first.weight) == (
        50,
        pytest.approx(20, abs=0.5),
        "start",
        12,
        "normal",
    )
    assert (second.x, second.y, second.anchor, second.size) == (30, pytest.approx(10, abs=0.5), "middle", 9)
    assert (first.colour, second.colour, second.weight) == ("ink", "wide", "bold")


def test_a_chart_shows_both_drawings_its_caption_and_its_data():
    canvas = Canvas(100, 50)
    wide, narrow = (canvas.chart(canvas.text([{"x": 0, "y": 9, "text": word}])) for word in ("on a page", "on a phone"))
    page = Chart(wide, narrow, "the finding", "what to see", pd.DataFrame({"Heads": ["cells"]}))._repr_html_()
    made = BeautifulSoup(page, "html.parser").figure
    assert made["class"] == ["sme-figure"]
    assert made.select_one(".sme-wide").text.strip() == "on a page"
    assert made.select_one(".sme-narrow").text.strip() == "on a phone"
    assert {svg["aria-label"] for svg in made.select("svg")} == {"the finding"}
    assert made.figcaption.text == "what to see"
    assert made.find_all(recursive=False)[-1].name == "figcaption"  # which HTML has first or last
    data = made.find_next_sibling("div")
    assert data.select_one("details summary").text == "The data of this figure"
    assert [data.th.text, data.td.text] == ["Heads", "cells"]
    assert data.find_all("a")[-1].has_attr("hidden")  # until the book writes the file


def test_what_only_a_mouse_does_stands_apart_in_the_caption():
    chart = Canvas(100, 50).chart(Canvas(100, 50).text([{"x": 0, "y": 0, "text": "a"}]))
    page = Chart(chart, chart, "finding", "Look.", pd.DataFrame({"a": [1]}), pointing="Point <there>.")._repr_html_()
    made = BeautifulSoup(page, "html.parser").figcaption
    assert made.text == "Look. Point <there>." and made.select_one(".sme-pointing").text == " Point <there>."


def test_a_chart_escapes_its_words():
    chart = Canvas(100, 50).chart(Canvas(100, 50).text([{"x": 0, "y": 0, "text": "a"}]))
    page = Chart(chart, chart, 'says "<b>"', "look <here>", pd.DataFrame({"a": ["<i>"]}))._repr_html_()
    assert "<b>" not in page and "<here>" not in page and "<i>" not in page


def test_in_a_notebook_a_chart_is_one_picture_with_its_finding(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(IN_BOOK, raising=False)
    chart = Canvas(100, 50).chart(Canvas(100, 50).rect([{"x": 0, "x2": 100, "y": 0, "y2": 50}], "wide"))
    made = Chart(chart, chart, 'says "<b>"', "look", pd.DataFrame({"a": ["<i>"]}))
    shown = made._repr_mimebundle_()
    figure = BeautifulSoup(shown["text/html"], "html.parser")
    assert figure.img["alt"] == shown["text/plain"] == 'says "<b>"'
    assert figure.img["src"] == f"data:image/png;base64,{shown['image/png']}"
    assert (figure.figcaption.text, figure.td.text) == ("look", "<i>")
    with Image.open(BytesIO(base64.b64decode(shown["image/png"]))) as picture:
        assert picture.width == 2 * int(figure.img["width"])
        drawn = picture.convert("RGB")
        middle, corner = drawn.getpixel((100, 50)), drawn.getpixel((0, 0))
    assert corner == (255, 255, 255)  # and so it is legible on a dark page
    assert middle == pytest.approx(ImageColor.getrgb(COLOURS["wide"]), abs=3)
    monkeypatch.setenv(IN_BOOK, "1")
    assert list(made._repr_mimebundle_()) == ["text/plain"]  # the page has both drawings


def test_wrapping_keeps_every_word():
    text = "Latin America and the Caribbean: businesses with ten employees or fewer"
    lines = wrapped(text, 20)
    assert " ".join(lines) == text
    assert all(len(line) <= 20 for line in lines)


def test_on_a_page_places_are_given_to_the_hundredth_and_words_as_they_are():
    layers = Canvas(100, 50).rect([{"x": 1 / 3, "x2": 20, "y": 2 / 3, "y2": 30, "tip": "0.12345"}], "zero")
    chart = Canvas(100, 50).chart(layers)
    page = Chart(chart, chart, "0.98765", "as it is", pd.DataFrame({"a": [0.12345]}))._repr_html_()
    assert "0.33" in page and "0.333" not in page and "0.666" not in page
    assert "0.333" in to_svg(chart, "")
    assert page.count("0.98765") >= 2 and page.count("0.12345") >= 2
