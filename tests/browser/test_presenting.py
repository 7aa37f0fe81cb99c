"""An explorer before a class, in a real browser: it fills the window, and a remote steps it."""

import re

import pytest
from playwright.sync_api import expect

from tests.lab import RANGE, grip, rest, run_all, wait_until

CELLS = (
    "import coursekit\ncoursekit.presenting(hide=['fog'])",
    "coursekit.training.descent()",
    "coursekit.cost.landscape()",
    "word = 1",
)
SCREENS = [(1280, 720), (1920, 1080)]


@pytest.fixture(scope="module")
def presented(opened):
    """Return a page of a notebook with two explorers."""
    page = opened("presented.ipynb", *CELLS, height=720)
    run_all(page)
    return page


@pytest.fixture
def page(presented):
    """Yield the page with nothing filled and each descent at its start."""
    presented.set_viewport_size({"width": 1280, "height": 720})
    yield presented
    presented.keyboard.press("Escape")
    expect(presented.locator(".ck-filled")).to_have_count(0)


def view(page, name):
    return page.locator(".ck-live", has_text={"descent": "1st η", "landscape": "arrow"}[name])


def fill(page, name):
    shown = view(page, name)
    shown.scroll_into_view_if_needed()
    shown.locator(".ck-fill").click()
    rest(page, 200)
    return shown


def slider(shown, label):
    return shown.locator(".ck-slider", has_text=re.compile(f"^{label}"))


def value(shown, label):
    return float(slider(shown, label).locator(RANGE).get_attribute("aria-valuetext"))


def press(page, *keys):
    """Press keys, and wait for each until the page has come to rest."""
    for key in keys:
        page.keyboard.press(key)
        rest(page, 150)


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("name", ["descent", "landscape"])
def test_it_fills_the_window_and_nothing_is_cut_off(page, name, width, height):
    page.set_viewport_size({"width": width, "height": height})
    shown = fill(page, name)
    box = shown.bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
    assert shown.evaluate("v => v.scrollHeight <= v.clientHeight && v.scrollWidth <= v.clientWidth")
    picture = shown.locator(".ck-picture").bounding_box()
    assert picture["width"] > 0.7 * width
    assert picture["width"] / picture["height"] == pytest.approx(1000 / 620, abs=0.01)
    for part in shown.locator(".ck-slider, .ck-sentence, .ck-fill").all():
        inside = part.bounding_box()
        assert inside["x"] >= 0
        assert inside["x"] + inside["width"] <= width
        assert inside["y"] + inside["height"] <= height
        lies_below = inside["y"] >= picture["y"] + picture["height"] - 1
        assert lies_below or inside["x"] + inside["width"] <= picture["x"]


def test_a_remote_steps_forward_and_back_and_the_sentence_follows(page):
    shown = fill(page, "descent")
    press(page, "PageDown", "n", "PageDown")
    wait_until(page, lambda: value(shown, "step") == 3)
    expect(shown.locator(".ck-sentence")).to_contain_text(re.compile("^Step 3 of 120"))
    press(page, "PageUp", "p", "p")
    wait_until(page, lambda: value(shown, "step") == 0)


def test_the_slider_that_was_moved_last_is_stepped(page):
    shown = fill(page, "descent")
    slider(shown, "batch").locator(RANGE).press("ArrowLeft")
    press(page, "PageUp")
    wait_until(page, lambda: value(shown, "batch") == 1)
    press(page, "PageDown", "PageDown")
    wait_until(page, lambda: value(shown, "batch") == 3)
    slider(shown, "step").locator(RANGE).focus()
    press(page, "n", "p")
    wait_until(page, lambda: value(shown, "step") == 0)


def test_a_slider_is_dragged_where_the_mouse_is(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    shown = fill(page, "descent")
    bar = slider(shown, "step").locator(RANGE).bounding_box()
    x, y = grip(slider(shown, "step").locator(RANGE))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] / 2, y, steps=5)
    page.mouse.up()
    wait_until(page, lambda: value(shown, "step") == pytest.approx(60, abs=2))
    press(page, "Home")
    wait_until(page, lambda: value(shown, "step") == 0)


def test_a_click_on_the_map_goes_where_it_points(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    shown = fill(page, "landscape")
    pad = shown.locator(".ck-pad").bounding_box()
    picture = shown.locator(".ck-picture").bounding_box()
    assert pad["width"] == pytest.approx(0.48 * picture["width"], abs=2)
    page.mouse.click(pad["x"] + pad["width"] / 4, pad["y"] + pad["height"] / 4)
    expect(shown.locator(".ck-sentence")).to_contain_text("w₁ = −4.2, w₂ = 4.2")


def test_who_writes_keeps_the_keys(page):
    shown = fill(page, "descent")
    slider(shown, "1st η").locator(".ck-number").click()
    press(page, "PageDown", "n")
    wait_until(page, lambda: value(shown, "step") == 0)
    press(page, "Escape")
    page.locator(".jp-CodeCell", has_text="word = 1").locator(".cm-content").click()
    press(page, "End", "n", "p")
    expect(page.locator(".jp-CodeCell", has_text="word = 1np")).to_have_count(1)
    press(page, "Backspace", "Backspace", "PageDown")
    wait_until(page, lambda: value(shown, "step") == 0)


def test_keys_reach_an_explorer_in_the_page_only_while_it_has_the_focus(page):
    shown = view(page, "descent")
    slider(shown, "step").locator(RANGE).focus()
    press(page, "n")
    wait_until(page, lambda: value(shown, "step") == 1)
    press(page, "p")
    page.locator(".jp-CodeCell", has_text="word = 1").locator(".jp-InputPrompt").click()
    press(page, "n", "PageDown")
    wait_until(page, lambda: value(shown, "step") == 0)


def test_what_is_hidden_cannot_be_seen_nor_the_stills(page):
    shown = view(page, "landscape")
    assert not shown.get_by_text("fog", exact=True).is_visible()
    assert slider(shown, "w₁").is_visible()
    outputs = page.locator(".jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child")
    assert outputs.count() == 2
    assert not any(output.is_visible() for output in outputs.all())


def test_it_can_be_switched_off_again(page):
    shown = view(page, "descent")
    source = "coursekit.presenting(False)"
    page.evaluate(
        """async source => {
          const app = window.jupyterapp, cells = app.shell.currentWidget.content;
          cells.activeCellIndex = cells.widgets.length - 1;
          cells.activeCell.model.sharedModel.setSource(source);
          await app.commands.execute('notebook:run-cell');
        }""",
        source,
    )
    shown.locator(".ck-fill").wait_for(state="detached")
    assert page.locator(".ck-presented").count() == 0
    assert view(page, "landscape").get_by_text("fog", exact=True).is_visible()
    slider(shown, "step").locator(RANGE).focus()
    press(page, "n")
    wait_until(page, lambda: value(shown, "step") == 0)
    assert page.complaints == []
