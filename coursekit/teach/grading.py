"""Grading a folder: each notebook by itself, as many at once as there are cores, then the class.

A notebook's result is stored whole, under the hash of what it depends on: its content, the kit, and
how it is graded. So grading may be stopped at any moment; started again, it takes up what is there.
Nothing is written outside the output folder.
"""

import hashlib
import json
import os
import platform
import shutil
import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from coursekit.teach import executing, reading, trying
from coursekit.teach.assessing import Assessment, assess
from coursekit.teach.checking import NotFit, SelfCheck
from coursekit.teach.code import ROOMS
from coursekit.teach.collecting import read
from coursekit.teach.forker import Forker, Lost
from coursekit.teach.limits import Limits
from coursekit.teach.records import Answer

RECORDS_ONLY, WHERE_NEEDED, ALWAYS = "records only", "where needed", "always"


@dataclass(frozen=True)
class How:
    """How notebooks are graded.

    run: when a notebook is run. seconds: for a notebook; cell_seconds: for a cell; memory: in MB.
    """

    run: str = WHERE_NEEDED
    seconds: float = 300.0
    cell_seconds: float = 60.0
    memory: int = 2000

    @property
    def limits(self):
        """The limits for running one notebook."""
        return Limits(seconds=self.seconds, memory=self.memory, processes=60, disk=500, answer=20)


class Grader:
    """Grades files, one at a time and from any number of threads; `close` ends what it started.

    out: the output folder. Raises ImportError where notebooks are to be run and cannot be.
    """

    def __init__(self, out, how):
        out = Path(out).resolve()
        self.how, self.results, self.work = how, out / "results", out / "work"
        shutil.rmtree(self.work, ignore_errors=True)  # what a run before this one has left
        for folder in (self.results, self.work):
            folder.mkdir(parents=True, exist_ok=True)
        kinds = ["try"]
        executing.require("psutil")
        if how.run != RECORDS_ONLY:
            executing.require("nbclient", "nbformat", "ipykernel")
            kinds.append("execute")
        fonts = {"MPLCONFIGDIR": str(self.results / "fonts")}
        self._forker = Forker(kinds, fonts)
        self._check = SelfCheck(self._forker, self.work)
        self._kit = _digest_of_the_kit(how)
        self._lock, self._now = threading.Lock(), {}

    def grade(self, file):
        """Return (hash of the content, Assessment or None, what is the matter with the file)."""
        try:
            content = read(file.path)
        except OSError as error:
            return "", None, f"it cannot be read: {error.strerror or error}"
        name = hashlib.sha256(content).hexdigest()
        with self._lock:  # the same content twice at the same time is graded once
            turn = self._now.setdefault(name, threading.Lock())
        with turn:
            key = hashlib.sha256((name + self._kit).encode()).hexdigest()
            stored = self.results / f"{key}.json"
            result = _taken_up(stored)
            if result is None:
                try:
                    result = self._result(content)
                except Lost as reason:
                    return name, None, f"its process was lost ({reason}); grade once more"
                except NotFit:
                    raise
                except Exception as error:  # whatever it is, others wait for their grade
                    result = {"problem": f"it cannot be graded ({type(error).__name__})"}
                self._store(stored, result)
        return name, *_from_data(result)

    def close(self):
        """End all processes."""
        self._forker.close()
        shutil.rmtree(self.work, ignore_errors=True)

    def _result(self, content):
        try:
            notebook = reading.parse(content)
        except reading.NoNotebook as reason:
            return {"problem": str(reason)}
        for room in _rooms_in(notebook):
            self._check.lesson(room)
        found = assess(notebook, self._trial)
        if self.how.run == ALWAYS or (self.how.run == WHERE_NEEDED and found.doubtful):
            for room in found.rooms:
                self._check.running(room)
            ran = executing.run_notebook(
                self._forker, self.work, notebook.cells, self.how.limits, self.how.cell_seconds
            )
            found = assess(notebook, self._trial, ran)
        elif found.doubtful:
            found.remarks.append("not run, though there was a reason to")
        return asdict(found)

    def _trial(self, source, helpers):
        return trying.run_elsewhere(self._forker, self.work, source, helpers)

    def _store(self, place, result):
        beside = self.work / f"{place.name}.{threading.get_ident()}"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(result, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)


def grade_all(grader, files, jobs, progress=lambda done, file: None):
    """Return for each file what `grader.grade` returns. Stops at the first error, and when stopped.

    progress: is told how many are done, and the file that was done last.
    """
    with ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(grader.grade, file): file for file in files}
        results = {}
        try:
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    file = waiting.pop(future)
                    results[file] = future.result()
                    progress(len(results), file)
        except BaseException:
            grader.close()  # ends what runs, so that the threads come to an end
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return [results[file] for file in files]


def _taken_up(stored):
    """Return a result that an earlier run has stored, or None; a damaged one is made anew."""
    try:
        result = json.loads(stored.read_text(encoding="utf-8"))
        _from_data(result)
        return result
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _from_data(result):
    if "problem" in result:
        return None, result["problem"]
    return Assessment(**result | {"answers": [Answer(**data) for data in result["answers"]]}), ""


def _rooms_in(notebook):
    """Return the lessons whose questions may have to be judged."""
    named = [r["exercise"] for cell in notebook.cells for r in cell.records if "exercise" in r]
    rooms = {name.split(".")[0] for name in named if isinstance(name, str)}
    return sorted(rooms & ROOMS)


def _digest_of_the_kit(how):
    """Return a hash of all that a result depends on, beside the notebook."""
    kit = Path(__file__).parent.parent
    told = hashlib.sha256(repr((how, platform.python_version(), np.__version__)).encode())
    for path in sorted(kit.rglob("*.py")):
        told.update(path.read_bytes())
    return told.hexdigest()
