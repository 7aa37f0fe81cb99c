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

from coursekit.classroom import grade_command, grader, keys, notebook, rooms
from coursekit.classroom.class_list import Learner
from coursekit.classroom.cli import jobs_here
from coursekit.classroom.handed_in import HandedIn
from coursekit.classroom.records import TO_RUN
from coursekit.classroom.self_check import right_answer
from coursekit.lessons import LESSONS
from coursekit.lessons.neurons import questions as neurons
from coursekit.questions.value import Value
from tests.answers.neurons import ANSWERS, WRONG
from tests.classroom import submissions

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
    # tests that run in the background are deaf to Ctrl-C, and would hand that on
    grade = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    grade += "from coursekit.command.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", grade, "grade", str(folder), "--out", str(out)]
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
    moments = (0.05, 0.5, 0.7, 0.9)
    again = killed_and_started_again(tmp_path / "in", tmp_path / "parts", moments, "--records-only")
    assert len(again) == 6 + 16
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
    a_class(tmp_path / "in", 2)
    endless = submissions.code("import time\ntime.sleep(600)")
    path = submissions.write(endless, tmp_path / "in" / "s01" / "z.ipynb")
    running = start(tmp_path / "in", tmp_path / "out", "--execute", "--jobs", "1")
    while len(list((tmp_path / "out" / "results").glob("*.json"))) < 2:
        assert running.poll() is None
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    assert running.wait() == 130
    assert not (tmp_path / "out" / "work").exists()
    path.unlink()
    assert start(tmp_path / "in", tmp_path / "out", "--records-only").wait() == 0
    assert len(rows(tmp_path / "out")) == 2


def test_what_is_graded_is_not_graded_again(tmp_path, grade, monkeypatch):
    a_class(tmp_path / "in", 3)
    first = outputs(grade("--records-only"))
    monkeypatch.setattr(grader, "assess", None)
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


def test_a_name_of_one_s_own_is_recognised_in_any_form_and_one_that_nobody_else_uses(
    tmp_path, grade
):
    folder = tmp_path / "in"
    hand_in(folder, "lovelaceada_500_90000_x", own("ada.lovelace"), learner="ada.lovelace")
    (folder / "lovelaceada_500_90000_x" / "work.ipynb").rename(folder / "lovelaceada_5_9_x.ipynb")
    hand_in(folder, "Emmy", own("en-17"), learner="en-17")
    hand_in(folder, "carl", own("emmy"), learner="emmy")
    out = grade("--records-only")
    assert points(out) == {"Emmy": "1", "carl": "0", "lovelaceada": "1"}
    assert "en-17, which nobody else uses" in rows(out)["Emmy"]["remarks"]


def test_many_answers_that_do_not_count_are_the_last_word_on_the_screen(tmp_path, grade, capsys):
    hand_in(tmp_path / "in", "ada", own("ada"), learner="ada")
    hand_in(tmp_path / "in", "bob", own("ada"), learner="ada")
    grade("--records-only")
    assert "--any-numbers counts them" in capsys.readouterr().out.splitlines()[-1]


# -- what is run when --------------------------------------------------------------------------


def test_only_where_running_tells_more_is_a_notebook_run(tmp_path, grade, monkeypatch):
    names = ("weighted_sum", "write_sigmoid", "first_layer")
    answers = {name: ANSWERS[name] for name in names}
    hand_in(tmp_path / "in", "ada", answers)
    cleared(hand_in(tmp_path / "in", "bob", answers))
    hand_in(tmp_path / "in", "carl", own(None))
    ran = []

    def run(cells, *rest):
        ran.append(cells)
        return as_it_is(cells, *rest)

    as_it_is = rooms.run
    monkeypatch.setattr(rooms, "run", run)
    found = rows(grade())
    assert len(ran) == 3  # the self-check, ada's function, and what bob has lost
    assert {name: row["score"] for name, row in found.items()} == {
        "ada": "3",
        "bob": "2",  # what was chosen with a button is in no cell
        "carl": "1",
    }
    assert "no choice is saved (one pressed after a reload is not)" in found["bob"]["remarks"]


def test_what_a_hub_gave_own_numbers_without_a_cell_is_run_with_them(tmp_path, grade):
    source = (
        f"from coursekit import neurons\nneurons.weighted_sum.check({own('ada')['weighted_sum']})"
    )
    submissions.write(submissions.code(source), tmp_path / "in" / "ada" / "x.ipynb")
    assert points(grade("--own-numbers")) == {"ada": "1"}
    assert points(grade("--execute")) == {"ada": "0"}


def test_a_function_is_neither_right_nor_wrong_until_it_was_run(tmp_path, grade, capsys):
    hand_in(tmp_path / "in", "ada", {"write_sigmoid": ANSWERS["write_sigmoid"]})
    out = grade("--records-only")
    assert rows(out)["ada"]["neurons.write_sigmoid"] == TO_RUN
    assert "Not judged: 1 function of 1 learner." in capsys.readouterr().out
    assert TO_RUN in next((out / "learners").glob("ada*")).read_text()


def test_files_beside_a_notebook_travel_with_it_and_nobody_else_s_do(tmp_path):
    learners = Learner("ada"), Learner("bob")
    files = []
    for place, who in (("in/helpers.py", 0), ("in/deep/data.txt", 0), ("in/coursekit/x.py", 0),
                       ("in/bob.txt", 1), ("elsewhere.py", 0), ("in/x.ipynb", 0)):  # fmt: skip
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("")
        files.append(HandedIn(tmp_path / place, place, learners[who]))
    made = grader.Grader(tmp_path / "out", grader.How(), files[:-1])
    assert sorted(made.files_beside(files[-1]).values()) == ["deep/data.txt", "helpers.py"]


def test_a_learner_s_notebooks_share_one_budget(tmp_path, grade):
    for name in "abc":
        source = f"import time\ntime.sleep(100)  # {name}"
        submissions.write(submissions.code(source), tmp_path / "in" / "ada" / f"{name}.ipynb")
    hand_in(tmp_path / "in", "bob", own(None))
    remarks = rows(grade("--execute", "--learner-seconds", "3"))["ada"]["remarks"]
    assert "it took longer than 3 s" in remarks
    assert "not run: the learner's time is spent" in remarks


def test_nothing_is_graded_where_right_answers_do_not_pass(tmp_path, monkeypatch, capsys):
    hand_in(tmp_path / "in", "ada", own(None))
    monkeypatch.setattr(Value, "within", -1.0)
    arguments = [str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--records-only"]
    assert grade_command.command(arguments) == 1
    assert "own right answer to neurons.weighted_sum does not pass" in capsys.readouterr().err
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_what_nobody_thought_of_costs_no_other_learner_a_grade(tmp_path, grade, monkeypatch):
    hand_in(tmp_path / "in", "ada", own(None))
    deep = json.loads("[" * 900 + "]" * 900)
    path = hand_in(tmp_path / "in", "bob", own(None))
    path.write_text(path.read_text().replace(str(own(None)["weighted_sum"]), json.dumps(deep)))
    hand_in(tmp_path / "in", "carl", {"first_layer": "B"})

    def fails_for_carl(notebook, *rest):
        assert "B" not in str([cell.records for cell in notebook.cells])
        return as_it_is(notebook, *rest)

    as_it_is = grader.assess
    monkeypatch.setattr(grader, "assess", fails_for_carl)
    found = rows(grade("--records-only"))
    assert [found[name]["score"] for name in ("ada", "bob", "carl")] == ["1", "0", "0"]
    assert "cannot be graded (AssertionError)" in found["carl"]["remarks"]


def test_a_flood_of_records_and_remarks_is_cut_short(tmp_path, grade, monkeypatch):
    monkeypatch.setattr(notebook, "MOST_RECORDS", 50)
    flooded = submissions.code("from coursekit import neurons")
    wrong = [submissions.record(SUM, 0.5) | {"exercise": f"a{k}"} for k in range(80)]
    flooded["cells"][0]["outputs"] = [{"data": submissions.shown(record)} for record in wrong]
    submissions.write(flooded, tmp_path / "in" / "ada" / "x.ipynb")
    remarks = rows(grade("--records-only"))["ada"]["remarks"]
    assert "more than 50 records" in remarks
    assert len(remarks) < 10_000


@pytest.mark.slow
def test_the_key_of_every_lesson_gets_all_points_and_is_known_for_one(tmp_path, grade):
    for lesson in LESSONS:
        path = str(submissions.NOTEBOOKS / f"{lesson}.ipynb")
        assert keys.command([path, "--out", str(tmp_path / "in" / "ada")]) == 0
    row = rows(grade())["ada"]
    assert row["score"] == row["maximum"] != "0"
    assert row["remarks"] == "this is the key, or was made from it"


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


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--names", "["], 2, "is no regular expression"),
        (["--deadline", "soon"], 2, "'soon' is no day such as 2026-11-30"),
        (["--class", "nowhere.csv"], 1, "nowhere.csv"),
        (["--jobs", "0"], 2, "'0' is no number above 0"),
        (["--jobs", "-3"], 2, "'-3' is no number above 0"),
        (["--memory", "x"], 2, "'x' is no number above 0"),
        (["--lesson", "dance"], 2, "'dance' is none of 01-neurons"),
        ([], 1, "there is no notebook in"),
    ],
)
def test_a_wrong_use_is_answered_in_a_sentence(options, code, told, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    try:
        left = grade_command.command([str(tmp_path / "in"), *options])
    except SystemExit as error:
        left = error.code
    assert left == code
    assert told in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_any_terminal_will_do(encoding, tmp_path, monkeypatch):
    hand_in(tmp_path / "in", "Zoë \u738b", {"layers_in_words": "\ud83d half a face, σ, and more"})
    (tmp_path / "in" / "\u738b.xlsx").write_text("")
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    assert start(tmp_path / "in", tmp_path / "out", "--records-only").wait() == 0
    assert list(rows(tmp_path / "out")) == ["Zoë \u738b"]


@pytest.mark.parametrize(
    ("groups", "limits", "jobs"),
    [
        ("0::/box/one", {"box/cpu.max": "50000 100000"}, 1),
        ("0::/box/one", {"box/one/memory.max": "800000000", "cpu.max": "max 100000"}, 2),
        ("0::/", {"memory.max": "500000000"}, 1),
        ("4:memory:/box", {"memory/box/memory.limit_in_bytes": "1200000000"}, 3),
        ("2:cpu:/box", {"cpu/box/cpu.cfs_quota_us": "200000",
                        "cpu/box/cpu.cfs_period_us": "100000"}, 2),
        ("2:cpu:/box", {"cpu/box/cpu.cfs_quota_us": "-1"}, 16),
        ("", {}, 16),
    ],
)  # fmt: skip
def test_no_more_is_done_at_once_than_a_container_allows(
    groups, limits, jobs, tmp_path, monkeypatch
):
    monkeypatch.setattr("os.sched_getaffinity", lambda process: range(16))
    for name, told in {"proc/self/cgroup": groups,
                       **{f"sys/fs/cgroup/{k}": v for k, v in limits.items()}}.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(told)
    assert jobs_here(tmp_path) == jobs
