"""The capstone recognises a good reader, and in a bad one the slip that made it bad."""

import base64
import json
import re
import tracemalloc
import zlib
from functools import cache

import numpy as np
import pytest

from coursekit.lessons.review import digit_reader_question
from coursekit.lessons.review import network_as_json as packing
from coursekit.lessons.review import questions as review
from coursekit.lessons.review.training_symptoms import MARKS, Look, percent
from coursekit.network.datasets import mnist
from coursekit.network.network import Network
from coursekit.network.training import descend
from coursekit.questions.outcome import EXPLAINED, NOT_YET, RIGHT
from coursekit.questions.reading import Unreadable

READER = review.digit_reader
TRAIN = mnist("train")
SOME = TRAIN[:20_000]


def random(sizes=(784, 60, 10), scale="fan-in"):
    return Network.random(sizes, np.random.default_rng(0), scale=scale, dtype=np.float32)


def trained(digits=TRAIN, network=None, eta=1.5, epochs=1, penalty=0.0, **given):
    """Return a network after a training; given: inputs or targets other than the digits' own."""
    examples = {"inputs": digits.inputs(), "targets": digits.targets()} | given
    how = {"rate": eta, "batch_size": 10, "epochs": epochs, "penalty": penalty}
    rng = np.random.default_rng(0)
    *_, record = descend(network or random(), *examples.values(), rng=rng, **how)
    return record.network


def zeros(*shape):
    return np.zeros(shape, np.float32)


def raw(digits):
    return digits.images.astype(np.float32)


# slip → how it is made; where a third of the images shows it, more are not trained on
SLIPS = {
    "pixels from 0 to 255": lambda: trained(SOME, inputs=raw(SOME)),
    "the network before training": random,
    "η far too large": lambda: trained(SOME, eta=100),
    "all neurons begin alike": lambda: trained(
        SOME, network=Network([zeros(60, 784), zeros(10, 60)], [zeros(60), zeros(10)])
    ),
    "outputs in another order": lambda: trained(SOME, targets=np.roll(SOME.targets(), 1, axis=1)),
    "too few steps": lambda: trained(SOME, eta=0.01),
    "targets of other images": lambda: trained(SOME, targets=SOME.targets()[::-1]),
    "some digits never answered": lambda: trained(SOME[SOME.labels < 5]),
    "too few images": lambda: trained(TRAIN[:1000], epochs=10),
    "too few neurons": lambda: trained(network=random((784, 16, 10))),
    "a start that is too wide": lambda: trained(network=random(scale="unit")),
    "trained on the test images": lambda: trained(mnist("test"), epochs=10),
}


@cache
def made(slip):
    return SLIPS[slip]()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_training_is_recognised_from_the_network_alone(slip):
    network = made(slip)
    outcome = READER.judge(network)
    assert (outcome.name, outcome.slip) == (NOT_YET, slip)
    share = re.match(r"It reads (\S+) % of 10,000 images", outcome.text).group(1)
    assert float(share) == pytest.approx(100 * Look(network).share, abs=0.21)
    assert READER.judge(json.loads(json.dumps(READER.as_data(network)))) == outcome


def test_every_mark_has_its_test():
    assert {mark.slip for mark in MARKS} | {"trained on the test images"} == set(SLIPS)


@pytest.mark.slow  # two trainings; the slip itself has its row above
def test_large_pixels_are_seen_also_where_a_small_η_made_up_for_them():
    for eta in (0.01, 0.1):
        outcome = READER.judge(trained(SOME, eta=eta, inputs=raw(SOME)))
        assert outcome.slip == "pixels from 0 to 255"


def test_a_narrow_layer_is_named_though_no_output_is_bright():
    for middle in ((2,), (60, 2)):
        outcome = READER.judge(trained(SOME, network=random((784, *middle, 10))))
        assert outcome.slip == "too few neurons"
        assert "narrowest layer: only 2," in outcome.text


def test_a_strong_penalty_is_not_taken_for_a_start_of_zeros():
    network = trained(penalty=130.0)
    assert not Look(packing.unpack(packing.pack(network))).start.any()
    assert READER.judge(network).slip is None


def test_saturated_neurons_are_counted():
    network = made("η far too large")
    layers = network.forward(mnist("test").inputs())
    still = int((np.ptp(layers[1], axis=0) < 0.01).sum())
    assert f", and {still} of the 60 neurons before them" in READER.judge(network).text


def test_a_network_with_no_slip_that_reads_too_little_is_told_what_lifts_it():
    outcome = READER.judge(trained(SOME, eta=0.1))
    assert (outcome.name, outcome.slip) == (NOT_YET, None)
    assert "more epochs, a smaller η for the last of them, more neurons" in outcome.text


def solution(mnist=mnist):
    """Run the worked solution as a learner would, and return its network."""
    names = {"np": np, "mnist": mnist, "Network": Network, "descend": descend}
    exec(re.search(r"```python\n(.*?)```", READER.answer_worked, re.S).group(1), names)
    return names["network"]


@pytest.mark.slow  # `test_answered` hands in a shorter training of the same kind
def test_the_worked_solution_passes_with_a_margin_also_from_its_record():
    network = solution()
    outcome = READER.judge(network)
    assert outcome.name == RIGHT
    assert Look(network).share > 0.962
    data = json.dumps(READER.as_data(network))
    assert len(data) < 150_000
    assert READER.judge(json.loads(data)) == outcome


def test_the_worked_solution_is_the_courses_own(monkeypatch):
    monkeypatch.setattr(digit_reader_question, "mnist", lambda part: TRAIN[:500])
    expected = READER.as_data(READER.answer(None))
    assert READER.as_data(solution(digit_reader_question.mnist)) == expected


def walk():
    few = TRAIN[:9]
    return descend(random(), few.inputs(), few.targets(), rate=1, batch_size=9, epochs=1, rng=None)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (walk(), "a walk that nobody has walked yet"),
        (next(walk()), "Its network is in it: `record.network`"),
        (0.96, "This is a number"),
        ([random()], "This is a list"),
        ("Network(784-60-10)", "This is a str, not a Network"),
        (Network, "This is a type, not a Network"),
        (random((28, 60, 10)), "It makes 10 numbers out of 28. An image has 784 pixels"),
        (random((784, 60, 1)), "It makes 1 number out of 784."),
        (random((784, 500, 10)), "397,510 weights and biases. Up to 350,000"),
    ],
)
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


def test_what_is_packed_comes_back_to_three_digits_and_stays_finite():
    network = random((784, 20, 10))
    back = packing.unpack(json.loads(json.dumps(packing.pack(network))))
    assert back.sizes == network.sizes
    for one, other in zip(network.weights, back.weights, strict=True):
        np.testing.assert_allclose(other, one, rtol=5e-4, atol=1e-6)
    assert packing.pack(back) == packing.pack(network)
    beyond = Network([[[1e9, -1e30]]], [[1e-30]])
    assert packing.unpack(packing.pack(beyond)).weights[0].tolist() == [[60000.0, -60000.0]]


def test_the_largest_network_takes_less_than_a_megabyte():
    assert len(json.dumps(packing.pack(random((784, 440, 10))))) < 1_000_000


GOOD = packing.pack(random((784, 3, 10)))


def zipped(numbers):
    return base64.b64encode(zlib.compress(numbers)).decode()


@pytest.mark.parametrize(
    "damage",
    [
        *({"sizes": [784, odd, 10]} for odd in (3.0, -3, True, 4)),
        *({"sizes": sizes} for sizes in (None, [784], [10**9] * 3, [10**4000] * 2, [1] * 10**6)),
        {"sizes": [784, 500, 10], "numbers": zipped(bytes(2 * 397_510))},
        *({"numbers": numbers} for numbers in (None, 7, "", "no base64", GOOD["numbers"][:400])),
        {"numbers": GOOD["numbers"][:40] + "AAAA" + GOOD["numbers"][44:]},
        *({"numbers": zipped(numbers)} for numbers in (b"\0" * 10**8, b"\xff\x7f" * 2395)),
    ],
    ids=lambda damage: str(damage)[:40],
)
def test_a_damaged_record_is_refused_in_one_sentence(damage):
    data = GOOD | damage
    with pytest.raises(Unreadable, match=r"^The stored network is damaged: .+\.$"):
        packing.unpack(data)
    assert READER.judge(data).name == EXPLAINED


def test_no_more_is_unpacked_than_the_sizes_need():
    bomb = GOOD | {"numbers": zipped(bytes(10**8))}
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            packing.unpack(bomb)
        assert tracemalloc.get_traced_memory()[1] < 10**6
    finally:
        tracemalloc.stop()


def test_a_share_is_never_rounded_up():
    assert [percent(share) for share in (0.9499, 0.95, 1.0)] == ["94.9 %", "95.0 %", "100.0 %"]
