"""Links as they are pasted, with what mails and messengers put around them and into them; as ``pasted.js`` has it."""

from __future__ import annotations

import re
from urllib.parse import unquote

_BLANKS = re.compile("[\t-\r \x85\xa0\xad\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+")
_MARKS = ",)]}>\"'”’»!?*|`"
_BEGINS = re.compile("w|%[57]7", re.IGNORECASE)
_START = re.compile(r"(?:#|%23)\s*(?:w|%[57]7)\s*(?:=|%3d)", re.IGNORECASE)


def fragment_in(text: str) -> str:
    """What stands in a text from the last # on, without blanks, or all of it where it begins as a fragment does.

    Parameters
    ----------
    text : str
        An address, or a part of one.

    Returns
    -------
    str
        Still encoded.

    Examples
    --------
    >>> fragment_in("<https://example.org/explorer.html%23w=1; 33,33>"), fragment_in("w%3D1"), fragment_in("none")
    ('w=1;33,33>', 'w%3D1', '')
    """
    *before, last = re.split("#|%23", _BLANKS.sub("", text))
    return last if before or _BEGINS.match(last) else ""


def decoded(fragment: str) -> str:
    """A fragment without codes of signs, blanks, and the marks that stand behind it in a text.

    Parameters
    ----------
    fragment : str
        As :func:`fragment_in` finds it.

    Returns
    -------
    str
        What the page has written.

    Raises
    ------
    UnicodeDecodeError
        If its codes are no text.

    Examples
    --------
    >>> decoded("w%3D1%3B33,33;range).")
    'w=1;33,33;range'
    """
    plain = _BLANKS.sub("", unquote(fragment, errors="strict"))
    dots = 0 if re.search("(?:^|&)o=[^&]*$", plain, re.IGNORECASE) else 1  # a text of an own cluster may end with one
    end = len(plain)
    while end and (plain[end - 1] in _MARKS or (plain[end - 1] == "." and dots)):
        dots -= plain[end - 1] == "."
        end -= 1
    return plain[:end]


def begins(line: str) -> bool:
    """Whether a link begins in a line of text.

    Examples
    --------
    >>> begins("Ada https://example.org/#w=1;1,3"), begins(";1,1,1,1,1;1")
    (True, False)
    """
    return bool(_START.search(line))


def parted(line: str) -> tuple[str, str]:
    """A line's name and its link; where none begins in it, the last word stands for it.

    Parameters
    ----------
    line : str
        One that is not blank.

    Returns
    -------
    tuple of str
        The name, which may be empty, and the link.

    Examples
    --------
    >>> parted("Ada Lovelace <https://example.org/#w=1; 1,3>"), parted("Ben: #w=2"), parted("Cleo")
    (('Ada Lovelace', '<https://example.org/#w=1; 1,3>'), ('Ben', '#w=2'), ('', 'Cleo'))
    """
    start = _START.search(line)
    if start is None:
        *names, link = line.split()
        return " ".join(names), link
    head = line[: start.start()]
    *_, address = re.split(r"\s", head)
    name = " ".join(head[: len(head) - len(address)].split()).removesuffix(":").rstrip()
    return name, line[len(head) - len(address) :]
