"""A network as circles and lines: how bright each neuron is, and what each weight lets through."""

from itertools import pairwise

import numpy as np

from coursekit.pictures.colours import INK, POINT, grey, ink_on
from coursekit.pictures.handles import Handle, spot
from coursekit.pictures.notation import near
from coursekit.pictures.parts import Numbers, circles, edges, show_weights

LARGEST = 2.0  # the weight whose line is widest


class NetworkDiagram:
    """A network from inputs to outputs; `update` moves brightness, numbers and weights.

    xs: where the layers stand, in pixels; sizes: neurons a layer; middle: the height of their
    middle; pitch: from one neuron of a layer to the next; radius in points.
    """

    def __init__(self, axes, xs, sizes, middle, pitch, radius=16):
        heights = [middle + pitch * ((n - 1) / 2 - np.arange(n)) for n in sizes]
        places = [np.column_stack([0 * ys + x, ys]) for x, ys in zip(xs, heights, strict=True)]
        starts = [np.tile(a, (len(b), 1)) for a, b in pairwise(places)]
        ends = [np.repeat(b, len(a), axis=0) for a, b in pairwise(places)]
        self.sizes, self.outputs = sizes, places[-1]
        # (layer, j, i) → the number of a weight's line
        weights = (
            (k, j, i)
            for k, n in enumerate(sizes[1:], 1)
            for j in range(n)
            for i in range(sizes[k - 1])
        )
        self.numbers = {weight: number for number, weight in enumerate(weights)}
        self.links = edges(axes, np.concatenate(starts), np.concatenate(ends), zorder=1)
        self.discs = circles(axes, np.concatenate(places), radius, zorder=2)
        self.levels = Numbers(axes, np.concatenate(places), 11)
        self.moving = [self.links, self.discs, self.levels]

    def link(self, layer, j, i, back=False):
        """Return the spot of the line of weight w(layer)ji."""
        return spot(self.links, self.numbers[layer, j, i])._replace(back=back)

    def disc(self, layer, n):
        """Return the spot of neuron n of a layer."""
        return spot(self.discs, sum(self.sizes[:layer]) + n)

    def layer(self, layer):
        """Return the spots of all lines into a layer."""
        return [spot(self.links, n) for (k, *_), n in self.numbers.items() if k == layer]

    def handles(self):
        """Yield what moves the weights and the inputs, as `Knobs` names them."""
        for layer, j, i in self.numbers:
            yield knob(f"w{layer} {j},{i}", self.link(layer, j, i))
        for n in range(self.sizes[0]):
            yield knob(f"a0 {n}", self.disc(0, n))

    def update(self, activations, weights, chosen, outlined=()):
        """Show a(0) … a(L) and W(1) … W(L).

        chosen: the numbers of the links that stand out, counted through all weights row by row;
        outlined: the numbers of the neurons that do; a layer of None is not known yet.
        """
        show_weights(self.links, np.concatenate([np.ravel(w) for w in weights]), LARGEST)
        colours, widths = np.array(self.links.get_colors()), np.array(self.links.get_linewidths())
        colours[:, 3] *= 0.6
        colours[chosen, 3] = 1
        widths[chosen] += 2
        self.links.set(colors=colours, linewidths=widths)
        known = zip(activations, self.sizes, strict=True)
        brightness = np.concatenate([np.full(n, np.nan) if a is None else a for a, n in known])
        shades = grey(np.nan_to_num(brightness, nan=1.0))
        frames = np.isin(np.arange(len(shades)), outlined)
        self.discs.set(
            facecolors=shades,
            edgecolors=[POINT if framed else INK for framed in frames],
            linewidths=np.where(frames, 3, 1.5),
        )
        texts = ["?" if np.isnan(a) else near(a) for a in brightness]
        self.levels.write(texts, ink_on(shades))


def knob(name, where, **how):
    """Return the handle at a spot that moves one number of `Knobs`."""
    return Handle("knobs", where, chooses={"drag": name}, **how)
