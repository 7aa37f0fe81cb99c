"""Grading a folder: each notebook by itself, some learners at once, then the class.

A notebook's result is stored whole, under the hash of what it depends on: its content, what lies
beside it, the kit, and how it is graded. So grading may be stopped at any moment; started again, it
takes up what is there. Nothing is written outside the output folder.
"""

import hashlib
import json
import os
import platform
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from coursekit.classroom import rooms
from coursekit.classroom.assessment import Assessment, assess
from coursekit.classroom.handed_in import content_of
from coursekit.classroom.notebook import NoNotebook, parse
from coursekit.classroom.records import Answer
from coursekit.classroom.self_check import NotFit, SelfCheck
from coursekit.lessons import LESSONS

RECORDS_ONLY, WHERE_NEEDED, ALWAYS = "records only", "where needed", "always"
MOST_BESIDE, LARGEST_BESIDE = 200, 20_000_000  # files that travel with a notebook, and their bytes


@dataclass(frozen=True)
class How:
    """How notebooks are graded.

    run: when a notebook is run. seconds: for all notebooks of a learner; cell_seconds: for a cell.
    memory: of a notebook, in MB. own: whether all learners have their own numbers.
    """

    run: str = WHERE_NEEDED
    seconds: float = 300.0
    cell_seconds: float = 60.0
    memory: int = 2000
    own: bool = False


@dataclass(frozen=True)
class Graded:
    """A file and what became of it: its content's hash, its Assessment or None, or a problem.

    moment: when the file was written, in seconds since the epoch.
    """

    file: object
    content: str = ""
    found: Assessment | None = None
    problem: str = ""
    moment: float = 0.0


@dataclass
class Budget:
    """The seconds that are left to run a learner's notebooks."""

    left: float


class Grader:
    """Grades files, one at a time and from any number of threads.

    out: the output folder. beside: HandedIn … that may belong to notebooks. anew: the Learners of
    whom nothing is taken up from a run before. Raises ImportError where notebooks are to be run and
    cannot be.
    """

    def __init__(self, out, how, beside=(), anew=()):
        out = Path(out).resolve()
        self.how, self.results, self.work = how, out / "results", out / "work"
        if how.run != RECORDS_ONLY:
            rooms.require()
        self.close()  # what a run before this one has left
        for folder in (self.results, self.work):
            folder.mkdir(parents=True, exist_ok=True)
        self._beside, self._anew = beside, anew
        self._check = SelfCheck(lambda cells: rooms.run(cells, self._limits(120), {}, self.work))
        self._kit = _digest_of_the_kit(how)
        self._lock, self._now = threading.Lock(), {}
        self.stopped = False

    def grade_all_of(self, files):
        """Yield what becomes of each file of one learner; together they have one budget."""
        budget = Budget(self.how.seconds)
        for file in files:
            if self.stopped:
                return
            try:
                yield self.grade(file, budget)
            except NotFit:
                raise
            except Exception as error:  # whatever it is, others wait for their grade
                yield Graded(file, problem=f"it cannot be graded ({type(error).__name__})")

    def grade(self, file, budget):
        """Return what becomes of a file."""
        try:
            content = content_of(file.path)
        except OSError as error:
            return Graded(file, problem=f"it cannot be read: {error.strerror or error}")
        name = hashlib.sha256(content).hexdigest()
        beside = self.files_beside(file)
        told = [
            name,
            self._kit,
            file.learner.id or file.learner.name if self.how.own else "",
            *(f"{n} {_digest(path)}" for path, n in beside.items()),
        ]
        key = hashlib.sha256("\n".join(told).encode("utf-8", "replace")).hexdigest()
        with self._lock:  # the same content twice at the same time is graded once
            turn = self._now.setdefault(key, threading.Lock())
        with turn:
            stored = self.results / f"{key}.json"
            result = None if file.learner in self._anew else _taken_up(stored)
            if result is None:
                result, to_keep = self._result(content, file, beside, budget)
                if to_keep:
                    self._store(stored, result)
        budget.left -= result.get("seconds", 0)
        found = _from_data(result) if "problem" not in result else None
        moment = file.path.stat().st_mtime
        return Graded(file, name, found, result.get("problem", ""), moment)

    def close(self):
        """Remove what running notebooks has left."""
        rooms.remove(self.work)

    def _result(self, content, file, beside, budget):
        """Return a result, and whether it is to be kept for another run."""
        try:
            notebook = parse(content)
        except NoNotebook as reason:
            return {"problem": str(reason)}, True
        found, seconds, kept = assess(notebook), 0.0, True
        for lesson in found.lessons:
            self._check.lesson(lesson)
        if self.how.run == ALWAYS or (self.how.run == WHERE_NEEDED and found.to_run):
            if budget.left <= 0:
                found.remarks.append("not run: the learner's time is spent")
                return asdict(found), False
            for lesson in found.lessons:
                self._check.running(lesson)
            start, whose = time.monotonic(), self._whose(notebook, found, file.learner)
            try:
                limits = self._limits(budget.left)
                ran = rooms.run(notebook.cells, limits, beside, self.work, whose)
                found = assess(notebook, ran)
                kept = not (ran.ended and budget.left < self.how.seconds)
            except rooms.Lost as reason:
                found.remarks.append(f"running it was lost ({reason}); grade once more")
                kept = False
            seconds = time.monotonic() - start
        return asdict(found) | {"seconds": seconds}, kept

    def _whose(self, notebook, found, learner):
        """Return whose numbers a hub gave, where no cell says it."""
        if any("learner(" in cell.source for cell in notebook.cells):
            return None
        recorded = (answer.learner for answer in found.answers if answer.learner)
        return next(recorded, (learner.id or learner.name) if self.how.own else None)

    def _limits(self, seconds):
        from coursekit.classroom.room import Limits

        cell_seconds = min(seconds, self.how.cell_seconds)
        return Limits(seconds=seconds, cell_seconds=cell_seconds, memory=self.how.memory)

    def files_beside(self, file):
        """Return path → name of the learner's files that lie in or below a notebook's folder."""
        if self.how.run == RECORDS_ONLY:
            return {}
        folder, left, found = PurePosixPath(file.place).parent, LARGEST_BESIDE, {}
        for other in self._beside:
            place = PurePosixPath(other.place)
            if other.learner != file.learner or not place.is_relative_to(folder):
                continue
            name = place.relative_to(folder)
            left -= other.path.stat().st_size
            if left < 0 or len(found) == MOST_BESIDE:
                break
            if not name.parts[0].startswith("coursekit"):  # the kit is here already
                found[other.path] = name.as_posix()
        return found

    def _store(self, place, result):
        beside = self.work / f"{place.name}.{threading.get_ident()}"
        with beside.open("w", encoding="utf-8") as file:
            json.dump(result, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)


def grade_all(grader, files, jobs, progress=lambda done: None):
    """Return what becomes of each file. Stops at the first error, and when stopped.

    progress: is told how many are done.
    """
    by_learner, graded = {}, {}
    for file in files:
        by_learner.setdefault(file.learner, []).append(file)

    def work(own):
        for one in grader.grade_all_of(own):
            graded[one.file] = one
            progress(len(graded))

    with ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(work, own) for own in by_learner.values()}
        try:
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
        except BaseException:
            grader.stopped = True
            pool.shutdown(wait=False, cancel_futures=True)
            while any(future.running() for future in waiting):
                rooms.end_all()  # so that the threads come to an end
                time.sleep(0.05)
            raise
    return [graded[file] for file in files]


def _taken_up(stored):
    """Return a result that an earlier run has stored, or None; a damaged one is made anew."""
    try:
        result = json.loads(stored.read_text(encoding="utf-8"))
        if "problem" not in result:
            _from_data(result)
        return result
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _from_data(result):
    answers = [Answer(**data) for data in result["answers"]]
    told = {name: value for name, value in result.items() if name != "seconds"}
    return Assessment(**told | {"answers": answers})


def _digest(path):
    return hashlib.sha256(content_of(path)).hexdigest()


def _digest_of_the_kit(how):
    """Return a hash of all that a result depends on, beside the notebook."""
    kit = Path(__file__).parent.parent
    told = hashlib.sha256(repr((how, platform.python_version(), np.__version__)).encode())
    told.update(repr(sorted(LESSONS)).encode())
    for path in sorted(kit.rglob("*.py")):
        told.update(path.read_bytes())
    return told.hexdigest()
