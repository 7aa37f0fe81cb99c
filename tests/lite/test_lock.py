"""Which packages the browser's Python may load, and where what is compiled comes from."""

import hashlib
import http.server
import threading
import urllib.error
import zipfile
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement

from tools import lite_lock
from tools.lite_compiled import fetch, fetch_all

IN_A_BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "extra": ""}
CARRY_FRONT_ENDS = {"widgetsnbextension", "jupyterlab-widgets"}


def wheel(folder, name, version="1.0", modules=("a_module",)):
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for module in modules:
            archive.writestr(f"{module}/__init__.py", "")
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "")
    return path


def test_what_a_package_needs_is_what_it_says_itself():
    """The table of pure packages follows the versions that the tests run with."""
    for name, depends in lite_lock.ADDED.items():
        said = map(Requirement, requires(name) or [])
        needed = {r.name for r in said if not r.marker or r.marker.evaluate(IN_A_BROWSER)}
        assert {n.replace("_", "-") for n in needed} - CARRY_FRONT_ENDS == set(depends), name


def test_only_what_is_needed_stays_in_the_lock(tmp_path, monkeypatch):
    places = {"depends": [], "version": "1.0", "file_name": "x-1.0-py3-none-any.whl"}
    compiled = {"depends": [], "file_name": "numpy-2-cp314-wasm32.whl", "sha256": "as it was"}
    lock = {"info": 1, "packages": {name: places for name in ("ipython", "jedi", "micropip")}}
    for name in ("traitlets", "typing-extensions", "pandas"):
        lock["packages"][name] = places
    lock["packages"]["numpy"] = compiled
    asked = {}

    def download(wanted, folder):
        asked.update(wanted)
        return {name: wheel(folder, name.replace("-", "_"), wanted[name]) for name in wanted}

    monkeypatch.setattr(lite_lock, "download", download)
    own = {
        name: (wheel(tmp_path, name.replace("-", "_")), depends, "../")
        for name, depends in {
            "piplite": ["micropip"],
            "ipykernel": [],
            "pyodide-kernel": ["comm", "ipython"],
            "coursekit": ["numpy", "anywidget", "filelock", "fsrs"],
        }.items()
    }
    pins = dict.fromkeys(lite_lock.ADDED, "9.9")
    found, wheels = lite_lock.rewritten(lock, pins, own, tmp_path / "downloaded")
    packages = found["packages"]
    assert found["info"] == 1
    assert set(packages) == {*lock["packages"], *own, *lite_lock.ADDED} - {"pandas"}
    assert packages["numpy"] == compiled
    assert "numpy" not in asked
    assert (asked["ipython"], asked["anywidget"]) == ("1.0", "9.9")
    assert packages["coursekit"]["file_name"] == "../coursekit-1.0-py3-none-any.whl"
    assert packages["coursekit"]["imports"] == ["a_module"]
    for path in wheels:
        name = path.name.split("-")[0].replace("_", "-")
        assert packages[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def mirror(tmp_path):
    """Yield a package, and the address of a server on loopback that has its file."""
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "numpy-2-cp314-wasm32.whl").write_bytes(b"compiled")
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=tmp_path / "mirror")

        def log_message(self, *_):
            asked.append(self.path)

    package = {
        "name": "numpy",
        "file_name": "elsewhere/numpy-2-cp314-wasm32.whl",
        "sha256": hashlib.sha256(b"compiled").hexdigest(),
    }
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield package, f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def test_a_compiled_file_comes_by_name_and_is_asked_for_once(mirror, tmp_path):
    package, address, asked = mirror
    for _ in range(2):
        assert fetch(package, address, tmp_path / "kept").read_bytes() == b"compiled"
    assert asked == ["/numpy-2-cp314-wasm32.whl"]


def test_a_damaged_file_is_fetched_again(mirror, tmp_path):
    package, address, asked = mirror
    fetch(package, address, tmp_path / "kept").write_bytes(b"damaged")
    assert fetch(package, address, tmp_path / "kept").read_bytes() == b"compiled"
    assert len(asked) == 2


def test_another_file_under_that_name_is_refused_and_not_kept(mirror, tmp_path):
    package, address, _ = mirror
    with pytest.raises(ValueError, match="has the SHA-256"):
        fetch(package | {"sha256": "0" * 64}, address, tmp_path / "kept")
    assert not list(tmp_path.glob("kept/*"))


def test_a_file_that_nobody_has_is_an_error(mirror, tmp_path):
    package, address, _ = mirror
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(package | {"file_name": "x-1-wasm32.whl"}, address, tmp_path / "kept")


def test_the_lock_then_names_the_file_beside_itself(mirror, tmp_path):
    package, address, asked = mirror
    pure = {"file_name": "x-1-py3-none-any.whl"}
    lock = {"packages": {"numpy": package, "x": pure}}
    (tmp_path / "site").mkdir()
    fetch_all(lock, address, tmp_path / "kept", tmp_path / "site")
    assert package["file_name"] == "numpy-2-cp314-wasm32.whl"
    assert (tmp_path / "site" / package["file_name"]).read_bytes() == b"compiled"
    assert len(asked) == 1
