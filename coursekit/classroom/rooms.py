"""Running a handed-in notebook from top to bottom, as data in and data out.

Only its code is looked at. An error in a cell does not keep the next one from running. Cells that
only show the course's pictures are passed over. All of it happens in a room (`room.py`), where
bubblewrap is installed in a system of its own: without a network, with nothing of the teacher's but
Python, and with a folder that vanishes.
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from coursekit.classroom import landlock
from coursekit.classroom.assessment import Ran
from coursekit.classroom.notebook import worth_running
from coursekit.questions.returned import GRADING
from coursekit.questions.session import OWN_NUMBERS, RECORD

GONE = "the grader is gone"
PATIENCE = 20  # seconds beyond the limit until the keeper itself is taken for lost
ENDED = {
    "time": "it took longer than {seconds:.0f} s",
    "processor": "it took more than {seconds:.0f} s of the processors",
    "memory": "it took more than {memory} MB of memory",
    "processes": "it started more than {processes} processes",
    "disk": "it wrote more than {disk} MB",
    "depth": "it made folders within folders beyond measure",
    "answer": "it reported more than {answer} MB",
}
# what a room says of a cell, beside the names of errors
STOPPED = {"TooLong": "it took longer than {cell_seconds:.0f} s", "Died": "it ends Python"}
# what is handed on of the teacher's own environment
KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
NEEDED = ("psutil", "nbclient", "nbformat", "ipykernel")
CONFINED = {
    "bubblewrap": "Learners' code ran under bubblewrap: without a network, without a way to your "
    "files, in a folder that is gone.",
    "Landlock": "Learners' code ran under Landlock and limits: it could not read or change your "
    "files, but their modes and times, and it could reach the network. With bubblewrap installed "
    "it could not.",
    "limits": "Learners' code ran under limits of time, memory and disk alone: it could reach your "
    "files and the network. Grade in a container if you do not trust it.",
}
UNSHARED = "--unshare-all --die-with-parent --new-session --cap-drop ALL --proc /proc --dev /dev"

_open = set()  # the processes of the rooms that are open, from all threads


class Lost(Exception):
    """A room has gone with its keeper; nothing is known of the notebook."""


def require():
    """Raise ImportError, with what to do, where notebooks cannot be run."""
    if os.name != "posix":
        raise ImportError("Running notebooks takes Linux or macOS; --records-only grades here")
    for module in NEEDED:
        if find_spec(module) is None:
            raise ImportError(
                f"Grading needs {module}, which is not installed: "
                "pip install 'neural-networks-crash-course[teach]'"
            )


@cache
def confinement():
    """Return what keeps learners' code in its room: a key of CONFINED."""
    if shutil.which("bwrap"):
        tried = ["bwrap", *UNSHARED.split(), "--ro-bind", "/", "/", "true"]
        if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
            return "bubblewrap"
    return "Landlock" if landlock.version() else "limits"


def run(cells, limits, beside, place, whose=None):
    """Return what running these cells brought up, as `Ran`. Raises Lost.

    cells: notebook.Cell …. beside: path → name of files to lay beside the notebook.
    place: a folder for the room. whose: the learner whose numbers are asked without a cell that
    says so, as on a hub.
    """
    folder = Path(tempfile.mkdtemp(prefix="room-", dir=place)).resolve()
    try:
        for path, name in beside.items():
            with contextlib.suppress(OSError):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, folder / name)
        job = {"folder": str(folder), "limits": asdict(limits), "kind": RECORD}
        job["cells"] = [[cell.index, cell.source] for cell in worth_running(cells)]
        lines, ended = _told(_report(_command(folder), job, limits, whose))
        if ended == GONE:
            raise Lost(ended)
    finally:
        remove(folder)
    known = {cell.index for cell in cells}
    records, stopped = [], {}
    for line in lines:
        if isinstance(line, dict) and line.get("cell") in known:
            if isinstance(line.get("record"), dict):
                records.append((line["cell"], line["record"]))
            elif isinstance(name := line.get("stopped"), str):
                # the name of an error may be the learner's, and say anything
                told = STOPPED.get(name, name if name.isidentifier() else "an error")
                stopped.setdefault(line["cell"], told.format(**asdict(limits)))
    ended = ENDED[ended].format(**asdict(limits)) if ended in ENDED else str(ended or "")
    return Ran(tuple(records), stopped, ended)


def _command(folder):
    """Return the command that opens a room."""
    from coursekit.classroom.room import SYSTEM, python_places

    command = [sys.executable, "-P", "-m", "coursekit.classroom.room"]
    if confinement() != "bubblewrap":
        return command
    binds = []
    for path in dict.fromkeys([*SYSTEM, *python_places(), sys.prefix]):
        binds += ["--ro-bind-try", path, path]
    return ["bwrap", *UNSHARED.split(), *binds, "--bind", folder, folder, "--chdir", folder,
            *command]  # fmt: skip


def _environment(whose):
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    threads = {f"{who}_NUM_THREADS": "1" for who in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    kit = {"PYTHONPATH": str(Path(__file__).parent.parent.parent), GRADING: "1"}
    hub = {OWN_NUMBERS: "1", "JUPYTERHUB_USER": whose} if whose else {}
    return kept | threads | kit | hub | {"PYTHONDONTWRITEBYTECODE": "1", "MPLBACKEND": "agg"}


def _report(command, job, limits, whose):
    """Return all that a room says, at most so much and so long."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(whose),
        cwd=job["folder"],
        start_new_session=True,  # Ctrl-C reaches the grader alone, and the grader ends this
    )
    _open.add(process)
    end, left, parts = time.monotonic() + limits.seconds + PATIENCE, limits.answer * 1_000_000, []
    with process:
        try:
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
            while left > 0 and select.select([process.stdout], [], [], end - time.monotonic())[0]:
                part = os.read(process.stdout.fileno(), 1 << 16)
                if not part:
                    break
                parts.append(part)
                left -= len(part)
            if left <= 0:
                return b"".join(parts) + b'\n{"ended": "answer"}'
        except (OSError, ValueError) as error:
            raise Lost(str(error)) from None
        finally:
            with contextlib.suppress(OSError):
                process.stdin.close()  # the keeper ends the others, and then itself
            process.stdout.close()
            _open.discard(process)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
    return b"".join(parts)


def end_all():
    """End all rooms that are open."""
    for process in list(_open):
        with contextlib.suppress(OSError, ValueError):
            process.stdin.close()


def _told(reply):
    """Return the lines of a reply and how it ended; what is no JSON is left out."""
    lines = []
    for line in reply.splitlines():
        with contextlib.suppress(ValueError, RecursionError):
            lines.append(json.loads(line))
    if lines and isinstance(lines[-1], dict) and set(lines[-1]) == {"ended"}:
        return lines[:-1], lines[-1]["ended"]
    raise Lost("its keeper was ended")


def remove(place):
    """Remove a folder of any depth, also where rights in it were taken away."""
    if os.name == "posix" and os.path.isdir(place):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            subprocess.run([*command, "--", place], capture_output=True, check=False)
    else:
        shutil.rmtree(place, ignore_errors=True)
