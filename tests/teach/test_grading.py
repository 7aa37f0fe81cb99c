"""Grading a class: stopped and started again, with whose numbers, and what is run when."""

import csv
import json
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from coursekit.exercises import neurons
from coursekit.exercises.course import LESSONS
from coursekit.exercises.values import Value
from coursekit.teach import assessing, cli, executing, grade_command, grading, keys
from coursekit.teach.checking import right_answer
from coursekit.teach.reading import parse
from tests.answers.neurons import ANSWERS, WRONG
from tests.teach import submissions

SUM = neurons.weighted_sum


def hand_in(folder, name, answers, **how):
    notebook = submissions.answered("01-neurons", answers, **how)
    return submissions.write(notebook, folder / name / "work.ipynb")


def cleared(path):
    """Take all outputs from a notebook."""
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    submissions.write(notebook, path)


def rows(out):
    with (out / "grades.csv").open(encoding="utf-8-sig") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def outputs(out):
    """Return path → content of all that a teacher gets."""
    found = [*out.glob("*.csv"), *out.glob("*.html"), *out.glob("learners/*.html")]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


# -- stopped and started again -----------------------------------------------------------------


def a_class(folder, count):
    rng = random.Random(7)
    for k in range(count):
        chosen = {n: a for n, a in ANSWERS.items() if rng.random() < 0.7}
        chosen |= {n: a for n, (a, _) in WRONG.items() if rng.random() < 0.3}
        hand_in(folder, f"s{k:02d}", chosen)
    (folder / "s00" / "cut.ipynb").write_text('{"cells": [')


def start(folder, out, *options):
    command = [sys.executable, "-m", "coursekit.teach", "grade", str(folder), "--out", str(out)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([*command, *options], **quiet)


def killed_and_started_again(folder, out, moments, *options):
    for moment in moments:
        running = start(folder, out, *options)
        time.sleep(moment)
        running.kill()
        running.wait()
    assert start(folder, out, *options).wait() == 0
    return outputs(out)


def test_grading_killed_at_any_moment_gives_the_same_in_the_end(tmp_path):
    a_class(tmp_path / "in", 16)
    assert start(tmp_path / "in", tmp_path / "whole", "--records-only").wait() == 0
    moments = (0.05, 0.3, 0.5, 0.6, 0.7, 0.8, 1.0)
    again = killed_and_started_again(tmp_path / "in", tmp_path / "parts", moments, "--records-only")
    assert len(again) == 5 + 16
    assert again == outputs(tmp_path / "whole")


@pytest.mark.slow
def test_running_killed_at_any_moment_gives_the_same_in_the_end(tmp_path):
    a_class(tmp_path / "in", 8)
    cleared(tmp_path / "in" / "s03" / "work.ipynb")
    assert start(tmp_path / "in", tmp_path / "whole", "--execute").wait() == 0
    moments = random.Random(1).choices([0.3, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0], k=8)
    again = killed_and_started_again(tmp_path / "in", tmp_path / "parts", moments, "--execute")
    assert again == outputs(tmp_path / "whole")


def test_ctrl_c_stops_calmly_and_the_same_command_goes_on(tmp_path):
    a_class(tmp_path / "in", 6)
    path = submissions.write(
        submissions.code("import time\ntime.sleep(600)"), tmp_path / "in" / "z" / "z.ipynb"
    )
    running = start(tmp_path / "in", tmp_path / "out", "--execute", "--jobs", "1")
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "out" / "results").glob("*.json"))) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 130
    assert not (tmp_path / "out" / "work").exists()
    path.unlink()
    assert start(tmp_path / "in", tmp_path / "out", "--records-only").wait() == 0
    assert len(rows(tmp_path / "out")) == 6


def test_what_is_graded_is_not_graded_again(tmp_path, grade, monkeypatch):
    a_class(tmp_path / "in", 3)
    first = outputs(grade("--records-only"))
    monkeypatch.setattr(grading, "assess", None)
    assert outputs(grade("--records-only")) == first


def test_a_damaged_result_is_made_anew(tmp_path, grade):
    a_class(tmp_path / "in", 3)
    first = outputs(grade("--records-only"))
    for k, path in enumerate(sorted((tmp_path / "out" / "results").glob("*.json"))):
        path.write_text(["", "{}", '{"answers": [3]}', '{"answers": []'][k])
    assert outputs(grade("--records-only")) == first


# -- whose numbers -----------------------------------------------------------------------------


def own(learner):
    """Return a right answer with a learner's own numbers."""
    return {"weighted_sum": right_answer(SUM, learner)}


def points(out):
    return {name: row["score"] for name, row in rows(out).items()}


def test_answers_to_another_s_numbers_do_not_count_and_are_noticed(tmp_path, grade):
    folder = tmp_path / "in"
    hand_in(folder, "ada", own("ada"), learner="ada")
    hand_in(folder, "bob", own("ada"), learner="ada")
    hand_in(folder, "carl", own(None))
    hand_in(folder, "Emmy Noether_17_assignsubmission_file_", own("17"), learner="17")
    out = grade("--records-only")
    assert points(out) == {"ada": "1", "bob": "0", "carl": "1", "Emmy Noether": "1"}
    assert "the numbers of ada do not count" in rows(out)["bob"]["remarks"]
    assert "the same file as that of ada" in rows(out)["bob"]["remarks"]
    own_only = {"ada": "1", "bob": "0", "carl": "0", "Emmy Noether": "1"}
    assert points(grade("--records-only", "--own-numbers")) == own_only
    assert points(grade("--records-only", "--any-numbers"))["bob"] == "1"


def test_an_answer_to_one_s_own_numbers_is_judged_with_them(tmp_path, grade):
    assert not np.isclose(right_answer(SUM, "ada"), right_answer(SUM))
    hand_in(tmp_path / "in", "ada", own(None), learner="ada")
    assert points(grade("--records-only")) == {"ada": "0"}


def test_all_notebooks_of_a_learner_count_together(tmp_path, grade):
    submissions.write(submissions.answered("01-neurons", own(None)), tmp_path / "in/ada/1/x.ipynb")
    submissions.write(submissions.answered("01-neurons", {"brighten_by": ANSWERS["brighten_by"]}),
                      tmp_path / "in/ada/2/x.ipynb")  # fmt: skip
    assert points(grade("--records-only")) == {"ada": "2"}


def test_one_learner_s_extra_lesson_makes_no_maximum_for_all(tmp_path, grade, capsys):
    for name in "abcdef":
        hand_in(tmp_path / "in", name, own(None))
    submissions.write(
        submissions.answered("03-cost", {"zero_cost": "A"}), tmp_path / "in/a/y.ipynb"
    )
    out = grade("--records-only")
    assert {row["maximum"] for row in rows(out).values()} == {"11"}
    assert "handed in by 1 of 6" in capsys.readouterr().out
    out = grade("--records-only", "--lesson", "01-neurons", "--lesson", "cost")
    assert {row["maximum"] for row in rows(out).values()} == {"23"}


# -- what is run when --------------------------------------------------------------------------


def test_an_honest_notebook_is_not_run_and_a_cleared_one_is(tmp_path, grade, monkeypatch):
    names = ("weighted_sum", "write_sigmoid", "first_layer")
    answers = {name: ANSWERS[name] for name in names}
    hand_in(tmp_path / "in", "ada", answers)
    cleared(hand_in(tmp_path / "in", "bob", answers))
    ran = []

    def run_notebook(*arguments):
        ran.append(arguments)
        return executing_as_it_is(*arguments)

    executing_as_it_is = executing.run_notebook
    monkeypatch.setattr(executing, "run_notebook", run_notebook)
    found = rows(grade())
    assert len(ran) == 2  # the self-check, and bob's
    assert found["ada"]["score"] == "3"
    assert found["bob"]["score"] == "2"  # what was chosen with a button is in no cell
    assert "its outputs are cleared" in found["bob"]["remarks"]


def test_what_running_brings_up_stands_against_what_is_saved():
    saved, fresh = submissions.record(SUM, 0.5), submissions.record(SUM, ANSWERS["weighted_sum"])
    cell = "z = compute()\nneurons.weighted_sum.check(z)"
    notebook = submissions.code(cell)
    notebook["cells"][0]["outputs"] = [{"data": submissions.shown(saved)}]
    parsed = parse(json.dumps(notebook).encode())
    cases = [
        (assessing.Ran(records=((0, fresh),)), "right"),
        (assessing.Ran(), None),
        (assessing.Ran(stopped={0: "NameError"}), "not yet"),
        (assessing.Ran(ended="it took too long"), "not yet"),
    ]
    for ran, outcome in cases:
        found = assessing.assess(parsed, None, ran)
        best = assessing.best(found.answers)
        assert (best.outcome if best else None) == outcome
        assert found.remarks


def test_nothing_is_graded_where_right_answers_do_not_pass(tmp_path, monkeypatch, capsys):
    hand_in(tmp_path / "in", "ada", own(None))
    monkeypatch.setattr(Value, "within", -1.0)
    arguments = [str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--records-only"]
    assert grade_command.command(arguments) == 1
    assert "own right answer to neurons.weighted_sum does not pass" in capsys.readouterr().err
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_what_is_missing_is_named(tmp_path, monkeypatch, capsys):
    hand_in(tmp_path / "in", "ada", own(None))
    monkeypatch.setattr(executing, "find_spec", lambda name: None if name == "nbclient" else name)
    arguments = [str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    assert grade_command.command(arguments) == 1
    assert "pip install 'coursekit[teach]'" in capsys.readouterr().err
    assert grade_command.command([*arguments, "--records-only"]) == 0


def test_what_nobody_thought_of_costs_no_other_learner_a_grade(tmp_path, grade, monkeypatch):
    hand_in(tmp_path / "in", "ada", own(None))
    deep = json.loads("[" * 900 + "]" * 900)
    path = hand_in(tmp_path / "in", "bob", own(None))
    path.write_text(path.read_text().replace(str(own(None)["weighted_sum"]), json.dumps(deep)))
    hand_in(tmp_path / "in", "carl", {"first_layer": "B"})

    def fails_for_carl(notebook, *rest):
        assert "B" not in str([cell.records for cell in notebook.cells])
        return as_it_is(notebook, *rest)

    as_it_is = grading.assess
    monkeypatch.setattr(grading, "assess", fails_for_carl)
    found = rows(grade("--records-only"))
    assert [found[name]["score"] for name in ("ada", "bob", "carl")] == ["1", "0", "0"]
    assert "cannot be graded (AssertionError)" in found["carl"]["remarks"]


def test_a_flood_of_records_and_remarks_is_cut_short(tmp_path, grade):
    sources = [f"import os\nos.x{k} = {k}" for k in range(100)]
    notebook = submissions.code("from coursekit.exercises import neurons", *sources)
    wrong = [submissions.record(SUM, 0.5, number=k % 7) for k in range(3000)]
    notebook["cells"][0]["outputs"] = [{"data": submissions.shown(record)} for record in wrong]
    submissions.write(notebook, tmp_path / "in" / "ada" / "x.ipynb")
    remarks = rows(grade("--records-only"))["ada"]["remarks"]
    assert "more than 2000 records" in remarks
    assert len(remarks) < 10_000


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--records-only", "--execute"])
def test_the_key_of_every_lesson_gets_all_points_and_no_remark(option, tmp_path, grade, capsys):
    for lesson in LESSONS:
        path = str(submissions.NOTEBOOKS / f"{lesson}.ipynb")
        assert keys.command([path, "--out", str(tmp_path / "in" / "ada")]) == 0
    row = rows(grade(option))["ada"]
    assert row["score"] == row["maximum"] != "0"
    assert row["remarks"] == ""


# -- the command -------------------------------------------------------------------------------


def test_results_never_go_where_they_could_harm(tmp_path, capsys):
    hand_in(tmp_path / "in", "ada", {})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("")
    for out, reason in (("in/out", "lie in each other"), (".", "lie in"), ("mine", "other files")):
        arguments = [str(tmp_path / "in"), "--out", str(tmp_path / out)]
        assert grade_command.command(arguments) == 1
        assert reason in capsys.readouterr().err
    assert grade_command.command([str(tmp_path / "nothing")]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "mine"]


def test_no_input_is_changed(tmp_path, grade):
    a_class(tmp_path / "in", 3)
    before = [(p, p.stat().st_mtime_ns) for p in sorted((tmp_path / "in").rglob("*"))]
    grade("--records-only")
    assert [(p, p.stat().st_mtime_ns) for p in sorted((tmp_path / "in").rglob("*"))] == before


def test_an_empty_folder_gives_an_empty_sheet(tmp_path, grade):
    (tmp_path / "in").mkdir()
    assert rows(grade("--records-only")) == {}


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0), (["dance"], 2)])
def test_the_command_says_what_it_can_do(arguments, code, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == code
    told = capsys.readouterr()
    assert "coursekit grade" in told.out + told.err
