"""What spreadsheets and encodings do to the text of a cell."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero janeiro gen gennaio",
            "feb february februar févr fevr février febrero fev fevereiro febbraio",
            "mar march mär märz mrz mars marzo março",
            "apr april avr avril abr abril aprile",
            "may mai mayo maio mag maggio",
            "jun june juni juin junio junho giu giugno",
            "jul july juli juil juillet julio julho lug luglio",
            "aug august août aout ago agosto",
            "sep sept september septembre septiembre set setembro settembre",
            "oct october okt oktober octobre octubre out outubro ott ottobre",
            "nov november novembre noviembre novembro",
            "dec december dez dezember déc décembre dic diciembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "0?[1-9]|[12][0-9]|3[01]"
_CLOCK = re.compile(r"(\d{1,4}):(\d\d)(?::(\d\d)(?:[.,]0+)?)?(?: ?[ap]\.?m\.?)?", re.I | re.A)
_ISO = re.compile(r"\d{4}-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.0+)?)?", re.A)
# A year of two digits only behind two of each: 3.2.14 is a section.
_DOTTED, _SLASHED = (
    re.compile(
        rf"(?=\d\d{mark}\d\d{mark}|.*\d{{4}})(\d\d?){mark}(\d\d?){mark}(?:\d{{4}}|\d\d)(?: \d\d?:\d\d(?::\d\d)?)?",
        re.A,
    )
    for mark in (r"\.", "/")
)
_NAMED = (
    re.compile(rf"(?P<day>{_DAY})[. -]{{1,2}}(?P<month>{_MONTH})\.?(?:[ -][0-9]{{2,4}})?", re.I),
    re.compile(rf"(?P<month>{_MONTH})[. -]{{1,2}}(?P<day>{_DAY})(?:,? [0-9]{{4}}|-[0-9]{{2,4}})?", re.I),
)

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.A)
_WHOLE = re.compile(r"([+-]?\d+)\.0+", re.A)
_COMMA = re.compile(r"([+-]?\d*),(\d+)", re.A)
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-", "＋": "+"})
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.A)

_RUN = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]\s*\S")
_TURNED = re.compile(
    r"\d+(?:[:/-]\d+)+(?:[T ]\d+(?::\d+)*)?(?: ?[ap]\.?m\.?)?|0*[1-9]\d*\.\d+(?:\.\d+)*|0\d+|\d+[eE]\d+"
    rf"|\d+[. /-]*(?:{_MONTH})(?:[. /-]+\d+)?|(?:{_MONTH})[. /-]*\d+(?:,? \d+)?",
    re.I | re.A,
)
# UTF-8 begins a letter with one of half the bytes, and goes on with one that is a sign in most encodings.
_BESIDE = re.compile(r"[^\x00-\x7f‘’“”–—…][^\x00-\x7fÀ-ÖØ-öø-ÿ]|[ÃÂ] ")


def passage(text: str) -> str | None:
    """What a cell with the passage of a work was, before a spreadsheet took it for a time or a date.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    str or None
        Most likely; None if it is neither.

    Examples
    --------
    >>> [passage(text) for text in ("03:01:00", "3:01", "01.03.2026", "2001-03-01 00:00:00", "01-Mar", "3:1", "3:10")]
    ['3:1', '3:1', '3:1', '3:1', '3:1', None, None]
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        was = f"{hours}:{minutes}" + (f":{seconds}" if seconds else "")
        return was if was != text else None
    day = date(text)
    return f"{day[0]}:{day[1]}" if day else None


def date(text: str) -> tuple[int, int] | None:
    """The month and the day of a cell that is a date.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    (int, int) or None
        Month and day; None if it is no date. Where either may come first, the month does.

    Examples
    --------
    >>> date("2-Jan"), date("1. Feb"), date("25/12/2026"), date("1-2")
    ((1, 2), (2, 1), (12, 25), None)
    """
    if len(text) < 5 or len(text) > 30:
        return None
    if found := _ISO.fullmatch(text):
        month, day = int(found[1]), int(found[2])
    elif found := _DOTTED.fullmatch(text):
        month, day = int(found[2]), int(found[1])
    elif found := _SLASHED.fullmatch(text):
        month, day = int(found[1]), int(found[2])
    elif found := next(filter(None, (form.fullmatch(text) for form in _NAMED)), None):
        month, day = MONTHS.get(found["month"].lower(), 0), int(found["day"])  # 0: a letter that is only like another
    else:
        return None
    if month > 12:
        month, day = day, month
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def number_was(text: str) -> str | None:
    """What a cell with a number or a range of two was, before a spreadsheet took it for a date or a time.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    str or None
        In words; None if it is neither.

    Examples
    --------
    >>> number_was("2-Jan"), number_was("1. Feb"), number_was("01:02:00"), number_was("1-2")
    ('1-2?', '1-2 or 1.2?', '1:2?', None)
    """
    text = text.strip()
    if day := date(text):
        lo, hi = sorted(day)
        return f"{lo}-{hi}?" if "." not in text and ":" not in text else f"{lo}-{hi} or {day[1]}.{day[0]}?"
    if clock := _CLOCK.fullmatch(text):
        return f"{int(clock[1])}:{int(clock[2])}?"
    return None


def plain_number(text: str, comma: bool = False) -> str:
    """A number as the tables write it: a plain minus, no plus, no blanks about it, 1 for 1.0.

    Parameters
    ----------
    text : str
        The cell.
    comma : bool, default False
        Whether a comma stands for the decimal point.

    Returns
    -------
    str
        The same number; what is none stays as it is.

    Examples
    --------
    >>> [plain_number(text) for text in ("−1", "+2", "1.0", "1,5", "many")], plain_number("1,5", comma=True)
    (['-1', '2', '1', '1,5', 'many'], '1.5')
    """
    made = text.strip().translate(_SIGNS)
    if comma and (parts := _COMMA.fullmatch(made)):
        made = f"{parts[1]}.{parts[2]}"
    if not is_number(made):
        return text
    if whole := _WHOLE.fullmatch(made):
        made = whole[1]
    return made.removeprefix("+")


def decimals(text: str) -> str | None:
    """How a cell writes decimals.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    str or None
        ``,`` or ``.``; ``?`` where it may as well be a mark of thousands; None for what has neither.

    Examples
    --------
    >>> [decimals(text) for text in ("0,5", "1.25", "1,250", "12")]
    [',', '.', '?', None]
    """
    made = text.strip().translate(_SIGNS)
    if _THOUSANDS.fullmatch(made):
        return "?"
    if _COMMA.fullmatch(made):
        return ","
    return "." if "." in made and is_number(made) else None


def garbled(text: str) -> str | None:
    """What a text was before its UTF-8 was read as another encoding.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    str or None
        None if nothing points to that.

    Examples
    --------
    >>> garbled("LeÃ³n"), garbled("León")
    ('León', None)
    """
    if text.isascii() or not _BESIDE.search(text):
        return None
    import ftfy  # takes long to load, and most tables have no such cell

    meant = ftfy.fix_encoding(text)
    plausible = len(meant) < len(text) and "\ufffd" not in meant and "".join(meant.split()).isprintable()
    return meant if plausible else None


def guarded(text: str) -> bool:
    """Whether an apostrophe before a text is there to keep a spreadsheet from running or turning it.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        True if the writer has put it there.

    Examples
    --------
    >>> guarded("'=1+1"), guarded("'3:1"), guarded("'s morgens")
    (True, True, False)
    """
    return text.startswith("'") and at_risk(text.lstrip("'"))


def at_risk(text: str) -> bool:
    """Whether a spreadsheet might run a text, or turn it into something else in one language or another.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        Also for some plain numbers: 1.5 is the first of May in German.

    Examples
    --------
    >>> [text for text in ("=1+1", "-5 or so", "3:1", "1-2", "-1", "1.5", "Mar 1", "León") if at_risk(text)]
    ['=1+1', '-5 or so', '3:1', '1-2', '1.5', 'Mar 1']
    """
    if _RUN.match(text):
        return not (is_number(text) and text.startswith("-"))
    return bool(_TURNED.fullmatch(text.strip()) or passage(text))


def is_number(text: str) -> bool:
    """Whether a cell holds a number, as the tables write it or with a plus.

    Parameters
    ----------
    text : str
        The cell.

    Returns
    -------
    bool
        False for an empty cell.

    Examples
    --------
    >>> is_number("-1.5"), is_number("1-2")
    (True, False)
    """
    return bool(_NUMBER.fullmatch(text))


def risks() -> str:
    """What :func:`at_risk` looks for beside passages that were turned, as a pattern that browsers read too.

    Returns
    -------
    str
        A regular expression, to be searched for in a text whose letters A to Z have been made small.

    Examples
    --------
    >>> [text for text in ("=1+1", "-1", "-x", "3:1", "mar 1", "León") if re.search(risks(), text)]
    ['=1+1', '-x', '3:1', 'mar 1']
    """
    turned, number = _TURNED.pattern.replace("[T ]", "[t ]"), _NUMBER.pattern.removeprefix("[+-]?")
    return rf"^(?:{turned})$|^(?!-(?:{number})$)(?:{_RUN.pattern})".replace(r"\d", "[0-9]")
