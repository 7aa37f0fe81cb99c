"""What strict nbval does not see: that all cells ran, what the stills hold, how a lesson reads."""

import ast
import base64
import io
import itertools
import json
import re
import statistics
from pathlib import Path

import pytest
from PIL import Image

from coursekit.classroom.stored_form import LANGUAGE
from coursekit.lessons import asked

FOLDER = Path(__file__).parent.parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if path.stem != "00-start"]
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
RECORD = "application/vnd.coursekit.check.v1+json"
PRACTICE = "application/vnd.coursekit.practice.v1+json"
WORDS = 150  # that one reads in a minute
# kind of question → the minutes that it takes
MINUTES = {"Choice": 1.5, "Words": 3, "Value": 4, "Function": 10, "TrainedNetwork": 15}
PICTURE, GUESS = 3, 1  # minutes
FURTHER = re.compile(r"(#+) (Further practice|Optional|Capstone)")
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def cells(path, kind):
    notebook = json.loads(path.read_text())
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def code(path):
    return ["".join(cell["source"]) for cell in cells(path, "code")]


def prose(path):
    return "\n\n".join("".join(cell["source"]) for cell in cells(path, "markdown"))


def test_there_are_notebooks():
    assert {"00-start", "01-neurons"} <= {path.stem for path in NOTEBOOKS}


@each
def test_every_code_cell_was_run_in_order_and_without_error(path):
    assert [cell["execution_count"] for cell in cells(path, "code")] == [
        *range(1, 1 + len(cells(path, "code")))
    ]
    outs = [out for cell in cells(path, "code") for out in cell["outputs"]]
    assert not any(out["output_type"] == "error" for out in outs)
    said = "".join(line for out in outs for line in out.get("text", []))
    assert all(re.fullmatch(r".+ (is|are) ready\.", line) for line in said.splitlines())


@each
def test_a_live_view_is_followed_by_what_a_page_without_kernel_shows(path):
    for cell in cells(path, "code"):
        bundles = [set(out.get("data", {})) for out in cell["outputs"]]
        views = [place for place, bundle in enumerate(bundles) if WIDGET_VIEW in bundle]
        for place in views:
            assert bundles[place] == {WIDGET_VIEW}
            still, outcome = {"image/png", "text/plain"}, {"text/html", "text/plain"}
            assert bundles[place + 1] - {RECORD, PRACTICE} in (still, outcome)
            assert len("".join(cell["outputs"][place + 1]["data"]["text/plain"])) > 20


@each
def test_stills_are_small_palette_pngs(path):
    for cell in cells(path, "code"):
        for out in cell["outputs"]:
            if "image/png" in out.get("data", {}):
                packed = base64.b64decode(out["data"]["image/png"])
                assert len(packed) <= 60_000
                assert Image.open(io.BytesIO(packed)).mode == "P"


@each
def test_nothing_of_one_run_or_one_machine_is_stored(path):
    notebook = json.loads(path.read_text())
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["language_info"].items() <= LANGUAGE.items()
    assert not any("execution" in cell["metadata"] for cell in notebook["cells"])
    assert not re.search(r"/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\", path.read_text())


@each
def test_links_between_notebooks_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)\)", prose(path)):
        if not target.startswith("http"):
            assert (FOLDER / target).exists(), target


@each
def test_an_answer_takes_no_name_that_another_cell_calls(path):
    """Else the picture's cell could not be run again after the question was answered."""
    names = {
        node.asname or node.name
        for source in code(path)
        for statement in ast.walk(ast.parse(source))
        if isinstance(statement, ast.Import | ast.ImportFrom)
        for node in statement.names
    }
    stored = {
        node.id
        for source in code(path)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert not names & stored


@each
def test_code_cells_are_short_and_draw_nothing_themselves(path):
    lengths = [len(source.splitlines()) for source in code(path)]
    assert max(lengths) <= 5
    assert statistics.median(lengths) <= 3
    assert not any("matplotlib" in source or "plt." in source for source in code(path))


@each
def test_prose_outweighs_code(path):
    lines = sum(len(source.splitlines()) for source in code(path))
    assert len(prose(path).split()) >= 10 * lines


@each
def test_prose_is_calm(path):
    assert "!" not in re.sub(r"\]\([^)]*\)", "", prose(path))


@each_lesson
def test_a_lesson_promises_predicts_sums_up_and_points_onward(path):
    text = prose(path)
    for part in ("After this lesson you can", "Predict first", "## In two lines", "## Read more"):
        assert part in text


def core(path):
    """Return the words and the code cells of what a lesson asks of everybody."""
    words, codes, further = 0, [], ""
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            codes += [] if further else [cell | {"source": source}]
            continue
        for part in re.split(r"^(?=##+ )", source, flags=re.MULTILINE):
            level = re.match("#*", part)[0]
            if level and (not further or len(level) <= len(further)):
                further = level if FURTHER.match(part) else ""
            words += 0 if further else len(part.split())
    return words, codes


@each_lesson
def test_a_lesson_takes_as_long_as_it_says(path):
    words, codes = core(path)
    minutes = words / WORDS + PICTURE * sum(map(is_picture, codes))
    minutes += GUESS * sum(".predict()" in cell["source"] for cell in codes)
    for question in asked(path.stem):
        if any(f"{question.id}.ask()" in cell["source"] for cell in codes):
            kinds = [kind.__name__ for kind in type(question).__mro__]
            minutes += next(MINUTES[kind] for kind in kinds if kind in MINUTES)
    said = int(re.search(r"about (\d+) minutes", prose(path))[1])
    assert 30 <= said <= 60
    assert abs(minutes - said) <= said / 5


def is_picture(cell):
    return any("image/png" in out.get("data", {}) for out in cell["outputs"])


@each_lesson
def test_no_more_than_four_questions_come_in_a_row(path):
    """A picture, or a heading, begins a new row."""
    rows = [0]
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            rows += [0] if is_picture(cell) else []
            rows[-1] += ".ask()" in source
        elif re.search("^##", source, re.MULTILINE):
            rows.append(0)
    assert 1 <= max(rows) <= 4


@each
def test_below_a_picture_stands_what_to_do_with_it(path):
    """So Shift + Enter leaves the picture in sight."""
    notebook = json.loads(path.read_text())["cells"]
    for cell, below in itertools.pairwise(notebook):
        if cell["cell_type"] == "code" and is_picture(cell):
            assert below["cell_type"] == "markdown"
            assert not "".join(below["source"]).startswith(("#", "<details>"))
