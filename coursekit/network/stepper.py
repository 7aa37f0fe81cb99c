"""The inner loop of training: one step of descent, as fast as numpy goes on one page.

It computes what `Network.gradient` and `Network.step` say, and differs in three ways. All
parameters lie end to end in one vector, as the course stacks the gradient, so that one subtraction
moves them all. Arrays are written over instead of made anew. And nothing is checked twice.
"""

import math
from contextlib import AbstractContextManager
from functools import cache

import numpy as np
from numpy.typing import DTypeLike
from threadpoolctl import ThreadpoolController

from coursekit.network.checks import Array
from coursekit.network.network import Network

CACHE_LINE = 64  # bytes


def one_thread() -> AbstractContextManager[object]:
    """Keep numpy's products of matrices on one thread for a while.

    A batch is so small that a second thread gains next to nothing. On a machine that is busy with
    other things, such as drawing, two threads wait for each other instead: 784-100-10 was seen to
    take fifty times as long.
    """
    limit: AbstractContextManager[object] = _blas().limit(limits=1, user_api="blas")
    return limit


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


class Stack:
    """Room for all weights and biases in one vector, `flat`, and each layer's part as a view of it.

    >>> stack = Stack((2, 1), np.float64)
    >>> stack.flat[:] = [0.2, 0.4, 0.5]
    >>> stack.weights, stack.biases
    ([array([[0.2, 0.4]])], [array([0.5])])
    """

    def __init__(self, sizes: tuple[int, ...], dtype: DTypeLike) -> None:
        shapes = list(zip(sizes[1:], sizes[:-1], strict=True))
        self.flat = _aligned(sum(n_out * (n_in + 1) for n_out, n_in in shapes), dtype)
        self.weights: list[Array] = []
        self.biases: list[Array] = []
        rest = self.flat
        for n_out, n_in in shapes:
            weights, biases, rest = np.split(rest, [n_out * n_in, n_out * (n_in + 1)])
            self.weights.append(weights.reshape(n_out, n_in))
            self.biases.append(biases)

    def layer_lengths(self) -> list[float]:
        """The squared length of each layer's parameters; not finite where they are not."""
        pairs = zip(self.weights, self.biases, strict=True)
        return [float(np.vdot(w, w) + np.vdot(b, b)) for w, b in pairs]


class Stepper:
    """A copy of a network that walks downhill, batch by batch, and never off the finite numbers.

    rate: η. pull: the share of each weight that a step takes off, η penalty / N.
    broken: the layer that left the finite numbers, or None.
    """

    def __init__(self, network: Network, rate: float, pull: float = 0.0) -> None:
        self.rate = rate
        self.pull = pull
        self.broken: int | None = None
        self._here = Stack(network.sizes, network.dtype)
        self._next = Stack(network.sizes, network.dtype)
        parts = zip(self._here.weights, self._here.biases, strict=True)
        for (w, b), weights, biases in zip(parts, network.weights, network.biases, strict=True):
            w[:], b[:] = weights, biases

    def network(self) -> Network:
        """Return the network as it stands, sharing nothing with the walk."""
        return Network(self._here.weights, self._here.biases)

    @np.errstate(all="ignore")  # what overflows here is found below, and named
    def step(self, inputs: Array, targets: Array) -> bool:
        """Take one step for one batch; return False, and stay, where it would leave the finite.

        inputs: (n, n_0), targets: (n, n_L), both of the network's type and checked before.
        Source: W(l) − η (∂C/∂W(l) + penalty/N W(l)) and b(l) − η ∂C/∂b(l).
        """
        here, there = self._here, self._next
        self._write_step(self._forward(inputs), targets)
        if self.pull:
            for weights, step in zip(here.weights, there.weights, strict=True):
                step += self.pull * weights
        np.subtract(here.flat, there.flat, out=there.flat)
        # one dot product asks all parameters at once. It overflows a little before they do, which
        # leaves the next forward pass room to stay finite
        if not math.isfinite(np.vdot(there.flat, there.flat)):
            self.broken = self._where_it_broke()
            return False
        self._here, self._next = there, here
        return True

    def _forward(self, inputs: Array) -> list[Array]:
        activations = [inputs]
        for weights, biases in zip(self._here.weights, self._here.biases, strict=True):
            z = activations[-1] @ weights.T
            z += biases
            activations.append(_sigmoid_over(z))
        return activations

    def _write_step(self, activations: list[Array], targets: Array) -> None:
        """Write η ∂C/∂W(l) and η ∂C/∂b(l) for all layers into the spare stack."""
        eta_dC_da = activations[-1] - targets
        eta_dC_da *= 2 * self.rate / len(targets)  # all below is linear in η: cheapest here
        for layer in reversed(range(len(activations) - 1)):
            a = activations[layer + 1]
            eta_dC_dz = eta_dC_da
            eta_dC_dz *= a - a * a  # σ′(z), from what σ(z) already is
            np.matmul(eta_dC_dz.T, activations[layer], out=self._next.weights[layer])
            eta_dC_dz.sum(axis=0, out=self._next.biases[layer])
            if layer > 0:  # training has no use for ∂C/∂a(0), the dearest of all
                eta_dC_da = eta_dC_dz @ self._here.weights[layer]

    def _where_it_broke(self) -> int:
        """The layer whose length overflows, of several the last: slopes flow back from there."""
        lengths = self._next.layer_lengths()
        lost = [layer for layer, length in enumerate(lengths, start=1) if not math.isfinite(length)]
        return lost[-1] if lost else 1 + lengths.index(max(lengths))  # only their sum overflowed


def _sigmoid_over(z: Array) -> Array:
    """σ(z), written over z."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    return np.reciprocal(z, out=z)


def _aligned(count: int, dtype: DTypeLike) -> Array:
    """Return `count` zeros that begin on a cache line: products of matrices then run faster."""
    raw = np.zeros(count + CACHE_LINE, dtype)
    skip = -raw.ctypes.data % CACHE_LINE // raw.itemsize
    return raw[skip : skip + count]
