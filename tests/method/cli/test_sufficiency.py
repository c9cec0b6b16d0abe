"""``smeclusters sufficiency``."""

from __future__ import annotations

from tests.method.cli.commands import records, run


def test_sufficiency_bounds_every_measure():
    rows = records("sufficiency", "--condition", "joint_action", "--condition", "country*firm")
    assert [row["condition"] for row in rows] == ["joint_action", "country*firm"]
    for row in rows:
        for key in row:
            if key.endswith("_lo") and row[key] is not None:
                assert 0 <= row[key] <= row[key.replace("_lo", "_hi")] <= 1 + 1e-9
    ideal = records("sufficiency", "--condition", "joint_action", "--ideal", "--outcome", "not-low-road")
    assert ideal[0]["sufficiency_consistency_lo"] > rows[0]["sufficiency_consistency_lo"]
    assert "joint_action" in run("sufficiency").stdout
    wrong = run("sufficiency", "--condition", "thrust")
    assert (wrong.returncode, wrong.stdout) == (1, "") and "(trust?)" in wrong.stderr


def test_what_a_mixed_path_counts_as_is_an_option():
    """By hand in test_qca.py."""
    (row,) = records("sufficiency", "--condition", "joint_action", "--mixed", "0.25")
    assert abs(row["sufficiency_consistency_hi"] - 1 / (0.75 * 3 + 0.25 + 0.5 + 0.25)) < 1e-9
    wrong = run("sufficiency", "--mixed", "2")
    assert (wrong.returncode, wrong.stdout) == (1, "") and "expected a membership from 0 to 1" in wrong.stderr
