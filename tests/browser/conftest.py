"""One JupyterLab and one Chromium for all browser tests, which are skipped loudly without one."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from tests import lab

HERE = Path(__file__).parent
REASON = (
    "no Chromium found: the tests in a real browser did not run. "
    "Install one (Debian: apt install chromium) or name one in COURSEKIT_CHROMIUM."
)
KERNEL = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}
expect.set_options(timeout=lab.START_SECONDS * 1000)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.browser)


@contextmanager
def browser_or_skip():
    """Yield a headless Chromium; skip, or fail where one is required, if there is none."""
    if lab.find_chromium() is None:
        if os.environ.get("COURSEKIT_REQUIRE_BROWSER"):
            pytest.fail(REASON)
        pytest.skip(REASON)
    with lab.browser() as browser:
        yield browser


@pytest.fixture(scope="package")  # and no longer: Playwright's loop would be in others' way
def chromium():
    """Yield a headless Chromium."""
    with browser_or_skip() as browser:
        yield browser


@pytest.fixture(scope="package")
def jupyter():
    """Yield the address of a JupyterLab that serves a copy of the notebooks."""
    with lab.jupyter_lab() as address:
        yield address


@pytest.fixture(scope="package")
def desks(chromium):
    """Return the pages in which JupyterLab is open: by mouse, and by touch (True)."""
    return {}


@pytest.fixture(scope="module")
def opened(chromium, jupyter, desks):
    """Return a function that opens a notebook with a kernel of its own; nothing is answered yet.

    All of them open in one page, for loading JupyterLab is what takes long. sources: the cells of
    a new notebook; without any it is a fresh copy of a lesson. touch: on a screen that is touched.
    """
    shutil.rmtree(jupyter.folder.parent / "progress", ignore_errors=True)

    def open_it(name, *sources, width=1280, height=900, touch=False):
        if sources:
            cells = [nbformat.v4.new_code_cell(source) for source in sources]
            written = nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)
            nbformat.write(written, jupyter.folder / name)
        else:
            shutil.copy(lab.NOTEBOOKS / name, jupyter.folder)
        page = desks.pop(touch, None)
        if page is None:
            page = lab.open_notebook(chromium, jupyter, name, has_touch=touch)
        else:
            lab.open_instead(page, name)
        page.set_viewport_size({"width": width, "height": height})
        desks[touch] = page
        return page

    return open_it
