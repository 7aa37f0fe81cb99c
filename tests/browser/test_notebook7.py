"""A lesson in Jupyter Notebook 7: its pictures, a slider, a question."""

import pytest

from tests import lab
from tests.browser.test_lesson import LESSONS, first_view, picture_bytes, wait_for_new_picture
from tests.browser.test_questions import answer

LESSON = "01-neurons"
ITS_OWN = (
    "Cannot read properties of undefined (reading 'schema')"  # Notebook's, without a lesson too
)


@pytest.fixture(scope="module")
def page(chromium):
    """Yield a page in which all cells of a lesson have run."""
    with lab.jupyter_lab(app="notebook") as address:
        page = lab.open_notebook(chromium, address, f"{LESSON}.ipynb")
        lab.run_all(page)
        yield page
        page.close()


def test_every_explorer_shows_its_picture_and_hides_its_still(page):
    assert page.locator(".ck-live").count() == LESSONS[LESSON]
    stills = page.locator(".jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child")
    assert stills.count() == LESSONS[LESSON]
    assert not any(still.is_visible() for still in stills.all())
    for view in page.locator(".ck-live").all():
        assert view.evaluate("view => view.scrollWidth <= view.clientWidth + 1")


def test_a_drag_moves_picture_and_sentence(page):
    view = first_view(page)
    before, said = picture_bytes(view), view.locator(".ck-sentence").inner_text()
    box = view.locator(".noUi-handle").first.bounding_box()
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 8, steps=5)
    page.mouse.up()
    wait_for_new_picture(page, view, before)
    assert view.locator(".ck-sentence").inner_text() != said


def test_an_answer_is_judged(page):
    place = "neurons.weighted_sum.check(z)"
    assert answer(page, place, f"z = 12345\n{place}").startswith("Not yet. Sign and size")


def test_the_page_complains_of_nothing_but_itself(page):
    assert [complaint for complaint in page.complaints if complaint != ITS_OWN] == []
