"""``smeclusters audit``: what doesn't agree in the sources and figures."""

from __future__ import annotations

from smeclusters.cli.options import Alone, As, CodingGiven, Data, LayersGiven, load
from smeclusters.cli.output import Format, print_records, print_table, print_text


def run(
    data: Data = None,
    layer: LayersGiven = None,
    coding: CodingGiven = None,
    alone: Alone = False,
    format: As = Format.table,
) -> None:
    """Citations, spellings, counts and figures of the paper that don't agree with one another."""
    from smeclusters.claims.assessed import Assessed
    from smeclusters.claims.audit import KINDS, audit

    found = audit(Assessed(load(data, layer, coding, alone)))
    if format is not Format.table:
        print_records(found, format)
        return
    print_table("Source audit", ["kind", "where", "what"], found[["kind", "locator", "detail"]].to_numpy().tolist())
    counts = found["kind"].value_counts()
    print_text("; ".join(f"{counts[kind]} {meaning}" for kind, meaning in KINDS.items() if kind in counts))
