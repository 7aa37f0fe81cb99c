"""What to say of a function of the learner's that stops with an error."""

import builtins
import inspect
import linecache
import re
import traceback
from typing import Any

from coursekit.questions.reading import name_of

# how numpy words what does not fit → what that means
SHAPES = {
    r"broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))": (
        "arrays of the shapes {} and {} do not fit together there"
    ),
    r"size (\d+) is different from (\d+)": (
        "`@` meets {1} columns on its left and {0} rows on its right"
    ),
    r"not aligned: (\d+) \(dim \d+\) != (\d+)": (
        "`dot` meets {} columns on its left and {} rows on its right"
    ),
}
AXIS = "; `axis=0` gives one result for each column, `axis=1` one for each row"


def what_stopped(error: BaseException, function: Any) -> str:
    """Say what went wrong and in which line of the learner's own code."""
    code = getattr(function, "__code__", None)
    steps = traceback.walk_tb(vars(BaseException)["__traceback__"].__get__(error))
    own = [line for frame, line in steps if code and frame.f_code.co_filename == code.co_filename]
    kind = name_of(type(error))
    # Only Python's own errors are asked for their words; another could bring words that never end.
    plain = type(error) in vars(builtins).values() and all(
        type(argument) in (str, int, float) for argument in error.args
    )
    reason = f"{kind}: {', '.join(map(str, error.args))}" if plain and error.args else kind
    if code is None or not own:
        return f"Your function stops with {reason}."
    line = linecache.getline(code.co_filename, own[-1]).strip()
    if type(error) is TypeError and "math." in line:
        reason += "; `math` takes one number, `np` takes arrays: write np for math"
    place = f"Your function stops in line {own[-1]}, `{line}`"
    if type(error) is ValueError and (told := _of_shapes(reason)):
        return f"{place}: {told}{AXIS if _goes_down(code) else ''}."
    return f"{place}, with {reason}."


def _of_shapes(reason: str) -> str:
    """Say what does not fit, if that is what numpy means.

    >>> _of_shapes("operands could not be broadcast together with shapes (3,) (5,) ")
    'arrays of the shapes (3,) and (5,) do not fit together there'
    """
    found = ((words, re.search(pattern, reason)) for pattern, words in SHAPES.items())
    return next((words.format(*match.groups()) for words, match in found if match), "")


def _goes_down(code: Any) -> bool:
    """Say whether the function's source takes results down the columns."""
    try:
        return bool(re.search(r"axis\s*=\s*0", inspect.getsource(code)))
    except (OSError, TypeError):
        return False
