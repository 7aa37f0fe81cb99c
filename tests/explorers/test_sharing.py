"""A state travels as one string: complete, the same picture elsewhere, and never more than data."""

import base64
import json
import zlib

import ipywidgets as widgets
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coursekit
from coursekit import landscape, one_neuron, open_shared
from coursekit.explorers.sharing import LARGEST, MARK, _checksum

NAMES = [name for name, home in coursekit._HOMES.items() if ".explorers." in home]
NAMES = [name for name in NAMES if name not in ("open_shared", "presenting")]
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
    explorer = getattr(coursekit, name)()

    @settings(max_examples=4, deadline=None, database=None, derandomize=True)
    @given(MOVES)
    def check(moves):
        drive(explorer, moves)
        other = open_shared(explorer.share())
        assert type(other) is type(explorer)
        assert other.state == explorer.state
        assert other.picture.sentence == explorer.picture.sentence
        (shown, drawn), (_, there) = pixels(explorer), pixels(other)
        assert np.array_equal(there, drawn)
        assert np.mean((shown != drawn).any(axis=2)) < 1e-4

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
        b'["coursekit.explorers.neurons.OneNeuron",{"b":NaN}]',
        b'["coursekit.explorers.neurons.OneNeuron",{"b":1e999}]',
        b'["coursekit.explorers.neurons.OneNeuron",{"b":' + b"9" * 5000 + b"}]",
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
    assert "its explorer is one of the course's" in refused(forged([name, {}]))


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
    assert said in refused(forged(["coursekit.explorers.neurons.OneNeuron", whole]))


def test_the_landscapes_best_is_a_number_of_moves():
    state = landscape().state | {"best": "$x^{$"}
    assert "best must be" in refused(forged(["coursekit.explorers.cost.Landscape", state]))
