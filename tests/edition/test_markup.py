from __future__ import annotations

import pandas as pd

from whichroad.markup import Markup, html_table, joined


def test_tables_have_names_and_header_cells():
    text = html_table(pd.DataFrame({"a": [1]}), 'what "it" holds')
    assert 'aria-label="what &quot;it&quot; holds"' in text
    assert '<th scope="col">a</th>' in text


def test_only_markup_is_let_through():
    text = html_table(pd.DataFrame({"a": ["<b>x</b>", Markup("<i>y</i>")]}), "")
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert "<i>y</i>" in text
    assert joined(["<b>", Markup("<i>y</i>")]) == "&lt;b&gt;, <i>y</i>"
