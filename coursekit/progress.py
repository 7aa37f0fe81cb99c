"""The learner's progress: one small file, in the platform's own place for such data.

It is plain JSON that one can read and delete. It is written whole or not at all, under a lock, so
that two notebooks may be open at once. A file that cannot be understood is set aside, not
overwritten. Nothing is sent anywhere.
"""

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

if sys.platform == "emscripten":  # in a browser no lock ends with its holder: the last writer wins
    FileLock = None
else:
    from filelock import FileLock, Timeout

VERSION = 1
PATIENCE = 5  # seconds to wait for another notebook that is writing


def folder():
    """Return the folder that holds the file; COURSEKIT_HOME names another."""
    chosen = os.environ.get("COURSEKIT_HOME")
    return Path(chosen) if chosen else user_data_path("coursekit", appauthor=False)


def read():
    """Return what is known, exercise id → {"outcome", "attempts"}, and a message or "".

    Raises nothing: a file that is damaged, or of a later version of the kit, is set aside.
    """
    try:
        with _locked():
            return _load()
    except OSError as error:
        return {}, _not_kept(error)


def note(exercise, outcome):
    """Count an attempt at an exercise and keep its outcome; return a message, or "".

    A right answer stays right.
    """
    try:
        with _locked():
            known, message = _load()
            before = known.get(exercise, {"outcome": outcome, "attempts": 0})
            if before["outcome"] in ("right", "noted"):
                outcome = before["outcome"]
            known[exercise] = {"outcome": outcome, "attempts": before["attempts"] + 1}
            _store(known)
            return message
    except OSError as error:
        return _not_kept(error)


def _load():
    path = folder() / "progress.json"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, ""
    except UnicodeDecodeError:
        return {}, _set_aside(path, "damaged")
    try:
        stored = json.loads(text)
        if stored["version"] > VERSION:
            return {}, _set_aside(path, "newer")
        known = {
            name: {"outcome": str(entry["outcome"]), "attempts": int(entry["attempts"])}
            for name, entry in stored["exercises"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}, _set_aside(path, "damaged")
    return known, ""


def _store(known):
    path = folder() / "progress.json"
    whole = json.dumps({"version": VERSION, "exercises": known}, indent=1, sort_keys=True)
    beside = path.with_suffix(".new")  # only the holder of the lock writes it
    with beside.open("w", encoding="utf-8") as file:
        file.write(whole + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _set_aside(path, why):
    number = 1
    while (place := path.with_name(f"progress-{why}-{number}.json")).exists():
        number += 1
    path.rename(place)
    reason = {"damaged": "could not be read", "newer": "is from a later version of the course"}[why]
    return f"Your progress file {reason}. It is kept as {place.name}, and a new one begins."


@contextmanager
def _locked():
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
    try:
        yield
    finally:
        lock.release()


def _not_kept(error):
    reason = error.strerror or str(error)
    return f"Your progress could not be kept ({reason}). The answer counts all the same."
