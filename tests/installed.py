"""The course as its users have it: a wheel, a fresh environment, a home of their own."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests import lab
from tests.browser.test_lesson import picture_bytes, wait_for_new_picture

PATIENCE = 400  # seconds: the first start may fetch a hundred megabytes
NOBODY = 65534  # whoever runs the tests as root lends this user a home


@contextmanager
def elsewhere():
    """Yield a folder that every user may read, far from the checkout."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def wheel_in(folder):
    """Build the wheel into a folder; return its path."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder]
    subprocess.run([*command, lab.ROOT], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


class Environment:
    """One that every user may run, and nobody but us may change."""

    def __init__(self, folder):
        self.folder = folder
        everybodys = shutil.which("python3", path="/usr/bin:/bin") or sys.executable
        self.uv("venv", "--quiet", "--python", everybodys, folder)

    def uv(self, *arguments):
        """Let uv do something in it."""
        command = [Path(sys.executable).with_name("uv"), *arguments]
        where = {"VIRTUAL_ENV": str(self.folder)}
        subprocess.run(command, env=os.environ | where, check=True)


class Learner:
    """Somebody with a home of their own, who may write nowhere else."""

    def __init__(self, home, commands):
        """home: their folder. commands: the folder of the commands that they may type."""
        self.home = home
        self.home.mkdir()
        self.how = {}
        if os.geteuid() == 0:
            os.chown(self.home, NOBODY, NOBODY)
            self.how = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        paths = os.pathsep.join([str(commands), "/usr/bin", "/bin"])
        self.environment = {"HOME": str(self.home), "PATH": paths, "LANG": "C.UTF-8"}
        kept = ("PIP_", "SSL_", "UV_")  # how this machine reaches package indexes
        self.environment |= {k: v for k, v in os.environ.items() if k.startswith(kept)}

    def types(self, *command, cwd=None):
        """Run a command in their home; return what it said."""
        done = subprocess.run(
            command, cwd=cwd or self.home, env=self.environment, capture_output=True, text=True,
            **self.how,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def starting(self, *command):
        """Type a command that opens JupyterLab; yield its address."""
        port, token = lab.free_port(), secrets.token_hex(8)
        told = [f"--port={port}", f"--IdentityProvider.token={token}", "--ip=127.0.0.1"]
        told += ["--ServerApp.shutdown_no_activity_timeout=300"]
        told += ["--LabApp.expose_app_in_browser=True"]
        address = lab.Address(f"http://127.0.0.1:{port}", "lab/tree", f"?token={token}")
        probe = f"{address.base}/api?token={token}"
        line = [*command, "--no-browser", "--", *told]
        how = {"cwd": self.home, "patience": PATIENCE, **self.how}
        with lab.running(line, probe, self.home.with_suffix(".log"), self.environment, **how):
            yield address


def drag(page):
    """Drag the first slider of a page until its picture has changed."""
    view = page.locator(".ck-live").first
    view.scroll_into_view_if_needed()
    slider, before = view.locator(lab.RANGE).first, picture_bytes(view)
    x, y = lab.grip(slider)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(x + 10 * step, y)
    page.mouse.up()
    wait_for_new_picture(page, view, before)
