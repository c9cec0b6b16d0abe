"""How this version is cited: read back by what reads such forms, and the same as CITATION.cff."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from pybtex.database import parse_string
from tests.support import ROOT

from whichroad.citing import bibtex, citation_forms, csl, forms, ris, this_edition, write_forms

ADDRESS = "https://example.org/which-road/latest/"


def about() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


def test_title_version_editors_and_day_are_those_of_the_citation_file():
    found, told = this_edition(), about()
    assert (found.title, found.version, found.day) == (told["title"], told["version"], told["date-released"])
    assert [found.editors] == [each["name"] for each in told["authors"]]
    assert found.paper.startswith(f"{told['preferred-citation']['authors'][0]['family-names']}, M. (2001)")


def test_a_version_has_an_address_of_its_own_where_the_site_keeps_them():
    version = about()["version"]
    assert this_edition(ADDRESS).address == f"https://example.org/which-road/v/{version}/"
    assert this_edition(ADDRESS.rstrip("/")).address == this_edition(ADDRESS).address
    assert this_edition("https://example.org/book").address == "https://example.org/book/"
    assert this_edition().address == ""


def test_bibtex_is_read_by_pybtex():
    (entry,) = parse_string(bibtex(this_edition(ADDRESS)), "bibtex").entries.values()
    (author,) = entry.persons["author"]
    assert author.last_names == ["{The editors of the living edition of QEH Working Paper 71}"] or str(author)
    assert entry.fields["title"].strip("{}") == about()["title"]
    assert (entry.fields["version"], entry.fields["year"]) == (about()["version"], about()["date-released"][:4])
    assert entry.fields["url"] == this_edition(ADDRESS).address


def test_ris_has_a_tag_a_line_and_ends():
    lines = ris(this_edition(ADDRESS)).splitlines()
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert lines[0] == "TY  - COMP" and lines[-1] == "ER  - "
    fields = dict(line.split("  - ", 1) for line in lines)
    assert fields["TI"] == about()["title"] and fields["ET"] == about()["version"]
    assert "UR" not in dict(line.split("  - ", 1) for line in ris(this_edition()).splitlines())


def test_csl_has_the_fields_that_the_standard_names():
    item = csl(this_edition(ADDRESS))
    assert item["type"] == "software" and item["author"] == [{"literal": this_edition().editors}]
    assert "-".join(f"{part:02}" for part in item["issued"]["date-parts"][0]) == about()["date-released"]
    assert "URL" not in csl(this_edition())


def test_each_form_has_a_file_to_which_the_page_leads(tmp_path: Path):
    write_forms(this_edition(), tmp_path)
    links = re.findall(r'href="../cite/([^"]+)"', str(citation_forms().markup))
    assert (
        sorted(links)
        == sorted(path.name for path in tmp_path.iterdir())
        == sorted(file for file, _ in forms(this_edition()).values())
    )
    assert json.loads((tmp_path / "which-road.json").read_text("utf-8")) == [csl(this_edition())]
