"""What a process that runs learners' code may take, and how it is ended with all its children.

Limited: time, memory, processor, the number of processes, the size of files and what is printed.
Where Landlock is (see there), also what can be read and changed, and who can be sent a signal.
Not limited: the network. It is no sandbox: grade strangers' code inside a container.
"""

import contextlib
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from coursekit.teach import landlock

MEGABYTE = 1_000_000
SUBREAPER = 36  # orphans of one's descendants become one's own children
# the system's own places, beside Python's
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/opt", "/proc", "/sys", "/dev")
DEVICES = ("/dev/null", "/dev/zero", "/dev/tty", "/dev/ptmx", "/dev/pts")
HOMES = {
    "HOME": "home",
    "TMPDIR": "tmp",
    "COURSEKIT_HOME": "progress",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter/config",
    "JUPYTER_DATA_DIR": "jupyter/data",
    "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
}
# what is handed on of the teacher's own environment
KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


@dataclass(frozen=True)
class Limits:
    """seconds: on the clock, and on the processor. memory, disk, answer: in megabytes.

    processes: at once. answer: what may be reported back.
    """

    seconds: float = 10.0
    memory: int = 1000
    processes: int = 50
    disk: int = 200
    answer: int = 20

    as_data = asdict


def environment():
    """Return a clean environment for a process that runs learners' code: one thread, no keys."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    threads = {f"{who}_NUM_THREADS": "1" for who in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    return kept | threads | {"PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "agg"}


def tasks():
    """Return how many tasks this user runs now, everywhere; the system counts them like that."""
    import psutil

    total, me = 0, os.getuid()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            total += process.num_threads() if process.uids().real == me else 0
    return total


def settle(folder, limits, others=0):
    """Make a fresh folder this process's place, take the limits, and give up the rest.

    others: how many tasks of this user there are already.
    """
    import resource

    folder = Path(folder)
    for name, place in HOMES.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder / place)
    os.chdir(folder)
    seconds = int(limits.seconds) + 2
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: (limits.memory + 2000) * MEGABYTE,  # reserved is more than used
        resource.RLIMIT_FSIZE: limits.disk // 2 * MEGABYTE,  # of one file
        resource.RLIMIT_NPROC: others + 5 * limits.processes,  # threads count as well
        resource.RLIMIT_NOFILE: 512,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS knows some limits and refuses to set them; the watch below holds all the same
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    landlock.confine([*_python(), *SYSTEM], [folder, *DEVICES])


def _python():
    """Return the places from which this Python imports."""
    kit = Path(__file__).parent.parent
    places = [kit, sys.prefix, sys.base_prefix, os.environ.get("MPLCONFIGDIR", ""), *sys.path]
    return [os.path.realpath(place) for place in places if place]


def keep():
    """Make this process a keeper: orphans of its descendants become its own, so none gets away."""
    with contextlib.suppress(OSError):  # only root may, and only root's processes may be many:
        os.nice(-10)  # a flood of them is not to drown the one that ends it
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def bury(how=0):
    """Take note of children that have ended; without os.WNOHANG, wait for all of them."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, how)[0]:
            pass


class Watch:
    """Looks after a process and its descendants: `exceeded()` names a limit that they broke."""

    def __init__(self, folder, limits):
        import psutil

        self._me, self._gone = psutil.Process(), psutil.Error
        self.folder, self.limits = folder, limits
        self._end, self._look = time.monotonic() + limits.seconds, 0

    def exceeded(self):
        """Return "time", "processes", "memory", "disk" or None."""
        now = time.monotonic()
        if now > self._end:
            return "time"
        if now < self._look:
            return None
        self._look = now + 0.25
        family = self._me.children(recursive=True)
        if len(family) > self.limits.processes:
            return "processes"
        if sum(map(self._size, family)) > self.limits.memory * MEGABYTE:
            return "memory"
        return "disk" if self._disk() > self.limits.disk * MEGABYTE else None

    def end_all(self):
        """End every descendant, also those that are born meanwhile or have moved away."""
        for _ in range(500):
            family = self._me.children(recursive=True)
            for how in (signal.SIGSTOP, signal.SIGKILL):
                for process in family:
                    with contextlib.suppress(self._gone, OSError):
                        process.send_signal(how)
            bury(os.WNOHANG)
            if not family:
                return
            time.sleep(0.01)

    def _size(self, process):
        with contextlib.suppress(self._gone):
            return process.memory_info().rss
        return 0

    def _disk(self):
        total = 0
        for path, _, files in os.walk(self.folder):
            for name in files:
                with contextlib.suppress(OSError):
                    total += os.lstat(os.path.join(path, name)).st_blocks * 512
        return total
