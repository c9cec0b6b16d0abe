"""What reasons have in common, whichever check gives them."""

from __future__ import annotations

import re

import pytest
from tests.alter import REASONS

from smeclusters import Assessed
from smeclusters.claims.registry import checks

BY_VERDICT = {name: told for name, told in REASONS.items() if isinstance(told, dict)}

ASKED = re.compile(r"[A-Z](?:[^?.]|(?<=\d)\.(?=\d))*\? [A-Z0-9]")
"""A question, and then its answer."""

MISSING = re.compile(
    r"(What it would be checked by was taken out|The tables (have|name) no|No path is|No case |The narrow)"
)
"""What is told where a table lacks what is to be looked at."""


def test_the_reasons_are_those_of_all_checks_and_of_no_other():
    assert set(REASONS) == set(checks())


@pytest.mark.parametrize("name", BY_VERDICT)
def test_a_reason_shows_why_the_verdict_is_this_one_and_no_other(name: str):
    assert len(set(BY_VERDICT[name].values())) == len(BY_VERDICT[name])


@pytest.mark.parametrize("name", BY_VERDICT)
def test_a_reason_begins_with_what_was_asked(name: str):
    for status, reason in BY_VERDICT[name].items():
        assert ASKED.match(reason) or (status == "not_checked" and MISSING.match(reason)), reason


def test_in_the_paper_too_a_reason_begins_with_what_was_asked(paper: Assessed):
    for id, (claim, verdict) in paper.judged.items():
        if claim.check in BY_VERDICT:
            assert ASKED.match(verdict.reason), id


def test_what_is_not_checked_says_what_would_decide_it(paper: Assessed):
    for id, (claim, verdict) in paper.judged.items():
        if claim.check in BY_VERDICT and verdict.status == "not_checked":
            assert re.search(r"\bwould\b", verdict.reason), id


def test_reasons_are_in_words_that_a_student_understands(paper: Assessed):
    """No jargon of ours, no negation of a negation, no “none work”."""
    odd = r"surely (un)?favourable|seen off|\balways not\b|\balso not\b|not lower than none|\b[Nn]one [a-z]+ (is|are)\b"
    told = [reason for each in BY_VERDICT.values() for reason in each.values()]
    told += [verdict.reason for verdict in paper.verdicts.values()]
    assert [reason for reason in told if re.search(odd, reason)] == []


def test_nothing_is_told_against_what_is_supported(paper: Assessed):
    """What is otherwise and does not count is not called against it."""
    for id, verdict in paper.verdicts.items():
        if verdict.status in ("supported", "supported_within"):
            assert "gainst it – " not in verdict.reason, id
