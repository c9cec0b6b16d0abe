"""The same answer to the last digit in one process and in many, and nothing lost with a worker that dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing import active_children, parent_process
from multiprocessing.connection import wait
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smeclusters import Choices, Prepared, Study, example_study, multiverse, sensitivity, simulate
from smeclusters.analysis.uncertainty.blocks import Found, Where, gather, parts
from smeclusters.analysis.uncertainty.executors import pool
from smeclusters.analysis.uncertainty.records import flat_records
from smeclusters.claims.theses import theses


def worked_out(study: Study, executor: Executor | None = None) -> pd.DataFrame:
    choices, asked = Choices.of(study), theses(Prepared(study))
    return flat_records(
        multiverse(choices, asked, where=Where(executor)),
        simulate(choices, asked, 1 << 14, seed=3, where=Where(executor)),
        sensitivity(choices, asked, 128, seed=3, where=Where(executor)),
    )


@pytest.fixture(scope="module")
def here() -> pd.DataFrame:
    return worked_out(example_study())


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_pool_says_what_one_process_says(workers: int, here: pd.DataFrame):
    with pool(workers) as executor:
        pd.testing.assert_frame_equal(worked_out(example_study(), executor), here, check_exact=True)


def test_threads_say_the_same(here: pd.DataFrame):
    with ThreadPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(worked_out(example_study(), executor), here, check_exact=True)


class Contrary(Executor):
    """Works the parts out here, the last first, once it has all 64."""

    def __init__(self) -> None:
        self.given: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given.append((Future(), work, args))
        if len(self.given) == 64:
            for future, each, what in reversed(self.given):
                future.set_result(each(*what))
        return self.given[-1][0]


def at_home(part: range) -> Found:
    return {"of": np.array(part.start), "process": np.array(os.getpid())}


def test_the_order_in_which_parts_are_done_is_nothing_to_it():
    assert [found["of"].item() for found in gather(at_home, parts(64), Where(Contrary()))] == list(range(64))


def deadly(part: range) -> Found:
    """Kills whatever other process works the fifth part out."""
    if part.start == 5 and parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return at_home(part)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_a_worker_that_is_killed_loses_nothing():
    ticks: list[None] = []
    with pool(2) as executor:
        found = list(gather(deadly, parts(64), Where(executor, tick=lambda: ticks.append(None))))
    assert [each["of"].item() for each in found] == list(range(64)) and len(ticks) == 64
    assert found[5]["process"] == os.getpid()


def slow(part: range) -> Found:
    time.sleep(0.5)
    return at_home(part)


def test_what_is_interrupted_leaves_no_process_behind():
    before = active_children()  # such as a cluster's, which an earlier test has left to end by itself
    begun = []

    def interrupt() -> None:
        begun.extend(child for child in active_children() if child not in before)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pool(2) as executor:
        list(gather(slow, parts(64), Where(executor, tick=interrupt)))
    assert begun
    # Not is_alive(): for a moment it says yes of a process whose end the pool's own thread has just collected.
    assert all(wait([child.sentinel], 10) for child in begun)


def failing(part: range) -> Found:
    raise ValueError(f"part {part.start}")


def test_an_error_of_the_work_comes_up_as_it_would_here():
    with pytest.raises(ValueError, match="part 0"), pool(1) as executor:
        list(gather(failing, parts(2), Where(executor)))
