"""What strict nbval does not see: that all cells ran, what the stills hold, how a lesson reads."""

import ast
import base64
import io
import json
import re
import statistics
from pathlib import Path

import pytest
from PIL import Image

FOLDER = Path(__file__).parent.parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LESSONS = [path for path in NOTEBOOKS if path.stem != "00-start"]
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
RECORD = "application/vnd.coursekit.check.v1+json"
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
    kinds = {out["output_type"] for cell in cells(path, "code") for out in cell["outputs"]}
    assert not kinds & {"error", "stream"}


@each
def test_a_live_view_is_followed_by_what_a_page_without_kernel_shows(path):
    for cell in cells(path, "code"):
        bundles = [set(out["data"]) for out in cell["outputs"]]
        views = [place for place, bundle in enumerate(bundles) if WIDGET_VIEW in bundle]
        for place in views:
            assert bundles[place] == {WIDGET_VIEW}
            still, outcome = {"image/png", "text/plain"}, {"text/html", "text/plain", RECORD}
            assert bundles[place + 1] in (still, outcome)
            assert len("".join(cell["outputs"][place + 1]["data"]["text/plain"])) > 20


@each
def test_stills_are_small_palette_pngs(path):
    for cell in cells(path, "code"):
        for out in cell["outputs"]:
            if "image/png" in out["data"]:
                packed = base64.b64decode(out["data"]["image/png"])
                assert len(packed) <= 60_000
                assert Image.open(io.BytesIO(packed)).mode == "P"


@each
def test_nothing_of_one_run_or_one_machine_is_stored(path):
    notebook = json.loads(path.read_text())
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["language_info"] == {"name": "python"}
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
