"""The cost over two weights as a map, with the way that was walked, in clear weather or in fog."""

import ipywidgets as widgets
import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle

from coursekit.pictures.charts import chart
from coursekit.pictures.colours import FOG, POINT, QUIET
from coursekit.pictures.controls import choice_slider, slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.landscape_map import (
    COLOURS,
    EDGE,
    GRID_POINTS,
    REACH,
    REGION,
    SIZE,
    STARTS,
    cost_at,
    draw_map,
    on_the_map,
    place_on_map,
)
from coursekit.pictures.parts import (
    Numbers,
    card,
    circles,
    drawing,
    new_figure,
    style,
)
from coursekit.pictures.pointer import pointer_on

HIGHEST, SHOWN = 0.4, 24  # the cost scale, and how many moves fit on it
GOAL, LIMIT = 0.05, 10  # the cost to get below in the fog, and in how many moves


class LandscapeFigure:
    """Contours of C(w₁, w₂), a point with its trail, and the cost after each move.

    costs: (121, 121), C with w₂ down the rows and w₁ along them, both at `GRID_POINTS`.
    """

    def __init__(self, costs):
        self.norm = LogNorm(costs.min(), costs.max())
        with style():
            self.fig = new_figure(
                *SIZE,
                "A landscape of cost over two weights",
                "Dark is low. Walk by slider, by arrow keys or by clicking on the map.",
            )
            self._draw_map(costs)
            self._draw_chart()
            self._draw_cards()
        self.moving = [
            *(self.trail, self.visited, self.start, self.here),
            *(self.fall, self.steps, self.results),
        ]

    def update(self, trail, costs, fog, results):
        """Show the way so far.

        trail: (n, 2), w₁ and w₂ after each move, the start first; costs: (n,), C there;
        fog: whether the map is covered; results: cost, moves and best, as texts.
        """
        if self.fog.get_visible() != fog:
            self.fog.set_visible(fog)
        self.trail.set_data(*trail.T)
        self.visited.set_offsets(trail)
        self.visited.set_facecolor(COLOURS(self.norm(costs)))
        self.start.set_offsets(trail[:1])
        self.here.set_offsets(trail[-1:])
        recent = costs[-SHOWN - 1 :]
        moves = np.arange(len(recent))
        self.fall.set_data(moves, recent)
        self.steps.set_offsets(np.column_stack([moves, recent]))
        self.results.write(results)

    def _draw_map(self, costs):
        axes = draw_map(self.fig, costs, self.norm)
        self.fog = Rectangle((-EDGE, -EDGE), 2 * EDGE, 2 * EDGE, fc=FOG, zorder=3)
        self.fog.set_visible(False)
        axes.add_patch(self.fog)
        (self.trail,) = axes.plot([], [], color=POINT, lw=2.4, zorder=4)
        self.visited = circles(axes, [(0, 0)], 4.5, edgecolors=POINT, linewidths=1.2, zorder=5)
        self.start = circles(
            axes, [(0, 0)], 9, facecolors="none", edgecolors=POINT, linewidths=2, zorder=5
        )
        self.here = circles(
            axes, [(0, 0)], 8, facecolors=POINT, edgecolors="white", linewidths=2.5, zorder=6
        )

    def _draw_chart(self):
        marks = {"ylim": (0, HIGHEST), "xticks": [], "yticks": [0, 0.1, 0.2, 0.3, 0.4]}
        place, title = (628, 116, 346, 236), "cost after each move"
        axes = chart(self.fig, *place, title, grid="y", xlim=(-0.6, SHOWN + 0.6), **marks)
        axes.axhline(GOAL, color=QUIET, lw=1.4, ls=(0, (4, 3)))
        at = {"transform": axes.get_yaxis_transform(), "ha": "right", "va": "top"}
        axes.text(0.985, GOAL - 0.008, f"goal: below {GOAL:g}", fontsize=11.5, color=QUIET, **at)
        (self.fall,) = axes.plot([], [], color=POINT, lw=2)
        self.steps = circles(axes, [(0, 0)], 4, facecolors=POINT, edgecolors="white", linewidths=1)

    def _draw_cards(self):
        axes = drawing(self.fig, 586, 388, 414, 232)
        spots = []
        for left, bottom, width, name in (
            (10, 128, 184, "cost $C$ here"),
            (210, 128, 184, "moves so far"),
            (10, 24, 384, "best in the fog"),
        ):
            card(axes, left, bottom, width, 92)
            x = left + width / 2
            axes.text(x, bottom + 70, name, fontsize=12.5, ha="center", va="center", color=QUIET)
            spots.append((x, bottom + 34))
        self.results = Numbers(axes, spots, 16, weight="bold")


class Landscape(Explorer):
    """C over the two weights of a network 1-1-1, walked by slider, arrow key or pointer.

    A drag counts as one move, and so does a press of an arrow key or a click. In the fog the map
    is covered and every stop is a move of its own.
    """

    name = "cost.landscape"
    main, remote = "w1", "start"
    groups = ("w1", "w2"), ("start", "step"), (("fog", "again"),)

    def __init__(self):
        self.figure = LandscapeFigure(cost_at(*np.meshgrid(GRID_POINTS, GRID_POINTS)))
        self.best = None
        self.controls = {
            "start": slider("start", 0, 0, len(STARTS) - 1, 1, read="where the way begins"),
            "fog": widgets.Checkbox(value=True, description="fog", indent=False),
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
        best = f"below {GOAL} in {_counted(self.best)}" if self.best else f"not below {GOAL} yet"
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


def landscape():
    """Open a landscape of cost over two weights, to be walked on by slider, arrow key or click.

    "fog" covers the map, as it does at first; "back to the start" begins anew and keeps the best.

    For `set` and `at`: start, fog, step, w1, w2.
    """
    return Landscape()


def _in_fog(moves, done):
    if done:
        return f" Below {GOAL}: done in the fog."
    if moves > LIMIT:
        return f" That is more than {LIMIT}: go back to the start and try again."
    return f" In the fog: get below {GOAL} within {LIMIT} moves."


def _counted(moves):
    return f"{moves} move" if moves == 1 else f"{moves} moves"
