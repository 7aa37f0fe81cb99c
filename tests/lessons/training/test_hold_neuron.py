"""A neuron held: the shares over the test images are those of the network computed directly."""

import numpy as np
import pytest

from coursekit.lessons.training.hold_neuron_picture import shares, without_each
from coursekit.network.network import Network
from coursekit.pictures.digits import digits_to_learn, reader


@pytest.mark.parametrize(("layer", "neuron", "value"), [(0, 3, 0.0), (1, 9, 0.75), (None, 0, 0)])
def test_the_shares_are_those_of_a_network_whose_neuron_says_nothing_else(layer, neuron, value):
    """A neuron whose weights are 0 and whose bias is the logit of a value holds that value."""
    weights = [w.astype(float) for w in reader().weights]
    biases = [b.astype(float) for b in reader().biases]
    if layer is not None:
        held = np.clip(value, 1e-12, 1)
        weights[layer][neuron], biases[layer][neuron] = 0, np.log(held / (1 - held))
    test = digits_to_learn()[2]
    right = Network(weights, biases).forward(test.inputs)[-1].argmax(axis=1) == test.labels
    wanted = [*(right[test.labels == d].mean() for d in range(10)), right.mean()]
    assert shares(layer, neuron, value) == pytest.approx(wanted, abs=0.002)  # a close call or two


def test_the_neurons_that_the_lesson_names_matter_as_it_says():
    every = 100 * without_each()
    assert every[:, 7].argmin() == 0
    assert 60 < every[0, 7] < 72
    assert (every[:, 7] > 90).sum() > 16
    assert every[12, [0, 8]].max() < 20
    assert every[12, [1, 3]].min() > 95
    assert shares(None, 0, 0)[7] > 0.93


def test_each_neuron_off_is_that_neuron_held_at_0():
    every = without_each()
    for k in (0, 13, 31):
        assert every[k].tolist() == shares(k // 16, k % 16, 0.0).tolist()
