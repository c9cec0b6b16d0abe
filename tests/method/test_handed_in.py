"""Tables as people hand them in: read to the values that were meant, or refused in one sentence."""

from __future__ import annotations

import csv
import datetime
import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.method.cli.commands import run

from smeclusters import InputError, load_study
from smeclusters.study import read_weights
from smeclusters.study.handed_in import HandedIn, contents, parse_text, read_handed_in, write_table

COLUMNS = ["place", "determinant", "rating", "figure", "summary", "locator"]
NUMBERS = ["rating", "figure"]
PLAIN = """place,determinant,rating,figure,summary,locator
sialkot,trust,-1,12.5,"Firms in Sialkot, as in León, meet.",p. 1608
sialkot,skills,2,,Apprentices “learn” – café,3:1
"""
VALUES = [
    (2, ["sialkot", "trust", "-1", "12.5", "Firms in Sialkot, as in León, meet.", "p. 1608"]),
    (3, ["sialkot", "skills", "2", "", "Apprentices “learn” – café", "3:1"]),
]


def lines_of(text: str = PLAIN) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def parted(lines: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(lines)
    return buffer.getvalue()


def with_commas() -> list[list[str]]:
    lines = lines_of()
    lines[1][3] = "12,5"
    return lines


def read(tmp_path: Path, data: bytes, name: str = "mine.csv") -> HandedIn:
    (tmp_path / name).write_bytes(data)
    return read_handed_in(tmp_path / name, COLUMNS, NUMBERS)


def refusal(tmp_path: Path, data: bytes, name: str = "mine.csv") -> str:
    with pytest.raises(InputError) as error:
        read(tmp_path, data, name)
    assert "\n" not in str(error.value)
    return str(error.value)


def values(table: HandedIn) -> list[tuple[int, list[str]]]:
    return [(row, [cells[column] for column in COLUMNS]) for row, cells in table.rows]


def shifted(by: int) -> list[tuple[int, list[str]]]:
    return [(row + by, cells) for row, cells in VALUES]


def changed(how: Callable[[list[list[str]]], object]) -> str:
    lines = lines_of()
    how(lines)
    return parted(lines)


def workbook(rows: list[list[object]], *before: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for number, lines in enumerate([*before, rows]):
        sheet = book.active if number == 0 else book.create_sheet(f"Sheet {number + 1}")
        for line in lines:
            sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def each_cell(line: list[str]) -> list[str]:
    return [f" {line[0].title()}", *map(str.upper, line[1:5]), "Locator\u00a0"]


@pytest.mark.parametrize(
    ("data", "by", "note"),
    [
        (PLAIN.encode(), 0, None),
        (parted(lines_of()).encode(), 0, None),  # line ends of Windows
        (parted(lines_of(), end="\r").encode(), 0, "line ends of an old Mac"),
        (parted(with_commas(), ";").encode(), 0, "cells parted by semicolons and decimal commas"),
        (parted(lines_of(), ";").encode(), 0, "cells parted by semicolons"),
        (parted(lines_of(), "\t").encode(), 0, "cells parted by tabs"),
        (
            b"sep=;\r\n" + parted(with_commas(), ";").encode(),
            1,
            "cells parted by semicolons, as its first line says and ",
        ),
        (b"SEP=,\n" + PLAIN.encode(), 1, "cells parted by commas, as its first line says"),
        (b"sep=\t\n" + parted(lines_of(), "\t").encode(), 1, "cells parted by tabs, as its first line says"),
        (b"sep=|\n" + parted(lines_of(), "|").encode(), 1, "cells parted by |, as its first line says"),
        (PLAIN.encode("utf-8-sig"), 0, "the mark of UTF-8"),
        (PLAIN.encode("utf-16"), 0, "the encoding UTF-16"),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), 0, "the encoding UTF-16"),
        (PLAIN.encode("utf-16-le"), 0, "the encoding UTF-16"),
        (PLAIN.encode("utf-16-be"), 0, "the encoding UTF-16"),
        (parted(lines_of(), "\t").encode("utf-16"), 0, "the encoding UTF-16 and cells parted by tabs"),
        (PLAIN.encode("cp1252"), 0, "the encoding Windows-1252"),
        (
            b"sep=;\n" + parted(with_commas(), ";").encode("cp1252"),
            1,
            "the encoding Windows-1252, cells parted by semi",
        ),
        (
            changed(lambda lines: lines.__setitem__(0, each_cell(lines[0]))).encode(),
            0,
            "header cells spelled otherwise",
        ),
        (changed(lambda lines: [line.reverse() for line in lines]).encode(), 0, "columns in another order"),
        (changed(lambda lines: [line.append("") for line in lines]).encode(), 0, "one column of nothing left out"),
        (
            changed(lambda lines: [line.extend(["", " "]) for line in lines[1:]]).encode(),
            0,
            "two columns of nothing left",
        ),
        (changed(lambda lines: [line.insert(2, "") for line in lines]).encode(), 0, "one column of nothing left out"),
        (changed(lambda lines: lines.insert(1, [""] * 6)).encode(), 1, "one row of empty cells left out"),
        (
            changed(lambda lines: [lines.insert(0, []), lines.insert(2, [])]).encode(),
            2,
            "one row of empty cells left out",
        ),
        (PLAIN.replace(",-1,", ",−1,").replace(",2,", ",+2.0,").encode(), 0, "two numbers written as +1, −1 or 1.0"),
        (PLAIN.replace(",3:1", ",'3:1").encode(), 0, "the apostrophe before one cell taken off"),
        (workbook([*lines_of()]), 0, "XLSX"),
    ],
)
def test_the_same_values_from_each_form(tmp_path: Path, data: bytes, by: int, note: str | None):
    table = read(tmp_path, data)
    assert values(table) == shifted(by)
    assert table.notes == () if note is None else table.notes[0].startswith(f"mine.csv: read with {note}")
    assert len(table.notes) == (note is not None)


def test_what_is_pasted_is_read_as_a_file_is():
    table = parse_text("\ufeff" + parted(with_commas(), "\t"), "pasted", COLUMNS, NUMBERS)
    assert values(table) == VALUES
    assert table.notes == ("pasted: read with cells parted by tabs and decimal commas",)


def test_columns_that_are_not_known_are_kept_and_named(tmp_path: Path):
    text = changed(lambda lines: [line.extend([f"n{at}", "R"]) for at, line in enumerate(lines)])
    table = read(tmp_path, text.encode().replace(b"n0,R", b"Note,loctor").replace(b",locator", b",passage"))
    assert [cells["Note"] for _, cells in table.rows] == ["n1", "n2"]
    assert table.header == (*COLUMNS[:5], "passage", "Note", "loctor")
    assert table.notes == ("mine.csv: read with columns that are not used: passage, Note and loctor (locator?)",)


# Numbers


@pytest.mark.parametrize(
    ("given", "meant"),
    [("−1", "-1"), ("–1", "-1"), ("+1", "1"), ("1.0", "1"), ("-2.00", "-2"), (" 1 ", "1"), ("+.5", ".5"), ("0", "0")],
)
def test_numbers_are_written_as_the_study_writes_them(given: str, meant: str):
    table = parse_text(f"rating,summary\n{given},{given}\n", "x", COLUMNS, NUMBERS)
    assert table.rows == [(2, {"rating": meant, "summary": given})]


@pytest.mark.parametrize("text", ["1,5", "1.5.2", "1 000", "１", "NaN", "high", "--1", "1e", "-"])
def test_what_is_no_number_stays_as_it_is(text: str):
    assert parse_text(parted([["figure"], [text]]), "x", COLUMNS, NUMBERS).rows == [(2, {"figure": text})]


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (["0,5", "1,250"], ["0.5", "1.250"]),  # the first tells what the comma of the second is
        (["1.25", "1.250"], ["1.25", "1.250"]),
        (["−1,5", "+3"], ["-1.5", "3"]),
        (["0,125", ""], ["0.125", ""]),
        (["1000,5", "1e3"], ["1000.5", "1e3"]),
    ],
)
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_commas(cells: list[str], meant: list[str], delimiter: str):
    text = parted([["place", "figure"], *(["a", cell] for cell in cells)], delimiter)
    assert [cells["figure"] for _, cells in parse_text(text, "x", COLUMNS, NUMBERS).rows] == meant


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["0,5", "1.25"], 'x: found "0,5 and 1.25", expected decimal commas or decimal points, not both'),
        (
            ["1,250"],
            'x, row 2, figure: found "1,250", expected a number that can be read in one way only (1250 or 1.250?)',
        ),
        (
            ["1.250"],
            'x, row 2, figure: found "1.250", expected a number that can be read in one way only (1250 or 1.250?)',
        ),
        (["0,5", "1.250"], 'x, row 3, figure: found "1.250", expected a number that can be read in one way only'),
        (["0.5", "1,250"], 'x, row 3, figure: found "1,250", expected a number that can be read in one way only'),
    ],
)
def test_commas_that_may_be_either_are_told(cells: list[str], said: str):
    text = parted([["place", "figure"], *(["a", cell] for cell in cells)], ";")
    with pytest.raises(InputError) as error:
        parse_text(text, "x", COLUMNS, NUMBERS)
    assert str(error.value).startswith(said) and "\n" not in str(error.value)


# What spreadsheets turn


@pytest.mark.parametrize(
    "text",
    [
        "03:01:00",
        "3:01:00",
        "3:01",
        "03:01",
        "3:01 AM",
        "01.03.2026",
        "01.03.26",
        "2001-03-01",
        "2001-03-01 00:00:00",
        "2001-03-01T00:00:00",
        "03/01/2026",
        "3/1/2026",
        "Mar 01",
        "01-Mar",
        "1-Mar",
        "1. Mrz",
        "01 mars",
        "1-mar-2026",
        "March 1",
    ],
)
@pytest.mark.parametrize("column", ["locator", "passage"])
def test_a_passage_that_was_turned_is_told_with_what_it_was(text: str, column: str):
    with pytest.raises(InputError) as error:
        parse_text(parted([["place", column], ["borg", text]]), "x", ["place", column])
    expected = "expected a passage, which a spreadsheet has turned into a date or time (3:1?)"
    assert str(error.value) == f'x, row 2, {column}: found "{text}", {expected}'


@pytest.mark.parametrize(
    "text",
    ["3:1", "3:10", "12:30", "3.2.1:4", "2a:1", "fn1", "box1", "p. 1608", "1608-10", "3.2.14", "3.1", "ch. 3", "March"],
)
def test_a_passage_that_was_not_turned_is_left_alone(text: str):
    assert parse_text(parted([["locator"], [text]]), "x", COLUMNS).rows == [(2, {"locator": text})]


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("2-Jan", "1-2?"),
        ("02-Jan", "1-2?"),
        ("Feb-01", "1-2?"),
        ("1. Feb", "1-2 or 1.2?"),
        ("01.02.2026", "1-2 or 1.2?"),
        ("2026-01-02", "1-2?"),
        ("01:02:00", "1:2?"),
    ],
)
def test_a_rating_that_was_turned_is_told_with_what_it_was(text: str, was: str):
    with pytest.raises(InputError) as error:
        parse_text(parted([["place", "rating"], ["borg", text]]), "x", COLUMNS, NUMBERS)
    expected = f"expected a number, which a spreadsheet has turned into a date or time ({was})"
    assert str(error.value) == f'x, row 2, rating: found "{text}", {expected}'


@pytest.mark.parametrize("text", ["1-2", "1/2", "1..2", "May", "0:1 or so"])
def test_a_rating_that_is_wrong_in_another_way_is_left_to_those_who_know_the_column(text: str):
    assert parse_text(parted([["rating"], [text]]), "x", COLUMNS, NUMBERS).rows == [(2, {"rating": text})]


def test_dates_and_times_of_a_workbook_are_told_where_a_table_knows_the_column(tmp_path: Path):
    rows = [
        [*COLUMNS, "coded on"],
        ["a", "b", 1, 0.5, "x", datetime.time(3, 1), datetime.date(2026, 3, 1)],
        ["a", "b", datetime.datetime(2026, 2, 1), 0.5, "x", datetime.datetime(2001, 3, 1)],
        ["a", "b", 1, 0.5, datetime.date(2026, 5, 1), datetime.timedelta(hours=33, minutes=1)],
    ]
    (tmp_path / "mine.xlsx").write_bytes(workbook(rows))
    with pytest.raises(InputError) as error:
        read_handed_in(tmp_path / "mine.xlsx", COLUMNS, NUMBERS)
    assert [(p.row, p.field, p.value, p.expected.rpartition(" (")[2]) for p in error.value.problems] == [
        (2, "locator", "03:01:00", "3:1?)"),
        (3, "rating", "2026-02-01 00:00:00", "1-2 or 1.2?)"),
        (3, "locator", "2001-03-01 00:00:00", "3:1?)"),
        (4, "summary", "2026-05-01 00:00:00", "text or a number, not a date or time of a spreadsheet"),
        (4, "locator", "33:01:00", "33:1?)"),
    ]


# Letters


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("LeÃ³n", "León"),
        ("SÃ£o LeopoldoÂ ", "São Leopoldo\u00a0"),
        ("firmâ€™s", "firm’s"),
        ("Le√≥n", "León"),
        ("Đà Nẵng".encode().decode("latin-1"), "Đà Nẵng"),
    ],
)
def test_letters_that_were_read_in_the_wrong_encoding_are_told(text: str, meant: str):
    with pytest.raises(InputError) as error:
        parse_text(parted([["place", "summary"], ["borg", text]]), "x", COLUMNS)
    assert error.value.problems[0].expected == f"text whose letters are not garbled ({meant}?)"
    assert (error.value.problems[0].row, error.value.problems[0].field) == (2, "summary")


@pytest.mark.parametrize(
    "text", ["León", "São Leopoldo", "“firm’s”…", "Đà Nẵng", "Ñandú", "ÄÖÜ", "上海", "üç", "’’", "Ã"]
)
def test_letters_as_they_should_be_are_left_alone(text: str):
    assert parse_text(parted([["summary"], [text]]), "x", COLUMNS).rows == [(2, {"summary": text})]


def test_letters_that_are_lost_are_told():
    with pytest.raises(InputError, match="row 2, summary: found .*the letter for which � stands"):
        parse_text("summary\nLe�n\n", "x", COLUMNS)


OF_OTHERS = ["León", "Garcín", "país", "Perú", "Köln", "São Paulo", "Bogotá", "Łódź", "Москва", "Kayseri şehri", "“so”"]


ENCODED = [
    (encoding, text.encode(encoding, "replace"), text)
    for encoding in ("mac-roman", "cp850", "cp437", "cp1250", "cp1251", "cp1254", "koi8-r", "shift-jis")
    for text in OF_OTHERS
    if text.encode(encoding, "replace").decode(encoding) == text
]


@pytest.mark.parametrize(("encoding", "data", "text"), ENCODED)
def test_letters_of_other_encodings_are_read_right_or_refused(tmp_path: Path, encoding: str, data: bytes, text: str):
    try:
        assert read(tmp_path, b"place,summary\nborg," + data).rows[0][1]["summary"] == text
    except InputError as error:
        assert len(error.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Cité de l’Océan – “l’été”, 5 € déjà",
        "São João da Boa Vista; Ribeirão",
        "¿Qué? ¡Olé! Ñuñoa",
        "Größe, Straße, Übermaß",
        "the firm’s shoes, don’t and it’s",
        "12 °C, § 5, ½, Nº 3, 1ª",
        "Ávila",
    ],
)
def test_western_text_in_the_encoding_of_windows(tmp_path: Path, text: str):
    table = read(tmp_path, parted([["place", "summary"], ["x", text]]).encode("cp1252"))
    assert table.rows[0][1]["summary"] == text


# Files that are no such table


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


SAVE = "expected a table in CSV or XLSX"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "mine.csv: found nothing, expected a header and rows: place,determinant,rating,figure,summary,locator"),
        (b"\n \n,,\n", "mine.csv: found nothing, expected a header and rows"),
        (b"\xef\xbb\xbf", "mine.csv: found nothing, expected a header and rows"),
        (b"sep=;\n", "mine.csv: found nothing, expected a header and rows"),
        (b"%PDF-1.7\n...", f'mine.csv: found "a PDF", {SAVE}'),
        (b"\x89PNG\r\n\x1a\n", f'mine.csv: found "an image", {SAVE}'),
        (b"\xff\xd8\xff\xe0", f'mine.csv: found "an image", {SAVE}'),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", 'mine.csv: found "an old Excel file (.xls), or one with a password", expected a'),
        (
            b"<!DOCTYPE html><table><tr><td>place",
            f'mine.csv: found "a web page", {SAVE} (open it in a spreadsheet, and',
        ),
        (b'\n<html xmlns:x="urn:excel"><table>', 'mine.csv: found "a web page"'),
        (b'<?xml version="1.0"?><Workbook>', 'mine.csv: found "XML"'),
        (
            zipped("content.xml", "mimetype"),
            'mine.csv: found "an OpenDocument file (.ods)", expected a table in CSV or',
        ),
        (zipped("word/document.xml"), 'mine.csv: found "a text of a word processor"'),
        (zipped("evidence.csv"), 'mine.csv: found "a packed file (ZIP)"'),
        (b"PK\x03\x04 and no more", 'mine.csv: found "a packed file (ZIP) that is damaged"'),
        (
            zipped("xl/workbook.xml"),
            'mine.csv: found "an XLSX that cannot be read (KeyError)", expected an XLSX that a',
        ),
        (
            b"a,b,c\n1,2,3\n",
            'mine.csv, row 1: found "a,b,c", expected a header with columns such as place, determinant,',
        ),
        (b"\n\na;b\n", 'mine.csv, row 3: found "a;b", expected a header with columns such as place'),
        (b'place,summary\nborg,"open\n', 'mine.csv, row 2: found "borg,"open", expected each quotation mark closed'),
        (b'place,summary\nborg,"a"b\n', 'mine.csv, row 2: found "borg,"a"b", expected each quotation mark closed'),
        (b"place,rating,Place\na,1,b\n", 'mine.csv, row 1: found "place", expected each column once'),
        (
            b"place,,rating\na,x,1\n",
            'mine.csv, row 2: found "x", expected a name in the header (row 1) over the column',
        ),
        (b"place,rating\na\n", 'mine.csv, row 2: found "a", expected 2 cells'),
        (b"place,rating\na,1,x\n", 'mine.csv, row 2: found "a,1,x", expected 2 cells'),
        (b"place\n" + b"x" * 200_000, 'mine.csv, row 2: found "xxx'),
        (b"place\n" + b'"' * 200_001, "mine.csv, row 2: found"),
        (b"place\n\x00\x01\x02\xff\xfe" * 50, f'mine.csv: found "bytes that are no text", {SAVE}'),
        (b"place\na\x00b\n", f'mine.csv: found "bytes that are no text", {SAVE}'),
        (bytes(range(256)) * 40, f'mine.csv: found "bytes that are no text", {SAVE}'),
        (
            b"\xff\xfep\x00l\x00\x00\xd8a\x00",
            'mine.csv: found "UTF-16 that breaks off or is damaged", expected text in',
        ),
        (PLAIN.encode("utf-16")[:-1], 'mine.csv: found "UTF-16 that breaks off or is damaged"'),
        (
            PLAIN.encode() + b"\nLe\xf3n",
            'mine.csv: found "letters in an encoding that is not known", expected text in',
        ),
        (
            PLAIN.encode("utf-8-sig") + b"\nLe\xf3n",
            'mine.csv: found "letters in an encoding that is not known"',
        ),
    ],
)
def test_a_file_that_is_no_such_table_gets_one_sentence(tmp_path: Path, data: bytes, said: str):
    assert refusal(tmp_path, data).startswith(said)


@pytest.mark.parametrize("limit", [131_072, 10_000_000])
def test_a_cell_too_large_is_told_as_that(tmp_path: Path, limit: int):
    before = csv.field_size_limit(limit)  # Frictionless lifts it for all that runs beside it
    try:
        said = refusal(tmp_path, b"place\n" + b"x" * 131_073)
        assert read(tmp_path, b"place\n" + b"x" * 131_072).rows == [(2, {"place": "x" * 131_072})]
    finally:
        csv.field_size_limit(before)
    assert said.endswith("expected cells of at most 131,072 characters")


def test_files_that_are_not_there_or_not_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def said(path: Path) -> str:
        with pytest.raises(InputError) as error:
            read_handed_in(path, ["place", "rating"])
        return str(error.value)

    expected = "expected a table with the columns place, rating"
    assert said(tmp_path / "none.csv") == f"none.csv: found nothing, {expected}"
    assert said(tmp_path / "none" / "none.csv") == f"none.csv: found nothing, {expected}"
    (tmp_path / "folder.csv").mkdir()
    assert said(tmp_path / "folder.csv") == f'folder.csv: found "a folder", {expected}'
    assert "embedded null byte" in said(tmp_path / "nu\0ll.csv")
    (tmp_path / "mine.csv").write_text("place\n")
    (tmp_path / "mine.csv").chmod(0)
    if not os.access(tmp_path / "mine.csv", os.R_OK):
        assert (
            said(tmp_path / "mine.csv")
            == f'mine.csv: found "Permission denied", {expected}, in a file that may be read'
        )
    (tmp_path / "mine.csv").chmod(stat.S_IRWXU)
    monkeypatch.setattr(contents, "LIMIT", 3)
    assert said(tmp_path / "mine.csv").startswith('mine.csv: found "more than 0 MB", expected a smaller file')


def test_fifty_megabytes_are_the_limit(tmp_path: Path):
    with (tmp_path / "mine.csv").open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(InputError, match='found "more than 50 MB", expected a smaller file'):
        read_handed_in(tmp_path / "mine.csv", COLUMNS)


def test_a_hundred_thousand_columns(tmp_path: Path):
    header = ",".join(f"c{at}" for at in range(100_000))
    table = read(tmp_path, f"place,{header}\nborg{',1' * 100_000}\n".encode())
    assert table.rows[0][1]["place"] == "borg" and len(table.header) == 100_001
    assert table.notes == ("mine.csv: read with columns that are not used: c0, c1, c2, c3, c4 and 99995 more",)
    assert len(refusal(tmp_path, header.encode())) < 200
    assert values(read(tmp_path, PLAIN.replace("\n", "," * 100_000 + "\n").encode())) == VALUES


# Workbooks


def test_numbers_and_texts_of_a_workbook(tmp_path: Path):
    rows = [COLUMNS, ["007", "skills", 2.0, 0.1, "=1+1", "3:1"], [], ["x", "trust", -1, 1e22, True, 1608.0]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active["E2"].data_type = "s"  # a text that begins like a formula
    book.save(tmp_path / "mine.xlsx")
    table = read_handed_in(tmp_path / "mine.xlsx", COLUMNS, NUMBERS)
    assert values(table) == [
        (2, ["007", "skills", "2", "0.1", "=1+1", "3:1"]),
        (4, ["x", "trust", "-1", "1e+22", "TRUE", "1608"]),
    ]
    assert table.notes == ()


def test_line_breaks_of_a_workbook(tmp_path: Path):
    data = workbook([["place", "summary"], ["borg", "one_x000D_\ntwo"]])  # as Excel writes those of Windows
    assert read(tmp_path, data, "mine.xlsx").rows[0][1]["summary"] == "one\r\ntwo"


def test_the_sheet_with_the_columns_is_read(tmp_path: Path):
    data = workbook([[], *lines_of()], [["Notes"], ["place"]], [["place", "of", "birth"]])
    table = read(tmp_path, data, "mine.xlsx")
    assert values(table) == shifted(1)
    assert table.notes == ("mine.xlsx: read with the sheet “Sheet 3” alone",)
    said = refusal(tmp_path, workbook([["a"]], [["b", "c"]]), "mine.xlsx")
    assert said.startswith('mine.xlsx, row 1: found "b,c", expected a sheet with columns such as place, determinant')
    assert refusal(tmp_path, workbook([]), "mine.xlsx").startswith("mine.xlsx: found nothing, expected a header and")


def test_formulas_have_their_value_or_are_told(tmp_path: Path):
    data = workbook([COLUMNS, ["a", "trust", "=1+0", "", "x", "p. 1"], ["a", "trust", 1, "=1/0", "x", "p. 1"]])
    with pytest.raises(InputError) as error:
        read(tmp_path, data, "mine.xlsx")
    assert [(p.row, p.field, p.value) for p in error.value.problems] == [(2, "rating", "=1+0"), (3, "figure", "=1/0")]
    cached = sheet_with(data, {b"<v></v>": b"<v>1</v>", b"<v />": b"<v>1</v>", b"<v/>": b"<v>1</v>"})
    assert [cells["rating"] for _, cells in read(tmp_path, cached, "mine.xlsx").rows] == ["1", "1"]


def sheet_with(data: bytes, changes: dict[bytes, bytes]) -> bytes:
    """A workbook with other bytes in its sheets."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                for this, that in changes.items():
                    content = content.replace(this, that)
            new.writestr(name, content)
    return file.getvalue()


def test_errors_and_percentages_of_a_workbook_are_told(tmp_path: Path):
    book = openpyxl.Workbook()
    for row in (["place", "rating", "figure"], ["a", "#N/A", 0.5]):
        book.active.append(row)
    book.active["C2"].number_format = "0%"
    book.save(tmp_path / "mine.xlsx")
    with pytest.raises(InputError) as error:
        read_handed_in(tmp_path / "mine.xlsx", COLUMNS, NUMBERS)
    assert [(p.field, p.value, p.expected) for p in error.value.problems] == [
        ("rating", "#N/A", "a value in place of an error of a spreadsheet"),
        ("figure", "50 %", "a number without the format of per cent (0.5 or 50?)"),
    ]


def test_a_workbook_is_not_taken_at_its_word(tmp_path: Path):
    data = workbook(lines_of())
    for this, that in (
        (b'<dimension ref="A1:F3"', b'<dimension ref="A1:XFD1048576"'),
        (b'<dimension ref="A1:F3"', b'<dimension ref="A1:A1"'),
    ):
        assert values(read(tmp_path, sheet_with(data, {this: that}), "mine.xlsx")) == VALUES
    said = refusal(tmp_path, sheet_with(data, {b"</row>": b"<row>"}), "mine.xlsx")
    assert said.startswith('mine.xlsx: found "an XLSX that cannot be read (')
    far = sheet_with(data, {b'r="F3"': b'r="XFD3"', b'<row r="3"': b'<row r="1048576"'})
    assert refusal(tmp_path, far, "mine.xlsx").startswith('mine.xlsx, row 1048576: found "3:1", expected a name in')


def test_a_workbook_that_unpacks_without_end(tmp_path: Path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "x")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(26):
                sheet.write(b"0" * 10_000_000)
    assert refusal(tmp_path, file.getvalue(), "mine.xlsx").startswith(
        'mine.xlsx: found "260 MB of rows", expected a sma'
    )


# In the study


def test_weights_in_each_form(tmp_path: Path):
    (tmp_path / "mine.csv").write_bytes("Weight;Determinant;why\r\n0,5;a;é\r\n1,0;b;\r\n".encode("cp1252"))
    assert read_weights(tmp_path / "mine.csv", ["a", "b"]) == {"a": 0.5, "b": 1.0}
    (tmp_path / "mine.xlsx").write_bytes(workbook([["determinant", "weight"], ["b", 2], ["a", 0.5]]))
    assert read_weights(tmp_path / "mine.xlsx", ["a", "b"]) == {"b": 2.0, "a": 0.5}


def test_validate_says_how_it_read_a_folder(folder: Path):
    path = folder / "evidence.csv"
    lines = lines_of(path.read_text("utf-8"))
    path.write_bytes(parted(lines, ";").encode("utf-16"))
    done = run("validate", str(folder))
    assert (done.returncode, done.stdout) == (0, f"{folder}: no problems\n")
    assert done.stderr == "evidence.csv: read with the encoding UTF-16 and cells parted by semicolons\n"
    assert run("validate", str(folder), "--format", "json").stdout == "[]\n"
    assert load_study(folder).evidence.equals(load_study().evidence)


def test_a_cell_that_was_turned_is_told_once(edit):
    folder = edit("evidence", lambda lines: lines[1].__setitem__(lines[0].index("locator"), "03:01:00"))
    done = run("validate", str(folder))
    expected = "expected a passage, which a spreadsheet has turned into a date or time (3:1?)"
    assert done.stdout == f'evidence.csv, row 2, locator: found "03:01:00", {expected}\n'


# What we write


RISKY = ["=1+1", "+1 or so", "-5 of them", "@SUM(A1)", "\t=1", " =1", "3:1", "1-2", "1/2", "2001-03-01", "Mar 1", "＝1"]


@pytest.mark.parametrize("text", [*RISKY, "'=1+1", "''3:1"])
def test_what_a_spreadsheet_would_run_or_turn_is_written_so_that_it_does_not(text: str, tmp_path: Path):
    for column in ("summary", "locator"):
        write_table(tmp_path / "mine.csv", ["place", column], [{"place": "borg", column: text}])
        written = lines_of((tmp_path / "mine.csv").read_text("utf-8"))
        assert written == [["place", column], ["borg", f"'{text}"]]
        assert read_handed_in(tmp_path / "mine.csv", COLUMNS).rows == [(2, {"place": "borg", column: text})]


@pytest.mark.parametrize(
    "text", ["-1", "1.5", "-0.5", "12", "1608", "León", "'s morgens", "a=b", "p. 3:1", "no-one", ""]
)
def test_other_cells_are_written_as_they_are(text: str):
    buffer = io.StringIO()
    write_table(buffer, ["place", "summary"], [{"place": "borg", "summary": text}])
    assert lines_of(buffer.getvalue()) == [["place", "summary"], ["borg", text]]


def test_a_section_is_kept_from_becoming_a_day(tmp_path: Path):
    write_table(tmp_path / "mine.csv", ["figure", "locator"], [{"figure": "3.1", "locator": "3.1"}], mark=True)
    assert (tmp_path / "mine.csv").read_bytes() == b"\xef\xbb\xbffigure,locator\n3.1,'3.1\n"


# Whatever stands in the cells


PIECES = [
    *RISKY,
    *('"', '""', "'", ",", ";", "\t", "\n", "\r\n", "\r", "|", " ", "é", "ñ", "León", "LeÃ³n", "–", "’", "“", "€", "ß"),
    *("1", "-1", "−1", "+1", "1.0", "1,5", "1.5", "1,250", "1.250", "3:01", "03:01:00", "2-Jan", "1. Feb", "'=1", "x"),
    *("sep=;", "place", "rating", "上", "🙂", "Ã", "_x000D_", "\u00a0", "\u2028", "\ufeff", "\x0b", "\x1f", "\ufffd"),
]
CELL = st.one_of(
    st.just(""),
    st.sampled_from(PIECES),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)
NUMBER = st.one_of(
    st.just(""),
    st.integers(-3, 3).map(str),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: repr(round(value, 3))),
    st.decimals(-5000, 5000, places=3).map(str),
)
ROWS = st.lists(st.tuples(CELL, NUMBER, CELL, CELL), min_size=1, max_size=6)
HEADER = ["place", "figure", "summary", "locator"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]


def as_meant(rows: list[tuple[str, ...]], first: int = 2) -> list[tuple[int, list[str]]]:
    return [(row, list(cells)) for row, cells in enumerate(rows, start=first) if any(cell.strip() for cell in cells)]


def same_cell(column: str, found: str, meant: str) -> bool:
    """Whether a cell is read as it was meant: an apostrophe that keeps it from being turned is no part of it."""
    if column == "figure" and meant:
        return float(found) == float(meant)
    return found == meant or (meant == f"'{found}" and bool(found.strip()))


def read_or_refused(path: Path, meant: list[tuple[int, list[str]]], comma: bool = False) -> None:
    try:
        table = read_handed_in(path, HEADER, ["figure"])
    except InputError as error:
        sentences = str(error).split("\n")
        assert len(sentences) == len(error.problems) and all(sentences)
        whole = [problem for problem in error.problems if problem.field is None]
        assert not whole or len(error.problems) == 1  # one sentence for the file, or one for each cell
        cells = {(row, column): cell for row, line in meant for column, cell in zip(HEADER, line, strict=True)}
        for problem in error.problems if not whole else ():
            cell = cells[problem.row, problem.field]
            cell = cell.replace(".", ",") if comma and problem.field == "figure" else cell
            assert cell in (problem.value, f"'{problem.value}")
        return
    found = [(row, [cells[column] for column in HEADER]) for row, cells in table.rows]
    assert [row for row, _ in found] == [row for row, _ in meant]
    for (_, here), (_, there) in zip(found, meant, strict=True):
        assert all(map(same_cell, HEADER, here, there)), (here, there)


def is_utf8(data: bytes) -> bool:
    try:
        return not data.decode().isascii()
    except UnicodeDecodeError:
        return False


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(ENCODINGS),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    named=st.booleans(),
    comma=st.booleans(),
    nothing=st.integers(0, 2),
)
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_as_text_is_read_so_or_refused(
    tmp_path: Path, rows, delimiter, encoding, end, quoting, named, comma, nothing
):
    named = named or delimiter == "|"
    comma = comma and delimiter in ";\t"
    written = [
        [place, figure.replace(".", ",") if comma else figure, *rest, *[""] * nothing] for place, figure, *rest in rows
    ]
    if any("\r" in cell for row in rows for cell in row):
        quoting = csv.QUOTE_ALL  # Python before 3.13 leaves it bare, where it ends a line
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([[*HEADER, *[""] * nothing], *written])
    text = f"sep={delimiter}{end}" * named + buffer.getvalue()
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        assume(False)
    if encoding in ("cp1252", "latin-1"):
        assume(not is_utf8(data))  # LeÃ³n in the one is León in the other, byte for byte
    (tmp_path / "mine.csv").write_bytes(data)
    read_or_refused(tmp_path / "mine.csv", as_meant(rows, 2 + named), comma)


@given(rows=ROWS, before=st.integers(0, 2))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_as_a_workbook_is_read_so_or_refused(tmp_path: Path, rows, before: int):
    book = openpyxl.Workbook()
    assume(not any(openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(cell) for row in rows for cell in row))
    assume(
        not any("\r" in cell or "_x000D_" in cell for row in rows for cell in row)
    )  # which openpyxl writes otherwise
    lines = [[None] * 4] * before + [HEADER, *rows]
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            if value:
                is_number = column == 2 and row > before + 1
                cell = book.active.cell(row, column, float(value) if is_number else value)
                if not is_number:
                    cell.data_type = "s"
    book.save(tmp_path / "mine.xlsx")
    read_or_refused(tmp_path / "mine.xlsx", as_meant(rows, 2 + before))


@given(rows=ROWS, mark=st.booleans())
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_we_write_is_read_as_it_was(tmp_path: Path, rows, mark: bool):
    write_table(tmp_path / "mine.csv", HEADER, [dict(zip(HEADER, row, strict=True)) for row in rows], mark)
    try:
        table = read_handed_in(tmp_path / "mine.csv", HEADER)
    except InputError as error:
        expected = ("text whose letters are not garbled", "the letter for which � stands")
        assert all(problem.expected.startswith(expected) for problem in error.problems)
        return
    assert [(row, [cells[column] for column in HEADER]) for row, cells in table.rows] == as_meant(rows)


@given(data=st.one_of(st.binary(max_size=400), st.binary(max_size=100).map(lambda data: b"place,rating\n" + data)))
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_is_read_or_told(tmp_path: Path, data: bytes):
    for name in ("mine.csv", "mine.xlsx"):
        (tmp_path / name).write_bytes(data)
        try:
            read_handed_in(tmp_path / name, COLUMNS, NUMBERS)
        except InputError as error:
            assert str(error)


@given(seed=st.randoms(use_true_random=False))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_workbook_that_is_damaged_is_read_or_told(tmp_path: Path, seed):
    data = bytearray(WORKBOOK)
    for _ in range(seed.randrange(1, 6)):
        at = seed.randrange(len(data))
        data[at : at + seed.randrange(4)] = bytes(seed.randrange(256) for _ in range(seed.randrange(4)))
    (tmp_path / "mine.xlsx").write_bytes(data)
    try:
        read_handed_in(tmp_path / "mine.xlsx", COLUMNS, NUMBERS)
    except InputError as error:
        assert len(error.problems) == 1


WORKBOOK = workbook(lines_of())
