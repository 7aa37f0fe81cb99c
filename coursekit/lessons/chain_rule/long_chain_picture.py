"""Three layers of one neuron each: the whole ledger, and one gradient entry as a long product."""

import math

import numpy as np

from coursekit.lessons.chain_rule.ledger import Ledger, order, said, uncovered
from coursekit.lessons.chain_rule.single_neurons import (
    LAYERS,
    PARAMETERS,
    flatten,
    network_of,
    sliders,
)
from coursekit.pictures.colours import GOOD, GRID, QUIET
from coursekit.pictures.controls import slider
from coursekit.pictures.explorer import Explorer
from coursekit.pictures.handles import Handle, spot
from coursekit.pictures.notation import factor, low, near
from coursekit.pictures.parts import Numbers, card, drawing, headline, label, new_figure, style

SLOTS = 2 * LAYERS + 1  # two factors a layer, and at the end 2(a − y)
WIDTH, PITCH, LEFT = 104, 120, 158


class LongChainFigure:
    """The ledger of a 1-1-1-1 network above the factors of one of its six partials."""

    def __init__(self):
        with style():
            self.fig = new_figure(
                1000,
                572,
                "Three layers of one neuron: a chain of chains",
                "Six parameters, $C(w_1, b_1, w_2, b_2, w_3, b_3)$, and six partials.",
            )
            self.ledger = Ledger(self.fig, 80, 352, [1] * (LAYERS + 1), deep=True)
            self._draw_cards()
        self.moving = [
            *(*self.ledger.moving, *self.headings, self.title),
            *(self.signs, self.product, self.factors),
        ]

    def update(self, values, lit, chosen, factors):
        """Show the ledger, and the product that makes ∂C₀/∂(chosen).

        values, lit: as for `Ledger.update`; chosen: one of `PARAMETERS`;
        factors: from the parameter's own layer to the cost, or None while they are covered.
        """
        self.ledger.update(values, lit)
        letter, layer = chosen[0], int(chosen[1])
        headings = [f"$a_{layer - 1}$" if letter == "w" else "$1$"]
        for place in range(layer, LAYERS + 1):
            headings += [rf"$\sigma^{{\prime}}(z_{place})$", f"$w_{place + 1}$"]
        headings[-1] = f"$2(a_{LAYERS} - y)$"
        before = [""] * (SLOTS - len(headings))
        if not factors:  # how many there are is a question
            before, headings = [""] * (SLOTS - 1), [""]
        for box, text, heading in zip(self.cards, self.headings, before + headings, strict=True):
            text.set_text(heading)
            if box.get_visible() != bool(heading):
                box.set_visible(bool(heading))
        self.title.set_text(rf"$\partial C_0/\partial {letter}_{layer}$")
        signs = ["≈", *"×" * (len(headings) - 1)] if factors else [""]
        self.signs.write([*before, *signs])
        self.product.write([factor(math.prod(factors)) if factors else "?"])
        told = [factor(value) for value in factors or ()]
        if told and letter == "w":  # it begins with an activation
            told[0] = near(factors[0], 4)
        self.factors.write([*before, *(told or headings)])

    def _draw_cards(self):
        axes = drawing(self.fig, 0, 436, 1000, 136)
        axes.axhline(134, 0.022, 0.982, color=GRID, lw=1)
        headline(axes, 22, 116, "One entry of the gradient, as a product along the chain")
        # formulas and values stand in axes of their own: a formula is dear and seldom changes
        names, values = drawing(self.fig, 0, 478, 1000, 36), drawing(self.fig, 0, 515, 1000, 43)
        lefts = [LEFT + PITCH * slot for slot in range(SLOTS)]
        card(axes, 20, 12, 120, 84)
        self.cards = [card(axes, left, 12, WIDTH, 84) for left in lefts]
        xs = [left + WIDTH / 2 for left in lefts]
        self.title = label(names, 80, 16, "", 15)
        self.headings = [label(names, x, 16, "", 14) for x in xs]
        self.product = Numbers(values, [(80, 22)], 13, weight="bold", colour=GOOD)
        self.signs = Numbers(values, [(left - 8, 30) for left in lefts], 13, colour=QUIET)
        self.factors = Numbers(values, [(x, 22) for x in xs], 12, weight="bold")


class LongChain(Explorer):
    """The network 1-1-1-1: its ledger step by step, and one entry of ∇C as a long product."""

    name = "chain_rule.long_chain"
    main = "step"
    groups = ("step", "entry"), ("w1", "b1"), ("w2", "b2"), ("w3", "b3"), ("a0", "y")

    def __init__(self):
        self.figure = LongChainFigure()
        self.steps = order(LAYERS)[:-1]
        self.controls = {
            **sliders(index=low),
            "a0": slider("a₀", 0.8, 0.0, 1.0, 0.1, read="input"),
            "y": slider("y", 1.0, 0.0, 1.0, 0.1, read="target"),
            "step": slider("step", 0, 0, len(self.steps), 1, read="quantities computed so far"),
            "entry": slider("entry", 0, 0, len(PARAMETERS) - 1, 1, read="which entry of ∇C"),
        }
        self.open()

    def refresh(self):
        values = self.values
        network, inputs, targets = network_of(values), [values["a0"]], [values["y"]]
        step, chosen = values["step"], PARAMETERS[values["entry"]]
        known, lit = uncovered(network, inputs, targets, self.steps, step)
        factors = factors_of(network.chain(inputs, targets), chosen)
        shown = f"d{chosen.replace('w', 'W')}" in known
        self.figure.update(known, lit, chosen, factors if shown else None)
        if step < len(self.steps):
            now = said(lit[0], known[lit[0]], deep=True) if lit else "only what is given is known"
            return f"Step {step} of {len(self.steps)}: {now}."
        entries = ", ".join(map(factor, flatten(network.gradient(inputs, targets))))
        return f"C₀ = {factor(network.cost(inputs, targets))}, and ∇C₀ is {entries}."

    def handles(self):
        ledger, step = self.figure.ledger, self.values["step"]
        for name in (*PARAMETERS, "a0", "y"):
            yield Handle(name, ledger.grids.at(name.replace("w", "W"), 0))
        for entry, name in enumerate(PARAMETERS):
            derivative = f"d{name.replace('w', 'W')}"
            if any(derivative in names for names in self.steps[:step]):
                yield Handle("entry", ledger.grids.at(derivative, 0), "press", value=entry)
        yield from ledger.handles(self.steps[step:], step)

    def together(self):
        grids = self.figure.ledger.grids
        for layer in range(1, LAYERS + 1):
            a, w, b, z = (f"a{layer - 1}", f"W{layer}", f"b{layer}", f"z{layer}")
            yield [grids.at(name, 0) for name in (a, w, b, z)]
            yield [grids.at(name, 0) for name in (f"d{w}", a, f"d{z}")]
            yield [grids.at(name, 0) for name in (f"d{z}", z, f"da{layer}")]
        chosen = PARAMETERS[self.values["entry"]].replace("w", "W")
        yield [grids.at(f"d{chosen}", 0), grids.at(chosen, 0), spot(self.figure.product)]

    def motion(self, before):
        f, step = self.figure, self.values["step"]
        if self.values["entry"] != before["entry"] and step == len(self.steps):
            told = zip(f.factors.texts, range(SLOTS), strict=True)
            return [[spot(f.factors, k)] for text, k in told if text][::-1]
        return f.ledger.motion(self.steps[step - 1]) if step == before["step"] + 1 else []


def factors_of(chain, name):
    """Return the factors from one parameter of a network of single neurons to the cost.

    name: "w1", "b1", "w2" and so on.
    """
    layer = int(name[1:])
    parts = [chain.activations[layer - 1] if name[0] == "w" else 1.0]
    for slope, weight in zip(
        chain.slopes[layer - 1 :], [*chain.weights[layer:], None], strict=True
    ):
        parts += [slope, weight]
    return [float(np.squeeze(part)) for part in (*parts[:-1], chain.output_error)]


def long_chain():
    """Open the network 1-1-1-1: six parameters, and the chain from each to the cost.

    Controls: the six parameters, the input a₀ and the target y; step, how much is computed;
    entry, which parameter's product is shown.

    For `set` and `at`: w1, b1, w2, b2, w3, b3, a0, y, step, entry.
    """
    return LongChain()
