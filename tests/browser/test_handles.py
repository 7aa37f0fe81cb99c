"""Pictures are grabbed by a mouse and by a finger; hover lights, motion runs, and both are calm."""

from importlib import import_module

import pytest
from playwright.sync_api import expect

from coursekit.pictures.handles import Marks
from tests.lab import rest, run_all, wait_until

# the picture as it opens, the control that is moved, how, and whether what is grabbed has a place
TABLE = (
    ("neurons.one_neuron", {}, "a0", "y", False),
    ("neurons.one_neuron", {"terms": 4}, "w0", "x", True),
    ("neurons.digit_neuron", {"rows": 9}, "rows", "y", True),
    ("matrix_activation.one_layer", {}, "w", "y", False),
    ("cost.squares", {}, "a00", "y", True),
    ("cost.along_weight", {}, "w", "x", True),
    ("chain_rule.two_nudges", {}, "z", "x", True),
    ("chain_rule.paths", {}, "knobs", "y", False),
    ("training.descent", {"step": 40}, "step", "x", True),
)
NAMES = [f"{name.partition('.')[2]}-{control}" for name, _, control, *_ in TABLE]
LESSONS = "from coursekit import chain_rule, cost, matrix_activation, neurons, training\n"
CELLS = [LESSONS + "neurons.one_neuron().at(terms=1)"]
CELLS += [f"{name}().at(**{state})" for name, state, *_ in TABLE]
ACROSS, UP = 24, 18  # of the picture's own pixels
COUNTED = """() => {
  const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
  window.told = 0;
  session.kernel.anyMessage.connect((_, { direction }) => { window.told += direction === 'send'; });
  window.runners = 0;
  new MutationObserver(records => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]);
    window.runners += added.filter(node => node.matches?.('.ck-runner, .ck-glow')).length;
  }).observe(document.body, { childList: true, subtree: true });
}"""


MOUSE = pytest.param(False, id="mouse")
FINGER = pytest.param(True, id="finger", marks=pytest.mark.slow)
by_mouse = pytest.mark.parametrize("page", [MOUSE], indirect=True)
by_finger = pytest.mark.parametrize("page", [FINGER], indirect=True)


@pytest.fixture(scope="module", params=[MOUSE, FINGER])
def page(opened, request):
    page = opened("handles.ipynb", *CELLS, touch=request.param)
    run_all(page)
    page.touched = request.param
    page.evaluate(COUNTED)
    return page


def picture_of(row):
    """Return the same picture here, and the number of the handle that is grabbed in it."""
    name, state, control, along, has_place = row
    lesson, picture = name.split(".")
    explorer = getattr(import_module(f"coursekit.lessons.{lesson}"), picture)().at(**state)
    kinds = [(h.control, h.along, h.place is not None) for h in explorer.handles()]
    return explorer, kinds.index((control, along, has_place))


def view_of(page, number):
    view = page.locator(".ck-live").nth(number)
    view.locator(".ck-picture").scroll_into_view_if_needed()
    rest(page, 200)
    return view


def at_rest(page, spot):
    """Return where something lies once it has stayed there: the page may scroll and fit as yet."""
    seen = []

    def stays():
        seen.append(spot.bounding_box())
        return len(seen) > 8 and all(box == seen[-1] for box in seen[-8:])  # 0.4 s

    wait_until(page, stays)
    return seen[-1]


def middle(page, view, k):
    """Return where spot k of a picture lies in the window, and how long a pixel of it is there."""
    spot = view.locator(".ck-spot").nth(k)
    spot.scroll_into_view_if_needed()
    box, frame = at_rest(page, spot), view.locator(".ck-frame")
    size = frame.bounding_box()["width"]
    wide = float(frame.evaluate("f => getComputedStyle(f).getPropertyValue('--wide')"))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, size / wide


def drag(page, start, *places):
    """Press at a place, move through others in steps, and let go, by mouse or by finger."""
    if not page.touched:
        page.mouse.move(*start)
        page.mouse.down()
        for place in places:
            page.mouse.move(*place, steps=4)
        page.mouse.up()
        return
    finger = page.context.new_cdp_session(page)
    steps = [start, *places]
    for kind, (x, y) in zip(["touchStart"] + ["touchMove"] * len(places), steps, strict=True):
        told = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        finger.send("Input.dispatchTouchEvent", told)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def scrolled(page):
    return page.evaluate("() => document.querySelector('.jp-WindowedPanel-outer').scrollTop")


@pytest.mark.parametrize("row", TABLE, ids=NAMES)
def test_the_control_moves_by_what_the_pointer_moved_and_the_picture_follows(page, row):
    explorer, k = picture_of(row)
    marks = Marks(explorer)
    marks.everything()
    marks.grab({"grab": k, "hold": 1, "by": (0, 0)})
    marks.grab({"grab": k, "hold": 1, "by": (ACROSS, UP)})
    view = view_of(page, 1 + TABLE.index(row))
    x, y, scale = middle(page, view, k)
    before = scrolled(page)
    halfway = x + ACROSS * scale / 2, y - UP * scale / 2
    drag(page, (x, y), halfway, (x + ACROSS * scale, y - UP * scale))
    expect(view.locator(".ck-sentence")).to_have_text(explorer.picture.sentence)
    assert scrolled(page) == before
    control = marks._widget(row[2])
    shown = view.locator(".ck-slider", has_text=control.description).first.locator(".ck-number")
    expect(shown).to_have_value(f"{control.value:.6g}".replace("-", "−"))
    assert page.complaints == []


@by_mouse
def test_let_go_outside_the_window_the_drag_is_over(page):
    view = view_of(page, 0)
    x, y, _ = middle(page, view, 0)
    page.mouse.move(x, y)
    page.mouse.down()
    expect(view.locator(".ck-held")).to_have_count(1)
    page.mouse.move(x, -40, steps=3)
    page.mouse.up()
    expect(view.locator(".ck-held")).to_have_count(0)
    rest(page, 200)
    said = view.locator(".ck-sentence").inner_text()
    page.mouse.move(x, y + 60, steps=3)
    rest(page, 200)
    assert view.locator(".ck-sentence").inner_text() == said


@by_finger
def test_beside_the_handles_a_finger_scrolls_the_page(page):
    view = view_of(page, 0)
    box, before = view.locator(".ck-frame").bounding_box(), scrolled(page)
    x, y = box["x"] + 0.35 * box["width"], box["y"] + 0.06 * box["height"]
    drag(page, (x, y + 30), *((x, y - 40 * step) for step in range(1, 8)))
    wait_until(page, lambda: scrolled(page) > before)


@by_mouse
def test_pointed_at_what_belongs_together_lights_up_without_the_kernel(page):
    explorer, _ = picture_of((*TABLE[0][:1], {"terms": 1}, *TABLE[0][2:]))
    group = next(iter(explorer.together()))
    view = view_of(page, 0)
    x, y, _ = middle(page, view, 0)
    rest(page)
    told, times = page.evaluate("window.told"), 5
    for _ in range(times):
        page.mouse.move(x, y)
        expect(view.locator(".ck-lit")).to_have_count(len(group))
        page.mouse.move(x, y - 200)
        expect(view.locator(".ck-lit")).to_have_count(0)
    assert page.evaluate("window.told") - told < times  # the page may have had other things to say


@by_mouse
def test_a_step_runs_through_the_picture_and_not_where_less_motion_is_asked_for(page):
    view = view_of(page, 0)
    terms = view.locator(".ck-slider", has_text="terms").locator("input[type=range]")
    terms.press("Home")
    for calm, steps in (("no-preference", "1"), ("reduce", "2")):
        page.emulate_media(reduced_motion=calm)
        rest(page)
        page.evaluate("() => { window.runners = 0; }")
        terms.press("ArrowRight")
        expect(view.locator(".ck-sentence")).to_contain_text(f"{steps} of 4 terms")
        rest(page)  # it is over within a second, and leaves nothing
        expect(view.locator(".ck-runner, .ck-glow")).to_have_count(0)
        assert (page.evaluate("window.runners") > 0) == (calm != "reduce")
    page.emulate_media(reduced_motion="no-preference")
    assert page.complaints == []
