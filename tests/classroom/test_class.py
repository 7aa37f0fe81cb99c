"""What a teacher hands along, a class list and rules, and a download as it comes."""

import csv
import json
import os
import zipfile
from datetime import datetime
from types import SimpleNamespace

import pytest

from coursekit.classroom import archives, rules
from coursekit.classroom.class_list import ClassList, Learner, read_class
from coursekit.classroom.handed_in import collect
from coursekit.classroom.rules import read_points
from coursekit.classroom.self_check import right_answer
from coursekit.classroom.variants import learners_of
from coursekit.lessons.before_and_after import items
from coursekit.lessons.neurons import questions as neurons
from coursekit.lessons.review import questions as review
from coursekit.questions.session import PRACTICE
from tests.answers.neurons import ANSWERS, WRONG
from tests.classroom import submissions

ADA, ZOE = Learner("Ada Lovelace", id="al17"), Learner("Zoë Müller", id="zm")
NUMBERED = [Learner(one.name, str(k), str(k), one.id) for k, one in enumerate((ADA, ZOE), 17)]
LISTS = {
    "al17\n\nzm\n": [Learner("al17", id="al17"), Learner("zm", id="zm")],
    "id,name,number\nal17,Ada Lovelace,17\nzm,Zoë Müller,18\n": NUMBERED,
    "Number;ID;First name;Last name\n17;al17;Ada;Lovelace\n18;zm;Zoë;Müller\n": NUMBERED,
    "Identifier\tFull name\tGrade\nParticipant 17\tAda Lovelace\t-\n": [
        Learner("Ada Lovelace", moodle="17")
    ],
    "Student,ID,SIS User ID,SIS Login ID,Section,Work (4)\n    Points Possible,,,,,9\n"
    '"Müller, Zoë",18,s1,zm,7b,\n"Student, Test",99,,,7b,\n': [
        Learner("Müller, Zoë", canvas="18", id="zm")
    ],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
@pytest.mark.parametrize(("text", "learners"), LISTS.items(), ids=range(len(LISTS)))
def test_a_class_list_is_read_in_any_form_that_programs_write(text, learners, encoding, tmp_path):
    path = tmp_path / "class.csv"
    path.write_bytes(text.encode(encoding))
    assert read_class(path) == learners
    assert learners_of(["x", f"@{path}"]) == ["x", *(one.id or one.name for one in learners)]


def test_two_of_one_id_are_refused(tmp_path):
    (tmp_path / "class.txt").write_text("ada\nemmy\nada\n")
    with pytest.raises(ValueError, match="two learners have the id 'ada'"):
        read_class(tmp_path / "class.txt")


@pytest.mark.parametrize(
    ("who", "meant", "doubtful"),
    [
        (Learner("al17"), "al17", False),
        (Learner("Lovelace, Ada"), "al17", False),
        (Learner("lovelaceada", canvas="500"), "al17", False),
        (Learner("muller_zoe"), "zm", False),
        (Learner("someone", moodle="17"), "al17", False),
        (Learner("Ada"), "al17", True),
        (Learner("Grace"), "", True),
    ],
)
def test_whoever_a_file_names_is_found_in_the_class_list(who, meant, doubtful):
    found, doubt = ClassList(NUMBERED).known(who)
    assert (found.id, bool(doubt)) == (meant, doubtful)
    assert found.canvas == (who.canvas if not meant else {"al17": "17", "zm": "18"}[meant])


# -- archives ----------------------------------------------------------------------------------


def zipped(path, **files):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_downloads_are_read_as_they_come(tmp_path):
    inner = zipped(tmp_path / "inner.zip", **{"work/x.ipynb": "{}"}).read_bytes()
    whole = {
        "Ada L_17_assignsubmission_file/01-neurons.ipynb": "{}",
        "Bob B_18_assignsubmission_file/all.zip": inner,
        "__MACOSX/Ada L_17_assignsubmission_file/._01-neurons.ipynb": "{}",
        "../../Eve E_19_assignsubmission_file/x.ipynb": "{}",
        "/" + "/".join("d" * 40) + "/x.ipynb": "{}",
    }
    (tmp_path / "in").mkdir()
    download = zipped(tmp_path / "in" / "7b-Work-4711.zip", **whole)
    (tmp_path / "in" / "carl.zip").write_bytes(inner)
    (tmp_path / "in" / "dora.zip").write_bytes(inner[:50])
    for k, folder in enumerate((tmp_path / "in", download)):
        room = tmp_path / f"room{k}"
        room.mkdir()
        found = collect(folder, room=room)
        names = {file.learner.name for file in found.notebooks}
        assert names == {"Ada L", "Bob B", "Eve E"} | ({"carl"} if folder.is_dir() else set())
        assert all(
            room in file.path.parents for file in found.notebooks if "carl" not in file.place
        )
        assert "it cannot be unpacked" in str(found.remarks)
        assert ("it is no zip file, or a damaged one" in str(found.remarks)) == folder.is_dir()
    assert not (tmp_path / "Eve E_19_assignsubmission_file").exists()


def test_an_archive_that_holds_too_much_is_told(tmp_path, monkeypatch):
    packed = zipped(tmp_path / "x.zip", a="0" * 5000, b="0")
    for name, most in (("MOST_FILES", 1), (None, archives.MOST_BYTES)):
        if name:
            monkeypatch.setattr(archives, name, most)
        with pytest.raises(archives.NoArchive, match="it holds more than"):
            list(archives.unpack(packed, tmp_path / "out", 1000))
        monkeypatch.undo()


# -- rules -------------------------------------------------------------------------------------


def test_points_of_a_lesson_and_of_a_question(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("question;points\nneurons.weighted_sum;3\nneurons;0,5\n", encoding="utf-16")
    points = read_points(path)
    assert points["neurons.weighted_sum"] == 3
    assert points["neurons.activation"] == 0.5
    assert {id.split(".")[0] for id in points} == {"neurons"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("neurons.nothing, 1", "'neurons.nothing' is no question"),
        ("neurons.layers_in_words, 1", "is in own words"),
        ("neurons, -1", "'neurons' has no points from 0 to 1000, got '-1'"),
        ("neurons", "got ''"),
    ],
)
def test_points_for_nothing_are_refused(line, told, tmp_path):
    (tmp_path / "points.csv").write_text(f"question,points\n{line}\n")
    with pytest.raises(ValueError, match=told):
        read_points(tmp_path / "points.csv")


def hand_in(folder, name, answers, **how):
    notebook = submissions.answered("01-neurons", answers, **how)
    return submissions.write(notebook, folder / name / "work.ipynb")


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_class_with_all_that_a_teacher_may_settle(tmp_path, grade, capsys):
    own = {"weighted_sum": right_answer(neurons.weighted_sum, "al17")}
    late = hand_in(tmp_path / "in", "Ada", own, learner="al17")
    moment = datetime(2026, 11, 30, 20, 0).timestamp()
    os.utime(late, (moment, moment))
    on_time = hand_in(tmp_path / "in", "mueller_zoe_LATE", {"first_layer": "B"})
    on_time.rename(tmp_path / "in" / "mullerzoe_LATE_18_4_x.ipynb")
    (tmp_path / "class.csv").write_text("id,name\nal17,Ada Lovelace\nzm,Zoë Müller\ngh,Grace\n")
    (tmp_path / "points.csv").write_text("neurons.weighted_sum,3\n")
    told = ["--class", str(tmp_path / "class.csv"), "--points", str(tmp_path / "points.csv")]
    out = grade("--records-only", *told, "--deadline", "2026-11-30 18:00")
    rows = {row["learner"]: row for row in table(out / "grades.csv")}
    assert {name: row["score"] for name, row in rows.items()} == {
        "Ada Lovelace": "3", "Grace": "0", "Zoë Müller": "1"
    }  # fmt: skip
    assert {row["maximum"] for row in rows.values()} == {"13"}
    assert rows["Ada Lovelace"]["late"] == "2 h 0 min late, by the time of the file"
    assert rows["Zoë Müller"]["late"] == "marked late by the platform"
    assert rows["Grace"]["remarks"] == "nothing was handed in"
    assert "1 of the class list handed nothing in." in capsys.readouterr().out
    grade("--records-only", *told, "--percent", "--assignment", "Work (4)")
    canvas = table(out / "canvas.csv")
    assert [(row["Student"], row["ID"], row["Work (4)"]) for row in canvas[1:]] == [
        ("Ada Lovelace", "", "23.08"), ("Zoë Müller", "18", "7.69")
    ]  # fmt: skip
    assert [row["Grade"] for row in table(out / "moodle.csv")] == ["23.08", "7.69"]
    assert "must be at least 100" in (out / "how-to-upload.txt").read_text()
    mapped = {tuple(row.values())[1:] for row in table(out / "class-map.csv")}
    assert ("neurons.weighted_sum", "One neuron's weighted sum", "right", "", "1") in mapped


def test_without_names_nobody_is_named(tmp_path, grade):
    for name in ("Ada Lovelace", "Emmy Noether"):
        hand_in(tmp_path / "in", name, {"weighted_sum": WRONG["weighted_sum"][0]})
    out = grade("--records-only", "--png")
    assert (out / "moodle.csv").exists()
    assert (out / "class-map.png").read_bytes().startswith(b"\x89PNG")
    grade("--records-only", "--anonymous")
    written = [path for path in out.rglob("*.*") if path.suffix in (".csv", ".html", ".png")]
    told = {path.name: path.read_text(encoding="utf-8") for path in written}
    assert sorted(row["name"] for row in table(out / "who-is-who.csv")) == [
        "Ada Lovelace", "Emmy Noether"
    ]  # fmt: skip
    del told["who-is-who.csv"]
    assert "the same file as that of learner" in told["grades.csv"]
    assert not [name for name, text in told.items() if "Ada" in text or "Emmy" in text]
    assert not {"moodle.csv", "canvas.csv", "class-map.png"} & set(told)


def test_one_learner_is_graded_anew(tmp_path, grade, monkeypatch):
    for name in ("ada", "emmy"):
        hand_in(tmp_path / "in", name, {name: ANSWERS[name] for name in list(ANSWERS)[:2]})
    # two contents, so that each has a result of its own
    path = tmp_path / "in" / "emmy" / "work.ipynb"
    path.write_text(path.read_text() + " ")
    stored = {p.name: p.stat().st_mtime_ns for p in (grade("--records-only") / "results").iterdir()}
    out = grade("--records-only", "--learner", "Emmy")
    now = {p.name: p.stat().st_mtime_ns for p in (out / "results").iterdir()}
    assert sum(stored[name] != now[name] for name in stored) == 1


def test_what_was_answered_with_help_open_is_told_and_in_a_test_does_not_count(tmp_path, grade):
    notebook = submissions.answered("07-review", {})
    question = next(q for q in review.QUESTIONS if right_answer(q) is not None)
    made = submissions.record(question, right_answer(question)) | {"help": "open"}
    notebook["cells"][-1]["outputs"] = [{"data": submissions.shown(made)}]
    notebook["cells"][-1]["cell_type"] = "code"
    submissions.write(json.loads(json.dumps(notebook)), tmp_path / "in" / "ada" / "x.ipynb")
    for options, score, remark in (
        ([], "1", f"answered once help was open: {question.id}"),
        (["--unaided"], "0", "given once help was open do not count"),
    ):
        (row,) = table(grade("--records-only", *options) / "grades.csv")
        assert row["score"] == score
        assert remark in row["remarks"]


def sitting(when, form, right):
    letters = [item.right if k < right else None for k, item in enumerate(items(form))]
    notebook = submissions.code("before()")
    record = {"sitting": when, "form": form, "answers": letters}
    notebook["cells"][0]["outputs"] = [{"data": {PRACTICE: record}}]
    return notebook


def test_a_class_s_gain_is_told_with_its_interval(tmp_path, grade, capsys):
    scores = {"a": (2, 6), "b": (3, 7), "c": (4, 9), "d": (5, 8), "e": (1, 7)}
    for name, (before, after) in scores.items():
        submissions.write(sitting("before", "B", before), tmp_path / "in" / name / "0.ipynb")
        submissions.write(sitting("after", "A", after), tmp_path / "in" / name / "7.ipynb")
    broken = sitting("after", "A", 3)
    broken["cells"][0]["outputs"][0]["data"][PRACTICE]["form"] = ["A"]
    submissions.write(broken, tmp_path / "in" / "f" / "7.ipynb")
    out = grade("--records-only")
    rows = table(out / "gain.csv")
    assert [(row["learner"], row["right before"], row["gain"]) for row in rows] == [
        (name, str(before), str(after - before)) for name, (before, after) in scores.items()
    ]
    said = capsys.readouterr().out
    assert "5 learners, right in the mean 3.0 and then 7.4 of 12, a gain of 4.4" in said
    assert "(95 % interval 3.0 to 5.8)" in said  # t of four degrees of freedom is 2.776
    grade("--records-only", "--anonymous")
    assert all(row["learner"].startswith("learner ") for row in table(out / "gain.csv"))


def test_points_are_none_for_own_words():
    assert rules.Rules().worth(neurons.layers_in_words) == 0
    assert rules.Rules().worth(SimpleNamespace(id="x")) == 1
