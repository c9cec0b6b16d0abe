"""Formulas of a truth table, made as short as they can be: all of the shortest, and proven so."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import count, product
from typing import TypeVar

from smeclusters.analysis.qca import TruthTable

ALWAYS = "1"
"""The formula that holds of every combination."""


Implicant = tuple[int, int]
"""A conjunction as bits, one for each condition: which of them it names, and which of those are there."""


Column = TypeVar("Column", bound=Hashable)


def minimize(table: TruthTable, remainders: bool = False) -> tuple[str, ...]:
    """All the shortest formulas of the combinations that are enough.

    A formula is a sum of conjunctions that covers every combination that is enough and none that is not. The
    shortest have the fewest conjunctions, each of them prime: none can do without one of its conditions.
    Several may be as short, and nothing in the cases speaks for one of them against the others.

    Parameters
    ----------
    table : TruthTable
        From :func:`smeclusters.truth_table`.
    remainders : bool, default False
        Whether combinations of which nothing is known may be used to shorten the formula: the parsimonious
        solution instead of the complex one.

    Returns
    -------
    tuple of str
        Models such as ``tools + fairs*~craft``: conditions in the order of the table, ``~`` for one that
        is absent, ``1`` if every combination is covered. Those with the fewest conditions come first. Empty if
        no combination is enough.

    Notes
    -----
    The rule is that of the R package QCA, with all prime implicants in the chart (``row.dom = FALSE``): every
    model with the smallest number of conjunctions, whatever the number of conditions in them.

    References
    ----------
    Quine, W. V. (1952), The problem of simplifying truth functions, American Mathematical Monthly 59(8),
    521–531. Thiem, A. and Duşa, A. (2013), QCA: a package for Qualitative Comparative Analysis, The R Journal
    5(1), 87–97.

    Examples
    --------
    >>> from smeclusters import Prepared, calibrate, example_study, truth_table
    >>> table = truth_table(calibrate(Prepared(example_study())), ["workshop", "tools"])
    >>> minimize(table), minimize(table, remainders=True)
    (('workshop*tools',), ('workshop', 'tools'))
    """
    rows = {
        sum(bool(value) << at for at, value in enumerate(values)): outcome
        for *values, outcome in zip(*(table.rows[key] for key in (*table.keys, "outcome")), strict=True)
    }
    enough = [row for row, outcome in rows.items() if outcome is True]
    others = [row for row, outcome in rows.items() if outcome is False or (outcome is None and not remainders)]
    primes = {(named, row & named) for row in enough for named in _prime_conjunctions(row, others)}
    chart = {
        prime: frozenset(row for row in enough if row & prime[0] == prime[1])
        for prime in sorted(primes, key=_length_and_place)
    }
    models = [sorted(model, key=_length_and_place) for model in smallest_covers(chart)]
    models.sort(key=lambda model: (sum(named.bit_count() for named, _ in model), [*map(_length_and_place, model)]))
    return tuple(" + ".join(_in_letters(prime, table.keys) for prime in model) for model in models if model)


def smallest_covers(chart: Mapping[Column, frozenset[int]]) -> set[frozenset[Column]]:
    """Every choice of as few columns as can be that covers all rows that any column covers.

    Parameters
    ----------
    chart : mapping
        By column, such as a prime implicant, the rows that it covers.

    Returns
    -------
    set of frozenset
        All covers with the smallest number of columns, found by trying one more column at a time.

    Examples
    --------
    >>> covers = smallest_covers({"a": frozenset({1, 2}), "b": frozenset({2, 3}), "c": frozenset({3})})
    >>> sorted(map(sorted, covers))
    [['a', 'b'], ['a', 'c']]
    """
    alike: dict[frozenset[int], list[Column]] = {}
    for column, covered in chart.items():
        alike.setdefault(covered, []).append(column)
    rows = frozenset[int]().union(*alike)
    found = next(found for size in count() if (found := list(_covers(list(alike), rows, size))))
    return {frozenset(cover) for sets in found for cover in product(*(alike[covered] for covered in sets))}


def _covers(sets: Sequence[frozenset[int]], rows: frozenset[int], size: int) -> Iterator[tuple[frozenset[int], ...]]:
    """Choices of at most so many sets that cover all rows, each once.

    Some set must cover the row that is in the fewest; those tried for it already stay out of the next choices.
    """
    if not rows:
        yield ()
        return
    if size * max((len(covered & rows) for covered in sets), default=0) < len(rows):
        return
    rarest = min(rows, key=lambda row: sum(row in covered for covered in sets))
    for chosen in [covered for covered in sets if rarest in covered]:
        sets = [covered for covered in sets if covered != chosen]
        for others in _covers(sets, rows - chosen, size - 1):
            yield chosen, *others


def _prime_conjunctions(row: int, others: Collection[int]) -> set[int]:
    """Which conditions each prime implicant names that covers a row and none of the others.

    It must name at least one condition in which the row differs from each of the others, and no condition more
    than that takes. Adding the others one by one finds all such sets (Berge 1989, Hypergraphs, chapter 2).
    """
    found = {0}
    for differing in _smallest_sets(row ^ other for other in others):
        conditions = [1 << at for at in range(differing.bit_length()) if differing >> at & 1]
        hit = {named for named in found if named & differing}
        found = _smallest_sets(hit | {named | one for named in found - hit for one in conditions})
    return found


def _smallest_sets(sets: Iterable[int]) -> set[int]:
    """Those of some sets of bits that contain none of the others."""
    kept: list[int] = []
    for bits in sorted(set(sets), key=int.bit_count):
        if not any(smaller & bits == smaller for smaller in kept):
            kept.append(bits)
    return set(kept)


def _length_and_place(prime: Implicant) -> tuple[int, list[tuple[int, bool]]]:
    """Short conjunctions first; among those as long the one that comes first in the order of the conditions."""
    named, there = prime
    places = [at for at in range(named.bit_length()) if named >> at & 1]
    return len(places), [(at, not there >> at & 1) for at in places]


def _in_letters(prime: Implicant, keys: tuple[str, ...]) -> str:
    _, places = _length_and_place(prime)
    return "*".join(f"~{keys[at]}" if absent else keys[at] for at, absent in places) or ALWAYS
