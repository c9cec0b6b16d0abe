"""Where blocks are worked out: by processes of this machine, or on a Dask cluster."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import Any

from smeclusters.analysis.uncertainty.blocks import digest
from smeclusters.errors import InputError, MissingExtra, Problem

PATIENCE = 10
"""Seconds in which a cluster has to answer."""


@contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """Processes of this machine, which end with the block or with this process, whatever ends it.

    Parameters
    ----------
    workers : int
        How many.

    Yields
    ------
    Executor
        What is still under way when the block ends by an error, as by Ctrl+C, is given up.

    Examples
    --------
    >>> with pool(1) as executor:
    ...     executor.submit(abs, -1).result()
    1
    """
    before = active_children()
    # A fork of a process with threads may hang, so that every system begins its processes as macOS and Windows do.
    executor = ProcessPoolExecutor(workers, get_context("spawn"), _follow)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            if child not in before:
                child.terminate()
        raise
    executor.shutdown()


def _follow() -> None:
    """Leave Ctrl+C to the process that began this one, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def dask(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler.

    Yields
    ------
    Executor
        What is the same in many parts of a piece of work goes to the cluster once.

    Raises
    ------
    MissingExtra
        If distributed is not there.
    InputError
        If nothing answers in time, if the cluster has no workers, or if their code is not the code of this process.

    Examples
    --------
    >>> with dask("nowhere://1"):
    ...     pass
    Traceback (most recent call last):
    smeclusters.errors.InputError: dask: found "nowhere://1", expected a Dask scheduler that answers within 10 seconds
    """
    try:
        from distributed import Client
        from distributed.comm.core import connect
    except ImportError:
        raise MissingExtra("the extra cluster is needed: pip install 'smeclusters[cluster]'") from None

    async def answers() -> None:
        async with asyncio.timeout(PATIENCE):  # what is no scheduler may take the call and never say a word
            await (await connect(address, timeout=PATIENCE)).close()

    try:  # first without a client, which would go on trying when it is given up
        with ThreadPoolExecutor(1) as aside:  # in a notebook this thread has a loop of its own that is running
            aside.submit(lambda: asyncio.run(answers())).result()
    except (OSError, ValueError):
        raise _refused(address, f"a Dask scheduler that answers within {PATIENCE} seconds") from None
    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        try:
            codes = client.run(digest)
        except Exception:  # whatever keeps workers from it, as that they have no smeclusters
            codes = {"": ""}
        if not codes:
            raise _refused(address, "a Dask scheduler with at least one worker")
        if set(codes.values()) != {digest()}:
            raise _refused(address, "workers that have this smeclusters, with the same NumPy and SciPy")
        yield _Cluster(client)


def _refused(address: str, expected: str) -> InputError:
    return InputError([Problem("dask", None, None, address, expected)])


class _Cluster(Executor):
    """An executor that sends work as a task of its own, which all parts of it share and no worker takes with it."""

    def __init__(self, client: Any) -> None:
        self._client, self._executor = client, client.get_executor(pure=False)
        self._work: Callable[..., Any] | None = None
        self._sent: Any = None

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Work out a part."""
        if work is not self._work:
            self._work, self._sent = work, self._client.submit(_same, work, pure=False)
        future: Future[Any] = self._executor.submit(_call, self._sent, *args, **kwargs)
        return future


def _same(work: Callable[..., Any]) -> Callable[..., Any]:
    return work


def _call(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return work(*args, **kwargs)
