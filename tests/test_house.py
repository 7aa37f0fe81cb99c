"""The house keeps its own rules: which room may import which, and what its files agree on."""

import ast
import tomllib
from pathlib import Path

import pytest
import yaml

from coursekit.exercises.course import LESSONS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "coursekit"
# room → the siblings it may import; a room not named here may import none
MAY_IMPORT = {
    "live": {"quick"},
    "figures": set(),
    "network": set(),
    "explorers": {"live", "pointer", "figures", "network"},
    "exercises": {"network", "progress"},
    "teach": {"exercises"},
}
# The progress map shows how the questions stand; no other explorer knows of any question.
ONE_FILE_MAY_IMPORT = {"explorers/review.py": {"exercises"}}
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # without the desktop windows nobody needs here
MODULES = sorted(PACKAGE.rglob("*.py"))
# A lesson's questions are prose and data, read one by one; they have a measure of their own.
# Lessons 4, 5 and 6 ask more than one file holds; these are their second halves.
QUESTIONS = [PACKAGE / "exercises" / f"{room}.py" for room, _ in LESSONS.values()]
QUESTIONS += [PACKAGE / "exercises" / f"{half}.py" for half in ("gradients", "steps", "cures")]
CODE = [path for path in MODULES if path not in QUESTIONS]
# What belongs to one lesson is read with that lesson; the rest is what every lesson stands on.
# What only a teacher runs is read by itself.
SHARED_PICTURES = {"explorer", "knobs", "parts", "grids", "plane"}
# Sharing and presenting are for a class; no lesson stands on them.
FOR_A_CLASS = [PACKAGE / "explorers" / f"{name}.py" for name in ("sharing", "presenting")]
ONE_LESSON = [
    path
    for path in CODE
    if (path.parent.name in ("explorers", "figures") and path.stem not in SHARED_PICTURES)
    or path.stem in ("backprop", "doctor", "links")  # lesson 4's coding question
    or path.stem in ("unaided", "capstone", "marks", "packing")  # the review's own ways to ask
    or path.stem in ("handwriting", "many")  # lesson 5's pad, and its many walkers
    or path.stem == "stopping"  # lesson 6's rule
    or path.parent.name == "teach"
]


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "coursekit":
            names = [f"coursekit.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name and name.startswith("coursekit."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    foreign = set(imported_rooms(path)) - {room(path)}
    foreign -= ONE_FILE_MAY_IMPORT.get(path.relative_to(PACKAGE).as_posix(), set())
    assert foreign <= MAY_IMPORT.get(room(path), set())


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "network").glob("*.py")), ids=lambda path: path.name
)
def test_the_maths_needs_nothing_but_numpy(path):
    tree = ast.walk(ast.parse(path.read_text()))
    outside = {node.module for node in tree if isinstance(node, ast.ImportFrom)}
    assert not {"matplotlib", "ipywidgets", "scipy"} & {name.split(".")[0] for name in outside}


def code_lines(path):
    """Count the lines that hold code: no docstring, no comment, no blank line."""
    tree = ast.parse(path.read_text())
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told |= set(range(node.lineno, node.end_lineno + 1))
    lines = enumerate(map(str.strip, path.read_text().splitlines()), start=1)
    return sum(number not in told and line != "" and line[0] != "#" for number, line in lines)


def test_a_reader_finishes_the_package_in_an_evening():
    lengths = {path: len(path.read_text().splitlines()) for path in CODE}
    assert max(lengths.values()) <= 300, max(lengths, key=lengths.get)
    assert sum(code_lines(path) for path in CODE if path not in ONE_LESSON) <= 2500
    assert sum(map(code_lines, FOR_A_CLASS)) <= 130
    assert max(len(path.read_text().splitlines()) for path in QUESTIONS) <= 600


def test_conda_and_pip_install_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {f"python={project['requires-python'].removeprefix('>=')}"}
    for requirement in project["dependencies"] + project["optional-dependencies"]["lab"]:
        name, version = requirement.split(">=")
        wanted.add(f"{CONDA_NAMES.get(name, name)}>={version}")
    *conda, pip, by_pip = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert set(conda) == wanted
    assert (pip, by_pip) == ("pip", {"pip": ["--editable ."]})


def test_the_pins_name_versions_and_no_addresses():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert all(line.count("==") == 1 and "/" not in line and "@" not in line for line in pins)
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in pins}
    assert {"numpy", "matplotlib", "ipywidgets", "jupyterlab", "torch", "pytest"} <= pinned


def test_every_public_name_of_the_kit_is_there_and_documented():
    import coursekit

    for name in coursekit.__all__:
        assert getattr(coursekit, name).__doc__
    with pytest.raises(AttributeError, match="coursekit offers one_neuron"):
        coursekit.two_neurons  # noqa: B018
