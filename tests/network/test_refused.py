"""What does not fit is refused at once, in words that name it."""

import numpy as np
import pytest

from coursekit.network.datasets import blobs, mnist, moons, one_hot, rings
from coursekit.network.handwriting import as_mnist
from coursekit.network.many import descend_many
from coursekit.network.network import Gradient, Network, sigmoid
from coursekit.network.stopping import stop_early
from coursekit.network.training import accuracy, descend

RNG = np.random.default_rng(0)
NETWORK = Network.random([3, 4, 2], RNG, scale="unit")
PRACTICE = Network([[[0.2, 0.4], [0.6, 0.8]]], [[0.0, 0.0]])
ONE, FIVE, ROOT = np.ones, np.ones((5, 3)), "must be a whole number of at least"
HUGE = np.full((4, 3), 1e308)
FAR = Network([HUGE, NETWORK.weights[1]], NETWORK.biases)
AWAY = Gradient([-HUGE, NETWORK.weights[1]], NETWORK.biases, ONE(3))


def descended(**asked):
    asked = {"inputs": ONE((23, 3)), "targets": ONE((23, 2)), "rate": 1} | asked
    return descend(NETWORK, **({"batch_size": 5, "epochs": 1, "rng": RNG} | asked))


def right_of_two(labels):
    return accuracy(Network([[[1.0], [-1.0]]], [[0.0, 0.0]]), [[1.0], [2.0]], labels)


# function → its arguments, and what is said to them
REFUSED = {
    Network: [
        (([], []), "each layer needs one weight matrix and one bias vector, got 0 matrices"),
        (([ONE((1, 1))], []), "got 1 matrices and 0 vectors"),
        (([[1.0]], [[0.0]]), r"W\(1\) must be a matrix, neurons × inputs, got shape \(1,\)"),
        (([ONE((0, 2))], [[]]), r"W\(1\) must be a matrix, neurons × inputs, got shape \(0, 2\)"),
        (([ONE((2, 3))], [ONE(3)]), r"b\(1\) must be \(2,\), one bias for each row of W"),
        (([[[1], [2]], [[1, 2, 3]]], [[1, 2], [1]]), r"W\(2\) must have one column for each of"),
        (([[[1.0, np.nan]]], [[0.0]]), r"W\(1\) must be finite, got nan at row 0, column 1"),
        (([[[1.0]]], [[-np.inf]]), r"b\(1\) must be finite, got -inf at entry 0"),
        (([[[1.0, 2.0], [3.0]]], [[0.0, 0.0]]), r"W\(1\) must have rows of equal length"),
        (([[[1j]]], [[0.0]]), r"W\(1\) must be real numbers, got complex128"),
    ],
    lambda sizes, scale="unit": Network.random(sizes, RNG, scale=scale): [
        (([3],), r"sizes must name the inputs and at least one layer, got \[3\]"),
        (([3, 0],), f"a layer's size {ROOT} 1, got 0"),
        (([3, 2.5],), f"a layer's size {ROOT} 1, got 2.5"),
        (([3, 2], "huge"), "scale must be one of fan-in, unit, got 'huge'"),
    ],
    NETWORK.forward: [
        (([1, 2, 3, 4],), "layer 1 takes 3 inputs per row, got 4"),
        ((ONE((5, 2)),), "layer 1 takes 3 inputs per row, got 2"),
        ((ONE((0, 3)),), r"inputs must hold at least one number, got shape \(0, 3\)"),
        (([],), r"inputs must hold at least one number, got shape \(0,\)"),
        ((1.0,), r"inputs must be one row or a table of rows, got shape \(\)"),
        ((ONE((1, 1, 3)),), r"one row or a table of rows, got shape \(1, 1, 3\)"),
        (([[1, 2, 3], [1, 2, np.nan]],), "inputs must be finite, got nan at row 1, column 2"),
        (([[1, 2, 3], [4, 5]],), "inputs must have rows of equal length"),
    ],
    Network.random([1, 1], RNG, dtype=np.float32).forward: [
        (([1e300],), "inputs must be finite, got inf at row 0, column 0")
    ],
    **{
        priced: [
            ((FIVE, ONE((4, 2))), r"targets must be \(5, 2\), a row for each .*, got \(4, 2\)"),
            ((FIVE, ONE(5)), r"targets must be \(5, 2\), a row for each row of inputs, got \(5,\)"),
            ((FIVE, np.full((5, 2), np.inf)), "targets must be finite, got inf at row 0, column 0"),
        ]
        for priced in (NETWORK.cost, NETWORK.gradient)
    },
    Network.step: [
        ((FAR, AWAY, 10), r"W\(1\) must be finite, got inf at row 0, column 0"),
        ((NETWORK, AWAY, np.nan), "rate must be a finite number, got nan"),
        ((NETWORK, AWAY, np.inf), "rate must be a finite number, got inf"),
        ((NETWORK, PRACTICE.gradient([1, 2], [0, 1]), 1), r"∂C/∂W must have the network's own"),
    ],
    lambda name, value: descended(**{name: value}): [
        *(
            (("rate", rate), f"rate must be a finite number above 0, got {rate}")
            for rate in (0, np.nan)
        ),
        *((("batch_size", n), f"batch_size {ROOT} 1, got {n}") for n in (0, 2.5)),
        (("epochs", -1), f"epochs {ROOT} 0, got -1"),
        (("penalty", -0.1), "penalty must be a finite number of at least 0, got -0.1"),
        *(((name, 0), f"{name} {ROOT} 1, got 0") for name in ("every", "patience")),
        (("inputs", ONE((23, 4))), "layer 1 takes 3 inputs per row, got 4"),
        (("inputs", ONE((0, 3))), "inputs must hold at least one number"),
        (("targets", ONE((22, 2))), r"targets must be \(23, 2\)"),
        (("targets", np.full((23, 2), np.nan)), "targets must be finite, got nan at row 0"),
    ],
    right_of_two: [
        (([0, 2],), "labels must run from 0 to 1, got 2 at entry 1"),
        (([-1, 0],), "labels must run from 0 to 1, got -1 at entry 0"),
        (([0],), "2 examples need as many labels, got 1"),
        (([[0], [1]],), r"labels must be one row of .* label, got shape \(2, 1\)"),
        (([0.0, 1.0],), "labels must be whole numbers, got float64"),
    ],
    one_hot: [
        (([0, 10], 10), "labels must run from 0 to 9, got 10 at entry 1"),
        (([-1], 10), "labels must run from 0 to 9, got -1 at entry 0"),
        (([0.5], 10), "labels must be whole numbers, got float64"),
        (([], 10), "labels must be one row of at least one label, got shape"),
        (([0], 0), f"count {ROOT} 1, got 0"),
    ],
    mnist: [(("all",), "part must be one of train, test, got 'all'")],
    mnist("test").__getitem__: [((3,), "digits are chosen by a slice, a mask or a list, got 3")],
    lambda shape, n, noise=0.1: shape(n, RNG, noise=noise): [
        row
        for shape in (moons, rings, blobs)
        for row in (
            ((shape, 0), f"n {ROOT} 1, got 0"),
            ((shape, 5, -0.1), r"noise must be a finite number of at least 0, got -0\.1"),
        )
    ],
    as_mnist: [
        ((strokes,), "a stroke must be finite points")
        for strokes in ([[1.0, 2.0]], [[(0, np.nan)]], [[(0, 1, 2)]])
    ],
    sigmoid: [((z,), "z must be real numbers, got") for z in ("0.5", None, 1j, [1, "two"])],
    stop_early: [(([], 3), "at least one cost"), (([1.0], 0), f"patience {ROOT} 1")],
    lambda *shapes: descend_many(
        [Network.random(shape, RNG) for shape in shapes], ONE((2, 2)), ONE((2, 1)), rates=1, steps=1
    ): [(((2, 3, 1), (2, 4, 1)), "must all have the shape")],
}


@pytest.mark.parametrize(
    ("function", "arguments", "said"),
    [(function, *row) for function, rows in REFUSED.items() for row in rows],
)
def test_it_is_refused_in_words(function, arguments, said):
    of_a_type = ("real numbers", "got float64", "chosen by")
    kind = TypeError if any(words in said for words in of_a_type) else ValueError
    with pytest.raises(kind, match=said):
        function(*arguments)
