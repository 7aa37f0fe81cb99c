"""An explorer before a class, in a real browser: it fills the window, and a remote steps it."""

import re

import nbformat
import pytest

from tests import lab
from tests.lab import open_notebook, run_all

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
CELLS = (
    "import coursekit\ncoursekit.presenting(hide=['fog'])",
    "coursekit.descent()",
    "coursekit.landscape()",
    "word = 1",
)
SCREENS = [(1280, 720), (1920, 1080)]


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """Yield the address of a JupyterLab that serves one notebook with two explorers."""
    folder = tmp_path_factory.mktemp("presented")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), folder / "presented.ipynb"
    )
    with lab.jupyter_lab(folder) as address:
        yield address


@pytest.fixture(scope="module")
def opened(chromium, jupyter):
    page = open_notebook(chromium, jupyter, "presented.ipynb", width=1280, height=720)
    run_all(page)
    yield page
    page.close()


@pytest.fixture
def page(opened):
    """Yield the page with nothing filled and each descent at its start."""
    opened.set_viewport_size({"width": 1280, "height": 720})
    yield opened
    opened.keyboard.press("Escape")
    assert opened.locator(".ck-filled").count() == 0


def view(page, name):
    return page.locator(".ck-live", has_text={"descent": "1st η", "landscape": "arrow"}[name])


def fill(page, name):
    shown = view(page, name)
    shown.scroll_into_view_if_needed()
    shown.locator(".ck-fill").click()
    page.wait_for_timeout(300)
    return shown


def slider(shown, label):
    return shown.locator(".widget-slider", has_text=re.compile(f"^{label}"))


def value(shown, label):
    return float(slider(shown, label).locator(".noUi-handle").get_attribute("aria-valuenow"))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(250)


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
    for part in [*shown.locator(".widget-slider").all(), shown.locator(".ck-sentence")]:
        inside = part.bounding_box()
        assert inside["x"] >= 0
        assert inside["x"] + inside["width"] <= width
        assert inside["y"] + inside["height"] <= height
        lies_below = inside["y"] >= picture["y"] + picture["height"] - 1
        assert lies_below or inside["x"] >= picture["x"] + picture["width"]


def test_a_remote_steps_forward_and_back_and_the_sentence_follows(page):
    shown = fill(page, "descent")
    press(page, "PageDown", "n", "PageDown")
    assert value(shown, "step") == 3
    assert shown.locator(".ck-sentence").inner_text().startswith("Step 3 of 120")
    press(page, "PageUp", "p", "p")
    assert value(shown, "step") == 0


def test_the_slider_that_was_moved_last_is_stepped(page):
    shown = fill(page, "descent")
    slider(shown, "batch").locator(".noUi-handle").press("ArrowLeft")
    press(page, "PageUp")
    assert value(shown, "batch") == 1
    press(page, "PageDown", "PageDown")
    assert value(shown, "batch") == 3
    slider(shown, "step").locator(".noUi-handle").focus()
    press(page, "n", "p")
    assert value(shown, "step") == 0


def test_a_slider_is_dragged_where_the_mouse_is(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    shown = fill(page, "descent")
    bar = slider(shown, "step").locator(".noUi-base").bounding_box()
    handle = slider(shown, "step").locator(".noUi-handle").bounding_box()
    y = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] / 2, y, steps=5)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert value(shown, "step") == pytest.approx(60, abs=2)
    press(page, "Home")
    assert value(shown, "step") == 0


def test_a_click_on_the_map_goes_where_it_points(page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    shown = fill(page, "landscape")
    page.wait_for_timeout(300)
    pad = shown.locator(".ck-pad").bounding_box()
    picture = shown.locator(".ck-picture").bounding_box()
    assert pad["width"] == pytest.approx(0.48 * picture["width"], abs=2)
    page.mouse.click(pad["x"] + pad["width"] / 4, pad["y"] + pad["height"] / 4)
    page.wait_for_timeout(700)
    assert "w₁ = −4.0, w₂ = 4.0" in shown.locator(".ck-sentence").inner_text()


def test_who_writes_keeps_the_keys(page):
    shown = fill(page, "descent")
    readout = slider(shown, "1st η").locator(".widget-readout")
    readout.click()
    press(page, "PageDown", "n")
    assert value(shown, "step") == 0
    press(page, "Escape")
    page.locator(".jp-CodeCell", has_text="word = 1").locator(".cm-content").click()
    press(page, "End", "n", "p")
    assert page.locator(".jp-CodeCell", has_text="word = 1np").count() == 1
    press(page, "Backspace", "Backspace", "PageDown")
    assert value(shown, "step") == 0


def test_keys_reach_an_explorer_in_the_page_only_while_it_has_the_focus(page):
    shown = view(page, "descent")
    slider(shown, "step").locator(".noUi-handle").focus()
    press(page, "n")
    assert value(shown, "step") == 1
    press(page, "p")
    page.locator(".jp-CodeCell", has_text="word = 1").locator(".jp-InputPrompt").click()
    press(page, "n", "PageDown")
    assert value(shown, "step") == 0


def test_what_is_hidden_cannot_be_seen(page):
    shown = view(page, "landscape")
    assert not shown.get_by_text("fog", exact=True).is_visible()
    assert slider(shown, "w₁").is_visible()


def test_the_still_stays_behind_the_live_view(page):
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
    slider(shown, "step").locator(".noUi-handle").focus()
    press(page, "n")
    assert value(shown, "step") == 0
    assert page.complaints == []
