"""The house keeps its own rules: which wing may import which, and what its files agree on."""

import ast
import subprocess
import sys
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from coursekit.lessons import TITLES, predictions, questions
from coursekit.questions.prediction import Prediction
from coursekit.questions.question import Question

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "coursekit"
# wing → those that it may import; `lessons/review` may import other lessons as well
MAY_IMPORT = {
    "network": set(),
    "page": set(),
    "pictures": {"page", "network"},
    "questions": {"page", "network"},
    "practice": {"page", "questions", "network"},
    "lessons": {"page", "pictures", "questions", "practice", "network"},
    "classroom": {"page", "questions", "network", "lessons", "command"},
    "command": {"questions"},
}
KIT = ("network", "page", "pictures", "questions")
PIP_ALONE = {"fsrs"}  # conda-forge has them not
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # without the desktop windows nobody needs here
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = [folder for folder in TITLES]
each_lesson = pytest.mark.parametrize("folder", FOLDERS)


def home(path):
    return path.relative_to(PACKAGE).parts[:-1]


def imports(path):
    """Return the modules of the kit that a file imports, as tuples of their parts."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (tuple(n.split(".")[1:]) for n in names if n.startswith("coursekit."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    own = home(path)
    # `coursekit` itself only knows the list of lessons, and as a program the table of commands.
    wing = own[0] if own else {"__main__": "command"}.get(path.stem, "lessons")
    assert {parts[0] for parts in imports(path)} <= MAY_IMPORT.get(wing, set()) | {wing}
    if own[:1] == ("lessons",) and len(own) > 1 and own[1] != "review":
        foreign = {parts[1] for parts in imports(path) if parts[0] == "lessons"} & set(FOLDERS)
        assert foreign <= {own[1]}


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


def test_a_reader_finishes_the_kit_in_an_evening():
    assert (
        sum(code_lines(path) for path in MODULES if home(path)[:1] and home(path)[0] in KIT) <= 5000
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_is_longer_than_one_reads_at_once(path):
    most = 450 if path.stem.endswith("questions") else 300
    assert len(path.read_text().splitlines()) <= most


# -- a lesson is one name ----------------------------------------------------------------------


@each_lesson
def test_each_name_of_a_lesson_is_a_question_or_opens_something_however_it_was_loaded(folder):
    """A submodule that bore such a name would take its place."""
    lesson = import_module(f"coursekit.lessons.{folder}")
    for path in (PACKAGE / "lessons" / folder).glob("*.py"):
        import_module(f"coursekit.lessons.{folder}.{path.stem}")
    for _ in range(2):
        for name in dir(lesson):
            offered = getattr(lesson, name)
            assert isinstance(offered, (Question, Prediction)) or callable(offered)


@each_lesson
def test_no_two_things_of_a_lesson_share_a_name(folder):
    lesson = import_module(f"coursekit.lessons.{folder}")
    assert max(Counter(dir(lesson)).values()) == 1
    with pytest.raises(AttributeError, match=f"{folder} offers .*, but no 'nonesuch'"):
        lesson.nonesuch  # noqa: B018


@each_lesson
def test_questions_are_listed_under_their_own_ids(folder):
    asked = (*questions(folder), *predictions(folder))
    assert [question.id for question in asked] == [f"{folder}.{q.name}" for q in asked]
    assert len({question.id for question in asked}) == len(asked)


def test_questions_come_without_pictures_and_widgets():
    code = "import sys\nfrom coursekit import " + ", ".join(FOLDERS)
    code += "\nfor lesson in (" + ", ".join(FOLDERS) + "): dir(lesson)"
    code += "\nprint({'matplotlib', 'ipywidgets', 'anywidget'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


# -- what the repository agrees on -------------------------------------------------------------


def test_conda_and_pip_install_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {f"python={project['requires-python'].removeprefix('>=')}"}
    for requirement in project["dependencies"]:
        name, version = requirement.partition(";")[0].split(">=")
        if name not in PIP_ALONE:
            wanted.add(f"{CONDA_NAMES.get(name, name)}>={version}")
    *conda, pip, by_pip = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert set(conda) == wanted
    assert (pip, by_pip) == ("pip", {"pip": ["."]})


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
    with pytest.raises(AttributeError, match="coursekit offers neurons"):
        coursekit.two_neurons  # noqa: B018
