"""The chain rule for one example, with every factor kept under its own name.

A gradient is a product of three kinds of factors, summed over paths. Training multiplies them and
forgets them; here they stay, so that each can be shown, nudged and checked.
"""

from dataclasses import dataclass

import numpy as np

from coursekit.network.checks import Array


@dataclass(frozen=True)
class Factors:
    """The three factors that lead from one quantity through one neuron to the cost.

    The quantity q may be a weight, a bias or an activation that feeds the neuron:
    ∂C₀/∂q = ∂z/∂q · ∂a/∂z · ∂C₀/∂a, and for an activation this is one path out of several.

    dz_dq: how z answers q: a(l-1) for a weight, 1 for a bias, w for an activation.
    da_dz: how the activation answers z: σ′(z).
    dC_da: how the cost answers the activation.

    >>> Factors(dz_dq=0.5, da_dz=0.25, dC_da=-2.0).product
    -0.25
    """

    dz_dq: float
    da_dz: float
    dC_da: float

    @property
    def product(self) -> float:
        """The product ∂z/∂q · ∂a/∂z · ∂C₀/∂a."""
        return self.dz_dq * self.da_dz * self.dC_da


@dataclass(frozen=True, eq=False)
class Chain:
    """Every factor of ∂C₀ for one example; made by `Network.chain`.

    weights: W(1) … W(L), as they were.
    weighted_inputs: z(1) … z(L).
    slopes: σ′(z(1)) … σ′(z(L)).
    activations: a(0) … a(L).
    activation_gradients: ∂C₀/∂a(0) … ∂C₀/∂a(L); the last is `output_error`, 2(a(L) − y).

    Lists that start at layer 1 hold layer l at index l − 1. The methods count layers as the
    notation does, from 1, and neurons from 0.
    """

    weights: list[Array]
    weighted_inputs: list[Array]
    slopes: list[Array]
    activations: list[Array]
    activation_gradients: list[Array]

    @property
    def output_error(self) -> Array:
        """2(a(L) − y), shaped (n_L,): how the cost answers each output."""
        return self.activation_gradients[-1]

    def weight(self, layer: int, j: int, i: int) -> Factors:
        """The factors of ∂C₀/∂w(l)ⱼᵢ: a(l-1)ᵢ, σ′(z(l)ⱼ) and ∂C₀/∂a(l)ⱼ.

        Raises ValueError for a layer or neuron that is not there.

        >>> from coursekit.network.network import Network
        >>> chain = Network([[[2.0]]], [[0.0]]).chain([0.0], [1.0])
        >>> chain.weight(1, 0, 0)
        Factors(dz_dq=0.0, da_dz=0.25, dC_da=-1.0)
        """
        self._check(layer, j, i)
        return self._factors(float(self.activations[layer - 1][i]), layer, j)

    def bias(self, layer: int, j: int) -> Factors:
        """The factors of ∂C₀/∂b(l)ⱼ: 1, σ′(z(l)ⱼ) and ∂C₀/∂a(l)ⱼ.

        >>> from coursekit.network.network import Network
        >>> Network([[[2.0]]], [[0.0]]).chain([0.0], [1.0]).bias(1, 0).product
        -0.25
        """
        self._check(layer, j)
        return self._factors(1.0, layer, j)

    def path(self, layer: int, j: int, i: int) -> Factors:
        """The factors of the path from a(l-1)ᵢ through neuron j of layer l: w(l)ⱼᵢ, σ′, ∂C₀/∂a(l)ⱼ.

        >>> from coursekit.network.network import Network
        >>> Network([[[2.0]]], [[0.0]]).chain([0.0], [1.0]).path(1, 0, 0).product
        -0.5
        """
        self._check(layer, j, i)
        return self._factors(float(self.weights[layer - 1][j, i]), layer, j)

    def paths(self, layer: int) -> Array:
        """All paths through `layer`, shaped (n_l, n_(l-1)): entry [j, i] leads from i through j.

        Each column sums to one ∂C₀/∂a(l-1)ᵢ: the cost feels a neuron through all that it feeds.
        Source: ∂C₀/∂a(l-1)ᵢ = Σⱼ w(l)ⱼᵢ σ′(z(l)ⱼ) ∂C₀/∂a(l)ⱼ.

        >>> from coursekit.network.network import Network
        >>> chain = Network([[[2.0], [4.0]]], [[0.0, 0.0]]).chain([0.0], [1.0, 0.0])
        >>> chain.paths(1).tolist(), chain.activation_gradients[0].tolist()
        ([[-0.5], [1.0]], [0.5])
        """
        self._check(layer)
        arriving = self.slopes[layer - 1] * self.activation_gradients[layer]
        return np.asarray(self.weights[layer - 1] * arriving[:, np.newaxis])

    def _factors(self, dz_dq: float, layer: int, j: int) -> Factors:
        slope, dC_da = self.slopes[layer - 1][j], self.activation_gradients[layer][j]
        return Factors(dz_dq, float(slope), float(dC_da))

    def _check(self, layer: int, j: int = 0, i: int = 0) -> None:
        """Refuse what the network does not have; negative indices would count from the end."""
        last = len(self.weights)
        if not 1 <= layer <= last:
            raise ValueError(f"layer must run from 1 to {last}, got {layer}")
        for name, index, place in (("j", j, layer), ("i", i, layer - 1)):
            size = len(self.activations[place])
            if not 0 <= index < size:
                rule = f"{name} must name a neuron of layer {place}, 0 to {size - 1}"
                raise ValueError(f"{rule}, got {index}")
