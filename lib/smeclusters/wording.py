"""Numbers and lists in words: the one place where a figure becomes text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def signed(value: float) -> str:
    """A rating as a reader sees it.

    Parameters
    ----------
    value : float
        A rating in −2…+2, or a difference of two.

    Returns
    -------
    str
        With its sign, and a real minus.

    Examples
    --------
    >>> signed(-1.5), signed(0.0), signed(2)
    ('−1.5', '0', '+2')
    """
    return f"{value:+g}".replace("-", "−") if value else "0"


def in_a_row(words: Sequence[str]) -> str:
    """Words as a list.

    Parameters
    ----------
    words : sequence of str
        In the order in which they are told.

    Returns
    -------
    str
        Empty if there are none.

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
    """A number of things, in words up to twelve.

    Parameters
    ----------
    count : int
        At least 0.

    Returns
    -------
    str
        ``none`` for 0.

    Examples
    --------
    >>> counted(0), counted(3), counted(13)
    ('none', 'three', '13')
    """
    return _WORDS[count] if count < len(_WORDS) else str(count)


def begun(text: str) -> str:
    """A text with a capital letter in front, as a sentence begins.

    Parameters
    ----------
    text : str
        Any; empty text stays so.

    Returns
    -------
    str
        The same text.

    Examples
    --------
    >>> begun("two of three")
    'Two of three'
    """
    return text[:1].upper() + text[1:]


def plural(count: int, one: str, many: str) -> str:
    """The word that agrees with a number; none and one take the singular.

    Parameters
    ----------
    count : int
        At least 0.
    one, many : str
        The two words.

    Returns
    -------
    str
        One of them.

    Examples
    --------
    >>> [plural(count, "is", "are") for count in (0, 1, 2)]
    ['is', 'is', 'are']
    """
    return one if count < 2 else many


def percent(share: float, digits: int = 0, sign: str = " %") -> str:
    """A share in per cent; what is not nothing is not written as nothing, nor what is not all as all.

    Parameters
    ----------
    share : float, in 0…1
        A part of a whole.
    digits : int, default 0
        Behind the point.
    sign : str, default " %"
        What stands behind the number.

    Returns
    -------
    str
        The share in per cent.

    Examples
    --------
    >>> percent(0.4475), percent(0.0004), percent(0)
    ('45 %', 'less than 1 %', '0 %')
    >>> percent(0.4475, 1), percent(0.997, sign=" per cent")
    ('44.8 %', 'more than 99 per cent')
    """
    step = 10.0**-digits
    number = "0" if share < 5e-10 else f"{100 * share:.{digits}f}"
    if share >= 5e-10 and not float(number):
        number = f"less than {step:g}"
    elif share <= 1 - 5e-10 and float(number) == 100:
        number = f"more than {100 - step:g}"
    return f"{number}{sign}"


def percents(shares: Iterable[float], sign: str = " %") -> str:
    """From the least to the largest of some shares, in whole per cents.

    Parameters
    ----------
    shares : iterable of float, in 0…1
        At least one.
    sign : str, default " %"
        What stands behind the number.

    Returns
    -------
    str
        Two numbers, or one where both ends agree.

    Examples
    --------
    >>> percents([0.4, 0.71, 0.5]), percents([0.001, 0.2], " per cent"), percents([0, 0])
    ('40 to 71 %', 'less than 1 to 20 per cent', '0 %')
    """
    found = list(shares)
    least, most = percent(min(found), sign=""), percent(max(found), sign="")
    return f"{least if least == most else f'{least} to {most}'}{sign}"


def interval(lo: float, hi: float, spec: str = "", to: str = " to ") -> str:
    """An interval as a reader sees it: one number where both ends agree.

    Parameters
    ----------
    lo, hi : float
        The two ends.
    spec : str, default ""
        How a number is formatted; without it they are written as ratings are.
    to : str, default " to "
        What stands between them.

    Returns
    -------
    str
        Two numbers, or one.

    Examples
    --------
    >>> interval(-1, 1), interval(2, 2), interval(0.5, 0.625, ".2f")
    ('−1 to +1', '+2', '0.50 to 0.62')
    """
    ends = [format(value, spec) if spec else signed(value) for value in (lo, hi)]
    return ends[0] if ends[0] == ends[1] else to.join(ends)


def plain(name: str) -> str:
    """A name without accents and capitals, by which two spellings of it are told to be one.

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str
        In small letters.

    Examples
    --------
    >>> plain("Zoë Ñuño")
    'zoe nuno'
    """
    letters = unicodedata.normalize("NFKD", name)
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()
