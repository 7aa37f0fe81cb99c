"""What one types: where lessons go, what is never written over, and what each wrong use is told."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from coursekit.command import cli, lessons, start

CODE = "import sys; from coursekit.command.cli import main; main(sys.argv[1:])"
NAMES = {path.name for path in lessons.CHECKOUT.glob("*.ipynb")}


def run(*arguments, cwd, way=("-c", CODE), **env):
    """Run a command as a program of its own."""
    return subprocess.run(
        [sys.executable, *way, *arguments],
        cwd=cwd,
        env={"PATH": "", "COURSEKIT_HOME": str(cwd), "PYTHONPATH": str(lessons.CHECKOUT.parent)}
        | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def jupyter(monkeypatch, tmp_path):
    """Stand in an empty folder; return what `start` would have become, a row each time."""
    started = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        start, "_become", lambda program, folder: started.append((program, folder)) or 0
    )
    return started


@pytest.mark.parametrize(
    ("arguments", "folder", "opened"),
    [
        ((), lessons.FOLDER, "00-start.ipynb"),
        (("--lesson", "3"), lessons.FOLDER, "03-cost.ipynb"),
        (("mine", "--lesson=4b"), "mine", "04b-backpropagation.ipynb"),
        (("a/deeper one",), "a/deeper one", "00-start.ipynb"),
    ],
)
def test_the_lessons_are_copied_where_one_stands_and_opened(
    jupyter, tmp_path, capsys, arguments, folder, opened
):
    assert start.command([*arguments, "--no-browser", "--", "--port=9"]) == 0
    ((program, stands_in),) = jupyter
    assert stands_in == tmp_path / folder
    assert program[program.index("jupyterlab") + 1] == opened
    assert program[-2:] == ["--no-browser", "--port=9"]
    assert {path.name for path in stands_in.glob("*.ipynb")} == NAMES
    assert str(stands_in) in capsys.readouterr().out


def test_nothing_is_written_over_and_inside_the_folder_one_starts_there(
    jupyter, tmp_path, monkeypatch
):
    folder = tmp_path / lessons.FOLDER
    folder.mkdir()
    (folder / "03-cost.ipynb").write_text("a learner's own")
    start.command([])
    monkeypatch.chdir(folder)
    start.command([])
    assert (folder / "03-cost.ipynb").read_text() == "a learner's own"
    assert [where for _, where in jupyter] == [folder, folder]
    assert "03-cost.ipynb" not in lessons.record(folder)["lessons"]


def test_a_checkout_opens_its_own_lessons_and_copies_none(jupyter, tmp_path):
    assert start.command(["--here"]) == 0
    assert jupyter[0][1] == lessons.CHECKOUT
    assert not list(tmp_path.iterdir())


def test_jupyter_finds_the_quick_server_and_asks_nothing_about_news(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    ours, theirs = start.environment()["JUPYTER_CONFIG_PATH"].split(":")
    assert theirs == "theirs"
    told = [json.loads(path.read_text()) for path in Path(ours).rglob("*.json")]
    assert {"ServerApp": {"jpserver_extensions": {"coursekit.page.quick": True}}} in told
    (news,) = [value for one in told for key, value in one.items() if "notification" in key]
    assert news["fetchNews"] == "false"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--version",), 0, f"neural-networks-crash-course {version(cli.DISTRIBUTION)}"),
        (("--help",), 0, "coursekit update"),
        *[((name, "--help"), 0, f"coursekit {name} ") for name in ("start", "update", "where")],
        (("begin",), 2, "'begin' is none of start, update, where"),
        (("start", "--lesson", "9"), 1, "there is no lesson '9': the lessons are 0, 1, 2,"),
        (("start", "a file"), 1, "the lessons cannot be copied (File exists: "),
        (("start", "--lesson"), 2, "expected one argument"),
        (("update",), 1, "holds no lessons of coursekit start; name their folder"),
        (("update", "nowhere"), 1, "nowhere holds no lessons"),
        (("where",), 0, "your lessons:   none in this folder"),
    ],
)
def test_each_use_has_its_exit_code_and_its_sentence(tmp_path, arguments, code, says):
    (tmp_path / "a file").touch()
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert says in (done.stderr if code else done.stdout)
    assert "Traceback" not in done.stderr
    if code == 1:
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", cli.TEACHERS)
def test_a_module_of_this_folder_is_never_run_for_a_teacher(tmp_path, name):
    """`python -m` looks for modules where it stands first; the console command does not."""
    done = run(name, "hand-ins", cwd=tmp_path, way=("-m", "coursekit"))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"type coursekit {name} hand-ins" in done.stderr


def test_help_loads_nothing_that_takes_time(tmp_path):
    slow = {"numpy", "matplotlib", "IPython", "ipywidgets", "argparse", "json", "platformdirs"}
    code = "import sys; from coursekit.command import cli; cli._help(); print(*sys.modules)"
    loaded = set(run("-c", code, cwd=tmp_path, way=()).stdout.split())
    assert "coursekit.command.cli" in loaded
    assert not loaded & slow
