"""Reading what a learner hands in: numbers in any honest form, and a calm sentence for the rest.

An answer may be any object at all, also one that lies about itself or never ends. So this file
asks for its type, which cannot lie, and calls no method that the answer brought along.
"""

import re
import sys
import types
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from coursekit.network.checks import Array

LARGEST = 10_000  # entries; no question of the course asks for more
DEEPEST = 6
REAL = {Fraction, Decimal, *(np.dtype(code).type for code in np.typecodes["AllInteger"] + "efdg")}
# types that are no numbers → what to do about it
REFUSED = {
    (bool, np.bool_): (
        "This is True or False, not a number. Is there a comparison, such as == or <, in your line?"
    ),
    (complex, np.complexfloating): (
        "This is a complex number: in Python, 1j is the imaginary unit."
    ),
    (str, bytes): "This is text. Leave out the quotes, and it is a number.",
    (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc): (
        "This is a function, not its result. Call it: write (…) after its name."
    ),
    (types.GeneratorType, map, zip, filter, range): (
        "This is a promise of numbers, not yet numbers. Put list(…) around it."
    ),
    (dict, set, frozenset): "This has no places in a row. Use a list or an array.",
    (type(None), type(...)): "One of the entries is still empty.",
}


class Unreadable(Exception):
    """The answer is no number and no array of numbers; the message is for the learner."""

    attempted = True


class NotAttempted(Unreadable):
    """There is no answer yet."""

    attempted = False


def read(answer: Any) -> Array:
    """Return the answer as a float64 array of any shape.

    Raises Unreadable, with a sentence for the learner, for what holds no finite numbers, and
    NotAttempted for `...` and None.

    >>> read([1, 2.5]), read(np.float32(0.5))
    (array([1. , 2.5]), array(0.5))
    >>> read("0.5")
    Traceback (most recent call last):
    coursekit.questions.reading.Unreadable: This is text. Leave out the quotes, and it is a number.
    """
    refuse_what_is_no_answer(answer)
    try:
        with np.errstate(all="ignore"):
            values = np.array(_plain(answer, [LARGEST]), float)
    except ValueError:
        raise Unreadable("The rows have different lengths. Make them equally long.") from None
    except OverflowError:
        raise Unreadable("One of the numbers is too large to compute with.") from None
    if values.size == 0:
        raise Unreadable("It is empty: there is no number in it.")
    if np.isnan(values).any():
        raise Unreadable(
            "There is a NaN in it, “not a number”. That comes from steps such as 0/0 or ∞ − ∞: "
            "look at the steps one by one."
        )
    if np.isinf(values).any():
        raise Unreadable("There is an ∞ in it. A step has grown beyond every number: look at each.")
    return values


def refuse_what_is_no_answer(answer: Any) -> None:
    """Raise for what is no answer to any kind of question."""
    kind = type(answer)
    if answer is ...:
        raise NotAttempted("The three dots are still there.")
    if answer is None:
        raise NotAttempted(
            "None has arrived here. Does your line store a result? "
            "A function without `return` gives None, and so does print."
        )
    widgets = sys.modules.get("ipywidgets")  # whoever has a widget has loaded them
    if widgets and issubclass(kind, widgets.Widget):
        raise Unreadable("This is a widget. Hand in the number that it shows: its .value.")


def read_text(answer: Any) -> str:
    """Return a text as it was handed in, its first 5,000 characters; raise Unreadable otherwise."""
    refuse_what_is_no_answer(answer)
    if not issubclass(type(answer), str):
        raise Unreadable("Answer with text: put it between quotes.")
    return str.__getitem__(answer, slice(0, 5000))


def name_of(kind: type) -> str:
    """Return a type's own name, whatever its metaclass says."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return name[:40]


def _plain(value: Any, room: list[int], depth: int = 0) -> Any:
    """Return value as a float or as nested lists of floats; `room` counts the entries left."""
    kind = type(value)
    if issubclass(kind, np.ma.MaskedArray):
        raise Unreadable("This is a masked array: some of its entries are hidden. Fill them first.")
    if issubclass(kind, np.ndarray):
        return _plain_array(np.asarray(value), room, depth)
    if issubclass(kind, list | tuple):
        base: Any = list if issubclass(kind, list) else tuple
        if depth == DEEPEST:
            raise Unreadable("These are lists within lists within lists. Unpack them.")
        _take(room, base.__len__(value))
        return [_plain(entry, room, depth + 1) for entry in base.__iter__(value)]
    return _number(value, kind)


def _plain_array(values: Any, room: list[int], depth: int) -> Any:
    _take(room, values.size)
    if values.dtype.kind in "iuf":
        return values.astype(float).tolist()
    if values.dtype.kind == "O":
        return _plain(values.tolist(), room, depth)
    raise _refusal(values.dtype.type)


def _take(room: list[int], count: int) -> None:
    room[0] -= count
    if room[0] < 0:
        raise Unreadable(f"It has more than {LARGEST:,} numbers. No answer here is that large.")


def _number(value: Any, kind: type) -> float:
    if issubclass(kind, int) and kind is not bool:
        return float(int.__add__(value, 0))
    if issubclass(kind, float):
        return float.__add__(value, 0.0)
    if kind in REAL:
        try:
            return float(value)
        except ValueError:  # a signalling NaN
            return float("nan")
    if issubclass(kind, str):
        raise Unreadable(_about_text(str.__str__(value)))
    raise _refusal(kind)


def _about_text(text: str) -> str:
    """Say what to do with a text that should be a number."""
    written = str.strip(text)[:30].replace("−", "-")
    if re.fullmatch(r"[-+]?\d+,\d+", written):
        return f"Python writes a point for the comma, and no quotes: {written.replace(',', '.')}"
    if "−" in text and re.fullmatch(r"-\d*\.?\d+", written):
        return f"Python's minus is the hyphen, and there are no quotes: {written}"
    return "This is text. Leave out the quotes, and it is a number."


def _refusal(kind: type) -> Unreadable:
    for kinds, sentence in REFUSED.items():
        if issubclass(kind, kinds):
            return Unreadable(sentence)
    return Unreadable(
        f"This is a {name_of(kind)}, not a number or an array of numbers. "
        "np.array(…) turns many things into one."
    )


def fit(values: Array, shape: tuple[int, ...]) -> Array | None:
    """Return values in this shape if only a row stands for a column or a 1 is too many, else None.

    >>> fit(np.array([[1.0], [2.0]]), (2,)).tolist()
    [1.0, 2.0]
    >>> fit(np.zeros((2, 3)), (3, 2)) is None
    True
    """
    if _without_ones(values.shape) == _without_ones(shape):
        return values.reshape(shape)
    return None


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)
