"""``smeclusters robustness``."""

from __future__ import annotations

import pytest
from tests.method.cli.commands import records, run


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--prior", "flat"),
        ("--condition", "firm >= cluster"),
        ("--weighting", "extended"),
        ("--compensation", "0", "--silent", "middle"),
    ],
    ids=str,
)
def test_robustness_gives_shares_that_add_up(arguments: tuple[str, ...]):
    rows = records("robustness", *arguments)
    likely = ["likely_low_road", "likely_mixed", "likely_high_road"]
    assert [*rows[0]] == ["cluster", "low_road", "mixed", "high_road", "undetermined", "error", *likely]
    for row in rows:
        assert sum(row[key] for key in likely) == pytest.approx(1, abs=1e-9)
        shares = [row[key] for key in ("low_road", "mixed", "high_road", "undetermined")]
        assert sum(shares) == pytest.approx(1, abs=1e-9)
        assert all(share >= 0 for share in shares)


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("--condition", "frm >= cluster"), "firm?"),
        (("--condition", "macro >= 0.999"), "one weighting in a hundred"),
        (("--weighting", "extendet"), "(extended?)"),
        (("--weighting", "extended", "--within", "2"), "within"),
        (("--compensation", "3"), "at most 1"),
    ],
)
def test_robustness_says_in_one_sentence_what_it_cannot_do(arguments: tuple[str, ...], told: str):
    done = run("robustness", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr and len(done.stderr.strip().splitlines()) == 1
