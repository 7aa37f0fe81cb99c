"""A learner's first minute with each lesson, in a real JupyterLab in a real browser."""

import hashlib

import pytest

from tests.lab import open_notebook, run_all

# notebook → how many live pictures it has
LESSONS = {
    "00-start": 1,
    "01-neurons": 4,
    "02-matrix-activation": 3,
    "03-cost": 3,
    "04-chain-rule": 6,
    "07-review": 1,
    "05-training": 8,
    "06-overfitting": 3,
}


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, chromium, jupyter):
    """Yield a page in which all cells of a lesson have run."""
    page = open_notebook(chromium, jupyter, f"{request.param}.ipynb")
    run_all(page)
    page.expected = LESSONS[request.param]
    yield page
    page.close()


def picture_bytes(view):
    """Return a digest of the pixels that the live picture shows."""
    pixels = view.locator(".ck-picture").evaluate(
        """async image => {
          const data = await (await fetch(image.src)).arrayBuffer();
          return Array.from(new Uint8Array(data));
        }"""
    )
    return hashlib.sha256(bytes(pixels)).hexdigest()


def wait_for_new_picture(page, view, old):
    for _ in range(50):
        page.wait_for_timeout(100)
        if picture_bytes(view) != old:
            return
    pytest.fail("the picture did not change within five seconds")


def first_view(page):
    view = page.locator(".ck-live").first
    view.scroll_into_view_if_needed()
    return view


def test_every_explorer_shows_its_picture(lesson):
    assert lesson.locator(".ck-live").count() == lesson.expected
    for view in lesson.locator(".ck-live").all():
        assert view.locator(".ck-picture").evaluate("image => image.naturalWidth") >= 900
        assert len(view.locator(".ck-sentence").inner_text()) > 20


def test_a_drag_moves_picture_and_sentence(lesson):
    view = first_view(lesson)
    before, said = picture_bytes(view), view.locator(".ck-sentence").inner_text()
    box = view.locator(".noUi-handle").first.bounding_box()
    lesson.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lesson.mouse.down()
    for step in range(1, 8):
        direction = 1 if box["x"] < 500 else -1
        lesson.mouse.move(box["x"] + direction * 10 * step, box["y"] + box["height"] / 2)
    lesson.mouse.up()
    wait_for_new_picture(lesson, view, before)
    if "image" not in said:  # the first layer's sentence holds for every image
        assert view.locator(".ck-sentence").inner_text() != said


def test_the_keyboard_moves_a_slider(lesson):
    view = first_view(lesson)
    before = picture_bytes(view)
    handle = view.locator(".noUi-handle").first
    handle.focus()
    handle.press(
        "ArrowLeft" if float(handle.get_attribute("aria-valuenow")) > 0.5 else "ArrowRight"
    )
    wait_for_new_picture(lesson, view, before)
    assert handle.evaluate("handle => handle === document.activeElement")


def test_the_sentence_is_announced_after_a_rest(lesson):
    view = first_view(lesson)
    view.locator(".noUi-handle").first.press("ArrowRight")
    lesson.wait_for_timeout(1500)
    announced = view.locator(".ck-announce [role=status]")
    assert announced.inner_text() == view.locator(".ck-sentence").inner_text()
    assert announced.evaluate("node => node.getBoundingClientRect().width") >= 0


def test_the_still_hides_behind_the_live_view(lesson):
    outputs = lesson.locator(".jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child")
    assert outputs.count() == lesson.expected
    assert not any(output.is_visible() for output in outputs.all())


def test_nothing_is_wider_than_the_page(lesson):
    for view in lesson.locator(".ck-live").all():
        assert view.evaluate("view => view.scrollWidth <= view.clientWidth + 1")


def test_the_console_is_silent(lesson):
    assert lesson.complaints == []


def test_reopened_without_a_kernel_each_picture_is_a_still(chromium, jupyter):
    page = open_notebook(chromium, jupyter, "01-neurons.ipynb")
    stills = page.locator(".jp-OutputArea-child img")
    stills.first.wait_for(state="visible")
    assert stills.count() == LESSONS["01-neurons"]
    assert page.locator(".ck-live").count() == 0
    page.close()
