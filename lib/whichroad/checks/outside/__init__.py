"""Checks by figures from outside, a module for each subject."""

from whichroad.checks.outside import exchange, firms, money, opening, prices, registration

__all__ = ["exchange", "firms", "money", "opening", "prices", "registration"]
