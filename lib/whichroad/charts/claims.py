"""Charts of the verdicts."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import STATUSES, Kind
from smeclusters.errors import InputError, Problem
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Chart
from whichroad.colours import COLOURS_OF_STATUS
from whichroad.marks import SECTIONS, section_of
from whichroad.words import numbered

KIND_PLURALS: dict[Kind, str] = {
    "figure": "Figures",
    "finding": "Findings",
    "inference": "Inferences",
    "thesis": "Theses",
    "prescription": "Recommendations",
}
"""The kinds of claim, in the plural."""


def tally_chart(paper: Assessed) -> Chart:
    """How many claims have each verdict, in all, by section of the paper and by kind.

    Raises
    ------
    InputError
        If the study has no claims.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> tally_chart(edition()).table.set_index("Part").loc["The whole paper", ["Claims", "Fails"]].tolist()
    [376, 4]
    """
    if not paper.claims:
        raise InputError([Problem("claims.csv", None, None, None, "at least one claim")])
    found = pd.DataFrame(
        [(section_of(paper, claim), claim.kind, verdict.status) for claim, verdict in paper.judged.values()],
        columns=["section", "kind", "status"],
    )
    groups = [("The whole paper", found)]
    groups += [(name, found[found["section"] == key]) for key, name in SECTIONS.items()]
    groups += [(name, found[found["kind"] == key]) for key, name in KIND_PLURALS.items()]
    counts = {
        name: rows["status"].value_counts().reindex(list(COLOURS_OF_STATUS), fill_value=0)
        for name, rows in groups
        if len(rows)
    }
    bars = [
        Bar(
            f"{name}: {numbered(row.sum(), 'claim', 'claims')}",
            ", ".join(f"{STATUSES[key]} {row[key]}" for key in COLOURS_OF_STATUS if row[key]),
            tuple((round(100 * row[key] / row.sum(), 2), colour) for key, colour in COLOURS_OF_STATUS.items()),
        )
        for name, row in counts.items()
    ]
    entries = [(STATUSES[key], colour) for key, colour in COLOURS_OF_STATUS.items()]
    wide, narrow = (bar_chart(bars, width, 100, "% of the claims", entries) for width in (WIDE, NARROW))
    table = pd.DataFrame({"Part": list(counts), "Claims": [int(row.sum()) for row in counts.values()]})
    for key in COLOURS_OF_STATUS:
        table[STATUSES[key].capitalize()] = [int(row[key]) for row in counts.values()]
    whole = counts["The whole paper"]
    return Chart(
        wide=wide,
        narrow=narrow,
        alt=f"Of {numbered(whole.sum(), 'claim', 'claims')}: "
        + ", ".join(f"{STATUSES[key]} {whole[key]}" for key in COLOURS_OF_STATUS)
        + ".",
        caption="Share of the claims with each verdict: in all, then by section, then once more by kind.",
        table=table,
    )
