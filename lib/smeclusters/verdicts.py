"""Verdicts on a page: the mark beside a statement, the table of all claims, the checks, the source audit."""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import get_args

from smeclusters.audit import JUDGED, KINDS, audit
from smeclusters.checks import verify
from smeclusters.checks.words import begun, counted, plural
from smeclusters.claims import CHECKS, GROUNDS, STATUSES, Check, Claim, Kind, Status, Verdict, read_claims
from smeclusters.markup import (
    Html,
    Markup,
    anchor,
    folded,
    joined,
    link,
    listed,
    locator_link,
    place_names,
    quantity,
    with_locators,
    works,
)
from smeclusters.ratings import in_a_row, lineage
from smeclusters.study import Study

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


@lru_cache(maxsize=4)
def judged(study: Study) -> dict[str, tuple[Claim, Verdict]]:
    """Every claim with its verdict, by id, worked out once for a study.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> judged(load_study())["five-clusters"][1].status
    'holds_in_part'
    """
    verdicts = verify(study)
    return {claim.id: (claim, verdicts[claim.id]) for claim in read_claims(study)}


def section_of(study: Study, claim: Claim) -> str:
    """A key of :data:`SECTIONS`: for a box or a note, the section that its page deals with."""
    places = study.locators
    page = places.set_index("locator").loc[claim.locator, "page"]
    return next(at[0] for at in places[places["page"] == page]["locator"] if at[0].isdigit())


def tally(study: Study) -> dict[Status, int]:
    """How many claims have each verdict.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> sum(tally(load_study()).values()) == len(judged(load_study()))
    True
    """
    found = [verdict.status for _, verdict in judged(study).values()]
    return {status: found.count(status) for status in STATUSES}


NEEDS: dict[Status, str] = {
    "holds": "answers a need",
    "holds_in_part": "answers a need in part",
    "fails": "answers no need that is told of",
}
"""Verdicts on recommendations, which can’t be true or false."""


def told_status(claim: Claim, verdict: Verdict) -> str:
    """A verdict in words, with its share where it hangs on the weights."""
    if verdict.status == "depends_on_weights" and verdict.share is not None:
        return f"{STATUSES[verdict.status]}: holds under {100 * verdict.share:.0f} per cent of them"
    needs = NEEDS if claim.kind == "prescription" else {}
    return needs.get(verdict.status, STATUSES[verdict.status])


def mark(study: Study, id: str) -> Markup:
    """The small sign beside a statement, which says the verdict and leads to the claim.

    Raises
    ------
    KeyError
        If there is no such claim.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "Checked: fails" in mark(load_study(), "ven-macro-2")
    True
    """
    claim, verdict = judged(study)[id]
    told = told_status(claim, verdict)
    told = begun(told) if verdict.status == "untestable" else f"Checked: {told}"
    said = html.escape(f"{told} ({_about(study, claim)}{claim.summary.rstrip('.')})")
    return Markup(
        f'<a class="sme-mark sme-{anchor(verdict.status)}" href="holds.html#{anchor("claim", id)}" title="{said}">'
        f'<span aria-hidden="true">{SIGNS[verdict.status]}</span><span class="sme-unseen">{said}</span></a>'
    )


def marks_of_row(study: Study, row: str) -> Markup:
    """The marks of the claims that a row of evidence, a profile or a policy codes."""
    return Markup(" ".join(mark(study, claim.id) for claim, _ in judged(study).values() if row in claim.rows))


def cards(study: Study, *ids: str) -> Html:
    """Some claims with their verdicts and reasons, for a page that discusses them.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "Venezuela" in cards(load_study(), "ven-macro-2")._repr_html_()
    True
    """
    items = "".join(
        f"<div><dt>{mark(study, id)} {html.escape(_about(study, claim) + claim.summary)}</dt>"
        f"<dd><b>{html.escape(told_status(claim, verdict))}</b>: {with_locators(study, verdict.reason)}</dd></div>"
        for id in ids
        for claim, verdict in [judged(study)[id]]
    )
    return Html(f'<dl class="sme-verdicts">{items}</dl>')


def _about(study: Study, claim: Claim) -> str:
    """Where a claim takes its words from a table, the place that they are about."""
    return f"{listed(study, claim.places)}: " if claim.rows and claim.places else ""


def legend() -> Html:
    """What each sign means."""
    items = "".join(
        f'<li><span class="sme-mark sme-{anchor(status)}" aria-hidden="true">{SIGNS[status]}</span> {html.escape(name)}</li>'
        for status, name in STATUSES.items()
    )
    return Html(f'<ul class="sme-legend" aria-label="Verdicts">{items}</ul>')


def claims_table(study: Study) -> Html:
    """Every claim with its verdict, its reason and what leads on, to be filtered where scripts run.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> 'id="claim-sinos-firms"' in claims_table(load_study())._repr_html_()
    True
    """
    names = place_names(study)
    rows = "".join(_row(study, claim, verdict, names) for claim, verdict in judged(study).values())
    places = sorted(
        {place for claim, _ in judged(study).values() for place in claim.places}, key=list(names).index
    )
    menus = "".join((
        _menu("status", "Verdict", STATUSES.items()),
        _menu("section", "Section", SECTIONS.items()),
        _menu("kind", "Kind", KIND_NAMES.items()),
        _menu("place", "Place", [(place, names[place]) for place in places]),
        _menu("ground", "Checked by", GROUNDS.items()),
    ))  # fmt: skip
    total = len(judged(study))
    return Html(
        f'<form class="sme-filter" hidden aria-label="Filter the claims">{menus}'
        '<div><label for="filter-words">Words</label>'
        '<input id="filter-words" type="search" name="words" autocomplete="off"></div>'
        f'<button type="reset">Show all</button><output aria-live="polite">{total} of {total} claims</output></form>'
        f'<p class="sme-past">{link("#past-the-claims", "Past the table")}</p>'
        '<div class="sme-table sme-claims" role="region" tabindex="0" aria-label="All claims of the paper with their verdicts">'
        '<table><thead><tr><th scope="col">Verdict</th><th scope="col">Claim</th></tr></thead>'
        f'<tbody>{rows}</tbody></table></div><div id="past-the-claims"></div>'
    )


def _row(study: Study, claim: Claim, verdict: Verdict, names: dict[str, str]) -> str:
    check = CHECKS.get(claim.check)
    # Who looks for a country finds what is said of its clusters as well.
    countries = set(study.places.query("kind == 'country'")["place"])
    within = [key for place in claim.places for key in lineage(study, place) if key in countries]
    place = ";".join(dict.fromkeys([*claim.places, *within]))
    foot = [
        f"<code>{claim.id}</code>",
        locator_link(study, claim.locator),
        html.escape(KIND_NAMES[claim.kind]),
    ]
    if claim.places and not _about(study, claim):
        foot.append(html.escape(in_a_row([names[key] for key in claim.places])))
    if claim.figure is not None:
        foot.append(html.escape(quantity(claim.figure, claim.unit)))
    if check:
        address = f"checks.html#{anchor('check', check.name)}"
        foot.append(f"by {GROUNDS[check.ground]}: {link(address, check.name)}")
        if verdict.ours:
            foot.append(f"rests on our coding{_turned(study, claim.id)}")
    cited = works(study, claim.sources)
    if cited:
        foot.append(f"cites {cited}")
    attributes = " ".join(
        f'data-{name}="{html.escape(value)}"'
        for name, value in (
            ("status", verdict.status), ("section", section_of(study, claim)), ("kind", claim.kind), ("place", place),
            ("ground", check.ground if check else ""),
        )
    )  # fmt: skip
    return (
        f'<tr id="{anchor("claim", claim.id)}" {attributes}>'
        f'<td><span class="sme-mark sme-{anchor(verdict.status)}" aria-hidden="true">{SIGNS[verdict.status]}</span> '
        f"{html.escape(told_status(claim, verdict))}</td>"
        f'<th scope="row"><p>{html.escape(_about(study, claim) + claim.summary)}</p><p class="sme-reason">{with_locators(study, verdict.reason)}</p>'
        f'<p class="sme-foot">{" · ".join(foot)}</p></th></tr>'
    )


def unsure(study: Study) -> tuple[int, int]:
    """Of the verdicts that rest on our coding, how many one step of it would turn, and how many none would.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> turned, firm = unsure(load_study())
    >>> turned < firm
    True
    """
    counts = study.verdicts["turned_by"].dropna()
    return int((counts > 0).sum()), int((counts == 0).sum())


def moves_list(study: Study, moved: dict[str, tuple[Verdict, Verdict]]) -> Html:
    """Verdicts that another reading would change: of each claim the verdict now and the other one.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> study = load_study()
    >>> "holds" in moves_list(study, {"five-clusters": (Verdict("holds", ""), Verdict("fails", ""))}).markup
    True
    """

    def told(claim: Claim, one: Verdict, other: Verdict) -> str:
        if one.status == other.status and one.share is not None and other.share is not None:
            return (
                f"<b>Holds under {100 * one.share:.0f} per cent of the weightings</b>; read so, under "
                f"<b>{100 * other.share:.0f}</b>."
            )
        first, then = (html.escape(told_status(claim, verdict)) for verdict in (one, other))
        return f"<b>{begun(first)}</b>; read so, <b>{then}</b>."

    items = "".join(
        f"<li>{mark(study, id)} {html.escape(_about(study, claim) + claim.summary)} {told(claim, one, other)}</li>"
        for id, (one, other) in moved.items()
        for claim, _ in [judged(study)[id]]
    )
    return Html(f"<ul>{items}</ul>")


def _turned(study: Study, id: str) -> str:
    recorded = study.verdicts
    counts = recorded[recorded["id"] == id]["turned_by"].dropna()
    if counts.empty:
        return ""
    number = counts.iloc[0]
    return (
        f": {number:.0f} single {'steps' if number > 1 else 'step'} of it would turn the verdict"
        if number
        else ", yet no single step of it would turn the verdict"
    )


def _menu(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    inside = "".join(f'<option value="{key}">{html.escape(word)}</option>' for key, word in options)
    return (
        f'<div><label for="filter-{name}">{label}</label>'
        f'<select id="filter-{name}" name="{name}"><option value="">any</option>{inside}</select></div>'
    )


def checks_list(study: Study) -> Html:
    """Every check: what it asks, which claims it decides, and its source.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> 'id="check-hyperinflation"' in checks_list(load_study())._repr_html_()
    True
    """
    contents = joined([link(f"#{anchor('ground', ground)}", title) for ground, title in GROUNDS.items()])
    parts = [f'<nav aria-label="Grounds of the checks"><p>By {contents}.</p></nav>']
    for ground, title in GROUNDS.items():
        parts.append(f'<h2 id="{anchor("ground", ground)}">By {html.escape(title)}</h2>')
        for check in CHECKS.values():
            if check.ground != ground:
                continue
            decided = [claim for claim, _ in judged(study).values() if claim.check == check.name]
            asked = html.escape((inspect.getdoc(check.run) or "").split("\n\n")[0].replace("\n", " "))
            asked = re.sub("``(.+?)``", r"<code>\1</code>", asked.replace("&#x27;", "’"))
            source = f'<pre tabindex="0" role="region" aria-label="Source of {check.name}">{html.escape(_source(check.run))}</pre>'
            shown = "".join(
                f"<li>{mark(study, claim.id)} {html.escape(_about(study, claim) + claim.summary)}"
                + (f" <code>{html.escape(claim.terms)}</code>" if claim.terms else "")
                + "</li>"
                for claim in decided
            )
            parts.append(
                f'<div class="sme-cell sme-check" id="{anchor("check", check.name)}"><p><b><code>{check.name}</code></b> {asked}</p>'
                + folded(
                    f"What it decides: {counted(len(decided))} {plural(len(decided), 'claim', 'claims')}",
                    f"<ul>{shown}</ul>",
                )
                + folded("Its source", source)
                + "</div>"
            )
    return Html("".join(parts))


def _source(run: Check) -> str:
    """The source of a check with the helpers of its module, below the thresholds that these use."""
    functions = [inspect.unwrap(run)]
    known = functions[0].__globals__
    limits: dict[str, float] = {}
    for function in functions:  # which grows by the helpers met
        for name in function.__code__.co_names:
            value = known.get(name)
            if name.isupper() and isinstance(value, int | float):
                limits[name] = value
            elif name.startswith("_") and inspect.isfunction(value) and value not in functions:
                functions.append(value)
    head = ["".join(f"{name} = {value}\n" for name, value in limits.items())] if limits else []
    return "\n\n".join([*head, *map(inspect.getsource, functions)])


def audit_table(study: Study, computed: bool) -> Html:
    """What the source audit noticed: what was computed, or what a reader judged.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> "De Soto 1984" in audit_table(load_study(), computed=True)._repr_html_()
    True
    """
    found = audit(study)
    found = found[found["kind"].isin(JUDGED) != computed]
    groups = "".join(
        f'<tbody><tr><th colspan="2" scope="rowgroup">{html.escape(begun(KINDS[kind]))}</th></tr>'
        + "".join(
            f'<tr><td class="sme-prose">{_led(study, row.detail)}</td><td>{_where(study, row.locator)}</td></tr>'
            for row in part.itertuples()
        )
        + "</tbody>"
        for kind, part in found.groupby("kind", sort=False)
    )
    label = "Source audit, computed" if computed else "Source audit, judged by a reader"
    return Html(
        f'<div class="sme-table" role="region" tabindex="0" aria-label="{label}"><table><thead><tr>'
        f'<th scope="col">Noticed</th><th scope="col">Where</th></tr></thead>{groups}</table></div>'
    )


def audit_counts(study: Study) -> dict[str, int]:
    """How often each kind of thing was noticed.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> audit_counts(load_study())["empty"]
    1
    """
    counts = audit(study)["kind"].value_counts()
    return {kind: int(counts.get(kind, 0)) for kind in KINDS}


def _led(study: Study, detail: str) -> Markup:
    """A detail of the audit, in which bare locators are links."""
    known = "|".join(map(re.escape, [*study.locators["locator"], *study.listed["ref"]]))
    parts = re.split(f"(?<![^ (])({known})(?=[,) ;]|\\.$)", detail)
    return Markup(
        "".join(_where(study, part) if at % 2 else html.escape(part) for at, part in enumerate(parts))
    )


def _where(study: Study, locator: str) -> Markup:
    if not locator.startswith("ref:"):
        return locator_link(study, locator)
    key = study.listed.set_index("ref").loc[locator, "key"]
    return link(f"references.html#{anchor('work', key)}", f"list of works, {locator.removeprefix('ref:')}")
