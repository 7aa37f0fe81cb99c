"""No test touches the progress of whoever runs it."""

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give every test a place of its own for a learner's file."""
    monkeypatch.setenv("COURSEKIT_HOME", str(tmp_path / "kept"))
    return tmp_path / "kept"
