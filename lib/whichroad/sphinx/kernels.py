"""Kernels that begin where others have got to: forked from one process that has imported and read everything.

A kernel takes seconds to import the library and to read the study before it runs a chapter's first line,
and every chapter has a kernel of its own. Python's fork server does that once; each kernel is a fork of it
and still runs its chapter in an empty namespace. Where that can't be had, kernels start as they always do.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint
from multiprocessing.process import BaseProcess
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from sphinx.application import Sphinx

LAUNCHER = "ipykernel_launcher"
NAME = "whichroad-forked"


def run_kernel(arguments: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    """What a kernel's process does: become what the launcher would have started."""
    from ipykernel.kernelapp import launch_new_instance

    os.setsid()  # signals to its group are for it alone
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [LAUNCHER, *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]  # and ends with it
    launch_new_instance()


class Forked:
    """A forked process, as far as Jupyter's client asks of one that it began itself."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self.process = process
        process.start()

    @property
    def pid(self) -> int | None:
        return self.process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def terminate(self) -> None:
        self.process.terminate()

    def kill(self) -> None:
        self.process.kill()


class ForkingProvisioner(LocalProvisioner):
    """Starts kernels of this very Python by forking, and all others as usual."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if cmd[0] == sys.executable and LAUNCHER in cmd:
            arguments = cmd[cmd.index(LAUNCHER) + 1 :]
            process = multiprocessing.get_context("forkserver").Process(
                target=run_kernel,
                args=(arguments, kwargs.get("cwd") or os.getcwd(), dict(kwargs["env"])),
                daemon=True,
            )
            try:
                forked = Forked(process)
            except (OSError, EOFError):  # the server could not start, or has ended
                return await super().launch_kernel(cmd, **kwargs)
            self.process = forked  # type: ignore[assignment]
            self.pid = self.pgid = forked.pid
            return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)


def fork_kernels() -> bool:
    """Let all kernels that this process starts be forked, on Linux; returns whether they will be.

    Elsewhere libraries of the system, such as macOS's for linear algebra, need not survive a fork.
    """
    if sys.platform != "linux":
        return False
    multiprocessing.get_context("forkserver").set_forkserver_preload(["__main__", f"{__package__}.warmed"])
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:ForkingProvisioner", KernelProvisionerFactory.GROUP_NAME)
    factory.default_provisioner_name = NAME
    return True


def setup(app: Sphinx) -> dict[str, bool]:
    if fork_kernels():
        from multiprocessing.forkserver import ensure_running  # not to be had everywhere

        ensure_running()  # it imports while Sphinx gets ready
    return {"parallel_read_safe": True, "parallel_write_safe": True}
