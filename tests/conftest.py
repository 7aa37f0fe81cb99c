"""No test touches the progress of whoever runs it."""

import pytest

from coursekit.teach import trying
from coursekit.teach.forker import Forker


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give every test a place of its own for a learner's file."""
    monkeypatch.setenv("COURSEKIT_HOME", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture(scope="session")
def forker():
    """Yield one forker for all tests of grading: it starts once, each job is a fresh process."""
    made = Forker()
    yield made
    made.close()


@pytest.fixture
def trial(forker, tmp_path):
    """Make a function of cases from a learner's source, as the grader does."""
    return lambda source, helpers=(): trying.run_elsewhere(forker, tmp_path, source, list(helpers))
