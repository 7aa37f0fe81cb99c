"""The learner's file: whole or not at all, shared by notebooks, never overwritten blindly."""

import errno
import json
import os
import random
import subprocess
import sys
import time
from datetime import date
from unittest.mock import Mock

import pytest

from coursekit.questions import progress

ONCE = b'{"version": 2, "exercises": {"a": {"outcome": "right", "attempts": 1, %b}}}'


def test_an_outcome_is_kept_and_counted_in_a_file_that_is_plain_to_read(home):
    assert progress.read() == ({}, "")
    for outcome, slip, day in (
        ("not yet", "b left out", 2),
        ("right", None, 2),
        ("right", None, 1),
    ):
        assert progress.note("neurons.z", outcome, slip, date(2026, 3, day)) == ""
    known = {
        "neurons.z": {
            "outcome": "right",
            "attempts": 3,
            "days": {"2026-03-01": "right", "2026-03-02": "mended"},  # the clock went backwards
            "slips": {"b left out": ["2026-03-02", 1]},
        }
    }
    assert progress.read() == (known, "")
    written = json.loads((home / "progress.json").read_text())
    assert written == {"version": 2, "exercises": known}


def test_a_file_of_the_first_version_is_read_and_goes_on(home):
    home.mkdir()
    first = {"version": 1, "exercises": {"neurons.z": {"outcome": "right", "attempts": 4}}}
    (home / "progress.json").write_text(json.dumps(first))
    assert progress.note("neurons.z", "not yet", None, date(2026, 3, 1)) == ""
    entry = progress.read()[0]["neurons.z"]
    assert (entry["outcome"], entry["attempts"]) == ("right", 5)
    assert entry["days"] == {"2026-03-01": "missed"}


@pytest.mark.parametrize("done", ["right", "noted"])
def test_what_is_done_stays_done(home, done):
    for outcome in ("not yet", done, "not yet"):
        progress.note("neurons.z", outcome)
    entry = progress.read()[0]["neurons.z"]
    assert (entry["outcome"], entry["attempts"]) == (done, 3)


def test_without_a_wish_it_lies_where_the_platform_keeps_such_data(monkeypatch):
    monkeypatch.delenv("COURSEKIT_HOME")
    assert progress.folder().name == "coursekit"
    assert progress.folder().is_absolute()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b'{"version": 1}', b"[" * 100_000),
        b'{"version": "x", "exercises": {}}',
        b'{"version": 1, "exercises": {"a": 1}}',
        b'{"version": 1, "exercises": {"a": {"outcome": "right", "attempts": "many"}}}',
        ONCE % b'"days": {"x": "right"}',
        ONCE % b'"days": {"2026-03-01": "?"}',
        ONCE % b'"slips": {"b": 1}',
    ],
)
def test_a_damaged_file_is_set_aside_and_said_so(home, content):
    home.mkdir()
    (home / "progress.json").write_bytes(content)
    assert "progress-damaged-1.json" in progress.note("neurons.z", "right")
    assert (home / "progress-damaged-1.json").read_bytes() == content
    assert progress.read()[0]["neurons.z"]["outcome"] == "right"


def test_a_file_of_a_later_version_is_set_aside_and_never_overwritten(home):
    home.mkdir()
    for number in (1, 2):
        later = json.dumps({"version": progress.VERSION + 1, "exercises": {}, "number": number})
        (home / "progress.json").write_text(later)
        assert f"progress-newer-{number}.json" in progress.read()[1]
        assert (home / f"progress-newer-{number}.json").read_text() == later


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_be_written_is_told_and_harms_nothing(tmp_path, monkeypatch, place):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COURSEKIT_HOME", str(tmp_path / place))
    told = f"could not be kept in {tmp_path / place} (a file stands where the folder should be)"
    assert told in progress.note("neurons.z", "right")
    known, message = progress.read()
    assert known == {}
    assert told in message


def test_a_tilde_in_the_wish_is_the_learners_home(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSEKIT_HOME", os.path.join("~", "kit"))
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    progress.note("neurons.z", "right")
    assert (tmp_path / "kit" / "progress.json").exists()


@pytest.mark.parametrize("answer", [NotImplementedError(), OSError(errno.ENOLCK, "No locks")])
def test_where_the_file_system_has_no_locks_progress_is_kept_all_the_same(
    home, monkeypatch, answer
):
    monkeypatch.setattr(progress.FileLock, "acquire", Mock(side_effect=answer))
    assert progress.note("neurons.z", "right") == ""
    assert progress.read()[0]["neurons.z"]["outcome"] == "right"


def test_without_locks_as_in_a_browser_the_file_is_written_all_the_same(home, monkeypatch):
    monkeypatch.setattr(progress, "FileLock", None)
    assert progress.note("neurons.z", "right") == ""
    assert progress.read()[0]["neurons.z"]["outcome"] == "right"
    assert [path.name for path in home.iterdir()] == ["progress.json"]


WRITER = """
import sys
from coursekit.questions import progress
number = 0
while True:
    name = f"{sys.argv[1]}.{number}"
    if progress.note(name, "right") == "":
        print(name, flush=True)
        number += 1
"""


def test_six_writers_killed_at_random_lose_nothing_they_were_promised(home, tmp_path):
    logs, writers = [tmp_path / f"log{k}" for k in range(6)], []
    try:
        for k, log in enumerate(logs):
            with log.open("w") as output:
                command = [sys.executable, "-c", WRITER, str(k)]
                writers.append(subprocess.Popen(command, stdout=output))
        for log, writer in zip(logs, writers, strict=True):
            while log.stat().st_size == 0 and writer.poll() is None:
                time.sleep(0.02)
        for writer in random.Random(0).sample(writers, len(writers)):
            time.sleep(random.random() * 0.1)
            writer.kill()
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    promised = {name for log in logs for name in log.read_text().splitlines()}
    known, message = progress.read()
    assert message == ""
    assert {name.partition(".")[0] for name in promised} == set("012345")
    assert promised - set(known) == set()
    assert not list(home.glob("progress-damaged-*"))
