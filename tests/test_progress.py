"""The learner's file: whole or not at all, shared by notebooks, never overwritten blindly."""

import json
import os
import random
import subprocess
import sys
import time

import pytest

from coursekit import progress


def test_an_outcome_is_kept_and_counted(home):
    assert progress.read() == ({}, "")
    assert progress.note("neurons.z", "not yet") == ""
    assert progress.note("neurons.z", "right") == ""
    assert progress.read() == ({"neurons.z": {"outcome": "right", "attempts": 2}}, "")


def test_right_stays_right(home):
    for outcome in ("right", "not yet"):
        progress.note("neurons.z", outcome)
    assert progress.read()[0]["neurons.z"] == {"outcome": "right", "attempts": 2}


def test_the_file_is_plain_to_read(home):
    progress.note("neurons.z", "right")
    assert json.loads((home / "progress.json").read_text()) == {
        "version": 1,
        "exercises": {"neurons.z": {"outcome": "right", "attempts": 1}},
    }


def test_without_a_wish_it_lies_where_the_platform_keeps_such_data(monkeypatch):
    monkeypatch.delenv("COURSEKIT_HOME")
    assert progress.folder().name == "coursekit"
    assert progress.folder().is_absolute()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"version": 1}',
        b'{"version": "x", "exercises": {}}',
        b'{"version": 1, "exercises": {"a": 1}}',
        b'{"version": 1, "exercises": {"a": {"outcome": "right", "attempts": "many"}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_said_so(home, content):
    home.mkdir()
    (home / "progress.json").write_bytes(content)
    assert "progress-damaged-1.json" in progress.note("neurons.z", "right")
    assert (home / "progress-damaged-1.json").read_bytes() == content
    assert progress.read() == ({"neurons.z": {"outcome": "right", "attempts": 1}}, "")


def test_a_file_of_a_later_version_is_set_aside_and_never_overwritten(home):
    home.mkdir()
    for number in (1, 2):
        later = json.dumps({"version": 2, "exercises": {}, "number": number})
        (home / "progress.json").write_text(later)
        assert f"progress-newer-{number}.json" in progress.read()[1]
        assert (home / f"progress-newer-{number}.json").read_text() == later


def test_a_place_that_cannot_be_written_is_told_and_harms_nothing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSEKIT_HOME", str(tmp_path / "file" / "below"))
    assert "could not be kept" in progress.note("neurons.z", "right")
    known, message = progress.read()
    assert known == {}
    assert "could not be kept" in message


def test_without_locks_as_in_a_browser_the_file_is_written_all_the_same(home, monkeypatch):
    monkeypatch.setattr(progress, "FileLock", None)
    assert progress.note("neurons.z", "right") == ""
    assert progress.read() == ({"neurons.z": {"outcome": "right", "attempts": 1}}, "")
    assert [path.name for path in home.iterdir()] == ["progress.json"]


WRITER = """
import sys
from coursekit import progress
number = 0
while True:
    name = f"{sys.argv[1]}.{number}"
    if progress.note(name, "right") == "":
        print(name, flush=True)
        number += 1
"""


def test_twenty_writers_killed_at_random_lose_nothing_they_were_promised(home, tmp_path):
    rng = random.Random(0)
    logs = [tmp_path / f"log{k}" for k in range(20)]
    writers = []
    try:
        for k, log in enumerate(logs):
            with log.open("w") as output:
                command = [sys.executable, "-c", WRITER, str(k)]
                writers.append(subprocess.Popen(command, stdout=output, env=os.environ.copy()))
        deadline = time.monotonic() + 60
        while any(log.stat().st_size == 0 for log in logs) and time.monotonic() < deadline:
            time.sleep(0.05)
        for writer in rng.sample(writers, len(writers)):
            time.sleep(rng.random() * 0.1)
            writer.kill()
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    promised = {name for log in logs for name in log.read_text().splitlines()}
    known, message = progress.read()
    assert message == ""
    assert len(promised) >= 20
    assert promised - set(known) == set()
    assert not list(home.glob("progress-damaged-*"))
