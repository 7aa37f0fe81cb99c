"""A plugin for pytest: no test may start a thread or a process, as none can in a browser."""

import os
import subprocess
import threading

import pytest

from coursekit.network.stepper import one_thread

one_thread()  # threadpoolctl finds numpy's libraries once: by a process here, in a browser without


def refuse(*_, **__):
    raise RuntimeError("a browser's Python starts neither threads nor processes")


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Leave a test with the one thread that it has."""
    monkeypatch.setattr(threading.Thread, "start", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    for name in {"fork", "forkpty", "posix_spawn"} & set(dir(os)):
        monkeypatch.setattr(os, name, refuse)
