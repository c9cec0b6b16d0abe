"""Notebooks that pytest runs get forked kernels, like the chapters of the book."""

import pytest

collect_ignore = ["tests/book/graded.py"]  # a script that runs where nbgrader is, which is not here


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("nbmake", default=False):
        from whichroad.sphinx.kernels import fork_kernels

        fork_kernels()
