"""Grading a folder, as all tests of it do."""

import pytest

from coursekit.classroom import grade_command


@pytest.fixture
def grade(tmp_path, capsys):
    """Grade tmp_path/in into tmp_path/out and return the output folder."""

    def run(*options):
        places = [str(tmp_path / "in"), "--out", str(tmp_path / "out")]
        assert grade_command.command([*places, *options]) == 0, capsys.readouterr().err
        return tmp_path / "out"

    return run
