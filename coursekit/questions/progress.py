"""The learner's progress: one small file, in the platform's own place for such data.

It is plain JSON that one can read and delete. It is written whole or not at all, under a lock, so
that two notebooks may be open at once. A file that cannot be understood is set aside, not
overwritten. Nothing is sent anywhere.
"""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from os.path import expanduser  # unlike Path's, it lets a ~ be that it cannot expand
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

if sys.platform == "emscripten":  # in a browser no lock ends with its holder: the last writer wins
    FileLock = None
else:
    from filelock import FileLock, Timeout

VERSION = 2  # 1 knew no days and no slips
DAYS = 60  # that are kept of each exercise
DONE = ("right", "noted")
PATIENCE = 5  # seconds to wait for another notebook that is writing
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)  # as some networked homes answer

# exercise id → {"outcome", "attempts", "days": {"2026-11-26": "right", "mended" (a miss first) or
# "missed"}, "slips": {name: [its last day, how often]}}
Known = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Guess:
    """What a learner said before a picture opened.

    guess: as data. sure: 1 to 3. right: whether it came true; None until it was compared, and for
    words, which nobody judges.
    """

    guess: Any
    sure: int
    compared: bool = False
    right: bool | None = None


@dataclass
class Kept:
    """All that the file holds: answers, and guesses, by their ids."""

    exercises: Known = field(default_factory=dict)
    predictions: dict[str, Guess] = field(default_factory=dict)


def folder() -> Path:
    """Return the folder that holds the file; COURSEKIT_HOME names another."""
    chosen = os.environ.get("COURSEKIT_HOME")
    return Path(expanduser(chosen)) if chosen else user_data_path("coursekit", appauthor=False)


def read() -> tuple[Known, str]:
    """Return what is known and a message or "".

    Raises nothing: a file that is damaged, or of a later version of the kit, is set aside.
    """
    kept, message = _read()
    return kept.exercises, message


def guesses() -> tuple[dict[str, Guess], str]:
    """Return the guesses that were kept, by their predictions' ids, and a message or ""."""
    kept, message = _read()
    return kept.predictions, message


def note(exercise: str, outcome: str, slip: str | None = None, today: date | None = None) -> str:
    """Count an attempt at an exercise and keep its outcome; return a message, or "".

    A right answer stays right, and a noted one noted. slip: what a wrong one looks like.
    today: the day, the computer's own if none is given; it may be any, also one before the last.
    """
    day = (today or date.today()).isoformat()

    def count(kept: Kept) -> None:
        fresh: dict[str, Any] = {"outcome": outcome, "attempts": 0, "days": {}, "slips": {}}
        entry = kept.exercises.setdefault(exercise, fresh)
        if entry["outcome"] not in DONE:
            entry["outcome"] = outcome
        entry["attempts"] += 1
        before = entry["days"].get(day)
        good = "right" if before in (None, "right") else "mended"
        entry["days"][day] = good if outcome in (*DONE, "right given") else "missed"
        entry["days"] = dict(sorted(entry["days"].items())[-DAYS:])
        if slip:
            entry["slips"][slip] = [day, entry["slips"].get(slip, [day, 0])[1] + 1]

    return _change(count)


def keep(prediction: str, guess: Guess) -> str:
    """Keep a guess in the place of an earlier one; return a message, or ""."""
    return _change(lambda kept: kept.predictions.update({prediction: guess}))


def _read() -> tuple[Kept, str]:
    try:
        with _locked():
            return _load()
    except OSError as error:
        return Kept(), _not_kept(error)


def _change(change: Callable[[Kept], None]) -> str:
    try:
        with _locked():
            kept, message = _load()
            change(kept)
            _store(kept)
            return message
    except OSError as error:
        return _not_kept(error)


def _load() -> tuple[Kept, str]:
    path = folder() / "progress.json"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Kept(), ""
    except UnicodeDecodeError:
        return Kept(), _set_aside(path, "damaged")
    try:
        stored = json.loads(text)
        if stored["version"] > VERSION:
            return Kept(), _set_aside(path, "newer")
        known = {name: _entry(entry) for name, entry in stored["exercises"].items()}
        predictions = {
            name: Guess(entry["guess"], int(entry["sure"]), entry["compared"], entry["right"])
            for name, entry in stored.get("predictions", {}).items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Kept(), _set_aside(path, "damaged")
    return Kept(known, predictions), ""


def _entry(stored: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of an exercise; whatever is not that raises one of Python's own."""
    days, slips = stored.get("days", {}), stored.get("slips", {})
    if not set(days.values()) <= {"right", "mended", "missed"}:
        raise ValueError("a day that ended in no known way")
    return {
        "outcome": str(stored["outcome"]),
        "attempts": int(stored["attempts"]),
        "days": {date.fromisoformat(day).isoformat(): how for day, how in days.items()},
        "slips": {str(name): [str(day), int(count)] for name, (day, count) in slips.items()},
    }


def _store(kept: Kept) -> None:
    path = folder() / "progress.json"
    whole: dict[str, Any] = {"version": VERSION, "exercises": kept.exercises}
    if kept.predictions:
        whole["predictions"] = {name: asdict(guess) for name, guess in kept.predictions.items()}
    written = json.dumps(whole, indent=1, sort_keys=True)
    beside = path.with_suffix(".new")  # only the holder of the lock writes it
    with beside.open("w", encoding="utf-8") as file:
        file.write(written + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _set_aside(path: Path, why: str) -> str:
    number = 1
    while (place := path.with_name(f"progress-{why}-{number}.json")).exists():
        number += 1
    path.rename(place)
    reason = {"damaged": "could not be read", "newer": "is from a later version of the course"}[why]
    return f"Your progress file {reason}. It is kept as {place.name}, and a new one begins."


@contextmanager
def _locked() -> Iterator[None]:
    """Hold the lock that the system gives back even when its holder is killed."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    if FileLock is None:
        yield
        return
    lock = FileLock(home / "progress.lock", timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise OSError("another program holds it") from error
    except NotImplementedError:  # a file system without locks
        yield
        return
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _not_kept(error: OSError) -> str:
    reason = error.strerror or str(error)
    if isinstance(error, FileExistsError | NotADirectoryError):
        reason = "a file stands where the folder should be"
    return (
        f"Your progress could not be kept in {folder()} ({reason}). "
        "The answer counts all the same; COURSEKIT_HOME names another folder."
    )
