"""A learner's function on given inputs, in a process of its own: what goes in and out is data.

`run_elsewhere` is the grader's side, `work` the other one. Only there is the source compiled.
"""

import ast
import linecache
import sys
import textwrap
import types
from importlib import import_module

import numpy as np

from coursekit.exercises import functions
from coursekit.exercises.answers import DEEPEST, LARGEST, REAL, Unreadable, name_of
from coursekit.exercises.course import LESSONS
from coursekit.teach.limits import Limits

FILE = "the answer"
LIMITS = Limits(seconds=functions.SECONDS + 2, memory=1000, processes=20, disk=20, answer=5)
ENDED = {
    "time": "Your function did not finish. Is there a loop that never ends?",
    "memory": "Your function takes too much memory.",
}
# what is no number: its types, and one of its kind, to be explained as in the notebook
KINDS = {
    "none": ((type(None),), None),
    "dots": ((type(...),), ...),
    "flag": ((bool, np.bool_), True),
    "complex": ((complex, np.complexfloating), 1j),
    "text": ((str, bytes), ""),
    "function": ((types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc), len),
    "promise": ((types.GeneratorType, map, zip, filter, range), range(0)),
    "places": ((dict, set, frozenset), {}),
    "huge": ((), 10**400),
    "many": ((), [0.0] * (LARGEST + 1)),
}


def run_elsewhere(forker, folder, source, helpers, reference=None):
    """Return a learner's function as one that runs in a process of its own.

    helpers: sources that it rests on. reference: a question's id, to run the course's own function
    instead.
    """

    def run(cases):
        job = {"kind": "try", "cases": encode(cases)}
        job |= {"source": source, "helpers": helpers, "reference": reference}
        lines, ended = forker.run(job, folder, LIMITS)
        told = lines[-1] if lines and isinstance(lines[-1], dict) else {}
        if isinstance(reason := told.get("unreadable"), str):
            raise Unreadable(reason[:1000])
        if "results" not in told:
            raise Unreadable(ENDED.get(ended, "Your function ends Python instead of returning."))
        results = decode(told["results"])
        if not isinstance(results, list) or len(results) != len(cases):
            raise Unreadable("Your function gives no results that can be read.")
        return results

    return functions.Elsewhere(run)


def prepare():
    """Do nothing: this module has imported it all."""


def work(job, folder, write):
    """Make the function from its source, call it with each case, and write what it gives."""
    try:
        function = _own(job["reference"]) if job["reference"] else _theirs(job)
        results = functions.results_of(function, decode(job["cases"]))
        write({"results": encode(results)})
    except Unreadable as reason:
        write({"unreadable": str(reason)})


def _own(reference):
    room, name = reference.split(".")
    return getattr(import_module(f"coursekit.exercises.{room}"), name).reference


def _theirs(job):
    for room, _ in LESSONS.values():  # they hold the course's own answers
        sys.modules[f"coursekit.exercises.{room}"] = None
    return rebuilt(job["source"], job["helpers"])


def rebuilt(source, helpers=()):
    """Return the function that a source makes: a `def`, or a lambda wherever it stands.

    Runs the source, so it is for a process of its own. Raises Unreadable.
    """
    names = {"np": np, "__name__": "answer"}
    for helper in helpers:
        try:
            exec(compile(helper, "a helper", "exec"), names)
        except BaseException:  # the function may do without it; if not, it will say so
            continue
    source = textwrap.dedent(source)
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    try:
        nodes = ast.walk(ast.parse(source))
        node = next(n for n in nodes if isinstance(n, ast.FunctionDef | ast.Lambda))
        if isinstance(node, ast.Lambda):
            return eval(compile(ast.Expression(node), FILE, "eval"), names)
        exec(compile(ast.Module([node], []), FILE, "exec"), names)
        return names[node.name]
    except Exception as error:
        raise Unreadable(f"Your function cannot be read ({type(error).__name__}).") from None


def encode(value, room=None, depth=0):
    """Return a value as plain JSON from which `decode` makes one of the same kind.

    >>> decode(encode([np.array([1.5]), (2, None)]))
    [array([1.5]), (2, None)]
    """
    room = [10 * LARGEST] if room is None else room
    kind = type(value)
    if issubclass(kind, np.ndarray):
        return _encode_array(np.asarray(value), room, depth)
    if issubclass(kind, list | tuple):
        base = list if issubclass(kind, list) else tuple
        room[0] -= base.__len__(value)
        if room[0] < 0 or depth > DEEPEST + 2:
            return {"kind": "many"}
        inside = [encode(entry, room, depth + 1) for entry in base.__iter__(value)]
        return {base.__name__: inside}
    return _encode_one(value, kind)


def _encode_array(array, room, depth):
    room[0] -= array.size
    if room[0] < 0:
        return {"kind": "many"}
    if array.dtype.kind == "O":
        return encode(array.tolist(), room, depth)
    if array.dtype.kind in "iuf":
        return {"array": array.tolist(), "shape": array.shape, "type": array.dtype.str}
    return {"kind": _kind(array.dtype.type), "name": "array"}


def _encode_one(value, kind):
    if kind is not bool and issubclass(kind, int):
        plain = int.__add__(value, 0)
        return plain if abs(plain) < 10**300 else {"kind": "huge"}
    if issubclass(kind, float):
        return float.__add__(value, 0.0)
    if kind in REAL:
        return float(value)
    return {"kind": _kind(kind), "name": name_of(kind)}


def _kind(kind):
    return next((name for name, (kinds, _) in KINDS.items() if issubclass(kind, kinds)), "other")


def decode(data, depth=0):
    """Return the value that `encode` wrote; raise Unreadable for anything else."""
    if isinstance(data, int | float) and not isinstance(data, bool):
        return data
    try:
        if "array" in data:
            flat = np.asarray(data["array"], np.dtype(data["type"]))
            if flat.dtype.kind in "iuf" and flat.size <= 10 * LARGEST:
                return flat.reshape(data["shape"])
        for base in (list, tuple):
            if base.__name__ in data and depth <= DEEPEST + 3:
                return base(decode(entry, depth + 1) for entry in data[base.__name__])
        if data["kind"] in KINDS:
            return KINDS[data["kind"]][1]
        return type(str(data.get("name"))[:40], (), {})()
    except (TypeError, ValueError, KeyError, OverflowError):
        raise Unreadable("Your function gives no results that can be read.") from None
