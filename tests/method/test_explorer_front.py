"""The explorer's modules: that they can be joined, are typed, and keep what old links restore."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.browser.explorer_page import assert_same
from tests.npm import UnreachedError, from_npm
from tests.support import ROOT

from smeclusters import Explorer, Study
from smeclusters.explorer.overlays import overlays_along
from smeclusters.explorer.script import (
    CLASS,
    FRONT,
    MODULES,
    SENTENCES,
    class_script,
    module,
    page_script,
    sentence_script,
)
from smeclusters.model.paths import SETS, overlap, within

HERE = Path(__file__).parent
LINKS = json.loads((ROOT / "tests" / "browser" / "links.json").read_text("utf-8"))
DECLARED = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:const|let|var|function\*?|class) (\w+)", re.M)
IMPORTS = re.compile(r'^import (.*?) from "\./([\w.]+)";\n', re.M | re.S)
RESTORE = """
import { readLink, writeState } from "FRONT/links.js";
import { follow } from "FRONT/results.js";
import { readContent } from "FRONT/host.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const given = JSON.parse(text);
const content = readContent({ get: () => given.content });
const rows = (state) => state && follow(content, state).rows.map((row) => [row.key, row.path, row.lo, row.hi]);
console.log(JSON.stringify(given.links.map((link) => {
  const { state, kept, chosen } = readLink(link.slice(1), content);
  const again = readLink(`w=${writeState(state)}`, content, state.own).state;
  return { rows: rows(state), again: rows(again), kept: rows(kept), chosen };
})));
"""

STANDS = """
import { verdict } from "FRONT/words.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(JSON.parse(text).map(([path, observed]) => verdict({ path, observed }))));
"""


JOINED = ([*MODULES, "page.js"], SENTENCES, CLASS)  # the explorer, sentences that move, and the class page


def source(name: str) -> str:
    return (FRONT / name).read_text("utf-8")


@pytest.fixture(scope="session")
def compiler() -> Path:
    """TypeScript's, as the lock file pins it."""
    try:
        return from_npm(HERE / "types") / "node_modules" / "typescript" / "bin" / "tsc"
    except UnreachedError as error:
        pytest.skip(str(error))


# ---- That they can be joined.


def test_every_module_is_joined_once():
    assert sorted({name for names in JOINED for name in names}) == sorted(path.name for path in FRONT.glob("*.js"))
    for names, text in ((MODULES, module()), (SENTENCES, sentence_script()), (CLASS, class_script())):
        assert len(set(names)) == len(names)
        for name in names:
            body = source(name).split("*/", 1)[1].strip().splitlines()[-1]
            assert text.count(body.removeprefix("export ")) >= 1, name


def test_no_two_modules_declare_the_same_name():
    files = list(dict.fromkeys(file for files in JOINED for file in files))
    declared = [(name, file) for file in files for name in DECLARED.findall(source(file))]
    assert len(declared) > 100
    seen: dict[str, str] = {}
    for name, file in declared:
        assert name not in seen, f"{name} stands in {seen[name]} and in {file}"
        seen[name] = file
    for file in files:  # what the pattern above would not see
        assert not re.search(r"^(export )?(const|let|var) *[\[{]", source(file), re.M), file


@pytest.mark.parametrize("order", JOINED, ids=("explorer", "sentences", "class"))
def test_each_module_imports_only_from_those_before_it(order: Sequence[str]):
    for at, file in enumerate(order):
        found = IMPORTS.findall(source(file))
        assert len(found) == len(re.findall(r"^import\b", source(file), re.M)), file
        for names, other in found:
            assert other in order[:at], f"{file} imports from {other}"
            assert " as " not in names and "*" not in names, file  # a name must be the same when joined
            exported = re.findall(r"^export (?:async )?(?:const|function|class) (\w+)", source(other), re.M)
            if "{" in names:
                assert set(re.findall(r"\w+", names)) <= set(exported), f"{file} from {other}"
            else:
                assert source(other).rstrip().endswith(f"export default {names};")


def test_the_joined_sources_import_and_export_nothing_more():
    assert not re.search(r"^\s*import\b", module(), re.MULTILINE)
    for text in (page_script(), sentence_script(), class_script()):
        assert not re.search(r"^\s*(import|export)\b", text, re.MULTILINE)
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)


def test_each_module_can_be_read_at_a_sitting():
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in FRONT.glob("*.js")}
    assert max(lengths.values()) <= 170, lengths


def test_the_joined_sources_are_sound(node: str, tmp_path: Path):
    """All load: Node reads them, and would tell of a name that is declared twice."""
    pages = {"page.cjs": page_script(), "moving.cjs": sentence_script(), "class.cjs": class_script()}
    for name, text in {"module.mjs": module(), **pages}.items():
        (tmp_path / name).write_text(text, "utf-8")
        done = subprocess.run([node, "--check", tmp_path / name], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


# ---- Types.


ONCE = pytest.mark.xdist_group("typescript")  # installed once, by one worker


@ONCE
def test_the_types_are_right(node: str, compiler: Path):
    command = [node, compiler, "--project", HERE / "types" / "tsconfig.json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@ONCE
def test_a_wrong_type_is_told(node: str, compiler: Path, tmp_path: Path):
    """The check above could fail: it reads the modules, strictly."""
    settings = json.loads((HERE / "types" / "tsconfig.json").read_text("utf-8"))
    front = shutil.copytree(FRONT, tmp_path / "front")
    (tmp_path / "tsconfig.json").write_text(json.dumps({**settings, "include": ["front"]}), "utf-8")
    (front / "rules.js").write_text(source("rules.js").replace("store.before(by)", "store.befor(by)"), "utf-8")
    done = subprocess.run([node, compiler, "--project", tmp_path], capture_output=True, text=True)
    assert "Property 'befor' does not exist" in done.stdout


# ---- What was observed.


def test_a_class_stands_to_what_was_observed_as_sets_stand_to_one_another(node: str, tmp_path: Path):
    """All its paths were observed, some, or none; in the page as in the library."""
    script = tmp_path / "stands.mjs"
    script.write_text(STANDS.replace("FRONT", FRONT.as_uri()), "utf-8")
    pairs = [(path, seen) for path in (*SETS, "") for seen in (*SETS, "")]
    command = [node, "--no-warnings", str(script)]
    done = subprocess.run(command, input=json.dumps(pairs), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    for (path, seen), verdict in zip(pairs, json.loads(done.stdout), strict=True):
        both, either = set(path.split("|")) & set(seen.split("|")), set(path.split("|")) <= set(seen.split("|"))
        expected = "" if not (path and seen) else "right" if either else "open" if both else "wrong"
        assert verdict == expected, (path, seen)
        if path and seen:
            assert (within(path, seen), overlap(path, seen)) == (either, bool(both)), (path, seen)


# ---- Links.


def test_links_restore_what_they_did(node: str, study: Study, codings: dict[str, Study], tmp_path: Path):
    """The same links as on the built page, through the modules alone; and each is written so that it is read again."""
    script = tmp_path / "restore.mjs"
    script.write_text(RESTORE.replace("FRONT", FRONT.as_uri()), "utf-8")
    given = {
        "content": Explorer(study, codings=codings, layers=overlays_along(study)).get_state(["content"])["content"],
        "links": [link["link"] for link in LINKS],
    }
    command = [node, "--no-warnings", str(script)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == len(LINKS)
    for link, answer in zip(LINKS, found, strict=True):
        expected = [(key, *row) for key, row in link["rows"].items()]
        if link["what"] == "nothing that weighs anything":
            assert {row[1] for row in answer["rows"]} == {""}
            continue
        assert_same(answer["rows"], expected, link["what"])
        assert answer["again"] == answer["rows"], link["what"]
        assert answer["chosen"] == link["chosen"]
        if link["kept"]:
            assert_same(answer["kept"], [(key, *row) for key, row in link["kept"].items()], link["what"])
        else:
            assert answer["kept"] is None
