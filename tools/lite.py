"""Build the course as a site that runs in the browser alone: JupyterLite, the lessons, the kit.

The browser's Python is the npm package `pyodide`, at the version that JupyterLite's kernel is made
for. The course is both in the site's index (`%pip install neural-networks-crash-course`) and in
that Python's list of packages, so that a lesson's own `from coursekit import …` brings it, and with
it what it needs.

    make lite                     what is compiled comes from where the kernel would take it
    make lite COMPILED=ADDRESS    it is fetched now: the site then needs nothing from anywhere
"""

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import nbformat
from jupyterlite_pyodide_kernel.constants import (
    PYODIDE_CDN_URL,
    PYODIDE_KERNEL_PLUGIN_ID,
    PYODIDE_VERSION,
)
from packaging.requirements import Requirement

from tools.lite_compiled import fetch_all
from tools.lite_lock import KERNEL, is_compiled, rewritten

ROOT = Path(__file__).parent.parent
COURSE = "neural-networks-crash-course"
PACKAGES = Path("static") / "pyodide"  # in the site
LOCK = "pyodide-lock.json"
WORD = Path(__file__).with_name("lite_word.html")  # where it cannot run, it says why
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
# The pages' halves that the lessons need: of the kernel, of ipywidgets, of what carries pointer.js.
EXTENSIONS = (KERNEL_EXTENSION, "@jupyter-widgets/jupyterlab-manager", "anywidget")
INSTALLED = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
# Packages that the kernel brings itself → what each needs.
KERNEL_OWN = {"piplite": ["micropip"], "ipykernel": [], "pyodide-kernel": ["comm", "ipython"]}
# The browser keeps the files under the drive; all others are gone with the kernel.
PLACES = {"HOME": "/home/pyodide", "COURSEKIT_HOME": "/drive/progress"}
# JupyterLite's first page opens a list of files; a learner wants the first lesson.
FIRST = (
    "await import('./config-utils.js');",
    "location.replace('lab/index.html?path=00-start.ipynb');",
)


def build(out, parts, compiled=None):
    """Build the site in a folder.

    parts: keeps what was fetched, for the next time.
    compiled: the address to fetch compiled packages from; without one the browser fetches them.
    """
    stage = parts / "stage"
    for folder in (stage, out):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(browsers_python(parts), stage / PACKAGES)
    lock = site_lock(build_kit(stage), stage / PACKAGES, parts / "wheels")
    if compiled:
        fetch_all(lock, compiled, parts / "compiled", stage / PACKAGES)
    write_json(stage / PACKAGES / LOCK, lock)
    write_json(stage / "jupyter-lite.json", settings())
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        # nbformat joins lists of lines to texts. A server does that for a page; without one,
        # JupyterLab's table of contents trips over the lists.
        write_json(stage / "lessons" / path.name, nbformat.read(path, as_version=4))
    run_lite("build", stage, out)
    compiled_at = lock["packages"]["numpy"]["file_name"]
    word = WORD.read_text(encoding="utf-8")
    word = word.replace("{compiled}", compiled_at if "//" in compiled_at else "")
    for page in (out / "index.html", out / "lab" / "index.html"):
        text = page.read_text(encoding="utf-8").replace(*FIRST)
        end = "</body>" if "</body>" in text else "</html>"  # the first page has a head alone
        page.write_text(text.replace(end, f"{word}{end}", 1), encoding="utf-8")
    shutil.copy(out / "lab" / "favicon.ico", out)  # browsers ask for it at the top
    run_lite("check", stage, out)


def browsers_python(parts):
    """Return the folder with the browser's Python, fetched with npm the first time."""
    folder = parts / f"pyodide-{PYODIDE_VERSION}"
    if not folder.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("The browser's Python is an npm package: npm is needed to fetch it.")
        parts.mkdir(parents=True, exist_ok=True)
        what = f"pyodide@{PYODIDE_VERSION}"
        subprocess.run([npm, "pack", "--silent", what], cwd=parts, check=True)
        with tarfile.open(parts / f"pyodide-{PYODIDE_VERSION}.tgz") as archive:
            archive.extractall(parts, filter="data")
        (parts / "package").rename(folder)
    return folder


def build_kit(stage):
    """Build the kit's wheel from a clean copy of its sources, into the site's index."""
    source = stage.parent / "source"
    shutil.rmtree(source, ignore_errors=True)
    for folder in ("coursekit", "notebooks"):
        shutil.copytree(ROOT / folder, source / folder)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", source]
    subprocess.run([*command, "--wheel-dir", stage / "pypi"], check=True)
    (wheel,) = (stage / "pypi").glob(f"{COURSE.replace('-', '_')}-*.whl")
    return wheel


def site_lock(kit, packages, downloaded):
    """Return the lock for the site, and put the pure packages that it names beside it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needs = [need.name for need in map(Requirement, project["dependencies"]) if not need.marker]
    own = {COURSE: (kit, needs, "../../pypi/")}
    index = f"{KERNEL_EXTENSION}/static/pypi"
    for name, its_needs in KERNEL_OWN.items():
        (wheel,) = (INSTALLED / index).glob(f"{name.replace('-', '_')}-*.whl")
        own[name] = (wheel, its_needs, f"../../extensions/{index}/")
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    lock, wheels = rewritten(json.loads((packages / LOCK).read_text()), pins, own, downloaded)
    for wheel in wheels:
        shutil.copy(wheel, packages)
    for package in filter(is_compiled, lock["packages"].values()):
        package["file_name"] = f"{PYODIDE_CDN_URL}/{package['file_name']}"
    return lock


def settings():
    """Return what the site's pages read first."""
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": list(KERNEL), "env": PLACES},
    }
    data = {
        "appName": "Neural Networks Crash Course",
        "exposeAppInBrowser": True,  # JupyterLab's own door for tests
        "litePluginSettings": {PYODIDE_KERNEL_PLUGIN_ID: kernel},
    }
    return {"jupyter-lite-schema-version": 0, "jupyter-config-data": data}


def run_lite(task, stage, out):
    """Let JupyterLite build or check the site; nothing gets into it but what is named here."""
    command = [sys.executable, "-m", "jupyterlite_core", task, "--apps=lab", "--no-sourcemaps"]
    command += [f"--lite-dir={stage}", f"--output-dir={out}", f"--contents={stage / 'lessons'}"]
    command += ["--ignore-sys-prefix", "--no-unused-shared-packages"]
    command += [f"--LiteBuildConfig.federated_extensions={INSTALLED / name}" for name in EXTENSIONS]
    done = subprocess.run(command, cwd=stage, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"jupyter lite {task} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def write_json(path, content):
    """Write a file, and the folder for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")


def main():
    """Build the site and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "lite")
    parser.add_argument("--parts", type=Path, default=ROOT / "build" / "lite-parts")
    parser.add_argument("--compiled", metavar="ADDRESS", help="where to fetch compiled packages")
    asked = parser.parse_args()
    build(asked.out.resolve(), asked.parts.resolve(), asked.compiled)
    size = sum(path.stat().st_size for path in asked.out.rglob("*") if path.is_file()) / 1e6
    print(f"{asked.out} holds the site, {size:.0f} MB. To see it here:")
    print(f"  {sys.executable} -m http.server --bind 127.0.0.1 --directory {asked.out}")


if __name__ == "__main__":
    main()
