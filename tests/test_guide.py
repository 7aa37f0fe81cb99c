"""The teacher's guide names questions, slips, pictures and commands that exist."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

import coursekit
from coursekit.command.cli import COMMANDS
from coursekit.lessons import TITLES, questions
from coursekit.questions.choice import Choice
from coursekit.questions.function import Function
from coursekit.questions.value import Value

DOCS = Path(__file__).parent.parent / "docs"
GUIDE = (DOCS / "teaching.md").read_text()
ALL = {question.id: question for lesson in TITLES for question in questions(lesson)}
MISCONCEPTIONS = re.findall(r"^\| (.+?) \| `(\w+\.\w+)`(.*?) \|$", GUIDE, re.MULTILINE)


def section(title):
    return GUIDE.split(f"## {title}\n")[1].split("\n## ")[0]


def slips(question):
    if isinstance(question, Value):
        parts = [slip for part in question.recipe.parts.values() for slip in part.slips]
        return {slip.name for slip in (*parts, *question.recipe.slips)}
    return {slip.name for slip in question.slips} if isinstance(question, Function) else set()


@pytest.mark.parametrize(("belief", "name", "rest"), MISCONCEPTIONS)
def test_each_misconception_is_shown_by_a_slip_of_its_question(belief, name, rest):
    question = ALL[name]
    if rest == ", the options":
        assert isinstance(question, Choice)
    else:
        assert rest.removeprefix(": ") in slips(question)


def test_each_lesson_has_a_run_sheet_of_fifty_minutes_and_misconceptions():
    for lesson in [title for title in TITLES.values()][:6]:
        times = re.findall(r"^\| (\d+)–(\d+) \|", section(lesson), re.MULTILINE)
        ends = [tuple(map(int, time)) for time in times]
        assert ends[0][0] == 0
        assert [end for _, end in ends[:-1]] == [start for start, _ in ends[1:]]
        assert ends[-1][1] == 50
        assert section(lesson).count("| `") >= 5
    assert len(MISCONCEPTIONS) >= 30


def test_pictures_and_commands_that_it_names_exist():
    for lesson, title in list(TITLES.items())[:6]:
        opened = re.findall(r"`(\w+)\.(\w+)\(\w*\)`", section(title))
        assert len(opened) >= 2
        assert {where for where, _ in opened} == {lesson}
        assert {name for _, name in opened} <= set(getattr(coursekit, lesson).PICTURES)
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
    kernels = values["singleuser"]["extraFiles"]["idle-kernels"]["data"]["MappingKernelManager"]
    assert kernels["cull_connected"] is False  # nobody's kernel ends under their hands


@pytest.mark.parametrize(
    ("course", "installed"),
    [
        ("FOLDER", "FOLDER"),
        ("https://example.org/course", "git+https://example.org/course"),
        ("git+https://example.org/course", "git+https://example.org/course"),
        ("neural-networks-crash-course", "neural-networks-crash-course"),
    ],
)
def test_the_littlest_hub_is_set_up_with_any_form_of_the_course(course, installed, tmp_path):
    folder = (tmp_path / "a course").resolve()
    (tmp_path / "etc" / "jupyter" / "jupyter_server_config.d").mkdir(parents=True)
    for place in (folder, tmp_path / "bin"):
        place.mkdir()
    for name in ("python", "tljh-config"):  # they note what they are told
        stub = tmp_path / "bin" / name
        stub.write_text(f'#!/bin/sh\necho {name} "$@" >>"{tmp_path}/told"\n')
        stub.chmod(0o755)
    command = [DOCS / "hub" / "tljh.sh", course.replace("FOLDER", str(folder))]
    env = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "TLJH_USER_ENV": str(tmp_path)}
    subprocess.run(["bash", *command], env=env, check=True)
    told = (tmp_path / "told").read_text().splitlines()
    whole = installed.replace("FOLDER", str(folder))
    assert told[:2] == [
        f"python -m pip install {whole} nbgitpuller",
        "python -m coursekit.page.quick",
    ]
    assert told[-1] == "tljh-config reload"
    (written,) = (tmp_path / "etc").rglob("*.json")
    assert json.loads(written.read_text())["MappingKernelManager"]["cull_connected"] is False
