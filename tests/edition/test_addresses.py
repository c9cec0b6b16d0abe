from __future__ import annotations

from bs4 import BeautifulSoup
from tests.edition.blocks import links, read, words

from smeclusters import Assessed, load_study
from whichroad.addresses import (
    definition_address,
    locator_link,
    passage_address,
    passage_label,
    place_link,
    with_locators,
    works,
)


def parsed(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def test_a_locator_leads_to_its_page_and_none_to_nothing(paper: Assessed):
    for row in read("locators"):
        made = parsed(locator_link(paper, row["locator"])).a
        dashed = row["locator"].replace(".", "-").replace(":", "-")
        assert made["href"] == passage_address(paper, row["locator"]) == f"{row['page']}.html#wp-{dashed}"
        assert words(made) == passage_label(paper, row["locator"]) == f"WP71 {row['label']}"
        assert " " not in made.text  # so that a line never ends within it
    assert locator_link(paper, "") == ""


def test_only_clusters_have_cards(paper: Assessed):
    for row in read("places"):
        made = parsed(place_link(paper, row["place"]))
        assert made.text == row["name"]
        assert links(made) == [f"glance.html#cluster-{row['place']}"] * (row["kind"] == "cluster")


def test_a_determinant_is_defined_on_the_page_of_its_level_whatever_the_levels_key(edit):
    def rename(lines: list[list[str]]) -> None:
        at = lines[0].index("level")
        for line in lines[1:]:
            line[at] = line[at].replace("firm", "inside")

    for table in ("levels", "determinants", "policies"):
        folder = edit(table, rename)
    assert definition_address(Assessed(load_study(folder)), "skills") == "framework-firm.html#determinant-skills"


def test_works_are_named_without_the_marks_of_bibtex(paper: Assessed):
    keys = {key for row in read("evidence") for key in row["sources"].split(";") if key}
    text = works(paper, ";".join(sorted(keys)))
    assert "UN 1993" in works(paper, "un1993") and ">GML 1996<" in text  # which stand in double braces there
    assert "{" not in text
    assert links(parsed(text)) == [f"references.html#work-{key}" for key in sorted(keys)]


def test_passages_named_in_text_become_links_and_the_rest_is_escaped(paper: Assessed):
    shown = with_locators(paper, "a < b (WP71 §3.2.1 ¶4, WP71 abstract and WP71 note 6) §2a ¶3")
    assert links(parsed(shown)) == ["cluster-level.html#wp-3-2-1-4", "abstract.html#wp-0-1", "clusters.html#wp-fn6"]
    assert shown.startswith("a &lt; b (<a ") and shown.endswith(") §2a ¶3")
