"""The course installed as its users install it, and Binder: what that would build, rehearsed."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import installed, lab
from tests.browser.conftest import browser_or_skip
from tests.browser.test_questions import SET_AND_RUN

ROOT = Path(__file__).parent.parent
PIP_NAMES = {"matplotlib-base": "matplotlib"}
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
ANSWER, CHECK = "z = 0.26", "neurons.weighted_sum.check(z)"


def test_binder_reads_the_environment_and_runs_post_build():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    steps = done.stdout + done.stderr
    assert "Building conda environment for python=3.11" in steps
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in steps
    assert "RUN ./postBuild" in steps


@pytest.fixture(scope="module")
def elsewhere():
    """Yield a folder far from the checkout, with the wheel in it."""
    with installed.elsewhere() as folder:
        installed.wheel_in(folder)
        yield folder


@pytest.mark.slow
@pytest.mark.browser
def test_the_readmes_first_command_opens_the_course_where_there_is_only_the_wheel(elsewhere):
    (wheel,) = elsewhere.glob("*.whl")
    (line,) = re.findall(r"^    (uvx .+)$", (ROOT / "README.md").read_text(), re.MULTILINE)
    learner = installed.Learner(elsewhere / "reader", Path(sys.executable).parent)
    shutil.copy(wheel, learner.home)
    with learner.starting(*shlex.split(line)) as address, browser_or_skip() as chromium:
        page = lab.open_notebook(chromium, address, "00-start.ipynb")
        lab.run_all(page)
        installed.drag(page)
    assert (learner.home / "neural-networks-crash-course" / "07-review.ipynb").exists()


def conda_names():
    """Return what pip calls the packages of environment.yml."""
    asked = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    for requirement in asked:
        if isinstance(requirement, str) and not requirement.startswith(("python=", "pip")):
            name, version = requirement.split(">=")
            yield f"{PIP_NAMES.get(name, name)}>={version}"


@pytest.fixture(scope="module")
def environment(elsewhere):
    """Return an environment built as Binder does it, but with pip in conda's place."""
    env = installed.Environment(elsewhere / "env")
    install = ["pip", "install", "--quiet", "-c", ROOT / "constraints.txt"]
    env.uv(*install, "pytest", "nbval", *conda_names())
    env.uv(*install, *elsewhere.glob("*.whl"))
    env.uv("pip", "check", "--quiet")
    paths = {"PATH": f"{env.folder / 'bin'}:/usr/bin:/bin"}
    subprocess.run(["bash", ROOT / "postBuild"], cwd=elsewhere, env=paths, check=True)
    return env.folder


@pytest.mark.slow
@pytest.mark.browser
def test_a_learner_opens_drags_answers_and_updates_with_a_package_that_is_not_theirs(
    elsewhere, environment
):
    learner = installed.Learner(elsewhere / "learner", environment / "bin")
    with learner.starting("coursekit", "start", "--lesson", "1") as address:
        listed = learner.types("jupyter", "server", "extension", "list")
        assert "coursekit.page.quick" in listed
        with browser_or_skip() as chromium:
            page = lab.open_notebook(chromium, address, "01-neurons.ipynb")
            lab.run_all(page)
            installed.drag(page)
            page.evaluate(SET_AND_RUN, [CHECK, f"{ANSWER}\n{CHECK}"])
            lab.rest(page)
            page.evaluate(SAVE)
            assert page.complaints == []
    places = learner.types("coursekit", "where")
    assert f"your progress:  {learner.home}" in places
    assert "nothing yet" not in places
    copy = learner.home / "neural-networks-crash-course" / "01-neurons.ipynb"
    assert ANSWER in copy.read_text()
    (lesson,) = environment.glob("lib/*/site-packages/coursekit/notebooks/01-neurons.ipynb")
    newer = json.loads(lesson.read_text())
    newer["cells"][0]["source"] = ["# Neurons, told anew"]
    lesson.write_text(json.dumps(newer))
    said = learner.types("coursekit", "update")
    assert "01-neurons.ipynb: newer, with your work in it" in said
    assert ANSWER in copy.read_text()
    assert "told anew" in copy.read_text()


@pytest.mark.slow
def test_every_lesson_says_there_what_was_stored(elsewhere, environment):
    learner = installed.Learner(elsewhere / "another", environment / "bin")
    shutil.copytree(ROOT / "notebooks", learner.home / "notebooks")
    learner.types("pytest", "--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider")
