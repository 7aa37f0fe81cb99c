"""Strokes: what a page is told of a figure, and what it is not told again."""

import json
import zlib

import pytest
from matplotlib.figure import Figure

from coursekit.pictures.parts import Numbers, drawing, new_figure
from coursekit.pictures.strokes import STATIC, Strokes
from tests.pictures.reading import at_start
from tests.pictures.test_every_picture import ROWS, each_picture, set_to


def read(message):
    """Return what is JSON in a message."""
    body = zlib.decompress(message)
    size = int.from_bytes(body[:4], "little")
    return json.loads(body[4 : 4 + size])


def layers(message):
    return dict(read(message)["layers"]) if message else {}


@pytest.fixture
def two_lines():
    fig = Figure(figsize=(3, 2), dpi=100)
    lines = fig.add_subplot().plot([0, 1], [[0, 1], [1, 0]])
    return fig, lines


def test_first_all_is_told_and_then_only_what_moved(two_lines):
    fig, lines = two_lines
    strokes = Strokes(fig, lines)
    assert set(layers(strokes.moved())) == {STATIC, 0, 1}
    lines[1].set_ydata([0.2, 0.4])
    assert set(layers(strokes.moved())) == {1}
    assert strokes.moved() is None


def test_what_is_set_to_what_it_was_is_not_told_again(two_lines):
    fig, lines = two_lines
    strokes = Strokes(fig, lines)
    strokes.moved()
    lines[0].set_ydata(lines[0].get_ydata())
    assert strokes.moved() is None


@pytest.mark.parametrize(
    "touch", [lambda axes: axes.set_xlim(0, 2), lambda axes: axes.set_title("new")]
)
def test_a_new_limit_or_title_is_told_once(two_lines, touch):
    fig, lines = two_lines
    strokes = Strokes(fig, lines)
    strokes.moved()
    touch(fig.axes[0])
    assert STATIC in layers(strokes.moved())
    lines[0].set_ydata([0.1, 0.3])
    assert STATIC not in layers(strokes.moved())


def test_a_digit_is_told_once_however_many_numbers_it_is_in():
    axes = drawing(new_figure(200, 100), 0, 0, 200, 100)
    numbers = Numbers(axes, [(50, 50), (150, 50)])
    strokes = Strokes(axes.figure, [numbers])
    numbers.write(["0.25", "0.52"])
    _, (counts, *_) = read(strokes.moved())["glyphs"]
    assert counts[2] == 4  # 0, the point, 2 and 5
    numbers.write(["0.52", "2.05"])
    assert read(strokes.moved())["glyphs"] == [4, 0]


def test_numbers_that_say_nothing_have_their_words_all_the_same():
    axes = drawing(new_figure(200, 100), 0, 0, 200, 100)
    numbers = Numbers(axes, [(50, 50), (150, 50)])
    numbers.write(["", ""])
    told = layers(Strokes(axes.figure, [numbers]).moved())[0]
    assert told["words"][0][2] == 1  # the same one twice


def test_what_no_stroke_can_say_is_kept_as_a_small_image():
    fig = Figure(figsize=(3, 2), dpi=100)
    axes = fig.add_subplot()
    (bar,) = axes.bar([0], [1], hatch="/")
    strokes = Strokes(fig, [bar])
    (call,) = layers(strokes.moved())[0]["calls"]
    assert strokes.recorder.fallen == ["draw_path"]
    assert 0 < call["size"][0] < 300


@each_picture
def test_no_picture_of_the_course_falls_back_to_pixels(open_it):
    explorer = at_start(open_it)
    strokes = Strokes(explorer.figure.fig, explorer.figure.moving)
    first = strokes.moved()
    for state, *_ in ROWS[open_it]:
        set_to(explorer, state)
        strokes.moved()
    assert strokes.recorder.fallen == []
    assert len(first) <= 100_000


@each_picture
def test_told_move_by_move_it_is_what_it_would_be_told_at_once(open_it):
    explorer = at_start(open_it)
    strokes = Strokes(explorer.figure.fig, explorer.figure.moving)
    strokes.moved()
    for state, *_ in ROWS[open_it]:
        set_to(explorer, state)
        strokes.moved()
    anew = Strokes(explorer.figure.fig, explorer.figure.moving)
    anew.moved()
    told, expected = (layers(each.everything()) for each in (strokes, anew))
    assert told.keys() == expected.keys()
    for k in told:
        assert len(told[k]["calls"]) == len(expected[k]["calls"])
