"""What the method offers is documented, so that a reader needs no source: parameters, results, an example."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest

import smeclusters

FUNCTIONS = {
    name: function for name in smeclusters.__all__ if inspect.isfunction(function := getattr(smeclusters, name))
}


def section(function: Callable[..., Any], title: str) -> str:
    """What stands beneath a title in a docstring, as numpydoc lays it out; nothing if it isn't there."""
    doc = inspect.getdoc(function) or ""
    found = re.search(rf"^{title}\n-+\n(.*?)(?=^\w[\w ]*\n-+$|\Z)", doc, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def told(function: Callable[..., Any]) -> list[str]:
    """The parameters that a docstring names, each with a type and at least a line on what it means."""
    entries = re.findall(r"^(\w+(?:, \w+)*) : \S.*\n    \S", section(function, "Parameters"), re.MULTILINE)
    return [name for entry in entries for name in entry.split(", ")]


def shows_no_value(example: doctest.Example) -> bool:
    """Whether what an example shows says little: nothing, a truth value, or how much of something there is."""
    result = example.want.strip()
    last = ast.parse(example.source).body[-1]
    length = isinstance(last, ast.Expr) and ast.unparse(last).startswith("len(")
    return result in ("", "True", "False") or length


def test_functions_are_looked_at():
    assert {"acceptability", "score", "verify", "load_study"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", smeclusters.__all__)
def test_public_names_are_documented(name: str):
    thing = getattr(smeclusters, name)
    assert inspect.getdoc(thing)
    if inspect.isfunction(thing):
        assert ">>> " in thing.__doc__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_docstring_names_the_parameters(name: str):
    assert told(FUNCTIONS[name]) == list(inspect.signature(FUNCTIONS[name]).parameters)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_docstring_names_the_defaults(name: str):
    """A parameter that may be left out says so."""
    text = section(FUNCTIONS[name], "Parameters")
    for key, parameter in inspect.signature(FUNCTIONS[name]).parameters.items():
        stated = re.search(rf"^(?:\w+, )*{key}(?:, \w+)* : (.*)$", text, re.MULTILINE)
        optional = parameter.default is not inspect.Parameter.empty
        assert stated and bool(re.search(r", (optional|default .+)$", stated[1])) == optional, key


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_docstring_says_what_is_returned(name: str):
    assert re.match(r"\S.*\n    \S", section(FUNCTIONS[name], "Returns"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_example_shows_a_value(name: str):
    examples = doctest.DocTestParser().get_examples(FUNCTIONS[name].__doc__ or "")
    assert examples and not shows_no_value(examples[-1])
    assert not [each for each in examples if each.want.strip() and shows_no_value(each)]
    assert name == "load_study" or "load_study" not in "".join(each.source for each in examples)
