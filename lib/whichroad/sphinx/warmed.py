"""What a forked kernel has behind it before a chapter's first line: the library, and the study judged."""

from __future__ import annotations

from contextlib import suppress

import ipykernel.ipkernel
import ipykernel.kernelapp  # noqa: F401

import whichroad.page  # noqa: F401
import whichroad.sphinx.kernels  # noqa: F401
from smeclusters.errors import InputError
from whichroad.edition import edition

with suppress(InputError):  # the chapters will say what is wrong
    edition().verdicts  # noqa: B018
