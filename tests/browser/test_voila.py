"""A lesson as a Voilà page: prose and live pictures, no code."""

import pytest

from tests import lab
from tests.browser.test_lesson import LESSONS, first_view, picture_bytes, wait_for_new_picture

LESSON = "01-neurons"


@pytest.fixture(scope="module")
def page(chromium):
    """Yield a lesson's page when its last picture is there."""
    with lab.voila() as address:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address.of(f"{LESSON}.ipynb"), timeout=lab.START_SECONDS * 1000)
        page.wait_for_function(
            "wanted => document.querySelectorAll('.ck-picture').length === wanted",
            arg=LESSONS[LESSON],
            timeout=lab.START_SECONDS * 1000,
        )
        yield page
        page.close()


def test_it_shows_prose_and_live_pictures_and_neither_code_nor_stills(page):
    assert page.locator("h1").first.inner_text().startswith("1 · Neurons")
    assert page.locator(".jp-InputArea-editor:visible, .jp-CodeMirrorEditor:visible").count() == 0
    stills = page.locator(".jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child")
    assert stills.count() == LESSONS[LESSON]
    assert not any(still.is_visible() for still in stills.all())
    for view in page.locator(".ck-live").all():
        assert view.evaluate("view => view.scrollWidth <= view.clientWidth + 1")
    assert "Traceback" not in page.locator("body").inner_text()


@pytest.mark.parametrize("by", ["drag", "key"])
def test_a_slider_moves_picture_and_sentence(page, by):
    view = first_view(page)
    before, said = picture_bytes(view), view.locator(".ck-sentence").inner_text()
    handle = view.locator(".noUi-handle").first
    if by == "key":
        handle.press("ArrowLeft")
    else:
        box = handle.bounding_box()
        page.mouse.move(box["x"] + 8, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(box["x"] - 40, box["y"] + 8, steps=5)
        page.mouse.up()
    wait_for_new_picture(page, view, before)
    assert view.locator(".ck-sentence").inner_text() != said
