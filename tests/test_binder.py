"""Binder: what it would build from environment.yml, and a rehearsal with pip in conda's place."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests import lab
from tests.browser.conftest import REASON

ROOT = Path(__file__).parent.parent
PIP_NAMES = {"matplotlib-base": "matplotlib"}
BUILT_FROM = ("coursekit", "notebooks", "pyproject.toml", "README.md", "LICENSE", "postBuild")


def test_binder_reads_the_environment_and_runs_post_build():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    steps = done.stdout + done.stderr
    assert "Building conda environment for python=3.11" in steps
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in steps
    assert "RUN ./postBuild" in steps


def conda_names():
    """Return what pip calls the packages of environment.yml."""
    asked = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    for requirement in asked:
        if isinstance(requirement, str) and not requirement.startswith(("python=", "pip")):
            name, version = requirement.split(">=")
            yield f"{PIP_NAMES.get(name, name)}>={version}"


@pytest.mark.slow
@pytest.mark.browser
def test_a_fresh_environment_opens_and_runs_the_lessons(tmp_path):
    """What Binder does, but for conda and Docker: install, postBuild, JupyterLab, the lessons."""
    if lab.find_chromium() is None and not os.environ.get("COURSEKIT_REQUIRE_BROWSER"):
        pytest.skip(REASON)
    repo, env = tmp_path / "repo", tmp_path / "env"
    repo.mkdir()
    for name in BUILT_FROM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, repo / name)
    subprocess.run([sys.executable, "-m", "venv", env], check=True)
    python, pins = env / "bin" / "python", ROOT / "constraints.txt"
    pip = [python, "-m", "pip", "install", "--quiet", "-c", pins]
    subprocess.run([*pip, *conda_names()], check=True)
    # All that the kit needs was named, or this would bring it.
    subprocess.run([*pip, "--no-deps", "--editable", "."], cwd=repo, check=True)
    subprocess.run([python, "-m", "pip", "check"], check=True)
    paths = os.environ | {"PATH": f"{env / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["bash", "postBuild"], cwd=repo, env=paths, check=True)
    extensions = [python, "-m", "jupyter", "server", "extension", "list"]
    listed = subprocess.run(extensions, env=paths, capture_output=True, text=True, check=True)
    assert re.search(r"coursekit\.quick\b.*enabled", listed.stdout + listed.stderr)
    with lab.jupyter_lab(repo / "notebooks", python=python) as address, lab.browser() as chromium:
        page = lab.open_notebook(chromium, address, "00-start.ipynb")
        lab.run_all(page)
        assert page.locator(".ck-live").count() == 1
        assert page.complaints == []
    subprocess.run([*pip, "pytest", "nbval"], check=True)
    tests = [python, "-m", "pytest", "--nbval", "--nbval-current-env", "-q", "notebooks"]
    home = {"COURSEKIT_HOME": str(tmp_path / "progress")}
    subprocess.run(tests, cwd=repo, env=paths | home, check=True)
