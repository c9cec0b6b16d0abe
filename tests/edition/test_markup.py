from __future__ import annotations

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError
from markupsafe import Markup

from whichroad.markup import Html, absent, folded, html_table, joined, link, render, replaced


def table(frame: pd.DataFrame, label: str = "") -> BeautifulSoup:
    return BeautifulSoup(html_table(frame, label), "html.parser")


def test_tables_have_names_and_header_cells_and_can_be_reached_by_key():
    made = table(pd.DataFrame({"a": [1], "b<": [2.5]}), 'what "it" holds')
    assert made.div.attrs == {
        "class": ["sme-table"],
        "role": "region",
        "tabindex": "0",
        "aria-label": 'what "it" holds',
    }
    assert [(head["scope"], head.text) for head in made.select("thead tr th")] == [
        ("col", "a"),
        ("col", "b<"),
    ]
    assert [[cell.text for cell in row("td")] for row in made.select("tbody tr")] == [["1", "2.5"]]


def test_the_rows_of_a_table_of_words_are_cards_that_stay_a_table_for_screen_readers():
    words = pd.DataFrame([["Gamarra", "low road", "mixed", Markup("<b>0.3</b>")]], columns=["a", "b", "c", 'd "<'])
    made = table(words)
    assert made.div["class"] == ["sme-table", "sme-cards"]
    assert [cell["data-label"] for cell in made("td")] == list(words)
    roles = {tag.name: tag["role"] for tag in made.table.find_all(True) if tag.name != "b"} | {
        "table": made.table["role"]
    }
    assert roles == {
        "table": "table",
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tr": "row",
        "th": "columnheader",
        "td": "cell",
    }


def test_tables_of_numbers_and_narrow_ones_stay_tables():
    numbers = pd.DataFrame([["Gamarra", "1 %", "less than 1 %", "−2 to 0"]], columns=list("abcd"))
    few = pd.DataFrame([["Gamarra", "low road", "mixed"]], columns=list("abc"))
    for frame in (numbers, few, numbers.iloc[:0]):
        made = table(frame)
        assert made.div["class"] == ["sme-table"]
        assert not made.select("[data-label], table[role], [role=row], [role=cell]")
    assert table(numbers.assign(b="x" * 41)).div["class"] == ["sme-table", "sme-cards"]


def test_two_columns_of_one_name_are_both_shown():
    made = table(pd.DataFrame([("x", "y")], columns=["a", "a"]))
    assert [cell.text for cell in made("td")] == ["x", "y"]


def test_only_markup_is_let_through():
    made = table(pd.DataFrame({"a": ["<b>x</b>", Markup("<i>y</i>")]}))
    assert [cell.decode_contents() for cell in made("td")] == ["&lt;b&gt;x&lt;/b&gt;", "<i>y</i>"]
    assert joined(["<b>", Markup("<i>y</i>")]) == "&lt;b&gt;, <i>y</i>"
    assert link('a"b', "<c>") == '<a href="a&#34;b">&lt;c&gt;</a>'
    assert folded("<b>", Markup("<i>y</i>")) == "<details><summary>&lt;b&gt;</summary><i>y</i></details>"
    assert absent("no “<b>”").markup == "<p>These tables have no “&lt;b&gt;”.</p>"
    assert replaced("(x)", "<x>", lambda found: Markup("<b>{}</b>").format(found)) == "&lt;<b>x</b>&gt;"


def test_sentences_have_room_and_names_and_links_have_not():
    cells = ["x" * 40, "x" * 41, Markup("<a>{}</a>").format("x" * 60)]
    assert [cell.get("class") for cell in table(pd.DataFrame({"a": cells}))("td")] == [
        None,
        ["sme-prose"],
        None,
    ]


def test_a_figure_or_a_range_stands_on_one_line_and_words_do_not():
    cells = ["0.31 to 0.5", Markup("<a>−2 to −0.5</a>"), "2 of 6", "less than 1 %", "0.5", "4 firms", "from 1 to 2"]
    assert [cell.get("class") for cell in table(pd.DataFrame({"a": cells}))("td")] == [["sme-unbroken"]] * 4 + [
        None
    ] * 3


def test_a_block_lacks_nothing_that_its_template_asks_for():
    with pytest.raises(UndefinedError, match="inside"):
        render("fold", summary="a")


def test_a_notebook_shows_a_block_as_plain_text_of_markup():
    assert type(Html(Markup("<p>a</p>"))._repr_html_()) is str
