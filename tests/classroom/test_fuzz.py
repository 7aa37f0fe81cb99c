"""Whatever a file contains, it is one row: no other learner's row changes."""

import csv
import json
import random
from copy import deepcopy
from functools import cache

import pytest

from coursekit.classroom import grade_command
from tests.answers.neurons import ANSWERS
from tests.classroom import submissions

HONEST = ("aaa", "zzz")
DEEP = "lists within lists"
VALUES = [None, True, -1, 10**400, 1e999, "", "\ud83d", "x" * 10**6, [], {}, [[]], {"a": None}]


@cache
def whole():
    return json.dumps(submissions.answered("01-neurons", ANSWERS))


def places(value, path=()):
    """Yield the path to every value in a notebook."""
    yield path
    inside = enumerate(value) if isinstance(value, list) and len(path) < 9 else ()
    for key, entry in value.items() if isinstance(value, dict) else inside:
        yield from places(entry, (*path, key))


def another_value(rng):
    """Return a notebook in which some values are others."""
    notebook = json.loads(whole())
    for _ in range(rng.choice([1, 3, 30])):
        path = rng.choice([path for path in places(notebook) if path])
        inner = notebook
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = deepcopy(rng.choice([*VALUES, DEEP, DEEP, inner[path[-1]]]))
    depth = rng.choice([5, 200, 900, 10**5])
    return json.dumps(notebook).replace(json.dumps(DEEP), "[" * depth + "]" * depth).encode()


def other_bytes(rng):
    content = bytearray(whole().encode())
    for _ in range(rng.choice([1, 10, 1000])):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(content)


def cut(rng):
    content = whole().encode()
    start, end = sorted(rng.sample(range(len(content)), 2))
    return rng.choice([content[:end], content[start:], content[:start] + content[end:]])


def repeated(rng):
    notebook = json.loads(whole())
    notebook["cells"] *= rng.choice([0, 3, 30])
    rng.shuffle(notebook["cells"])
    return json.dumps(notebook).encode(rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))


def graded(folder, out, *options):
    arguments = [str(folder), "--out", str(out), "--lesson", "neurons", *options]
    assert grade_command.command(arguments) == 0
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def assert_one_row_each(folder, count, seed):
    rng = random.Random(seed)
    for name in HONEST:
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / "x.ipynb").write_text(whole())
    alone = graded(folder / "in", folder / "out", "--records-only")
    for k in range(count):
        content = rng.choice([another_value, another_value, other_bytes, cut, repeated])(rng)
        (folder / "in" / f"m{k}").mkdir()
        (folder / "in" / f"m{k}" / "x.ipynb").write_bytes(content)
    rows = graded(folder / "in", folder / "out", "--records-only")
    assert len(rows) == 2 + count
    for name in HONEST:
        same = [{**row, "remarks": ""} for row in (rows[name], alone[name])]
        assert same[0] == same[1]
        assert int(alone[name]["score"]) == 10


def test_mutated_notebooks_are_a_row_each_and_change_no_other(tmp_path):
    assert_one_row_each(tmp_path, 60, 0)


@pytest.mark.slow
def test_two_thousand_of_them_are(tmp_path):
    assert_one_row_each(tmp_path, 2000, 1)
