from __future__ import annotations

import re

from smeclusters import Assessed
from whichroad.addresses import locator_link, place_link, with_locators, works


def test_a_locator_leads_to_its_page_and_none_to_nothing(paper: Assessed):
    assert re.search(r'href="framework-country.html#wp-2a-3">WP71.§2a.¶3<', locator_link(paper, "2a:3"))
    assert locator_link(paper, "") == ""


def test_only_clusters_have_cards(paper: Assessed):
    assert "glance.html#cluster-leon" in place_link(paper, "leon")
    assert place_link(paper, "MEX") == "Mexico"


def test_works_are_named_without_the_marks_of_bibtex(paper: Assessed):
    keys = {key for sources in paper.study.evidence["sources"] for key in sources.split(";") if key}
    text = works(paper, ";".join(sorted(keys)))
    assert "Gazeta Mercantil Latinoamericana" in text
    assert "{" not in text


def test_passages_named_in_text_become_links_and_the_rest_is_escaped(paper: Assessed):
    shown = with_locators(paper, "a < b (WP71 §3.2.1 ¶4, WP71 abstract and WP71 note 6) §2a ¶3")
    assert re.findall(r'href="([^"]+)"', shown) == [
        "cluster-level.html#wp-3-2-1-4", "abstract.html#wp-0-1", "clusters.html#wp-fn6"
    ]  # fmt: skip
    assert shown.startswith("a &lt; b (<a ") and shown.endswith(") §2a ¶3")
