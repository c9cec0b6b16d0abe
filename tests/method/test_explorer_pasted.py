"""Links as mails and messengers leave them: read alike by the page's modules and the library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smeclusters import Explorer, InputError, Study
from smeclusters.explorer.links import read_link, read_links, write_link
from smeclusters.explorer.pasted import parted

Run = Callable[[str, Any], Any]
CASES = json.loads(Path(__file__).with_name("pasted_links.json").read_text("utf-8"))
READ = """
import { readLink } from "FRONT/links.js";
import { readContent } from "FRONT/host.js";
const answer = ({ content: given, links }) => links.map((link) => {
  try { return readLink(link, readContent({ get: () => given })); } catch (problem) { return problem.message; }
});
"""


@pytest.fixture
def content(study: Study) -> Any:
    return Explorer(study).get_state(["content"])["content"]


@pytest.mark.parametrize("case", CASES["read"], ids=[case["what"] for case in CASES["read"]])
def test_the_library_reads_what_was_pasted_as_the_link_itself(study: Study, case: dict[str, str]):
    found, expected = read_link(case["pasted"], study), read_link(f"#{case['link']}", study)
    assert found == expected
    assert ("trujillo" in case["link"]) == ("trujillo" in found.state["overrides"])


def test_the_page_reads_what_was_pasted_as_the_link_itself(run: Run, content: Any):
    found = run(READ, {"content": content, "links": [case["pasted"] for case in CASES["read"]]})
    expected = run(READ, {"content": content, "links": [case["link"] for case in CASES["read"]]})
    for case, here, there in zip(CASES["read"], found, expected, strict=True):
        assert isinstance(there, dict) and here == there, case["what"]
    texts = [each["state"]["own"][0]["rows"][0]["summary"] for each in found if each["state"]["own"]]
    assert texts == ["Twelve firms."] * 2


def test_page_and_library_refuse_alike_what_is_cut_or_has_words_in_it(run: Run, study: Study, content: Any):
    found = run(READ, {"content": content, "links": [case["pasted"] for case in CASES["refused"]]})
    for case, answer in zip(CASES["refused"], found, strict=True):
        assert isinstance(answer, str), case["what"]
        with pytest.raises(InputError):
            read_link(case["pasted"], study)


@pytest.mark.parametrize("case", CASES["numbers"], ids=[case["written"] for case in CASES["numbers"]])
def test_page_and_library_write_the_same_link_and_read_it_back(
    run: Run, study: Study, content: Any, case: dict[str, Any]
):
    """Also of the smallest and the largest numbers, and of a number below 0."""
    source = (
        READ.split("const answer")[0].replace("readLink", "readLink, writeState")
        + """const answer = ({ content: given, link, number }) => {
  const content = readContent({ get: () => given });
  const { state } = readLink(link, content);
  state.factors[0] = number;
  state.compensation = -number;
  const written = `#w=${writeState(state)}`;
  return { written, again: `#w=${writeState(readLink(written, content).state)}` };
};
"""
    )
    plain = CASES["read"][0]["link"]
    state, number = read_link(plain, study).state, float(case["number"])
    weights = {**state["weights"], next(iter(state["weights"])): number}
    changed = {**state, "weights": weights, "compensation": -number}
    link = write_link(changed)
    assert link.split(";")[2].split(",")[0] == case["written"]
    assert run(source, {"content": content, "link": plain, "number": case["number"]}) == {
        "written": link,
        "again": link,
    }
    assert read_link(link, study).state == changed


def test_a_name_is_read_without_the_colon_behind_it(run: Run, content: Any):
    source = (
        READ.split("const answer")[0]
        + """import { linksIn } from "FRONT/handedin.js";
const answer = ({ content: given, lines }) =>
  lines.map((line) => linksIn(line, readContent({ get: () => given })).settings[0].name);
"""
    )
    named = CASES["named"]
    lines = [case["line"] for case in named]
    assert [parted(line)[0] for line in lines] == [case["name"] for case in named]
    assert run(source, {"content": content, "lines": lines}) == [case["name"] for case in named]


def test_a_list_is_read_with_links_that_a_mail_has_broken(study: Study, tmp_path: Path):
    whole = next(case["link"] for case in CASES["read"] if case["what"] == "a whole address")
    site = "https://example.org/explorer.html"
    lines = [
        f"Ada Lovelace <{site}#{whole[:50]}",
        whole[50:99],
        f" {whole[99:]}>",
        "",
        f"Ben, group 2: {site}%23{whole.replace(',', ', ')}.",
        f"Cleo #{whole[:50]}",
        f"Dora (#W%3D{whole[2:]})",
        "Emil #w=2",
        "thanks",
    ]
    path = tmp_path / "class.txt"
    path.write_text("\r\n".join(lines), "utf-8")
    shared = read_links(path, study)
    assert [setting.name for setting in shared.settings] == ["Ada Lovelace", "Ben, group 2", "Dora"]
    assert {setting.cluster for setting in shared.settings} == {"trujillo"}
    assert all(setting.state == shared.settings[0].state for setting in shared.settings)
    assert [(problem.row, problem.field) for problem in shared.problems] == [
        (6, "parts"),
        (8, "version"),
        (9, None),
    ]
