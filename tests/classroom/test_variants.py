"""Each learner's copy of a lesson: their own numbers, and a key for them."""

import json
from pathlib import Path

import nbformat
import pytest

from coursekit.classroom import keys, variants
from coursekit.classroom.keys import learner_of, solved
from coursekit.classroom.variants import varied
from coursekit.lessons import LESSONS
from coursekit.lessons.neurons import questions as neurons
from coursekit.questions.session import RECORD
from tests.classroom.test_keys import NOTEBOOKS, code, lesson_of, small, strictly, written


def records(path):
    """Return the records in a stored notebook, by question."""
    cells = json.loads(Path(path).read_text())["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    found = (output.get("data", {}).get(RECORD) for output in outputs)
    return {record["exercise"]: record for record in found if record}


def test_a_copy_is_the_lesson_and_two_cells_that_name_the_learner():
    lesson = lesson_of("02-matrix-activation")
    copy = varied(lesson, "ada-17")
    added = [cell for cell in copy.cells if cell not in lesson.cells]
    assert [cell.cell_type for cell in added] == ["markdown", "code"]
    assert [cell for cell in copy.cells if cell in lesson.cells] == lesson.cells
    assert code(copy)[0] == 'from coursekit import learner\n\nlearner("ada-17")'
    assert "`ada-17`" in added[0].source
    assert (learner_of(lesson), learner_of(copy)) == (None, "ada-17")


def test_each_learner_has_another_key():
    told = [code(solved(varied(small(), name))) for name in ("ada", "emmy", "ada")]
    assert told[0] == told[2]
    assert told[0] != told[1]
    x = neurons.weighted_sum.numbers("emmy")
    assert any(f"z = {x.w @ x.a + x.b:.2f}" in source for source in told[1])


def test_the_command_writes_a_copy_and_a_key_for_each_learner(tmp_path, home):
    lesson, out = written(tmp_path), tmp_path / "out"
    (tmp_path / "class.txt").write_text("ada.l@home\n\nemmy\n")
    names = ["--learner", f"@{tmp_path / 'class.txt'}", "王-1"]
    assert variants.command([str(lesson), *names, "--out", str(out)]) == 0
    copies, answers = sorted((out / "variants").iterdir()), sorted((out / "keys").iterdir())
    assert [p.stem for p in copies] == ["small-ada.l@home", "small-emmy", "small-王-1"]
    assert [p.stem for p in answers] == [f"{p.stem}-key" for p in copies]
    for path in (*copies, *answers):
        (whose,) = {record["learner"] for record in records(path).values()}
        assert whose in path.stem
    assert {r["outcome"] for r in records(copies[0]).values()} == {"not attempted"}
    assert {r["outcome"] for r in records(answers[0]).values()} == {"right", "noted"}
    assert not home.exists()


def test_the_key_of_a_copy_can_be_made_from_the_copy(tmp_path):
    path = tmp_path / "small-ada.ipynb"
    nbformat.write(varied(small(), "ada"), path)
    assert keys.command([str(path), "--out", str(tmp_path)]) == 0
    assert {r["learner"] for r in records(tmp_path / "small-ada-key.ipynb").values()} == {"ada"}


def test_a_copy_in_which_somebody_may_have_worked_is_not_written_over(tmp_path, capsys):
    there = tmp_path / "variants" / "small-ada.ipynb"
    there.parent.mkdir()
    there.write_text("a learner's work")
    arguments = [str(written(tmp_path)), "--learner", "ada", "emmy", "--out", str(tmp_path)]
    assert variants.command(arguments) == 1
    assert "small-ada.ipynb: there already" in capsys.readouterr().err
    assert there.read_text() == "a learner's work"
    assert list(there.parent.iterdir()) == [there]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["../ada"], "a learner is named by letters, digits and . _ - @, got '../ada'"),
        (["ada lovelace"], "got 'ada lovelace'"),
        (["a" * 61], "a learner is named by"),
        (["Ada", "ada"], "the same name, but for capital letters"),
        (["ada", "ada"], "the same name"),
    ],
)
def test_what_names_no_learner_is_told_and_nothing_is_written(names, said, tmp_path, capsys):
    arguments = [str(written(tmp_path)), "--learner", *names, "--out", str(tmp_path / "out")]
    assert variants.command(arguments) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_copies_and_keys_of_all_lessons_pass_a_strict_check(lesson, tmp_path):
    path = NOTEBOOKS / f"{lesson}.ipynb"
    arguments = [str(path), "--learner", "ada", "emmy", "--out", str(tmp_path)]
    assert variants.command(arguments) == 0
    for folder in ("variants", "keys"):
        for place in (tmp_path / folder).iterdir():
            strictly(place, home=tmp_path / place.stem)
