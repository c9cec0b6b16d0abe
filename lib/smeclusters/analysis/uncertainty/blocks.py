"""Work in blocks: spread over any executor, kept as it is done, and the same to the last digit wherever it is done."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Found = Mapping[str, NDArray[Any]]
"""What a block gives: arrays by name."""

CELLS = 1 << 18
"""Cells of all clusters and settings that are worked out at once: enough to keep NumPy busy, few for a cache."""

PARTS = 64
"""Into so many parts work is cut at most: what one process is given at a time, and what is kept of it."""


def per_block(cells: int) -> int:
    """How many settings make a block: a power of two, whatever the number of workers.

    Parameters
    ----------
    cells : int
        Cells of one setting.

    Examples
    --------
    >>> per_block(72), per_block(120_000)
    (2048, 2)
    """
    return 1 << max(0, (CELLS // max(cells, 1)).bit_length() - 1)


def parts(count: int) -> list[range]:
    """Blocks in parts of about one size.

    Parameters
    ----------
    count : int
        How many blocks.

    Examples
    --------
    >>> parts(3), len(parts(1000))
    ([range(0, 1), range(1, 2), range(2, 3)], 64)
    """
    bounds = np.linspace(0, count, min(count, PARTS) + 1).astype(int).tolist()
    return [range(start, stop) for start, stop in zip(bounds, bounds[1:], strict=False)]


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder that holds what has been worked out, a file a part.

    Attributes
    ----------
    folder : path
        Of one piece of work: see :func:`digest`.
    """

    folder: Path

    def read(self, part: range) -> Found | None:
        """What a part has given; None if it is not there or cannot be read.

        Parameters
        ----------
        part : range
            Of blocks.

        Examples
        --------
        >>> Kept(Path("nowhere")).read(range(1)) is None
        True
        """
        try:
            with np.load(self._path(part), allow_pickle=False) as found:
                return dict(found)
        except (OSError, ValueError, EOFError):
            return None

    def write(self, part: range, found: Found) -> None:
        """Keep what a part has given, whole or not at all.

        Parameters
        ----------
        part : range
            Of blocks.
        found : mapping of arrays
            By name.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
            np.savez(file, allow_pickle=False, **found)
        os.replace(file.name, self._path(part))

    def _path(self, part: range) -> Path:
        return self.folder / f"{part.start}-{part.stop}.npz"


def digest(*values: Any) -> str:
    """What tells one piece of work from another: its data and settings, and the code that does it.

    Parameters
    ----------
    *values : object
        Arrays, by their bytes, and what is told apart by how it is written.

    Examples
    --------
    >>> digest(np.zeros(2), "a") == digest(np.zeros(2), "a") != digest(np.zeros(2), "b")
    True
    """
    found = hashlib.sha256(np.__version__.encode())
    for module in ("model", "analysis", "analysis/uncertainty"):
        for file in sorted(files("smeclusters").joinpath(module).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                found.update(file.read_bytes())
    for value in values:
        if isinstance(value, np.ndarray):
            found.update(f"{value.dtype}{value.shape}".encode() + np.ascontiguousarray(value).tobytes())
        else:
            found.update(repr(value).encode())
    return found.hexdigest()[:32]


def gather(
    work: Callable[[range], Found],
    wanted: Sequence[range],
    executor: Executor | None = None,
    kept: Kept | None = None,
    tick: Callable[[], None] = lambda: None,
) -> list[Found]:
    """What each part gives, in the order of the parts.

    Parameters
    ----------
    work : callable
        From a part to arrays by name; it is sent to other processes.
    wanted : sequence of range
        The parts.
    executor : Executor, optional
        Where to work; by default here, a part after the other.
    kept : Kept, optional
        Where to look for what is done, and to keep what will be.
    tick : callable, optional
        Called as each part is there.

    Returns
    -------
    list of mappings
        One for each part. What a worker that dies has not finished is done here.

    Examples
    --------
    >>> [found["sum"].item() for found in gather(_sum, parts(3))]
    [0, 1, 2]
    """
    found: dict[range, Found] = {}
    for part in wanted:
        if kept is not None and (known := kept.read(part)) is not None:
            found[part] = known
            tick()

    def take(part: range, result: Found) -> None:
        found[part] = result
        if kept is not None:
            kept.write(part, result)
        tick()

    if executor is not None:
        futures = {executor.submit(work, part): part for part in wanted if part not in found}
        try:
            for future in as_completed(futures):
                take(futures[future], future.result())
        except BrokenExecutor:
            pass  # nothing is lost: what is missing is done below
        except BaseException:
            _cancel(futures)
            raise
    for part in wanted:
        if part not in found:
            take(part, work(part))
    return [found[part] for part in wanted]


def _cancel(futures: Iterable[Future[Found]]) -> None:
    for future in futures:
        future.cancel()


def _sum(part: range) -> Found:
    """For the example above."""
    return {"sum": np.array(sum(part))}
