"""A room: the processes in which one handed-in notebook is run, under limits.

Run as `python -P -m coursekit.classroom.room`, see `rooms.py`: a line of JSON with the job comes
in, lines of JSON go out. There are three processes, each a child of the one before:

- a *keeper*, which holds the clock and the limits, and ends the others, also when the grader goes;
- a worker, which gives up what it needs not, and talks with
- an ordinary kernel. Only there does learners' code run.
"""

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from coursekit.classroom import landlock  # and nothing that takes long to import

MEGABYTE = 1_000_000
MOST_RECORD = 2_000_000  # characters; a trained network has one million
DEEPEST = 100  # folders within folders
# of prctl: a signal when one's parent ends; orphans of one's descendants become one's own children
PARENT_ENDS, SUBREAPER = 1, 36
# the system's own places, beside Python's
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/opt")
DEVICES = ("/dev/null", "/dev/zero", "/dev/tty", "/dev/ptmx", "/dev/pts")
HOMES = {
    "HOME": "home",
    "TMPDIR": "tmp",
    "MPLCONFIGDIR": "mpl",
    "COURSEKIT_HOME": "progress",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter/config",
    "JUPYTER_DATA_DIR": "jupyter/data",
    "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
}
KERNEL = ["-m", "ipykernel_launcher", "-f", "{connection_file}", "--IPKernelApp.log_level=50"]
# only once all is imported, a notebook may import what lies beside it
KERNEL += ["--IPKernelApp.exec_lines=import sys; sys.path.insert(0, '')"]


@dataclass(frozen=True)
class Limits:
    """seconds: on the clock, and on the processors. memory, disk, answer: in megabytes."""

    seconds: float = 300.0
    cell_seconds: float = 60.0
    memory: int = 2000
    processes: int = 60
    disk: int = 500
    answer: int = 20


def python_places():
    """Return the places from which this Python imports the kit and what it needs."""
    kit = Path(__file__).parent.parent
    beside = [place for place in sys.path if place.endswith("-packages")]
    return [os.path.realpath(p) for p in (kit, sys.prefix, sys.base_prefix, *beside)]


def main():
    """Be the keeper: have the job done, and say at last what ended it."""
    job = json.loads(sys.stdin.buffer.readline())
    limits, folder = Limits(**job["limits"]), Path(job["folder"])
    _prctl(SUBREAPER, 1)  # so that none gets away
    keeper, worker = os.getpid(), os.fork()
    if worker == 0:
        _be_the_worker(job, folder, limits, keeper)
    watch = Watch(folder, limits)
    try:
        ended = _wait(worker, watch)
    finally:
        watch.end_all()
    print("\n" + json.dumps({"ended": ended}), flush=True)


def _wait(worker, watch):
    """Return what ended the worker: None if it finished."""
    while True:
        done, status = os.waitpid(worker, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            return None if code == 0 else f"it was ended from within ({code})"
        if exceeded := watch.exceeded():
            return exceeded
        if select.select([sys.stdin], [], [], 0.05)[0]:
            return "the grader is gone"  # it says nothing more, so this is the end of its line


class Watch:
    """Looks after this process's descendants: `exceeded()` names a limit that they broke."""

    def __init__(self, folder, limits):
        self.folder, self.limits, self._me = folder, limits, psutil.Process()
        self._end, self._look = time.monotonic() + limits.seconds, 0.0

    def exceeded(self):
        """Return "time", "processor", "processes", "memory", "disk", "depth" or None."""
        now = time.monotonic()
        if now > self._end:
            return "time"
        if now < self._look:
            return None
        self._look = now + 0.25
        limits, family = self.limits, self._me.children(recursive=True)
        sizes = [self._used(process) for process in family]
        disk, depth = self._disk()
        used = {
            "processes": (len(family), limits.processes),
            "memory": (sum(size for size, _ in sizes), limits.memory * MEGABYTE),
            "processor": (sum(seconds for _, seconds in sizes), limits.seconds),
            "disk": (disk, limits.disk * MEGABYTE),
            "depth": (depth, DEEPEST),
        }
        return next((name for name, (has, most) in used.items() if has > most), None)

    def end_all(self):
        """End every descendant, also those that are born meanwhile or have moved away."""
        for _ in range(500):
            family = self._me.children(recursive=True)
            for how in (signal.SIGSTOP, signal.SIGKILL):
                for process in family:
                    with contextlib.suppress(psutil.Error, OSError):
                        process.send_signal(how)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            if not family:
                return
            time.sleep(0.01)

    def _used(self, process):
        """Return the bytes and the seconds that a process, with its ended children, has taken."""
        with contextlib.suppress(psutil.Error):
            return process.memory_info().rss, sum(process.cpu_times()[:4])
        return 0, 0.0

    def _disk(self):
        """Return how many bytes there are in the folder, and how deep it is."""
        total, deepest, waiting = 0, 0, [(os.fspath(self.folder), 0)]
        while waiting and deepest <= DEEPEST:
            place, depth = waiting.pop()
            deepest = max(deepest, depth)
            with contextlib.suppress(OSError), os.scandir(place) as entries:
                for entry in entries:
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
        return total, deepest


def _prctl(what, value):
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(what, value, 0, 0, 0)


def _end_with(parent):
    """Have this process killed when its parent ends, however that ends; it may have ended before.

    parent: its process id.
    """
    _prctl(PARENT_ENDS, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


# -- the worker --------------------------------------------------------------------------------


def _be_the_worker(job, folder, limits, keeper):
    """Run the cells in this process's kernel, and leave it."""
    code = 1
    try:
        _end_with(keeper)
        spoken, nowhere = os.dup(1), os.open(os.devnull, os.O_RDWR)  # no kernel inherits the first
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        _settle(folder, limits)

        def write(line):
            data = memoryview(json.dumps(line).encode() + b"\n")
            while data:
                data = data[os.write(spoken, data) :]

        _execute(job["cells"], job["kind"], limits.cell_seconds, write)
        code = 0
    finally:
        os._exit(code)


def _settle(folder, limits):
    """Make a folder this process's place, take the limits, and give up the rest."""
    for name, place in HOMES.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder / place)
    os.chdir(folder)
    seconds = int(limits.seconds) + 2
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: (limits.memory + 2000) * MEGABYTE,  # reserved is more than used
        resource.RLIMIT_FSIZE: limits.disk // 2 * MEGABYTE,  # of one file
        resource.RLIMIT_NPROC: 10_000,  # of this user, threads and all; the watch counts closer
        resource.RLIMIT_NOFILE: 512,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS knows some limits and refuses to set them; the watch holds all the same
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    kit, *python = python_places()
    readable = [kit, *python, *SYSTEM, "/proc", "/sys", "/dev"]
    landlock.confine(readable, [folder, *DEVICES], [os.path.dirname(kit)])


def _execute(cells, kind, cell_seconds, write):
    """Write a line for each record, which is output of that kind, and each cell that stopped."""
    # a grammar that jsonschema builds in two seconds where it is installed, and nothing here needs
    sys.modules["rfc3987_syntax"] = None
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError
    from nbformat import v4

    places = [index for index, _ in cells]

    class Specs(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return KernelSpec(argv=[sys.executable, "-P", *KERNEL], language="python")

    class Listener(NotebookClient):
        def output(self, outs, msg, display_id, cell_index):
            record = msg["content"].get("data", {}).get(kind)
            if record is not None and len(json.dumps(record)) <= MOST_RECORD:
                write({"cell": places[cell_index], "record": record})

    def failed(cell, cell_index, execute_reply):
        name = execute_reply["content"].get("ename")
        write({"cell": places[cell_index], "stopped": str(name)[:100]})

    client = Listener(
        v4.new_notebook(cells=[v4.new_code_cell(source) for _, source in cells]),
        km=AsyncKernelManager(kernel_spec_manager=Specs(), transport="ipc", ip="k"),
        timeout=cell_seconds,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": "TooLong", "evalue": "", "traceback": []},
        on_cell_error=failed,
        allow_errors=True,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
    )
    worker = os.getpid()
    try:
        client.execute(preexec_fn=lambda: _end_with(worker))
    except DeadKernelError:
        at = max(0, min(client.code_cells_executed, len(places)) - 1)
        write({"cell": places[at], "stopped": "Died"})


if __name__ == "__main__":
    main()
