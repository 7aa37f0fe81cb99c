"""The numbers of a question: the same for everybody who asks for the same variant, on any machine.

Only `random.Random.random` is promised to give the same numbers for a seed in every version of
Python, so everything is drawn from that.
"""

import random
from types import SimpleNamespace

import numpy as np


class Draw:
    """Numbers for one variant of one question.

    key: what names the variant; the same key gives the same numbers.

    >>> Draw("neurons.weighted_sum", None, 1).number(0, 1) == Draw(
    ...     "neurons.weighted_sum", None, 1
    ... ).number(0, 1)
    True
    """

    def __init__(self, *key):
        self._random = random.Random("/".join(map(str, key)))

    def number(self, low, high, step=0.1):
        """Return one of low, low + step … high, without a tail of rounding errors."""
        steps = round((high - low) / step) + 1
        return round(low + step * self._below(steps), 6)

    def array(self, shape, low, high, step=0.1):
        """Return an array of such numbers."""
        count = int(np.prod(shape))
        return np.array([self.number(low, high, step) for _ in range(count)]).reshape(shape)

    def shuffled(self, items):
        """Return the items as a list in a drawn order."""
        left = list(items)
        return [left.pop(self._below(len(left))) for _ in items]

    def pick(self, items):
        """Return one of the items."""
        return items[self._below(len(items))]

    def _below(self, count):
        return int(self._random.random() * count)


def numbers(values):
    """Return a mapping as a namespace whose lists are arrays.

    >>> numbers({"w": [1, 2], "b": 0.5}).w
    array([1., 2.])
    """
    return SimpleNamespace(
        **{
            name: np.array(value, float) if isinstance(value, list | np.ndarray) else value
            for name, value in values.items()
        }
    )


def show(value, digits=6):
    """Write a number or an array as one would type it, to so many significant digits.

    >>> show(0.1 + 0.2), show(np.array([[1.0, -0.25]]))
    ('0.3', '[[1, -0.25]]')
    """
    value = np.asarray(value, float)
    if value.ndim == 0:
        return f"{float(value):.{digits}g}"
    return "[" + ", ".join(show(entry, digits) for entry in value) + "]"


def write(value, decimals=None):
    """Write a number as prose does: with a minus sign, and with so many decimals if one says so.

    >>> write(-0.5), write(0.25, 3)
    ('−0.5', '0.250')
    """
    return (show(value) if decimals is None else f"{value:.{decimals}f}").replace("-", "−")


def say(text, x):
    """Return a text as it reads with these numbers: texts are strings, or functions of them."""
    return text(x) if callable(text) else text


def typed(**arrays):
    """Write arrays as a block of code, to be copied from a question.

    >>> print(typed(a=np.array([0.7, 0.3])))
    ```python
    a = np.array([0.7, 0.3])
    ```
    """
    lines = "\n".join(f"{name} = np.array({show(value)})" for name, value in arrays.items())
    return f"```python\n{lines}\n```"
