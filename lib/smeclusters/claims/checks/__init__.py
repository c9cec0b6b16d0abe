"""The checks that know nothing of any one study: a module for each ground, entered when it is loaded."""

from smeclusters.claims.checks import arithmetic, evidence, text, weightings

__all__ = ["arithmetic", "evidence", "text", "weightings"]
