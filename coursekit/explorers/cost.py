"""Lesson 3's explorers: misses as squares, the cost along one weight, a landscape to walk on."""

import ipywidgets as widgets
import numpy as np

from coursekit.explorers.explorer import Explorer, choice_slider, columns, slider
from coursekit.figures.cost_curve import INPUT_POINTS, WEIGHT_POINTS, CostCurveFigure
from coursekit.figures.landscape import GRID_POINTS, REACH, REGION, LandscapeFigure
from coursekit.figures.parts import low
from coursekit.figures.squares import EXAMPLES, OUTPUTS, SquaresFigure
from coursekit.network.network import Network, sigmoid
from coursekit.pointer import pointer_on

STARTING_OUTPUTS = ((0.8, 0.3, 0.1), (0.4, 0.6, 0.2), (0.5, 0.5, 0.5), (0.1, 0.9, 0.3))
WANTED = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1)], float)


class Squares(Explorer):
    """Four examples of three outputs: the squares of one, the columns of all, their mean."""

    main = "a00"

    def __init__(self):
        self.figure = SquaresFigure()
        self.controls = {
            "example": slider("example", 0, 0, EXAMPLES - 1, 1, read="which example is shown"),
            **{
                f"a{k}{j}": slider(f"a{low(j)}", value, 0.0, 1.0, 0.05, read=f"output {j}")
                for k, row in enumerate(STARTING_OUTPUTS)
                for j, value in enumerate(row)
            },
        }
        self.open()

    def refresh(self):
        values = self.values
        k = values["example"]
        outputs = np.array(
            [[values[f"a{row}{j}"] for j in range(OUTPUTS)] for row in range(EXAMPLES)]
        )
        self._offer(k)
        self.figure.update(outputs, WANTED, k)
        costs = ((outputs - WANTED) ** 2).sum(axis=1)
        mean = f"the mean over all four examples is C = {costs.mean():.4f}"
        return f"C{low(k)} = {costs[k]:.4f}; {mean}."

    def layout(self):
        c = self.controls
        rows = [[c[f"a{k}{j}"] for k in range(EXAMPLES)] for j in range(OUTPUTS)]
        return [columns((c["example"],), *rows)]

    def _offer(self, chosen):
        """Let only the chosen example's sliders be seen."""
        for k in range(EXAMPLES):
            for j in range(OUTPUTS):
                self.controls[f"a{k}{j}"].layout.display = "flex" if k == chosen else "none"


def cost_squares():
    """Open the squares of the misses, and the columns into which they are poured."""
    return Squares()


BRIGHTNESS = np.array([0.1, 0.25, 0.4, 0.6, 0.75, 0.9])  # six examples for one neuron
ANSWERS = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])


class CostCurve(Explorer):
    """One neuron on six examples: what each costs, and the mean for every weight."""

    main = "w"

    def __init__(self):
        self.figure = CostCurveFigure(BRIGHTNESS, ANSWERS)
        self.controls = {
            "w": slider("w", 2.0, -12.0, 12.0, 0.1, read="the weight"),
            "b": slider("b", 0.0, -8.0, 8.0, 0.1, read="the bias"),
        }
        self.open()

    def refresh(self):
        w, b = self.controls["w"].value, self.controls["b"].value
        network = Network([[[w]]], [[b]])
        outputs = network.forward(BRIGHTNESS[:, None])[-1][:, 0]
        costs = (outputs - ANSWERS) ** 2
        every = sigmoid(np.outer(WEIGHT_POINTS, BRIGHTNESS) + b)
        curve = ((every - ANSWERS) ** 2).mean(axis=1)
        self.figure.update(sigmoid(w * INPUT_POINTS + b), outputs, costs, curve, w)
        lowest = WEIGHT_POINTS[curve.argmin()]
        return (
            f"w = {w:.1f} and b = {b:.1f}: C = {costs.mean():.4f}. With this b, the best weight in "
            f"reach is near {lowest:.1f}: C = {curve.min():.4f}."
        ).replace("-", "−")


def cost_along_weight():
    """Open the cost of one neuron along its weight, with the bias held."""
    return CostCurve()


PLACES = np.array([[-0.8], [0.1], [0.9]])  # three examples for a network of single neurons
LEVELS = np.array([[0.1], [0.5], [0.9]])
BIASES = (-2.0, 0.5)
STARTS = ((3.0, 5.0), (-2.0, -7.0), (-7.0, 3.0))
GOAL, LIMIT = 0.05, 10


class Landscape(Explorer):
    """C over the two weights of a network 1-1-1, walked by slider, arrow key or pointer.

    A drag counts as one move, and so does a press of an arrow key or a click. In the fog the map
    is covered and every stop is a move of its own.
    """

    main = "w1"

    def __init__(self):
        self.figure = LandscapeFigure(cost_at(*np.meshgrid(GRID_POINTS, GRID_POINTS)), GOAL)
        self.best = None
        self.controls = {
            "start": slider("start", 0, 0, len(STARTS) - 1, 1, read="where the way begins"),
            "fog": widgets.Checkbox(value=False, description="fog", indent=False),
            "step": choice_slider(
                "arrow", [0.2, 0.5, 1.0, 2.0, 4.0], 1.0, read="how far an arrow key goes"
            ),
            "w1": slider("w₁", STARTS[0][0], -REACH, REACH, 0.1),
            "w2": slider("w₂", STARTS[0][1], -REACH, REACH, 0.1),
        }
        self.again = widgets.Button(description="back to the start", layout={"width": "150px"})
        self.again.on_click(self.restart)
        for name in ("start", "fog"):
            self.controls[name].observe(self._begin, names="value")
        for name in ("w1", "w2"):
            self.controls[name].observe(self._note_slider, names="value")
        self.pointer = pointer_on(
            REGION, "Map of the cost; arrow keys walk on it", self._point, self._walk
        )
        self._begin()
        self.open()

    def refresh(self):
        # rounded: the browser's sliders return what they are told with a tail of their own
        here = (round(self.controls["w1"].value, 1), round(self.controls["w2"].value, 1))
        if here != self.trail[-1]:
            if self._mover is not None and self._mover == self._last_mover:
                self.trail[-1] = here  # the same drag goes on
            else:
                self.trail.append(here)
            self._last_mover = self._mover
        trail, fog = np.array(self.trail), self.controls["fog"].value
        costs, moves = cost_at(*trail.T), len(trail) - 1
        done = fog and costs[-1] < GOAL and 0 < moves <= LIMIT
        if done:
            self.best = min(moves, self.best or LIMIT)
        best = f"below {GOAL} in {self.best} moves" if self.best else f"not below {GOAL} yet"
        self.figure.update(trail, costs, fog, [f"{costs[-1]:.4f}", str(moves), best])
        place = f"w₁ = {here[0]:.1f}, w₂ = {here[1]:.1f}: C = {costs[-1]:.4f}".replace("-", "−")
        return f"{place} after {_counted(moves)}." + (_in_fog(moves, done) if fog else "")

    @property
    def state(self):
        """The controls, the way so far, and the best."""
        return self.values | {"trail": [list(place) for place in self.trail], "best": self.best}

    def set(self, state):
        """Move the controls named in `state`; a `trail` ends where the point then stands."""
        rest = dict(state)
        trail, best = rest.pop("trail", None), rest.pop("best", self.best)
        if trail is not None:
            way = np.asarray(trail, float)
            if way.ndim != 2 or way.shape[1] != 2 or not (np.abs(way) <= REACH).all():
                raise ValueError(f"trail must be pairs of numbers from −{REACH:g} to {REACH:g}")
            rest |= {"w1": float(way[-1, 0]), "w2": float(way[-1, 1])}
        if best not in (None, *range(1, LIMIT + 1)):
            raise ValueError(f"best must be None or 1 to {LIMIT} moves, got {best!r}")
        self._mover = None
        super().set(rest)
        if trail is not None:
            self.trail, self._last_mover = [tuple(map(float, place)) for place in way], None
        self.best = best
        self._on_move()

    def restart(self, _button=None):
        """Go back to the start; the best is kept."""
        self._begin()
        self._on_move()

    def layout(self):
        c = self.controls
        return [
            columns((c["w1"], c["w2"]), (c["start"], c["step"]), (c["fog"], self.again)),
            *self.pointer,
        ]

    def _begin(self, _change=None):
        c = self.controls
        place = STARTS[c["start"].value]
        self.trail, self._mover, self._last_mover = [place], None, None
        busy, self._moving_several = self._moving_several, True
        c["w1"].value, c["w2"].value = place
        self._moving_several = busy
        for name in ("w1", "w2"):
            # in the fog a slider tells where it was let go, not what it passed
            c[name].continuous_update = not c["fog"].value

    def _note_slider(self, change):
        if not self._moving_several:
            self._mover = None if self.controls["fog"].value else change["owner"].description

    def _point(self, stroke, points):
        mover = f"stroke {stroke}"
        if self.controls["fog"].value and mover == self._last_mover:
            return  # a click counts, a drag would feel its way
        self._go(*place_on_map(points[-1]), mover)

    def _walk(self, dx, dy):
        c = self.controls
        self._go(c["w1"].value + dx * c["step"].value, c["w2"].value + dy * c["step"].value, None)

    def _go(self, w1, w2, mover):
        w1, w2 = on_the_map(w1, w2)
        self._mover = mover
        super().set({"w1": w1, "w2": w2})


def on_the_map(w1, w2):
    """Return the nearest place of the map, to a slider's own steps.

    What a slider had to round would come back from the page as one more move.

    >>> on_the_map(9.5, -0.16)
    (8.0, -0.2)
    """
    w1, w2 = (round(float(np.clip(w, -REACH, REACH)), 1) for w in (w1, w2))
    return w1, w2


def place_on_map(point):
    """Return w₁ and w₂ at a point, given as fractions of the map from its top left corner.

    >>> place_on_map([0.25, 0.75])
    (-4.0, -4.0)
    """
    x, y = point
    return on_the_map(REACH * (2 * x - 1), REACH * (1 - 2 * y))


def cost_at(w1, w2):
    """Return C of the network 1-1-1 for arrays of weights, in their shape.

    >>> network = Network([[[1.0]], [[2.0]]], [[b] for b in BIASES])
    >>> bool(np.isclose(cost_at(1.0, 2.0), network.cost(PLACES, LEVELS)))
    True
    """
    w1, w2 = np.asarray(w1)[..., None], np.asarray(w2)[..., None]
    outputs = sigmoid(w2 * sigmoid(w1 * PLACES[:, 0] + BIASES[0]) + BIASES[1])
    return ((outputs - LEVELS[:, 0]) ** 2).mean(axis=-1)


def landscape():
    """Open a landscape of cost over two weights, to be walked on."""
    return Landscape()


def _in_fog(moves, done):
    if done:
        return f" Below {GOAL}: done in the fog."
    if moves > LIMIT:
        return f" That is more than {LIMIT}: go back to the start and try again."
    return f" In the fog: get below {GOAL} within {LIMIT} moves."


def _counted(moves):
    return f"{moves} move" if moves == 1 else f"{moves} moves"
