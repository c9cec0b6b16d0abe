"""What the library says when its input is wrong: the place, what stands there, and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place.

    Attributes
    ----------
    file : str
        File name, or the name of the argument for input that is no file.
    row : int or None
        Row of the table, the header being row 1; None if the whole file is meant.
    field : str or None
        Column; None if the whole row is meant.
    value : str or None
        What stands there; None if something is missing.
    expected : str
        What should stand there, in words.

    Examples
    --------
    >>> print(Problem("evidence.csv", 7, "rating", "high", "a whole number from -2 to 2"))
    evidence.csv, row 7, rating: found "high", expected a whole number from -2 to 2
    """

    file: str
    row: int | None
    field: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.row and f"row {self.row}", self.field) if part)
        found = "found nothing" if self.value is None else f'found "{_shortened(self.value)}"'
        return " ".join(f"{place}: {found}, expected {self.expected}".splitlines())


class InputError(ValueError):
    """Input that cannot be used; ``problems`` holds every :class:`Problem` found in it.

    Examples
    --------
    >>> raise InputError([Problem("weights", None, "tools", "-1", "a number of at least 0")])
    Traceback (most recent call last):
    smeclusters.errors.InputError: weights, tools: found "-1", expected a number of at least 0
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return InputError, (self.problems,)  # or a copy would be made from the message


class MissingExtra(ImportError):
    """What needs packages that an extra brings: told in one sentence, in a notebook too.

    Examples
    --------
    >>> raise MissingExtra("the extra agree is needed: pip install 'smeclusters[agree]'")
    Traceback (most recent call last):
    smeclusters.errors.MissingExtra: the extra agree is needed: pip install 'smeclusters[agree]'
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def one_of(allowed: Iterable[str], found: str = "") -> str:
    """Words for a closed list of values, with a suggestion where `found` looks like one of them.

    Parameters
    ----------
    allowed : iterable of str
        The values.
    found : str, default ""
        What stands there instead.

    Returns
    -------
    str
        Words that follow "expected".

    Examples
    --------
    >>> one_of(["tools", "craft"], "tols")
    'one of tools, craft (tools?)'
    """
    allowed = list(allowed)
    return f"one of {', '.join(allowed)}{suggestion(found, allowed)}"


def suggestion(found: str, allowed: Iterable[str]) -> str:
    """The allowed value that `found` looks like, as a question in brackets; empty if there is none.

    Parameters
    ----------
    found : str
        What stands there.
    allowed : iterable of str
        The values.

    Returns
    -------
    str
        With a blank before the bracket.

    Examples
    --------
    >>> suggestion("tols", ["tools", "craft"])
    ' (tools?)'
    """
    close = difflib.get_close_matches(found, list(allowed), n=1)
    return f" ({close[0]}?)" if close else ""


def _shortened(value: str, limit: int = 60) -> str:
    return value if len(value) <= limit else value[: limit - 1] + "…"
