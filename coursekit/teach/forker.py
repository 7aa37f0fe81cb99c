"""A clean process of Python that forks a fresh one for each job: learners' code runs in those.

The grader starts it once, as `python -m coursekit.teach.forker`, with a clean environment. A job
is a table of JSON; so is all that comes back. For each job there are two processes:

- a *keeper*, which holds the clock and the limits, passes on what the other writes, and ends it
  with all its descendants, at the latest when the grader itself is gone;
- below it the one that does the job, in a fresh folder, under all limits.

No learner's code ever runs in the grader, in the forker or in a keeper.
"""

import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path

from coursekit.teach import limits as limited

# job → the module whose `prepare()` imports what it needs, and `work(job, folder, write)` does it
JOBS = {"try": "coursekit.teach.trying", "execute": "coursekit.teach.executing"}
GONE = "the grader is gone"
PATIENCE = 20  # seconds to wait for the end of all processes


class Lost(Exception):
    """A job's own keeper has gone, or the forker itself; nothing is known of the job."""


class Forker:
    """The grader's side: `run(job, folder, limits)`, from any number of threads.

    kinds: the jobs to get ready for. settings: further environment variables.
    """

    def __init__(self, kinds=("try",), settings=None):
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        environment = limited.environment() | (settings or {})
        search = os.pathsep.join(path for path in sys.path if path)  # the kit as it is found here
        self._channel, self._lock = mine, threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, search, str(theirs.fileno()), *kinds],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the grader alone, and the grader ends this
        )
        theirs.close()

    def run(self, job, folder, limits):
        """Do a job in a fresh folder below `folder`; return its lines and what ended it, or None.

        A line is what the job wrote, read as JSON. It may be forged by learners' code. Raises Lost.
        """
        place = tempfile.mkdtemp(prefix="job-", dir=folder)
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with self._lock:
                socket.send_fds(self._channel, [b"."], [theirs.fileno()])
            theirs.close()
            request = {"job": job, "folder": place, "limits": limits.as_data()}
            data = json.dumps(request).encode()
            mine.sendall(len(data).to_bytes(8, "big") + data)
            return _told(_all_of(mine, (limits.answer + 1) * limited.MEGABYTE))
        except OSError as error:
            raise Lost(str(error)) from None
        finally:
            mine.close()
            theirs.close()
            _remove(place)

    def close(self):
        """End the forker; keepers notice, and end what they keep, and it waits for them."""
        self._channel.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


START = f"""
import sys
sys.path[:] = sys.argv[1].split({os.pathsep!r})
from coursekit.teach.forker import serve
serve(int(sys.argv[2]), sys.argv[3:])
"""


def _all_of(channel, most):
    parts, size = [], 0
    while size < most and (part := channel.recv(min(1 << 20, most - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _told(reply):
    """Return the lines of a reply and how the job ended; what is no JSON is left out."""
    lines = []
    for line in reply.splitlines():
        with contextlib.suppress(ValueError, RecursionError):
            lines.append(json.loads(line))
    if lines and isinstance(lines[-1], dict) and set(lines[-1]) == {"ended"}:
        return lines[:-1], lines[-1]["ended"]
    raise Lost("its keeper was ended")


def _remove(place):
    """Remove a job's folder, also where the job took its own rights away."""
    for path, folders, _ in os.walk(place):
        for name in folders:
            with contextlib.suppress(OSError):
                if not os.path.islink(os.path.join(path, name)):
                    os.chmod(os.path.join(path, name), 0o700)
    shutil.rmtree(place, ignore_errors=True)


# -- the other side ----------------------------------------------------------------------------


def serve(channel, kinds):
    """Fork a keeper for every channel that arrives, until the grader is gone."""
    for kind in kinds:
        import_module(JOBS[kind]).prepare()
    others = limited.tasks()
    with socket.socket(fileno=channel) as arrivals:
        while True:
            message, found, _, _ = socket.recv_fds(arrivals, 1, 1)
            for descriptor in found:
                if os.fork() == 0:
                    arrivals.close()
                    _keep_safely(socket.socket(fileno=descriptor), others)
                os.close(descriptor)
            if not message:
                break
            limited.bury(os.WNOHANG)
    limited.bury()  # keepers notice as well that the grader is gone, and come to their end


def _keep_safely(grader, others):
    os.setsid()
    try:
        ended = _keep(grader, others)
    except BaseException as error:  # whatever it is, the grader is to hear of it
        ended = f"the keeper failed: {type(error).__name__}: {error}"
    with contextlib.suppress(OSError):
        grader.sendall(b"\n" + json.dumps({"ended": ended}).encode())
    os._exit(0)


def _keep(grader, others):
    """Have a job done, pass on what it writes, and return what ended it: None if it finished."""
    size = int.from_bytes(_all_of(grader, 8), "big")
    request = json.loads(_all_of(grader, size))
    limits = limited.Limits(**request["limits"])
    heard, spoken = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(heard)
        grader.close()
        _do(request, limits, spoken, others)
    limited.keep()
    os.close(spoken)
    watch = limited.Watch(request["folder"], limits)
    try:
        return _pass_on(heard, grader, worker, watch)
    finally:
        watch.end_all()


def _pass_on(heard, grader, worker, watch):
    left = watch.limits.answer * limited.MEGABYTE
    status = None
    while True:
        ready, _, _ = select.select([heard], [], [], 0.05)
        part = os.read(heard, 1 << 16) if ready else None
        if part:
            left -= len(part)
            if left < 0:
                return "answer"
            grader.sendall(part)
        if status is None:
            done, found = os.waitpid(worker, 0 if part == b"" else os.WNOHANG)
            status = found if done else None
        if status is not None and not part:
            return _ending(status)
        if _is_gone(grader):
            return GONE
        if exceeded := watch.exceeded():
            return exceeded


def _is_gone(grader):
    """Whether nobody listens any more: the grader says nothing further while it is there."""
    ready, _, _ = select.select([grader], [], [], 0)
    return bool(ready)


def _ending(status):
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return None
    return f"signal {-code}" if code < 0 else f"exit {code}"


def _do(request, limits, spoken, others):
    """Do the job in this process, and leave it."""
    code = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        limited.settle(request["folder"], limits, others)

        def write(line):
            data = memoryview(json.dumps(line).encode() + b"\n")
            while data:
                data = data[os.write(spoken, data) :]

        job = request["job"]
        sys.modules[JOBS[job["kind"]]].work(job, Path(request["folder"]), write)
        code = 0
    finally:
        os._exit(code)
