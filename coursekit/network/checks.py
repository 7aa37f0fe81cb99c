"""What comes from outside is asked three things: is it numbers, does it fit, is it finite?

An answer of no is an error that names the place, the rule and the value, in the words of the
course, so that a learner can mend the line that caused it.
"""

import operator
from collections.abc import Sequence
from typing import Any, SupportsFloat, SupportsIndex, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
Labels: TypeAlias = NDArray[np.integer[Any]]


def numbers(place: str, values: ArrayLike) -> NDArray[Any]:
    """Return `values` as an array of any shape, of bools, whole or real numbers.

    Raises ValueError for rows of different lengths, TypeError for anything that is no number.

    >>> numbers("inputs", [1, "two"])
    Traceback (most recent call last):
    TypeError: inputs must be real numbers, got <U21
    """
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{place} must have rows of equal length") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{place} must be real numbers, got {array.dtype}")
    return array


def floats(place: str, values: ArrayLike) -> Array:
    """Return `values` as an array of floats: floats keep their precision, the rest takes float64.

    >>> floats("z", [1, 2]).dtype, floats("z", np.float32(1)).dtype
    (dtype('float64'), dtype('float32'))
    """
    array = numbers(place, values)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def finite(place: str, array: Array) -> Array:
    """Return `array` as it is, or raise ValueError naming the first entry that is nan or infinite.

    >>> finite("b(1)", np.array([0.0, np.inf]))
    Traceback (most recent call last):
    ValueError: b(1) must be finite, got inf at entry 1
    """
    if not np.isfinite(array).all():
        spot = tuple(int(index) for index in np.argwhere(~np.isfinite(array))[0])
        where = f"entry {spot[0]}" if array.ndim == 1 else "row {}, column {}".format(*spot)
        raise ValueError(f"{place} must be finite, got {array[spot]} at {where}")
    return array


@np.errstate(over="ignore")  # what overflows in the cast is reported by `finite`
def rows(place: str, values: ArrayLike, dtype: DTypeLike) -> Array:
    """Return one example (n,) or a table of examples (rows, n) as finite rows of `dtype`.

    Nothing is copied when the type fits already. Raises ValueError when there is nothing in it.

    >>> rows("inputs", [1, 2], np.float32)
    array([[1., 2.]], dtype=float32)
    """
    array = numbers(place, values)
    if array.ndim not in (1, 2):
        raise ValueError(f"{place} must be one row or a table of rows, got shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{place} must hold at least one number, got shape {array.shape}")
    return finite(place, np.atleast_2d(array).astype(dtype, copy=False))


def labels(place: str, values: ArrayLike, classes: int) -> Labels:
    """Return class numbers 0 … classes − 1 as an array (n,) of whole numbers.

    >>> labels("labels", [3, 10], 10)
    Traceback (most recent call last):
    ValueError: labels must run from 0 to 9, got 10 at entry 1
    """
    array = numbers(place, values)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{place} must be one row of at least one label, got shape {array.shape}")
    if array.dtype.kind not in "biu":
        raise TypeError(f"{place} must be whole numbers, got {array.dtype}")
    outside = np.flatnonzero((array < 0) | (array >= classes))
    if outside.size:
        bad = f"got {array[outside[0]]} at entry {outside[0]}"
        raise ValueError(f"{place} must run from 0 to {classes - 1}, {bad}")
    return array.astype(np.intp) if array.dtype.kind == "b" else array


def layers(
    weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]
) -> tuple[list[Array], list[Array]]:
    """Return copies of W(1) … W(L) and b(1) … b(L), finite, of one type and fitting each other.

    The type is float32 if all arrays are float32, else float64.

    >>> layers([[[1, 2]], [[3], [4]]], [[0], [0]])
    Traceback (most recent call last):
    ValueError: b(2) must be (2,), one bias for each row of W(2), got (1,)
    """
    if len(weights) != len(biases) or len(weights) == 0:
        found = f"{len(weights)} matrices and {len(biases)} vectors"
        raise ValueError(f"each layer needs one weight matrix and one bias vector, got {found}")
    all_weights = [floats(f"W({i})", w) for i, w in enumerate(weights, start=1)]
    all_biases = [floats(f"b({i})", b) for i, b in enumerate(biases, start=1)]
    _fitting(all_weights, all_biases)
    single = all(array.dtype == np.float32 for array in (*all_weights, *all_biases))
    dtype = np.float32 if single else np.float64
    return (
        [finite(f"W({i})", np.array(w, dtype)) for i, w in enumerate(all_weights, start=1)],
        [finite(f"b({i})", np.array(b, dtype)) for i, b in enumerate(all_biases, start=1)],
    )


def _fitting(weights: list[Array], biases: list[Array]) -> None:
    for i, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        if w.ndim != 2 or w.size == 0:
            raise ValueError(f"W({i}) must be a matrix, neurons × inputs, got shape {w.shape}")
        if b.shape != w.shape[:1]:
            rule = f"{w.shape[:1]}, one bias for each row of W({i})"
            raise ValueError(f"b({i}) must be {rule}, got {b.shape}")
        if i > 1 and w.shape[1] != len(biases[i - 2]):
            rule = f"one column for each of the {len(biases[i - 2])} neurons of layer {i - 1}"
            raise ValueError(f"W({i}) must have {rule}, got {w.shape[1]}")


def real(
    place: str, value: SupportsFloat, *, least: float = -np.inf, above: float = -np.inf
) -> float:
    """Return `value` as a finite float that is at least `least` and greater than `above`.

    >>> real("rate", -0.5, above=0)
    Traceback (most recent call last):
    ValueError: rate must be a finite number above 0, got -0.5
    """
    number = float(value)
    if not (np.isfinite(number) and number >= least and number > above):
        bounds = {" of at least": least, " above": above}
        limits = "".join(f"{word} {bound:g}" for word, bound in bounds.items() if bound > -np.inf)
        raise ValueError(f"{place} must be a finite number{limits}, got {value}")
    return number


def count(place: str, value: SupportsIndex, *, least: int = 1) -> int:
    """Return `value` as a whole number that is at least `least`.

    >>> count("batch_size", 0)
    Traceback (most recent call last):
    ValueError: batch_size must be a whole number of at least 1, got 0
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if number < least:
        raise ValueError(f"{place} must be a whole number of at least {least}, got {value!r}")
    return number
