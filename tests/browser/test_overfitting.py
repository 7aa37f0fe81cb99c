"""Lesson 6's pictures in a real browser: dragged while they train, run again, opened once."""

import re

import nbformat
import pytest

from coursekit.explorers.overfitting import ByHeart
from tests import lab
from tests.browser.test_live_training import KERNEL, opened, press, prompt, run, view_of, wait_for

SOURCES = ("from coursekit import by_heart, two_curves", "by_heart()", "two_curves()", "1 + 1")
MOMENT, SECOND = 0, 1  # the sliders, column by column


@pytest.fixture(scope="module")
def address(tmp_path_factory, chromium):
    """Yield a JupyterLab with the two pictures in a notebook, once for each test."""
    folder = tmp_path_factory.mktemp("notebooks")
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    for name in ("dragged", "digits", "again"):
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), folder / f"{name}.ipynb"
        )
    with lab.jupyter_lab(folder) as served:
        yield served


def page_with(chromium, address, name, cell):
    """Open a notebook and run its first cell, and one that shows a picture."""
    page = opened(chromium, address, name)
    for number in (0, cell):
        run(page, number)
        wait_for(page, lambda number=number: re.search(r"\d", prompt(page, number)))
    view_of(page, cell).scroll_into_view_if_needed()
    return page


def said(page, cell):
    return view_of(page, cell).locator(".ck-sentence").inner_text()


def handle(page, cell, slider):
    return view_of(page, cell).locator(".noUi-handle").nth(slider)


def test_a_drag_trains_anew_again_and_again_and_settles_on_what_was_asked(chromium, address):
    page = page_with(chromium, address, "dragged", 1)
    box = handle(page, 1, SECOND).bounding_box()  # neurons
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (*range(0, 80, 4), *range(80, -60, -4)):
        page.mouse.move(x + step, y)
        page.wait_for_timeout(30)
    page.mouse.up()
    wait_for(page, lambda: "step 6,000 of 6,000" in said(page, 1))
    neurons = int(said(page, 1).split(" ")[0])
    assert neurons < 16
    here = ByHeart()
    here.set({"neurons": neurons})
    assert here.finish().picture.sentence == said(page, 1)
    handle(page, 1, MOMENT).press("Home")
    wait_for(page, lambda: "step 0 of 6,000" in said(page, 1), seconds=5)
    assert page.complaints == []
    page.close()


def test_controls_answer_while_digits_are_learned_and_the_test_set_opens_once(chromium, address):
    page = page_with(chromium, address, "digits", 2)
    handle(page, 2, SECOND).press("End")
    wait_for(page, lambda: "50,000 images" in said(page, 2), seconds=5)
    handle(page, 2, MOMENT).press("Home")
    wait_for(page, lambda: "step 0 of 20,000" in said(page, 2), seconds=5)
    press(page, 2, "pause")
    wait_for(page, lambda: view_of(page, 2).get_by_role("button", name="go on").count(), seconds=5)
    run(page, 3)
    wait_for(page, lambda: re.search(r"\d", prompt(page, 3)), seconds=5)
    press(page, 2, "go on")
    handle(page, 2, MOMENT).press("End")
    test = view_of(page, 2).get_by_role("button", name="open the test set")
    wait_for(page, test.is_enabled)
    assert "30 neurons, step 20,000 of 20,000" in said(page, 2)
    test.click()
    wait_for(page, lambda: "The test set, opened once: more than 9" in said(page, 2), seconds=5)
    handle(page, 2, MOMENT).press("ArrowLeft")
    wait_for(page, lambda: "step 19,500 of 20,000" in said(page, 2), seconds=5)
    assert "test set" not in said(page, 2)
    assert page.complaints == []
    page.close()


def test_run_again_while_it_trains_it_opens_as_it_did_first(chromium, address):
    page = page_with(chromium, address, "again", 2)
    first = said(page, 2)
    handle(page, 2, SECOND).press("End")
    wait_for(page, lambda: said(page, 2) != first, seconds=5)
    run(page, 2)
    wait_for(page, lambda: prompt(page, 2) == "[3]:" and view_of(page, 2).count() == 1)
    wait_for(page, lambda: said(page, 2) == first)
    page.wait_for_timeout(2000)  # the first training has no view any more, and disturbs nothing
    assert said(page, 2) == first
    assert page.complaints == []
    page.close()
