"""Numbers and lists in words: the one place where a figure becomes text."""

from __future__ import annotations

from collections.abc import Sequence


def signed(value: float) -> str:
    """A rating as a reader sees it.

    Examples
    --------
    >>> signed(-1.5), signed(0.0), signed(2)
    ('−1.5', '0', '+2')
    """
    return f"{value:+g}".replace("-", "−") if value else "0"


def in_a_row(words: Sequence[str]) -> str:
    """Words as a list.

    Examples
    --------
    >>> in_a_row(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


_WORDS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def counted(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


def begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def plural(count: int, one: str, many: str) -> str:
    return one if count < 2 else many


def percent(share: float, digits: int = 1, sign: str = " %") -> str:
    """A share in per cent; what is not nothing is not written as nothing.

    Examples
    --------
    >>> percent(0.4475), percent(0.0004), percent(0)
    ('44.8 %', 'less than 0.1 %', '0 %')
    >>> percent(0.4475, 0, " per cent")
    '45 per cent'
    """
    step = 10.0**-digits
    number = "0" if share < 5e-10 else f"{100 * share:.{digits}f}"
    return f"{number if float(number) or share < 5e-10 else f'less than {step:g}'}{sign}"


def interval(lo: float, hi: float, spec: str = "", to: str = " to ") -> str:
    """An interval as a reader sees it: one number where both ends agree.

    Examples
    --------
    >>> interval(-1, 1), interval(2, 2), interval(0.5, 0.625, ".2f")
    ('−1 to +1', '+2', '0.50 to 0.62')
    """
    ends = [format(value, spec) if spec else signed(value) for value in (lo, hi)]
    return ends[0] if ends[0] == ends[1] else to.join(ends)
