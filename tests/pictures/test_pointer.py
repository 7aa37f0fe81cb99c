"""The pointer's Python half; the browser's half is tested in a browser."""

import pytest

from coursekit.pictures import pointer


@pytest.fixture
def told():
    return []


@pytest.fixture
def pad(told):
    (pad,) = pointer.pointer_on(
        (0, 0, 1, 1), "a pad", lambda k, points: told.append((k, points)), lambda *d: told.append(d)
    )
    return pad


def test_a_stroke_is_told_with_its_number_and_all_its_points(pad, told):
    pad.set_state({"strokes": 1, "stroke": [[0.1, 0.2]]})
    pad.set_state({"stroke": [[0.1, 0.2], [0.3, 0.4]]})
    assert told == [(1, [[0.1, 0.2]]), (1, [[0.1, 0.2], [0.3, 0.4]])]


def test_keys_pressed_while_the_kernel_was_busy_all_count(pad, told):
    pad.set_state({"presses": {"ArrowUp": 2}})
    pad.set_state({"presses": {"ArrowUp": 2, "ArrowLeft": 1}})
    assert told == [(0, 1), (0, 1), (-1, 0)]


def test_the_browsers_half_is_short():
    lines = (pointer.Path(pointer.__file__).with_suffix(".js")).read_text().splitlines()
    assert len(lines) <= 100


def test_paper_keeps_all_strokes_and_can_be_set_from_here(told):
    (paper,) = pointer.paper_on((0, 0, 1, 1), "paper", told.append)
    one, two = [[0.1, 0.2]], [[0.3, 0.4], [0.5, 0.6]]
    paper.set_state({"strokes": 1, "sheet": {"number": 0, "strokes": [one]}})
    paper.set_state({"strokes": 2, "sheet": {"number": 0, "strokes": [one, two]}})
    paper.drawing = []
    assert told == [[one], [one, two], []]


def test_what_was_still_on_its_way_when_the_paper_was_cleared_is_dropped(told):
    (paper,) = pointer.paper_on((0, 0, 1, 1), "paper", told.append)
    one, late = [[0.1, 0.2]], [[0.1, 0.2], [0.3, 0.4]]
    paper.set_state({"sheet": {"number": 0, "strokes": [one]}})
    paper.drawing = []
    paper.set_state({"strokes": 1, "sheet": {"number": 0, "strokes": [late]}})
    assert (paper.drawing, paper.strokes) == ([], 1)
    paper.set_state({"sheet": {"number": 1, "strokes": [one]}})
    assert told == [[one], [], [one]]
