"""The bytes of a file, what kind of file they are, and their text in whatever encoding."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import Path

from smeclusters.study.handed_in.grid import refused

LIMIT = 50_000_000
"""Bytes of a file that is read."""

SAVE = "a table in CSV or XLSX"
_AS_UTF8 = "text in UTF-8 (in a spreadsheet: save as “CSV UTF-8”)"

_STARTS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\x00": "an image",
    b"MM\x00*": "an image",
    b"RIFF": "an image or a sound",
    b"{\\rtf": "a text of a word processor",
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls), or one with a password",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"Rar!": "a packed file",
    b"BZh": "a packed file",
    b"\xfd7zXZ": "a packed file",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}
_PAGE = re.compile(r"\s*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype|html|head|body|meta|table)\b", re.I | re.S)
_XML = re.compile(r"\s*<\?xml\b", re.I)

# What Windows-1252 makes of Mac OS Roman, of a code page of DOS, or of the Windows of another language: letters
# and signs where no Western European text has them.
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ"
_FOREIGN = re.compile(
    "[ÐðÞþÝý]"  # in Turkish text they would be other letters; Icelandic must come in UTF-8
    "|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽŸƒ]"
    "|(?<![A-Za-zÀ-ÿ])[À-Þ](?=[A-Z][a-z])|(?<=[A-Z])[À-Þ](?=[a-z])"
    f"|(?<![{_LETTER}])[ÑÕ×](?![{_LETTER}])"
    f"|(?<=[{_LETTER}])[¡¢£¤¥¦§¨©«¬®¯°±²³´µ¶¸¹»¼½¾¿×÷€‚ƒ„†‡ˆ‰‹•˜™›‘“”](?=[{_LETTER}])"
    f"|(?<=[{_LETTER}])[¡¢£¤¥¿‚ƒ„†‡ˆ˜‹](?![{_LETTER}])"
    f"|[¹²³ºª](?=[{_LETTER}])"
    "|[À-ÖØ-öø-ÿ]{3,}"
)
# What may be right, or a letter of Mac OS Roman (León, Garcín, Perú, Köln) or of DOS (á); a genitive is right.
_DOUBTFUL = re.compile(
    f"(?<=[{_LETTER}])[–—](?=[{_LETTER}])"
    f"|(?<=[{_LETTER}])(?<![a-z]{{4}})(?<!\\bit)’(?!t\\b)|(?<=[a-z]{{4}})’(?!s\\b)"
    f"|(?<=[{_LETTER}])[–—…œ™š›ž‰\xa0](?![{_LETTER}])|(?<=[{_LETTER}])[šžœ](?=[{_LETTER}])"
)
_CLEAR = re.compile("(?<=[a-z])[ß-ïñ-öø-ü](?![A-ZÀ-Þ])")  # in those they would be signs or capital letters


def read_bytes(path: Path, expected: str) -> bytes:
    """What stands in a file.

    Parameters
    ----------
    path : path
        The file.
    expected : str
        What it should hold, in words.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    InputError
        With one sentence, if there is no such file, or it is a folder, too large, or not to be read.

    Examples
    --------
    >>> read_bytes(Path("mine.csv"), "weights")
    Traceback (most recent call last):
    smeclusters.errors.InputError: mine.csv: found nothing, expected weights
    """
    name = path.name or str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise refused(name, None, expected) from None
    except IsADirectoryError:
        raise refused(name, "a folder", expected) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refused(name, reason, f"{expected}, in a file that may be read") from None
    if len(data) > LIMIT:
        found = f"more than {LIMIT // 1_000_000} MB"
        raise refused(name, found, "a smaller file (save the rows that are meant as CSV)")
    return data


def is_workbook(data: bytes, name: str) -> bool:
    """Whether a file is an XLSX, however it is named; what is no table at all is refused.

    Parameters
    ----------
    data : bytes
        What stands in it.
    name : str
        Its name.

    Returns
    -------
    bool
        False for text.

    Raises
    ------
    InputError
        With one sentence that names what the file is.

    Examples
    --------
    >>> is_workbook(b"place,rating", "mine.csv")
    False
    >>> is_workbook(b"%PDF-1.7", "mine.csv")
    Traceback (most recent call last):
    smeclusters.errors.InputError: mine.csv: found "a PDF", expected a table in CSV or XLSX
    """
    if data.startswith(b"PK"):
        kind = _zipped(data)
        if kind is None:
            return True
        raise refused(name, kind, f"{SAVE} (open it, and save it as one of them)")
    for start, kind in _STARTS.items():
        if data.startswith(start):
            raise refused(name, kind, SAVE)
    return False


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file.

    What is UTF-8 is read as such. Windows-1252, of which Latin-1 is a part, is taken where the bytes are no UTF-8
    and what they give is Western European text.

    Parameters
    ----------
    data : bytes
        What stands in the file.
    name : str
        Its name.

    Returns
    -------
    text : str
        Without the mark in front.
    traits : tuple of str
        The encoding in words, if it is not plain UTF-8.

    Raises
    ------
    InputError
        With one sentence, if it is no text, or the encoding cannot be told.

    Examples
    --------
    >>> decode("Le\\u00f3n".encode("cp1252"), "mine.csv")
    ('León', ('the encoding Windows-1252',))
    >>> decode("Le\\u00f3n".encode("mac-roman"), "mine.csv")
    Traceback (most recent call last):
    smeclusters.errors.InputError: mine.csv: found "letters in an encoding that is not known", expected text in \
UTF-8 (in a spreadsheet: save as “CSV UTF-8”)
    """
    text, traits = _decoded(data, name)
    text = text.lstrip("\ufeff")
    if "\x00" in text:
        raise refused(name, "bytes that are no text", SAVE)
    if _PAGE.match(text[:2000]):
        raise refused(name, "a web page", f"{SAVE} (open it in a spreadsheet, and save it as one of them)")
    if _XML.match(text[:2000]):
        raise refused(name, "XML", f"{SAVE} (open it in a spreadsheet, and save it as one of them)")
    return text, traits


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if encoding := _wide(data):
        try:
            return data.decode(encoding), ("the encoding UTF-16",)
        except UnicodeDecodeError:
            raise refused(name, "UTF-16 that breaks off or is damaged", _AS_UTF8) from None
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), ("the mark of UTF-8",) if marked else ()
    except UnicodeDecodeError:
        text = None if marked or b"\x00" in data else _western(data)
    if text is None:
        found = "bytes that are no text" if b"\x00" in data else "letters in an encoding that is not known"
        raise refused(name, found, SAVE if b"\x00" in data else _AS_UTF8)
    return text, ("the encoding Windows-1252",)


def _wide(data: bytes) -> str | None:
    """The kind of UTF-16, by its mark, or by where the empty halves of ASCII stand."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:1000]
    low, high = start[0::2].count(0), start[1::2].count(0)
    if low + high > len(start) / 4:
        if not low:
            return "utf-16-le"
        if not high:
            return "utf-16-be"
    return None


def _western(data: bytes) -> str | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if _FOREIGN.search(text) or (_DOUBTFUL.search(text) and not _CLEAR.search(text)):
        return None
    return text


def _zipped(data: bytes) -> str | None:
    """What a packed file is; None for an XLSX."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "a packed file (ZIP) that is damaged"
    if "xl/workbook.xml" in names:
        return None
    if "xl/workbook.bin" in names:
        return "a binary Excel file (.xlsb)"
    if "word/document.xml" in names:
        return "a text of a word processor"
    if "content.xml" in names:
        return "an OpenDocument file (.ods)"
    return "an Apple Numbers file" if any(name.endswith(".iwa") for name in names) else "a packed file (ZIP)"
