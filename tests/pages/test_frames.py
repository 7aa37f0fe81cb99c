"""An explorer as a few pictures."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

import coursekit
from tools.pages.frames import MOST_BYTES, THRIFT, _look, frames_of

CHEAP = (
    *("one_neuron", "digit_neuron", "layers", "one_layer", "digit_reader", "cost_squares"),
    *("cost_along_weight", "landscape", "two_nudges", "one_chain", "long_chain", "paths"),
    *("averages", "practice_two", "descent", "small_descent", "fifty_starts", "draw_digit"),
)


def picture(packed):
    return Image.open(io.BytesIO(base64.b64decode(packed)))


def laid_over(shown, frame):
    """Return the pixels that a page shows for a frame."""
    still = picture(shown["still"]).convert("RGBA")
    over = frame["over"] and picture(frame["over"]).convert("RGBA")
    return np.asarray((Image.alpha_composite(still, over) if over else still).convert("RGB"), int)


@pytest.mark.parametrize("name", CHEAP)
def test_an_explorer_names_the_control_that_shows_most(name):
    explorer = getattr(coursekit, name)()
    control = explorer.controls[explorer.main]
    assert hasattr(getattr(control, "amount", control), "value")


def test_frames_show_what_the_explorer_shows():
    explorer = coursekit.cost_squares()
    shown = frames_of(explorer)
    for number in (0, 10, len(shown["frames"]) - 1):
        frame = shown["frames"][number]
        explorer.set({"a00": float(frame["value"])})
        look = _look(explorer, THRIFT[0][0])
        assert frame["sentence"] == look.sentence
        away = np.abs(laid_over(shown, frame) - look.pixels)
        assert away.mean() < 1  # of 255: few colours, but no other picture
        assert (away.max(axis=2) > 60).mean() < 0.001


def test_frames_are_few_and_small_palette_pictures_and_pass_where_it_opened():
    explorer = coursekit.one_neuron()
    before, shown = explorer.state, frames_of(explorer)
    values = [frame["value"] for frame in shown["frames"]]
    assert len(values) == 31
    assert values[0] == "−1.5"
    assert values[shown["opening"]] == "1.2"
    for frame in shown["frames"]:
        packed = frame["over"] and base64.b64decode(frame["over"])
        assert (packed is None) == (frame["value"] == "1.2")
        assert packed is None or len(packed) <= MOST_BYTES
        assert packed is None or picture(frame["over"]).mode == "P"
    assert explorer.state == pytest.approx(before)  # and there it stands again


def test_the_one_slider_that_a_cell_has_set_is_the_one_that_moves():
    explorer = coursekit.cost_along_weight()
    explorer.moved_by_hand = ["b"]
    explorer.set({"b": -4.0})
    shown = frames_of(explorer)
    assert (shown["label"], shown["frames"][shown["opening"]]["value"]) == ("b", "−4")


def test_covered_results_stay_covered_until_the_slider_moves():
    shown = frames_of(coursekit.practice_two())
    assert (shown["label"], shown["opening"], len(shown["frames"])) == ("step", 0, 9)
    assert shown["sentence"].endswith("All results are covered.")
    assert "da(0)" not in shown["sentence"]


def test_where_nothing_changes_any_more_a_slider_ends():
    explorer = coursekit.cost_squares()
    a00 = explorer.controls["a00"]
    explorer.refresh = lambda: f"It goes no further than {min(a00.value, 0.5)}."
    frames = frames_of(explorer)["frames"]
    assert [frames[0]["value"], frames[-1]["value"]] == ["0", "0.5"]


def test_a_picture_that_a_slider_does_not_change_has_none():
    explorer = coursekit.cost_squares()
    explorer.refresh = lambda: "It stands still."
    explorer.controls["a00"].value = 0.5
    shown = frames_of(explorer)
    assert (shown["frames"], shown["sentence"]) == ([], "It stands still.")


def test_once_uncovered_a_layer_has_another_main_slider():
    explorer = coursekit.one_layer()
    assert explorer.main == "terms"
    explorer.uncover()
    assert explorer.main == "w"
