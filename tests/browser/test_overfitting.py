"""Lesson 6's pictures in a real browser: dragged while they train, run again, opened once."""

import pytest

from coursekit import overfitting
from tests.browser.test_live_training import has_run, press, prompt, run, view_of
from tests.lab import RANGE, grip, wait_until

CELLS = (
    "from coursekit import overfitting",
    "overfitting.by_heart()",
    "overfitting.two_curves()",
    "1 + 1",
)
MOMENT, SECOND = 0, 1  # the sliders, column by column


def page_with(opened, cell):
    """Open a notebook and run its first cell, and one that shows a picture."""
    page = opened("overfitting.ipynb", *CELLS)
    for number in (0, cell):
        run(page, number)
        wait_until(page, lambda number=number: has_run(page, number))
    view_of(page, cell).scroll_into_view_if_needed()
    return page


def said(page, cell):
    return view_of(page, cell).locator(".ck-sentence").inner_text()


def handle(page, cell, slider):
    return view_of(page, cell).locator(RANGE).nth(slider)


@pytest.mark.slow
def test_a_drag_trains_anew_again_and_again_and_settles_on_what_was_asked(opened):
    page = page_with(opened, 1)
    x, y = grip(handle(page, 1, SECOND))  # neurons
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (*range(0, 80, 4), *range(80, -60, -4)):
        page.mouse.move(x + step, y)
        page.wait_for_timeout(30)
    page.mouse.up()

    def at_the_end():  # which moves on while it trains
        handle(page, 1, MOMENT).press("End")
        return "step 6,000 of 6,000" in said(page, 1)

    wait_until(page, at_the_end)
    neurons = int(said(page, 1).split(" ")[0])
    assert neurons < 16
    here = overfitting.by_heart()
    here.set({"neurons": neurons})
    here.finish().set({"moment": here.controls["moment"].max})
    assert here.picture.sentence == said(page, 1)
    handle(page, 1, MOMENT).press("Home")
    wait_until(page, lambda: "step 0 of 6,000" in said(page, 1))
    assert page.complaints == []


@pytest.mark.slow  # 50,000 images; test_live_training asks the same of 60,000
def test_controls_answer_while_digits_are_learned_and_the_test_set_opens_once(opened):
    page = page_with(opened, 2)
    handle(page, 2, SECOND).press("End")
    wait_until(page, lambda: "50,000 images" in said(page, 2))
    handle(page, 2, MOMENT).press("Home")
    wait_until(page, lambda: "step 0 of 20,000" in said(page, 2))
    press(page, 2, "pause")
    wait_until(page, lambda: view_of(page, 2).get_by_role("button", name="go on").count())
    run(page, 3)
    wait_until(page, lambda: has_run(page, 3))
    press(page, 2, "go on")
    handle(page, 2, MOMENT).press("End")
    test = view_of(page, 2).get_by_role("button", name="open the test set")
    wait_until(page, test.is_enabled)
    wait_until(page, lambda: "30 neurons, step 20,000 of 20,000" in said(page, 2))
    test.click()
    wait_until(page, lambda: "The test set, opened once: more than 9" in said(page, 2))
    handle(page, 2, MOMENT).press("ArrowLeft")
    wait_until(page, lambda: "step 19,500 of 20,000" in said(page, 2))
    assert "test set" not in said(page, 2)
    assert page.complaints == []


@pytest.mark.slow  # test_live_training runs another one again
def test_run_again_while_it_trains_it_opens_as_it_did_first(opened):
    page = page_with(opened, 2)
    first = said(page, 2)
    handle(page, 2, SECOND).press("End")
    wait_until(page, lambda: said(page, 2) != first)
    run(page, 2)
    wait_until(page, lambda: prompt(page, 2) == "[3]:" and view_of(page, 2).count() == 1)
    wait_until(page, lambda: said(page, 2) == first)
    page.wait_for_timeout(2000)  # the first training has no view any more, and disturbs nothing
    assert said(page, 2) == first
    assert page.complaints == []
