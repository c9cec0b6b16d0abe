"""What one sentence or one source carries."""

from __future__ import annotations

import pandas as pd

from smeclusters import (
    Framework,
    Study,
    classify,
    leave_one_out,
    load_study,
    rate,
    score,
)


def test_leaving_a_sentence_out_is_reading_data_without_it(study: Study, framework: Framework, edit):
    weights = framework.weightings["collective_efficiency"]
    table = leave_one_out(study, weights)
    row = table[table["change"] == "row"].iloc[0]
    folder = edit(
        "evidence", lambda lines: lines.__delitem__(next(at for at, line in enumerate(lines) if line[0] == row["id"]))
    )
    without = rate(load_study(folder))
    path = dict(zip(without.clusters, classify(score(without, weights)).keys(), strict=True))
    assert path[row["cluster"]] == row["after"] != row["before"]


def test_only_what_entered_a_cell_can_matter(study: Study, framework: Framework):
    table = leave_one_out(study, framework.weightings["extended"])
    past = study.evidence.query("period == 'past'")["id"]
    assert not set(table["id"]) & set(past)
    assert isinstance(table, pd.DataFrame) and set(table["change"]) <= {"row", "source", "up", "down"}
