"""The teacher's guide names questions, slips, pictures and commands that exist."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

import coursekit
from coursekit.exercises.choices import Choice
from coursekit.exercises.course import LESSONS, questions
from coursekit.exercises.functions import Function
from coursekit.exercises.values import Value
from coursekit.teach.cli import COMMANDS

DOCS = Path(__file__).parent.parent / "docs"
GUIDE = (DOCS / "teaching.md").read_text()
ALL = {exercise.id: exercise for room, _ in LESSONS.values() for exercise in questions(room)}
MISCONCEPTIONS = re.findall(r"^\| (.+?) \| `(\w+\.\w+)`(.*?) \|$", GUIDE, re.MULTILINE)


def slips(exercise):
    if isinstance(exercise, Value):
        parts = [slip for part in exercise.recipe.parts.values() for slip in part.slips]
        return {slip.name for slip in (*parts, *exercise.recipe.slips)}
    return {slip.name for slip in exercise.slips} if isinstance(exercise, Function) else set()


@pytest.mark.parametrize(("belief", "name", "rest"), MISCONCEPTIONS)
def test_each_misconception_is_shown_by_a_slip_of_its_question(belief, name, rest):
    exercise = ALL[name]
    if rest == ", the options":
        assert isinstance(exercise, Choice)
    else:
        assert rest.removeprefix(": ") in slips(exercise)


def test_each_lesson_has_a_run_sheet_of_fifty_minutes_and_misconceptions():
    for lesson in [title for _, title in LESSONS.values()][:6]:
        section = GUIDE.split(f"## {lesson}\n")[1].split("\n## ")[0]
        ends = [
            tuple(map(int, m)) for m in re.findall(r"^\| (\d+)–(\d+) \|", section, re.MULTILINE)
        ]
        assert ends[0][0] == 0
        assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]
        assert ends[-1][1] == 50
        assert section.count("| `") >= 5
    assert len(MISCONCEPTIONS) >= 30


def test_pictures_and_commands_that_it_names_exist():
    opened = set(re.findall(r"`(\w+)\(\w*\)`", GUIDE))
    assert opened >= {"one_neuron", "landscape", "descent", "train_digits", "by_heart"}
    assert opened - {"presenting", "open_shared"} <= set(coursekit.__all__)
    assert set(re.findall(r"coursekit (\w+) ", GUIDE)) <= {*COMMANDS, "import"}


def test_links_lead_somewhere():
    headings = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in headings}
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif not target.startswith("http"):
            assert (DOCS / target).exists(), target


def test_the_hubs_files_are_well_formed():
    values = yaml.safe_load((DOCS / "hub" / "values.yaml").read_text())
    assert values["singleuser"]["memory"] == {"guarantee": "300M", "limit": "1G"}
    subprocess.run(["bash", "-n", DOCS / "hub" / "tljh.sh"], check=True)
