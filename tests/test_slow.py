"""What takes minutes: the notebooks' fixed form, the package as it would be installed."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import accuracy, descend

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


def test_executing_the_notebooks_twice_gives_the_same_bytes(tmp_path):
    copies = [shutil.copy(path, tmp_path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    runs = []
    for _ in range(2):
        subprocess.run([sys.executable, ROOT / "tools" / "notebooks.py", *copies], check=True)
        runs.append([Path(copy).read_bytes() for copy in copies])
    assert runs[0] == runs[1]


def test_the_wheel_holds_the_digits_and_their_licence(tmp_path):
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT]
    subprocess.run(command, check=True)
    (wheel,) = tmp_path.glob("neural_networks_crash_course-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"coursekit/data/mnist.npz", "coursekit/data/LICENSE-MNIST"} <= names
    kit = {str(path.relative_to(ROOT)) for path in (ROOT / "coursekit").rglob("*.*")}
    assert {path for path in kit if path.endswith((".py", ".js", ".css", ".npz"))} <= names
    assert not any(name.startswith(("tests", "benchmarks", "notebooks")) for name in names)
    assert wheel.stat().st_size < 14e6


def test_nielsens_network_learns_all_of_mnist():
    """Ten epochs at his settings; after thirty, seven seeds lay between 94.2 and 95.4 %."""
    rng = np.random.default_rng(0)
    train, test = mnist("train")[:50_000], mnist("test")
    start = Network.random([784, 30, 10], rng, scale="unit", dtype=np.float32)
    asked = {"rate": 1.5, "batch_size": 10, "epochs": 10, "rng": rng}
    *_, last = descend(start, train.inputs(), train.targets(), **asked)
    assert accuracy(last.network, test.inputs(), test.labels) > 0.93


def test_make_lab_opens_the_course_in_place(tmp_path):
    log = tmp_path / "log"
    command = ["make", "lab", "LAB_OPTIONS=--no-browser --allow-root --ip=127.0.0.1 --port=0"]
    with log.open("w") as output:
        lab = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
    try:
        for _ in range(1500):
            if "To access the server" in log.read_text() or lab.poll() is not None:
                break
            time.sleep(0.2)
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(timeout=30)
    text = log.read_text()
    assert "coursekit start --here" in text
    assert "To access the server" in text
