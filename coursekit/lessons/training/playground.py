"""The controls of a small network's picture, and what a learner changes by hand in it.

Points are drawn by a rule until one of them is moved, placed or taken away. A weight that is set by
hand holds from the step on at which it was set.
"""

from functools import partial

import ipywidgets as widgets
import numpy as np

from coursekit.lessons.training import by_hand
from coursekit.lessons.training.descent_parts import rate_slider, timeline
from coursekit.lessons.training.point_sets import COUNT, NOISE, SHAPES, points_of
from coursekit.lessons.training.two_classes import STEPS, WALKERS
from coursekit.network.datasets import Points
from coursekit.pictures.controls import LOOK, button, choice_slider, columns, slider
from coursekit.pictures.explorer import Explorer

MOST = 8  # neurons in a middle layer
LONGEST = (STEPS, 1000, 3000)  # steps of a way
HEAVY = -by_hand.HEAVIEST, by_hand.HEAVIEST  # ends of a weight that is set by hand
PENALTIES = (0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
FOLLOW = ("x", "y", "label", "w")  # controls of what is chosen: no part of a state
DATA, SHAPE = ("set", "classes", "noise", "draw", "examples"), ("neurons", "second", "third")
SEEN = ("step", "player"), ("eta", "batch"), ("neurons", "start", "set")
# what is folded away → its controls
FOLDS = {
    "more layers": ("second", "third", "steps", "penalty"),
    "other points": ("classes", "noise", "draw", "examples", "held_out"),
    "points by hand": ("point", "x", "y", "label", ("add", "remove", "as_drawn")),
    "weights by hand": ("neuron", "weight", "w", "as_trained"),
}


class Playground(Explorer):
    """An explorer with the controls of a small network, and with what is changed by hand.

    A subclass has `figure` and `refresh`, and `newest`, the last step that is done.
    """

    main = "step"
    since = (
        *(("second", 0), ("third", 0), ("steps", STEPS), ("penalty", 0), ("classes", 2)),
        *(("noise", NOISE), ("draw", 0), ("examples", COUNT), ("held_out", False), ("points", [])),
        *(("point", 0), ("neuron", 0), ("weight", 0), ("edits", [])),
    )

    def __init__(self):
        self._following, self._placing = False, None
        self.controls = self._new_controls()
        for name in DATA:
            self.controls[name].observe(self._draw_points_anew, names="value")
        for name in (*SHAPE, "classes", "start"):
            self.controls[name].observe(self._wire_anew, names="value")
        for name, act in (
            ("steps", self._reach),
            ("points", self._count_points),
            ("point", self._follow_point),
            ("neuron", self._count_weights),
            *((name, self._take_point) for name in ("x", "y", "label")),
            ("w", self._take_weight),
        ):
            self.controls[name].observe(act, names="value")
        self.add = button("add a point", partial(self.place, 0.0, 0.0))
        self.remove = button("take it away", self.take_away)
        self.as_drawn = button("as drawn", partial(self.set, {"points": []}))
        self.as_trained = button("as trained", partial(self.set, {"edits": []}))
        options = {"options": ["nothing", *FOLDS], "tooltip": "further controls"}
        self.folds = widgets.Dropdown(description="more", **options, **LOOK)
        self._wire_anew()
        self._count_points()
        self.open()

    def _new_controls(self):
        step, self.player = timeline(STEPS, 40)
        shapes = [(read, name) for name, (read, _) in SHAPES.items()]
        return {
            "set": widgets.Dropdown(
                options=shapes, description="points", tooltip="what is to be told apart", **LOOK
            ),
            "classes": slider("classes", 2, 2, 4, 1, read="how many classes of points"),
            "noise": slider("noise", NOISE, 0, 30, 1, read="how far points are scattered"),
            "draw": slider("draw", 0, 0, 9, 1, read="which random points"),
            "examples": slider("count", COUNT, 8, COUNT, 4, read="points that it learns from"),
            "held_out": widgets.Checkbox(
                value=False, description="hollow points, which it never learns", indent=False
            ),
            "neurons": slider("neurons", 4, 1, MOST, 1, read="neurons in the middle layer"),
            "second": slider("2nd layer", 0, 0, MOST, 1, read="neurons there; 0 is no such layer"),
            "third": slider("3rd layer", 0, 0, MOST, 1, read="neurons there; 0 is no such layer"),
            "start": slider("start", 22, 0, WALKERS - 1, 1, read="which random start"),
            "eta": rate_slider("η", 10.0),
            "batch": slider("batch", COUNT, 1, COUNT, 1, read="examples that each step sees"),
            "penalty": choice_slider("penalty", PENALTIES, 0, read="the pull on all weights"),
            "steps": choice_slider("steps", LONGEST, STEPS, read="how far the way goes"),
            "step": step,
            "points": by_hand.Held(by_hand.checked_points, [[-1, 0, 0], [1.5, -1.5, 1]]),
            "point": slider("point", 0, 0, COUNT - 1, 1, read="which point is chosen"),
            "x": slider("a₀", 0.0, -1.55, 1.55, 0.05, read="the chosen point, from left to right"),
            "y": slider("a₁", 0.0, -1.55, 1.55, 0.05, read="the chosen point, upwards"),
            "label": slider("class", 0, 0, 1, 1, read="the chosen point's"),
            "neuron": slider("neuron", 0, 0, 4, 1, read="which neuron is chosen"),
            "weight": slider("weight", 0, 0, 2, 1, read="which of its weights; the last is b"),
            "edits": by_hand.Held(self._checked_edits, [[0, 1, 0, 0, 3.0]]),
            "w": slider("value", 0.0, *HEAVY, 0.1, read="the chosen weight, from this step on"),
        }

    @property
    def sizes(self):
        """The numbers of neurons, inputs first; a layer of none is not there."""
        middle = (self.controls[name].value for name in SHAPE)
        classes = self.controls["classes"].value
        return (2, *(k for k in middle if k), 1 if classes == 2 else classes)

    @property
    def chosen(self):
        """The layer, from 1, and the number in it of the neuron that is chosen."""
        return by_hand.place_of(self.controls["neuron"].value, self.sizes)

    @property
    def state(self):
        """The controls, without those that only follow what is chosen."""
        return {name: value for name, value in self.values.items() if name not in FOLLOW}

    @property
    def points(self):
        """The points that it learns from: those placed by hand, or else those drawn."""
        v = self.values
        placed = v["points"]
        if not placed:
            return points_of(v["set"], v["classes"], v["noise"], v["draw"], v["examples"])
        inputs, labels = np.array(placed)[:, :2], [label for *_, label in placed]
        return Points(inputs, np.minimum(labels, v["classes"] - 1))

    def layout(self):
        """Return the controls; those of which few are needed at a time are folded away."""
        boxes = {
            fold: widgets.VBox([self._widget(name) for name in names])
            for fold, names in FOLDS.items()
        }

        def unfold(_change=None):
            for fold, box in boxes.items():
                box.layout.display = "" if fold == self.folds.value else "none"

        self.folds.observe(unfold, names="value")
        unfold()
        groups = [[self._widget(name) for name in group] for group in SEEN]
        return [columns(*groups, [self.folds, *boxes.values()])]

    # -- by hand ---------------------------------------------------------------------------------

    def place(self, x, y, label=None):
        """Put one more point on the map; without a class it has that of the chosen one."""
        label = self.controls["label"].value if label is None else label
        points = self._listed()
        if len(points) < by_hand.MOST_POINTS:
            self.set({"points": [*points, [x, y, label]], "point": len(points)})

    def move(self, point, x, y):
        """Move a point to another place, and choose it."""
        points = self._listed()
        points[point][:2] = x, y
        self.set({"points": points, "point": point})

    def take_away(self):
        """Take the chosen point off the map; two stay."""
        points = self._listed()
        if len(points) > by_hand.FEWEST_POINTS:
            del points[self.controls["point"].value]
            self.set({"points": points})

    def _place_or_move(self, x, y):
        """Put a point where a pointer goes down, and move it while it is held."""
        if self.picture.marks.hold != self._placing:
            self._placing = self.picture.marks.hold
            self.place(x, y)
        else:
            self.move(self.controls["point"].value, x, y)

    def _listed(self):
        inputs, labels = self.points
        rows = zip(inputs.tolist(), labels.tolist(), strict=True)
        return by_hand.checked_points([[*place, label] for place, label in rows])

    def _draw_points_anew(self, _change):
        self.controls["points"].value = []
        self.controls["label"].max = self.controls["classes"].value - 1
        self._count_points()

    def _count_points(self, _change=None):
        self.controls["point"].max = len(self.points.labels) - 1
        self._follow_point()

    def _wire_anew(self, _change=None):
        self.controls["edits"].value = []
        self.controls["neuron"].max = sum(self.sizes[1:]) - 1
        self._count_weights()

    def _count_weights(self, _change=None):
        layer, _ = self.chosen
        self.controls["weight"].max = self.sizes[layer - 1]

    def _reach(self, _change):
        last = self.controls["steps"].value
        self.controls["step"].max = self.player.max = last
        self.player.step = last // STEPS

    def _checked_edits(self, edits):
        return by_hand.checked_edits(edits, self.sizes)

    def _take_point(self, _change):
        if not self._following:
            points, c = self._listed(), self.controls
            points[c["point"].value] = [c["x"].value, c["y"].value, c["label"].value]
            self._keep("points", points)

    def _take_weight(self, _change):
        c = self.controls
        if not self._following:
            step = min(c["step"].value, self.newest)
            place = [*self.chosen, self.controls["weight"].value]
            self._keep("edits", by_hand.edited(c["edits"].value, step, place, c["w"].value))

    def _keep(self, name, rows):
        """Hold what was changed by hand; the control that was moved has it drawn."""
        before, self._moving_several = self._moving_several, True
        try:
            self.controls[name].value = rows
        finally:
            self._moving_several = before

    def _follow_point(self, _change=None):
        inputs, labels = self.points
        k = self.controls["point"].value
        x, y = inputs[k].tolist()
        self._follow(x=by_hand.on_map(x), y=by_hand.on_map(y), label=int(labels[k]))

    def _follow(self, **values):
        """Let controls show what is chosen; that is no move of theirs."""
        before, self._following = self._following, True
        for name, value in values.items():
            self.controls[name].value = value
        self._following = before

    def _on_move(self, _change=None):
        if not self._following:
            super()._on_move()
