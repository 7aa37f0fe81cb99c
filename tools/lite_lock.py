"""Which packages the browser's Python may load: Pyodide's own list, cut to what the course needs.

Pyodide is CPython compiled for the browser. Its lock names, for every package, a version, a file,
that file's SHA-256 and what the package needs. Its pure Python packages are taken from the index
that pip knows, so their files differ from Pyodide's and the lock is rewritten for them. What is
compiled (numpy, matplotlib and what it draws with) no index has: it keeps Pyodide's file and
checksum, and `lite_compiled` tells where that file comes from.
"""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from packaging.utils import canonicalize_name

# What the kernel starts with; it loads them all at once.
KERNEL = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
# Pure, and not in Pyodide's list → what each needs in a browser. The front ends of ipywidgets are
# part of the site itself, so its two packages that carry them are left out.
ADDED = {
    "comm": [],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "psygnal": [],
    "filelock": [],
    "fsrs": ["typing-extensions"],
}
PURE = "-none-any.whl"
FOR_THE_BROWSER = ["--python-version=3.14", "--implementation=py", "--abi=none", "--platform=any"]


def is_compiled(package):
    """Tell whether a package's file runs only in the browser."""
    return not package["file_name"].endswith(PURE)


def closure(roots, packages):
    """Return the names of what the roots need, themselves included."""
    found, waiting = set(), list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += map(canonicalize_name, packages[name]["depends"])
    return found


def entry(wheel, depends, place):
    """Return the lock's entry for a wheel that stands at a place relative to the lock."""
    _, name, version = _named(wheel)
    return {
        "name": canonicalize_name(name),
        "version": version,
        "file_name": f"{place}{wheel.name}",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "depends": list(depends),
        "imports": sorted(top_levels(wheel)),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def top_levels(wheel):
    """Return the names that can be imported from a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {Path(name).parts[0] for name in archive.namelist() if name.endswith(".py")}
    return {top.removesuffix(".py") for top in tops if top.removesuffix(".py").isidentifier()}


def download(wanted, folder):
    """Fetch pure wheels, name → version, with pip; return name → file."""
    names = [f"{name}=={version}" for name, version in sorted(wanted.items())]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
    subprocess.run([*command, "--only-binary=:all:", *FOR_THE_BROWSER, *names], check=True)
    found = {(canonicalize_name(n), v): path for path, n, v in map(_named, folder.glob("*.whl"))}
    return {name: found[name, version] for name, version in wanted.items()}


def rewritten(lock, pins, own, downloaded):
    """Return the lock for the site, and the pure wheels that belong beside it.

    lock: Pyodide's own. pins: name → version, of the packages that it has not.
    own: name → (wheel, depends, place) of the packages that the site has elsewhere.
    downloaded: the folder for the pure wheels.
    """
    packages = lock["packages"] | {name: entry(*package) for name, package in own.items()}
    for name, depends in ADDED.items():
        packages[name] = {"version": pins[name], "depends": depends, "file_name": PURE}
    needed = closure([*KERNEL, *own], packages)
    pure = {name for name in needed - own.keys() if not is_compiled(packages[name])}
    wheels = download({name: packages[name]["version"] for name in pure}, downloaded)
    for name, wheel in wheels.items():
        packages[name] = entry(wheel, packages[name]["depends"], "")
    return lock | {"packages": {name: packages[name] for name in sorted(needed)}}, wheels.values()


def _named(wheel):
    return wheel, *wheel.name.split("-")[:2]
