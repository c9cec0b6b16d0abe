"""Tables on a terminal lose nothing: each is put together again from its blocks and held to the JSON."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.method.cli.commands import COMMAND, run
from tests.support import ROOT

from smeclusters import Study
from smeclusters.cli.output import set_out

Row = dict[str, Any]


def blocks(text: str) -> list[list[list[str]]]:
    """The tables in a text, each as rows of cells, the header first: found by the rule below the header."""
    lines = text.split("\n")
    found = []
    for at, line in enumerate(lines):
        if not line or set(line) > {"─", " "} or "─" not in line:
            continue
        spans = [match.span() for match in re.finditer("─+", line)]
        top = next(i for i in range(at, -1, -1) if not lines[i])
        end = next(i for i in range(at, len(lines)) if not lines[i])
        rows: list[list[list[str]]] = [[[] for _ in spans]]
        for i, shown in enumerate([*lines[top + 1 : at], *lines[at + 1 : end]]):
            cells = [shown[a:b].strip() for a, b in spans]
            assert "".join(cells).replace(" ", "") == shown.replace(" ", "")  # nothing stands between columns
            if i >= at - top - 1 and cells[0]:
                rows.append([[] for _ in spans])
            for cell, part in zip(rows[-1], cells, strict=True):
                cell += [part] if part else []
        found.append([[" ".join(cell) for cell in row] for row in rows])
    return found


def joined(text: str) -> list[list[str]]:
    """The rows of the one table in a text, its blocks put side by side."""
    first, *others = blocks(text)
    for other in others:
        assert [row[0] for row in other] == [row[0] for row in first]
        first = [row + more[1:] for row, more in zip(first, other, strict=True)]
    return first


# ---- What each command shows of its JSON, worked out here.

PATHS = {"": "", "low_road": "low road", "mixed": "mixed", "high_road": "high road"}


def path(key: str) -> str:
    return "could be any" if key.count("|") == 2 else " or ".join(PATHS[one] for one in key.split("|"))


def rating(value: float) -> str:
    return "0" if value == 0 else ("+" if value > 0 else "−") + f"{abs(value):g}"


def between(lo: float | None, hi: float | None, to: str) -> str:
    if lo is None or hi is None:
        return ""
    return f"{lo:.2f}" if f"{lo:.2f}" == f"{hi:.2f}" else f"{lo:.2f}{to}{hi:.2f}"


def of_ratings(rows: list[Row]) -> list[list[str]]:
    table: dict[str, list[str]] = {}
    for row in rows:
        ends = list(dict.fromkeys(map(rating, (row["lo"], row["hi"]))))
        table.setdefault(row["determinant"], []).append("silent" if row["silent"] else "…".join(ends))
    clusters = list(dict.fromkeys(row["cluster"] for row in rows))
    return [["determinant", *clusters], *([key, *cells] for key, cells in table.items())]


def of_explain(rows: list[Row]) -> list[list[str]]:
    return [["place", "facet", "rating", "summary", "where"]] + [
        [
            row["place"],
            row["facet"],
            rating(row["rating"]) + ("" if row["entered"] else " (past)"),
            row["summary"],
            f"{row['locator']} {row['basis']} {row['sources'].replace(';', ' ')}".strip(),
        ]
        for row in rows
    ]


def percent(share: float) -> str:
    number = f"{100 * share:.0f}"
    return f"{'more than 99' if number == '100' and share < 1 else 'less than 1' if number == '0' else number} %"


def likely(row: Row) -> dict[str, str]:
    """How likely each path is that can be at all, the likeliest last."""
    shares = {name: row[f"likely_{key}"] for key, name in PATHS.items() if key}
    return {name: percent(shares[name]) for name in sorted(shares, key=shares.__getitem__) if shares[name]}


def likely_in_words(row: Row) -> str:
    told = likely(row)
    return ", ".join(f"{name} {told[name]}" for name in PATHS.values() if name in told)


def of_classify(rows: list[Row]) -> list[list[str]]:
    return [["cluster", "score", "path", "likely", "observed"]] + [
        [
            row["cluster"],
            between(row["score_lo"], row["score_hi"], " to "),
            path(row["path"]),
            likely_in_words(row),
            path(row["observed"]),
        ]
        for row in rows
    ]


def of_compare(rows: list[Row]) -> list[list[str]]:
    table: dict[str, list[str]] = {}
    likeliest: dict[str, list[str]] = {}
    for row in rows:
        table.setdefault(row["cluster"], []).append(path(row["path"]))
        likeliest.setdefault(row["cluster"], []).append(" ".join(list(likely(row).items())[-1]))
    observed = {row["cluster"]: path(row["observed"]) for row in rows}
    with (ROOT / "data/weightings.csv").open(encoding="utf-8", newline="") as file:
        names = {line["weighting"]: line["name"] for line in csv.DictReader(file)}
    header = [names[key] for key in dict.fromkeys(row["weighting"] for row in rows)]
    return [["cluster", *header, "observed", *header]] + [
        [key, *cells, observed[key], *likeliest[key]] for key, cells in table.items()
    ]


def of_robustness(rows: list[Row]) -> list[list[str]]:
    fields = ("low_road", "mixed", "high_road", "undetermined")
    return [["cluster", "low road", "mixed", "high road", "undetermined", "error", "likely"]] + [
        [
            row["cluster"],
            *(f"{100 * row[field]:.1f}" for field in fields),
            f"{100 * row['error']:.1g}",
            likely_in_words(row),
        ]
        for row in rows
    ]


def of_sufficiency(rows: list[Row]) -> list[list[str]]:
    shown = {"enough": "sufficiency", "needed": "necessity"}
    fields = {
        "enough": ("consistency", "pri", "coverage"),
        "needed": ("consistency", "relevance", "coverage"),
    }
    columns = [(name, field) for name in shown for field in fields[name]]
    return [["condition", *(f"{name}: {field}" for name, field in columns)]] + [
        [row["condition"]]
        + [between(*(row[f"{shown[name]}_{field}_{end}"] for end in ("lo", "hi")), "–") for name, field in columns]
        for row in rows
    ]


def of_verify(rows: list[Row]) -> list[list[str]]:
    return [["claim", "where", "verdict", "share"]] + [
        [
            row["id"],
            row["locator"],
            row["status"].replace("_", " "),
            ""
            if row["share"] is None
            else "more than 99 %"
            if 0.995 < row["share"] < 1
            else f"{100 * row['share']:.0f} %",
        ]
        for row in rows
    ]


def of_audit(rows: list[Row]) -> list[list[str]]:
    return [["kind", "where", "what"]] + [[row["kind"], row["locator"], row["detail"]] for row in rows]


def of_settings(rows: list[Row]) -> list[list[str]]:
    levels = [name for name in rows[0] if name.startswith("level_")]
    rules = ["compensation", "thresholds", "silent", "coding"]
    return [["setting", *(name[len("level_") :] for name in levels), "re-coded", *rules]] + [
        [
            row["setting"],
            *(f"{100 * row[name]:.1f}" for name in levels),
            str(row["recoded"]),
            "−inf" if row["compensation"] is None else f"{row['compensation']:g}".replace("-", "−"),
            f"{row['threshold_low']:g}, {row['threshold_high']:g}",
            row["silent"],
            row["coding"],
        ]
        for row in rows
    ]


def of_weights(rows: list[Row]) -> list[list[str]]:
    fields = ("least", "lower", "median", "upper", "most", "mean")
    names = ["least", "lower quartile", "median", "upper quartile", "most", "mean"]
    return [["weight of", *names]] + [[row["key"], *(f"{100 * row[field]:.1f}" for field in fields)] for row in rows]


def of_classes(rows: list[Row]) -> list[list[str]]:
    fields = [field for field in rows[0] if field != "cluster" and any(row[field] for row in rows)]
    return [["cluster", *map(path, fields)]] + [
        [row["cluster"], *(str(row[field]) for field in fields)] for row in rows
    ]


def of_average(rows: list[Row]) -> list[list[str]]:
    return [["cluster", "score", "class", "settings with another"]] + [
        [row["cluster"], between(row["score_lo"], row["score_hi"], "–"), path(row["path"]), str(row["hidden"])]
        for row in rows
    ]


def of_recoded(rows: list[Row]) -> list[list[str]]:
    return [["cluster", "determinant", "settings", "mean given", "as coded"]] + [
        [
            row["cluster"],
            row["determinant"],
            str(row["settings"]),
            rating(round(row["mean"], 2)),
            rating(row["edition"]),
        ]
        for row in rows
    ]


def of_pairs(rows: list[Row]) -> list[list[str]]:
    return [["one", "other", "clusters", "apart"]] + [
        [row["one"], row["other"], str(row["clusters"]), f"{100 * row['distance']:.1f}"] for row in rows
    ]


def of_own(rows: list[Row]) -> list[list[str]]:
    return [["setting", "cluster", "name", "statements", "class", "under the mean"]] + [
        [row["setting"], row["place"], row["name"], str(row["statements"]), path(row["path"]), path(row["average"])]
        for row in rows
    ]


CLASS = Path(__file__).with_name("class.txt").relative_to(ROOT)  # links with rules, re-coded cells and own clusters

COMMANDS: dict[str, Callable[[list[Row]], list[list[str]]]] = {
    "ratings": of_ratings,
    "ratings --explain sinos joint_action": of_explain,
    "ratings --explain sinos trust": of_explain,
    "classify": of_classify,
    "classify --silent leave-out --compensation -inf": of_classify,
    "compare": of_compare,
    "robustness": of_robustness,
    "sufficiency": of_sufficiency,
    "sufficiency --ideal --condition country*cluster*firm*joint_action*~trust": of_sufficiency,
    f"class {CLASS} --show settings": of_settings,
    f"class {CLASS} --show weights": of_weights,
    f"class {CLASS} --show classes": of_classes,
    f"class {CLASS} --show average": of_average,
    f"class {CLASS} --show recoded": of_recoded,
    f"class {CLASS} --show pairs": of_pairs,
    f"class {CLASS} --show own": of_own,
    "verify": of_verify,
    "audit": of_audit,
}


@cache
def as_json(command: str, folder: Path | None) -> list[Row]:
    arguments = command.split() + (["--data", str(folder)] if folder else [])
    return json.loads(run(*arguments, "--format", "json").stdout)


@pytest.mark.parametrize("columns", [60, 80, 200, None])
@pytest.mark.parametrize("at", range(3), ids=["six clusters", "seven", "twelve"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_says_what_the_json_says(command: str, at: int, columns: int | None, studies: dict[Path | None, Study]):
    folder = list(studies)[at]
    rows = as_json(command, folder)
    done = run(*command.split(), *(["--data", folder] if folder else []), columns=columns)
    expected = [[" ".join(re.split("[ \xa0]+", cell)) for cell in row] for row in COMMANDS[command](rows)]
    assert joined(done.stdout) == expected
    lines = done.stdout.split("\n")
    if columns:
        longest = max(len(word) for row in expected for cell in row for word in cell.split(" "))
        assert longest < 60 and max(map(len, lines)) <= columns
    else:
        rule = next(at for at, line in enumerate(lines) if set(line) == {"─", " "})
        assert lines.index("", rule) - rule == len(expected)  # a line a row, the header above the rule


def test_tables_hold_seven_and_twelve_clusters(studies: dict[Path | None, Study]):
    for folder, clusters in zip(studies, (6, 7, 12), strict=True):
        arguments = ["ratings", *(["--data", folder] if folder else [])]
        header = joined(run(*arguments, columns=80).stdout)[0]
        assert header == ["determinant", *studies[folder].clusters["place"]] and len(header) == clusters + 1


def test_a_real_terminal_is_kept_to_its_width():
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 60, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    with subprocess.Popen([COMMAND, "sufficiency"], stdout=theirs, env=environment) as process:
        os.close(theirs)
        written = b""
        with suppress(OSError):  # how a terminal says that nothing more comes
            while read := os.read(ours, 1 << 16):
                written += read
        os.close(ours)
    assert process.returncode == 0
    assert written.decode().replace("\r\n", "\n") == run("sufficiency", columns=60).stdout


# ---- The layout by itself.


def test_what_fits_is_not_wrapped():
    assert set_out(["a", "b"], [["one", "two words"]], 14) == ["a    b", "───  ─────────", "one  two words"]


def test_words_are_wrapped_and_room_goes_to_where_it_is_short():
    lines = set_out(["key", "long"], [["k", "some words that go on"], ["l", "x"]], 16)
    assert lines == ["key  long", "───  ───────────", "k    some words", "     that go on", "l    x"]


def test_columns_that_do_not_fit_come_below_with_the_first_again():
    lines = set_out(["key", "one", "two"], [["k", "1.25", "2.50"]], 10)
    assert lines == [
        "key  one",
        "───  ────",
        "k    1.25",
        "",
        "key  two",
        "───  ────",
        "k    2.50",
    ]


def test_a_word_wider_than_all_the_room_is_whole():
    lines = set_out(["key", "n"], [["k", "0.123456789"]], 6)
    assert lines == ["key  n", "───  ───────────", "k    0.123456789"]


def test_a_no_break_space_holds_together_what_it_joins():
    for width in (5, 12, 100):
        assert set_out(["k", "n"], [["a", "0.1\xa0to\xa00.2"]], width)[-1] == "a  0.1 to 0.2"


def test_accents_and_wide_characters_take_the_room_that_a_terminal_gives_them():
    rows = [["Leo\u0301n", "1"], ["\u6771\u4eac", "2"]]
    assert set_out(["place", "n"], rows, 80)[2:] == ["Leo\u0301n   1", "\u6771\u4eac   2"]


def test_a_table_without_rows_has_its_header():
    assert set_out(["key", "value"], [], 80) == ["key  value", "───  ─────"]
