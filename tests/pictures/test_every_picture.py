"""Every picture, one table: in this state it says this sentence and shows these numbers.

A lesson's rows stand in `tests/lessons/<lesson>/pictures.py`:

    ROWS = {function that opens the picture: [(state, sentence, {place: what it shows}), …]}

A place is a path from the figure or the explorer, which `reading.shown` reads. A state is what
`set` takes, or several to be set one after the other. A sentence of None is not looked at.
"""

import re
from importlib import import_module
from importlib.util import find_spec
from itertools import product

import pytest

from coursekit.lessons import TITLES
from coursekit.lessons.opening import kinds
from coursekit.lessons.overfitting.held_out_training import finished
from tests.pictures.corners import cover, go_to, levels
from tests.pictures.faults import astray, faults, unfounded
from tests.pictures.reading import agree, at_start, drive, shown
from tests.turns import in_turn

# what goes on beyond its frame, and is meant to
NO_FAULTS = {
    "training.descent": {"a curve is cut off in a drawing"},  # a walker leaves the map
    "training.small_descent": {"a line is cut off in what the output says"},  # a straight line
}
ROWS = {}
for folder in TITLES:
    if find_spec(f"tests.lessons.{folder}.pictures"):
        ROWS |= import_module(f"tests.lessons.{folder}.pictures").ROWS
EACH = [(open_it, row) for open_it, rows in ROWS.items() for row in rows]


def name_of(thing):
    """Name a row by its picture."""
    return getattr(getattr(thing, "func", thing), "__name__", "")


def lesson_of(open_it):
    return getattr(open_it, "func", open_it).__module__.split(".")[2]


each_picture = pytest.mark.parametrize("open_it", ROWS, ids=name_of)
FIRSTS = {lesson_of(open_it): open_it for open_it in reversed(ROWS)}
EACH_TIME = [FIRSTS[lesson] for lesson in ("neurons", "cost", "training")]
each_in_turn = pytest.mark.parametrize("open_it", in_turn(ROWS, EACH_TIME), ids=name_of)


def set_to(explorer, state):
    for part in state if isinstance(state, list) else [state]:
        explorer.set(part)


def amiss(explorer):
    """Name what is amiss in a picture, what its sentence alone says, what is grabbed elsewhere."""
    found = {*faults(explorer.figure), *unfounded(explorer), *astray(explorer)}
    return found - NO_FAULTS.get(explorer.name, set())


@pytest.fixture(autouse=True, scope="module")
def nothing_trained_before():
    """Forget the trainings of other tests: a picture shows those that are finished."""
    finished.clear()


@pytest.mark.parametrize(("open_it", "row"), EACH, ids=name_of)
def test_it_says_and_shows_what_its_row_holds(open_it, row):
    state, sentence, numbers = row  # which may be worked out only now
    explorer = at_start(open_it, whose="rows")
    set_to(explorer, state)
    assert sentence in (None, explorer.picture.sentence)
    read = {place: shown(explorer, place) for place in numbers}
    assert not {place: read[place] for place in read if not agree(read[place], numbers[place])}
    assert not amiss(explorer)


@each_picture
def test_its_opening_names_every_control(open_it):
    told = getattr(open_it, "func", open_it).__doc__
    controls = at_start(open_it).controls
    assert [name for name in controls if not re.search(rf"\b{name}\b", told)] == []


@each_picture
def test_a_move_redraws_only_what_moved(open_it):
    explorer = at_start(open_it, drawn=True)
    main = list(explorer.controls).index(explorer.main or next(iter(explorer.controls)))
    drive(explorer, [(main, 0)])
    before = explorer.picture.blitter.full_draws
    drive(explorer, [(main, place) for place in (3, 1, 2)])
    assert explorer.picture.blitter.full_draws == before


@each_picture
def test_at_the_ends_of_all_controls_nothing_is_cut_off_or_covered(open_it):
    """Every two controls meet at both their ends and in the middle."""
    explorer = at_start(open_it)
    for state in cover(levels(explorer)):
        go_to(explorer, state)
        assert not amiss(explorer), state


@pytest.mark.slow
@each_picture
def test_at_all_ends_of_three_controls_at_once_nothing_is_cut_off_or_covered(open_it):
    """All controls stand at an end or in the middle, and the first three at every such place."""
    explorer = at_start(open_it)
    every = levels(explorer)
    first = list(every)[:3]
    for state in cover(every):
        for places in product(*(every[name] for name in first)):
            go_to(explorer, state | dict(zip(first, places, strict=True)))
            assert not amiss(explorer), state


def test_every_picture_of_the_course_has_rows():
    assert {at_start(open_it).name for open_it in ROWS} == set(kinds())
