"""The determinants of SME clusters' competitiveness, after QEH Working Paper 71.

Data flow one way: :class:`Study` (tables) → :class:`Ratings` (cells as intervals) →
:class:`Scores` (under weights) → :class:`Paths` (low road, mixed, high road).
"""

from smeclusters.errors import InputError, Problem
from smeclusters.framework import Framework, Weights
from smeclusters.paths import Paths, Thresholds, classify, compare_paths, count_paths, in_words
from smeclusters.policies import levers, recommendations, support
from smeclusters.ratings import Cell, Ratings, cells, explain, rate
from smeclusters.scoring import Scores, score
from smeclusters.study import Study, find_problems, load_study

__all__ = [
    "Cell",
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
    "count_paths",
    "explain",
    "find_problems",
    "in_words",
    "levers",
    "load_study",
    "rate",
    "recommendations",
    "score",
    "support",
]
