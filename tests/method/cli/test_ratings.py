"""``smeclusters ratings``: the matrix, and one cell of it."""

from __future__ import annotations

from tests.method.cli.commands import records, run


def test_ratings_are_flat_records():
    rows = records("ratings")
    assert len(rows) == 72
    assert {"cluster", "determinant", "lo", "hi", "silent"} <= rows[0].keys()
    assert {row["silent"] for row in rows} == {True, False}


def test_explain_lists_the_rows_of_a_cell_and_says_how_they_were_combined():
    done = run("ratings", "--explain", "sinos", "joint_action")
    assert done.returncode == 0
    assert "3.2.1:4" in done.stdout
    assert "Median by facet" in done.stdout
    rows = records("ratings", "--explain", "sinos", "trust")
    assert [row["entered"] for row in rows] == [False, True, True]
    assert {"summary", "locator", "sources", "reasons", "lo", "hi"} <= rows[0].keys()


def test_explain_a_silent_cell():
    done = run("ratings", "--explain", "sinos", "infrastructure")
    assert done.returncode == 0
    assert "The paper says nothing of it" in done.stdout
    assert records("ratings", "--explain", "sinos", "infrastructure") == []


def test_brackets_in_the_data_are_text(edit):
    def spoil(lines: list[list[str]]) -> None:
        for line in lines:
            if line[0] == "sinos-trust-2":
                line[7] = "Ties [sic] are [/b] loose."

    done = run("ratings", "--explain", "sinos", "trust", "--data", str(edit("evidence", spoil)))
    assert (done.returncode, done.stderr) == (0, "")
    assert "[sic]" in done.stdout
