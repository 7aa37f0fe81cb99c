"""The timeline of a descent is played, stopped, and stepped back, in a real browser."""

import re

import pytest

from tests.lab import RANGE, rest, run_all, wait_until


def step_of(view):
    return int(re.match(r"Step (\d+)", view.locator(".ck-sentence").inner_text()).group(1))


@pytest.mark.slow
def test_play_walks_on_pause_holds_and_an_arrow_key_steps_back(opened):
    page = opened("descent.ipynb", "from coursekit import training\ntraining.descent()")
    run_all(page)
    view = page.locator(".ck-live")
    play, stop = view.locator(".widget-play button").nth(0), view.locator(".widget-play button")
    play.click()
    wait_until(page, lambda: step_of(view) >= 3)
    play.click()  # the same button is now a pause
    rest(page)
    held = step_of(view)
    page.wait_for_timeout(600)
    assert step_of(view) == held
    view.locator(RANGE).first.press("ArrowLeft")
    wait_until(page, lambda: step_of(view) == held - 1)
    stop.nth(1).click()
    wait_until(page, lambda: step_of(view) == 0)
    assert page.complaints == []
