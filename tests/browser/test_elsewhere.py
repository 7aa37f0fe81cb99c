"""A lesson, training and the drawing pad outside JupyterLab: in Notebook 7 and on a Voilà page."""

from contextlib import contextmanager

import nbformat
import pytest
from playwright.sync_api import expect

from tests import lab
from tests.browser.conftest import KERNEL
from tests.browser.test_lesson import LESSONS, first_view, picture_bytes, wait_for_new_picture
from tests.browser.test_questions import answer

pytestmark = pytest.mark.slow  # a server of its own for each

LESSON = "01-neurons"
NOTEBOOK_7S_OWN = (  # without a lesson too
    "Cannot read properties of undefined (reading 'schema')"
)
SOURCES = ("from coursekit import training\ndigits = training.train_digits()\ndigits",)
SOURCES += ("training.draw_digit(digits)",)


@contextmanager
def page_in(app, chromium, name, views, folder=lab.NOTEBOOKS):
    """Yield a page in which so many views are there, of a notebook whose cells all run."""
    if app == "voila":
        with lab.voila(folder) as address:
            page = chromium.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(address.of(name), timeout=lab.START_SECONDS * 1000)
            last = page.locator(".ck-picture").nth(views - 1)
            last.wait_for(timeout=lab.START_SECONDS * 1000)
            yield page
            page.close()
    else:
        with lab.jupyter_lab(folder, app=app) as address:
            page = lab.open_notebook(chromium, address, name, height=1000)
            lab.run_all(page)
            yield page
            page.close()


@pytest.fixture(scope="module", params=["notebook", "voila"])
def lesson(request, chromium):
    """Yield a page of a lesson, in each of the two."""
    with page_in(request.param, chromium, f"{LESSON}.ipynb", LESSONS[LESSON]) as page:
        page.shows_code = request.param == "notebook"
        yield page


def test_it_shows_prose_and_live_pictures_and_hides_stills(lesson):
    assert lesson.locator(".jp-RenderedHTMLCommon h1").first.inner_text().startswith("1 · Neurons")
    editors = lesson.locator(".jp-InputArea-editor:visible, .jp-CodeMirrorEditor:visible")
    assert bool(editors.count()) == lesson.shows_code
    assert "Traceback" not in lesson.locator("body").inner_text()
    stills = lesson.locator(".jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child")
    assert stills.count() == lesson.locator(".ck-live").count() == LESSONS[LESSON]
    assert not any(still.is_visible() for still in stills.all())
    for view in lesson.locator(".ck-live").all():
        assert view.evaluate("view => view.scrollWidth <= view.clientWidth + 1")


def test_a_drag_moves_picture_and_sentence(lesson):
    view = first_view(lesson)
    before, said = picture_bytes(view), view.locator(".ck-sentence").inner_text()
    slider = view.locator(lab.RANGE).last  # how many terms are added up
    (x, y), low = lab.grip(slider), float(slider.input_value()) == 0
    lesson.mouse.move(x, y)
    lesson.mouse.down()
    lesson.mouse.move(x + (80 if low else -40), y, steps=5)
    lesson.mouse.up()
    wait_for_new_picture(lesson, view, before)
    expect(view.locator(".ck-sentence")).not_to_have_text(said)


@pytest.mark.parametrize("lesson", ["notebook"], indirect=True)
def test_an_answer_is_judged_and_the_page_complains_of_nothing_but_itself(lesson):
    place = "neurons.weighted_sum.check(z)"
    assert answer(lesson, place, f"z = 12345\n{place}").startswith("Not yet. ")
    assert set(lesson.complaints) <= {NOTEBOOK_7S_OWN}


@pytest.mark.parametrize("app", ["notebook", "voila"])
def test_a_network_trains_by_itself_and_reads_what_is_drawn(app, chromium, tmp_path):
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), tmp_path / "drawn.ipynb")
    with page_in(app, chromium, "drawn.ipynb", 2, tmp_path) as page:
        training, pad = page.locator(".ck-live").nth(0), page.locator(".ck-live").nth(1)
        pad.locator(".ck-pad").wait_for(timeout=lab.START_SECONDS * 1000)
        done = "after 10 of 10 epochs"
        expect(training.locator(".ck-sentence")).to_contain_text(done, timeout=120_000)
        said = pad.locator(".ck-sentence")
        pad.locator(".ck-pad").scroll_into_view_if_needed()
        box = pad.locator(".ck-pad").bounding_box()
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.8 * box["height"], steps=12)
        page.mouse.up()
        expect(said).to_contain_text("It reads a 1")
