"""Tables of the claims, the checks and the source audit."""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Iterable

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.audit import JUDGED, KINDS, audit
from smeclusters.claims.claim import GROUNDS, STATUSES, Claim, Verdict
from smeclusters.claims.registry import Check, checks
from smeclusters.model.ratings import lineage
from smeclusters.study import each_row
from smeclusters.wording import begun, counted, in_a_row, plural
from whichroad.addresses import anchor, locator_link, with_locators, works
from whichroad.marks import (
    KIND_NAMES,
    SECTIONS,
    SIGNS,
    _about,
    _turned,
    mark,
    section_of,
    status_in_words,
)
from whichroad.markup import Html, Markup, folded, joined, link
from whichroad.words import quantity


def claims_table(paper: Assessed) -> Html:
    """Every claim with its verdict, its reason and what leads on, to be filtered where scripts run.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> 'id="claim-sinos-firms"' in claims_table(edition())._repr_html_()
    True
    """
    names = paper.names
    rows = "".join(_row(paper, claim, verdict, names) for claim, verdict in paper.judged.values())
    places = sorted(
        {place for claim, _ in paper.judged.values() for place in claim.places}, key=list(names).index
    )
    menus = "".join((
        _menu("status", "Verdict", STATUSES.items()),
        _menu("section", "Section", SECTIONS.items()),
        _menu("kind", "Kind", KIND_NAMES.items()),
        _menu("place", "Place", [(place, names[place]) for place in places]),
        _menu("ground", "Checked by", GROUNDS.items()),
    ))  # fmt: skip
    total = len(paper.judged)
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


def _row(paper: Assessed, claim: Claim, verdict: Verdict, names: dict[str, str]) -> str:
    check = checks().get(claim.check)
    # Who looks for a country finds what is said of its clusters as well.
    countries = set(paper.study.places.query("kind == 'country'")["place"])
    within = [key for place in claim.places for key in lineage(paper.study, place) if key in countries]
    place = ";".join(dict.fromkeys([*claim.places, *within]))
    foot = [
        f"<code>{claim.id}</code>",
        locator_link(paper, claim.locator),
        html.escape(KIND_NAMES[claim.kind]),
    ]
    if claim.places and not _about(paper, claim):
        foot.append(html.escape(in_a_row([names[key] for key in claim.places])))
    if claim.figure is not None:
        foot.append(html.escape(quantity(claim.figure, claim.unit)))
    if check:
        address = f"checks.html#{anchor('check', check.name)}"
        foot.append(f"by {GROUNDS[check.ground]}: {link(address, check.name)}")
        if verdict.ours:
            foot.append(f"rests on our coding{_turned(paper, claim.id)}")
    cited = works(paper, claim.sources)
    if cited:
        foot.append(f"cites {cited}")
    attributes = " ".join(
        f'data-{name}="{html.escape(value)}"'
        for name, value in (
            ("status", verdict.status), ("section", section_of(paper, claim)), ("kind", claim.kind), ("place", place),
            ("ground", check.ground if check else ""),
        )
    )  # fmt: skip
    return (
        f'<tr id="{anchor("claim", claim.id)}" {attributes}>'
        f'<td><span class="sme-mark sme-{anchor(verdict.status)}" aria-hidden="true">{SIGNS[verdict.status]}</span> '
        f"{html.escape(status_in_words(claim, verdict))}</td>"
        f'<th scope="row"><p>{html.escape(_about(paper, claim) + claim.summary)}</p><p class="sme-reason">{with_locators(paper, verdict.reason)}</p>'
        f'<p class="sme-foot">{" · ".join(foot)}</p></th></tr>'
    )


def moves_list(paper: Assessed, moved: dict[str, tuple[Verdict, Verdict]]) -> Html:
    """Verdicts that another reading would change: of each claim the verdict now and the other one.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> paper = edition()
    >>> "holds" in moves_list(paper, {"five-clusters": (Verdict("holds", ""), Verdict("fails", ""))}).markup
    True
    """

    def told(claim: Claim, one: Verdict, other: Verdict) -> str:
        if one.status == other.status and one.share is not None and other.share is not None:
            return (
                f"<b>Holds under {100 * one.share:.0f} per cent of the weightings</b>; read so, under "
                f"<b>{100 * other.share:.0f}</b>."
            )
        first, then = (html.escape(status_in_words(claim, verdict)) for verdict in (one, other))
        return f"<b>{begun(first)}</b>; read so, <b>{then}</b>."

    items = "".join(
        f"<li>{mark(paper, id)} {html.escape(_about(paper, claim) + claim.summary)} {told(claim, one, other)}</li>"
        for id, (one, other) in moved.items()
        for claim, _ in [paper.judged[id]]
    )
    return Html(f"<ul>{items}</ul>")


def _menu(name: str, label: str, options: Iterable[tuple[str, str]]) -> str:
    inside = "".join(f'<option value="{key}">{html.escape(word)}</option>' for key, word in options)
    return (
        f'<div><label for="filter-{name}">{label}</label>'
        f'<select id="filter-{name}" name="{name}"><option value="">any</option>{inside}</select></div>'
    )


def checks_list(paper: Assessed) -> Html:
    """Every check: what it asks, which claims it decides, and its source.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> 'id="check-hyperinflation"' in checks_list(edition())._repr_html_()
    True
    """
    contents = joined([link(f"#{anchor('ground', ground)}", title) for ground, title in GROUNDS.items()])
    parts = [f'<nav aria-label="Assessed of the checks"><p>By {contents}.</p></nav>']
    for ground, title in GROUNDS.items():
        parts.append(f'<h2 id="{anchor("ground", ground)}">By {html.escape(title)}</h2>')
        for check in checks().values():
            if check.ground != ground:
                continue
            decided = [claim for claim, _ in paper.judged.values() if claim.check == check.name]
            asked = html.escape((inspect.getdoc(check.run) or "").split("\n\n")[0].replace("\n", " "))
            asked = re.sub("``(.+?)``", r"<code>\1</code>", asked.replace("&#x27;", "’"))
            source = f'<pre tabindex="0" role="region" aria-label="Source of {check.name}">{html.escape(_source(check.run))}</pre>'
            shown = "".join(
                f"<li>{mark(paper, claim.id)} {html.escape(_about(paper, claim) + claim.summary)}"
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


def audit_table(paper: Assessed, computed: bool) -> Html:
    """What the source audit noticed: what was computed, or what a reader judged.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "De Soto 1984" in audit_table(edition(), computed=True)._repr_html_()
    True
    """
    found = audit(paper)
    found = found[found["kind"].isin(JUDGED) != computed]
    groups = "".join(
        f'<tbody><tr><th colspan="2" scope="rowgroup">{html.escape(begun(KINDS[kind]))}</th></tr>'
        + "".join(
            f'<tr><td class="sme-prose">{_led(paper, row.detail)}</td><td>{_where(paper, row.locator)}</td></tr>'
            for row in each_row(part)
        )
        + "</tbody>"
        for kind, part in found.groupby("kind", sort=False)
    )
    label = "Source audit, computed" if computed else "Source audit, judged by a reader"
    return Html(
        f'<div class="sme-table" role="region" tabindex="0" aria-label="{label}"><table><thead><tr>'
        f'<th scope="col">Noticed</th><th scope="col">Where</th></tr></thead>{groups}</table></div>'
    )


def audit_counts(paper: Assessed) -> dict[str, int]:
    """How often each kind of thing was noticed.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> audit_counts(edition())["empty"]
    1
    """
    counts = audit(paper)["kind"].value_counts()
    return {kind: int(counts.get(kind, 0)) for kind in KINDS}


def _led(paper: Assessed, detail: str) -> Markup:
    """A detail of the audit, in which bare locators are links."""
    known = "|".join(map(re.escape, [*paper.study.locators["locator"], *paper.study.listed["ref"]]))
    parts = re.split(f"(?<![^ (])({known})(?=[,) ;]|\\.$)", detail)
    return Markup(
        "".join(_where(paper, part) if at % 2 else html.escape(part) for at, part in enumerate(parts))
    )


def _where(paper: Assessed, locator: str) -> Markup:
    if not locator.startswith("ref:"):
        return locator_link(paper, locator)
    key = paper.study.listed.set_index("ref").loc[locator, "key"]
    return link(f"references.html#{anchor('work', key)}", f"list of works, {locator.removeprefix('ref:')}")
