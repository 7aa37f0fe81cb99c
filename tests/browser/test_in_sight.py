"""Every picture of the course in a window: in sight as soon as its cell has run, and for everyone.

All of them stand in one notebook, below a paragraph each, and are run one by one as a learner does.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from coursekit.lessons.opening import kinds
from coursekit.page.stage import script
from coursekit.pictures import colours
from tests.browser.seeing import assert_seen
from tests.lab import RANGE, rest, wait_until
from tests.pictures.test_colours import contrast, to_rgb

NETWORK = "Network.random((784, 16, 16, 10), numpy.random.default_rng(0))"
GIVEN = {"training.first_layer", "training.mistakes", "training.draw_digit"}
TEXTS = ("INK", "QUIET", "GOOD", "POINT", "POSITIVE", "NEGATIVE")
PROSE = "# A paragraph of the lesson\n" * 12
PANEL = "document.querySelector('.jp-WindowedPanel-outer')"
# What of a view is cut off by its window; `across`: only from the sides.
CUT = """(view, across) => {
  const room = PANEL.getBoundingClientRect();
  const seen = ({ left, right, top, bottom }) => left >= room.left && right <= room.right &&
    (across || top >= room.top && bottom <= room.bottom);
  const parts = [view, ...view.querySelectorAll('.ck-controls *, .ck-picture, .ck-sentence')];
  const scrolled = part => part.matches('.ck-images > *'); // within their own strip
  return parts.filter(part => !scrolled(part) && part.checkVisibility() &&
      !seen(part.getBoundingClientRect()))
    .map(part => part.className);
}""".replace("PANEL", PANEL)


EVERY = pytest.param(list(kinds()), id="every picture", marks=pytest.mark.slow)
FIRST = pytest.param(
    list({name.split(".")[0]: name for name in kinds()}.values()), id="one a lesson"
)


@pytest.fixture(scope="module", params=[FIRST, EVERY])
def page(opened, request):
    """Return a page of a notebook with these pictures; nothing has run."""
    lessons = sorted({name.split(".")[0] for name in request.param})
    first = f"import numpy\nfrom coursekit import {', '.join(lessons)}\n"
    first += "from coursekit.network.network import Network"
    cells = [f"{name}({NETWORK if name in GIVEN else ''})" for name in request.param]
    cells = [source for cell in cells for source in (PROSE, cell)]
    page = opened("in_sight.ipynb", first, *cells, "1", height=800)
    page.pictures = request.param
    return page


def views(page):
    return zip(page.pictures, page.locator(".ck-live").all(), strict=True)


def test_controls_picture_and_sentence_are_in_sight_once_a_cell_has_run_wherever_the_page_was(page):
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    for number, name in enumerate(page.pictures):
        page.keyboard.press("Shift+Enter")
        page.evaluate(f"{PANEL}.scrollTo(0, {0 if number % 2 else 1e6})")
        page.keyboard.press("Shift+Enter")
        view = page.locator(".jp-CodeCell").nth(2 * number + 2).locator(".ck-live")
        view.locator(".ck-picture[data-shown]").wait_for()
        wait_until(page, lambda view=view: view.evaluate(CUT) == [])
        page.wait_for_timeout(300)
        assert view.evaluate(CUT) == [], name
    page.mouse.move(700, 500)
    page.mouse.wheel(0, -500)  # whoever goes elsewhere is not taken back
    page.wait_for_timeout(300)
    assert view.evaluate(CUT) != []
    assert page.complaints == []


def test_it_works_in_a_narrow_window_and_grows_in_a_wide_one(page):
    widths = {}
    for window, height in ((900, 800), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": window, "height": height})
        rest(page, 300)
        for name, view in views(page):
            assert view.evaluate(CUT, True) == [], (name, window)
            widths.setdefault(name, []).append(view.locator(".ck-picture").bounding_box()["width"])
    assert all(narrow <= middle < wide for narrow, middle, wide in widths.values()), widths


def test_a_zoom_of_200_percent_makes_each_picture_larger(page):
    """A window of 1280 × 800 has room for 640 × 400 then; the list of files is closed."""
    page.keyboard.press("Control+b")
    widths = []
    for width, height, zoom in ((1280, 800, 1), (640, 400, 2)):
        page.set_viewport_size({"width": width, "height": height})
        rest(page, 300)
        assert [view.evaluate(CUT, True) for _, view in views(page)] == [[]] * len(page.pictures)
        shown = [view.locator(".ck-picture").bounding_box() for _, view in views(page)]
        widths.append([zoom * box["width"] for box in shown])
    page.keyboard.press("Control+b")
    assert all(zoomed > plain for plain, zoomed in zip(*widths, strict=True)), widths


def test_axe_finds_nothing_amiss_in_any_picture(page):
    found = Axe().run(page, ".ck-live", {"rules": {"target-size": {"enabled": True}}})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("forced", ["active", "none"])
def test_every_kind_of_control_and_its_focus_are_seen_in_forced_colours_as_well(page, forced):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(forced_colors=forced)
    page.keyboard.press("Shift")  # whoever uses a keyboard is shown the focus
    for _, view in views(page):
        for kind in (RANGE, "button:enabled", "select", "input[type=checkbox]"):
            for control in view.locator(f"{kind}:visible").all()[:1]:
                assert_seen(page, control)
    page.emulate_media(forced_colors="none")


def test_every_colour_of_a_text_is_read_on_a_dark_card_as_well(page):
    inks = [to_rgb(getattr(colours, name)) for name in TEXTS]
    asked = [[round(255 * channel) for channel in ink] for ink in inks]
    dark = "return [CARD, ...inks.map(ink => darkened(ink, false, true))]"
    dark = f"inks => {{ {script('dark.js')}; {dark} }}"
    card, *shown = ([channel / 255 for channel in rgb] for rgb in page.evaluate(dark, asked))
    assert min(contrast(ink, card) for ink in shown) >= 4.5
