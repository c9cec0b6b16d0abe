"""Formulas of a truth table, made as short as they can be."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sympy import Not, Symbol
from sympy.logic import SOPform
from sympy.logic.boolalg import And, Boolean, Or


def minimize(table: pd.DataFrame, keys: Sequence[str], remainders: bool = False) -> str:
    """The shortest formula of the combinations that are enough, by Quine and McCluskey.

    Parameters
    ----------
    table : DataFrame
        From :func:`truth_table`.
    keys : sequence of str
        Its conditions.
    remainders : bool
        Whether combinations of which nothing is known may be used to shorten it: the parsimonious
        solution instead of the complex one.

    Returns
    -------
    str
        Such as ``country*~firm + cluster``; empty if no combination is enough.

    Examples
    --------
    >>> from smeclusters import Prepared, calibrate, load_study, truth_table
    >>> found = calibrate(Prepared(load_study()), "not_low_road")
    >>> minimize(truth_table(found, ["trust", "joint_action"], 0.3), ["trust", "joint_action"])
    'joint_action*~trust'
    """
    symbols = [Symbol(key) for key in keys]
    rows = table[list(keys)].astype(int)
    enough = rows[[outcome is True for outcome in table["outcome"]]].to_numpy().tolist()
    unknown = rows[[outcome is None for outcome in table["outcome"]]].to_numpy().tolist()
    if not enough:
        return ""
    return _in_letters(SOPform(symbols, enough, unknown if remainders else []))


def _in_letters(formula: Boolean) -> str:
    if isinstance(formula, Or):
        return " + ".join(sorted(map(_in_letters, formula.args)))
    if isinstance(formula, And):
        return "*".join(sorted(map(_in_letters, formula.args), key=lambda name: name.lstrip("~")))
    return f"~{formula.args[0]}" if isinstance(formula, Not) else str(formula)
