"""What all explorers of lesson 4 keep to: their state, their edges, and what they redraw."""

import json

import numpy as np
import pytest
from traitlets import TraitError

from coursekit import averages, long_chain, one_chain, paths, practice_two, two_nudges
from coursekit.explorers.knobs import Knobs
from coursekit.figures.long_chain import PARAMETERS
from tests.explorers.pictures import at_start, faults, moving_texts

ALL = (two_nudges, one_chain, long_chain, paths, averages, practice_two)
SIX = dict.fromkeys(PARAMETERS)
# a state of each that differs from its opening in every control
STATES = {
    two_nudges: {"z": -2.5, "h": 0.001},
    one_chain: {"follow": 6, "drag": "a0 2", "knobs": {"a0 2": 0.25, "b2 1": -3.5}, "h": 1e-4},
    long_chain: SIX | {name: 0.7 for name in SIX} | {"a0": 0.1, "y": 0.0, "step": 9, "entry": 4},
    paths: {"output": 1, "neuron": 2, "drag": "y 1", "knobs": {"y 1": 0.9}, "step": 8},
    averages: {name: -0.7 for name in SIX} | {"rate": 10.0},
    practice_two: {"drag": "b1 1", "knobs": {"b1 1": 1.1}, "rate": 2.0, "step": 6},
}
BAD = {
    two_nudges: ({"z": 1.0, "h": "small"}, TraitError),
    one_chain: ({"follow": 3, "knobs": {"a0 0": 7.0}}, TraitError),
    long_chain: ({"w1": 0.0, "step": "last"}, TraitError),
    paths: ({"neuron": 1, "knobs": {"w9 0,0": 0.0}}, TraitError),
    averages: ({"w1": 0.0, "w4": 0.0}, KeyError),
    practice_two: ({"step": 8, "knobs": {"w1 0,0": float("nan")}}, TraitError),
}


@pytest.fixture(params=ALL, ids=lambda open_it: open_it.__name__)
def kind(request):
    return request.param


def knobs(low, high, unit):
    """Return all knobs of an explorer at once: weights and biases, then inputs, then targets."""
    return lambda explorer: {
        name: {"w": low, "b": high, "a": unit, "y": 1.0 - unit}[name[0]]
        for name in explorer.knobs.value
    }


def extremes(explorer):
    """Yield states in which every slider stands at an end, and some in which all is 0."""
    for end in ("min", "max"):
        state = {}
        for name, control in explorer.controls.items():
            if isinstance(control, Knobs):
                reach = {"min": -6.0, "max": 6.0}[end]
                state[name] = knobs(reach, reach, 1.0)(explorer)
            elif name in ("h", "rate") and hasattr(control, "base"):
                state[name] = control.base ** getattr(control, end)
            elif name != "drag":
                state[name] = getattr(control, end)
        yield state
        if "step" in state:
            yield {"step": explorer.controls["step"].max}
    if hasattr(explorer, "knobs"):
        for numbers in ((0.0, 0.0, 0.0), (-6.0, 6.0, 1.0), (6.0, -6.0, 0.5)):
            yield {"knobs": knobs(*numbers)(explorer)}


def test_nothing_leaves_the_picture_or_covers_another_at_any_extreme(kind):
    explorer = at_start(kind)
    assert faults(explorer.figure) == []
    for state in extremes(explorer):
        explorer.set(state)
        assert faults(explorer.figure) == [], state


def test_points_stay_inside_their_panels():
    for kind, names in (
        (two_nudges, ("here", "there", "height")),
        (one_chain, ("point", "nudged")),
    ):
        explorer = at_start(kind)
        for state in extremes(explorer):
            explorer.set(state | {"h": 1.0})
            for name in names:
                disc = getattr(explorer.figure, name)
                (spot,) = disc.axes.transData.transform(disc.get_offsets())
                assert disc.axes.bbox.padded(-6).contains(*spot)


def test_state_is_plain_json_and_brings_the_picture_back(kind):
    explorer = at_start(kind, drawn=True)
    start = explorer.state
    explorer.set(STATES[kind])
    told = json.loads(json.dumps(explorer.state))
    assert all(told[name] != start[name] for name in told)
    other = kind()
    other.set(told)
    assert other.state == explorer.state
    assert other.picture.sentence == explorer.picture.sentence
    assert bytes(other.picture.image.value) == bytes(explorer.picture.image.value)


def test_a_bad_state_is_refused_and_leaves_everything_as_it_was(kind):
    explorer = at_start(kind, drawn=True)
    explorer.set(STATES[kind])
    before, told = explorer.state, moving_texts(explorer.figure)
    sentence, picture = explorer.picture.sentence, bytes(explorer.picture.image.value)
    state, error = BAD[kind]
    with pytest.raises(error):
        explorer.set(state)
    assert explorer.state == before
    if hasattr(explorer, "knobs"):
        assert explorer.knobs.amount.value == before["knobs"][before["drag"]]
    assert moving_texts(explorer.figure) == told
    assert (explorer.picture.sentence, bytes(explorer.picture.image.value)) == (sentence, picture)


# the other output's share moves the frame of the cost, which costs a full draw
MAY_DRAW_ALL = {one_chain: {"follow", "knobs"}}


def test_a_move_redraws_only_what_moved(kind):
    explorer = at_start(kind, drawn=True)
    for name, value in STATES[kind].items():
        if name in MAY_DRAW_ALL.get(kind, ()):
            continue
        before = explorer.picture._blitter.full_draws
        explorer.set({name: value})
        assert explorer.picture._blitter.full_draws == before, name


def test_the_cost_keeps_its_frame_along_one_neurons_weights():
    explorer = at_start(one_chain, drawn=True)
    before = explorer.picture._blitter.full_draws
    for weight in (-6.0, 0.3, 6.0):
        explorer.set({"knobs": {"w3 0,1": weight}})
    for follow in (0, 2, 3):
        explorer.set({"follow": follow})
    assert explorer.picture._blitter.full_draws == before


def test_a_quick_redraw_is_pixel_for_pixel_a_full_one(kind):
    explorer = at_start(kind, drawn=True)
    explorer.set(STATES[kind])
    blitter = explorer.picture._blitter
    quick = blitter.frame().copy()
    blitter._draw_everything()
    np.testing.assert_array_equal(quick, blitter.frame())


def test_every_control_moves_the_picture(kind):
    explorer = at_start(kind, drawn=True)
    if "step" in explorer.controls:
        explorer.set({"step": explorer.controls["step"].max})
    for name, value in STATES[kind].items():
        if name != "drag":  # it turns the slider beneath to another number, and moves none
            before = bytes(explorer.picture.image.value)
            explorer.set({name: value})
            assert bytes(explorer.picture.image.value) != before, name
