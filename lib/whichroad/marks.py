"""Marks: the sign of a verdict beside a statement, and what each sign means."""

from __future__ import annotations

import html
from typing import get_args

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import STATUSES, Claim, Kind, Status, Verdict
from smeclusters.wording import begun
from whichroad.addresses import anchor
from whichroad.markup import Html, Markup
from whichroad.words import listed

SIGNS: dict[Status, str] = {
    "holds": "✓",
    "holds_in_part": "½",
    "fails": "✗",
    "depends_on_weights": "±",
    "untestable": "?",
}
"""The sign of each verdict."""


KIND_NAMES: dict[Kind, str] = {
    **{kind: kind for kind in get_args(Kind)},
    "prescription": "recommendation",
}
"""The kinds of claim, as readers see them."""


SECTIONS = {"0": "Abstract", "1": "1 Introduction", "2": "2 Framework", "3": "3 Clusters", "4": "4 Policies"}
"""Names of the paper's sections, by the first letter of a locator."""


def section_of(paper: Assessed, claim: Claim) -> str:
    """A key of :data:`SECTIONS`: for a box or a note, the section that its page deals with."""
    places = paper.study.locators
    page = places.set_index("locator").loc[claim.locator, "page"]
    return next(at[0] for at in places[places["page"] == page]["locator"] if at[0].isdigit())


def tally(paper: Assessed) -> dict[Status, int]:
    """How many claims have each verdict.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> sum(tally(edition()).values()) == len(edition().judged)
    True
    """
    found = [verdict.status for _, verdict in paper.judged.values()]
    return {status: found.count(status) for status in STATUSES}


NEEDS: dict[Status, str] = {
    "holds": "answers a need",
    "holds_in_part": "answers a need in part",
    "fails": "answers no need that is told of",
}
"""Verdicts on recommendations, which can’t be true or false."""


def status_in_words(claim: Claim, verdict: Verdict) -> str:
    """A verdict in words, with its share where it hangs on the weights."""
    if verdict.status == "depends_on_weights" and verdict.share is not None:
        return f"{STATUSES[verdict.status]}: holds under {100 * verdict.share:.0f} per cent of them"
    needs = NEEDS if claim.kind == "prescription" else {}
    return needs.get(verdict.status, STATUSES[verdict.status])


def mark(paper: Assessed, id: str) -> Markup:
    """The small sign beside a statement, which says the verdict and leads to the claim.

    Raises
    ------
    KeyError
        If there is no such claim.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "Checked: fails" in mark(edition(), "ven-macro-2")
    True
    """
    claim, verdict = paper.judged[id]
    told = status_in_words(claim, verdict)
    told = begun(told) if verdict.status == "untestable" else f"Checked: {told}"
    said = html.escape(f"{told} ({_about(paper, claim)}{claim.summary.rstrip('.')})")
    return Markup(
        f'<a class="sme-mark sme-{anchor(verdict.status)}" href="holds.html#{anchor("claim", id)}" title="{said}">'
        f'<span aria-hidden="true">{SIGNS[verdict.status]}</span><span class="sme-unseen">{said}</span></a>'
    )


def marks_of_row(paper: Assessed, row: str) -> Markup:
    """The marks of the claims that a row of evidence, a profile or a policy codes."""
    return Markup(" ".join(mark(paper, claim.id) for claim, _ in paper.judged.values() if row in claim.rows))


def _about(paper: Assessed, claim: Claim) -> str:
    """Where a claim takes its words from a table, the place that they are about."""
    return f"{listed(paper, claim.places)}: " if claim.rows and claim.places else ""


def legend() -> Html:
    """What each sign means."""
    items = "".join(
        f'<li><span class="sme-mark sme-{anchor(status)}" aria-hidden="true">{SIGNS[status]}</span> {html.escape(name)}</li>'
        for status, name in STATUSES.items()
    )
    return Html(f'<ul class="sme-legend" aria-label="Verdicts">{items}</ul>')


def unsure(paper: Assessed) -> tuple[int, int]:
    """Of the verdicts that rest on our coding, how many one step of it would turn, and how many none would.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> turned, firm = unsure(edition())
    >>> turned < firm
    True
    """
    counts = paper.study.verdicts["turned_by"].dropna()
    return int((counts > 0).sum()), int((counts == 0).sum())


def _turned(paper: Assessed, id: str) -> str:
    recorded = paper.study.verdicts
    counts = recorded[recorded["id"] == id]["turned_by"].dropna()
    if counts.empty:
        return ""
    number = counts.iloc[0]
    return (
        f": {number:.0f} single {'steps' if number > 1 else 'step'} of it would turn the verdict"
        if number
        else ", yet no single step of it would turn the verdict"
    )
