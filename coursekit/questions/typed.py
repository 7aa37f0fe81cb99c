"""What people type and paste into a cell: signs that Python does not read, an unknown name.

The course writes −, × and ². A line of it that is pasted into a cell runs all the same: before
IPython reads a cell, the signs are written as Python writes them, outside of texts and comments.
A name that is not there, because its cell was not run or the kernel was restarted, is explained.
"""

import re
from collections.abc import Iterable
from typing import Any

from IPython import get_ipython

SIGNS = {"−": "-", "×": "*", "·": "*", "²": "**2", "³": "**3", "⁻": "-"}
TOLD = re.compile(  # a text or a comment, which stays; or a sign
    r"""(\"\"\".*?\"\"\"|'''.*?'''|"[^"\n]*"|'[^'\n]*'|#[^\n]*)|([−×·²³⁻])""", re.S
)
LETTER = re.compile(r"\.check\(\s*([A-Ha-h])\s*\)")
here: set[str] = set()  # the names that a notebook imports, once they are known here


def as_python(lines: list[str]) -> list[str]:
    """Return a cell's lines with the course's signs as Python's own.

    >>> as_python(["(0.5 − 1)² × 2  # a² stays"])
    ['(0.5 - 1)**2 * 2  # a² stays']
    """
    text = "".join(lines)
    found = TOLD.sub(lambda match: match[1] or SIGNS[match[2]], text)
    return lines if found == text else found.splitlines(keepends=True)


def unquoted(name: str, line: str) -> str | None:
    """Return what to say of an unknown name, if it is the letter of an answer without its quotes.

    >>> unquoted("B", "neurons.first_layer.check(B)")
    'Put the letter in quotes: check("B").'
    """
    match = LETTER.search(line)
    return f'Put the letter in quotes: check("{name}").' if match and match[1] == name else None


def not_run(name: str, names: Iterable[str]) -> str | None:
    """Return what to say of an unknown name, if it is one of those that a first cell brings.

    >>> print(not_run("np", ["cost"]))
    `np` is not here yet. Run the cell with `import numpy as np`, the first one of this notebook; a\
 kernel that was restarted has forgotten it.
    """
    brings = {name: f"from coursekit import {name}" for name in names}
    line = {"np": "import numpy as np", **brings}.get(name)
    return line and (
        f"`{name}` is not here yet. Run the cell with `{line}`, the first one of this notebook; "
        "a kernel that was restarted has forgotten it."
    )


def install(names: Iterable[str]) -> None:
    """Let this kernel, if there is one, take what people type; once is enough.

    names: those that a notebook imports from the course.
    """
    shell = None if here else get_ipython()
    if shell is None:
        return
    here.update(names)
    shell.input_transformers_cleanup.append(as_python)
    shell.set_custom_exc((NameError,), _say_what_is_missing)


def _say_what_is_missing(
    shell: Any, kind: Any, error: Any, trace: Any, tb_offset: Any = None
) -> Any:
    lines = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
    name = str(getattr(error, "name", ""))
    text = unquoted(name, str(shell.user_ns.get("In", [""])[-1])) or not_run(name, here)
    shell._showtraceback(kind, error, [text] if text else lines)
    return lines
