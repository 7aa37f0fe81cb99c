"""One layer as σ(W a + b): every number can be changed, and the sums are added up term by term."""

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.matrix_activation.one_layer_figure import MOST, LayerFigure
from coursekit.network.network import Network
from coursekit.pictures.controls import choice_buttons, slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, spot, words
from coursekit.pictures.notation import activation, equals, low, short, written_sum

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


class OneLayer(Explorer):
    """A layer whose every number can be changed, and whose sums are added up term by term."""

    name = "matrix_activation.one_layer"
    remote = "terms"
    groups = (("inputs", "neurons", "light"), ("j", "i", "terms"), ("w", "a", "b", "uncovered"))

    def __init__(self):
        self.figure = LayerFigure()
        self.weights, self.inputs, self.biases = WEIGHTS.copy(), INPUTS.copy(), np.zeros(MOST)
        self.controls = {
            "inputs": slider("inputs", 2, 1, MOST, 1, read="how many inputs"),
            "neurons": slider("neurons", 2, 1, MOST, 1, read="how many neurons"),
            "light": choice_buttons("light a", ("row", "column"), 80, 300),
            "j": slider("neuron j", 0, 0, 1, 1, read="neuron, a row of W"),
            "i": slider("input i", 0, 0, 1, 1, read="input, a column of W"),
            "w": slider("w", 0.0, -2.0, 2.0, 0.1, read="the chosen weight"),
            "a": slider("a", 0.0, 0.0, 1.0, 0.1, read="the chosen input"),
            "b": slider("b", 0.0, -2.0, 2.0, 0.1, read="the chosen bias"),
            "terms": slider("terms", 0, 0, 4, 1, read="terms added up so far, then b, then σ"),
            "uncovered": widgets.ToggleButton(
                value=False, description="show anyway", layout={"width": "auto"}
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
        told = activation(a[j], 4)
        return first, f"{second} {'≈ ' * (told[0] == '0')}{told}" if shown[j, 1] else second

    def _column_in_numbers(self):
        v = self.values
        i, x = v["i"], short(self.inputs[v["i"]])
        reached = ",   ".join(
            f"z{low(j)}: {short(self.weights[j, i])} × {x}" for j in range(v["neurons"])
        )
        return f"Input {i} goes into every sum, each time with another weight:", reached

    def handles(self):
        f, n = self.figure, self.controls["inputs"].value
        for j in range(self.controls["neurons"].value):
            for i in range(n):
                for where in f.weight(j, i):
                    yield Handle("w", where, chooses={"j": j, "i": i})
            _, bias, z, a = f.neuron(j)
            yield Handle("b", bias, chooses={"j": j})
            yield Handle("terms", z, "press", value=n + 1, chooses={"j": j})
            yield Handle("terms", a, "press", value=n + 2, chooses={"j": j})
        for i in range(n):
            for where in f.input(i):
                yield Handle("a", where, chooses={"i": i})
        if self.controls["light"].value == "row":
            numbers = [(name, {"i": i}) for i in range(n) for name in ("w", "a")] + [("b", {})]
            for where, (name, chooses) in zip(words(f.written), numbers, strict=False):
                yield Handle(name, where, chooses=chooses)  # of the row that is chosen
            yield Handle("terms", spot(f.written), "x")

    def together(self):
        f, v = self.figure, self.values
        terms = words(f.written) if v["light"] == "row" else []
        for j in range(v["neurons"]):
            row = [place for i in range(v["inputs"]) for place in f.weight(j, i)]
            yield [*f.neuron(j), *row]
            for i in range(v["inputs"]):
                term = terms[2 * i : 2 * i + 2] if j == v["j"] else []
                disc, _, z, _ = f.neuron(j)
                yield [*f.weight(j, i), *f.input(i), disc, z, *term]

    def motion(self, before):
        f, v = self.figure, self.values
        if v["terms"] != before["terms"] + 1 or v["light"] != "row":
            return []
        i, (disc, bias, z, a) = before["terms"], f.neuron(v["j"])
        if i < v["inputs"]:
            (circle, cell), (line, weight) = f.input(i), f.weight(v["j"], i)
            return [[circle, cell, weight], [line], [z]]
        return [[bias], [z]] if i == v["inputs"] else [[z], [a], [disc]]

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
        told = f"z{low(v['j'])} = {short(z[v['j']])}, so a{low(v['j'])} {equals(a[v['j']], 4)}"
        return f"{scene} {told}."

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


def one_layer():
    """Open one layer, on Practice I with its results covered.

    Sliders set its size, choose neuron j and input i, change their weight, input and bias, and
    add up the terms; "show anyway" uncovers everything.

    For `set` and `at`: inputs, neurons, light, j, i, w, a, b, terms, uncovered.
    """
    return OneLayer()


def _is_list(value):
    return isinstance(value, list | tuple | np.ndarray)


def _counted(number, thing):
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
