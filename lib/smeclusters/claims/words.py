"""Words that reasons share: places, passages, statements, terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim
from smeclusters.claims.terms import Concentrated, FacetRated, Rated, Seen, Term
from smeclusters.model.paths import PATH_NAMES
from smeclusters.wording import counted, in_a_row, plural

#: What a reason says before statements that go another way and count on no side.
BESIDE = "otherwise, though both can be true"


def place_list(assessed: Assessed, keys: Iterable[str]) -> str:
    """The names of places, in the order of the table.

    Parameters
    ----------
    assessed : Assessed
        The study.
    keys : iterable of str
        Keys of places, in any order.

    Returns
    -------
    str
        Such as ``Almen and Borg``.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> place_list(Assessed(example_study()), ["borg", "almen"])
    'Almen and Borg'
    """
    wanted = set(keys)
    return in_a_row([name for key, name in assessed.names.items() if key in wanted])


def places_in_brackets(assessed: Assessed, keys: Iterable[str]) -> str:
    """The same in brackets and after a blank; nothing for none.

    Parameters
    ----------
    assessed : Assessed
        The study.
    keys : iterable of str
        Keys of places, in any order.

    Returns
    -------
    str
        With a blank before the bracket.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> places_in_brackets(Assessed(example_study()), ["borg"])
    ' (Borg)'
    """
    names = place_list(assessed, keys)
    return f" ({names})" if names else ""


def level_name(assessed: Assessed, level: str) -> str:
    """The name of a level within a sentence.

    Parameters
    ----------
    assessed : Assessed
        The study.
    level : str
        Key of a level.

    Returns
    -------
    str
        In small letters.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> level_name(Assessed(example_study()), "workshop")
    'the workshop'
    """
    names = dict(zip(assessed.study.levels["level"], assessed.study.levels["name"], strict=True))
    return str(names[level]).lower()


def passages(assessed: Assessed, rows: pd.DataFrame) -> str:
    """Where rows stand in the source, each passage once.

    Parameters
    ----------
    assessed : Assessed
        The study.
    rows : DataFrame
        Rows of any table with a column ``locator``.

    Returns
    -------
    str
        Such as ``Letter section 2 paragraph 1``.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> assessed = Assessed(example_study())
    >>> passages(assessed, assessed.study.policies)
    'Letter section 3 paragraph 1'
    """
    return in_a_row([assessed.passages[locator] for locator in rows["locator"].unique()])


def place_in_front(assessed: Assessed, claim: Claim) -> str:
    """The places that a claim is about, where it takes its words from a table and they don’t name them.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        The claim.

    Returns
    -------
    str
        With a colon and a blank behind it; empty for other claims.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> assessed = Assessed(example_study())
    >>> [place_in_front(assessed, assessed.claims[id]) for id in ("almen-mark", "learn")]
    ['Almen: ', '']
    """
    return f"{place_list(assessed, claim.places)}: " if claim.rows and claim.places else ""


def statement(assessed: Assessed, claim: Claim) -> str:
    """A claim in words, as it stands beside its verdict.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        The claim.

    Returns
    -------
    str
        Its summary, with the place before it where that doesn’t name it.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> assessed = Assessed(example_study())
    >>> statement(assessed, assessed.claims["almen-mark"])
    'Almen: Buyers everywhere know the mark.'
    """
    return place_in_front(assessed, claim) + claim.summary


def quotes(assessed: Assessed, rows: pd.DataFrame) -> str:
    """Statements with the places that they are about and where they stand, each once.

    Parameters
    ----------
    assessed : Assessed
        The study.
    rows : DataFrame
        Rows of ``evidence.csv``.

    Returns
    -------
    str
        Joined by semicolons.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> assessed = Assessed(example_study())
    >>> quotes(assessed, assessed.statements(["borg-guild-1"]))
    'Borg: Each clockmaker hides his drawings (Letter section 2 paragraph 2)'
    """
    of: dict[tuple[str, str], list[str]] = {}
    for summary, locator, place in zip(rows["summary"], rows["locator"], rows["place"], strict=True):
        of.setdefault((summary, locator), []).append(place)
    told = []
    for (summary, locator), keys in of.items():
        places = place_list(assessed, keys)
        front = f"{places}: " if places else ""
        told.append(f"{front}{summary.rstrip('.')} ({assessed.passages[locator]})")
    return "; ".join(told)


def of_clusters(count: int, total: int) -> str:
    """How many clusters of how many.

    Parameters
    ----------
    count, total : int
        At least 0.

    Returns
    -------
    str
        In words up to twelve.

    Examples
    --------
    >>> of_clusters(2, 6), of_clusters(1, 1), of_clusters(0, 13)
    ('two of six clusters', 'one of one cluster', 'none of 13 clusters')
    """
    return f"{counted(count)} of {counted(total)} {plural(total, 'cluster', 'clusters')}"


def how_many(count: int) -> str:
    """A number before the name of what is counted.

    Parameters
    ----------
    count : int
        At least 0.

    Returns
    -------
    str
        In words up to twelve, and ``no`` for 0.

    Examples
    --------
    >>> how_many(0), how_many(2)
    ('no', 'two')
    """
    return counted(count) if count else "no"


def terms_in_words(assessed: Assessed, terms: Sequence[Term]) -> str:
    """Terms after “is” or “are”.

    Parameters
    ----------
    assessed : Assessed
        The study.
    terms : sequence of Term
        From :mod:`smeclusters.claims.terms`.

    Returns
    -------
    str
        A list of adjectives.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> terms_in_words(Assessed(example_study()), [Rated("craft", True), Seen("low_road", on=False)])
    'on a path other than the low road and favourable in craft'
    """
    facets = dict(zip(assessed.study.facets["facet"], assessed.study.facets["name"], strict=True))
    words: list[str] = []
    cells: dict[bool, list[str]] = {True: [], False: []}
    for term in terms:
        match term:
            case Concentrated():
                words.append("gathered in one place as the textbook has it")
            case Seen(path, on):
                name = f"{PATH_NAMES[path]}{' path' if path == 'mixed' else ''}"
                words.append(f"{'on' if on else 'on a path other than'} the {name}")
            case FacetRated(facet, favourable):
                words.append(f"{'strong' if favourable else 'weak'} in {facets[facet]}")
            case Rated(determinant, favourable):
                cells[favourable].append(assessed.framework.names[determinant].lower())
    for favourable, names in cells.items():
        if names:
            words.append(f"{'favourable' if favourable else 'unfavourable'} in {in_a_row(names)}")
    return in_a_row(words)
