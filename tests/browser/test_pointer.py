"""Mouse, arrow keys and a finger on a picture, in a real browser."""

import re

import pytest

from tests.lab import KERNEL_IS_IDLE, START_SECONDS, open_notebook, run_all

LESSON = "03-cost.ipynb"


@pytest.fixture
def page(chromium, jupyter):
    page = open_notebook(chromium, jupyter, LESSON)
    run_all(page)
    yield page
    page.close()


@pytest.fixture
def phone(chromium, jupyter):
    """Yield a page of the lesson on a screen that is touched."""
    context = chromium.new_context(has_touch=True, viewport={"width": 700, "height": 900})
    page = context.new_page()
    page.goto(jupyter.of(LESSON))
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=START_SECONDS * 1000)
    page.wait_for_function(KERNEL_IS_IDLE, timeout=START_SECONDS * 1000)
    run_all(page)
    page.keyboard.press("Control+b")
    yield page
    context.close()


def view_of(page):
    view = page.locator(".ck-live:has(.ck-pad)")
    view.locator(".ck-pad").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return view


def place(page, view):
    """Return w₁ and w₂ as the sentence says them, once it has come to rest."""
    page.wait_for_timeout(700)
    sentence = view.locator(".ck-sentence").inner_text()
    numbers = re.findall(r"w[₁₂] = (−?[\d.]+)", sentence)
    return [float(number.replace("−", "-")) for number in numbers], sentence


def scrolled(page):
    return page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop")


def test_a_click_goes_where_it_points_and_arrow_keys_go_on(page):
    view = view_of(page)
    pad = view.locator(".ck-pad")
    box = pad.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    at, sentence = place(page, view)
    assert at == pytest.approx([-4.0, 4.0], abs=0.1)
    assert "after 1 move." in sentence
    before = scrolled(page)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        pad.press(key)
    there, sentence = place(page, view)
    assert there == pytest.approx([at[0] + 1, at[1] - 2], abs=0.01)
    assert "after 4 moves." in sentence
    assert scrolled(page) == before
    assert pad.evaluate("pad => pad === document.activeElement")
    assert page.complaints == []


def test_the_pad_lies_over_the_map_at_every_width(page):
    view = view_of(page)
    for width in (1280, 700):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(600)
        pad = view.locator(".ck-pad").bounding_box()
        picture = view.locator(".ck-picture").bounding_box()
        assert pad["x"] - picture["x"] == pytest.approx(0.06 * picture["width"], abs=2)
        assert pad["y"] - picture["y"] == pytest.approx(92 / 620 * picture["height"], abs=2)
        assert pad["width"] == pytest.approx(0.48 * picture["width"], abs=2)


def test_a_finger_walks_on_the_map_and_does_not_scroll_the_page(phone):
    view = view_of(phone)
    box = view.locator(".ck-pad").bounding_box()
    phone.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] * 3 / 4)
    at, sentence = place(phone, view)
    assert at == pytest.approx([-4.0, -4.0], abs=0.1)
    before, finger = scrolled(phone), phone.context.new_cdp_session(phone)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 3 / 4
    for step in range(6):
        finger.send(
            "Input.dispatchTouchEvent",
            {
                "type": "touchMove" if step else "touchStart",
                "touchPoints": [{"x": x, "y": y - step * box["height"] / 10}],
            },
        )
        phone.wait_for_timeout(50)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    at, sentence = place(phone, view)
    assert at == pytest.approx([0.0, 4.0], abs=0.1)
    assert "after 2 moves." in sentence
    assert scrolled(phone) == before
