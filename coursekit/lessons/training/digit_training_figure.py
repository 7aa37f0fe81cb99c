"""A network learning digits: its curves as they grow, and its first layer's weights as pictures."""

import numpy as np

from coursekit.lessons.training.weight_tiles import tiled
from coursekit.pictures.charts import cards, chart
from coursekit.pictures.colours import GOOD, POINT, QUIET
from coursekit.pictures.parts import circles, edges, label, new_figure, panel, style

KNEE, BELOW = 80.0, 0.35  # percent up to which the scale is compressed, into that share of it
COSTS = (0.03, 5.0)  # where the scale of costs ends; what lies beyond is drawn at the end
CARDS = (
    ("epochs done", "of all training images"),
    (r"$\eta$ in this epoch", "the length of a step"),
    ("cost $C$", "on 10,000 training images"),
    ("read rightly", "of 10,000 test images"),
)


class DigitTrainingFigure:
    """Accuracy and cost over the epochs, up to sixteen neurons' weights, four cards.

    `update` moves it all; another number of epochs costs a full draw.
    """

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                660,
                "A network learns to read digits",
                "60,000 examples an epoch. The test images are only looked at, never trained on.",
            )
            self.accuracies = self._draw_chart(104, 200, "test images read rightly, in %")
            self.costs = self._draw_chart(352, 128, "cost $C$ on training images")
            self.accuracies[0].set_yscale("function", functions=(stretched, compressed))
            self.accuracies[0].set(ylim=(0, 100), yticks=[0, 40, 80, 85, 90, 95, 100])
            self.accuracies[0].tick_params(labelbottom=False)
            self.costs[0].set_yscale("log")
            self.costs[0].minorticks_off()
            self.costs[0].set(ylim=COSTS)
            self.costs[0].set_yticks([0.05, 0.2, 1, 4], ["0.05", "0.2", "1", "4"])
            axes = panel(self.fig, 562, 104, 400, 400)
            axes.set_axis_off()
            axes.set_title("what the first neurons weigh, pixel by pixel", fontsize=14, pad=8)
            self.tiles = axes.imshow(tiled(np.zeros((1, 784))), interpolation="nearest")
            self.results = cards(self.fig, 538, CARDS, height=96, size=14)
            label(self.results.axes, 284, 126, "epochs", 12, color=QUIET)
        self.moving = [self.tiles, *self.accuracies[1:], *self.costs[1:], self.results]

    def update(self, epochs, accuracies, costs, shown, last, weights, results):
        """Show a training up to now.

        epochs, accuracies, costs: (n,), one each point; shown: which of them stands out, or None;
        last: how many epochs there will be; weights: (m, 784), one row a neuron;
        results: four texts.
        """
        for (axes, line, dot, now), values, low, high in (
            (self.accuracies, 100 * np.asarray(accuracies), 0, 100),
            (self.costs, np.asarray(costs), *COSTS),
        ):
            if axes.get_xlim() != (0, 1.02 * last):
                axes.set_xlim(0, 1.02 * last)
            within = np.clip(values, low, high)
            line.set_data(epochs, within)
            places = [] if shown is None else [(epochs[shown], within[shown])]
            dot.set_offsets(np.reshape(places, (-1, 2)))
            now.set_segments([[(x, low), (x, high)] for x, _ in places])
        self.tiles.set_data(tiled(weights))
        self.results.write(results)

    def _draw_chart(self, top, height, title):
        axes = chart(self.fig, 64, top, 440, height, title, xlim=(0, 10.2))
        now = edges(axes, np.zeros((0, 2)), np.zeros((0, 2)), color=QUIET, lw=1.2)
        (line,) = axes.plot([], [], color=GOOD if top < 200 else POINT, lw=2.4)
        dot = circles(
            axes, np.zeros((0, 2)), 6.5, facecolors=line.get_color(), edgecolors="white", zorder=4
        )
        return axes, line, dot, now


def stretched(percent):
    """Return the height of a percentage on the scale: what lies above 80 % has most of the room.

    >>> stretched(np.array([0.0, 80.0, 100.0])).tolist()
    [0.0, 0.35, 1.0]
    """
    return np.interp(percent, [0, KNEE, 100], [0, BELOW, 1])


def compressed(height):
    """Return the percentage at a height of the scale."""
    return np.interp(height, [0, BELOW, 1], [0, KNEE, 100])
