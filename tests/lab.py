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

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
RANGE = "input[type=range]"  # the slider itself, in each of ours
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
START_SECONDS = 180  # however busy the machine is
# anywidget's, when a widget took more than two seconds to begin; one without a picture is missed
IMPATIENT = "[anywidget] Failed to initialize model."
CLOSED = "widget model not found"  # JupyterLab, of a view whose cell has shown another meanwhile
SHUT_DOWN = "Canceled future for"  # JupyterLab, of what a kernel had not answered when it went
# The page calls a kernel idle before there is one; the notebook's own session knows better.
KERNEL_IS_IDLE = """() => window.jupyterapp?.shell.currentWidget?.sessionContext
  ?.session?.kernel?.status === 'idle'"""
SHUT = """async () => {
  for (const open of [...window.jupyterapp.shell.widgets('main')]) {
    await open.sessionContext?.shutdown();
    open.dispose();
  }
}"""
OPEN = "path => void window.jupyterapp.commands.execute('docmanager:open', { path })"
# Resolves when the page has not changed for so many milliseconds, or after ten times as many.
QUIET = """rest => new Promise(resolve => {
  let timer = setTimeout(resolve, rest);
  const again = () => { clearTimeout(timer); timer = setTimeout(resolve, rest); };
  const seen = { subtree: true, childList: true, characterData: true, attributes: true };
  const observer = new MutationObserver(again);
  observer.observe(document.body, seen);
  setTimeout(() => { observer.disconnect(); resolve(); }, 10 * rest);
})"""


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
        port, token, served = free_port(), secrets.token_hex(8), home / "notebooks"
        module, own_options, pages = APPS[app]
        command = [
            *(python, "-m", module, "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={token}"),
            f"--ServerApp.root_dir={served}",
            "--ServerApp.shutdown_no_activity_timeout=300",
            *own_options,
            *options,
        ]
        address = Address(f"http://127.0.0.1:{port}", pages, f"?token={token}", served)
        own = _own_places(home) | (env or {})
        with running(command, f"{address.base}/api?token={token}", home / "log", own):
            yield address


@contextmanager
def voila(notebooks=NOTEBOOKS):
    """Serve a copy of a folder of notebooks in a Voilà of its own; yield its address.

    Voilà knows no idle time; it stops with the block or, should the block be killed, with us.
    """
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder), free_port()
        shutil.copytree(notebooks, home / "notebooks")
        command = [sys.executable, "-c", VOILA, str(home / "notebooks"), "--no-browser"]
        command += ["--Voila.ip=127.0.0.1", f"--port={port}"]
        address = Address(f"http://127.0.0.1:{port}", "voila/render")
        with running(command, address.base, home / "log", _own_places(home)):
            yield address


class Address:
    """Where a server listens, the path below which it shows notebooks, and their folder."""

    def __init__(self, base, pages, query="", folder=None):
        self.base, self.pages, self.query, self.folder = base, pages, query, folder

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


def told(error):
    """Say whether an error of the page is one of ours to mend."""
    return not any(other in error for other in (IMPATIENT, CLOSED, SHUT_DOWN))


def open_notebook(chromium, address, notebook, *, width=1280, height=900, **context):
    """Open a notebook in a new page; the page's `complaints` fill with whatever goes wrong.

    context: what else Chromium is told of the page, such as `has_touch=True`.
    """
    page = chromium.new_page(viewport={"width": width, "height": height}, **context)
    page.set_default_timeout(START_SECONDS * 1000)
    page.complaints = []
    page.on(
        "console", lambda m: m.type == "error" and told(m.text) and page.complaints.append(m.text)
    )
    page.on("pageerror", lambda e: told(str(e)) and page.complaints.append(str(e)))
    page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
    page.goto(address.of(notebook))
    wait_for_kernel(page)
    return page


def open_instead(page, notebook):
    """Open another notebook in a page of JupyterLab; what was open is shut with its kernel.

    To load JupyterLab takes six seconds of a processor, to open a notebook in it less than one.
    """
    for seconds in (START_SECONDS / 3, START_SECONDS):
        page.evaluate(SHUT)
        page.complaints.clear()
        page.evaluate(OPEN, notebook)
        try:
            return wait_for_kernel(page, seconds)
        except PlaywrightTimeout:  # JupyterLab may lose a new kernel's greeting: once is no fault
            if seconds == START_SECONDS:
                raise


def wait_for_kernel(page, seconds=START_SECONDS):
    """Wait until the notebook is there and its kernel waits for work."""
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=seconds * 1000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=seconds * 1000)


def grip(slider):
    """Return where the handle of a slider stands in the window, x and y."""
    return slider.evaluate(
        """range => {
          const { left, top, width, height } = range.getBoundingClientRect();
          const share = range.value / (Number(range.max) || 1);
          return [left + height / 2 + share * (width - height), top + height / 2];
        }"""
    )


def wait_until(page, condition, seconds=START_SECONDS):
    """Wait until a function of no arguments, asked again and again, returns something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        page.wait_for_timeout(50)
    raise TimeoutError(f"it did not happen within {seconds} s")


def rest(page, milliseconds=700):
    """Wait until nothing in the page has changed for a while; training never rests for long."""
    page.evaluate(QUIET, milliseconds)


def run_all(page):
    """Run all cells and wait until each has its number and each live view its picture."""
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => {
          const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')];
          const pending = prompts.some(p => !/\\[\\d+\\]/.test(p.textContent));
          const views = document.querySelectorAll('.ck-live').length;
          const pictures = [...document.querySelectorAll('.ck-picture')];
          const there = pictures.every(picture => (picture.naturalWidth ?? picture.width) > 0);
          return !pending && pictures.length === views && there;
        }""",
        timeout=START_SECONDS * 1000,
    )
    rest(page)  # the stills and announcements of cells that moved something


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


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command, probe, log, env, patience=START_SECONDS, **how):
    """Run a server from its first answer to the end of the block.

    log: the file for what it says. patience: seconds to wait for the answer.
    how: what else the system is told, such as `cwd`.
    """
    with log.open("w") as said:
        server = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=said, stderr=said, **how
        )
    try:
        _wait_until_up(server, probe, log, patience)
        yield
    finally:
        stop(server)


def stop(process):
    """End a process that was started here, and wait until it is gone."""
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:  # a server's kernels are slow to go on a busy machine
        process.kill()
        process.wait()


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


def _wait_until_up(server, url, log, patience):
    end = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start; its log ends with:\n{log.read_text()[-2000:]}")


if __name__ == "__main__":
    main()
