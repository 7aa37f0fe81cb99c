"""What a notebook's code says, found by reading it; nothing is run.

Which questions a cell checks, and with what; what a function needs from other cells; and what no
honest answer needs.
"""

import ast
import re
from dataclasses import dataclass
from enum import Enum
from typing import Any

import coursekit
from coursekit.exercises.course import LESSONS

ROOMS = {room for room, _ in LESSONS.values()}
MOST_HELPERS = 50
CALLED = re.compile(r"(\w+)\.(\w+)\.(check|ask)\s*\(")


class Sign(Enum):
    """What stands for an answer that cannot be read off a cell."""

    UNTOUCHED = "the three dots still stand"
    UNKNOWN = "only running it would tell"


UNTOUCHED, UNKNOWN = Sign.UNTOUCHED, Sign.UNKNOWN
# what a learner may read off a question; everything else of it is the checker's
OPEN_TO_ALL = {"ask", "check", "hint", "solution", "another", "given", "summary"}
ENDS = {"_exit", "abort", "kill", "killpg", "fork", "forkpty"}


@dataclass(frozen=True)
class Check:
    """A call of `check` or `ask` in a cell.

    answer: what is handed in, if it can be read off the cell, else UNTOUCHED or UNKNOWN.
    """

    exercise: str
    how: str
    answer: Any = UNKNOWN


def tree_of(source):
    """Return a cell's syntax tree without its magics, or None where it is no Python."""
    lines = [
        "" if line.lstrip().startswith(("%", "!", "?")) else line for line in source.split("\n")
    ]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def imported(trees):
    """Return name → what was imported under it, over all cells.

    >>> imported([tree_of("from coursekit.exercises import neurons as n"), tree_of("import os")])
    {'n': 'coursekit.exercises.neurons', 'os': 'os'}
    """
    known = {}
    for node in _nodes(trees, ast.Import, ast.ImportFrom):
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            else:
                name = alias.asname or alias.name.split(".")[0]
                known[name] = alias.name if alias.asname else name
    return known


def checks(source, tree, known):
    """Return the questions that a cell asks or checks.

    >>> source = "z = 0.5\\nneurons.weighted_sum.check(z)"
    >>> checks(source, tree_of(source), {})
    [Check(exercise='neurons.weighted_sum', how='check', answer=0.5)]
    """
    if tree is None:
        found = CALLED.findall(source)
        return [Check(f"{_room(room, known)}.{name}", how) for room, name, how in found]
    told = []
    for node in _nodes([tree], ast.Call):
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in ("check", "ask"):
            exercise = _path(called.value, known)
            if exercise:
                told.append(Check(exercise, called.attr, _handed_in(node, tree)))
    return told


def only_shows(tree, known, rebound):
    """Say whether a cell only shows one of the course's pictures: no answer depends on it.

    rebound: the names that the notebook gives another meaning to.

    >>> tree = tree_of("one_neuron()")
    >>> only_shows(tree, {"one_neuron": "coursekit.one_neuron"}, set())
    True
    """
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return False
    call = tree.body[0].value
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        return False
    name = call.func.id
    home = coursekit._HOMES.get(known.get(name, "").removeprefix("coursekit."), "")
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    plain = all(isinstance(value, ast.Constant) for value in values)
    return home.startswith("coursekit.explorers.") and name not in rebound and plain


def rebound(trees):
    """Return the names that a notebook stores or defines, wherever it does."""
    stored = {node.id for node in _nodes(trees, ast.Name) if not isinstance(node.ctx, ast.Load)}
    return stored | {node.name for node in _nodes(trees, ast.FunctionDef, ast.ClassDef)}


def _path(node, known):
    """Return "room.name" of an expression such as `neurons.weighted_sum`, or None."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    whole = ".".join([known.get(node.id, node.id), *parts]).removeprefix("coursekit.exercises.")
    return whole if whole.count(".") == 1 and whole.split(".")[0] in ROOMS else None


def _room(name, known):
    return known.get(name, name).removeprefix("coursekit.exercises.")


def _handed_in(call, tree):
    """Return what a call hands in, as far as its own cell tells."""
    if len(call.args) != 1:
        return UNKNOWN
    value = call.args[0]
    if isinstance(value, ast.Name):
        made = [node for node in tree.body if value.id in _bound(node)]
        if made and isinstance(made[-1], ast.FunctionDef):
            return UNTOUCHED if _only_dots(made[-1]) else UNKNOWN
        if not made or not isinstance(made[-1], ast.Assign):
            return UNKNOWN
        value = made[-1].value
    if isinstance(value, ast.Constant) and value.value is ...:
        return UNTOUCHED
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("np.array", "numpy.array"):
        value = value.args[0] if len(value.args) == 1 else value
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN


def _only_dots(function):
    return all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) for n in function.body)


def _bound(node):
    """Return the names that a top-level statement gives a meaning to."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return set()


def helpers(source, trees):
    """Return the statements of other cells that a function rests on, in the notebook's order.

    Imports, functions, classes and assignments; of several that bind a name the last one. What
    comes from the checker itself is not among them.

    >>> helpers("def f(z): return g(z)", [tree_of("def g(z): return 2 * z"), tree_of("h = 3")])
    ['def g(z):\\n    return 2 * z']
    """
    statements = [node for tree in trees if tree for node in tree.body]
    last = {name: node for node in statements for name in _bound(node)}
    own = tree_of(source)
    wanted, seen, found = _read(own), set(), []
    made = _bound(own.body[0]) if own and own.body else set()
    while wanted and len(found) < MOST_HELPERS:
        name = min(wanted)
        wanted.remove(name)
        seen.add(name)
        node = last.get(name)
        if node is None or name in made or node in found or _from_the_checker(node):
            continue
        found.append(node)
        wanted |= _read(node) - seen
    return [ast.unparse(node) for node in statements if node in found]


def _read(tree):
    names = _nodes([tree], ast.Name)
    return {node.id for node in names if isinstance(node.ctx, ast.Load)}


def _from_the_checker(node):
    if isinstance(node, ast.Import | ast.ImportFrom):
        return "coursekit.exercises" in ast.unparse(node)
    return bool(list(checks("", ast.Module([node], []), {})))


def suspicions(trees, known):
    """Return what the code does that no honest answer needs, each in a few words.

    >>> tree = tree_of("import os, numpy as np\\nnp.allclose = print\\nos._exit(0)")
    >>> suspicions([tree], imported([tree]))
    ['the code calls os._exit', 'the code replaces numpy.allclose']
    """
    told = set()
    for node in _nodes(trees, ast.Attribute, ast.Constant, ast.Call, ast.Import, ast.ImportFrom):
        told |= set(_suspicion(node, known))
    return sorted(told)


def _suspicion(node, known):
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and "vnd.coursekit" in node.value:
            yield "the code writes records itself"
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for name in imported([node]).values():
            if _is_the_checker(name):
                yield f"the code imports {name}"
            if name.split(".")[0] in ("subprocess", "multiprocessing", "ctypes"):
                yield f"the code imports {name.split('.')[0]}"
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "setattr" and node.args:
            target = node.args[0]
            if isinstance(target, ast.Name) and target.id in known:
                yield f"the code replaces a part of {known[target.id]}"
    else:
        yield from _about_attribute(node, known)


def _is_the_checker(name):
    """Whether a module is a part of the checker, and not a lesson's room."""
    if name.startswith("coursekit.teach"):
        return True
    inside = name.removeprefix("coursekit.exercises.")
    return inside != name and inside.split(".")[0] not in ROOMS


def _about_attribute(node, known):
    root = node.value
    while isinstance(root, ast.Attribute):
        root = root.value
    if not (isinstance(root, ast.Name) and root.id in known):
        return
    whole = ast.unparse(node).replace(root.id, known[root.id], 1)
    if isinstance(node.ctx, ast.Store | ast.Del):
        yield f"the code replaces {whole}"
    elif whole.startswith("os.") and node.attr in ENDS | {"system"}:
        yield f"the code calls {whole}"
    elif (question := _path(node.value, known)) and node.attr not in OPEN_TO_ALL:
        yield f"the code uses {question}.{node.attr}"


def _nodes(trees, *kinds):
    for tree in trees:
        if tree is not None:
            yield from (node for node in ast.walk(tree) if isinstance(node, kinds))
