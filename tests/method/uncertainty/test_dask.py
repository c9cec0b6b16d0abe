"""A real Dask cluster of two processes: the same answer, and nothing lost with the worker that is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from distributed import LocalCluster
from tests.method.cli.commands import run
from tests.method.uncertainty.test_executors import worked_out
from tests.support import ROOT

from smeclusters import InputError, example_study
from smeclusters.analysis.uncertainty.blocks import Found, Where, gather, parts
from smeclusters.analysis.uncertainty.executors import dask

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as found:
        yield found


def test_a_cluster_says_what_one_process_says(cluster: LocalCluster):
    study = example_study()
    with dask(cluster.scheduler_address) as executor:
        pd.testing.assert_frame_equal(worked_out(study, executor), worked_out(study), check_exact=True)


def test_the_command_takes_its_address(cluster: LocalCluster):
    toy = ("choices", "--data", ROOT / "lib/smeclusters/example", "--samples", "64", "--points", "64", "--no-cache")
    assert run(*toy, "--dask", cluster.scheduler_address) == run(*toy)


def slowly(part: range) -> Found:
    time.sleep(0.05)
    return {"of": np.array(part.start), "process": np.array(os.getpid())}


def test_a_worker_that_is_killed_loses_nothing(cluster: LocalCluster):
    workers = [nanny.pid for nanny in cluster.workers.values()]
    ticks: list[float] = []

    def tick() -> None:
        ticks.append(time.monotonic())
        if len(ticks) == 8:
            os.kill(workers[0], signal.SIGKILL)

    with dask(cluster.scheduler_address) as executor:
        found = list(gather(slowly, parts(64), Where(executor, tick=tick)))
    assert [each["of"].item() for each in found] == list(range(64)) and len(ticks) == 64
    by = {each["process"].item() for each in found}
    assert workers[1] in by and os.getpid() not in by  # none had to be done here


def test_a_cluster_without_workers_is_told_in_one_sentence():
    with (
        LocalCluster(n_workers=0, processes=True, dashboard_address=":0") as empty,
        pytest.raises(InputError) as told,
        dask(empty.scheduler_address),
    ):
        pass
    assert str(told.value).endswith("expected a Dask scheduler with at least one worker")
