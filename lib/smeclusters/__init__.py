"""The determinants of SME clusters' competitiveness, after QEH Working Paper 71.

Data flow one way: :class:`Study` (tables) → :class:`Ratings` (cells as intervals) →
:class:`Scores` (under weights) → :class:`Paths` (low road, mixed, high road).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from smeclusters.errors import InputError, Problem
from smeclusters.framework import Framework, Weights
from smeclusters.paths import Paths, Thresholds, classify, compare_paths, count_paths, in_words
from smeclusters.policies import levers, recommendations, support
from smeclusters.ratings import Cell, Ratings, cells, explain, rate
from smeclusters.scoring import Scores, score
from smeclusters.study import Study, find_problems, load_study

if TYPE_CHECKING:
    from smeclusters.checks import verify
    from smeclusters.claims import read_claims
    from smeclusters.explorer import Explorer
    from smeclusters.robustness import (
        fit_shares,
        leave_out_evidence,
        rank_shares,
        sample_paths,
        share_paths,
        tipping_points,
        worth_of_cells,
    )
    from smeclusters.sufficiency import conditions, minimised, necessity, set_tests, truth_table

__all__ = [
    "Cell",
    "Explorer",
    "Framework",
    "InputError",
    "Paths",
    "Problem",
    "Ratings",
    "Scores",
    "Study",
    "Thresholds",
    "Weights",
    "cells",
    "classify",
    "compare_paths",
    "conditions",
    "count_paths",
    "explain",
    "find_problems",
    "fit_shares",
    "in_words",
    "leave_out_evidence",
    "levers",
    "load_study",
    "minimised",
    "necessity",
    "rank_shares",
    "rate",
    "read_claims",
    "recommendations",
    "sample_paths",
    "score",
    "set_tests",
    "share_paths",
    "support",
    "tipping_points",
    "truth_table",
    "verify",
    "worth_of_cells",
]


# Most commands have no use for widgets, SciPy and SymPy, and need not wait for them.
_LATER = {
    "Explorer": "explorer",
    "read_claims": "claims",
    "verify": "checks",
    "fit_shares": "robustness",
    "leave_out_evidence": "robustness",
    "rank_shares": "robustness",
    "sample_paths": "robustness",
    "share_paths": "robustness",
    "tipping_points": "robustness",
    "worth_of_cells": "robustness",
    "conditions": "sufficiency",
    "minimised": "sufficiency",
    "necessity": "sufficiency",
    "set_tests": "sufficiency",
    "truth_table": "sufficiency",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"smeclusters.{_LATER[name]}"), name)
