"""A network is trained and reads what is drawn, in a real browser; nothing hangs or is lost."""

import re

import nbformat
import pytest

from tests import lab
from tests.lab import open_notebook, run_all

KERNEL = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python"},
}
SOURCES = (
    "from coursekit import draw_digit, train_digits\ndigits = train_digits()\ndigits",
    "1 + 1",
    "draw_digit(digits)",
    "len(digits.result().weights)",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory, chromium):
    """Yield a JupyterLab with a notebook of four cells, once for each test."""
    folder = tmp_path_factory.mktemp("notebooks")
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    for name in ("controls", "closed", "interrupted", "again", "threads", "drawn", "touched"):
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), folder / f"{name}.ipynb"
        )
    with lab.jupyter_lab(folder) as served:
        yield served


def opened(chromium, address, name):
    page = open_notebook(chromium, address, f"{name}.ipynb", height=1400)
    return page


def run(page, cell):
    """Run one cell and go on at once."""
    page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def prompt(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".jp-InputPrompt").inner_text().strip()


def wait_for(page, condition, seconds=60):
    for _ in range(10 * seconds):
        if condition():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not happen in time")


def view_of(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".ck-live")


def progress(page):
    return view_of(page, 0).locator(".widget-label", has_text="epoch").last.inner_text()


def epoch(page):
    return float(re.search(r"epoch ([\d.]+) of", progress(page)).group(1))


def press(page, cell, name):
    view_of(page, cell).get_by_role("button", name=name, exact=True).click()


def test_controls_and_cells_answer_while_it_trains(chromium, address):
    page = opened(chromium, address, "controls")
    run(page, 0)
    wait_for(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
    run(page, 1)
    wait_for(page, lambda: prompt(page, 1) == "[2]:", seconds=10)
    press(page, 0, "pause")
    wait_for(page, lambda: view_of(page, 0).get_by_role("button", name="go on").count(), seconds=10)
    page.wait_for_timeout(300)
    held = epoch(page)
    page.wait_for_timeout(1000)
    assert epoch(page) == held < 10
    press(page, 0, "go on")
    wait_for(page, lambda: "about" in progress(page) or "done" in progress(page))
    wait_for(page, lambda: "done" in progress(page))
    said = view_of(page, 0).locator(".ck-sentence")
    wait_for(page, lambda: "more than 93 % of the test images" in said.inner_text())
    assert page.complaints == []
    page.close()


def test_closing_the_tab_loses_nothing(chromium, address):
    page = opened(chromium, address, "closed")
    run(page, 0)
    wait_for(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(500)
    page.close()
    page = opened(chromium, address, "closed")  # the kernel has gone on
    run(page, 3)
    wait_for(page, lambda: re.search(r"\d", prompt(page, 3)))
    output = page.locator(".jp-CodeCell").nth(3).locator(".jp-OutputArea-output")
    assert output.inner_text().strip() == "3"
    wait_for(page, lambda: view_of(page, 0).count() and "done" in progress(page), seconds=20)
    page.close()


def test_an_interrupt_stops_the_waiting_cell_and_the_result_can_still_be_had(chromium, address):
    page = opened(chromium, address, "interrupted")
    run(page, 0)
    wait_for(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
    run(page, 3)
    page.wait_for_timeout(400)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:interrupt-kernel')")
    output = page.locator(".jp-CodeCell").nth(3).locator(".jp-OutputArea-output")
    wait_for(page, lambda: output.count() > 0, seconds=20)
    assert "KeyboardInterrupt" in output.first.inner_text()
    run(page, 1)
    wait_for(page, lambda: re.search(r"\d", prompt(page, 1)), seconds=20)
    run(page, 3)
    wait_for(page, lambda: output.count() and output.first.inner_text().strip() == "3")
    page.close()


def test_run_again_while_it_trains_a_new_training_begins(chromium, address):
    page = opened(chromium, address, "again")
    run(page, 0)
    wait_for(page, lambda: view_of(page, 0).count() and epoch(page) > 0.5)
    run(page, 0)
    wait_for(page, lambda: prompt(page, 0) == "[2]:" and view_of(page, 0).count() == 1)
    run(page, 3)
    wait_for(page, lambda: re.search(r"\d", prompt(page, 3)))
    wait_for(page, lambda: "done" in progress(page), seconds=10)
    assert page.complaints == []
    page.close()


@pytest.mark.slow  # three trainings
def test_a_page_that_sends_on_another_thread_disturbs_no_training(chromium, address):
    """JupyterLab sends a widget's messages to a thread of their own once one has been moved."""
    page = opened(chromium, address, "threads")
    for turn in range(3):
        run(page, 0)
        wait_for(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
        handle = view_of(page, 0).locator(".noUi-handle").last
        handle.press("ArrowLeft")
        press(page, 0, "pause")
        wait_for(page, lambda: view_of(page, 0).get_by_role("button", name="go on").count())
        press(page, 0, "go on")
        run(page, 2)
        wait_for(page, lambda: view_of(page, 2).count())
        press(page, 2, "add to mine")
        press(page, 2, "train on mine")
        run(page, 3)
        output = page.locator(".jp-CodeCell").nth(3).locator(".jp-OutputArea-output")
        wait_for(page, lambda: re.search(r"\d", prompt(page, 3)))
        wait_for(page, lambda output=output: output.count() == 1)
        assert output.inner_text().strip() == "3", turn
        said = view_of(page, 2).locator(".ck-sentence")
        wait_for(page, lambda said=said: "Trained on 1 example of yours" in said.inner_text())
    page.close()


# -- the pad -----------------------------------------------------------------------------------

SEVEN = ((0.26, 0.2), (0.5, 0.2), (0.74, 0.2), (0.62, 0.5), (0.46, 0.86))


def pad_of(page, cell):
    pad = view_of(page, cell).locator(".ck-pad")
    pad.wait_for()
    pad.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return pad.bounding_box()


def draw(page, box, points):
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_what_is_drawn_is_read_by_the_network_just_trained(chromium, address):
    page = opened(chromium, address, "drawn")
    run_all(page)
    box, said = pad_of(page, 2), view_of(page, 2).locator(".ck-sentence")
    wait_for(page, lambda: "A sample: the network reads a 3" in said.inner_text())
    draw(page, box, SEVEN)
    wait_for(page, lambda: "It reads a 7" in said.inner_text(), seconds=5)
    draw(page, box, ((0.35, 0.5), (0.65, 0.5)))  # a second stroke leaves the first one there
    wait_for(page, lambda: "It reads a" in said.inner_text(), seconds=5)
    press(page, 2, "undo")
    wait_for(page, lambda: "It reads a 7" in said.inner_text(), seconds=5)
    press(page, 2, "clear")
    wait_for(page, lambda: "The pad is empty" in said.inner_text(), seconds=5)
    draw(page, box, SEVEN)
    wait_for(page, lambda: "It reads a 7" in said.inner_text(), seconds=5)
    press(page, 2, "add to mine")
    wait_for(page, lambda: "you have 1 example" in said.inner_text(), seconds=5)
    press(page, 2, "train on mine")
    wait_for(page, lambda: "Trained on 1 example of yours" in said.inner_text(), seconds=20)
    assert page.complaints == []
    page.close()


def test_a_finger_draws_and_does_not_scroll_the_page(chromium, address):
    context = chromium.new_context(has_touch=True, viewport={"width": 800, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.goto(address.of("touched.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_function(lab.KERNEL_IS_IDLE, timeout=60_000)
    run_all(page)
    box, said = pad_of(page, 2), view_of(page, 2).locator(".ck-sentence")

    def scrolled():
        return page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop")

    before, finger = scrolled(), context.new_cdp_session(page)
    for number, (x, y) in enumerate(SEVEN):
        place = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        kind = "touchMove" if number else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
        page.wait_for_timeout(60)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_for(page, lambda: "It reads a 7" in said.inner_text(), seconds=5)
    assert scrolled() == before
    context.close()
