"""The command line: ``smeclusters validate / ratings / classify / compare / robustness / sufficiency / verify / audit``."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pandas as pd
import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from smeclusters.claims.assessed import Assessed
from smeclusters.errors import InputError, Problem, one_of, suggestion
from smeclusters.model.framework import Framework, Weights
from smeclusters.model.paths import in_words
from smeclusters.model.prepared import Prepared, compare_paths
from smeclusters.model.ratings import cell_in_words, cells, explain, rate
from smeclusters.model.rules import Rules, Silent, Thresholds
from smeclusters.study import Study, each_row, edition_folder, find_problems, load_study, read_weights
from smeclusters.wording import interval, signed

if TYPE_CHECKING:
    from smeclusters.analysis.qca import Outcome
    from smeclusters.analysis.sampling import Prior

# Where it is there, jsonschema loads it to check international addresses, which no table has, for most of a second.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(
    help="From the coded evidence of QEH Working Paper 71 to scores and industrial paths.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class SilentChoice(StrEnum):
    range = "range"
    middle = "middle"
    leave_out = "leave-out"

    @property
    def key(self) -> Silent:
        return self.name  # type: ignore[return-value]


class OutcomeChoice(StrEnum):
    high_road = "high-road"
    not_low_road = "not-low-road"

    @property
    def key(self) -> Outcome:
        return self.name  # type: ignore[return-value]


class PriorChoice(StrEnum):
    hierarchical = "hierarchical"
    flat = "flat"

    @property
    def key(self) -> Prior:
        return self.value  # type: ignore[return-value]


Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder; by default the one that comes along.")
]
As = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Compensation = Annotated[
    float,
    typer.Option(help="1: strength makes up for weakness in full; 0: geometric mean; -inf: not at all."),
]
Bounds = Annotated[
    tuple[float, float], typer.Option(help="Scores from which a path is mixed, and high road.")
]
Vintage = Annotated[
    int | None, typer.Option(help="Take evidence published up to this year; by default the study's own.")
]
SilentAs = Annotated[SilentChoice, typer.Option(help="What stands for a cell on which the paper is silent.")]


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Print what is wrong with the input, a line each, instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # whatever the locale: names have accents
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except InputError as error:
            print(error, file=sys.stderr)
            raise typer.Exit(1) from None
        except OSError as error:
            print(f"{error.filename or 'output'}: {error.strerror}", file=sys.stderr)
            raise typer.Exit(1) from None

    return run


@app.command()
@_plainly
def validate(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", show_default=False)] = None,
    format: As = Format.table,
) -> None:
    """List every problem of a data folder; exit status 1 if there is one."""
    folder = edition_folder() if folder is None else folder
    problems = find_problems(folder)
    fields = ("file", "row", "field", "value", "expected")
    if format is not Format.table:
        rows = [{field: getattr(problem, field) for field in fields} for problem in problems]
        _print(pd.DataFrame(rows, columns=list(fields)).astype({"row": "Int64"}), format)
    elif problems:
        print("\n".join(map(str, problems)))
    else:
        print(f"{folder}: no problems")
    if problems:
        raise typer.Exit(1)


@app.command()
@_plainly
def ratings(
    explained: Annotated[
        tuple[str, str] | None,
        typer.Option("--explain", metavar="CLUSTER DETERMINANT", help="How one cell was made."),
    ] = None,
    vintage: Vintage = None,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """The cluster × determinant matrix of rating intervals."""
    study = load_study(data)
    if explained:
        _print_cell(study, *explained, vintage, format)
        return
    if format is not Format.table:
        _print(rate(study, vintage).frame(), format)
        return
    shown = {(cell.cluster, cell.determinant): cell_in_words(cell, "…") for cell in cells(study, vintage)}
    _print_table(
        "Ratings, −2 to +2 (the textbook district is +2 throughout)",
        ["determinant", *study.clusters["place"]],
        [
            [key, *(shown[place, key] for place in study.clusters["place"])]
            for key in study.determinants["determinant"]
        ],
    )


@app.command(name="classify")
@_plainly
def classify_(
    weighting: Annotated[str | None, typer.Option(help="A named weighting; by default extended.")] = None,
    weights: Annotated[Path | None, typer.Option(help="CSV of determinant, weight.")] = None,
    compensation: Compensation = 1.0,
    thresholds: Bounds = (0.4, 0.6),
    silent: SilentAs = SilentChoice.range,
    vintage: Vintage = None,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """Scores and open paths under one weighting."""
    if weighting is not None and weights is not None:
        raise typer.BadParameter("give --weighting or --weights, not both")
    study = load_study(data)
    framework = Framework.from_study(study)
    if weights is not None:
        title, used = weights.name, framework.weigh(read_weights(weights, list(framework.determinants)))
    else:
        title = framework.reference if weighting is None else weighting
        used = _named(framework, title)
    rules = Rules(compensation, Thresholds(*thresholds), silent.key, vintage)
    frame = compare_paths(Prepared(study, rules), {title: used})
    frame = frame[["cluster", "score_lo", "score_hi", "path", "observed"]]
    if format is not Format.table:
        _print(frame, format)
        return
    _print_table(
        f"Open paths, weighting: {title}",
        ["cluster", "score", "path", "observed"],
        [
            [row.cluster, interval(row.score_lo, row.score_hi, ".2f"), *_words(row.path, row.observed)]
            for row in each_row(frame)
        ],
    )


@app.command()
@_plainly
def compare(
    compensation: Compensation = 1.0,
    thresholds: Bounds = (0.4, 0.6),
    silent: SilentAs = SilentChoice.range,
    vintage: Vintage = None,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """Open paths under all named weightings beside the path that the paper observes."""
    study = load_study(data)
    rules = Rules(compensation, Thresholds(*thresholds), silent.key, vintage)
    frame = compare_paths(Prepared(study, rules))
    if format is not Format.table:
        _print(frame, format)
        return
    shown = frame.pivot(index="cluster", columns="weighting", values="path")
    _print_table(
        "Open paths by weighting, and the path observed",
        ["cluster", *study.weightings["name"], "observed"],
        [
            [key, *_words(*shown.loc[key, study.weightings["weighting"]], study.observed.get(key, ""))]
            for key in study.clusters["place"]
        ],
    )


@app.command()
@_plainly
def robustness(
    prior: Annotated[
        PriorChoice,
        typer.Option(help="Levels and the factors within them uniform, or all weights on one simplex."),
    ] = PriorChoice.hierarchical,
    weighting: Annotated[
        str | None, typer.Option(help="Only weightings near this named one; see --within.")
    ] = None,
    within: Annotated[
        float, typer.Option(help="How much of the weight may be other than in --weighting, 0 to 1.")
    ] = 0.25,
    condition: Annotated[
        list[str] | None,
        typer.Option(
            help='Only weightings with, say, "firm >= cluster" or "trust >= 0.05"; may be repeated.'
        ),
    ] = None,
    compensation: Compensation = 1.0,
    thresholds: Bounds = (0.4, 0.6),
    silent: SilentAs = SilentChoice.range,
    vintage: Vintage = None,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """The share of all weightings under which each class is certain, or the evidence leaves it open."""
    from smeclusters.analysis.acceptability import acceptability, sampled_acceptability
    from smeclusters.analysis.sampling import REPLICATES

    if weighting is not None and condition:
        raise typer.BadParameter("give --weighting or --condition, not both")
    study = load_study(data)
    framework = Framework.from_study(study)
    rules = Rules(compensation, Thresholds(*thresholds), silent.key, vintage)
    if condition:
        with _progress() as progress:
            task = progress.add_task("Sampling", total=REPLICATES)
            shares = sampled_acceptability(
                rate(study, vintage), framework, prior.key, rules, condition, lambda: progress.advance(task)
            )
    else:
        base = None
        if weighting is not None:
            if not 0 < within <= 1:
                raise InputError([Problem("within", None, None, str(within), "a number above 0, up to 1")])
            base = (1 - within) * _named(framework, weighting).flat
        shares = acceptability(rate(study, vintage), framework, prior.key, rules, base)
    shares = shares[["low_road", "mixed", "high_road", "undetermined", "error"]].reset_index()
    if format is not Format.table:
        _print(shares, format)
        return
    _print_table(
        "Share of the weightings, %",
        ["cluster", "low road", "mixed", "high road", "undetermined", "error"],
        [[row[0], *(f"{100 * share:.1f}" for share in row[1:5]), f"{100 * row[5]:.1g}"]
         for row in each_row(shares)],
    )  # fmt: skip


@app.command()
@_plainly
def sufficiency(
    condition: Annotated[
        list[str] | None,
        typer.Option(help='Levels or determinants, or some at once: "cluster*firm"; may be repeated.'),
    ] = None,
    outcome: Annotated[
        OutcomeChoice, typer.Option(help="What the path is turned into.")
    ] = OutcomeChoice.high_road,
    ideal: Annotated[
        bool,
        typer.Option("--ideal", help="With the textbook district, which nobody has observed, as a case."),
    ] = False,
    compensation: Compensation = 1.0,
    silent: SilentAs = SilentChoice.range,
    vintage: Vintage = None,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """How far conditions are enough for an outcome, or needed for it, with bounds."""
    from smeclusters.analysis.qca import calibrate, parameters_of_fit

    study = load_study(data)
    rules = Rules(compensation, silent=silent.key, vintage=vintage)
    cases = calibrate(Prepared(study, rules), outcome.key, ideal)
    found = parameters_of_fit(cases, condition)
    if format is not Format.table:
        _print(found, format)
        return
    measures = {"enough": ("sufficiency", ("consistency", "pri", "coverage")),
                "needed": ("necessity", ("consistency", "relevance", "coverage"))}  # fmt: skip
    _print_table(
        f"Enough for, and needed for: {outcome.value.replace('-', ' ')}, {len(cases.cases)} cases",
        ["condition", *(f"{name}: {field}" for name, (_, fields) in measures.items() for field in fields)],
        [
            [row["condition"], *(
                interval(row[f"{prefix}_{field}_lo"], row[f"{prefix}_{field}_hi"], ".2f", "–")
                for prefix, fields in measures.values() for field in fields
            )]
            for _, row in found.iterrows()
        ],
    )  # fmt: skip


@app.command()
@_plainly
def verify(
    claim: Annotated[str | None, typer.Option(help="One claim, with its whole reasoning.")] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Write the verdicts down as those that later runs must repeat.")
    ] = False,
    data: Data = None,
    format: As = Format.table,
) -> None:
    """Check every claim of the paper; exit status 1 if a verdict is not the one recorded."""
    from smeclusters.claims.assessed import Assessed
    from smeclusters.claims.claim import STATUSES
    from smeclusters.claims.record import changes, coding_sensitivity, verdict_frame

    assessed = Assessed(load_study(data))
    study = assessed.study
    if claim is not None:
        if record:
            raise typer.BadParameter("--record takes all claims, not one")
        known = list(assessed.claims)
        if claim not in known:
            raise InputError([Problem("claim", None, None, claim, f"a claim{suggestion(claim, known)}")])
    frame = verdict_frame(assessed, claim)
    if record:
        with _progress() as progress:
            task = progress.add_task("Turning the coding", total=len(study.evidence))
            turned = coding_sensitivity(assessed, lambda: progress.advance(task))
        frame["turned_by"] = frame["id"].map(turned).astype("Int64")
        kept = frame[["id", "status", "share", "turned_by"]]
        data = assessed.study.folder
        kept.to_csv(data / "verdicts.csv", index=False, lineterminator="\n")
        print(f"{data / 'verdicts.csv'}: {len(kept)} verdicts")
        return
    moved = changes(assessed, frame)
    shown = frame[["id", "locator", "kind", "status", "share", "reason"]]
    if format is not Format.table:
        _print(shown, format)
    elif claim is not None:
        print(
            "\n".join(
                f"{name}: {value}" for name, value in frame.iloc[0].items() if value and not pd.isna(value)
            )
        )
    else:
        _print_table(
            "Claims of the paper",
            ["claim", "where", "verdict", "share"],
            [[row.id, row.locator, row.status.replace("_", " "),
              "" if pd.isna(row.share) else f"{100 * row.share:.0f} %"]
             for row in each_row(shown)],
        )  # fmt: skip
        counts = frame["status"].value_counts()
        told = ", ".join(f"{counts.get(key, 0)} {key.replace('_', ' ')}" for key in STATUSES)
        print(f"{len(frame)} claims: {told}; {len(moved) or 'none'} otherwise than recorded")
        if gone := sorted(set(study.claims["id"]) - set(frame["id"])):
            print(f"Left out, as no table has the rows that they name: {', '.join(gone)}")
    if moved:
        print("\n".join(moved), file=sys.stderr)
        raise typer.Exit(1)


@app.command()
@_plainly
def audit(data: Data = None, format: As = Format.table) -> None:
    """Citations, spellings, counts and figures of the paper that don't agree with one another."""
    from smeclusters.claims.audit import KINDS, audit

    found = audit(Assessed(load_study(data)))
    if format is not Format.table:
        _print(found, format)
        return
    _print_table("Source audit", ["kind", "where", "what"], found.to_numpy().tolist())
    counts = found["kind"].value_counts()
    print("; ".join(f"{counts[kind]} {meaning}" for kind, meaning in KINDS.items() if kind in counts))


def _progress() -> Progress:
    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _named(framework: Framework, weighting: str) -> Weights:
    if weighting not in framework.weightings:
        expected = one_of(framework.weightings, weighting)
        raise InputError([Problem("weighting", None, None, weighting, expected)])
    return framework.weightings[weighting]


def _print_cell(study: Study, cluster: str, determinant: str, vintage: int | None, format: Format) -> None:
    cell = explain(study, cluster, determinant, vintage)
    rows = study.evidence[study.evidence["id"].isin(cell.entered + cell.past)].copy()
    rows["entered"] = rows["id"].isin(cell.entered)
    rows["lo"], rows["hi"], rows["reasons"] = cell.lo, cell.hi, " ".join(cell.reasons)
    if format is not Format.table:
        _print(rows, format)
        return
    title = f"{cluster}, {determinant}: {cell_in_words(cell)}"
    if rows.empty:
        print(title)
    else:
        _print_table(
            title,
            ["place", "facet", "rating", "summary", "where"],
            [
                [
                    row.place,
                    row.facet,
                    signed(row.rating) + ("" if row.entered else " (past)"),
                    row.summary,
                    " ".join(filter(None, [row.locator, row.basis, row.sources.replace(";", " ")])),
                ]
                for row in each_row(rows)
            ],
        )
    print("\n".join(cell.reasons))


def _words(*paths: str) -> list[str]:
    return [in_words(path) if path else "" for path in paths]


def _print(frame: pd.DataFrame, format: Format) -> None:
    if format is Format.csv:
        print(frame.to_csv(index=False, lineterminator="\n"), end="")
    else:
        records = json.loads(frame.to_json(orient="records", double_precision=15))
        print(json.dumps(records, ensure_ascii=False, indent=1))


def _print_table(title: str, header: list[str], rows: list[list[str]]) -> None:
    # As Text: a name or a summary may hold brackets, which Rich would take for its own marks.
    table = Table(
        title=Text(title), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
    )
    for position, name in enumerate(header):
        texts = [name, *(row[position] for row in rows)]
        # No word is cut in two; sentences take the room that is left.
        table.add_column(
            Text(name), min_width=max(len(word) for text in texts for word in text.split() or [""])
        )
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
