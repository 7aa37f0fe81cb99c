"""Lesson 2's explorers: one layer as σ(W a + b), and a trained network that reads digits."""

from functools import cache
from importlib import resources

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.explorer import Explorer, columns, slider
from coursekit.figures.layer import MOST, LayerFigure
from coursekit.figures.neuron import written_sum
from coursekit.figures.parts import low, short
from coursekit.figures.reader import LAYERS as READER_LAYERS
from coursekit.figures.reader import ReaderFigure
from coursekit.network.datasets import mnist
from coursekit.network.network import Network

IMAGES = 100  # how many test images the reader leafs through

# Practice I of the source in the corner; the rest is there for whoever adds inputs and neurons
WEIGHTS = np.array(
    [
        [0.2, 0.4, -0.7, 1.1, 0.5, -0.3],
        [0.6, 0.8, 0.9, -1.2, -0.4, 0.7],
        [-1.0, 0.5, 1.3, 0.4, -0.6, 0.2],
        [0.7, -0.9, 0.3, -0.5, 1.4, 0.1],
        [-0.2, 1.2, -0.8, 0.6, 0.3, -1.1],
        [1.0, -0.4, 0.2, 0.8, -1.3, 0.9],
    ]
)
INPUTS = np.array([0.7, 0.3, 0.9, 0.2, 0.5, 0.8])
LIGHTS = ("row", "column")


class OneLayer(Explorer):
    """A layer whose every number can be changed, and whose sums are added up term by term."""

    def __init__(self):
        self.figure = LayerFigure()
        self.weights, self.inputs, self.biases = WEIGHTS.copy(), INPUTS.copy(), np.zeros(MOST)
        self.controls = {
            "inputs": slider("inputs", 2, 1, MOST, 1, read="how many inputs"),
            "neurons": slider("neurons", 2, 1, MOST, 1, read="how many neurons"),
            "light": widgets.ToggleButtons(
                options=LIGHTS,
                description="light a",
                style={"button_width": "80px", "description_width": "4.5em"},
                layout={"width": "300px"},
            ),
            "j": slider("neuron j", 0, 0, 1, 1, read="neuron, a row of W"),
            "i": slider("input i", 0, 0, 1, 1, read="input, a column of W"),
            "w": slider("w", 0.0, -2.0, 2.0, 0.1, read="the chosen weight"),
            "a": slider("a", 0.0, 0.0, 1.0, 0.1, read="the chosen input"),
            "b": slider("b", 0.0, -2.0, 2.0, 0.1, read="the chosen bias"),
            "terms": slider("terms", 0, 0, 4, 1, read="terms added up so far, then b, then σ"),
            "uncovered": widgets.ToggleButton(
                value=False, description="show anyway", layout={"width": "270px"}
            ),
        }
        for name in ("inputs", "neurons"):
            self.controls[name].observe(self._resize, names="value")
        for name in ("j", "i"):
            self.controls[name].observe(self._choose, names="value")
        for name in ("w", "a", "b"):
            self.controls[name].observe(self._change, names="value")
        self._choose()
        self.open()

    @property
    def main(self):
        """The terms, until the results are uncovered."""
        return "w" if self.controls["uncovered"].value else "terms"

    @property
    def layer(self):
        """The layer as a network of its own."""
        k, n = self.controls["neurons"].value, self.controls["inputs"].value
        return Network([self.weights[:k, :n]], [self.biases[:k]])

    @property
    def state(self):
        """The controls, and every number of the layer under W, a and b."""
        k, n = self.controls["neurons"].value, self.controls["inputs"].value
        numbers = {"W": self.weights[:k, :n], "a": self.inputs[:n], "b": self.biases[:k]}
        return self.values | {name: array.tolist() for name, array in numbers.items()}

    def set(self, state):
        """Move controls; W, a and b may be lists of numbers, whose sizes then hold.

        Raises ValueError when their shapes do not fit each other.
        """
        state = dict(state)
        rows = state.pop("W", None)
        if rows is not None:
            rows = np.array(rows, float)
            state |= {"neurons": len(rows), "inputs": rows.shape[-1]}
        numbers = {name: state.pop(name) for name in ("a", "b") if _is_list(state.get(name))}
        k, n = (state.get(x, self.controls[x].value) for x in ("neurons", "inputs"))
        for name, value, shape in (
            ("W", rows, (k, n)),
            ("a", numbers.get("a"), (n,)),
            ("b", numbers.get("b"), (k,)),
        ):
            if value is not None and np.shape(value) != shape:
                raise ValueError(f"{name} must have shape {shape}, got {np.shape(value)}")
        super().set(state)
        if rows is not None:
            self.weights[:k, :n] = rows
        self.inputs[:n] = numbers.get("a", self.inputs[:n])
        self.biases[:k] = numbers.get("b", self.biases[:k])
        self._choose()
        self._on_move()

    def uncover(self):
        """Show all results."""
        self.set({"uncovered": True})

    def refresh(self):
        v, layer = self.values, self.layer
        inputs = self.inputs[: v["inputs"]]
        z, a = layer.weighted_inputs(inputs)[0], layer.forward(inputs)[1]
        k, n = layer.weights[0].shape
        # rows above the chosen one count as done, rows below as still to come
        done = np.where(
            np.arange(k) < v["j"], n + 2, np.where(np.arange(k) == v["j"], v["terms"], 0)
        )
        shown = v["uncovered"] | (done[:, None] >= [n + 1, n + 2])
        chosen = ("row", v["j"]) if v["light"] == "row" else ("column", v["i"])
        lines = (
            self._row_in_numbers(z, a, shown) if chosen[0] == "row" else self._column_in_numbers()
        )
        self.figure.update(layer.weights[0], inputs, layer.biases[0], z, a, shown, chosen, lines)
        return self._sentence(z, a, shown)

    def layout(self):
        c = self.controls
        return [
            columns(
                (c["inputs"], c["neurons"], c["light"]),
                (c["j"], c["i"], c["terms"]),
                (c["w"], c["a"], c["b"], c["uncovered"]),
            )
        ]

    def _row_in_numbers(self, z, a, shown):
        v = self.values
        j, n = v["j"], v["inputs"]
        count = n + 2 if v["uncovered"] else v["terms"]
        told = written_sum(self.inputs[:n], self.weights[j, :n], self.biases[j], min(count, n + 1))
        if count <= n:
            so_far = f"{told} …" if count else "…"
            return f"z{low(j)} = {so_far}", f"a{low(j)} = σ(z{low(j)})"
        exact = np.isclose(z[j], round(z[j], 2))
        first = f"z{low(j)} = {told} {'=' if exact else '≈'} {short(z[j])}"
        second = f"a{low(j)} = σ({short(z[j])})"
        return first, f"{second} ≈ {a[j]:.4f}" if shown[j, 1] else second

    def _column_in_numbers(self):
        v = self.values
        i, x = v["i"], short(self.inputs[v["i"]])
        reached = ",   ".join(
            f"z{low(j)}: {short(self.weights[j, i])} × {x}" for j in range(v["neurons"])
        )
        return f"Input {i} goes into every sum, each time with another weight:", reached

    def _sentence(self, z, a, shown):
        v = self.values
        size = f"{_counted(v['neurons'], 'neuron')} on {_counted(v['inputs'], 'input')}."
        if v["light"] == "column":
            return f"{size} Column {v['i']} of W: what input {v['i']} says to each neuron."
        scene = f"{size} Row {v['j']} of W: the weights into neuron {v['j']}."
        if not shown[v["j"], 0]:
            return f"{scene} Its result is still covered."
        if not shown[v["j"], 1]:
            return f"{scene} z{low(v['j'])} = {short(z[v['j']])}, not squeezed yet."
        return f"{scene} z{low(v['j'])} = {short(z[v['j']])}, so a{low(v['j'])} = {a[v['j']]:.4f}."

    def _resize(self, _change=None):
        c = self.controls
        c["j"].max, c["i"].max = c["neurons"].value - 1, c["inputs"].value - 1
        c["terms"].max = c["inputs"].value + 2
        c["terms"].value = 0

    def _choose(self, change=None):
        """Bring the three number sliders to the chosen weight, input and bias."""
        c = self.controls
        j, i = c["j"].value, c["i"].value
        if change and change["owner"] is c["j"]:
            c["terms"].value = 0  # a row just chosen is still to be worked out
        self._choosing = True
        for name, value, label in (
            ("w", self.weights[j, i], f"w{low(j)}{low(i)}"),
            ("a", self.inputs[i], f"a{low(i)}"),
            ("b", self.biases[j], f"b{low(j)}"),
        ):
            c[name].value, c[name].description = value, label
        self._choosing = False

    _choosing = False

    def _change(self, _change=None):
        if not self._choosing:
            c = self.controls
            j, i = c["j"].value, c["i"].value
            self.weights[j, i], self.inputs[i] = c["w"].value, c["a"].value
            self.biases[j] = c["b"].value


class DigitReader(Explorer):
    """A trained 784-16-16-10 network before real digits it has never seen."""

    main = "image"

    def __init__(self):
        self.figure = ReaderFigure()
        self.network = reader()
        self.controls = {
            "image": slider("image", 0, 0, IMAGES - 1, 1, read="which image the network reads"),
            "layer": widgets.ToggleButtons(
                options=READER_LAYERS,
                description="layer",
                style={"button_width": "120px", "description_width": "4.5em"},
                layout={"width": "480px"},
            ),
            "neuron": slider("neuron", 0, 0, 15, 1, read="which neuron's weights are shown"),
        }
        self.controls["layer"].observe(self._count_neurons, names="value")
        self.open()

    def refresh(self):
        v = self.values
        digits = mnist("test")[:IMAGES]
        image, label = digits.inputs(np.float64)[v["image"]], digits.labels[v["image"]]
        _, *layers = self.network.forward(image)
        place = READER_LAYERS.index(v["layer"])
        incoming = self.network.weights[place][v["neuron"]]
        pixels = incoming if place == 0 else np.zeros(784)
        first, second = np.argsort(layers[-1])[[-1, -2]]
        chosen = (place, v["neuron"])
        self.figure.update(image, layers, pixels, None if place == 0 else incoming, chosen, first)
        verdict = "rightly" if first == label else f"but it is a {label}"
        return (
            f"The network reads a {first} ({layers[-1][first]:.2f}), {verdict}. "
            f"Next comes the {second} with {layers[-1][second]:.2f}."
        )

    def layout(self):
        c = self.controls
        return [columns((c["image"], c["neuron"]), (c["layer"],))]

    def _count_neurons(self, _change=None):
        last = self.controls["layer"].value == READER_LAYERS[-1]
        self.controls["neuron"].max = 9 if last else 15


@cache
def reader():
    """Return the trained network that the course brings along; tools/train_reader.py made it."""
    with resources.as_file(resources.files("coursekit.data") / "reader.npz") as path:
        return Network.load(path)


def digit_reader():
    """Open a trained network that reads handwritten digits."""
    return DigitReader()


def one_layer():
    """Open the explorer of one layer, on Practice I with its results covered."""
    return OneLayer()


def _is_list(value):
    return isinstance(value, list | tuple | np.ndarray)


def _counted(number, thing):
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
