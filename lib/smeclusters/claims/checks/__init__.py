"""The checks that know nothing of any one study: a module for each thing looked at, entered when loaded."""

from smeclusters.claims.checks import arithmetic, cases, cells, statements, text, weightings

__all__ = ["arithmetic", "cases", "cells", "statements", "text", "weightings"]
