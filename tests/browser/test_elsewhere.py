"""Training and the drawing pad outside JupyterLab: in Notebook 7 and on a Voilà page."""

import nbformat
import pytest

from tests import lab
from tests.browser.test_live_training import KERNEL, wait_for

pytestmark = pytest.mark.slow

SOURCES = ("from coursekit import draw_digit, train_digits\ndigits = train_digits()\ndigits",)
SOURCES += ("draw_digit(digits)",)


@pytest.fixture(scope="module", params=["notebook", "voila"])
def page(request, chromium, tmp_path_factory):
    """Yield a page with a training that has begun, and a pad below it."""
    folder = tmp_path_factory.mktemp("notebooks")
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), folder / "drawn.ipynb")
    if request.param == "voila":
        with lab.voila(folder) as address:
            page = chromium.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(address.of("drawn.ipynb"), timeout=lab.START_SECONDS * 1000)
            yield page
            page.close()
    else:
        with lab.jupyter_lab(folder, app=request.param) as address:
            page = lab.open_notebook(chromium, address, "drawn.ipynb", height=1000)
            lab.run_all(page)
            yield page
            page.close()


def test_a_network_trains_by_itself_and_reads_what_is_drawn(page):
    training, pad = page.locator(".ck-live").nth(0), page.locator(".ck-live").nth(1)
    pad.locator(".ck-pad").wait_for(timeout=lab.START_SECONDS * 1000)
    wait_for(
        page, lambda: "after 10 of 10 epochs" in training.locator(".ck-sentence").inner_text(), 120
    )
    said = pad.locator(".ck-sentence")
    pad.locator(".ck-pad").scroll_into_view_if_needed()
    box = pad.locator(".ck-pad").bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.8 * box["height"], steps=12)
    page.mouse.up()
    wait_for(page, lambda: said.inner_text().startswith("It reads a 1"))
