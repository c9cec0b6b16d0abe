"""A method for comparing clusters of small firms by what decides their competitiveness.

Data flow one way: :class:`Study` (tables) → :class:`Ratings` (cells as intervals) → :class:`Scores`
(under weights) → :class:`Paths` (low road, mixed, high road). What the package offers stands in
``__init__.pyi``, and is loaded when it is first used: most commands have no use for widgets or SciPy.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
