from __future__ import annotations

import pandas as pd
import pytest
from markupsafe import Markup

from smeclusters.claims.assessed import Assessed
from whichroad.markup import Html, html_table
from whichroad.sentences import class_sentence
from whichroad.shown import IN_BOOK, bare, in_short


@pytest.fixture(autouse=True)
def no_book(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(IN_BOOK, raising=False)


def test_a_notebook_shows_a_table_as_a_table_and_as_a_line():
    shown = Html(html_table(pd.DataFrame({"a": ["<b>"]}), "What & why"))._repr_mimebundle_()
    assert shown["text/plain"] == "What & why"
    assert "<td>&lt;b&gt;</td>" in shown["text/html"] and "class=" not in shown["text/html"]


def test_in_the_book_the_page_has_all_of_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(IN_BOOK, "1")
    block = Html(Markup('<p class="a">b</p>'))
    assert block._repr_mimebundle_() == {"text/plain": "b"}  # and so _repr_html_ counts
    assert block._repr_html_() == '<p class="a">b</p>'


def test_a_sentence_that_moves_stands_still_in_a_notebook(paper: Assessed):
    sentence = class_sentence(paper, "sinos")
    shown = sentence._repr_mimebundle_()["text/html"]
    assert Markup(shown).striptags() == " ".join(sentence.at().split())
    assert "script" not in shown


def test_what_is_left_out_takes_all_that_is_in_it_along():
    assert bare('<form><p>a<br>b<input></p><svg><path d=""/></svg></form><i hidden>c</i>d<hr>') == "d<hr>"
    picture = '<img src="x" alt="&quot;" onclick="y">'
    assert bare(f"<noscript>{picture}</noscript>") == '<img src="x" alt="&quot;">'


def test_a_long_text_is_cut_at_a_word():
    assert in_short(f"<p>{'word ' * 40}</p>") == f"{'word ' * 20}…"
