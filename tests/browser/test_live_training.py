"""A network is trained and reads what is drawn, in a real browser; nothing hangs or is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.lab import KERNEL_IS_IDLE, RANGE, rest, run_all, wait_for_kernel, wait_until

CELLS = (
    "from coursekit import training\ndigits = training.train_digits()\n"
    "digits.set({epochs})\ndigits",
    "1 + 1",
    "training.draw_digit(digits)",
    "len(digits.result().weights)",
    "training.teach_hand(digits)",
    "print('it waits')\nlen(digits.result().weights)",
)
INTERRUPT = "() => void window.jupyterapp.commands.execute('notebook:interrupt-kernel')"


@pytest.fixture
def notebook(opened):
    """Return a function that opens a notebook: a training, `1 + 1`, a pad, a result, another pad.

    By itself the training lasts longer than any test; `let_it_end` has it end soon.
    """

    def show(name, epochs=30, **how):
        first, *others = CELLS
        return opened(
            f"{name}.ipynb",
            first.format(epochs={"epochs": epochs}),
            *others,
            **{"height": 1400} | how,
        )

    return show


def let_it_end(page):
    """Ask for one epoch: the training ends with the one that it is in."""
    slider = view_of(page, 0).locator(".ck-slider", has_text="epochs")
    slider.locator(RANGE).press("Home")
    wait_until(page, lambda: "of 30" not in progress(page))


def run(page, cell):
    """Run one cell and go on at once."""
    page.locator(".jp-CodeCell").nth(cell).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")


def prompt(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".jp-InputPrompt").inner_text().strip()


def has_run(page, cell):
    return re.search(r"\d", prompt(page, cell))


def result_of(page, cell):
    """Run a cell and return what it shows."""
    run(page, cell)
    output = page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output")
    wait_until(page, lambda: has_run(page, cell) and output.count())
    return output.last.inner_text().strip()


def view_of(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".ck-live")


def progress(page):
    return view_of(page, 0).locator(".widget-label", has_text="epoch").last.inner_text()


def epoch(page):
    return float(re.search(r"epoch ([\d.]+) of", progress(page)).group(1))


def press(page, cell, name):
    view_of(page, cell).get_by_role("button", name=name, exact=True).click()


@pytest.mark.slow
def test_controls_and_cells_answer_while_it_trains(notebook):
    page = notebook("controls")
    run(page, 0)
    wait_until(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
    assert result_of(page, 1) == "2"
    press(page, 0, "pause")
    view_of(page, 0).get_by_role("button", name="go on").wait_for()
    rest(page)
    held = epoch(page)
    page.wait_for_timeout(1000)
    assert epoch(page) == held < 30
    press(page, 0, "go on")
    wait_until(page, lambda: "about" in progress(page))
    let_it_end(page)
    wait_until(page, lambda: "done" in progress(page))
    said = view_of(page, 0).locator(".ck-sentence")
    expect(said).to_contain_text("of the test images are read rightly")
    assert page.complaints == []


@pytest.mark.slow
def test_closing_the_tab_loses_nothing(notebook):
    page = notebook("closed")
    run(page, 0)
    wait_until(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    here, left = page.url, epoch(page)
    page.goto("about:blank")
    page.goto(here)  # the kernel has gone on
    wait_for_kernel(page)
    wait_until(page, lambda: view_of(page, 0).count() and epoch(page) > left)
    let_it_end(page)
    assert result_of(page, 3) == "3"


@pytest.mark.slow
def test_an_interrupt_stops_the_waiting_cell_and_the_result_can_still_be_had(notebook):
    page = notebook("interrupted")
    run(page, 0)
    wait_until(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
    run(page, 5)
    output = page.locator(".jp-CodeCell").nth(5).locator(".jp-OutputArea-output")
    expect(output).to_have_text("it waits")
    page.evaluate(INTERRUPT)
    expect(output.last).to_contain_text("KeyboardInterrupt")
    page.wait_for_function(KERNEL_IS_IDLE)  # until then it drops what is sent
    assert result_of(page, 1) == "2"
    let_it_end(page)
    assert result_of(page, 3) == "3"


@pytest.mark.slow
def test_run_again_while_it_trains_a_new_training_begins(notebook):
    page = notebook("again")
    run(page, 0)
    wait_until(page, lambda: view_of(page, 0).count() and epoch(page) > 0.5)
    run(page, 0)
    wait_until(page, lambda: prompt(page, 0) == "[2]:" and view_of(page, 0).count() == 1)
    let_it_end(page)
    assert result_of(page, 3) == "3"
    assert page.complaints == []


@pytest.mark.slow  # three trainings
def test_a_page_that_sends_on_another_thread_disturbs_no_training(notebook):
    """JupyterLab sends a widget's messages to a thread of their own once one has been moved."""
    page = notebook("threads", epochs=10)
    for turn in range(3):
        run(page, 0)
        wait_until(page, lambda: view_of(page, 0).count() and epoch(page) > 0)
        handle = view_of(page, 0).locator(RANGE).last
        handle.press("ArrowLeft")
        press(page, 0, "pause")
        wait_until(page, lambda: view_of(page, 0).get_by_role("button", name="go on").count())
        press(page, 0, "go on")
        run(page, 4)
        wait_until(page, lambda: view_of(page, 4).count())
        press(page, 4, "take the sample")
        press(page, 4, "learn them")
        assert result_of(page, 3) == "3", turn
        said = view_of(page, 4).locator(".ck-sentence")
        wait_until(page, lambda said=said: "After learning" in said.inner_text())


# -- the pad -----------------------------------------------------------------------------------

SEVEN = ((0.26, 0.2), (0.5, 0.2), (0.74, 0.2), (0.62, 0.5), (0.46, 0.86))


def pad_of(page, cell):
    pad = view_of(page, cell).locator(".ck-pad")
    pad.wait_for()
    pad.scroll_into_view_if_needed()
    rest(page, 300)
    return pad.bounding_box()


def draw(page, box, points):
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def test_what_is_drawn_is_read_by_the_network_just_trained(notebook):
    page = notebook("drawn", epochs=2)
    run_all(page)
    box, said = pad_of(page, 2), view_of(page, 2).locator(".ck-sentence")
    expect(said).to_contain_text("A sample: the network reads a 3")
    draw(page, box, SEVEN)
    expect(said).to_contain_text("It reads a 7")
    draw(page, box, ((0.35, 0.5), (0.65, 0.5)))  # a second stroke leaves the first one there
    expect(said).to_contain_text("It reads a")
    press(page, 2, "undo")
    expect(said).to_contain_text("It reads a 7")
    press(page, 2, "clear")
    expect(said).to_contain_text("The pad is empty")
    draw(page, pad_of(page, 2), SEVEN)
    expect(said).to_contain_text("It reads a 7")
    box, said = pad_of(page, 4), view_of(page, 4).locator(".ck-sentence")
    view_of(page, 4).locator(RANGE).fill("7")
    draw(page, box, SEVEN)
    expect(said).to_contain_text("You have drawn 1 of ten digits")
    press(page, 4, "learn them")
    expect(said).to_contain_text("After learning: 1.")
    assert page.complaints == []


@pytest.mark.slow
def test_a_finger_draws_and_does_not_scroll_the_page(notebook):
    page = notebook("touched", epochs=2, width=800, height=900, touch=True)
    run_all(page)
    box, said = pad_of(page, 2), view_of(page, 2).locator(".ck-sentence")

    def scrolled():
        return page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop")

    before, finger = scrolled(), page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(SEVEN):
        place = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        kind = "touchMove" if number else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
        page.wait_for_timeout(60)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(said).to_contain_text("It reads a 7")
    assert scrolled() == before
