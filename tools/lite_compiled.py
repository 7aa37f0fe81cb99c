"""Fetch the packages that are compiled for the browser, by name and SHA-256 from a lock.

No package index has them; whoever serves Pyodide has. The address is the caller's to give.
"""

import hashlib
import shutil
import urllib.request

from tools.lite_lock import is_compiled

PATIENCE = 60  # seconds without a byte


def fetch(package, address, folder):
    """Bring one package's file into a folder, unless it is there already; return its path.

    Raises ValueError, and leaves nothing behind, when the file is not the one that the lock means.
    """
    name = package["file_name"].rsplit("/", 1)[-1]
    place = folder / name
    if place.exists() and _digest(place.read_bytes()) == package["sha256"]:
        return place
    with urllib.request.urlopen(f"{address.rstrip('/')}/{name}", timeout=PATIENCE) as answer:
        content = answer.read()
    if _digest(content) != package["sha256"]:
        raise ValueError(f"{name} has the SHA-256 {_digest(content)}, not {package['sha256']}")
    folder.mkdir(parents=True, exist_ok=True)
    beside = place.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(place)
    return place


def fetch_all(lock, address, kept, folder):
    """Bring every compiled package of a lock into the lock's own folder, and name it there.

    kept: another folder, which keeps them for the next time.
    """
    for package in filter(is_compiled, lock["packages"].values()):
        place = fetch(package, address, kept)
        shutil.copy(place, folder)
        package["file_name"] = place.name


def _digest(content):
    return hashlib.sha256(content).hexdigest()
