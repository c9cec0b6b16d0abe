"""The checks of this edition: a module for each ground, each of which enters its checks when it is loaded."""

from whichroad.checks import arithmetic, evidence, outside, text

__all__ = ["arithmetic", "evidence", "outside", "text"]
