"""The capstone recognises a good reader, and in a bad one the slip that made it bad."""

import base64
import json
import re
import zlib

import numpy as np
import pytest

from coursekit.exercises import packing, review
from coursekit.exercises.answers import Unreadable
from coursekit.exercises.feedback import EXPLAINED, NOT_ATTEMPTED, NOT_YET, RIGHT
from coursekit.exercises.marks import MARKS, Look, percent
from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import descend

READER = review.digit_reader
TRAIN = mnist("train")


def random(sizes=(784, 60, 10), scale="fan-in"):
    return Network.random(sizes, np.random.default_rng(0), scale=scale, dtype=np.float32)


def trained(digits=TRAIN, network=None, eta=1.5, epochs=1, inputs=None, targets=None):
    inputs = digits.inputs() if inputs is None else inputs
    targets = digits.targets() if targets is None else targets
    how = {"rate": eta, "batch_size": 10, "epochs": epochs, "rng": np.random.default_rng(0)}
    *_, record = descend(network or random(), inputs, targets, **how)
    return record.network


def zeros(*shape):
    return np.zeros(shape, np.float32)


def raw(count):
    return TRAIN[:count].images.astype(np.float32)


# slip → how it is made
SLIPS = {
    "pixels from 0 to 255": lambda: trained(TRAIN[:20_000], inputs=raw(20_000)),
    "the network before training": random,
    "η far too large": lambda: trained(TRAIN[:20_000], eta=100),
    "all neurons begin alike": lambda: trained(
        network=Network([zeros(60, 784), zeros(10, 60)], [zeros(60), zeros(10)])
    ),
    "outputs in another order": lambda: trained(targets=np.roll(TRAIN.targets(), 1, axis=1)),
    "too few steps": lambda: trained(eta=0.01),
    "some digits never answered": lambda: trained(TRAIN[TRAIN.labels < 5]),
    "too few images": lambda: trained(TRAIN[:1000], epochs=20),
    "too few neurons": lambda: trained(network=random((784, 16, 10))),
    "a start that is too wide": lambda: trained(network=random(scale="unit")),
    "trained on the test images": lambda: trained(mnist("test"), epochs=15),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_training_is_recognised_from_the_network_alone(slip):
    network = SLIPS[slip]()
    outcome = READER.judge(network)
    assert (outcome.name, outcome.slip) == (NOT_YET, slip)
    share = re.match(r"It reads (\S+) % of 10,000 images", outcome.text).group(1)
    assert float(share) == pytest.approx(100 * Look(network).share, abs=0.21)
    assert READER.judge(json.loads(json.dumps(READER.as_data(network)))) == outcome


def test_every_mark_has_its_test():
    assert {mark.slip for mark in MARKS} | {"trained on the test images"} == set(SLIPS)


@pytest.mark.parametrize("eta", [0.01, 0.1])
def test_large_pixels_are_seen_also_where_a_small_η_made_up_for_them(eta):
    outcome = READER.judge(trained(TRAIN[:20_000], eta=eta, inputs=raw(20_000)))
    assert outcome.slip == "pixels from 0 to 255"


def test_a_strong_penalty_is_not_taken_for_a_start_of_zeros():
    how = {"rate": 1.5, "batch_size": 10, "epochs": 1, "rng": np.random.default_rng(0)}
    *_, record = descend(random(), TRAIN.inputs(), TRAIN.targets(), penalty=130.0, **how)
    assert not Look(packing.unpack(packing.pack(record.network))).start.any()
    assert READER.judge(record.network).slip is None


def test_saturated_neurons_are_counted():
    network = SLIPS["η far too large"]()
    layers = network.forward(mnist("test").inputs())
    still = int((np.ptp(layers[1], axis=0) < 0.01).sum())
    assert f", and {still} of the 60 neurons before them" in READER.judge(network).text


def test_a_network_with_no_slip_that_reads_too_little_is_told_what_lifts_it():
    outcome = READER.judge(trained(eta=0.1))
    assert (outcome.name, outcome.slip) == (NOT_YET, None)
    assert "more epochs, a smaller η for the last of them, more neurons" in outcome.text


def solution():
    """Run the worked solution as a learner would, and return its network."""
    names = {"np": np, "mnist": mnist, "Network": Network, "descend": descend}
    exec(re.search(r"```python\n(.*?)```", READER.answer_worked, re.S).group(1), names)
    return names["network"]


def test_the_worked_solution_passes_with_a_margin_and_is_the_courses_own():
    network = solution()
    outcome = READER.judge(network)
    assert outcome.name == RIGHT
    assert Look(network).share > 0.962
    assert READER.as_data(network) == READER.as_data(READER.answer(None))
    data = json.dumps(READER.as_data(network))
    assert len(data) < 150_000
    assert READER.judge(json.loads(data)) == outcome


# -- what is no such network -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (descend(random(), TRAIN[:9].inputs(), TRAIN[:9].targets(), rate=1, batch_size=9,
                 epochs=1, rng=None), "a walk that nobody has walked yet"),
        (next(descend(random(), TRAIN[:9].inputs(), TRAIN[:9].targets(), rate=1, batch_size=9,
                      epochs=1, rng=None)), "Its network is in it: `record.network`"),
        (0.96, "This is a number"),
        ([random()], "This is a list"),
        ("Network(784-60-10)", "This is a str, not a Network"),
        (Network, "This is a type, not a Network"),
        (random((28, 60, 10)), "It makes 10 numbers out of 28. An image has 784 pixels"),
        (random((784, 60, 1)), "It makes 1 number out of 784."),
        (random((784, 500, 10)), "397,510 weights and biases. Up to 350,000"),
    ],
)  # fmt: skip
def test_another_kind_of_answer_is_explained(answer, words):
    outcome = READER.judge(answer)
    assert outcome.name == EXPLAINED
    assert words in outcome.text


def test_a_network_whose_arrays_were_spoilt_is_explained():
    network = random()
    network.weights[0] = network.weights[0][:, :5] * np.nan
    assert READER.judge(network).name == EXPLAINED
    network.weights = None
    assert READER.judge(network).name == EXPLAINED


@pytest.mark.parametrize("starter", [..., None])
def test_nothing_is_not_attempted(starter):
    assert READER.judge(starter).name == NOT_ATTEMPTED


# -- as a record keeps it ----------------------------------------------------------------------


def test_what_is_packed_comes_back_to_three_digits():
    network = random((784, 20, 10))
    back = packing.unpack(json.loads(json.dumps(packing.pack(network))))
    assert back.sizes == network.sizes
    for one, other in zip(network.weights, back.weights, strict=True):
        np.testing.assert_allclose(other, one, rtol=5e-4, atol=1e-6)
    assert packing.pack(back) == packing.pack(network)


def test_numbers_beyond_float16_stay_finite():
    network = Network([[[1e9, -1e30]]], [[1e-30]])
    assert packing.unpack(packing.pack(network)).weights[0].tolist() == [[60000.0, -60000.0]]


def test_the_largest_network_takes_less_than_a_megabyte():
    assert len(json.dumps(packing.pack(random((784, 440, 10))))) < 1_000_000


GOOD = packing.pack(random((784, 3, 10)))


def zipped(numbers):
    return base64.b64encode(zlib.compress(numbers)).decode()


@pytest.mark.parametrize(
    "damage",
    [
        {"sizes": None},
        {"sizes": [784]},
        {"sizes": [784, 3.0, 10]},
        {"sizes": [784, -3, 10]},
        {"sizes": [784, True, 10]},
        {"sizes": [784, 4, 10]},
        {"sizes": [10**9, 10**9, 10]},
        {"sizes": [1] * 10**6},
        {"numbers": None},
        {"numbers": 7},
        {"numbers": ""},
        {"numbers": "no base64"},
        {"numbers": GOOD["numbers"][:400]},
        {"numbers": GOOD["numbers"][:40] + "AAAA" + GOOD["numbers"][44:]},
        {"numbers": zipped(b"\0" * 10**8)},
        {"numbers": zipped(b"\xff\x7f" * 2395)},
    ],
    ids=lambda damage: str(damage)[:40],
)
def test_a_damaged_record_is_refused_in_one_sentence(damage):
    data = GOOD | damage
    with pytest.raises(Unreadable, match=r"^The stored network is damaged: .+\.$"):
        packing.unpack(data)
    assert READER.judge(data).name == EXPLAINED


def test_a_share_is_never_rounded_up():
    assert [percent(share) for share in (0.9499, 0.95, 1.0)] == ["94.9 %", "95.0 %", "100.0 %"]
