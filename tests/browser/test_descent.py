"""The timeline of a descent is played, stopped, and stepped back, in a real browser."""

import re

from tests.lab import open_notebook, run_all


def step_of(page, view):
    page.wait_for_timeout(600)
    return int(re.match(r"Step (\d+)", view.locator(".ck-sentence").inner_text()).group(1))


def test_play_walks_on_pause_holds_and_an_arrow_key_steps_back(chromium, jupyter):
    page = open_notebook(chromium, jupyter, "05-training.ipynb")
    run_all(page)
    view = page.locator(".ck-live").first
    view.scroll_into_view_if_needed()
    play, stop = view.locator(".widget-play button").nth(0), view.locator(".widget-play button")
    play.click()
    page.wait_for_timeout(1500)
    play.click()  # the same button is now a pause
    held = step_of(page, view)
    assert held >= 3
    assert step_of(page, view) == held
    view.locator(".noUi-handle").first.press("ArrowLeft")
    assert step_of(page, view) == held - 1
    stop.nth(1).click()
    assert step_of(page, view) == 0
    assert page.complaints == []
    page.close()
