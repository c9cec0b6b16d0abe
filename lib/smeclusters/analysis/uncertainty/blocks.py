"""Work in blocks: spread over any executor, kept as it is done, and the same to the last digit wherever it is done."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
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

ENTRIES = 20
"""So many pieces of work are kept, those used last."""


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


def _nothing(error: OSError) -> None:
    """Who keeps work without a word when it cannot be kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder that holds what has been worked out, a file a part.

    Attributes
    ----------
    folder : path
        Of one piece of work: see :meth:`of`.
    refused : callable, optional
        Told why a part could not be kept; the work goes on.
    """

    folder: Path
    refused: Callable[[OSError], None] = _nothing

    @classmethod
    def of(cls, parent: Path, key: str, refused: Callable[[OSError], None] = _nothing) -> Kept:
        """The folder of a piece of work in a folder of many, of which only those used last stay.

        Parameters
        ----------
        parent : path
            The folder of many; it need not be there.
        key : str
            What tells the piece from others: see :func:`digest`.
        refused : callable, optional
            Told why the folder, or a part, could not be kept.

        Returns
        -------
        Kept
            In which nothing need be yet.

        Examples
        --------
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     made = [Kept.of(Path(folder), key) for key in ("a", "b")]
        ...     sorted(each.name for each in Path(folder).iterdir())
        ['a', 'b']
        """
        kept = cls(parent / key, refused)
        try:
            kept.folder.mkdir(parents=True, exist_ok=True)
            os.utime(kept.folder)
            for old in sorted(parent.iterdir(), key=lambda each: each.stat().st_mtime_ns)[:-ENTRIES]:
                shutil.rmtree(old, ignore_errors=True)
        except OSError as error:
            refused(error)
        return kept

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
            written = self._path(part).read_bytes()
            content = written[hashlib.sha256().digest_size :]
            if written != _sealed(content):  # damaged, and so an array may be missing; the part is worked out anew
                return None
            with np.load(BytesIO(content), allow_pickle=False) as found:
                return dict(found)
        except (OSError, ValueError):  # not there, or of another making
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
        arrays: Mapping[str, Any] = found  # and nothing beside, since NumPy 2.0 keeps allow_pickle as an array too
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                try:
                    content = BytesIO()
                    np.savez(content, **arrays)
                    file.write(_sealed(content.getvalue()))
                    file.flush()  # or a full disk would be noticed when the file is closed, and the file stay
                except OSError:
                    os.unlink(file.name)
                    raise
            os.replace(file.name, self._path(part))
        except OSError as error:
            self.refused(error)

    def _path(self, part: range) -> Path:
        return self.folder / f"{part.start}-{part.stop}.kept"


def _sealed(content: bytes) -> bytes:
    """What is written, behind its checksum."""
    return hashlib.sha256(content).digest() + content


@dataclass(frozen=True, slots=True)
class Where:
    """Where work is done and kept, and who hears how far it is.

    Attributes
    ----------
    executor : Executor, optional
        Where to work; by default in this process. What is not begun when an error comes up is for whoever made it to
        cancel.
    kept : Kept, optional
        Where to look for what is done, and to keep what will be.
    tick : callable, optional
        Called :data:`PARTS` times in all, as the work goes on.
    """

    executor: Executor | None = None
    kept: Kept | None = None
    tick: Callable[[], None] = lambda: None


HERE = Where()
"""In this process, with nothing kept and nobody to hear of it."""


def digest(*values: Any) -> str:
    """What tells one piece of work from another: its data and settings, and the code that does it.

    Parameters
    ----------
    *values : object
        Arrays, functions, texts and numbers, and dataclasses, mappings, sequences and partial functions of such.

    Returns
    -------
    str
        The same in every process.

    Raises
    ------
    TypeError
        If something is of another kind.

    Examples
    --------
    >>> digest(np.zeros(2), "a") == digest(np.zeros(2), "a") != digest(np.zeros(2), "b")
    True
    """
    found = hashlib.sha256(f"{np.__version__} {version('scipy')}".encode())
    for module in ("model", "analysis", "analysis/uncertainty"):
        for file in sorted(files("smeclusters").joinpath(module).iterdir(), key=lambda each: each.name):
            if file.name.endswith(".py"):
                found.update(file.read_bytes())
    for text in _told_apart(values):
        found.update(text + b"\0")
    return found.hexdigest()[:32]


def _told_apart(value: Any) -> Iterator[bytes]:
    """What a value is made of, without anything that another process would have otherwise, as addresses."""
    yield type(value).__name__.encode()
    if isinstance(value, np.ndarray):
        yield f"{value.dtype}{value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif isinstance(value, str | int | float | range | None):
        yield repr(value).encode()
    elif isinstance(value, Mapping):
        yield from _told_apart([*value.items()])
    elif isinstance(value, Sequence):
        yield str(len(value)).encode()
        for each in value:
            yield from _told_apart(each)
    elif isinstance(value, partial):
        yield from _told_apart((value.func, value.args, value.keywords))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _told_apart([getattr(value, field.name) for field in fields(value)])
    elif callable(value) and hasattr(value, "__qualname__"):
        yield f"{value.__module__}.{value.__qualname__}".encode()
    else:
        raise TypeError(f"{value!r} is of no kind that a digest takes")


def gather(
    work: Callable[[range], Found],
    wanted: Sequence[range],
    where: Where = HERE,
) -> Iterator[Found]:
    """What each part gives, in the order of the parts, so that whoever sums up need not hold them all.

    Parameters
    ----------
    work : callable
        From a part to arrays by name; it is sent to other processes.
    wanted : sequence of range
        The parts.
    where : Where, optional
        By default here, a part after the other.

    Yields
    ------
    mapping of arrays
        Of each part. What fails elsewhere, as where a worker dies, is done here.

    Examples
    --------
    >>> [found["sum"].item() for found in gather(_sum, parts(3))]
    [0, 1, 2]
    """
    ready: dict[range, Found | None] = {}  # what has to wait for its turn: None where it is kept, and read then
    turns, done = deque(wanted), 0

    def take(part: range, result: Found | None) -> None:
        nonlocal done
        ready[part] = result
        for _ in range(done * PARTS // len(wanted), (done + 1) * PARTS // len(wanted)):
            where.tick()
        done += 1

    def in_turn() -> Iterator[Found]:
        while turns and turns[0] in ready:
            part = turns.popleft()
            result = ready.pop(part)
            if result is None and where.kept is not None:
                result = where.kept.read(part)
            yield work(part) if result is None else result

    for part in wanted:
        if where.kept is not None and where.kept.read(part) is not None:
            take(part, None)
    for part, result in _worked_out(work, [part for part in wanted if part not in ready], where.executor):
        if where.kept is not None:
            where.kept.write(part, result)
        take(part, result)
        yield from in_turn()
    yield from in_turn()


def _worked_out(
    work: Callable[[range], Found], wanted: Sequence[range], executor: Executor | None
) -> Iterator[tuple[range, Found]]:
    """Parts as they are done: there, and here whatever has failed there."""
    missing = dict.fromkeys(wanted)
    futures: dict[Future[Found], range] = {}
    if executor is not None:
        with suppress(BrokenExecutor):
            for part in wanted:
                futures[executor.submit(work, part)] = part
    for future in as_completed([*futures]):
        part = futures.pop(future)
        try:
            result = future.result()
        except Exception:  # a worker that died, or is out of memory; an error of the work itself comes up below
            continue
        del missing[part], future
        yield part, result
        del result  # or it would be held until the next is there
    for part in missing:
        yield part, work(part)


def _sum(part: range) -> Found:
    """For the example above."""
    return {"sum": np.array(sum(part))}
