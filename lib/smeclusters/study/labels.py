"""How a row's source is called: the study's own passages by its label, other works by author and year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from smeclusters.wording import in_a_row

if TYPE_CHECKING:
    from smeclusters.study import Study

_PAGES = re.compile(r"\d+([-–]\d+)?")
_PASSAGE = re.compile(r"(?:\S+ )?§ ?(\S+?),? ?¶ ?(\w+)")  # as sheetread.js has it


def source_label(study: Study, row: Any) -> str:
    """What a row rests on, as it is cited.

    Parameters
    ----------
    study : Study
        With the layer that the row is from.
    row : object
        A row of the evidence or the outcomes, with `layer`, `sources` and `locator` as attributes.

    Returns
    -------
    str
        The study's label and the passage for a row of its own; else the works, and where in them; or
        the layer, where it names none.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> from smeclusters.study import each_row
    >>> study = example_study()
    >>> source_label(study, next(each_row(study.evidence)))
    'Letter 2:1'
    """
    if not row.layer:
        return f"{study.label} {row.locator}".strip()
    known = {**study.references, **next(layer.references for layer in study.layers if layer.name == row.layer)}
    parts = [part.strip() for part in row.sources.split(";") if part.strip()]
    works = in_a_row([author_and_year(known[part]) if part in known else part for part in parts]) or row.layer
    where = f"p. {row.locator}" if _PAGES.fullmatch(row.locator) else row.locator
    return ", ".join(filter(None, (works, where)))


def plain_locator(text: str) -> str:
    """A passage by its locator, also where it is written by section and paragraph, as on pages.

    Parameters
    ----------
    text : str
        What stands in a table.

    Returns
    -------
    str
        Any other text as it is.

    Examples
    --------
    >>> plain_locator("§3.2.1 ¶5"), plain_locator("Letter §2, ¶ 1"), plain_locator("3:1"), plain_locator("box1")
    ('3.2.1:5', '2:1', '3:1', 'box1')
    """
    found = _PASSAGE.fullmatch(" ".join(text.split()))
    return f"{found[1]}:{found[2]}" if found else text


def as_cited(entry: Any) -> Any:
    """A work under the names and the year by which the source cites it.

    A bibliography that corrects its source has both: `author` and `year` are those of the work as it was published,
    `citedauthor` and `citedyear` those of the source, where they differ.

    Parameters
    ----------
    entry : pybtex.database.Entry
        Of a bibliography.

    Returns
    -------
    pybtex.database.Entry
        A copy, all else being equal.

    Examples
    --------
    >>> from pybtex.database import Entry, Person
    >>> late = Entry("article", {"year": "1995", "citedyear": "1994"}, {"author": [Person("Haller, Ina")]})
    >>> as_cited(late).fields["year"], late.fields["year"]
    ('1994', '1995')
    """
    from pybtex.bibtex.utils import split_name_list
    from pybtex.database import Entry, Person

    fields, persons = dict(entry.fields), dict(entry.persons)
    if "citedyear" in fields:
        fields["year"] = fields["citedyear"]
    if "citedauthor" in fields:
        persons["author"] = [Person(name) for name in split_name_list(fields["citedauthor"])]
    cited = Entry(entry.type, fields, persons)
    cited.key = entry.key
    return cited


def author_and_year(entry: Any) -> str:
    """A work by its author and year, as the source cites it.

    Parameters
    ----------
    entry : pybtex.database.Entry
        Of a bibliography.

    Returns
    -------
    str
        By its title where it has no author; ``n.d.`` where it has no year.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> author_and_year(example_study().references["ilg2004"])
    'Ilg 2004'
    """
    entry = as_cited(entry)
    return f"{in_a_row(authors_of(entry)) or entry.fields.get('title', '')} {entry.fields.get('year', 'n.d.')}".strip()


def authors_of(entry: Any) -> list[str]:
    """Who wrote a work, or edited it.

    Parameters
    ----------
    entry : pybtex.database.Entry
        Of a bibliography.

    Returns
    -------
    list of str
        Family names, in the order in which they stand; empty if there is nobody.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> authors_of(example_study().references["ilg2004"])
    ['Ilg']
    """
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    return [" ".join(map(str, person.rich_prelast_names + person.rich_last_names)) for person in people]
