"""A state travels as one string: complete, the same picture elsewhere, and never more than data."""

import base64
import json
import zlib

import numpy as np
import pytest

import coursekit
from coursekit import open_shared
from coursekit.lessons.cost import landscape
from coursekit.lessons.neurons import one_neuron
from coursekit.lessons.opening import kinds
from coursekit.network.network import Network
from coursekit.pictures.sharing import LARGEST, MARK, as_string, checksum
from tests.pictures.reading import drive

NAMES = list(kinds())
MIDDLE = Network.random((784, 7, 10), np.random.default_rng(0), dtype=np.float32)
# what those that look at a network are opened on
GIVEN = {f"training.{name}": [MIDDLE] for name in ("first_layer", "mistakes", "draw_digit")}
hands = pytest.mark.parametrize(
    "seed", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in "123")]
)


def pixels(explorer):
    """Return the pixels on the page, and what they are when everything is drawn anew."""
    shown = explorer.picture.blitter.frame().copy()
    explorer.figure.fig.stale = True
    return shown, explorer.picture.blitter.frame().copy()


@hands
@pytest.mark.parametrize("name", NAMES)
def test_what_was_moved_by_hand_opens_elsewhere_as_the_same_picture(name, seed):
    explorer = kinds()[name]()(*GIVEN.get(name, []))
    drive(explorer, np.random.default_rng(int(seed)).integers(1000, size=(6, 2)).tolist())
    explorer.set({})  # some say more once something has moved
    other = open_shared(explorer.share())
    assert type(other) is type(explorer)
    assert other.state == explorer.state
    assert other.picture.sentence == explorer.picture.sentence
    (shown, drawn), (_, there) = pixels(explorer), pixels(other)
    assert np.array_equal(there, drawn)
    # but for a glyph's edge here and there, what was redrawn in part is the whole picture
    assert np.mean((shown != drawn).any(axis=2)) < 1e-3
    told = other.share()
    other.close()
    assert other.share() == told == explorer.share()  # its numbers stay


def forged(content):
    """Return a string with a right checksum around whatever somebody made."""
    packed = zlib.compress(content if isinstance(content, bytes) else json.dumps(content).encode())
    return MARK + base64.urlsafe_b64encode(checksum(packed) + packed).decode().rstrip("=")


def refused(text):
    """Return what is said to a string that opens nothing."""
    with pytest.raises(ValueError, match=r"^shared string: .+; got ") as caught:
        open_shared(text)
    return str(caught.value)


@pytest.mark.parametrize("name", ["cost.squares", "chain_rule.two_nudges", "training.mistakes"])
def test_a_string_from_before_a_control_came_opens_the_picture_as_it_was_then(name):
    explorer = kinds()[name]()(*GIVEN.get(name, []))
    later = dict(explorer.since)
    state = {key: value for key, value in explorer.state.items() if key not in later}
    there = open_shared(as_string(name, state, explorer.reads))
    assert {key: there.values[key] for key in later} == later


def test_line_breaks_and_spaces_do_not_matter():
    explorer = one_neuron()
    explorer.set({"b": -0.7})
    text = explorer.share()
    assert len(text) < 200
    assert open_shared(f"  {text[:30]}\n{text[30:90]} {text[90:]}\n").values["b"] == -0.7


def test_any_one_character_changed_or_lost_and_any_cut_is_noticed():
    text = one_neuron().share()
    for place, right in enumerate(text):
        refused(text[:place])
        for wrong in {"A", "b", "7", "-", "_", "=", "é", "", right.swapcase()} - {right}:
            refused(text[:place] + wrong + text[place + 1 :])
    refused(text + "A")
    refused(text + text)


def test_what_is_no_string_of_ours_is_refused():
    texts = ["", "hello", MARK, f"{MARK}AAAAAAAA", "CK2.AAAAAAAA", "import os"]
    for text in (*texts, None, 17, b"CK1.", ["CK1."]):
        refused(text)


@pytest.mark.parametrize(
    "content",
    [
        b" " * (LARGEST + 1),  # small as it travels, large when unpacked
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'["neurons.one_neuron",{"b":NaN},null]',
        b'["neurons.one_neuron",{"b":1e999},null]',
        b'["neurons.one_neuron",{"b":' + b"9" * 5000 + b"},null]",
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
        *("os.system", "subprocess.Popen", "one_neuron", "neurons", "", None),
        "neurons.weighted_sum",
        "neurons.one_neuron_picture.OneNeuron",
        "coursekit.explorers.neurons.template",
        "coursekit.lessons.course.my_progress",
        "coursekit.pictures.live.LivePicture",
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
    assert said in refused(forged(["neurons.one_neuron", whole, None]))


def test_the_landscapes_best_is_a_number_of_moves():
    state = landscape().state | {"best": "$x^{$"}
    assert "best must be" in refused(forged(["cost.landscape", state, None]))


@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_the_network_that_reads_a_drawing_travels_bit_for_bit(precision):
    network = Network.random((784, 16, 16, 10), np.random.default_rng(1), dtype=precision)
    text = coursekit.training.draw_digit(network).share()
    there = open_shared(text).network
    for layer, weights in enumerate(network.weights):
        assert there.weights[layer].dtype == precision
        assert np.array_equal(there.weights[layer], weights)
        assert np.array_equal(there.biases[layer], network.biases[layer])
    # the course's own network is everywhere
    assert len(coursekit.training.draw_digit().share()) < 200


def test_a_network_too_large_to_travel_is_told_so():
    network = Network.random((784, 150, 10), np.random.default_rng(1))
    with pytest.raises(ValueError, match="at most 1,000,000 characters; got"):
        coursekit.training.draw_digit(network).share()


def test_a_network_that_is_none_is_refused():
    state = coursekit.training.draw_digit().state
    for network in (
        *([], "float32", ["float32", []], ["object", [[[[0.5]], [0.5]]]]),
        ["float32", [[[[0.5], [0.5, 1]], [0.5]]]],
        ["float64", [[[["__import__('os').abort()"]], [0.5]]]],
    ):
        refused(forged(["training.draw_digit", state, network]))
