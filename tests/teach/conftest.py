"""One grader's forker for all tests of teach: it starts once, and each job is a fresh process."""

import pytest

from coursekit.teach import grade_command, trying
from coursekit.teach.forker import Forker


@pytest.fixture(scope="session")
def forker():
    made = Forker()
    yield made
    made.close()


@pytest.fixture
def trial(forker, tmp_path):
    """Make a function of cases from a learner's source, as the grader does."""
    return lambda source, helpers=(): trying.run_elsewhere(forker, tmp_path, source, list(helpers))


@pytest.fixture
def grade(tmp_path, capsys):
    """Grade tmp_path/in into tmp_path/out and return the output folder."""

    def run(*options):
        places = [str(tmp_path / "in"), "--out", str(tmp_path / "out")]
        assert grade_command.command([*places, *options]) == 0, capsys.readouterr().err
        return tmp_path / "out"

    return run
