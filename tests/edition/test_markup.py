from __future__ import annotations

import re

import pandas as pd

from smeclusters import Study, markup
from whichroad.markup import Markup, html_table, joined
from smeclusters.wording import interval, quantity


def test_tables_have_names_and_header_cells():
    text = html_table(pd.DataFrame({"a": [1]}), 'what "it" holds')
    assert 'aria-label="what &quot;it&quot; holds"' in text
    assert '<th scope="col">a</th>' in text


def test_only_markup_is_let_through():
    text = html_table(pd.DataFrame({"a": ["<b>x</b>", Markup("<i>y</i>")]}), "")
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert "<i>y</i>" in text
    assert joined(["<b>", Markup("<i>y</i>")]) == "&lt;b&gt;, <i>y</i>"


def test_figures_of_the_paper_read_as_the_paper_gives_them(study: Study):
    assert markup.profile(study, "sinos-firms") == "about 1,800 firms"
    assert markup.profile(study, "cachoeiro-exports") == "almost 80 per cent of national exports"
    assert markup.profile(study, "lac-jobs") == "over 120 million jobs"
    assert markup.figure_of(study, "cachoeiro-trust-2") == "46 per cent of entrepreneurs interviewed"


def test_fractions_read_as_fractions(study: Study):
    assert markup.profile(study, "mexico-share") == "two thirds of firms"


def test_quantities_keep_their_digits():
    assert quantity(95.3, "% of firms interviewed") == "95.3 per cent of firms interviewed"
    assert quantity(1234567, "jobs") == "1,234,567 jobs"


def test_intervals():
    assert interval(-1, -1) == "−1"
    assert interval(-2, 0, to="…") == "−2…0"
    assert interval(0.123, 0.4, ".2f") == "0.12 to 0.40"


def test_a_locator_leads_to_its_page_and_none_to_nothing(study: Study):
    assert re.search(
        r'href="framework-country.html#wp-2a-3">WP71.§2a.¶3<', markup.locator_link(study, "2a:3")
    )
    assert markup.locator_link(study, "") == ""


def test_only_clusters_have_cards(paper: Study):
    assert "glance.html#cluster-leon" in markup.place_link(study, "leon")
    assert markup.place_link(study, "MEX") == "Mexico"


def test_works_are_named_without_the_marks_of_bibtex(study: Study):
    keys = {key for sources in study.evidence["sources"] for key in sources.split(";") if key}
    text = markup.works(study, ";".join(sorted(keys)))
    assert "Gazeta Mercantil Latinoamericana" in text
    assert "{" not in text


def test_passages_named_in_text_become_links_and_the_rest_is_escaped(study: Study):
    shown = markup.with_locators(study, "a < b (WP71 §3.2.1 ¶4, WP71 abstract and WP71 note 6) §2a ¶3")
    assert re.findall(r'href="([^"]+)"', shown) == [
        "cluster-level.html#wp-3-2-1-4", "abstract.html#wp-0-1", "clusters.html#wp-fn6"
    ]  # fmt: skip
    assert shown.startswith("a &lt; b (<a ") and shown.endswith(") §2a ¶3")
