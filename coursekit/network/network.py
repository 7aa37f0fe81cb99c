"""A network is a list of weight matrices and a list of bias vectors; everything else follows.

Here it does what the course says, in the course's order: it runs its inputs forward, puts a price
on the outputs, and tells how that price moves with every weight, bias and input. Examples are rows,
so the matrix form σ(W a + b) reads `sigmoid(a @ W.T + b)`, for many examples at once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from os import PathLike
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from coursekit.network import checks, storage
from coursekit.network.chain import Chain
from coursekit.network.checks import Array


@np.errstate(over="ignore", under="ignore")  # exp may reach infinity: 1/∞ is the 0 we want
def sigmoid(z: ArrayLike) -> Array:
    """Squash any number into 0 … 1; the steeper part lies around 0.

    z: any shape, answered in kind; floats keep their precision, whole numbers become float64.
    Raises TypeError for what is no number.
    Source: σ(z) = 1 / (1 + e⁻ᶻ).

    >>> sigmoid([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    return 1 / (1 + np.exp(-checks.floats("z", z)))


@np.errstate(under="ignore")
def sigmoid_slope(z: ArrayLike) -> Array:
    """σ′(z): how much σ(z) moves for a small nudge of z; at most 1/4, and that at z = 0.

    z: any shape, as for `sigmoid`.
    Source: σ′ = σ(1 − σ), written with 1 − σ(z) = σ(−z), which keeps its digits where σ(z) nears 1.

    >>> sigmoid_slope([0.0, 40.0])
    array([2.50000000e-01, 4.24835426e-18])
    """
    z = checks.floats("z", z)
    return sigmoid(z) * sigmoid(-z)


# how a random start is spread: the standard deviations of weights and of biases, given n_in
SCALES: dict[str, Callable[[int], tuple[float, float]]] = {
    "fan-in": lambda n_in: (n_in**-0.5, 0.0),  # z starts near 0 however many inputs it sums
    "unit": lambda n_in: (1.0, 1.0),
}


@dataclass(frozen=True, eq=False)
class Gradient:
    """How C moves with everything it depends on: uphill, so descent steps against it.

    weights, biases: ∂C/∂W(l) and ∂C/∂b(l), lists shaped like the network's own.
    inputs: ∂C/∂a(0), shaped like the inputs.
    """

    weights: list[Array]
    biases: list[Array]
    inputs: Array

    @property
    def norm_squared(self) -> float:
        """‖∇C‖² over weights and biases: a small step of η lowers C by about η ‖∇C‖².

        >>> Gradient([np.array([[3.0]])], [np.array([4.0])], np.array([9.0])).norm_squared
        25.0
        """
        return sum(float(np.vdot(part, part)) for part in (*self.weights, *self.biases))


class Network:
    """Layers of neurons, each fed by all of the layer before.

    weights: W(1) … W(L), at index 0 … L−1; W(l) is (n_l, n_(l-1)), one row for each neuron.
    biases: b(1) … b(L); b(l) is (n_l,).

    The arrays are copied. They stay float32 if all are; anything else becomes float64.
    Raises ValueError when the shapes do not chain or a number is not finite.

    >>> network = Network([[[0.2, 0.4], [0.6, 0.8]]], [[0.0, 0.0]])
    >>> network
    Network(2-2)
    >>> network.forward([0.7, 0.3])[-1].round(2).tolist()
    [0.56, 0.66]
    """

    def __init__(self, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]) -> None:
        self.weights, self.biases = checks.layers(weights, biases)

    @classmethod
    def random(
        cls,
        sizes: Iterable[int],
        rng: np.random.Generator,
        *,
        scale: str = "fan-in",
        dtype: DTypeLike = np.float64,
    ) -> Self:
        """Draw a network with the given numbers of neurons, inputs first.

        scale: "fan-in" draws weights from N(0, 1/n_in) and leaves the biases at 0; "unit" draws
        all from N(0, 1). A seed gives the same numbers in either precision, rounded.
        Raises ValueError for fewer than two sizes, an impossible one or another scale.

        >>> Network.random([784, 16, 16, 10], np.random.default_rng(0))
        Network(784-16-16-10)
        """
        sizes = [checks.count("a layer's size", size) for size in sizes]
        if len(sizes) < 2:
            raise ValueError(f"sizes must name the inputs and at least one layer, got {sizes}")
        if scale not in SCALES:
            raise ValueError(f"scale must be one of {', '.join(SCALES)}, got {scale!r}")
        weights, biases = [], []
        for n_in, n_out in pairwise(sizes):
            weight_spread, bias_spread = SCALES[scale](n_in)
            weights.append(rng.normal(0, weight_spread, (n_out, n_in)).astype(dtype))
            biases.append(rng.normal(0, bias_spread, n_out).astype(dtype))
        return cls(weights, biases)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of neurons, inputs first: (n_0, n_1, …, n_L)."""
        return (self.weights[0].shape[1], *(len(b) for b in self.biases))

    @property
    def dtype(self) -> np.dtype[Any]:
        """float32 or float64: what all weights and biases are, and what inputs are turned into."""
        return self.weights[0].dtype

    def __repr__(self) -> str:
        return f"Network({'-'.join(map(str, self.sizes))})"

    def copy(self) -> "Network":
        """Return an equal network that shares nothing with this one."""
        return Network(self.weights, self.biases)

    def forward(self, inputs: ArrayLike) -> list[Array]:
        """Run a batch through the network, keeping what every layer produced.

        inputs: (n, n_0), one example a row; one example alone (n_0,) is answered in kind.
        Returns a(0) … a(L), at index 0 … L; a(l) is (n, n_l), and a(0) is the inputs themselves.
        Raises ValueError when the rows do not fit the first layer or a number is not finite.
        Source: the matrix form a(l) = σ(W(l) a(l-1) + b(l)), written for rows.

        >>> [a.tolist() for a in Network([[[1.0, 1.0]]], [[0.0]]).forward([[3, -3], [0, 0]])]
        [[[3.0, -3.0], [0.0, 0.0]], [[0.5], [0.5]]]
        """
        return _in_kind(inputs, self._run(self._rows(inputs))[1])

    def weighted_inputs(self, inputs: ArrayLike) -> list[Array]:
        """What each neuron sums up before σ squashes it.

        inputs: as for `forward`. Returns z(1) … z(L), at index 0 … L−1; z(l) is (n, n_l).
        Source: z(l) = W(l) a(l-1) + b(l).

        >>> Network([[[0.5, 2.0]]], [[1.0]]).weighted_inputs([1.0, 2.0])
        [array([5.5])]
        """
        return _in_kind(inputs, self._run(self._rows(inputs))[0])

    def cost(self, inputs: ArrayLike, targets: ArrayLike) -> float:
        """C: how far the outputs are from what they should be, as one number to lower.

        inputs: (n, n_0); targets: (n, n_L); or one example of each, for C₀.
        Source: C = 1/n Σₖ Cₖ with Cₖ = Σ (a(L) − y)².

        >>> Network([[[0.0]]], [[0.0]]).cost([[1.0], [2.0]], [[0.5], [1.0]])
        0.125
        """
        rows, wanted = self.examples(inputs, targets)
        misses = self._run(rows)[1][-1] - wanted
        return float(np.square(misses).sum(axis=1).mean())

    def examples(self, inputs: ArrayLike, targets: ArrayLike) -> tuple[Array, Array]:
        """Return inputs (n, n_0) and targets (n, n_L) as this network takes them.

        They come in its type, and as they are if they have it. One example alone becomes one row.
        Raises ValueError when they do not fit the network, or each other, or are not finite.

        >>> Network([[[0.0]]], [[0.0]]).examples([3], [1])
        (array([[3.]]), array([[1.]]))
        """
        rows, wanted = self._rows(inputs), checks.rows("targets", targets, self.dtype)
        if wanted.shape != (len(rows), self.sizes[-1]):
            rule = f"targets must be {(len(rows), self.sizes[-1])}, a row for each row of inputs"
            raise ValueError(f"{rule}, got {np.shape(targets)}")
        return rows, wanted

    def gradient(self, inputs: ArrayLike, targets: ArrayLike) -> Gradient:
        """How C moves with every weight, bias and input, found from the last layer back.

        inputs, targets: as for `cost`.
        Source: ∂C/∂w(l)ⱼᵢ = a(l-1)ᵢ σ′(z(l)ⱼ) ∂C/∂a(l)ⱼ, with 1 in the place of a(l-1)ᵢ for b(l)ⱼ,
        and w(l)ⱼᵢ there, summed over j, for ∂C/∂a(l-1)ᵢ.

        >>> gradient = Network([[[2.0]]], [[-6.0]]).gradient([3.0], [1.0])
        >>> gradient.weights, gradient.biases, gradient.inputs
        ([array([[-0.75]])], [array([-0.25])], array([-0.5]))
        """
        rows, wanted = self.examples(inputs, targets)
        weighted, activations = self._run(rows)
        dC_da = 2 * (activations[-1] - wanted) / len(rows)
        weights: list[Array] = []
        biases: list[Array] = []
        layers = zip(self.weights, weighted, activations[:-1], strict=True)
        for w, z, a in reversed(list(layers)):
            dC_dz = sigmoid_slope(z) * dC_da
            weights.insert(0, dC_dz.T @ a)
            biases.insert(0, dC_dz.sum(axis=0))
            dC_da = dC_dz @ w
        return Gradient(weights, biases, dC_da.reshape(np.shape(inputs)))

    def chain(self, inputs: ArrayLike, targets: ArrayLike) -> Chain:
        """Every factor of the gradient for one example, by name.

        inputs: (n_0,); targets: (n_L,); a table of one row will do. See `Chain`.
        Source: ∂C₀/∂a(L) = 2(a(L) − y), and ∂C₀/∂a(l-1)ᵢ = Σⱼ w(l)ⱼᵢ σ′(z(l)ⱼ) ∂C₀/∂a(l)ⱼ.

        >>> Network([[[0.0]]], [[0.0]]).chain([3.0], [1.0]).weight(1, 0, 0)
        Factors(dz_dq=3.0, da_dz=0.25, dC_da=-1.0)
        """
        rows, wanted = self.examples(inputs, targets)
        if len(rows) != 1:
            raise ValueError(f"a chain is followed for one example, got {len(rows)}")
        weighted, activations = ([row[0] for row in layers] for layers in self._run(rows.copy()))
        slopes = [sigmoid_slope(z) for z in weighted]
        dC_da = [2 * (activations[-1] - wanted[0])]
        for w, slope in zip(reversed(self.weights), reversed(slopes), strict=True):
            dC_da.insert(0, (slope * dC_da[0]) @ w)
        return Chain([w.copy() for w in self.weights], weighted, slopes, activations, dC_da)

    def step(self, gradient: Gradient, rate: float) -> "Network":
        """Return the network one step further downhill; this one stays where it is.

        gradient: as `gradient` returns it; rate: η.
        Raises ValueError when the gradient belongs to another shape of network or the step leads
        out of the finite numbers.
        Source: W(l) − η ∂C/∂W(l) and b(l) − η ∂C/∂b(l).

        >>> network = Network([[[0.0]]], [[0.0]])
        >>> network.step(network.gradient([3.0], [1.0]), 2).weights
        [array([[1.5]])]
        """
        rate = checks.real("rate", rate)
        with np.errstate(over="ignore"):  # Network itself refuses the infinite
            weights = _downhill("∂C/∂W", self.weights, gradient.weights, rate)
            biases = _downhill("∂C/∂b", self.biases, gradient.biases, rate)
        return Network(weights, biases)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the network to `path`, bit for bit; `load` returns it.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     Network([[[0.5]]], [[0.0]]).save(folder + "/tiny.net")
        ...     Network.load(folder + "/tiny.net")
        Network(1-1)
        """
        storage.write(path, self.weights, self.biases)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Return the network that `save` wrote; ValueError for a damaged or a foreign file."""
        return cls(*storage.read(path))

    def _run(self, rows: Array) -> tuple[list[Array], list[Array]]:
        """Return z(1) … z(L) and a(0) … a(L)."""
        weighted: list[Array] = []
        activations = [rows]
        for w, b in zip(self.weights, self.biases, strict=True):
            weighted.append(activations[-1] @ w.T + b)
            activations.append(sigmoid(weighted[-1]))
        return weighted, activations

    def _rows(self, inputs: ArrayLike) -> Array:
        rows = checks.rows("inputs", inputs, self.dtype)
        if rows.shape[1] != self.sizes[0]:
            raise ValueError(f"layer 1 takes {self.sizes[0]} inputs per row, got {rows.shape[1]}")
        return rows


def _in_kind(inputs: ArrayLike, layers: list[Array]) -> list[Array]:
    """Answer a table with tables, and one example with one row for each layer."""
    return layers if np.ndim(inputs) == 2 else [layer[0] for layer in layers]


def _downhill(name: str, parts: list[Array], slopes: list[Array], rate: float) -> list[Array]:
    wanted, found = [part.shape for part in parts], [np.shape(slope) for slope in slopes]
    if found != wanted:
        raise ValueError(f"{name} must have the network's own shapes {wanted}, got {found}")
    return [part - rate * slope for part, slope in zip(parts, slopes, strict=True)]
