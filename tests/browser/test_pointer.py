"""Mouse, arrow keys and a finger on a picture, in a real browser."""

import re

import pytest

from tests.lab import rest, run_all, wait_until

LESSON = "03-cost.ipynb"


@pytest.fixture(scope="module")
def page(opened):
    """Return a page of the lesson."""
    page = opened(LESSON)
    run_all(page)
    return page


@pytest.fixture
def phone(opened):
    """Return a page of the lesson on a screen that is touched."""
    page = opened(LESSON, width=700, touch=True)
    run_all(page)
    page.keyboard.press("Control+b")
    yield page
    page.keyboard.press("Control+b")


def view_of(page):
    view = page.locator(".ck-live:has(.ck-pad)")
    view.locator(".ck-pad").scroll_into_view_if_needed()
    rest(page, 300)
    return view


def place(page, view, moves):
    """Return w₁ and w₂ as the sentence says them after so many moves."""
    said = view.locator(".ck-sentence")
    wait_until(page, lambda: f"after {moves}." in said.inner_text())
    sentence = said.inner_text()
    numbers = re.findall(r"w[₁₂] = (−?[\d.]+)", sentence)
    return [float(number.replace("−", "-")) for number in numbers]


def scrolled(page):
    return page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop")


def test_a_click_goes_where_it_points_and_arrow_keys_go_on(page):
    view = view_of(page)
    pad = view.locator(".ck-pad")
    box = pad.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    at = place(page, view, "1 move")
    assert at == pytest.approx([-4.2, 4.2], abs=0.1)
    before = scrolled(page)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        pad.press(key)
    there = place(page, view, "4 moves")
    assert there == pytest.approx([at[0] + 1, at[1] - 2], abs=0.01)
    assert scrolled(page) == before
    assert pad.evaluate("pad => pad === document.activeElement")
    assert page.complaints == []


def test_the_pad_lies_over_the_map_at_every_width(page):
    view = view_of(page)
    scaled = "scale => { document.querySelector('.jp-Notebook').style.transform = scale; }"
    for width, scale in ((1280, ""), (900, "scale(.8)"), (700, "")):
        page.evaluate(scaled, scale)
        page.set_viewport_size({"width": width, "height": 900})
        rest(page, 300)
        pad = view.locator(".ck-pad").bounding_box()
        picture = view.locator(".ck-picture").bounding_box()
        assert pad["x"] - picture["x"] == pytest.approx(0.06 * picture["width"], abs=2)
        assert pad["y"] - picture["y"] == pytest.approx(92 / 620 * picture["height"], abs=2)
        assert pad["width"] == pytest.approx(0.48 * picture["width"], abs=2)


@pytest.mark.slow
def test_a_finger_walks_on_the_map_and_does_not_scroll_the_page(phone):
    view = view_of(phone)
    box = view.locator(".ck-pad").bounding_box()
    phone.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] * 3 / 4)
    assert place(phone, view, "1 move") == pytest.approx([-4.2, -4.2], abs=0.1)
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
    # in the fog a stroke counts where it begins, so that nobody feels the way
    assert place(phone, view, "2 moves") == pytest.approx([0.0, -4.2], abs=0.1)
    assert scrolled(phone) == before
