"""What can be grabbed moves its control, as the control itself would, and stays under the pointer.

That each handle names a control and lies inside its picture, at all ends of all controls, is asked
with all else that may be amiss in a picture (`test_every_picture.py`).
"""

from itertools import count

import pytest

from coursekit.page.stage import HERE
from coursekit.pictures.handles import Handle, Marks, spot
from tests.pictures.reading import at_start
from tests.pictures.test_every_picture import ROWS, each_picture, lesson_of, name_of, set_to

BY = 30  # pixels
NEAR = 8  # half of what the coarsest control moves its mark by, and a little
LESSONS = ("neurons", "matrix_activation", "cost", "chain_rule", "overfitting")
holds = count()


def grab(explorer, k, *by):
    """Grab handle k of a picture and drag it across and up."""
    marks = Marks(explorer)
    marks.everything()
    hold = next(holds)
    for step in ((0, 0), by):
        marks.grab({"grab": k, "hold": hold, "by": step})


def one_of_each(explorer):
    """Return the numbers of handles, one of each control and way to move it."""
    kinds = {}
    for k, handle in enumerate(explorer.handles()):
        if not callable(handle.control):
            kinds.setdefault((handle.control, handle.along, handle.place is None), k)
    return kinds.values()


@each_picture
def test_what_a_handle_does_its_controls_do_too(open_it):
    explorer = at_start(open_it)
    start = explorer.state
    for k in one_of_each(explorer):
        grab(explorer, k, BY, BY)
        state, sentence = explorer.state, explorer.picture.sentence
        explorer.set(start)
        explorer.set(state)
        assert explorer.picture.sentence == sentence
        explorer.set(start)


@each_picture
def test_what_has_a_place_stays_under_the_pointer(open_it):
    explorer = at_start(open_it)
    for state in [{}, *(state for state, *_ in ROWS[open_it])][:3]:
        set_to(explorer, state)
        before = explorer.values
        for k, handle in enumerate(list(explorer.handles())):
            if handle.place is None or callable(handle.control):
                continue
            control = Marks(explorer)._widget(handle.control)
            for by in (BY, -BY):
                grab(explorer, k, by, by)
                now = list(explorer.handles())[k].spot
                went = now.x - handle.spot.x if handle.along == "x" else handle.spot.y - now.y
                at_an_end = control.value in (control.min, control.max)
                assert at_an_end or abs(went - by) < NEAR, (handle, by, went)
                explorer.set(before)


@pytest.mark.parametrize("open_it", [f for f in ROWS if lesson_of(f) in LESSONS], ids=name_of)
def test_the_main_control_of_each_picture_can_be_grabbed(open_it):
    explorer = at_start(open_it)
    main = explorer.main or next(iter(explorer.controls))
    pad = explorer.pointer or getattr(explorer, "paper", None)
    assert pad or main in {handle.control for handle in explorer.handles()}


class Told:
    """An explorer of one circle, for what a page is told of it."""

    def __init__(self, circles):
        self.circles, self.values, self.controls = circles, {}, {}

    def handles(self):
        return [Handle(print, spot(self.circles), "xy")]

    def together(self):
        return [[spot(self.circles)]]

    def motion(self, _before):
        return [[spot(self.circles)]]

    def way(self):
        return []


def test_a_page_is_told_a_spot_once_and_again_when_it_moves():
    from coursekit.pictures.parts import circles, drawing, new_figure

    drawn = circles(drawing(new_figure(200, 100), 0, 0, 200, 100), [(50, 50)], 7.2)
    marks = Marks(Told(drawn))
    assert marks.everything() == {"spots": [["xy", 50, 50, 20]], "groups": [[0]]}
    assert marks.changed() == {}
    drawn.set_offsets([(60, 50)])
    assert marks.changed() == {"moved": {0: ["xy", 60, 50, 20]}}


def test_the_browsers_half_is_short():
    assert len((HERE / "grab.js").read_text().splitlines()) <= 200
