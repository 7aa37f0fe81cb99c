"""Numbers and texts as a question, a hint or an outcome writes them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
Text = str | Callable[[Any], str]  # texts are strings, or functions of a question's numbers


def show(value: Any, digits: int = 6) -> str:
    """Write a number or an array as one would type it, to so many significant digits.

    >>> show(0.1 + 0.2), show(np.array([[1.0, -0.25]])), show(1300200)
    ('0.3', '[[1, -0.25]]', '1300200')
    """
    value = np.asarray(value, float)
    if value.ndim == 0 and value == np.round(value) and abs(value) < 1e12:
        return str(int(value))  # a whole number in full
    if value.ndim == 0:
        return f"{float(value):.{digits}g}"
    return "[" + ", ".join(show(entry, digits) for entry in value) + "]"


def write(value: Any, decimals: int | None = None) -> str:
    """Write a number as prose does: with a minus sign, and with so many decimals if one says so.

    >>> write(-0.5), write(0.25, 3)
    ('−0.5', '0.250')
    """
    return (show(value) if decimals is None else f"{value:.{decimals}f}").replace("-", "−")


def say(text: T | Callable[[Any], T], x: SimpleNamespace) -> T:
    """Return a text, or whatever else depends on a question's numbers, as it is with these."""
    return text(x) if callable(text) else text


def typed(**arrays: Any) -> str:
    """Write arrays as a block of code, to be copied from a question.

    >>> print(typed(a=np.array([0.7, 0.3])))
    ```python
    a = np.array([0.7, 0.3])
    ```
    """
    lines = "\n".join(f"{name} = np.array({show(value)})" for name, value in arrays.items())
    return f"```python\n{lines}\n```"
