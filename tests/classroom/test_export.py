"""Banks and nbgrader's assignments say what the notebook says."""

import csv
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from coursekit.classroom import export_command, in_nbgrader
from coursekit.classroom.self_check import right_answer
from coursekit.lessons.neurons import questions as neurons
from coursekit.questions.choice import Choice
from coursekit.questions.session import current
from tests.answers.neurons import ANSWERS

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


def export(*arguments):
    assert export_command.command([str(argument) for argument in arguments]) == 0


def bank(text):
    """Read GIFT as Moodle does: {title: (text, kind, [(weight, answer, comment)], comment)}."""
    text = re.sub(r"\\([\\~=#{}:])", lambda m: f"&&{ord(m[1]):03};", text)
    found = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        if block.startswith("$CATEGORY"):
            continue
        name, asked, body = re.fullmatch(r"::(.+?)::\[html\](.+?)\{(.+)\}", block, re.S).groups()
        body, _, general = body.partition("####")
        kind = "numerical" if body.startswith("#") else "multichoice"
        answers = []
        for sign, told in re.findall(r"([=~])([^=~]+)", body.removeprefix("#")):
            weight = re.match(r"%(-?[\d.]+)%", told)
            answer, comment = told[weight.end() if weight else 0 :].split("#")
            right = float(weight[1]) / 100 if weight else float(sign == "=")
            answers.append((right, plain(answer), plain(comment)))
        found[plain(name)] = plain(asked), kind, answers, plain(general)
    return found


def plain(text):
    return re.sub(r"&&(\d{3});", lambda m: chr(int(m[1])), text).strip()


def test_a_bank_for_moodle_knows_what_the_notebook_knows(tmp_path):
    export("--gift", tmp_path / "bank.gift", "--lesson", "neurons", "--numbers", 2)
    found = bank((tmp_path / "bank.gift").read_text())
    for number in (0, 1):
        _, kind, answers, solution = found[f"{neurons.weighted_sum.title} ({number + 1})"]
        assert (kind, bool(solution)) == ("numerical", True)
        assert [weight for weight, *_ in answers] == [1.0, *[0.0] * (len(answers) - 1)]
        assert len(answers) > 5
        for weight, answer, comment in answers:
            value, within = map(float, answer.split(":"))
            for typed in (value, value + 0.99 * within):
                judged = neurons.weighted_sum.judge(typed, None, number)
                assert (judged.name == "right") == bool(weight)
            if not weight:
                assert judged.slip
                assert re.sub(r"<.*?>", "", comment).split(" looks ")[1][:9] in judged.text
    asked, kind, answers, _ = found[neurons.first_layer.title]
    assert (kind, sorted(weight for weight, *_ in answers)) == ("multichoice", [0, 0, 0, 1])
    told = {option.text for option in neurons.first_layer.lettered().values()}
    assert {answer for _, answer, _ in answers} == told
    assert "<strong>first</strong>" in asked


def test_a_bank_follows_the_question_on_which_another_rests(tmp_path):
    export("--gift", tmp_path / "bank.gift", "--lesson", "neurons")
    asked = bank((tmp_path / "bank.gift").read_text())[neurons.activation.title][0]
    assert asked.index("What is its weighted sum z?") < asked.index("What is its activation a?")


def test_every_item_of_a_package_answers_its_own_answers(tmp_path):
    export("--qti", tmp_path / "bank.zip")
    with zipfile.ZipFile(tmp_path / "bank.zip") as archive:
        trees = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}
    manifest = trees.pop("imsmanifest.xml")
    listed = {e.get("href") for e in manifest.iter() if e.tag.endswith("resource")}
    assert listed == set(trees)
    assert len(trees) > 80
    for name, tree in trees.items():
        said = {e.get("identifier") for e in tree.iter(f"{QTI}modalFeedback")}
        set_to = {e.text for e in tree.iter(f"{QTI}baseValue") if e.text.startswith("F")}
        assert said == set_to, name
        scored = [e for e in tree.iter(f"{QTI}setOutcomeValue") if e.get("identifier") == "SCORE"]
        assert len(scored) == 1, name
        answer = tree.find(f"./{QTI}responseDeclaration//{QTI}value").text
        question = next(q for q in _all() if q.id.replace(".", "-") == name[:-6])
        if isinstance(question, Choice):
            chosen = tree.find(f".//{QTI}simpleChoice[@identifier='{answer}']")
            wanted = question.answer(question.numbers())
            assert "".join(chosen.itertext()) == re.sub(r"[`*]", "", wanted), name
        else:
            assert question.judge(float(answer)).name == "right", name


def _all():
    from coursekit.classroom.notebook import questions_by_id

    return questions_by_id().values()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--gift", "bank", "--lesson", "dance"], "'dance' is none of 01-neurons"),
        ([], "one of the arguments --gift --qti --nbgrader is required"),
        (["--gift", "bank", "--numbers", "0"], "'0' is no number above 0"),
    ],
)
def test_a_wrong_use_is_answered(arguments, told, capsys):
    with pytest.raises(SystemExit) as left:
        export_command.command(arguments)
    assert left.value.code == 2
    assert told in capsys.readouterr().err


def test_what_is_there_is_not_written_over(tmp_path, capsys):
    (tmp_path / "bank").write_text("mine")
    assert export_command.command(["--gift", str(tmp_path / "bank")]) == 1
    assert "there already" in capsys.readouterr().err


# -- nbgrader ----------------------------------------------------------------------------------


def test_a_cell_of_tests_passes_what_is_right_and_says_what_is_not(home):
    current.begin("ada")
    question = neurons.weighted_sum
    in_nbgrader.assert_right(question, right_answer(question, "ada"))
    with pytest.raises(AssertionError) as told:
        in_nbgrader.assert_right(question, right_answer(question))
    assert question.judge(right_answer(question), "ada").text in str(told.value)
    with pytest.raises(AssertionError):
        in_nbgrader.assert_right(question, ...)


def test_a_warning_never_costs_a_point(capfd):
    def loud(z):
        import sys

        print("careful", file=sys.stderr)
        import warnings

        warnings.warn("careful", stacklevel=1)
        return neurons.write_sigmoid.reference(z)

    in_nbgrader.assert_right(neurons.write_sigmoid, loud)
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_nbgrader_takes_the_lessons_and_gives_the_points(tmp_path):
    """generate_assignment, autograde and export of nbgrader itself, with own numbers."""
    pytest.importorskip("nbgrader")
    points = tmp_path / "points.csv"
    points.write_text("neurons.weighted_sum,3\n")
    export("--nbgrader", tmp_path, "--lesson", "neurons", "--points", points, "--own-numbers")
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'course'\n"
        f"c.CourseDirectory.root = {str(tmp_path)!r}\nc.ExecutePreprocessor.timeout = 300\n"
    )

    def nbgrader(*arguments):
        place = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        ran = subprocess.run([sys.executable, "-m", "nbgrader", *arguments], cwd=tmp_path,
                             env=os.environ | {"PATH": place}, capture_output=True, text=True,
                             check=False)  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-3000:]

    nbgrader("generate_assignment", "01-neurons")
    released = (tmp_path / "release" / "01-neurons" / "01-neurons.ipynb").read_text()
    assert "assert_right" not in released
    for learner, own in (("ada", "ada"), ("bob", "ada")):
        notebook = json.loads(released)
        answers = {**ANSWERS, "weighted_sum": right_answer(neurons.weighted_sum, own)}
        answers["first_layer"] = right_answer(neurons.first_layer, own)
        filled(notebook, {name: answers[name] for name in ("weighted_sum", "first_layer")})
        as_function(notebook)
        folder = tmp_path / "submitted" / learner / "01-neurons"
        folder.mkdir(parents=True)
        (folder / "01-neurons.ipynb").write_text(json.dumps(notebook))
    nbgrader("autograde", "01-neurons")
    nbgrader("export")
    with (tmp_path / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    same_letter = right_answer(neurons.first_layer, "ada") == right_answer(
        neurons.first_layer, "bob"
    )
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        "ada": 3 + 1 + 1, "bob": 1 + same_letter
    }  # fmt: skip
    assert {float(row["max_score"]) for row in rows.values()} == {13.0}


def filled(notebook, answers):
    """Write answers in the place of three dots."""
    for cell in notebook["cells"]:
        for name, answer in answers.items():
            if f"neurons.{name}.check(" in "".join(cell["source"]):
                dots = "".join(cell["source"]).replace("...", json.dumps(answer), 1)
                cell["source"] = dots


def as_function(notebook):
    """Write a right sigmoid that warns."""
    for cell in notebook["cells"]:
        if "neurons.write_sigmoid.check(" in "".join(cell["source"]):
            loud = "import sys; print('careful', file=sys.stderr); return 1 / (1 + np.exp(-z))"
            cell["source"] = "".join(cell["source"]).replace("    ...", f"    {loud}", 1)


def test_every_checked_question_of_every_lesson_has_its_cell(tmp_path):
    export("--nbgrader", tmp_path)
    for path in (tmp_path / "source").rglob("*.ipynb"):
        cells = json.loads(path.read_text())["cells"]
        ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
        ids = [id for id in ids if id]
        assert len(ids) == len(set(ids)) > 3, path.stem
        assert not any(cell.get("outputs") for cell in cells)
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        compile(code, str(path), "exec")
