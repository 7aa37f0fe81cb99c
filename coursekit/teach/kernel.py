"""A kernel that is forked, not started: it finds its imports made, and runs a second sooner.

It is used where a process is about to run one notebook. That process has imported what notebooks
import, and has run nothing. For nbclient, `Kernel` is the kernel's manager.
"""

import contextlib
import os
import signal
import sys

import coursekit
from coursekit.exercises.course import LESSONS, questions

OPTIONS = ["--HistoryManager.enabled=False", "--IPKernelApp.log_level=50"]


def prepare():
    """Import what kernels and lessons import. What is missing will be missed when it is used."""
    import ipykernel.kernelapp  # noqa: F401
    import matplotlib.font_manager  # noqa: F401  # it looks for all fonts once, each kernel anew

    with contextlib.suppress(ImportError):
        for name in coursekit.__all__:
            getattr(coursekit, name)
        for room, _ in LESSONS.values():
            questions(room)


class Kernel:
    """A kernel in a process of its own, which talks over sockets in the folder it starts in."""

    has_kernel = True

    def __init__(self):
        from jupyter_client.connect import write_connection_file

        self._file, _ = write_connection_file("kernel.json", transport="ipc", ip="k")
        self._process = os.fork()
        if self._process == 0:
            self._serve()

    def client(self):
        """Return a client that knows whether this very process is alive."""
        from jupyter_client.asynchronous import AsyncKernelClient

        kernel = self

        class Client(AsyncKernelClient):
            async def is_alive(self):
                return kernel.is_alive()

            _async_is_alive = is_alive

        client = Client()
        client.load_connection_file(self._file)
        return client

    def is_alive(self):
        """Whether the process is there."""
        if self._process:
            done, _ = os.waitpid(self._process, os.WNOHANG)
            self._process = 0 if done else self._process
        return bool(self._process)

    def interrupt_kernel(self):
        """Do what the stop button does."""
        if self.is_alive():
            os.kill(self._process, signal.SIGINT)

    def shutdown_kernel(self, now=False):
        """End it at once."""
        if self.is_alive():
            os.kill(self._process, signal.SIGKILL)

    def cleanup_resources(self):
        """Do nothing: the whole folder goes."""

    def _serve(self):
        """Be the kernel, in a process without a way back to the one that forked it."""
        try:
            os.setsid()
            os.closerange(3, 512)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.argv = ["kernel", "-f", self._file, *OPTIONS]
            from ipykernel.kernelapp import IPKernelApp

            IPKernelApp.launch_instance()
        finally:
            os._exit(0)
