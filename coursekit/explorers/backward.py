"""Lesson 4's explorers of whole networks: forward and backward, the sum over paths, the average."""

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.explorer import Explorer, columns, power_slider, slider
from coursekit.explorers.knobs import Knobs, unpack
from coursekit.figures.averages import AveragesFigure
from coursekit.figures.grids import factor, number
from coursekit.figures.long_chain import PARAMETERS
from coursekit.figures.parts import low
from coursekit.figures.paths import STEPS, PathsFigure
from coursekit.figures.practice import PracticeFigure
from coursekit.network.network import Gradient, Network

START = dict(zip(PARAMETERS, (1.5, -0.5, -2.0, 1.0, 1.2, 0.3), strict=True))
INPUTS = np.array([[0.1], [0.4], [0.7], [0.9]])  # four examples for a network of single neurons
TARGETS = np.array([[0.0], [1.0], [0.0], [1.0]])


class Practice(Explorer):
    """The source's Practice II, covered: each step of the slider computes one quantity more."""

    def __init__(self):
        network = Network([[[0.2, 0.4], [0.6, 0.8]]], [[0.0, 0.0]])
        self.figure = PracticeFigure(network.sizes)
        self.knobs = Knobs(network, [0.7, 0.3], [1, 0], "w1 0,0")
        self.order = order(1)
        self.controls = {
            "drag": self.knobs.which,
            "knobs": self.knobs,
            "rate": slider("η", 1.0, 0.0, 4.0, 0.1, read="the size of the step"),
            "step": slider("step", 0, 0, len(self.order), 1, read="quantities computed so far"),
        }
        self.show = widgets.Button(
            description="show all",
            tooltip="uncover every result",
            layout={"margin": "2px 2px 2px 5.5em"},
        )
        self.show.on_click(self.uncover)
        self.open()

    @property
    def main(self):
        """The steps, until all is computed."""
        return "knobs" if self.controls["step"].value == len(self.order) else "step"

    def refresh(self):
        values = self.values
        network, inputs, targets = self.knobs.network()
        cost = network.cost(inputs, targets)
        gradient = network.gradient(inputs, targets)
        still = Gradient(gradient.weights, [0 * b for b in gradient.biases], gradient.inputs)
        lines = []
        for moves in (still, gradient):
            after = network.step(moves, values["rate"]).cost(inputs, targets)
            lines.append((-values["rate"] * moves.norm_squared, after - cost, after))
        step = values["step"]
        known, lit = uncovered(network, inputs, targets, self.order, step)
        done = step == len(self.order)
        self.figure.update(known, lit, lines if done else None)
        if step == 0:
            return "Inputs, weights, biases and targets are given. All results are covered."
        if done:
            return (
                f"C₀ = {number(cost)}. After one step with η = {values['rate']:g} it is "
                f"{number(lines[0][2])} when W alone moves, and {number(lines[1][2])} when b "
                "moves too."
            )
        return f"Step {step} of {len(self.order)}: {said(lit[0], known[lit[0]])}."

    def uncover(self, _button=None):
        """Show every result."""
        self.controls["step"].value = len(self.order)

    def layout(self):
        c = self.controls
        return [
            columns((c["step"], self.show), (self.knobs.which, self.knobs.amount), (c["rate"],))
        ]


def order(last):
    """Return what is computed forward and then backward, a tuple of names a step.

    >>> order(1)
    [('z1',), ('a1',), ('C',), ('da1',), ('dz1', 'db1'), ('dW1',), ('da0',), ('step',)]
    """
    forward = [(f"{letter}{layer}",) for layer in range(1, last + 1) for letter in "za"]
    backward = [
        names
        for layer in range(last, 0, -1)
        for names in ((f"dz{layer}", f"db{layer}"), (f"dW{layer}",), (f"da{layer - 1}",))
    ]
    return [*forward, ("C",), (f"da{last}",), *backward, ("step",)]


def uncovered(network, inputs, targets, steps, count):
    """Return what is known after `count` steps by name, and the names of the newest."""
    chain, gradient = network.chain(inputs, targets), network.gradient(inputs, targets)
    everything = {"C": network.cost(inputs, targets), "y": targets, "a0": inputs}
    for layer, weights in enumerate(network.weights, 1):
        everything |= {
            f"W{layer}": weights,
            f"b{layer}": network.biases[layer - 1],
            f"z{layer}": chain.weighted_inputs[layer - 1],
            f"a{layer}": chain.activations[layer],
            f"dz{layer}": gradient.biases[layer - 1],
            f"db{layer}": gradient.biases[layer - 1],
            f"dW{layer}": gradient.weights[layer - 1],
        }
    everything |= {f"da{layer}": da for layer, da in enumerate(chain.activation_gradients)}
    covered = {name for names in steps[count:] for name in names}
    known = {name: value for name, value in everything.items() if name not in covered}
    return known, steps[count - 1] if count else ()


def said(name, value, *, deep=False):
    """Say a quantity with its numbers, row by row; `deep` for layers of one neuron, as in `Ledger`.

    >>> said("dW1", np.array([[0.5, 0.25]]))
    '∂C₀/∂W(1) is 0.5000, 0.2500'
    >>> said("z2", 0.5, deep=True)
    'z₂ is 0.5000'
    """
    letters, layer = name.rstrip("0123456789"), name.lstrip("CdWabz")
    letter = letters.removeprefix("d")
    names = f"{letter.lower()}{low(layer)}" if deep else f"{letter}({layer})"
    quantity = "C₀" if name == "C" else names
    prefix = "∂C₀/∂" if name.startswith("d") else ""
    return f"{prefix}{quantity} is {', '.join(number(v) for v in np.ravel(value))}"


def practice_two():
    """Open Practice II with its results covered, to be uncovered step by step."""
    return Practice()


class Paths(Explorer):
    """A 2-3-2 network: the three ways to move an output, the sum over paths, one layer back."""

    main = "knobs"

    def __init__(self):
        network = Network(
            [[[1.4, -0.8], [-1.0, 2.0], [0.6, 0.9]], [[1.5, -0.6, 0.8], [0.9, 1.6, -1.2]]],
            [[-0.2, 0.4, -0.9], [-1.4, 0.6]],
        )
        self.figure = PathsFigure()
        self.knobs = Knobs(network, [0.9, 0.3], [1, 0], "w2 0,0")
        self.controls = {
            "output": slider("output", 0, 0, 1, 1, read="the output that asks"),
            "neuron": slider("neuron", 0, 0, 2, 1, read="the neuron of layer 1 that listens"),
            "drag": self.knobs.which,
            "knobs": self.knobs,
            "step": slider("step", len(STEPS), 0, len(STEPS), 1, read="quantities computed so far"),
        }
        self.open()

    def refresh(self):
        values = self.values
        network, inputs, targets = self.knobs.network()
        chain = network.chain(inputs, targets)
        j, i, step = values["output"], values["neuron"], values["step"]
        bias, paths = chain.bias(2, j), chain.paths(2)
        self.figure.update(
            (chain.activations, network.weights, targets),
            (j, i),
            network.cost(inputs, targets),
            (bias.da_dz, bias.dC_da),
            paths,
            float(chain.slopes[0][i]),
            step,
        )
        if step == 0:
            return f"Step 0 of {len(STEPS)}: only what is given is known."
        if step < len(STEPS):
            newest = (
                *(*chain.activations[1:], network.cost(inputs, targets)),
                *(bias.dC_da, bias.da_dz, bias.product, bias.product),
                *(chain.activations[1] * bias.product, paths[j], paths[1 - j], paths.sum(axis=0)),
            )[step - 1]
            told = ", ".join(map(factor, np.ravel(newest)))
            return f"Step {step} of {len(STEPS)}, output {j}: {STEPS[step - 1]} is {told}."
        first, second = (number(path) for path in paths[:, i])
        return (
            f"Neuron {i} of layer 1 hears {first} from output 0 and {second} from output 1: "
            f"together {number(paths[:, i].sum())}."
        )

    def layout(self):
        c = self.controls
        return [
            columns((c["output"], c["neuron"]), (self.knobs.which, self.knobs.amount), (c["step"],))
        ]


def paths():
    """Open the sum over paths: what each output asks of its bias, weights and activations."""
    return Paths()


class Averages(Explorer):
    """Four examples, a gradient each, their average ∇C, and one step of η against it."""

    main = "rate"

    def __init__(self):
        self.figure = AveragesFigure()
        self.controls = {
            **{name: slider(name, value, -6.0, 6.0, 0.1) for name, value in START.items()},
            "rate": power_slider("η", 1.0, -3, 2, 0.1, read="the size of the step"),
        }
        self.open()

    def refresh(self):
        values = self.values
        flat = [values[name] for name in PARAMETERS]
        network, _, _ = unpack((1, 1, 1, 1), [*flat, 0, 0])
        outputs = network.forward(INPUTS)[-1]
        misses = (outputs - TARGETS) ** 2
        singles = [flatten(network.gradient(a, y)) for a, y in zip(INPUTS, TARGETS, strict=True)]
        gradient = network.gradient(INPUTS, TARGETS)
        stepped = network.step(gradient, values["rate"])
        before, after = network.cost(INPUTS, TARGETS), stepped.cost(INPUTS, TARGETS)
        predicted = -values["rate"] * gradient.norm_squared
        self.figure.update(
            np.hstack([INPUTS, TARGETS, outputs, misses]),
            singles,
            flatten(gradient),
            flatten(stepped),
            (before, predicted, after - before, after),
        )
        return (
            f"C = {number(before)}. A step with η = {values['rate']:.3g} is predicted to change it "
            f"by {factor(predicted)} and really changes it by {factor(after - before)}."
        )

    def layout(self):
        c = self.controls
        groups = ("w1", "b1"), ("w2", "b2"), ("w3", "b3"), ("rate",)
        return [columns(*([c[name] for name in group] for group in groups))]


def flatten(parts):
    """Return the six numbers of a network 1-1-1-1, or of its gradient: w₁, b₁, w₂, b₂, w₃, b₃."""
    pairs = zip(parts.weights, parts.biases, strict=True)
    return [float(part.item()) for pair in pairs for part in pair]


def averages():
    """Open the average over examples: the gradient vector assembled, and a step against it."""
    return Averages()
