"""A state travels as one string: complete, the same picture elsewhere, and never more than data."""

import base64
import json
import zlib

import ipywidgets as widgets
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import coursekit
from coursekit import landscape, one_neuron, open_shared
from coursekit.explorers.sharing import LARGEST, MARK, _checksum
from coursekit.network.network import Network

NAMES = [name for name, home in coursekit._HOMES.items() if ".explorers." in home]
NAMES = [name for name in NAMES if name not in ("open_shared", "presenting")]
MIDDLE = Network.random((784, 7, 10), np.random.default_rng(0), dtype=np.float32)
# what those that look at a network are opened on
GIVEN = {"first_layer": [MIDDLE], "mistakes": [MIDDLE], "draw_digit": [MIDDLE]}
each = pytest.mark.parametrize("name", NAMES)
MOVES = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 1000)), min_size=1, max_size=8)


def drive(explorer, moves):
    """Move controls as a hand does: one after the other, each to one of its own values."""
    for which, place in moves:
        control = list(explorer.controls.values())[which % len(explorer.controls)]
        slider = getattr(control, "amount", control)
        if hasattr(slider, "options"):
            slider.value = slider.options[place % len(slider.options)]
        elif isinstance(slider.value, bool):
            slider.value = not slider.value
        elif isinstance(slider, widgets.IntSlider):
            slider.value = slider.min + place % (slider.max - slider.min + 1)
        else:
            steps = round((slider.max - slider.min) / slider.step)
            at = round(slider.min + place % (steps + 1) * slider.step, 6)
            slider.value = slider.base**at if isinstance(slider, widgets.FloatLogSlider) else at


def pixels(explorer):
    """Return the pixels on the page, and what they are when everything is drawn anew."""
    blitter = explorer.picture._blitter
    shown = blitter.frame().copy()
    blitter._backgrounds = None
    return shown, blitter.frame().copy()


@each
def test_what_was_moved_by_hand_opens_elsewhere_as_the_same_picture(name):
    explorer = getattr(coursekit, name)(*GIVEN.get(name, []))

    @settings(
        max_examples=4, phases=[Phase.generate], deadline=None, database=None, derandomize=True
    )
    @given(MOVES)
    def check(moves):
        drive(explorer, moves)
        explorer._on_move()  # some say more once something has moved
        other = open_shared(explorer.share())
        assert type(other) is type(explorer)
        assert other.state == explorer.state
        assert other.picture.sentence == explorer.picture.sentence
        (shown, drawn), (_, there) = pixels(explorer), pixels(other)
        assert np.array_equal(there, drawn)
        # but for a glyph's edge here and there, what was redrawn in part is the whole picture
        assert np.mean((shown != drawn).any(axis=2)) < 1e-3

    check()


def forged(content):
    """Return a string with a right checksum around whatever somebody made."""
    packed = zlib.compress(content if isinstance(content, bytes) else json.dumps(content).encode())
    return MARK + base64.urlsafe_b64encode(_checksum(packed) + packed).decode().rstrip("=")


def refused(text):
    """Return what is said to a string that opens nothing."""
    with pytest.raises(ValueError, match=r"^shared string: .+; got ") as caught:
        open_shared(text)
    return str(caught.value)


def test_line_breaks_and_spaces_do_not_matter():
    explorer = one_neuron()
    explorer.set({"b": -0.7})
    text = explorer.share()
    assert len(text) < 200
    assert open_shared(f"  {text[:30]}\n{text[30:90]} {text[90:]}\n").values["b"] == -0.7


def test_any_one_character_changed_or_lost_is_noticed():
    text = one_neuron().share()
    for place, right in enumerate(text):
        for wrong in {"A", "b", "7", "-", "_", "=", "é", "", right.swapcase()} - {right}:
            refused(text[:place] + wrong + text[place + 1 :])


def test_a_string_that_was_cut_is_noticed():
    text = one_neuron().share()
    for end in range(len(text)):
        refused(text[:end])
    refused(text + "A")
    refused(text + text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        MARK,
        f"{MARK}AAAAAAAA",
        "CK2.AAAAAAAA",
        "import os",
        None,
        17,
        b"CK1.",
        ["CK1."],
    ],
)
def test_what_is_no_string_of_ours_is_refused(text):
    refused(text)


@pytest.mark.parametrize(
    "content",
    [
        b" " * (LARGEST + 1),  # small as it travels, large when unpacked
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'["coursekit.explorers.neurons.OneNeuron",{"b":NaN},null]',
        b'["coursekit.explorers.neurons.OneNeuron",{"b":1e999},null]',
        b'["coursekit.explorers.neurons.OneNeuron",{"b":' + b"9" * 5000 + b"},null]",
        b"\x80\x04K\x01.",  # a pickle
        b"not json",
        {},
        [],
        17,
    ],
    ids=lambda content: repr(content)[:30],
)
def test_what_would_blow_up_or_is_no_state_is_refused(content):
    refused(forged(content))


@pytest.mark.parametrize(
    "name",
    [
        *("os.system", "subprocess.Popen", "OneNeuron", "coursekit.explorers.neurons", "", None),
        "coursekit.explorers.sharing.open_shared",
        "coursekit.explorers.neurons.Explorer",
        "coursekit.explorers.neurons.template",
        "coursekit.exercises.course.my_progress",
        "coursekit.live.LivePicture",
    ],
)
def test_only_the_courses_own_explorers_are_opened(name):
    assert "its explorer is one of the course's" in refused(forged([name, {}, None]))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"b": 99}, "its values lie in the reach"),
        ({"b": "__import__('os').abort()"}, "its state fits"),
        ({"c": 0.5}, "no control 'c'"),
        ({"b": [1, 2]}, "its state fits"),
        ({}, "its values lie in the reach"),
        ([], "its values lie in the reach"),
        (None, "its state fits"),
    ],
)
def test_a_state_that_does_not_fit_is_refused(state, said):
    whole = one_neuron().state | state if isinstance(state, dict) and state else state
    assert said in refused(forged(["coursekit.explorers.neurons.OneNeuron", whole, None]))


def test_the_landscapes_best_is_a_number_of_moves():
    state = landscape().state | {"best": "$x^{$"}
    assert "best must be" in refused(forged(["coursekit.explorers.cost.Landscape", state, None]))


@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_the_network_that_reads_a_drawing_travels_bit_for_bit(precision):
    network = Network.random((784, 16, 16, 10), np.random.default_rng(1), dtype=precision)
    text = coursekit.draw_digit(network).share()
    there = open_shared(text).network
    for layer, weights in enumerate(network.weights):
        assert there.weights[layer].dtype == precision
        assert np.array_equal(there.weights[layer], weights)
        assert np.array_equal(there.biases[layer], network.biases[layer])
    assert len(coursekit.draw_digit().share()) < 200  # the course's own network is everywhere


def test_a_network_too_large_to_travel_is_told_so():
    network = Network.random((784, 400, 10), np.random.default_rng(1))
    with pytest.raises(ValueError, match="at most 1,000,000 characters; got"):
        coursekit.draw_digit(network).share()


@pytest.mark.parametrize(
    "network",
    [
        [],
        "float32",
        ["float32", []],
        ["object", [[[[0.5]], [0.5]]]],
        ["float32", [[[[0.5], [0.5, 1]], [0.5]]]],
        ["float64", [[[["__import__('os').abort()"]], [0.5]]]],
    ],
)
def test_a_network_that_is_none_is_refused(network):
    state = coursekit.draw_digit().state
    refused(forged(["coursekit.explorers.handwriting.DrawDigit", state, network]))
