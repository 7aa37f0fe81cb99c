"""Fifty descents at once: the histogram of where they ended, and every cost on its way there."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba

from coursekit.lessons.training.descent_parts import rate_slider
from coursekit.lessons.training.point_sets import RINGS
from coursekit.lessons.training.two_classes import WALKERS, random_starts, walk
from coursekit.pictures.charts import boxes, chart
from coursekit.pictures.colours import POINT, POSITIVE, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.parts import Numbers, circles, drawing, edges, new_figure, style
from coursekit.pictures.pointer import pointer_on, region_of

STEPS = 200
BINS = np.linspace(0, 0.6, 41)
TALL = (20, 30, 52)  # how far the scale of the histogram may reach


class StartsFigure:
    """Left how often each cost comes up now, right the cost of every start after each step."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                *(1000, 510),
                "Fifty starts, one network",
                "The same examples and the same η. Only the random start differs.",
            )
            titles = "how many stand at which cost $C$", "cost $C$ after each step"
            ends = chart(self.fig, 64, 112, 400, 330, titles[0], grid="y")
            ends.set(xlim=(0, BINS[-1]), ylim=(0, TALL[0]))
            ends.yaxis.get_major_locator().set_params(integer=True)
            ways = chart(self.fig, 556, 112, 420, 330, titles[1], grid="y")
            ways.set(xlim=(-0.03 * STEPS, 1.03 * STEPS), ylim=(-0.02, BINS[-1]))
            self.bars = PolyCollection([], facecolors=to_rgba(POSITIVE, 0.55), edgecolors="white")
            ends.add_collection(self.bars, autolim=False)
            self.mark = edges(ends, [(0, 0)], [(0, 0)], color=POINT, lw=2.4)
            self.ways = LineCollection([], colors=to_rgba(QUIET, 0.35), linewidths=1)
            ways.add_collection(self.ways, autolim=False)
            (self.chosen,) = ways.plot([], [], color=POINT, lw=2.8)
            self.end = circles(ways, [(STEPS, 0)], 6, facecolors=POINT, edgecolors="white")
            below = drawing(self.fig, 0, 472, 500, 30)
            self.told = Numbers(below, [(130 + 134 * k, 15) for k in range(3)], 12, weight="bold")
            self.ends = ends
        self.moving = [self.bars, self.mark, self.told, self.ways, self.chosen, self.end]

    def reach(self, costs):
        """Let the histogram's scales reach as far as all of (steps + 1, S) costs ever do."""
        counts = [np.histogram(now, BINS)[0].max() for now in costs]
        wide = np.floor(10 * min(costs.max(), 0.59) + 1) / 10
        self.ends.set(xlim=(0, wide), ylim=(0, next(y for y in TALL if max(counts) <= y)))

    def update(self, costs, k, told):
        """Show (steps + 1, S) costs so far, start k standing out, and three short texts."""
        ends = np.clip(costs[-1], 0, BINS[-1] - 1e-9)
        counts, _ = np.histogram(ends, BINS)
        self.bars.set_verts(boxes(BINS[:-1], BINS[1:], 0, counts)[counts > 0])
        self.mark.set_segments([[(ends[k], 0), (ends[k], self.ends.get_ylim()[1])]])
        steps = np.arange(len(costs))
        thin = np.unique([*steps[::4], steps[-1]])
        self.ways.set_segments([np.column_stack([thin, way[thin]]) for way in costs.T])
        self.chosen.set_data(steps, costs[:, k])
        self.end.set_offsets([(steps[-1], costs[-1, k])])
        self.told.write(told)


class StartsExplorer(Explorer):
    """Fifty random starts of a 2-3-1 network on two rings, and where their descents end."""

    name = "training.fifty_starts"
    main, since = "step", (("step", STEPS),)

    def __init__(self):
        self.figure = StartsFigure()
        self.controls = {
            "start": slider("start", 0, 0, WALKERS - 1, 1, read="which start stands out"),
            "eta": rate_slider("η", 10.0),
            "step": slider("step", 0, 0, STEPS, 1, read="steps that all of them have taken"),
        }
        place = region_of(self.figure.bars.axes)
        self.pointer = pointer_on(place, "Costs now; a click chooses one", self._point)
        self._rate = None
        self.open()

    @property
    def costs(self):
        """C of every start after each step, (201, 50)."""
        if self._rate != self.controls["eta"].value:
            self._rate = self.controls["eta"].value
            self._costs = walk(random_starts(), RINGS, self._rate, STEPS).costs
            self.figure.reach(self._costs)
        return self._costs

    def refresh(self):
        k, step = self.controls["start"].value, self.controls["step"].value
        costs = self.costs[: step + 1]
        ends = costs[-1]
        lowest, highest = f"{ends.min():.3f}", f"{ends.max():.3f}"
        told = [f"lowest {lowest}", f"median {np.median(ends):.3f}", f"highest {highest}"]
        self.figure.update(costs, k, told)
        better = int((ends < ends[k]).sum())
        stands, best = ("ends", "end") if step == STEPS else ("stands", "are")
        told = f"Start {k} {stands} at C = {ends[k]:.3f}; {better} of the other {WALKERS - 1} "
        told += f"{best} lower. The best of all fifty {stands} at {lowest}."
        return told if step == STEPS else f"Step {step} of {STEPS}: {told[0].lower()}{told[1:]}"

    def _point(self, _stroke, points):
        wanted = points[-1][0] * self.figure.ends.get_xlim()[1]
        now = self.costs[self.controls["step"].value]
        self.controls["start"].value = int(np.abs(now - wanted).argmin())


def fifty_starts():
    """Open fifty descents at once, with the histogram of where they end.

    Controls: step, how far all of them have come; the start that stands out; η.

    For `set` and `at`: start, eta, step.
    """
    return StartsExplorer()
