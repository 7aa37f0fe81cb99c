"""Points of a small network are placed and dragged by hand, in a real browser."""

from ast import literal_eval

import pytest
from playwright.sync_api import expect

from coursekit.lessons.training.small_network_figure import REACH
from tests.lab import run_all, wait_until

CELLS = (
    "from coursekit import training\nexplorer = training.small_descent()\nexplorer",
    "explorer.points.inputs[-1].tolist(), explorer.values['edits']",
)
MAP, WIDE = (402 + 314 / 2, 100 + 314 / 2, 314), 1000  # the map's middle and side, of the picture


@pytest.mark.slow
def test_a_press_on_the_map_puts_a_point_a_drag_takes_it_along_and_the_button_undoes_it(opened):
    page = opened("small_descent.ipynb", *CELLS)
    run_all(page)
    view = page.locator(".ck-live")
    said = view.locator(".ck-sentence")
    expect(said).to_contain_text("20 of 40 points")
    told = page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    before = told.inner_text()
    view.scroll_into_view_if_needed()
    box = view.locator(".ck-picture").bounding_box()
    scale = box["width"] / WIDE
    x, y, side = (part * scale for part in MAP)
    at = box["x"] + x + side / 4, box["y"] + y - side / 4  # halfway to the upper right corner
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0], at[1] + side / 2, steps=5)
    page.mouse.up()
    wait_until(page, lambda: "of 41 points" in said.inner_text())
    page.locator(".jp-CodeCell .cm-content").nth(1).click()
    page.keyboard.press("Shift+Enter")
    wait_until(page, lambda: told.inner_text() != before)
    (x, y), edits = literal_eval(told.inner_text())
    assert abs(x - REACH / 2) < 0.03 > abs(y + REACH / 2)
    assert edits == []
    view.locator("select").nth(1).select_option("points by hand")
    view.get_by_role("button", name="as drawn").click()
    wait_until(page, lambda: "of 40 points" in said.inner_text())
    assert page.complaints == []
