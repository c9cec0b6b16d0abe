from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from smeclusters import InputError, Study, example_study, find_problems, load_study
from smeclusters.study import read_weights


def set_cell(row: int, column: str, value: str):
    def change(lines: list[list[str]]) -> None:
        lines[row - 1][lines[0].index(column)] = value

    return change


def only_problem(folder: Path) -> str:
    problems = find_problems(folder)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return str(problems[0])


def test_the_data_that_come_along_have_no_problem():
    assert find_problems() == []


def test_numbers_are_numbers_and_empty_text_is_empty(study: Study):
    assert study.evidence["rating"].dtype.kind == "i"
    assert study.evidence["figure"].dtype.kind == "f"
    assert not study.evidence["sources"].isna().any()


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("evidence", "rating", "3", 'rating: found "3", expected a whole number from -2 to 2'),
        ("evidence", "rating", "high", 'rating: found "high", expected a whole number from -2 to 2'),
        ("evidence", "rating", "1.5", 'rating: found "1.5", expected a whole number from -2 to 2'),
        ("evidence", "locator", "", "locator: found nothing, expected text (Where in the paper"),
        ("evidence", "locator", "9.9:1", 'locator: found "9.9:1", expected a key of locators.csv'),
        ("evidence", "place", "sino", "(sinos?)"),
        (
            "evidence",
            "id",
            "Row 1",
            'id: found "Row 1", expected a key: small letters, digits, - and _, a letter first, and at the end - and a '
            "number (Place, determinant and a number.)",
        ),
        ("outlines", "country", "Peru", 'country: found "Peru", expected three capital letters'),
        ("profiles", "id", "1a", 'id: found "1a", expected a key: small letters, digits, - and _, a letter first'),
        ("evidence", "determinant", "thrust", "(trust?)"),
        ("evidence", "facet", "machinery", "for macro"),
        ("evidence", "basis", "guessed", "one of reported, stated, inferred"),
        ("evidence", "sources", "schmitz95", 'sources: found "schmitz95", expected a key of references.bib'),
        ("evidence", "figure", "NaN", 'figure: found "NaN", expected a number'),
        ("evidence", "vintage", "1900", "a whole number from 2001 to 2100"),
        ("evidence", "id", "lac-macro-8", "a key that no earlier row has"),
        ("profiles", "value", "-1", "a number of at least 0"),
        ("places", "latitude", "91", "a number from -90 to 90"),
        ("policies", "determinants", "finance;servces", "(services?)"),
        ("weights", "weight", "-1", "a number of at least 0"),
        ("weights", "weight", "inf", "a number of at least 0"),
        ("weights", "weight", "sNaN", "a number of at least 0"),
        ("weights", "weight", "1e400", "a number of at least 0"),
        ("profiles", "value", "Infinity", "a number of at least 0"),
        ("evidence", "figure", "1_0", 'found "1_0", expected a number'),
        ("evidence", "rating", "１", 'found "１", expected a whole number from -2 to 2'),
        ("evidence", "place", " sinos", 'found " sinos"'),
        ("outcomes", "cluster", "BRA", "expected one of"),
        ("outcomes", "path", "hi_road", "(high_road?)"),
    ],
)
def test_one_wrong_cell_gets_one_sentence(edit, table: str, column: str, value: str, said: str):
    problem = only_problem(edit(table, set_cell(2, column, value)))
    assert problem.startswith(f"{table}.csv, row ")
    assert said in problem


def test_all_problems_are_found_and_in_the_order_of_the_file(edit):
    edit("evidence", set_cell(9, "rating", "high"))
    folder = edit("evidence", set_cell(3, "place", "nowhere"))
    assert [problem.row for problem in find_problems(folder)] == [3, 9]


def test_a_cell_is_complained_of_once(edit):
    # It breaks two foreign keys: that of determinants and that of facets.
    assert "determinant" in only_problem(edit("evidence", set_cell(2, "determinant", "nothing")))


def test_a_column_that_is_missing_and_one_too_many(edit):
    folder = edit("outcomes", lambda lines: lines[0].__setitem__(2, "bassis"))
    assert only_problem(folder) == "outcomes.csv, row 1, basis: found nothing, expected this column (bassis?)"


def test_many_columns_that_are_missing_are_one_problem(edit):
    folder = edit("outcomes", lambda lines: lines[0].__setitem__(slice(1, 4), ["a", "b", "c"]))
    said = only_problem(folder)
    assert said.startswith('outcomes.csv, row 1: found "cluster,a,b,c,summary,')
    assert said.endswith("expected also the columns path, basis and about")


def test_columns_in_another_order_and_further_ones(edit):
    def swap(lines: list[list[str]]) -> None:
        for line in lines:
            line[0], line[1] = line[1], line[0]
            line.append("coder" if line is lines[0] else "R")

    folder = edit("levels", swap)
    assert load_study(folder).levels.equals(load_study().levels)
    assert load_study(folder).notes == (
        "levels.csv: read with columns in another order and a column that is not used: coder",
    )


def test_rows_of_the_wrong_length_get_one_sentence_each(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[4].append("more")
        lines[5] = lines[5][:3]
        lines.insert(7, [])
        lines[9] = lines[9][:3]

    folder = edit("evidence", spoil)
    short, long, after_a_blank = find_problems(folder)
    assert (short.row, long.row, after_a_blank.row) == (5, 6, 10)
    assert short.expected == long.expected == "17 cells"


def test_a_table_that_is_missing_empty_or_in_an_encoding_that_cannot_be_told(folder: Path):
    (folder / "facets.csv").unlink()
    (folder / "levels.csv").write_bytes(b"")
    (folder / "places.csv").write_bytes((folder / "places.csv").read_text("utf-8").encode("mac-roman"))
    said = [str(problem) for problem in find_problems(folder)]
    assert len(said) == 3  # and not one from every row that refers to them
    assert said[0].startswith("levels.csv: found nothing, expected a header and rows")
    assert said[1].startswith("facets.csv: found nothing, expected a table with the columns")
    assert said[2].startswith('places.csv: found "letters in an encoding that is not known", expected text in UTF-8')


def test_the_encoding_of_windows_is_read(folder: Path):
    path = folder / "places.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    assert load_study(folder).places.equals(load_study().places)
    assert load_study(folder).notes == ("places.csv: read with the encoding Windows-1252",)


def test_a_spreadsheets_byte_order_mark_is_no_problem(folder: Path):
    path = folder / "evidence.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert find_problems(folder) == []
    assert list(load_study(folder).evidence)[0] == "id"
    assert load_study(folder).notes == ("evidence.csv: read with the mark of UTF-8",)


def test_semicolons_for_commas_are_read(folder: Path):
    path = folder / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    for line in lines[1:]:
        for at in (lines[0].index("latitude"), lines[0].index("longitude")):
            line[at] = line[at].replace(".", ",")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)
    assert load_study(folder).places.equals(load_study().places)
    assert load_study(folder).notes == ("places.csv: read with cells parted by semicolons and decimal commas",)


@pytest.mark.parametrize("text", ["@book{x, title = {", "", None])
def test_a_bibliography_that_cannot_serve(folder: Path, text: str | None):
    path = folder / "references.bib"
    path.unlink() if text is None else path.write_text(text)
    problems = find_problems(folder)
    assert problems
    assert all("references.bib" in str(problem) for problem in problems)


def test_weightings_need_every_determinant_and_some_weight(edit):
    edit("weights", lambda lines: lines.pop(1))
    folder = edit("weights", lambda lines: [line.__setitem__(2, "0") for line in lines if line[0] == "extended"])
    said = " ".join(map(str, find_problems(folder)))
    assert "a row for collective_efficiency and macro" in said
    assert "at least one weight above 0 for extended" in said


@pytest.mark.parametrize("table", ["levels", "determinants", "weightings", "places"])
def test_tables_without_rows_do_not_crash(edit, table: str):
    folder = edit(table, lambda lines: lines.__delitem__(slice(1, None)))
    assert find_problems(folder)
    with pytest.raises(InputError):
        load_study(folder)


def test_a_study_without_evidence_is_a_study(edit):
    folder = edit("evidence", lambda lines: lines.__delitem__(slice(1, None)))
    assert load_study(folder).evidence.empty


def test_a_cluster_of_ones_own(edit):
    edit(
        "places",
        lambda lines: lines.append(["prato", "cluster", "1", "Prato", "", "", "wool", "43.9", "11.1", "2:2"]),
    )
    folder = edit("memberships", lambda lines: lines.append(["prato", "lac"]))
    assert "prato" in set(load_study(folder).clusters["place"])


WEIGHTS = "determinant,weight\n" + "".join(f"{key},1\n" for key in ("a", "b", "c"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WEIGHTS.replace("b,1", "b,-1"), 'row 3, weight: found "-1", expected a number of at least 0'),
        (WEIGHTS.replace("b,1", "b,NaN"), 'row 3, weight: found "NaN", expected a number of at least 0'),
        (WEIGHTS.replace("b,1", "b,inf"), 'row 3, weight: found "inf", expected a number of at least 0'),
        (WEIGHTS.replace("b,1", "b,much"), 'row 3, weight: found "much", expected a number of at least 0'),
        (WEIGHTS.replace("b,1", "bb,1"), 'row 3, determinant: found "bb", expected one of a, b, c'),
        (WEIGHTS.replace("b,1\n", ""), "expected a row for b (0 leaves it out)"),
        (WEIGHTS.replace("b,1", "a,1"), "a key that no earlier row has"),
        (WEIGHTS.replace(",1", ",0"), "expected at least one weight above 0"),
        (WEIGHTS.replace("weight", "wait"), "weight: found nothing, expected this column"),
        ("", "a header and rows"),
        (None, "a table with the columns determinant, weight"),
    ],
)
def test_weights_that_cannot_be_used(tmp_path: Path, text: str | None, said: str):
    path = tmp_path / "mine.csv"
    if text is not None:
        path.write_text(text)
    with pytest.raises(InputError) as error:
        read_weights(path, ["a", "b", "c"])
    assert said in str(error.value)
    assert "mine.csv" in str(error.value)


def test_weights_are_read(tmp_path: Path):
    (tmp_path / "mine.csv").write_text(WEIGHTS.replace("b,1", "b,2.5"))
    assert read_weights(tmp_path / "mine.csv", ["a", "b", "c"]) == {"a": 1, "b": 2.5, "c": 1}


def test_a_bibliography_that_is_a_folder(folder: Path):
    (folder / "references.bib").unlink()
    (folder / "references.bib").mkdir()
    assert "references.bib" in str(find_problems(folder)[0])


def test_a_line_before_the_header_is_told(folder: Path):
    path = folder / "memberships.csv"
    path.write_text("# a note\n" + path.read_text("utf-8"), "utf-8")
    expected = 'memberships.csv, row 1: found "# a note", expected a header with columns such as place, within'
    assert only_problem(folder) == expected


def test_blanks_in_the_header_and_empty_lines_are_no_problem(folder: Path):
    path = folder / "memberships.csv"
    path.write_text("\n" + path.read_text("utf-8").replace("place,within", "Place , within") + ",\n", "utf-8")
    assert load_study(folder).memberships.equals(load_study().memberships)
    assert load_study(folder).notes == (
        "memberships.csv: read with header cells spelled otherwise and one row of empty cells left out",
    )


def test_characters_that_no_page_can_hold(edit):
    assert "control characters" in only_problem(edit("determinants", set_cell(2, "name", "Macro\x01")))


def test_one_empty_table_is_one_problem(edit):
    folder = edit("places", lambda lines: lines.__delitem__(slice(1, None)))
    assert [str(problem) for problem in find_problems(folder)] == [
        "places.csv: found nothing, expected at least one row"
    ]


def test_what_stops_the_validator_does_not_stop_the_answer(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[1][2] = "sNaN"
        lines[5] = lines[5][:1]

    said = " ".join(map(str, find_problems(edit("weights", spoil))))
    assert 'row 2, weight: found "sNaN"' in said
    assert "row 6: found" in said


def test_a_quotation_mark_that_is_not_closed_is_told_where_it_opens(folder: Path):
    path = folder / "memberships.csv"
    lines = path.read_text("utf-8").splitlines()
    lines[3] = '"' + lines[3]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    problem = only_problem(folder)
    assert problem.startswith(f'memberships.csv, row 4: found "{lines[3]}", expected each quotation mark closed')
    with pytest.raises(InputError, match="row 4"):
        load_study(folder)


def test_a_quotation_mark_that_a_later_cell_closes_is_told_where_it_opens(folder: Path):
    path = folder / "evidence.csv"
    lines = path.read_text("utf-8").splitlines()
    quoted = next(row for row, line in enumerate(lines) if row > 5 and '"' in line)
    lines[2] = lines[2].replace(",", ',"', 1)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert quoted > 2
    assert only_problem(folder).startswith("evidence.csv, row 3: found ")


def test_rows_are_counted_as_a_spreadsheet_counts_them_where_a_cell_has_several_lines(edit):
    def spoil(lines: list[list[str]]) -> None:
        lines[1][lines[0].index("definition")] = "One.\nTwo.\r\nThree."
        lines[2][lines[0].index("level")] = "X"

    problems = find_problems(edit("levels", spoil))
    assert problems[0].row == 3


def test_line_ends_of_windows_are_no_problem(folder: Path):
    path = folder / "places.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_study(folder).places.equals(load_study().places)


@pytest.mark.parametrize("table", ["evidence", "external/tariffs", "locators", "outcomes", "verdicts"])
def test_frames_are_what_pandas_reads(study: Study, table: str):
    frame = study.external.query("unit == '%'") if table.startswith("external/") else getattr(study, table)
    texts = {name: str for name in frame if not pd.api.types.is_numeric_dtype(frame[name])}
    numbers = {name: [""] for name in frame if name not in texts}
    read = pd.read_csv(study.folder / f"{table}.csv", dtype=texts, keep_default_na=False, na_values=numbers)
    pd.testing.assert_frame_equal(frame[[*read]].reset_index(drop=True), read, check_dtype=False)
    added = frame.drop(columns=[*read])  # what only layers fill
    assert set(added) <= {"layer", "rating_to"} and (added.isna() | (added == "")).all(axis=None)


@pytest.mark.parametrize(("table", "role"), [("levels", "firm"), ("weightings", "narrow")])
def test_a_role_that_two_rows_play_is_told(edit, table: str, role: str):
    def spoil(lines: list[list[str]]) -> None:
        for line in lines[1:]:
            line[-1] = role

    problems = find_problems(edit(table, spoil))
    assert [problem.row for problem in problems] == list(range(3, 3 + len(problems)))
    assert {str(p).partition(": ")[2] for p in problems} == {
        f'found "{role}", expected a role that no earlier row plays'
    }


def test_a_determinant_with_the_key_of_a_level_is_told(edit):
    folder = edit("levels", lambda lines: lines.append(["trust", "Trust", "What holds.", "2a:1", ""]))
    assert (
        only_problem(folder) == 'determinants.csv, row 8, determinant: found "trust", expected a key that no level has'
    )


SPOILT = (
    b'"',
    b'""',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\xff",
    b"\xc3\xa9",
    b"\xef\xbb\xbf",
    b"{",
    b"}",
    b"[",
    b"\\",
    b" ",
    b";",
    b"-",
    b"9",
    b"1e999",
    b"9" * 5000,
    b"x" * 200_000,
    b"null",
    b"@",
    b"%",
    b"",
    b"",
)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_stands_in_a_file_is_read_or_told(tmp_path: Path, seed: int):
    chance = random.Random(seed)
    folder = Path(shutil.copytree(example_study().folder, tmp_path / "example"))
    files = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".json", ".bib"))
    told = 0
    for _ in range(40):
        path = chance.choice(files)
        original = path.read_bytes()
        at, bit = chance.randrange(len(original) + 1), chance.choice(SPOILT)
        path.write_bytes(original[:at] + bit + original[at + chance.choice((0, 0, 1, 40)) :])
        if problems := find_problems(folder):
            told += 1
            with pytest.raises(InputError) as error:
                load_study(folder)
            assert list(error.value.problems) == problems
        else:
            assert len(load_study(folder).clusters) == 3
        path.write_bytes(original)
    assert told > 10
