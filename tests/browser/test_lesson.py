"""A learner's first minute with each lesson, in a real JupyterLab in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.lab import RANGE, grip, rest, run_all, wait_until
from tests.turns import in_turn

# notebook → how many live pictures it has
LESSONS = {
    "00-start": 1,
    "01-neurons": 4,
    "02-matrix-activation": 3,
    "03-cost": 4,
    "04-chain-rule": 4,
    "04b-backpropagation": 3,
    "07-review": 1,
    "05-training": 8,
    "05b-reading-digits": 7,
    "06-overfitting": 6,
}
# The others take their turn in `make test-all`; until then some of their pictures are looked at in
# test_in_sight, and lesson 0, 3 and 7 are opened by other tests of this folder.
EACH_TIME = {"01-neurons"}


@pytest.fixture(scope="module", params=in_turn(LESSONS, EACH_TIME))
def lesson(request, opened):
    """Return a page in which all cells of a lesson have run."""
    page = opened(f"{request.param}.ipynb")
    run_all(page)
    page.expected = LESSONS[request.param]
    return page


def picture_bytes(view):
    """Return a digest of the pixels that the live picture shows."""
    return view.locator(".ck-picture").evaluate(
        """async picture => {
          const data = await (await fetch(picture.src ?? picture.toDataURL())).arrayBuffer();
          return String(new Uint8Array(await crypto.subtle.digest('SHA-256', data)));
        }"""
    )


def wait_for_new_picture(page, view, old):
    wait_until(page, lambda: picture_bytes(view) != old)


def first_view(page):
    view = page.locator(".ck-live").first
    view.scroll_into_view_if_needed()
    return view


def test_every_explorer_shows_its_picture_within_the_page_and_hides_its_still(lesson):
    stills = lesson.locator(".jp-OutputArea-child:has(.ck-live) + .jp-OutputArea-child")
    assert stills.count() == lesson.locator(".ck-live").count() == lesson.expected
    assert not any(still.is_visible() for still in stills.all())
    for view in lesson.locator(".ck-live").all():
        assert view.locator(".ck-picture").evaluate("picture => picture.width") >= 700
        assert len(view.locator(".ck-sentence").inner_text()) > 20
        assert view.evaluate("view => view.scrollWidth <= view.clientWidth + 1")


def test_a_drag_moves_picture_and_sentence(lesson):
    view = first_view(lesson)
    before, said = picture_bytes(view), view.locator(".ck-sentence").inner_text()
    slider = view.locator(RANGE).first
    (x, y), low = grip(slider), float(slider.input_value()) == 0
    lesson.mouse.move(x, y)
    lesson.mouse.down()
    for step in range(1, 8):
        lesson.mouse.move(x + (10 if low else -10) * step, y)
    lesson.mouse.up()
    wait_for_new_picture(lesson, view, before)
    # the first layer's sentence holds for every image, the neuron's until a term is added
    if "image" not in said and "0 of 4 terms" not in said:
        expect(view.locator(".ck-sentence")).not_to_have_text(said)


def test_the_keyboard_moves_a_slider(lesson):
    view = first_view(lesson)
    before = picture_bytes(view)
    handle = view.locator(RANGE).first
    handle.focus()
    handle.press("ArrowLeft" if float(handle.input_value()) else "ArrowRight")
    wait_for_new_picture(lesson, view, before)
    assert handle.evaluate("handle => handle === document.activeElement")


def test_the_sentence_is_announced_after_a_rest(lesson):
    view = first_view(lesson)
    said, announced = view.locator(".ck-sentence"), view.locator(".ck-announce[role=status]")
    before = said.inner_text()
    view.locator(RANGE).first.press("ArrowRight")
    rest(lesson)
    if said.inner_text() == before:  # no news, as where another image has the same layers
        assert announced.inner_text() in ("", before)
        return
    wait_until(lesson, lambda: announced.inner_text() == said.inner_text())
    assert announced.evaluate("node => node.getBoundingClientRect().width") >= 0


@pytest.mark.parametrize(
    "lesson", in_turn(["01-neurons", "04-chain-rule", "05-training"], EACH_TIME), indirect=True
)
def test_axe_finds_nothing_of_ours(lesson):
    ours = {"include": [[".jp-OutputArea-output"], [".jp-MarkdownOutput"]]}
    found = Axe().run(lesson, ours, {"rules": {"target-size": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()


def test_the_console_is_silent(lesson):
    assert lesson.complaints == []


def test_reopened_without_a_kernel_each_picture_is_a_still(opened):
    page = opened("01-neurons.ipynb")
    stills = page.locator(".jp-OutputArea-child img")
    stills.first.wait_for(state="visible")
    assert stills.count() == LESSONS["01-neurons"]
    assert page.locator(".ck-live").count() == 0
