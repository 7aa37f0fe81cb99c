"""What a learner's function returned, as plain data: so it can be judged where it did not run.

A teacher's tool runs a notebook with COURSEKIT_GRADING in its environment. Then each record of a
function holds, for every time the hidden inputs were tried, what came back or what stopped it.
"""

import types
from typing import Any

import numpy as np

from coursekit.network.checks import Array
from coursekit.questions.reading import DEEPEST, LARGEST, REAL, Unreadable, name_of

GRADING = "COURSEKIT_GRADING"
# what is no number: its types, and one of its kind, to be explained as in the notebook
KINDS: dict[str, tuple[tuple[type, ...], Any]] = {
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


def encode(value: Any, left: list[int] | None = None, depth: int = 0) -> Any:
    """Return a value as plain JSON from which `decode` makes one of the same kind.

    >>> decode(encode([np.array([1.5]), (2, None)]))
    [array([1.5]), (2, None)]
    """
    left = [10 * LARGEST] if left is None else left
    kind = type(value)
    if issubclass(kind, np.ndarray):
        return _encode_array(np.asarray(value), left, depth)
    if issubclass(kind, list | tuple):
        base: Any = list if issubclass(kind, list) else tuple
        left[0] -= base.__len__(value)
        if left[0] < 0 or depth > DEEPEST + 2:
            return {"kind": "many"}
        inside = [encode(entry, left, depth + 1) for entry in base.__iter__(value)]
        return {base.__name__: inside}
    return _encode_one(value, kind)


def _encode_array(array: Array, left: list[int], depth: int) -> Any:
    left[0] -= array.size
    if left[0] < 0:
        return {"kind": "many"}
    if array.dtype.kind == "O":
        return encode(array.tolist(), left, depth)
    if array.dtype.kind in "iuf":
        return {"array": array.tolist(), "shape": array.shape, "type": array.dtype.str}
    return {"kind": _kind(array.dtype.type), "name": "array"}


def _encode_one(value: Any, kind: type) -> Any:
    if kind is not bool and issubclass(kind, int):
        plain = int.__add__(value, 0)
        return plain if abs(plain) < 10**300 else {"kind": "huge"}
    if issubclass(kind, float):
        return float.__add__(value, 0.0)
    if kind in REAL:
        return float(value)
    return {"kind": _kind(kind), "name": name_of(kind)}


def _kind(kind: type) -> str:
    return next((name for name, (kinds, _) in KINDS.items() if issubclass(kind, kinds)), "other")


def decode(data: Any, depth: int = 0) -> Any:
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
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise Unreadable("Your function gives no results that can be read.") from None
