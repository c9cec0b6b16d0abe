"""The command line, ``smeclusters``: one module a command, each with a function ``run``.

A command reads what it is given, calls the library, and prints a table, CSV or JSON; it works nothing out.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from smeclusters.cli import (
    add,
    agree,
    audit,
    choices,
    classify,
    compare,
    hand_ins,
    new,
    ratings,
    robustness,
    sheet,
    sufficiency,
    validate,
    verify,
)
from smeclusters.errors import InputError, MissingExtra

app = typer.Typer(
    help="From coded evidence on clusters of small firms to scores and industrial paths.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Print what is wrong with the input, a line each, instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        # Whatever the locale, names have accents; and the name of a file may be no text.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except (InputError, MissingExtra) as error:
            print(error, file=sys.stderr)
            raise typer.Exit(1) from None
        except BrokenPipeError:  # whoever read the output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would try once more
            raise typer.Exit(1) from None
        except OSError as error:
            print(f"{error.filename or 'input or output'}: {error.strerror}", file=sys.stderr)
            raise typer.Exit(1) from None

    return run


_COMMANDS = (
    validate,
    ratings,
    classify,
    compare,
    robustness,
    choices,
    sufficiency,
    verify,
    audit,
    new,
    add,
    agree,
    sheet,
)

for _module in _COMMANDS:
    app.command(_module.__name__.rpartition(".")[2])(_plainly(_module.run))
app.command("class")(_plainly(hand_ins.run))  # which no module of Python's can be called
