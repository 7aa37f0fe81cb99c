"""The routes from a slider to a picture that the benchmark compares, each opened by one call.

The picture is lesson 4's `one_chain`, and the slider moves its weight. A bar code in the picture's
corner carries the slider's value, so that a page can tell which value a frame shows.
"""

import struct
import zlib

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
from IPython import get_ipython
from IPython.display import display
from matplotlib.patches import Rectangle

from coursekit import chain_rule
from coursekit.page.quick import quieten
from coursekit.pictures.live import LivePicture
from coursekit.pictures.parts import drawing
from coursekit.pictures.still import Blitter

BITS = 8
STEPS = 2**BITS
CELL = 8  # pixels a bit; watch.js knows it, and the picture's width
FORMULAS = (r"$\partial C_0/\partial w$", r"$\partial z/\partial w$", r"$\sigma'(z)$", "$2(a-y)$")


def _slider():
    slider = widgets.IntSlider(value=1, min=0, max=STEPS - 1, layout={"width": "800px"})
    slider.add_class("bench-slider")
    return slider


def _bar_code(fig):
    """Draw a bar code into the lower left corner, see `_show`."""
    _, height = fig.get_size_inches() * fig.dpi
    corner = drawing(fig, 0, height - CELL, CELL * (BITS + 2), CELL)
    corner.set_xlim(0, BITS + 2)
    nothing = np.zeros((1, BITS + 2, 3))
    return corner.pcolormesh(np.arange(BITS + 3), [0, CELL], nothing, antialiased=False)


def _show(code, step):
    """Write a value as black for 1 and white for 0, after a black and a white cell."""
    bits = [0, 1, *(1 - (step >> bit & 1) for bit in range(BITS))]
    code.set_array(np.repeat(np.array(bits, float), 3).reshape(1, -1, 3))
    code.changed()  # set_array alone does not mark a mesh as stale


def _weight(step):
    return -6 + 12 * step / (STEPS - 1)


def live():
    """Open the course's way: what moved, as strokes."""
    chain, slider = _chain()
    chain.picture.display([slider])


def pixels():
    """Open the course's former way: only what moved is painted, and sent as a quick PNG."""
    quieten(get_ipython().kernel)
    chain, slider = _chain()
    blitter = Blitter(chain.figure.fig, chain.picture.blitter.moving)
    image = widgets.Image(format="png", layout={"width": f"{chain.figure.fig.bbox.width:.0f}px"})

    def send(_sentence):
        image.value = _quick_png(blitter.frame())

    chain.picture.show = send
    send("")
    display(widgets.VBox([slider, image]))


def _quick_png(frame):
    """Pack pixels without a filter and at zlib's quickest."""
    height, width, _ = frame.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # each begins with its filter: none
    rows[:, 1:] = frame.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    packed = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")):
        packed += struct.pack(">I", len(body)) + kind + body
        packed += struct.pack(">I", zlib.crc32(kind + body))
    return packed


def _chain():
    """Return the picture with its bar code, and the slider that it follows."""
    chain, slider = chain_rule.one_chain().at(step=5), _slider()  # all of it is shown
    code = _bar_code(chain.figure.fig)
    chain.picture = LivePicture(chain.figure.fig, [*chain.figure.moving, code])

    def refresh(change):
        _show(code, change["new"])
        chain.set({"knobs": {"w3 0,1": _weight(change["new"])}})

    slider.observe(refresh, names="value")
    refresh({"new": 1})
    return chain, slider


def interact():
    """Open what most courses do: `interact` and a new inline figure of plain calls each time."""
    network, inputs, targets = chain_rule.one_chain().knobs.network()

    def turn_to(step):
        network.weights[-1][0, 1] = _weight(step)

    costs = []
    for step in range(STEPS):
        turn_to(step)
        costs.append(network.cost(inputs, targets))

    def draw(step):
        turn_to(step)
        fig = _draw_plainly(network, inputs, targets, costs, step)
        _show(_bar_code(fig), step)
        plt.show()

    widgets.interact(draw, step=_slider())


def _draw_plainly(network, inputs, targets, costs, step):
    """Draw what `one_chain` shows: network, weights, cost along one of them, and its chain."""
    chain = network.chain(inputs, targets)
    factors, weights = chain.weight(3, 0, 1), network.weights
    fig = plt.figure(figsize=(10, 6.68), dpi=100)
    fig.add_artist(Rectangle((0, 0), 1, 1, color="white", zorder=-1))  # `tight` crops to this
    places = (0, 0.3, 0.4, 0.55), (0.43, 0.45, 0.25, 0.25), (0.74, 0.4, 0.24, 0.4), (0, 0, 1, 0.25)
    net, grid, curve, cards = map(fig.add_axes, places)
    at = [[(x, y - (n - 1) / 2) for y in range(n)] for x, n in enumerate(network.sizes)]
    for w, before, after in zip(weights, at[:-1], at[1:], strict=True):
        for (j, i), weight in np.ndenumerate(w):
            line = zip(before[i], after[j], strict=True)
            net.plot(*line, color="C0" if weight > 0 else "C1", lw=abs(weight), zorder=1)
    net.margins(0.12)
    for centres, values in zip(at, chain.activations, strict=True):
        net.scatter(*zip(*centres, strict=True), 900, values, cmap="gray", vmin=0, vmax=1)
        for centre, a in zip(centres, values, strict=True):
            net.annotate(f"{a:.2f}", centre, color="k" if a > 0.46 else "w", ha="center")
    grid.imshow(weights[-1], cmap="RdBu", vmin=-6, vmax=6, aspect="auto")
    for (j, i), w in np.ndenumerate(weights[-1]):
        grid.text(i, j, f"{w:+.2f}", ha="center", va="center")
    w, reach = weights[-1][0, 1], np.array([-1.5, 1.5])
    curve.plot(np.linspace(-6, 6, STEPS), costs)
    curve.plot(w + reach, costs[step] + factors.product * reach)
    curve.plot(w, costs[step], "o")
    curve.grid()
    four = factors.product, factors.dz_dq, factors.da_dz, factors.dC_da
    for place, (formula, factor) in enumerate(zip(FORMULAS, four, strict=True)):
        cards.add_patch(Rectangle((0.02 + place / 4, 0.1), 0.2, 0.8, fill=False))
        cards.text(0.12 + place / 4, 0.7, formula, fontsize=15, ha="center")
        cards.text(0.12 + place / 4, 0.3, f"{factor:.4f}", fontsize=19, ha="center")
    for axes in (net, grid, cards):
        axes.axis("off")
    return fig


def echo():
    """Open the floor: a callback that writes the value into a label and does nothing else."""
    quieten(get_ipython().kernel)
    slider, label = _slider(), widgets.Label()
    label.add_class("bench-label")
    slider.observe(lambda change: setattr(label, "value", str(change["new"])), names="value")
    display(widgets.VBox([slider, label]))
