"""The course in the browser alone, as far as a machine without a network can show it.

The site is opened with every address but its own cut off. Python starts, finds the kit, and runs
whatever of it needs no numpy: widgets, pointer, progress, background work. What is compiled
(numpy, matplotlib and what it draws with) is asked for at the right addresses and not to be had; so
that a lesson's own pictures move there, only a connected machine shows.
"""

import functools
import hashlib
import http.server
import json
import threading

import nbformat
import pytest

from tests import lab
from tests.browser.test_lesson import picture_bytes, wait_for_new_picture
from tests.browser.test_questions import SET_AND_RUN

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CUT_OFF = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
COMPILED = {"contourpy", "kiwisolver", "matplotlib", "numpy", "pillow"}
RUN = """async code => {
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  const future = kernel.requestExecute({ code });
  let said = '';
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === 'stream') said += content.text;
    if (header.msg_type === 'error') said += `${content.ename}: ${content.evalue}`;
  };
  await future.done;
  return said.trim();
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve a folder and write no log."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def page(site):
    """Yield the site's first page with its kernel started, and what it asked for and said."""
    handler = functools.partial(Quiet, directory=site.parent)  # a pages host serves from a folder
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        lab.browser([CUT_OFF]) as chromium,
    ):
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.origin = f"http://127.0.0.1:{server.server_port}/"
        page.home = f"{page.origin}{site.name}/"
        page.asked, page.broken = [], []
        context.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        opened(page, page.home)
        yield page
        server.shutdown()


def opened(page, address):
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=lab.START_SECONDS * 1000)
    page.wait_for_function(lab.KERNEL_IS_IDLE, timeout=2 * lab.START_SECONDS * 1000)


def run(page, code):
    """Run code in the kernel, without a cell; return what it printed."""
    return page.evaluate(RUN, code)


def lock_of(site):
    return json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text())["packages"]


def test_every_package_is_there_under_its_checksum_but_for_the_compiled_ones(site):
    away = set()
    for name, package in lock_of(site).items():
        if "//" in package["file_name"]:
            away.add(name)
            continue
        file = site / "static" / "pyodide" / package["file_name"]
        assert hashlib.sha256(file.read_bytes()).hexdigest() == package["sha256"], name
    assert away == COMPILED


def test_the_lessons_are_there(site):
    for path in lab.NOTEBOOKS.glob("*.ipynb"):
        there = json.loads((site / "files" / path.name).read_text())
        assert there["cells"] == nbformat.read(path, as_version=4)["cells"]
    listed = json.loads((site / "api" / "contents" / "all.json").read_text())["content"]
    assert {entry["name"] for entry in listed} == {
        path.name for path in lab.NOTEBOOKS.glob("*.ipynb")
    }


def test_the_kit_is_in_the_index_and_no_other_index_is_asked(site):
    assert "neural-networks-crash-course" in json.loads((site / "pypi" / "all.json").read_text())
    settings = json.loads((site / "jupyter-lite.json").read_text())["jupyter-config-data"]
    (kernel,) = settings["litePluginSettings"].values()
    assert kernel["disablePyPIFallback"]
    assert kernel["pyodideUrl"] == "./static/pyodide/pyodide.mjs"
    assert kernel["pipliteUrls"][0].startswith("./pypi/all.json")


def test_it_is_small_enough_for_a_pages_host(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 65e6


def test_the_first_page_opens_the_first_lesson(page):
    assert page.locator("h1").first.inner_text().startswith("Neural networks")


def test_its_python_reads_every_file_of_the_kit_without_a_warning(page):
    said = run(
        page,
        "import coursekit, pathlib, sys, warnings\n"
        "files = sorted(pathlib.Path(coursekit.__file__).parent.rglob('*.py'))\n"
        "with warnings.catch_warnings(action='error'):\n"
        "    for file in files: compile(file.read_text(encoding='utf-8'), str(file), 'exec')\n"
        "print(sys.version_info[:2], len(files) > 50, 'neurons' in dir(coursekit))",
    )
    assert said == "(3, 14) True True"


def test_what_is_compiled_is_asked_for_by_name_and_missed(site, page):
    said = run(page, "from coursekit import neurons\nneurons.one_neuron()")
    assert said.endswith("No module named 'numpy'")
    away = {address for address in page.asked if not address.startswith(page.origin)}
    lock = lock_of(site)
    assert away == {lock[name]["file_name"] for name in COMPILED}


def test_a_page_that_cannot_reach_what_is_compiled_says_so_and_what_to_do(page):
    said = page.locator("#coursekit-word").inner_text()
    assert "does not let your browser reach" in said
    assert "COMPILED=" in said


def test_a_page_opened_as_a_file_says_that_it_needs_a_server(page, site):
    for place in ("index.html", "lab/index.html"):
        alone = page.context.new_page()
        alone.goto((site / place).as_uri())
        assert "python3 -m http.server" in alone.locator("#coursekit-word").inner_text()
        alone.close()


# `Background` takes one function from a module that needs numpy; here is that function alone.
ONE_THREAD = """import sys, types
from threadpoolctl import ThreadpoolController
stepper = sys.modules["coursekit.network.stepper"] = types.ModuleType("stepper")
stepper.one_thread = lambda: ThreadpoolController().limit(limits=1, user_api="blas")
"""


def test_work_in_slices_lets_other_cells_in(page):
    said = run(
        page,
        f"{ONE_THREAD}from coursekit.pictures.background import Background\nseen = []\n"
        "def pieces():\n"
        "    for k in range(len(seen), 500): seen.append(sum(range(50_000))); yield\n"
        "work = Background(pieces, lambda: None)\nwork.start()",
    )
    assert said == ""
    page.wait_for_timeout(300)
    assert run(page, "print(0 < len(seen) < 500, work.running)") == "True True"
    said = run(page, "work.finish()\nprint(len(seen), work.done, work.running)")
    assert said == "500 True False"


WIDGETS = """import struct, zlib, ipywidgets
from coursekit.pictures.pointer import pointer_on
def png(grey, side=300):
    rows = (b"\\0" + bytes([grey]) * side) * side
    parts = (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (
        b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\\x89PNG\\r\\n\\x1a\\n" + b"".join(struct.pack(">I", len(body)) + kind + body
        + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts)
slider, image = ipywidgets.IntSlider(200, 0, 255), ipywidgets.Image(value=png(200), width=300)
image.add_class("ck-picture")
said = ipywidgets.Label()
said.add_class("ck-sentence")
slider.observe(lambda move: setattr(image, "value", png(move["new"])), "value")
pad = pointer_on([0, 0, 1, 1], "a pad", lambda n, points: setattr(said, "value", f"stroke {n}"))
view = ipywidgets.VBox([slider, image, said, *pad])
view.add_class("ck-live")
view"""


def test_a_slider_moves_a_picture_and_a_pad_takes_a_stroke(page):
    page.evaluate(SET_AND_RUN, ["neurons.your_digit()", WIDGETS])
    view = page.locator(".ck-live").first
    view.locator(".ck-pad").wait_for(timeout=lab.START_SECONDS * 1000)
    view.scroll_into_view_if_needed()
    before = picture_bytes(view)
    view.locator(".noUi-handle").first.press("ArrowLeft")
    wait_for_new_picture(page, view, before)
    box = view.locator(".ck-pad").bounding_box()
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 90, steps=5)
    page.mouse.up()
    view.get_by_text("stroke 1").wait_for()


def test_progress_outlives_the_kernel(page):
    say = "from coursekit.questions import progress\nprint([*progress.read()[0]])"
    assert run(page, say) == "[]"
    assert run(page, "print([progress.note('neurons.z', 'right')])") == "['']"
    opened(page, page.home)
    assert run(page, say) == "['neurons.z']"


def test_nothing_broke(page):
    assert page.broken == []
