"""Words that reasons share: places, passages, statements, terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.terms import Concentrated, FacetRated, Rated, Seen, Term
from smeclusters.model.paths import PATH_NAMES
from smeclusters.wording import counted, in_a_row, plural


def place_list(assessed: Assessed, keys: Iterable[str]) -> str:
    """The names of places, in the order of the table.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> place_list(Assessed(load_study()), ["PER", "BRA"])
    'Brazil and Peru'
    """
    wanted = set(keys)
    return in_a_row([name for key, name in assessed.names.items() if key in wanted])


def places_in_brackets(assessed: Assessed, keys: Iterable[str]) -> str:
    """The same in brackets and after a blank; nothing for none.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> places_in_brackets(Assessed(load_study()), ["PER"])
    ' (Peru)'
    """
    names = place_list(assessed, keys)
    return f" ({names})" if names else ""


def level_name(assessed: Assessed, level: str) -> str:
    """The name of a level within a sentence.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> assessed = Assessed(load_study())
    >>> level_name(assessed, assessed.level("firm"))
    'firm level'
    """
    names = dict(zip(assessed.study.levels["level"], assessed.study.levels["name"], strict=True))
    return str(names[level]).lower()


def passages(assessed: Assessed, rows: pd.DataFrame) -> str:
    """Where rows stand in the source, each passage once.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> assessed = Assessed(load_study())
    >>> passages(assessed, assessed.study.levels.head(1))
    'WP71 §2a ¶1'
    """
    labels = assessed.study.locators.set_index("locator")["label"]
    return in_a_row([f"{assessed.study.label} {labels[locator]}" for locator in rows["locator"].unique()])


def quotes(assessed: Assessed, rows: pd.DataFrame) -> str:
    """Statements with the places that they are about and where they stand, each once."""
    return "; ".join(
        f"{place_list(assessed, part['place'])}, “{part['summary'].iloc[0].rstrip('.')}” ({passages(assessed, part)})"
        for _, part in rows.groupby(["summary", "locator"], sort=False)
    )


def none_of_these(count: int, total: int, words: str) -> str:
    """How many of some are not what the words say.

    Examples
    --------
    >>> none_of_these(2, 3, "rich"), none_of_these(3, 3, "rich"), none_of_these(0, 3, "rich")
    ('two of these are not rich', 'none of these is rich', 'of none of these is it known not to be rich')
    """
    if count == 0:
        return f"of none of these is it known not to be {words}"
    if count == total > 1:
        return f"none of these is {words}"
    return f"{counted(count)} of these {plural(count, 'is', 'are')} not {words}"


def how_many(count: int) -> str:
    """A number before the name of what is counted.

    Examples
    --------
    >>> how_many(0), how_many(2)
    ('no', 'two')
    """
    return counted(count) if count else "no"


def terms_in_words(assessed: Assessed, terms: Sequence[Term]) -> str:
    """Terms after “is” or “are”.

    Examples
    --------
    >>> from smeclusters import load_study
    >>> terms_in_words(Assessed(load_study()), [Concentrated(), Seen("low_road", on=False)])
    'gathered in one place as the textbook has it and seen off the low road'
    """
    facets = dict(zip(assessed.study.facets["facet"], assessed.study.facets["name"], strict=True))
    words: list[str] = []
    cells: dict[bool, list[str]] = {True: [], False: []}
    for term in terms:
        match term:
            case Concentrated():
                words.append("gathered in one place as the textbook has it")
            case Seen(path, on):
                words.append(f"seen {'on' if on else 'off'} the {PATH_NAMES[path]}")
            case FacetRated(facet, favourable):
                words.append(f"told to be {'strong' if favourable else 'weak'} in {facets[facet]}")
            case Rated(determinant, favourable):
                cells[favourable].append(assessed.framework.names[determinant].lower())
    for favourable, names in cells.items():
        if names:
            words.append(f"surely {'favourable' if favourable else 'unfavourable'} in {in_a_row(names)}")
    return in_a_row(words)
