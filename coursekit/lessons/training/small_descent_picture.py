"""A small network on its way down: what each neuron answers over the plane, and the cost so far.

From left to right: two inputs, the middle layers with a map for each neuron, the output as the
large map, and the cost after each step. Below stand the weights of one neuron.
"""

import time
from functools import partial
from itertools import accumulate, pairwise, product

import numpy as np

from coursekit.lessons.training.by_hand import HEAVIEST, weight_of
from coursekit.lessons.training.descent_parts import PATIENCE, flat_steps, next_step, plateau
from coursekit.lessons.training.playground import FOLLOW, Playground
from coursekit.lessons.training.point_sets import unseen
from coursekit.lessons.training.small_network_figure import REACH, SmallNetworkFigure
from coursekit.lessons.training.two_classes import Way, random_starts
from coursekit.pictures.background import Background
from coursekit.pictures.handles import Handle, spot, upright
from coursekit.pictures.notation import significant
from coursekit.pictures.plane import grid_inputs

REDRAW = 0.15  # seconds between two pictures while it trains
AT_ONCE = 300  # steps that nobody waits for
ASKED = grid_inputs(REACH)
LOOK_ONLY = {"step", "point", "neuron", "weight", *FOLLOW}  # controls that change no way


class SmallDescentExplorer(Playground):
    """A small network on points of two to four classes, trained step by step.

    Steps are computed once, as far as the timeline goes; a step back shows what was there.
    """

    name = "training.small_descent"

    def __init__(self):
        self.figure, self.work = SmallNetworkFigure(), None
        self._asked = self._way = self._wiring = self._goal = None
        self._shown_at = 0.0
        super().__init__()

    @property
    def newest(self):
        """The last step that is done."""
        return self._way.done

    # -- the way ---------------------------------------------------------------------------------

    def _walk(self, step):
        """Return the way of these settings and, if it has come so far, the step; else its newest.

        Only what is to be seen is done, and what takes long in the background.
        """
        v = self.values
        asked = {name: value for name, value in v.items() if name not in LOOK_ONLY}
        if asked != self._asked:
            self._asked, self._way = asked, self._new_way(v)
        way, wanted = self._way, min(step + 1, v["steps"])  # the next step is promised
        if self.work and (not self.work.running or self._goal != (way, wanted)):
            self.work.pause()
            self.work = None
        if not self.work and min(wanted, way.ends) - way.done > AT_ONCE:
            goes_on = partial(way.pieces, wanted)
            self.work, self._goal = (
                Background(goes_on, self._after_slice, gives_back=True),
                (way, wanted),
            )
            self.work.start()
        if not self.work or not self.work.running:  # it is not long, or no kernel comes back to it
            self.work = None
            for _ in way.pieces(wanted):
                pass
        return way, min(step, way.done)

    def _new_way(self, v):
        *middle, outputs = self.sizes[1:]
        hollow = unseen(*(v[name] for name in ("set", "classes", "noise", "draw")))
        return Way(
            random_starts(tuple(middle), outputs)[v["start"]],
            self.points,
            hollow if v["held_out"] and not v["points"] else None,
            rate=v["eta"],
            **{name: v[name] for name in ("batch", "penalty", "edits", "steps")},
        )

    def _after_slice(self):
        if self.work and self.work.running and time.perf_counter() - self._shown_at < REDRAW:
            return
        self._on_move()
        self._shown_at = time.perf_counter()

    # -- the picture -----------------------------------------------------------------------------

    def refresh(self):
        v = self.values
        way, step = self._walk(v["step"])
        network, walks, wrong = way.network(step), way.walks(), way.wrong[step]
        costs, (inputs, _) = way.costs[: way.done + 1], way.points
        layer, neuron = self.chosen
        held = weight_of(network, layer, neuron, v["weight"])
        self._follow(w=float(np.clip(round(held, 4), -HEAVIEST, HEAVIEST)))
        hollow = way.unseen_costs[: way.done + 1] if way.unseen else None
        results = [
            *next_step(walks, step, v["eta"]),
            significant(way.norms[step] ** 0.5) if step < way.done else "–",
            f"{costs[step]:.4f}",
            "–" if hollow is None else f"{hollow[step]:.4f}",
            f"{wrong.sum()} of {len(wrong)}",
        ]
        self.figure.reach(v["steps"], len(network.biases[-1]))
        self.figure.update(
            network,
            network.forward(ASKED)[1:],
            (way.points, wrong, way.unseen, inputs[v["point"]] if v["points"] else None),
            (costs, hollow),
            *(step, plateau(costs), results),
            (layer, neuron, v["weight"]),
        )
        return self._sentence(way, step)

    def _sentence(self, way, step):
        v, wrong = self.values, way.wrong[step]
        rate = np.format_float_positional(v["eta"], 3, fractional=False, trim="-")
        middle = self.sizes[1:-1]
        several = "s"[: max(middle) + len(middle) - 2]
        told = (
            f"Step {step:,} of {v['steps']:,} with {'-'.join(map(str, middle))} middle "
            f"neuron{several} and η = {rate}: C = {way.costs[step]:.4f}, "
            f"{len(wrong) - wrong.sum()} of {len(wrong)} points on the right side."
        )
        if way.ends < v["steps"] and step == way.ends:
            told += f" The next step left all bounds, with η = {rate}."
            return f"{told} Try a smaller η or penalty."
        return told + self._remark(way, step, rate)

    def _remark(self, way, step, rate):
        """Say what is worth saying about this step."""
        costs, layer = way.costs[: way.done + 1], way.saturated[step]
        if layer:
            since = step - int((way.saturated[step::-1] > 0).argmin() or step + 1) + 1
            return (
                f" Layer {layer} is saturated since step {since}: with η = {rate} its neurons were "
                "thrown so far that their slopes are all but gone. Try a smaller η."
            )
        if any(edit[0] == step for edit in self.values["edits"]):
            return " Here a weight was set by hand."
        if step and costs[step] > costs[step - 1]:
            return " The last step led up."
        if flat_steps(costs)[step]:
            return f" A plateau: the last {PATIENCE} steps hardly moved the cost."
        return ""

    # -- what can be grabbed ---------------------------------------------------------------------

    def handles(self):
        """Return the handles: neurons, weights, points, the map, the numbers, the timeline."""
        figure, v = self.figure, self.values
        yield Handle("step", upright(figure.now.axes, min(v["step"], self.newest)), "x", _x)
        neurons, weights, _ = self._wired()
        yield from (*neurons, *weights)
        n = len(figure.weights.texts)
        yield from (Handle("w", spot(figure.weights, k), chooses={"weight": k}) for k in range(n))
        yield Handle(self._place_or_move, spot(figure.plane.axes), "at")
        seen = [0] * len(figure.plane.points)
        for k, label in enumerate(self.points.labels.tolist()):
            mark = spot(figure.plane.points[label], seen[label])
            seen[label] += 1
            yield Handle(partial(self.move, k), mark, "xy")

    def together(self):
        """Return each neuron with its weights: a row of W."""
        return self._wired()[2]

    def _wired(self):
        """Return the handles of neurons and weights, and what belongs together; they stay put."""
        if self._wiring is None or self._wiring[0] != self.sizes:
            diagram, sizes = self.figure.diagram, self.sizes
            frames = [spot(diagram.frames, k) for k in range(len(diagram.frames.get_paths()))]
            if sizes[-1] == 1:
                frames.append(spot(diagram.output, 0))
            neurons = [Handle("neuron", s, "press", value=k) for k, s in enumerate(frames)]
            firsts = accumulate(sizes[1:-1], initial=0)
            ends = [
                (first + j, source)
                for first, (n_in, k) in zip(firsts, pairwise(sizes), strict=True)
                for j, source in product(range(k), range(n_in))
            ]
            lines = [spot(diagram.links, k) for k in range(len(ends))]
            weights = [
                Handle("w", line, chooses={"neuron": neuron, "weight": source})
                for line, (neuron, source) in zip(lines, ends, strict=True)
            ]
            rows = [[frame] for frame in frames]
            for line, (neuron, _) in zip(lines, ends, strict=True):
                rows[neuron].append(line)
            self._wiring = sizes, (neurons, weights, rows)
        return self._wiring[1]


def _x(x, _y):
    return x


def small_descent():
    """Open the descent of a small network, with the border between its classes at every step.

    Its controls: the step of the timeline, η, the examples in a batch, the neurons, the random
    start, and the set of points. Folded away are further layers, a longer way and a penalty;
    other points; points by hand; weights by hand. In the picture a point, a weight and the
    timeline can be grabbed, and a click into the map puts a point there.

    For `set` and `at`: set, classes, noise, draw, examples, held_out; neurons, second, third,
    start; eta, batch, penalty, steps, step; points, point, x, y, label; neuron, weight, edits, w.
    """
    return SmallDescentExplorer()
