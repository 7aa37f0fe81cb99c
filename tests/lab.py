"""A real JupyterLab, Notebook 7 or Voilà in a real Chromium: for tests, benchmarks and for looking.

As a command it runs notebooks and takes pictures of them from top to bottom:

    python -m tests.lab notebooks/01-neurons.ipynb --out screenshots
"""

import argparse
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SETTINGS = {
    # All cells are in the page at once, so that a tall window shows the whole notebook.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
# name → module, options, and the path below which it shows notebooks
APPS = {
    # The options are the apps' own doors for such tests.
    "lab": ("jupyterlab", ["--LabApp.expose_app_in_browser=True"], "lab/workspaces/w{fresh}/tree"),
    "notebook": ("notebook", ["--JupyterNotebookApp.expose_app_in_browser=True"], "notebooks"),
}
VOILA = """
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from voila.app import main
main()
"""
START_SECONDS = 60
# The page calls a kernel idle before there is one; the notebook's own session knows better.
KERNEL_IS_IDLE = """() => window.jupyterapp?.shell.currentWidget?.sessionContext
  ?.session?.kernel?.status === 'idle'"""


def find_chromium():
    """Return the path of a Chromium, or None; `COURSEKIT_CHROMIUM` goes first."""
    named = os.environ.get("COURSEKIT_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@contextmanager
def jupyter_lab(
    notebooks=NOTEBOOKS, *, app="lab", dark=False, env=None, options=(), python=sys.executable
):
    """Serve a copy of a folder of notebooks in a JupyterLab of its own; yield its address.

    app: "notebook" for a Notebook 7 instead. python: whose JupyterLab it is.
    The server listens on loopback alone, and stops with the block or, should the block be killed,
    after five idle minutes. Nothing is read from the user's own settings.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(notebooks, home / "notebooks")
        theme = {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"}
        for name, values in {**SETTINGS, "@jupyterlab/apputils-extension/themes": theme}.items():
            path = home / "settings" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))
        port, token = _free_port(), secrets.token_hex(8)
        module, own_options, pages = APPS[app]
        command = [
            *(python, "-m", module, "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={token}"),
            f"--ServerApp.root_dir={home / 'notebooks'}",
            "--ServerApp.shutdown_no_activity_timeout=300",
            *own_options,
            *options,
        ]
        address = Address(f"http://127.0.0.1:{port}", pages, f"?token={token}")
        with _running(command, f"{address.base}/api?token={token}", home, env):
            yield address


@contextmanager
def voila(notebooks=NOTEBOOKS):
    """Serve a copy of a folder of notebooks in a Voilà of its own; yield its address.

    Voilà knows no idle time; it stops with the block or, should the block be killed, with us.
    """
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder), _free_port()
        shutil.copytree(notebooks, home / "notebooks")
        command = [sys.executable, "-c", VOILA, str(home / "notebooks"), "--no-browser"]
        command += ["--Voila.ip=127.0.0.1", f"--port={port}"]
        address = Address(f"http://127.0.0.1:{port}", "voila/render")
        with _running(command, address.base, home):
            yield address


class Address:
    """Where a server listens, and the path below which it shows notebooks."""

    def __init__(self, base, pages, query=""):
        self.base, self.pages, self.query = base, pages, query

    def of(self, notebook):
        """Return the address at which a notebook opens; JupyterLab gets a fresh workspace."""
        pages = self.pages.format(fresh=secrets.token_hex(4))
        return f"{self.base}/{pages}/{notebook}{self.query}"


@contextmanager
def browser(flags=()):
    """Yield a headless Chromium with an empty profile."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*CHROMIUM_FLAGS, *flags]
        )
        try:
            yield chromium
        finally:
            chromium.close()


def open_notebook(chromium, address, notebook, *, width=1280, height=900):
    """Open a notebook in a new page; the page's `complaints` fill with whatever goes wrong."""
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.complaints = []
    page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
    page.goto(address.of(notebook))
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=START_SECONDS * 1000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=START_SECONDS * 1000)
    return page


def run_all(page):
    """Run all cells and wait until each has its number and each live view its picture."""
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => {
          const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')];
          const pending = prompts.some(p => !/\\[\\d+\\]/.test(p.textContent));
          const views = document.querySelectorAll('.ck-live').length;
          const images = [...document.querySelectorAll('.ck-picture')];
          return !pending && images.length === views && images.every(i => i.naturalWidth > 0);
        }""",
        timeout=60_000,
    )
    page.wait_for_timeout(1500)  # the stills and announcements of cells that moved something


def photograph(page, path):
    """Take one picture of the whole notebook, however long it is."""
    height = page.evaluate(
        "() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')]"
        ".reduce((sum, cell) => sum + cell.offsetHeight, 0) + 260"
    )
    page.set_viewport_size({"width": page.viewport_size["width"], "height": int(height)})
    page.wait_for_timeout(1000)
    page.evaluate(
        "() => document.querySelectorAll('.jp-WindowedPanel-outer').forEach(e => e.scrollTo(0, 0))"
    )
    page.wait_for_timeout(500)
    page.screenshot(path=path)


def main():
    """Take pictures of notebooks at several widths, in both themes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--widths", nargs="+", type=int, default=[1280, 1920])
    parser.add_argument("--themes", nargs="+", choices=["light", "dark"], default=["light", "dark"])
    parser.add_argument("--no-run", action="store_true", help="show the saved outputs")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for theme in asked.themes:
        with jupyter_lab(dark=theme == "dark") as address, browser() as chromium:
            for path in asked.notebooks:
                for width in asked.widths:
                    page = open_notebook(chromium, address, path.name, width=width)
                    if not asked.no_run:
                        run_all(page)
                    page.keyboard.press("Control+b")  # the folder's list makes room
                    photograph(page, asked.out / f"{path.stem}-{theme}-{width}.png")
                    print(path.stem, theme, width, page.complaints or "no complaints")
                    page.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _running(command, probe, home, env=None):
    """Run a server from its first answer to the end of the block."""
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            command,
            env=_own_places(home) | (env or {}),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_until_up(server, probe, home / "log")
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _own_places(home):
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "COURSEKIT_HOME": "progress",
    }
    return os.environ | {name: str(home / place) for name, place in places.items()}


def _wait_until_up(server, url, log):
    for _ in range(START_SECONDS * 5):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start; its log ends with:\n{log.read_text()[-2000:]}")


if __name__ == "__main__":
    main()
